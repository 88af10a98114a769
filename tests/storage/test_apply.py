from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, get_args

import pytest

from flows import facts
from flows.office.appointment import Application, ContactKind, Deed, Status
from flows.office.opening import cells
from flows.office.reminders import Due, Owed
from storage.apply import KEEP, apply
from storage.meaning import (
    AlreadyBound,
    ChangedMeanwhile,
    CodeInUse,
    Conflict,
    IllegalMove,
    InviteGone,
    OfferGone,
    TimeTaken,
)
from storage.records import agreements, applications, audit, claims, conversations, due, links, staff
from storage.store import fold
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, URL, House

if TYPE_CHECKING:
    from storage.records.conversations import Conversation
    from storage.unit import Unit

MINUTE = timedelta(minutes=1)
CODE = "ABCDEFGH37"


def waiting(house: House, application: Application) -> list[Due]:
    return list(house.do(lambda unit: due.waiting(unit, application.id)))


def kinds(house: House, application: Application) -> list[Owed]:
    return [each.kind for each in waiting(house, application)]


def taken(house: House) -> frozenset[tuple[str, datetime]]:
    return house.do(lambda unit: claims.taken(unit, "demo"))


def come(house: House, chat: Conversation, application: Application, kind: Owed) -> Application:
    """The clock of that kind strikes at its own time."""
    found = next(each for each in waiting(house, application) if each.kind is kind)
    house.now = max(house.now, found.at)
    house.keep(chat, facts.Came(application.id, found))
    return house.whole(application.id)


def deemed(house: House, chat: Conversation) -> Application:
    return come(house, chat, house.booked(chat), Owed.GRACE)


def test_every_kind_of_fact_has_its_deed() -> None:
    assert set(KEEP) == set(get_args(facts.Fact))


# --- asking

WAITING = {Owed.STAFF_NUDGE, Owed.ANSWER_DUE, Owed.LATE_TOLD, Owed.STAFF_AGAIN, Owed.REQUEST_LAPSES}
"""The clocks of a request."""


def test_a_wish_becomes_an_application_that_shows_nothing_but_masks(house: House) -> None:
    found = house.wish(house.chat())
    assert (found.status, found.masked_name, found.masked_number) == (Status.REQUESTED, "T…", "…01")
    assert found.wishes == (house.free(1)[0].start,)
    assert {*kinds(house, found)} <= WAITING


def test_name_number_and_telephone_are_revealed_to_whoever_is_written_down(house: House) -> None:
    found = house.wish(house.chat())
    personal = house.do(lambda unit: applications.reveal(unit, found.id, "operator"))
    assert (personal.name, personal.number, personal.phone) == (NAME, NUMBER, PHONE)
    assert NAME not in repr(personal)
    entries = house.do(lambda unit: audit.about(unit, found.id))
    assert ("operator", "reveal") in {(each.who, each.deed) for each in entries}


@pytest.mark.parametrize(("name", "mask"), [("山田", "山…"), ("é́lan", "é́…"), ("X", "X…")])
def test_a_masked_name_is_its_first_letter_with_its_marks(name: str, mask: str) -> None:
    assert applications.masked_name(name) == mask


def test_a_code_that_somebody_has_is_refused(house: House) -> None:
    house.wish(house.chat(), code="K999")
    with pytest.raises(CodeInUse):
        house.wish(house.chat(), code="K999")


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_agreed_belongs_to_the_application_of_the_same_turn(house: House, order: int) -> None:
    chat = house.chat()
    documents = tuple((each.name, each.version) for each in house.see(chat).documents)
    agreed = facts.Agreed(documents, "en", "booking.review.apply")
    wished = facts.Wished("K1", NAME, "", PHONE, "", "none", "", (), house.now)
    house.keep(chat, *(wished, agreed)[::order])
    (application,) = house.see(chat).applications
    found = house.do(lambda unit: agreements.of_person(unit, str(chat.person)))
    assert [(each.document, each.application) for each in found] == [
        (name, application.id) for name in ("office", "tool", "chat")
    ]
    assert all(len(each.sha256) == 64 for each in found)


def test_answers_of_an_earlier_application_are_taken_over_as_they_were_sealed(house: House) -> None:
    chat = house.chat()
    first = house.wish(chat)
    again = house.wish(chat, name="", number="", phone="", earlier=first.id)
    told = house.do(lambda unit: applications.opened(unit, again.id))
    assert (told.name, told.number, told.phone) == (NAME, NUMBER, PHONE)
    assert again.masked_name == first.masked_name


