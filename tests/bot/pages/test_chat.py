from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from bot.channels.web.parse import parse
from bot.envelope import Author
from bot.pages.desk import Desk
from bot.pages.paper import linked
from bot.pages.room import Room, stream
from bot.pages.routes import routes
from bot.pages.session import COOKIE
from bot.ports import SeededChance
from flows.messages import Opened, Picked, Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import Client, Response

    from flows.messages import Event
    from tests.bot.pages.house import FakeHouse

HIDDEN = re.compile(r'name="(form_token|nonce|lang|code)" value="([^"]*)"')


def hidden(page: Response) -> dict[str, str]:
    return dict(HIDDEN.findall(page.text))


def begun(client: Client) -> Response:
    """The chat's page, just after the conversation began."""
    client.post("/chat/demo/start", data=hidden(client.get("/chat/demo")))
    return client.get("/chat/demo")


def events(house: FakeHouse) -> list[Event]:
    return [parse(raw.payload).message for raw in house.raws.values()]


def test_opening_the_chat_begins_nothing(client: Client, house: FakeHouse) -> None:
    page = client.get("/chat/demo")
    assert page.status_code == 200
    assert "Book an online consultation" in page.text
    assert house.raws == {}
    assert house.rows == []


def test_the_first_guess_of_a_language_is_the_browsers(client: Client) -> None:
    page = client.get("/chat/demo", headers={"Accept-Language": "th, ja-simple;q=0.5, en;q=0.3"})
    assert '<html lang="ja-simple" dir="ltr">' in page.text


def test_a_language_may_be_asked_for_in_the_address_but_only_one_of_the_offices(client: Client) -> None:
    assert '<html lang="ja"' in client.get("/chat/demo?lang=ja").text
    assert '<html lang="en"' in client.get("/chat/demo?lang=xx").text


