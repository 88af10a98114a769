"""Two ways of using a page: with a mouse, and with the keyboard alone.

Here live pressing, typing and choosing; what is pressed when is in `players`. Whoever uses the keyboard must be able
to see where it is: each stop that is used is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_LOOKS: Final = 60
KEYS: Final = {"before": "Tab", "after": "Shift+Tab", "group": "ArrowRight"}
# Where the focus is, seen from the part that is looked for: on it, before it, or after it; and about how many stops
# away, as far as it can be told from the document that has the focus.
BEARING: Final = """(part) => {
  const stops = (doc) => [...doc.querySelectorAll("a[href], button, input, select, summary, iframe, [tabindex='0']")]
    .filter((each) => each.checkVisibility() && each.tabIndex >= 0 && each.type !== "hidden")
    .filter((each) => each === part || each.type !== "radio" || each.checked);
  const side = (here, there) =>
    here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_FOLLOWING ? "before" : "after";
  const frame = window.frameElement;
  const top = window.top.document;
  const outer = top.activeElement;
  if (frame ? outer === frame : !outer.contentDocument) {
    const here = document.activeElement;
    if (here === part) return ["here", 0];
    if (part.type === "radio" && here.name === part.name) return ["group", 1];
    const all = stops(document);
    return [side(here, part), Math.abs(all.indexOf(part) - all.indexOf(here))];
  }
  const goal = frame || part;
  const where = side(outer, goal);
  const all = outer.contentDocument ? stops(outer.contentDocument) : stops(top);
  const at = all.indexOf(outer.contentDocument ? outer.contentDocument.activeElement : outer);
  const edge = outer.contentDocument ? (where === "before" ? all.length : -1) : all.indexOf(goal);
  return [where, Math.abs(edge - at)];
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
        where, stops = part.evaluate(BEARING)
        for _ in range(MOST_LOOKS):
            if where == "here":
                break
            for _ in range(max(1, stops)):
                self.page.keyboard.press(KEYS[where])
            where, stops = part.evaluate(BEARING)
        assert where == "here", "the keyboard does not get there"
        trouble = part.evaluate(IN_SIGHT)
        assert not trouble, trouble
