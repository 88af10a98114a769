"""`python -m locales.make`: brings every .po file in step with the list of keys, and touches no translation.

New keys come in empty, dropped ones go, comments for translators are written anew; the same input gives
the same bytes. Nothing is translated or judged here.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from locales.catalogue import (
    DOMAINS,
    HERE,
    MESSAGES,
    NOT_REVIEWED,
    STAFF,
    STAFF_TAGS,
    domain_of,
    entries_in,
    path_of,
    review_of,
)
from locales.keys import is_plural, wanted
from locales.tongue import forms_of, locale_of, plural_header, tags_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from locales.catalogue import Entry
    from locales.keys import KeyInfo

# Our own header, not Babel's: no dates and no tool's version, so that a file changes only with its texts.
HEADER = """{reviewed}
msgid ""
msgstr ""
"Language: {tag}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
REFERENCES = ("ja", "en")  # what translators are shown


def refresh(folder: Path, keys: Mapping[str, KeyInfo]) -> tuple[Path, ...]:
    """Rewrites what has changed; returns those files."""
    changed = (
        _refresh_file(folder, tag, domain, keys)
        for tag in tags_in(folder)
        for domain in DOMAINS
        if domain != STAFF or tag in STAFF_TAGS
    )
    return tuple(path for path in changed if path)


def _refresh_file(folder: Path, tag: str, domain: str, keys: Mapping[str, KeyInfo]) -> Path | None:
    path = path_of(folder, tag, domain)
    others = {each: entries_in(path_of(folder, each, domain)) for each in REFERENCES if each != tag}
    here = {key: info for key, info in keys.items() if domain_of(key) == domain}
    text = written(tag, here, entries_in(path), others, review_of(path) or NOT_REVIEWED)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def written(
    tag: str,
    keys: Mapping[str, KeyInfo],
    texts: Mapping[str, Entry],
    others: Mapping[str, Mapping[str, Entry]],
    reviewed: str = NOT_REVIEWED,
) -> str:
    """The whole file, ids sorted; `others` are the texts that translators are shown."""
    catalog = Catalog(locale=locale_of(tag))
    catalog.mime_headers = [("Plural-Forms", plural_header(tag))]
    for key, info in sorted(keys.items()):
        catalog.add(
            (key, key) if is_plural(info) else key,
            _strings(tag, text := texts.get(key), plural=is_plural(info)),
            auto_comments=[*_shown(key, others), *_notes(info)],
            flags=["fuzzy"] if text is not None and text.fuzzy else [],
        )
    file = io.BytesIO()
    write_po(file, catalog, width=0, omit_header=True, ignore_obsolete=True)
    header = HEADER.format(reviewed=reviewed, tag=tag, plural=plural_header(tag))
    return header + file.getvalue().decode().rstrip("\n") + "\n"


def _strings(tag: str, text: Entry | None, *, plural: bool) -> str | tuple[str, ...]:
    forms = text.forms if text else ("",)
    return _spread(forms, len(forms_of(tag))) if plural else forms[-1]


def _spread(forms: tuple[str, ...], number: int) -> tuple[str, ...]:
    """A text that only now became plural keeps its wording as the last form, which fits most counts."""
    if len(forms) == number:
        return forms
    return (*[""] * (number - 1), forms[-1])


def _shown(key: str, others: Mapping[str, Mapping[str, Entry]]) -> Iterator[str]:
    for tag, entries in others.items():
        if key in entries:
            yield from (f"{tag}: {form}" for form in entries[key].forms if form)


def _notes(info: KeyInfo) -> list[str]:
    notes = []
    if info.note:
        notes.append(f"note: {info.note}")
    if info.screen:
        notes.append(f"screen: {info.screen}")
    if info.limit:
        notes.append(f"limit: {info.limit}")
    if info.sample:
        notes.append("values: " + ", ".join(f"{{{name}}}" for name in sorted(info.sample)))
    return notes


def begin(folder: Path, tag: str) -> None:
    """An empty catalogue, so that the next refresh fills it with keys."""
    path = path_of(folder, tag, MESSAGES)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def main(new_tags: Sequence[str]) -> int:
    """`python -m locales.make [TAG …]`: the tags of languages to begin with."""
    for tag in new_tags:
        begin(HERE, tag)
    for path in refresh(HERE, wanted()):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
