"""The state machine: what stands before each step is read from the database, so that most steps find something to do.

Here live the beginning, the end, and the clock. What people and clerks do stands in `people` and `clerks`.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.office.policy import TOKYO
from tests.bot.office.told import ASKED
from tests.bot.office.watch import FINAL, State, Watch, must
from tests.bot.office.world import CLERK, GROUP, LEAD, PEOPLE, Heard, World

BEGINNINGS = (
    datetime(2026, 11, 20, 9, 50, tzinfo=TOKYO),
    datetime(2026, 11, 18, 16, 0, tzinfo=TOKYO),
    datetime(2026, 12, 25, 10, 0, tzinfo=TOKYO),
)
"""Before a weekend with a holiday; in the middle of a week; the last Friday of the year."""
STAGES = st.sampled_from(("booked", "near", "offered", "deemed", "requested", "", "near", "waits"))
"""Where the story of each of the two begins."""
NUMBERS = st.integers(0, 7)
SELDOM = 6
"""Of `NUMBERS`, from here on."""
WHO = st.sampled_from(PEOPLE)
BY = st.sampled_from((LEAD, CLERK))
LOOKED_AFTER = timedelta(days=7)
LONG_AFTER = timedelta(days=50)
ROUND_THE_START = (-61, -60, -59, -20, -1, 0, 5, 9, 10, 11, 20, 31, 45)
"""Minutes from a start, at and beside every border."""


class Office(RuleBasedStateMachine):
    """`office`, `template` and `folder` are set by whoever makes the class that is run."""

    office: str
    template: Path
    folder: Path
    reached: Counter[str]
    _numbers = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None

    @initialize(at=st.sampled_from(BEGINNINGS), stages=st.tuples(STAGES, STAGES))
    def opens(self, at: datetime, stages: tuple[str, str]) -> None:
        path = self.folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self.template, path)
        self.world = World(self.office, path, at)
        self.watch = Watch(self.world)
        self.states: list[State] = []
        for chat, stage in zip(PEOPLE, stages, strict=True):
            self.here.event(chat, "opened")
            self.come_to(chat, stage)

    def come_to(self, chat: str, stage: str) -> None:
        """Into the middle of the story, by the steps of whoever takes part."""

    @property
    def here(self) -> World:
        assert self.world
        return self.world

    @invariant()
    def all_is_well(self) -> None:
        if self.world:
            self.watch.look()
            self.states = self.watch.states()

    # -- looking around ------------------------------------------------------------------------------------------

    def those(self, *statuses: str, chat: str = "") -> list[State]:
        return [each for each in self.states if each.status in statuses and chat in {"", each.chat}]

    def one(self, number: int, states: list[State]) -> State | None:
        return states[number % len(states)] if states else None

    def letter(self, chat: str, state: State, *codes: str) -> Heard | None:
        """The newest letter about that booking below which one of these can be tapped."""
        letters = (each for each in reversed(self.here.heard(chat)) if each.code == state.code)
        return next((each for each in letters if each.prompt and {*codes} & {*each.codes}), None)

    # -- the clock -----------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 9, 30, 60, 240)))
    def a_while_passes(self, minutes: int) -> None:
        self.here.until(self.here.now + timedelta(minutes=minutes))

    @rule()
    @precondition(lambda self: self.world and self.world.next_at())
    def the_next_clock_comes(self) -> None:
        if at := self.here.next_at():
            self.here.until(max(at, self.here.now))

    @rule(number=NUMBERS)
    def days_pass(self, number: int) -> None:
        self.here.until(self.here.now + timedelta(days=4 if number >= SELDOM else 1))

    @rule(number=NUMBERS, minutes=st.sampled_from(ROUND_THE_START), punctual=st.sampled_from((True, True, False)))
    @precondition(lambda self: self.starts())
    def a_start_comes_near(self, number: int, minutes: int, *, punctual: bool) -> None:
        at = self.starts()[number % len(self.starts())] + timedelta(minutes=minutes)
        self._to(at, punctual=punctual)

    @rule(number=NUMBERS, seconds=st.sampled_from((-60, 0, 60)))
    @precondition(lambda self: self.those("offered", "booked"))
    def an_offer_comes_to_its_end(self, number: int, seconds: int) -> None:
        """Nobody looks at the clocks meanwhile: the rules must hold all the same."""
        rows = self.here.ask("SELECT expires_at FROM offer WHERE status = 'live' ORDER BY id")
        if rows:
            expires = datetime.fromisoformat(rows[number % len(rows)][0] + "+00:00")
            self._to(expires + timedelta(seconds=seconds), punctual=False)

    @rule()
    def the_schedule_runs(self) -> None:
        self.here.settle()
        self.watch.settled()

    def starts(self) -> list[datetime]:
        soon = self.here.now - timedelta(minutes=40) if self.world else None
        found = {each.start for each in self.those("booked", "deemed_cancelled") if each.start and soon}
        return sorted(each for each in found if soon and each > soon)

    def _to(self, at: datetime, *, punctual: bool) -> None:
        if punctual:
            self.here.until(max(at, self.here.now))
        else:
            self.here.clock.move_to(max(at, self.here.now))

    # -- the end -------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            self._long_after()
        finally:
            self.world.close()

    def _long_after(self) -> None:
        """Nobody does anything any more but the clock, and clerks what they are asked to: nothing may be left open."""
        end = self.here.now + LONG_AFTER
        while self.here.now < end:  # looked at before what is personal in it is erased
            self.here.until(min(self.here.now + LOOKED_AFTER, end))
            self.all_is_well()
        self.watch.settled()
        for each in self.those("requested", "offered"):
            must(False, "every application ends", each)
        for each in self.those("booked"):
            must(self.watch.staff_asked(each), "staff are asked what became of a booking", each)
            self._mark(each)
        self.here.settle()
        self.all_is_well()
        self.watch.settled()
        left = [each for each in self.states if each.status not in FINAL]
        must(not left, "every application ends", left)
        for each in self.states:
            self.reached[f"ends {each.status}"] += 1
        self.reached.update(self.watch.reached)

    def _mark(self, state: State) -> None:
        """What the last question about it offers first."""
        asked = [
            each for each in self.here.heard(GROUP) if each.code == state.code and each.key in ASKED and each.codes
        ]
        codes = [code for code in asked[-1].codes if code not in {"excuse", "called", "undo"}]
        self.here.orders(LEAD, f"{state.code} {codes[0]}")


def machine(office: str, template: Path, folder: Path, *parts: type[Office], **more: Any) -> type[Office]:
    """A machine of that office: to be run once. `reached` counts what was done in it."""
    known = {"office": office, "template": template, "folder": folder, "reached": Counter(), **more}
    return type(f"Office_{office}", parts or (Office,), known)
