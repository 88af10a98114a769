"""A house of the tests' own behind the pages: it keeps messages in a list and answers from a small script.

Here live fakes of what `bot.pages.ports` asks for; never a database, and never a real conversation.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.web.client import News, WebChannel
from bot.channels.web.parse import parse
from bot.envelope import Attempt, Letter, Raw, Sent
from bot.pages.ports import Coming, Entry, FormView, JoinView, Paper, Step
from bot.ports import FixedClock
from flows.messages import Choice, Event, Opened, Picked, Said
from flows.office import policy as rules
from flows.values import Text
from locales.catalogue import HERE, entries_of
from locales.catalogue import Entry as Entered
from locales.words import Words
from tests.flows.house import SECTIONS, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flows.booking.details import Details

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TALK = {
    "talk.hello": "Hello. Nothing is booked until we say so.\nRead more: https://example.jp/terms.",
    "talk.name": "What is your name, as registered at Hello Work?",
    "talk.when": "Which time suits you best?",
    "talk.thanks": "Thank you. Your request is with the office.",
    "talk.card": "A12 | T.T. ..01 | wishes Tue Nov 24, 15:00",
    "label.one": "Tue Nov 24, 15:00",
    "label.two": "Wed Nov 25, 10:30",
    "label.three": "Another day",
    "label.yes": "Yes",
    "label.back": "Back",
    "format.moment": "{day}, {clock} (Japan time)",
    "format.era": "Reiwa {year}",
    "format.yes": "yes",
    "format.no": "no",
}


def words(tag: str, more: Mapping[str, str] | None = None) -> Words:
    texts = {**TALK, **(more or {})}
    return Words(tag, {**entries_of(HERE, "en"), **{key: Entered(key, (text,)) for key, text in texts.items()}})


def office(identity: str = "demo", **more: Any) -> rules.Policy:
    nine_to_five = ((time(8, 30), time(17, 15)),)
    return rules.Policy(
        id=identity,
        version="1",
        names={"ja": "ハローワークデモ", "en": "Hello Work Demo"},
        phone="048-000-0000",
        languages=("ja", "en", "ja-simple"),
        default_language="ja",
        hours=rules.Hours(mon=nine_to_five),
        desk=rules.Desk(desks=("1",)),
        booking=rules.Booking(),
        clocks=rules.Clocks(),
        cancelling=rules.Cancelling(by_chat=True),
        attendance=rules.Attendance(grace=10),
        reminders=rules.Reminders(),
        video=rules.Video(tool="Zoom", test_url="https://zoom.us/test"),
        asked=rules.Asked(),
        sources=dict.fromkeys((*SECTIONS, rules.OFFICE), rules.Source(**SOURCE)),
        **more,
    )


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    at: datetime
    bubble: Mapping[str, Any]
    address: str
    key: str


def question(key: str, prompt: str, *labels: str) -> Letter:
    choices = tuple(Choice(f"c{n}", Text(f"label.{label}"), number=n) for n, label in enumerate(labels, 1))
    return Letter("", key, choices=choices, footers=(Choice("back", Text("label.back")),), prompt=prompt)


def small_talk(event: Event) -> list[Letter]:
    """One question after another, so that a page has something to show."""
    match event:
        case Opened():
            return [Letter("", "talk.hello"), question("talk.when", "p1", "one", "two", "three")]
        case Picked(_, "c3"):
            return [question("talk.when", "p2", "two", "one")]
        case Picked():
            return [Letter("", "talk.name")]
        case Said():
            return [Letter("", "talk.thanks"), question("talk.when", "p3", "yes")]
    return []


def nothing_yet() -> JoinView:
    at = START + timedelta(days=1)
    return JoinView("open", office(), "en", at, at + timedelta(minutes=30), at - timedelta(hours=1))


@dataclass
class FakeHouse:
    clock: FixedClock = field(default_factory=lambda: FixedClock(START))
    script: Callable[[Event], Sequence[Letter]] = small_talk
    texts: Callable[[str], Words] = words
    rows: list[Row] = field(default_factory=list)
    raws: dict[str, Raw] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Return codes, and the address of the conversation that each opens."""
    views: dict[str, JoinView] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    """The newest first."""
    forms: dict[str, FormView] = field(default_factory=dict)
    """Pages that can still be filled in."""
    details: list[Details] = field(default_factory=list)
    """What was entered on them."""
    contacts: list[tuple[str, datetime]] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.news = News()
        self.channel = WebChannel(self, self.news)
        self.own_office = office()

    # -- what the pages ask --------------------------------------------------------------------------------

    def policy(self, name: str) -> rules.Policy | None:
        return self.own_office if name == self.own_office.id else None

    def offices(self) -> Sequence[rules.Policy]:
        return (self.own_office,)

    def words(self, locale: str) -> Words:
        return self.texts(locale)

    async def locale_of(self, address: str) -> str | None:
        said = [row.bubble["lang"] for row in self.rows if row.address == address]
        return said[-1] if said else None

    async def history(self, address: str, after: int = 0) -> Sequence[Row]:
        return [row for row in self.rows if row.address == address and row.number > after]

    async def post(self, raw: Raw, bubble: Mapping[str, Any] | None) -> None:
        if raw.event_id in self.raws:
            return
        self.raws[raw.event_id] = raw
        if bubble is not None:
            await self.keep(raw.conversation, {f"own:{raw.event_id}": bubble})
            self.news.wake(raw.conversation)
        incoming = parse(raw.payload)
        await self.say(raw.conversation, self.script(incoming.message), incoming.author.language)

    async def wait_for_news(self, address: str, after: int, seconds: float) -> None:
        async def is_there() -> bool:
            return bool(await self.history(address, after))

        await self.news.wait(address, is_there, seconds)

    async def leads_to(self, office_id: str, code: str) -> str | None:
        return self.codes.get(f"{office_id}:{code}")

    async def come_back(self, office_id: str, code: str, address: str) -> bool:
        old = self.codes.pop(f"{office_id}:{code}", None)
        if old is None:
            return False
        self.rows = [
            Row(row.number, row.at, row.bubble, address, row.key) if row.address == old else row for row in self.rows
        ]
        return True

    async def join_view(self, token: str) -> JoinView | None:
        return self.views.get(token)

    async def joined(self, token: str, at: datetime) -> JoinView | None:
        if token in self.views:
            self.contacts.append((token, at))
        return self.views.get(token)

    async def form_view(self, token: str) -> FormView | None:
        return self.forms.get(token)

    async def entered(self, token: str, details: Details) -> bool:
        if self.forms.pop(token, None) is None:
            return False
        self.details.append(details)
        return True

    async def paper(self, office_id: str, name: str, version: str, locale: str) -> Paper | None:
        here = [each for each in self.papers if office_id == self.own_office.id]
        found = (each for each in here if (each.name, each.locale) == (name, locale))
        return next((each for each in found if version in {"", each.version}), None)

    async def calendar(self, token: str) -> Entry | None:
        return self.entries.get(token)

    # -- the shelf, and our own voice ----------------------------------------------------------------------

    async def keep(self, address: str, bubbles: Mapping[str, Mapping[str, Any]]) -> bool:
        for key, bubble in bubbles.items():
            if key not in {row.key for row in self.rows}:
                self.rows.append(Row(next(self.numbers), self.clock.now(), bubble, address, key))
        return True

    async def say(self, address: str, letters: Sequence[Letter], tag: str = "en") -> None:
        payload = self.channel.render(letters, self.texts(tag))
        outcome = await self.channel.send(address, payload, Attempt(f"letter-{next(self.numbers)}"))
        assert isinstance(outcome, Sent)


@dataclass
class FakeStage:
    house: FakeHouse
    office: str = "demo"
    staff_address: str = "demo-staff"
    languages: Sequence[str] = ("ja", "en", "ja-simple")
    chosen: str | None = None
    coming: Coming | None = field(default_factory=lambda: Coming(START + timedelta(hours=23), "demo.event.reminder"))
    restarts: int = 0
    greeted: str = ""

    async def language(self) -> str | None:
        return self.chosen

    async def set_language(self, locale: str) -> None:
        self.chosen = locale

    async def greet(self, locale: str) -> None:
        self.greeted = locale

    async def now(self) -> datetime:
        return self.house.clock.now()

    async def next_event(self) -> Coming | None:
        return self.coming

    async def move_clock(self, step: Step) -> None:
        if step == "next":
            self.house.clock.move_to(self.coming.at if self.coming else START)
            self.coming = None
        else:
            hours = {"hour": 1, "day": 24}[step]
            self.house.clock.move_to(self.house.clock.now() + timedelta(hours=hours))

    async def restart(self) -> None:
        self.restarts += 1
        self.house.rows.clear()
