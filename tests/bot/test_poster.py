"""The poster: what stands on it, that its codes can be read, how its lines break, and what is refused with a remedy."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image, ImageFont

from bot import poster
from bot.lab.telegram import TelegramLab
from bot.ports import SeededChance
from bot.poster import make, sheet
from bot.poster.breaking import lines
from bot.poster.fonts import STACKED, Font, NoFont, machine_fonts
from bot.poster.page import HEIGHT, LARGE, MARGIN, NAME, NOTE, SAID, WIDTH, code_image, draw
from bot.poster.setting import length, spans
from bot.settings import BadSettings, Settings, load
from storage.offices import load as load_offices
from storage.vault import Keyring
from tests.bot.moving import MONDAY, words
from tests.lacking import lacking

PUBLIC = "https://office.example"
BOTH = {"telegram": "demo_bot", "line": "Hello Work Sample (@123abcde)"}


def settings(**given: Any) -> Settings:
    return load(_env_file=None, **{"public_url": PUBLIC, **given})


def latin(_text: str, size: int) -> Font:
    """Pillow's own: there on every machine."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def test_the_codes_lead_to_the_offices_chat_on_each_channel() -> None:
    made = sheet(load_offices()["demo"], words()["en"], settings(), BOTH)

    assert made.name == "Hello Work Sample Town"
    assert [each.url for each in (made.web, *made.others)] == [
        "https://office.example/chat/demo?lang=en",
        "https://t.me/demo_bot?start=demo",
        "https://line.me/R/ti/p/@123abcde",
    ]
    assert "03-0000-0000" in made.foot


def test_where_several_offices_share_an_account_its_code_opens_the_chat_with_words_that_name_this_one() -> None:
    made = sheet(load_offices()["demo"], words()["en"], settings(), BOTH, several=True)

    assert [each.url for each in made.others] == [
        "https://t.me/demo_bot?start=demo",
        "https://line.me/R/oaMessage/%40123abcde/?%23demo",
    ]


@pytest.mark.parametrize("names", [{}, {"telegram": "", "line": ""}])
def test_a_channel_without_a_name_has_no_code(names: dict[str, str]) -> None:
    assert sheet(load_offices()["demo"], words()["ja"], settings(), names).others == ()


@pytest.mark.parametrize("names", [{}, BOTH])
def test_a_page_of_a4_holds_all_of_it(names: dict[str, str]) -> None:
    page = draw(sheet(load_offices()["demo"], words()["en"], settings(), names), latin)

    assert page.size == (WIDTH, HEIGHT)
    edges = [page.crop(box) for box in ((0, 0, 40, HEIGHT), (WIDTH - 40, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 40))]
    assert all(edge.getextrema() == ((255, 255),) * 3 for edge in edges)


def test_every_module_of_a_code_can_be_read_and_its_edge_is_quiet() -> None:
    url = "https://office.example/chat/demo"
    picture, wanted = (
        code_image(url, LARGE),
        [[bool(each) for each in row] for row in segno.make(url, error="m").matrix],
    )
    scale = picture.width // (len(wanted) + 8)

    def dark(row: int, column: int) -> bool:
        pixel = picture.getpixel((int((column + 4.5) * scale), int((row + 4.5) * scale)))
        return pixel == (0, 0, 0)

    size = len(wanted)
    assert [[dark(row, column) for column in range(size)] for row in range(size)] == wanted
    assert not any(dark(row, column) for row in (-4, -1, size, size + 3) for column in range(-4, size + 4))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("one two three", ["one two", "three"]),
        ("予約(よやく)を します", ["予約(よやく)を", "します"]),
        ("こちらから。無料です。", ["こちらから。", "無料です。"]),
        ("あいうえおかきくけこさし", ["あいうえおかきくけこ", "さし"]),
        ("あいうえおかきくけこ、さ", ["あいうえおかきくけ", "こ、さ"]),
        ("nodashesorspaces", ["nodashesorspaces"]),
        ("", []),
    ],
)
def test_lines_break_between_words_and_never_before_a_closing_sign(text: str, broken: list[str]) -> None:
    assert list(lines(text, lambda each: float(len(each)), 10)) == broken


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_the_file_is_what_its_name_says(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster, "machine_fonts", lambda _language: latin)
    out = tmp_path / f"poster.{ending}"
    make(settings(), "demo", "en", out, None, {})

    assert out.read_bytes().startswith(b"%PDF" if ending == "pdf" else b"\x89PNG")
    if ending == "png":
        with Image.open(out) as picture:
            assert round(picture.info["dpi"][0]) == 200


