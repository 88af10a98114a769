"""Two chats become one person's, by a code or by a clerk, and two people's again: nothing is lost, nothing is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from flows.facts import Agreed, ChatCodeMissed, ChatCodeWanted, ChatJoined, ChatsJoined, ChatsParted, UseRefused
from flows.messages import Expired, Left, Said
from flows.office.appointment import Status
from flows.office.chats import LASTS, TRIES, UNDONE_WITHIN, WITHIN, Tried
from storage.apply import apply
from storage.meaning import ChangedMeanwhile, ChatCodeGone
from storage.records import (
    agreements,
    applications,
    audit,
    chats,
    conversations,
    links,
    promises,
    refusals,
    staff,
    union,
)
from storage.unit import Unit
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, URL, House

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import datetime

    from sqlalchemy import Connection

    from flows.office.appointment import Application
    from storage.records.conversations import Conversation
    from tests.storage.conftest import OpenStore

CODE, OTHER = "K347ACDE", "M347ACDE"
TYPED = "K347-ACDE"


def show(house: House, chat: Conversation, code: str = CODE) -> datetime:
    until = house.now + LASTS
    house.keep(chat, ChatCodeWanted(until, code))
    return until


def tried(house: House, chat: Conversation, typed: str = TYPED) -> Tried | None:
    return house.see(chat, Said(typed)).tried


def known(house: House, chat: Conversation) -> str:
    """The id of the code, as the chat that types it comes to know it."""
    found = tried(house, chat)
    assert found
    return found.code


def again(house: House, chat: Conversation) -> Conversation:
    return house.do(lambda unit: conversations.lock(unit, chat.id))


def join(house: House, first: Conversation, second: Conversation, code: str = CODE) -> None:
    """As two turns do: the rules are asked about what both have."""
    show(house, first, code)
    found = tried(house, second, code)
    assert found

    def turn(unit: Unit) -> None:
        theirs = applications.of_person(unit, str(first.person))
        view = replace(house.view(unit, second), tried=Tried(typed=False, code=found.code, theirs=theirs))
        apply(unit, ChatJoined(found.code), view, second)

    house.do(turn)


def together(house: House, person: str | None) -> str:
    found = house.do(lambda unit: union.newest(unit, str(person)))
    assert found
    return found[0].id


def of(house: House, chat: Conversation) -> list[str]:
    return sorted(each.code for each in house.see(again(house, chat)).applications)


def test_a_code_is_kept_as_nothing_but_its_keyed_hash(house: House) -> None:
    show(house, house.chat())
    rows = house.do(lambda unit: unit.connection.execute(text("SELECT * FROM chat_code")).all())
    assert len(rows) == 1
    assert CODE not in repr(rows)


@pytest.mark.parametrize(
    "typed", ["K347-ACDE", "k347acde", "Ｋ３４７－ａｃｄｅ", "K347 ACDE", "join K347-ACDE", "K347ーACDE"]
)
def test_a_code_is_found_however_it_is_typed(house: House, typed: str) -> None:
    show(house, house.chat())
    found = tried(house, house.chat(), typed)
    assert found
    assert found.code
    assert not found.theirs  # nothing is shown before it is asked about


def test_a_code_is_good_for_a_quarter_of_an_hour_and_no_longer(house: House) -> None:
    until, other = show(house, house.chat()), house.chat()
    house.now = until - timedelta(seconds=1)
    assert known(house, other)
    house.now = until
    assert not known(house, other)


def test_a_newer_code_makes_the_older_one_void(house: House) -> None:
    first, other = house.chat(), house.chat()
    show(house, first)
    show(house, first, OTHER)
    assert not known(house, other)
    found = tried(house, other, OTHER)
    assert found
    assert found.code


def test_a_code_is_used_once(house: House) -> None:
    first, second, third = house.chat(), house.chat(), house.chat()
    show(house, first)
    ident = known(house, third)
    house.keep(second, ChatJoined(ident))
    assert not known(house, third)
    with pytest.raises(ChatCodeGone):
        house.keep(third, ChatJoined(ident))


def test_the_own_code_is_known_for_what_it_is(house: House) -> None:
    first = house.chat()
    show(house, first)
    found = tried(house, first)
    assert found
    assert found.own
    assert not found.code


def test_a_wrong_code_and_one_that_is_over_look_the_same(house: House) -> None:
    until, other = show(house, house.chat()), house.chat()
    wrong = tried(house, other, "R347-ACDE")
    house.now = until
    assert tried(house, other) == wrong


def test_the_sixth_try_of_an_hour_waits_and_a_right_code_is_not_even_looked_up(house: House) -> None:
    show(house, house.chat())
    other = house.chat()
    for _ in range(TRIES):
        assert known(house, other)
        house.keep(other, ChatCodeMissed())
    found = tried(house, other)
    assert found
    assert found.wait_until == house.now + WITHIN
    assert not found.code
    assert known(house, house.chat())  # others are not held up by it


def test_after_an_hour_a_try_is_free_again(house: House) -> None:
    other = house.chat()
    for _ in range(TRIES):
        house.keep(other, ChatCodeMissed())
    until = house.now + WITHIN
    house.now = until - timedelta(seconds=1)
    assert house.do(lambda unit: chats.wait_until(unit, other.id)) == until
    house.now = until
    assert house.do(lambda unit: chats.wait_until(unit, other.id)) is None


def test_both_chats_have_everything_afterwards(house: House) -> None:
    first, second = house.chat(), house.chat(channel="line")
    mine, theirs = house.wish(first), house.wish(second)
    join(house, first, second)
    assert of(house, first) == of(house, second) == sorted((mine.code, theirs.code))
    assert again(house, second).person == first.person


def test_what_is_sealed_opens_for_the_person_whose_it_is_now_and_after_parting_too(house: House) -> None:
    first, second = house.chat(), house.chat()
    booked = house.booked(second)
    join(house, first, second)

    def opens() -> None:
        personal = house.do(lambda unit: applications.reveal(unit, booked.id, "operator"))
        assert (personal.name, personal.number, personal.phone) == (NAME, NUMBER, PHONE)
        assert house.whole(booked.id).join_url == booked.join_url
        assert house.whole(booked.id).calendar_url == booked.calendar_url
        token = booked.join_url.removeprefix(f"{URL}/j/")
        assert house.do(lambda unit: links.find(unit, "join", token))

    opens()
    house.keep(again(house, first), ChatsParted(together(house, first.person)))
    opens()


def test_whoever_was_sent_away_has_seen_only_addresses_that_lead_nowhere_any_more(house: House) -> None:
    first, second = house.chat(), house.chat()
    booked = house.booked(first)
    join(house, first, second)
    house.keep(again(house, first), ChatsParted(together(house, first.person)))
    old, new = (each.join_url.removeprefix(f"{URL}/j/") for each in (booked, house.whole(booked.id)))
    assert old != new
    assert house.do(lambda unit: links.find(unit, "join", old)) is None
    assert house.do(lambda unit: links.find(unit, "join", new))
    assert house.whole(booked.id).calendar_url not in {"", booked.calendar_url}


def test_parting_gives_each_chat_its_own_back_and_what_was_asked_for_there_since(house: House) -> None:
    first, second = house.chat(), house.chat()
    mine, theirs = house.wish(first), house.wish(second)
    join(house, first, second)
    later = house.wish(again(house, second))
    house.keep(again(house, first), ChatsParted(together(house, first.person)))
    assert of(house, first) == [mine.code]
    assert of(house, second) == sorted((theirs.code, later.code))
    assert again(house, second).person == second.person


def test_parting_twice_or_too_late_or_by_a_stranger_changes_nothing(house: House) -> None:
    first, second, stranger = house.chat(), house.chat(), house.chat()
    house.wish(second)
    join(house, first, second)
    ident = together(house, first.person)
    with pytest.raises(ChangedMeanwhile):
        house.keep(stranger, ChatsParted(ident))
    assert house.do(lambda unit: union.undoable(unit, ident, str(stranger.person))) is None
    house.now += UNDONE_WITHIN
    assert house.do(lambda unit: union.undoable(unit, ident, str(first.person)))
    house.keep(again(house, first), ChatsParted(ident))
    with pytest.raises(ChangedMeanwhile):
        house.keep(again(house, first), ChatsParted(ident))


def test_a_month_later_no_button_parts_them(house: House) -> None:
    first, second = house.chat(), house.chat()
    join(house, first, second)
    house.now += UNDONE_WITHIN + timedelta(seconds=1)
    with pytest.raises(ChangedMeanwhile):
        house.keep(again(house, first), ChatsParted(together(house, first.person)))


def test_whoever_left_with_the_other_chat_is_given_no_code_to_come_back_with(house: House) -> None:
    first, second = house.chat(), house.chat()
    join(house, first, second)
    show(house, again(house, second), OTHER)
    house.keep(again(house, first), ChatsParted(together(house, first.person)))
    found = tried(house, house.chat(), OTHER)
    assert found
    assert not found.code


def test_a_chain_of_chats_is_parted_link_by_link(house: House) -> None:
    one, two, three = house.chat(), house.chat(), house.chat()
    asked = house.wish(two)
    join(house, one, two)
    inner = together(house, one.person)
    join(house, three, again(house, one), OTHER)
    assert of(house, three) == of(house, one) == of(house, two) == [asked.code]
    house.keep(again(house, three), ChatsParted(inner))
    assert of(house, two) == [asked.code]
    assert of(house, three) == of(house, one) == []
    assert again(house, two).person == two.person


def test_the_rules_are_asked_again_where_something_was_asked_for_meanwhile(house: House) -> None:
    first, second = house.chat(), house.chat()
    show(house, first)
    ident = known(house, second)
    house.wish(first)
    with pytest.raises(ChangedMeanwhile):
        house.keep(second, ChatJoined(ident))
    assert again(house, second).person == second.person
    assert known(house, second) == ident  # the code is as good as before


def test_agreements_promises_and_refusals_go_with_their_person(house: House) -> None:
    first, second = house.chat(), house.chat()
    asked = house.wish(second)
    version = house.see(second).documents[0]
    house.keep(second, Agreed(((version.name, version.version),), "en", "yes", asked.id))
    house.do(lambda unit: promises.make(unit, str(second.person), "demo", house.now))
    last = (house.now + timedelta(days=30)).date()
    house.keep(house.staff_group(), UseRefused(asked.id, "absences", last, CLERK))
    join(house, first, second)
    person = str(first.person)
    assert [each.application for each in house.do(lambda unit: agreements.of_person(unit, person))] == [asked.id]
    assert house.do(lambda unit: promises.of_person(unit, person))
    assert person in house.do(lambda unit: refusals.of(unit, "demo", [person]))
    house.keep(again(house, first), ChatsParted(together(house, person)))
    assert not house.do(lambda unit: refusals.of(unit, "demo", [person]))
    assert house.do(lambda unit: refusals.of(unit, "demo", [str(second.person)]))


def test_two_refusals_of_one_office_do_not_stand_in_the_way(house: House) -> None:
    first, second = house.chat(), house.chat()
    last, group = (house.now + timedelta(days=30)).date(), house.staff_group()
    for asked in (house.wish(first), house.wish(second)):
        house.keep(group, UseRefused(asked.id, "absences", last, CLERK))
    join(house, first, second)
    person = str(first.person)
    assert list(house.do(lambda unit: refusals.of(unit, "demo", [person]))) == [person]


def test_an_application_of_the_web_is_reached_where_it_rings_until_they_are_parted(house: House) -> None:
    web, phone = house.chat(channel="web"), house.chat(channel="line")
    asked = house.wish(web)
    assert asked.web_only
    join(house, web, phone)
    assert (house.whole(asked.id).web_only, house.whole(asked.id).channel) == (False, "line")
    house.keep(again(house, web), ChatsParted(together(house, web.person)))
    assert (house.whole(asked.id).web_only, house.whole(asked.id).channel) == (True, "web")


def test_the_second_chat_is_with_the_office_of_what_is_open(house: House) -> None:
    first, second = house.chat(), house.chat()
    house.do(lambda unit: conversations.settle(unit, second.id, ""))
    house.wish(first)
    join(house, first, again(house, second))
    assert again(house, second).office == "demo"


def test_a_clerk_brings_two_people_together_and_it_is_written_down(house: House) -> None:
    first, second = house.chat(), house.chat()
    mine, theirs, group = house.wish(first), house.wish(second), house.staff_group()
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", CLERK))
    house.keep(group, ChatsJoined(mine.id, theirs.id, "phone", CLERK))
    assert of(house, first) == of(house, second) == sorted((mine.code, theirs.code))
    entry = house.do(lambda unit: audit.about(unit, str(first.person)))[-1]
    assert (entry.deed, entry.who) == ("join_chats", f"clerk:telegram:{CLERK.id}")
    assert entry.detail == {"former": second.person, "reason": "phone"}
    with pytest.raises(ChangedMeanwhile):
        house.keep(group, ChatsJoined(mine.id, theirs.id, "phone", CLERK))


def test_who_leaves_one_of_two_chats_is_still_there_in_the_other(house: House) -> None:
    first, second = house.chat(), house.chat()
    assert not house.see(first, Left()).elsewhere
    join(house, first, second)
    assert house.see(again(house, first), Left()).elsewhere
    house.do(lambda unit: conversations.block(unit, second.id))
    assert not house.see(again(house, first), Left()).elsewhere
    assert not house.see(again(house, second), Expired()).elsewhere


def test_a_code_redeemed_twice_at_one_moment_joins_one_chat_only(open_store: OpenStore, database_url: str) -> None:
    house = House(open_store(database_url))
    first, rivals = house.chat(), [house.chat() for _ in range(6)]
    asked = house.wish(first)
    show(house, first)
    ident = known(house, rivals[0])

    def redeem(unit: Unit, rival: Conversation) -> None:
        conversations.lock(unit, rival.id)
        code = chats.redeem(unit, ident)
        union.unite(unit, code.person, str(rival.person), rival)

    def start(rival: Conversation) -> Future[None]:
        return house.store.write(lambda connection: redeem(_unit(house, connection), rival))

    ended = [each.exception(60) for each in [start(rival) for rival in rivals]]
    assert [type(each) for each in ended].count(ChatCodeGone) == len(rivals) - 1
    joined = [rival for rival in rivals if again(house, rival).person == first.person]
    assert len(joined) == 1
    assert of(house, joined[0]) == [asked.code]


def _unit(house: House, connection: Connection) -> Unit:
    return Unit(connection, house.vault, house.chance, house.now)


def test_two_chats_that_redeem_each_others_codes_at_one_moment_become_one_person(
    open_store: OpenStore, database_url: str
) -> None:
    house = House(open_store(database_url))
    one, two = house.chat(), house.chat()
    house.wish(one)
    house.wish(two)
    show(house, one)
    show(house, two, OTHER)
    first, second = tried(house, two), tried(house, one, OTHER)
    assert first
    assert second
    pairs = ((two, first.code), (one, second.code))

    def redeem(unit: Unit, chat: Conversation, ident: str) -> None:
        held = conversations.lock(unit, chat.id)
        union.unite(unit, chats.redeem(unit, ident).person, str(held.person), held)

    waiting = [
        house.store.write(lambda connection, chat=chat, ident=ident: redeem(_unit(house, connection), chat, ident))  # type: ignore[misc]
        for chat, ident in pairs
    ]
    ended = [each.exception(60) for each in waiting]
    assert ended.count(None) == 1
    assert again(house, one).person == again(house, two).person
    assert len(of(house, one)) == len(of(house, two)) == 2


def test_an_equal_number_links_and_tells_a_sender_nothing_and_staff_see_it(house: House) -> None:
    first, second = house.chat(), house.chat()
    mine, theirs = house.wish(first), house.wish(second)  # the same job-seeker number
    assert of(house, first) == [mine.code]
    assert of(house, second) == [theirs.code]
    assert not any(each.same_number for chat in (first, second) for each in house.see(chat).applications)
    seen: dict[str, Application] = {each.code: each for each in house.see(house.staff_group()).applications}
    assert seen[mine.code].same_number
    assert seen[theirs.code].same_number
    assert seen[theirs.code].status is Status.REQUESTED
