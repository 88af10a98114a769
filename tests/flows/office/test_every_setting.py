"""Every setting of an office is data: written anew in the text of a shipped file it changes what is done, without code.

One row a setting: its new value, what is looked at, and what that is before and after. A setting that a literal could
stand for unnoticed fails here, and so does a new one that has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot import offices
from bot.schedule import morning
from flows import facts
from flows.booking.details import Typed, read
from flows.booking.phone import usable
from flows.notices import notices
from flows.office import rules
from flows.office.appointment import Application, Appointment, Contact, ContactKind, Offer, Status
from flows.office.attendance import NoShowRule
from flows.office.device import at_booking
from flows.office.figures import Case, months
from flows.office.interpreting import is_there
from flows.office.keeping import Kept, Way, erasable_at, forgotten_at, records_until
from flows.office.late import lapse_at
from flows.office.offers import answer_due, expires_at, near_wishes
from flows.office.opening import cells, confirm_by, free_desk, offer_by, slot_at, slots
from flows.office.policy import TOKYO, Policy, local
from flows.office.refusals import PhoneOnly, TooFar
from flows.office.reminders import Due, Owed, owed, reminder_times
from flows.office.residence import remind_at
from flows.office.standing import appeal_due, lengths, window_start
from flows.office.waiting import held_until
from flows.reading.phone import Unfit
from flows.staff.cards import appointment_values
from flows.terms.points import points, whole
from flows.values import Text
from locales.choice import NAMES
from tests.flows.house import KeyWords, policy
from tests.flows.office.settings import BY_MACHINE, settings, with_values
from tests.flows.talk import START, Talk

MINUTE = timedelta(minutes=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()
See = Callable[[Policy], object]


def m(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{text}T00:00").replace(tzinfo=TOKYO)


NOW = START
"""Wednesday, 18 November 2026, 10:00."""
FRIDAY, NEXT_WEEK = m("2026-11-20T10:00"), m("2026-11-26T10:00")


def wall(at: datetime | None) -> str:
    return f"{local(at):%m-%d %H:%M}" if at else ""


# -- what is looked at -----------------------------------------------------------------------------------------------


def on(day: str) -> See:
    """How many times that day has."""
    return lambda office: len(slots(date.fromisoformat(day), office))


def told(office: Policy, status: Status = Status.BOOKED, **more: object) -> Application:
    made = Appointment(slot_at(FRIDAY, office), "A", link="https://x.example")
    application = Application("id", "A12", "person", office.id, status, (), NOW, "telegram", "en")
    known: dict[str, Any] = {"appointment": made if status is Status.BOOKED else None, **more}
    return replace(application, **known)


def offered(office: Policy) -> Application:
    far = slot_at(NEXT_WEEK, office)
    return told(office, Status.OFFERED, offer=Offer("o", ((far, "A"),), expires_at((far,), NOW, office)))


def clock(kind: Owed, of: Callable[[Policy], Application] = told) -> See:
    """When the first clock of that kind comes."""
    return lambda office: wall(next((each.at for each in owed(of(office), NOW, office) if each.kind is kind), None))


def requested(office: Policy) -> Application:
    return told(office, Status.REQUESTED, wishes=(m("2026-12-15T10:00"),), answer_due=m("2026-11-19T10:15"))


def rule(office: Policy) -> NoShowRule:
    made = told(office).appointment
    assert made
    return NoShowRule.of(made, office)


def deemed_after(office: Policy) -> int:
    return next(n for n in range(60) if rule(office).deems(told(office), FRIDAY + n * MINUTE))


def counts(kind: ContactKind, before: int, office: Policy) -> bool:
    at = FRIDAY - before * MINUTE
    return rule(office).counts(Contact(kind, at, at))


def counts_from(office: Policy) -> int:
    return max(n for n in range(180) if counts(ContactKind.LATE, n, office))


def cancels(office: Policy) -> tuple[bool, ...]:
    """By chat, so many minutes before the start?"""
    made = told(office)
    return tuple(rules.cancellable(made, FRIDAY - n * MINUTE, office) is None for n in (121, 120, 119, 61, 60, 59))


def books(office: Policy) -> tuple[bool, ...]:
    slot = slot_at(FRIDAY, office)
    return tuple(rules.bookable(slot, FRIDAY - n * MINUTE, NONE, office) is None for n in (121, 120, 119, 61, 60, 59))


def last_day(office: Policy) -> str:
    refusal = rules.wishable(slot_at(m("2027-03-01T10:00"), office), NOW, NONE, office)
    assert isinstance(refusal, TooFar)
    return str(refusal.last)


def reminded(start: str) -> See:
    return lambda office: [wall(at) for at, _ in reminder_times(m(start), NOW, office)]


def held(slot: str, now: str) -> See:
    return lambda office: wall(held_until(slot_at(m(slot), office), m(now), office))


def wishes(office: Policy) -> int:
    """How many times a person may wish for."""
    person = Talk(office).person.to("booking.day")
    for count, typed in enumerate(("10:00", "10:30", "11:00", "11:30", "14:00", "14:30"), 1):
        person.says(f"11/20 {typed}")
        if "another" not in person.buttons():
            return count
        person.taps("another")
    raise AssertionError("no end of wishes")


def asked(office: Policy, **more: Any) -> tuple[str, ...]:
    """All that a person is told and asked until the review."""
    person = Talk(office).meets("theirs", **more).to("booking.review")
    return tuple(each.key for each in person.heard)


def asks(key: str, **more: Any) -> See:
    return lambda office: key in asked(office, **more)


def link_lasts(office: Policy) -> int:
    talk = Talk(office)
    talk.person.to("booking.form")
    return int((talk.of(facts.FormOpened)[-1].expires_at - talk.now) / MINUTE)


def agreements(office: Policy) -> list[list[str]]:
    talk = Talk(office)
    talk.person.applies()
    return [[name for name, _ in each.documents] for each in talk.agreements]


def shown(key: str) -> See:
    """A value of the summary of the terms."""
    return lambda office: points(Talk(office).view())[0].values[key]


def named(office: Policy) -> list[str]:
    return [each.key.removeprefix("terms.point.") for each in points(Talk(office).view())]


def checks(office: Policy) -> list[str]:
    """The first two things that are to be ready, as they are said where the device is asked about."""
    said = at_booking(office)
    lines = said.values["checks"] if isinstance(said, Text) else ()
    assert isinstance(lines, tuple)
    return [each.key.removeprefix("device.check.") for each in lines[:2] if isinstance(each, Text)]


def explains_the_tool(office: Policy) -> bool:
    return any(each.key == "terms.tool.about" for each in whole(Talk(office).view()))


def suggested(office: Policy) -> list[int]:
    """At which counts staff are asked to look."""
    talk = Talk(office)
    before = told(office)
    after = replace(before, status=Status.DEEMED_CANCELLED)
    fact = facts.Came("id", Due(NOW, Owed.GRACE, "1"))
    found = []
    for count in range(1, 6):
        standing = {"person": replace(talk.view().standing_of("person"), no_shows=count - 1)}
        view = replace(talk.view(), applications=(before,), standing=standing)
        if any(each.key == "staff.told.suggestion" for each in notices(fact, after, view)):
            found.append(count)
    return found


def connection_page(office: Policy) -> object:
    due = Due(NOW, Owed.REMINDER, "1", 1440)
    letter, *_ = notices(facts.Came("id", due), told(office), Talk(office).view())
    return letter.values["test"].values.get("url", "")  # type: ignore[union-attr]


def also(office: Policy) -> str:
    return KeyWords().text("", {"also": appointment_values(told(office), Talk(office).view())["also"]})


def takes(phone: str) -> See:
    return lambda office: not isinstance(usable(phone, office), Unfit)


def without_number(office: Policy) -> str:
    return type(read(Typed("Test Taro", "", "090-1234-5678", none=True), office, KeyWords())).__name__


def ended(office: Policy, **more: Any) -> str:
    return wall(erasable_at(Kept(Status.ATTENDED, NOW, NOW, **more), m("2028-01-01"), office))


def of_office(office: Policy) -> str:
    """The buttons of the question which office it is."""
    person = Talk(office, policy(id="town")).meets("theirs", office=None)
    person.opens()
    person.taps("en")
    return person.buttons()[0]


def greeted(office: Policy) -> object:
    talk = Talk(office)
    talk.person.opens()
    return talk.person.heard[0].values["office"]


def languages(office: Policy) -> list[str]:
    person = Talk(office).person.to("booking.language")
    return sorted(each for each in person.buttons() if not each.startswith("_"))


def source(office: Policy) -> str:
    rows = offices.rows(office.model_dump(mode="json"))
    return next(each.source for each in rows if each.setting == "clocks.answer_hours")


def applications(office: Policy) -> object:
    (month,) = months([Case(NOW, Status.DECLINED, "web", "ja")] * 6, office)
    return getattr(month.applications, "value", month.applications)


def limit(office: Policy) -> bool:
    return rules.open_limit([requested(office)], office) is None


def twice_a_day(office: Policy) -> bool:
    return rules.one_a_day(slot_at(m("2026-11-20T14:00"), office), [told(office)], office) is None


def proposes(office: Policy) -> int:
    return len(near_wishes(requested(office), NOW, NONE, office))


def other_desk(office: Policy) -> str | None:
    slot = slot_at(FRIDAY, office)
    return free_desk(slot, frozenset(cells(slot, "A", office)), office)


def applies_or_books(office: Policy) -> str:
    return Talk(office).person.to("booking.review").buttons()[0]


def notice_of_absence(office: Policy) -> str:
    return wall(rule(office).told_by)


# -- the rows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    new: str
    """As it is written in the file."""
    see: See
    was: object
    becomes: object
    file: str = "demo"
    given: Mapping[str, str] = field(default_factory=dict)
    """Other settings that are written anew on both sides, so that this one can be seen."""


def week() -> dict[str, Row]:
    """23 November is a holiday, so that Monday is that of the week before."""
    days = {"mon": "2026-11-16", "tue": "2026-11-17", "wed": "2026-11-18", "thu": "2026-11-19", "fri": "2026-11-20"}
    found = {f"hours.{name}": Row('[["10:00", "11:00"]]', on(day), 15, 2) for name, day in days.items()}
    ends = {"sat": "2026-11-21", "sun": "2026-11-22"}
    return found | {f"hours.{name}": Row('[["10:00", "11:00"]]', on(day), 0, 2) for name, day in ends.items()}


EVENING = ["11-23 08:15", "11-25 08:15", "11-25 20:59"]
"""Of a start at 8:15: an hour before is night, and after it is no time left."""
ROWS: dict[str, Row] = {
    # -- the office itself
    "id": Row('"demo-two"', of_office, "demo", "demo-two"),
    "version": Row('"next"', lambda office: office.stamp.partition("+")[0], "2026-11-01", "next"),
    "names": Row('{ ja = "見本", en = "Test Town" }', greeted, "Hello Work Sample Town", "Test Town"),
    "phone": Row('"048-000-0000"', shown("phone"), "03-0000-0000", "048-000-0000"),
    "placeholder_phone": Row("false", lambda office: len(list(offices.warnings(office))), 1, 0),
    "languages": Row('["ja", "en"]', languages, sorted(NAMES), ["en", "ja"]),
    "morning_list": Row("09:10:00", lambda office: wall(morning(NOW, office)), "11-18 08:30", "11-18 09:10"),
    "documents": Row('["office", "chat"]', explains_the_tool, True, False),
    "interpreters": Row(
        '[{ language = "vi", tue = [["10:00", "12:00"]] }]',
        lambda office: [is_there("vi", slot_at(m(f"2026-11-24T{at}"), office), office) for at in ("09:30", "10:00")],
        [None, None],
        [False, True],
    ),
    "sources": Row('"K"', source, "demo", "K"),
    # -- hours
    **week(),
    "hours.closed_on_holidays": Row("false", on("2026-11-23"), 0, 15),
    "hours.year_end": Row("[]", on("2026-12-29"), 0, 15),
    "hours.exceptions": Row('[["10:00", "11:00"]]', on("2027-02-12"), 15, 2),
    # -- desk
    "desk.desks": Row('["A"]', other_desk, "B", None),
    "desk.length": Row("45", lambda office: wall(slot_at(FRIDAY, office).end), "11-20 10:30", "11-20 10:45"),
    "desk.grid": Row("60", lambda office: wall(slots(FRIDAY.date(), office)[1].start), "11-20 09:00", "11-20 09:30"),
    "desk.cell": Row("30", lambda office: len(cells(slot_at(FRIDAY, office), "A", office)), 2, 1),
    # -- booking
    "booking.mode": Row('"direct"', applies_or_books, "apply", "book"),
    "booking.wishes": Row("2", wishes, 3, 2),
    "booking.offer_times": Row("2", proposes, 5, 2),
    "booking.offer_by": Row(
        '"none"', lambda office: wall(offer_by(slot_at(FRIDAY, office), office)), "11-19 17:15", "11-20 10:00"
    ),
    "booking.confirm_by": Row(
        '"none"', lambda office: wall(confirm_by(slot_at(FRIDAY, office), office)), "11-20 00:00", "11-20 10:00"
    ),
    "booking.notice_minutes": Row(
        "120",
        books,
        (True, True, True, True, True, False),
        (True, True, False, False, False, False),
        "online-system",
    ),
    "booking.horizon_days": Row("14", last_day, "2026-12-16", "2026-12-02"),
    "booking.one_a_day": Row("false", twice_a_day, False, True),
    "booking.open_limit": Row("1", limit, True, False),
    "booking.also_enter_in": Row('"e-TUMO"', also, " also=", " also=(staff.card.also_enter_in system=e-TUMO)"),
    # -- clocks
    "clocks.answer_hours": Row("4", lambda office: wall(answer_due((), NOW, office)), "11-19 10:15", "11-18 15:00"),
    "clocks.offer_hours": Row(
        "4", lambda office: wall(expires_at((slot_at(NEXT_WEEK, office),), NOW, office)), "11-19 10:15", "11-18 15:00"
    ),
    "clocks.nudge_minutes": Row("30", clock(Owed.OFFER_NUDGE, offered), "11-19 09:15", "11-19 09:45"),
    "clocks.again_hours": Row("4", clock(Owed.STAFF_AGAIN, requested), "11-20 10:30", "11-19 15:15"),
    "clocks.lapse_days": Row(
        "7", lambda office: wall(lapse_at(requested(office), office)), "12-03 10:15", "11-26 10:15"
    ),
    # -- waiting
    "waiting.freed": Row('"tell"', held("2026-11-26T10:00", "2026-11-18T10:00"), "11-18 12:00", ""),
    "waiting.hold_minutes": Row("60", held("2026-11-26T10:00", "2026-11-18T10:00"), "11-18 12:00", "11-18 11:00"),
    "waiting.least_minutes": Row(
        "60", held("2026-11-18T11:30", "2026-11-18T09:50"), "11-18 10:29", "", "online-system"
    ),
    # -- cancelling
    "cancelling.by_chat": Row(
        "false", lambda office: rules.cancellable(told(office), NOW, office), None, PhoneOnly("03-0000-0000")
    ),
    "cancelling.cut_off": Row(
        "120", cancels, (True, True, True, True, True, False), (True, True, False, False, False, False)
    ),
    # -- attendance
    "attendance.grace": Row("15", deemed_after, 10, 15),
    "attendance.trouble": Row("3", clock(Owed.TROUBLE), "11-20 10:05", "11-20 10:03"),
    "attendance.contact_window": Row("30", counts_from, 60, 30),
    "attendance.any_message_counts": Row("false", lambda office: counts(ContactKind.MESSAGE, 5, office), True, False),
    "attendance.deemed_notice": Row('"after_clerk"', notice_of_absence, "11-20 10:10", "11-20 10:30"),
    # -- refusal
    "refusal.window_days": Row("90", lambda office: wall(window_start(NOW, office)), "05-22 00:00", "08-20 00:00"),
    "refusal.suggest_at": Row("2", suggested, [3], [2]),
    "refusal.max_days": Row("60", lengths, (7, 14, 30, 60, 90), (7, 14, 30, 60)),
    "refusal.appeal_days": Row("2", lambda office: wall(appeal_due(NOW, office)), "11-26 17:15", "11-20 17:15"),
    # -- reminders
    "reminders.before": Row(
        "[1440]", reminded("2026-11-27T10:00"), ["11-24 10:00", "11-26 10:00", "11-27 09:00"], ["11-26 10:00"]
    ),
    "reminders.quiet_from": Row(
        "20:00:00",
        reminded("2026-11-26T08:15"),
        EVENING,
        [*EVENING[:2], "11-25 19:59"],
        given={"reminders.merge_within": "1"},
    ),
    "reminders.quiet_until": Row(
        "07:50:00",
        reminded("2026-11-26T08:45"),
        [*(f"11-{day} 08:45" for day in (23, 25)), "11-26 08:00"],
        [*(f"11-{day} 08:45" for day in (23, 25)), "11-26 07:50"],
    ),
    "reminders.merge_within": Row(
        "60",
        reminded("2026-11-26T15:00"),
        ["11-26 14:00"],
        ["11-26 12:00", "11-26 14:00"],
        given={"reminders.before": "[180, 60]"},
    ),
    "reminders.keep_after_quiet": Row(
        "60",
        reminded("2026-11-26T08:45"),
        [*(f"11-{day} 08:45" for day in (23, 25)), "11-26 08:00"],
        [*(f"11-{day} 08:45" for day in (23, 25)), "11-25 20:59"],
    ),
    # -- video
    "video.tool": Row('"Meet"', shown("tool"), "Zoom", "Meet"),
    "video.test_url": Row('"https://tool.invalid/"', connection_page, "https://zoom.us/test", "https://tool.invalid/"),
    # -- asked
    "asked.name_reading": Row('"optional"', asks("booking.name_reading.ask", name="試験太郎"), was=False, becomes=True),
    "asked.number": Row("false", asks("booking.number.ask"), True, False),
    "asked.without_number": Row('"refuse"', without_number, "Details", "Doubts"),
    "asked.residence": Row('"off"', asks("booking.residence.ask"), True, False),
    "asked.period_reminder_days": Row(
        "30", lambda office: wall(remind_at(date(2027, 3, 31), NOW, office)), "01-30 08:00", "03-01 08:00"
    ),
    "asked.foreign_phone": Row("true", takes("+84 91 234 56 78"), False, True),
    "asked.toll_free_phone": Row("true", takes("0120-444-444"), False, True),
    "asked.needs": Row("false", asks("booking.needs.ask"), True, False),
    # -- entry
    **{
        f"entry.{name}": Row('"form"', asks("booking.form.ask", channel=name), was=False, becomes=True)
        for name in ("telegram", "web", "terminal")
    },
    "entry.line": Row('"chat"', asks("booking.form.ask", channel="line"), True, False, "online-system"),
    "entry.link_minutes": Row("30", link_lasts, 60, 30, given={"entry.telegram": '"form"'}),
    # -- retention
    "retention.personal_days": Row("10", ended, "12-18 10:00", "11-28 10:00"),
    "retention.after_appeal_days": Row(
        "5", lambda office: ended(office, appeal_decided_at=m("2026-12-18T10:00")), "01-01 10:00", "12-23 10:00"
    ),
    "retention.chat_unused_days": Row(
        "100", lambda office: wall(forgotten_at(Way(NOW), office)), "11-18 10:00", "02-26 10:00"
    ),
    "retention.records_days": Row("400", lambda office: (NOW - records_until(NOW, office)).days, 1095, 400),
    "retention.promise_days": Row(
        "100", lambda office: wall(remind_at(date(2027, 6, 30), NOW, office)), "05-01 08:00", ""
    ),
    # -- statistics
    "statistics.smallest": Row("7", applications, 6, "few"),
    # -- terms
    "terms.separate": Row('["tool"]', agreements, [["office", "tool", "chat"]], [["office", "chat"], ["tool"]]),
    "device.checklist": Row('["firewall"]', checks, ["updates", "antivirus"], ["firewall"]),
    "terms.points": Row('["grace", "free"]', lambda office: named(office)[:2], ["free", "length"], ["grace", "free"]),
    "terms.court": Row(
        '{ ja = "見本裁判所", en = "Sample Court" }',
        shown("court"),
        "the Saitama District Court, Kumagaya branch",
        "Sample Court",
        "kumagaya",
    ),
}
WRITTEN = {"sources": "sources.clocks.document", "hours.exceptions": "hours.exceptions.2027-02-12"}
"""Where a row writes only a part of its setting."""


def test_every_setting_of_an_office_has_its_row() -> None:
    assert settings() == ROWS.keys() | BY_MACHINE
    assert not ROWS.keys() & BY_MACHINE


@pytest.mark.parametrize("setting", ROWS)
def test_a_value_written_anew_in_an_office_file_changes_what_is_done(setting: str) -> None:
    row = ROWS[setting]
    assert row.see(with_values(row.file, {**row.given})) == row.was
    assert row.see(with_values(row.file, {**row.given, WRITTEN.get(setting, setting): row.new})) == row.becomes
