"""Keeping the promise to remind a person of a day of their own: a job of the schedule, one a transaction.

The letter names nothing, comes outside the quiet hours, and the promise is deleted with it, even where telling fails.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.envelope import Letter
from bot.logs import log, place
from bot.post import Post
from bot.rooms import Rooms
from flows.messages import Expired
from flows.notices import promised
from flows.office.residence import daytime
from storage.records import conversations, promises
from storage.records.conversations import Conversation
from storage.records.promises import Promise
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Promises:
    rooms: Rooms

    def one(self, connection: Connection) -> bool:
        """Keep the next promise that is due, if there is one."""
        unit = self.rooms.unit(connection)
        due = promises.first(unit)
        if due is None:
            return False
        awake = daytime(unit.now, self.rooms.policy(due.office))
        if awake > unit.now:  # after an outage
            promises.put_off(unit, due, awake)
            return True
        chat = self._chat(unit, due)
        if promises.take(unit, due) and chat:
            self._tell(unit, due, chat)
        return True

    def _chat(self, unit: Unit, due: Promise) -> Conversation | None:
        """Where to tell, held as in a turn: the conversation first, then the records."""
        chats = [each for each in conversations.of_person(unit, due.person) if each.blocked_at is None]
        chat = next((each for each in chats if each.office == due.office), next(iter(chats), None))
        return conversations.lock(unit, chat.id) if chat else None

    def _tell(self, unit: Unit, due: Promise, chat: Conversation) -> None:
        try:
            notice = promised(self.rooms.view(unit, chat, Expired()))
            post = Post(self.rooms, unit, f"promise:{due.person}:{due.office}:{due.at.isoformat()}")
            post.letter(chat, Letter(chat.address, notice.key, notice.values, urgency=notice.urgency))
        except Exception as error:
            if isinstance(error, DBAPIError):
                raise
            log("schedule").error("a promise was not kept", error=type(error).__name__, at=place(error))
