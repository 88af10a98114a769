"""What looks at a page as somebody with a small screen does: is anything cut, in the way of another, or only a box?

Here live the looks; where to look is said by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

SMALL: Final = {"width": 375, "height": 812}
# Whatever is wider than the screen, or than the part of the page that it stands in; each line of each text against the
# box that holds it; parts that stand on one another.
CRAMPED: Final = """() => {
  const root = document.documentElement;
  const found = root.scrollWidth > root.clientWidth ? ["the page is too wide"] : [];
  const log = document.getElementById("log");
  if (log && root.scrollHeight > root.clientHeight) found.push("the page is too high");
  const shown = (part) => part.checkVisibility() && !part.closest(".heard");
  const name = (part) => part.outerHTML.slice(0, 160);
  const all = (parts) => [...document.querySelectorAll(parts)].filter(shown);
  for (const part of all("#log, .bubble, .bubble .text, button, summary, a.big, input:not([type=hidden])")) {
    const { left, right } = part.getBoundingClientRect();
    const spills = part.tagName !== "INPUT" && part.scrollWidth > part.clientWidth + 1;
    if (left < -1 || right > root.clientWidth + 1 || spills) found.push(`too wide: ${name(part)}`);
  }
  for (const box of all(".bubble .text, button, h1, .names p, summary, .names, main p")) {
    const frame = box.getBoundingClientRect();
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (!text.data.trim() || !shown(text.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) {
        const out = line.left < frame.left - 1 || line.right > frame.right + 1;
        const cut = line.top < frame.top - 4 || line.bottom > frame.bottom + 4;
        if (out || cut) found.push(`outside its box: ${name(box)}`);
      }
    }
  }
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  for (const field of all("input[placeholder]")) {
    const look = getComputedStyle(field);
    pen.font = look.font;
    const room = field.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
    if (pen.measureText(field.placeholder).width > room + 1) found.push(`cut: ${name(field)}`);
  }
  const rects = all(".bubble .text, .bubble button").map((part) => [part, part.getBoundingClientRect()]);
  rects.sort((one, two) => one[1].top - two[1].top);
  rects.forEach(([part, one], at) => {
    for (const [other, two] of rects.slice(at + 1)) {
      if (two.top >= one.bottom - 1) break;
      const beside = two.left >= one.right - 1 || two.right <= one.left + 1;
      if (!beside && !part.contains(other) && !other.contains(part)) found.push(`over one another: ${name(part)}`);
    }
  });
  return [...new Set(found)];
}"""
# Drawn as a code point that stands for no sign is drawn: no font of this machine knows it.
MISSING: Final = """(signs) => {
  const canvas = new OffscreenCanvas(48, 48);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = "24px " + getComputedStyle(document.body).fontFamily;
  const drawn = (sign) => {
    pen.clearRect(0, 0, 48, 48);
    pen.fillText(sign, 12, 32);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const none = drawn("\\u0378");
  return signs.filter((sign) => drawn(sign) === none);
}"""


@dataclass
class Eyes:
    """Looks at one page again and again, and remembers what it did not like, and every sign that it has read."""

    page: Page
    found: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)

    def look(self) -> None:
        self.found += self.page.evaluate(CRAMPED)
        self.signs |= {sign for sign in self.page.inner_text("body") if not sign.isspace() and sign.isprintable()}

    def missing(self) -> list[str]:
        """Signs that this machine cannot draw."""
        missing: list[str] = self.page.evaluate(MISSING, sorted(self.signs))
        return missing
