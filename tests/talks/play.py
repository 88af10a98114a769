"""A talk with ears: all that is shown is kept with its key, values and choices, so that tests need no wording.

Here live who types what, by number or by label as it was shown, and the rules that every shown text keeps.
Never here: what a story expects.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, text

from bot.channels.terminal.client import Show
from bot.channels.terminal.parse import NAME as TERMINAL
from bot.envelope import Attempt, Gone, Letter, Outcome
from bot.ports import Clock
from bot.talk import CLERK, PERSON, STAFF, Ear, Scene, Talk, sitting
from flows.messages import Choice
from flows.office import standing
from flows.office.appointment import Application, Status
from flows.office.policy import Policy
from flows.office.statuses import STATUSES
from flows.staff.cards import EXCUSE_REASONS, OFFICE_REASONS, REASONS
from flows.staff.typed import VERBS
from flows.values import Text, Value, Values
from flows.words import Words
from locales import scripts
from locales.choice import NAMES
from locales.words import catalogues, refuse
from storage import offices
from storage.records import applications
from storage.tables import metadata

FRIDAY = datetime(2026, 11, 20, 1, tzinfo=UTC)  # 10:00 in Tokyo; Monday the 23rd is a holiday
NAME, NUMBER, PHONE = "Test Taro", "01234-5678901", "090-1234-5678"
KEYS = "data_key"
"""The table that stays from talk to talk: what sealed the others."""
FREE_TEXT = frozenset({"reading.page.ask"})
"""What holds a published text in its own language, whatever is spoken."""
_KEY = re.compile(r"(?<![\w./@-])[a-z_]+(?:\.[a-z0-9_-]+)+(?![\w/])")
_URL = re.compile(r"https?://[^\s」”)]+")
_ON_THE_PHONE = re.compile("「オンライン相談.*?」\n「受付番号.*?」")
"""What to say in Japanese on the telephone stands in every language."""
BOTH_TONGUES = (
    "言語を選んでください。",
    "Please choose your language.",
    *(names[0] for names in NAMES.values()),
    "ハローワーク受付票",
    *(name for each in STATUSES for name in (each.japanese, each.english)),
    "資格外活動許可",
    "指定書",
)
"""Said in its own language wherever it stands."""
LOAN_WORDS = frozenset(
    {"Zoom", "LINE", "Telegram", "Wi-Fi", "Windows", "Winny", "My", "sample", "Town", "Test", "Taro"}
)
"""Latin letters in other texts: brands, the office's name where foreigners read it, the version of the samples, and the
name that was typed.
"""

REFUSING = frozenset(word for reason in standing.REASONS for word in reason.split("_"))
TYPED = (*VERBS, *REASONS, *EXCUSE_REASONS, *OFFICE_REASONS, *REFUSING)
PIECES = ("our", "fault", "no", "contact", "held", "call", "us", "not", "online", "called-off", "off", "staff", "ill")
ORDERS = frozenset({*TYPED, *PIECES})
"""What a clerk types is the same in every language."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter as it was sent."""

    address: str
    tag: str
    letter: Letter
    text: str
    at: datetime

    @property
    def key(self) -> str:
        return self.letter.key

    @property
    def values(self) -> Values:
        return self.letter.values

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.letter.choices]

    def choice(self, code: str) -> Choice:
        return next(each for each in self.letter.choices if each.code == code)


class Recorder(Ear):
    """Keeps what is sent; `gone` are those who let nothing through."""

    def __init__(self, show: Show, clock: Clock) -> None:
        super().__init__(show)
        self.sent: list[Shown] = []
        self.gone: set[str] = set()
        self.clock = clock
        self._rendered: list[tuple[Letter, str]] = []

    def render(
        self, letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False
    ) -> Mapping[str, Any]:
        payload = super().render(letters, words, repeated=repeated, group=group)
        first = len(self._rendered)
        self._rendered += [(each, words.tag) for each in letters if not each.closes]
        return {**payload, "kept": list(range(first, len(self._rendered)))}

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:
        if address in self.gone:
            return Gone("blocked")
        for worded, number in zip(payload["letters"], payload["kept"], strict=True):
            letter, tag = self._rendered[number]
            self.sent.append(Shown(address, tag, letter, worded, self.clock.now()))
        return await super().send(address, payload, attempt)


