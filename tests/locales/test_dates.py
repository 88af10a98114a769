"""What we show of days and times can be typed back to us, in every language that has texts, and so can every word."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from flows.office.opening import slots
from flows.office.policy import local
from flows.reading.moment import Ambiguous, Moment, Read
from flows.reading.when import read_list, read_when
from locales.formats import TOKYO, reiwa_year
from locales.words import Words, catalogues, refuse
from storage.offices import every

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = catalogues(missed=refuse)
IN_EACH = pytest.mark.parametrize("tag", sorted(SHIPPED))
HORIZON = max(office.booking.horizon_days for office in every().values())
TODAYS = (date(2026, 11, 18), date(2026, 12, 25), date(2027, 1, 31), date(2028, 2, 10))
"""An ordinary Wednesday; before the year end; a month's last day; before a leap day."""
WEDNESDAY = TODAYS[0]


def read(text: str, today: date, words: Words) -> Read | None:
    return read_when(text, today, words.date_words(), language=words.tag)


def grid(today: date) -> Iterator[datetime]:
    """Every start within the horizon of any shipped office, open days and closed ones."""
    clocks = sorted({local(slot.start).time() for each in every().values() for slot in slots(WEDNESDAY, each)})
    for ahead in range(HORIZON + 1):
        day = today + timedelta(days=ahead)
        yield from (datetime.combine(day, clock, TOKYO) for clock in clocks)


def days_as_printed(day: date, words: Words) -> tuple[str, str, str]:
    era = words.text("format.era", {"year": reiwa_year(day)})
    return words.formats.day(day), words.formats.short_day(day), words.formats.day_with_era(day, era)


def moments_as_printed(at: datetime, words: Words) -> Iterator[str]:
    yield words.formats.short_moment(at)
    for day in days_as_printed(at.date(), words):
        yield words.text("format.moment", {"day": day, "clock": words.formats.clock(at.timetz())})


@IN_EACH
@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_every_start_within_the_horizon_reads_back_in_every_form_that_we_print(tag: str, today: date) -> None:
    words = SHIPPED[tag]
    for at in grid(today):
        for printed in moments_as_printed(at, words):
            assert read(printed, today, words) == Moment(at.date(), at.time()), printed


@IN_EACH
def test_every_day_of_the_coming_year_reads_back_in_every_form_that_we_print(tag: str) -> None:
    words = SHIPPED[tag]
    for day in (WEDNESDAY + timedelta(days=number) for number in range(365)):
        for printed in days_as_printed(day, words):
            assert read(printed, WEDNESDAY, words) == Moment(day), printed


@IN_EACH
def test_every_quarter_of_office_hours_reads_back_as_a_time_alone(tag: str) -> None:
    words = SHIPPED[tag]
    for clock in (time(number // 4, number % 4 * 15) for number in range(4 * 8, 4 * 24)):
        for printed in (words.formats.clock(clock), words.formats.short_clock(clock)):
            assert read(printed, WEDNESDAY, words) == clock, printed


@IN_EACH
@pytest.mark.parametrize("style", ["", "or", "lines"])
def test_a_printed_list_of_times_reads_back_as_the_question_which(tag: str, style: str) -> None:
    words = SHIPPED[tag]
    three = [datetime(2026, 11, day, 10, 30, tzinfo=TOKYO) for day in (24, 26, 30)]
    for shown in zip(*(moments_as_printed(at, words) for at in three), strict=True):
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
