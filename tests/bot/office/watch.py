"""The office's invariants, asked of the database in plain SQL and of what was delivered, after every single step.

The rules stand here a second time, worked out from the office file's numbers alone, so that a rule lost in the product
is missed. Never here: a predicate of the product.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flows.office.policy import TOKYO
from tests.bot.office.memory import Memory
from tests.bot.office.told import ASKED, TOLD, TOLD_STARTS
from tests.bot.office.world import GROUP, PEOPLE, Heard, World

CONFIRMING = ("book", "choose", "move")
ENDED_BY_CLERK = ("called_off", "excuse")
FINAL = ("attended", "declined", "lapsed", "cancelled_by_person", "cancelled_by_office", "deemed_cancelled", "not_held")
OVERDUE = timedelta(minutes=30)
STATES = """
    SELECT a.id, a.code, a.status, a.changing, a.person_id, c.address, p.start, p.minutes, p.desk, p.version, p.mark,
           p.link IS NOT NULL, a.answer_due, p.link_at
    FROM application a JOIN conversation c ON c.id = a.conversation_id
    LEFT JOIN appointment p ON p.application_id = a.id ORDER BY a.created_at, a.id
"""


class Broken(AssertionError):
    """An invariant of the office does not hold. The name of the rule comes first."""

    def __init__(self, rule: str, why: object) -> None:
        super().__init__(f"{rule}: {why}")
        self.rule = rule


def must(holds: object, rule: str, why: object) -> None:
    if not holds:
        raise Broken(rule, why)


def moment(kept: str) -> datetime:
    """As SQLite keeps it: UTC, without saying so."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class State:
    """An application as its rows stand."""

    id: str
    code: str
    status: str
    changing: bool
    person: str
    chat: str
    start: datetime | None
    minutes: int
    desk: str
    version: int
    mark: str | None
    linked: bool
    answer_due: str | None
    link_at: str | None

    @property
    def day(self) -> date | None:
        return self.start.astimezone(TOKYO).date() if self.start else None


