"""New versions of the terms, told to whoever waits for a consultation: once, by day, in their language, with content.

Who is to be told was planned with the publication, and is planned again every hour for those who applied since.
Never here: what the letter says (`flows.terms.renewing`), or what becomes of a booking: nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.logs import log, place
from bot.post import Post
from bot.rooms import Rooms
from flows.messages import Expired
from flows.office.appointment import OPEN, Application
from flows.office.terms import telling_at
from flows.office.view import News
from flows.terms.renewing import announcement
from storage.faults import Fault, judge
from storage.records import applications, conversations, documents, tellings, ticks
from storage.records.conversations import Conversation
from storage.records.tellings import Coming
from storage.store import fold
from storage.unit import Unit

AGAIN = timedelta(minutes=10)
"""After a failure."""


@dataclass(frozen=True, slots=True)
class Announcing:
    rooms: Rooms

    def plan(self, connection: Connection) -> bool:
        """Once an hour, by whichever process is first: those who applied after a version was published."""
        unit = self.rooms.unit(connection)
        hour = unit.now.replace(minute=0, second=0, microsecond=0)
        mine = [each for each in self.rooms.policies.values() if ticks.take(unit, f"terms:{each.id}", hour)]
        return sum(tellings.plan(unit, policy) for policy in mine) > 0

    def one(self, connection: Connection) -> bool:
        """Tell the next who is to be told, if there is one, in this transaction. After a failure it is tried again."""
        unit = self.rooms.unit(connection)
        coming = tellings.first(unit)
        if coming is None:
            return False
        conversation = self._chat(unit, coming)
        if not tellings.claim(unit, coming.id):
            return True  # another hand was faster; there may be more
        try:
            with fold(connection):
                self._tell(unit, coming, conversation)
        except Exception as error:
            if isinstance(error, DBAPIError) and judge(error) is not Fault.OURS:
                raise  # the database's trouble: the store repeats the whole
            log("announcing").error("a new version was not told", error=type(error).__name__, at=place(error))
            tellings.later(unit.fresh(), coming.id, unit.now + AGAIN)
        return True

    def _chat(self, unit: Unit, coming: Coming) -> Conversation | None:
        """The chat in which they are told, locked: the one used last that can be written to."""
        chats = conversations.of_person(unit, coming.person)
        chosen = next((each for each in chats if each.blocked_at is None), next(iter(chats), None))
        return conversations.lock(unit, chosen.id) if chosen else None

    def _tell(self, unit: Unit, coming: Coming, conversation: Conversation | None) -> None:
        policy = self.rooms.policy(coming.office)
        application = self._waiting(unit, coming)
        document = documents.by_ids(unit, [coming.document]).get(coming.document)
        if conversation is None or application is None or document is None:
            tellings.dropped(unit, coming.id, "over")
            return
        at = telling_at(unit.now, policy)
        if at > unit.now:
            tellings.later(unit, coming.id, at)
            return
        news = News(coming.document, document, coming.asks)
        view = self.rooms.view(unit, conversation, Expired(), office=coming.office)
        letter = announcement(news, documents.summaries(unit, coming.document), application, view)
        tellings.told(unit, coming.id)
        Post(self.rooms, unit, f"terms:{coming.id}").notice(letter, application, conversation)

    def _waiting(self, unit: Unit, coming: Coming) -> Application | None:
        """What they still wait for at that office, the newest."""
        own = applications.of_person(unit, coming.person)
        open_ones = (each for each in own if each.office == coming.office and each.status in OPEN)
        return next((each for each in open_ones if not each.over(unit.now)), None)
