"""The words of the trade, from `glossary.toml`: one term a concept in each language, and names that stay as they are.

The rule here holds texts to them: where the Japanese text names a concept, every other language that has a term for it
names it by that. No term stands in code.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from locales.catalogue import HERE, STAFF, domain_of
from locales.gaps import GAP
from locales.keys import is_typed
from locales.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from locales.house import House

FILE = HERE / "glossary.toml"
AUTHORITY = "ja"


@cache
def _read() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


def concepts() -> Mapping[str, Mapping[str, list[str]]]:
    """By name, then language: the forms of its term."""
    found: Mapping[str, Mapping[str, list[str]]] = _read()["concept"]
    return found


@cache
def names() -> frozenset[str]:
    """Words that stay as they are in every language, in lower case, each part of a name by itself."""
    return frozenset(part for name in _read()["names"] for part in re.findall(r"[^\W\d_]+", name.casefold()))


def terms(house: House) -> Iterator[Problem]:
    """One term a concept: where the Japanese text says it, a language does too, in a form that the glossary knows."""
    for tag, entry in house.filled():
        meant = house.texts.get(AUTHORITY, {}).get(entry.key)
        if meant is None or tag == AUTHORITY or is_typed(entry.key) or domain_of(entry.key) == STAFF:
            continue
        for name, forms in concepts().items():
            known = forms.get(tag, [])
            if known and _says(meant.forms[-1], forms[AUTHORITY]) and not _says(entry.forms[-1], known):
                yield Problem("glossary", tag, entry.key, f"does not name {name} by its term: {', '.join(known)}")


def _says(text: str, forms: list[str]) -> bool:
    said = GAP.sub(" ", text).casefold()
    return any(form in said for form in forms)
