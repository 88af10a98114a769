"""Pages for name, number and telephone as they are kept: one a chat, filled in once, sealed, gone with their draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.booking.details import Details
from flows.office.form import Form
from storage.meaning import ChangedMeanwhile
from storage.records import applications, forms
from storage.tables.forms import FORM
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, URL, House

if TYPE_CHECKING:
    from storage.records.conversations import Conversation

ENTERED = Details(NAME, NUMBER, PHONE, name_reading="みほん たろう")
HOUR = timedelta(minutes=60)


def opened(house: House, chat: Conversation, ident: str = "f1", token: str = "t1") -> None:
    house.keep(chat, facts.FormOpened(ident, token, house.now + HOUR))


def of(house: House, chat: Conversation) -> Form | None:
    return house.do(lambda unit: forms.of(unit, chat.id, URL))


def fill(house: House, token: str = "t1") -> bool:
    def write(unit: object) -> bool:
        found = forms.find(unit, token)  # type: ignore[arg-type]
        return found is not None and forms.fill(unit, found, ENTERED)  # type: ignore[arg-type]

    return house.do(write)


def test_a_page_is_found_by_its_token_and_shown_again_by_its_chat(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    assert of(house, chat) == Form("f1", f"{URL}/f/t1", house.now + HOUR)
    assert house.do(lambda unit: forms.find(unit, "t1")) == forms.Found("f1", chat.id)
    assert house.do(lambda unit: forms.find(unit, "t2")) is None


def test_a_chat_has_one_page_and_the_one_before_is_dead(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    opened(house, chat, "f2", "t2")
    assert house.do(lambda unit: forms.find(unit, "t1")) is None
    assert house.do(lambda unit: forms.find(unit, "t2")) == forms.Found("f2", chat.id)


def test_filled_in_it_shows_masks_alone_and_its_address_is_dead(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    assert fill(house)
    found = of(house, chat)
    assert found
    assert (found.filled, found.masked_name, found.masked_number, found.masked_phone) == (True, "T…", "…01", "…01")
    assert house.do(lambda unit: forms.find(unit, "t1")) is None
    assert house.do(lambda unit: forms.taken(unit, chat.id, "f1")) == ENTERED


def test_of_two_that_found_it_open_one_fills_it_in(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    found = house.do(lambda unit: forms.find(unit, "t1"))
    assert found
    other = replace(ENTERED, name="Test Hanako")
    assert house.do(lambda unit: forms.fill(unit, found, ENTERED))
    assert not house.do(lambda unit: forms.fill(unit, found, other))
    assert house.do(lambda unit: forms.taken(unit, chat.id, "f1")) == ENTERED


@pytest.mark.parametrize(("minutes", "there"), [(59, True), (60, False), (61, False)])
def test_it_can_be_filled_in_until_its_time_is_over(house: House, minutes: int, there: bool) -> None:  # noqa: FBT001
    chat = house.chat()
    opened(house, chat)
    house.later(minutes=minutes)
    assert fill(house) is there


def test_what_was_entered_in_time_stays_as_long_as_its_draft(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    assert fill(house)
    house.later(hours=5)
    assert house.do(lambda unit: forms.taken(unit, chat.id, "f1")) == ENTERED


def test_the_application_takes_over_what_was_entered(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    assert fill(house)
    asked = house.wish(chat, name="", number="", phone="", form="f1")
    assert (asked.masked_name, asked.masked_number) == ("T…", "…01")
    told = house.do(lambda unit: applications.opened(unit, asked.id))
    assert (told.name, told.number, told.phone) == (NAME, NUMBER, PHONE)


@pytest.mark.parametrize("case", ["unfilled", "of another chat", "gone", "another page"])
def test_an_application_never_stands_on_a_page_that_is_not_its_own(house: House, case: str) -> None:
    chat, other = house.chat(), house.chat()
    opened(house, other if case == "of another chat" else chat)
    if case != "unfilled":
        assert fill(house)
    if case == "gone":
        house.do(lambda unit: forms.drop(unit, chat.id))
    with pytest.raises(ChangedMeanwhile):
        house.wish(chat, name="", number="", phone="", form="f2" if case == "another page" else "f1")
    assert house.see(chat).applications == ()


def test_dropping_one_page_leaves_a_newer_one(house: House) -> None:
    chat = house.chat()
    opened(house, chat, "f2", "t2")
    house.do(lambda unit: forms.drop(unit, chat.id, "f1"))
    assert of(house, chat)
    house.do(lambda unit: forms.drop(unit, chat.id))
    assert of(house, chat) is None


def test_neither_the_token_nor_anything_entered_is_in_a_column(house: House) -> None:
    chat = house.chat()
    opened(house, chat, token="a-secret-token")
    assert fill(house, "a-secret-token")
    row = repr(tuple(house.do(lambda unit: unit.connection.execute(FORM.select()).one())))
    assert "T…" in row
    assert not any(each in row for each in ("a-secret-token", NAME, NUMBER, PHONE))


def test_the_page_is_in_the_view_only_where_an_office_takes_names_so(house: House) -> None:
    chat = house.chat()
    opened(house, chat)
    assert house.see(chat).form is None


def test_s_6_3_who_holds_a_lost_telephone_has_no_page_any_more(house: House) -> None:
    chat = house.chat()
    asked = house.wish(chat)
    opened(house, chat)
    house.keep(house.staff_group(), facts.ChatsCutOff(asked.id, "phone", CLERK))
    assert house.do(lambda unit: forms.find(unit, "t1")) is None
    assert of(house, chat) is None
