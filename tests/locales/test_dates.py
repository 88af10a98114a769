"""What we show of days and times can be typed back to us, in every language that has texts, and so can every word."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from flows.reading.moment import Ambiguous, Moment, Read
from flows.reading.when import read_list, read_when
from locales.formats import TOKYO, reiwa_year
from locales.words import Words, catalogues, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = catalogues(missed=refuse)
IN_EACH = pytest.mark.parametrize("tag", sorted(SHIPPED))
TODAYS = (date(2026, 11, 18), date(2026, 12, 25), date(2027, 1, 31), date(2028, 2, 10))
"""An ordinary Wednesday; before the year end; a month's last day; before a leap day."""
WEDNESDAY = TODAYS[0]
STRIDE = 9
"""Each language takes every ninth day of the year, and begins at another."""
NUMBERS_ALONE = frozenset({"vi", "ne", "my", "km", "mn"})
"""Short days are two numbers there: 1/12 is asked about on days when the weekday fits both orders."""


def read(text: str, today: date, words: Words) -> Read | None:
    return read_when(text, today, words.date_words(), language=words.tag)


def days(tag: str, today: date) -> Iterator[date]:
    return (today + timedelta(days=ahead) for ahead in range(sorted(SHIPPED).index(tag) % STRIDE, 365, STRIDE))


def quarters(hours: range) -> list[time]:
    return [time(hour, minute) for hour in hours for minute in (0, 15, 30, 45)]


def starts(tag: str, today: date) -> Iterator[datetime]:
    """A day and a time on it, so that every quarter of an hour from eight to midnight comes up."""
    for day, clock in zip(days(tag, today), cycle(quarters(range(8, 24))), strict=False):
        yield datetime.combine(day, clock, TOKYO)


def shorts_as_printed(at: datetime, words: Words) -> Iterator[str]:
    yield words.formats.short_moment(at)
    yield moment_as_printed(words.formats.short_day(at), at, words)


def longs_as_printed(at: datetime, words: Words) -> Iterator[str]:
    for day in (words.formats.day(at), with_era(at, words)):
        yield moment_as_printed(day, at, words)


def with_era(day: date, words: Words) -> str:
    return words.formats.day_with_era(day, words.text("format.era", {"year": reiwa_year(day)}))


def moment_as_printed(day: str, at: datetime, words: Words) -> str:
    return words.text("format.moment", {"day": day, "clock": words.formats.clock(at.timetz())})


def is_read(found: Read | None, meant: Moment, words: Words) -> bool:
    """As it was meant, or asked about as numbers alone must be: both days, on the same weekday."""
    if found == meant or words.tag not in NUMBERS_ALONE or not isinstance(found, Ambiguous):
        return found == meant
    asked = [each for each in found.readings if isinstance(each, Moment) and each.time == meant.time]
    swapped = {(each.day.month, each.day.day) for each in asked} == {
        (meant.day.month, meant.day.day),
        (meant.day.day, meant.day.month),
    }
    return meant in asked and swapped and len({each.day.weekday() for each in asked}) == 1


@IN_EACH
@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_every_start_reads_back_in_every_form_that_we_print(tag: str, today: date) -> None:
    words = SHIPPED[tag]
    for at in starts(tag, today):
        meant = Moment(at.date(), at.time())
        for printed in shorts_as_printed(at, words):
            assert is_read(read(printed, today, words), meant, words), printed
        for printed in longs_as_printed(at, words):
            assert read(printed, today, words) == meant, printed


@IN_EACH
def test_every_day_of_the_coming_year_reads_back_in_every_form_that_we_print(tag: str) -> None:
    words = SHIPPED[tag]
    for day in days(tag, WEDNESDAY):
        assert is_read(read(words.formats.short_day(day), WEDNESDAY, words), Moment(day), words), day
        for printed in (words.formats.day(day), with_era(day, words)):
            assert read(printed, WEDNESDAY, words) == Moment(day), printed


