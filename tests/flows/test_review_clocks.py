"""Clocks after our own outages, after offers that did not suit, and at the end of what nobody marked."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows import facts
from flows.messages import Opens
from flows.notices import Notice, notices
from flows.office.appointment import Application, Appointment, Deed, Status
from flows.office.late import lapse_at
from flows.office.reminders import Due, Owed, owed, still_owed
from flows.office.rules import open_limit
from tests.flows.house import policy
from tests.flows.talk import HANAKO, Talk, at, slot

OFFICE = policy()


def booked(**more: object) -> Application:
    made = Application("id", "A12", "p", "test", Status.BOOKED, (at(20, 10),), at(18, 10), "web", "en")
    return replace(made, appointment=Appointment(slot(20, 10), "A"), **more)  # type: ignore[arg-type]


def row(kind: Owed) -> Due:
    return next(each for each in owed(booked(), at(18, 10), OFFICE) if each.kind is kind)


def letters(kind: Owed, application: Application) -> tuple[Notice, ...]:
    view = replace(Talk().view(), now=row(kind).at, applications=(application,))
    return notices(facts.Came("id", row(kind)), application, view)


def test_the_start_is_not_told_once_the_grace_is_over() -> None:
    assert still_owed(row(Owed.START), booked(), at(20, 10, 9), OFFICE) == ""
    assert still_owed(row(Owed.START), booked(), at(20, 10, 10), OFFICE) == "too_late"


def test_a_grace_that_we_missed_by_half_an_hour_deems_nobody() -> None:
    assert still_owed(row(Owed.GRACE), booked(), at(20, 10, 40), OFFICE) == ""
    assert still_owed(row(Owed.GRACE), booked(), at(20, 10, 41), OFFICE) == "too_late"


def after_an_outage() -> Talk:
    """Nothing ran from before the start until after the end."""
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 9, 55))
    talk.now = at(20, 11)
    talk.staff.seen = len(talk.staff.heard)
    talk.passes(minutes=1)
    return talk


def test_after_an_outage_staff_are_asked_instead() -> None:
    talk = after_an_outage()
    assert talk.person.stands(Status.BOOKED)
    assert talk.staff.news() == ["staff.told.unmarked"]
    assert talk.staff.buttons() == ("here", "our_fault", "no_contact")


def test_after_an_outage_staff_may_still_say_that_nobody_was_in_touch() -> None:
    talk = after_an_outage()
    talk.staff.taps("no_contact")
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    assert talk.person.last().key == "notice.deemed"


def test_no_contact_is_not_said_of_who_was_in_touch() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 1))
    talk.person.taps("late")
    talk.to(at(20, 10, 31))
    assert talk.staff.last().key == "staff.told.unmarked"
    assert talk.staff.buttons() == ("here", "our_fault", "not_held")
    talk.staff.says("A12 no_contact")
    assert talk.staff.news() == ["staff.refused.not_now"]


def late_and_gone() -> Talk:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 1))
    talk.person.taps("late")
    return talk


def test_who_was_in_touch_and_did_not_come_is_closed_by_a_clerk_and_told_without_blame() -> None:
    talk = late_and_gone()
    talk.to(at(20, 10, 30))
    talk.staff.says("A12 not_held")
    assert talk.person.stands(Status.NOT_HELD)
    assert talk.person.last().key == "notice.not_held"
    talk.staff.says("A12 undo")
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.not_held_undone"
    assert talk.staff.last().key == "staff.did.undo"


def test_not_held_is_said_neither_before_the_end_nor_of_who_was_not_in_touch() -> None:
    talk = late_and_gone()
    talk.to(at(20, 10, 29))
    talk.staff.says("A12 not_held")
    assert talk.staff.news() == ["staff.refused.too_early"]
    silent = Talk(policy(clocks__lapse_days=1))
    silent.booked(at(20, 10))
    silent.now = at(20, 11)  # the ten minutes were missed by us
    silent.staff.says("A12 not_held")
    assert silent.staff.news() == ["staff.refused.not_now"]


def test_a_booking_of_yesterday_that_nobody_marked_stands_on_todays_list() -> None:
    talk = late_and_gone()
    talk.to(at(21, 9))
    talk.staff.says("today")
    section = talk.staff.last().values["unmarked"]
    assert [dict(line.values)["code"] for line in dict(section.values)["lines"]] == ["A12"]


def test_a_booking_that_is_over_offers_neither_late_nor_cancel_and_one_in_touch_threatens_nothing() -> None:
    talk = late_and_gone()
    talk.person.says("booking")
    assert talk.person.last().key == "looking.booking.in_touch"
    talk.to(at(20, 12))
    talk.person.says("booking")
    assert talk.person.last().key == "looking.booking.over"
    assert [each for each in talk.person.buttons() if not each.startswith("_")] == ["book"]


def test_a_booking_that_nobody_marked_locks_nobody_out() -> None:
    view = replace(Talk().view(), now=at(20, 10, 29), applications=(booked(), booked(id="other")))
    assert view.booking
    assert open_limit(view.open_applications, OFFICE)
    later = replace(view, now=at(20, 10, 30))
    assert later.booking is None
    assert open_limit(later.open_applications, OFFICE) is None


def test_the_end_comes_only_where_nobody_marked() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 1))
    talk.staff.taps("here")
    talk.to(at(20, 11))
    assert "staff.told.unmarked" not in [each.key for each in talk.staff.heard]


def lapses(due: datetime, *wishes: datetime) -> datetime:
    asked = booked(status=Status.REQUESTED, answer_due=due, wishes=wishes)
    return lapse_at(replace(asked, appointment=None), OFFICE)


def test_none_of_these_after_all_wishes_are_past_does_not_end_the_request() -> None:
    talk = Talk()
    talk.offered(at(24, 10))
    asked = replace(talk.person.application, wishes=(at(19, 10),))
    assert lapses(at(25, 10), *asked.wishes) == at(25, 10) + timedelta(days=14)


def test_a_request_is_given_the_whole_time_again_with_each_asking() -> None:
    assert lapses(at(20, 10)) == at(34, 10)
    assert lapses(at(30, 10), at(40, 10)) == at(40, 10)
    assert lapses(at(20, 10), at(20, 9), at(22, 9)) == at(22, 9)


def test_letters_that_time_makes_untrue_say_until_when() -> None:
    assert letters(Owed.REMINDER, booked())[0].until == slot(20, 10).start
    assert letters(Owed.TROUBLE, booked())[0].until == at(20, 10, 10)
    assert letters(Owed.START, booked())[0].until is None


def test_an_offer_is_of_no_use_after_its_end() -> None:
    talk = Talk()
    offered = talk.offered(at(24, 10))
    sent = facts.Offered(offered.id, (), at(24, 10), HANAKO)
    (letter,) = notices(sent, offered, talk.person.view())
    assert offered.offer
    assert letter.until == offered.offer.expires_at
    assert letter.opens == Opens("choosing", "offer", offered.id)


def test_staff_telephone_whom_no_chat_can_ring() -> None:
    told = [each.key for each in letters(Owed.REMINDER, booked(web_only=True))]
    assert told[1:] == ["staff.told.telephone"]


def test_a_clerk_may_say_no_contact_only_once_the_grace_is_over() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 5))
    talk.staff.says("A12 no_contact")
    assert talk.staff.news() == ["staff.refused.not_now"]
    assert not [each for each in talk.of(facts.Marked) if each.deed is Deed.NO_CONTACT]
