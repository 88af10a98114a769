"""A typed date, time or both, read: one moment, a question about it, or None.

The front door of date reading: what phrases lend each other and what the whole comes to.
It never guesses between two honest readings, and never asks whether the office is open then.
"""

from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from typing import Final

from flows.reading.days import Days
from flows.reading.idioms import with_numbers
from flows.reading.lending import lent
from flows.reading.lexicon import lexicon
from flows.reading.moment import Ambiguous, DateWords, ForeignYear, Mismatch, Moment, Read, Reading
from flows.reading.phrases import Phrase, phrases
from flows.reading.pieces import At, Clock, Foreign, Half, Weekday
from flows.reading.plain import plain
from flows.reading.scan import scan
from flows.reading.sense import Sense, sense
from flows.reading.worth import Frame

__all__ = ["Ambiguous", "DateWords", "ForeignYear", "Mismatch", "Moment", "Read", "read_list", "read_when"]

_LONGEST: Final = 300
_LONGEST_LIST: Final = 2000
_MOST_READINGS: Final = 8


def read_when(text: str, today: date, words: DateWords, *, language: str) -> Read | None:
    """A bare time of day comes as `datetime.time`; a bare number is None, for it may be a choice."""
    found = _phrases(text[: _LONGEST + 1], today, words, language, strict=False)
    if found is None or len(text) > _LONGEST:
        return None
    if foreign := next((year for phrase in found if (year := phrase.get(Foreign))), None):
        return ForeignYear(foreign.year)
    senses = _senses(found, today)
    return senses if senses is None or isinstance(senses, Mismatch) else _answer(_shared(senses))


def read_list(text: str, today: date, words: DateWords, language: str) -> tuple[Moment, ...] | None:
    """Moments typed one after another, each with its time; a bare time takes the day before it.

    None if any of them is unclear, has no day or no time, or if a stretch of time was typed.
    """
    found = _phrases(text[: _LONGEST_LIST + 1], today, words, language, strict=True)
    if not found or len(text) > _LONGEST_LIST or any(p.join == "range" or p.has(Foreign) for p in found):
        return None
    senses = _senses(found, today)
    return None if senses is None or isinstance(senses, Mismatch) else _moments(senses)


def _phrases(text: str, today: date, words: DateWords, language: str, *, strict: bool) -> tuple[Phrase, ...] | None:
    table = lexicon(words)
    japanese = language.replace("_", "-").split("-")[0].casefold() == "ja"
    pieces = scan(with_numbers(plain(text)), table.rules, Frame(today, japanese, table.months))
    found = phrases(pieces, strict=strict) if pieces else None
    return lent(found, today) if found else None


def _senses(found: tuple[Phrase, ...], today: date) -> list[Sense] | Mismatch | None:
    senses: list[Sense] = []
    for phrase, half, expected in zip(found, _halves(found), _hours_expected(found), strict=True):
        understood = sense(phrase, today, half, hour_expected=expected)
        if not isinstance(understood, Sense):
            return understood
        senses.append(understood)
    return senses


def _halves(found: tuple[Phrase, ...]) -> list[Half | None]:
    """午後3時か4時 is four in the afternoon, but 午前11時か1時 not one at night; in "3 or 4 pm" both are."""
    halves = [phrase.get(Half) for phrase in found]
    for at in range(1, len(found)):
        before = halves[at - 1]
        if halves[at] is None and before and not found[at].has_day and _unsure(found[at]):
            halves[at] = before if before.pm or _later(found[at], found[at - 1]) else None
    for at in reversed(range(len(found) - 1)):
        if halves[at] is None and found[at + 1].join != "none" and _counts_up(found[at], found[at + 1]):
            halves[at] = halves[at + 1]
    return halves


def _unsure(phrase: Phrase) -> bool:
    return any(not clock.sure for clock in _clocks(phrase))


def _counts_up(one: Phrase, other: Phrase) -> bool:
    here, there = _clocks(one) if one.number else (), _clocks(other)
    return bool(here and there) and here[0].hour < there[0].hour


def _later(one: Phrase, other: Phrase) -> bool:
    here, there = _clocks(one), _clocks(other)
    return bool(here and there) and here[0].hour > there[0].hour


def _clocks(phrase: Phrase) -> tuple[Clock, ...]:
    clock, number = phrase.get(Clock), phrase.number
    return (clock,) if clock else number.clocks if number else ()


def _hours_expected(found: tuple[Phrase, ...]) -> list[bool]:
    """10 or 14: numbers joined by a word are hours, if nothing beside them says otherwise."""
    all_hours = all(phrase.has_hour or phrase.has(At) for phrase in found)
    joined = [phrase.join != "none" for phrase in (*found, Phrase())]
    return [
        all_hours and phrase.number is not None and not phrase.has(Weekday) and (here or there)
        for phrase, (here, there) in zip(found, pairwise(joined), strict=True)
    ]


def _shared(senses: list[Sense]) -> list[Sense]:
    """A phrase without a day takes its neighbour's, the one before first; without a time, the one after."""
    shared = list(senses)
    for at in range(1, len(shared)):
        shared[at] = _with_day(shared[at], shared[at - 1])
    for at in reversed(range(len(shared) - 1)):
        shared[at] = _with_time(_with_day(shared[at], shared[at + 1]), shared[at + 1])
    return shared


def _with_day(one: Sense, other: Sense) -> Sense:
    return one if one.days or one.either else replace(one, days=other.days or _only_day(other))


def _only_day(one: Sense) -> Days:
    """Tuesday 10 or 11: whatever the 10 is, the 11 is on that Tuesday if no other day can be meant."""
    days = {reading.day if isinstance(reading, Moment) else None for reading in one.either}
    return tuple(day for day in days if day) if len(days) == 1 else ()


def _with_time(one: Sense, other: Sense) -> Sense:
    return one if one.times or one.either else replace(one, times=other.times)


def _answer(senses: list[Sense]) -> Moment | time | Ambiguous | None:
    readings: tuple[Reading, ...] = tuple(dict.fromkeys(r for one in senses for r in one.readings()))
    if not readings or len(readings) > _MOST_READINGS:
        return None
    return readings[0] if len(readings) == 1 else Ambiguous(readings)


def _moments(senses: list[Sense]) -> tuple[Moment, ...] | None:
    moments: dict[Moment, None] = {}
    previous = Sense()
    for one in senses:
        previous = _with_day(one, previous)
        if len(previous.days) != 1 or len(previous.times) != 1:
            return None
        moments[Moment(previous.days[0], previous.times[0])] = None
    return tuple(moments)
