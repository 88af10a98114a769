"""How a date or time is cut into pieces: one table of spellings, tried in order, first match decides.

The Japanese and English grammar of dates stands here, with the signs that need no language.
Words a catalogue can give (today, weekdays, months of other languages) never do: see lexicon.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from flows.reading import worth
from flows.reading.pieces import NOON, At, Clock, Coming, Comma, Filler, Half, Joiner, Week
from flows.reading.spelling import WORD_END, any_of
from flows.reading.worth import Build, always

Rule: TypeAlias = tuple[re.Pattern[str], Build]


def rule(pattern: str, build: Build) -> Rule:
    return re.compile(pattern), build


WORD_START: Final = r"(?<![a-z])"
_MONTH_AND_DAY: Final = r"\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})(?!\d)日?"
_ERA: Final = r"(?:令和|r)\.?\s?(?P<era>\d{1,2})"
_BOTH_YEARS: Final = (rf"(?P<year>\d{{4}})\s?年\s?\({_ERA}年?\)", rf"{_ERA}年?\s?\((?P<year>\d{{4}})年?\)")
# 24(火) and 11.24(火) are days, whatever else such numbers can be.
_WEEKDAY_BEHIND: Final = r"(?!\d)(?=\s?\([月火水木金土日][)曜・,、])"
# Not 明日はいいです, which may be *no, thank you*; and not ...は大丈夫です for the same reason.
_COURTESIES: Final = (
    "お願い(?:いたし|致し|し)ます|おねがい(?:いたし|し)ます|よろしく|宜しく|ください|希望(?:します|いたします)?|"
    "ごろ|頃|ちょうど|くらい|ぐらい|です|[がで]いい|で大丈夫|できれば|できたら"
)
_HOUR_UNITS: Final = (
    "[時시](?!間|간)",
    "[时時点點](?!間|间)[鐘钟]?整?",
    f"h(?:rs?)?{WORD_END}",
    f"o['’]clock{WORD_END}",
)

_MINUTES: Final = (
    "(?:m|min(?:ut(?:e|o)?s?)?|menit|minet|minut(?:and|ad)?|phút|phut|p|นาที|မိနစ်|នាទី|मिनेट|मिनट|мин(?:ут(?:ад|анд|ын)?)?)"
)


def _pattern_of_hours(hours: str, halves: str, months: str) -> str:
    """14 giờ 30 has its minutes behind a blank: only such as appointments have, and nothing that may be a day."""
    unit, half = "|".join((hours, *_HOUR_UNITS)), f"{halves}|半"
    no_day = rf"(?![\d日号號月일/:]|[.-]\d|(?:\s|de|of)*(?:{months})|\s*(?:{unit}))"
    return (
        rf"(?P<hour>\d{{1,2}})\s*(?:{unit})"
        rf"(?:\s*(?P<minute>\d{{1,2}})\s*(?:[分분]|{_MINUTES}{WORD_END})|(?P<tight>\d\d)(?![\d日月/:]|[.-]\d)|"
        rf"\s*(?P<half>{half})|\s+(?P<spaced>[0-5][05]){no_day}|\s*(?P<quarters>[13])刻)?"
    )


# Tried before the words of catalogues, where 月 or 日 alone may be a weekday.
FIRST: Final[tuple[Rule, ...]] = (
    rule(r"\s+", always(Filler())),
    rule(r"([月火水木金土日])曜日?", worth.kanji_weekday),
    rule(r"\(([月火水木金土日])(?:[・,、]?祝)?\)", worth.kanji_weekday),
    rule(r"(今月|来月|再来月)の?\s?(\d{1,2})日", worth.day_of_relative_month),
    rule(rf"再来週|week after next{WORD_END}", always(Week(2))),
    rule(rf"来週|next week{WORD_END}", always(Week(1))),
    rule(rf"今週|this week{WORD_END}", always(Week(0))),
    rule(rf"次の?|今度の?|next{WORD_END}", always(Coming())),
    rule(r"(?:今日|本日|きょう)から\s?(?=\d{1,3}\s?(?:日|週間)後)", always(Filler())),
    rule(r"(\d{1,3})日後", worth.days_later),
    rule(r"(\d{1,2})週間後", worth.weeks_later),
    rule(rf"in (\d{{1,3}}) (day|week)s?{WORD_END}", worth.in_some_time),
    rule(rf"(\d{{1,3}}) (day|week)s? (?:later|from now){WORD_END}", worth.in_some_time),
    rule(r"しあさって", worth.shiasatte),
    rule(r"明[々明]後日", worth.three_days),
    rule(r"(今年|来年)の?\s?(\d{1,2})\s?[月/]\s?(\d{1,2})(?!\d)日?", worth.day_of_relative_year),
    # 昼の11時 comes before noon, 昼の1時 after it.
    rule(r"お?昼の?\s?(?=1[01](?!\d))", always(Half(pm=False, leads=True))),
    rule(r"お?昼の?\s?(?=\d)", always(Half(pm=True, leads=True))),
    rule(r"第\s?[1-5一二三四五]\s?希望(?:日時|日)?", always(Comma())),
    rule(r"\(祝日?\)", always(Filler())),
)


def named_months(names: str, gap: str, hours: str) -> tuple[Rule, ...]:
    """24 November 2026, Nov 24, 2026 and 2026 November 24, for the month names given; no hour is taken for a day."""
    year = rf"(?:{gap}-?(?P<year>\d{{4}})(?![\d:])(?:\s?\(reiwa (?P<era>\d{{1,2}})\))?)?"
    month = rf"(?P<name>{names})(?!\d){WORD_END}\.?"
    ordinal_end = r"(?:st|nd|rd|th|er|o)?"
    return (
        rule(rf"(?P<year>\d{{4}}){gap}{month}{gap}(?P<day>\d{{1,2}})(?![\d:/]){WORD_END}", worth.named_month_of_year),
        rule(rf"(?P<day>\d{{1,2}})(?!\d){ordinal_end}\.?{gap}-?{month}{year}", worth.named_month),
        rule(
            rf"{month}{gap}(?P<day>\d{{1,2}})(?!\d){ordinal_end}(?![\d:/]|\s?[ap]\.?m|\s?(?:{hours})){WORD_END}{year}",
            worth.named_month,
        ),
    )


def last_rules(hours: str, halves: Iterable[str], months: str) -> tuple[Rule, ...]:
    """Numbers, then the small words between them."""
    units, in_words = f"{hours}|{'|'.join(_HOUR_UNITS)}", any_of(each for each in halves if not each[0].isdigit())
    return (
        rule(r"(?P<year>\d{4})\s?([-/.])\s?(?P<month>\d{1,2})\s?\2\s?(?P<day>\d{1,2})(?!\d)", worth.year_first),
        *(rule(years + _MONTH_AND_DAY, worth.both_years) for years in _BOTH_YEARS),
        rule(r"(?:令和|r)\.?\s?(\d{1,2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?", worth.reiwa),
        rule(
            r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})(?!\d)(?:[日号號일](?!曜))?",
            worth.year_first,
        ),
        rule(r"(\d{1,2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})(?!\d)日?", worth.short_year),
        rule(r"(?P<first>\d{1,2})([-/.])(?P<second>\d{1,2})\2(?P<year>\d{4})(?!\d)", worth.year_last),
        rule(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{1,2})(?![\d:])", worth.triple),
        rule(r"(\d{1,2})\s?[月월]\s?の?\s?(\d{1,2})(?!\d|:\d|\s?[時时点])(?:\s?[日号號일](?!曜))?", worth.month_day),
        rule(r"(\d{1,2})\s?/\s?(\d{1,2})(?!\d|:\d|\s?[時时点])(?:日(?!曜))?", worth.pair),
        rule(rf"(\d{{1,2}})[:.](\d\d)\s?(?:{units}){WORD_END}", worth.hour_minute),
        rule(r"(\d{1,2})\s?:\s?(\d{2})(?::00)?(?![\d:])分?", worth.hour_minute),
        rule(rf"(\d{{1,2}})[-.](\d{{1,2}}){_WEEKDAY_BEHIND}", worth.pair),
        rule(r"(\d{1,2})\.(\d{1,2})(?!\d)", worth.dotted),
        rule(rf"(\d{{1,2}})-(\d{{1,2}})(?![\d:]|\s?(?:{units}))", worth.dashed),
        rule(r"(\d{1,2})\s?[日일号號](?![曜後間目])", worth.day_of_month),
        rule(rf"(\d{{1,2}}){_WEEKDAY_BEHIND}", worth.day_of_month),
        rule(rf"(\d{{1,2}})(?:st|nd|rd|th){WORD_END}", worth.day_of_month),
        rule(_pattern_of_hours(hours, any_of(halves), months), worth.hour_word),
        rule(rf"(?P<hour>\d{{1,2}})\s*(?:{in_words})", worth.half_hour),
        rule(r"(half|quarter) past (\d{1,2})(?![\d:])", worth.past_the_hour),
        rule(r"quarter to (\d{1,2})(?![\d:])", worth.quarter_to),
        rule(rf"正午|(?:12\s)?(?:noon|midday){WORD_END}", always(Clock(NOON))),
        rule(rf"午前|午後|[ap]\.?m\.?{WORD_END}", worth.half_of_day),
        rule(r"\d{1,2}(?!\d|\s?[年月日時分秒週号回番人名円%年월년분주])", worth.bare_number),
        rule(r"(?<![\dう])([月火水木金土日])(?=$|[\s\d(),、。・午かでにのは])", worth.kanji_weekday),
        rule(rf"か(?!ら)|または|又は|もしくは|それとも|or{WORD_END}", always(Joiner("or"))),
        rule(rf"から|[~-]|to{WORD_END}", always(Joiner("range"))),
        rule(rf"at{WORD_END}|@", always(At())),
        rule(rf"[,;|/、。・.!?:&+।॥၊။។៕]|と|and{WORD_END}", always(Comma())),
        rule(rf"(?:{_COURTESIES})|[のにはでをが「」()\[\]]", always(Filler())),
        rule(
            rf"(?:on|the|of|for|this|coming|please|around|about|thanks|thank you){WORD_END}|t(?=\d)", always(Filler())
        ),
        rule(rf"from{WORD_END}(?=.*(?:{WORD_START}to |[~-]|\d\s?[ap]\.?m|\d:\d))", always(Filler())),
    )
