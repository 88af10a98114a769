"""What is wrong with an office file, in words: the key, what is wrong with its value, and what is allowed.

Never here: reading a file, or deciding what is wrong (`flows.office.policy`, `flows.office.kinds`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel

from flows.office.kinds import Wrong, nearest
from flows.office.policy import Policy

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LONGEST_SHOWN: Final = 80
EVERY_SETTING: Final = "the demo office's file shows every setting"
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("is missing", f"write it into the file; {EVERY_SETTING}"),
    "literal_error": ("is none of what may stand here", "allowed: {expected}"),
    "greater_than_equal": ("is too small", "the least is {ge}"),
    "less_than_equal": ("is too large", "the most is {le}"),
    "too_short": ("has too few entries", "the least is {min_length}"),
    "too_long": ("has too many entries", "the most is {max_length}"),
    "string_too_short": ("is blank", "write a text"),
    "string_pattern_mismatch": ("has other signs than are allowed", "write 1 to 32 small letters, digits and hyphens"),
    "string_type": ("is no text", "write a text in quotation marks"),
    "int_type": ("is no whole number", "write it in digits, without quotation marks"),
    "bool_type": ("is neither true nor false", "write true or false, without quotation marks"),
    "tuple_type": ("is no list", "write a list in square brackets, as [1, 2]"),
    "mapping_type": ("is no table", 'write a table in braces, as { ja = "…" }'),
    "model_type": ("is no section", "write its settings below its name in square brackets"),
}
"""What pydantic calls it -> what is wrong, and what is allowed."""


def problems(error: ValidationError, data: Mapping[str, Any]) -> Iterator[str]:
    """One line a problem, without the file's name: `KEY: what is wrong (is VALUE); what is allowed`."""
    for each in error.errors(include_url=False):
        where = [str(part) for part in each["loc"] if part != "[key]"]
        what, remedy, deeper = _said(each)
        where += deeper.split(".") if deeper else []
        yield f"{_key(where)}: {what}{_given(each, where, data)}; {remedy}"


def _said(each: ErrorDetails) -> tuple[str, str, str]:
    """What is wrong, what is allowed, and the rest of the key."""
    context = each.get("ctx", {})
    if isinstance(wrong := context.get("error"), Wrong):
        return wrong.what, wrong.remedy, wrong.key
    if each["type"] == "extra_forbidden":
        *place, name = each["loc"]
        return "there is no such setting", nearest(str(name), _settings(place)), ""
    what, remedy = WORDS.get(each["type"], (each["msg"], EVERY_SETTING))
    return what, remedy.format(**context), ""


def _settings(place: Sequence[int | str]) -> Sequence[str]:
    """The settings there are at one place of an office file."""
    kind: Any = Policy
    for part in place:
        if _is_section(kind):
            kind = kind.model_fields[str(part)].annotation
        else:  # a list or a table of sections: whichever entry it is
            kind = next(filter(_is_section, get_args(kind)))
    return tuple(kind.model_fields) if _is_section(kind) else ()


def _is_section(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _key(where: Sequence[str]) -> str:
    return ".".join(where) or "the whole office"


def _given(each: ErrorDetails, where: Sequence[str], data: Mapping[str, Any]) -> str:
    """The value as the file has it; nothing where there is none, or where it is a whole section."""
    found: Any = data
    if each["type"] == "extra_forbidden" and not isinstance(each["input"], dict):
        return f" (is {_shown(each['input'])})"
    for number, part in enumerate(where):
        if isinstance(found, Mapping):
            rest = ".".join(where[number:])
            if rest in found:  # a name with a dot in it
                found = found[rest]
                break
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return ""
    return "" if found is None or isinstance(found, Mapping) else f" (is {_shown(found)})"


def _shown(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, default=_clock_or_day)
    return told if len(told) <= LONGEST_SHOWN else f"{told[: LONGEST_SHOWN - 1]}…"


def _clock_or_day(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def unreadable(error: str, text: str) -> str:
    """Where a file stops being TOML: line and column, the setting, the line itself, and what probably is meant."""
    lines = text.splitlines()
    place = re.search(r"at line ([0-9]+)", error)
    number = int(place[1]) if place else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    key = re.match(r"([A-Za-z0-9_.-]+) *=", line)
    headers = (re.match(r"\[+([^\]]+)\]", each.strip()) for each in lines[: number - 1])
    section = next((each[1].strip() for each in reversed(list(headers)) if each), "")
    named = ".".join(part for part in (section, key[1]) if part) + ": " if key else ""
    written = f"; the line reads: {line}" if line else ""
    return f"{named}{error}{written}; {_probably(line)}"


def _probably(line: str) -> str:
    if re.search(r"[0-9]:[0-9]", line):
        return 'a time is written 08:30:00, from 00:00:00 to 23:59:00; within lists "08:30"'
    if re.search(r"[0-9]{4}-[0-9]", line):
        return "a day that there is is written 2027-02-12"
    return "write NAME = VALUE on a line: texts in quotation marks, lists in [ ], tables in { }, sections as [NAME]"
