"""Days and times of every language that is planned, not only of those that have texts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from locales.choice import NAMES
from locales.formats import TOKYO, Formats

NEW_YEAR = datetime(2027, 1, 1, 23, 45, tzinfo=TOKYO)
YEAR = [NEW_YEAR + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize("tag", NAMES)
def test_a_short_moment_fits_a_line_button_on_any_day(tag: str) -> None:
    assert max(len(Formats(tag).short_moment(day).encode("utf-16-le")) // 2 for day in YEAR) <= 20


@pytest.mark.parametrize("tag", NAMES)
def test_no_two_days_of_a_year_look_alike_on_buttons(tag: str) -> None:
    assert len({Formats(tag).short_moment(day) for day in YEAR}) == len(YEAR)


@pytest.mark.parametrize("tag", NAMES)
def test_digits_are_those_of_the_latin_script(tag: str) -> None:
    shown = Formats(tag).short_moment(NEW_YEAR) + Formats(tag).day(NEW_YEAR) + Formats(tag).clock(NEW_YEAR.timetz())
    assert all(sign.isascii() for sign in shown if sign.isdigit())
    assert "2027" in shown


@pytest.mark.parametrize("tag", NAMES)
def test_only_blanks_that_people_can_type_are_used(tag: str) -> None:
    shown = Formats(tag).clock(NEW_YEAR.timetz()) + Formats(tag).day(NEW_YEAR)
    assert {sign for sign in shown if sign.isspace()} <= {" "}


@pytest.mark.parametrize("tag", NAMES)
def test_both_years_stand_side_by_side(tag: str) -> None:
    shown = Formats(tag).day_with_era(NEW_YEAR, "Reiwa 9")
    assert "2027" in shown
    assert "Reiwa 9" in shown


def test_plain_japanese_never_writes_a_day_with_a_slash() -> None:
    plain = Formats("ja-simple")
    assert not any("/" in plain.short_moment(day) + plain.day(day) for day in YEAR)


@pytest.mark.parametrize("tag", NAMES)
def test_a_list_of_one_is_its_item_and_lists_hold_nothing_that_cannot_be_seen_or_means_a_stretch(tag: str) -> None:
    for style in ("", "or"):
        assert Formats(tag).listed(["A"], style) == "A"
        for items in (["A", "B"], ["A", "B", "C"]):
            shown = Formats(tag).listed(items, style)
            assert not set(shown) & set("-~\u200b\u00a0"), shown
