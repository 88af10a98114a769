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
from flows.office.policy import OFFICE, Policy
from locales.catalogue import HERE as CATALOGUES
from locales.tongue import tags_in
from storage import offices

Settled: TypeAlias = Mapping[str, Any]
"""An office's file as JSON: of today, or kept from an earlier day."""
UNSOURCED = frozenset({"id", "version", "sources"})
"""They say which text this is, and where it comes from."""


@dataclass(frozen=True, slots=True)
class Row:
    setting: str
    value: str
    source: str
    checked_on: str


def served(folder: Path | None, only: Sequence[str]) -> Mapping[str, Policy]:
    """The offices to serve, by id. Raises `BadSettings` with file, key and what is allowed."""
    return _sound(lambda: offices.load(folder, only))


def find(where: str, folder: Path | None) -> Policy:
    """An office by its id, or by its file's name. Raises `BadSettings`."""
    if where.endswith(".toml"):
        return _sound(lambda: {where: offices.read(Path(where))})[where]
    return served(folder, (where,))[where]


def every(files: Sequence[Path], folder: Path | None) -> Sequence[Policy]:
    """Those of the files named, else of the folder. Raises `BadSettings`."""
    read = {str(file): find(str(file), folder) for file in files}
    return tuple((read or _sound(lambda: offices.every(folder))).values())


def _sound(read: Callable[[], Mapping[str, Policy]]) -> Mapping[str, Policy]:
    try:
        found = read()
    except offices.BadOffice as error:
        raise BadSettings(str(error)) from None
    known = tags_in(CATALOGUES)
    for policy in found.values():
        if strange := [tag for tag in policy.languages if tag not in known]:
            raise BadSettings(
                f"office {policy.id}: languages: there is no catalogue of {strange[0]!r}; there are {', '.join(known)}"
            )
    return found


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
        if name in office["sources"]:
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