def test_how_the_name_is_read_is_sealed_and_taken_over_and_may_be_said_later(house: House) -> None:
    chat = house.chat()
    nothing = {"name": "", "number": "", "phone": ""}
    first = house.wish(chat, name="見本 太郎")
    second = house.wish(chat, **nothing, earlier=first.id, name_reading="みほん たろう")
    third = house.wish(chat, **nothing, earlier=second.id)
    assert [each.name_read for each in (first, second, third)] == [False, True, True]
    told = house.do(lambda unit: applications.opened(unit, third.id))
    assert (told.name, told.name_reading) == ("見本 太郎", "みほん たろう")


def test_nobody_takes_over_the_answers_of_somebody_else(house: House) -> None:
    first = house.wish(house.chat())
    with pytest.raises(IllegalMove):
        house.wish(house.chat("another"), name="", number="", phone="", earlier=first.id)


def test_nobody_agrees_to_a_text_that_is_not_published(house: House) -> None:
    with pytest.raises(agreements.NotPublished):
        house.keep(house.chat(), facts.Agreed((("office", "made up"),), "en", "x"))


# --- offering and choosing


def test_an_offer_holds_each_of_its_times_until_it_expires(house: House) -> None:
    slots = house.free(2)
    found = house.offer(house.staff_group(), house.wish(house.chat()), *slots)
    assert found.status is Status.OFFERED
    assert found.by == CLERK.name
    assert found.offer
    assert found.offer.slots == slots
    assert taken(house) == {cell for slot in slots for cell in cells(slot, "A", house.policy)}
    assert kinds(house, found) == [Owed.OFFER_NUDGE, Owed.OFFER_LAPSES]
    house.later(hours=8)
    assert not taken(house)


def test_an_offered_application_has_its_private_addresses_already(house: House) -> None:
    chat = house.chat()
    house.offer(house.staff_group(), house.wish(chat))
    (own,) = house.see(chat).applications
    assert own.join_url.startswith(f"{URL}/j/")
    assert own.calendar_url.endswith(".ics")
    token = own.join_url.rpartition("/")[2]
    found = house.do(lambda unit: links.find(unit, "join", token))
    assert found
    assert found.subject == own.id
    assert house.do(lambda unit: links.find(unit, "calendar", token)) is None


def test_an_offer_of_a_taken_time_leaves_all_as_it_was(house: House) -> None:
    group, one, two = house.staff_group(), house.wish(house.chat()), house.wish(house.chat())
    first, second = house.free(2)
    house.offer(group, one, second)
    with pytest.raises(TimeTaken):
        house.offer(group, two, first, second)
    assert house.whole(two.id).status is Status.REQUESTED
    assert {*kinds(house, two)} <= WAITING
    assert taken(house) == set(cells(second, "A", house.policy))


def test_the_slower_of_two_clerks_changes_nothing(house: House) -> None:
    group, application = house.staff_group(), house.wish(house.chat())
    house.offer(group, application)
    with pytest.raises(IllegalMove):
        house.offer(group, application, desk="B")
    with pytest.raises(TimeTaken):
        house.keep(group, facts.Offered(application.id, (), house.now, CLERK))


def test_the_chosen_time_is_booked_and_the_others_are_free_again(house: House) -> None:
    chat, slots = house.chat(), house.free(3)
    found = house.book(chat, house.offer(house.staff_group(), house.wish(chat), *slots))
    assert found.status is Status.BOOKED
    assert found.appointment
    assert (found.appointment.slot, found.appointment.desk, found.offer) == (slots[0], "A", None)
    assert taken(house) == set(cells(slots[0], "A", house.policy))
    assert Owed.GRACE in kinds(house, found)
    house.later(hours=12)
    assert taken(house) == set(cells(slots[0], "A", house.policy))


def test_a_second_tap_on_an_offer_is_no_second_booking(house: House) -> None:
    chat = house.chat()
    offered = house.offer(house.staff_group(), house.wish(chat))
    house.book(chat, offered)
    with pytest.raises(Conflict):
        house.book(chat, offered)


def test_a_hold_that_lapsed_is_not_booked(house: House) -> None:
    chat = house.chat()
    offered = house.offer(house.staff_group(), house.wish(chat))
    house.later(hours=8)
    with pytest.raises(OfferGone):
        house.book(chat, offered)
    assert house.whole(offered.id).status is Status.OFFERED


