"""Name, number and telephone on a page of the office's own server, where this channel takes them so: one step that
gives the link and waits. Typed into the chat they are refused, not kept and not repeated.

What was entered never comes here: only that it was, and its masks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

from flows.booking.draft import Draft
from flows.facts import Fact, FormOpened
from flows.messages import Link, Told
from flows.office import refusals
from flows.office.form import Form
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.session import Session
from flows.step import NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

ANEW, TYPED, SENT = "anew", "typed", "sent"
Answer: TypeAlias = Form | str


def unless_by_form(*steps: Step[Draft, Any]) -> tuple[Step[Draft, Any], ...]:
    """Not asked here where a page of ours takes them."""
    return tuple(_skipped(step) for step in steps)


def _skipped(step: Step[Draft, Any]) -> Step[Draft, Any]:
    asked: Callable[[Draft, View], bool] = step.skip
    return replace(step, skip=lambda draft, view: view.by_form or asked(draft, view))


def filled_in(draft: Draft, view: View) -> Form | None:
    """The page of this very draft, once it was filled in."""
    form = view.form
    return form if form and form.filled and form.id == draft.form else None


def entered(draft: Draft, view: View) -> str:
    """The page whose answers this draft stands on; empty where they were typed, or are not there."""
    return draft.form or "" if view.by_form and draft.entry == SENT else ""


def awaited(session: Session) -> frozenset[str]:
    """The pages that some draft of this chat still waits for or stands on: no other may be filled in."""
    drafts = (frame.draft for frame in session.frames)
    return frozenset(each.form for each in drafts if isinstance(each, Draft) and each.form)


def _choices(draft: Draft, view: View) -> tuple[Option[Answer], ...]:
    form = filled_in(draft, view)
    if form is None:
        return (Option(ANEW, Text("booking.form.new_link")),)
    return (Option(form, Text("booking.form.keep")), Option(ANEW, Text("booking.form.anew")))


def _read(text: str, view: View) -> Answer | None:
    """Whatever is typed may be a name; only the name of a language is a wish for it."""
    return None if view.words.language(text) in view.policy.languages else TYPED


def _check(value: Answer, _draft: Draft, view: View) -> Refusal | None:
    if value == TYPED:
        return refusals.NotInChat()
    if value == ANEW:
        return None
    ident, form = value.id if isinstance(value, Form) else value, view.form
    return None if form and form.filled and form.id == ident else refusals.Missing()


def _put(draft: Draft, value: Answer) -> Draft:
    if isinstance(value, Form):
        return replace(draft, form=value.id, entry=SENT, undecided=value.undecided)
    return replace(draft, form=None, entry=ANEW, undecided=False)


def _effect(value: Answer, _draft: Draft, _view: View) -> Effect:
    if isinstance(value, Form) and value.undecided:
        return Effect((Told("booking.number.office_decides"),))
    return NO_EFFECT


def _prepared(draft: Draft, view: View) -> tuple[Draft, tuple[Fact, ...]]:
    """The page that is open for this draft goes on being so; otherwise there is a new one from now on."""
    form, blank = view.form, view.blank
    usable = form is not None and (form.filled or form.open(view.now))
    if blank is None or (form is not None and usable and form.id == draft.form):
        return draft, ()
    until = view.now + timedelta(minutes=view.policy.entry.link_minutes)
    return replace(draft, form=blank.id, entry=None), (FormOpened(blank.id, blank.token, until),)


def _values(draft: Draft, view: View) -> Values:
    if form := filled_in(draft, view):
        number = form.masked_number or Text("booking.number.not_yet")
        return {"name": form.masked_name, "number": number, "phone": form.masked_phone}
    if view.form and not (view.blank and draft.form == view.blank.id):
        left = max(view.form.expires_at - view.now, timedelta())
        return {"url": view.form.url, "minutes": -(-left // timedelta(minutes=1))}
    return {"url": view.blank.url if view.blank else "", "minutes": view.policy.entry.link_minutes}


def _link(draft: Draft, view: View) -> Link | None:
    url = str(_values(draft, view).get("url", ""))
    return Link(Text("booking.form.open"), url) if url else None


FORM: Step[Draft, Answer] = Step(
    "form",
    next=Branch(lambda draft: "form" if draft.entry == ANEW else "name", ("form", "name")),
    prepare=_prepared,
    choices=_choices,
    show=lambda value: "keep" if isinstance(value, Form) else value,
    read=_read,
    check=_check,
    put=_put,
    get=lambda draft: draft.form if draft.entry == SENT else None,
    form=filled_in,
    link=_link,
    values=_values,
    variant=lambda draft, view: "filled" if filled_in(draft, view) else "ask",
    hint=lambda draft, view: "filled_hint" if filled_in(draft, view) else "hint",
    effect=_effect,
    skip=lambda _draft, view: not view.by_form,
    required=True,
    contact=True,
)
