"""Names as registered: any script, one word or many. All of these people are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.name import LONGEST, read_name


@pytest.mark.parametrize(
    "name",
    [
        "試験 太郎",
        "試験 太郎 シケン タロウ",
        "𠮷試",
        "Test Taro Contoh Bin Uji Coba Satu Dua",
        "テスト・タロウ",
        "テスト タロー",
        "Test Taro",
        "Test",
        "Test-Name O'Test",
        "O’Test",
        "TEST TARO BIN CONTOH",
        "Ma.Cristina Test",
        "Test a/l Contoh",
        "Nguyễn Văn Thử",
        "परीक्षण थापा",
        "စမ်းသပ် မောင်",
        "시험",
        "ทดสอบ ใจดี",
        "Тест Туршилт",
        "\ufa19谷 試",
        "葛\U000e0100城 試",
        "Ａ",
        "J. Test 3rd",
        "あ",
        "a" * LONGEST,
    ],
)
def test_a_name_is_kept_as_it_is_written(name: str) -> None:
    assert read_name(name) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ﾃｽﾄ ﾀﾛｳ", "テスト タロウ"),
        ("ｶﾞｷﾞﾊﾟﾋﾟ", "ガギパピ"),
        ("ﾃｽﾄ･ﾀﾛｰ", "テスト・タロー"),
        ("試験　太郎", "試験 太郎"),
        ("  Test   Taro\n", "Test Taro"),
        ("Te\u0301st", "Tést"),
        ("Test\u202e Taro", "Test Taro"),
        ("ﾃｽﾄ", "テスト"),
        ("か\u3099", "が"),
        ("Test\nTaro", "Test Taro"),
    ],
)
def test_spacing_and_half_width_kana_are_put_right(typed: str, name: str) -> None:
    assert read_name(typed) == name


def test_half_width_kana_count_as_the_letters_they_make() -> None:
    assert read_name("ｶﾞ" * LONGEST) == "ガ" * LONGEST


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "123",
        "０１２",
        "०१२",
        "01234-5678901",
        "---",
        "・・・",
        "。",
        "😀",
        "\u3164",
        "\u115f\u1160",
        "\u200b",
        "https://example.org/x",
        "www.example.org",
        "example.com",
        "test@example.org",
        "/start",
        "ー",
        "々",
        "Ⅲ",
        "...",
        "'",
        "a" * (LONGEST + 1),
    ],
)
def test_what_cannot_be_a_name_is_refused(typed: str) -> None:
    assert read_name(typed) is None


@given(st.text())
def test_a_name_read_reads_as_itself(text: str) -> None:
    name = read_name(text)
    assert name is None or (read_name(name) == name and len(name) <= LONGEST)
