"""What we show of days and times can be typed back to us."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from flows.reading.moment import Moment
from flows.reading.when import read_when
from locales.formats import TOKYO
from locales.words import Words, refuse

FIRST = datetime(2026, 11, 20, 8, 30, tzinfo=TOKYO)
MOMENTS = [FIRST + timedelta(days=number, minutes=15 * number) for number in range(60)]


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
def test_the_label_of_a_time_can_be_typed(tag: str) -> None:
    words = Words.load(tag, missed=refuse)
    for at in MOMENTS:
        label = words.formats.short_moment(at)
        read = read_when(label, FIRST.date(), words.date_words(), language=tag)
        assert read == Moment(at.date(), at.time()), label


@pytest.mark.parametrize("tag", ["ja", "en"])
def test_a_time_said_in_full_can_be_copied_back(tag: str) -> None:
    words = Words.load(tag, missed=refuse)
    for at in MOMENTS:
        said = words.text("format.moment", {"day": words.formats.day(at), "clock": words.formats.clock(at.timetz())})
        read = read_when(said, FIRST.date(), words.date_words(), language=tag)
        assert read == Moment(at.date(), at.time()), said
