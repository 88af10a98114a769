"""Who sits with the person: told to the office in advance (K 12(3); S 20-2)."""

import unicodedata

from flows.booking.draft import Draft
from flows.office.refusals import Missing
from flows.reading.text import clean
from flows.step import Option, Step
from flows.values import Text

NEEDS = ("none", "interpreter", "companion", "both")
TONGUES = ("en", "zh", "pt", "es", "fil", "vi", "ne", "ko", "th", "id", "km", "mn", "my", "jsl")
INTERPRETED = frozenset({"interpreter", "both"})
LONGEST = 40
JOINING = frozenset(" -'’・\u200c\u200d")
"""Besides letters and their marks: what stands between the words of a name, and joins letters of some scripts."""


def language(text: str) -> str | None:
    """A language by its name, in any script: never a number, an address or a story."""
    name = clean(text, LONGEST + 1)
    return name if 0 < len(name) <= LONGEST and all(_letter(sign) for sign in name) else None


def _letter(sign: str) -> bool:
    return sign in JOINING or unicodedata.category(sign)[0] in "LM"


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
    read=lambda text, _view: language(text),
    skip=lambda draft, view: not (view.policy.asked.needs and draft.needs in INTERPRETED),
    variant=lambda draft, _view: "direct" if draft.at_once else "ask",
    required=True,
    free=True,
)
