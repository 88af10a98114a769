"""Many words as one pattern: the longest wins, and none ends in the middle of another."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.spelling import any_of
from flows.reading.when import DateWords, read_when
from tests.flows.reading.conftest import LANGUAGES

words = st.lists(st.text(alphabet="abc กะจ1. ", min_size=1, max_size=6).map(str.strip).filter(bool), max_size=12)


@given(words)
def test_every_word_alone_is_matched_whole(known: list[str]) -> None:
    pattern = re.compile(any_of(known))
    for word in known:
        found = pattern.match(word)
        assert found, word
        assert found[0] == word


def test_no_words_match_nothing() -> None:
    assert re.match(any_of([]), "") is None


@pytest.mark.parametrize(
    ("known", "text", "found"),
    [
        (["am", "amanhã"], "amanhã", "amanhã"),
        (["am"], "amanhã", None),
        (["thứ 3"], "thứ 30", None),
        (["a.m.", "a"], "a.m.10", "a.m."),
        (["จัน"], "จันทร์", "จัน"),
        (["น"], "นี้", None),
        (["លា"], "លាំ", None),
        (["လ"], "လပ်", None),
        (["भोलि"], "भोलि।", "भोलि"),
        (["भोल"], "भोलि", None),
    ],
)
def test_a_word_ends_where_its_script_lets_a_word_end(known: list[str], text: str, found: str | None) -> None:
    match = re.match(any_of(known), text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_words_that_hold_one_another_take_no_time(tag: str, languages: dict[str, DateWords], today: date) -> None:
    """Cut in every way they can be, these would take longer than the world is old."""
    ignored = [word for word in languages[tag].ignored if len(word) < 8][:40]
    text = "1 " + " ".join(ignored * 40)[:290] + "ж"
    assert read_when(text, today, languages[tag], language=tag) is None
