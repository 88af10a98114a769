"""First to third preferred times: a day, then a time, from buttons that start at the first free day, or typed.

What was understood is echoed with its full date before it counts. Where a time is booked at once there is one, and
the summary is its echo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeAlias, TypeVar

from flows.office import refusals, rules
from flows.office.appointment import Application, Appointment, Status
from flows.office.interpreting import is_there
from flows.office.opening import (
    YEARS,
    Cell,
    May,
    Slot,
    can_book,
    can_offer,
    cells,
    free_on,
    horizon,
    in_horizon,
    slot_at,
    slot_from_code,
    slots,
    spans,
)
from flows.office.policy import TOKYO, WEEKDAYS, at_office, local
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.reading.moment import Reading
from flows.reading.when import Ambiguous, ForeignYear, Mismatch, Moment, read_when
from flows.step import Branch, Option, Step
from flows.values import Text, Value, Values
from flows.wishing import line
from flows.wishing.line import NO_LINE, WAIT, Line


class Wishing(Protocol):
    """The part of a draft that these steps fill."""

    @property
    def subject(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def timed(self) -> bool: ...
    @property
    def wishes(self) -> tuple[datetime, ...]: ...
    @property
    def more(self) -> str | None: ...
    @property
    def at_once(self) -> bool:
        """Is one time booked here and now, and not asked for?"""


D = TypeVar("D", bound=Any)
"""A draft with the fields of `Wishing` (a frozen dataclass, so that it can be replaced)."""
Question: TypeAlias = Ambiguous | Mismatch | ForeignYear
TypedDay: TypeAlias = date | Moment | Question | str
TypedTime: TypeAlias = datetime | time | Moment | Question | str
More: TypeAlias = str | Moment | Question


def wish_steps(
    after: Callable[[Any], str], exits: tuple[str, ...], waits: Line = NO_LINE
) -> tuple[Step[Any, Any], ...]:
    """The three questions; `after` says where they lead once enough is wished, or once somebody `waits` instead."""
    day: Step[Any, TypedDay] = Step(
        "day",
        next=Branch(lambda draft: "more" if draft.timed else "time", ("time", "more")),
        choices=lambda draft, view: line.among(_days(draft, view), draft),
        show=lambda value: f"d{value:%Y%m%d}" if isinstance(value, date) else WAIT if value == WAIT else "",
        pick=_day_from_code,
        read=_read_day,
        check=lambda value, draft, view: line.check(draft) if value == WAIT else _check_day(value, draft, view),
        refused=waits.missed,
        put=lambda draft, value: waits.waits(draft) if value == WAIT else _put_day(line.moved_on(draft), value),
        skip=_wished_enough,
        forget=lambda draft, left: _before(draft, left, exits),
        variant=_day_variant,
        hint=lambda draft, _view: "direct_hint" if draft.at_once else "hint",
        values=lambda draft, view: _day_values(draft, view, waits),
        text="wish.day",
    )
    clock: Step[Any, TypedTime] = Step(
        "time",
        next="more",
        choices=lambda draft, view: line.among(_times(draft, view), draft),
        show=lambda value: slot_code(value) if isinstance(value, datetime) else WAIT if value == WAIT else "",
        pick=_time_from_code,
        read=_read_time,
        check=lambda value, draft, view: line.check(draft) if value == WAIT else _check_time(value, draft, view),
        refused=waits.missed,
        put=lambda draft, value: waits.waits(draft) if value == WAIT else _put_time(line.moved_on(draft), value),
        skip=_wished_enough,
        forget=lambda draft, left: _before(draft, left, exits),
        values=lambda draft, _view: {"day": draft.day or "", "wait": line.why(draft)},
        text="wish.time",
    )
    more: Step[Any, More] = Step(
        "more",
        next=Branch(lambda draft: _after_more(draft, after), ("day", "more", *exits)),
        choices=_more,
        read=_read_more,
        check=_check_more,
        put=_put_more,
        get=lambda draft: "enough" if draft.more == "enough" else None,
        skip=lambda draft, _view: draft.at_once or not draft.wishes,
        forget=lambda draft, _left: replace(draft, more=None),
        values=_wish_values,
        text="wish.more",
    )
    return day, clock, more


def wishes_stand(draft: Wishing, view: View) -> tuple[str, Refusal] | None:
    """The rule of the gate: every wish may still be asked for. Otherwise which question comes again, and why."""
    refusal = next((found for start in draft.wishes if (found := _forbidden(start, draft, view))), None)
    if refusal:
        return _again(draft, view), refusal
    count, most = len(draft.wishes), _most(draft, view)
    if count == 0 or count > most or count > len(set(draft.wishes)):
        return ("more" if 0 < count <= most else "day"), refusals.Missing()
    return None


def _again(draft: Wishing, view: View) -> str:
    """Where another time is asked for: on the same day first, if one time is wanted and that day has others."""
    if draft.at_once:
        return "time" if draft.day and any(_free(draft.day, draft, view)) else "day"
    return "more" if mended(draft, view).wishes else "day"


def _most(draft: Wishing, view: View) -> int:
    return 1 if draft.at_once else view.policy.booking.wishes


def mended(draft: D, view: View) -> D:
    """Without the wishes that can no longer be: the others stay, each once."""
    standing = tuple(dict.fromkeys(start for start in draft.wishes if not _forbidden(start, draft, view)))
    standing = standing[: _most(draft, view)]
    kept: D = draft if standing == draft.wishes else replace(draft, wishes=standing, more=None)
    return kept


def _forbidden(start: datetime, draft: Wishing, view: View) -> Refusal | None:
    slot = slot_at(start, view.policy)
    if slot.start == _booked_at(draft, view):
        return refusals.AlreadyBooked(slot.start)
    rule, gone = rules.bookable if draft.at_once else rules.wishable, taken(draft, view)
    return rule(slot, view.now, gone, view.policy) or rules.one_a_day(slot, _others(draft, view), view.policy)


def _may(draft: Wishing) -> May:
    return can_book if draft.at_once else can_offer


def _beside(draft: Wishing) -> tuple[datetime, ...]:
    """The wishes that stay beside the next one: it takes the place of the one that would be booked."""
    return () if draft.at_once else draft.wishes


def _others(draft: Wishing, view: View) -> tuple[Application, ...]:
    """All but what these wishes are about: a booking that is being changed stands in the way of none of its own."""
    return tuple(each for each in view.applications if each.id != draft.subject)


def _to_be_changed(draft: Wishing, view: View) -> Appointment | None:
    application = view.application(draft.subject) if draft.subject else None
    return application.appointment if application and application.status is Status.BOOKED else None


def _booked_at(draft: Wishing, view: View) -> datetime | None:
    """The time that is to be changed, which nobody wishes for again."""
    appointment = _to_be_changed(draft, view)
    return appointment.slot.start if appointment else None


def taken(draft: Wishing, view: View) -> frozenset[Cell]:
    """What is taken when the booking is moved at once: its own time, which it gives up, is in nobody's way."""
    appointment = _to_be_changed(draft, view) if draft.at_once else None
    own = cells(appointment.slot, appointment.desk, view.policy) if appointment else ()
    return view.taken - {*own}


