"""Many words as one pattern: the longest that stands there wins, and none ends in the middle of another.

Only the shape of patterns lives here, and never a word of any language.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

# After a word of a script with blanks no letter may follow: "am" is not the start of "amanhã" (a danda may: भोलि।).
# In Thai, Burmese and Khmer the next word follows at once, but never a sign that belongs to the letter before it.
_LETTERS: Final = r"[a-z\u00aa-\u052f\u0900-\u0963\u0966-\u0dff\u1e00-\u1eff]"
_SIGNS: Final = r"[\u0e30-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b6-\u17d3]|[\u1000-\u1021]\u1037?[\u1039\u103a]"
LETTER: Final = r"[a-z\u00c0-\u024f\u0400-\u052f\u0900-\u0963\u1e00-\u1eff]"
WORD_END: Final = rf"(?!{_LETTERS}|{_SIGNS})"
# Vowel signs end words of many scripts and are no letters by their category, so all but points and figures count.
_POINTS: Final = r".)\-"
_END: Final = rf"(?:(?<=\d)(?!\d)|(?<=[{_POINTS}])|(?<![\d{_POINTS}]){WORD_END})"
_NEVER: Final = "(?!)"


def any_of(words: Iterable[str]) -> str:
    """Written as a tree of shared beginnings, for a language may have a thousand ways to name a month."""
    known = sorted(set(words))
    return f"(?:{_branches(known, 0)}{_END})" if known else _NEVER


def _branches(words: list[str], at: int) -> str:
    """The words from their letter `at` on; all before it is the same in all of them."""
    if len(words) == 1:
        return re.escape(words[0][at:])
    found = [
        re.escape(first) + _branches(list(those), at + 1)
        for first, those in groupby(words, lambda each: each[at : at + 1])
    ]
    ended, longer = (found[:1], found[1:]) if len(words[0]) == at else ([], found)
    return "(?:" + "|".join((*longer, *ended)) + ")"
