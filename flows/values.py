"""The values that fill the gaps of a text: plain, and free of any language.

Letters are kept as key and values, and worded only when they are sent, in the language of that moment.
Nothing here knows how a value is shown; that is the catalogues' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, TypeAlias

Value: TypeAlias = "str | int | bool | date | datetime | time | Text | tuple[Value, ...]"
Values: TypeAlias = Mapping[str, Value]
NOTHING: Values = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """A catalogue text inside another one."""

    key: str
    values: Values = field(default_factory=lambda: NOTHING)


def to_json(value: Value) -> Any:  # noqa: ANN401 -- JSON has no narrower name
    """JSON for a value: plain where JSON has it, otherwise one tagged object (`{"at": "2026-11-24T06:00Z"}`)."""
    match value:
        case bool() | int() | str():
            return value
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case Text(key, values):
            return {"text": key, "values": values_to_json(values)}
        case tuple():
            return [to_json(each) for each in value]


def from_json(data: Any) -> Value:  # noqa: ANN401 -- JSON has no narrower name
    """The value that `to_json` wrote."""
    match data:
        case bool() | int() | str():
            return data
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"time": clock}:
            return time.fromisoformat(clock)
        case {"text": key, "values": values}:
            return Text(key, values_from_json(values))
        case list():
            return tuple(from_json(each) for each in data)
        case _:
            raise ValueError(f"not a value: {data!r}")


def values_to_json(values: Values) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}


def values_from_json(data: Mapping[str, Any]) -> Values:
    return {name: from_json(value) for name, value in data.items()}
