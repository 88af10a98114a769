"""What they agree to, one line each, the full text on request. Agreement is recorded only by *agree and apply*."""

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

READ = "read-"
Versions: TypeAlias = tuple[tuple[str, str], ...]
Read: TypeAlias = str | Versions
"""*Go on* holds name and version of each text that was shown."""


def documents(view: View) -> Text | tuple[Text, ...]:
    """One line a document: what it asks, with version and date."""
    return tuple(
        Text(
            f"terms.{each.name}.line",
            {
                "version": each.version,
                "effective": each.effective,
                "tool": view.policy.video.tool,
                "sample": Text("terms.sample") if each.sample else "",
            },
        )
        for each in view.documents
    )


def versions(view: View) -> Versions:
    return tuple((each.name, each.version) for each in view.documents)


def _choices(_draft: Draft, view: View) -> tuple[Option[Read], ...]:
    go_on: Option[Read] = Option(versions(view), Text("booking.terms.go_on"))
    disagree: Option[Read] = Option("disagree", Text("booking.terms.disagree"))
    return (go_on, *(_reading(each.name) for each in view.documents if each.pages), disagree)


def _reading(name: str) -> Option[Read]:
    return Option(f"{READ}{name}", Text(f"terms.{name}.read"))


def _put(draft: Draft, value: Read) -> Draft:
    if isinstance(value, tuple):
        return replace(draft, terms="go_on", documents=value)
    return replace(draft, terms="disagree" if value == "disagree" else None)


def _effect(value: Read, _draft: Draft, view: View) -> Effect:
    if isinstance(value, tuple):
        return NO_EFFECT
    if value.startswith(READ):
        return Effect(start="reading", subject=value.removeprefix(READ), over=True)
    return Effect((Told("booking.terms.disagreed", {"phone": view.policy.phone}),))


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    """Agreed is what was shown: all that the office asks for, and a version that came since must be shown first."""
    if isinstance(value, tuple) and not {*view.policy.documents} <= {each.name for each in view.documents}:
        return refusals.TextsMissing(view.policy.phone)
    return refusals.TermsChanged() if isinstance(value, tuple) and value != versions(view) else None


def _values(_draft: Draft, view: View) -> Values:
    return {"documents": documents(view)}


TERMS: Step[Draft, Read] = Step(
    "terms",
    next=Branch(lambda draft: "device" if draft.terms == "go_on" else LEAVE, ("device", LEAVE)),
    choices=_choices,
    show=lambda value: "go_on" if isinstance(value, tuple) else value,
    put=_put,
    get=lambda draft: draft.documents if draft.terms == "go_on" else None,
    check=_check,
    required=True,
    values=_values,
    variant=lambda draft, _view: "direct" if draft.at_once else "ask",
    effect=_effect,
)
