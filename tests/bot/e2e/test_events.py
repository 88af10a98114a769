"""The same event twice, two at once, out of order: each counts once, in its order, and everybody is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.office.appointment import Status
from tests.bot.e2e import people
from tests.bot.e2e.people import NAME, NUMBER, TIME

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open
    from tests.bot.e2e.house import House
    from tests.bot.e2e.people import Seeker


def until_the_name(seeker: Seeker) -> None:
    for code in ("en", "go_on", "go_on", "yes", "yes"):
        seeker.taps(code)


def heard_of(staff: people.Staff, house: House, key: str) -> int:
    piece = house.piece(key, "ja")
    return sum(piece in text for text in staff.texts())


def test_an_update_that_comes_twice_is_answered_once(open_house: Open) -> None:
    house = open_house()
    taro = people.on_telegram(house)
    with house.telegram.held() as held:
        taro.opens()
    assert house.telegram.together(*held * 4) == [200] * 4
    taro.waits_for("en")
    house.settles()
    assert house.telegram.deliver(*held) == [200]
    house.settles()
    assert house.inbox() == {"done": 1}
    assert len(taro.texts()) == 1


def test_a_line_event_in_several_connections_and_redelivered_is_answered_once(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    with house.line.held() as held:
        hanako.opens()
    assert house.line.together(held, held, [*held, *held]) == [200] * 3
    hanako.waits_for("en")
    assert house.line.redeliver(*held) == 200
    house.settles()
    assert house.inbox() == {"done": 1}
    assert len(hanako.texts()) == 1
    assert len(house.line.called("replyMessage")) == 1


def test_events_that_come_in_the_wrong_order_are_decided_in_the_right_one(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    hanako.opens()
    until_the_name(hanako)
    with house.line.held() as held:
        hanako.say(NAME)
        house.clock.move_to(house.now() + people.MOMENT)
        hanako.say(NUMBER)
        house.clock.move_to(house.now() + people.MOMENT)
        hanako.say(people.PHONE)
    assert len({each["timestamp"] for each in held}) == 3
    house.line.release(*reversed(held))
    house.settles()
    hanako.waits_for("registered")
    assert house.inbox() == {"done": 9}


def test_a_text_and_a_button_at_once_are_both_answered(open_lite: Open) -> None:
    house = open_lite()
    taro = people.on_telegram(house)
    taro.opens()
    for code in ("en", "go_on", "go_on"):
        taro.taps(code)
    before = len(taro.texts())
    with house.telegram.held() as held:
        taro.press(taro.waits_for("yes"))
        taro.say("hello")
    assert house.telegram.together(*held) == [200, 200]
    house.settles()
    assert house.inbox() == {"done": 6}
    assert len(taro.texts()) >= before + 2
    taro.taps("yes")
    taro.says(NAME)


def test_two_taps_at_once_on_one_offered_time_book_it_once(open_house: Open) -> None:
    house = open_house()
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    taro.opens()
    taro.applies()
    staff.offers(2)
    tap = taro.button(TIME.fullmatch)
    message, _ = taro.who.chat.with_button(tap) or (None, None)
    assert message
    with house.telegram.held() as held:
        taro.who.forges_tap(tap, message)
        taro.who.forges_tap(tap, message)
    assert house.telegram.together(*held) == [200, 200]
    house.settles()
    assert house.booking().status is Status.BOOKED
    assert heard_of(staff, house, "staff.told.booked") == 1
    booked = house.piece("notice.booked")
    assert sum(booked in text for text in taro.texts()) == 2
    assert not house.inbox().get("dead")


def test_taps_on_both_offered_times_at_once_book_one(open_lite: Open) -> None:
    house = open_lite()
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    taro.opens()
    taro.applies()
    staff.offers(2)
    one, two = [each for each in taro.data() if TIME.fullmatch(each.partition(":")[2])][:2]
    message, _ = taro.who.chat.with_button(one) or (None, None)
    assert message
    with house.telegram.held() as held:
        taro.who.forges_tap(one, message)
        taro.who.forges_tap(two, message)
    assert house.telegram.together(*held) == [200, 200]
    house.settles()
    assert house.booking().status is Status.BOOKED
    assert heard_of(staff, house, "staff.told.booked") == 1
    assert not house.inbox().get("dead")


def test_two_clerks_who_answer_at_once_are_told_who_was_faster(open_house: Open) -> None:
    house = open_house()
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    second = staff.room.member(house.telegram.user(78, "Clerk B"))
    house.telegram.user(78, "Clerk B").says(f"{house.invite('clerk')}")
    house.settles()
    taro.opens()
    code = taro.applies()
    with house.telegram.held() as held:
        staff.say(f"/{code} offer 1")
        second.says(f"/{code} offer 2")
    assert house.telegram.together(*held) == [200, 200]
    house.settles()
    offer = house.booking().offer
    assert offer
    assert len(offer.times) == 1
    assert heard_of(staff, house, "staff.did.offered") == heard_of(staff, house, "staff.refused.waits") == 1


def test_a_forged_button_does_nothing(open_lite: Open) -> None:
    house = open_lite()
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    mallory = people.on_telegram(house, "Mallory", 66)
    taro.opens()
    taro.applies()
    staff.offers(2)
    mallory.opens()
    tap = taro.button(TIME.fullmatch)
    for data in (tap, "nothing", "no:such", ":", "x" * 64):
        mallory.who.forges_tap(data, mallory.who.chat.last)
        house.settles()
    assert house.booking().status is Status.OFFERED
    assert set(house.inbox()) == {"done"}
