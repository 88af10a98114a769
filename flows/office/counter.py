"""What a member of staff may know in their private chat: the whole of their own office, and what they have sought.

Never here: anything of another office. Names and numbers stand here for the one answer, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from flows.reading.number import JobSeekerNumber, SplitQuestion, read_number
from flows.reading.phone import Phone, Unfit, read_phone
from flows.reading.text import digits, fold

if TYPE_CHECKING:
    from flows.facts import Clerk
    from flows.office.appointment import Application
    from flows.office.opening import Cell
    from flows.office.policy import Policy
    from flows.office.standing import Standing
    from flows.office.timeline import Happening
    from flows.office.view import Document

KATAKANA = range(0x30A1, 0x30F7)
TO_HIRAGANA = {sign: sign - 0x60 for sign in KATAKANA}
SHORTEST = 2
"""Letters of a name that are enough to seek by."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, as everything that it may mean."""

    code: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    """Folded: compared with names that are folded in the same way."""

    @property
    def kind(self) -> str:
        """For the audit, which never learns what was typed."""
        return "+".join(each for each in ("code", "number", "phone", "name") if getattr(self, each)) or "nothing"

    def fits(self, name: str) -> bool:
        """Is that the name, or does it (or a part of it) begin so?"""
        parts = fold(name).translate(TO_HIRAGANA).split()
        return any("".join(parts[at:]).startswith(self.name) for at in range(len(parts)))


def search(typed: str) -> Search:
    """A code, a job-seeker number, a telephone number or a name: callers do not say which it is."""
    plain = fold(typed)
    digital = any(sign.isdigit() for sign in plain)
    number = read_number(typed)
    name = "" if digital else plain.translate(TO_HIRAGANA).replace(" ", "")
    return Search(
        code=plain.upper() if plain.isascii() and plain.isalnum() else "",
        number=number.value if isinstance(number, JobSeekerNumber | SplitQuestion) else "",
        phone=_phone(typed),
        name=name if len(name) >= SHORTEST else "",
    )


def _phone(typed: str) -> str:
    """As it would have been kept; also a number that the rules would not have taken."""
    found = read_phone(typed)
    if isinstance(found, Phone | Unfit) and found.e164:
        return found.e164
    plain = re.sub(r"[ ()./-]", "", digits(fold(typed)))
    if re.fullmatch(r"\+[0-9]{8,15}", plain):
        return plain
    return f"+81{plain[1:]}" if re.fullmatch(r"0[0-9]{9,10}", plain) else ""


@dataclass(frozen=True, slots=True)
class Found:
    application: Application
    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str = field(repr=False)
    name_reading: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Counter:
    """The office behind the counter, as this member of staff sees it."""

    clerk: Clerk
    policy: Policy
    taken: frozenset[Cell]
    applications: tuple[Application, ...]
    documents: tuple[Document, ...] = ()
    standing: Mapping[str, Standing] = field(default_factory=dict)
    timelines: Mapping[str, tuple[Happening, ...]] = field(default_factory=dict)
    stopped_at: datetime | None = None
    closures: tuple[date, ...] = ()
    terms_url: str = ""
    several: bool = False
    """They are staff of other offices too, so that an order about a whole office may be meant for another one."""
    found: tuple[Found, ...] = ()
