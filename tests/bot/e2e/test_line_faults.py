"""What LINE can do to a sending: a push is never repeated, a reply only where its fate is unknowable, and marked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.lab.faults import Fault
from flows.office.appointment import Status
from tests.bot.e2e import people
from tests.bot.e2e.house import until

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open
    from tests.bot.e2e.house import House
    from tests.bot.e2e.people import LineSeeker, Seeker

PUSH, REPLY = "pushMessage", "replyMessage"
PROBE = timedelta(seconds=31)


def applied(house: House, *, staff_on_line: bool = False) -> tuple[LineSeeker, Any, str]:
    staff: Any = people.staff_on_line(house) if staff_on_line else people.staff_on_telegram(house)
    hanako = people.on_line(house)
    hanako.opens()
    return hanako, staff, hanako.applies()


def copies(house: House, seeker: Seeker, key: str) -> list[str]:
    piece = house.piece(key)
    return [text for text in seeker.texts() if piece in text]


def marked(house: House, texts: list[str]) -> list[bool]:
    return [house.text("anytime.may_be_repeat") in text for text in texts]


@pytest.mark.parametrize(
    "fault",
    [
        Fault.ERROR,
        Fault.ERROR_AFTER,
        Fault.GATEWAY,
        Fault.RESET,
        Fault.TRUNCATED,
        Fault.OFF_SCHEMA,
        Fault.SILENT_AFTER,
        Fault.TOO_MANY,
    ],
)
def test_a_push_is_tried_again_under_its_key_and_seen_once(open_lite: Open, fault: Fault) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    house.line.fail_next(PUSH, fault)
    staff.says(f"/{code} offer 1 2")
    first, *again = house.line.called(PUSH)
    assert again
    assert {each.headers["x-line-retry-key"] for each in (first, *again)} == {first.headers["x-line-retry-key"]}
    assert house.line.world.changed_retries == []
    assert marked(house, copies(house, hanako, "notice.offered")) == [False]


@pytest.mark.parametrize("fault", [Fault.SILENT_AFTER, Fault.ERROR_AFTER])
def test_a_reply_of_unknown_fate_that_must_arrive_is_pushed_once_and_marked(open_lite: Open, fault: Fault) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    staff.says(f"/{code} offer 1 2")
    house.line.fail_next(REPLY, fault)
    hanako.taps_first(people.TIME.fullmatch)
    assert house.booking().status is Status.BOOKED
    assert marked(house, copies(house, hanako, "notice.booked")) == [False, True]


def test_a_reply_of_unknown_fate_that_is_a_courtesy_is_not_repeated(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    house.line.fail_next(REPLY, Fault.ERROR_AFTER)
    hanako.opens()
    assert len(hanako.texts()) == 1
    house.line.fail_next(REPLY, Fault.ERROR)
    hanako.taps("en")
    assert not house.line.called(PUSH)
    hanako.says("hello?")
    hanako.waits_for("go_on")


def test_an_answer_too_late_for_its_reply_token_is_pushed(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    with house.line.held() as held:
        hanako.opens()
    house.clock.move_to(house.now() + timedelta(minutes=2))
    house.line.release(*held)
    hanako.waits_for("en")
    assert [len(house.line.called(each)) for each in (REPLY, PUSH)] == [0, 1]


def test_a_token_that_line_calls_invalid_is_no_loss(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    with house.line.held() as held:
        hanako.opens()
    for token in house.line.world.tokens.values():
        token.used = True
    house.line.release(*held)
    hanako.waits_for("en")
    assert [each.status for each in house.line.called(REPLY)] == [400]
    assert len(house.line.called(PUSH)) == 1


def test_when_the_month_is_spent_staff_are_told_and_replies_go_on(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    house.line.quota = 0
    staff.says(f"/{code} offer 1 2")
    assert [each.status for each in house.line.called(PUSH)] == [429]
    staff.hears("staff.told.undelivered", "ja")
    hanako.says("my booking")
    hanako.taps("choose")
    hanako.taps_first(people.TIME.fullmatch)
    assert house.booking().status is Status.BOOKED


def test_while_line_cannot_be_reached_letters_wait_and_then_go_once(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    house.line.refuse()
    staff.say(f"/{code} offer 1 2")
    until(lambda: house.measure('madoguchi_sendings_total{channel="line",outcome="Later"}') >= 2)
    until(house.rests)
    house.line.accept()
    house.clock.move_to(house.now() + PROBE)
    hanako.hears("notice.offered")
    house.settles()
    assert marked(house, copies(house, hanako, "notice.offered")) == [False]


def test_a_revoked_access_token_stops_line_alone_until_it_is_replaced(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    house.line.revoke_token()
    staff.say(f"/{code} offer 1 2")
    staff.hears("staff.did.offered", "ja")
    until(lambda: house.measure('madoguchi_channel_shut{channel="line"}') == 1)
    house.stop()
    house.line.replace_token("LAB-new-access-token")
    house.start()
    house.clock.move_to(house.now() + PROBE)
    hanako.hears("notice.offered")
    house.settles()
    assert marked(house, copies(house, hanako, "notice.offered")) == [False]


def test_staff_learn_that_a_person_has_unfollowed(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    hanako, staff, code = applied(house)
    hanako.user.unfollows()
    staff.hears("staff.told.departed", "ja")
    house.settles()
    pushed = len(house.line.called(PUSH))
    staff.says(f"/{code} offer 1 2")
    assert len(house.line.called(PUSH)) == pushed
    hanako.user.follows()
    house.settles()
    hanako.says("my booking")
    hanako.taps("choose")
    hanako.taps_first(people.TIME.fullmatch)
    assert house.booking().status is Status.BOOKED


def test_an_account_put_out_of_its_group_can_be_bound_again(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako, staff, code = applied(house, staff_on_line=True)
    staff.room.bot_leaves()
    house.settles()
    hanako.says("cancel", "1")
    assert house.booking().status is Status.CANCELLED_BY_PERSON
    again = people.staff_on_line(house)
    again.says(code)
    again.hears("staff.card.cancelled_by_person", "ja")


def test_what_line_could_not_deliver_to_us_comes_by_redelivery(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    house.stop()
    with house.line.held() as held:
        hanako.opens_quietly()
    assert house.line.deliver(*held) == 0
    house.start()
    assert house.line.redeliver(*held) == 200
    hanako.waits_for("en")


def test_photos_stickers_and_places_are_declined_kindly_and_fetch_nothing(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    hanako = people.on_line(house)
    hanako.opens()
    hanako.taps("en")
    for send in (hanako.who.sends_image, hanako.who.sends_sticker, hanako.who.sends_location):
        send()
        house.settles()
    assert len(copies(house, hanako, "anytime.unsupported")) == 3
    assert {call.method for call in house.line.calls} == {"setWebhookEndpoint", REPLY}
