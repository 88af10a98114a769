"""A demo in service, and Chromium to play it with.

Here live the fixtures of whole stories in a browser; those that every browser test shares are in `tests.browser`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bot.browser.service import Demo
from tests.browser import browser, open_page  # noqa: F401 -- fixtures are found by their names here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

PICTURES = "MADOGUCHI_PICTURES"
"""Environment variable: the folder that takes pictures of the key moments. Without it nobody draws."""

SETTLED = 500.0
"""Milliseconds until a page that has news stands still: for a good picture only, no test waits for it."""


@pytest.fixture(scope="module")
def running_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo")).start()
    yield demo
    demo.close()


@pytest.fixture
def demo(running_demo: Demo) -> Demo:
    """Each test begins as at the first start."""
    running_demo.anew()
    return running_demo


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Draws the page as it stands, under that name."""
    folder = os.environ.get(PICTURES)

    def draw(page: Page, name: str) -> None:
        if folder:
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return draw
