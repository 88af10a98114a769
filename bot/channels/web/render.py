"""Letters become bubbles: plain JSON that is kept as it is, and shown again whenever the page is opened.

Texts are plain, with line breaks; the page escapes them. Nothing here is HTML, and nothing is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from bot.envelope import Letter
from flows.messages import Choice
from flows.words import Words

OFFICIAL = "reading.page.ask"
JAPANESE = "ja"


class Button(TypedDict):
    prompt: str
    code: str
    label: str
    number: int
    """What typing it by number is; 0 where it has none."""


class Bubble(TypedDict):
    kind: str
    """`letter`, or `own`: what the person wrote or picked."""
    key: str
    text: str
    quoted: NotRequired[str]
    """Below it: a passage of an official text, in the language it is written in."""
    quoted_lang: NotRequired[str]
    lang: str
    choices: list[Button]
    footers: list[Button]
    repeated: bool
    """It may have been delivered before."""
    author: str
    """Who wrote it, where several do (the staff group)."""
    picked: str
    """`prompt:code` of the button that an own bubble stands for."""


def render(letters: Sequence[Letter], words: Words, *, repeated: bool = False) -> Mapping[str, Any]:
    """The page cannot edit, so a letter that only takes buttons away says nothing."""
    return {"bubbles": [_bubble(each, words, repeated=repeated) for each in letters if not each.closes]}


def own(text: str, lang: str, *, author: str = "", picked: str = "") -> Bubble:
    """The person's own words, as the page shows them."""
    return Bubble(
        kind="own",
        key="",
        text=text,
        lang=lang,
        choices=[],
        footers=[],
        repeated=False,
        author=author,
        picked=picked,
    )


def _bubble(letter: Letter, words: Words, *, repeated: bool) -> Bubble:
    """A page of an official text stands apart, in the language it is written in: screen readers must know."""
    official = str(letter.values.get("text", "")) if letter.key == OFFICIAL else ""
    values = {**letter.values, "text": ""} if official else letter.values
    bubble = Bubble(
        kind="letter",
        key=letter.key,
        text=words.text(letter.key, values),
        lang=words.tag,
        choices=[_button(each, letter.prompt, words) for each in letter.choices],
        footers=[_button(each, letter.prompt, words) for each in letter.footers],
        repeated=repeated,
        author="",
        picked="",
    )
    if official:
        bubble |= {"quoted": official, "quoted_lang": JAPANESE}
    return bubble


def _button(choice: Choice, prompt: str, words: Words) -> Button:
    label = words.text(choice.label.key, choice.label.values)
    return Button(prompt=prompt, code=choice.code, label=label, number=choice.number)
