"""What the pages ask of the house, and what they are told. The wiring answers; tests have a house of their own.

Here live protocols and the plain values that pass through them; never HTTP, and never a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from bot.envelope import Raw
    from flows.booking.details import Details
    from flows.office.policy import Policy
    from flows.words import Words

Step = Literal["hour", "day", "next"]


class WebMessage(Protocol):
    """One row of a conversation's messages; `number` rises with time."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def bubble(self) -> Mapping[str, Any]:
        """As `bot.channels.web.render` made it."""
        ...


@dataclass(frozen=True, slots=True)
class JoinView:
    """An appointment as its join page shows it: nothing about the person."""

    state: Literal["early", "open", "over", "cancelled"]
    """`open` while pressing the button counts as contact; `over` and `cancelled` lead to the telephone."""
    office: Policy
    locale: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    joined: bool = False
    link: str = ""
    """The video link, empty until staff have pasted one."""
    calendar_url: str = ""
    """The calendar entry has a token of its own."""


@dataclass(frozen=True, slots=True)
class FormView:
    """A page for name, number and telephone that can be filled in now: nothing about the person."""

    office: Policy
    locale: str
    chat: bool = False
    """Whether its conversation is on the web, and so in this browser's reach."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment as a calendar keeps it: nothing about the person."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    url: str
    """The join page."""
    office: Policy
    locale: str
    cancelled: bool = False
    alarm_minutes: int = 60


@dataclass(frozen=True, slots=True)
class Coming:
    """The next thing that the clock will bring about, and the key of its name."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One published text, whole, in one language."""

    name: str
    version: str
    locale: str
    effective: date
    sha256: str
    sample: bool
    text: str


class House(Protocol):
    def policy(self, office: str) -> Policy | None:
        """None for an office that we do not serve."""
        ...

    def offices(self) -> Sequence[Policy]:
        """All that we serve."""
        ...

    def words(self, locale: str) -> Words: ...

    async def locale_of(self, address: str) -> str | None:
        """The language of this web conversation; None where it is not known yet."""
        ...

    async def history(self, address: str, after: int = 0) -> Sequence[WebMessage]:
        """The messages of a web conversation with a higher number, in order."""
        ...

    async def post(self, raw: Raw, bubble: Mapping[str, Any] | None) -> None:
        """Into the inbox, and the person's own bubble into the messages, in one transaction; then nudge.

        An event id that is already there changes nothing, and shows no second bubble.
        """
        ...

    async def wait_for_news(self, address: str, after: int, seconds: float) -> None:
        """Until there is a message with a higher number (at once, if there is one); at most so long."""
        ...

    async def leads_to(self, office: str, code: str) -> str | None:
        """The address of the conversation whose private link this is the code of, while there is one."""
        ...

    async def come_back(self, office: str, code: str, address: str) -> bool:
        """The conversation of that private link goes on under `address`, and under no other.

        The link is spent, since it stays in a browser's history; a new one is told in the conversation. False where it
        leads nowhere.
        """
        ...

    async def join_view(self, token: str) -> JoinView | None: ...

    async def joined(self, token: str, at: datetime) -> JoinView | None:
        """Records the contact, as the rules allow, and shows what is true afterwards."""
        ...

    async def form_view(self, token: str) -> FormView | None:
        """None for an address that is spent, too old, or never was."""
        ...

    async def entered(self, token: str, details: Details) -> bool:
        """Kept, sealed, once; then the conversation goes on by itself. False where the address leads nowhere now."""
        ...

    async def paper(self, office: str, name: str, version: str, locale: str) -> Paper | None:
        """A published text of an office; without a version the one in force."""
        ...

    async def calendar(self, token: str) -> Entry | None: ...


class Stage(Protocol):
    """The demo's own controls."""

    office: str
    staff_address: str
    """The web conversation that is the demo's staff group."""
    languages: Sequence[str]

    async def language(self) -> str | None:
        """What was chosen on the page; None before anything was."""
        ...

    async def set_language(self, locale: str) -> None:
        """For the page and both chats, from their next message on."""
        ...

    async def greet(self, locale: str) -> None:
        """The browser's language, for the staff group as long as nothing was chosen and nothing stands in it."""
        ...

    async def now(self) -> datetime: ...

    async def next_event(self) -> Coming | None: ...

    async def move_clock(self, step: Step) -> None:
        """One hour, one day, or just past the next event; returns when what became due has been done."""
        ...

    async def restart(self) -> None:
        """Everything as at the first start, the clock at the present."""
        ...
