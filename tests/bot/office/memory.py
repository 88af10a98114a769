"""What people did about their bookings, as a bystander would write it down: who was in touch, when, about what.

Never here: what the product made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.office.policy import Attendance

ANY_TIME = frozenset({"cancel_wish", "call"})


@dataclass(frozen=True, slots=True)
class Contact:
    application: str
    version: int
    """Of its start: what was said of an earlier one says nothing of the new one."""
    kind: str
    at: datetime


@dataclass
class Memory:
    said: list[Contact] = field(default_factory=list)

    def add(self, application: str, version: int, kind: str, at: datetime) -> None:
        self.said.append(Contact(application, version, kind, at))

    def contacts(self, application: str, version: int, start: datetime, rules: Attendance) -> list[Contact]:
        """Those that count (K 6(4), S 12-2-6): from the opening of the window to the end of the grace, but a call and a
        wish to cancel at any time before that.
        """
        opens = start - timedelta(minutes=rules.contact_window)
        ends = start + timedelta(minutes=rules.grace)
        mine = [each for each in self.said if (each.application, each.version) == (application, version)]
        back = [each.at for each in mine if each.kind == "taken_back" and each.at < ends]
        found = []
        for each in mine:
            if each.kind == "cancel_wish" and each.at < opens and any(at >= each.at for at in back):
                continue
            in_time = each.at < ends and (each.at >= opens or each.kind in ANY_TIME)
            if in_time and each.kind not in {"taken_back", "undo"}:
                found.append(each)
        return found

    def vouched(self, application: str, version: int) -> bool:
        """Has a clerk said that they were in touch? After that no clock says otherwise."""
        said = {"undo", "call"}
        return any(
            (each.application, each.version) == (application, version) and each.kind in said for each in self.said
        )
