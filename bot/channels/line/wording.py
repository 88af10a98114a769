"""A letter in words: its text, what may be typed, and what its buttons do. Common to all shapes of message.

Never the shape itself (text, template, card), and no text of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.line import limits
from bot.channels.line.measure import Measure, clip, utf16
from bot.envelope import Letter
from flows.messages import Choice
from flows.words import Words

MARK = "anytime.may_be_repeat"
ALT = "line.alt"
"""Shown where the message itself is not, on a locked screen too: neutral, no personal data."""
_GAP = "\n\n"
_BETWEEN = " / "
_SAYS = " \u2192 "
_BULLET = "\u30fb"


@dataclass(frozen=True, slots=True)
class Button:
    choice: Choice
    label: str
    footer: bool = False

    @property
    def numbered(self) -> str:
        return f"{self.choice.number}. {self.label}" if self.choice.number else self.label


@dataclass(frozen=True, slots=True)
class Worded:
    letter: Letter
    text: str
    buttons: tuple[Button, ...]
    alt: str
    mark: str = ""
    group: bool = False
    link: tuple[str, str] | None = None
    """Label and address of a button that leads out of the chat."""

    @property
    def choices(self) -> tuple[Button, ...]:
        return tuple(each for each in self.buttons if not each.footer)

    @property
    def footers(self) -> tuple[Button, ...]:
        return tuple(each for each in self.buttons if each.footer)

    @property
    def listed(self) -> str:
        """Every choice as it can be typed: LINE on a PC shows no quick replies, and they vanish elsewhere."""
        return "\n".join(_line(each, group=self.group) for each in self.choices)

    @property
    def always(self) -> str:
        """Back and the menu, which are typed by their names."""
        return _BETWEEN.join(each.label for each in self.footers)

    @property
    def typable(self) -> str:
        return joined(self.mark, self.text, self.listed, self.always)


def joined(*parts: str) -> str:
    return _GAP.join(part for part in parts if part)


def worded(letter: Letter, words: Words, *, repeated: bool, group: bool) -> Worded:
    return Worded(
        letter,
        words.text(letter.key, letter.values).strip(),
        (
            *(Button(each, _label(each, words)) for each in letter.choices),
            *(Button(each, _label(each, words), footer=True) for each in letter.footers),
        ),
        clip(words.text(ALT), limits.ALT),
        words.text(MARK).strip() if repeated else "",
        group,
        (words.text(letter.link.label.key, letter.link.label.values).strip(), letter.link.url) if letter.link else None,
    )


def action(said: Worded, button: Button, label: str, limit: int, measure: Measure = utf16) -> Mapping[str, Any]:
    """What a tap does. In a group it sends words, since only messages there promise to name their author."""
    short = clip(label, limit, measure)
    if said.group or not said.letter.prompt:
        text = button.choice.says or button.label
        return {"type": "message", "label": short, "text": clip(text, limits.SAYS)}
    return {
        "type": "postback",
        "label": short,
        "data": f"{said.letter.prompt}:{button.choice.code}",
        "displayText": clip(button.label, limits.DISPLAY),
    }


def _label(choice: Choice, words: Words) -> str:
    return words.text(choice.label.key, choice.label.values).strip()


def _line(button: Button, *, group: bool) -> str:
    head = button.numbered if button.choice.number else f"{_BULLET}{button.label}"
    says = button.choice.says
    return f"{head}{_SAYS}{says}" if group and says and says != button.label else head
