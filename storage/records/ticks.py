"""Runs of daily jobs: of several processes that run one schedule, the first to claim a run does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from storage.records.either import skipping
from storage.tables.ticks import TICK_RUN

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import Unit

_TAKEN = select(exists().where(TICK_RUN.c.job == bindparam("job"), TICK_RUN.c.scheduled_for == bindparam("at")))
_TAKE = skipping(TICK_RUN, "job", "scheduled_for")


def take(unit: Unit, job: str, scheduled_for: datetime) -> bool:
    """Whether this run is ours to do. Given back if the transaction fails."""
    row = {"job": job, "scheduled_for": scheduled_for, "taken_at": unit.now}
    return bool(unit.connection.execute(_TAKE[unit.connection.dialect.name], row).rowcount)


def taken(unit: Unit, job: str, scheduled_for: datetime) -> bool:
    """Whether somebody has taken it."""
    return bool(unit.connection.execute(_TAKEN, {"job": job, "at": scheduled_for}).scalar())
