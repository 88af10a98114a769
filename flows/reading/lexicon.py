"""The whole table of spellings for one language: the grammar with the catalogue's words between.

Turning words into rules lives here, and the names of the months that English needs.
No reading of text does: see scan.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from flows.reading import days as reckon
from flows.reading.grammar import FIRST, Rule, last_rules, named_months
from flows.reading.grammar import rule as rule_of
from flows.reading.idioms import EARLY, LATE, numbered
from flows.reading.moment import DateWords, Words
from flows.reading.pieces import NOON, At, Clock, Comma, Day, Filler, Half, Joiner, Piece, Week, Weekday
from flows.reading.plain import plain
from flows.reading.spelling import WORD_END, any_of
from flows.reading.worth import Build, Frame, Match, always, era

_ENGLISH_MONTHS: Final = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
# From Hangul and kana on, scripts write 午後 and 오후 before the hour; Khmer, among them, writes it after.
_FIRST_LEADING: Final = "\u1100"
_NOT_LEADING: Final = (range(0x1780, 0x1800), range(0x1E00, 0x2000))
_ERA_SHOWN: Final = "77"
_YEARS: Final = "оны?"
_LANGUAGES_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Lexicon:
    rules: tuple[Rule, ...]
    months: Mapping[str, int]


@lru_cache(maxsize=_LANGUAGES_KEPT)
def lexicon(words: DateWords) -> Lexicon:
    months = _numbered(_ENGLISH_MONTHS) | _numbered(words.months)
    names, gap = any_of(months), _gap(words, months)
    units = [word for word in _plain(words.hours) if word not in _plain(words.at)]  # Khmer has one word for both
    hours, of_day = any_of(units), any_of((*units, *_plain((*words.am, *words.pm))))
    rules = (
        *_eras(words),
        *FIRST,
        *EARLY,
        *_clashing(words, months, gap, of_day),
        *named_months(names, gap, of_day),
        *numbered(names, gap),
        *_catalogue(words),
        *LATE,
        *last_rules(hours, _plain(words.half), names),
        *((rule_of(any_of(_plain(words.also)), always(Comma())),) if words.also else ()),
    )
    return Lexicon(rules, MappingProxyType(months))


def _gap(words: DateWords, months: Iterable[str]) -> str:
    """What may stand between a day, its month and its year. Taken whole and never tried again in other pieces, for
    words that hold one another ("dia", "no dia") can be cut in as many ways as there are grains of sand.
    """
    ignored = tuple(_plain(words.ignored))
    between = rf"[\s,]|(?:of|{_YEARS}){WORD_END}|{any_of(ignored)}"
    spared = any_of(month for month in months if month.startswith(ignored))
    return f"(?>(?:(?!{spared})(?:{between}))*)"


def _eras(words: DateWords) -> tuple[Rule, ...]:
    """(año 8 de la era Reiwa), as we print it beside the year."""
    spelt = [re.escape(each).replace(_ERA_SHOWN, r"(\d{1,2})") for each in _plain(words.eras) if _ERA_SHOWN in each]
    return tuple(rule_of(rf"\({each}\)", era) for each in spelt)


def _clashing(words: DateWords, months: Mapping[str, int], gap: str, of_day: str) -> tuple[Rule, ...]:
    """Mar is both martes and marzo: before another month it is the weekday, before a bare number it can be either."""
    weekdays = {name: index for index, names in enumerate(words.weekdays) for name in _plain(names) if name in months}
    if not weekdays:
        return ()
    name, month = f"({any_of(weekdays)})", f"(?:{any_of(months)})"
    second = "".join(rf"(?<!{re.escape(each)} )(?<!{re.escape(each)}\. )" for each in weekdays)
    later = rf"\.?{gap}(?:\d{{1,2}}(?:st|nd|rd|th|o)?\.?{gap}{month}|{month}\.?{gap}\d)"

    def either(found: Match, frame: Frame) -> Piece | None:
        named = reckon.next_date(frame.today, months[found[1]], int(found[2]))
        alone = reckon.next_day_of_month(frame.today, int(found[2]))
        days = reckon.known((named, alone if alone and alone.weekday() == weekdays[found[1]] else None))
        return Day(days) if days else None

    return (
        rule_of(rf"{name}(?={later})", lambda found, _: Weekday(weekdays[found[1]])),
        rule_of(rf"{second}{name}\.?\s(\d{{1,2}})(?![\d:/]|[.-]\d|\s?[ap]\.?m|\s?(?:{of_day})){WORD_END}", either),
    )


def _catalogue(words: DateWords) -> tuple[Rule, ...]:
    """One rule for all words, the longest first, so that "thứ 3" is not cut short by a shorter one."""
    meant = dict(_meanings(words))
    return (rule_of(any_of(meant), lambda found, frame: meant[found[0]](found, frame)),) if meant else ()


def _meanings(words: DateWords) -> Iterable[tuple[str, Build]]:
    fixed: tuple[tuple[Words, Piece], ...] = (
        (words.ignored, Filler()),
        (words.either, Joiner("or")),
        (words.at, At()),
        (words.next_week, Week(1)),
        (words.noon, Clock(NOON, noon=True)),
        *((names, Weekday(index)) for index, names in enumerate(words.weekdays)),
    )
    for them, piece in fixed:
        yield from ((word, always(piece)) for word in _plain(them))
    for them, pm in ((words.am, False), (words.pm, True)):
        yield from ((word, always(Half(pm, leads=_leads(word)))) for word in _plain(them))
    for ahead, them in enumerate((words.today, words.tomorrow, words.day_after)):
        yield from ((word, _from_today(ahead)) for word in _plain(them))


def _from_today(ahead: int) -> Build:
    def build(_found: Match, frame: Frame) -> Piece | None:
        day = reckon.shift(frame.today, ahead)
        return Day((day,)) if day else None

    return build


def _plain(words: Words) -> list[str]:
    return [word for word in map(plain, words) if word]


def _numbered(months: tuple[Words, ...]) -> dict[str, int]:
    return {name: number for number, names in enumerate(months, start=1) for name in _plain(names)}


def _leads(word: str) -> bool:
    return word[0] >= _FIRST_LEADING and not any(ord(word[0]) in script for script in _NOT_LEADING)
