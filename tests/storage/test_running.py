"""Running an office: desks, closed days, a full stop, exceptions, callers without a chat; finding in one office."""

from __future__ import annotations

from datetime import date

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.counter import search
from flows.office.opening import cells
from storage.meaning import IllegalMove, OfferGone, TimeTaken
from storage.records import agreements, applications, audit, closures, conversations, exceptions, finding, policies
from storage.unit import erase
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, House

DAY = date(2026, 12, 3)
WHY = "the caller, Test Taro, cannot wait"


def found(house: House, typed: str, office: str = "demo") -> list[str]:
    return [each.application.code for each in house.do(lambda unit: finding.find(unit, office, search(typed)))]


def test_a_closed_day_is_closed_once_and_opened_again(house: House) -> None:
    group = house.staff_group()
    house.keep(group, facts.DayClosed(DAY, "a storm", CLERK), facts.DayClosed(DAY, "again", CLERK))
    assert house.do(lambda unit: closures.days(unit, "demo")) == (DAY,)
    assert house.do(lambda unit: closures.days(unit, "elsewhere")) == ()
    view = house.see(group)
    assert view.closures == (DAY,)
    assert view.policy.hours.exceptions[DAY] == ()
    house.keep(group, facts.DayOpened(DAY, CLERK))
    assert house.see(group).closures == ()


def test_what_is_asked_for_while_a_day_is_closed_names_the_settings_of_the_file(house: House) -> None:
    house.keep(house.staff_group(), facts.DayClosed(DAY, "", CLERK))
    asked = house.wish(house.chat())
    assert house.do(lambda unit: policies.of_application(unit, asked.id)) == house.policy.stamp


def test_a_day_that_is_past_is_gathered_no_more(house: House) -> None:
    house.keep(house.staff_group(), facts.DayClosed(DAY, "", CLERK))
    house.later(days=60)
    assert house.do(lambda unit: closures.days(unit, "demo")) == ()


def test_an_office_stops_and_resumes_and_the_first_stop_counts(house: House) -> None:
    group, since = house.staff_group(), house.now
    house.keep(group, facts.TakingBookings(stopped=True, by=CLERK))
    house.later(minutes=5)
    house.keep(group, facts.TakingBookings(stopped=True, by=CLERK))
    assert house.see(house.chat()).stopped_at == since
    house.keep(group, facts.TakingBookings(stopped=False, by=CLERK))
    assert house.see(group).stopped_at is None


def test_a_desk_is_changed_with_its_claims_or_not_at_all(house: House) -> None:
    group, slot = house.staff_group(), house.free(1)[0]
    one = house.booked(house.chat(), slot)
    other = house.book(chat := house.chat(), house.offer(group, house.wish(chat), slot, desk="B"))
    with pytest.raises(TimeTaken):
        house.keep(group, facts.DeskChanged(one.id, "B", CLERK))
    assert house.whole(one.id).appointment == one.appointment
    house.keep(chat, facts.Cancelled(other.id))
    house.keep(group, facts.DeskChanged(one.id, "B", CLERK))
    appointment = house.whole(one.id).appointment
    assert appointment
    assert (appointment.desk, appointment.slot) == ("B", slot)
    assert house.see(group).taken == {*cells(slot, "B", house.policy)}


def test_a_desk_is_changed_only_of_what_is_booked(house: House) -> None:
    asked = house.wish(house.chat())
    with pytest.raises(IllegalMove):
        house.keep(house.staff_group(), facts.DeskChanged(asked.id, "B", CLERK))


def test_a_booking_by_telephone_takes_its_time_and_gives_back_what_was_offered(house: House) -> None:
    group, (first, second, third) = house.staff_group(), house.free(3)
    asked = house.offer(group, house.wish(house.chat()), first, second)
    house.keep(group, facts.BookedFor(asked.id, third, "A", CLERK))
    booked = house.whole(asked.id)
    assert booked.status is Status.BOOKED
    assert booked.appointment
    assert booked.appointment.slot == third
    assert booked.join_url
    assert house.see(group).taken == {*cells(third, "A", house.policy)}


