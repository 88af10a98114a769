"""How LINE counts text, and how a text is cut to fit.

Here live counting and cutting; never a limit, nor what is sent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]

ELLIPSIS = "\u2026"
_MARKS = ("Mn", "Me")
_JOINER = "\u200d"


def utf16(text: str) -> int:
    """LINE counts UTF-16 code units nearly everywhere: most emoji are two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def graphemes(text: str) -> int:
    """Never fewer characters than a reader sees; more for joined emoji, so that what fits here fits at LINE."""
    return sum(unicodedata.category(sign) not in _MARKS for sign in text[1:]) + bool(text)


def clip(text: str, limit: int, measure: Measure = utf16) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if measure(text) <= limit:
        return text
    return _head(text, limit - 1, measure).rstrip() + ELLIPSIS


def split(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` UTF-16 units, cut where a reader would pause, if there is such a place."""
    while utf16(text) > limit:
        head = _head(text, limit, utf16)
        at = _pause(head)
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _head(text: str, limit: int, measure: Measure) -> str:
    """The longest beginning that fits, with no character of the reader's torn apart."""
    low, high = 0, min(limit, len(text))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= limit else (low, middle - 1)
    whole = low
    while whole > 0 and _joined(text, whole):
        whole -= 1
    return text[: whole or low]


def _joined(text: str, at: int) -> bool:
    if at >= len(text):
        return False
    later = text[at]
    return later == _JOINER or text[at - 1] == _JOINER or unicodedata.category(later)[0] == "M"


def _pause(head: str) -> int:
    """After the last empty line, line, or blank of the second half; else at the very end."""
    for sign in ("\n\n", "\n", " "):
        at = head.rfind(sign, len(head) // 2)
        if at > 0:
            return at + len(sign)
    return len(head)