@dataclass
class Watch:
    world: World
    memory: Memory = field(default_factory=Memory)
    """Of what people did, which the database is held to."""
    reached: Counter[str] = field(default_factory=Counter)
    _audited: int = 0
    _letters: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _deemed: set[str] = field(default_factory=set)
    """Applications that were counted as cancelled at some time."""
    _excepted: set[tuple[str, int]] = field(default_factory=set)
    """Starts that a clerk booked, or offered, by a stated exception."""
    _were: dict[str, str] = field(default_factory=dict)
    """The status of each before this step."""

    def states(self) -> list[State]:
        rows = self.world.ask(STATES)
        return [State(*row[:6], moment(row[6]) if row[6] else None, *row[7:]) for row in rows]

    def look(self) -> None:
        """After each step."""
        states = self.states()
        self._claims_are_single_and_match(states)
        self._deeds(states)
        self._deemed_only_without_contact(states)
        self._one_a_day(states)
        self._letters_are_of_their_reader(states)
        faults = [each for each in self.world.logged if each["log_level"] in {"error", "critical"}]
        must(not faults, "nothing fails", faults)

    # -- no two live claims on one (office, desk, cell) ----------------------------------------------------------

    def _claims_are_single_and_match(self, states: list[State]) -> None:
        rule, now = "no two live claims on one cell", self.world.now
        rows = self.world.ask("SELECT desk, cell, application_id, kind, expires_at FROM claim WHERE live")
        many = [cell for cell, count in Counter((desk, cell) for desk, cell, *_ in rows).items() if count > 1]
        must(not many, rule, many)
        held, booked = defaultdict(set), defaultdict(set)
        for desk, cell, ident, kind, expires in rows:
            if kind == "booked":
                booked[ident].add((desk, moment(cell)))
            elif moment(expires) > now:
                held[ident].add((desk, moment(cell)))
        for each in states:
            keeps = each.status in {"booked", "attended", "deemed_cancelled", "not_held"}
            must(booked[each.id] == (self._cells(each.start, each.minutes, each.desk) if keeps else set()), rule, each)
        for ident, desk, start, minutes, expires in self.world.ask(
            "SELECT o.application_id, t.desk, t.start, t.minutes, o.expires_at FROM offer o "
            "JOIN offered_time t ON t.offer_id = o.id WHERE o.status = 'live'"
        ):
            offered = self._cells(moment(start), minutes, desk)
            must(moment(expires) <= now or offered <= held[ident], "an offered time is held", (ident, start))

    def _cells(self, start: datetime | None, minutes: int, desk: str) -> set[tuple[str, datetime]]:
        width = self.world.policy.desk.cell
        return {(desk, start + timedelta(minutes=each)) for each in range(0, minutes, width)} if start else set()

    # -- what was done, by whom, when ----------------------------------------------------------------------------

    def _deeds(self, states: list[State]) -> None:
        by_id = {each.id: each for each in states}
        rows = self.world.ask(
            "SELECT id, at, who, deed, subject FROM audit WHERE id > :seen ORDER BY id", seen=self._audited
        )
        for ident, at, who, deed, subject in rows:
            self._audited = ident
            self.reached[deed] += 1
            if state := by_id.get(subject):
                self._one_deed(state, moment(at), who, deed)
        self._were = {each.id: each.status for each in states}

    def _one_deed(self, state: State, at: datetime, who: str, deed: str) -> None:
        start, policy = state.start, self.world.policy
        if deed in CONFIRMING and start:
            self._confirmed_in_time(state, start, at, who)
        if deed in {"deem", "no_contact"} and start:
            self._deemed.add(state.id)
            rule = "deemed cancelled never before start + grace"
            must(at >= start + timedelta(minutes=policy.attendance.grace), rule, (state, at))
        if deed == "deem" and start:
            must(state.linked, "no clock deems where nobody could have joined", state)
            given = moment(state.link_at) if state.link_at else start
            alone = timedelta(minutes=policy.attendance.grace)
            must(at >= given + alone, "the grace counts from the link, where that came after the start", (state, at))
            late = at - max(start, given) - timedelta(minutes=policy.attendance.grace)
            must(late <= OVERDUE, "no clock deems what it has missed", (state, late))
            must(not self.memory.vouched(state.id, state.version), "no clock deems what a clerk has undone", state)
        if deed == "cancel" and self._were.get(state.id) == "booked" and start:
            must(policy.cancelling.by_chat, "a phone-only office never cancels by chat", state)
            last = start - timedelta(minutes=policy.cancelling.cut_off)
            must(at <= last, "no booking is cancelled by chat after the cut-off", (state, at))
        if deed in ENDED_BY_CLERK:
            must(who.startswith("clerk:"), "a telephone cancelling is a clerk's record", (state, who))

    def _confirmed_in_time(self, state: State, start: datetime, at: datetime, who: str) -> None:
        rule = "nothing is confirmed after its confirm-by"
        must(at < start, rule, (state, at))
        if who.startswith("clerk:"):
            self._booked_by_a_clerk(state, start, at, who)
            return
        chosen = self.world.ask(
            "SELECT expires_at, exception IS NOT NULL FROM offer WHERE application_id = :id AND status = 'chosen' "
            "ORDER BY created_at DESC LIMIT 1",
            id=state.id,
        )
        for expires, _ in chosen:
            must(at < moment(expires), "no lapsed offer is chosen", (state, at))
        if any(by_exception for _, by_exception in chosen):
            self._stated(state)
            self._excepted.add((state.id, state.version))
            return
        must(self._in_time(start, at), rule, (state, at))

    def _in_time(self, start: datetime, at: datetime) -> bool:
        booking = self.world.policy.booking
        midnight = datetime.combine(start.astimezone(TOKYO).date(), time(), TOKYO)
        by_the_day_before = booking.confirm_by != "previous_day_end" or at < midnight
        return by_the_day_before and at <= start - timedelta(minutes=booking.notice_minutes)

    def _booked_by_a_clerk(self, state: State, start: datetime, at: datetime, who: str) -> None:
        """Upon a call: too late for it, or a second one of that day, only with a reason given in the same breath."""
        rows = self.world.ask("SELECT who, at FROM audit WHERE subject = :id AND deed = 'exception'", id=state.id)
        stated = any((by, moment(then)) == (who, at) for by, then in rows)
        must(stated or self._in_time(start, at), "nothing is confirmed after its confirm-by", (state, at, who))
        if stated:
            self._excepted.add((state.id, state.version))

    def _stated(self, state: State) -> None:
        who = self.world.ask("SELECT who FROM audit WHERE subject = :id AND deed = 'exception'", id=state.id)
        must(who and all(each.startswith("clerk:") for (each,) in who), "an exception is a clerk's own", (state, who))

    # -- deemed cancelled only without contact -------------------------------------------------------------------

    def _deemed_only_without_contact(self, states: list[State]) -> None:
        for each in states:
            if each.status == "deemed_cancelled" and each.start:
                known = self.memory.contacts(each.id, each.version, each.start, self.world.policy.attendance)
                must(not known, "deemed cancelled only without contact", (each, known))

    # -- at most one a day, where the policy says so -------------------------------------------------------------

    def _one_a_day(self, states: list[State]) -> None:
        """A booking that once counted as cancelled may stand again beside one that was made since; and the office may
        say otherwise (S 12-2-1).
        """
        if not self.world.policy.booking.one_a_day:
            return
        kept = [each for each in states if each.status in {"booked", "attended"} and each.id not in self._deemed]
        kept = [each for each in kept if (each.id, each.version) not in self._excepted]
        days = Counter((each.person, each.day) for each in kept)
        must(max(days.values(), default=0) <= 1, "at most one a day", days)

    # -- what people are told ------------------------------------------------------------------------------------

    def _letters_are_of_their_reader(self, states: list[State]) -> None:
        owner, by_code = {each.code: each.chat for each in states}, {each.code: each for each in states}
        for chat in PEOPLE:
            letters = self.world.heard(chat)
            for letter in letters[self._letters[chat] :]:
                must(owner.get(letter.code, chat) == chat, "nobody is told of another's booking", letter)
                if letter.key == "cancelling.done" and not self.world.policy.cancelling.by_chat:
                    state = by_code[letter.code]
                    must(state.start is None, "a phone-only office never says cancelled", letter)
            self._letters[chat] = len(letters)

    def settled(self) -> None:
        """Where nothing is left to be sent: what each was told last is what is."""
        for each in self.states():
            last = self.last_told(each)
            told = TOLD[last.key] if last else ""
            if each.status in FINAL and each.status != "attended":
                must(told == each.status, "every application ends in a told outcome", (each, last))
            if each.status == "attended":
                must(told in {"booked", "attended"}, "every application ends in a told outcome", (each, last))
            if each.status == "booked":
                must(told in {"booked", "attended"}, "who is booked was told so", (each, last))
                starts = [other for other in self.about(each) if other.key in TOLD_STARTS]
                must(starts and datetime.fromisoformat(starts[-1].start) == each.start, "the told start is true", each)

    def about(self, state: State) -> list[Heard]:
        return [each for each in self.world.heard(state.chat) if each.code == state.code]

    def last_told(self, state: State) -> Heard | None:
        return next((each for each in reversed(self.about(state)) if each.key in TOLD), None)

    def staff_asked(self, state: State) -> list[Any]:
        return [each for each in self.world.heard(GROUP) if each.code == state.code and each.key in ASKED]
