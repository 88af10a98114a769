"""The schedule: APScheduler only ticks; what is due, and who does it, is decided by rows claimed in the database.

Each clock that comes due is one transaction: asked again whether it is still owed, done, told. Any number of
processes may run this at once. Never here: when something is due (that was planned with the fact it belongs to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.announcing import Announcing
from bot.freed import Freed
from bot.logs import log, place
from bot.post import Post
from bot.promises import Promises
from bot.purging import Purging
from bot.rooms import Rooms
from flows.engine import Turn
from flows.facts import Came
from flows.messages import Expired
from flows.notices import Notice, notices
from flows.office.closing import with_closures
from flows.office.opening import spans
from flows.office.policy import Policy, at_office, local
from flows.office.reminders import Owed, not_before, still_owed
from flows.register import ENGINE
from flows.session import Session
from flows.staff.today import today
from flows.values import NOTHING
from storage.faults import Fault, judge
from storage.purge import Broken
from storage.records import applications, closures, conversations, due, forms, ticks
from storage.records.conversations import Conversation
from storage.records.due import Coming
from storage.store import fold
from storage.unit import Unit

MORNING_LASTS = timedelta(hours=6)
"""A morning list that could not go out by then is of no use any more."""


TRIES = 5
"""Of a clock that fails, before it is given up and staff are told."""


@dataclass(frozen=True, slots=True)
class Schedule:
    rooms: Rooms
    _set_aside: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    """Clocks that failed: how often, and until when others go before them. A restart may try them anew."""
    _unerased: dict[Broken, datetime] = field(default_factory=dict)
    """What the purge failed at, with the hour."""

    def one(self, connection: Connection) -> bool:
        """Do the next clock that is due, if there is one, in this transaction. One that fails blocks no other."""
        unit = self.rooms.unit(connection)
        resting = [ident for ident, (_, until) in self._set_aside.items() if until > unit.now]
        coming = due.first(unit, resting)
        if coming is None:
            return False
        chat = applications.conversation_of(unit, coming.application)
        conversation = conversations.lock(unit, chat) if chat else None
        if not due.claim(unit, coming.id):
            return True  # another hand was faster; there may be more
        try:
            with fold(connection):
                self._do(unit, coming, conversation)
        except Exception as error:
            if isinstance(error, DBAPIError) and judge(error) is not Fault.OURS:
                raise  # the database's trouble: the store repeats the whole
            self._failed(unit.fresh(), coming, error)
        return True

    def _do(self, unit: Unit, claimed: Coming, conversation: Conversation | None) -> None:
        application = applications.by_id(unit, claimed.application)
        if application is None or conversation is None:
            due.dropped(unit, claimed.id, "erased")
            return
        policy = self.rooms.policy(application.office)
        policy = with_closures(policy, closures.days(unit, policy.id))
        reason = still_owed(claimed.due, application, unit.now, policy)
        self.rooms.measures.clocks.labels(claimed.due.kind.value, reason or "done").inc()
        if reason:
            due.dropped(unit, claimed.id, reason)
        elif (at := not_before(claimed.due, unit.now, policy)) > unit.now:
            due.postpone(unit, claimed.id, at)
        elif claimed.due.kind is Owed.FREED:
            Freed(self.rooms).come(unit, claimed, application, conversation)
        else:
            self._come(unit, claimed, conversation, policy)

    def _failed(self, unit: Unit, claimed: Coming, error: Exception) -> None:
        tries, kind = self._set_aside.get(claimed.id, (0, unit.now))[0] + 1, claimed.due.kind.value
        log("schedule").error("a clock failed", kind=kind, tries=tries, error=type(error).__name__, at=place(error))
        self.rooms.measures.clocks.labels(kind, "failed").inc()
        if tries < TRIES:
            self._set_aside[claimed.id] = (tries, unit.now + timedelta(seconds=4.0**tries))
            return
        self._set_aside.pop(claimed.id, None)
        due.dropped(unit, claimed.id, f"failed: {type(error).__name__}")
        application = applications.by_id(unit, claimed.application)
        office = self.rooms.policy(application.office if application else "").id
        Post(self.rooms, unit, f"failed:{claimed.id}").to_staff(office, Notice("staff", "staff.told.failed", NOTHING))

    def _come(self, unit: Unit, claimed: Coming, conversation: Conversation, policy: Policy) -> None:
        fact = Came(claimed.application, claimed.due)
        view = self.rooms.view(unit, conversation, Expired(), office=policy.id)
        application = self.rooms.keep(unit, fact, view, conversation)
        due.done(unit, claimed.id)
        post = Post(self.rooms, unit, f"due:{claimed.id}")
        for notice in notices(fact, application, view):
            post.notice(notice, application, None)

    def expire_drafts(self, connection: Connection) -> bool:
        """Unfinished answers that have reached their time are erased, and their owner is told."""
        unit = self.rooms.unit(connection)
        over = conversations.drafts_expired(unit, 1)
        for each in over:
            conversation = conversations.lock(unit, each.id)
            if conversation.draft_expires_at and conversation.draft_expires_at <= unit.now:  # not done meanwhile
                self._expire(unit, conversation)
        return bool(over)

    def _expire(self, unit: Unit, conversation: Conversation) -> None:
        """They are erased even where telling fails."""
        try:
            session = conversations.session(unit, conversation, ENGINE.drafts)
            turn = ENGINE.turn(session, Expired(), self.rooms.view(unit, conversation, Expired()))
        except Exception as error:
            if isinstance(error, DBAPIError):
                raise
            log("schedule").error("a draft's end failed", error=type(error).__name__, at=place(error))
            turn = Turn(Session())
        conversations.save(unit, conversation, turn.session)
        forms.drop(unit, conversation.id)
        post = Post(self.rooms, unit, f"expired:{conversation.id}:{unit.now.isoformat()}")
        post.replies(conversation, turn.replies, urgent=False)

    def morning_lists(self, connection: Connection) -> bool:
        """Each office's list of the day, once a working morning, by whichever process is first."""
        unit = self.rooms.unit(connection)
        done = [self._morning_list(unit, policy) for policy in self.rooms.policies.values()]
        return any(done)

    def _morning_list(self, unit: Unit, policy: Policy) -> bool:
        at = morning(unit.now, policy)
        if not at <= unit.now < at + MORNING_LASTS or not ticks.take(unit, f"morning:{policy.id}", at):
            return False
        group = conversations.staff_group(unit, policy.id)
        if group and spans(at.date(), policy):
            told = today(self.rooms.view(unit, group, Expired()))
            post = Post(self.rooms, unit, f"morning:{policy.id}:{at.date().isoformat()}")
            post.to_staff(policy.id, Notice("staff", told.key, told.values))
        return True

    @property
    def jobs(self) -> tuple[Callable[[Connection], bool], ...]:
        """All that a tick looks after: each does one thing and says whether there may be more."""
        terms = Announcing(self.rooms)
        kept = (Promises(self.rooms).one, terms.plan, terms.one)
        return (self.one, self.expire_drafts, self.morning_lists, *kept, Purging(self.rooms, self._unerased).one)


def morning(now: datetime, policy: Policy) -> datetime:
    """When the list of `now`'s day goes out."""
    return at_office(local(now).date(), policy.morning_list)