@pytest.mark.parametrize(
    ("office", "locale", "name", "given", "remedy"),
    [
        ("dmeo", "ja", "p.png", {}, "there is no office 'dmeo'; offices: demo"),
        ("demo", "tlh", "p.png", {}, "does not serve 'tlh'; its languages: ja, en, ja-simple"),
        ("demo", "ja", "p.gif", {}, "must end in .png or .pdf"),
        ("demo", "ja", "p.png", {"public_url": ""}, "MADOGUCHI_PUBLIC_URL is missing"),
        ("demo", "ja", "no/folder/p.png", {}, "No such file or directory"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_remedy(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    office: str,
    locale: str,
    name: str,
    given: dict[str, str],
    remedy: str,
) -> None:
    monkeypatch.setattr(poster, "machine_fonts", lambda _language: latin)
    with pytest.raises(BadSettings, match=remedy):
        make(settings(**given), office, locale, tmp_path / name, None, {})


def test_a_bot_that_is_on_is_asked_for_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    drawn: list[poster.Sheet] = []
    monkeypatch.setattr(poster, "machine_fonts", lambda _language: latin)
    monkeypatch.setattr(poster, "draw", lambda sheet, fonts: (drawn.append(sheet), draw(sheet, fonts))[1])
    with TelegramLab(lambda: MONDAY) as lab:
        given = {
            "telegram_token": lab.token,
            "telegram_mode": "polling",
            "telegram_api_url": lab.url,
            "database_url": sqlite_url,
            "secret_keys": Keyring.fresh(SeededChance(1).data),
        }
        make(settings(**given), "demo", "en", tmp_path / "p.png", None, {})
        lab.revoke_token()
        with pytest.raises(BadSettings, match="give it with --telegram"):
            make(settings(**given), "demo", "en", tmp_path / "p.png", None, {})

    assert [each.url for each in drawn[0].others] == [f"https://t.me/{lab.username}?start=demo"]


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "font.ttf"
    file.write_bytes(b"nothing")
    with pytest.raises(BadSettings, match="--font"):
        make(settings(), "demo", "ja", tmp_path / "p.png", file, {})


def test_a_machine_that_cannot_find_fonts_says_how_to_give_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadSettings, match="--font FILE"):
        machine_fonts("ja")


class Narrow:
    """Fonts of which none has both Khmer and Latin letters, as with Noto."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str, size: int) -> Font:
        self.asked.append(text)
        khmer = [bool(STACKED.match(each)) for each in text if not each.isspace()]
        if any(khmer) and not all(khmer):
            raise NoFont(text)
        return latin(text, size)


def test_each_script_of_a_line_is_set_in_a_font_that_has_it() -> None:
    fonts = Narrow()
    assert [piece for piece, _ in spans("តាម Telegram ឬ LINE", 30, fonts)] == ["តាម", " Telegram ", "ឬ", " LINE"]
    assert spans("Telegram", 30, fonts)[0][0] == "Telegram"
    assert length("តាម LINE", 30, fonts) == sum(font.getlength(piece) for piece, font in spans("តាម LINE", 30, fonts))


def test_a_sign_that_no_font_has_is_refused_however_the_line_is_parted() -> None:
    def none(text: str, size: int) -> Font:
        if "x" in text:
            raise NoFont(text)
        return Narrow()(text, size)

    with pytest.raises(NoFont):
        spans("តាម x", 30, none)


@pytest.mark.parametrize("tag", [*words()])
def test_a_poster_can_be_drawn_in_every_language_with_the_fonts_of_this_machine(tag: str) -> None:
    shown = sheet(load_offices()["demo"], words()[tag], settings(), BOTH)
    fonts = machine_fonts(tag)
    try:
        for text in (shown.name, shown.what, shown.web.label, *(each.label for each in shown.others), shown.foot):
            for piece, font in spans(text, 50, fonts):
                missing = bytes(font.getmask("\U0010fffe"))
                assert not [each for each in set(piece) - {" "} if bytes(font.getmask(each)) == missing]
    except NoFont as error:
        lacking(str(error))


@pytest.mark.parametrize("tag", [*words()])
def test_no_line_of_a_poster_is_wider_than_its_page(tag: str) -> None:
    shown = sheet(load_offices()["demo"], words()[tag], settings(), BOTH)
    fonts = machine_fonts(tag)
    room = WIDTH - 2 * MARGIN
    try:
        for text, size in ((shown.name, NAME), (shown.what, SAID), (shown.web.label, NOTE), (shown.foot, NOTE)):
            measured = partial(length, size=size, fonts=fonts)
            assert all(measured(line) <= room for line in lines(text, measured, room))
    except NoFont as error:
        lacking(str(error))
