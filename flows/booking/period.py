"""The last day of the period of stay, where the office asks, and whether to remind of it. A day that is past is asked
about, never judged: who applied for renewal in time may stay for up to two months more.
"""

from dataclasses import replace
from datetime import date, datetime, time
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.booking.residence import RATHER_NOT, UNREAD, further
from flows.messages import Told
from flows.office import refusals
from flows.office.policy import at_office, local
from flows.office.refusals import Refusal
from flows.office.residence import BY_CODE, remind_at
from flows.office.view import View
from flows.reading.moment import Ambiguous, ForeignYear, Mismatch, Moment
from flows.reading.when import read_when
from flows.step import NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Value, Values

ANSWERS = ("pending", "no_end", RATHER_NOT)
YES_NO = (Option("yes", Text("yes")), Option("no", Text("no")))
CONCEIVABLE = 10
"""Years: no period of stay is as long, so that a year further away is mistyped, or of another calendar."""
Question: TypeAlias = Ambiguous | Mismatch | ForeignYear
Read: TypeAlias = str | Question


def last_day(period: str | None) -> date | None:
    """The day itself, where one was named."""
    try:
        return date.fromisoformat(period or "")
    except ValueError:
        return None


def period_text(period: str) -> Value:
    return last_day(period) or Text(f"residence.period.{period}")


def period_asked(draft: Draft, view: View) -> bool:
    """Of whom named a status that has a period, where they can be reminded of it: no other purpose asks for the day
    (Employment Security Act 5-5), and a chat on the web cannot ring anybody.
    """
    status = BY_CODE.get(draft.status or "")
    return further(draft, view) and status is not None and not status.endless and view.can_ring


def _read(text: str, view: View) -> Read | None:
    """A whole date. A time of day is none, and what could be two days is asked about."""
    found = read_when(text, local(view.now).date(), view.words.date_words(), language=view.words.tag)
    match found:
        case Moment(day=day, time=None):
            return day.isoformat()
        case Ambiguous(readings) if any(isinstance(each, time) for each in readings):
            return None
        case Ambiguous() | Mismatch() | ForeignYear():
            return found
        case _:
            return None


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    year = local(view.now).year
    match value:
        case Ambiguous(readings):
            return refusals.UnclearDay(tuple(_shown(each) for each in readings))
        case Mismatch(day=day):
            return refusals.DayMismatch(day)
        case ForeignYear(year):
            return refusals.UnclearYear(year)
        case str() if (typed := last_day(value)) and abs(typed.year - year) > CONCEIVABLE:
            return refusals.UnclearYear(typed.year)
        case _:
            return None if value in ANSWERS or last_day(value) else refusals.Missing()


def _shown(reading: Moment | time) -> Value:
    if isinstance(reading, time):
        return reading
    return reading.day if reading.time is None else at_office(reading.day, reading.time)


def _noted(value: Read, draft: Draft, view: View) -> Effect:
    """The full date is shown before it counts; a day that is past is shown in the question about it."""
    day = last_day(value) if isinstance(value, str) else None
    return NO_EFFECT if day is None or _is_past(draft, view) else Effect((Told("booking.period.noted", {"day": day}),))


PERIOD: Step[Draft, Read] = Step(
    "period",
    next="past",
    field="period",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"residence.period.{each}")) for each in ANSWERS),
    read=_read,
    check=_check,
    put=lambda draft, value: replace(draft, period=str(value), past=None, remind=None),
    effect=_noted,
    skip=lambda draft, view: not period_asked(draft, view),
    required=True,
    unread=UNREAD,
)


def _is_past(draft: Draft, view: View) -> bool:
    day = last_day(draft.period)
    return day is not None and day < local(view.now).date()


def _put_past(draft: Draft, value: str) -> Draft:
    match value:
        case "pending":
            return replace(draft, period="pending", past=value)
        case "retype":
            return replace(draft, period=None, past=value)
        case _:
            return replace(draft, past=value)


PAST: Step[Draft, str] = Step(
    "past",
    next=Branch(lambda draft: "period" if draft.past == "retype" else "remind", ("period", "remind")),
    field="past",
    choices=lambda _draft, _view: tuple(
        Option(each, Text(f"booking.past.{each}")) for each in ("pending", "retype", "go_on")
    ),
    put=_put_past,
    values=lambda draft, _view: {"day": last_day(draft.period) or ""},
    skip=lambda draft, view: not (period_asked(draft, view) and _is_past(draft, view)),
    unread=UNREAD,
)


def reminder_of(draft: Draft, view: View) -> datetime | None:
    """When the reminder could come, if one can be promised at all."""
    day = last_day(draft.period) if period_asked(draft, view) else None
    return remind_at(day, view.now, view.policy) if day else None


def promised(draft: Draft, view: View) -> datetime | None:
    """When the reminder comes that was wished for."""
    return reminder_of(draft, view) if draft.remind == "yes" else None


def _remind_values(draft: Draft, view: View) -> Values:
    at = reminder_of(draft, view)
    return {"days": view.policy.asked.period_reminder_days, "day": local(at).date() if at else ""}


REMIND: Step[Draft, str] = Step(
    "remind",
    next="needs",
    field="remind",
    choices=lambda _draft, _view: YES_NO,
    check=lambda value, _draft, _view: None if value in {"yes", "no"} else refusals.Missing(),
    values=_remind_values,
    skip=lambda draft, view: reminder_of(draft, view) is None,
    required=True,
    unread=UNREAD,
)
