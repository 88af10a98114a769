"""Cards: a Flex bubble with a title, the text, and buttons that stay.

Which letters are cards is a table here. A card that would not fit is no card: its letter goes as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.line import limits
from bot.channels.line.measure import clip, graphemes, utf16
from bot.channels.line.wording import Button, Worded, action, joined
from bot.envelope import CALLS, calls

Json = Mapping[str, Any]

OFFER, BOOKING = "#0B6E4F", "#1D4E89"
CARDS = (
    ("choosing.", OFFER),
    ("notice.offered", OFFER),
    ("notice.freed", OFFER),
    ("booking.form.", BOOKING),
    ("looking.", BOOKING),
    ("notice.booked", BOOKING),
    ("booking.language.", BOOKING),
    ("language.", BOOKING),
    *((key, BOOKING) for key in sorted(CALLS)),
)
"""Beginnings of keys, and the colour of the card's title (contrast on white above 4.5). Languages are too many for
quick replies, of which there are at most thirteen.
"""
PLAIN = "#222222"
LINK = "#1A5FB4"

_TITLE = 60
_TELEPHONE = "\u260e"
_MOST = 2000
"""What is longer is no card but a letter, and better read (and copied) as text."""
_WEB = re.compile(r"https?://[!-~]+")
_TAIL = ".,;:!?)]}>'\""


def bubble(said: Worded) -> Json | None:
    """The message as a card, if it is one of `CARDS` (in a group: if it has buttons) and fits."""
    colour = _colour(said)
    if not colour or utf16(said.typable) > _MOST:
        return None
    contents: dict[str, Any] = {"type": "bubble", "body": _vertical(list(_body(said, colour)))}
    out = (*_call(said, colour), *_out(said, colour))
    if buttons := [*out, *(_button(said, each, colour) for each in said.buttons)]:
        contents["footer"] = _vertical(buttons)
    if limits.bubble_size(contents) > limits.BUBBLE:
        return None
    return {"type": "flex", "altText": said.alt, "contents": contents}


def _colour(said: Worded) -> str:
    if said.group and said.buttons:
        return PLAIN
    return next((colour for prefix, colour in CARDS if said.letter.key.startswith(prefix)), "")


def _body(said: Worded, colour: str) -> Iterator[Json]:
    if said.mark:
        yield _text(said.mark, size="sm", color=PLAIN)
    title, rest = _titled(said.text)
    if title:
        yield _text(title, weight="bold", size="lg", color=colour)
    yield from _paragraphs(joined(rest, said.listed if _list_needed(said) else ""))


def _titled(text: str) -> tuple[str, str]:
    """The first line is the title, if it is short and something follows it."""
    first, _, rest = text.partition("\n")
    fits = rest.strip() and utf16(first) <= _TITLE and not _WEB.search(first)
    return (first.strip(), rest.strip()) if fits else ("", text)


def _list_needed(said: Worded) -> bool:
    """Buttons show what to type, unless they are cut, or something else is to be typed (in groups)."""
    return said.group or any(_cut(each) for each in said.choices)


def _cut(button: Button) -> bool:
    return graphemes(button.numbered) > limits.FLEX_LABEL


def _paragraphs(text: str) -> Iterator[Json]:
    """Runs of plain lines, and each line with an address by itself: Flex makes no links of its own."""
    plain: list[str] = []
    for line in [*text.split("\n"), None]:
        uri = _address(line) if line else ""
        if line is not None and not uri:
            plain.append(line)
            continue
        if run := "\n".join(plain).strip():
            yield _text(run, color=PLAIN)
        plain.clear()
        if line and uri:
            yield _link(line, uri)


def _address(line: str) -> str:
    found = _WEB.search(line)
    uri = found[0].rstrip(_TAIL) if found else ""
    return uri if len(uri) <= limits.URI else ""


def _link(line: str, uri: str) -> Json:
    link = {"type": "uri", "uri": uri}
    return _text(line.strip(), color=LINK, decoration="underline", action=link)


def _text(text: str, **style: str | Json) -> Json:
    return {"type": "text", "text": text, "wrap": True, **style}


def _out(said: Worded, colour: str) -> Iterator[Json]:
    """The button that opens an address, above those that answer. LINE takes no address that is not https."""
    if said.link and said.link[1].startswith("https://") and len(said.link[1]) <= limits.URI:
        label, uri = clip(said.link[0], limits.FLEX_LABEL, graphemes), said.link[1]
        opens = {"type": "uri", "label": label, "uri": uri}
        yield {"type": "button", "height": "sm", "style": "primary", "color": colour, "action": opens}


def _button(said: Worded, button: Button, colour: str) -> Json:
    look = {"style": "link", "color": colour} if button.footer else {"style": "secondary"}
    tap = action(said, button, button.numbered, limits.FLEX_LABEL, graphemes)
    return {"type": "button", "height": "sm", "adjustMode": "shrink-to-fit", "action": tap, **look}


def _call(said: Worded, colour: str) -> Iterator[Json]:
    """Calls the office. The number stands in the text too, for whoever reads on a PC."""
    if number := calls(said.letter):
        label = clip(f"{_TELEPHONE} {said.letter.values['phone']}", limits.FLEX_LABEL, graphemes)
        tap = {"type": "uri", "label": label, "uri": f"tel:{number}"}
        yield {"type": "button", "height": "sm", "style": "primary", "color": colour, "action": tap}


def _vertical(contents: list[Json]) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": contents}
