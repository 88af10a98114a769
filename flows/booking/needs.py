"""Who sits with the person: told to the office in advance (K 12(3); S 20-2)."""

from flows.booking.draft import Draft
from flows.office.refusals import Missing
from flows.reading.text import clean
from flows.step import Option, Step
from flows.values import Text

NEEDS = ("none", "interpreter", "companion", "both")
TONGUES = ("en", "zh", "pt", "es", "fil", "vi", "ne", "ko", "th", "id", "km", "mn", "my", "jsl")
INTERPRETED = frozenset({"interpreter", "both"})
LONGEST = 40

NEEDED: Step[Draft, str] = Step(
    "needs",
    next="interpreter",
    field="needs",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"needs.{each}")) for each in NEEDS),
    check=lambda value, _draft, _view: None if value in NEEDS else Missing(),
    skip=lambda _draft, view: not view.policy.asked.needs,
    required=True,
)

INTERPRETER: Step[Draft, str] = Step(
    "interpreter",
    next="day",
    field="interpreter",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"tongue.{each}")) for each in TONGUES),
    read=lambda text, _view: clean(text, LONGEST) or None,
    skip=lambda draft, view: not (view.policy.asked.needs and draft.needs in INTERPRETED),
    required=True,
    free=True,
)
