from __future__ import annotations

from datetime import timedelta

import pytest

from flows import facts
from flows.messages import Opened, Opens, Picked, Said
from flows.office.appointment import Status
from storage.meaning import Conflict
from storage.records import applications, conversations, links, outbox, prompts, staff
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, URL, House

CODE = "ABCDEFGH37"


def test_a_person_sees_their_own_applications_and_nobody_elses(house: House) -> None:
    chat, other = house.chat(), house.chat()
    mine = house.wish(chat)
    house.wish(other)
    assert [each.id for each in house.see(chat).applications] == [mine.id]
    assert house.see(house.chat()).applications == ()


def test_an_equal_number_is_told_to_staff_alone(house: House) -> None:
    chat, other = house.chat(), house.chat()
    house.wish(chat)
    house.wish(other)
    assert not any(each.same_number for each in house.see(chat).applications)
    assert all(each.same_number for each in house.see(house.staff_group()).applications)


def test_an_equal_number_that_is_no_longer_open_is_not_told(house: House) -> None:
    chat = house.chat()
    house.keep(chat, facts.Cancelled(house.wish(chat).id))
    house.wish(house.chat())
    house.wish(house.chat(), number="")
    found = {each.status: each.same_number for each in house.see(house.staff_group()).applications}
    assert found == {Status.CANCELLED_BY_PERSON: True, Status.REQUESTED: False}


def test_the_newest_application_comes_first(house: House) -> None:
    chat = house.chat()
    first = house.wish(chat)
    house.later(minutes=1)
    second = house.wish(chat)
    assert [each.id for each in house.see(chat).applications] == [second.id, first.id]


def test_staff_see_their_offices_open_ones_and_what_ended_lately_without_addresses(house: House) -> None:
    chat = house.chat()
    booked = house.booked(chat)
    ended = house.wish(house.chat())
    group = house.staff_group()
    house.keep(group, facts.Declined(ended.id, "full", CLERK))
    assert {each.id for each in house.see(group).applications} == {booked.id, ended.id}
    assert all(not each.join_url for each in house.see(group).applications)
    house.later(days=8)
    assert [each.id for each in house.see(group).applications] == [booked.id]


def test_an_unbound_group_and_another_offices_group_see_nothing(house: House) -> None:
    house.wish(house.chat())
    assert house.see(house.chat("u", group=True)).applications == ()
    group = house.chat("o", group=True)
    house.do(lambda unit: conversations.bind(unit, group.id, "elsewhere", "ja"))
    assert house.see(house.chat("o", group=True)).applications == ()


def test_a_tapped_button_is_known_in_its_own_chat_alone(house: House) -> None:
    chat, other = house.chat(), house.chat()
    prompt = house.do(lambda unit: prompts.make(unit, chat, Opens("booking", "name", "", 1)))
    assert house.see(chat, Picked(prompt.id, "x")).prompt == prompt
    assert house.see(chat).question == prompt
    assert house.see(other, Picked(prompt.id, "x")).prompt is None


def test_a_reply_to_a_card_is_about_that_card(house: House) -> None:
    group = house.staff_group()
    application = house.wish(house.chat())
    card = house.do(lambda unit: prompts.make(unit, group, Opens("staff", "card", application.id)))
    post = outbox.Post({"key": "staff.card.requested"}, prompt=card.id)
    house.do(lambda unit: outbox.post(unit, "e1", group.id, [post]))
    parcel = house.do(lambda unit: outbox.claim(unit, timedelta(minutes=1), {"telegram": 1}))
    assert parcel
    house.do(lambda unit: outbox.sent(unit, parcel, ["m-7"]))
    view = house.see(group, Said("offer 1", "m-7"))
    assert view.prompt == card
    assert view.cards == {application.id: card}
    assert house.see(group, Said("offer 1", "m-8")).prompt is None


def test_a_clerk_is_who_our_own_table_says(house: House) -> None:
    group = house.staff_group()
    assert house.see(group).clerk is None
    sender = house.see(group).sender
    assert sender == facts.Clerk(CLERK.id, CLERK.name)
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", CLERK))
    assert house.see(group).clerk == facts.Clerk(CLERK.id, CLERK.name, "clerk")
    house.do(lambda unit: staff.leave(unit, "telegram", CLERK.id, "demo"))
    assert house.see(group).clerk is None


def test_a_one_time_code_is_found_wherever_it_is_typed(house: House) -> None:
    until = house.now + timedelta(hours=1)
    invite = house.do(lambda unit: staff.invite_make(unit, "demo", "clerk", CODE, until))
    chat = house.chat()
    assert house.see(chat, Said(CODE)).invite == invite
    assert house.see(chat, Opened(CODE)).invite == invite
    assert house.see(chat, Said("hello")).invite is None


def test_what_is_held_or_booked_is_taken(house: House) -> None:
    chat = house.chat()
    house.booked(chat)
    taken = house.see(chat).taken
    assert len(taken) == 2
    assert {desk for desk, _ in taken} == {"A"}


def test_on_the_web_there_is_a_private_way_back(house: House) -> None:
    chat = house.chat(channel="web")
    url = house.see(chat).return_url
    assert url.startswith(f"{URL}/chat/demo?back=")
    assert house.see(chat).return_url == url
    found = house.do(lambda unit: links.find(unit, "return", url.rpartition("=")[2]))
    assert found
    assert found.subject == chat.id
    assert house.see(house.chat()).return_url == ""


def test_a_web_application_stands_on_the_telephone_list(house: House) -> None:
    assert house.wish(house.chat(channel="web")).web_only
    assert not house.wish(house.chat(channel="line")).web_only


def test_an_application_is_found_by_its_code_whatever_the_case(house: House) -> None:
    application = house.wish(house.chat(), code="K7F3")
    found = house.do(lambda unit: applications.by_code(unit, " k7f3 "))
    assert found
    assert found.id == application.id
    assert house.do(lambda unit: applications.by_code(unit, "none")) is None


def test_whoever_hides_behind_a_group_is_nobody(house: House) -> None:
    group = house.staff_group()
    view = house.see(group, author=("", ""))
    assert (view.sender, view.clerk) == (None, None)


def test_an_equal_number_at_another_office_is_not_told(house: House) -> None:
    mine = house.wish(house.chat())
    other = house.chat()
    elsewhere = house.policy.model_copy(update={"id": "elsewhere"})
    wished = facts.Wished("E001", NAME, NUMBER, PHONE, "", "none", "", (), house.now)
    there = house.do(lambda unit: applications.make(unit, wished, other, elsewhere))
    assert not house.whole(mine.id).same_number
    assert not house.whole(there).same_number


def test_a_code_that_somebody_has_is_a_lost_race_and_another_one_goes_through(house: House) -> None:
    house.wish(house.chat(), code="K999")
    chat = house.chat()
    with pytest.raises(Conflict):
        house.wish(chat, code="K999")
    assert house.see(chat).applications == ()
    assert house.wish(chat, code=house.see(chat).fresh_code).status is Status.REQUESTED


def test_an_event_that_waited_keeps_the_time_at_which_it_was_said(house: House) -> None:
    chat, said_at = house.chat(), house.now - timedelta(minutes=6)
    assert house.see(chat, said_at=said_at).said_at == said_at
    assert house.see(chat).said_at == house.now