@dataclass
class Play:
    """The people of one talk. `address` is whose chat is typed in; the staff group has its own words."""

    talk: Talk
    ear: Recorder
    tag: str
    _heard: dict[str, int] = field(default_factory=dict)

    # -- typing --------------------------------------------------------------------------------------------------

    async def says(self, *lines: str, address: str = PERSON) -> None:
        for line in lines:
            await self.talk.say(address, address, line)

    async def picks(self, *codes: str, address: str = PERSON) -> None:
        """Each choice by its number, as the newest question shows it."""
        for code in codes:
            await self.says(str(self.question(address).choice(code).number), address=address)

    async def names(self, *codes: str, address: str = PERSON) -> None:
        """Each choice by its label, as the newest question words it."""
        for code in codes:
            label = self.question(address).choice(code).label
            await self.says(self.text(label), address=address)

    async def commands(self, *codes: str) -> None:
        """What is valid at every step, by the label of its button."""
        for code in codes:
            await self.says(self.text(Text(f"anytime.{code}.label")))

    async def staff(self, *orders: str) -> None:
        for order in orders:
            await self.talk.say(STAFF, CLERK, order)

    async def orders(self, verb: str, code: str = "") -> None:
        """A clerk types what the newest card says that typing a button looks like."""
        cards = (each for each in reversed(self.ear.sent) if each.address == STAFF and verb in each.codes)
        card = next(each for each in cards if not code or each.values.get("code") == code)
        await self.staff(card.choice(verb).says)

    # -- listening -----------------------------------------------------------------------------------------------

    def heard(self, address: str = PERSON) -> list[str]:
        """Keys of what was sent to this chat since the last look."""
        return [each.key for each in self.news(address)]

    def news(self, address: str = PERSON) -> list[Shown]:
        mine = [each for each in self.ear.sent if each.address == address]
        fresh, self._heard[address] = mine[self._heard.get(address, 0) :], len(mine)
        return fresh

    def group(self) -> list[str]:
        return self.heard(STAFF)

    def last(self, key: str, address: str = PERSON) -> Shown:
        return next(each for each in reversed(self.ear.sent) if (each.address, each.key) == (address, key))

    def question(self, address: str = PERSON) -> Shown:
        return next(each for each in reversed(self.ear.sent) if each.address == address and each.letter.choices)

    def newest(self, address: str = PERSON) -> Shown:
        return next(each for each in reversed(self.ear.sent) if each.address == address)

    def text(self, text: Text) -> str:
        return catalogues(missed=refuse)[self.newest().tag].text(text.key, text.values)

    # -- the world around ----------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.talk.clock.now()

    async def later(self, **parts: float) -> None:
        await self.talk.until(self.now + timedelta(**parts))

    async def at(self, at: Value) -> None:
        assert isinstance(at, datetime)
        await self.talk.until(at)

    async def does(self, *lines: str) -> None:
        """Lines of a script."""
        for line in lines:
            await self.talk.line(line)

    @property
    def code(self) -> str:
        return self.ear.code

    async def application(self, code: str = "") -> Application:
        rooms, wanted = self.talk.whole.rooms, code or self.code
        found = await self.talk.whole.store.aread(lambda each: applications.by_code(rooms.unit(each), wanted))
        assert found
        return found

    async def status(self, code: str = "") -> Status:
        return (await self.application(code)).status

    async def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        rows = self.talk.whole.store.aread(lambda each: list(each.execute(text(sql), values)))
        return [tuple(row) for row in await rows]

    # -- short ways, typed all the same --------------------------------------------------------------------------

    async def begins(self, address: str = PERSON) -> None:
        """Up to the first answer in their own words."""
        await self.says("", address=address)
        await self.picks(self.tag, "go_on", "go_on", "yes", "yes", address=address)

    async def answers(self, address: str = PERSON) -> None:
        await self.says(NAME, NUMBER, PHONE, address=address)
        await self.picks("registered", "rather_not", "none", address=address)

    async def wishes(self, address: str = PERSON, *, day: int = 1, time: int = 1) -> None:
        await self.says(str(day), str(time), address=address)
        await self.picks("enough", address=address)

    async def applies(self, address: str = PERSON) -> str:
        """The reference code."""
        await self.begins(address)
        await self.answers(address)
        await self.wishes(address)
        await self.picks("apply", address=address)
        return self.code

    async def offered(self) -> str:
        """Two times on offer."""
        code = await self.applies()
        await self.staff(f"{code} 1 2", f"{code} offer")
        return code

    async def booked(self) -> datetime:
        """The first of them; its start."""
        await self.offered()
        await self.says("1")
        appointment = (await self.application()).appointment
        assert appointment
        return appointment.slot.start

    async def begun(self) -> datetime:
        """A booking with its video link that has just begun, everything before it heard."""
        start = await self.booked()
        await self.staff(f"{self.code} link https://zoom.example/j/1")
        await self.at(start)
        self.heard()
        self.group()
        return start


