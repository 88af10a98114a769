"""What the stand-ins' tests share: LINE's published contract, made strict.

Here live fixtures only.
"""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

SHARED = Path(__file__).parents[3].parent / "shared"
CONTRACTS = SHARED / "contracts" / "line"
BASE = "__base"


def strict(document: dict[str, Any]) -> dict[str, Any]:
    """Each schema with a discriminator becomes one of its subtypes, its type fixed and nothing unknown in it."""
    schemas = document["components"]["schemas"]
    for name, schema in list(schemas.items()):
        kinds = schema.get("discriminator", {}).get("mapping")
        if not kinds:
            continue
        key = schema.pop("discriminator")["propertyName"]
        schemas[name + BASE] = schema
        for ref in set(kinds.values()):
            _point_to_base(schemas[ref.rsplit("/", 1)[1]], name)
        schemas[name] = {"oneOf": [_subtype(key, kind, ref) for kind, ref in kinds.items()]}
    return document


def _point_to_base(subtype: dict[str, Any], name: str) -> None:
    for part in subtype.get("allOf", []):
        if part.get("$ref") == f"#/components/schemas/{name}":
            part["$ref"] += BASE


def _subtype(key: str, kind: str, ref: str) -> dict[str, Any]:
    fixed = {"properties": {key: {"const": kind}}, "required": [key]}
    return {"allOf": [{"$ref": ref}, fixed], "unevaluatedProperties": False}


class Contract:
    """Both files; `holds` raises where a value is not what the named schema wants."""

    def __init__(self) -> None:
        read = {name: (CONTRACTS / f"{name}.yml").read_text("utf-8") for name in ("messaging-api", "webhook")}
        self.api = strict(yaml.safe_load(read["messaging-api"]))
        self.webhook = strict(yaml.safe_load(read["webhook"]))
        self.operations = {
            operation["operationId"]: operation
            for path in self.api["paths"].values()
            for operation in path.values()
            if isinstance(operation, dict) and "operationId" in operation
        }

    def holds(self, document: dict[str, Any], schema: dict[str, Any], value: object) -> None:
        whole = {**schema, "components": document["components"]}
        jsonschema.Draft202012Validator(whole).validate(value)

    def event_batch(self, body: object) -> None:
        self.holds(self.webhook, {"$ref": "#/components/schemas/CallbackRequest"}, body)

    def request(self, operation: str, body: object) -> None:
        self._content(self.operations[operation].get("requestBody", {}), body)

    def response(self, operation: str, status: int, body: object) -> None:
        known = self.operations[operation]["responses"]
        error = {"content": {"json": {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}}}
        self._content(known[str(status)] if str(status) in known or status < 400 else error, body)

    def _content(self, holder: dict[str, Any], body: object) -> None:
        for content in holder.get("content", {}).values():
            if "schema" in content and content["schema"].get("format") != "binary":
                self.holds(self.api, content["schema"], body)


@pytest.fixture(scope="session")
def read_contract() -> Callable[[], Contract]:
    @functools.cache
    def read() -> Contract:
        if not CONTRACTS.exists():
            reason = f"LINE's contract is not at hand (expected in {CONTRACTS.relative_to(SHARED.parent)})"
            if os.environ.get("CI") == "true" and SHARED.exists():
                pytest.fail(reason)
            pytest.skip(reason)
        return Contract()

    return read


@pytest.fixture
def contract(read_contract: Callable[[], Contract]) -> Contract:
    return read_contract()
