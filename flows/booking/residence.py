"""Whether residence status and period are registered: one question, the same for everyone (S 20-4).

Nationality is never asked, language is not nationality, and no answer ends anything here.
"""

from dataclasses import replace

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office.refusals import Missing
from flows.office.view import View
from flows.step import NO_EFFECT, Effect, Option, Step
from flows.values import Text

ANSWERS = ("registered", "not_yet", "does_not_apply", "rather_not")
ASKED_FURTHER = frozenset({"registered", "not_yet"})
RATHER_NOT = "rather_not"
UNREAD = "booking.residence.no_photo"


def further(draft: Draft, view: View) -> bool:
    """Are status and period asked of this person too? Not of whom it does not concern or who would rather not say."""
    return view.policy.asked.residence == "status_and_period" and draft.residence in ASKED_FURTHER


def without_status(draft: Draft) -> Draft:
    """Without what followed from another answer."""
    return replace(draft, status=None, meant=(), period=None, past=None, remind=None)


RESIDENCE: Step[Draft, str] = Step(
    "residence",
    next="status",
    field="residence",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"residence.{each}")) for each in ANSWERS),
    check=lambda value, _draft, _view: None if value in ANSWERS else Missing(),
    put=lambda draft, value: replace(without_status(draft), residence=value),
    effect=lambda value, _draft, _view: (
        Effect((Told("booking.residence.how_to_register"),)) if value == "not_yet" else NO_EFFECT
    ),
    skip=lambda _draft, view: view.policy.asked.residence == "off",
    required=True,
    unread=UNREAD,
)
