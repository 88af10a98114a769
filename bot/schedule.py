"""The schedule: APScheduler only ticks; what is due, and who does it, is decided by rows claimed in the database.

Each clock that comes due is one transaction: asked again whether it is still owed, done, told. Any number of
processes may run this at once. Never here: when something is due (that was planned with the fact it belongs to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.post import Post
from bot.rooms import Rooms
from flows.facts import Came
from flows.messages import Expired
from flows.notices import Notice, notices
from flows.office.opening import spans
from flows.office.policy import Policy, at_office, local
from flows.office.reminders import still_owed
from flows.register import ENGINE
from flows.staff import today
from storage.records import applications, conversations, due, ticks
from storage.records.due import Claimed
from storage.unit import Unit

MORNING_LASTS = timedelta(hours=6)
"""A morning list that could not go out by then is of no use any more."""


@dataclass(frozen=True, slots=True)
class Schedule:
    rooms: Rooms

    def one(self, connection: Connection) -> bool:
        """Do the next clock that is due, if there is one, in this transaction."""
        unit = self.rooms.unit(connection)
        claimed = due.claim_next(unit)
        if claimed is None:
            return False
        application = applications.by_id(unit, claimed.application)
        if application is None:
            due.dropped(unit, claimed.id, "erased")
            return True
        policy = self.rooms.policy(application.office)
        reason = still_owed(claimed.due, application, unit.now, policy)
        self.rooms.measures.clocks.labels(claimed.due.kind.value, reason or "done").inc()
        if reason:
            due.dropped(unit, claimed.id, reason)
        else:
            self._come(unit, claimed)
        return True

    def _come(self, unit: Unit, claimed: Claimed) -> None:
        fact = Came(claimed.application, claimed.due)
        conversation = conversations.lock(unit, applications.conversation_of(unit, claimed.application) or "")
        view = self.rooms.view(unit, conversation, Expired())
        application = self.rooms.keep(unit, fact, view, conversation)
        due.done(unit, claimed.id)
        post = Post(self.rooms, unit, f"due:{claimed.id}")
        for notice in notices(fact, application, view):
            post.notice(notice, application, conversation)

    def expire_drafts(self, connection: Connection) -> bool:
        """Unfinished answers that have reached their time are erased, and their owner is told."""
        unit = self.rooms.unit(connection)
        over = conversations.drafts_expired(unit, 1)
        for each in over:
            conversation = conversations.lock(unit, each.id)
            session = conversations.session(unit, conversation, ENGINE.drafts)
            turn = ENGINE.turn(session, Expired(), self.rooms.view(unit, conversation, Expired()))
            conversations.save(unit, conversation, turn.session)
            post = Post(self.rooms, unit, f"expired:{conversation.id}:{unit.now.isoformat()}")
            post.replies(conversation, turn.replies, urgent=False)
        return bool(over)

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
        return (self.one, self.expire_drafts, self.morning_lists)


def morning(now: datetime, policy: Policy) -> datetime:
    """When the list of `now`'s day goes out."""
    return at_office(local(now).date(), policy.morning_list)
