"""Around the start: contacts, the trouble question, the deeming, and what undoes it."""

import pytest

from flows import facts
from flows.office.appointment import Contact, ContactKind, Deed, Status
from tests.flows.house import policy
from tests.flows.talk import LEAD, Talk, at

AFTER_CLERK = policy(attendance__deemed_notice="after_clerk")


def booked(talk: Talk) -> Talk:
    talk.booked(at(20, 10))
    return talk


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("late", ContactKind.LATE),
        ("cannot_connect", ContactKind.CANNOT_CONNECT),
        ("phone_busy", ContactKind.NO_ANSWER_BY_PHONE),
    ],
)
def test_an_answer_to_the_trouble_question_is_contact(word: str, kind: ContactKind) -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 5))
    assert talk.person.last().key == "notice.trouble"
    talk.person.taps(word)
    assert talk.person.news() == [f"attending.{word}_told", "home.next.ask"]
    assert talk.of(facts.Contacted)[0].kind is kind
    assert talk.staff.last().key == "staff.told.contact"
    talk.to(at(20, 12))
    assert talk.person.stands(Status.BOOKED)


def test_late_said_two_hours_before_does_not_count_and_says_from_when_it_will() -> None:
    talk = booked(Talk())
    talk.to(at(20, 8))
    talk.person.says("booking")
    talk.person.taps("late")
    assert talk.person.news()[0] == "attending.early_told"
    talk.to(at(20, 10, 10))
    assert talk.person.stands(Status.DEEMED_CANCELLED)


def test_i_will_come_never_counts() -> None:
    talk = booked(Talk())
    talk.to(at(20, 9))
    talk.person.taps("come")
    assert talk.of(facts.WillCome)
    talk.to(at(20, 10, 10))
    assert talk.person.stands(Status.DEEMED_CANCELLED)


def test_who_is_in_touch_is_not_asked_about_trouble() -> None:
    talk = booked(Talk())
    talk.to(at(20, 9, 30))
    talk.person.taps("late")
    talk.to(at(20, 11))
    assert "notice.trouble" not in [each.key for each in talk.person.heard]
    assert "in_touch" in [reason for _, reason in talk.dropped]


def test_a_reminder_can_be_answered_by_cancelling() -> None:
    talk = booked(Talk())
    talk.to(at(19, 10))
    talk.person.taps("cancel")
    talk.person.taps("yes")
    assert talk.person.stands(Status.CANCELLED_BY_PERSON)
    talk.to(at(20, 12))
    assert talk.person.last().kind == "ask"
    assert "notice.deemed" not in [each.key for each in talk.person.heard]


def test_old_reminder_buttons_are_harmless_after_the_end() -> None:
    talk = booked(Talk())
    talk.to(at(19, 10))
    taps = [talk.person.find(each) for each in ("come", "late", "cannot_connect", "cancel")]
    talk.to(at(20, 10))
    talk.staff.says("A12 here")
    before = len(talk.facts)
    for tap in taps:
        talk.person.receive(tap)
        assert talk.person.news() == ["refusal.not_now", "home.next.ask"]
    assert len(talk.facts) == before


def test_at_grace_both_sides_are_told_at_once() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 10))
    assert talk.person.last().key == "notice.deemed"
    assert talk.staff.last().key == "staff.told.deemed"
    assert talk.staff.buttons() == ("here", "called", "our_fault", "no_contact", "undo")


def test_one_minute_before_the_grace_ends_nothing_is_deemed() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 9))
    assert talk.person.stands(Status.BOOKED)


def test_after_clerk_the_person_is_told_when_a_clerk_says_so() -> None:
    talk = booked(Talk(AFTER_CLERK))
    talk.to(at(20, 10, 15))
    assert talk.person.last().key == "notice.trouble"
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    talk.staff.taps("no_contact")
    assert talk.person.last().key == "notice.deemed"
    talk.to(at(20, 12))
    assert [each.key for each in talk.person.heard].count("notice.deemed") == 1


