from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import pytest

from bot.lab.ports import kept_port
from tests.bot.browser.conftest import PICTURES
from tests.bot.browser.hands import Keyboard, Mouse
from tests.bot.browser.table import Table
from tests.browser import grave_violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.bot.browser.service import Demo

    Draw = Callable[[Page, str], None]

pytestmark = pytest.mark.browser
SIZES: Final = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 812}}
HANDS: Final[dict[str, type[Mouse | Keyboard]]] = {"mouse": Mouse, "keyboard": Keyboard}
PLAYED: Final = [
    ("en", "phone", "keyboard"),
    ("ja-simple", "desktop", "mouse"),
]
DRAWN: Final = [(tag, size, "mouse") for tag in ("ja", "en", "ja-simple") for size in SIZES]
PATIENCE: Final = 30_000
"""Milliseconds, for a machine that is busy with other tests."""
WITHIN: Final = 10.0
"""Seconds until the page is served, once packages are in."""


@pytest.mark.parametrize(("tag", "size", "hands"), DRAWN if os.environ.get(PICTURES) else PLAYED)
def test_one_person_plays_the_whole_story_on_the_demo_page(
    demo: Demo, open_page: Callable[..., Page], picture: Draw, tag: str, size: str, hands: str
) -> None:
    page = open_page(viewport=SIZES[size])
    page.set_default_timeout(PATIENCE)
    page.goto(demo.url)
    table = Table(page, HANDS[hands](page), tag)

    def draw(moment: str, of: Page = page) -> None:
        picture(of, f"{tag}-{size}-{moment}")

    table.speak()
    draw("00-open")
    code = _a_request(table, draw)
    _an_offer_is_chosen(table, code, draw)
    _the_reminders_come(table, code, draw)
    _nobody_comes_and_a_clerk_undoes_it(table, code, draw)
    second = _another_booking(table)
    if hands == "mouse":
        _they_join(table, second, draw)
    else:
        _they_cancel(table, second)


def _a_request(table: Table, draw: Callable[..., None]) -> str:
    seeker = table.seeker
    seeker.begins()
    draw("01-purpose")
    seeker.agrees_to_go_on()
    seeker.reads_the_terms()
    draw("02-terms")
    seeker.answers()
    seeker.wishes(2)
    draw("03-summary")
    assert "/chat/demo?back=" in seeker.return_link()
    seeker.applies()
    draw("04-requested")
    return seeker.code


def _an_offer_is_chosen(table: Table, code: str, draw: Callable[..., None]) -> None:
    seeker, clerk = table.seeker, table.clerk
    table.turn_to("staff")
    clerk.card(code, ticked=0).wait_for()
    draw("05-card")
    clerk.offers(code, 2)
    draw("06-offered")
    table.turn_to("seeker")
    offered = seeker.sees("notice.offered")
    assert offered.locator(".choices button").count() == 3
    assert seeker.bubbles("notice.booked").count() == 0
    draw("07-times-arrived")
    seeker.chooses()
    draw("08-booked")
    table.turn_to("staff")
    clerk.answered(code, "staff.told.booked")
    clerk.say(f"{code} link https://video.invalid/room")
    clerk.answered(code, "staff.did.link")
    table.turn_to("seeker")
    seeker.sees("notice.link")


def _the_reminders_come(table: Table, code: str, draw: Callable[..., None]) -> None:
    seeker = table.seeker
    table.move_clock_to("reminder")
    seeker.sees("notice.reminder")
    draw("09-reminder")
    seeker.pick("come")
    seeker.sees("attending.come_told")
    table.move_clock_to("start")
    seeker.sees("notice.reminder_soon")
    table.move_clock_to("trouble")
    seeker.sees("notice.trouble")
    draw("10-trouble")
    table.turn_to("staff")
    table.clerk.answered(code, "staff.told.start")


def _nobody_comes_and_a_clerk_undoes_it(table: Table, code: str, draw: Callable[..., None]) -> None:
    seeker, clerk = table.seeker, table.clerk
    table.move_clock_to("grace")
    table.turn_to("seeker")
    seeker.sees("notice.deemed")
    draw("11-deemed")
    table.turn_to("staff")
    clerk.answered(code, "staff.told.deemed")
    draw("12-deemed-staff")
    clerk.marks(code, "staff.told.deemed", "undo")
    clerk.answered(code, "staff.did.undo")
    table.turn_to("seeker")
    seeker.sees("notice.restored")
    draw("13-restored")
    table.turn_to("staff")
    clerk.marks(code, "staff.told.start", "here")
    clerk.answered(code, "staff.did.here")
    table.turn_to("seeker")


def _another_booking(table: Table) -> str:
    """By the same person, for another day."""
    seeker, clerk = table.seeker, table.clerk
    table.move_clock("day")
    seeker.say(seeker.word("home.next.book"))
    seeker.sees("booking.purpose.ask")
    seeker.asks_again()
    table.turn_to("staff")
    clerk.offers(seeker.code, 1)
    table.turn_to("seeker")
    seeker.chooses()
    return seeker.code


def _they_join(table: Table, code: str, draw: Callable[..., None]) -> None:
    seeker, clerk = table.seeker, table.clerk
    table.move_clock_to("start")
    link = seeker.sees("notice.reminder_soon").locator("a[href*='/j/']")
    with table.page.context.expect_page() as opened:
        table.hands.press(link)
    join = opened.value
    join.locator("form button").click()
    join.locator(".good").wait_for()
    draw("14-join", join)
    assert grave_violations(join) == []
    join.close()
    table.turn_to("staff")
    clerk.answered(code, "staff.told.contact")
    table.turn_to("seeker")
    table.move_clock_to("trouble")
    seeker.say(seeker.word("anytime.phone.label"))
    seeker.sees("anytime.phone")
    assert seeker.bubbles("notice.trouble").count() == 0


def _they_cancel(table: Table, code: str) -> None:
    seeker, clerk = table.seeker, table.clerk
    seeker.say(seeker.word("anytime.booking.label"))
    seeker.sees("looking.booking.booked")
    seeker.pick("cancel")
    seeker.pick("yes")
    seeker.sees("cancelling.done")
    table.turn_to("staff")
    clerk.answered(code, "staff.told.cancelled")


@pytest.fixture
def bare_demo(tmp_path: Path) -> Iterator[str]:
    """The real command in a process of its own, with nothing but a folder and a port."""
    port = kept_port()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--folder", str(tmp_path / "demo")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MADOGUCHI_")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        yield f"http://127.0.0.1:{port}/"
        process.terminate()
        process.wait(20)


def test_the_command_serves_the_page_soon_and_on_it_a_booking_becomes_certain(
    bare_demo: str, open_page: Callable[..., Page]
) -> None:
    assert _served(bare_demo)
    page = open_page(viewport=SIZES["desktop"])
    page.goto(bare_demo)
    table = Table(page, Mouse(page), "en")
    table.speak()
    table.seeker.begins()
    table.seeker.asks()
    table.clerk.offers(table.seeker.code)
    table.seeker.chooses()
    table.clerk.answered(table.seeker.code, "staff.told.booked")


def _served(url: str) -> bool:
    """Within so long, on a machine that is not busy otherwise."""
    patience = WITHIN * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    began, never = time.monotonic(), threading.Event()
    while time.monotonic() - began < patience:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1) as answer:
            return bool(answer.status == HTTPStatus.OK)
        never.wait(0.05)
    return False
