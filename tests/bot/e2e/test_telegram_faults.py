"""What Telegram can do to a sending, and what the person and the staff then see."""

from __future__ import annotations

import io
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
    from tests.bot.e2e.people import Seeker, TelegramSeeker

SEND = "sendMessage"
PROBE = timedelta(seconds=31)


def applied(house: House, *, staff_on_line: bool = True) -> tuple[TelegramSeeker, Any, str]:
    """A person on Telegram has applied; their staff sit where the faults are not."""
    staff: Any = people.staff_on_line(house) if staff_on_line else people.staff_on_telegram(house)
    taro = people.on_telegram(house)
    taro.opens()
    return taro, staff, taro.applies()


def copies(house: House, seeker: Seeker, key: str) -> list[str]:
    piece = house.piece(key)
    return [text for text in seeker.texts() if piece in text]


def marked(house: House, texts: list[str]) -> list[bool]:
    return [text.startswith(house.text("anytime.may_be_repeat")) for text in texts]


def test_after_429_the_next_try_waits_as_long_as_told(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.fail_next(SEND, Fault.TOO_MANY, retry_after=2)
    before = len(house.telegram.called(SEND))
    staff.says(f"{code} offer 1 2")
    refused, taken = house.telegram.called(SEND)[before:]
    assert (refused.status, taken.status) == (429, 200)
    assert taken.at - refused.at >= timedelta(seconds=2)
    assert marked(house, copies(house, taro, "notice.offered")) == [False]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.ERROR, [True]),
        (Fault.GATEWAY, [True]),
        (Fault.RESET, [True]),
        (Fault.ERROR_AFTER, [False, True]),
        (Fault.TRUNCATED, [False, True]),
        (Fault.OFF_SCHEMA, [False, True]),
        (Fault.SILENT_AFTER, [False, True]),
    ],
)
def test_what_may_have_arrived_is_sent_once_more_and_marked(
    open_lite: Open, fault: Fault, expected: list[bool]
) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.fail_next(SEND, fault)
    staff.says(f"{code} offer 1 2")
    assert marked(house, copies(house, taro, "notice.offered")) == expected


