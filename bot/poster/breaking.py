"""Breaking a text into lines that fit: between words, and within scripts that are written without spaces.

Never here: fonts (the length of a text is asked), or drawing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

CLOSING = frozenset({"Pe", "Pf", "Po", "Lm"})
"""Kinds of signs that begin no line: closing brackets, stops, the long-vowel mark; and small letters of syllables."""
CLAUSE = re.compile(r"[^\u3001\u3002]*[\u3001\u3002]\s*|[^\u3001\u3002]+")
"""Up to an ideographic comma or full stop."""
EAST_ASIA = 0x2E80
"""From this sign on the scripts stand that need no space to be broken."""


def lines(text: str, length: Callable[[str], float], room: float) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, length, room):
        if line and length((line + piece).rstrip()) > room:
            yield line.rstrip()
            line = piece
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, length: Callable[[str], float], room: float) -> Iterator[str]:
    """What stays together: words; of one longer than a line its clauses; of such a clause its signs."""
    for word in re.findall(r"\S+\s*", text):
        for clause in [word] if length(word.rstrip()) <= room else CLAUSE.findall(word):
            yield from [clause] if length(clause.rstrip()) <= room else _signs(clause)


def _signs(clause: str) -> Iterator[str]:
    """Broken anywhere, but not before a closing sign, nor within a script that puts spaces between its words."""
    piece = ""
    for sign, following in pairwise([*clause, ""]):
        piece += sign
        if not following or (ord(following) >= EAST_ASIA and not _closes(following)):
            yield piece
            piece = ""


def _closes(sign: str) -> bool:
    return unicodedata.category(sign) in CLOSING or " SMALL " in unicodedata.name(sign, "")
