"""Who is told of what: one row for each kind of fact, and for each clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from flows import facts
from flows.notices import notices
from flows.office.appointment import Appeal, Application, Appointment, Contact, ContactKind, Deed, Offer, Status
from flows.office.reminders import Due, Owed
from flows.office.view import View
from flows.register import ENGINE
from tests.flows.house import policy
from tests.flows.talk import HANAKO, LEAD, Talk, at, slot

REQUESTED = Application(
    "id",
    "A12",
    "person",
    "test",
    Status.REQUESTED,
    (at(20, 10),),
    at(18, 10),
    "telegram",
    "en",
    masked_name="T***",
    answer_due=at(19, 9),
)
OFFERED = replace(REQUESTED, status=Status.OFFERED, offer=Offer("offer", ((slot(20, 10), "A"),), at(19, 12)))
BOOKED = replace(REQUESTED, status=Status.BOOKED, appointment=Appointment(slot(20, 10), "A"))
LINKED = replace(BOOKED, appointment=Appointment(slot(20, 10), "A", link="https://video.invalid/0"))
CHANGING = replace(BOOKED, changing=True, wishes=(at(25, 10),))
WISH = Contact(ContactKind.CANCEL_WISH, at(18, 11), at(18, 11))
LEAVING = replace(BOOKED, appointment=Appointment(slot(20, 10), "A", contacts=(WISH,)))
PROPOSED = replace(CHANGING, offer=Offer("offer", ((slot(25, 10), "A"),), at(19, 12)))
DEEMED = BOOKED.moved(Status.DEEMED_CANCELLED)
APPEALED = replace(DEEMED, appeal=Appeal(at(20, 10, 12), at(27, 17, 15)))

WISHED = facts.Wished("A12", "Test Taro", "", "+819012345678", "", "none", "", (at(20, 10),), at(19, 9))

Told = tuple[tuple[str, str], ...]
TABLE: list[tuple[facts.Fact, Application | None, Told]] = [
    (facts.LanguageChosen("en"), None, ()),
    (facts.OfficeChosen("town"), None, ()),
    (facts.Agreed((), "en", "booking.review.apply"), None, ()),
    (WISHED, REQUESTED, (("staff", "staff.card.requested"),)),
    (
        facts.BookedAtOnce(
            facts.Wished("A12", "Test Taro", "", "+819012345678", "", "none", "", (at(20, 10),), None),
            slot(20, 10),
            "A",
        ),
        BOOKED,
        (("person", "notice.booked"), ("staff", "staff.card.booked")),
    ),
    (facts.WishedAgain("id", (at(20, 10),), at(19, 9)), REQUESTED, (("staff", "staff.card.requested"),)),
    (facts.NoneSuits("id", at(19, 9)), REQUESTED, (("staff", "staff.told.none_suits"),)),
    (facts.Booked("id", "offer", slot(20, 10)), BOOKED, (("staff", "staff.told.booked"),)),
    (facts.Cancelled("id"), REQUESTED.moved(Status.CANCELLED_BY_PERSON), (("staff", "staff.told.cancelled"),)),
    (facts.CancelWished("id"), BOOKED, (("staff", "staff.told.cancel_wish"),)),
    (facts.ChangeWished("id", (at(25, 10),), at(19, 9)), CHANGING, (("staff", "staff.card.changing"),)),
    (facts.Moved("id", "offer", slot(25, 10)), BOOKED, (("staff", "staff.told.moved"),)),
    (facts.MovedAtOnce("id", slot(20, 10), slot(25, 10), "A"), BOOKED, (("staff", "staff.told.moved"),)),
    (facts.ChangeKept("id"), BOOKED, (("staff", "staff.told.change_kept"),)),
    (
        facts.ChangeOffered("id", ((slot(25, 10), "A"),), at(19, 12), HANAKO),
        PROPOSED,
        (("person", "notice.change_offered"),),
    ),
    (
        facts.ChangeOffered("id", ((slot(25, 10), "A"),), at(19, 12), HANAKO, asks=True),
        PROPOSED,
        (("person", "notice.move_asked"),),
    ),
    (
        facts.ChangeOffered("id", ((slot(25, 10), "A"),), at(19, 12), HANAKO, asks=True, instead=True),
        PROPOSED,
        (("person", "notice.move_asked_instead"),),
    ),
    (
        facts.TimesClosed("id", "offer", at(20, 0).date(), at(19, 12), HANAKO),
        REQUESTED,
        (("person", "notice.times_closed"), ("staff", "staff.card.requested")),
    ),
    (facts.MoveWithdrawn("id", HANAKO), BOOKED, (("person", "notice.move_withdrawn"),)),
    (facts.ChangeDeclined("id", HANAKO), BOOKED, (("person", "notice.change_declined"),)),
    (facts.WishTakenBack("id"), BOOKED, (("staff", "staff.told.taken_back"),)),
    (facts.CalledOff("id", HANAKO), BOOKED.moved(Status.CANCELLED_BY_PERSON), (("person", "notice.called_off"),)),
    (
        facts.WishAccepted("id", "language", HANAKO),
        BOOKED.moved(Status.CANCELLED_BY_PERSON),
        (("person", "notice.wish_accepted"),),
    ),
    (
        facts.OfficeCancelled("id", "closed", HANAKO),
        BOOKED.moved(Status.CANCELLED_BY_OFFICE),
        (("person", "notice.office_cancelled"),),
    ),
    (facts.Contacted("id", ContactKind.LATE, at(20, 9, 30)), BOOKED, (("staff", "staff.told.contact"),)),
    (facts.WillCome("id"), BOOKED, ()),
    (facts.SaidInTouch("id", at(27, 17, 15)), APPEALED, (("staff", "staff.told.in_touch"),)),
    (facts.AppealDecided("id", True, LEAD), BOOKED, (("person", "notice.appeal_accepted"),)),
    (facts.AppealDecided("id", False, LEAD), DEEMED, (("person", "notice.appeal_upheld"),)),
    (facts.UseRefused("id", "absences", at(27, 0).date(), HANAKO), DEEMED, (("person", "notice.use_refused"),)),
    (facts.UseAllowed("id", HANAKO), DEEMED, (("person", "notice.use_allowed"),)),
    (facts.ChatCodeWanted(at(20, 10, 27)), None, ()),
    (facts.ChatCodeMissed(), None, ()),
    (facts.FormOpened("form", "token", at(18, 9)), None, ()),
    (facts.ChatsCutOff("id", "phone", HANAKO), BOOKED, ()),
    (facts.ChatCodeGiven("id", at(18, 9), "phone", HANAKO), BOOKED, ()),
    (facts.ChatJoined("code"), BOOKED, ()),
    (facts.ChatsJoined("id", "other", "phone", HANAKO), BOOKED, ()),
    (facts.ChatsParted("1"), BOOKED, ()),
    (facts.Forgotten(), None, ()),
    (facts.HandedOver("booking.name"), None, (("staff", "staff.told.handed_over_unknown"),)),
    (facts.HandedOver("home.next"), REQUESTED, (("staff", "staff.told.handed_over"),)),
    (facts.Departed(), BOOKED, (("staff", "staff.told.departed"),)),
    (facts.Departed(), None, ()),
    (facts.CameBack(), BOOKED, ()),
    (facts.Offered("id", ((slot(20, 10), "A"),), at(19, 12), HANAKO), OFFERED, (("person", "notice.offered"),)),
    (
        facts.OfferedFreed("id", ((slot(20, 10), "A"),), at(19, 12)),
        OFFERED,
        (("person", "notice.freed"), ("staff", "staff.told.freed_offered")),
    ),
    (facts.Declined("id", "full", HANAKO), REQUESTED.moved(Status.DECLINED), (("person", "notice.declined"),)),
    (
        facts.Marked("id", Deed.OUR_FAULT, HANAKO),
        BOOKED.moved(Status.CANCELLED_BY_OFFICE),
        (("person", "notice.our_fault"),),
    ),
    (facts.Marked("id", Deed.HERE, HANAKO), BOOKED.moved(Status.ATTENDED), ()),
    (facts.Marked("id", Deed.CALLED, HANAKO), BOOKED, ()),
    (facts.Undone("id", HANAKO), BOOKED, ()),
    (facts.LinkGiven("id", "https://video.invalid/1", HANAKO), BOOKED, (("person", "notice.link_now"),)),
    (facts.LinkMade("id", 1, "https://video.invalid/1"), BOOKED, (("person", "notice.link_now"),)),
    (facts.LinkFailed("id", "429"), BOOKED, (("staff", "staff.told.link_failed"),)),
    (facts.GroupBound("invite", HANAKO), None, ()),
    (facts.RoleRedeemed("invite", HANAKO), None, ()),
    (facts.GroupLeft(), None, ()),
    (
        facts.CalledIn(WISHED, (), "staff.calling.terms.read", "en", HANAKO),
        REQUESTED,
        (("staff", "staff.card.requested"),),
    ),
    (facts.BookedFor("id", slot(20, 10), "A", HANAKO), BOOKED, (("person", "notice.moved"),)),
    (
        facts.BookedNext("id", "A13", slot(20, 10), "A", "ja", "read out", "read out too", HANAKO),
        replace(BOOKED, id="next", code="A13"),
        (("person", "notice.booked"), ("staff", "staff.card.booked")),
    ),
    (
        facts.WaitEnded("id", HANAKO),
        REQUESTED.moved(Status.CANCELLED_BY_PERSON),
        (("person", "booking.done.wait_over"),),
    ),
    (facts.DeskChanged("id", "B", HANAKO), BOOKED, ()),
    (facts.DayClosed(date(2026, 11, 20), "", HANAKO), None, ()),
    (facts.DayOpened(date(2026, 11, 20), HANAKO), None, ()),
    (facts.TakingBookings(stopped=True, by=HANAKO), None, ()),
    (facts.Searched("name", 1, ("id",), HANAKO), None, ()),
]
CLOCKS: list[tuple[Owed, int, Application, Told]] = [
    (Owed.ANSWER_DUE, 0, REQUESTED, (("staff", "staff.told.answer_due"),)),
    (Owed.STAFF_NUDGE, 0, REQUESTED, (("staff", "staff.told.answer_soon"),)),
    (Owed.STAFF_AGAIN, 1, REQUESTED, (("staff", "staff.told.answer_again"),)),
    (Owed.LATE_TOLD, 0, REQUESTED, (("person", "notice.answer_late_closed"),)),
    (
        Owed.REQUEST_LAPSES,
        0,
        REQUESTED.moved(Status.LAPSED),
        (("person", "notice.request_lapsed"), ("staff", "staff.told.request_lapsed")),
    ),
    (Owed.OFFER_NUDGE, 0, OFFERED, (("person", "notice.nudge"),)),
    (
        Owed.OFFER_LAPSES,
        0,
        OFFERED.moved(Status.LAPSED),
        (("person", "notice.offer_lapsed"), ("staff", "staff.told.offer_lapsed")),
    ),
    (Owed.REMINDER, 1440, BOOKED, (("person", "notice.reminder"),)),
    (Owed.REMINDER, 60, BOOKED, (("person", "notice.reminder_soon"),)),
    (Owed.LINK_MISSING, 60, BOOKED, (("staff", "staff.told.link_missing"),)),
    (Owed.START, 0, BOOKED, (("staff", "staff.told.start"),)),
    (Owed.TROUBLE, 0, BOOKED, (("person", "notice.trouble_no_link"),)),
    (Owed.TROUBLE, 0, LINKED, (("person", "notice.trouble"),)),
    (Owed.GRACE, 0, DEEMED, (("person", "notice.deemed"), ("staff", "staff.told.deemed"))),
    (Owed.GRACE, 0, BOOKED, (("person", "notice.no_link"), ("staff", "staff.told.no_link"))),
    (Owed.APPEAL_DUE, 525, APPEALED, (("staff", "staff.told.appeal_due"),)),
    (Owed.APPEAL_DUE, 0, APPEALED, (("staff", "staff.told.appeal_late"), ("person", "notice.appeal_late"))),
    (Owed.DEEMED_NOTICE, 0, DEEMED, (("person", "notice.deemed"),)),
    (Owed.FREED, 0, BOOKED, ()),
    (Owed.CHANGE_DUE, 0, CHANGING, (("staff", "staff.told.change_due"),)),
    (Owed.STAFF_NUDGE, 0, CHANGING, (("staff", "staff.told.change_soon"),)),
    (Owed.STAFF_AGAIN, 1, CHANGING, (("staff", "staff.told.change_again"),)),
    (Owed.LATE_TOLD, 0, CHANGING, (("person", "notice.change_late"),)),
    (Owed.WISH_DUE, 0, LEAVING, (("staff", "staff.told.wish_due"),)),
    (Owed.STAFF_NUDGE, 0, LEAVING, (("staff", "staff.told.wish_soon"),)),
    (Owed.STAFF_AGAIN, 1, LEAVING, (("staff", "staff.told.wish_again"),)),
    (Owed.STAFF_AGAIN, 1, APPEALED, (("staff", "staff.told.appeal_again"),)),
    (Owed.CHANGE_ENDS, 0, BOOKED, (("person", "notice.change_ended"), ("staff", "staff.told.change_ended"))),
    (Owed.END, 0, BOOKED, (("staff", "staff.told.unmarked"),)),
]


def view(before: Application | None, **rules: Any) -> View:
    seen = (before,) if before else ()
    return replace(Talk(policy(**rules)).view(), now=at(20, 10, 12), applications=seen)


def told(fact: facts.Fact, after: Application | None, seen: View) -> Told:
    return tuple((each.to, each.key) for each in notices(fact, after, seen))


@pytest.mark.parametrize(("fact", "after", "expected"), TABLE, ids=lambda each: type(each).__name__)
def test_each_fact_is_told_to_whom_it_concerns(fact: facts.Fact, after: Application | None, expected: Told) -> None:
    assert told(fact, after, view(BOOKED)) == expected


def test_a_time_that_staff_book_for_somebody_who_had_none_is_told_as_a_booking() -> None:
    booked = facts.BookedFor("id", slot(20, 10), "A", HANAKO)
    assert told(booked, BOOKED, view(REQUESTED)) == (("person", "notice.booked"),)


@pytest.mark.parametrize(("kind", "minutes", "after", "expected"), CLOCKS)
def test_each_clock_is_told_to_whom_it_concerns(kind: Owed, minutes: int, after: Application, expected: Told) -> None:
    assert told(facts.Came("id", Due(at(20, 10), kind, "1", minutes)), after, view(BOOKED)) == expected


def test_no_kind_of_fact_and_no_clock_is_forgotten() -> None:
    assert {type(fact) for fact, _, _ in TABLE} | {facts.Came} == set(get_args(facts.Fact))
    assert {kind for kind, _, _, _ in CLOCKS} == set(Owed)


@pytest.mark.parametrize(
    "fact",
    [
        facts.Undone("id", HANAKO),
        facts.Marked("id", Deed.CALLED, HANAKO),
        facts.Contacted("id", ContactKind.CALL_LOGGED, at(20, 10, 5)),
    ],
)
def test_a_booking_that_stands_again_is_told_where_its_end_had_been_told(fact: facts.Fact) -> None:
    restored = ("person", "notice.restored")
    assert restored in told(fact, BOOKED, view(DEEMED))
    assert restored not in told(fact, BOOKED, view(DEEMED, attendance__deemed_notice="after_clerk"))
    marked = replace(DEEMED, appointment=Appointment(slot(20, 10), "A", mark=Deed.NO_CONTACT))
    assert restored in told(fact, BOOKED, view(marked, attendance__deemed_notice="after_clerk"))


def test_after_clerk_the_group_is_asked_first_and_the_person_told_on_the_clerks_word() -> None:
    seen = view(DEEMED, attendance__deemed_notice="after_clerk")
    grace = facts.Came("id", Due(at(20, 10, 10), Owed.GRACE, "1"))
    assert told(grace, DEEMED, seen) == (("staff", "staff.told.deemed"),)
    assert told(facts.Marked("id", Deed.NO_CONTACT, HANAKO), DEEMED, seen) == (("person", "notice.deemed"),)
    marked = replace(DEEMED, appointment=Appointment(slot(20, 10), "A", mark=Deed.NO_CONTACT))
    assert told(facts.Came("id", Due(at(20, 10, 30), Owed.DEEMED_NOTICE, "1")), marked, seen) == ()


def test_letters_to_a_person_lead_to_steps_that_know_their_buttons() -> None:
    for fact, after, _ in TABLE:
        for notice in notices(fact, after, view(BOOKED)):
            if notice.to == "person" and notice.opens:
                step = ENGINE.flows[notice.opens.flow].by_id[notice.opens.step]
                seen = view(after)
                draft = ENGINE.flows[notice.opens.flow].draft(notice.opens.subject)
                codes = {step.show(each.value) for each in step.choices(draft, seen)}
                assert {each.code for each in notice.choices} <= codes


def test_whoever_leaves_one_of_two_chats_is_reached_in_the_other_and_staff_are_not_troubled() -> None:
    seen = view(BOOKED)
    assert told(facts.Departed(), BOOKED, seen) == (("staff", "staff.told.departed"),)
    assert told(facts.Departed(), BOOKED, replace(seen, elsewhere=True)) == ()
