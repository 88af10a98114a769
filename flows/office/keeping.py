"""How long what is kept about a person may be kept, and what stands against erasing it (S 5-4, 6-4; K 8, S 18).

Every length is the office's own (`Retention`). Never here: what is erased then, or by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.office.appointment import CLAIMING, Application, Status
from flows.office.policy import Policy
from flows.office.refusals import EraseAfterAppeal, EraseAfterCall, EraseAfterCancel, Refusal
from flows.office.rules import cancellable

WAITING = frozenset({Status.REQUESTED, Status.OFFERED})
FAREWELL = timedelta(hours=25)
"""So long the way to a chat outlasts its erasure by the person: the last word must arrive, and is tried for a day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is asked of one application before its personal fields are erased."""

    status: Status
    changed_at: datetime
    ends_at: datetime | None = None
    """When the consultation ends or would have ended, where one was booked."""
    appeal_open: bool = False
    appeal_decided_at: datetime | None = None


def ended_at(kept: Kept, now: datetime) -> datetime | None:
    """When it was over; None while it is not. A consultation is over with its time, whether staff have marked it or
    not; what never came to one, with its last change.
    """
    if kept.status in WAITING:
        return None
    if kept.status not in CLAIMING:
        return kept.changed_at
    return kept.ends_at if kept.ends_at and kept.ends_at <= now else None


def erasable_at(kept: Kept, now: datetime, policy: Policy) -> datetime | None:
    """From when on its personal fields are kept no longer (ESA 5-5; K 8, S 18); None while that is not known.

    *I was in touch* stops it until a lead has decided, and for some days more, in which they can be asked about that.
    """
    over = ended_at(kept, now)
    if over is None or kept.appeal_open:
        return None
    at = over + timedelta(days=policy.retention.personal_days)
    if kept.appeal_decided_at is None:
        return at
    return max(at, kept.appeal_decided_at + timedelta(days=policy.retention.after_appeal_days))


def erasable(kept: Kept, now: datetime, policy: Policy) -> bool:
    at = erasable_at(kept, now, policy)
    return at is not None and at <= now


@dataclass(frozen=True, slots=True)
class Way:
    """What is asked of the way to a chat before it is forgotten. `forget_at`: the person has erased what they gave."""

    last_at: datetime
    forget_at: datetime | None = None
    held: bool = False
    """Something needs it: an application whose data are kept, answers under way, a promised reminder, an appeal that
    is open, or a refusal of use that is in force and must be applied.
    """


def forgotten_at(way: Way, policy: Policy) -> datetime | None:
    """S 6-4, by analogy: a year without use. Sooner where the person wished it (S 5-4)."""
    if way.held:
        return None
    return way.forget_at or way.last_at + timedelta(days=policy.retention.chat_unused_days)


def forgettable(way: Way, now: datetime, policy: Policy) -> bool:
    at = forgotten_at(way, policy)
    return at is not None and at <= now


def records_until(now: datetime, policy: Policy) -> datetime:
    """What was written down before is deleted, though it holds nothing personal (K 7; S 13, 23-2)."""
    return now - timedelta(days=policy.retention.records_days)


def may_erase(own: Iterable[Application], now: datetime, offices: Mapping[str, Policy]) -> Refusal | None:
    """May this person delete what they registered now (S 5-4)? A booking that is still before them is cancelled first,
    where only the telephone cancels by telephone (K 6(4)); and an appeal is decided first, for it needs what is kept.
    """
    for each in own:
        policy = offices.get(each.office) or next(iter(offices.values()))  # of one no longer served
        if each.appealed and each.appeal:
            return EraseAfterAppeal(each.code, each.appeal.due, policy.phone)
        if each.over(now) or (each.status not in WAITING and each.status is not Status.BOOKED):
            continue
        calls = cancellable(each, now, policy) is not None or each.cancel_wished
        return EraseAfterCall(each.code, policy.phone) if calls else EraseAfterCancel(each.code, policy.phone)
    return None
