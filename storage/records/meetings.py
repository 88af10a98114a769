"""Meetings at a video tool: wanted in the transaction of the booking, done later by whoever leases the row.

A wish may change while a hand is at the tool: what it then brings is kept, and the row waits again.
Never here: asking the tool, telling anyone, or how long to wait.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, insert, select, text, update

from flows.office.appointment import CLAIMING, OPEN, Status
from storage.records import appointments
from storage.tables.meetings import MEETING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import RowMapping

    from flows.office.appointment import Application
    from flows.office.policy import Policy
    from storage.unit import Unit

Deed = Literal["create", "move", "delete", "nothing"]
NOTHING: Deed = "nothing"
NONE = 0
"""The wish for no meeting: versions of a start begin with 1."""


class LeaseLost(RuntimeError):
    """The lease ran out, and another hand has the meeting."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A row as it was leased. `asked`: the tool was asked before for one that we do not hold, which may be there."""

    application: str
    office: str
    wanted: int
    made_for: int
    mark: str = field(repr=False)
    id: str = field(repr=False)
    asked: bool
    lease: int
    tries: int
    """This one included."""

    @property
    def deed(self) -> Deed:
        if self.wanted == NONE:
            return "delete" if self.id or self.asked else NOTHING
        if not self.id:
            return "create"
        return NOTHING if self.made_for == self.wanted else "move"


_M = MEETING.c
# literal, so that SQLite chooses the partial index
_OPEN = text("meeting.status IN ('waiting', 'leased')")
_NEXT = (
    select(_M.application_id)
    .where(_OPEN, _M.due_at <= bindparam("now"), _M.office.in_(bindparam("offices", expanding=True)))
    .order_by(_M.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = (
    update(MEETING)
    .where(_M.application_id == _NEXT)
    .values(status="leased", due_at=bindparam("until"), lease=_M.lease + 1, tries=_M.tries + 1)
    .returning(*_M)
)
_ROW = select(*_M).where(_M.application_id == bindparam("ident")).with_for_update()


def plan(unit: Unit, application: Application, policy: Policy) -> None:
    """What the application, as it stands now, wants of the office's tool. One that has its link wants nothing new."""
    if policy.video.provider == "manual":
        return
    if application.status is Status.BOOKED and application.appointment and not application.appointment.link:
        _want(unit, application.id, application.office, application.appointment.version)
    elif application.status not in OPEN | CLAIMING:
        unwanted(unit, application.id)


def unwanted(unit: Unit, application: str) -> None:
    """No meeting is wanted (any more): it was cancelled, or staff gave a link of their own, which always wins."""
    _want(unit, application, "", NONE)


def _want(unit: Unit, application: str, office: str, version: int) -> None:
    row = _row(unit, application)
    if row is None and version != NONE:
        fresh = {"application_id": application, "office": office, "wanted": version, "due_at": unit.now}
        unit.connection.execute(insert(MEETING), {**fresh, "mark": unit.chance.token()})
    elif row is not None and row["wanted"] != version:
        _change(unit, application, wanted=version, tries=0, reason="")
        if row["status"] != "leased":
            _settle(unit, application)


def claim(unit: Unit, until: datetime, offices: Collection[str]) -> Meeting | None:
    """The next meeting that is due in those offices, leased. To be committed before the tool is asked: from then on a
    meeting may be there that we do not hold, and the next hand must look for it.
    """
    values = {"now": unit.now, "until": until, "offices": list(offices)}
    row = unit.connection.execute(_CLAIM, values).mappings().first()
    if row is None:
        return None
    leased = _meeting(unit, row)
    if leased.deed == "create":
        _change(unit, leased.application, asked=True)
    return leased


def made(unit: Unit, leased: Meeting, ident: str, passcode: str) -> bool:
    """The meeting stands at the time of the wish that was leased. Is it still what is wanted?"""
    sealed = unit.seal_json(_scope(leased.office), _place(leased.application), {"id": ident, "passcode": passcode})
    return _end(unit, leased, made=sealed, made_for=leased.wanted, asked=False)


def gone(unit: Unit, leased: Meeting) -> bool:
    """There is no meeting (any more); another would bear another mark. Is that what is wanted?"""
    return _end(unit, leased, made=None, made_for=NONE, asked=False, mark=unit.chance.token())


def later(unit: Unit, leased: Meeting, at: datetime, reason: str) -> None:
    """Not done, or nobody knows: to be tried again, unless the wish has changed, which is done at once."""
    if not _superseded(unit, leased):
        _change(unit, leased.application, status="waiting", due_at=at, reason=reason)


def failed(unit: Unit, leased: Meeting, reason: str) -> bool:
    """Given up. False where the wish has changed meanwhile: then it waits again."""
    if _superseded(unit, leased):
        return False
    _change(unit, leased.application, status="failed", reason=reason)
    return True


def _end(unit: Unit, leased: Meeting, **values: Any) -> bool:  # noqa: ANN401 -- columns of several kinds
    _held(unit, leased)
    _change(unit, leased.application, **values, tries=0, reason="")
    return _settle(unit, leased.application)


def _settle(unit: Unit, application: str) -> bool:
    """Done where nothing is left to do; else it waits, from now on."""
    row = _row(unit, application)
    assert row is not None  # noqa: S101 -- it is held
    over = _meeting(unit, row).deed == NOTHING
    _change(unit, application, status="done" if over else "waiting", due_at=unit.now)
    return over


def _superseded(unit: Unit, leased: Meeting) -> bool:
    changed = bool(_held(unit, leased)["wanted"] != leased.wanted)
    if changed:
        _change(unit, leased.application, status="waiting", due_at=unit.now)
    return changed


def _held(unit: Unit, leased: Meeting) -> RowMapping:
    """Raises `LeaseLost`."""
    row = _row(unit, leased.application)
    if row is None or row["status"] != "leased" or row["lease"] != leased.lease:
        raise LeaseLost
    return row


def _row(unit: Unit, application: str) -> RowMapping | None:
    return unit.connection.execute(_ROW, {"ident": application}).mappings().first()


def _change(unit: Unit, application: str, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    unit.connection.execute(update(MEETING).where(_M.application_id == application).values(**values))


def _meeting(unit: Unit, row: RowMapping) -> Meeting:
    ident, office = row["application_id"], row["office"]
    held = unit.open_json(_scope(office), _place(ident), row["made"]) if row["made"] else {}
    named = ("office", "wanted", "made_for", "mark", "asked", "lease", "tries")
    return Meeting(application=ident, id=held.get("id", ""), **{name: row[name] for name in named})


def _scope(office: str) -> str:
    """The office's key, as of the link itself."""
    return appointments.scope(office)


def _place(application: str) -> str:
    return f"meeting:{application}:made"
