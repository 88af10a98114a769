"""Who has asked before need not say everything again: name, number and telephone as then, by one tap.

What was said then stays sealed: here only its masks are known, and it is copied where it is kept. Residence is asked
anew each time, for it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from flows.booking.draft import Draft
from flows.booking.needs import DONE_TICKING
from flows.office.appointment import Application
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.step import Option, Step
from flows.values import NOTHING, Text, Values

ANEW = "anew"
Answer: TypeAlias = Application | str


def known(draft: Draft) -> str:
    """The application whose answers are taken over; empty for none."""
    return draft.earlier if draft.earlier and draft.earlier != ANEW else ""


def unless_known(*steps: Step[Draft, Any]) -> tuple[Step[Draft, Any], ...]:
    """Not asked of whom they are known."""
    return tuple(_skipped(step, lambda draft: bool(known(draft))) for step in steps)


def unless_kept(*steps: Step[Draft, Any]) -> tuple[Step[Draft, Any], ...]:
    """Needs stand as they were, unless they are being changed."""
    return tuple(_skipped(step, lambda draft: bool(known(draft)) and draft.change != "needs") for step in steps)


def _skipped(step: Step[Draft, Any], known_already: Callable[[Draft], bool]) -> Step[Draft, Any]:
    asked = step.skip
    return replace(step, skip=lambda draft, view: known_already(draft) or asked(draft, view))


def _newest(view: View) -> Application | None:
    """Of this office; one without a number only where the office needs none (S 3)."""
    fits = view.policy.asked.without_number == "accept" or not view.policy.asked.number
    own = (each for each in view.applications if each.office == view.policy.id and (fits or each.masked_number))
    return max(own, key=lambda each: (each.created_at, each.id), default=None)


def _choices(_draft: Draft, view: View) -> tuple[Option[Answer], ...]:
    newest = _newest(view)
    same: tuple[Option[Answer], ...] = (Option(newest, Text("booking.earlier.same")),) if newest else ()
    return (*same, Option(ANEW, Text("booking.earlier.anew")))


def _read(text: str, view: View) -> Answer | None:
    said = yes_no(text, view.words)
    return _newest(view) if said == "yes" else ANEW if said else None


def _put(draft: Draft, value: Answer) -> Draft:
    """With the needs of then, which the person sees in the summary and can change."""
    if not isinstance(value, Application):
        return replace(draft, earlier=ANEW)
    tongue, beside = value.interpreter or None, value.companion or None
    needs = {"needs": value.needs, "interpreter": tongue, "companion": beside, "access": value.access}
    if value.needs == "none" and value.access:
        needs["needs"] = "other"
    return replace(draft, earlier=value.id, name_reading=None, helped=DONE_TICKING, **needs)  # type: ignore[arg-type]


def _values(_draft: Draft, view: View) -> Values:
    newest = _newest(view)
    return {"code": newest.code, "name": newest.masked_name, "number": newest.masked_number} if newest else NOTHING


EARLIER: Step[Draft, Answer] = Step(
    "earlier",
    next="form",
    choices=_choices,
    show=lambda value: "same" if isinstance(value, Application) else value,
    read=_read,
    put=_put,
    get=lambda draft: draft.earlier,
    values=_values,
    # who had begun to answer before this question came into being is not led back to it
    skip=lambda draft, view: _newest(view) is None or (draft.earlier is None and draft.name is not None),
)
