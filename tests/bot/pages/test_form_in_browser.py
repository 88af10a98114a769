from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.pages.ports import FormView
from flows.booking.details import Details
from tests.bot.pages.house import office
from tests.browser import PHONE, grave_violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.bot.pages.house import FakeHouse

pytestmark = pytest.mark.browser


def test_on_a_telephone_the_details_are_mended_and_sent_by_keys_alone(
    site: str, open_page: Callable[..., Page], house: FakeHouse
) -> None:
    house.forms = {"t": FormView(office(), "en")}
    page = open_page(viewport=PHONE)
    page.goto(f"{site}/f/t")
    page.get_by_label("Name", exact=True).fill("Test Taro")
    page.keyboard.press("Tab")
    page.keyboard.type("012345678901")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "number"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert grave_violations(page) == []
    page.get_by_label("Phone number").fill("090-1234-5678")
    page.keyboard.press("Enter")
    page.get_by_text("go back to your chat").wait_for()
    assert "/f/t" not in page.url
    assert house.details == [Details("Test Taro", "01234-5678901", "+819012345678")]
