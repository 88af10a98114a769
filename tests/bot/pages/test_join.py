from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows.office.policy import Device, Terms
from tests.bot.pages.house import START, nothing_yet

if TYPE_CHECKING:
    from httpx import Client

    from tests.bot.pages.house import FakeHouse

LINK = "https://zoom.us/j/123?pwd=abc"


@pytest.fixture(autouse=True)
def _views(house: FakeHouse) -> None:
    view = nothing_yet()
    house.views = {
        "open": replace(view, link=LINK, calendar_url="/c/other.ics"),
        "linkless": view,
        "evil": replace(view, link="javascript:alert(1)"),
        "plain": replace(view, link="http://zoom.us/j/123"),
        "again": replace(view, link=LINK, joined=True),
        "waiting": replace(view, joined=True),
        "early": replace(view, state="early", link=LINK),
        "over": replace(view, state="over", link=LINK),
        "cancelled": replace(view, state="cancelled", link=LINK),
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_is_no_contact(client: Client, house: FakeHouse, method: str) -> None:
    for token in house.views:
        assert client.request(method, f"/j/{token}?joined=1").status_code == 200
    assert house.contacts == []


def test_the_page_says_when_where_and_what_to_prepare(client: Client) -> None:
    text = client.get("/j/open").text
    for part in ("November 24, 2026", "10:00", "Hello Work Demo", "Zoom", "Nobody else is around", "048-000-0000"):
        assert part in text
    assert 'href="tel:0480000000"' in text
    assert 'href="/c/other.ics"' in text
    assert "zoom.us/j" not in text


def test_what_to_prepare_is_the_list_of_that_office(client: Client, house: FakeHouse) -> None:
    view = house.views["open"]
    device, terms = Device(checklist=("firewall", "tool_ready")), Terms(points=("no_recording",))
    own = view.office.model_copy(update={"device": device, "terms": terms})
    house.views["own"] = replace(view, office=own)
    for token, camera, recording in (("open", True, False), ("own", False, True)):
        text = client.get(f"/j/{token}").text
        assert "Zoom is ready to use" in text
        assert ("The camera works" in text) is camera
        assert ("Do not record" in text) is recording
        assert "firewall" not in text.casefold()


def test_the_button_is_contact_and_leads_to_the_video_tool(client: Client, house: FakeHouse) -> None:
    answer = client.post("/j/open")
    assert (answer.status_code, answer.headers["location"]) == (303, LINK)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert house.contacts == [("open", START)]


@pytest.mark.parametrize("token", ["linkless", "evil", "plain"])
def test_without_a_safe_link_the_button_leads_back_here(client: Client, house: FakeHouse, token: str) -> None:
    answer = client.post(f"/j/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/j/{token}")
    assert house.contacts == [(token, START)]


def test_who_has_pressed_is_told_that_the_office_knows(client: Client) -> None:
    assert "The office knows that you are here" in client.get("/j/again").text
    assert "Open the video room" in client.get("/j/again").text
    waiting = client.get("/j/waiting").text
    assert "The office will send you the video link" in waiting
    assert "<button" not in waiting


def test_before_its_time_there_is_no_button(client: Client) -> None:
    text = client.get("/j/early").text
    assert "<button" not in text
    assert "The button to join appears here" in text


@pytest.mark.parametrize("token", ["early", "over", "cancelled"])
def test_a_press_out_of_time_leads_to_no_video_room(client: Client, token: str) -> None:
    assert client.post(f"/j/{token}").headers["location"] == f"/j/{token}"


@pytest.mark.parametrize(("token", "says"), [("over", "is over"), ("cancelled", "no longer stands")])
def test_a_booking_that_is_past_or_gone_leads_to_the_telephone(client: Client, token: str, says: str) -> None:
    text = client.get(f"/j/{token}").text
    assert says in text
    assert "048-000-0000" in text
    assert LINK not in text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_token_gets_a_kind_page_with_the_telephone(client: Client, house: FakeHouse, method: str) -> None:
    answer = client.request(method, "/j/unknown")
    assert answer.status_code == 404
    assert "This link is not known" in answer.text
    assert "048-000-0000" in answer.text
    assert house.contacts == []
