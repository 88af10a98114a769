"""Yes, no, commands and numbers in every language that has texts, as people type them: with the end of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.anytime import TYPED, name, typed
from flows.reading.assent import BOTH, yes_no
from flows.reading.number import JobSeekerNumber, read_number
from flows.reading.phone import Phone, read_phone
from flows.reading.text import digits, ordinal
from locales.words import catalogues, refuse

if TYPE_CHECKING:
    from locales.words import Words

SHIPPED = catalogues(missed=refuse)
IN_EACH = pytest.mark.parametrize("tag", sorted(SHIPPED))
ENDS = ("", ".", "!", "。", "।", "။", "។", "！", " .")
ZEROS = "०၀០๐০０"


def spellings(answer: str, words: Words) -> tuple[str, ...]:
    return (words.text(answer), *words.list_of(f"{answer}.words"))


@IN_EACH
def test_every_yes_and_no_is_read_with_any_end_of_a_sentence(tag: str) -> None:
    words = SHIPPED[tag]
    for answer in BOTH:
        for word in spellings(answer, words):
            assert {yes_no(word + end, words) for end in ENDS} == {answer}, word


@IN_EACH
def test_no_word_means_both_yes_and_no(tag: str) -> None:
    yes, no = (set(spellings(answer, SHIPPED[tag])) for answer in BOTH)
    assert yes & no == set()


@IN_EACH
def test_every_command_is_read_with_any_end_of_a_sentence(tag: str) -> None:
    words = SHIPPED[tag]
    for code in TYPED:
        for word in (words.text(f"anytime.{name(code)}.label"), *words.list_of(f"anytime.{name(code)}.words")):
            assert {typed(word + end, words) for end in ENDS} == {typed(word, words)} != {None}, word


@pytest.mark.parametrize("zero", ZEROS)
def test_numbers_are_read_in_the_figures_of_every_script(zero: str) -> None:
    def native(text: str) -> str:
        return "".join(chr(ord(zero) + int(sign)) if sign.isdecimal() else sign for sign in text)

    assert digits(native("0123456789")) == "0123456789"
    assert ordinal(native("12")) == 12
    assert read_number(native("01234-5678901")) == JobSeekerNumber("01234-5678901")
    assert read_phone(native("090-1234-5678")) == Phone("+819012345678")
