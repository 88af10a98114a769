"""How the platforms count: UTF-16 code units, bytes, and what a reader takes for one character.

Here lives counting only; never a limit.
"""

import unicodedata

_JOINER = "\u200d"
_KEYCAP = "\u20e3"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    """Characters as a reader counts them: marks, joined emoji and flags are one (nearly UAX 29)."""
    count = 0
    previous = ""
    flags = 0
    for sign in text:
        flags = flags + 1 if ord(sign) in _REGIONAL else 0
        if not (previous and _extends(previous, sign, flags)):
            count += 1
        previous = sign
    return count


def _extends(previous: str, sign: str, flags: int) -> bool:
    code = ord(sign)
    return (
        previous == _JOINER
        or sign in (_JOINER, _KEYCAP)
        or unicodedata.category(sign) in ("Mn", "Me", "Mc")
        or code in _SKIN
        or code in _TAGS
        or (previous == "\r" and sign == "\n")
        or (code in _REGIONAL and flags % 2 == 0)
    )
