"""How a date or time is cut into pieces: one table of spellings, tried in order, first match decides.

The Japanese and English grammar of dates stands here, with the signs that need no language.
Words a catalogue can give (today, weekdays, months of other languages) never do: see lexicon.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from flows.reading import days as reckon
from flows.reading.pieces import (
    NOON,
    At,
    Clock,
    Coming,
    Comma,
    Day,
    Filler,
    Foreign,
    Half,
    Joiner,
    Piece,
    Unclear,
    Week,
    Weekday,
)

Match: TypeAlias = re.Match[str]

# After a word of a script with blanks no letter may follow: "am" is not the start of "amanhã".
WORD_END: Final = r"(?![a-zª-ԯऀ-෿Ḁ-ỿ])"
_WEEK: Final = 7
_QUARTER: Final = 15
_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reading leans on besides the text."""

    today: date
    month_first: bool
    months: Mapping[str, int]


Build: TypeAlias = Callable[[Match, Frame], Piece | None]
Rule: TypeAlias = tuple[re.Pattern[str], Build]


def rule(pattern: str, build: Build) -> Rule:
    return re.compile(pattern), build


def always(piece: Piece) -> Build:
    return lambda _found, _frame: piece


def _day(*found: date | None) -> Day | None:
    days = reckon.known(found)
    return Day(days) if days else None


def _dated(year: str, month: int, day: int, frame: Frame) -> Piece | None:
    if reckon.of_other_era(int(year), frame.today):
        return Foreign(int(year))
    return _day(reckon.real(int(year), month, day))


def _year_first(found: Match, frame: Frame) -> Piece | None:
    return _dated(found["year"], int(found["month"]), int(found["day"]), frame)


def _year_last(found: Match, frame: Frame) -> Piece | None:
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    if reckon.of_other_era(year, frame.today):
        return Foreign(year)
    return _day(*reckon.pair(first, second, frame.today, month_first=frame.month_first, year=year))


def _reiwa(found: Match, _frame: Frame) -> Piece | None:
    return _day(reckon.real(reckon.REIWA + int(found[1]), int(found[2]), int(found[3])))


def _short_year(found: Match, frame: Frame) -> Piece | None:
    return _day(*reckon.short_year(int(found[1]), int(found[2]), int(found[3]), frame.today))


def _triple(found: Match, frame: Frame) -> Piece | None:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    return _day(*reckon.triple(first, second, third, frame.today, month_first=frame.month_first))


def _month_day(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.next_date(frame.today, int(found[1]), int(found[2])))


def _pair(found: Match, frame: Frame) -> Piece | None:
    return _day(*_pair_days(found, frame))


def _pair_days(found: Match, frame: Frame) -> reckon.Days:
    return reckon.pair(int(found[1]), int(found[2]), frame.today, month_first=frame.month_first)


def _named_month(found: Match, frame: Frame) -> Piece | None:
    month, day = frame.months[found["name"]], int(found["day"])
    if year := found["year"]:
        return _dated(year, month, day, frame)
    return _day(reckon.next_date(frame.today, month, day))


def _day_of_month(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.next_day_of_month(frame.today, int(found[1])))


def _day_of_relative_month(found: Match, frame: Frame) -> Piece | None:
    ahead = ("今月", "来月", "再来月").index(found[1])
    return _day(reckon.month_ahead(frame.today, ahead, int(found[2])))


def _days_later(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, int(found[1])))


def _weeks_later(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, _WEEK * int(found[1])))


def _in_some_time(found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, int(found[1]) * (_WEEK if found[2] == "week" else 1)))


def _shiasatte(_found: Match, frame: Frame) -> Piece | None:
    """Three days from today in most of Japan, four in the villages around Kumagaya: ask."""
    return _day(reckon.shift(frame.today, 3), reckon.shift(frame.today, 4))


def _three_days(_found: Match, frame: Frame) -> Piece | None:
    return _day(reckon.shift(frame.today, 3))


