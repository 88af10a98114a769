"""LINE's rich menu in service: told while the house runs, linked to who speaks another language, tapped, answered."""

from __future__ import annotations

import asyncio
import hashlib
import io
from typing import TYPE_CHECKING

from PIL import Image

from bot import checking, serve
from bot.menus import setup
from bot.menus.drawing import Drawn
from bot.menus.layout import HEIGHT, WIDTH, menu
from tests.bot.e2e.house import until

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest
    from conftest import Open

    from flows.words import Words


def plain(words: Iterable[Words]) -> tuple[Drawn, ...]:
    """Empty pictures: how they look is another test's matter."""
    data = io.BytesIO()
    Image.new("1", (WIDTH, HEIGHT), 1).save(data, "PNG")
    return tuple(Drawn(menu(each), data.getvalue(), hashlib.sha256(each.tag.encode()).hexdigest()) for each in words)


def test_a_person_gets_the_menu_of_their_language_and_what_they_tap_is_answered(
    open_lite: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "drawn", plain)
    monkeypatch.setattr(serve, "LINK_MENUS", 0.1)
    house = open_lite(mode="off", with_line=True)
    told = asyncio.run(checking.introduce(house.settings()))
    assert any("rich menus" in each for each in told)
    menus = house.line.world.menus
    taro = house.line.user("Test Taro", "en")
    taro.follows()
    until(lambda: len(taro.chat.shown) > 0, "the greeting")
    taro.says("English")
    until(lambda: menus.linked.get(taro.id) == menus.aliases["madoguchi-en"], "the English menu")
    before = len(taro.chat.shown)
    taro.taps("Office phone number")
    until(lambda: any("03-0000-0000" in str(each.payload) for each in taro.chat.shown[before:]), "the number")
    taro.says("日本語")
    until(lambda: taro.id not in menus.linked, "everybody's menu")
    assert menus.default == menus.aliases["madoguchi-ja"]
