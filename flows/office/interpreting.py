"""Whether somebody who interprets a language is there for the whole of a slot (K 12(3); S 20-2), by the office's table.

Never here: finding an interpreter where the table names none; that is a clerk's work.
"""

from __future__ import annotations

from flows.office.opening import Slot
from flows.office.policy import WEEKDAYS, Policy, at_office, local


def is_there(language: str, slot: Slot, policy: Policy) -> bool | None:
    """None where no interpreter is wanted, or where the office's table does not know the language."""
    known = [each for each in policy.interpreters if each.language == language]
    if not language or not known:
        return None
    day = local(slot.start).date()
    spans = [span for each in known for span in getattr(each, WEEKDAYS[day.weekday()])]
    return any(at_office(day, begins) <= slot.start and slot.end <= at_office(day, ends) for begins, ends in spans)