def _kanji_weekday(found: Match, _frame: Frame) -> Piece:
    return Weekday("月火水木金土日".index(found[1]))


def _clock(hour: str, minute: int) -> Clock | None:
    clock = Clock(int(hour), minute, padded=hour.startswith("0"))
    return clock if clock.real else None


def _hour_minute(found: Match, _frame: Frame) -> Piece | None:
    return _clock(found[1], int(found[2]))


def _hour_word(found: Match, _frame: Frame) -> Piece | None:
    minute = int(found["minute"] or found["tight"] or (_HOUR // 2 if found["half"] else 0))
    return _clock(found["hour"], minute)


def _past(found: Match, _frame: Frame) -> Piece | None:
    return _clock(found[2], {"half": _HOUR // 2, "quarter": _QUARTER}[found[1]])


def _quarter_to(found: Match, _frame: Frame) -> Piece | None:
    return _clock(str(int(found[1]) - 1), _HOUR - _QUARTER) if int(found[1]) else None


def _dotted(found: Match, frame: Frame) -> Piece | None:
    """24.11 is a day, 14.30 an hour in some languages; 10.30 can be both."""
    minutes = found[2]
    clock = _clock(found[1], int(minutes)) if len(minutes) == len("00") else None
    return _unclear(_pair_days(found, frame), (clock,) if clock else ())


def _dashed(found: Match, frame: Frame) -> Piece | None:
    """11-24 is a day; 10-14 a day, or from ten to two."""
    first, second = _clock(found[1], 0), _clock(found[2], 0)
    return _unclear(_pair_days(found, frame), (first, second) if first and second else ())


def _unclear(days: reckon.Days, clocks: tuple[Clock, ...]) -> Piece | None:
    if days and clocks:
        return Unclear(days, clocks)
    if days:
        return Day(days)
    return clocks[0] if len(clocks) == 1 else Unclear((), clocks) if clocks else None


def _number(found: Match, frame: Frame) -> Piece | None:
    days = reckon.known((reckon.next_day_of_month(frame.today, int(found[0])),))
    clock = _clock(found[0], 0)
    return Unclear(days, (clock,) if clock else (), number=True)


def _half(found: Match, _frame: Frame) -> Piece:
    return Half(pm=found[0] == "午後" or found[0].startswith("p"), leads=found[0].startswith("午"))


_HOUR_UNITS: Final = ("[時시](?!間|간)", "[时点點]", f"h(?:rs?)?{WORD_END}", f"o['’]clock{WORD_END}")


def _pattern_of_hours(units: tuple[str, ...], halves: tuple[str, ...]) -> str:
    unit, half = "|".join((*units, *_HOUR_UNITS)), "|".join((*halves, "半"))
    return (
        rf"(?P<hour>\d{{1,2}})\s*(?:{unit})"
        rf"(?:\s*(?P<minute>\d{{1,2}})\s*(?:[分분]|m{WORD_END})|(?P<tight>\d\d)(?![\d日月/:]|[.-]\d)|\s*(?P<half>{half}))?"
    )


# Tried before the words of catalogues, where 月 or 日 alone may be a weekday.
FIRST: Final[tuple[Rule, ...]] = (
    rule(r"\s+", always(Filler())),
    rule(r"([月火水木金土日])曜日?", _kanji_weekday),
    rule(r"\(([月火水木金土日])(?:[・,、]?祝)?\)", _kanji_weekday),
    rule(r"(今月|来月|再来月)の?\s?(\d{1,2})日", _day_of_relative_month),
    rule(rf"再来週|week after next{WORD_END}", always(Week(2))),
    rule(rf"来週|next week{WORD_END}", always(Week(1))),
    rule(rf"今週|this week{WORD_END}", always(Week(0))),
    rule(rf"次の?|今度の?|next{WORD_END}", always(Coming())),
    rule(r"(\d{1,3})日後", _days_later),
    rule(r"(\d{1,2})週間後", _weeks_later),
    rule(rf"in (\d{{1,3}}) (day|week)s?{WORD_END}", _in_some_time),
    rule(rf"(\d{{1,3}}) (day|week)s? (?:later|from now){WORD_END}", _in_some_time),
    rule(r"しあさって", _shiasatte),
    rule(r"明[々明]後日", _three_days),
)


def named_months(names: str, gap: str) -> tuple[Rule, ...]:
    """24 November 2026 and Nov 24, 2026, for the month names given."""
    year = rf"(?:{gap}-?(?P<year>\d{{4}})(?![\d:]))?"
    month = rf"(?P<name>{names})(?!\d){WORD_END}\.?"
    ordinal_end = r"(?:st|nd|rd|th|er|o)?"
    return (
        rule(rf"(?P<day>\d{{1,2}}){ordinal_end}\.?{gap}-?{month}{year}", _named_month),
        rule(
            rf"{month}{gap}(?P<day>\d{{1,2}}){ordinal_end}(?![\d:/]|\s?[ap]\.?m){WORD_END}{year}",
            _named_month,
        ),
    )


def last_rules(hours: tuple[str, ...], halves: tuple[str, ...]) -> tuple[Rule, ...]:
    """Numbers, then the small words between them."""
    hour_word = _pattern_of_hours(hours, halves)
    return (
        rule(r"(?P<year>\d{4})\s?([-/.])\s?(?P<month>\d{1,2})\s?\2\s?(?P<day>\d{1,2})(?!\d)", _year_first),
        rule(r"(?:令和|r)\.?\s?(\d{1,2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?", _reiwa),
        rule(
            r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})(?!\d)(?:[日号號일](?!曜))?",
            _year_first,
        ),
        rule(r"(\d{1,2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})(?!\d)日?", _short_year),
        rule(r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})(?!\d)", _year_last),
        rule(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{1,2})(?![\d:])", _triple),
        rule(r"(\d{1,2})\s?[月월]\s?(\d{1,2})(?!\d|:\d|\s?[時时点])(?:\s?[日号號일](?!曜))?", _month_day),
        rule(r"(\d{1,2})\s?/\s?(\d{1,2})(?!\d|:\d|\s?[時时点])(?:日(?!曜))?", _pair),
        rule(r"(\d{1,2})\s?:\s?(\d{2})(?::00)?(?![\d:])分?", _hour_minute),
        rule(r"(\d{1,2})\.(\d{1,2})(?!\d)", _dotted),
        rule(rf"(\d{{1,2}})-(\d{{1,2}})(?![\d:]|\s?(?:{'|'.join((*hours, *_HOUR_UNITS))}))", _dashed),
        rule(r"(\d{1,2})\s?[日일号號](?![曜後間目])", _day_of_month),
        rule(rf"(\d{{1,2}})(?:st|nd|rd|th){WORD_END}", _day_of_month),
        rule(hour_word, _hour_word),
        rule(r"(half|quarter) past (\d{1,2})(?![\d:])", _past),
        rule(r"quarter to (\d{1,2})(?![\d:])", _quarter_to),
        rule(rf"正午|(?:12\s)?(?:noon|midday){WORD_END}", always(Clock(NOON))),
        rule(rf"午前|午後|[ap]\.?m\.?{WORD_END}", _half),
        rule(r"\d{1,2}(?!\d|\s?[年月日時分秒週号回番人名円%年월년분주])", _number),
        rule(rf"か(?!ら)|または|又は|もしくは|それとも|or{WORD_END}", always(Joiner("or"))),
        rule(rf"から|[~-]|to{WORD_END}", always(Joiner("range"))),
        rule(rf"at{WORD_END}|@", always(At())),
        rule(rf"[,;|/、。・.!?:&+]|と|and{WORD_END}", always(Comma())),
        rule(
            r"お願いします|おねがいします|希望|ごろ|頃|です|いい|[のにはでをが「」()\[\]]", always(Filler())
        ),
        rule(rf"(?:on|the|of|for|from|this|coming|please){WORD_END}|t(?=\d)", always(Filler())),
    )
