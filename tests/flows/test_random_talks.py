"""Talks of random but near-valid input: nothing raises, nobody is stuck, no rule of the gate is ever broken.

The rules are written here a second time, from the office's own numbers, so that a rule lost in flows is missed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import facts
from flows.office import rules
from flows.office.appointment import Status
from flows.office.policy import TOKYO
from flows.office.view import View
from tests.flows.house import policy
from tests.flows.talk import Chat, Person, Talk

# -- the office's rules, once more ----------------------------------------------------------------------------

HOLIDAYS: Final = {date(2026, 11, 23), date(2027, 1, 1), date(2027, 1, 11)}
YEAR_END: Final = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
CUTS: Final = {
    time(hour, minute)
    for hour in range(8, 18)
    for minute in (0, 30)
    if time(8, 30) <= time(hour, minute) <= time(11, 30) or time(13) <= time(hour, minute) <= time(16, 30)
}
CLOSING: Final = time(17, 15)
NOTICE: Final = 60
DIRECT: Final = {
    "booking__mode": "direct",
    "booking__confirm_by": "none",
    "booking__notice_minutes": NOTICE,
    "asked__without_number": "office_decides",
}


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS and (day.month, day.day) not in YEAR_END


def closing_before(day: date) -> datetime:
    while not is_open(day := day - timedelta(days=1)):
        pass
    return datetime.combine(day, CLOSING, TOKYO)


def must_be_offerable(start: datetime, view: View) -> None:
    here = start.astimezone(TOKYO)
    must_be_open(start)
    assert view.now < closing_before(here.date()), f"too late for {here}"
    assert any(is_free(desk, start, view) for desk in ("A", "B")), f"taken: {here}"


def must_be_open(start: datetime) -> None:
    here = start.astimezone(TOKYO)
    assert is_open(here.date()), f"closed on {here}"
    assert here.timetz().replace(tzinfo=None) in CUTS, f"no time of the grid: {here}"


def must_give_notice(start: datetime, view: View) -> None:
    """In the direct office of these tests."""
    assert view.now <= start - timedelta(minutes=NOTICE), f"too late for {start}"


def is_free(desk: str, start: datetime, view: View) -> bool:
    start = start.astimezone(UTC)
    return not {(desk, start), (desk, start + timedelta(minutes=15))} & view.taken


def must_be_wishable(wishes: tuple[datetime, ...], view: View) -> None:
    assert 1 <= len(wishes) <= 3
    assert len(set(wishes)) == len(wishes)
    for start in wishes:
        must_be_offerable(start, view)
        assert start.astimezone(TOKYO).date() <= view.now.astimezone(TOKYO).date() + timedelta(days=28)
        must_be_only_one_that_day(start, view, "")


def must_be_only_one_that_day(start: datetime, view: View, but: str) -> None:
    own = (each for each in view.applications if each.status is Status.BOOKED and each.id != but)
    days = {each.appointment.slot.start.astimezone(TOKYO).date() for each in own if each.appointment}
    assert start.astimezone(TOKYO).date() not in days


def watch(fact: facts.Fact, view: View) -> None:
    match fact:
        case facts.Wished():
            must_be_answered(fact, view)
            assert fact.answer_due
            assert fact.answer_due > view.now
            assert view.policy.booking.mode == "request_then_offer" or not fact.number
            must_be_wishable(fact.wishes, view)
        case facts.BookedAtOnce(wished, slot, desk):
            must_be_answered(wished, view)
            assert view.policy.booking.mode == "direct"
            then = view.application(wished.earlier) if wished.earlier else None
            assert wished.number or (then and then.masked_number), "the office decides about who has none"
            assert wished.wishes == (slot.start,)
            must_be_open(slot.start)
            must_give_notice(slot.start, view)
            assert is_free(desk, slot.start, view)
            assert slot.start.astimezone(TOKYO).date() <= view.now.astimezone(TOKYO).date() + timedelta(days=28)
            must_be_only_one_that_day(slot.start, view, "")
        case facts.Agreed():
            assert fact.documents == tuple((each.name, each.version) for each in view.documents)
        case facts.WishedAgain():
            must_be_wishable(fact.wishes, view)
        case facts.Offered():
            _watch_offer(fact, view)
        case facts.OfferedFreed():
            _watch_offer(fact, view)
            asked = view.application(fact.application)
            assert asked
            assert asked.status is Status.REQUESTED
            assert time(8, 30) <= view.now.astimezone(TOKYO).time() < time(17, 15), "never at night"
            assert {slot.start for slot, _ in fact.times}.isdisjoint(asked.passed)
        case facts.Booked():
            application = view.application(fact.application)
            assert application
            assert application.offer
            assert fact.slot in application.offer.slots
            assert view.now < application.offer.expires_at
            if view.policy.booking.mode == "direct":
                must_give_notice(fact.slot.start, view)
            else:
                assert view.now.astimezone(TOKYO).date() < fact.slot.start.astimezone(TOKYO).date()
            must_be_only_one_that_day(fact.slot.start, view, application.id)
        case facts.Cancelled():
            application = view.application(fact.application)
            assert application
            if application.status is Status.BOOKED:
                assert application.appointment
                assert view.now <= application.appointment.slot.start - timedelta(minutes=60)
        case _:
            pass


def must_be_answered(fact: facts.Wished, view: View) -> None:
    if fact.earlier:  # as they said it then, which is still kept
        then = view.application(fact.earlier)
        assert then
        assert then.masked_name
        assert (fact.name, fact.number, fact.phone) == ("", "", "")
    else:
        assert fact.name.strip()
        assert re.fullmatch(r"([0-9]{5}-[0-9]{1,8})?", fact.number)
        assert re.fullmatch(r"\+81[0-9]{9,10}", fact.phone)
    assert fact.residence in {"registered", "not_yet", "does_not_apply", "rather_not"}
    assert fact.needs in {"none", "interpreter", "companion", "both"}
    assert bool(fact.interpreter) == (fact.needs in {"interpreter", "both"})
    assert bool(fact.companion) == (fact.needs in {"companion", "both"})
    assert {*fact.access} <= {"more_time", "chat", "captions", "quiet_voice", "sign", "no_camera"}
    assert (fact.stay_status, fact.stay_until, fact.remind_at) == ("", "", None)
    assert len(view.open_applications) < 2


def _watch_offer(fact: facts.Offered | facts.OfferedFreed, view: View) -> None:
    assert 1 <= len(fact.times) <= 5
    cells = [(desk, slot.start + timedelta(minutes=m)) for slot, desk in fact.times for m in (0, 15)]
    assert len(cells) == len(set(cells))
    for slot, desk in fact.times:
        must_be_offerable(slot.start, view)
        assert is_free(desk, slot.start, view)
        last = datetime.combine(slot.start.astimezone(TOKYO).date(), time(), TOKYO)
        if view.policy.booking.mode == "direct":
            last = slot.start - timedelta(minutes=NOTICE)
        assert view.now < fact.expires_at <= last


# -- what may be said -----------------------------------------------------------------------------------------

DAYS: Final = (
    *(
        "today",
        "tomorrow",
        "11/19",
        "11/20",
        "11/20",
        "11/21",
        "11/23",
        "11/24",
        "Friday",
        "next week Tuesday",
        "12/16",
    ),
    *(
        "12/17",
        "11/20 10:00",
        "11/20 10:00",
        "11/20 16:45",
        "11/19 12:00",
        "11/17 10:00",
        "2026-11-24 16:30",
        "12/16 9:00",
    ),
    *(
        "11/25 10 or 14",
        "Monday 11/24",
        "12/17 9:00",
        "2569/11/20",
        "11/12",
        "12/29 10:00",
        "11/23 10:00",
        "11/21 9:00",
    ),
)
TIMES: Final = (
    "16:45",
    "16:30",
    "10:00",
    "17:15",
    "8:30",
    "10",
    "20:00",
    "12:00",
    "10:15",
    "11/21 10:00",
    "11/20 10:00",
    "11/18 16:00",
)
NUMBERS: Final = (
    "01234-5678901",
    "01234",
    "01234-567890123",
    "012345678901",
    "1234-567890-1",
    "００１２３－４５６",
    "not yet",
)
PHONES: Final = ("090-1234-5678", "090-1234-567", "0120-000-000", "+1 650 253 0000", "110", "03-0000-0000")
TYPED: Final = (
    *(*DAYS[:6], *TIMES[:4], *NUMBERS, *PHONES, "Test Taro", "yes", "no", "1", "2", "3", "7", "8", "15", "0", "", " "),
    *("😀", "x" * 500, "English", "日本語", "go_on", "none", "A12", "A12 offer 1 2"),
)
SOUGHT: Final = tuple(
    datetime(2026, month, day, hour, minute, tzinfo=TOKYO)
    for month, day, hour, minute in (
        (11, 20, 10, 0),
        (11, 20, 16, 30),
        (11, 19, 8, 30),
        (11, 24, 16, 30),
        (12, 16, 9, 0),
    )
)
"""Times that are typed or tapped often."""
NEAR: Final = {"day": DAYS, "time": TIMES, "number": NUMBERS, "phone": PHONES}
COMMANDS: Final = (
    *("back", "back", "menu", "cancel", "restart", "repeat", "language", "phone", "person", "more", "booking"),
)
CODES: Final = (
    *(
        "yes",
        "no",
        "go_on",
        "apply",
        "book",
        "change",
        "not_yet",
        "none",
        "late",
        "cancel",
        "in_touch",
        "again",
        "enough",
        "another",
    ),
    *("d20261120", "d20261121", "d99991231", "d20261117", "s202611200100", "s202611200745", "s999912312359"),
    *("_back", "_menu", "_more", "_cancel", "_restart", "offer", "here", "undo", "decline-full", "read-office", "name"),
)
ORDERS: Final = (
    *("{} offer 1", "{} offer 1 2", "offer {} 11/20 10:00", "{} offer 11/20 16:45", "{} offer 11/19 9:00, 11/24 9:00"),
    *("{} here", "{} called", "{} our_fault", "{} no_contact", "undo {}", "{} link https://example.invalid/z"),
    *("{} timeline", "{} accept", "{} uphold", "{} refuse 30 absences", "{} refuse", "{} lift"),
    *("{} offer 11/21 9:00", "{} offer 11/18 16:00", "{} offer 11/20 10:00, 10:30, 16:45"),
    *("{} decline full", "{}", "{} 2", "today", "help", "Z99 offer 1", "{} offer 1 2 3 4 5", "good morning"),
)

Move = tuple[str, int, int]
KINDS: Final = (
    *(["plain"] * 5 + ["near"] * 5 + ["tap"] * 3 + ["stale"] * 2 + ["clock"] * 2 + ["taken"] * 2),
    *(["order"] * 3 + ["letter"] * 2 + ["late clock"] * 2 + ["cancel"]),
    *("type", "command", "label", "code", "other", "staff", "cancel"),
)
MOVES: Final = st.tuples(st.sampled_from(KINDS), st.integers(0, 200), st.integers(0, 7))


def play(talk: Talk, moves: list[Move]) -> None:
    for kind, number, which in moves:
        person = talk.people["other"] if which == 0 else talk.person
        DEEDS[kind](talk, person, number)
        must_leave_a_way_on(person)


def _newest(chat: Chat) -> Any:
    return next((each for each in reversed(chat.heard) if each.choices), None)


def _plain(_talk: Talk, person: Person, number: int) -> None:
    for _ in range(number % 4 + 1):
        if person.session.frames:
            person.answer()
        else:
            person.opens()


def _near(_talk: Talk, person: Person, number: int) -> None:
    """What nearly fits, or just fits, the question at hand."""
    texts = NEAR.get(person.step.partition(".")[2], TYPED)
    person.says(texts[number % len(texts)])


def _taken(talk: Talk, person: Person, number: int) -> None:
    """Somebody else takes a time: one wished for, or one at a near day and hour."""
    wishes = getattr(person.draft, "wishes", ())
    start = wishes[number % len(wishes)] if wishes and number % 4 else SOUGHT[number % len(SOUGHT)]
    for desk in ("A", "B"):
        for minutes in (0, 15):
            cell = (desk, start.astimezone(UTC) + timedelta(minutes=minutes))
            talk.claims.setdefault(cell, ("somebody", None))


def _tap(_talk: Talk, chat: Chat, number: int) -> None:
    if newest := _newest(chat):
        chat.picks(newest.prompt, newest.codes[number % len(newest.codes)])


def _label(_talk: Talk, person: Person, number: int) -> None:
    if newest := _newest(person):
        label = newest.choices[number % len(newest.choices)].label
        person.says(person.words.text(label.key, label.values))


def _stale(_talk: Talk, chat: Chat, number: int) -> None:
    with_buttons = [each for each in chat.heard if each.choices][-8:]
    if with_buttons:
        heard = with_buttons[number % len(with_buttons)]
        chat.picks(heard.prompt, heard.codes[number % len(heard.codes)])


def _letter(_talk: Talk, person: Person, number: int) -> None:
    """A button of some letter, however old."""
    letters = [each for each in person.heard if each.kind == "letter" and each.choices]
    if letters:
        heard = letters[number % len(letters)]
        person.picks(heard.prompt, heard.codes[number // 7 % len(heard.codes)])


def _cancel(_talk: Talk, person: Person, _number: int) -> None:
    person.says("cancel")
    person.taps("yes" if "yes" in person.buttons() else person.buttons()[0])


def _code(_talk: Talk, person: Person, number: int) -> None:
    if person.prompts:
        newest = list(person.prompts)[-1 - number % 2 if len(person.prompts) > 1 else -1]
        person.picks(newest, CODES[number % len(CODES)])


def _other(talk: Talk, person: Person, number: int) -> None:
    deeds: tuple[Callable[[], Any], ...] = (
        person.opens,
        person.sends,
        lambda: person.shares("+819012345678"),
        lambda: person.shares("+819012345678", own=False),
        lambda: person.picks("no such prompt", "yes"),
        person.expires,
        lambda: _publish(talk),
    )
    deeds[number % len(deeds)]()


def _publish(talk: Talk) -> None:
    """A new version of the first of the terms."""
    first, second, third = talk.documents
    talk.documents = (replace(first, version=f"{first.version}+"), second, third)


def _order(talk: Talk, _person: Person, number: int) -> None:
    codes = [each.code for each in talk.applications.values()] or ["A12"]
    talk.staff.says(ORDERS[number % len(ORDERS)].format(codes[number % len(codes)]))


def _clock(talk: Talk, _person: Person, number: int) -> None:
    spans = ({"minutes": 1}, {"minutes": 9}, {"hours": 1}, {"hours": 8}, {"days": 1}, {"days": 3})
    upcoming = min((row.at for row, _ in talk.due), default=None)
    if number % 2 and upcoming:
        talk.to(max(upcoming, talk.now))
    else:
        talk.passes(**spans[number % len(spans)])


def _late_clock(talk: Talk, _person: Person, number: int) -> None:
    """Time passes and nobody looks at what has come due: the rules must hold all the same."""
    talk.now += timedelta(minutes=(1, 5, 60, 480)[number % 4])


DEEDS: Final[dict[str, Callable[[Talk, Person, int], object]]] = {
    "plain": _plain,
    "near": _near,
    "taken": _taken,
    "tap": _tap,
    "type": lambda _talk, person, number: person.says(TYPED[number % len(TYPED)]),
    "command": lambda _talk, person, number: person.says(COMMANDS[number % len(COMMANDS)]),
    "label": _label,
    "stale": _stale,
    "letter": _letter,
    "late clock": _late_clock,
    "cancel": _cancel,
    "code": _code,
    "other": _other,
    "staff": lambda talk, _person, number: (_tap if number % 3 else _stale)(talk, talk.staff, number),
    "order": _order,
    "clock": _clock,
}


# -- what must hold -------------------------------------------------------------------------------------------


def must_leave_a_way_on(person: Person) -> None:
    """Below the newest question there is a way on: an answer, back, or the menu that leads to a human."""
    asks = [each for each in person.heard if each.kind == "ask"]
    if asks:
        assert asks[-1].choices
        assert set(asks[-1].codes) & {"_menu", "_person"}


def go_on(person: Person) -> None:
    """What was begun is brought to its end, so that it meets the gate."""
    for _ in range(12):
        if person.step.partition(".")[0] in {"booking", "wishing", "choosing"}:
            person.answer()


def must_reach_a_human(person: Person) -> None:
    turn = person.says("person")
    assert facts.HandedOver in [type(each) for each in turn.facts]


def must_finish(talk: Talk, person: Person) -> None:
    """Whatever happened, a fresh start leads to an application, or to those that are open already."""
    person.says("restart")
    if person.step == "dropping.sure":
        person.taps("yes")
    if rules.may_apply(person.view().own_standing, talk.now, talk.policy):
        must_be_told_why(person)
        return
    full = len(person.view().open_applications) >= talk.policy.booking.open_limit
    before = _asked(talk)
    for _ in range(40):
        if _asked(talk) > before or person.step.startswith("looking"):
            break
        if person.step == "booking.more" and "enough" not in person.buttons():
            person.taps("_menu")
        person.answer()
    assert (person.step.startswith("looking") and full) or _asked(talk) == before + 1, person.news()


def must_be_told_why(person: Person) -> None:
    """A clerk has refused later use: who begins again hears of it, and of the telephone."""
    for _ in range(3):
        if "refusal.use_refused" in person.news():
            return
        person.answer()
    raise AssertionError(person.news())


def _asked(talk: Talk) -> int:
    return len(talk.of(facts.Wished)) + len(talk.of(facts.BookedAtOnce))


def _changing(talk: Talk) -> None:
    talk.person.to("booking.review").taps("change")


def _wishing_again(talk: Talk) -> None:
    talk.offered()
    talk.person.taps("none")


def _wished_again(talk: Talk) -> None:
    _wishing_again(talk)
    talk.person.says("11/19 9:00")


def _about_to_lapse(talk: Talk) -> None:
    application = talk.offered()
    assert application.offer
    talk.to(application.offer.expires_at - timedelta(minutes=1))


def _about_to_start(talk: Talk) -> None:
    start = talk.booked().appointment
    assert start
    talk.to(start.slot.start - timedelta(minutes=62))


def _deemed(talk: Talk) -> None:
    talk.booked()
    talk.passes(days=3)


def _two_open(talk: Talk) -> None:
    talk.booked()
    talk.person.applies()


def _booked_and_wishing(talk: Talk) -> None:
    """A booking on the 20th, and now one more consultation is asked for."""
    talk.booked(datetime(2026, 11, 20, 9, 0, tzinfo=TOKYO))
    talk.person.to("booking.day")


BEGINNINGS: Final[dict[str, Callable[[Talk], Any]]] = {
    "before the first hello": lambda _talk: None,
    "at the number": lambda talk: talk.person.to("booking.number"),
    "at the first wish": lambda talk: talk.person.to("booking.day"),
    "after one wish": lambda talk: talk.person.to("booking.more"),
    "at the summary": lambda talk: talk.person.to("booking.review"),
    "changing an answer": _changing,
    "requested": lambda talk: talk.person.applies(),
    "offered": lambda talk: talk.offered(),
    "wishing again": _wishing_again,
    "wished again": _wished_again,
    "about to lapse": _about_to_lapse,
    "about to start": _about_to_start,
    "booked": lambda talk: talk.booked(),
    "deemed": _deemed,
    "two open": _two_open,
    "booked, and wishing": _booked_and_wishing,
}


def _without_a_number(talk: Talk) -> None:
    talk.person.to("booking.number").taps("not_yet")


def _requested(talk: Talk) -> None:
    _without_a_number(talk)
    talk.person.applies()


def _offered_without_a_number(talk: Talk) -> None:
    _requested(talk)
    talk.staff.offers(talk.person.application.code, *talk.free())


def _booked_directly(talk: Talk) -> None:
    talk.person.to("booking.day").says("11/20 10:00")
    talk.person.taps("book")


def _booking_again(talk: Talk) -> None:
    _booked_directly(talk)
    talk.person.to("booking.day")


def _soon_to_start(talk: Talk) -> None:
    _booked_directly(talk)
    talk.to(datetime(2026, 11, 20, 8, 58, tzinfo=TOKYO))


def _notice_about_to_end(talk: Talk) -> None:
    talk.person.to("booking.day").says("11/18 15:00")
    talk.to(datetime(2026, 11, 18, 13, 59, tzinfo=TOKYO))


DIRECTLY: Final[dict[str, Callable[[Talk], Any]]] = {
    "before the first hello": lambda _talk: None,
    "at the number": lambda talk: talk.person.to("booking.number"),
    "without a number": _without_a_number,
    "at the day": lambda talk: talk.person.to("booking.day"),
    "at the time": lambda talk: talk.person.to("booking.time"),
    "at the summary": lambda talk: talk.person.to("booking.review"),
    "changing an answer": _changing,
    "notice about to end": _notice_about_to_end,
    "requested": _requested,
    "offered": _offered_without_a_number,
    "booked": _booked_directly,
    "booked, and booking again": _booking_again,
    "about to start": _soon_to_start,
}


EXAMPLES: Final = int(os.environ.get("TALKS", "16"))
"""For each beginning; a night's run may ask for more."""


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_random_talks_never_raise_never_get_stuck_and_never_break_a_rule(beginning: str) -> None:
    run(Talk, BEGINNINGS[beginning])


@pytest.mark.parametrize("beginning", DIRECTLY)
def test_random_talks_in_a_direct_office_never_break_a_rule_of_its_gate(beginning: str) -> None:
    run(lambda: Talk(policy(**DIRECT)), DIRECTLY[beginning])


def run(make: Callable[[], Talk], begin: Callable[[Talk], Any]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(MOVES, min_size=6, max_size=25))
    def once(moves: list[Move]) -> None:
        talk = make()
        talk.meets("other")
        talk.watch = watch
        begin(talk)
        play(talk, moves)
        go_on(talk.person)
        must_reach_a_human(talk.person)
        must_finish(talk, talk.person)

    once()
