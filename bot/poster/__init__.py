"""`madoguchi offices poster`: an office's page to hang on a wall, with the QR codes of its chats.

Here is put together what stands on it. Never here: how it is drawn (`page`).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from bot import wiring
from bot.measures import Measures
from bot.ports import Channel, SystemChance, SystemClock, Unreachable
from bot.poster.fonts import font_file, machine_fonts
from bot.poster.page import DPI, Code, Sheet, draw
from bot.settings import PREFIX, BadSettings, Settings
from flows.arriving import first_words
from flows.office.policy import Policy
from flows.words import Words

BASIC_ID = re.compile(r"@[\w.-]+")
KINDS = {".png": "PNG", ".pdf": "PDF"}
CHANNELS = ("telegram", "line")


def make(  # noqa: PLR0913 -- what a poster is made of
    settings: Settings, office: str, locale: str, out: Path, font: Path | None, names: Mapping[str, str]
) -> None:
    """`names` are those of the bot and the account, by channel; empty to leave it out, absent to ask the platform.
    Raises `BadSettings`.
    """
    offices = wiring.policies(settings)
    policy = offices.get(office)
    if policy is None:
        raise BadSettings(f"there is no office {office!r}; offices: {', '.join(offices)}")
    if locale not in policy.languages:
        raise BadSettings(f"office {office!r} does not serve {locale!r}; its languages: {', '.join(policy.languages)}")
    if out.suffix.lower() not in KINDS:
        raise BadSettings(f"--out {out}: must end in .png or .pdf")
    known = {**names, **asyncio.run(_asked(settings, [each for each in CHANNELS if each not in names]))}
    words = wiring.words(Measures())[locale]
    fonts = font_file(font) if font else machine_fonts(locale.partition("-")[0])
    save(draw(sheet(policy, words, settings, known, several=len(offices) > 1), fonts), out)


def sheet(
    policy: Policy, words: Words, settings: Settings, names: Mapping[str, str], *, several: bool = False
) -> Sheet:
    """With several offices behind one account each link says which it means."""
    if not settings.public_url:
        raise BadSettings(f"{PREFIX}PUBLIC_URL is missing: the code on the poster must lead somewhere")
    others = []
    if telegram := names.get("telegram", "").removeprefix("@"):
        others.append(Code(f"https://t.me/{telegram}?start={policy.id}", words.text("poster.telegram")))
    if line := BASIC_ID.search(names.get("line", "")):
        others.append(Code(_line(line.group(), policy.id if several else ""), words.text("poster.line")))
    return Sheet(
        policy.name(words.tag),
        words.text("poster.what"),
        Code(f"{settings.public_url}/chat/{policy.id}", words.text("poster.web")),
        tuple(others),
        words.text("poster.phone", {"phone": policy.phone}),
    )


def _line(account: str, office: str) -> str:
    """Adds the account as a friend; or opens its chat with words in the field that name the office, for LINE's links
    carry nothing else to us.
    """
    if not office:
        return f"https://line.me/R/ti/p/{account}"
    return f"https://line.me/R/oaMessage/{quote(account, safe='')}/?{quote(first_words(office), safe='')}"


def save(page: Image.Image, out: Path) -> None:
    """As the name of the file ends."""
    try:
        page.save(out, KINDS[out.suffix.lower()], dpi=(DPI, DPI), resolution=DPI)
    except OSError as error:
        raise BadSettings(f"--out {out}: {error.strerror or error}") from None


async def _asked(settings: Settings, channels: list[str]) -> dict[str, str]:
    """Our own names on those channels that are on; nothing is opened where none is."""
    wanted = [each for each in channels if getattr(settings, each)]
    if not wanted:
        return {}
    whole = wiring.whole(settings, SystemClock(), SystemChance(), inline=True)
    try:
        return {each: await _name(each, whole.rooms.channels[each]) for each in wanted}
    finally:
        await whole.close()
        await asyncio.to_thread(whole.store.close, 5.0)


async def _name(name: str, channel: Channel) -> str:
    try:
        return await channel.whoami()
    except Unreachable as error:
        raise BadSettings(f"{name} does not say our name ({error}): give it with --{name}") from None
