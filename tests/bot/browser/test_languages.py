"""Every language on a small screen, up to a missed consultation: nothing is cut, in the way, or drawn as a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from locales.choice import NAMES
from tests.bot.browser.eyes import SMALL, Eyes
from tests.bot.browser.players import ANSWERS, WISHES, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.bot.browser.service import Demo

pytestmark = pytest.mark.browser
PATIENCE: Final = 30_000


TALL: Final = {"width": 375, "height": 6000}
"""For pictures alone: a whole talk."""


@pytest.mark.parametrize("tags", [tuple(NAMES)[first::4] for first in range(4)], ids=" ".join)
def test_on_a_small_screen_each_text_stands_in_its_box_and_each_sign_is_drawn(
    demo: Demo, open_page: Callable[..., Page], picture: Callable[[Page, str], None], tags: tuple[str, ...]
) -> None:
    for tag in tags:  # one browser for several: to start it takes longer than to read
        demo.anew()
        page = open_page(viewport=SMALL)
        page.set_default_timeout(PATIENCE)
        eyes = Eyes(page)
        read(demo, eyes, lambda name, tag=tag, page=page: picture(page, f"{tag}-{name}"), tag)
        assert (tag, eyes.found, eyes.missing()) == (tag, [], [])
        page.close()


def read(demo: Demo, eyes: Eyes, picture: Callable[[str], None], tag: str) -> None:
    """The first page, the whole talk up to *counts as cancelled*, the page to join on, and the terms."""
    page = eyes.page

    def look(address: str, name: str) -> None:
        page.set_viewport_size(SMALL)
        page.goto(f"{demo.url}{address}")
        eyes.look()
        page.set_viewport_size(TALL if name == "talk" else SMALL)
        picture(name)

    look(f"/chat/demo?lang={tag}", "welcome")
    page.locator("form[action$='/start'] button").click()
    page.locator(f"button[value$=':{tag}']").wait_for()
    who = demo.address
    demo.takes(who, tag, "go_on", *ANSWERS, *WISHES, "apply")
    code = demo.codes()[-1]
    demo.orders(code, "1 2", "offer")
    demo.takes(who, "1")
    demo.orders(code, "link https://video.invalid/room")
    demo.move_to("grace")
    look("/chat/demo", "talk")
    assert page.locator(".bubble").filter(has_text=said(tag, "notice.deemed")).count() == 1
    look(urlsplit(str(page.locator("a[href*='/j/']").first.get_attribute("href"))).path, "join")
    look(f"/terms/demo?lang={tag}", "terms")


PAGE: Final = """<style>button { width: 60px } .bubble { width: 200px; position: relative } %s</style>
<div class="bubble"><p class="text">Nothing is booked yet.</p><button>Yes</button></div>
<input placeholder="Type here">"""


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("", ""),
        (".text { width: 400px }", "too wide"),
        ("button { height: 2px; font-size: 40px }", "outside its box"),
        (".text { height: 4px; overflow: hidden }", "outside its box"),
        ("button { position: absolute; top: 0; left: 0 }", "over one another"),
        ("input { width: 40px }", "cut"),
    ],
)
def test_eyes_see_what_is_cut_or_in_the_way(open_page: Callable[..., Page], style: str, seen: str) -> None:
    page = open_page(viewport=SMALL)
    page.set_content(PAGE % style)
    eyes = Eyes(page)
    eyes.look()
    assert any(seen in each for each in eyes.found) if seen else eyes.found == []


def test_eyes_see_a_sign_that_no_font_has(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=SMALL)
    page.set_content("<p>Sí はい ဟုတ်ကဲ့ \U000e0fff\ue0ff</p>")
    eyes = Eyes(page, signs=set("Síはいဟုတ်ကဲ့\ue0ff"))
    assert eyes.missing() == ["\ue0ff"]
