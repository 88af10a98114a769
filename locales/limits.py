"""Does every text, with its sample values, fit where it is shown?

The limits are the platforms'; a text without one of its own is a message. Nothing is cut here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.keys import is_plural, is_typed
from locales.problem import Problem
from locales.tongue import HIGHEST_COUNT, form_for
from locales.words import NoText, catalogues, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.values import Value
    from locales.house import House
    from locales.keys import KeyInfo

# In UTF-16 units, as both platforms count. The smaller of the two where a text goes to both.
LIMITS = {
    "message": 4096,  # Telegram; LINE takes 5000
    "label": 20,  # LINE quick reply and template action
    "command": 32,  # Telegram command
    "alt": 1500,  # LINE alternative text
    "description": 256,  # Telegram command description
    "about": 120,  # Telegram short description of the bot
    "welcome": 512,  # Telegram description of the bot
    "title": 40,  # LINE template title
    "template": 160,  # LINE buttons template without a title
    "confirm": 240,  # LINE confirm template
    "bar": 14,  # LINE rich menu bar
}


def limits(house: House) -> Iterator[Problem]:
    """Every text, tried with its sample values, is whole and fits where it is shown."""
    languages = catalogues(house.folder, missed=refuse)
    for tag, entry in house.filled():
        info = house.keys.get(entry.key)
        if info is None:
            continue
        for sample in _samples(tag, info):
            try:
                text = languages[tag].text(entry.key, sample)
            except NoText as missing:
                yield Problem("sample", tag, entry.key, str(missing))
            else:
                yield from _fits(tag, entry.key, info, text)


def _samples(tag: str, info: KeyInfo) -> Iterator[Mapping[str, Value]]:
    """The sample as given, and once more with a count for each plural form."""
    yield info.sample
    if is_plural(info):
        firsts = {form_for(tag, count): count for count in reversed(range(HIGHEST_COUNT))}
        yield from ({**info.sample, "count": count} for count in firsts.values())


def _fits(tag: str, key: str, info: KeyInfo, text: str) -> Iterator[Problem]:
    limit = LIMITS.get(info.limit or "message")
    size = len(text.encode("utf-16-le")) // 2
    if limit is None:
        yield Problem("limit", tag, key, f"no such limit: {info.limit}")
    elif size > limit and not is_typed(key):
        yield Problem("limit", tag, key, f"{size} UTF-16 units, {limit} fit: {text[:60]}")
