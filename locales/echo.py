"""The rule of the echo: a day and a time that we print in a language can be typed back to us in it.

So the words of a catalogue that people type hold those that CLDR prints. How typed words are read is the business of
`flows.reading`; every day of a year and every quarter of an hour are left to the tests.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from flows.reading.moment import Ambiguous, Moment
from flows.reading.when import read_when
from locales.formats import TOKYO, reiwa_year
from locales.problem import Problem
from locales.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locales.house import House

TODAY = date(2026, 11, 18)
STARTS = tuple(datetime.combine(TODAY + timedelta(days=27 * each), time(9 + each, 30), TOKYO) for each in range(14))
"""Every month and every weekday, in the morning and in the afternoon, each day of the month above twelve or not."""
NEEDED = ("words.weekday.0", "words.month.1", "format.moment", "format.era")


def echoes(house: House) -> Iterator[Problem]:
    for tag, entries in house.texts.items():
        if all(key in entries and entries[key].filled for key in NEEDED):
            yield from _echoes(Words(tag, entries))


def _echoes(words: Words) -> Iterator[Problem]:
    for at in STARTS:
        meant = Moment(at.date(), at.time())
        for key, printed in _printed(at, words):
            found = read_when(printed, TODAY, words.date_words(), language=words.tag)
            if meant not in (found.readings if isinstance(found, Ambiguous) else (found,)):
                yield Problem("echo", words.tag, key, f"what we print is not read back: {printed}")


def _printed(at: datetime, words: Words) -> Iterator[tuple[str, str]]:
    """With the key whose words are most likely to lack one."""
    era = words.text("format.era", {"year": reiwa_year(at)})
    clock = words.formats.clock(at.timetz())
    month, weekday = f"words.month.{at.month}", f"words.weekday.{at.weekday()}"
    yield weekday, words.formats.short_moment(at)
    yield month, words.text("format.moment", {"day": words.formats.day(at), "clock": clock})
    yield "format.era", words.text("format.moment", {"day": words.formats.day_with_era(at, era), "clock": clock})
