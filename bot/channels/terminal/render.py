"""A letter as lines: its text, then its choices with the number or the words that choose them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.envelope import Letter
from flows.messages import Choice
from flows.words import Words


def render(letters: Sequence[Letter], words: Words, *, repeated: bool, group: bool) -> Mapping[str, Any]:
    shown = [each for each in letters if not each.closes]
    return {"letters": ["\n".join(_lines(each, words, repeated=repeated, group=group)) for each in shown]}


def _lines(letter: Letter, words: Words, *, repeated: bool, group: bool) -> Iterator[str]:
    if repeated:
        yield words.text("anytime.may_be_repeat")
    yield words.text(letter.key, letter.values).strip()
    for choice in letter.choices:
        yield f"  {_how(choice, group=group)} {words.text(choice.label.key, choice.label.values)}"
    if letter.footers:
        yield "  " + "  ".join(f"[{words.text(each.label.key, each.label.values)}]" for each in letter.footers)


def _how(choice: Choice, *, group: bool) -> str:
    return f"({choice.says})" if group else f"{choice.number}."
