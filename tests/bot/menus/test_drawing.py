"""The pictures, drawn with this machine's fonts: every label in its cell, every sign a sign, no script unshaped."""

from __future__ import annotations

import functools
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageFont, features

from bot.menus.drawing import SIDE, Drawn, draw, label, room
from bot.menus.fitting import line_length, run_length
from bot.menus.layout import HEIGHT, WIDTH, menu
from bot.menus.setup import languages, save
from bot.poster import fonts, setting
from bot.poster.fonts import Fonts, NoFont, machine_fonts
from bot.settings import BadSettings
from storage.offices import load as load_offices
from tests.bot.moving import words
from tests.lacking import lacking

TAGS = tuple(words())
HARD = ("ja-simple", "my", "km", "ne", "th")
"""Readings above signs, two fonts in one label, signs above and below signs."""
NOTHING = "\U0010fffe"
LARGEST = 1_000_000


@functools.cache
def fonts_of(tag: str) -> Fonts:
    """Skips where this machine has none for that language: a menu is drawn on the operator's."""
    found = machine_fonts(tag, bold=True)
    try:
        for each in menu(words()[tag]).cells:
            setting.spans(each.label, 80, found)
    except NoFont as error:
        lacking(str(error))
    return found


@functools.cache
def drawn(tag: str) -> Drawn:
    return draw(menu(words()[tag]), fonts_of(tag))


@pytest.mark.parametrize("tag", TAGS)
def test_no_label_is_wider_or_higher_than_its_cell(tag: str) -> None:
    length = functools.partial(setting.length, fonts=fonts_of(tag))
    for cell in menu(words()[tag]).cells:
        found = label(cell, tag, fonts_of(tag))
        width, height = room(cell.box)
        assert found.height <= height
        for line in found.lines:
            assert line_length(line, found.size, length) <= width
            assert all(length(run.base, found.size) <= run_length(run, found.size, length) for run in line)


@pytest.mark.parametrize("tag", TAGS)
def test_every_sign_of_a_label_is_in_its_font(tag: str) -> None:
    for cell in menu(words()[tag]).cells:
        for piece, font in setting.spans(cell.label, 80, fonts_of(tag)):
            missing = bytes(font.getmask(NOTHING))
            for sign in set(piece) - {" ", "\u200b", "\u200c", "\u200d"}:
                assert bytes(font.getmask(sign)) != missing, (cell.label, sign)


@pytest.mark.parametrize("tag", HARD)
def test_a_picture_is_of_the_size_and_weight_that_line_takes(tag: str) -> None:
    with Image.open(io.BytesIO(drawn(tag).png)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(drawn(tag).png) < LARGEST / 5


@pytest.mark.parametrize("tag", HARD)
def test_nothing_is_drawn_near_the_edge_of_a_cell(tag: str) -> None:
    """Also what hangs below a line, or stands high above it."""
    with Image.open(io.BytesIO(drawn(tag).png)) as opened:
        picture = opened.convert("L")
    for cell in drawn(tag).menu.cells:
        box, inset = cell.box, 6  # past the rule between cells
        left, top, right, bottom = box.x + inset, box.y + inset, box.x + box.width - inset, box.y + box.height - inset
        for edge in (
            (left, top, left + SIDE // 2, bottom),
            (right - SIDE // 2, top, right, bottom),
            (left, top, right, top + 8),
            (left, bottom - 8, right, bottom),
        ):
            low, high = picture.crop(edge).getextrema()
            assert isinstance(low, int | float)
            assert high - low < 8, (cell.label, edge)


def test_what_can_be_seen_or_touched_is_in_the_digest_and_nothing_else() -> None:
    shown = menu(words()["ja"])
    same = draw(shown, fonts_of("ja"))
    assert same.digest == draw(shown, fonts_of("ja")).digest
    seen = replace(shown, cells=(replace(shown.cells[0], label="予約"), *shown.cells[1:]))
    unseen = replace(shown, bar="ボタン")
    assert len({each.digest for each in (same, draw(seen, fonts_of("ja")), draw(unseen, fonts_of("ja")))}) == 3


def test_a_label_that_fits_in_no_size_is_named_with_its_language_and_key() -> None:
    def wide(_text: str, _size: int) -> ImageFont.FreeTypeFont:
        font = ImageFont.load_default(400)
        assert isinstance(font, ImageFont.FreeTypeFont)
        return font

    with pytest.raises(BadSettings, match=r"menu of en: anytime\.book\.label: 'Ask for a time' does not fit"):
        draw(menu(words()["en"]), wide)


@pytest.mark.parametrize("tag", ["km", "my", "th", "ne"])
def test_where_signs_cannot_be_shaped_it_is_refused_with_what_to_install(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.features, "check", lambda _feature: False)
    with pytest.raises(BadSettings, match="libfribidi0"):
        draw(menu(words()[tag]), machine_fonts(tag))


@pytest.mark.parametrize("tag", ["ja", "en", "vi", "mn", "ko", "zh-Hant"])
def test_scripts_whose_signs_stand_side_by_side_need_no_shaping(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.features, "check", lambda _feature: False)
    for cell in menu(words()[tag]).cells:
        fonts.ensure_shaped(cell.label)


def test_this_machine_shapes() -> None:
    """Else the pictures of four languages were never looked at here."""
    if not features.check("raqm"):
        lacking("Pillow finds no FriBiDi on this machine")
    found = fonts_of("km")("ខ្ញុំ", 80)
    assert found.getlength("ខ្ញុំ") < sum(found.getlength(each) for each in "ខ្ញុំ")


def test_pictures_can_be_looked_at_without_any_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.menus.setup.wiring.words", lambda _measures: {"ja": words()["ja"]})
    fonts_of("ja")
    (file,) = save(tmp_path / "menus")
    assert file.name == "ja.png"
    with pytest.raises(BadSettings, match="--menus"):
        save(file)


def test_everybody_sees_the_first_offices_own_language_first() -> None:
    found = languages(load_offices())
    assert found[0] == "ja"
    assert len(set(found)) == len(found)