def _wished_enough(draft: Wishing, _view: View) -> bool:
    """A wish is asked for only while there is none (or too many), or where another is wanted."""
    if line.waiting(draft):
        return True
    return bool(draft.wishes) and draft.more != "another" and not (draft.at_once and len(draft.wishes) > 1)


def _before(draft: D, left: str, exits: tuple[str, ...]) -> D:
    """What stood before this question was answered: of one time only that it is asked again, for it is kept until
    another takes its place.
    """
    if line.waiting(draft):
        asked_again: D = replace(draft, waits=False, timed=False)
        return asked_again
    if draft.at_once and left in exits and draft.wishes:
        asked: D = replace(draft, day=local(draft.wishes[-1]).date(), timed=False, more="another")
        return asked
    return _without_last(draft) if left == "more" else draft


def _without_last(draft: D) -> D:
    """Back from the echo of a wish: it is asked again, for the day it had."""
    if not draft.wishes:
        return draft
    *rest, last = draft.wishes
    before: D = replace(draft, wishes=tuple(rest), day=local(last).date(), timed=False, more="another")
    return before


def slot_code(start: datetime) -> str:
    return Slot(start, 0).code


def _free(day: date, draft: Wishing, view: View) -> Iterator[Slot]:
    """What is free on that day and not wished for yet; nothing where this person has a booking."""
    if not in_horizon(day, view.now, view.policy):
        return
    others, apart = _others(draft, view), {*_beside(draft), _booked_at(draft, view)}
    for slot in free_on(day, view.now, taken(draft, view), view.policy, _may(draft)):
        if slot.start not in apart and not rules.one_a_day(slot, others, view.policy):
            yield slot


def _interpreter(draft: Wishing, view: View) -> str:
    """The language that is to be interpreted; empty for none."""
    application = view.application(draft.subject) if draft.subject else None
    return application.interpreter if application else getattr(draft, "interpreter", None) or ""


