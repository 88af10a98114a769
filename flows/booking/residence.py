"""Whether residence status and period are registered: one question, the same for everyone (S 20-4).

Nationality is never asked, language is not nationality, and no answer ends anything here.
"""

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office.refusals import Missing
from flows.step import NO_EFFECT, Effect, Option, Step
from flows.values import Text

ANSWERS = ("registered", "not_yet", "does_not_apply", "rather_not")

RESIDENCE: Step[Draft, str] = Step(
    "residence",
    next="needs",
    field="residence",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"residence.{each}")) for each in ANSWERS),
    check=lambda value, _draft, _view: None if value in ANSWERS else Missing(),
    effect=lambda value, _draft, _view: (
        Effect((Told("booking.residence.how_to_register"),)) if value == "not_yet" else NO_EFFECT
    ),
    skip=lambda _draft, view: view.policy.asked.residence == "off",
    required=True,
)
