"""A freed time whose clock has come: asked who waits, and offered to the first, in the one transaction of that clock.

Whoever was faster makes the database refuse; then it is looked at again. Never here: the fair order, or any wording.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.post import Post
from bot.rooms import Rooms
from flows.facts import Came, Fact
from flows.messages import Expired
from flows.notices import notices
from flows.office.appointment import Application
from flows.office.view import View
from flows.office.waiting import passed_to, slot_of, told_at
from storage.gather import of_waiting
from storage.meaning import Conflict
from storage.records import claims, due
from storage.records.conversations import Conversation
from storage.records.due import Coming
from storage.store import fold
from storage.unit import Unit

TRIES = 5
"""Of one that loses its races, before it is set aside for a while."""


@dataclass(frozen=True, slots=True)
class Freed:
    rooms: Rooms

    def come(self, unit: Unit, claimed: Coming, giver: Application, conversation: Conversation) -> None:
        """Nobody is asked at night, however late the clock is done. Raises `Conflict`."""
        view = self.rooms.view(unit, conversation, Expired(), office=giver.office)
        if (at := told_at(unit.now, view.policy)) > unit.now:
            due.postpone(unit, claimed.id, at)
            return
        for tries in range(1, TRIES + 1):
            try:
                with fold(unit.connection):
                    self._pass_on(unit.fresh(), claimed, giver, conversation)
            except Conflict:
                if tries == TRIES:
                    raise
            else:
                return

    def _pass_on(self, unit: Unit, claimed: Coming, giver: Application, conversation: Conversation) -> None:
        slot = slot_of(claimed.due, self.rooms.policy(giver.office))
        if slot:
            claims.let_go(unit, giver.id, slot)
        view = of_waiting(unit, self.rooms.view(unit, conversation, Expired(), office=giver.office))
        post = Post(self.rooms, unit, f"due:{claimed.id}")
        offer = passed_to(slot, giver, view) if slot else None
        for fact in (Came(giver.id, claimed.due), *((offer,) if offer else ())):
            self._keep(unit, fact, view, conversation, post)
        due.done(unit, claimed.id)

    def _keep(self, unit: Unit, fact: Fact, view: View, conversation: Conversation, post: Post) -> None:
        application = self.rooms.keep(unit, fact, view, conversation)
        for notice in notices(fact, application, view):
            post.notice(notice, application, conversation)
