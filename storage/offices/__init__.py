"""Offices as data: every file `<id>.toml` of a folder becomes one `Policy`; the package brings a demo office and two
that run by real terms of use.

An error names the file, the key, and what is allowed there. Never here: a rule, or a number of any office.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from flows.office.policy import Policy
from storage.offices.faults import problems, unreadable
from storage.records import documents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.unit import Unit

PACKAGED: Final = Path(__file__).parent
DEMO: Final = "demo"
SAMPLES_EFFECTIVE: Final = date(2026, 1, 1)
SAMPLE_VERSION: Final = "sample-1"


class BadOffice(ValueError):
    """An office file that cannot be used."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that shows what a published one looks like; whoever reads it is told that it is a sample."""

    name: str
    text: str


def load(folder: Path | None = None, only: Sequence[str] = ()) -> dict[str, Policy]:
    """The offices to serve, by id, in the order in which `only` names them. Raises `BadOffice`.

    Without `only`: every office of the folder; of the packaged ones (no folder) the demo alone.
    """
    found = every(folder)
    wanted = only or ((DEMO,) if folder is None else tuple(found))
    if unknown := next((each for each in wanted if each not in found), None):
        raise BadOffice(f"there is no office {unknown!r}; offices: {', '.join(found)}")
    return {ident: found[ident] for ident in wanted}


def every(folder: Path | None = None) -> dict[str, Policy]:
    """All offices of a folder by id (None: the packaged ones). Raises `BadOffice`."""
    where = folder or PACKAGED
    files = sorted(where.glob("*.toml"))
    if not files:
        raise BadOffice(f"{where}: holds no office file (*.toml)")
    return {policy.id: policy for policy in map(read, files)}


def read(file: Path) -> Policy:
    """The office of one file. Raises `BadOffice`."""
    try:
        text = file.read_text("utf-8-sig")  # editors on Windows put a mark before the first letter
    except UnicodeDecodeError as error:
        raise BadOffice(f"{file}: is no text in UTF-8 ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise BadOffice(f"{file}: {error.strerror or error}; there must be an office file to read") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadOffice(f"{file}: {unreadable(str(error), text)}") from error
    try:
        policy = Policy.model_validate(data)
    except ValidationError as error:
        raise BadOffice("\n".join(f"{file}: {each}" for each in problems(error, data))) from None
    if policy.id != file.stem:
        remedy = "name the file after the office's id"
        raise BadOffice(f"{file}: id: is {policy.id!r}, but the file's name says {file.stem!r}; {remedy}")
    return policy


def samples(policy: Policy) -> tuple[Sample, ...]:
    """The packaged sample texts, in the order in which the office names its documents."""
    files = ((name, PACKAGED / DEMO / f"{name}.txt") for name in policy.documents)
    return tuple(Sample(name, file.read_text("utf-8")) for name, file in files if file.exists())


def publish_samples(unit: Unit, offices: Mapping[str, Policy], *, rehearsal: bool = False) -> None:
    """Publish the demo office's sample texts, unless they are out already; where nobody is served, the others' too."""
    for policy in offices.values():
        for each in samples(policy) if rehearsal or policy.id == DEMO else ():
            if documents.published(unit, policy.id, each.name, SAMPLE_VERSION) is None:
                documents.publish(
                    unit,
                    policy.id,
                    each.name,
                    SAMPLE_VERSION,
                    SAMPLES_EFFECTIVE,
                    each.text,
                    sample=True,
                )
