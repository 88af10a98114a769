"""Statuses of residence, found and read: which exist on a day, which one is meant by what was typed, and when to remind
of the end of a period. It never says whether anybody may work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Final

from flows.office.policy import Policy, at_office, local
from flows.office.statuses import NATIONALS, SPECIAL_PERMANENT, STATUSES, Status
from flows.reading.text import fold
from flows.values import Text

LONGEST: Final = 120
_SHORTEST: Final = 2
_SHORTEST_LATIN: Final = 3
_NEAR: Final = 0.8
_MANY: Final = 5
"""More than these are no question that one can answer."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What was typed is not a status's name, but may mean these: to be asked about before it counts."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A special permanent resident, or a Japanese national: no status of the list, the question does not apply."""


BY_CODE: Final = {each.code: each for each in STATUSES}


def valid_on(day: date) -> tuple[Status, ...]:
    return tuple(each for each in STATUSES if each.valid(day))


def label(code: str) -> Text:
    """The official English name with the Japanese one, in every language."""
    status = BY_CODE[code]
    return Text("residence.status", {"english": status.english, "japanese": status.japanese})


def read_status(text: str, today: date) -> str | Meant | Outside | None:
    """The code of a status typed by its whole name; what may be meant, where it was typed in part or nearly."""
    wanted = fold(text)
    if not (_SHORTEST_LATIN if wanted.isascii() else _SHORTEST) <= len(wanted) <= LONGEST:
        return None
    names = {name: each.code for each in valid_on(today) for name in _names(each)}
    if code := names.get(wanted):
        return code
    if wanted in NATIONALS or any(name in wanted for name in _names(SPECIAL_PERMANENT)):
        return Outside()
    found = _partly(wanted, names) or _nearly(wanted, names)
    return Meant(found) if 0 < len(found) <= _MANY else None


def _names(status: Status) -> tuple[str, ...]:
    return fold(status.japanese), fold(status.english), status.code.replace("_", " ")


def _partly(wanted: str, names: dict[str, str]) -> tuple[str, ...]:
    """Typed in part, or with words around it; of several that stand in it, the longest (技能実習 holds 技能)."""
    holding = [name for name in names if wanted in name]
    if not holding:
        held = [name for name in names if name in wanted]
        holding = [name for name in held if not any(name != other and name in other for other in held)]
    return tuple(dict.fromkeys(names[name] for name in holding))


def _nearly(wanted: str, names: dict[str, str]) -> tuple[str, ...]:
    near = get_close_matches(wanted, names, n=3, cutoff=_NEAR)
    return tuple(dict.fromkeys(names[name] for name in near))


def remind_at(end: date, now: datetime, policy: Policy) -> datetime | None:
    """When to remind of the end of a period: as the quiet hours end, the office's number of days before.

    None where that is past already, or further away than the office keeps the promise.
    """
    at = at_office(end - timedelta(days=policy.asked.period_reminder_days), policy.reminders.quiet_until)
    last = local(now).date() + timedelta(days=policy.retention.promise_days)
    return at if now < at and local(at).date() <= last else None


def daytime(now: datetime, policy: Policy) -> datetime:
    """Now, or the end of the quiet hours in which now lies."""
    quiet, wall = policy.reminders, local(now)
    if quiet.quiet_until <= wall.time() < quiet.quiet_from:
        return now
    day = wall.date() + timedelta(days=wall.time() >= quiet.quiet_from)
    return at_office(day, quiet.quiet_until)
