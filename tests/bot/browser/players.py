"""The two people of the story as they sit before a browser: a job seeker and a clerk.

Here lives what they do and what they wait to see, in any of the languages; hands are in `hands`.
Never here: a fixed sleep. What is waited for is a condition of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from locales.catalogue import HERE, entries_of
from locales.gaps import GAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FrameLocator, Locator, Page

    from tests.bot.browser.hands import Hands

NAME: Final = "Test Taro"
NUMBER: Final = "01234-5678901"
PHONE: Final = "090-1234-5678"
FIRST_DAY: Final = 3
ANSWERS: Final = ("go_on", "yes", "yes", NAME, NUMBER, PHONE, "registered", "rather_not", "none")
"""From the terms to the wishes, by codes and as typed: for `Demo.takes`, which is faster than any hand."""
WISHES: Final = ("4", "1", "enough")
CODE: Final = re.compile(r"\b[A-Z][A-Z0-9]{3}\b")


@cache
def said(tag: str, key: str) -> re.Pattern[str]:
    """A text as it can be known on a page: with anything where its values stand. A line that holds values may be left
    out, where they are empty, so that the others are looked for.
    """
    lines = entries_of(HERE, tag)[key].forms[0].splitlines()
    fixed = [line for line in lines if line.strip() and not GAP.search(line)]
    pieces = (piece.strip() for line in fixed or lines for piece in GAP.split(line)[::3])
    return re.compile(r"[\s\S]*".join(re.escape(piece) for piece in pieces if piece))


@dataclass
class Chat:
    """One side's chat, wherever it is shown."""

    page: Page
    where: Page | FrameLocator
    hands: Hands
    tag: str
    glance: Callable[[], None] = lambda: None
    """Called wherever the talk has come to rest: to take a picture or to measure."""
    since: int = 0
    """The newest message before this side did something: only what came later can be its answer."""

    # -- to see ------------------------------------------------------------------------------------------------

    def bubbles(self, key: str) -> Locator:
        """The messages in these words since this side did something."""
        return self._later("ours").filter(has_text=said(self.tag, key))

    def sees(self, *keys: str) -> Locator:
        for key in keys:
            self.bubbles(key).last.wait_for(state="attached")
        return self.bubbles(keys[-1]).last

    def word(self, key: str) -> str:
        """A label, as it is typed."""
        return entries_of(HERE, self.tag)[key].forms[0]

    # -- to do -------------------------------------------------------------------------------------------------

    def press(self, button: Locator) -> None:
        """And wait until it is known to have been pressed."""
        value = button.get_attribute("value")
        self._mark()
        self.hands.press(button)
        self.where.locator(f"button.picked[value='{value}']").last.wait_for(state="attached")
        if self.hands.are_led:
            self.where.locator(f"button[value='{value}']:not(:focus)").last.wait_for(state="attached")

    def pick(self, code: str) -> None:
        """A button of a message that came since this side did something, by its code."""
        self.press(self._later("ours").locator(f"button[value$=':{code}']").last)

    def pick_nth(self, key: str, nth: int) -> None:
        """A button of the last message in these words, by its place."""
        self.press(self.bubbles(key).last.locator(".choices button").nth(nth))

    def say(self, text: str) -> None:
        self._mark()
        self.hands.write(self.where.locator("#text"), text)
        self._later("mine").filter(has_text=text).last.wait_for(state="attached")

    def _later(self, side: str) -> Locator:
        return self.where.locator(f"xpath=//div[contains(@class, 'bubble {side}') and @data-number > {self.since}]")

    def _mark(self) -> None:
        numbers = "all => Math.max(0, ...all.map(each => Number(each.dataset.number)))"
        self.since = int(self.where.locator(".bubble").evaluate_all(numbers))