def test_a_time_that_was_not_offered_is_not_booked(house: House) -> None:
    chat, slots = house.chat(), house.free(2)
    offered = house.offer(house.staff_group(), house.wish(chat), slots[0])
    assert offered.offer
    with pytest.raises(OfferGone):
        house.keep(chat, facts.Booked(offered.id, offered.offer.id, slots[1]))
    with pytest.raises(OfferGone):
        house.keep(chat, facts.Booked(offered.id, "another offer", slots[0]))


def test_none_of_these_frees_all_and_waits_for_new_wishes(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    offered = house.offer(group, house.wish(chat), *house.free(2))
    answer_due = house.now + timedelta(hours=3)
    house.keep(chat, facts.NoneSuits(offered.id, answer_due))
    found = house.whole(offered.id)
    assert (found.status, found.offer, found.answer_due) == (Status.REQUESTED, None, answer_due)
    assert not taken(house)
    assert {*kinds(house, found)} <= WAITING
    wishes = (house.free(3)[2].start,)
    house.keep(chat, facts.WishedAgain(offered.id, wishes, answer_due + MINUTE))
    again = house.whole(offered.id)
    assert again.wishes == wishes
    assert [each.at for each in waiting(house, again) if each.kind is Owed.ANSWER_DUE] == [answer_due + MINUTE]
    assert house.offer(group, again).status is Status.OFFERED


def test_new_wishes_do_not_end_an_offer_that_has_just_come(house: House) -> None:
    chat = house.chat()
    offered = house.offer(house.staff_group(), house.wish(chat))
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.WishedAgain(offered.id, (house.free(2)[1].start,), house.now))
    found = house.whole(offered.id)
    assert (found.status, found.offer, found.wishes) == (Status.OFFERED, offered.offer, offered.wishes)
    assert taken(house)


