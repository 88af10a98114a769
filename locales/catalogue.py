"""Reads the .po files: a key and its forms, as written, without rendering anything.

There is no compiled catalogue in the tree: what a translator saved is what is read at start.
Nothing is judged here (`check.py`) and nothing is written (`make.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from locales.tongue import folder_of, tags_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.messages.catalog import Catalog, Message

HERE = Path(__file__).parent
MESSAGES, STAFF = "messages", "staff"
DOMAINS = (MESSAGES, STAFF)
# Who works at a counter in Japan reads Japanese; English is for offices with staff from abroad.
STAFF_TAGS = ("ja", "en")
# The first line of a file: whoever is native and has read it throughout puts their name in the place of this.
NOT_REVIEWED = "# Written with care, and not yet reviewed by a native speaker."
REVIEWED = "# Reviewed by "


@dataclass(frozen=True, slots=True)
class Entry:
    """One key in one language. `forms` has one text, or one for each plural category."""

    key: str
    forms: tuple[str, ...]
    plural: bool = False
    fuzzy: bool = False

    @property
    def filled(self) -> bool:
        return all(self.forms)


def domain_of(key: str) -> str:
    return STAFF if key.startswith("staff.") else MESSAGES


def path_of(folder: Path, tag: str, domain: str) -> Path:
    return folder / folder_of(tag) / "LC_MESSAGES" / f"{domain}.po"


def review_of(path: Path) -> str:
    """The first line, where it says who has reviewed the file; empty where nobody has."""
    first = path.read_text(encoding="utf-8").partition("\n")[0] if path.exists() else ""
    return first if first.startswith(REVIEWED) else ""


def unreviewed(folder: Path = HERE) -> tuple[str, ...]:
    """Languages that no native speaker has read throughout, by tag."""
    return tuple(tag for tag in tags_in(folder) if not review_of(path_of(folder, tag, MESSAGES)))


def read_catalogue(path: Path) -> Catalog:
    """The file as Babel reads it; an absent file is an error of the caller."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries_in(path: Path) -> Mapping[str, Entry]:
    if not path.exists():
        return {}
    return {entry.key: entry for entry in map(_entry, read_catalogue(path)) if entry.key}


def entries_of(folder: Path, tag: str) -> Mapping[str, Entry]:
    """All keys of a language, of both domains."""
    found: dict[str, Entry] = {}
    for domain in DOMAINS:
        found.update(entries_in(path_of(folder, tag, domain)))
    return found


def _entry(message: Message) -> Entry:
    if isinstance(message.id, str):
        return Entry(message.id, (str(message.string or ""),), fuzzy=message.fuzzy)
    return Entry(message.id[0], tuple(message.string or ()), plural=True, fuzzy=message.fuzzy)
