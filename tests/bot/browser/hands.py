"""Two ways of using a page: with a mouse, and with the keyboard alone.

Here live pressing, typing and choosing; what is pressed when is in `players`. Whoever uses the keyboard must be able
to see where it is: each stop that is used is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_TABS: Final = 400
# Where the focus is, seen from the part that is looked for: on it, before it, or after it.
BEARING: Final = """(part) => {
  const frame = window.frameElement;
  const outer = window.top.document.activeElement;
  const inside = frame && outer === frame;
  if (!frame || inside) {
    const here = document.activeElement;
    if (here === part) return "here";
    if (part.type === "radio" && here.name === part.name) return "group";
    if (here === document.body || here === document.documentElement) return "before";
    return here.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING ? "before" : "after";
  }
  if (outer === window.top.document.body) return "before";
  return outer.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING ? "before" : "after";
}"""
# A ring around it (or around what stands for it), inside what is shown, and nothing in front of it.
IN_SIGHT: Final = """(part) => {
  const shown = part.type === "radio" ? part.nextElementSibling : part;
  const ring = getComputedStyle(shown);
  if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2) return "no ring";
  const box = shown.getBoundingClientRect();
  const y = Math.min(box.bottom, box.top + 22) - 2;
  const top = document.elementFromPoint(box.left + box.width / 2, y);
  if (top && (shown.contains(top) || top.contains(shown) || part === top)) return "";
  return `covered by ${top?.outerHTML.slice(0, 80)}`;
}"""


class Hands(Protocol):
    are_led: bool
    """Whether the page takes the focus on to what comes after a button."""

    def press(self, part: Locator) -> None:
        """A button or a link."""
        ...

    def choose(self, part: Locator) -> None:
        """One of several radio buttons."""
        ...

    def write(self, field: Locator, text: str) -> None:
        """And send it."""
        ...

    def select(self, part: Locator, value: str) -> None:
        """From a list."""
        ...


class Mouse:
    are_led = False

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, part: Locator) -> None:
        part.click()

    def choose(self, part: Locator) -> None:
        part.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        self.page.keyboard.type(text)
        field.locator("xpath=following-sibling::button").click()

    def select(self, part: Locator, value: str) -> None:
        part.select_option(value)


class Keyboard:
    are_led = True

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, part: Locator) -> None:
        self.reach(part)
        self.page.keyboard.press("Enter")

    def choose(self, part: Locator) -> None:
        self.reach(part)
        if not part.is_checked():
            self.page.keyboard.press("Space")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def select(self, part: Locator, value: str) -> None:
        self.reach(part)
        self.page.keyboard.press("Home")
        for _ in range(part.locator("option").count()):
            if part.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise LookupError(value)

    def reach(self, part: Locator) -> None:
        """By Tab alone (arrow keys within a group of radio buttons), and see it."""
        part.wait_for(state="attached")
        for _ in range(MOST_TABS):
            where = part.evaluate(BEARING)
            if where == "here":
                break
            keys = {"before": "Tab", "after": "Shift+Tab", "group": "ArrowRight"}
            self.page.keyboard.press(keys[where])
        assert part.evaluate(BEARING) == "here"
        trouble = part.evaluate(IN_SIGHT)
        assert not trouble, trouble
