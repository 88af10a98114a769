"""What is wrong with a text, and which of that is allowed, each with its reason (`allowed.toml`).

An allowance that excuses nothing is a problem too, so that the list never outlives its causes.
No rule is written here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from locales.catalogue import HERE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ALLOWED = HERE / "allowed.toml"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    rule: str
    place: str
    """A language, or a file and line."""
    subject: str
    """A key, or the text that was found."""
    what: str

    def __str__(self) -> str:
        return f"{self.rule:<9} {self.place}: {self.subject}: {self.what}"


@dataclass(frozen=True, slots=True)
class Allowance:
    rule: str
    match: str
    """Compared with the place and with the subject; `*` stands for anything."""
    why: str

    def covers(self, problem: Problem) -> bool:
        return self.rule == problem.rule and any(
            fnmatchcase(each, self.match) for each in (problem.place, problem.subject)
        )


def allowances(path: Path = ALLOWED) -> tuple[Allowance, ...]:
    with path.open("rb") as file:
        listed = tomllib.load(file).get("allowed", [])
    return tuple(Allowance(each["rule"], each["match"], each["why"]) for each in listed)


def without_allowed(found: Iterable[Problem], allowed: Iterable[Allowance]) -> list[Problem]:
    """What remains, and every allowance that was not needed."""
    rest, unused = list(found), list[Problem]()
    for each in allowed:
        left = [problem for problem in rest if not each.covers(problem)]
        if len(left) == len(rest) or not each.why.strip():
            unused.append(Problem("allowed", "allowed.toml", each.match, "excuses nothing, or has no reason"))
        rest = left
    return sorted([*rest, *unused])
