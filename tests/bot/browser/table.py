"""The demo's page with both sides on it, and the clock between them.

Here lives what can be done on that page by someone who plays all parts. Never an assertion about the story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.bot.browser.players import Clerk, Seeker, said

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.bot.browser.hands import Hands

MOST_EVENTS: Final = 12


@dataclass
class Table:
    page: Page
    hands: Hands
    tag: str
    seeker: Seeker = field(init=False)
    clerk: Clerk = field(init=False)

    def __post_init__(self) -> None:
        staff_tag = "en" if self.tag == "en" else "ja"
        seat = (self.page, self.page.frame_locator(".seeker iframe"), self.hands, self.tag)
        self.seeker = Seeker(*seat)
        self.clerk = Clerk(self.page, self.page.frame_locator(".staff iframe"), self.hands, staff_tag)

    def speak(self) -> None:
        """In this table's language, from now on and on both sides."""
        self.hands.select(self.page.locator("#lang"), self.tag)
        with self.page.expect_navigation():
            self.hands.press(self.page.locator(".language button"))
        self.page.locator(f"html[lang='{self.tag}']").wait_for()

    def turn_to(self, side: str) -> None:
        """Where the screen is too small for both."""
        radio = self.page.locator(f"#side-{side}")
        if radio.is_visible() and not radio.is_checked():
            self.hands.choose(radio)
        self.page.locator(f".side.{side}").wait_for(state="visible")

    def move_clock(self, step: str = "next") -> None:
        """Until the page shows that it was moved."""
        before = self._face()
        self.hands.press(self.page.locator(f"#mover button[value='{step}']"))
        self.page.wait_for_function(
            "(before) => document.getElementById('clock').innerText !== before"
            " && !document.getElementById('mover').hasAttribute('aria-busy')",
            arg=before,
        )

    def move_clock_to(self, event: str) -> None:
        """From event to event, up to this one."""
        name = said(self.tag, f"demo.event.{event}")
        for _ in range(MOST_EVENTS):
            is_next = name.search(self._face())
            self.move_clock()
            if is_next:
                return
        raise LookupError(event)

    def _face(self) -> str:
        return self.page.locator("#clock").inner_text()
