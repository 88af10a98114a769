"""The whole story of a booking, over real HTTP: on Telegram, on LINE, mixed, and by polling."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from flows.office.appointment import ContactKind, Status
from tests.bot.e2e import people
from tests.bot.e2e.people import NAME, NUMBER, PHONE, TIME

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open
    from tests.bot.e2e.house import House
    from tests.bot.e2e.people import Seeker, Staff

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LINK = "https://video.invalid/room/1"


def _start(house: House) -> datetime:
    appointment = house.booking().appointment
    assert appointment
    return appointment.slot.start


def press_join(house: House) -> str:
    """The button of the join page; where it leads to."""
    answer = house.post(urlsplit(house.booking().join_url).path, b"", {})
    assert answer.status_code == 303
    return answer.headers["location"]


def is_masked(staff: Staff) -> bool:
    said = "\n".join(staff.texts())
    return not any(each in said for each in (NAME, NUMBER, PHONE))


def becomes_booked(house: House, seeker: Seeker, staff: Staff) -> None:
    staff.offers(2)
    assert house.booking().status is Status.OFFERED
    seeker.hears("notice.offered")
    chosen = seeker.taps_first(TIME.fullmatch)
    assert house.booking().status is Status.BOOKED
    appointment = house.booking().appointment
    assert appointment
    assert appointment.slot.code == chosen
    seeker.hears("notice.booked")
    staff.hears("staff.told.booked", "ja")
    assert is_masked(staff)


def nobody_comes_and_the_person_disagrees(house: House, seeker: Seeker, staff: Staff) -> None:
    """A link, the reminder, the trouble question, the deemed cancellation, *I was in touch*."""
    staff.says(f"/{house.booking().code} link {LINK}")
    seeker.hears("notice.link")
    house.moves_to(_start(house) - timedelta(minutes=30))
    seeker.hears("notice.reminder_soon")
    house.moves_to(_start(house) + SECOND)
    staff.hears("staff.told.start", "ja")
    house.moves_to(_start(house) + 6 * MINUTE)
    seeker.hears("notice.trouble")
    assert house.booking().status is Status.BOOKED
    house.moves_to(_start(house) + 11 * MINUTE)
    assert house.booking().status is Status.DEEMED_CANCELLED
    seeker.hears("notice.deemed")
    staff.hears("staff.told.deemed", "ja")
    seeker.taps("in_touch")
    staff.hears("staff.told.in_touch", "ja")
    assert house.booking().status is Status.DEEMED_CANCELLED


def test_on_telegram_a_no_show_is_told_appealed_and_attended(open_house: Open) -> None:
    house = open_house()
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    taro.opens()
    taro.applies()
    becomes_booked(house, taro, staff)
    nobody_comes_and_the_person_disagrees(house, taro, staff)
    staff.taps("accept")
    taro.hears("notice.appeal_accepted")
    assert house.booking().status is Status.BOOKED
    staff.says(f"/{house.booking().code} here")
    assert house.booking().status is Status.ATTENDED
    staff.says("/today")
    staff.hears("staff.today.list", "ja")
    assert all(query.answered for query in house.telegram.world.queries.values())
    assert house.measure('madoguchi_sendings_total{channel="telegram",outcome="Rejected"}') == 0
    assert set(house.outbox()) == {"sent"}


def test_on_line_staff_type_and_the_join_page_is_contact(open_house: Open) -> None:
    house = open_house(mode="off", with_line=True)
    staff, hanako = people.staff_on_line(house), people.on_line(house)
    hanako.opens()
    code = hanako.applies()
    staff.says(f"{code} offer 1 2")
    staff.hears("staff.did.offered", "ja")
    hanako.taps_first(TIME.fullmatch)
    assert house.booking().status is Status.BOOKED
    staff.says(f"{code} link {LINK}")
    hanako.hears("notice.link")
    house.moves_to(_start(house) - 2 * MINUTE)
    hanako.hears("notice.reminder_soon")
    assert house.get(urlsplit(house.booking().join_url).path).status_code == 200
    assert not house.booking().appointment.contacts  # type: ignore[union-attr]  # it is booked
    assert press_join(house) == LINK
    staff.hears("staff.told.contact", "ja")
    house.moves_to(_start(house) + 15 * MINUTE)
    assert house.booking().status is Status.BOOKED
    assert [each.kind for each in house.booking().appointment.contacts] == [ContactKind.JOINED]  # type: ignore[union-attr]
    staff.says(f"{code} here")
    assert house.booking().status is Status.ATTENDED
    assert is_masked(staff)
    assert set(house.outbox()) <= {"sent"}
    asked = "getDefaultRichMenuId"  # whether there is a menu for everybody: no is an answer
    assert not [call for call in house.line.calls if call.status and call.status >= 400 and call.method != asked]


def test_on_line_everything_works_by_typing_alone(open_lite: Open) -> None:
    house = open_lite(mode="off", with_line=True)
    staff, hanako = people.staff_on_line(house), people.on_line(house)
    hanako.opens()
    code = hanako.applies_by_typing("English")
    staff.says(f"{code} 1 2", f"{code} offer")
    hanako.says("2")
    assert house.booking().status is Status.BOOKED
    hanako.says("cancel", "1")
    assert house.booking().status is Status.CANCELLED_BY_PERSON
    staff.hears("staff.told.cancelled", "ja")


def test_a_person_on_line_and_staff_on_telegram_meet(open_house: Open) -> None:
    house = open_house(with_line=True)
    staff, hanako = people.staff_on_telegram(house), people.on_line(house)
    hanako.opens()
    hanako.applies()
    becomes_booked(house, hanako, staff)
    nobody_comes_and_the_person_disagrees(house, hanako, staff)
    staff.taps("uphold")
    hanako.hears("notice.appeal_upheld")
    assert house.booking().status is Status.DEEMED_CANCELLED
    hanako.taps("again")
    hanako.waits_for("go_on")


def test_by_polling_nothing_is_different(open_lite: Open) -> None:
    house = open_lite(mode="polling")
    assert house.telegram.world.mail.webhook is None
    staff, taro = people.staff_on_telegram(house), people.on_telegram(house)
    taro.opens()
    taro.applies()
    becomes_booked(house, taro, staff)
    assert house.get("/readyz").status_code == 200
    assert house.post_telegram({"update_id": 1}).status_code == 404


def test_by_polling_what_came_while_we_were_away_is_answered(open_lite: Open) -> None:
    house = open_lite(mode="polling")
    taro = people.on_telegram(house)
    house.stop()
    taro.user.starts()
    house.start()
    taro.waits_for("en")


@pytest.mark.parametrize("locale", ["ja", "ja-simple"])
def test_the_application_is_asked_in_every_language(open_lite: Open, locale: str) -> None:
    house = open_lite()
    taro = people.on_telegram(house)
    taro.opens()
    taro.applies(locale)
    taro.hears("booking.done.told", locale)
