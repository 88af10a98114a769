"""The moving parts on a machine of a test's own: a store, a clock that stands still, channels that only listen.

Here live fakes and short ways into the middle of the story. Never here: an assertion, or a real platform.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from bot.deliver import Delivery
from bot.envelope import Attempt, Author, Incoming, Letter, Outcome, Raw, Sent
from bot.pace import UNPACED, Pace
from bot.ports import FixedClock, Malformed, SeededChance
from bot.post import Post
from bot.rooms import Rooms
from bot.schedule import Schedule, morning
from bot.turn import Turns
from bot.worker import Worker
from flows import facts
from flows.messages import Event, Expired, Opened, Picked, Said
from flows.notices import notices
from flows.office.appointment import Application
from flows.office.opening import Slot, after_office_hours, free_times
from flows.office.policy import Policy
from flows.words import Words
from locales.words import catalogues
from storage.offices import load, publish_samples
from storage.records import applications, appointments, conversations, inbox, staff, ticks
from storage.records.conversations import Conversation
from storage.store import Limits, Store
from storage.unit import Unit
from storage.vault import Keyring, Vault

T = TypeVar("T")
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
SOON = 60.0  # seconds: only a broken test waits so long
CLERK = facts.Clerk("u-clerk", "Clerk One", "lead")
SECOND = timedelta(seconds=1)
KINDS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "opened": lambda form: Opened(form.get("payload", "")),
    "said": lambda form: Said(form["text"]),
    "picked": lambda form: Picked(form["prompt"], form["code"]),
}


@functools.cache
def words() -> Mapping[str, Words]:
    return catalogues(missed=lambda _miss: None)


@dataclass(frozen=True, slots=True)
class Sending:
    address: str
    payload: Mapping[str, Any]
    attempt: Attempt

    @property
    def keys(self) -> list[str]:
        return list(self.payload["keys"])


@dataclass
class Phone:
    """A platform that keeps what it is sent, and ends each sending as the test has laid down; else it accepts."""

    name: str = "telegram"
    bundle: int = 1
    can_ring: bool = True
    remembers: bool = False
    edits: bool = True
    endings: deque[Outcome | Exception] = field(default_factory=deque)
    sendings: list[Sending] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    """Keys of letters that cannot be worded."""
    during: Callable[[str], Awaitable[None]] | None = None
    """What happens while something is being sent to that address."""
    numbers: Iterable[int] = field(default_factory=lambda: itertools.count(100))

    def split(self, body: bytes) -> Sequence[Raw]:
        raise NotImplementedError

    def parse(self, payload: bytes) -> Incoming | None:
        form = json.loads(payload)
        if form["kind"] == "nothing":
            return None
        if form["kind"] not in KINDS:
            raise Malformed(form["kind"])
        author = Author(form["author"], form["author"], "en")
        return Incoming(
            self.name,
            form["id"],
            form["chat"],
            author,
            MONDAY,
            KINDS[form["kind"]](form),
            group=form["group"],
            reply_to=form.get("reply_to", ""),
            moved_to=form.get("moved_to", ""),
        )

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        del group
        for each in letters:
            if each.key in self.unreadable:
                raise ValueError(f"a name that must not be logged: {each.values}")
        return {
            "keys": [each.key for each in letters],
            "texts": [words.text(each.key, each.values) for each in letters if each.key],
            "repeated": repeated,
            "reply_to": next((each.reply_to for each in letters if each.reply_to), ""),
            "prompts": [each.prompt for each in letters],
            "codes": [[choice.code for choice in each.choices] for each in letters],
        }

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:
        if self.during:
            await self.during(address)
        self.sendings.append(Sending(address, payload, attempt))
        ending = self.endings.popleft() if self.endings else None
        if isinstance(ending, Exception):
            raise ending
        return ending or Sent(tuple(str(next(iter(self.numbers))) for _ in payload["keys"]))

    async def whoami(self) -> str:
        return self.name

    async def close(self) -> None:
        """Nothing is held open."""

    def keys(self, address: str = "") -> list[str]:
        """What was sent, in order, but for buttons taken off."""
        return [key for each in self.sendings if not address or each.address == address for key in each.keys if key]


@dataclass
class Machine:
    """Everything between the inbox and a channel, on one database."""

    url: str
    at_once: int = 1
    one_desk: bool = False
    direct: bool = False
    freed: str = "offer"
    """Whether a freed time goes by itself to who waits, or staff are told."""
    morning_list: bool = False
    """Whether today's is still to come."""
    by_form: tuple[str, ...] = ()
    """Channels on which the demo office takes name, number and telephone on a page."""
    served: tuple[str, ...] = ("demo",)
    """Shipped offices."""
    clock: FixedClock = field(default_factory=lambda: FixedClock(MONDAY))
    chance: SeededChance = field(default_factory=lambda: SeededChance(1))
    numbers: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        limits = Limits(writers=self.at_once)
        self.store = Store(self.url, jitter=lambda: 1.0, pause=lambda _seconds: None, limits=limits)
        self.vault = Vault(Keyring.parse(Keyring.fresh(self.chance.data)), self.chance.data)
        self.phone, self.line = Phone(), Phone("line", bundle=5, remembers=True, edits=False)
        self.rooms = Rooms(
            self.vault,
            self.clock,
            self.chance,
            _offices(self.served, one_desk=self.one_desk, direct=self.direct, freed=self.freed, by_form=self.by_form),
            words(),
            {each.name: each for each in (self.phone, self.line)},
            "https://office.example",
        )
        self.turns, self.schedule = Turns(self.rooms), Schedule(self.rooms)
        self.delivery = Delivery(self.rooms, self.store)
        self.delivery._paces.update({each.name: Pace(UNPACED) for each in (self.phone, self.line)})
        self.worker = Worker(self.store, self.turns, self.delivery, self.schedule, self.at_once)
        # a second machine finds them there
        self.do(lambda unit: publish_samples(unit, self.rooms.policies, rehearsal=True))
        if not self.morning_list:
            self.do(lambda unit: ticks.take(unit, "morning:demo", morning(unit.now, self.policy)))

    def close(self) -> None:
        assert self.store.close(SOON)

    @property
    def policy(self) -> Policy:
        return self.rooms.policies["demo"]

    def do(self, work: Callable[[Unit], T]) -> T:
        """One transaction of its own."""
        return self.write(lambda connection: work(self.rooms.unit(connection)))

    def write(self, work: Callable[[Connection], T]) -> T:
        return self.store.write(work).result(SOON)

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.write(lambda connection: [tuple(row) for row in connection.execute(text(sql), values)])

    def look(self, sql: str) -> list[tuple[Any, ...]]:
        """Without a claim on the writing of the database, which may be another's."""
        return self.store.read(lambda connection: [tuple(row) for row in connection.execute(text(sql))]).result(SOON)

    def later(self, **parts: float) -> datetime:
        self.clock.move_to(self.clock.now() + timedelta(**parts))
        return self.clock.now()

    # -- what comes in -------------------------------------------------------------------------------------

    def event(self, chat: str, kind: str, *, channel: str = "telegram", group: bool = False, **form: Any) -> str:
        """Into the inbox, a millisecond after the one before; its id."""
        number = next(iter(self.numbers))
        ident = f"e{number}"
        whole = {"id": ident, "chat": chat, "kind": kind, "author": CLERK.id if group else chat, "group": group, **form}
        raw = Raw(ident, chat, json.dumps(whole).encode(), MONDAY + timedelta(milliseconds=number))
        self.do(lambda unit: inbox.keep(unit, channel, [raw], unit.now))
        return ident

    def opens(self, chat: str, **form: Any) -> str:
        return self.event(chat, "opened", **form)

    def says(self, chat: str, said: str, **form: Any) -> str:
        return self.event(chat, "said", text=said, **form)

    def status(self, event: str) -> tuple[str, int, str]:
        """Where an event stands: its status, its failed tries, the kind of its last failure."""
        found = self.ask("SELECT status, tries, error FROM inbox WHERE event_id = :event", event=event)
        status, tries, error = found[0]
        return status, tries, error

    # -- short ways into the middle of the story -----------------------------------------------------------

    def chat(self, address: str, *, channel: str = "telegram", group: bool = False) -> Conversation:
        return self.do(
            lambda unit: conversations.find_or_make(
                unit, channel, address, group=group, guess="en", default_locale="en", office="demo"
            )
        )

    def staff_group(self, address: str = "group", *, channel: str = "telegram") -> Conversation:
        """A bound group with one clerk."""
        group = self.chat(address, channel=channel, group=True)

        def bind(unit: Unit) -> Conversation:
            conversations.bind(unit, group.id, "demo", "en")
            staff.join(unit, channel, "demo", staff.LEAD, CLERK)
            return conversations.lock(unit, group.id)

        return self.do(bind)

    def happen(self, chat: Conversation, fact: facts.Fact) -> Application | None:
        """A fact with its letters, as if a turn of that chat had brought it about."""

        def keep(unit: Unit) -> Application | None:
            conversation = conversations.lock(unit, chat.id)
            view = self.rooms.view(unit, conversation, Expired(), (CLERK.id, CLERK.name))
            application = self.rooms.keep(unit, fact, view, conversation)
            post = Post(self.rooms, unit, f"test:{next(iter(self.numbers))}")
            for notice in notices(fact, application, view):
                post.notice(notice, application, conversation)
            return application

        return self.do(keep)

    def free(self, count: int = 1, days: int = 1) -> tuple[Slot, ...]:
        return free_times(self.clock.now() + timedelta(days=days), frozenset(), self.policy)[:count]

    def wish(self, chat: Conversation) -> Application:
        number = next(iter(self.numbers))
        fact = facts.Wished(
            code=f"K{number:03}",
            name="Test Taro",
            number="01234-5678901",
            phone="+819000000001",
            residence="",
            needs="none",
            interpreter="",
            wishes=(self.free()[0].start,),
            answer_due=after_office_hours(self.clock.now(), 8, self.policy),
        )
        return _there(self.happen(chat, fact))

    def offer(self, group: Conversation, application: Application, *slots: Slot, hours: float = 8) -> Application:
        times = tuple((slot, "A") for slot in slots or self.free())
        until = self.clock.now() + timedelta(hours=hours)
        return _there(self.happen(group, facts.Offered(application.id, times, until, CLERK)))

    def book(self, chat: Conversation, application: Application) -> Application:
        offer = application.offer
        assert offer
        return _there(self.happen(chat, facts.Booked(application.id, offer.id, offer.slots[0])))

    def booked(self, chat: Conversation, group: Conversation) -> Application:
        """With a video link, without which nobody is deemed absent."""
        found = self.book(chat, self.offer(group, self.wish(chat)))
        self.do(lambda unit: appointments.give_link(unit, found.id, "demo", "https://video.example/0"))
        return self.whole(found)

    def whole(self, application: Application) -> Application:
        return _there(self.do(lambda unit: applications.by_id(unit, application.id)))


def _there(application: Application | None) -> Application:
    assert application
    return application


@functools.cache
def _offices(
    served: tuple[str, ...], *, one_desk: bool, direct: bool, freed: str, by_form: tuple[str, ...]
) -> Mapping[str, Policy]:
    found = load(only=served)
    demo = found["demo"]
    demo = demo.model_copy(update={"waiting": demo.waiting.model_copy(update={"freed": freed})})
    if one_desk:
        demo = demo.model_copy(update={"desk": demo.desk.model_copy(update={"desks": ("A",)})})
    if direct:
        booking = demo.booking.model_copy(update={"mode": "direct", "confirm_by": "none"})
        demo = demo.model_copy(update={"booking": booking})
    entry = demo.entry.model_copy(update=dict.fromkeys(by_form, "form"))
    return {**found, "demo": demo.model_copy(update={"entry": entry})}
