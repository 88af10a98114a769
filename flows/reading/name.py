"""A name as registered at Hello Work: one field, any script, one word or many; and how it is read.

What makes text unfit to be anybody's name is decided here.
No shape of a "proper" name may be: no family name, no capital, no second word is ever asked for.
"""

import re
import unicodedata
from typing import Final

from flows.reading.text import clean

LONGEST: Final = 80

# The one place where NFKC may touch a name: it joins half-width kana with their sound marks.
_HALF_WIDTH_KANA: Final = re.compile("[\uff65-\uff9f]+")
# Letters by category that lengthen or repeat the one before: alone they are nobody's name.
_MARKS: Final = frozenset("ー々〻ゝゞヽヾ〱")
# What stands between the letters of a reading, beside spaces and dashes; the joiners are how Nepali is spelt.
_BETWEEN: Final = frozenset("'’ʼ.,、・·＝゠\u200c\u200d")
_READ_BY_ALL: Final = ("LATIN ", "FULLWIDTH LATIN ", "HIRAGANA ", "KATAKANA", "MODIFIER LETTER ")
_LINK: Final = re.compile(r"://|@|\bwww\.|[a-z0-9]\.(?:com|net|org|info|jp)(?:/|$)", re.IGNORECASE)


def read_name(text: str) -> str | None:
    name = clean(_HALF_WIDTH_KANA.sub(_full_width, text), len(text) + LONGEST)
    return name if len(name) <= LONGEST and _could_be_a_name(name) else None


def read_reading(text: str) -> str | None:
    """How a name is read: in any script, and nothing but letters with what stands between them."""
    reading = read_name(text)
    return reading if reading and all(_of_a_reading(sign) for sign in reading) else None


def reads_itself(name: str) -> bool:
    """Is it in kana or Latin letters only, so that anybody at an office here can say it?"""
    letters = (sign for sign in name if unicodedata.category(sign).startswith("L"))
    return all(unicodedata.name(sign, "").startswith(_READ_BY_ALL) for sign in letters)


def _of_a_reading(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LM" or category in {"Zs", "Pd"} or sign in _BETWEEN


def _full_width(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _could_be_a_name(name: str) -> bool:
    has_letter = any(unicodedata.category(sign).startswith("L") and sign not in _MARKS for sign in name)
    return has_letter and not name.startswith("/") and not _LINK.search(name)
