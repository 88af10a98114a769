"""Which keys a catalogue must hold: those that the flows name, and the few that wording itself needs.

The flows say where a key is read, within which limit, and with which values it can be tried out.
No text here, and no key that a flow shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from flows.values import NOTHING, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

# Keys that begin or end so hold what people may type (` | ` between synonyms, `|` alone for none).
TYPED_PREFIX, TYPED_SUFFIX = "words.", ".words"


class KeyInfo(Protocol):
    """What is known of a key; `flows.keys` has the real ones."""

    @property
    def limit(self) -> str | None: ...
    @property
    def sample(self) -> Values: ...
    @property
    def note(self) -> str: ...
    @property
    def screen(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Key:
    note: str
    screen: str = "everywhere"
    limit: str | None = None
    sample: Values = field(default_factory=lambda: NOTHING)


def _typed(note: str) -> Key:
    return Key(note, "typed dates and times")


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)  # fmt: skip

OWN: Mapping[str, KeyInfo] = {
    "format.moment": Key(
        "A day and a time of day together. The zone must be said to everyone.",
        sample={"day": "Tuesday, November 24, 2026", "clock": "15:00"},
    ),
    "format.era": Key("A year as Japanese papers write it, beside the western year.", sample={"year": 8}),
    "format.yes": Key("A plain yes inside a summary.", limit="label"),
    "format.no": Key("A plain no inside a summary.", limit="label"),
    "words.today": _typed("Every usual way to type: today."),
    "words.tomorrow": _typed("Every usual way to type: tomorrow."),
    "words.day_after": _typed("Every usual way to type: the day after tomorrow."),
    "words.next_week": _typed("What makes a weekday one of next week."),
    "words.am": _typed("Before or after an hour: in the morning."),
    "words.pm": _typed("Before or after an hour: in the afternoon or evening."),
    "words.noon": _typed("Twelve o'clock at midday."),
    "words.at": _typed("What stands before an hour, as `at` in `at 3`."),
    "words.hours": _typed("What stands after an hour, as `o'clock` in `3 o'clock`."),
    "words.half": _typed("Half past, where it stands after the hour."),
    "words.either": _typed("What stands between two times, as `or` in `10 or 14`."),
    "words.ignored": _typed("Words in a date that add nothing, as `the` and `of`."),
    **{f"words.weekday.{number}": _typed(f"Every way to type: {name}.") for number, name in enumerate(WEEKDAYS)},
    **{f"words.month.{number}": _typed(f"Every way to type: {name}.") for number, name in enumerate(MONTHS, 1)},
}


def is_typed(key: str) -> bool:
    """Nobody is shown such a text."""
    return key.startswith(TYPED_PREFIX) or key.endswith(TYPED_SUFFIX)


def is_plural(info: KeyInfo) -> bool:
    return "count" in info.sample


def wanted() -> Mapping[str, KeyInfo]:
    """Every key that a complete catalogue holds."""
    shown: Mapping[str, KeyInfo] = import_module("flows.keys").all_keys()
    return {**shown, **OWN}
