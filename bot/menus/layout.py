"""What stands on a rich menu and where: its cells, their commands and labels, and the object that LINE is given.

Pure: no drawing, no network. Labels come from the catalogue; a cell sends its command, not its label, so that a menu
that somebody still sees after a label was changed, or in another language, works as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.channels.line.parse import MENU
from flows import anytime
from flows.words import Words

WIDTH: Final = 2500
HEIGHT: Final = 843
"""The low one of LINE's two usual shapes, so that the conversation above it stays in sight."""
COLUMNS: Final = 3
COMMANDS: Final = (
    *(anytime.BOOK, anytime.BOOKING, anytime.CANCEL),
    *(anytime.LANGUAGE, anytime.PHONE, anytime.PERSON),
)
PREFIX: Final = "madoguchi"
"""Of the names and aliases of our menus: any other menu of the account is not ours to touch."""
DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cell:
    command: str
    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class Menu:
    tag: str
    bar: str
    cells: tuple[Cell, ...]


def menu(words: Words) -> Menu:
    cells = tuple(
        Cell(anytime.name(code), words.text(anytime.label(code).key), box)
        for code, box in zip(COMMANDS, boxes(), strict=True)
    )
    return Menu(words.tag, words.text("line.bar"), cells)


def boxes() -> tuple[Box, ...]:
    """One for each command, row by row; together they cover the picture, whatever the rounding."""
    rows = -(-len(COMMANDS) // COLUMNS)
    columns = _cuts(WIDTH, COLUMNS)
    return tuple(Box(x, y, right - x, bottom - y) for y, bottom in _cuts(HEIGHT, rows) for x, right in columns)[
        : len(COMMANDS)
    ]


def request(shown: Menu, name: str) -> Mapping[str, Any]:
    """As `createRichMenu` takes it."""
    return {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "name": name,
        "chatBarText": shown.bar,
        "areas": [{"bounds": _bounds(each.box), "action": _action(each)} for each in shown.cells],
    }


def alias(tag: str) -> str:
    """LINE takes small letters, digits, hyphens and underscores, 32 at most."""
    return f"{PREFIX}-{tag.lower()}"


def name(tag: str, digest: str) -> str:
    """What is shown by it is in the name, so that nothing is uploaded again as long as it is the same."""
    return f"{PREFIX}:{tag}:{digest[:DIGITS]}"


def tag_of(name: str) -> str:
    """The language of a menu of ours; empty for another's."""
    prefix, _, rest = name.partition(":")
    return rest.partition(":")[0] if prefix == PREFIX else ""


def _cuts(length: int, parts: int) -> list[tuple[int, int]]:
    return [(length * each // parts, length * (each + 1) // parts) for each in range(parts)]


def _bounds(box: Box) -> Mapping[str, int]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _action(cell: Cell) -> Mapping[str, str]:
    data = f"{MENU}:{cell.command}"
    return {"type": "postback", "label": cell.label, "data": data, "displayText": cell.label}
