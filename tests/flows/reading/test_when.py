"""What typed dates and times mean, as tables (see tables/README.md) and at the edges of the calendar."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from flows.reading.when import Ambiguous, DateWords, ForeignYear, Mismatch, Moment, Read, read_when
from storage import offices

SHIPPED = offices.load(offices.PACKAGED)["demo"].languages
TABLES = Path(__file__).parent / "tables"
TODAY = "2026-11-18"


def rows() -> list[Any]:
    return [
        pytest.param(table.stem, *[*line.split("\t"), TODAY][:3], id=f"{table.stem}: {line}")
        for table in sorted(TABLES.glob("*.tsv"))
        for line in table.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]


def test_the_tables_hold_more_than_five_hundred_different_inputs() -> None:
    inputs = {(row.values[0], row.values[1]) for row in rows()}
    assert len(inputs) > 500
    for shipped in SHIPPED:
        assert sum(language == shipped for language, _ in inputs) >= 25, shipped


def test_no_line_stands_twice_in_the_tables() -> None:
    lines = [(language, text, today) for language, text, _, today in (row.values for row in rows())]
    assert sorted({line for line in lines if lines.count(line) > 1}) == []


def in_words(found: Read | None) -> str:
    match found:
        case Moment() | dt.time():
            return one(found)
        case Ambiguous(readings):
            return " / ".join(map(one, readings))
        case Mismatch(weekday, day):
            return f"weekday {weekday}, not {day}"
        case ForeignYear(year):
            return f"year {year}"
    return "-"


def one(reading: Moment | dt.time) -> str:
    if isinstance(reading, dt.time):
        return f"{reading:%H:%M}"
    return f"{reading.day} {one(reading.time)}" if reading.time else f"{reading.day}"


@pytest.mark.parametrize(("language", "text", "meaning", "today"), rows())
def test_it_means_what_the_table_says(
    language: str, text: str, meaning: str, today: str, languages: dict[str, DateWords]
) -> None:
    day = dt.date.fromisoformat(today)
    found = read_when(text.replace("\\r", "\r").replace("\\n", "\n"), day, languages[language], language=language)
    assert in_words(found) == meaning


def test_plain_japanese_reads_as_japanese(languages: dict[str, DateWords], today: dt.date) -> None:
    for tag in ("ja-simple", "ja_JP", "JA"):
        assert read_when("5/6", today, languages["ja"], language=tag) == Moment(dt.date(2027, 5, 6))


@pytest.mark.parametrize("language", [each for each in SHIPPED if not each.startswith("ja")])
def test_no_other_language_guesses_between_day_and_month(
    language: str, languages: dict[str, DateWords], today: dt.date
) -> None:
    assert isinstance(read_when("5/6", today, languages[language], language=language), Ambiguous)


def test_a_person_may_type_words_of_either_language(languages: dict[str, DateWords], today: dt.date) -> None:
    both = languages["vi"].plus(languages["ja"])
    tuesday = Moment(dt.date(2026, 11, 24))
    assert read_when("thứ 3", today, both, language="vi") == tuesday
    assert read_when("火", today, both, language="vi") == tuesday
    assert read_when("明日", today, both, language="vi") == Moment(dt.date(2026, 11, 19))


def test_months_of_one_language_survive_joining_one_without(languages: dict[str, DateWords]) -> None:
    assert languages["ja"].plus(languages["vi"]).months == languages["vi"].months


def test_a_year_runs_to_the_day_before_its_return(languages: dict[str, DateWords]) -> None:
    eve = dt.date(2026, 12, 31)
    assert read_when("12/31", eve, languages["ja"], language="ja") == Moment(eve)
    assert read_when("12/30", eve, languages["ja"], language="ja") == Moment(dt.date(2027, 12, 30))
    assert read_when("1/1", eve, languages["ja"], language="ja") == Moment(dt.date(2027, 1, 1))


def test_a_leap_day_is_read_in_the_year_before_it(languages: dict[str, DateWords]) -> None:
    found = read_when("2/29", dt.date(2027, 3, 1), languages["ja"], language="ja")
    assert found == Moment(dt.date(2028, 2, 29))


def test_a_day_the_month_lacks_is_looked_for_in_the_next(languages: dict[str, DateWords]) -> None:
    found = read_when("31日", dt.date(2027, 2, 1), languages["ja"], language="ja")
    assert found == Moment(dt.date(2027, 3, 31))


@pytest.mark.parametrize("text", ["明日", "来週の火曜", "12/31", "31日", "999日後", "1/1", "来月5日", "火曜"])
@pytest.mark.parametrize("edge", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_raise_nothing(text: str, edge: dt.date, languages: dict[str, DateWords]) -> None:
    read_when(text, edge, languages["ja"], language="ja")


def test_very_long_text_is_not_read(languages: dict[str, DateWords], today: dt.date) -> None:
    assert read_when("明日" + " " * 300, today, languages["ja"], language="ja") is None


def test_readings_that_cannot_be_leave_the_question() -> None:
    three = Ambiguous((dt.time(3), dt.time(15)))
    assert three.only(lambda reading: reading == dt.time(15)) == dt.time(15)
    assert three.only(lambda _: True) == three
    assert three.only(lambda _: False) == three
