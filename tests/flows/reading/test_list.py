"""Lists of moments as a clerk types them."""

from datetime import date, time

import pytest

from flows.reading.when import DateWords, Moment, read_list

A10, A14, A15 = (Moment(date(2026, 11, 25), time(hour)) for hour in (10, 14, 15))
B09 = Moment(date(2026, 11, 26), time(9, 30))
B14 = Moment(date(2026, 11, 26), time(14))


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("11/25 10:00", (A10,)),
        ("11/25 10:00, 11/26 14:00", (A10, B14)),
        ("11/25 10:00 11/26 14:00", (A10, B14)),
        ("11/25 10:00\n11/26 14:00\n", (A10, B14)),
        ("11/25 10:00, 14:00, 11/26 9:30", (A10, A14, B09)),
        ("11/25 10:00、14:00、11/26 9:30", (A10, A14, B09)),
        ("11/25\n10:00\n14:00", (A10, A14)),
        ("11/25: 10:00, 14:00; 11/26: 14:00", (A10, A14, B14)),
        ("１１／２５　１０：００、１４：００", (A10, A14)),
        ("11月25日(水)10時、14時、26日9時半", (A10, A14, B09)),
        ("11/25(水) 10:00 / 11/26(木) 14:00", (A10, B14)),
        ("11/25 10:00と14:00", (A10, A14)),
        ("11/25 10:00か14:00", (A10, A14)),
        ("11/25 10:00, 午後3時", (A10, A15)),
        ("11/25 午後2時、3時", (A14, A15)),
        ("11/25 10:00, 11/25 10:00", (A10,)),
        ("2026年11月25日(水) 10:00, 2026年11月26日(木) 14:00", (A10, B14)),
    ],
)
def test_a_list_reads_as_its_moments(
    text: str, moments: tuple[Moment, ...], languages: dict[str, DateWords], today: date
) -> None:
    assert read_list(text, today, languages["ja"], "ja") == moments


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11/25",
        "10:00",
        "10:00, 11/26 14:00",
        "11/25 3時",
        "11/25 10:00-11:00",
        "11/25 10:00〜11:00",
        "11/25 10:00, 11/26",
        "11/25(火) 10:00",
        "水曜 10:00",
        "11/25 10:00, 2569/11/26 10:00",
        "11/25 10:00, あとで",
        "11/25 10:00, 2/30 10:00",
        "1, 2, 3",
        "11/25 10:00 " * 300,
    ],
)
def test_a_list_with_anything_unclear_in_it_is_not_read(
    text: str, languages: dict[str, DateWords], today: date
) -> None:
    assert read_list(text, today, languages["ja"], "ja") is None


def test_an_english_list_asks_for_dates_that_can_be_read_one_way(languages: dict[str, DateWords], today: date) -> None:
    assert read_list("Nov 25 10:00, 2 pm and 3 pm", today, languages["en"], "en") == (A10, A14, A15)
    assert read_list("5/6 10:00", today, languages["en"], "en") is None
