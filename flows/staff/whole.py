"""The staff card of an office that shows it whole: masks give way to the name, the number and the telephone.

Pure: who stands behind a mask is an argument, asked for what a letter shows and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flows.booking.name_reading import both
from flows.reading.phone import national
from flows.values import Text, Value, Values


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind the masks of one application."""

    masked_name: str
    masked_number: str
    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str = field(repr=False)
    name_reading: str = field(default="", repr=False)


Look = Callable[[str], Behind | None]
"""By reference code; None where there is nobody, or nothing of them any more."""


def unmasked(values: Values, look: Look) -> Values:
    """The same with everybody shown whole whom it shows masked: itself, and in each line of a list."""
    code = values.get("code")
    masked = isinstance(code, str) and bool({"name", "number"} & {*values})
    behind = look(code) if masked and isinstance(code, str) else None
    return {key: _shown(value, key, behind, look) for key, value in values.items()}


def _shown(value: Value, key: str, behind: Behind | None, look: Look) -> Value:
    match value:
        case tuple():
            return tuple(_within(each, look) for each in value)
        case str() if behind and value:
            return _in_place_of(value, key, behind)
        case _:
            return _within(value, look)


def _within(value: Value, look: Look) -> Value:
    return replace(value, values=unmasked(value.values, look)) if isinstance(value, Text) else value


def _in_place_of(value: str, key: str, behind: Behind) -> Value:
    """Only a mask is replaced: a clerk's name that stands beside a code is none."""
    if key == "name" and value == behind.masked_name and behind.name:
        phone, name = national(behind.phone) if behind.phone else "", both(behind.name, behind.name_reading)
        return Text("staff.card.whole", {"name": name, "phone": phone}) if phone else name
    if key == "number" and value == behind.masked_number:
        return behind.number or value
    return value
