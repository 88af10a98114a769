"""The whole story of a booking, over real HTTP, on each platform and mixed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows.office.appointment import Status
from tests.bot.e2e import people
from tests.bot.e2e.people import TIME

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open


def test_a_booking_lives_on_telegram_from_hello_to_no_show(open_house: Open) -> None:
    house = open_house()
    staff = people.staff_on_telegram(house)
    taro = people.on_telegram(house)
    taro.opens()
    code = taro.applies()
    staff.offers(2)
    assert house.booking().status is Status.OFFERED
    taro.hears("notice.offered")
    taro.taps_first(TIME.fullmatch)
    assert house.booking().status is Status.BOOKED
    start = house.booking().appointment.slot.start
    print(start)

    house.moves_to(start + timedelta(minutes=12))
    print(house.booking())
    for t in taro.texts(): print("T:", t)
    for t in staff.texts(): print("S:", t)
