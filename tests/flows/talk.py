"""A whole talk without any machinery: sessions, one office's records in memory, a clock that tests move.

It applies facts as simply as they can be applied, and holds every turn to what must be true of all turns.
Never here: a rule of the office, or anything that flows should have decided.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flows import facts, register, staff
from flows.booking.form import awaited
from flows.chats.together import code_shown
from flows.engine import Turn
from flows.messages import (
    Ask,
    Choice,
    Event,
    Expired,
    Filled,
    Left,
    Opened,
    Picked,
    Prompt,
    Refused,
    Returned,
    Said,
    Sent,
    Shared,
    Told,
    Unreadable,
)
from flows.notices import Notice, notices
from flows.office.appointment import (
    CLAIMING,
    Appeal,
    Application,
    Appointment,
    Contact,
    ContactKind,
    Deed,
    Offer,
    Status,
    Who,
    move,
)
from flows.office.attendance import NoShowRule, can_be_held, counted, no_way_in
from flows.office.chats import Together, Tried, read_code
from flows.office.closing import with_closures
from flows.office.form import Blank, Form
from flows.office.opening import Cell, Slot, cells, slot_at
from flows.office.policy import Policy, at_office, local
from flows.office.reminders import Due, Owed, not_before, owed, still_owed
from flows.office.standing import Refused as UseRefused
from flows.office.standing import Standing, window_start
from flows.office.timeline import DEEDS, LETTERS, Happening, in_order
from flows.office.view import Invite, News, View
from flows.office.waiting import OUTLASTS, clocks, given_back, kept_until, lapse, passed_to, slot_of, told_at
from flows.register import ENGINE
from flows.session import Session, from_json, to_json
from flows.words import Words
from tests.flows.house import DOCUMENTS, START, KeyWords, policy

LONGEST_CODE = 48
"""Bytes: Telegram allows 64, of which a prompt's id takes some."""
TARO = "Test Taro"
ERASED = "erased"
"""Whose what is left of an application is, once its person has erased all that they gave."""
HANAKO = facts.Clerk("7", "Test Hanako", "clerk")
JIRO = facts.Clerk("8", "Test Jiro", "clerk")
LEAD = facts.Clerk("9", "Test Saburo", "lead")
FOLLOWS = {Owed.REQUEST_LAPSES: lapse, Owed.OFFER_LAPSES: lapse, Owed.GRACE: lambda _application: Deed.DEEM}


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it arrived: a reply, a question or a letter."""

    kind: str
    key: str
    values: Mapping[str, Any]
    choices: tuple[Choice, ...] = ()
    prompt: str = ""
    updates: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(each.code for each in self.choices)


@dataclass
class Chat:
    """What is on one screen: messages, and the prompts below them."""

    talk: Talk
    channel: str = "telegram"
    heard: list[Heard] = field(default_factory=list)
    prompts: dict[str, Prompt] = field(default_factory=dict)
    session: Session = field(default_factory=Session)
    seen: int = 0

    def news(self) -> list[str]:
        """The keys of everything that came since the last thing said here."""
        return [each.key for each in self.heard[self.seen :]]

    def last(self, key: str = "") -> Heard:
        return next(each for each in reversed(self.heard) if not key or each.key == key)

    def buttons(self) -> tuple[str, ...]:
        """The codes of the newest message that has any."""
        return next(each for each in reversed(self.heard) if each.choices).codes

    def hear(self, heard: Heard) -> None:
        self.heard.append(heard)

    def ask(self, kind: str, ask: Ask, expires_at: datetime | None = None) -> None:
        ident = f"p{len(self.prompts)}"
        codes = tuple((each.number, each.code) for each in ask.choices if each.number)
        self.prompts[ident] = Prompt(ident, ask.opens, self.talk.now, expires_at, codes=codes)
        self.hear(Heard(kind, ask.key, ask.values, (*ask.choices, *ask.footers), ident, ask.updates))

    def find(self, wanted: str) -> Picked:
        """The newest button with this code, or with a label of this key."""
        for heard in reversed(self.heard):
            for choice in heard.choices:
                if wanted in {choice.code, choice.label.key, choice.says}:
                    return Picked(heard.prompt, choice.code)
        raise AssertionError(f"no button {wanted!r}; newest: {self.buttons()}")

    def label(self, wanted: str) -> str:
        """The label of that button, as it is shown."""
        tap = self.find(wanted)
        heard = next(each for each in self.heard if each.prompt == tap.prompt)
        label = next(each.label for each in heard.choices if each.code == tap.code)
        return self.words.text(label.key, label.values)

    def number(self, wanted: str) -> str:
        tap = self.find(wanted)
        return str(next(number for number, code in self.prompts[tap.prompt].codes if code == tap.code))

    @property
    def words(self) -> Words:
        raise NotImplementedError

    def receive(self, event: Event) -> Turn:
        raise NotImplementedError

    def says(self, text: str, reply_to: str = "") -> Turn:
        return self.receive(Said(text, reply_to))

    def taps(self, wanted: str) -> Turn:
        return self.receive(self.find(wanted))

    def picks(self, prompt: str, code: str) -> Turn:
        return self.receive(Picked(prompt, code))

    def chooses(self, how: str, *wanted: str) -> None:
        """The same choices by button, by number or by label."""
        for each in wanted:
            match how:
                case "tap":
                    self.taps(each)
                case "number":
                    self.says(self.number(each))
                case _:
                    self.says(self.label(each))

    def replies(self, turn: Turn) -> None:
        for reply in turn.replies:
            if isinstance(reply, Ask):
                self.ask("ask", reply)
            else:
                self.hear(Heard(KINDS[type(reply)], reply.key, reply.values))


KINDS: dict[type, str] = {Told: "told", Refused: "refused", Unreadable: "unreadable"}


@dataclass
class Person(Chat):
    id: str = "person"
    name: str = TARO
    locale: str = "en"
    can_ring: bool = True
    blocked: bool = False
    office: str | None = ""
    """Which office the chat is with; empty: the talk's own; None: not known yet."""
    wait_until: datetime | None = None
    together: Together | None = None
    form: Form | None = None
    forms: int = 0
    """Pages for name, number and telephone that were opened so far."""

    @property
    def words(self) -> Words:
        return self.talk.speak(self.locale)

    def hear(self, heard: Heard) -> None:
        super().hear(heard)
        self.talk.accepted(heard, self.channel)

    @property
    def question(self) -> Prompt | None:
        return next((each for each in reversed(self.prompts.values()) if each.opens.asked), None)

    @property
    def letter(self) -> Prompt | None:
        for prompt in reversed(self.prompts.values()):
            if prompt.opens.asked:
                return None
            if prompt.answered is None and (prompt.expires_at is None or self.talk.now < prompt.expires_at):
                return prompt
        return None

    def view(self, event: Event | None = None) -> View:
        own = [each for each in self.talk.applications.values() if each.person == self.id]
        return replace(
            self.talk.view(),
            policy=with_closures(self.talk.offices.get(self.office or "", self.talk.policy), sorted(self.talk.closed)),
            settled=self.office is not None,
            words=self.words,
            stopped_at=self.talk.stopped_at if self.office in {None, "", self.talk.policy.id} else None,
            stopped_in={self.talk.policy.id: self.talk.stopped_at} if self.talk.stopped_at else {},
            channel=self.channel,
            guess=self.locale,
            can_ring=self.can_ring,
            return_url="" if self.can_ring else "https://example.invalid/chat/test?back=0",
            applications=tuple(reversed(own)),
            person=self.id,
            prompt=self.prompts.get(event.prompt) if isinstance(event, Picked) else None,
            question=self.question,
            letter=self.letter,
            documents=self.talk.documents,
            news=self.talk.news,
            tried=self.tried(event),
            together=self.together,
            form=self.form,
            blank=self.blank if self.talk.policy.entry.by_form(self.channel) else None,
        )

    @property
    def blank(self) -> Blank:
        return Blank(f"form-{self.forms}", f"secret-{self.forms}", f"https://example.invalid/f/secret-{self.forms}")

    def tried(self, event: Event | None) -> Tried | None:
        """As storage looks it up: a code that was typed, or one that the present question asks about."""
        text = event.text if isinstance(event, Said) else event.payload if isinstance(event, Opened) else ""
        if typed := read_code(text, self.words):
            owner = self.talk.codes.get(typed, "")
            own = owner == self.id
            return Tried(typed=True, code=typed if owner and not own else "", own=own, wait_until=self.wait_until)
        about = self.question.opens if self.question else None
        if about is None or about.flow != "chats" or about.subject not in self.talk.codes:
            return None
        owner = self.talk.codes[about.subject]
        theirs = tuple(each for each in self.talk.applications.values() if each.person == owner)
        return Tried(typed=False, code=about.subject, theirs=theirs)

    def receive(self, event: Event) -> Turn:
        self.seen = len(self.heard)
        view = self.view(event)
        turn = register.turn(self.session, event, view)
        self.talk.hold_to_the_rules(self, turn)
        self.session = kept(turn.session, ENGINE.drafts)
        if isinstance(event, Picked) and view.prompt:
            self.prompts[view.prompt.id] = replace(view.prompt, answered=event.code)
        for fact in turn.facts:
            self.talk.happened(fact, view, self)
        if self.form and self.form.id not in awaited(self.session):
            self.form = None
        self.replies(turn)
        return turn

    def fills(self, number: str = "…01", *, undecided: bool = False) -> Turn:
        """The page that the newest question leads to, as storage keeps it: here masks alone."""
        assert self.form
        assert self.form.open(self.talk.now)
        masks = {"masked_name": "T…", "masked_number": number, "masked_phone": "…78", "undecided": undecided}
        self.form = replace(self.form, filled=True, **masks)
        return self.receive(Filled(self.form.id))

    def opens(self, payload: str = "") -> Turn:
        return self.receive(Opened(payload))

    def shares(self, phone: str, *, own: bool = True) -> Turn:
        return self.receive(Shared(phone, own))

    def sends(self, kind: str = "photo") -> Turn:
        return self.receive(Sent(kind))

    def leaves(self) -> Turn:
        return self.receive(Left())

    def returns(self) -> Turn:
        return self.receive(Returned())

    def expires(self) -> Turn:
        return self.receive(Expired())

    # -- shortcuts ---------------------------------------------------------------------------------------------

    @property
    def step(self) -> str:
        top = self.session.top
        return f"{top.flow}.{top.step}" if top else ""

    @property
    def draft(self) -> Any:
        top = self.session.top
        return top.draft if top else None

    def to(self, step: str, how: str = "tap") -> Person:
        """Answer everything plainly until this step of the application is asked."""
        if not self.session.frames:
            self.opens()
        for _ in range(60):
            if self.step == step:
                return self
            self.answer(how)
        raise AssertionError(f"never came to {step}, but to {self.step}")

    def answer(self, how: str = "tap") -> None:
        """A plain answer to the present question of the application."""
        typed = {"booking.name": self.name, "booking.phone": "090-1234-5678", "booking.number": "01234-5678901"}
        typed["booking.name_reading"] = "しけん たろう"
        if self.step in typed:
            self.says(typed[self.step])
        elif self.step == "booking.form" and self.form and self.form.open(self.talk.now):
            self.fills()
        else:
            self.chooses(how, PLAIN.get(self.step) or self.buttons()[0])

    def applies(self, how: str = "tap") -> Application:
        """From the first hello to *requested, not yet booked*."""
        self.to("booking.review", how).chooses(how, "apply")
        return self.application

    def books(self, how: str = "tap") -> Application:
        """From the first hello to a booking, where the office books directly."""
        self.to("booking.review", how).chooses(how, "book")
        return self.application

    @property
    def application(self) -> Application:
        return next(each for each in reversed(self.talk.applications.values()) if each.person == self.id)

    def stands(self, status: Status) -> bool:
        """Is this where the newest application stands?"""
        return self.application.status is status


