"""How a label is fitted: where it may be broken, how large it becomes, when it is refused."""

from __future__ import annotations

import pytest

from bot.menus.fitting import SIZES, Run, TooLong, fitted, runs

HIGH = 10_000.0


def length(text: str, size: int) -> float:
    """Each sign as wide as it is high."""
    return float(len(text) * size)


def lines(label: str, signs: float) -> list[str]:
    found = fitted(label, (signs * SIZES[0], HIGH), length)
    return ["".join(run.base for run in line) for line in found.lines]


@pytest.mark.parametrize(
    ("label", "signs", "broken"),
    [
        ("Menu", 4, ["Menu"]),
        ("Talk to a person", 9, ["Talk to", "a person"]),
        ("窓口の電話番号", 4, ["窓口の", "電話番号"]),
        ("やめる・キャンセル", 5, ["やめる・", "キャンセル"]),
        ("読(よ)んでください", 9, ["読んでください"]),
    ],
)
def test_a_label_is_broken_where_its_script_allows(label: str, signs: float, broken: list[str]) -> None:
    assert lines(label, signs) == broken


@pytest.mark.parametrize("label", ["ဘာသာစကားပြောင်းမယ်", "เบอร์โทรสำนักงาน", "លេខទូរសព្ទការិយាល័យ", "更换语言"])
def test_no_word_is_torn_where_only_a_dictionary_knows_its_end(label: str) -> None:
    with pytest.raises(TooLong):
        fitted(label, (3 * SIZES[-1], HIGH), length)


def test_a_reading_stands_above_what_it_reads_and_is_never_parted_from_it() -> None:
    assert runs("電話番号(でんわばんごう)を見(み)る") == (
        Run("電話番号", "でんわばんごう"),
        Run("を"),
        Run("見", "み"),
        Run("る"),
    )
    assert lines("電話番号(でんわばんごう)を見(み)る", 6) == ["電話番号を", "見る"]


def test_the_largest_size_is_taken_that_fits_in_width_and_height() -> None:
    assert fitted("Menu", (4 * SIZES[0], HIGH), length).size == SIZES[0]
    assert fitted("Menu", (4 * SIZES[0] - 1, HIGH), length).size == SIZES[1]
    assert fitted("Menu", (HIGH, 100), length).size == 72
    assert fitted("Menu", (4 * SIZES[-1], HIGH), length).size == SIZES[-1]
    with pytest.raises(TooLong, match="Menu"):
        fitted("Menu", (4 * SIZES[-1] - 1, HIGH), length)