@IN_EACH
def test_a_printed_year_of_the_era_that_is_not_the_days_own_is_not_read(tag: str) -> None:
    words = SHIPPED[tag]
    wrong = words.text("format.era", {"year": reiwa_year(WEDNESDAY) + 1})
    assert read(words.formats.day_with_era(WEDNESDAY, wrong), WEDNESDAY, words) is None


@IN_EACH
def test_every_quarter_of_an_hour_reads_back_as_a_time_alone(tag: str) -> None:
    """Before eight, 3:00 may be the afternoon, and 12:15 AM the noon: then it is among those asked about."""
    words = SHIPPED[tag]
    for clock in quarters(range(24)):
        for printed in (words.formats.clock(clock), words.formats.short_clock(clock)):
            found = read(printed, WEDNESDAY, words)
            asked = found.readings if isinstance(found, Ambiguous) and clock.hour < 8 else (found,)
            assert clock in asked, printed


@IN_EACH
@pytest.mark.parametrize("style", ["", "or", "lines"])
def test_a_printed_list_of_times_reads_back_as_the_question_which(tag: str, style: str) -> None:
    words = SHIPPED[tag]
    three = [datetime(2026, 11, day, 10, 30, tzinfo=TOKYO) for day in (24, 26, 30)]
    for shown in zip(*((*shorts_as_printed(at, words), *longs_as_printed(at, words)) for at in three), strict=True):
        printed = words.formats.listed(shown, style)
        meant = tuple(Moment(at.date(), at.time()) for at in three)
        assert read(printed, WEDNESDAY, words) == Ambiguous(meant), printed
        if style != "or":
            assert read_list(printed, WEDNESDAY, words.date_words(), words.tag) == meant, printed


@IN_EACH
def test_every_word_for_a_day_is_read(tag: str) -> None:
    words = SHIPPED[tag]
    those = words.date_words()
    for ahead, spelt in enumerate((those.today, those.tomorrow, those.day_after)):
        for word in spelt:
            assert read(word, WEDNESDAY, words) == Moment(WEDNESDAY + timedelta(days=ahead)), word
    for number, spelt in enumerate(those.months, start=1):
        for word in spelt:
            found = read(f"{word} 25", WEDNESDAY, words)
            assert isinstance(found, Moment), word
            assert (found.day.month, found.day.day) == (number, 25), word


@IN_EACH
def test_every_word_for_a_weekday_is_read_alone_and_in_next_week(tag: str) -> None:
    words = SHIPPED[tag]
    those = words.date_words()
    monday = date(2026, 11, 16)
    for number, spelt in enumerate(those.weekdays):
        for word in spelt:
            found = read(word, monday - timedelta(days=1 if number < 6 else 2), words)
            assert found == Moment(monday + timedelta(days=number if number < 6 else -1)), word
            for next_week in those.next_week:
                coming = read(f"{next_week} {word}", monday, words)
                seventh = (Moment(monday + timedelta(days=6)), Moment(monday + timedelta(days=13)))
                assert coming == (Ambiguous(seventh) if number == 6 else Moment(monday + timedelta(days=number + 7)))


@IN_EACH
def test_every_word_about_the_time_of_day_is_read(tag: str) -> None:
    words = SHIPPED[tag]
    those = words.date_words()

    def beside(word: str, clock: str) -> set[Read | None]:
        return {read(text, WEDNESDAY, words) for text in (f"{word}{clock}", f"{clock} {word}")} - {None}

    for word in those.noon:
        assert read(word, WEDNESDAY, words) == time(12), word
    for word in those.am:
        assert time(3) in beside(word, "3:00"), word
    for word in those.pm:
        assert time(15) in beside(word, "3:00"), word
    for word in (*those.at, *those.hours, *those.ignored):
        texts = (f"{word} 10", f"10 {word}", f"{word} 10:00")
        assert time(10) in {read(text, WEDNESDAY, words) for text in texts}, word
    for word in those.either:
        assert read(f"10:00 {word} 14:00", WEDNESDAY, words) == Ambiguous((time(10), time(14))), word
