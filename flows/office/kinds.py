"""The kinds of values that an office file may hold, each refused with what is wrong and what is allowed.

Never here: which setting has which value, or what two settings must be to one another (`flows.office.policy`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Hashable, Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, TypeAlias, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

T = TypeVar("T", bound=Hashable)
LONGEST_LINE = 80
LONGEST_CLOSURE = 31
"""Days: a yearly closure that is longer was turned round."""
LEAP = 2024
CENTURY = range(2000, 2100)


class Wrong(ValueError):
    """A value that cannot be. `key` leads to it from where it was found; `remedy` says what is allowed."""

    def __init__(self, key: str, what: str, remedy: str) -> None:
        super().__init__(f"{key}: {what}; {remedy}" if key else f"{what}; {remedy}")
        self.key, self.what, self.remedy = key, what, remedy


def ensure(sound: object, key: str, what: str, remedy: str) -> None:
    if not sound:
        raise Wrong(key, what, remedy)


def nearest(name: str, known: Iterable[str]) -> str:
    """What was probably meant, and what there is."""
    allowed = list(dict.fromkeys(known))
    meant = difflib.get_close_matches(name, allowed, 1)
    there = f"allowed here: {', '.join(allowed)}"
    return f"did you mean {meant[0]}? {there}" if meant else there


def _clock(given: object) -> object:
    """A number would be read as seconds since midnight, and a zone would be compared with no zone."""
    as_text = isinstance(given, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?", given)
    as_time = isinstance(given, time) and given.tzinfo is None and not (given.second or given.microsecond)
    ensure(as_text or as_time, "", "is no time of day", 'write hours and minutes, "00:00" to "23:59", in Japan time')
    return given


def _pair(given: object) -> object:
    two = isinstance(given, list | tuple) and len(given) == len(("opens", "closes"))
    ensure(two, "", "is no span of time", 'write when it begins and ends, as ["08:30", "12:00"]')
    return given


def _forward(given: tuple[tuple[time, time], ...]) -> tuple[tuple[time, time], ...]:
    for opens, closes in given:
        what = f"a span must open before it closes, but {opens:%H:%M} is not before {closes:%H:%M}"
        ensure(opens < closes, "", what, 'write the earlier time first, as ["08:30", "12:00"]')
    for first, second in pairwise(given):
        what = f"spans of one day must follow one another, but {first[1]:%H:%M} is after {second[0]:%H:%M}"
        ensure(first[1] <= second[0], "", what, "write them from morning to evening, none within another")
    return given


def _day(given: object) -> object:
    remedy = "write a day that there is, as 2027-02-12"
    if isinstance(given, str):
        ensure(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given), "", "is no day", remedy)
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise Wrong("", "is no day", remedy) from None
    if not isinstance(given, date) or isinstance(given, datetime):
        raise Wrong("", "is no day", remedy)
    ensure(given.year in CENTURY, "", "is no day of this century", remedy)
    return given


def _closure(given: object) -> object:
    """An empty list is an office that stays open; two days as MM-DD else, compared as text later on."""
    if given is None or given in ([], ()):
        return None
    remedy = 'write the first and the last day closed as "MM-DD", as ["12-29", "01-03"], or [] for none'
    days = list(given) if isinstance(given, list | tuple) else []
    exact = all(isinstance(each, str) and re.fullmatch(r"[0-9]{2}-[0-9]{2}", each) for each in days)
    ensure(exact and len(days) == len(("first", "last")), "", "must be two days of two digits each", remedy)
    try:
        first, last = (date.fromisoformat(f"{LEAP}-{each}") for each in days)
    except ValueError:
        raise Wrong("", "holds a day that there is not", remedy) from None
    last = last if first <= last else last + timedelta(days=366)
    length = (last - first).days + 1
    what = f"would close the office for {length} days of every year"
    ensure(length <= LONGEST_CLOSURE, "", what, f"a closure has at most {LONGEST_CLOSURE} days; {remedy}")
    return given


def _line(given: str) -> str:
    ensure(given.strip(), "", "is blank", "write a text")
    clean = given == given.strip() and not any(unicodedata.category(each) == "Cc" for each in given)
    ensure(clean, "", "has blanks around it or breaks the line", "write one line without them")
    ensure(len(given) <= LONGEST_LINE, "", "is too long", f"write at most {LONGEST_LINE} signs")
    return given


def _label(given: str) -> str:
    return given and _line(given)


def _phone(given: str) -> str:
    """Ten digits, or eleven after 0X0 and 0800: what can be dialled from anywhere, so no short number."""
    digits = re.sub(r"[- ()]", "", given)
    national = re.sub(r"^\+81", "0", digits)
    fits = re.fullmatch(r"0(?![5-9]0)[1-9][0-9]{8}|0[5-9]0[0-9]{8}|0800[0-9]{7}", national)
    ensure(fits, "", "is no telephone number of Japan", 'write it with its area code, as "048-000-0000"')
    return given


def _https(given: str) -> str:
    try:
        parts = urlsplit(given)
        fits = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        fits = False
    plain = not any(each.isspace() or unicodedata.category(each) == "Cc" for each in given)
    ensure(not given or (fits and plain), "", "is no safe web address", 'write one that begins with "https://", or ""')
    return given


def _once(given: tuple[T, ...]) -> tuple[T, ...]:
    twice = next((each for each in given if given.count(each) > 1), None)
    ensure(twice is None, "", f"names {twice!r} twice", "write each only once")
    return given


Flag: TypeAlias = Annotated[bool, Field(strict=True)]
Whole: TypeAlias = Annotated[int, Field(strict=True)]
Minutes: TypeAlias = Annotated[Whole, Field(ge=0, le=24 * 60)]
Clock: TypeAlias = Annotated[time, BeforeValidator(_clock)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Span: TypeAlias = Annotated[tuple[Clock, Clock], BeforeValidator(_pair)]
Spans: TypeAlias = Annotated[tuple[Span, ...], AfterValidator(_forward)]
Closure: TypeAlias = Annotated[tuple[str, str] | None, BeforeValidator(_closure)]
Line: TypeAlias = Annotated[str, AfterValidator(_line)]
Label: TypeAlias = Annotated[str, AfterValidator(_label)]
"""A line, or nothing."""
Phone: TypeAlias = Annotated[str, AfterValidator(_phone)]
Https: TypeAlias = Annotated[str, AfterValidator(_https)]
Once = AfterValidator(_once)
"""For a list in which nothing stands twice."""
