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
    words: str = ""


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
    earlier: str | None = None
    """The application whose name, number and telephone are taken over, or that they are said anew."""
    form: str | None = None
    """The page of ours on which name, number and telephone are entered, where they are not typed here."""
    entry: str | None = None
    """Whether that page was sent, or a new one is wanted."""
    name: str | None = None
    named: str | None = None
    """The name that was confirmed, where it might have been an answer in some language."""
    name_reading: str | None = None
    """How it is read; empty where that was left out."""
    number: str | None = None
    """Empty for *not yet*."""
    undecided: bool = False
    """*Not yet*, where the office decides what follows (S 3)."""
    guess: str | None = None
    """A number typed without its hyphen, as we would split it: to be confirmed."""
    phone: str | None = None
    residence: str | None = None
    status: str | None = None
    """Code of the status of residence, or *rather not say*."""
    meant: tuple[str, ...] = ()
    """What a typed status may mean: to be confirmed."""
    period: str | None = None
    """The last day of the period of stay as YYYY-MM-DD, or one of the answers that are none."""
    past: str | None = None
    remind: str | None = None
    needs: str | None = None
    interpreter: str | None = None
    companion: str | None = None
    access: tuple[str, ...] = ()
    helped: str | None = None
    """Whether what helps is being ticked, or all of it is."""
    day: date | None = None
    timed: bool = False
    """Whether the day was given with its time."""
    wishes: tuple[datetime, ...] = ()
    more: str | None = None
    full: date | None = None
    """A day that was just refused because nothing is free on it, or not the time wanted: it can be waited for."""
    lost: datetime | None = None
    """The time wanted, where others of that day may be free."""
    waits: bool = False
    """Whether `full` is waited for, in place of any wish."""
    review: str | None = None
    change: str | None = None

    @property
    def at_once(self) -> bool:
        """Is a time booked here and now, or asked for?"""
        return self.purpose == "direct" and not self.undecided
