"""A key and values become the text of one language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest

from flows.values import Text, Value
from locales.catalogue import Entry
from locales.words import Miss, NoText, Words, catalogues, refuse

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # a Tuesday, 15:00 in Japan
FORMATS = {
    "ja": {"format.moment": "{day} {clock}(日本時間)", "format.era": "令和{year}年", "format.yes": "はい"},
    "ja-simple": {"format.moment": "{day} {clock} 日本の時間", "format.era": "令和{year}年"},
    "en": {
        "format.moment": "{day}, {clock} (Japan time, JST)",
        "format.era": "Reiwa {year}",
        "format.no": "No",
    },
}


def words(tag: str, **texts: str) -> Words:
    every = {**FORMATS.get(tag, {}), **texts}
    return Words(tag, {key: Entry(key, (text,)) for key, text in every.items()}, missed=refuse)


def said(tag: str, text: str, **values: Value) -> str:
    return words(tag, a=text).text("a", values)


@pytest.mark.parametrize(
    ("tag", "gap", "expected"),
    [
        ("ja", "{at}", "2026年11月24日(火) 15:00(日本時間)"),
        ("en", "{at}", "Tuesday, November 24, 2026, 15:00 (Japan time, JST)"),
        ("ja-simple", "{at}", "2026年11月24日(火曜日) 午後3時 日本の時間"),
        ("ja", "{at:long}", "2026年11月24日(火) 15:00(日本時間)"),
        ("ja", "{at:short}", "11/24(火) 15:00"),
        ("en", "{at:short}", "Tue Nov 24, 15:00"),
        ("ja-simple", "{at:short}", "11月24日(火) 午後3時"),
        ("ja", "{at:time}", "15:00"),
        ("en", "{at:time}", "15:00"),
        ("ja-simple", "{at:time}", "午後3時"),
        ("ja", "{at:date}", "2026年11月24日(火)"),
        ("en", "{at:date}", "Tuesday, November 24, 2026"),
        ("ja-simple", "{at:date}", "2026年11月24日(火曜日)"),
        ("ja", "{at:era}", "2026年(令和8年)11月24日(火) 15:00(日本時間)"),
        ("en", "{at:era}", "Tuesday, November 24, 2026 (Reiwa 8), 15:00 (Japan time, JST)"),
    ],
)
def test_a_moment_is_said_in_japan_time(tag: str, gap: str, expected: str) -> None:
    assert said(tag, gap, at=START) == expected


@pytest.mark.parametrize(
    ("tag", "gap", "expected"),
    [
        ("ja", "{day}", "2026年11月24日(火)"),
        ("ja", "{day:short}", "11/24(火)"),
        ("ja-simple", "{day:short}", "11月24日(火)"),
        ("en", "{day:short}", "Tue Nov 24"),
        ("ja", "{day:era}", "2026年(令和8年)11月24日(火)"),
        ("en", "{day:era}", "Tuesday, November 24, 2026 (Reiwa 8)"),
    ],
)
def test_a_day_has_its_weekday(tag: str, gap: str, expected: str) -> None:
    assert said(tag, gap, day=date(2026, 11, 24)) == expected


@pytest.mark.parametrize(
    ("tag", "clock", "expected"),
    [
        ("ja", time(9, 5), "9:05"),
        ("en", time(9, 5), "09:05"),
        ("en", time(0, 0), "00:00"),
        ("ja-simple", time(15, 30), "午後3時30分"),
        ("ja-simple", time(10), "午前10時"),
        ("ja-simple", time(12, 30), "午後0時30分"),
    ],
)
def test_a_time_of_day_is_said_as_the_language_does(tag: str, clock: time, expected: str) -> None:
    assert said(tag, "{at}", at=clock) == expected


def test_a_day_near_midnight_is_the_day_in_japan() -> None:
    assert said("ja", "{at:short}", at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == "11/24(火) 0:00"


def test_numbers_are_plain_digits() -> None:
    assert said("en", "{number}", number=12345) == "12345"


def test_yes_and_no_are_words_and_not_numbers() -> None:
    assert said("ja", "{yes}", yes=True) == "はい"
    assert said("en", "{yes}", yes=False) == "No"


def test_what_a_stranger_typed_is_never_a_format() -> None:
    assert said("en", "Hello {name}!", name="{name} {0.__class__} %s \\1") == "Hello {name} {0.__class__} %s \\1!"


def test_nothing_is_escaped() -> None:
    assert said("en", "{name}", name="<b>&'\"") == "<b>&'\""


def test_a_text_stands_inside_another() -> None:
    nested = Text("inner", {"name": Text("name")})
    assert words("en", a="[{x}]", inner="<{name}>", name="Test").text("a", {"x": nested}) == "[<Test>]"


@pytest.mark.parametrize(
    ("tag", "style", "expected"),
    [
        ("en", "", "A, B, and C"),
        ("en", ":or", "A, B, or C"),
        ("en", ":lines", "- A\n- B\n- C"),
        ("ja", "", "A、B、C"),
        ("ja", ":lines", "・A\n・B\n・C"),
        ("my", "", "A၊ B နှင့် C"),
        ("my", ":or", "A၊ B သို့မဟုတ် C"),
        ("th", "", "A, B และ C"),
        ("ne", "", "A, B र C"),
        ("km", ":or", "A, B ឬ C"),
    ],
)
def test_several_values_are_listed_as_the_language_does(tag: str, style: str, expected: str) -> None:
    assert said(tag, f"{{all{style}}}", all=("A", "B", "C")) == expected


def test_each_of_several_values_takes_the_rest_of_the_style() -> None:
    assert said("ja", "{all:lines short}", all=(START, START)) == "・11/24(火) 15:00\n・11/24(火) 15:00"


def test_an_empty_list_is_empty() -> None:
    assert said("en", "{a}{b:lines}", a=(), b=()) == ""


@pytest.mark.parametrize(("count", "expected"), [(0, "0 days"), (1, "a day"), (2, "2 days"), (21, "21 days")])
def test_a_count_chooses_the_plural_form(count: int, expected: str) -> None:
    english = Words("en", {"days": Entry("days", ("a day", "{count} days"), plural=True)}, missed=refuse)
    assert english.text("days", {"count": count}) == expected


def test_synonyms_are_split() -> None:
    assert words("en", back=" back |go back| ").list_of("back") == ("back", "go back")
    assert words("en", back="|").list_of("back") == ()


def test_a_text_is_there_only_when_all_its_forms_are() -> None:
    english = Words("en", {"days": Entry("days", ("", "{count} days"), plural=True), "no": Entry("no", ("",))})
    assert not any(map(english.has, ("days", "no", "nowhere")))
    assert words("en", a="b").has("a")


def test_a_missing_text_is_an_error_where_errors_are_wanted() -> None:
    with pytest.raises(NoText, match="en: nowhere: no text"):
        words("en").text("nowhere")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "no value for {at}"),
        ({"at": datetime(2026, 11, 24, 15, 0)}, "without a zone"),  # noqa: DTZ001 -- the fault itself
        ({"at": "noon"}, "no such style here: short"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_where_errors_are_wanted(
    values: dict[str, Value], complaint: str
) -> None:
    with pytest.raises(NoText, match=complaint):
        words("en", a="{at:short}").text("a", values)


def test_at_run_time_a_missing_text_is_said_in_another_language_and_counted(catalogue_dir: Path) -> None:
    missed: list[Miss] = []
    languages = catalogues(catalogue_dir, missed=missed.append)
    assert languages["ja-simple"].text("staff.card", {"start": START}).startswith("開始: 2026年11月24日(火) ")
    assert languages["en"].text("nowhere") == "nowhere"
    assert missed == [Miss("ja-simple", "staff.card", "no text"), Miss("en", "nowhere", "no text")]


def test_at_run_time_a_missing_value_leaves_a_gap_and_is_counted(catalogue_dir: Path) -> None:
    missed: list[Miss] = []
    english = catalogues(catalogue_dir, missed=missed.append)["en"]
    assert english.text("greet.hello") == ", this is the counter."
    assert missed == [Miss("en", "greet.hello", "no value for {name}")]


def test_at_run_time_a_moment_without_a_zone_is_taken_as_japans() -> None:
    english = Words("en", {"a": Entry("a", ("{at:short}",))})
    assert english.text("a", {"at": datetime(2026, 11, 24, 15, 0)}) == "Tue Nov 24, 15:00"  # noqa: DTZ001 -- the fault itself


def test_english_falls_back_to_japanese_and_others_to_english_first(catalogue_dir: Path) -> None:
    languages = catalogues(catalogue_dir)
    assert [other.tag for other in languages["en"].fallbacks] == ["ja"]
    assert [other.tag for other in languages["ja"].fallbacks] == ["en"]
    assert [other.tag for other in languages["ja-simple"].fallbacks] == ["ja", "en"]


def test_a_language_is_read_once() -> None:
    assert Words.load("en") is Words.load("en")
    assert {"ja", "en", "ja-simple"} <= catalogues().keys()


@pytest.mark.parametrize(
    ("tag", "today", "tuesday", "november"),
    [
        ("en", "today", "Tue", ("November", "Nov")),
        ("ja", "きょう", "火曜", ()),
        ("ja-simple", "きょう", "火曜", ()),
    ],
)
def test_every_language_gives_the_words_of_dates(tag: str, today: str, tuesday: str, november: tuple[str, ...]) -> None:
    known = Words.load(tag, missed=refuse).date_words()
    assert today in known.today
    assert [index for index, names in enumerate(known.weekdays) if tuesday in names] == [1]
    assert known.months[10] == november


def test_words_know_a_language_by_its_name() -> None:
    assert words("en").language("にほんご") == "ja"


def test_a_line_whose_gaps_are_all_empty_is_left_out() -> None:
    text = "Your wishes\nTimes: {times}\nBy: {by}\nThank you."
    assert said("en", text, times=(), by="Clerk A") == "Your wishes\nBy: Clerk A\nThank you."


def test_a_text_of_which_nothing_would_be_left_is_kept() -> None:
    assert said("en", "Call {phone}", phone="") == "Call"


def test_no_blank_is_left_where_an_empty_value_stood() -> None:
    assert said("en", "Terms, {version} {sample}\n\n{ring}", version="1", sample="", ring="") == "Terms, 1"
