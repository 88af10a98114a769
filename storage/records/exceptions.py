"""Why a clerk went past a time that holds in principle (K 6(1)): written into the audit, sealed under the office's key.

Never in the clear: a clerk's own words may speak of a person, and the audit is kept for years.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from storage.records import audit
from storage.records.appointments import scope

if TYPE_CHECKING:
    from storage.unit import Unit

DEED = "exception"


def record(unit: Unit, who: str, office: str, application: str, reason: str) -> None:
    sealed = unit.seal(scope(office), _place(application), reason)
    audit.record(unit, who, DEED, application, reason=b64encode(sealed).decode())


def reasons(unit: Unit, office: str, application: str) -> tuple[str, ...]:
    """Of each exception made for that application, oldest first."""
    made = (each for each in audit.about(unit, application) if each.deed == DEED)
    return tuple(
        unit.open(scope(office), _place(application), b64decode(each.detail["reason"])).decode() for each in made
    )


def _place(application: str) -> str:
    return f"exception:{application}"
