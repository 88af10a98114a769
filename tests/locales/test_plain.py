"""Plain Japanese: what the machine can see."""

from __future__ import annotations

import pytest

from locales.plain import long_sentences, plain_problems, unread_kanji


@pytest.mark.parametrize(
    "text",
    [
        "予約(よやく)します。",
        "予約（よやく）します。予約の日(ひ)です。",
        "申し込む(もうしこむ)",
        "申(もう)し込(こ)みます",
        "ひらがなだけ",
        "11月24日 午後3時30分 {clock}時",
        "{month}月{day}日(火)",
        "ハローワーク窓口(まどぐち)",
        "求職番号(きゅうしょくばんごう)",
        "日本語(にほんご)で 話(はな)す",
        "使い方(つかいかた)",
    ],
)
def test_kanji_with_its_reading_is_plain(text: str) -> None:
    assert unread_kanji(text) == []


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("予約します。", ["予約"]),
        ("予約します。予約(よやく)です。", ["予約"]),
        ("予約(よやく)の日です。", ["日"]),
        ("予約(yoyaku)します。", ["予約"]),
        ("申し込む(もうします)", ["申", "込"]),
        ("時間(じかん)と時", ["時"]),
        ("3回", ["回"]),
    ],
)
def test_kanji_before_its_reading_is_found(text: str, unread: list[str]) -> None:
    assert unread_kanji(text) == unread


def test_a_sentence_of_sixty_signs_is_short_enough_and_one_more_is_not() -> None:
    assert long_sentences("あ" * 60 + "。" + "い" * 60) == []
    assert long_sentences("あ" * 61 + "。") == ["あ" * 61]


def test_readings_and_gaps_do_not_make_a_sentence_long() -> None:
    assert long_sentences("予約(よやく)" * 20 + "{a_very_long_name:short}" * 20) == []


@pytest.mark.parametrize("text", ["11/24", "1/5まで", "(12/31)"])
def test_a_day_with_a_slash_is_found(text: str) -> None:
    assert [problem.rule for problem in plain_problems("ja-simple", "a", text)] == ["plain"]


@pytest.mark.parametrize("text", ["https://a.example/1/2/3", "2026/11/24"])
def test_other_slashes_are_no_days(text: str) -> None:
    assert list(plain_problems("ja-simple", "a", text)) == []
