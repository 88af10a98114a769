"""The name as registered at Hello Work: one field, any script. What may be no name but an answer is asked once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.booking.conditions import YES_NO
from flows.booking.draft import Draft
from flows.booking.earlier import known
from flows.office.refusals import Missing
from flows.reading.assent import BOTH, yes_no
from flows.reading.name import read_name
from flows.reading.text import fold
from flows.step import Branch, Step

if TYPE_CHECKING:
    from flows.words import Words


def _named(draft: Draft, name: str | None) -> Draft:
    """How another name is read is another question."""
    return replace(draft, name=name, name_reading=draft.name_reading if name == draft.name else None)


NAME: Step[Draft, str] = Step(
    "name",
    next="number",
    read=lambda text, _view: read_name(text),
    check=lambda value, _draft, _view: None if read_name(value) else Missing(),
    put=_named,
    get=lambda draft: draft.name,
    required=True,
)


_MARKUP = re.compile(r"<[^<>]*>")
_IN_NO_NAME = frozenset("<>{}[]|\\")


def doubtful(name: str, words: Words) -> bool:
    """Is it a yes, a no, a cancel or a language somewhere, or written as no name is? People are called Hai, Si and
    Thai: so it is asked, and never refused.
    """
    plain = _MARKUP.sub("", name)
    answer = yes_no(plain, words) is not None or fold(plain).rstrip(".!。！ ") in _answers(words)
    return answer or words.language(plain) is not None or not _IN_NO_NAME.isdisjoint(name)


@lru_cache(maxsize=256)
def _answers(words: Words) -> frozenset[str]:
    return frozenset(fold(each) for each in words.list_of("booking.name_sure.words"))


def _put(draft: Draft, value: str) -> Draft:
    """Another name typed instead of yes or no takes the place of the first, and is not doubted again."""
    if value == "no":
        return replace(_named(draft, None), named="")
    name = draft.name if value == "yes" else value
    return replace(_named(draft, name), named=name)


def _leads(draft: Draft) -> str:
    """Back only after a *no*: whose name is known from before is not asked for it here either."""
    return "name" if draft.named == "" and draft.name is None and not known(draft) else "name_reading"


NAME_SURE: Step[Draft, str] = Step(
    "name_sure",
    next=Branch(_leads, ("name", "name_reading")),
    choices=lambda _draft, _view: YES_NO,
    read=lambda text, _view: read_name(text),
    check=lambda value, _draft, _view: None if value in BOTH or read_name(value) else Missing(),
    put=_put,
    get=lambda draft: draft.named if draft.named == draft.name else None,
    values=lambda draft, _view: {"name": draft.name or ""},
    skip=lambda draft, view: draft.name is None or draft.named == draft.name or not doubtful(draft.name, view.words),
)
