"""Which office, where several are served and no link has said which. A name is understood in any of its languages."""

from __future__ import annotations

from typing import Any

from flows.booking.draft import Draft
from flows.facts import OfficeChosen
from flows.office.view import View
from flows.reading.text import said
from flows.step import Effect, Option, Step
from flows.values import Text, Value


def office(view: View) -> Value:
    """Whom we speak for: the office, or any of them until one is chosen."""
    return view.policy.name(view.tag) if view.settled else Text("office.any")


def offices(view: View) -> tuple[Option[str], ...]:
    return tuple(
        Option(ident, Text("office.label", {"office": each.name(view.tag)})) for ident, each in view.offices.items()
    )


def read(text: str, view: View) -> str | None:
    """An id, or part of a name that only one office has."""
    wanted = said(text)
    names = {ident: {said(ident), *map(said, each.names.values())} for ident, each in view.offices.items()}
    whole = [ident for ident, known in names.items() if wanted in known]
    part = [ident for ident, known in names.items() if wanted and any(wanted in name for name in known)]
    found = whole or part
    return found[0] if len(found) == 1 else None


def choose(value: str, _draft: Any, view: View) -> Effect:  # noqa: ANN401 -- of several flows
    return Effect(facts=(OfficeChosen(value),)) if value in view.offices else Effect()


OFFICE: Step[Draft, str] = Step(
    "office",
    next="purpose",
    field="office",
    skip=lambda _draft, view: view.settled,
    choices=lambda _draft, view: offices(view),
    read=read,
    effect=choose,
)