def test_nobody_is_booked_by_telephone_into_a_time_that_is_taken(house: House) -> None:
    group, slot = house.staff_group(), house.free(1)[0]
    house.booked(house.chat(), slot)
    asked = house.wish(house.chat())
    with pytest.raises(TimeTaken):
        house.keep(group, facts.BookedFor(asked.id, slot, "A", CLERK))
    assert house.whole(asked.id).status is Status.REQUESTED


def test_why_an_exception_was_made_is_in_the_audit_and_with_the_offer_and_never_in_the_clear(house: House) -> None:
    group, slot, asked = house.staff_group(), house.free(1)[0], house.wish(house.chat())
    house.keep(group, facts.Offered(asked.id, ((slot, "A"),), house.now.replace(hour=23), CLERK, WHY))
    offer = house.whole(asked.id).offer
    assert offer
    assert offer.exception == WHY
    assert house.do(lambda unit: exceptions.reasons(unit, asked.id)) == (WHY,)
    assert "Taro" not in repr(house.do(lambda unit: audit.about(unit, asked.id)))


def called_in(house: House, **different: object) -> facts.CalledIn:
    wished = facts.Wished("C001", NAME, NUMBER, PHONE, "", "none", "", (), house.now)
    documents = tuple((each.name, each.version) for each in house.see(house.staff_group()).documents)
    parts = {"wished": wished, "documents": documents, "words": "staff.calling.terms.read", "locale": "ja"}
    return facts.CalledIn(**{**parts, "by": CLERK, **different})  # type: ignore[arg-type]


def test_a_caller_is_a_person_without_a_chat_who_agreed_by_telephone(house: House) -> None:
    slot = house.free(1)[0]
    house.keep(house.staff_group(), called_in(house, booked=(slot, "A")))
    made = house.do(lambda unit: applications.by_code(unit, "C001"))
    assert made
    assert (made.status, made.channel) == (Status.BOOKED, conversations.TELEPHONE)
    chats = house.do(lambda unit: conversations.of_person(unit, made.person))
    assert [each.channel for each in chats] == [conversations.TELEPHONE]
    agreed = house.do(lambda unit: agreements.of_person(unit, made.person))
    assert {(each.channel, each.words, each.application) for each in agreed} <= {
        (conversations.TELEPHONE, "staff.calling.terms.read", made.id)
    }


def test_why_a_caller_was_booked_past_the_time_is_kept_as_every_exception_is(house: House) -> None:
    house.keep(house.staff_group(), called_in(house, booked=(house.free(1)[0], "A"), exception=WHY))
    made = house.do(lambda unit: applications.by_code(unit, "C001"))
    assert made
    assert house.do(lambda unit: exceptions.reasons(unit, made.id)) == (WHY,)


def test_a_caller_into_a_time_that_is_taken_leaves_nothing_behind(house: House) -> None:
    slot = house.free(1)[0]
    house.booked(house.chat(), slot)
    with pytest.raises(TimeTaken):
        house.keep(house.staff_group(), called_in(house, booked=(slot, "A")))
    assert house.do(lambda unit: applications.by_code(unit, "C001")) is None


@pytest.mark.parametrize("typed", [NAME, NAME[:3], NUMBER, PHONE])
def test_a_booking_is_found_in_its_own_office_alone(house: House, typed: str) -> None:
    asked = house.wish(house.chat())
    assert found(house, typed) == [asked.code]
    assert found(house, asked.code.lower()) == [asked.code]
    assert found(house, typed, "elsewhere") == []
    assert found(house, asked.code, "elsewhere") == []


@pytest.mark.parametrize("typed", ["みほん", "ミホンタロウ", "たろう"])
def test_a_booking_is_found_by_how_the_name_is_read(house: House, typed: str) -> None:
    asked = house.wish(house.chat(), name="見本 太郎", name_reading="みほん たろう")
    house.wish(house.chat(), name="見本 太郎")
    assert found(house, typed) == [asked.code]


def test_what_was_erased_is_not_found(house: House) -> None:
    chat = house.chat()
    house.wish(chat)
    house.do(lambda unit: erase(unit, applications.scope(str(chat.person))))
    assert [found(house, each) for each in (NAME, NUMBER, PHONE)] == [[], [], []]


