"""What the pages ask of the house, answered from storage: the chat's history, posts, join page, calendar entry.

Here live short transactions of the pages; never HTML, and no decision but *was this contact?*, which `flows` makes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from bot.channels.web.client import News
from bot.channels.web.parse import NAME as WEB
from bot.envelope import Letter, Raw
from bot.forms import Forms
from bot.pages.ports import Entry, FormView, JoinView, Paper
from bot.post import Post
from bot.rooms import Rooms
from flows.booking.details import Details
from flows.facts import Contacted
from flows.messages import Expired
from flows.notices import notices
from flows.office.appointment import Application, ContactKind, Status
from flows.office.attendance import NoShowRule
from flows.office.policy import Policy
from flows.words import Words
from storage.gather import return_url
from storage.records import applications, appointments, conversations, documents, inbox, links, web_messages
from storage.records.conversations import Conversation
from storage.store import Store
from storage.unit import Unit

Nudge = Callable[[], None]
CANCELLED = frozenset({Status.CANCELLED_BY_PERSON, Status.CANCELLED_BY_OFFICE})


@dataclass(frozen=True, slots=True)
class Message:
    number: int
    at: datetime
    bubble: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the web channel keeps its bubbles."""

    rooms: Rooms
    store: Store

    async def keep(self, address: str, bubbles: Mapping[str, Mapping[str, Any]]) -> bool:
        def write(connection: Connection) -> bool:
            unit = self.rooms.unit(connection)
            conversation = conversations.find(unit, WEB, address)
            if conversation is None:
                return False
            for key, bubble in bubbles.items():
                web_messages.add(unit, conversation.id, "bot", key, bubble)
            return True

        return await self.store.awrite(write)


