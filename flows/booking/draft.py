"""The answers of one application, one field a question. None is *not asked yet*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes by a button of its own: to which versions, in which language they were shown, when."""

    documents: tuple[tuple[str, str], ...]
    locale: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    language: str | None = None
    office: str | None = None
    purpose: str | None = None
    terms: str | None = None
    documents: tuple[tuple[str, str], ...] = ()
    """Name and version of each text that was shown when the person went on."""
    separate: Consent | None = None
    device: str | None = None
    place: str | None = None
    name: str | None = None
    number: str | None = None
    """Empty for *not yet*."""
    guess: str | None = None
    """A number typed without its hyphen, as we would split it: to be confirmed."""
    phone: str | None = None
    residence: str | None = None
    needs: str | None = None
    interpreter: str | None = None
    day: date | None = None
    timed: bool = False
    """Whether the day was given with its time."""
    wishes: tuple[datetime, ...] = ()
    more: str | None = None
    review: str | None = None
    change: str | None = None
