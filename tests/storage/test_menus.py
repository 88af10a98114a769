"""Which chats show a menu in another language than their person speaks, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.records import conversations, menus
from storage.records.conversations import Conversation
from storage.unit import Unit
from tests.storage.house import House


def chat(unit: Unit, address: str, locale: str, channel: str = "line", *, group: bool = False) -> Conversation:
    return conversations.find_or_make(
        unit, channel, address, group=group, guess=locale, default_locale=locale, office="demo"
    )


def owed(house: House) -> list[tuple[str, str, str]]:
    return house.do(lambda unit: [(each.address, each.locale, each.shown) for each in menus.owed(unit)])


def test_a_menu_is_owed_until_it_is_shown_and_again_in_every_other_language(house: House) -> None:
    taro = house.do(lambda unit: chat(unit, "U1", "vi"))
    assert owed(house) == [("U1", "vi", "")]
    house.do(lambda unit: menus.shown(unit, taro.id, "vi"))
    assert owed(house) == []
    house.do(lambda unit: conversations.speak(unit, taro, "en"))
    assert owed(house) == [("U1", "en", "vi")]


def test_only_people_on_line_who_do_not_block_us_are_owed_one(house: House) -> None:
    def make(unit: Unit) -> None:
        chat(unit, "1", "vi", "telegram")
        chat(unit, "2", "vi", "web")
        chat(unit, "C1", "vi", group=True)
        conversations.block(unit, chat(unit, "U2", "vi").id)

    house.do(make)
    assert owed(house) == []


@pytest.mark.parametrize(("tags", "again"), [([], []), (["vi"], ["U1", "U2"]), (["en"], ["U2"]), (["ko"], [])])
def test_new_menus_are_owed_to_who_speaks_the_language_or_sees_it(
    house: House, tags: list[str], again: list[str]
) -> None:
    def make(unit: Unit) -> None:
        menus.shown(unit, chat(unit, "U1", "vi").id, "vi")
        changing = chat(unit, "U2", "vi")
        menus.shown(unit, changing.id, "vi")
        conversations.speak(unit, changing, "en")
        menus.shown(unit, chat(unit, "U3", "ja").id, "ja")

    house.do(make)
    house.do(lambda unit: menus.renew(unit, tags))
    assert sorted(each for each, _, _ in owed(house)) == sorted({*again, "U2"})


def test_what_is_owed_is_found_without_looking_through_all_chats(house: House) -> None:
    def plan(unit: Unit) -> str:
        explain = "EXPLAIN QUERY PLAN"
        if house.store.dialect == "postgresql":  # which reads a small table whole, unless it must not
            unit.connection.execute(text("SET LOCAL enable_seqscan = off"))
            explain = "EXPLAIN"
        compiled = menus._OWED.compile(unit.connection, compile_kwargs={"literal_binds": True})
        return str(unit.connection.execute(text(f"{explain} {compiled}")).all())

    assert "ix_conversation_menu" in house.do(plan)
