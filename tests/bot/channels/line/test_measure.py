"""Counting as LINE counts, and cutting that tears nothing apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.line.measure import clip, graphemes, split, utf16
from bot.lab import units

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@given(ANY)
def test_units_are_those_of_the_encoding(text: str) -> None:
    assert utf16(text) == len(text.encode("utf-16-le")) // 2


@given(ANY)
def test_characters_are_never_counted_too_few(text: str) -> None:
    assert graphemes(text) >= units.graphemes(text)


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("", 5, ""),
        ("hello", 5, "hello"),
        ("hello!", 5, "hell\u2026"),
        ("one two", 5, "one\u2026"),
        ("\U0001f642\U0001f642\U0001f642", 5, "\U0001f642\U0001f642\u2026"),
        (f"a{FAMILY}bc", 9, "a\u2026"),
        ("\u0e01\u0e34\u0e01\u0e34\u0e01", 4, "\u0e01\u0e34\u2026"),
    ],
)
def test_a_long_text_ends_in_an_ellipsis_and_in_a_whole_character(text: str, limit: int, cut: str) -> None:
    assert clip(text, limit) == cut


@given(ANY, st.integers(2, 40))
def test_a_cut_text_fits_and_begins_as_before(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert utf16(cut) <= limit
    assert text.startswith(cut.removesuffix("\u2026").rstrip()) or cut == text


@given(ANY, st.integers(4, 40))
def test_pieces_fit_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    pieces = list(split(text, limit))
    assert all(utf16(each) <= limit for each in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
