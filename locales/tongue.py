"""What is known of a language before any text is read: its folder, its rules at CLDR, its plural forms.

The folder's name is the language's identity; a header inside a catalogue is only for editors.
No texts and no names of languages here (`choice.py`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.plural import PluralRule, to_gettext

if TYPE_CHECKING:
    from pathlib import Path

# Plain Japanese counts, sorts and dates as Japanese does; CLDR does not know its tag.
BASES = {"ja-simple": "ja"}
CATEGORIES = ("zero", "one", "two", "few", "many")
# A category that only millions or fractions reach (Spanish "many") is no form a translator must write.
HIGHEST_COUNT = 1000


def folder_of(tag: str) -> str:
    return tag.replace("-", "_")


def tags_in(folder: Path) -> tuple[str, ...]:
    """The languages that have a catalogue in this folder."""
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po"))
    return tuple(name.replace("_", "-") for name in found)


@cache
def locale_of(tag: str) -> Locale:
    return Locale.parse(folder_of(BASES.get(tag, tag)))


@cache
def forms_of(tag: str) -> tuple[str, ...]:
    """The plural categories a text with `{count}` must have, in the order of its `msgstr[…]`."""
    rule = locale_of(tag).plural_form
    reached = {rule(number) for number in range(HIGHEST_COUNT)}
    return (*(category for category in CATEGORIES if category in reached), "other")


def form_for(tag: str, count: int) -> int:
    """Which `msgstr[…]` fits this count."""
    forms = forms_of(tag)
    category = locale_of(tag).plural_form(count)
    return forms.index(category if category in forms else "other")


def plural_header(tag: str) -> str:
    """The `Plural-Forms` header, for editors of catalogues."""
    rules = locale_of(tag).plural_form.rules
    kept = PluralRule({category: rules[category] for category in forms_of(tag)[:-1]})
    return to_gettext(kept)
