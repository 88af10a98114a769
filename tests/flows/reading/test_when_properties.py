"""What holds for every typed date: nothing raises, what we print reads back, no sign is passed over."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.when import Ambiguous, DateWords, ForeignYear, Mismatch, Moment, read_list, read_when
from locales.choice import NAMES

TODAY = dt.date(2026, 11, 18)
KANJI, ENGLISH = (
    "月火水木金土日",
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
TYPED = [
    line.split("\t")[0]
    for table in sorted((Path(__file__).parent / "tables").glob("*.tsv"))
    for line in table.read_text("utf-8").splitlines()
    if not line.startswith("#")
]
SIGNS = "0123456789 /.-:時分半年月日曜(火)午前後来週次のか〜、,apmhRr令和元十二三 ２４१\u200b\u202e\ufe0f\n"

tags = st.sampled_from(sorted(NAMES))
days = st.dates(dt.date(2026, 1, 1), dt.date(2029, 12, 31))
coming = st.integers(0, 360).map(lambda n: TODAY + dt.timedelta(days=n))
clocks = st.integers(0, 95).map(lambda n: dt.time(n // 4, n % 4 * 15))
sure_hours = st.sampled_from([0, *range(8, 24)])


@st.composite
def nearly(draw: st.DrawFn) -> str:
    """A line of the tables with a few signs put in, taken out or changed; now and then two lines."""
    text = "".join(draw(st.lists(st.sampled_from(TYPED), min_size=1, max_size=2)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *SIGNS])) + text[at + draw(st.integers(0, 1)) :]
    return text


typed = st.one_of(nearly(), st.text(max_size=60), st.text(alphabet=SIGNS, max_size=40))


@pytest.fixture(scope="module")
def ja(languages: dict[str, DateWords]) -> DateWords:
    return languages["ja"]


@pytest.fixture(scope="module")
def en(languages: dict[str, DateWords]) -> DateWords:
    return languages["en"]


@given(text=typed, tag=tags, today=st.dates())
def test_no_text_on_no_day_raises(text: str, tag: str, today: dt.date, languages: dict[str, DateWords]) -> None:
    read_when(text, today, languages[tag], language=tag)
    read_list(text, today, languages[tag], tag)


@given(text=typed, tag=tags)
def test_a_question_holds_at_least_two_different_readings(text: str, tag: str, languages: dict[str, DateWords]) -> None:
    found = read_when(text, TODAY, languages[tag], language=tag)
    assert found is None or isinstance(found, Moment | dt.time | Ambiguous | Mismatch | ForeignYear)
    if isinstance(found, Ambiguous):
        assert 2 <= len(found.readings) == len(set(found.readings)) <= 8


@given(text=typed, tag=tags)
def test_a_list_holds_only_whole_moments(text: str, tag: str, languages: dict[str, DateWords]) -> None:
    found = read_list(text, TODAY, languages[tag], tag)
    assert found is None or (found and all(moment.time is not None for moment in found))


@given(text=nearly(), tag=tags, at=st.integers(0, 20))
def test_an_unknown_letter_anywhere_makes_it_unreadable(
    text: str, tag: str, at: int, languages: dict[str, DateWords]
) -> None:
    assert read_when(text[:at] + "ж" + text[at:], TODAY, languages[tag], language=tag) is None


@given(text=st.sampled_from(TYPED), zero=st.sampled_from("０०၀០๐০"), tag=tags)
def test_digits_of_every_script_read_alike(text: str, zero: str, tag: str, languages: dict[str, DateWords]) -> None:
    other = "".join(chr(ord(zero) + int(sign)) if sign in "0123456789" else sign for sign in text)
    assert read_when(other, TODAY, languages[tag], language=tag) == read_when(text, TODAY, languages[tag], language=tag)


@given(day=days, clock=clocks)
def test_the_full_japanese_date_and_time_read_back(day: dt.date, clock: dt.time, ja: DateWords) -> None:
    text = f"{day.year}年{day.month}月{day.day}日({KANJI[day.weekday()]}) {clock:%H:%M}"
    assert read_when(text, TODAY, ja, language="ja") == Moment(day, clock)


@given(day=days, clock=clocks)
def test_the_full_english_date_and_time_read_back(day: dt.date, clock: dt.time, en: DateWords) -> None:
    text = f"{ENGLISH[day.weekday()]}, {day:%B} {day.day}, {day.year} {clock:%H:%M}"
    assert read_when(text, TODAY, en, language="en") == Moment(day, clock)


@given(day=coming, hour=sure_hours)
def test_the_short_japanese_date_and_hour_read_back(day: dt.date, hour: int, ja: DateWords) -> None:
    text = f"{day.month}月{day.day}日({KANJI[day.weekday()]}){hour}時"
    assert read_when(text, TODAY, ja, language="ja") == Moment(day, dt.time(hour))


@given(day=days)
def test_a_year_of_reiwa_reads_as_its_own(day: dt.date, ja: DateWords) -> None:
    year = day.year - 2018
    for text in (f"令和{year}年{day.month}月{day.day}日", f"R{year}.{day.month}.{day.day}"):
        assert read_when(text, TODAY, ja, language="ja") == Moment(day)


@given(day=days, wrong=st.integers(1, 6))
def test_a_wrong_weekday_is_always_asked_about(day: dt.date, wrong: int, ja: DateWords) -> None:
    weekday = (day.weekday() + wrong) % 7
    text = f"{day.year}年{day.month}月{day.day}日({KANJI[weekday]})"
    assert read_when(text, TODAY, ja, language="ja") == Mismatch(weekday, day)


@given(month=st.integers(0, 14), day=st.integers(0, 33), today=days)
def test_a_day_without_a_year_is_the_next_such_day_or_none(month: int, day: int, today: dt.date, ja: DateWords) -> None:
    coming_days = [today + dt.timedelta(days=n) for n in range(366)]
    expected = next((Moment(d) for d in coming_days if (d.month, d.day) == (month, day)), None)
    assert read_when(f"{month}月{day}日", today, ja, language="ja") == expected


@given(first=st.integers(1, 31), second=st.integers(1, 31), today=days)
def test_english_asks_exactly_when_both_orders_are_real_and_differ(
    first: int, second: int, today: dt.date, en: DateWords
) -> None:
    found = read_when(f"{first}/{second}/2028", today, en, language="en")
    both = {d for d in (real(first, second), real(second, first)) if d}
    assert shown(found) == both


def real(month: int, day: int) -> dt.date | None:
    try:
        return dt.date(2028, month, day)
    except ValueError:
        return None


def shown(found: Any) -> set[dt.date]:
    readings = found.readings if isinstance(found, Ambiguous) else (found,)
    return {reading.day for reading in readings if isinstance(reading, Moment)}


@given(today=days, weekday=st.integers(0, 6))
def test_a_weekday_is_never_more_than_a_week_ahead(today: dt.date, weekday: int, ja: DateWords) -> None:
    found = shown(read_when(f"{KANJI[weekday]}曜", today, ja, language="ja"))
    assert all(day.weekday() == weekday and 0 <= (day - today).days <= 7 for day in found)
    assert len(found) == (2 if today.weekday() == weekday else 1)


@given(today=days, weekday=st.integers(0, 6))
def test_next_week_is_asked_about_just_when_sunday_is_involved(today: dt.date, weekday: int, ja: DateWords) -> None:
    found = shown(read_when(f"来週の{KANJI[weekday]}曜", today, ja, language="ja"))
    assert len(found) == (2 if (today.weekday() == 6) != (weekday == 6) else 1)
    assert all(1 <= (day - today).days <= 14 for day in found)


@given(moments=st.lists(st.tuples(coming, clocks), min_size=1, max_size=12, unique=True))
def test_a_list_as_printed_reads_back(moments: list[tuple[dt.date, dt.time]], ja: DateWords) -> None:
    text = ", ".join(f"{day.month}/{day.day} {clock:%H:%M}" for day, clock in moments)
    assert read_list(text, TODAY, ja, "ja") == tuple(Moment(day, clock) for day, clock in moments)
