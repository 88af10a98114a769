"""Erasing what has been kept long enough: a job of the schedule, one piece a transaction, until nothing is due.

Once an hour somebody looks; a pass that finds nothing more is written down, and one that broke off goes on.
Never here: what is erased (`storage.purge`), or when it may be (`flows.office.keeping`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.logs import log
from bot.rooms import Rooms
from storage import purge
from storage.records import ticks

JOB = "purge"


@dataclass(frozen=True, slots=True)
class Purging:
    rooms: Rooms

    def one(self, connection: Connection) -> bool:
        """Erase the next piece, if anything is due in this hour."""
        unit = self.rooms.unit(connection)
        hour = unit.now.replace(minute=0, second=0, microsecond=0)
        if ticks.taken(unit, JOB, hour):
            return False
        if done := purge.piece(unit, self.rooms.policies):
            log("purge").info("erased", what=done.what, count=done.count)
            return True
        ticks.take(unit, JOB, hour)
        return False
