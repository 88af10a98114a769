"""`python -m locales.check`: are the catalogues complete, alike, within limits, and the only place of texts?

Runs every rule and prints what is wrong, one line each; the exit status is 1 if anything is.
No rule is written here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError

from locales.catalogue import HERE
from locales.echo import echoes
from locales.glossary import terms
from locales.house import house_in
from locales.keys import is_typed, wanted
from locales.limits import limits
from locales.plain import plain_problems
from locales.problem import Problem, allowances, without_allowed
from locales.rules import RULES
from locales.scan import literals, texts_in_templates
from locales.scripts import scripts
from locales.words import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from locales.house import House
    from locales.keys import KeyInfo
    from locales.problem import Allowance

PLAIN = "ja-simple"


def problems(
    catalogue_dir: Path = HERE,
    *,
    keys: Mapping[str, KeyInfo] | None = None,
    code_dir: Path | None = HERE.parent,
    allowed: Sequence[Allowance] | None = None,
) -> list[Problem]:
    """All that is wrong; `code_dir=None` leaves code and templates out."""
    catalogues.cache_clear()  # the files may have changed since a program read them
    try:
        house = house_in(catalogue_dir, wanted() if keys is None else keys)
    except PoFileError as fault:
        return [Problem("file", str(catalogue_dir), fault.line.strip(), f"cannot be read: {fault}")]
    found = [*_in_catalogues(house), *_in_code(code_dir)]
    return without_allowed(found, allowances() if allowed is None else allowed)


def _in_catalogues(house: House) -> Iterator[Problem]:
    for rule in (*RULES, limits, scripts, terms, echoes):
        yield from rule(house)
    for entry in house.texts.get(PLAIN, {}).values():
        if not is_typed(entry.key):
            yield from plain_problems(PLAIN, entry.key, "\n".join(entry.forms))


def _in_code(code_dir: Path | None) -> Iterator[Problem]:
    if code_dir is not None:
        yield from literals(code_dir)
        yield from texts_in_templates(code_dir)


def main() -> int:
    found = problems()
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(found)} problems in the catalogues.\n" if found else "The catalogues are sound.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
