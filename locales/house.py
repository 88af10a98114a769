"""All that the check looks at, read once: the keys that are due and every language's texts.

It only holds; the rules that look at it are in `rules.py`, `limits.py` and `plain.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.catalogue import entries_of
from locales.tongue import tags_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from locales.catalogue import Entry
    from locales.keys import KeyInfo


@dataclass(frozen=True, slots=True)
class House:
    """Everything the rules look at."""

    folder: Path
    keys: Mapping[str, KeyInfo]
    texts: Mapping[str, Mapping[str, Entry]]
    """By language, then key."""

    def filled(self) -> Iterator[tuple[str, Entry]]:
        for tag, entries in self.texts.items():
            yield from ((tag, entry) for entry in entries.values() if entry.filled)


def house_in(folder: Path, keys: Mapping[str, KeyInfo]) -> House:
    return House(folder, keys, {tag: entries_of(folder, tag) for tag in tags_in(folder)})
