"""A plainly invented office and its words, for tests of what is said and decided. No database, no platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flows.office.policy import OFFICE, TOKYO, Policy, Rules
from flows.office.view import Document
from flows.reading.moment import DateWords
from flows.values import NOTHING, Text, Value, Values

BUSINESS = [["08:30", "12:00"], ["13:00", "17:15"]]
RULES: dict[str, Any] = {
    "id": "test",
    "version": "1",
    "names": {"ja": "ハローワーク見本", "en": "Hello Work Sample"},
    "phone": "03-0000-0000",
    "languages": ["ja", "en", "ja-simple"],
    "default_language": "ja",
    "hours": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), BUSINESS),
    "desk": {"desks": ["A", "B"], "length": 30, "grid": 30, "cell": 15},
    "booking": {},
    "clocks": {},
    "waiting": {},
    "cancelling": {"by_chat": True, "cut_off": 60},
    "attendance": {"grace": 10},
    "reminders": {},
    "video": {"tool": "Zoom"},
    "asked": {"residence": "registered_only"},
    "statistics": {},
    "terms": {},
}
SOURCE = {"document": "made up for tests", "checked_on": "2026-11-01"}
SECTIONS = [
    name
    for name, field in Policy.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Rules)
]
START = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
"""A Wednesday morning, two days before a weekend, with a holiday on the Monday after it."""


@cache
def _policy(changes: tuple[tuple[str, Any], ...]) -> Policy:
    rules = {name: dict(part) if isinstance(part, dict) else part for name, part in RULES.items()}
    for path, value in changes:
        part, _, name = path.partition(".")
        if name:
            rules[part][name] = _thawed(value)
        else:
            rules[part] = _thawed(value)
    return Policy.model_validate(rules | {"sources": dict.fromkeys((*SECTIONS, OFFICE), SOURCE)})


def policy(**changes: Any) -> Policy:
    """The test office; `attendance__grace=15` changes one setting."""
    return _policy(tuple((name.replace("__", "."), _frozen(value)) for name, value in sorted(changes.items())))


def _frozen(value: Any) -> Any:
    match value:
        case list():
            return tuple(_frozen(each) for each in value)
        case dict():
            return tuple((_DICT, *each) for each in value.items())
        case _:
            return value


_DICT = "a mapping, kept as pairs"


def _thawed(value: Any) -> Any:
    pairs = (
        isinstance(value, tuple) and value and all(isinstance(each, tuple) and each[:1] == (_DICT,) for each in value)
    )
    return {key: item for _, key, item in value} if pairs else value


DOCUMENTS = (
    Document("office", "v1", date(2026, 4, 1), sample=True, pages=("一", "二", "三")),
    Document("tool", "v2", date(2026, 4, 1), sample=True, pages=("一",)),
    Document("chat", "v1", date(2026, 4, 1), sample=True, pages=("一", "二")),
)
ENGLISH = DateWords(
    today=("today",),
    tomorrow=("tomorrow",),
    day_after=("day after tomorrow",),
    weekdays=(("Monday",), ("Tuesday",), ("Wednesday",), ("Thursday",), ("Friday",), ("Saturday",), ("Sunday",)),
    am=("am",),
    pm=("pm",),
    noon=("noon",),
    next_week=("next week",),
    either=("or",),
)
LANGUAGES = {"english": "en", "日本語": "ja", "やさしい日本語": "ja-simple", "português": "pt-BR"}


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Words whose text for a key is the key itself with its values: what tests of a flow type and read."""

    tag: str = "en"

    def text(self, key: str, values: Values = NOTHING) -> str:
        return " ".join([key, *(f"{name}={_plain(value)}" for name, value in sorted(values.items()))])

    def list_of(self, key: str) -> tuple[str, ...]:
        return SYNONYMS.get(key, ())

    def date_words(self) -> DateWords:
        return ENGLISH

    def language(self, typed: str) -> str | None:
        return LANGUAGES.get(typed.strip().casefold())


SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "anytime.back.words": ("go back",),
    "booking.name_sure.words": ("hai", "sí", "iie"),
    "anytime.cancel.words": ("キャンセル",),
    "staff.verb.offer.words": ("propose",),
}


def _plain(value: Value) -> str:
    match value:
        case Text(key, values):
            return f"({KeyWords().text(key, values)})"
        case tuple():
            return ",".join(_plain(each) for each in value)
        case datetime():
            return f"{value.astimezone(TOKYO):%Y-%m-%dT%H:%M}"
        case _:
            return str(value)
