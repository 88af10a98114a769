"""The page for name, number and telephone, over real HTTP and without JavaScript."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.pages.ports import FormView
from flows.booking.details import Details
from flows.office.policy import Asked
from tests.bot.pages.house import office

if TYPE_CHECKING:
    from httpx import Client

    from tests.bot.pages.house import FakeHouse

FILLED = {"name": "Test Taro", "number": "01234-5678901", "phone": "090-1234-5678"}
ENTERED = Details("Test Taro", "01234-5678901", "+819012345678")
WRONG = {"name": "http://<b>Taro", "number": "12", "phone": "110"}


@pytest.fixture(autouse=True)
def _forms(house: FakeHouse) -> None:
    view = FormView(office(), "en")
    house.forms = {"t": view, "web": replace(view, chat=True), "ja": replace(view, locale="ja")}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing(client: Client, house: FakeHouse, method: str) -> None:
    for _ in range(2):
        assert client.request(method, "/f/t?name=Test").status_code == 200
    assert (house.details, len(house.forms)) == ([], 3)


def test_every_field_has_its_label_its_hint_and_what_a_browser_may_fill_in(client: Client) -> None:
    text = client.get("/f/t").text
    for name, complete in (("name", "name"), ("number", "off"), ("phone", "tel")):
        assert f'<label for="{name}">' in text
        assert f'id="{name}-hint"' in text
        field = re.search(rf'<input id="{name}"[^>]*>', text)
        assert field
        assert f'autocomplete="{complete}"' in field[0]
        assert f'aria-describedby="{name}-hint"' in field[0]
        assert "aria-invalid" not in field[0]
    assert 'name="none"' in text
    assert "<script" not in text
    assert "autofocus" not in text


def test_it_says_why_and_who_reads_it_before_the_first_field(client: Client) -> None:
    before = client.get("/f/t").text.partition("<form")[0]
    assert "only to arrange your consultation" in before
    assert "Hello Work Demo" in before


def test_the_page_is_kept_by_nobody_and_framed_by_nobody(client: Client) -> None:
    for answer in (client.get("/f/t"), client.post("/f/t", data=WRONG), client.get("/f/unknown")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "form-action 'self'" in answer.headers["content-security-policy"]


def test_the_page_speaks_the_language_of_the_chat_not_the_browsers(client: Client) -> None:
    assert '<html lang="ja"' in client.get("/f/ja").text


def test_sent_it_is_kept_once_and_leads_to_an_address_without_the_token(client: Client, house: FakeHouse) -> None:
    answer = client.post("/f/t", data=FILLED)
    assert (answer.status_code, answer.headers["location"]) == (303, "/f/sent/demo?lang=en")
    assert house.details == [ENTERED]
    sent = client.get(answer.headers["location"])
    assert sent.status_code == 200
    assert "go back to your chat" in sent.text
    assert not any(each in sent.text for each in FILLED.values())


def test_whose_chat_is_on_the_web_is_led_back_to_it(client: Client) -> None:
    answer = client.post("/f/web", data=FILLED)
    assert 'href="/chat/demo#newest"' in client.get(answer.headers["location"]).text
    assert "/chat/demo" not in client.get("/f/sent/demo?lang=en").text


def test_each_fault_stands_beside_its_field_and_nothing_typed_is_lost(client: Client, house: FakeHouse) -> None:
    answer = client.post("/f/t", data=WRONG)
    assert answer.status_code == 422
    assert house.details == []
    assert 'role="alert"' in answer.text
    for name, said in (("name", "please type only your name"), ("number", "five digits"), ("phone", "number")):
        field = re.search(rf'id="{name}-fault">([^<]*)<', answer.text)
        assert field
        assert said in field[1].lower()
        assert f'href="#{name}"' in answer.text
        assert re.search(
            rf'<input id="{name}"[^>]*aria-describedby="{name}-hint {name}-fault" aria-invalid', answer.text
        )
    assert 'value="http://&lt;b&gt;Taro"' in answer.text
    assert "<b>Taro" not in answer.text


@pytest.mark.parametrize(("wrong", "first"), [(("phone",), "phone"), (("number", "phone"), "number")])
def test_the_first_field_that_is_wrong_is_where_one_stands(client: Client, wrong: tuple[str, ...], first: str) -> None:
    text = client.post("/f/t", data={**FILLED, **{name: WRONG[name] for name in wrong}}).text
    assert re.findall(r'<input id="(\w+)"[^>]*autofocus', text) == [first]


def test_a_hyphen_is_put_in_and_the_next_press_sends_it(client: Client, house: FakeHouse) -> None:
    text = client.post("/f/t", data={**FILLED, "number": "012345678901"}).text
    assert 'value="01234-5678901"' in text
    client.post("/f/t", data=FILLED)
    assert house.details == [ENTERED]


def test_no_number_yet_is_a_box_to_tick(client: Client, house: FakeHouse) -> None:
    client.post("/f/t", data={**FILLED, "number": "", "none": "1"})
    assert house.details == [replace(ENTERED, number="")]


def test_the_tick_stays_while_another_field_is_mended(client: Client) -> None:
    assert " checked" in client.post("/f/t", data={**FILLED, "number": "", "none": "1", "phone": ""}).text


def test_where_nobody_is_served_without_a_number_the_telephone_is_named(client: Client, house: FakeHouse) -> None:
    house.own_office = office().model_copy(update={"asked": Asked(without_number="refuse")})
    house.forms["t"] = FormView(house.own_office, "en")
    text = client.post("/f/t", data={**FILLED, "number": "", "none": "1"}).text
    assert "you need a job-seeker number" in text
    assert house.details == []


def test_where_no_number_is_asked_there_is_no_field_for_it(client: Client, house: FakeHouse) -> None:
    house.forms["t"] = FormView(office().model_copy(update={"asked": Asked(number=False)}), "en")
    assert 'name="number"' not in client.get("/f/t").text
    client.post("/f/t", data=FILLED)
    assert house.details == [replace(ENTERED, number="")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_spent_or_unknown_the_page_is_the_same_kind_one(client: Client, house: FakeHouse, method: str) -> None:
    client.post("/f/t", data=FILLED)
    answers = [client.request(method, f"/f/{token}", data=FILLED) for token in ("t", "never-was")]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    assert "A new link" in answers[0].text
    assert "048-000-0000" in answers[0].text
    assert len(house.details) == 1


def test_a_form_that_another_site_sends_is_not_taken(client: Client, house: FakeHouse) -> None:
    answer = client.post("/f/t", data=FILLED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 404
    assert (house.details, "t" in house.forms) == ([], True)
    assert client.post("/f/t", data=FILLED, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_a_file_or_an_endless_form_is_not_taken(client: Client, house: FakeHouse) -> None:
    assert client.post("/f/t", data={**FILLED, "name": "x" * (1 << 17)}).status_code == 413
    assert client.post("/f/t", data=FILLED, files={"name": b"x"}).status_code in {400, 413, 422}
    assert house.details == []


def test_a_browser_is_sent_to_no_office_that_is_not_served(client: Client) -> None:
    assert client.get("/f/sent/nowhere").status_code == 404


def reading(how: str) -> FormView:
    asked = Asked.model_validate({"name_reading": how})
    return FormView(office().model_copy(update={"asked": asked}), "en")


@pytest.mark.parametrize(("how", "shown"), [("no", False), ("optional", True), ("needed", True)])
def test_how_the_name_is_read_has_a_field_where_the_office_asks(
    client: Client,
    house: FakeHouse,
    how: str,
    shown: bool,  # noqa: FBT001 -- a row
) -> None:
    house.forms["t"] = reading(how)
    assert ('<input id="name_reading"' in client.get("/f/t").text) is shown
    answer = client.post("/f/t", data={**FILLED, "name_reading": "てすと"})
    assert answer.status_code == 303
    assert house.details == [replace(ENTERED, name_reading="てすと" if shown else "")]


def test_a_reading_that_is_needed_is_asked_for_beside_its_field(client: Client, house: FakeHouse) -> None:
    house.forms["t"] = reading("needed")
    answer = client.post("/f/t", data={**FILLED, "name": "試験 太郎"})
    assert answer.status_code == 422
    assert 'id="name_reading-fault"' in answer.text
    assert house.details == []


@pytest.mark.parametrize("name", ["<b>Yes</b>", "hai", "<b>Test Taro</b>"])
def test_a_name_that_may_be_none_is_asked_about_as_in_the_chat_and_taken_where_that_is_ticked(
    client: Client, house: FakeHouse, name: str
) -> None:
    assert 'name="sure"' not in client.get("/f/t").text
    asked = client.post("/f/t", data={**FILLED, "name": name})
    assert asked.status_code == 422
    assert 'id="name-fault"' in asked.text
    assert 'name="sure"' in asked.text
    assert name not in asked.text or "<" not in name
    assert house.details == []
    assert client.post("/f/t", data={**FILLED, "name": name, "sure": "1"}).status_code == 303
    assert house.details == [replace(ENTERED, name=name)]


def test_another_name_in_its_place_needs_no_tick_and_a_tick_stays_beside_another_fault(
    client: Client, house: FakeHouse
) -> None:
    assert client.post("/f/t", data={**FILLED, "name": "hai", "sure": "1", "phone": "1"}).text.count(" checked>") == 1
    assert client.post("/f/t", data=FILLED).status_code == 303
    assert house.details == [ENTERED]
