"""What two people do, in the order that chance will have: tap what is below a letter, or type.

Here each step tells the memory what a bystander would have noted. Never here: what must hold.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import Connection

from flows.booking.draft import Consent, Draft
from flows.office.opening import can_book, can_offer, soonest
from flows.office.policy import local
from flows.session import Frame, Session
from storage.offices import SAMPLE_VERSION
from storage.records import claims, conversations
from tests.bot.moving import words
from tests.bot.office.machine import NUMBERS, SELDOM, WHO, Office
from tests.bot.office.watch import moment
from tests.bot.office.world import PEOPLE, Heard

OPEN = ("requested", "offered", "booked")
ANSWERS = {"booking.name": "Test Taro", "booking.number": "01234-5678901", "booking.phone": "090-1234-5678"}
MANY = 3
QUESTIONS = 20
"""More than any conversation here has."""


class People(Office):
    def __init__(self) -> None:
        super().__init__()
        self._noted: dict[str, int] = {}

    # -- asking for a consultation -------------------------------------------------------------------------------

    @rule(chat=WHO, wish=NUMBERS, numbered=st.sampled_from((True, True, False)))
    @precondition(lambda self: len(self.those(*OPEN)) < MANY)
    def applies(self, chat: str, wish: int, *, numbered: bool) -> None:
        """All answers are given already: only the last button is pressed, and the gate sees them all."""
        at_once = self.here.policy.booking.mode == "direct" and numbered
        starts = self._free(at_once=at_once)
        if starts:
            wishes = (starts[wish % len(starts)],) if at_once else tuple(dict.fromkeys(starts[wish : wish + 2]))
            self._stand_at_summary(chat, wishes, numbered=numbered, at_once=at_once)
            self._says(chat, words()["en"].text(f"booking.review.{'book' if at_once else 'apply'}"))

    @rule(number=NUMBERS)
    @precondition(lambda self: self._idle() and self.those("offered", "booked"))
    def waits_for_a_taken_time(self, number: int) -> None:
        """In vain, where another desk is free at that time: only what nobody can have is waited for."""
        if starts := self._lost():
            chat = self._idle()[0]
            start, at_once = starts[number % len(starts)], self.here.policy.booking.mode == "direct"
            heard = len(self.here.heard(chat))
            self._stand_at_summary(chat, (), numbered=True, at_once=at_once, lost=start)
            self._says(chat, words()["en"].text("booking.review.wait"))
            if "booking.done.waits" in [each.key for each in self.here.heard(chat)[heard:]]:
                self.watch.reached["waits"] += 1

    @rule(chat=WHO)
    @precondition(lambda self: not self.states)
    def applies_word_for_word(self, chat: str) -> None:
        """Through every question of the office, from the first hello."""
        for _ in range(QUESTIONS):
            shown = next(each for each in reversed(self.here.heard(chat)) if each.prompt)
            if shown.key.startswith("home."):
                return
            if answer := ANSWERS.get(shown.key.removesuffix(".ask")):
                self.here.says(chat, answer)
            else:
                known = [code for code in ("en", "none", "enough") if code in shown.codes]
                self.here.picks(chat, shown, (known or shown.codes)[0])

    def _free(self, *, at_once: bool) -> list[datetime]:
        def read(connection: Connection) -> list[datetime]:
            policy, unit = self.here.policy, self.here.rooms.unit(connection)
            taken = claims.taken(unit, policy.id)
            found = soonest(unit.now, taken, policy, can_book if at_once else can_offer)
            return [slot.start for slot, _ in zip(found, range(9), strict=False)]

        return self.here.store.read(read).result()

    def _idle(self) -> list[str]:
        """Those of the two who have asked for nothing that is open."""
        return [chat for chat in PEOPLE if not self.those(*OPEN, chat=chat)]

    def _lost(self) -> list[datetime]:
        """When a booking or an offered time begins."""
        rows = self.here.ask("SELECT min(cell) FROM claim WHERE live GROUP BY application_id, offer_id ORDER BY 1")
        return [start for (cell,) in rows if (start := moment(cell)) > self.here.now]

    def _stand_at_summary(
        self,
        chat: str,
        wishes: tuple[datetime, ...],
        *,
        numbered: bool,
        at_once: bool,
        lost: datetime | None = None,
    ) -> None:
        policy, now = self.here.policy, self.here.now
        separate = tuple((name, SAMPLE_VERSION) for name in policy.terms.separate)
        draft = Draft(
            language="en",
            purpose="direct" if policy.booking.mode == "direct" else "request_then_offer",
            terms="go_on",
            documents=tuple(each for name in policy.documents if (each := (name, SAMPLE_VERSION)) not in separate),
            separate=Consent(separate, "en", now.astimezone(UTC)) if separate else None,
            device="yes",
            place="yes",
            name="Test Taro",
            number="01234-5678901" if numbered else "",
            undecided=not numbered and policy.booking.mode == "direct",
            phone="+819012345678",
            residence="" if policy.asked.residence == "off" else "registered",
            status="rather_not" if policy.asked.residence == "status_and_period" else None,
            needs="none",
            wishes=wishes,
            more=None if at_once or lost else "enough",
            waits=lost is not None,
            lost=lost,
            full=local(lost).date() if lost else None,
            timed=lost is not None,
        )

        def write(connection: Connection) -> None:
            unit = self.here.rooms.unit(connection)
            found = conversations.find(unit, self.here.ear.name, chat)
            assert found
            conversations.speak(unit, found, "en")
            frames = (Frame("booking", "review", draft),)
            conversations.save(unit, found, Session(frames, asked=1000), now + timedelta(days=1))

        self.here.store.write(write).result()

    # -- answering an offer --------------------------------------------------------------------------------------

    @rule(number=NUMBERS, which=NUMBERS)
    @precondition(lambda self: self.those("offered"))
    def chooses(self, number: int, which: int) -> None:
        state = self.one(number, self.those("offered"))
        if state and (offer := self.letter(state.chat, state, "none")):
            times = [code for code in offer.codes if code != "none"]
            self._taps(state.chat, offer, times[which % len(times)])

    @rule(number=NUMBERS, again=st.booleans())
    @precondition(lambda self: self.those("offered"))
    def none_suits(self, number: int, *, again: bool) -> None:
        state = self.one(number, self.those("offered"))
        if number >= SELDOM - 2 and state and (offer := self.letter(state.chat, state, "none")):
            self._taps(state.chat, offer, "none")
            if again:
                self._states_wishes(state.chat, number)

    def _states_wishes(self, chat: str, number: int) -> None:
        """Day, time, enough, whatever of these is asked."""
        for _ in range(3):
            shown = next(each for each in reversed(self.here.heard(chat)) if each.prompt)
            if shown.key.startswith("wish.") and shown.codes:
                code = "enough" if "enough" in shown.codes else shown.codes[number % len(shown.codes)]
                self._taps(chat, shown, code)

    # -- a booking -----------------------------------------------------------------------------------------------

    @rule(number=NUMBERS, wish=NUMBERS)
    @precondition(lambda self: self.those("booked"))
    def wants_another_time(self, number: int, wish: int) -> None:
        if state := self.one(number, self.those("booked")):
            self._says(state.chat, "menu")
            if letter := self.letter(state.chat, state, "change"):
                self._taps(state.chat, letter, "change")
                self._states_wishes(state.chat, wish)

    @rule(number=NUMBERS, which=NUMBERS)
    @precondition(lambda self: any(each.changing for each in self.those("booked")))
    def answers_a_change(self, number: int, which: int) -> None:
        state = self.one(number, [each for each in self.those("booked") if each.changing])
        if state and (offer := self.letter(state.chat, state, "keep")):
            self._taps(state.chat, offer, offer.codes[which % len(offer.codes)])

    @rule(number=NUMBERS)
    @precondition(lambda self: self.those(*OPEN))
    def cancels(self, number: int) -> None:
        """By the button below a letter where there is one, else by the word; then *yes*."""
        state = self.one(number, self.those("booked") or (self.those(*OPEN) if number >= SELDOM else []))
        if state is None:
            return
        if letter := self.letter(state.chat, state, "cancel"):
            self._taps(state.chat, letter, "cancel")
        else:
            self._says(state.chat, "cancel")
        shown = next(each for each in reversed(self.here.heard(state.chat)) if each.prompt)
        if shown.key.startswith("cancelling.") and "yes" in shown.codes:
            self._taps(state.chat, shown, "yes")

    @rule(number=NUMBERS)
    @precondition(lambda self: self.those("booked", "deemed_cancelled"))
    def takes_back(self, number: int) -> None:
        """*I will come after all*, below the answer to a wish to cancel."""
        state = self.one(number, self.those("booked", "deemed_cancelled"))
        if state and (shown := self.letter(state.chat, state, "stay")):
            self._taps(state.chat, shown, "stay", but=state.code)

    @rule(number=NUMBERS, word=st.sampled_from(("come", "come", "late", "cannot_connect", "phone_busy")))
    @precondition(lambda self: self.those("booked", "deemed_cancelled"))
    def taps_below_a_reminder(self, number: int, word: str) -> None:
        state = self.one(number, self.those("booked", "deemed_cancelled"))
        if state and (shown := self.letter(state.chat, state, word)):
            self._taps(state.chat, shown, word, but=state.code if word == "come" else "")

    @rule(chat=WHO, ago=st.sampled_from((0, 0, 0, 1, 3, 12)), word=st.sampled_from(("hello", "I am late", "booking")))
    def writes(self, chat: str, ago: int, word: str) -> None:
        """It may come to us minutes after it was written."""
        self._says(chat, word, at=self.here.now - timedelta(minutes=ago))

    @rule(number=NUMBERS)
    @precondition(lambda self: self.those("booked", "deemed_cancelled"))
    def presses_the_button_of_the_join_page(self, number: int) -> None:
        state = self.one(number, self.those("booked", "deemed_cancelled"))
        pages = [each.join for each in self.watch.about(state) if each.join] if state else []
        if state and pages:
            self.watch.memory.add(state.id, state.version, "joined", self.here.now)
            self.here.joins(pages[-1])

    @rule(number=NUMBERS)
    @precondition(lambda self: self.those("deemed_cancelled"))
    def says_they_were_in_touch(self, number: int) -> None:
        state = self.one(number, self.those("deemed_cancelled"))
        if state and (shown := self.letter(state.chat, state, "in_touch")):
            self._taps(state.chat, shown, "in_touch")

    @rule(chat=WHO, letter=st.integers(0, 30), button=NUMBERS)
    def taps_an_old_button(self, chat: str, letter: int, button: int) -> None:
        """Any button of any letter, however old: it does what it still may, or nothing."""
        shown = [each for each in reversed(self.here.heard(chat)) if each.prompt and each.codes]
        if shown:
            found = shown[letter % len(shown)]
            code = found.codes[button % len(found.codes)]
            self._taps(chat, found, code, but=found.code if code in {"come", "stay"} else "")

    # -- what a bystander notes ----------------------------------------------------------------------------------

    def _says(self, chat: str, said: str, at: datetime | None = None) -> None:
        self._touches(chat, at=at)
        self.here.says(chat, said, at=at)
        self._notes(chat)

    def _taps(self, chat: str, shown: Heard, code: str, but: str = "") -> None:
        self._touches(chat, but)
        self.here.picks(chat, shown, code)
        self._notes(chat)

    def _touches(self, chat: str, but: str = "", at: datetime | None = None) -> None:
        """Whatever is written or tapped is a sign of life for all that is booked, but *I will come* about its own."""
        for each in self.watch.states():
            if each.chat == chat and each.status in {"booked", "deemed_cancelled"} and each.code != but:
                self.watch.memory.add(each.id, each.version, "message", at or self.here.now)

    def _notes(self, chat: str) -> None:
        """What the answer promised: a wish to cancel passed on, or taken back."""
        known, heard = {each.code: each for each in self.watch.states()}, self.here.heard(chat)
        for each in heard[self._noted.get(chat, 0) :]:
            kind = {"cancelling.passed_on": "cancel_wish", "leaving.taken_back": "taken_back"}.get(each.key)
            if kind and (state := known.get(each.code)):
                self.watch.memory.add(state.id, state.version, kind, each.at)
        self._noted[chat] = len(heard)
