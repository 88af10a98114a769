"""What is a gap, and what only looks like one."""

from __future__ import annotations

import pytest

from locales.gaps import Gap, gap_names, has_stray_brace, parts


def test_a_text_is_cut_at_its_gaps() -> None:
    assert parts("At {start:lines short}, {name}.") == (
        "At ",
        Gap("start", "lines short"),
        ", ",
        Gap("name"),
        ".",
    )


def test_a_text_without_gaps_is_itself() -> None:
    assert parts("Hello") == ("Hello",)
    assert parts("") == ()


@pytest.mark.parametrize("text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{Name}", "{{a}}", "{a", "a}", "{a:{b}}"])
def test_whatever_only_looks_like_a_gap_is_a_stray_brace(text: str) -> None:
    assert has_stray_brace(text)


def test_gap_names_are_told_without_their_styles() -> None:
    assert gap_names("{a:short} {b} {a}") == {"a", "b"}