def test_what_was_read_out_apart_is_an_agreement_of_its_own_s_4(house: House) -> None:
    known = tuple((each.name, each.version) for each in house.see(house.staff_group()).documents)
    apart = {"separately": known[:1], "separate_words": "staff.calling.separate.agree"}
    house.keep(house.staff_group(), called_in(house, documents=known[1:], **apart))
    made = house.do(lambda unit: applications.by_code(unit, "C001"))
    assert made
    agreed = house.do(lambda unit: agreements.of_person(unit, made.person))
    words = {(each.document, each.version): each.words for each in agreed}
    assert words == {
        **dict.fromkeys(known[:1], "staff.calling.separate.agree"),
        **dict.fromkeys(known[1:], "staff.calling.terms.read"),
    }


def test_times_that_the_office_asks_for_are_held_beside_the_booking_which_stands(house: House) -> None:
    group, chat, (first, second) = house.staff_group(), house.chat(), house.free(2)
    booked = house.booked(chat, first)
    asked = facts.ChangeOffered(booked.id, ((second, "A"),), house.now.replace(hour=23), CLERK, "", asks=True)
    house.keep(group, asked)
    moving = house.whole(booked.id)
    assert moving.change_open
    assert moving.appointment == booked.appointment
    assert moving.offer
    with pytest.raises(IllegalMove):
        house.keep(group, asked)
    house.keep(chat, facts.Moved(booked.id, moving.offer.id, second))
    after = house.whole(booked.id)
    assert after.appointment
    assert (after.appointment.slot, after.changing) == (second, False)


def test_a_proposal_is_replaced_with_its_holds_in_one_transaction_or_not_at_all(house: House) -> None:
    group, chat, (first, second, third) = house.staff_group(), house.chat(), house.free(3)
    booked, until = house.booked(chat, first), house.now.replace(hour=23)
    house.keep(group, facts.ChangeOffered(booked.id, ((second, "A"),), until, CLERK, "", asks=True))
    old = house.whole(booked.id).offer
    assert old
    house.keep(group, facts.ChangeOffered(booked.id, ((third, "A"),), until, CLERK, "", asks=True, instead=True))
    assert house.see(group).taken == {*cells(first, "A", house.policy), *cells(third, "A", house.policy)}
    with pytest.raises(OfferGone):
        house.keep(chat, facts.Moved(booked.id, old.id, second))
    house.booked(house.chat("third"), second)
    with pytest.raises(TimeTaken):
        house.keep(group, facts.ChangeOffered(booked.id, ((second, "A"),), until, CLERK, "", asks=True, instead=True))
    offer = house.whole(booked.id).offer
    assert offer
    assert offer.slots == (third,)
    house.keep(chat, facts.ChangeKept(booked.id))
    with pytest.raises(IllegalMove):
        house.keep(group, facts.ChangeOffered(booked.id, ((third, "A"),), until, CLERK, "", asks=True, instead=True))


def test_the_times_of_a_closed_day_are_given_back_and_the_others_stay_offered(house: House) -> None:
    group, chat = house.staff_group(), house.chat()
    first, due = house.free(1)[0], house.now.replace(hour=23)
    later = next(each for each in house.free(60) if each.day != first.day)
    offered = house.offer(group, house.wish(chat), first, later)
    assert offered.offer
    house.wish(house.chat("other"))
    closed = facts.TimesClosed(offered.id, offered.offer.id, first.day, due, CLERK)
    house.keep(group, facts.DayClosed(first.day, "", CLERK), closed)
    left = house.whole(offered.id)
    assert left.status is Status.OFFERED
    assert left.offer
    assert (left.offer.id, left.offer.slots) == (offered.offer.id, (later,))
    assert house.see(group).taken == {*cells(later, "A", house.policy)}
    with pytest.raises(OfferGone):
        house.keep(chat, facts.Booked(offered.id, offered.offer.id, first))
    with pytest.raises(OfferGone):
        house.keep(group, closed)
    house.keep(group, facts.TimesClosed(offered.id, offered.offer.id, later.day, due, CLERK))
    waits = house.whole(offered.id)
    assert (waits.status, waits.offer, waits.answer_due) == (Status.REQUESTED, None, due)
    assert not house.see(group).taken


