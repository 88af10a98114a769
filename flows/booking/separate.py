"""Terms that want an agreement of their own, with a button of its own, before all else is agreed to by applying (S 4).

What is agreed to here is kept with the application, with the moment at which this button was pressed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Consent, Draft
from flows.booking.terms import READ, lines, reading, versions
from flows.messages import Told
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.terms import separate
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

AGREED = "booking.separate.agree"
Answer: TypeAlias = Consent | str


def _choices(_draft: Draft, view: View) -> tuple[Option[Answer], ...]:
    own = separate(view.policy)
    agree: Option[Answer] = Option(_agree(view), Text(AGREED))
    read: tuple[Option[Answer], ...] = tuple(Option(str(each.value), each.label) for each in reading(view, own))
    return (agree, *read, Option("disagree", Text("booking.terms.disagree")))


def _agree(view: View) -> Consent:
    return Consent(versions(view, separate(view.policy)), view.tag, view.now, view.words.text(AGREED))


def _read(text: str, view: View) -> Answer | None:
    """*Yes* and *no* answer the question as it is put."""
    match yes_no(text, view.words):
        case "yes":
            return _agree(view)
        case "no":
            return "disagree"
        case _:
            return None


def _put(draft: Draft, value: Answer) -> Draft:
    if isinstance(value, Consent):
        return replace(draft, separate=value)
    return replace(draft, separate=None, terms="disagree" if value == "disagree" else draft.terms)


def _effect(value: Answer, _draft: Draft, view: View) -> Effect:
    if isinstance(value, Consent):
        return NO_EFFECT
    if value.startswith(READ):
        return Effect(start="reading", subject=value.removeprefix(READ), over=True)
    return Effect((Told("booking.separate.disagreed", _reach(view)),))


def _reach(view: View) -> Values:
    return {"phone": view.policy.phone, "tool": view.policy.video.tool}


def _check(value: Answer, _draft: Draft, view: View) -> Refusal | None:
    if not isinstance(value, Consent) or value.documents == versions(view, separate(view.policy)):
        return None
    return refusals.TermsChanged()


SEPARATE: Step[Draft, Answer] = Step(
    "separate",
    next=Branch(lambda draft: LEAVE if draft.terms == "disagree" else "device", ("device", LEAVE)),
    choices=_choices,
    show=lambda value: "agree" if isinstance(value, Consent) else value,
    read=_read,
    put=_put,
    get=lambda draft: draft.separate,
    check=_check,
    required=True,
    skip=lambda _draft, view: not separate(view.policy),
    values=lambda _draft, view: {**_reach(view), "documents": lines(view, separate(view.policy))},
    effect=_effect,
)
