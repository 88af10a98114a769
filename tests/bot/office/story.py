"""All who take part, and the short ways into the middle of their story. Never here: what must hold."""

from __future__ import annotations

from datetime import timedelta

from tests.bot.office.clerks import Clerks
from tests.bot.office.people import People
from tests.bot.office.world import LEAD

GRACE_IS_OVER = timedelta(minutes=11)
NEAR = timedelta(minutes=20)


class Story(People, Clerks):
    def come_to(self, chat: str, stage: str) -> None:
        if not stage:
            return
        self._now()
        if stage == "waits":
            self.waits_for_a_taken_time(0)
            return
        self.applies(chat, 0, numbered=True)
        self._now()
        if stage == "requested":
            return
        if mine := self.those("requested", chat=chat):
            self._orders(LEAD, mine[0], "1 2")
            self._orders(LEAD, mine[0], "offer")
            self._now()
        if stage == "offered":
            return
        if mine := self.those("offered", chat=chat):
            self.chooses(self.those("offered").index(mine[0]), 0)
            self._now()
        mine = self.those("booked", chat=chat)
        if stage == "booked" or not mine or mine[0].start is None:
            return
        self._orders(LEAD, mine[0], "link https://video.example/1")
        self.here.until(max(self.here.now, mine[0].start + (GRACE_IS_OVER if stage == "deemed" else -NEAR)))
        self._now()

    def _now(self) -> None:
        self.states = self.watch.states()
