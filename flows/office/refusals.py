"""Refusals are values with facts: what cannot be, and what can. The catalogue words them under `refusal.<name>`."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime

from flows.values import Text, Value


@dataclass(frozen=True, slots=True)
class Refusal:
    def text(self) -> Text:
        values: dict[str, Value] = {field.name: getattr(self, field.name) for field in fields(self)}
        return Text(self.key(), values)

    @classmethod
    def key(cls) -> str:
        return "refusal." + re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@dataclass(frozen=True, slots=True)
class Missing(Refusal):
    """A required answer is not there yet."""


@dataclass(frozen=True, slots=True)
class TermsChanged(Refusal):
    """A newer version of a text was published after the person had agreed to go on."""


@dataclass(frozen=True, slots=True)
class WayChanged(Refusal):
    """The office has begun to book directly, or has ceased to, after the person had read how it goes."""


@dataclass(frozen=True, slots=True)
class TextsMissing(Refusal):
    """A text to agree to is not published here, so that nobody can apply in the chat: the telephone is named."""

    phone: str


@dataclass(frozen=True, slots=True)
class OfficeClosed(Refusal):
    day: date


@dataclass(frozen=True, slots=True)
class CannotBeKept(Refusal):
    """The booked time is on a day that the office has closed since: another must be chosen, or the office called."""

    start: datetime
    phone: str


@dataclass(frozen=True, slots=True)
class OutsideHours(Refusal):
    """No time of the grid begins then. `near` are the starts before and after it on that day."""

    start: datetime
    hours: tuple[Text, ...]
    near: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class TooLate(Refusal):
    """Too near, or past: the office books by the day before in principle."""

    first: datetime


@dataclass(frozen=True, slots=True)
class NoMoreTimes(Refusal):
    """Nothing is free within the horizon."""

    phone: str


@dataclass(frozen=True, slots=True)
class TooFar(Refusal):
    """A day beyond the horizon; one of the past, typed without its year, is read as that of next year."""

    day: date
    last: date


@dataclass(frozen=True, slots=True)
class Taken(Refusal):
    """Somebody else has this time."""

    start: datetime


@dataclass(frozen=True, slots=True)
class NewTimeTaken(Refusal):
    """Somebody else has the time to which a booking was to be moved: `booked` stands untouched."""

    start: datetime
    booked: datetime


@dataclass(frozen=True, slots=True)
class MovedMeanwhile(Refusal):
    """The booking that was to be changed has been changed already, to this start; nothing was changed now."""

    booked: datetime


@dataclass(frozen=True, slots=True)
class AlreadyWished(Refusal):
    start: datetime


@dataclass(frozen=True, slots=True)
class WishesFull(Refusal):
    """As many wishes as may be stated are stated; one must go before another comes."""

    limit: int


@dataclass(frozen=True, slots=True)
class OneADay(Refusal):
    day: date


@dataclass(frozen=True, slots=True)
class TooManyOpen(Refusal):
    limit: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseRefused(Refusal):
    """A clerk has refused later use until the end of that day: why, and that telephone and counter stay open."""

    reason: Text
    until: date
    phone: str


@dataclass(frozen=True, slots=True)
class DayMismatch(Refusal):
    """The weekday typed is not that of the date typed."""

    day: date


@dataclass(frozen=True, slots=True)
class Unclear(Refusal):
    """What was typed can mean several things, all of them named."""

    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class DayFull(Refusal):
    """Open, but nothing is free."""

    day: date


@dataclass(frozen=True, slots=True)
class FreeAgain(Refusal):
    """What was to be waited for has become free meanwhile: it can be chosen now."""

    day: date


@dataclass(frozen=True, slots=True)
class ForeignYear(Refusal):
    year: int


@dataclass(frozen=True, slots=True)
class UnclearDay(Refusal):
    """A day typed for the period of stay can be several days: to be typed with year, month and day."""

    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class UnclearYear(Refusal):
    """A year of another calendar in a day typed for the period of stay, which needs its year."""

    year: int


@dataclass(frozen=True, slots=True)
class SpecialPermanent(Refusal):
    """A special permanent resident typed it as a status: the question does not apply to them."""


@dataclass(frozen=True, slots=True)
class InsuranceNumber(Refusal):
    """An employment-insurance office number, not a job-seeker number."""


@dataclass(frozen=True, slots=True)
class UnfitPhone(Refusal):
    """Toll-free, foreign, short or emergency: the office could not ring it."""


@dataclass(frozen=True, slots=True)
class NotInChat(Refusal):
    """Name, number and telephone are entered on a page of ours: what was typed here is not kept, nor repeated."""


@dataclass(frozen=True, slots=True)
class NotOwnContact(Refusal):
    """A contact card of somebody else was shared."""


@dataclass(frozen=True, slots=True)
class OfferOver(Refusal):
    """The hold has lapsed or the offer was replaced."""


@dataclass(frozen=True, slots=True)
class AlreadyBooked(Refusal):
    """Another of the offered times was chosen before: that booking stands, and nothing was changed."""

    start: datetime


@dataclass(frozen=True, slots=True)
class NotOffered(Refusal):
    """A time was typed that is not among those held for this person."""

    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class PhoneOnly(Refusal):
    phone: str


@dataclass(frozen=True, slots=True)
class NotNow(Refusal):
    """The deed does not fit where the booking stands."""


@dataclass(frozen=True, slots=True)
class NothingBooked(Refusal):
    """There is no application or booking that this could be about."""


@dataclass(frozen=True, slots=True)
class NotBookedYet(Refusal):
    """A request is open, so that there is nothing booked yet whose time could be changed: to wait, or to cancel."""

    code: str


@dataclass(frozen=True, slots=True)
class ChatsTooManyOpen(Refusal):
    """Two chats have more open bookings together than one person may have: one of them is cancelled first."""

    limit: int
    phone: str


@dataclass(frozen=True, slots=True)
class ChatsOneADay(Refusal):
    """Two chats have a booking on the same day, where a person may have one."""

    day: date
    phone: str


@dataclass(frozen=True, slots=True)
class ChatsOfTwoOffices(Refusal):
    """Two chats have something open with different offices: only the staff bring them together."""

    phone: str


@dataclass(frozen=True, slots=True)
class Stopped(Refusal):
    """The office takes no new applications here at the moment: the telephone is named."""

    phone: str


@dataclass(frozen=True, slots=True)
class EraseAfterCancel(Refusal):
    """Nothing is erased while something is asked for or booked: it is cancelled here first."""

    code: str
    phone: str


@dataclass(frozen=True, slots=True)
class EraseAfterCall(Refusal):
    """Nothing is erased while something is booked that only a telephone call cancels."""

    code: str
    phone: str


@dataclass(frozen=True, slots=True)
class EraseAfterMark(Refusal):
    """Nothing is erased while staff have not said yet whether the consultation took place: what comes of it must be
    told, and can be answered.
    """

    code: str
    phone: str


@dataclass(frozen=True, slots=True)
class EraseAfterAppeal(Refusal):
    """Nothing is erased while staff still decide about *I was in touch*; told by when they do."""

    code: str
    due: datetime
    phone: str
