"""What stands on a menu: areas that cover it, commands that are understood in every language, LINE's limits."""

from __future__ import annotations

import json
import re

import pytest

from bot.channels.line import parse
from bot.lab.line import LineLab
from bot.lab.line_menus import check_menu
from bot.menus.layout import COMMANDS, HEIGHT, WIDTH, Menu, alias, boxes, menu, name, request, tag_of
from flows import anytime
from flows.messages import Said
from tests.bot.moving import words

TAGS = tuple(words())


def shown(tag: str) -> Menu:
    return menu(words()[tag])


def test_the_areas_cover_the_picture_and_never_overlap() -> None:
    points = [(x, y) for x in range(0, WIDTH, 7) for y in range(0, HEIGHT, 7)]
    for x, y in (*points, (WIDTH - 1, HEIGHT - 1)):
        hit = [each for each in boxes() if each.x <= x < each.x + each.width and each.y <= y < each.y + each.height]
        assert len(hit) == 1
    assert sum(each.width * each.height for each in boxes()) == WIDTH * HEIGHT


@pytest.mark.parametrize("tag", TAGS)
def test_every_menu_is_within_lines_limits(tag: str) -> None:
    check_menu(dict(request(shown(tag), name(tag, "0" * 64))))


@pytest.mark.parametrize("tag", TAGS)
def test_a_tap_is_what_typing_its_label_is(tag: str) -> None:
    for code, cell, area in zip(COMMANDS, shown(tag).cells, request(shown(tag), "")["areas"], strict=True):
        assert area["action"]["displayText"] == cell.label
        event = {
            "type": "postback",
            "webhookEventId": "e",
            "timestamp": 1,
            "source": {"type": "user", "userId": "U"},
            "postback": {"data": area["action"]["data"]},
        }
        heard = parse.parse(json.dumps(event).encode())
        assert heard
        assert isinstance(heard.message, Said)
        for each in TAGS:  # the menu may be in another language than the conversation
            assert anytime.typed(heard.message.text, words()[each]) == code
        assert anytime.typed(cell.label, words()[tag]) == code


def test_aliases_and_names_tell_languages_apart_and_are_as_line_wants_them() -> None:
    assert len({alias(tag) for tag in TAGS}) == len(TAGS)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,32}", alias(tag)) for tag in TAGS)
    assert [tag_of(name(tag, "ab" * 32)) for tag in TAGS] == list(TAGS)
    assert [tag_of(each) for each in ("", "Spring", "madoguchi", "madoguchi-ja", "x:ja:0")] == [""] * 5


def test_a_tap_on_a_menu_arrives_as_the_command(lab: LineLab) -> None:
    person = lab.user("Test Taro")
    shown_to_all = "richmenu-1"
    lab.world.menus.known[shown_to_all] = {**request(shown("ja"), "x"), "richMenuId": shown_to_all}
    lab.world.menus.default = shown_to_all
    with lab.held() as events:
        person.taps("予約を確認")
    heard = parse.parse(json.dumps(events[-1]).encode())
    assert heard
    assert heard.message == Said("/booking")
    assert person.chat.messages[-1].payload["text"] == "予約を確認"


@pytest.mark.parametrize("data", ["menu:", "menu:nothing", "menu:book:x", "menu"])
def test_a_forged_area_is_a_button_of_no_question(data: str) -> None:
    event = {
        "type": "postback",
        "webhookEventId": "e",
        "timestamp": 1,
        "source": {"type": "user", "userId": "U"},
        "postback": {"data": data},
    }
    heard = parse.parse(json.dumps(event).encode())
    assert heard
    assert not isinstance(heard.message, Said)
