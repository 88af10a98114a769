"""What two clerks do in the group, by typed order and by the buttons of cards and questions.

Never here: what must hold.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from flows.facts import Clerk
from flows.office.policy import local
from tests.bot.office.machine import BY, NUMBERS, SELDOM, Office
from tests.bot.office.watch import State
from tests.bot.office.world import CLERK, GROUP, LEAD

BOOKED = ("booked", "deemed_cancelled", "attended", "not_held")
MARKS = ("here", "called", "our_fault", "no_contact", "not_held", "undo")
AROUND = (0, 0, 0, 30, -30, 24 * 60)
"""Minutes beside a wish."""
LINK = "https://video.example/1"


class Clerks(Office):
    def _waiting(self) -> list[State]:
        """Those to whom times may be offered."""
        return [
            each for each in self.states if each.status == "requested" or (each.status == "booked" and each.changing)
        ]

    @rule(by=BY, number=NUMBERS, ticks=st.sampled_from(("1", "1 2", "2 3", "1 2 3", "2")))
    @precondition(lambda self: self._waiting())
    def offers_by_ticking(self, by: Clerk, number: int, ticks: str) -> None:
        if state := self.one(number, self._waiting()):
            self._orders(by, state, ticks)
            self._orders(by, state, "offer")

    @rule(by=BY, number=NUMBERS, beside=st.sampled_from(AROUND), why=st.sampled_from(("", "", " because of a call")))
    @precondition(lambda self: self._waiting())
    def offers_a_typed_time(self, by: Clerk, number: int, beside: int, why: str) -> None:
        """The wish itself, or a time near it, with a reason also past the time until which the office offers."""
        state = self._waiting()[number % len(self._waiting())]
        at = local(self.wish(state)) + timedelta(minutes=beside)
        self._orders(by, state, f"offer {at:%Y-%m-%d %H:%M}{why}")

    @rule(by=BY, number=NUMBERS, beside=st.sampled_from(AROUND), why=st.sampled_from(("", " because of a call")))
    @precondition(lambda self: self.those("requested", "offered", "booked"))
    def books_upon_a_call(self, by: Clerk, number: int, beside: int, why: str) -> None:
        """The time that was wished for or is booked already, or one near it."""
        state = self.one(number, self.those("requested", "offered", "booked"))
        if state and number >= SELDOM - 2:
            at = local(state.start or self.wish(state)) + timedelta(minutes=beside)
            self._orders(by, state, f"book {at:%Y-%m-%d %H:%M}{why}")

    def wish(self, state: State) -> datetime:
        """The first of them; of who waits for a day, its morning."""
        first = "coalesce(json_extract(wishes, '$[0]'), waits_for || 'T09:00:00+09:00')"
        wish = self.here.ask(f"SELECT {first} FROM application WHERE id = :id", id=state.id)[0][0]
        return datetime.fromisoformat(wish)

    @rule(by=BY, number=NUMBERS)
    @precondition(lambda self: self.those("requested", "offered") or self._waiting())
    def declines(self, by: Clerk, number: int) -> None:
        state = self.one(number, self.those("requested", "offered") + self._waiting())
        if state and number >= SELDOM:
            self._orders(by, state, "decline full")

    @rule(by=BY, number=NUMBERS)
    @precondition(lambda self: any(not each.linked for each in self.those("booked")))
    def gives_the_link(self, by: Clerk, number: int) -> None:
        if state := self.one(number, [each for each in self.those("booked") if not each.linked]):
            self._orders(by, state, f"link {LINK}")

    @rule(by=BY, number=NUMBERS, verb=st.sampled_from(MARKS))
    @precondition(lambda self: self.those(*BOOKED))
    def marks(self, by: Clerk, number: int, verb: str) -> None:
        if state := self.one(number, self.those(*BOOKED)):
            self._orders(by, state, verb)

    @rule(by=BY, number=NUMBERS, order=st.sampled_from(("called_off", "excuse speech", "office closed")))
    @precondition(lambda self: self.those("booked"))
    def ends_a_booking(self, by: Clerk, number: int, order: str) -> None:
        state = self.one(number, self.those("booked"))
        if state and (number >= SELDOM - 2 or order.startswith("excuse")):
            self._orders(by, state, order)

    @rule(by=st.sampled_from((LEAD, LEAD, CLERK)), accepts=st.booleans())
    @precondition(lambda self: self._appealed())
    def decides_an_appeal(self, by: Clerk, *, accepts: bool) -> None:
        self._orders(by, self._appealed()[0], "accept" if accepts else "uphold")

    def _appealed(self) -> list[State]:
        if self.world is None:
            return []
        found = {row[0] for row in self.here.ask("SELECT application_id FROM appeal WHERE decided = ''")}
        return [each for each in self.states if each.id in found]

    @rule(by=BY, number=NUMBERS, order=st.sampled_from(("refuse 30 absences", "lift", "card", "timeline")))
    @precondition(lambda self: self.those("deemed_cancelled"))
    def thinks_of_later_use(self, by: Clerk, number: int, order: str) -> None:
        if state := self.one(number, self.those("deemed_cancelled")):
            self._orders(by, state, order)

    @rule(by=BY, letter=st.integers(0, 30), button=NUMBERS)
    def taps_a_button_of_the_group(self, by: Clerk, letter: int, button: int) -> None:
        """Any button of any card or question, however old."""
        shown = [each for each in reversed(self.here.heard(GROUP)) if each.prompt and each.codes]
        if shown:
            found = shown[letter % len(shown)]
            before = self.watch.states()
            self.here.picks(GROUP, found, found.codes[button % len(found.codes)], author=by.id)
            self._vouches(before)

    def _orders(self, by: Clerk, state: State, order: str) -> None:
        before = self.watch.states()
        self.here.orders(by, f"{state.code} {order}")
        self._vouches(before)

    def _vouches(self, before: list[State]) -> None:
        """A clerk's *called* or *undo* that was done: they vouch for the person."""
        was = {each.id: each for each in before}
        for each in self.watch.states():
            mark = each.mark if each.mark != was[each.id].mark or each.status != was[each.id].status else None
            if mark == "called":
                self.watch.memory.add(each.id, each.version, "call", self.here.now)
            if mark == "undo":
                self.watch.memory.add(each.id, each.version, "undo", self.here.now)
