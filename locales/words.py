"""One language, ready to speak: a key and values become the text a person reads.

A text that is missing at run time is said in English, else in Japanese, and counted; it never stops a letter.
Nothing is escaped or cut here (channels do that), and values are never run as format strings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from flows.values import NOTHING, Text, Value, Values
from locales import choice
from locales.catalogue import HERE, Entry, entries_of
from locales.dates import date_words
from locales.formats import Formats, in_tokyo, reiwa_year
from locales.gaps import Gap, parts
from locales.tongue import form_for, tags_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flows.reading.moment import DateWords
    from locales.catalogue import Entry

LIST_STYLES = frozenset({"lines", "or"})
MOMENT_STYLES = frozenset({"", "long", "short", "time", "date", "era"})
DAY_STYLES = frozenset({"", "long", "short", "date", "era"})
CLOCK_STYLES = frozenset({"", "long", "short", "time"})
PLAIN_STYLES = frozenset({""})
# Whoever reads plain Japanese is helped more by Japanese than by English.
FALLBACKS = {"ja-simple": ("ja", "en")}
USUAL_FALLBACKS = ("en", "ja")


@dataclass(frozen=True, slots=True)
class Miss:
    """Something a text needed and did not get."""

    tag: str
    key: str
    what: str


class NoText(KeyError):
    """A text, or a value that it names, is missing."""

    def __str__(self) -> str:
        miss: Miss = self.args[0]
        return f"{miss.tag}: {miss.key}: {miss.what}"


Missed: TypeAlias = "Callable[[Miss], None]"


def forgive(_miss: Miss) -> None:
    """Says nothing: production passes a hook that counts instead."""


def refuse(miss: Miss) -> None:
    """For tests and the check: whatever is missing is an error."""
    raise NoText(miss)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    tag: str
    entries: Mapping[str, Entry] = field(repr=False)
    fallbacks: tuple[Words, ...] = field(default=(), repr=False)
    missed: Missed = field(default=forgive, repr=False)
    formats: Formats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "formats", Formats(self.tag))

    @classmethod
    def load(cls, tag: str, *, missed: Missed = forgive) -> Words:
        return catalogues(missed=missed)[tag]

    def has(self, key: str) -> bool:
        entry = self.entries.get(key)
        return entry is not None and entry.filled

    def text(self, key: str, values: Values = NOTHING) -> str:
        if not self.has(key):
            return self._said_elsewhere(key, values)
        lines = [self._line(key, line, values) for line in self._form(key, values).split("\n")]
        kept = [text for text, empty in lines if not empty]
        return "\n".join(kept or [text for text, _ in lines]).rstrip("\n")

    def list_of(self, key: str) -> tuple[str, ...]:
        """The synonyms of a text such as `back | go back`."""
        return tuple(word for each in self.text(key).split("|") if (word := each.strip()))

    def date_words(self) -> DateWords:
        """What a typed date or time may hold in this language."""
        return date_words(self)

    def language(self, typed: str) -> str | None:
        """The tag of a language typed by its name, in itself, in English or in Japanese."""
        return choice.named(typed)

    def _line(self, key: str, line: str, values: Values) -> tuple[str, bool]:
        """A line, and whether it has gaps that all came out empty: what is not there needs no heading either."""
        pieces = parts(line)
        said = [piece if isinstance(piece, str) else self._filled(key, piece, values) for piece in pieces]
        filled = [text for piece, text in zip(pieces, said, strict=True) if isinstance(piece, Gap)]
        return "".join(said).rstrip() if filled else line, bool(filled) and not any(filled)

    def _form(self, key: str, values: Values) -> str:
        entry = self.entries[key]
        if not entry.plural:
            return entry.forms[0]
        count = values.get("count")
        return entry.forms[form_for(self.tag, count) if isinstance(count, int) else -1]

    def _said_elsewhere(self, key: str, values: Values) -> str:
        self._miss(key, "no text")
        for other in self.fallbacks:
            if other.has(key):
                return other.text(key, values)
        return key

    def _filled(self, key: str, gap: Gap, values: Values) -> str:
        if gap.name not in values:
            self._miss(key, f"no value for {{{gap.name}}}")
            return ""
        return self._shown(key, values[gap.name], gap.style)

    def _shown(self, key: str, value: Value, style: str) -> str:
        match value:
            case tuple():
                return self._listed(key, value, style)
            case datetime():
                return self._moment(key, value, style)
            case date():
                self._must_be(key, style, DAY_STYLES)
                return self._day(value, style)
            case time():
                self._must_be(key, style, CLOCK_STYLES)
                return self.formats.short_clock(value) if style == "short" else self.formats.clock(value)
        self._must_be(key, style, PLAIN_STYLES)
        return self._plain(value)

    def _plain(self, value: str | int | Text) -> str:
        match value:
            case Text(key, values):
                return self.text(key, values)
            case bool():
                return self.text("format.yes" if value else "format.no")
        return str(value)

    def _listed(self, key: str, items: tuple[Value, ...], style: str) -> str:
        """`{wishes:lines short}`: the first word may say how the list is set, the rest how each item is."""
        setting, _, rest = style.partition(" ")
        if setting not in LIST_STYLES:
            setting, rest = "", style
        return self.formats.listed([self._shown(key, item, rest) for item in items], setting)

    def _moment(self, key: str, moment: datetime, style: str) -> str:
        self._must_be(key, style, MOMENT_STYLES)
        if moment.tzinfo is None:
            self._miss(key, f"a moment without a zone: {moment}")
        here = in_tokyo(moment)
        match style:
            case "short":
                return self.formats.short_moment(here)
            case "time":
                return self.formats.clock(here.timetz())
            case "date":
                return self._day(here.date(), "")
        values = {"day": self._day(here.date(), style), "clock": self.formats.clock(here.timetz())}
        return self.text("format.moment", values)

    def _day(self, day: date, style: str) -> str:
        match style:
            case "short":
                return self.formats.short_day(day)
            case "era":
                return self.formats.day_with_era(day, self.text("format.era", {"year": reiwa_year(day)}))
        return self.formats.day(day)

    def _must_be(self, key: str, style: str, known: frozenset[str]) -> None:
        if style not in known:
            self._miss(key, f"no such style here: {style}")

    def _miss(self, key: str, what: str) -> None:
        self.missed(Miss(self.tag, key, what))


@cache
def catalogues(folder: Path = HERE, *, missed: Missed = forgive) -> Mapping[str, Words]:
    """Every language of the folder, by tag; read once."""
    entries = {tag: _entries(folder, tag) for tag in tags_in(folder)}

    def alone(tag: str) -> Words:
        return Words(tag, entries[tag], missed=missed)

    def words(tag: str) -> Words:
        others = (other for other in FALLBACKS.get(tag, USUAL_FALLBACKS) if other != tag and other in entries)
        return Words(tag, entries[tag], tuple(alone(other) for other in others), missed)

    return MappingProxyType({tag: words(tag) for tag in entries})


@cache
def _entries(folder: Path, tag: str) -> Mapping[str, Entry]:
    """Read once, whoever counts what is missing. Names of languages are the same in all of them."""
    return {**entries_of(folder, tag), **{key: Entry(key, (name,)) for key, name in choice.names_for(tag).items()}}
