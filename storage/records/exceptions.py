"""Why a clerk went past a time that holds in principle (K 6(1)): written into the audit, sealed by a key of its own.

Never in the clear: a clerk's own words may speak of a person, and the audit, which is never changed, is kept for years.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from storage.records import audit
from storage.unit import Erased

if TYPE_CHECKING:
    from storage.unit import Unit

DEED = "exception"


def record(unit: Unit, who: str, application: str, reason: str) -> None:
    sealed = unit.seal(scope(application), _place(application), reason)
    audit.record(unit, who, DEED, application, reason=b64encode(sealed).decode())


def reasons(unit: Unit, application: str) -> tuple[str, ...]:
    """Of each exception made for that application, oldest first; none any more once they were erased."""
    made = (each for each in audit.about(unit, application) if each.deed == DEED)
    try:
        return tuple(
            unit.open(scope(application), _place(application), b64decode(each.detail["reason"])).decode()
            for each in made
        )
    except Erased:
        return ()


def scope(application: str) -> str:
    """The key of what staff wrote about one application: dropped with what is personal about it."""
    return f"application:{application}"


def _place(application: str) -> str:
    return f"exception:{application}"
