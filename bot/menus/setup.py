"""The rich menus of this house: drawn into a folder to be looked at, or told to LINE in the languages that are served.

Never here: what stands on them (`layout`), or what LINE is asked (`telling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot import wiring
from bot.measures import Measures
from bot.menus.drawing import Drawn, draw
from bot.menus.layout import menu
from bot.menus.linking import Linking
from bot.menus.telling import tell
from bot.ports import Unreachable
from bot.poster.fonts import machine_fonts
from bot.settings import BadSettings
from flows.office.policy import Policy
from flows.words import Words
from storage.faults import StoreError
from storage.migrate import head, revision


def drawn(words: Iterable[Words]) -> tuple[Drawn, ...]:
    """Raises `BadSettings` with what this machine lacks, or which label does not fit."""
    return tuple(draw(menu(each), machine_fonts(each.tag, bold=True)) for each in words)


def save(folder: Path) -> list[Path]:
    """One picture for each language that there is, served or not. Raises `BadSettings`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_saved(each, folder) for each in drawn(wiring.words(Measures()).values())]
    except OSError as error:
        raise BadSettings(f"--menus {folder}: {error.strerror or error}") from None


async def set_up(linking: Linking) -> str:
    """What was done, in a line. Raises `BadSettings`."""
    await _ensure_database(linking)
    rooms = linking.rooms
    served = languages(rooms.policies)
    pictures = drawn(rooms.words[tag] for tag in served)
    try:
        async with linking.open() as api:
            told = await tell(api, pictures, served[0], linking)
    except Unreachable as error:
        raise BadSettings(f"line: rich menus: {error}") from None
    return f"rich menus: {len(told.made)} new, {len(told.kept)} as they were, {told.removed} taken away"


async def _ensure_database(linking: Linking) -> None:
    """Who sees which menu is kept there."""
    try:
        current = await linking.store.aread(revision) == head()
    except StoreError as error:
        raise BadSettings(f"database unreachable: {error}") from None
    if not current:
        raise BadSettings("the database's schema is not current: run `madoguchi migrate`")


def languages(policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """Of all offices; the first is what everybody sees who has chosen none: the first office's own."""
    first = next(iter(policies.values())).default_language
    return tuple(dict.fromkeys((first, *(tag for each in policies.values() for tag in each.languages))))


def _saved(drawn: Drawn, folder: Path) -> Path:
    file = folder / f"{drawn.menu.tag}.png"
    file.write_bytes(drawn.png)
    return file