def test_a_second_doubt_ends_it_and_staff_are_told(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.fail_next(SEND, Fault.ERROR_AFTER, times=2)
    staff.says(f"{code} offer 1 2")
    assert marked(house, copies(house, taro, "notice.offered")) == [False, True]
    staff.hears("staff.told.undelivered", "ja")
    taro.says("menu")
    assert taro.codes()


def test_while_nobody_listens_letters_wait_and_then_go_once(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.refuse()
    staff.say(f"{code} offer 1 2")
    until(lambda: house.booking().status is Status.OFFERED)
    until(lambda: house.measure('madoguchi_sendings_total{channel="telegram",outcome="Later"}') >= 2)
    until(house.rests)
    house.telegram.accept()
    house.clock.move_to(house.now() + PROBE)
    taro.hears("notice.offered")
    house.settles()
    assert marked(house, copies(house, taro, "notice.offered")) == [False]


def test_a_revoked_token_stops_the_channel_and_a_new_one_sends_what_waited(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.revoke_token()
    staff.say(f"{code} offer 1 2")
    until(lambda: house.measure('madoguchi_channel_shut{channel="telegram"}') == 1)
    until(lambda: house.booking().status is Status.OFFERED)
    tried = len(house.telegram.called(SEND))
    staff.hears("staff.did.offered", "ja")
    assert len(house.telegram.called(SEND)) == tried
    assert house.get("/readyz").status_code == 200
    house.stop()
    house.telegram.replace_token("LAB-new-token")
    house.start()
    house.clock.move_to(house.now() + PROBE)
    taro.hears("notice.offered")
    house.settles()
    assert marked(house, copies(house, taro, "notice.offered")) == [False]


def test_a_token_that_works_again_is_found_by_the_next_probe(open_lite: Open) -> None:
    house = open_lite(with_line=True)
    taro, staff, code = applied(house)
    house.telegram.revoke_token()
    staff.say(f"{code} offer 1 2")
    until(lambda: house.measure('madoguchi_channel_shut{channel="telegram"}') == 1)
    until(house.rests)
    house.telegram.replace_token(house.telegram.token.partition(":")[2])
    house.clock.move_to(house.now() + PROBE)
    taro.hears("notice.offered")
    until(lambda: house.measure('madoguchi_channel_shut{channel="telegram"}') == 0)


def test_staff_learn_that_a_person_has_blocked_us_and_must_be_telephoned(open_lite: Open) -> None:
    house = open_lite()
    taro, staff, code = applied(house, staff_on_line=False)
    taro.user.blocks()
    staff.hears("staff.told.departed", "ja")
    house.settles()
    tried = len(house.telegram.called(SEND))
    staff.says(f"/{code} offer 1 2")
    assert not [each for each in house.telegram.called(SEND)[tried:] if each.status == 403]
    assert ("dropped", "gone") in house.sendings()


def test_a_block_that_nobody_told_us_of_is_found_at_the_next_sending(open_lite: Open) -> None:
    house = open_lite()
    taro, staff, code = applied(house, staff_on_line=False)
    with house.telegram.held():
        taro.user.blocks()
    staff.says(f"/{code} offer 1 2")
    staff.hears("staff.told.unreachable", "ja")
    taro.user.unblocks()
    house.settles()
    taro.says("my booking")
    taro.waits_for("_menu")
    assert house.conversation("telegram", 42).blocked_at is None


@pytest.mark.parametrize("news", ["told", "found out"])
def test_a_group_that_became_a_supergroup_goes_on_under_its_new_address(open_lite: Open, news: str) -> None:
    house = open_lite()
    staff = people.staff_on_telegram(house, kind="group")
    if news == "told":
        moved = staff.room.migrate()
        house.settles()
    else:
        with house.telegram.held():
            moved = staff.room.migrate()
    taro = people.on_telegram(house)
    taro.opens()
    code = taro.applies()
    again = people.TelegramStaff(house, actor=moved.member(house.telegram.user(77, "Clerk A")), group=moved)
    again.hears("staff.card.requested", "ja")
    again.says(f"/{code} offer 1")
    assert house.booking().status is Status.OFFERED


def test_a_bot_put_out_of_its_group_says_so_to_the_operator_and_can_be_bound_again(
    open_lite: Open, logs: io.StringIO
) -> None:
    house = open_lite()
    staff = people.staff_on_telegram(house)
    staff.room.bot_removed(staff.who)
    house.settles()
    taro = people.on_telegram(house)
    taro.opens()
    code = taro.applies()
    assert house.booking().status is Status.REQUESTED
    assert "no staff group can be told" in logs.getvalue()
    assert ("dead", "kicked") not in house.sendings()
    again = people.staff_on_telegram(house, ident=-1002)
    again.says(f"/{code}")
    again.hears("staff.card.requested", "ja")


def test_a_kick_that_nobody_told_us_of_is_found_at_the_next_sending(open_lite: Open) -> None:
    house = open_lite()
    staff = people.staff_on_telegram(house)
    with house.telegram.held():
        staff.room.bot_removed(staff.who)
    taro = people.on_telegram(house)
    taro.opens()
    code = taro.applies()
    assert house.conversation("telegram", -1001).blocked_at is not None
    again = people.staff_on_telegram(house, ident=-1001)
    again.says(f"/{code}")
    again.hears("staff.card.requested", "ja")


def test_an_unbound_group_is_left_with_a_word(open_lite: Open) -> None:
    house = open_lite()
    group = house.telegram.group(-1009, "Strangers")
    stranger = group.member(house.telegram.user(90, "Stranger"))
    group.bot_added(stranger)
    stranger.says("/start")
    stranger.says("/hello")
    until(lambda: group.chat.bot == "left")
    assert house.piece("staff.binding.leaving", "ja") in group.chat.from_bot[-1].text


def test_at_the_real_pace_everybody_is_answered_once_for_each_message(open_lite: Open) -> None:
    house = open_lite(paced=True)
    taro = people.on_telegram(house)
    taro.opens()
    taro.taps("en")
    before = len(taro.texts())
    with house.telegram.held() as held:
        for _ in range(6):
            taro.say("/menu")
    house.telegram.release(*held)
    house.settles()
    assert set(house.inbox()) == {"done"}
    assert set(house.outbox()) == {"sent"}
    assert len(taro.texts()) == before + 6
