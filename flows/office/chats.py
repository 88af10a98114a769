"""Several chats of one person: what a one-time code looks like, how long it lasts, what may be brought together.

Never here: a code that was drawn, or a word of what is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flows.office import refusals
from flows.office.appointment import OPEN, Application, Status
from flows.office.policy import Policy
from flows.office.refusals import Refusal
from flows.reading.number import DASHES
from flows.reading.text import digits, fold
from flows.words import Words

SIGNS: Final = "ACDEFHJKMNPRTUVWXY3479"
"""That no one confuses, aloud or on paper: of these alone a code is made."""
LENGTH: Final = 8
"""22 to the 8th is beyond guessing in a quarter of an hour, however many chats somebody opens."""
LASTS: Final = timedelta(minutes=15)
TRIES: Final = 5
"""Wrong codes that one chat may type within `WITHIN`."""
WITHIN: Final = timedelta(hours=1)
UNDONE_WITHIN: Final = timedelta(days=30)
"""So long a button parts again what was brought together; after that staff are asked."""
_DASH: Final = re.compile(f"[{re.escape(DASHES)}]")
_CODE: Final = re.compile(rf"([{SIGNS}]{{4}})[- ]?([{SIGNS}]{{4}})")
_AROUND: Final = " .:,'\"。、।။។"
_FIRST: Final = ("/start", "/join", "join", "code")


@dataclass(frozen=True, slots=True)
class Tried:
    """A code that is being tried in this chat: typed just now, or asked about. What it stands for is known only where
    it is right.
    """

    typed: bool
    code: str = ""
    """Its id, if it can be used."""
    own: bool = False
    """It was shown to the very person of this chat."""
    wait_until: datetime | None = None
    """Too many wrong codes: until then none is looked up, right or wrong."""
    theirs: tuple[Application, ...] = ()
    """What the person has who was shown the code; known where it is asked about."""


@dataclass(frozen=True, slots=True)
class Together:
    """Chats that were brought together, which can still be undone."""

    id: str
    channel: str
    at: datetime


def proper(code: str) -> bool:
    """With a letter and a digit in it, so that no name and no number is taken for one."""
    return any(each.isdigit() for each in code) and any(each.isalpha() for each in code)


def shown(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str, words: Words) -> str | None:
    """The code that was typed, alone or after a word such as *join*, in its plain form; None: it is something else."""
    plain = fold(_DASH.sub("-", text))
    for first in sorted((*_FIRST, *map(fold, words.list_of("chats.words"))), key=len, reverse=True):
        rest = plain.removeprefix(first)
        # No blank is set between words in Chinese or Thai; "code" without one may be the beginning of a code.
        plain = rest if rest != plain and (not first[-1].isascii() or not rest[:1].isalnum()) else plain
        plain = plain.lstrip(" .:,'\"")
    found = _CODE.fullmatch(digits(plain).strip(_AROUND).upper())
    code = found[1] + found[2] if found else ""
    return code if proper(code) else None


def may_join(
    own: Iterable[Application],
    theirs: Iterable[Application],
    now: datetime,
    policy: Policy,
    offices: Mapping[str, Policy],
) -> Refusal | None:
    """Would one person record break a rule that two did not? What is booked is never taken away: then it is refused."""
    mine, others = (_live(each, now) for each in (own, theirs))
    if not mine or not others:
        return None
    if len({each.office for each in (*mine, *others)}) > 1:
        return refusals.ChatsOfTwoOffices(policy.phone)
    policy = offices.get(mine[0].office, policy)
    if len(mine) + len(others) > policy.booking.open_limit:
        return refusals.ChatsTooManyOpen(policy.booking.open_limit, policy.phone)
    day = _shared_day(mine, others)
    return refusals.ChatsOneADay(day, policy.phone) if day and policy.booking.one_a_day else None


def _live(applications: Iterable[Application], now: datetime) -> tuple[Application, ...]:
    return tuple(each for each in applications if each.status in OPEN and not each.over(now))


def _shared_day(mine: Iterable[Application], others: Iterable[Application]) -> date | None:
    return min(_days(mine) & _days(others), default=None)


def _days(applications: Iterable[Application]) -> frozenset[date]:
    return frozenset(
        each.appointment.slot.day for each in applications if each.status is Status.BOOKED and each.appointment
    )
