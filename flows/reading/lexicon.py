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
from flows.reading.grammar import FIRST, WORD_END, Rule, last_rules, named_months
from flows.reading.grammar import rule as rule_of
from flows.reading.moment import DateWords, Words
from flows.reading.pieces import NOON, At, Clock, Day, Filler, Half, Joiner, Piece, Week, Weekday
from flows.reading.plain import plain
from flows.reading.worth import Build, Frame, Match, always

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
# From Hangul and kana on, scripts write 午後 and 오후 before the hour.
_FIRST_LEADING: Final = "\u1100"
_LATIN_AGAIN: Final = range(0x1E00, 0x2000)
_LANGUAGES_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Lexicon:
    rules: tuple[Rule, ...]
    months: Mapping[str, int]


@lru_cache(maxsize=_LANGUAGES_KEPT)
def lexicon(words: DateWords) -> Lexicon:
    months = _numbered(_ENGLISH_MONTHS) | _numbered(words.months)
    between = "|".join((r"[\s,]", f"of{WORD_END}", *(_spelt(word) for word in _plain(words.ignored))))
    hours, halves = (tuple(_spelt(w) for w in _plain(them)) for them in (words.hours, words.half))
    by_name = named_months(_any(months), f"(?:{between})*")
    rules = (*FIRST, *_catalogue(words), *by_name, *last_rules(hours, halves))
    return Lexicon(rules, MappingProxyType(months))


def _catalogue(words: DateWords) -> tuple[Rule, ...]:
    """One rule for all words, the longest first, so that "thứ 3" is not cut short by a shorter one."""
    meant = dict(_meanings(words))
    return (rule_of(_any(meant), lambda found, frame: meant[found[0]](found, frame)),) if meant else ()


def _meanings(words: DateWords) -> Iterable[tuple[str, Build]]:
    fixed: tuple[tuple[Words, Piece], ...] = (
        (words.ignored, Filler()),
        (words.either, Joiner("or")),
        (words.at, At()),
        (words.next_week, Week(1)),
        (words.noon, Clock(NOON)),
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


def _any(words: Iterable[str]) -> str:
    return "|".join(_spelt(word) for word in sorted(words, key=len, reverse=True))


def _spelt(word: str) -> str:
    return re.escape(word) + (r"(?!\d)" if word[-1].isdigit() else WORD_END if word[-1].isalpha() else "")


def _leads(word: str) -> bool:
    return word[0] >= _FIRST_LEADING and ord(word[0]) not in _LATIN_AGAIN