PLAIN = {
    "home.next": "booking",
    "booking.language": "en",
    "booking.terms": "go_on",
    "booking.device": "yes",
    "booking.place": "yes",
    "booking.earlier": "anew",
    "booking.form": "keep",
    "booking.split": "yes",
    "booking.residence": "registered",
    "booking.status": "rather_not",
    "booking.companion": "family",
    "booking.access": "done",
    "booking.needs": "none",
    "booking.more": "enough",
    "wishing.more": "enough",
}


@dataclass
class Group(Chat):
    clerk: facts.Clerk | None = HANAKO
    sender: facts.Clerk | None = HANAKO
    invite: Invite | None = None
    locale: str = "en"

    @property
    def words(self) -> Words:
        return self.talk.speak(self.locale)

    def view(self, event: Event | None = None) -> View:
        prompt = event.prompt if isinstance(event, Picked) else event.reply_to if isinstance(event, Said) else ""
        cards = {
            each.opens.subject: each
            for each in self.prompts.values()
            if each.opens.step == "card" and each.opens.subject
        }
        return replace(
            self.talk.view(),
            words=self.words,
            channel=self.channel,
            group=True,
            applications=tuple(reversed(self.talk.applications.values())),
            timelines=self.talk.timelines(),
            prompt=self.prompts.get(prompt),
            clerk=self.clerk,
            sender=self.sender,
            invite=self.invite,
            cards=cards,
        )

    def receive(self, event: Event) -> Turn:
        return self._turn(event, staff.turn)

    def unbound(self, event: Event) -> Turn:
        return self._turn(event, staff.unbound)

    def _turn(self, event: Event, decide: Callable[[Session, Event, View], Turn]) -> Turn:
        self.seen = len(self.heard)
        view = self.view(event)
        turn = decide(self.session, event, view)
        self.talk.hold_to_the_rules(self, turn)
        self.session = kept(turn.session, staff.DRAFTS)
        for fact in turn.facts:
            self.talk.happened(fact, view, None)
        self.replies(turn)
        return turn

    def offers(self, code: str, *starts: datetime) -> Turn:
        """Offer these times, typed."""
        return self.says(f"{code} offer " + ", ".join(f"{local(each):%Y-%m-%d %H:%M}" for each in starts))


