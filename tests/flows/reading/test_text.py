"""Folding, cleaning, digits of every script, and choice numbers."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.text import clean, digits, fold, ordinal, said

EVERY_SIGN = [chr(point) for point in range(sys.maxunicode + 1)]
anything = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("ＹＥＳ", "yes"),
        ("  Start   over ", "start over"),
        ("はい\u200b", "はい"),
        ("\u202eyes\u202c", "yes"),
        ("ﾊｲ", "ハイ"),
        ("START\nOVER", "start over"),
        ("Straße", "STRASSE"),
        ("はい　次へ", "はい 次へ"),
        ("✅\ufe0f Yes", "✅ yes"),
        ("e\u0301", "É"),
    ],
)
def test_a_typed_word_folds_to_its_label(typed: str, label: str) -> None:
    assert fold(typed) == fold(label)


def test_folding_any_sign_that_normal_forms_change_is_stable() -> None:
    changing = [sign for sign in EVERY_SIGN if unicodedata.normalize("NFKC", sign).casefold() != sign]
    assert [sign for sign in changing if fold(fold(sign)) != fold(sign)] == []


@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything, st.integers(1, 40))
def test_what_is_kept_is_short_visible_and_stable(text: str, limit: int) -> None:
    kept = clean(text, limit)
    assert len(kept) <= limit
    assert clean(kept, limit) == kept
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cs"}
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    kept.encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Test   Taro ", "Test Taro"),
        ("Test\nTaro\r\n", "Test Taro"),
        ("Te\x00st", "Test"),
        ("Te\u202est", "Test"),
        ("e\u0301", "é"),
        ("①", "①"),
        ("Ａ", "Ａ"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u200d", ""),
        ("\ud800x", "x"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\ufa19", "\ufa19"),
        ("\U0002f800", "\U0002f800"),
    ],
)
def test_cleaning_keeps_what_is_written(typed: str, kept: str) -> None:
    assert clean(typed, 80) == kept


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    assert clean("abก\u0e49", 3) == "ab"
    assert clean("ab " + "c" * 9, 3) == "ab"


@pytest.mark.parametrize("script", ["０१२", "०१२", "၀၁၂", "០១២", "๐๑๒", "০১২", "𝟎𝟏𝟐"])
def test_digits_of_every_script_become_ascii(script: str) -> None:
    assert digits(script) == "012"


def test_every_decimal_digit_of_unicode_becomes_ascii() -> None:
    decimals = [sign for sign in EVERY_SIGN if unicodedata.category(sign) == "Nd"]
    assert all(digits(sign) in "0123456789" for sign in decimals)
    assert digits("①²½五x") == "①²½五x"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1),
        ("１", 1),
        ("①", 1),
        ("❶", 1),
        ("⑫", 12),
        ("1.", 1),
        ("1。", 1),
        ("⒈", 1),
        ("(2)", 2),
        ("（２）", 2),
        ("⑵", 2),
        ("2)", 2),
        ("[2]", 2),
        ("2番", 2),
        ("２番目", 2),
        ("2ばん", 2),
        ("第2", 2),
        ("2です", 2),
        ("No. 3", 3),
        ("No.3", 3),
        ("№3", 3),
        ("#3", 3),
        ("number 3", 3),
        ("3️⃣", 3),
        ("၃", 3),
        (" 10 ", 10),
        ("01", 1),
        ("2।", 2),
        ("២។", 2),
        ("२", 2),
        ("๒", 2),
        ("số 2", 2),
        ("opción 2", 2),
        ("ข้อ ๒", 2),
        ("နံပါတ် ၂", 2),
        ("नम्बर 2", 2),
        ("第2个", 2),
        ("2번째요", 2),
    ],
)
def test_a_typed_choice_number_is_read(typed: str, number: int) -> None:
    assert ordinal(typed) == number


@pytest.mark.parametrize("typed", ["", "0", "1000", "1/2", "1 2", "-1", "1.5", "3pm", "15時", "一", "x1", "½", "²³x"])
def test_other_text_is_no_choice_number(typed: str) -> None:
    assert ordinal(typed) is None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("yes.", "Yes"),
        ("हुन्छ।", "हुन्छ"),
        ("ဟုတ်ကဲ့။", "ဟုတ်ကဲ့"),
        ("បាទ។", "បាទ"),
        ("好的。", "好的"),
        ("Sí!", "sí"),
        ("네~", "네"),
        ("はい！", "はい"),
        ("はい〜", "はい"),
    ],
)
def test_a_word_with_the_end_of_a_sentence_is_that_word(typed: str, label: str) -> None:
    assert said(typed) == said(label)


def test_a_question_mark_is_no_end_that_can_be_left_out() -> None:
    assert said("yes?") != said("yes")


def test_signs_alone_stay_what_they_are() -> None:
    assert said("...") == "..."


@given(anything)
def test_no_text_raises(text: str) -> None:
    assert ordinal(text) is None or 0 < (ordinal(text) or 0) < 1000
