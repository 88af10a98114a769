"""One conversation as a page shows it and posts to it: the job seeker's chat, and the demo's staff group.

Here live the transcript, what a form of it says, and the stream of what is new; never a cookie or a route.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.channels.web.parse import Note
from bot.channels.web.render import own
from bot.pages.paper import filled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from starlette.datastructures import FormData

    from bot.envelope import Author
    from bot.pages.ports import House, WebMessage
    from flows.words import Words

LONGEST: Final = 1000
"""Signs that one message may have; the field in the page takes no more."""
LOOK_AGAIN: Final = 5.0
"""Seconds after which a stream looks without having been woken: another process may have written."""
FIRST_ANSWER: Final = 2.0
"""Seconds for which a browser without JavaScript waits for the answer, up to three times."""


@dataclass(frozen=True, slots=True)
class Room:
    base: str
    """Address of its page; its form and its stream lie below."""
    address: str
    author: Author
    words: Words
    group: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A bubble and what the rest of the transcript makes of it."""

    number: int
    bubble: Mapping[str, Any]
    past: bool = False
    """A later question waits; its buttons still work, and are answered gently."""
    picked: frozenset[str] = frozenset()
    newest: bool = False


def transcript(rows: Sequence[WebMessage], *, group: bool) -> list[Shown]:
    picked = frozenset(row.bubble["picked"] for row in rows if row.bubble["picked"])
    waiting = max((row.number for row in rows if _asks(row.bubble)), default=0)
    newest = rows[-1].number if rows else 0
    return [
        Shown(
            row.number,
            row.bubble,
            past=not group and _asks(row.bubble) and row.number < waiting,
            picked=picked,
            newest=row.number == newest,
        )
        for row in rows
    ]


def _asks(bubble: Mapping[str, Any]) -> bool:
    return bool(bubble["choices"] or bubble["footers"])


# -- what a form says ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Posted:
    note: Note
    bubble: Mapping[str, Any] | None
    """None for a button that this conversation was never shown: it is answered, but not quoted."""


def posted(room: Room, form: FormData, rows: Sequence[WebMessage], at: datetime) -> Posted | None:
    """What was picked or typed; None where the form is empty."""
    pick, text, nonce = (_field(form, name) for name in ("pick", "text", "nonce"))
    if pick:
        return _picked(room, pick, nonce[:64], rows, at)
    if not text.strip():
        return None
    text = text.strip()[:LONGEST]
    note = Note(room.address, "said", at, room.author, nonce[:64], text, group=room.group)
    return Posted(note, own(text, room.words.tag, author=room.author.name))


def _picked(room: Room, pick: str, nonce: str, rows: Sequence[WebMessage], at: datetime) -> Posted:
    prompt, _, code = pick[:200].partition(":")
    note = Note(room.address, "picked", at, room.author, nonce, prompt=prompt, code=code, group=room.group)
    for row in reversed(rows):
        for button in (*row.bubble["choices"], *row.bubble["footers"]):
            if (button["prompt"], button["code"]) == (prompt, code):
                lang = row.bubble["lang"]
                return Posted(note, own(button["label"], lang, author=room.author.name, picked=pick))
    return Posted(note, None)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


# -- what is new --------------------------------------------------------------------------------------------


async def stream(house: House, room: Room, after: int) -> AsyncIterator[dict[str, str]]:
    """Each new bubble as the page shows it, for as long as someone listens."""
    while True:
        for row in await house.history(room.address, after):
            after = row.number
            yield {"id": str(after), "data": fragment(room, Shown(after, row.bubble))}
        await house.wait_for_news(room.address, after, LOOK_AGAIN)


def fragment(room: Room, shown: Shown) -> str:
    return filled("bubble.html", room.words, shown=shown, group=room.group)


async def first_answer(house: House, address: str, after: int) -> None:
    """Until something of ours is there to be shown, or it takes too long."""
    for _ in range(3):
        await house.wait_for_news(address, after, FIRST_ANSWER)
        rows = await house.history(address, after)
        if not rows or any(row.bubble["kind"] != "own" for row in rows):
            return
        after = rows[-1].number
