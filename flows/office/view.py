"""What a turn may know of the world: gathered by storage before deciding, complete, and already narrowed to what
this sender may see. A person's view never holds another person's applications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flows.facts import Clerk
from flows.messages import Prompt
from flows.office.appointment import OPEN, Application, Status
from flows.office.chats import Together, Tried
from flows.office.counter import Counter
from flows.office.form import Blank, Form
from flows.office.opening import Cell
from flows.office.policy import Policy
from flows.office.standing import CLEAR, Standing
from flows.office.timeline import Happening
from flows.reading.text import digits, fold
from flows.words import Words


@dataclass(frozen=True, slots=True)
class Document:
    """A published text: `pages` is its Japanese wording, cut so that each page fits into one message.

    `translations` are for reference: (language, pages) of each.
    """

    name: str
    version: str
    effective: date
    sample: bool
    pages: tuple[str, ...]
    translations: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def translation(self, locale: str) -> tuple[str, ...]:
        """Its pages in that language; empty where there is no translation."""
        return dict(self.translations).get(locale, ())


@dataclass(frozen=True, slots=True)
class News:
    """A new version that this person was told of while they wait for a consultation."""

    id: int
    document: Document
    asks: bool
    """Whether the office asks them to agree to it now, rather than at the next application."""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time code that was typed, as found: `role` is empty for one that binds a group."""

    id: str
    office: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class View:
    now: datetime
    policy: Policy
    words: Words
    channel: str
    fresh_code: str
    """A reference code that nobody has, should this turn need one."""
    offices: Mapping[str, Policy] = field(default_factory=dict)
    """All that are served here, by id."""
    settled: bool = True
    """Whether it is known which of them this chat is with; until then `policy` is only the first of them."""
    chosen: str = ""
    """The language chosen in this very turn, which `words` does not know yet."""
    guess: str = "ja"
    """The language guessed from the platform."""
    can_ring: bool = True
    """Whether this channel can reach a person who is not looking at it."""
    group: bool = False
    return_url: str = ""
    """The private link with which a person on the web comes back to this chat."""
    taken: frozenset[Cell] = frozenset()
    documents: tuple[Document, ...] = ()
    news: tuple[News, ...] = ()
    """New versions that the person was told of, the newest first."""
    terms_url: str = ""
    """Where the full texts stand as web pages; empty where there is no public address."""
    applications: tuple[Application, ...] = ()
    """A person's own, newest first; for a staff group those of its office."""
    person: str = ""
    """Whose chat this is; empty in a group."""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """How each person of these applications, and whose chat this is, stands with the office."""
    timelines: Mapping[str, tuple[Happening, ...]] = field(default_factory=dict)
    """For a staff group: what happened around each booking that was deemed cancelled, by its id."""
    prompt: Prompt | None = None
    """The question whose button was tapped, if it is one of this chat's."""
    question: Prompt | None = None
    """The session's present question, as it was shown."""
    letter: Prompt | None = None
    """The newest unanswered letter with buttons that came after the session's own question."""
    clerk: Clerk | None = None
    """Who of the staff is speaking; None where our own table does not know them."""
    sender: Clerk | None = None
    """Who is speaking in a group, known to us or not."""
    invite: Invite | None = None
    tried: Tried | None = None
    """The one-time code of another chat that is being tried here; None where nothing looks like one."""
    together: Together | None = None
    """The chats whose joining a letter of this chat speaks of, as long as it can be undone."""
    elsewhere: bool = False
    """Looked at when somebody leaves: they can still be reached in another chat."""
    cards: Mapping[str, Prompt] = field(default_factory=dict)
    """For a staff group: the newest card of each application, by its id."""
    stopped_at: datetime | None = None
    """Since when the office takes no new applications."""
    stopped_in: Mapping[str, datetime] = field(default_factory=dict)
    """The same of every office that may still be chosen here, by id; those that take applications are not named."""
    closures: tuple[date, ...] = ()
    """Days on which staff have closed the office; `policy` has them in its hours already."""
    counter: Counter | None = None
    """Their office, where a member of staff writes in a private chat and is at its desk; never anybody else's."""
    form: Form | None = None
    """This chat's page for name, number and telephone; None where none is open or filled in."""
    blank: Blank | None = None
    """A new one, should this turn need one; None where no office here takes them so on this channel."""
    begun: bool = False
    """Answers of something that was begun in this chat, and not sent, are kept for now."""
    said_at: datetime | None = None
    """When the platform says this was said; None: now."""

    @property
    def heard_at(self) -> datetime:
        """Never later than now: a platform's clock that runs ahead makes nothing happen in the future."""
        return min(self.said_at, self.now) if self.said_at else self.now

    @property
    def by_form(self) -> bool:
        """Are name, number and telephone entered on a page of ours, and never typed here?"""
        return self.policy.entry.by_form(self.channel)

    @property
    def tag(self) -> str:
        """The language in which this turn is answered."""
        return self.chosen or self.words.tag

    def language(self, typed: str) -> str | None:
        """Of the office's languages, the one whose name this is, in any language."""
        tag = self.words.language(typed)
        return tag if tag in self.policy.languages else None

    def application(self, ident: str) -> Application | None:
        """By id, or by the reference code as typed."""
        folded = digits(fold(ident)).upper()
        return next((each for each in self.applications if each.id == ident or each.code == folded), None)

    def speaks_of(self, subject: str) -> bool:
        """May a letter of this chat still open what it is about?"""
        return self.application(subject) is not None or (self.together is not None and self.together.id == subject)

    def author(self, clerk: Clerk) -> str:
        """Who of the staff, on which channel: as a mark keeps it."""
        return f"{self.channel}:{clerk.id}"

    def standing_of(self, person: str) -> Standing:
        return self.standing.get(person, CLEAR)

    @property
    def own_standing(self) -> Standing:
        return self.standing_of(self.person)

    @property
    def open_applications(self) -> tuple[Application, ...]:
        """What is still before the person: a booking whose time is over is not, whether or not staff have marked it."""
        return tuple(each for each in self.applications if each.status in OPEN and not each.over(self.now))

    @property
    def booking(self) -> Application | None:
        """The one that *my booking* is about: the soonest appointment, else the newest application still open.

        An appointment that is over, and that nobody has marked yet, never stands before one that is to come.
        """
        booked = [each for each in self.open_applications if each.status is Status.BOOKED and each.appointment]
        booked = [each for each in booked if each.appointment and each.appointment.slot.end > self.now] or booked
        if booked:
            return min(booked, key=lambda each: each.appointment.slot.start if each.appointment else self.now)
        return next(iter(self.open_applications), None)
