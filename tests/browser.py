"""A real Chromium for tests of pages, and axe-core to look at them as someone who cannot see them would.

Here live the fixtures of every browser test. Without Chromium such a test skips and says how to get it;
under CI it fails instead.
"""

from __future__ import annotations

import os
import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import sync_playwright

from tests.lacking import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Frame, Page

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER: Final = (
    "no Chromium: `apt-get install chromium fonts-noto-cjk` or `uv run playwright install chromium`, "
    "or name one in MADOGUCHI_CHROMIUM"
)
AXE: Final = resources.files("axe_playwright_python") / "axe.min.js"
GRAVE: Final = frozenset({"serious", "critical"})
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 375, "height": 720}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each module: Playwright's loop must not outlive it, or tests with a loop of their own would fail. None of
    those may be in a module that has a browser.
    """
    with sync_playwright() as playwright:
        path = _chromium(playwright.chromium.executable_path)
        if path is None:
            lacking(NO_BROWSER)
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages of their own visitors; an error in their JavaScript or a breach of their policy fails."""
    faults: list[str] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en", **options})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.extend(_grave(said)))
        return page

    yield open_one
    for context in browser.contexts:
        context.close()
    assert faults == []


def grave_violations(page: Page | Frame) -> list[str]:
    """What axe-core finds serious or critical: rule, and the parts of the page it is about."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{each['id']}: {node['html'][:200]} -- {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
        if each["impact"] in GRAVE
    ]


def _grave(said: ConsoleMessage) -> list[str]:
    """Errors of the page itself; a server that is away or says no is the test's own affair."""
    return [said.text] if said.type == "error" and not said.text.startswith("Failed to load resource") else []


def _chromium(own: str) -> str | None:
    named = os.environ.get("MADOGUCHI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return named or (own if Path(own).exists() else None)
