"""What the tests of the menus share: LINE's stand-in, and menus that are quickly drawn."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.channels.line.menus import MenuApi
from bot.lab.line import LineLab
from bot.menus.drawing import Drawn
from bot.menus.layout import HEIGHT, WIDTH, menu
from tests.bot.moving import words

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def city() -> Iterator[LineLab]:
    with LineLab(lambda: NOW) as lab:
        yield lab


@pytest.fixture
def lab(city: LineLab) -> LineLab:
    """The same platform, as if nobody had told it anything."""
    city.faults.clear()
    city.calls.clear()
    menus = city.world.menus
    menus.default = None
    for each in (menus.known, menus.images, menus.aliases, menus.linked):
        each.clear()
    return city


@pytest.fixture
def api(lab: LineLab) -> Callable[[], MenuApi]:
    return lambda: MenuApi(lab.access_token, lab.url, lab.url, 0.5)


@pytest.fixture(scope="session")
def plain() -> Callable[..., Drawn]:
    """A menu of that language with an empty picture; `look` tells one version from another."""
    data = io.BytesIO()
    Image.new("1", (WIDTH, HEIGHT), 1).save(data, "PNG")

    def made(tag: str, look: str = "") -> Drawn:
        return Drawn(menu(words()[tag]), data.getvalue(), hashlib.sha256(f"{tag}{look}".encode()).hexdigest())

    return made
