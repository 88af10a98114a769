"""Words, letters, and LINE's own description of its messages, for the tests of the LINE channel.

The contract files are not ours to copy: they lie beside the checkout, and where they do not, its tests are skipped.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml
from jsonschema import Draft202012Validator

from flows.values import NOTHING, Text, Value, Values

if TYPE_CHECKING:
    from flows.reading.when import DateWords

Json = dict[str, Any]
Check = Callable[[str, object], None]
REFERENCE = "#/components/schemas/"
CONTRACTS = next(
    (each / "shared/contracts/line" for each in Path(__file__).parents if (each / "shared/contracts/line").is_dir()),
    None,
)


@dataclass(frozen=True, slots=True)
class FakeWords:
    """Texts by key; a key without one is its own text. Gaps are filled as `{name}`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    tag: str = "en"

    def text(self, key: str, values: Values = NOTHING) -> str:
        return self.texts.get(key, key).format(**{name: self._shown(value) for name, value in values.items()})

    def list_of(self, key: str) -> tuple[str, ...]:
        return (key,)

    def date_words(self) -> DateWords:
        raise NotImplementedError("no channel reads dates")

    def language(self, typed: str) -> str | None:
        return typed

    def _shown(self, value: Value) -> str:
        return self.text(value.key, value.values) if isinstance(value, Text) else str(value)


@pytest.fixture
def fake_words() -> type[FakeWords]:
    return FakeWords


@pytest.fixture(scope="session")
def sending() -> Check:
    """Holds an object against a schema of the Messaging API, strictly."""
    return _check("messaging-api.yml")


@pytest.fixture(scope="session")
def webhook() -> Check:
    """Holds an object against a schema of LINE's webhooks, strictly."""
    return _check("webhook.yml")


def _check(name: str) -> Check:
    if CONTRACTS is None:
        pytest.skip("LINE's OpenAPI files are not at hand: no shared/contracts/line beside the checkout")
    document = cast("Json", yaml.load((CONTRACTS / name).read_text(encoding="utf-8"), yaml.CSafeLoader))
    strict = _strict(document)

    @functools.cache
    def validator(schema: str) -> Draft202012Validator:
        return Draft202012Validator({**strict, "$ref": REFERENCE + schema})

    return lambda schema, instance: validator(schema).validate(instance)


def _strict(document: Json) -> Json:
    """Each schema with a discriminator becomes a choice of its subtypes; nothing unknown passes."""
    schemas: Json = copy.deepcopy(document["components"]["schemas"])
    bases = {name for name, schema in schemas.items() if "mapping" in schema.get("discriminator", {})}
    for name in bases:
        mapping = schemas[name].pop("discriminator")["mapping"]
        schemas[f"{name}Base"] = schemas[name]
        schemas[name] = _one_of(mapping)
    for schema in schemas.values():
        _inherit(schema, bases)
    for name, schema in schemas.items():
        if name.removesuffix("Base") not in bases and "allOf" not in schema and "properties" in schema:
            schema["additionalProperties"] = False
    return {"components": {"schemas": schemas}}


def _one_of(mapping: dict[str, str]) -> Json:
    """What a `oneOf` of the subtypes says, told by `type`: it is checked far faster, and fails in clearer words."""
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(mapping)}},
        "allOf": [
            {
                "if": {"properties": {"type": {"const": kind}}},
                "then": {"$ref": reference, "unevaluatedProperties": False},
            }
            for kind, reference in mapping.items()
        ],
    }


def _inherit(schema: Json, bases: set[str]) -> None:
    for part in schema.get("allOf", ()):
        base = part.get("$ref", "").removeprefix(REFERENCE)
        if base in bases:
            part["$ref"] = f"{REFERENCE}{base}Base"
