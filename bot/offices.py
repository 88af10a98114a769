"""What the `offices` commands print: every setting of an office with its source, what differs, what is wrong.

Never here: what a setting means (`flows.office.policy`), or reading a file (`storage.offices`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.settings import BadSettings
from flows.office.policy import AGREED, OFFICE, UNSOURCED, Policy
from locales.catalogue import HERE as CATALOGUES
from locales.tongue import tags_in
from storage import offices

Settled: TypeAlias = Mapping[str, Any]
"""An office's file as JSON: of today, or kept from an earlier day."""


@dataclass(frozen=True, slots=True)
class Row:
    setting: str
    value: str
    source: str
    checked_on: str


def served(folder: Path | None, only: Sequence[str]) -> Mapping[str, Policy]:
    """The offices to serve, by id. Raises `BadSettings` with file, key and what is allowed."""
    return _sound(lambda: offices.load(folder, only), lambda ident: _file(folder, ident))


def find(where: str, folder: Path | None) -> Policy:
    """An office by its id, or by its file's name. Raises `BadSettings`."""
    if where.endswith(".toml"):
        return _sound(lambda: {where: offices.read(Path(where))}, Path)[where]
    return served(folder, (where,))[where]


def every(files: Sequence[Path], folder: Path | None) -> Sequence[Policy]:
    """Those of the files named, else of the folder. Raises `BadSettings`."""
    read = {str(file): find(str(file), folder) for file in files}
    found = read or _sound(lambda: offices.every(folder), lambda ident: _file(folder, ident))
    return tuple(found.values())


def _file(folder: Path | None, ident: str) -> Path:
    return (folder or offices.PACKAGED) / f"{ident}.toml"


def _sound(read: Callable[[], Mapping[str, Policy]], file: Callable[[str], Path]) -> Mapping[str, Policy]:
    try:
        found = read()
    except offices.BadOffice as error:
        raise BadSettings(str(error)) from None
    known = tags_in(CATALOGUES)
    for name, policy in found.items():
        for key, tag in _languages(policy):
            shared = () if key == "languages" else tuple(each.split("-")[0] for each in known)
            if tag not in {*known, *shared}:
                there = f"there are {', '.join(known)}"
                raise BadSettings(f"{file(name)}: {key}: there is no catalogue of {tag!r}; {there}")
    return found


def _languages(policy: Policy) -> Iterator[tuple[str, str]]:
    """Every language an office file names, with its key. A name may be that of several: zh of all that begin so."""
    yield from (("languages", tag) for tag in policy.languages)
    yield from ((f"names.{tag}", tag) for tag in policy.names)
    yield from ((f"{AGREED}.court.{tag}", tag) for tag in policy.terms.court)


def rows(office: Settled) -> Iterator[Row]:
    sources = office["sources"]
    for setting, value in values(office).items():
        if setting in UNSOURCED:
            yield Row(setting, value, "", "")
        else:
            section, dot, _ = setting.partition(".")
            source = sources.get(setting) or sources[section if dot else OFFICE]
            yield Row(setting, value, f"{source['document']} {source['article']}".strip(), source["checked_on"])


def values(office: Settled) -> Mapping[str, str]:
    """Every setting as `section.key`, its value as JSON."""
    return dict(_values(office))


def _values(office: Settled) -> Iterator[tuple[str, str]]:
    for name, value in office.items():
        if name == "sources":
            continue
        if isinstance(value, Mapping) and name in office["sources"]:
            yield from ((f"{name}.{key}", _json(each)) for key, each in value.items())
        else:
            yield name, _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def differences(old: Settled, new: Settled) -> Iterator[tuple[str, str, str]]:
    """(setting, old value, new value); empty where one has no such setting."""
    before, after = values(old), values(new)
    for setting in dict.fromkeys((*before, *after)):
        if before.get(setting) != after.get(setting):
            yield setting, before.get(setting, ""), after.get(setting, "")


def warnings(policy: Policy) -> Iterator[str]:
    """What an office may be served with, but should not stay so."""
    if policy.placeholder_phone:
        yield f"phone {policy.phone} is a placeholder: set the real one, and take placeholder_phone away"
