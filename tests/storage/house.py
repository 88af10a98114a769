"""A house for tests: a store on one of the databases, a clock that stands still, and short ways through the story.

Never here: an assertion.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.ports import SeededChance
from flows import facts
from flows.messages import Opened
from flows.office.opening import Slot, after_office_hours, free_times
from flows.values import NOTHING, Values
from storage.apply import apply, reload
from storage.gather import gather
from storage.offices import load, publish_samples
from storage.records import applications, appointments, conversations
from storage.store import fold
from storage.unit import Unit
from storage.vault import Keyring, Vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.messages import Event
    from flows.office.appointment import Application
    from flows.office.policy import Policy
    from flows.office.view import View
    from flows.reading.when import DateWords
    from storage.records.conversations import Conversation
    from storage.store import Store

T = TypeVar("T")
SOON = 60.0  # seconds: only a broken test waits so long
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo
CLERK = facts.Clerk("u-clerk", "Clerk One", "lead")
NAME, NUMBER, PHONE = "Test Taro 見本太郎", "01234-5678901", "+819000000001"
URL = "https://office.example"


class Words:
    tag = "en"

    def text(self, key: str, values: Values = NOTHING) -> str:
        del values
        return key

    def list_of(self, key: str) -> tuple[str, ...]:
        del key
        return ()

    def date_words(self) -> DateWords:
        raise NotImplementedError

    def language(self, typed: str) -> str | None:
        del typed
        return None


@dataclass
class House:
    store: Store
    now: datetime = MONDAY
    chance: SeededChance = field(default_factory=lambda: SeededChance(1))
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    offices: dict[str, Policy] = field(default_factory=load)

    def __post_init__(self) -> None:
        self.vault = Vault(Keyring.parse(Keyring.fresh(self.chance.data)), self.chance.data)
        self.do(lambda unit: publish_samples(unit, self.offices))

    @property
    def policy(self) -> Policy:
        return self.offices["demo"]

    def do(self, work: Callable[[Unit], T], at: datetime | None = None) -> T:
        """One transaction of its own, at the house's moment or another."""
        return self.store.write(lambda c: work(Unit(c, self.vault, self.chance, at or self.now))).result(SOON)

    def later(self, **parts: Any) -> datetime:
        self.now += timedelta(**parts)
        return self.now

    # -- the story --------------------------------------------------------------------------------------

    def chat(self, address: str = "", *, channel: str = "telegram", group: bool = False) -> Conversation:
        where = address or f"chat-{next(self.numbers)}"
        return self.do(
            lambda unit: conversations.find_or_make(
                unit, channel, where, group=group, guess="en", default_locale="ja", office="demo"
            )
        )

    def staff_group(self) -> Conversation:
        group = self.chat("group", group=True)
        self.do(lambda unit: conversations.bind(unit, group.id, "demo", "ja"))
        return self.chat("group", group=True)

    def view(self, unit: Unit, chat: Conversation, event: Event | None = None, **different: Any) -> View:
        known: dict[str, Any] = {
            "policy": self.policy,
            "words": Words(),
            "channel": chat.channel,
            "can_ring": chat.channel != "web",
            "group": chat.group,
            "guess": "en",
            "author": (CLERK.id, CLERK.name),
            "fresh_code": f"T{next(self.numbers):03}",
            "public_url": URL,
            "offices": self.offices,
        }
        return gather(unit, chat, event or Opened(), **{**known, **different})

    def see(self, chat: Conversation, event: Event | None = None, **different: Any) -> View:
        return self.do(lambda unit: self.view(unit, chat, event, **different))

    def keep(self, chat: Conversation, *kept: facts.Fact) -> None:
        """One turn of that chat: its facts, all or none."""

        def turn(unit: Unit) -> None:
            view = self.view(unit, conversations.lock(unit, chat.id))
            with fold(unit.connection):
                for fact in kept:
                    apply(unit, fact, view, chat)

        self.do(turn)

    def free(self, count: int) -> tuple[Slot, ...]:
        """The first free times of the day after tomorrow or later."""
        return free_times(self.now + timedelta(days=1), frozenset(), self.policy)[:count]

    def wish(self, chat: Conversation, **different: Any) -> Application:
        code = f"K{next(self.numbers):03}"
        parts = {
            "code": code,
            "name": NAME,
            "number": NUMBER,
            "phone": PHONE,
            "residence": "registered",
            "needs": "none",
            "interpreter": "",
            "wishes": (self.free(1)[0].start,),
            "answer_due": after_office_hours(self.now, 8, self.policy),
        }
        self.keep(chat, facts.Wished(**{**parts, **different}))
        found = self.see(chat).application(str({**parts, **different}["code"]))
        assert found
        return found

    def wishes(self, count: int) -> list[str]:
        """Applications of as many people, in one transaction."""

        def make(unit: Unit, number: int) -> str:
            chat = conversations.find_or_make(
                unit, "line", f"w-{number}", group=False, guess="en", default_locale="ja", office="demo"
            )
            code = f"W{number:03}"
            due = after_office_hours(self.now, 8, self.policy)
            wished = facts.Wished(code, NAME, "", PHONE, "", "none", "", (), due)
            return applications.make(unit, wished, chat, self.policy)

        return self.do(lambda unit: [make(unit, next(self.numbers)) for _ in range(count)])

    def offer(self, group: Conversation, application: Application, *slots: Slot, desk: str = "A") -> Application:
        times = tuple((slot, desk) for slot in slots or self.free(1))
        self.keep(group, facts.Offered(application.id, times, self.now + timedelta(hours=8), CLERK))
        return self.whole(application.id)

    def book(self, chat: Conversation, application: Application) -> Application:
        assert application.offer
        self.keep(chat, facts.Booked(application.id, application.offer.id, application.offer.slots[0]))
        return self.whole(application.id)

    def booked(self, chat: Conversation, *slots: Slot) -> Application:
        """The whole way to a booking, and a video link, without which nobody is deemed absent."""
        found = self.book(chat, self.offer(self.staff_group(), self.wish(chat), *slots))
        self.do(lambda unit: appointments.give_link(unit, found.id, "demo", "https://video.example/0"))
        return self.whole(found.id)

    def whole(self, ident: str) -> Application:
        return self.do(lambda unit: reload(unit, ident, URL))