def _interpreted(day: date, draft: Wishing, view: View) -> Iterator[Slot]:
    """The free times of a day without those at which the interpreter who is wanted is known to be away (K 12(3); S
    20-2). They can still be typed.
    """
    tongue = _interpreter(draft, view)
    return (slot for slot in _free(day, draft, view) if is_there(tongue, slot, view.policy) is not False)


def _open_days(draft: Wishing, view: View) -> tuple[date, ...]:
    """Those with an interpreter, if one is wanted; where there is none on any day, all that are free."""
    days = tuple(horizon(view.now, view.policy))
    interpreted = tuple(day for day in days if any(_interpreted(day, draft, view)))
    return interpreted or tuple(day for day in days if any(_free(day, draft, view)))


def _days(draft: Wishing, view: View) -> tuple[Option[TypedDay], ...]:
    return tuple(Option(day, Text("wish.day.label", {"day": day})) for day in _open_days(draft, view))


def _times(draft: Wishing, view: View) -> tuple[Option[TypedTime], ...]:
    day = draft.day
    free = (tuple(_interpreted(day, draft, view)) or _free(day, draft, view)) if day else ()
    return tuple(Option(slot.start, Text("wish.time.label", {"start": slot.start})) for slot in free)


def interpreting(draft: Wishing, view: View) -> Text | str:
    """Why some free times are not shown, or that nobody is there to interpret at any that is."""
    tongue, days = _interpreter(draft, view), tuple(horizon(view.now, view.policy))
    if not tongue:
        return ""
    shown = {slot for day in days for slot in _interpreted(day, draft, view)}
    if all(slot in shown for day in days for slot in _free(day, draft, view)):
        return ""
    return Text(f"wish.interpreting.{'there' if shown else 'away'}", {"language": Text(f"tongue.{tongue}")})


def _more(draft: Wishing, view: View) -> tuple[Option[More], ...]:
    names = ["enough", "another", "again"] if len(draft.wishes) < view.policy.booking.wishes else ["enough", "again"]
    return tuple(Option(each, Text(f"wish.more.{each}")) for each in names)


def _day_from_code(code: str, _view: View) -> TypedDay | None:
    if code == WAIT:
        return WAIT
    try:
        day = datetime.strptime(code, "d%Y%m%d").replace(tzinfo=TOKYO).date()
    except ValueError:
        return None
    return day if day.year in YEARS and f"d{day:%Y%m%d}" == code else None


def _time_from_code(code: str, view: View) -> TypedTime | None:
    if code == WAIT:
        return WAIT
    slot = slot_from_code(code, view.policy)
    return slot.start if slot else None


def _read_when(text: str, view: View) -> Moment | time | Question | None:
    """What was typed; a question only among readings that the office's hours allow: 3時 is 15:00."""
    found = read_when(text, local(view.now).date(), view.words.date_words(), language=view.words.tag)
    return found.only(lambda reading: _conceivable(reading, view)) if isinstance(found, Ambiguous) else found


def _conceivable(reading: Reading, view: View) -> bool:
    clock = reading.time if isinstance(reading, Moment) else reading
    horizon = local(view.now).date() + timedelta(days=view.policy.booking.horizon_days)
    if isinstance(reading, Moment) and not (_possible(reading.day, view) and reading.day <= horizon):
        return False
    hours = [span for day in WEEKDAYS for span in getattr(view.policy.hours, day)]
    return clock is None or any(opens <= clock < closes for opens, closes in hours)


def _possible(day: date, view: View) -> bool:
    """May anything of that day still be asked for, or booked?"""
    may = can_book if view.policy.booking.mode == "direct" else can_offer
    return bool(cut := slots(day, view.policy)) and may(cut[-1], view.now, view.policy)


def _read_day(text: str, view: View) -> TypedDay | None:
    """A bare time of day is no answer to *which day*."""
    found = _read_when(text, view)
    times_only = isinstance(found, Ambiguous) and all(isinstance(each, time) for each in found.readings)
    return None if isinstance(found, time) or times_only else found


def _read_time(text: str, view: View) -> TypedTime | None:
    """A bare day is no answer to *what time*; a day with its time is one, and may be another day. A bare number that
    is no choice's is an hour.
    """
    found = _read_when(f"{text}:00" if text.strip().isdecimal() else text, view)
    return None if isinstance(found, Moment) and found.time is None else found


def _question(value: object) -> Refusal | None:
    """Where a typed date could mean several things we ask, and never guess."""
    match value:
        case Ambiguous(readings):
            return refusals.Unclear(tuple(_reading(each) for each in readings))
        case Mismatch(day=day):
            return refusals.DayMismatch(day)
        case ForeignYear(year):
            return refusals.ForeignYear(year)
        case _:
            return None


