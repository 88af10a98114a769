"""The small records: links, web messages, ticks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.records import links, ticks, web_messages
from storage.tables.links import LINK
from tests.storage.house import House


def test_a_link_is_made_once_and_shown_again(house: House) -> None:
    token = house.do(lambda unit: links.ensure(unit, "join", "a1", "person:p1"))
    assert house.do(lambda unit: links.ensure(unit, "join", "a1", "person:p1")) == token
    assert house.do(lambda unit: links.ensure(unit, "calendar", "a1", "person:p1")) != token
    assert house.do(lambda unit: links.tokens(unit, "join", ["a1", "a2"])) == {"a1": token}


def test_a_link_leads_to_its_subject_until_it_ends(house: House) -> None:
    token = house.do(lambda unit: links.ensure(unit, "return", "c1", "conversation:c1"))
    found = house.do(lambda unit: links.find(unit, "return", token))
    assert found
    assert found.subject == "c1"
    assert house.do(lambda unit: links.find(unit, "return", "made up")) is None
    house.do(lambda unit: links.expire(unit, "c1", house.now + timedelta(hours=1)))
    house.later(hours=1)
    assert house.do(lambda unit: links.find(unit, "return", token)) is None


def test_a_dropped_link_leads_nowhere(house: House) -> None:
    token = house.do(lambda unit: links.ensure(unit, "return", "c1", "conversation:c1"))
    house.do(lambda unit: links.drop(unit, "c1"))
    assert house.do(lambda unit: links.find(unit, "return", token)) is None


def test_a_token_cannot_be_read_from_its_row(house: House) -> None:
    token = house.do(lambda unit: links.ensure(unit, "return", "c1", "conversation:c1"))
    row = house.do(lambda unit: unit.connection.execute(select(LINK)).one())
    assert token not in repr(tuple(row))


def test_a_page_shows_its_messages_again_in_order_each_once(house: House) -> None:
    chat, other = house.chat(channel="web"), house.chat(channel="web")
    assert house.do(lambda unit: web_messages.add(unit, chat.id, "me", "e1", {"text": "こんにちは"}))
    assert house.do(lambda unit: web_messages.add(unit, chat.id, "bot", "e1:0", {"text": "two"}))
    assert not house.do(lambda unit: web_messages.add(unit, chat.id, "bot", "e1:0", {"text": "again"}))
    house.do(lambda unit: web_messages.add(unit, other.id, "me", "e2", {"text": "another's"}))
    shown = house.do(lambda unit: web_messages.after(unit, chat.id))
    assert [(each.side, each.body["text"]) for each in shown] == [("me", "こんにちは"), ("bot", "two")]
    rest = house.do(lambda unit: web_messages.after(unit, chat.id, shown[0].seq))
    assert [each.key for each in rest] == ["e1:0"]
    assert [each.key for each in house.do(lambda unit: web_messages.after(unit, chat.id, limit=1))] == ["e1:0"]


def test_a_run_of_a_daily_job_is_taken_once(house: House) -> None:
    assert house.do(lambda unit: ticks.take(unit, "morning_list", house.now))
    assert not house.do(lambda unit: ticks.take(unit, "morning_list", house.now))
    assert house.do(lambda unit: ticks.take(unit, "morning_list", house.now + timedelta(days=1)))
    assert house.do(lambda unit: ticks.take(unit, "purge", house.now))
