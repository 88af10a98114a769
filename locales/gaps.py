"""The gaps of a text: `{name}` or `{name:style}`, and nothing cleverer.

A text is data written by translators, and a value is data written by strangers: neither is ever run as a
format string, so a gap reaches no attribute, no index and no other gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

GAP = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+(?: [a-z]+)*))?\}")
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Gap:
    name: str
    style: str = ""


@cache
def parts(text: str) -> tuple[str | Gap, ...]:
    """The text cut at its gaps."""
    found: list[str | Gap] = []
    end = 0
    for match in GAP.finditer(text):
        found += [text[end : match.start()], Gap(match[1], match[2] or "")]
        end = match.end()
    return tuple(part for part in (*found, text[end:]) if part)


def gaps(text: str) -> tuple[Gap, ...]:
    return tuple(part for part in parts(text) if isinstance(part, Gap))


def gap_names(text: str) -> frozenset[str]:
    return frozenset(gap.name for gap in gaps(text))


def has_stray_brace(text: str) -> bool:
    """A brace outside a gap is a gap that somebody mistyped."""
    return BRACES.search(GAP.sub("", text)) is not None
