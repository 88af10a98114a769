"""Which language a person is greeted in, and how they name another."""

from __future__ import annotations

import pytest

from locales.choice import NAMES, guess, named, offered
from storage import offices

ALL = tuple(NAMES)


def test_the_offices_that_ship_speak_sixteen_languages() -> None:
    for policy in offices.load(offices.PACKAGED).values():
        assert len(set(policy.languages) & NAMES.keys()) == 16


def test_offered_languages_are_named_in_themselves_and_in_a_fixed_order() -> None:
    shown = offered(["en", "ja-simple", "vi", "ja"])
    assert list(shown.items()) == [
        ("ja", "日本語"),
        ("ja-simple", "やさしい日本語"),
        ("en", "English"),
        ("vi", "Tiếng Việt"),
    ]


@pytest.mark.parametrize("name", [names[0] for names in NAMES.values()])
def test_a_languages_own_name_fits_a_line_button(name: str) -> None:
    assert len(name.encode("utf-16-le")) // 2 <= 20


@pytest.mark.parametrize(
    ("hint", "tag"),
    [
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("ja-simple", "ja-simple"),
        ("en", "en"),
        ("en-GB", "en"),
        ("zh-hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("pt-br", "pt-BR"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("es-419", "es"),
        ("tl", "fil"),
        ("fil-PH", "fil"),
        ("in", "id"),
        ("id-ID", "id"),
        ("my", "my"),
        ("mn-Cyrl-MN", "mn"),
        ("fr-CH, fr;q=0.9, vi;q=0.5, *;q=0.1", "vi"),
        ("en;q=0.2, ne;q=0.8", "ne"),
        ("ja;q=0, ko", "ko"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
        ("*", "en"),
        (";;;,q=,-_-", "en"),
    ],
)
def test_the_first_guess_follows_the_platform(hint: str | None, tag: str) -> None:
    assert guess(hint, ALL, "en") == tag


def test_only_offered_languages_are_guessed() -> None:
    assert guess("vi, ja;q=0.5", ("ja", "en"), "en") == "ja"


def test_the_other_chinese_script_is_better_than_none() -> None:
    assert guess("zh-TW", ("ja", "en", "zh-Hans"), "en") == "zh-Hans"


def test_a_header_without_end_is_not_read_to_its_end() -> None:
    assert guess("xx," * 1000 + "ja", ALL, "en") == "en"


@pytest.mark.parametrize(("tag", "name"), [(tag, name) for tag, names in NAMES.items() for name in names])
def test_every_known_name_leads_to_its_language(tag: str, name: str) -> None:
    assert named(name) == tag


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("  english. ", "en"),
        ("ENGLISH", "en"),
        ("Ｅｎｇｌｉｓｈ", "en"),
        ("tieng viet", "vi"),
        ("TIẾNG VIỆT", "vi"),
        ("portugues", "pt-BR"),
        ("espanol", "es"),
        ("plain japanese", "ja-simple"),
        ("日本語。", "ja"),
        ("中国語（繁体字）", "zh-Hant"),
        ("chinese simplified", "zh-Hans"),
        ("tagalog", "fil"),
        ("ภาษาไทย", "th"),
    ],
)
def test_a_language_typed_by_name_is_understood(typed: str, tag: str) -> None:
    assert named(typed) == tag


@pytest.mark.parametrize("typed", ["", " ", "?", "klingon", "my", "11/24", "日本", "\u0301"])
def test_anything_else_is_no_language(typed: str) -> None:
    assert named(typed) is None
