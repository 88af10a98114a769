"""The answers of a flow that does nothing but ask for times, whichever application it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    day: date | None = None
    timed: bool = False
    wishes: tuple[datetime, ...] = ()
    more: str | None = None

    @property
    def at_once(self) -> bool:
        """Wishes are answered by an offer, whatever way the office books otherwise."""
        return False
