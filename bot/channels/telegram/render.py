"""What goes to Telegram: letters become the operations of one sending, as JSON that can be kept. Pure.

Here live Telegram's limits on what is shown: 4,096 units of text, 64 bytes behind a button, where buttons stand.
Plain text without a parse mode, so nothing a person typed can become markup; no previews, which would visit a link.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from bot.envelope import Letter, calls
from flows.messages import Choice
from flows.words import Words

JSON: TypeAlias = dict[str, Any]

TEXT_UNITS: Final = 4096
DATA_BYTES: Final = 64
NARROW: Final = 14
"""Columns of a label of which two stand side by side on a small telephone; a kanji takes two."""
REPEATED: Final = "anytime.may_be_repeat"
GAP: Final = "\n\n"
BREAKS: Final = (GAP, "\n", "。", ". ", " ")
"""Where a long text may be cut, the best place first."""
SMALLEST: Final = 3
"""No part is cut shorter than the third of what fits."""


def render(letters: Sequence[Letter], words: Words, *, repeated: bool = False) -> JSON:
    """`{"operations": […]}`: each a method and its parameters but for the chat, which may move before they go."""
    mark = words.text(REPEATED)
    return {"operations": [each for letter in letters for each in _operations(letter, words, mark, repeated)]}


def _operations(letter: Letter, words: Words, mark: str, repeated: bool) -> list[JSON]:  # noqa: FBT001 -- private
    if letter.closes:
        return [{"method": "editMessageReplyMarkup", "message_id": int(letter.edits)}] if letter.edits else []
    # Room for the mark is always kept, so that a repeat is cut at the same places.
    # On a line of its own in its international form every client makes a number a link; no button could call it.
    said = GAP.join(each for each in (words.text(letter.key, letter.values), calls(letter)) if each)
    parts = cut(said, TEXT_UNITS - units(mark + GAP))
    shown = [mark + GAP + part if repeated else part for part in parts]
    operations: list[JSON] = [_message(part) for part in shown]
    if letter.edits:
        operations[0] |= {"method": "editMessageText", "message_id": int(letter.edits)}
    if rows := _rows(letter, words):
        operations[-1]["reply_markup"] = {"inline_keyboard": rows}
    return operations


def _message(text: str) -> JSON:
    return {"method": "sendMessage", "text": text, "link_preview_options": {"is_disabled": True}}


# -- buttons -----------------------------------------------------------------------------------------------


def _rows(letter: Letter, words: Words) -> list[list[JSON]]:
    """A button that could not say which question it answers is left off; typing still works."""
    if not letter.prompt:
        return []
    buttons = [_button(letter.prompt, choice, words) for choice in letter.choices]
    abreast = 2 if all(columns(button["text"]) <= NARROW for button in buttons) else 1
    rows = [buttons[at : at + abreast] for at in range(0, len(buttons), abreast)]
    footers = [_button(letter.prompt, choice, words) for choice in letter.footers]
    return [*_link(letter, words), *rows, *([footers] if footers else [])]


def _link(letter: Letter, words: Words) -> list[list[JSON]]:
    """In a row of its own. Telegram takes no address of this machine, which only a rehearsal has."""
    if letter.link is None or not letter.link.url.startswith("https://"):
        return []
    return [[{"text": words.text(letter.link.label.key, letter.link.label.values), "url": letter.link.url}]]


def _button(prompt: str, choice: Choice, words: Words) -> JSON:
    label = words.text(choice.label.key, choice.label.values)
    return {"text": label, "callback_data": callback_data(prompt, choice.code)}


def callback_data(prompt: str, code: str) -> str:
    """What a tap sends back. Raises `ValueError` where Telegram would refuse it."""
    data = f"{prompt}:{code}"
    if ":" in prompt or len(data.encode()) > DATA_BYTES:
        raise ValueError(f"no room behind a button for {data!r}")
    return data


def columns(label: str) -> int:
    """How wide a label is, in columns of Latin letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)


# -- text --------------------------------------------------------------------------------------------------


def units(text: str) -> int:
    """UTF-16 code units: never fewer than Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, between paragraphs if possible; nothing but space is lost."""
    parts, rest = [], text.strip()
    while units(rest) > limit:
        end = _end(_head(rest, limit))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest]


def _head(text: str, limit: int) -> str:
    # The last unit may be half a sign, and is then left to the next part.
    return text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")


def _end(head: str) -> int:
    for mark in BREAKS:
        at = head.rfind(mark)
        if at >= len(head) // SMALLEST:
            return at + len(mark)
    return len(head)