@dataclass
class Seeker(Chat):
    code: str = ""
    times: list[str] = field(default_factory=list)

    def begins(self) -> None:
        self.hands.press(self.where.locator("form[action$='/start'] button"))
        self.where.locator(f"button[value$=':{self.tag}']").wait_for()
        self.glance()
        self.pick(self.tag)
        self.sees("booking.purpose.ask")
        self.glance()

    def agrees_to_go_on(self) -> None:
        self.pick("go_on")
        self.sees("booking.terms.ask")
        self.glance()

    def reads_the_terms(self) -> None:
        self.pick("read-office")
        self.sees("terms.office.title")
        if self.tag != "ja":  # explained first, where there is no translation
            self.pick("official")
            self.sees("reading.page.ask")
        self.pick("next")
        self.pick("close")

    def is_ready(self) -> None:
        """From the terms to the first question that is answered by typing."""
        self.has_all_it_takes()
        self.sees("booking.name.ask")

    def has_all_it_takes(self) -> None:
        self.pick("go_on")
        for key in ("booking.device.ask", "booking.place.ask"):
            self.sees(key)
            self.glance()
            self.pick("yes")

    def answers(self) -> None:
        """Every question from the terms to the wishes."""
        self.is_ready()
        for key, text in (("name", NAME), ("number", NUMBER), ("phone", PHONE)):
            self.sees(f"booking.{key}.ask")
            self.glance()
            self.say(text)
        self.sees("booking.residence.ask")
        self.glance()
        self.pick("registered")
        self.would_rather_not_say()
        self.sees("booking.needs.ask")
        self.glance()
        self.pick("none")

    def would_rather_not_say(self) -> None:
        """Which status of residence: the first answer leads past every further question."""
        self.sees("booking.status.ask")
        self.glance()
        self.pick("rather_not")

    def wishes(self, count: int = 1) -> None:
        """The first free time of so many days, with enough time before them for every reminder."""
        for nth in range(count):
            self.sees("wish.day.ask")
            self.glance()
            self.pick_nth("wish.day.ask", FIRST_DAY + nth)
            self.sees("wish.time.ask")
            self.glance()
            self.pick_nth("wish.time.ask", 0)
            self.sees("wish.more.ask")
            self.glance()
            if nth + 1 < count:
                self.pick("another")
        self.pick("enough")
        self.sees("booking.review.ask")
        self.glance()

    def applies(self) -> None:
        self.pick("apply")
        told = self.sees("booking.done.told")
        self.sees("booking.done.cannot_ring")
        found = CODE.search(told.inner_text())
        assert found
        self.code = found[0]
        self.glance()

    def asks(self, wishes: int = 1) -> None:
        """From *go on* to *requested*."""
        self.agrees_to_go_on()
        self.answers()
        self.wishes(wishes)
        self.applies()

    def asks_again(self) -> None:
        """The same, with the answers of before."""
        self.agrees_to_go_on()
        self.has_all_it_takes()
        self.sees("booking.earlier.ask")
        self.glance()
        self.pick("same")
        self.sees("booking.residence.ask")
        self.pick("registered")
        self.would_rather_not_say()
        self.wishes()
        self.applies()

    def chooses(self) -> None:
        self.sees("notice.offered")
        self.glance()
        self.pick_nth("notice.offered", 0)
        self.sees("notice.booked")
        self.glance()

    def return_link(self) -> str:
        return self.link_in("booking.review.ask", "?back=")

    def join_link(self) -> str:
        return self.link_in("notice.booked", "/j/")

    def calendar_link(self) -> str:
        return self.link_in("notice.booked", "/c/")

    def link_in(self, key: str, piece: str) -> str:
        return str(self.sees(key).locator(f"a[href*='{piece}']").get_attribute("href"))


@dataclass
class Clerk(Chat):
    def offers(self, code: str, count: int = 2) -> None:
        """Ticks the first times on the card of that request, and sends them."""
        for nth in range(count):
            card = self.card(code, ticked=nth)
            card.wait_for(state="attached")
            self.press(card.locator(".choices button").nth(nth))
        card = self.card(code, ticked=count)
        card.wait_for(state="attached")
        self.glance()
        self.press(card.locator("button[value$=':offer']"))
        self.answered(code, "staff.did.offered")

    def card(self, code: str, *, ticked: int) -> Locator:
        """As it stands after so many ticks."""
        card = (
            self.where.locator(".bubble.ours")
            .filter(has_text=code)
            .filter(has_text=said(self.tag, "staff.card.requested"))
        )
        return card.filter(has_text=re.compile(f"(?:☑[^☑]*){{{ticked}}}")).last if ticked else card.last

    def answered(self, code: str, key: str) -> Locator:
        """The last message about that booking in these words."""
        found = self.where.locator(".bubble.ours").filter(has_text=code).filter(has_text=said(self.tag, key)).last
        found.wait_for(state="attached")
        return found

    def marks(self, code: str, key: str, verb: str) -> None:
        self.press(self.answered(code, key).locator(f"button[value$=':{verb}']"))
