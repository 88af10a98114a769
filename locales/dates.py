"""The words of a language that a typed date or time may hold, taken from its catalogue.

How they are read is the business of `flows.reading`; here they are only collected.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flows.reading.moment import DateWords

if TYPE_CHECKING:
    from locales.words import Words

WEEKDAYS, MONTHS = range(7), range(1, 13)
SHOWN_YEAR = 77
"""Stands for any year of the era, and for no other number in its text."""


def _between(words: Words) -> tuple[str, ...]:
    """What a printed list says between its items and around them: what the bot prints it can read."""
    shown = (words.formats.listed(["@"] * many, style).split("@") for many in (2, 3) for style in ("", "or"))
    apart = dict.fromkeys(each.strip(" ,、") for each in (part for parts in shown for part in parts))
    either = words.list_of("words.either")
    return tuple(each for each in apart if any(sign.isalpha() for sign in each) and each not in either)


@cache
def date_words(words: Words) -> DateWords:
    def those(name: str) -> tuple[str, ...]:
        return words.list_of(f"words.{name}")

    return DateWords(
        today=those("today"),
        tomorrow=those("tomorrow"),
        day_after=those("day_after"),
        weekdays=tuple(those(f"weekday.{number}") for number in WEEKDAYS),
        am=those("am"),
        pm=those("pm"),
        noon=those("noon"),
        months=tuple(those(f"month.{number}") for number in MONTHS),
        next_week=those("next_week"),
        at=those("at"),
        hours=those("hours"),
        half=those("half"),
        either=those("either"),
        ignored=those("ignored"),
        also=_between(words),
        eras=(words.text("format.era", {"year": SHOWN_YEAR}),),
    )