@dataclass(frozen=True, slots=True)
class Stage:
    """One house in which many talks take place, each from the very beginning."""

    talk: Talk
    tag: str

    @contextlib.asynccontextmanager
    async def play(self, folder: Path, **rules: str) -> AsyncIterator[Play]:
        """`rules` are lines of the office's file worded otherwise. All that is shown is fit to read."""
        ear = Recorder(lambda _address, _text: None, self.talk.clock)
        self.talk.ear = self.talk.whole.rooms.channels[TERMINAL] = ear
        self.talk.clock.at = FRIDAY
        policies = self.talk.whole.rooms.policies
        assert isinstance(policies, dict)
        policies["demo"] = _office(folder, rules)
        await self.talk.whole.store.awrite(self._empty)
        await self.talk.begin()
        yield Play(self.talk, ear, self.tag)
        for each in ear.sent:
            check(each)

    def _empty(self, connection: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            if table.name != KEYS:
                connection.execute(delete(table))
        rooms = self.talk.whole.rooms
        offices.publish_samples(rooms.unit(connection), rooms.policies)


@contextlib.asynccontextmanager
async def stage(tag: str, folder: Path, database_url: str) -> AsyncIterator[Stage]:
    async with sitting(Scene(FRIDAY, locale=tag), folder, lambda _: None, database_url=database_url) as talk:
        yield Stage(talk, tag)


def _office(folder: Path, rules: Mapping[str, str]) -> Policy:
    """The demo office, with other rules. Only the named words are contact, unless a rule says otherwise."""
    text = (offices.PACKAGED / "demo.toml").read_text("utf-8")
    for name, value in {"any_message_counts": "false", **rules}.items():
        text, count = re.subn(rf"^{name} = .*$", f"{name} = {value}", text, flags=re.MULTILINE)
        assert count == 1, name
    (folder / "demo.toml").write_text(text, "utf-8")
    return offices.read(folder / "demo.toml")


# -- what every shown text keeps ----------------------------------------------------------------------------------


def check(shown: Shown) -> None:
    """Nothing shown is empty, lacks a value, names a key, or speaks another language than its reader's."""
    words = catalogues(missed=refuse)[shown.tag]
    assert words.text(shown.key, shown.values).strip(), shown.key
    for each in (*shown.letter.choices, *shown.letter.footers):
        assert words.text(each.label.key, each.label.values).strip(), each
    plain = _ON_THE_PHONE.sub("", _URL.sub("", shown.text))
    assert not re.search(r"[{}]", plain), shown
    assert not _KEY.search(plain), (shown.key, _KEY.search(plain))
    if shown.key not in FREE_TEXT:
        assert not (found := foreign(plain, shown.tag)), (shown.key, shown.tag, found)


def foreign(text: str, tag: str) -> list[str]:
    """Words in a script that is not the reader's, but for those which stand everywhere in their own."""
    for said in sorted(BOTH_TONGUES, key=len, reverse=True):
        text = text.replace(said, " ")
    known = frozenset(word.casefold() for word in LOAN_WORDS | ORDERS)
    return [run for run in scripts.foreign(tag, text, known) if not run.isupper()]