@dataclass(frozen=True, slots=True)
class House:
    rooms: Rooms
    store: Store
    news: News
    nudge: Nudge

    # -- what is served ------------------------------------------------------------------------------------

    def policy(self, office: str) -> Policy | None:
        return self.rooms.policies.get(office)

    def offices(self) -> Sequence[Policy]:
        return tuple(self.rooms.policies.values())

    def words(self, locale: str) -> Words:
        return self.rooms.words_of(locale, next(iter(self.rooms.policies.values())))

    # -- the chat ------------------------------------------------------------------------------------------

    async def locale_of(self, address: str) -> str | None:
        conversation = await self.store.aread(lambda connection: self._find(connection, address))
        return conversation.locale if conversation else None

    async def history(self, address: str, after: int = 0) -> Sequence[Message]:
        def read(connection: Connection) -> Sequence[Message]:
            unit = self.rooms.unit(connection)
            conversation = conversations.find(unit, WEB, address)
            rows = web_messages.after(unit, conversation.id, after) if conversation else ()
            return [Message(row.seq, row.at, row.body) for row in rows]

        return await self.store.aread(read)

    async def post(self, raw: Raw, bubble: Mapping[str, Any] | None) -> None:
        await self.store.awrite(lambda connection: self._keep(connection, raw, bubble), first=True)
        self.nudge()
        self.news.wake(raw.conversation)

    def _keep(self, connection: Connection, raw: Raw, bubble: Mapping[str, Any] | None) -> None:
        unit = self.rooms.unit(connection)
        new = inbox.keep(unit, WEB, [raw], unit.now)
        conversation = conversations.find(unit, WEB, raw.conversation)
        if new and bubble is not None and conversation:
            web_messages.add(unit, conversation.id, "me", f"me:{raw.event_id}", bubble)

    async def wait_for_news(self, address: str, after: int, seconds: float) -> None:
        async def is_there() -> bool:
            return bool(await self.history(address, after))

        await self.news.wait(address, is_there, seconds)

    async def leads_to(self, office: str, code: str) -> str | None:
        def read(connection: Connection) -> str | None:
            found = self._returning(self.rooms.unit(connection), office, code)
            return found.address if found else None

        return await self.store.aread(read)

    async def come_back(self, office: str, code: str, address: str) -> bool:
        def write(connection: Connection) -> bool:
            unit = self.rooms.unit(connection)
            conversation = self._returning(unit, office, code)
            if conversation is None:
                return False
            conversations.move(unit, conversation, address)
            links.drop(unit, conversation.id)
            url = return_url(unit, conversation, office, self.rooms.public_url)
            post = Post(self.rooms, unit, f"back:{unit.now.isoformat()}")
            post.letter(conversation, Letter(address, "anytime.new_link", {"url": url}))
            return True

        moved = await self.store.awrite(write)
        self.nudge()
        return moved

    def _returning(self, unit: Unit, office: str, code: str) -> Conversation | None:
        found = links.find(unit, "return", code)
        conversation = conversations.by_id(unit, found.subject) if found else None
        return conversation if conversation and conversation.office == office else None

    def _find(self, connection: Connection, address: str) -> Conversation | None:
        return conversations.find(self.rooms.unit(connection), WEB, address)

    # -- around the appointment ----------------------------------------------------------------------------

    async def join_view(self, token: str) -> JoinView | None:
        return await self.store.aread(lambda connection: self._join_view(self.rooms.unit(connection), token))

    async def joined(self, token: str, at: datetime) -> JoinView | None:
        """The button, not the page: contact, if it counts by the rule; staff are told."""

        def write(connection: Connection) -> JoinView | None:
            unit = self.rooms.unit(connection)
            if found := links.find(unit, "join", token):
                conversations.lock(unit, applications.conversation_of(unit, found.subject) or "")
            view = self._join_view(unit, token)
            if view and view.state == "open" and not view.joined:
                self._record_contact(unit, token, at)
                return self._join_view(unit, token)
            return view

        view = await self.store.awrite(write)
        self.nudge()
        return view

    def _record_contact(self, unit: Unit, token: str, at: datetime) -> None:
        application = self._application(unit, "join", token)
        if application is None:
            return
        conversation = conversations.lock(unit, applications.conversation_of(unit, application.id) or "")
        view = self.rooms.view(unit, conversation, Expired(), office=application.office)
        fact = Contacted(application.id, ContactKind.JOINED, at)
        after = self.rooms.keep(unit, fact, view, conversation)
        post = Post(self.rooms, unit, f"joined:{application.id}:{at.isoformat()}")
        for notice in notices(fact, after, view):
            post.notice(notice, after, None)

    def _join_view(self, unit: Unit, token: str) -> JoinView | None:
        application = self._application(unit, "join", token)
        if application is None or application.appointment is None:
            return None
        policy, appointment = self.rooms.policy(application.office), application.appointment
        rule = NoShowRule.of(appointment, policy)
        return JoinView(
            state=_state(application, rule, unit.now),
            office=policy,
            locale=application.locale,
            starts_at=rule.start,
            ends_at=rule.end,
            opens_at=rule.opens,
            joined=any(each.kind is ContactKind.JOINED for each in appointment.contacts),
            link=appointment.link,
            calendar_url=application.calendar_url,
        )

    async def form_view(self, token: str) -> FormView | None:
        return await self.store.aread(lambda connection: Forms(self.rooms).view(self.rooms.unit(connection), token))

    async def entered(self, token: str, details: Details) -> bool:
        def write(connection: Connection) -> bool:
            return Forms(self.rooms).enter(self.rooms.unit(connection), token, details)

        kept = await self.store.awrite(write)
        self.nudge()
        return kept

    async def paper(self, office: str, name: str, version: str, locale: str) -> Paper | None:
        def read(connection: Connection) -> Paper | None:
            found = documents.edition(self.rooms.unit(connection), office, name, version, locale)
            if found is None:
                return None
            return Paper(name, found.version, locale, found.effective, found.sha256, found.sample, found.text)

        return await self.store.aread(read)

    async def calendar(self, token: str) -> Entry | None:
        def read(connection: Connection) -> Entry | None:
            unit = self.rooms.unit(connection)
            application = self._application(unit, "calendar", token)
            if application is None or application.appointment is None:
                return None
            slot = application.appointment.slot
            return Entry(
                uid=f"{application.id}@madoguchi",
                sequence=appointments.sequence(unit, application.id),
                changed_at=unit.now,
                starts_at=slot.start,
                ends_at=slot.end,
                url=application.join_url,
                office=self.rooms.policy(application.office),
                locale=application.locale,
                cancelled=application.status in CANCELLED,
            )

        return await self.store.aread(read)

    def _application(self, unit: Unit, kind: Literal["join", "calendar"], token: str) -> Application | None:
        found = links.find(unit, kind, token)
        return applications.by_id(unit, found.subject, self.rooms.public_url) if found else None


def _state(application: Application, rule: NoShowRule, now: datetime) -> Literal["early", "open", "over", "cancelled"]:
    if application.status not in {Status.BOOKED, Status.ATTENDED, Status.DEEMED_CANCELLED, Status.NOT_HELD}:
        return "cancelled"
    if now < rule.opens:
        return "early"
    return "open" if now < rule.end else "over"
