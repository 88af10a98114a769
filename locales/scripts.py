"""The rule of scripts: who reads one language meets signs of no other, but for names, and in brackets.

The scripts of a language are said here; the names that stay as they are in every language in `glossary.toml`.
Also looks at texts as they were shown, with their values. Nothing is rendered here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from locales.catalogue import STAFF, domain_of
from locales.gaps import GAP
from locales.glossary import names
from locales.keys import is_typed
from locales.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locales.house import House

LATIN = frozenset({"LATIN"})
JAPANESE = frozenset({"HIRAGANA", "KATAKANA", "CJK"})
SCRIPTS = {
    "ja": JAPANESE,
    "ja-simple": JAPANESE,
    "zh-Hans": frozenset({"CJK"}),
    "zh-Hant": frozenset({"CJK"}),
    "ko": frozenset({"HANGUL"}),
    "ne": frozenset({"DEVANAGARI"}),
    "th": frozenset({"THAI"}),
    "my": frozenset({"MYANMAR"}),
    "km": frozenset({"KHMER"}),
    "mn": frozenset({"CYRILLIC"}),
}
"""By tag; a language that is not named here writes with Latin letters."""
BRACKETED = re.compile(r"[(（\[［【][^()（）\[\]［］【】]*[)）\]］】]")
ADDRESS = re.compile(r"\b(?:https?://|www\.|tel:|mailto:)\S+|\S+@\S+")
# Unicode names sign kinds more finely than scripts: "KATAKANA-HIRAGANA PROLONGED SOUND MARK", "HALFWIDTH KATAKANA".
SHARED = frozenset({"MODIFIER", "COMBINING", "SUPERSCRIPT", "MASCULINE", "FEMININE"})


def scripts(house: House) -> Iterator[Problem]:
    for tag, entry in house.filled():
        if is_typed(entry.key) or domain_of(entry.key) == STAFF:  # staff type words of one language
            continue
        for form in entry.forms:
            for word in foreign(tag, GAP.sub(" ", form)):
                yield Problem("script", tag, entry.key, f"is in another script, and not in brackets: {word}")


def foreign(tag: str, text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Words of a text in a script that the language does not use, outside brackets; `known` are names like those of
    people and offices, in lower case.
    """
    own = SCRIPTS.get(tag, LATIN) | SHARED
    shown = ADDRESS.sub(" ", BRACKETED.sub(" ", text))
    runs = ((script, "".join(run)) for script, run in groupby(shown, _script))
    return [run for script, run in runs if script and script not in own and run.casefold() not in names() | known]


@cache
def _script(sign: str) -> str:
    """Of a letter, or a mark upon one; empty for all else."""
    if unicodedata.category(sign)[0] not in "LM":
        return ""
    first, _, rest = unicodedata.name(sign, "UNKNOWN").partition(" ")
    if first in {"HALFWIDTH", "FULLWIDTH"}:
        first = rest.partition(" ")[0]
    if first in {"IDEOGRAPHIC", "VERTICAL"}:
        return "CJK"
    return first.partition("-")[0]