class Talk:
    """One office: its people, its staff group, its records and its clock."""

    def __init__(self, rules: Policy | None = None, *others: Policy, words: Callable[[str], Words] = KeyWords) -> None:
        self.policy = rules or policy()
        self.offices = {each.id: each for each in (self.policy, *others)}
        self.speak = words
        self.now = START
        self.applications: dict[str, Application] = {}
        self.claims: dict[Cell, tuple[str, datetime | None]] = {}
        self.agreements: list[facts.Agreed] = []
        self.facts: list[facts.Fact] = []
        self.happenings: list[tuple[str, Happening]] = []
        self.refused: dict[str, UseRefused] = {}
        self.codes: dict[str, str] = {}
        """One-time codes for another chat that can be used, and whose they are."""
        self.due: list[tuple[Due, str]] = []
        self.planned: set[tuple[str, Owed, str, int]] = set()
        self.dropped: list[tuple[Due, str]] = []
        self.documents = DOCUMENTS
        self.closed: set[date] = set()
        self.stopped_at: datetime | None = None
        self.news: tuple[News, ...] = ()
        self.staff = Group(self)
        self.people: dict[str, Person] = {}
        self.person = self.meets("person")
        self.watch: Callable[[facts.Fact, View], None] = lambda _fact, _view: None

    def meets(self, ident: str, **more: Any) -> Person:
        self.people[ident] = Person(self, id=ident, **more)
        return self.people[ident]

    def view(self) -> View:
        return View(
            now=self.now,
            policy=with_closures(self.policy, sorted(self.closed)),
            closures=tuple(sorted(self.closed)),
            stopped_at=self.stopped_at,
            offices=self.offices,
            words=self.speak("en"),
            channel="",
            fresh_code=f"A{12 + len(self.applications)}",
            standing=self.standing(),
            taken=frozenset(cell for cell, (_, until) in self.claims.items() if until is None or self.now < until),
        )

    def standing(self) -> dict[str, Standing]:
        since = window_start(self.now, self.policy)
        missed = [
            each.person
            for each in self.applications.values()
            if counted(each) and each.appointment and each.appointment.slot.start >= since
        ]
        people = {*missed, *self.refused}
        return {each: Standing(missed.count(each), self.refused.get(each)) for each in people}

    def timelines(self) -> dict[str, tuple[Happening, ...]]:
        return {
            ident: in_order(each for about, each in self.happenings if about == ident) for ident in self.applications
        }

    # -- what must be true of every turn ---------------------------------------------------------------------

    def hold_to_the_rules(self, chat: Chat, turn: Turn) -> None:
        for ask in (each for each in turn.replies if isinstance(each, Ask)):
            codes = [each.code for each in (*ask.choices, *ask.footers)]
            assert len(codes) == len(set(codes)), codes
            assert all(len(code.encode()) <= LONGEST_CODE and code for code in codes), codes
        if isinstance(chat, Person):
            asks = [each for each in turn.replies if isinstance(each, Ask)]
            assert len(asks) <= 1, "one question at a time"
            for ask in asks:
                _codes_round_trip(ask, turn.session, chat.view())

    # -- clocks ------------------------------------------------------------------------------------------------

    def to(self, moment: datetime) -> None:
        """Move the clock, doing on the way whatever comes due."""
        while (first := min(self.due, default=None, key=lambda row: row[0])) and first[0].at <= moment:
            self.due.remove(first)
            self.now = max(self.now, first[0].at)
            self._comes(*first)
        self.now = max(self.now, moment)

    def passes(self, **span: int) -> None:
        self.to(self.now + timedelta(**span))

    def _comes(self, due: Due, ident: str) -> None:
        application = self.applications[ident]
        if reason := still_owed(due, application, self.now, with_closures(self.policy, sorted(self.closed))):
            self.dropped.append((due, reason))
            return
        if (later := not_before(due, self.now, self.policy)) > self.now:
            self.due.append((replace(due, at=later), ident))
            return
        if due.kind is Owed.FREED:
            self._freed_comes(due, application)
            return
        view = replace(self.view(), applications=tuple(self.applications.values()))
        self.happened(facts.Came(ident, due), view, None)

    def _freed_comes(self, due: Due, giver: Application) -> None:
        """As a freed time comes to who waits: what was kept of it is let go, and held for the first."""
        if (at := told_at(self.now, self.view().policy)) > self.now:
            self.due.append((replace(due, at=at), giver.id))
            return
        slot = slot_of(due, self.policy)
        assert slot
        self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != f"{giver.id} {slot.code}"}
        view = replace(self.view(), applications=tuple(self.applications.values()))
        offer = passed_to(slot, giver, view)
        self.happened(facts.Came(giver.id, due), view, None)
        if offer:
            self.happened(offer, view, None)

    # -- records -----------------------------------------------------------------------------------------------

    def happened(self, fact: facts.Fact, view: View, person: Person | None) -> None:
        self.watch(fact, view)
        self.facts.append(fact)
        ident = getattr(fact, "application", "")
        before = self.applications.get(ident)
        application = self._keep(fact, person)
        if before and application:
            self._freed(before, application)
        for notice in notices(fact, application, view):
            self._deliver(notice, application)

    def _freed(self, before: Application, after: Application) -> None:
        waits = [each for each in self.applications.values() if each.status is Status.REQUESTED]
        policy = self.view().policy
        free = given_back(before, after)
        for row in clocks(before, after, waits, self.now, policy):
            if not any(
                (each.kind, each.version, ident) == (row.kind, row.version, after.id) for each, ident in self.due
            ):
                self.due.append((row, after.id))
            slot = slot_of(row, policy)
            assert slot
            if until := kept_until(slot, row.at, policy):
                mine = cells(slot, free[slot], self.policy)
                self.claims |= dict.fromkeys(mine, (f"{after.id} {slot.code}", until))

    def _deliver(self, notice: Notice, application: Application | None) -> None:
        if notice.to == "person" and application and application.person == ERASED:
            return
        chat: Chat = self.people[application.person] if notice.to == "person" and application else self.staff
        codes = [each.code for each in notice.choices]
        assert len(codes) == len(set(codes))
        if not notice.opens:
            chat.hear(Heard("letter", notice.key, notice.values))
            return
        offer = application.offer if application else None
        expires = offer.expires_at if offer and notice.opens.flow in {"choosing", "moving"} else None
        chat.ask("letter", Ask(notice.key, notice.opens, notice.values, notice.choices), expires)

    def _keep(self, fact: facts.Fact, person: Person | None) -> Application | None:  # noqa: C901, PLR0912 -- a line a fact
        match fact:
            case facts.LanguageChosen(locale) if person:
                person.locale = locale
            case facts.OfficeChosen(office) if person:
                person.office = office
            case facts.Agreed():
                self.agreements.append(fact)
            case facts.FormOpened(ident, token, until) if person:
                person.form, person.forms = Form(ident, f"https://example.invalid/f/{token}", until), person.forms + 1
            case facts.Wished() if person:
                return self._store(self._wished(fact, person))
            case facts.BookedAtOnce() if person:
                return self._store(self._booked_at_once(fact, person))
            case facts.ChatCodeWanted() if person:
                self._shows(person, fact)
            case facts.ChatJoined(code) if person:
                self._joins(person, self.codes.pop(code))
            case facts.Forgotten() if person:
                mine = [each for each in self.applications.values() if each.person == person.id]
                self.applications |= {each.id: replace(each, person=ERASED, masked_name="") for each in mine}
                return None
            case facts.Departed() | facts.CameBack() | facts.HandedOver() if person:
                return person.view().booking
            case facts.BookedNext():
                return self._store(self._booked_next(fact))
            case facts.DayClosed(day):
                self.closed.add(day)
                return None
            case facts.DayOpened(day):
                self.closed.discard(day)
                return None
            case facts.TakingBookings(stopped):
                self.stopped_at = self.now if stopped else None
                return None
            case facts.GroupBound() | facts.RoleRedeemed() | facts.GroupLeft():
                return None
            case _ if ident := getattr(fact, "application", ""):
                return self._changed(self.applications[ident], fact)
        return None

    def _shows(self, person: Person, fact: facts.ChatCodeWanted) -> None:
        self.codes = {code: owner for code, owner in self.codes.items() if owner != person.id}
        code = f"K347ACD{'ACDEFH'[len(self.of(facts.ChatCodeWanted))]}"
        self.codes[code] = person.id
        notice = code_shown(replace(fact, code=code))
        person.hear(Heard("letter", notice.key, notice.values))

    def _joins(self, person: Person, owner: str) -> None:
        for ident, each in self.applications.items():
            if each.person == person.id:
                self.applications[ident] = replace(each, person=owner)
        person.id = owner

    def _wished(self, fact: facts.Wished, person: Person) -> Application:
        ident, then = f"id-{len(self.applications)}", self.applications.get(fact.earlier)
        assert then is None or then.person == person.id
        form = person.form if fact.form else None
        assert not fact.form or (form and form.filled and form.id == fact.form)
        told = form or then
        return Application(
            ident,
            fact.code,
            person.id,
            self.policy.id,
            Status.REQUESTED,
            fact.wishes,
            self.now,
            person.channel,
            person.locale,
            masked_name=told.masked_name if told else f"{fact.name[:1]}***",
            masked_number=told.masked_number if told else f"***{fact.number[-2:]}" if fact.number else "",
            residence=fact.residence,
            needs=fact.needs,
            interpreter=fact.interpreter,
            companion=fact.companion,
            access=fact.access,
            name_read=bool(fact.name_reading) or (then is not None and then.name_read),
            web_only=not person.can_ring,
            answer_due=fact.answer_due,
            waits_for=fact.waits_for,
            join_url="https://example.invalid/j/0",
            calendar_url="https://example.invalid/c/0.ics",
        )

    def _booked_at_once(self, fact: facts.BookedAtOnce, person: Person) -> Application:
        application, taken = self._wished(fact.wished, person), self.view().taken
        for cell in cells(fact.slot, fact.desk, self.policy):
            assert cell not in taken, "booked twice"
            self.claims[cell] = (application.id, None)
        return replace(application.moved(Status.BOOKED), appointment=Appointment(fact.slot, fact.desk))

    def _changed(self, application: Application, fact: facts.Fact) -> Application:  # noqa: C901, PLR0912, PLR0915 -- a line a fact
        match fact:
            case facts.WishedAgain(_, wishes, due):
                assert application.status is Status.REQUESTED
                application = replace(application, wishes=wishes, answer_due=due, waits_for=None)
            case facts.NoneSuits(_, due):
                moved = self._passed(self._moved(application, Deed.NONE_OF_THESE, "person"))
                application = replace(moved, answer_due=due)
            case facts.Booked():
                application = self._booked(application, fact)
            case facts.BookedFor():
                application = self._booked_for(application, fact)
            case facts.DeskChanged(_, desk, by):
                application = self._desk_changed(application, desk, by)
            case facts.ChangeWished(_, wishes, due):
                moved = self._moved(application, Deed.CHANGE, "person")
                self._let_go(application)
                application = replace(moved, changing=True, wishes=wishes, answer_due=due, offer=None)
            case facts.ChangeOffered():
                assert fact.instead or application.change_open is not fact.asks
                assert (application.offer is not None) is fact.instead
                self._let_go(application)
                application = self._offered(replace(application, changing=True), fact)
            case facts.Moved():
                application = self._shifted(application, fact)
            case facts.MovedAtOnce():
                application = self._moved_at_once(application, fact)
            case facts.ChangeKept():
                assert application.change_open
                application = self._stands(self._moved(application, Deed.KEEP, "person"))
            case facts.TimesClosed():
                application = self._times_closed(application, fact)
            case facts.WaitEnded(_, by, closed):
                assert application.awaits_day
                deed = Deed.CLOSE_WAIT if closed else Deed.SERVE
                application = replace(self._moved(application, deed, "clerk", by), offer=None)
            case facts.MoveWithdrawn(_, by):
                assert application.change_open
                assert application.offer
                assert application.offer.asked
                application = replace(self._stands(self._moved(application, Deed.KEEP, "clerk")), by=by.name)
            case facts.ChangeDeclined(_, by):
                assert application.change_open
                application = replace(self._stands(self._moved(application, Deed.KEEP, "clerk")), by=by.name)
            case facts.Cancelled():
                application = self._moved(application, Deed.CANCEL, "person")
            case facts.CancelWished():
                application = self._touched(application, ContactKind.CANCEL_WISH, self.now)
            case facts.WishTakenBack():
                assert application.cancel_wished
                application = self._touched(application, ContactKind.TAKEN_BACK, self.now)
            case facts.CalledOff(_, by):
                application = replace(self._moved(application, Deed.CALLED_OFF, "clerk", by), by=by.name)
            case facts.WishAccepted(_, _, by):
                assert application.cancel_wished
                application = replace(self._moved(application, Deed.EXCUSE, "clerk", by), by=by.name)
            case facts.OfficeCancelled(_, _, by):
                application = replace(self._moved(application, Deed.CALL_OFF, "clerk", by), by=by.name)
            case facts.Contacted(_, kind, at):
                application = self._touched(application, kind, at)
            case facts.WillCome():
                assert application.appointment
                application = replace(application, appointment=replace(application.appointment, will_come=True))
            case facts.Offered():
                application = self._offered(application, fact)
            case facts.OfferedFreed():
                application = self._held(self._moved(application, Deed.OFFER, "clock"), fact, freed=True)
            case facts.Declined(_, _, by):
                application = replace(self._moved(application, Deed.DECLINE, "clerk"), by=by.name)
            case facts.Marked(_, deed, by):
                application = self._marked(application, deed, by)
            case facts.Undone(_, by):
                application = replace(self._moved(application, Deed.UNDO, "clerk", by), by=by.name)
                assert application.appointment
                application = replace(application, appointment=replace(application.appointment, mark=Deed.UNDO))
            case facts.SaidInTouch(_, due):
                assert application.status is Status.DEEMED_CANCELLED
                application = replace(application, appeal=Appeal(self.now, due))
                self._wrote(application, "said_in_touch", "person")
            case facts.AppealDecided(_, accepted, by):
                application = self._decided(application, accepted=accepted, by=by)
            case facts.UseRefused(_, reason, until, by):
                assert application.person not in self.refused or self.refused[application.person].until < until
                self.refused[application.person] = UseRefused(reason, until, by.name)
            case facts.UseAllowed():
                del self.refused[application.person]
            case facts.LinkGiven(_, url, _):
                assert application.appointment
                since = {} if application.appointment.link == url else {"link_at": self.now}
                application = replace(application, appointment=replace(application.appointment, link=url, **since))
            case facts.Came(_, due):
                held_up = due.kind is Owed.GRACE and no_way_in(application, self.policy)
                if due.kind is Owed.CHANGE_ENDS:
                    application = self._stands(self._moved(application, Deed.END_CHANGE, "clock"))
                if (follows := FOLLOWS.get(due.kind)) and not held_up:
                    moved = self._moved(application, follows(application), "clock")
                    application = self._passed(moved) if due.kind is Owed.OFFER_LAPSES else moved
            case _:
                pass
        return self._store(application)

    def _store(self, application: Application) -> Application:
        self.applications[application.id] = application
        for row in owed(application, self.now, self.policy):
            if (key := (application.id, row.kind, row.version, row.minutes)) not in self.planned:  # as `due` has it
                self.planned.add(key)
                self.due.append((row, application.id))
            elif row.at > self.now:
                same = (row.kind, row.version, row.minutes, application.id)
                waits = [each for each in self.due if (each[0].kind, each[0].version, each[0].minutes, each[1]) == same]
                self.due = [each for each in self.due if each not in waits] + [(row, application.id)] * len(waits)
        return application

    def _moved(self, application: Application, deed: Deed, who: Who, by: facts.Clerk | None = None) -> Application:
        status = move(application.status, deed, who)
        assert status, f"{who} may not {deed} what is {application.status}"
        self._wrote(application, deed, who, by.name if by else "")
        if application.appealed and status is not Status.DEEMED_CANCELLED:
            assert application.appeal
            application = replace(application, appeal=replace(application.appeal, decided="corrected"))
        if status not in CLAIMING:
            self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != application.id}
        return application.moved(status)

    def _wrote(self, application: Application, what: str, author: Who, name: str = "") -> None:
        if what in DEEDS:
            self.happenings.append((application.id, Happening(self.now, what, author, name)))

    def accepted(self, heard: Heard, channel: str) -> None:
        """Whatever a person is told is accepted at once here."""
        about = next((each for each in self.applications.values() if each.code == heard.values.get("code")), None)
        if about and heard.key in LETTERS:
            told = Happening(self.now, LETTERS[heard.key], "clock", channel=channel)
            self.happenings.append((about.id, told))

    def _marked(self, application: Application, deed: Deed, by: facts.Clerk) -> Application:
        moved = replace(self._moved(application, deed, "clerk", by), by=by.name)
        appointment = moved.appointment
        assert appointment
        again = appointment.marked_by if appointment.mark is deed is Deed.NO_CONTACT else ""
        mine = replace(appointment, mark=deed, marked_by=f"{again} {self.staff.channel}:{by.id}".strip())
        return replace(moved, appointment=mine)

    def _decided(self, application: Application, *, accepted: bool, by: facts.Clerk) -> Application:
        assert application.appeal
        assert application.appeal.open
        if accepted:
            application = self._moved(application, Deed.UNDO, "clerk", by)
        assert application.appointment
        assert application.appeal
        return replace(
            application,
            by=by.name,
            appeal=replace(application.appeal, decided="accepted" if accepted else "upheld"),
            appointment=replace(application.appointment, mark=Deed.UNDO) if accepted else application.appointment,
        )

    def _let_go(self, application: Application, *kept: Cell) -> None:
        """What is only held is free again, and what is booked but not `kept`, where anything is."""
        self.claims = {
            cell: (owner, until)
            for cell, (owner, until) in self.claims.items()
            if owner != application.id or (cell in kept if kept else until is None)
        }

    def _stands(self, application: Application) -> Application:
        self._let_go(application)
        return replace(application, changing=False, offer=None)

    def _shifted(self, application: Application, fact: facts.Moved) -> Application:
        moved, offer, old = self._moved(application, Deed.MOVE, "person"), application.offer, application.appointment
        assert offer
        assert old
        assert offer.id == fact.offer
        desk = dict(offer.times)[fact.slot]
        mine = cells(fact.slot, desk, self.policy)
        self._let_go(application, *mine)
        self.claims |= dict.fromkeys(mine, (application.id, None))
        return replace(moved, appointment=Appointment(fact.slot, desk, old.version + 1), offer=None, changing=False)

    def _moved_at_once(self, application: Application, fact: facts.MovedAtOnce) -> Application:
        moved, old = self._moved(application, Deed.MOVE, "person"), application.appointment
        assert old
        assert old.slot == fact.was
        mine, taken = cells(fact.slot, fact.desk, self.policy), self.view().taken
        for cell in mine:
            assert cell not in taken or self.claims[cell][0] == application.id, "booked twice"
        self._let_go(application, *mine)
        self.claims |= dict.fromkeys(mine, (application.id, None))
        new = Appointment(fact.slot, fact.desk, old.version + 1)
        return replace(moved, appointment=new, offer=None, changing=False)

    def _offered(self, application: Application, fact: facts.Offered | facts.ChangeOffered) -> Application:
        if isinstance(fact, facts.Offered) and fact.instead:
            self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != application.id}
            return replace(self._held(self._moved(application, Deed.REPLACE, "clerk"), fact), by=fact.by.name)
        moved = self._moved(application, Deed.PROPOSE if application.change_open else Deed.OFFER, "clerk")
        return replace(self._held(moved, fact), by=fact.by.name)

    def _held(
        self,
        application: Application,
        fact: facts.Offered | facts.ChangeOffered | facts.OfferedFreed,
        *,
        freed: bool = False,
    ) -> Application:
        taken, until = self.view().taken, fact.expires_at + OUTLASTS * freed
        for slot, desk in fact.times:
            for cell in cells(slot, desk, self.policy):
                assert cell not in taken, "held twice"
                self.claims[cell] = (application.id, until)
        why = "" if isinstance(fact, facts.OfferedFreed) else fact.exception
        offer = Offer(f"offer-{len(self.facts)}", fact.times, fact.expires_at, why, freed=freed)
        if isinstance(fact, facts.ChangeOffered) and fact.asks and application.appointment:
            kept = can_be_held(application.appointment, self.view().policy)
            offer = replace(offer, asked="office" if kept else "closed")
        return replace(application, offer=offer)

    def _passed(self, application: Application) -> Application:
        """The offer is over, and its times were not taken."""
        assert application.offer
        starts = {slot.start for slot in application.offer.slots}
        return replace(application, offer=None, passed=application.passed | starts)

    def _booked(self, application: Application, fact: facts.Booked) -> Application:
        moved, offer = self._moved(application, Deed.CHOOSE, "person"), application.offer
        assert offer
        assert offer.id == fact.offer
        desk = dict(offer.times)[fact.slot]
        mine = set(cells(fact.slot, desk, self.policy))
        self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != application.id or cell in mine}
        self.claims |= dict.fromkeys(mine, (application.id, None))
        return replace(moved, appointment=Appointment(fact.slot, desk), offer=None)

    def _booked_for(self, application: Application, fact: facts.BookedFor) -> Application:
        old = application.appointment
        moved = self._moved(application, Deed.MOVE if old else Deed.BOOK, "clerk")
        self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != application.id}
        self._claim(application, fact.slot, fact.desk)
        mine = Appointment(fact.slot, fact.desk, old.version + 1) if old else Appointment(fact.slot, fact.desk)
        return replace(moved, appointment=mine, offer=None, changing=False, by=fact.by.name)

    def _booked_next(self, fact: facts.BookedNext) -> Application:
        earlier = self.applications[fact.application]
        ident = f"id-{len(self.applications)}"
        self._claim(replace(earlier, id=ident), fact.slot, fact.desk)
        return replace(
            earlier,
            id=ident,
            code=fact.code,
            status=Status.BOOKED,
            wishes=(fact.slot.start,),
            created_at=self.now,
            by=fact.by.name,
            appointment=Appointment(fact.slot, fact.desk),
        )

    def _times_closed(self, application: Application, fact: facts.TimesClosed) -> Application:
        offer = application.offer
        assert offer
        left = tuple(each for each in offer.times if each[0].day != fact.day)
        assert len(left) < len(offer.times)
        if left:
            own = {cell for slot, desk in left for cell in cells(slot, desk, self.policy)}
            own |= {cell for cell, (_, until) in self.claims.items() if until is None}
            self._let_go(application, *own)
            return replace(application, offer=replace(offer, times=left), by=fact.by.name)
        if not application.change_open:
            waits = self._moved(application, Deed.WITHDRAW, "clerk")
            return replace(waits, offer=None, answer_due=fact.answer_due, by=fact.by.name)
        if offer.asked:
            return replace(self._stands(self._moved(application, Deed.KEEP, "clerk")), by=fact.by.name)
        self._let_go(application)
        return replace(application, offer=None, answer_due=fact.answer_due, by=fact.by.name)

    def _desk_changed(self, application: Application, desk: str, by: facts.Clerk) -> Application:
        assert application.appointment
        self.claims = {cell: claim for cell, claim in self.claims.items() if claim[0] != application.id}
        self._claim(application, application.appointment.slot, desk)
        return replace(application, appointment=replace(application.appointment, desk=desk), by=by.name)

    def _claim(self, application: Application, slot: Slot, desk: str) -> None:
        taken = self.view().taken
        for cell in cells(slot, desk, self.policy):
            assert cell not in taken, "booked twice"
            self.claims[cell] = (application.id, None)

    def _touched(self, application: Application, kind: ContactKind, at: datetime) -> Application:
        appointment = application.appointment
        assert appointment
        contact = Contact(kind, at, self.now)
        self.happenings.append((application.id, Happening(at, kind, "person", recorded_at=self.now)))
        application = replace(application, appointment=replace(appointment, contacts=(*appointment.contacts, contact)))
        late = application.status is Status.DEEMED_CANCELLED
        if late and NoShowRule.of(appointment, self.policy).counts(contact):
            return self._moved(application, Deed.TOUCH, "clock")
        return application

    # -- shortcuts ---------------------------------------------------------------------------------------------

    def offered(self, *starts: datetime, person: Person | None = None) -> Application:
        """Applied for, and these times offered."""
        person = person or self.person
        application = person.applies()
        self.staff.offers(application.code, *(starts or self.free()))
        assert person.application.status is Status.OFFERED, self.staff.news()
        return person.application

    def booked(
        self, start: datetime | None = None, person: Person | None = None, link: str = "https://video.invalid/0"
    ) -> Application:
        """Booked, with a video link that staff gave without a word: nobody can come who was given none."""
        person = person or self.person
        self.offered(*((start,) if start else ()), person=person)
        person.taps(slot_at(start, self.policy).code if start else person.buttons()[0])
        assert person.application.status is Status.BOOKED, person.news()
        assert person.application.appointment
        appointment = replace(person.application.appointment, link=link)
        self.applications[person.application.id] = replace(person.application, appointment=appointment)
        return person.application

    def free(self) -> tuple[datetime, ...]:
        return (at(20, 10), at(20, 14))

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.facts if isinstance(each, kind)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the office's clock."""
    first = at_office(START.date(), START.time())
    return first.replace(day=1, hour=hour, minute=minute) + timedelta(days=day - 1)


def slot(day: int, hour: int, minute: int = 0) -> Slot:
    return slot_at(at(day, hour, minute), policy())


def kept(session: Session, drafts: Mapping[str, type]) -> Session:
    """The session as storage gives it back."""
    read = from_json(json.loads(json.dumps(to_json(session))), drafts)
    assert read == session
    return read


def _codes_round_trip(ask: Ask, session: Session, view: View) -> None:
    """Every button that is shown leads back to the very value it was made of."""
    frame = session.top
    assert frame
    step = ENGINE.flows[frame.flow].by_id[frame.step]
    options = {step.show(each.value): each.value for each in step.choices(frame.draft, view)}
    for choice in ask.choices:
        if choice.code in options and step.pick and (again := step.pick(choice.code, view)) is not None:
            assert again == options[choice.code]