def test_what_was_asked_because_a_day_was_closed_is_withdrawn_when_it_opens_again(house: House) -> None:
    group, (first, second) = house.staff_group(), house.free(2)
    booked = house.booked(house.chat(), first)
    house.keep(group, facts.DayClosed(first.day, "a storm", CLERK))
    asked = facts.ChangeOffered(booked.id, ((second, "B"),), house.now.replace(hour=23), CLERK, "", asks=True)
    house.keep(group, asked)
    offer = house.whole(booked.id).offer
    assert offer
    assert offer.asked == "closed"
    back = facts.MoveWithdrawn(booked.id, CLERK)
    house.keep(group, facts.DayOpened(first.day, CLERK), back)
    after = house.whole(booked.id)
    assert (after.change_open, after.offer, after.appointment) == (False, None, booked.appointment)
    assert house.see(group).taken == {*cells(first, "A", house.policy)}
    with pytest.raises(IllegalMove):
        house.keep(group, back)


def test_what_the_person_asked_for_is_not_the_offices_to_withdraw(house: House) -> None:
    group, chat, (first, second) = house.staff_group(), house.chat(), house.free(2)
    booked = house.booked(chat, first)
    house.keep(chat, facts.ChangeWished(booked.id, (second.start,), house.now.replace(hour=23)))
    house.keep(group, facts.ChangeOffered(booked.id, ((second, "A"),), house.now.replace(hour=23), CLERK))
    with pytest.raises(IllegalMove):
        house.keep(group, facts.MoveWithdrawn(booked.id, CLERK))
    assert house.whole(booked.id).change_open


def test_a_booking_is_moved_upon_a_call_with_all_that_was_held_beside_it(house: House) -> None:
    group, (first, second, third) = house.staff_group(), house.free(3)
    booked = house.booked(house.chat(), first)
    asked = facts.ChangeOffered(booked.id, ((second, "A"),), house.now.replace(hour=23), CLERK, "", asks=True)
    house.keep(group, asked, facts.BookedFor(booked.id, third, "A", CLERK))
    moved = house.whole(booked.id)
    assert moved.appointment
    assert (moved.appointment.slot, moved.appointment.version) == (third, 2)
    assert (moved.changing, moved.offer) == (False, None)
    assert house.see(group).taken == {*cells(third, "A", house.policy)}


def test_the_next_time_is_a_booking_of_its_own_with_the_same_answers_k_6_2(house: House) -> None:
    group, (first, second) = house.staff_group(), house.free(2)
    chat = house.chat()
    booked = house.book(chat, house.offer(group, house.wish(chat, name_reading="みほん たろう"), first))
    house.keep(group, facts.BookedNext(booked.id, "N001", second, "A", "ja", "read out", "this too", CLERK))
    made = house.do(lambda unit: applications.by_code(unit, "N001"))
    assert made
    assert made.name_read
    made = house.whole(made.id)
    assert (made.person, made.status) == (booked.person, Status.BOOKED)
    assert made.appointment
    assert made.appointment.slot == second
    assert made.join_url not in {"", booked.join_url}
    assert house.do(lambda unit: applications.opened(unit, made.id)) == house.do(
        lambda unit: applications.opened(unit, booked.id)
    )
    words = {
        each.words
        for each in house.do(lambda unit: agreements.of_person(unit, made.person))
        if each.application == made.id
    }
    assert words == {"read out"}
    assert [each.deed for each in house.do(lambda unit: audit.about(unit, made.id))] == ["book_next"]


def test_a_next_time_that_is_taken_leaves_nothing_behind(house: House) -> None:
    group, (first, second) = house.staff_group(), house.free(2)
    booked = house.booked(house.chat("one"), first)
    house.booked(house.chat("two"), second)
    with pytest.raises(TimeTaken):
        house.keep(group, facts.BookedNext(booked.id, "N001", second, "A", "ja", "read out", "this too", CLERK))
    assert house.do(lambda unit: applications.by_code(unit, "N001")) is None
