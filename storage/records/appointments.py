"""Confirmed bookings: when, at which desk, with which video link, and what was marked about them.

Never here: the claim that makes the time theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from flows.office.appointment import Appointment, Deed
from flows.office.opening import Slot
from storage.records import contacts
from storage.tables.appointments import APPOINTMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.unit import Unit

_A = APPOINTMENT.c
_ROW = (
    *(_A.application_id, _A.start, _A.minutes, _A.desk, _A.version),
    *(_A.link, _A.link_at, _A.will_come, _A.mark, _A.marked_by),
)
_OF = select(*_ROW).where(_A.application_id.in_(bindparam("applications", expanding=True)))


def make(unit: Unit, application: str, slot: Slot, desk: str, policy: str) -> None:
    """The booking of an application; a new start in place of an earlier one raises its version. `policy` is the stamp
    of the settings under which it is made.
    """
    fresh = {
        "start": slot.start,
        "minutes": slot.minutes,
        "desk": desk,
        "policy_version": policy,
        "link": None,
        "link_at": None,
        "will_come": False,
        "mark": None,
        "marked_by": "",
    }
    again = {**fresh, "version": _A.version + 1, "sequence": _A.sequence + 1}
    if not _change(unit, application, **again):
        unit.connection.execute(insert(APPOINTMENT), {**fresh, "application_id": application})


def give_link(unit: Unit, application: str, office: str, url: str) -> None:
    sealed = unit.seal(scope(office), _place(application), url)
    _change(unit, application, link=sealed, link_at=unit.now, sequence=_A.sequence + 1)


def change_desk(unit: Unit, application: str, desk: str) -> None:
    _change(unit, application, desk=desk)


def will_come(unit: Unit, application: str) -> None:
    _change(unit, application, will_come=True)


def mark(unit: Unit, application: str, deed: Deed | None, by: str = "") -> None:
    """`by` is who of the staff made it, as `channel:id`."""
    _change(unit, application, mark=deed.value if deed else None, marked_by=by)


def changed(unit: Unit, application: str) -> None:
    """Something that a calendar entry must learn."""
    _change(unit, application, sequence=_A.sequence + 1)


def sequence(unit: Unit, application: str) -> int:
    """How often a calendar entry has changed (RFC 5545, 3.8.7.4)."""
    mine = select(_A.sequence).where(_A.application_id == application)
    return unit.connection.execute(mine).scalar() or 0


def of(unit: Unit, offices: Mapping[str, str]) -> dict[str, Appointment]:
    """The appointment of each application, by its id; `offices` names the office of each."""
    rows = unit.connection.execute(_OF, {"applications": list(offices)}).all()
    touched = contacts.of(unit, [row[0] for row in rows]) if rows else {}
    found = {}
    for application, start, minutes, desk, version, link, link_at, coming, marked, marked_by in rows:
        found[application] = Appointment(
            Slot(start, minutes),
            desk,
            version,
            _opened(unit, application, offices[application], link),
            link_at,
            coming,
            Deed(marked) if marked else None,
            marked_by,
            touched.get(application, ()),
        )
    return found


def scope(office: str) -> str:
    """Whose key seals a video link: the office's, so that staff views need no person's key."""
    return f"office:{office}"


def _opened(unit: Unit, application: str, office: str, link: bytes | None) -> str:
    return unit.open(scope(office), _place(application), link).decode() if link else ""


def _change(unit: Unit, application: str, **values: Any) -> int:  # noqa: ANN401 -- columns of several kinds
    mine = update(APPOINTMENT).where(_A.application_id == application)
    return unit.connection.execute(mine.values(**values)).rowcount


def _place(application: str) -> str:
    return f"appointment:{application}:link"
