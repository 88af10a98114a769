"""Every language on a small screen, up to a missed consultation: nothing is cut, in the way, or drawn as a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from locales.choice import NAMES
from tests.bot.browser.eyes import SMALL, Eyes
from tests.bot.browser.hands import Mouse
from tests.bot.browser.players import Seeker

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.bot.browser.service import Demo

pytestmark = pytest.mark.browser
PATIENCE: Final = 30_000


@pytest.mark.parametrize("tag", NAMES)
def test_on_a_small_screen_each_text_stands_in_its_box_and_each_sign_is_drawn(
    demo: Demo, open_page: Callable[..., Page], picture: Callable[[Page, str], None], tag: str
) -> None:
    page = open_page(viewport=SMALL)
    page.set_default_timeout(PATIENCE)
    eyes = Eyes(page)
    drawn = iter(range(100))

    def glance() -> None:
        eyes.look()
        picture(page, f"{tag}-{next(drawn):02}")

    page.goto(f"{demo.url}/chat/demo?lang={tag}")
    glance()
    seeker = Seeker(page, page, Mouse(page), tag, glance=glance)
    seeker.begins()
    seeker.asks()
    for order in ("1 2", "offer", "link https://video.invalid/room"):
        demo.order(f"{seeker.code} {order}")
        if order == "offer":
            seeker.chooses()
    for event in ("reminder", "trouble", "grace"):
        demo.move_to(event)
        seeker.sees({"grace": "notice.deemed"}.get(event, f"notice.{event}"))
        glance()
    page.goto(seeker.join_link())
    glance()
    page.goto(f"{demo.url}/terms/demo?lang={tag}")
    glance()
    assert (eyes.found, eyes.missing()) == ([], [])


PAGE: Final = """<style>button { width: 60px } .bubble { width: 200px; position: relative } %s</style>
<div class="bubble"><p class="text">Nothing is booked yet.</p><button>Yes</button></div>"""


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("", ""),
        (".text { width: 400px }", "too wide"),
        ("button { height: 2px; font-size: 40px }", "outside its box"),
        (".text { height: 4px; overflow: hidden }", "outside its box"),
        ("button { position: absolute; top: 0; left: 0 }", "over one another"),
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