def test_after_a_booking_there_are_no_new_wishes(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    with pytest.raises(IllegalMove):
        house.keep(chat, facts.WishedAgain(booked.id, (), house.now))


def test_a_cancelled_booking_gives_its_time_and_its_clocks_back(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    house.keep(chat, facts.Cancelled(booked.id))
    assert house.whole(booked.id).status is Status.CANCELLED_BY_PERSON
    assert not taken(house)
    assert waiting(house, booked) == []


def test_a_declined_application_gives_its_holds_back(house: House) -> None:
    group = house.staff_group()
    offered = house.offer(group, house.wish(house.chat()))
    house.keep(group, facts.Declined(offered.id, "full", CLERK))
    found = house.whole(offered.id)
    assert (found.status, found.offer) == (Status.DECLINED, None)
    assert not taken(house)
    assert waiting(house, offered) == []


# --- clocks


@pytest.mark.parametrize("kind", [Owed.REQUEST_LAPSES, Owed.OFFER_LAPSES])
def test_what_nobody_answers_lapses(house: House, kind: Owed) -> None:
    chat = house.chat()
    application = house.wish(chat)
    if kind is Owed.OFFER_LAPSES:
        house.offer(house.staff_group(), application)
    assert come(house, chat, application, kind).status is Status.LAPSED
    assert not taken(house)
    assert waiting(house, application) == []


def test_a_reminder_only_marks_its_row(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    before = kinds(house, booked)
    assert come(house, chat, booked, Owed.REMINDER).status is Status.BOOKED
    before.remove(Owed.REMINDER)
    assert kinds(house, booked) == before


def test_a_clock_comes_once(house: House) -> None:
    chat = house.chat()
    offered = house.offer(house.staff_group(), house.wish(chat))
    lapse = waiting(house, offered)[-1]
    house.now = lapse.at
    house.keep(chat, facts.Came(offered.id, lapse))
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.Came(offered.id, lapse))


def test_a_clock_of_what_has_changed_is_refused(house: House) -> None:
    chat = house.chat()
    offered = house.offer(house.staff_group(), house.wish(chat))
    lapse = waiting(house, offered)[-1]
    house.book(chat, offered)
    house.now = lapse.at
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.Came(offered.id, lapse))


def test_nobody_is_deemed_absent_before_the_grace_is_over(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    grace = next(each for each in waiting(house, booked) if each.kind is Owed.GRACE)
    house.now = grace.at - MINUTE
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.Came(booked.id, grace))
    assert come(house, chat, booked, Owed.GRACE).status is Status.DEEMED_CANCELLED


def test_whoever_was_in_touch_is_not_deemed_absent(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    assert booked.appointment
    grace = next(each for each in waiting(house, booked) if each.kind is Owed.GRACE)
    house.now = booked.appointment.slot.start + 9 * MINUTE
    house.keep(chat, facts.Contacted(booked.id, ContactKind.LATE, house.now))
    house.now = grace.at
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.Came(booked.id, grace))
    assert house.whole(booked.id).status is Status.BOOKED


def test_to_say_one_will_come_is_no_contact(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    house.keep(chat, facts.WillCome(booked.id))
    found = house.whole(booked.id).appointment
    assert found
    assert found.will_come
    assert come(house, chat, booked, Owed.GRACE).status is Status.DEEMED_CANCELLED


# --- after the start


def test_a_deemed_booking_keeps_its_time_because_it_may_be_undone(house: House) -> None:
    found = deemed(house, house.chat())
    assert taken(house)
    assert kinds(house, found) == []


def test_a_contact_within_the_window_that_is_known_later_undoes_the_deeming(house: House) -> None:
    chat = house.chat()
    found = deemed(house, chat)
    assert found.appointment
    happened = found.appointment.slot.start + 8 * MINUTE
    house.later(minutes=10)
    house.keep(chat, facts.Contacted(found.id, ContactKind.CALL_LOGGED, happened))
    again = house.whole(found.id)
    assert again.status is Status.BOOKED
    assert again.appointment
    (contact,) = again.appointment.contacts
    assert (contact.happened_at, contact.recorded_at) == (happened, house.now)
    assert Owed.GRACE not in kinds(house, again)


def test_a_contact_after_the_grace_is_kept_and_undoes_nothing(house: House) -> None:
    chat = house.chat()
    found = deemed(house, chat)
    house.later(minutes=1)
    house.keep(chat, facts.Contacted(found.id, ContactKind.LATE, house.now))
    again = house.whole(found.id)
    assert again.status is Status.DEEMED_CANCELLED
    assert again.appointment
    assert len(again.appointment.contacts) == 1


def test_a_wish_to_cancel_by_telephone_is_a_contact_at_any_time(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    house.keep(chat, facts.CancelWished(booked.id))
    found = house.whole(booked.id).appointment
    assert found
    assert [each.kind for each in found.contacts] == [ContactKind.CANCEL_WISH]


@pytest.mark.parametrize(
    ("deed", "status", "claimed"),
    [
        (Deed.HERE, Status.ATTENDED, True),
        (Deed.CALLED, Status.BOOKED, True),
        (Deed.OUR_FAULT, Status.CANCELLED_BY_OFFICE, False),
        (Deed.NO_CONTACT, Status.DEEMED_CANCELLED, True),
    ],
)
def test_staff_say_what_happened(house: House, deed: Deed, status: Status, claimed: bool) -> None:  # noqa: FBT001 -- a case
    chat, group = house.chat(), house.staff_group()
    found = deemed(house, chat)
    house.keep(group, facts.Marked(found.id, deed, CLERK))
    again = house.whole(found.id)
    assert again.status is status
    assert again.appointment
    assert again.appointment.mark is deed
    assert bool(taken(house)) is claimed
    entries = house.do(lambda unit: audit.about(unit, found.id))
    assert entries[-1].who == f"clerk:telegram:{CLERK.id}"


def test_a_deeming_can_be_undone_and_does_not_come_back(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = deemed(house, chat)
    house.keep(group, facts.Undone(found.id, CLERK))
    again = house.whole(found.id)
    assert again.status is Status.BOOKED
    assert Owed.GRACE not in kinds(house, again)


def test_a_mistaken_arrival_can_be_undone_and_its_clocks_run_again(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    booked = house.booked(chat)
    assert booked.appointment
    house.now = booked.appointment.slot.start
    house.keep(group, facts.Marked(booked.id, Deed.HERE, CLERK))
    assert waiting(house, booked) == []
    house.keep(group, facts.Undone(booked.id, CLERK))
    assert kinds(house, booked) == [Owed.TROUBLE, Owed.GRACE, Owed.END]


def test_the_late_notice_waits_where_the_office_tells_after_its_clerk(house: House) -> None:
    attendance = house.policy.attendance.model_copy(update={"deemed_notice": "after_clerk"})
    house.offices["demo"] = house.policy.model_copy(update={"attendance": attendance})
    found = deemed(house, house.chat())
    assert kinds(house, found) == [Owed.DEEMED_NOTICE]


def test_a_video_link_rests_with_the_booking(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    booked = house.booked(chat)
    house.keep(group, facts.LinkGiven(booked.id, "https://video.example/room", CLERK))
    found = house.whole(booked.id).appointment
    assert found
    assert found.link == "https://video.example/room"
    house.keep(chat, facts.Cancelled(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(group, facts.LinkGiven(booked.id, "https://video.example/other", CLERK))


def test_the_grace_waits_from_the_link_where_that_comes_after_the_start(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    booked = house.booked(chat)
    start = booked.appointment.slot.start if booked.appointment else house.now

    def given(minute: int, url: str) -> timedelta:
        house.now = start + timedelta(minutes=minute)
        house.keep(group, facts.LinkGiven(booked.id, f"https://video.example/{url}", CLERK))
        rows = house.do(lambda unit: due.waiting(unit, booked.id))
        return next(each.at for each in rows if each.kind is Owed.GRACE) - start

    assert given(-60, "a") == timedelta(minutes=10)
    assert given(4, "b") == timedelta(minutes=14)
    assert given(6, "b") == timedelta(minutes=14)
    assert given(9, "c") == timedelta(minutes=19)


# --- belonging


def test_a_chosen_language_is_the_chats_and_is_shown_to_staff(house: House) -> None:
    chat = house.chat("a")
    application = house.wish(chat)
    house.keep(chat, facts.LanguageChosen("ja-simple"))
    assert house.chat("a").locale == "ja-simple"
    assert house.whole(application.id).locale == "ja-simple"


def test_who_left_is_known_until_they_come_back(house: House) -> None:
    chat = house.chat("a")
    house.keep(chat, facts.Departed())
    assert house.chat("a").blocked_at
    house.keep(chat, facts.CameBack())
    assert house.chat("a").blocked_at is None


def invite(house: House, role: str = "", hours: int = 1) -> str:
    until = house.now + timedelta(hours=hours)
    return house.do(lambda unit: staff.invite_make(unit, "demo", role, CODE, until)).id


def test_a_code_binds_a_group_once_and_its_binder_becomes_lead(house: House) -> None:
    group, other = house.chat("g", group=True), house.chat("h", group=True)
    ident = invite(house)
    house.keep(group, facts.GroupBound(ident, CLERK))
    assert house.chat("g", group=True).kind == "staff"
    clerk = house.do(lambda unit: staff.clerk(unit, "telegram", CLERK.id, "demo"))
    assert clerk == facts.Clerk(CLERK.id, CLERK.name, "lead")
    with pytest.raises(InviteGone):
        house.keep(other, facts.GroupBound(ident, CLERK))


def test_a_group_of_another_office_is_not_bound_over(house: House) -> None:
    group = house.chat("g", group=True)
    house.do(lambda unit: conversations.bind(unit, group.id, "elsewhere", "ja"))
    ident = invite(house)

    def turn(unit: Unit) -> None:
        bound = conversations.lock(unit, group.id)
        with fold(unit.connection):
            apply(unit, facts.GroupBound(ident, CLERK), house.view(unit, bound), bound)

    with pytest.raises(AlreadyBound):
        house.do(turn)


def test_a_role_code_makes_a_member_and_binds_no_group(house: House) -> None:
    ident = invite(house, "clerk")
    with pytest.raises(InviteGone):
        house.keep(house.chat("g", group=True), facts.GroupBound(ident, CLERK))
    house.keep(house.chat(), facts.RoleRedeemed(ident, CLERK))
    found = house.do(lambda unit: staff.clerk(unit, "telegram", CLERK.id, "demo"))
    assert found
    assert found.role == "clerk"


def test_a_group_that_is_left_is_no_longer_written_to(house: House) -> None:
    group = house.chat("g", group=True)
    house.keep(group, facts.GroupLeft())
    assert house.chat("g", group=True).blocked_at


def test_a_call_for_help_is_written_down(house: House) -> None:
    chat = house.chat()
    house.keep(chat, facts.HandedOver("booking.name"))
    assert house.do(lambda unit: audit.about(unit, chat.id))


def test_no_audit_entry_names_a_person(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    for entry in house.do(lambda unit: audit.about(unit, booked.id)):
        assert not any(secret in repr(entry) for secret in (NAME, NUMBER, PHONE, "Taro"))
