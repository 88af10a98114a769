"""Erasing what has been kept long enough: a job of the schedule, one piece a transaction, until nothing is due.

Once an hour somebody looks; a pass that finds nothing more is written down, and one that broke off goes on. What fails
holds up nothing else: it is logged, counted, and tried again in the next hour.
Never here: what is erased (`storage.purge`), or when it may be (`flows.office.keeping`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.logs import log, place
from bot.rooms import Rooms
from storage import purge
from storage.records import ticks

JOB = "purge"


@dataclass(frozen=True, slots=True)
class Purging:
    rooms: Rooms
    aside: dict[purge.Broken, datetime] = field(default_factory=dict)
    """What failed, with its hour: passed over in that hour, and tried anew in the next."""

    def one(self, connection: Connection) -> bool:
        """Erase the next piece, if anything is due in this hour."""
        unit = self.rooms.unit(connection)
        hour = unit.now.replace(minute=0, second=0, microsecond=0)
        if ticks.taken(unit, JOB, hour):
            return False
        aside = [each for each, failed in self.aside.items() if failed == hour]
        match purge.piece(unit, self.rooms.policies, aside):
            case purge.Done(what, count):
                log("purge").info("erased", what=what, count=count)
                self.rooms.measures.erased.labels(what, "done").inc(count)
                return True
            case purge.Broken() as broken:
                self._failed(broken, hour)
                return True
            case None:
                ticks.take(unit, JOB, hour)
                return False

    def _failed(self, broken: purge.Broken, hour: datetime) -> None:
        error = broken.error
        at = {"what": broken.what, "row": broken.row, "error": type(error).__name__, "at": place(error)}
        log("purge").error("could not be erased", **at)
        self.rooms.measures.erased.labels(broken.what, "failed").inc()
        for each in [each for each, failed in self.aside.items() if failed != hour]:
            del self.aside[each]
        self.aside[broken] = hour
