"""What every catalogue must fulfil, one small function a rule: (house) -> problems.

Languages are compared with one another and with the list of keys. Trying texts out is `limits.py`,
plain Japanese is `plain.py`, texts in code and pages are `scan.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from locales.catalogue import DOMAINS, STAFF, STAFF_TAGS, domain_of, entries_in, path_of
from locales.choice import NAMES
from locales.gaps import GAP, gap_names, has_stray_brace
from locales.keys import is_plural, is_typed
from locales.plain import has_kanji
from locales.problem import Problem
from locales.tongue import forms_of, plural_header, tags_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from locales.catalogue import Entry
    from locales.house import House

AUTHORITY = "ja"  # the text that prevails
NEEDED = ("ja", "en")  # what missing texts fall back to
MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
PO_LINE = re.compile(r'(?:#.*|(?:msg(?:id|id_plural|str(?:\[[0-9]\])?) )?"(?:[^"\\]|\\.)*"|)')


def languages(house: House) -> Iterator[Problem]:
    for tag in NEEDED:
        if tag not in house.texts:
            yield Problem("language", tag, tag, "has no catalogue")
    for tag in tags_in(house.folder):
        if tag not in NAMES:
            yield Problem("language", tag, tag, "has no name in locales/choice.py")


def files(house: House) -> Iterator[Problem]:
    """Both domains hold their own keys only, each once, with the language's plural forms in the header."""
    for tag in house.texts:
        for domain in DOMAINS:
            path = path_of(house.folder, tag, domain)
            if path.exists():
                yield from _file(tag, domain, path)


def _file(tag: str, domain: str, path: Path) -> Iterator[Problem]:
    raw = path.read_text(encoding="utf-8")
    for number, line in enumerate(raw.splitlines(), start=1):
        if not PO_LINE.fullmatch(line):  # Babel would quietly read half of it
            yield Problem("file", f"{tag}/{path.name}:{number}", line, "is no line of a .po file")
    for key, times in Counter(MSGID.findall(raw)).items():
        if times > 1:
            yield Problem("twice", tag, key, f"stands {times} times in {path.name}")
    if f"Plural-Forms: {plural_header(tag)}" not in raw:
        yield Problem("plural", tag, path.name, f"the header should say {plural_header(tag)}")
    if domain == STAFF and tag not in STAFF_TAGS:
        yield Problem("orphan", tag, path.name, f"staff texts are kept in {', '.join(STAFF_TAGS)} only")
    for key in entries_in(path):
        if domain_of(key) != domain:
            yield Problem("orphan", tag, key, f"belongs into {domain_of(key)}.po")


def keys(house: House) -> Iterator[Problem]:
    """The same keys everywhere, and they are the keys that are used."""
    for tag, entries in house.texts.items():
        due = {key for key in house.keys if domain_of(key) != STAFF or tag in STAFF_TAGS}
        for key in due - entries.keys():
            yield Problem("missing", tag, key, "has no text")
        for key in entries.keys() - due:
            yield Problem("orphan", tag, key, "is used nowhere")
        for key in due & entries.keys():
            yield from _complete(tag, entries[key], plural=is_plural(house.keys[key]))


def _complete(tag: str, entry: Entry, *, plural: bool) -> Iterator[Problem]:
    forms = forms_of(tag) if plural else ("other",)
    if plural != entry.plural:
        yield Problem("plural", tag, entry.key, "must be plural" if plural else "must not be plural")
    elif len(entry.forms) != len(forms):
        yield Problem("plural", tag, entry.key, f"needs the forms {', '.join(forms)}")
    elif not entry.filled:
        yield Problem("missing", tag, entry.key, "has an empty text")
    if entry.fuzzy:
        yield Problem("fuzzy", tag, entry.key, "is marked as unsure")


def gaps(house: House) -> Iterator[Problem]:
    """Every language fills the same gaps, and only ones that get a value."""
    for tag, entry in house.filled():
        expected = gap_names(_authority(house, entry).forms[-1])
        known = frozenset(house.keys[entry.key].sample) if entry.key in house.keys else expected
        for form in entry.forms:
            yield from _form_gaps(tag, entry, form, expected, known)


def _authority(house: House, entry: Entry) -> Entry:
    return house.texts.get(AUTHORITY, {}).get(entry.key, entry)


def _form_gaps(tag: str, entry: Entry, form: str, expected: frozenset[str], known: frozenset[str]) -> Iterator[Problem]:
    found = gap_names(form)
    spared = {"count"} if form is not entry.forms[-1] else set()  # "one day" needs no number
    if has_stray_brace(form):
        yield Problem("gap", tag, entry.key, "has a brace that belongs to no gap")
    if odd := sorted((found ^ expected) - spared):
        yield Problem("gap", tag, entry.key, f"differs from {AUTHORITY} in {', '.join(odd)}")
    if nameless := sorted(found - known):
        yield Problem("gap", tag, entry.key, f"gets no value for {', '.join(nameless)}")


def blanks(house: House) -> Iterator[Problem]:
    for tag, entry in house.filled():
        if any(form != form.strip() for form in entry.forms):
            yield Problem("blank", tag, entry.key, "begins or ends with a blank")


def sameness(house: House) -> Iterator[Problem]:
    """A text equal to another language's has probably been copied and not translated."""
    for key in house.keys:
        if is_typed(key):
            continue
        texts = {tag: entries[key].forms[-1] for tag, entries in house.texts.items() if key in entries}
        for one, other in combinations(sorted(texts), 2):
            if texts[one] == texts[other] and _is_worded(texts[one]) and not _plain_already(one, other, texts):
                yield Problem("same", f"{one},{other}", key, f"is the same text: {texts[one]}")


def _is_worded(text: str) -> bool:
    return any(sign.isalpha() for sign in GAP.sub("", text))


def _plain_already(one: str, other: str, texts: Mapping[str, str]) -> bool:
    """Japanese without kanji is plain Japanese (はい, もどる)."""
    return {one, other} == {"ja", "ja-simple"} and not has_kanji(texts[one])


RULES = (languages, files, keys, gaps, blanks, sameness)
