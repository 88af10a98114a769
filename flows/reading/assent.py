"""A typed yes or no, in whatever words of the person's language."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from flows.reading.text import said
from flows.words import Words

Assent = Literal["yes", "no"]
BOTH: tuple[Assent, Assent] = ("yes", "no")


def yes_no(text: str, words: Words) -> Assent | None:
    """Compared whole: a sentence in which a *no* stands may mean anything."""
    typed = said(text)
    return next((each for each in BOTH if typed in _spellings(each, words)), None)


@lru_cache(maxsize=256)
def _spellings(answer: Assent, words: Words) -> frozenset[str]:
    return frozenset(said(each) for each in (answer, words.text(answer), *words.list_of(f"{answer}.words")))