def _reading(reading: Moment | date | time) -> Value:
    if isinstance(reading, Moment):
        return reading.day if reading.time is None else at_office(reading.day, reading.time)
    return reading


def _check_day(value: TypedDay, draft: Wishing, view: View) -> Refusal | None:
    if question := _question(value):
        return question
    if isinstance(value, Moment) and value.time is not None:
        return _check_start(at_office(value.day, value.time), draft, view)
    day = value.day if isinstance(value, Moment) else value
    return _check_open(day, draft, view) if isinstance(day, date) else None


def _check_open(day: date, draft: Wishing, view: View) -> Refusal | None:
    if not (opens := spans(day, view.policy)):
        return refusals.OfficeClosed(day)
    last_start = slot_at(at_office(day, opens[-1][1]) - view.policy.length, view.policy)
    if refusal := rules.in_time(last_start, view.now, view.taken, view.policy, _may(draft)):
        return refusal
    if refusal := rules.one_a_day(last_start, _others(draft, view), view.policy):
        return refusal
    return None if any(_free(day, draft, view)) else refusals.DayFull(day)


def _check_time(value: TypedTime, draft: Wishing, view: View) -> Refusal | None:
    return _question(value) or _check_start(_start(draft, value), draft, view)


def _check_start(start: datetime, draft: Wishing, view: View) -> Refusal | None:
    slot = slot_at(start, view.policy)
    if slot.start in _beside(draft):
        return refusals.AlreadyWished(slot.start)
    return _forbidden(slot.start, draft, view)


def _start(draft: Wishing, value: TypedTime | More) -> datetime:
    match value:
        case datetime():
            return value
        case Moment(day=day, time=time() as clock):
            return at_office(day, clock)
        case time() if draft.day:
            return at_office(draft.day, value)
        case _:
            raise TypeError(f"no time in {value!r}")


def _put_day(draft: D, value: TypedDay) -> D:
    if isinstance(value, Moment) and value.time is not None:
        return _wished(replace(draft, day=value.day, timed=True), at_office(value.day, value.time))
    return replace(draft, day=value.day if isinstance(value, Moment) else value, timed=False)


def _put_time(draft: D, value: TypedTime) -> D:
    return _wished(draft, _start(draft, value))


def _wished(draft: D, start: datetime) -> D:
    start = slot_start(start)
    return replace(draft, wishes=(*_beside(draft), start), day=local(start).date(), more=None)


def slot_start(start: datetime) -> datetime:
    return Slot(start, 0).start.astimezone(UTC)


def _read_more(text: str, view: View) -> More | None:
    """*Is that enough?* Yes or no. A further wish may be typed at once, whole: a day or a time alone is no answer."""
    if answer := yes_no(text, view.words):
        return "enough" if answer == "yes" else "another"
    found = _read_time(text, view)
    return found if isinstance(found, Moment | Ambiguous | Mismatch | ForeignYear) else None


def _check_more(value: More, draft: Wishing, view: View) -> Refusal | None:
    if value in {"enough", "again"}:
        return None
    if len(draft.wishes) >= view.policy.booking.wishes:
        return refusals.WishesFull(view.policy.booking.wishes)
    return None if isinstance(value, str) else _check_time(value, draft, view)


def _after_more(draft: Any, after: Callable[[Any], str]) -> str:  # noqa: ANN401 -- of several flows
    if draft.at_once or line.waiting(draft):
        return after(draft)
    if draft.more is None:
        return "more"  # a further wish was typed: it is shown with the others before it counts
    return "day" if draft.more in {"another", "again"} else after(draft)


def _put_more(draft: D, value: More) -> D:
    if not isinstance(value, str):
        return _wished(draft, _start(draft, value))
    return replace(draft, more=value, wishes=() if value == "again" else draft.wishes)


def _day_variant(draft: Wishing, view: View) -> str:
    variant = "ask" if _open_days(draft, view) else "none"
    return f"direct_{variant}" if draft.at_once else variant


def _day_values(draft: Wishing, view: View, waits: Line) -> Values:
    nth = Text(f"wish.nth.{len(draft.wishes) + 1}")
    none = _day_variant(draft, view).endswith("none")
    wait = line.how(draft, waits, view) if none else line.why(draft)
    return {"nth": nth, "phone": view.policy.phone, "interpreting": interpreting(draft, view), "wait": wait}


def _wish_values(draft: Wishing, _view: View) -> Values:
    return {"wishes": tuple(draft.wishes)}