def test_after_clerk_the_person_is_told_at_the_end_of_the_slot_at_the_latest() -> None:
    talk = booked(Talk(AFTER_CLERK))
    talk.to(at(20, 10, 29))
    assert talk.person.last().key == "notice.trouble"
    talk.to(at(20, 10, 30))
    assert talk.person.last().key == "notice.deemed"


def test_what_the_person_was_not_told_is_not_taken_back_either() -> None:
    talk = booked(Talk(AFTER_CLERK))
    talk.to(at(20, 10, 15))
    talk.staff.taps("undo")
    talk.to(at(20, 12))
    said = [each.key for each in talk.person.heard]
    assert "notice.restored" not in said
    assert "notice.deemed" not in said


def test_i_was_in_touch_is_put_before_a_lead() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 12))
    talk.person.taps("in_touch")
    assert talk.person.news()[0] == "attending.appeal_told"
    assert talk.staff.last().key == "staff.told.in_touch"
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    talk.staff.clerk = LEAD
    talk.staff.taps("accept")
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.appeal_accepted"


def test_late_after_the_deeming_is_passed_on_and_not_taken_for_a_rescue() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 5))
    tap = talk.person.find("late")
    talk.to(at(20, 10, 12))
    talk.person.receive(tap)
    assert talk.person.news()[0] == "attending.in_touch_told"
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    assert talk.staff.last().key == "staff.told.contact"


def test_a_contact_in_time_that_is_known_late_undoes_the_deeming_by_itself() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 20))
    view = talk.person.view()
    talk.happened(facts.Contacted("id-0", ContactKind.CALL_LOGGED, at(20, 10, 8)), view, talk.person)
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.restored"


def test_booking_again_after_a_deemed_cancellation() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 12))
    talk.person.taps("again")
    assert talk.person.news() == ["booking.purpose.ask"]
    talk.person.applies()
    assert talk.person.stands(Status.REQUESTED)


def test_our_fault_never_counts_and_is_told_with_an_apology() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 12))
    talk.staff.taps("our_fault")
    assert talk.person.stands(Status.CANCELLED_BY_OFFICE)
    assert talk.person.last().key == "notice.our_fault"
    assert talk.of(facts.Marked)[0].deed is Deed.OUR_FAULT


def test_called_after_the_deeming_restores_the_booking() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 12))
    talk.staff.taps("called")
    assert talk.person.stands(Status.BOOKED)
    assert talk.person.last().key == "notice.restored"


def test_here_after_the_deeming_is_attendance() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10, 12))
    talk.staff.taps("here")
    assert talk.person.stands(Status.ATTENDED)


def test_undoing_an_attendance_tells_the_person_nothing() -> None:
    talk = booked(Talk())
    talk.to(at(20, 10))
    talk.staff.says("A12 here")
    heard = len(talk.person.heard)
    talk.staff.says("A12 undo")
    assert talk.person.stands(Status.BOOKED)
    assert len(talk.person.heard) == heard


def test_the_link_reaches_the_person_only_through_the_join_page() -> None:
    talk = booked(Talk())
    talk.staff.says("A12 link https://video.invalid/123")
    assert talk.person.last().key == "notice.link"
    assert "video.invalid" not in repr(talk.person.heard)
    assert talk.person.application.appointment
    assert talk.person.application.appointment.link == "https://video.invalid/123"
    talk.to(at(20, 9, 59))
    assert "staff.told.link_missing" not in [each.key for each in talk.staff.heard if each.kind == "letter"][3:]


def test_contacts_are_kept_with_when_they_happened_and_when_they_were_known() -> None:
    talk = booked(Talk())
    talk.to(at(20, 9, 30))
    talk.person.taps("late")
    assert talk.person.application.appointment
    assert talk.person.application.appointment.contacts == (Contact(ContactKind.LATE, at(20, 9, 30), at(20, 9, 30)),)