def test_beginning_opens_the_conversation_in_the_language_of_the_page(client: Client, house: FakeHouse) -> None:
    answer = client.post("/chat/demo/start", data=hidden(client.get("/chat/demo?lang=ja")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat/demo#newest")
    incoming = [parse(raw.payload) for raw in house.raws.values()]
    assert [each.message for each in incoming] == [Opened("demo")]
    assert incoming[0].author.language == "ja"


def test_the_whole_history_is_there_after_a_reload(client: Client) -> None:
    page = begun(client)
    client.post("/chat/demo", data={**hidden(page), "text": "Test Taro"})
    for _ in range(2):
        again = client.get("/chat/demo").text
        for text in ("Nothing is booked", "Which time", "Test Taro", "Your request is with"):
            assert text in again


def test_a_typed_answer_is_said_and_shown(client: Client, house: FakeHouse) -> None:
    page = begun(client)
    answer = client.post("/chat/demo", data={**hidden(page), "text": "  Test Taro "})
    assert answer.status_code == 303
    assert events(house)[-1] == Said("Test Taro")
    assert [row.bubble["text"] for row in house.rows if row.bubble["kind"] == "own"] == ["Test Taro"]


def test_a_button_needs_no_javascript_and_is_shown_by_its_label(client: Client, house: FakeHouse) -> None:
    page = begun(client)
    assert '<button type="submit" form="picks" name="pick" value="p1:c2">' in page.text
    client.post("/chat/demo", data={**hidden(page), "pick": "p1:c2"})
    assert events(house)[-1] == Picked("p1", "c2")
    after = client.get("/chat/demo").text
    assert 'value="p1:c2" class="picked"' in after
    assert [row.bubble["text"] for row in house.rows if row.bubble["kind"] == "own"] == ["Wed Nov 25, 10:30"]


@pytest.mark.parametrize("said", [{"text": "Test Taro"}, {"pick": "p1:c1"}])
def test_the_same_form_sent_twice_is_one_message(client: Client, house: FakeHouse, said: dict[str, str]) -> None:
    form = {**hidden(begun(client)), **said}
    before = len(house.raws)
    client.post("/chat/demo", data=form)
    client.post("/chat/demo", data=form)
    assert len(house.raws) == before + 1
    assert len([row for row in house.rows if row.bubble["kind"] == "own"]) == 1


def test_a_text_and_a_button_of_one_page_are_two_messages(client: Client, house: FakeHouse) -> None:
    form = hidden(begun(client))
    client.post("/chat/demo", data={**form, "text": "Test Taro"})
    client.post("/chat/demo", data={**form, "pick": "p1:c1"})
    assert events(house)[1:] == [Said("Test Taro"), Picked("p1", "c1")]


def test_an_empty_message_is_none(client: Client, house: FakeHouse) -> None:
    form = hidden(begun(client))
    client.post("/chat/demo", data={**form, "text": "   "})
    assert len(house.raws) == 1


def test_a_button_that_was_never_shown_is_passed_on_but_not_quoted(client: Client, house: FakeHouse) -> None:
    client.post("/chat/demo", data={**hidden(begun(client)), "pick": "forged:<b>"})
    assert events(house)[-1] == Picked("forged", "<b>")
    assert not [row for row in house.rows if row.bubble["kind"] == "own"]


def test_only_the_newest_question_looks_as_if_it_waits(client: Client) -> None:
    page = begun(client)
    client.post("/chat/demo", data={**hidden(page), "pick": "p1:c3"})
    after = client.get("/chat/demo").text
    assert len(re.findall(r'class="bubble ours past"', after)) == 1
    assert 'value="p1:c1"' in after


def test_what_people_type_is_no_html(client: Client) -> None:
    client.post("/chat/demo", data={**hidden(begun(client)), "text": '<img src=x onerror="alert(1)">'})
    after = client.get("/chat/demo").text
    assert "<img src=x" not in after
    assert "&lt;img src=x" in after


def test_addresses_in_texts_can_be_followed_and_end_before_the_full_stop(client: Client) -> None:
    link = '<a href="https://example.jp/terms" target="_blank" rel="noopener noreferrer">'
    assert f"{link}https://example.jp/terms</a>." in begun(client).text


def test_the_page_asks_for_the_answer_as_json_and_gets_a_new_nonce(client: Client) -> None:
    form = hidden(begun(client))
    headers = {"Accept": "application/json"}
    answer = client.post("/chat/demo", data={**form, "text": "Hello"}, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["nonce"] not in ("", form["nonce"])


def test_a_form_of_another_page_changes_nothing(client: Client, house: FakeHouse) -> None:
    form = {**hidden(begun(client)), "form_token": "0" * 32, "text": "Hello"}
    assert client.post("/chat/demo", data=form).status_code == 403
    assert client.post("/chat/demo", data=form, headers={"Accept": "application/json"}).status_code == 403
    assert len(house.raws) == 1


@pytest.mark.parametrize("path", ["", "/start", "/back", "/leave"])
def test_a_browser_without_our_cookie_can_post_nothing(client: Client, house: FakeHouse, path: str) -> None:
    form = hidden(client.get("/chat/demo"))
    client.cookies.clear()
    assert client.post(f"/chat/demo{path}", data={**form, "text": "Hello"}).status_code == 403
    assert house.raws == {}


def test_a_form_longer_than_any_of_ours_is_refused(client: Client, house: FakeHouse) -> None:
    form = {**hidden(begun(client)), "text": "x" * (1 << 16)}
    assert client.post("/chat/demo", data=form).status_code == 413
    assert len(house.raws) == 1


def test_two_browsers_have_two_conversations(new_client: Callable[[], Client], house: FakeHouse) -> None:
    begun(new_client())
    begun(new_client())
    assert len({row.address for row in house.rows}) == 2


def test_the_cookie_is_no_name_of_the_conversation(client: Client, house: FakeHouse) -> None:
    begun(client)
    assert client.cookies[COOKIE] not in house.rows[0].address
    assert len(house.rows[0].address) == 40


async def test_the_cookie_is_for_us_alone(house: FakeHouse) -> None:
    desk = Desk(house, house.clock, SeededChance(7), secure=True)
    transport = ASGITransport(Starlette(routes=routes(desk)))
    async with AsyncClient(transport=transport, base_url="https://test") as client:
        answer = await client.get("/chat/demo")
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=lax", "secure"):
        assert part in cookie


def test_a_broken_cookie_is_replaced(client: Client) -> None:
    client.cookies.set(COOKIE, "short")
    assert "set-cookie" in client.get("/chat/demo").headers


def test_an_unknown_office_gets_a_kind_page(client: Client, house: FakeHouse) -> None:
    for path in ("/chat/nowhere", "/chat/nowhere?back=x"):
        page = client.get(path)
        assert page.status_code == 404
        assert "We do not know this page" in page.text
    for path in ("/chat/nowhere", "/chat/nowhere/start"):
        assert client.post(path, data={}).status_code == 404
    assert house.raws == {}


def test_a_return_link_changes_nothing_until_its_button_is_pressed(client: Client, house: FakeHouse) -> None:
    house.codes["demo:c0de"] = "elsewhere"
    page = client.get("/chat/demo?back=c0de")
    assert hidden(page)["code"] == "c0de"
    assert house.codes == {"demo:c0de": "elsewhere"}


def test_a_return_link_goes_on_with_the_conversation_once(
    new_client: Callable[[], Client], client: Client, house: FakeHouse
) -> None:
    begun(client)
    house.codes["demo:c0de"] = house.rows[0].address
    other = new_client()
    form = hidden(other.get("/chat/demo?back=c0de"))
    before = other.cookies[COOKIE]
    assert other.post("/chat/demo/back", data=form).headers["location"] == "/chat/demo#newest"
    assert other.cookies[COOKIE] != before
    assert "Nothing is booked" in other.get("/chat/demo").text
    for again in (
        other.get("/chat/demo?back=c0de"),
        other.post("/chat/demo/back", data=form | hidden(other.get("/chat/demo"))),
    ):
        assert again.status_code == 410
        assert "048-000-0000" in again.text


def test_a_return_link_opened_where_the_conversation_is_open_already_spends_nothing(
    client: Client, house: FakeHouse
) -> None:
    begun(client)
    house.codes["demo:c0de"] = house.rows[0].address
    page = client.get("/chat/demo?back=c0de")
    assert page.headers["location"] == "/chat/demo#newest"
    assert house.codes


def test_leaving_takes_the_chat_off_this_device_only(client: Client, house: FakeHouse) -> None:
    client.post("/chat/demo/leave", data=hidden(begun(client)))
    assert COOKIE not in client.cookies
    assert "Begin" in client.get("/chat/demo").text
    assert house.rows


@pytest.mark.parametrize("path", ["/chat/demo", "/chat/nowhere", "/j/unknown", "/c/unknown.ics", "/", "/demo/staff"])
def test_personal_pages_are_kept_nowhere_and_trust_only_us(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_static_files_are_checked_again_and_carry_the_headers(client: Client) -> None:
    answer = client.get("/static/chat.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.text.splitlines()) < 180


def test_a_browser_that_has_no_conversation_is_told_not_to_listen_again(client: Client) -> None:
    client.cookies.clear()
    assert client.get("/chat/demo/events?after=0").status_code == 204


async def test_the_stream_brings_what_is_new_and_waits_for_more(
    house: FakeHouse,
) -> None:
    room = Room("/chat/demo", "room", Author("room"), house.words("en"))
    await house.say("room", house.script(Opened()))
    seen = house.rows[0].number
    new = stream(house, room, seen)
    first = await anext(new)
    assert first["id"] == str(house.rows[1].number)
    assert "Which time" in first["data"]
    await house.say("room", house.script(Said("x")))
    assert "Thank you" in (await anext(new))["data"]


@pytest.mark.parametrize("text", ["ここか03-0000-0000へお電話ください。", "Call 03-0000-0000.", "電話(03-0000-0000)"])
def test_a_telephone_number_can_be_called_whatever_stands_beside_it(text: str) -> None:
    assert '<a class="whole" href="tel:0300000000">03-0000-0000</a>' in linked(text)


@pytest.mark.parametrize("text", ["01234-5678901", "2026-11-18", "A03-0000-0000", "03-0000-0000-1"])
def test_no_other_number_is_taken_for_one_that_can_be_called(text: str) -> None:
    assert linked(text) == text
