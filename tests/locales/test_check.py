"""Each rule stays silent on sound catalogues and speaks up on a planted fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.values import Text
from locales.catalogue import HERE, NOT_REVIEWED, Entry, entries_of, path_of, unreviewed
from locales.check import main, problems
from locales.choice import NAMES
from locales.echo import echoes
from locales.glossary import AUTHORITY, concepts
from locales.house import House
from locales.keys import OWN, Key
from locales.make import refresh
from locales.problem import Allowance, allowances
from locales.scripts import foreign
from tests.locales.conftest import KEYS

if TYPE_CHECKING:
    from locales.keys import KeyInfo
    from tests.locales.conftest import Bench


def test_sound_catalogues_have_no_problem(bench: Bench) -> None:
    assert bench.found() == []


def test_the_words_that_wording_itself_needs_are_sound_in_every_language() -> None:
    found = problems(keys=OWN, code_dir=None, allowed=[each for each in allowances() if each.match in OWN])
    assert [problem for problem in found if problem.subject in OWN] == []


def test_a_key_without_a_text_is_found(bench: Bench) -> None:
    bench.plant("en", 'msgstr "Yes"', 'msgstr ""')
    assert bench.rules() == {("missing", "format.yes")}


def test_a_key_that_one_language_lacks_is_found(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    keys = {**keys, "greet.new": Key("Just added.")}
    assert {problem.place for problem in bench.found(keys)} == {"en", "ja", "ja-simple"}
    assert bench.rules(keys) == {("missing", "greet.new")}


def test_a_key_that_nothing_uses_is_found(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    del keys["greet.hello"]
    assert bench.rules(keys) == {("orphan", "greet.hello")}


def test_a_renamed_key_is_both_missing_and_orphaned(bench: Bench) -> None:
    bench.plant("en", 'msgid "greet.hello"', 'msgid "greet.hallo"')
    assert bench.rules() == {("missing", "greet.hello"), ("orphan", "greet.hallo")}


def test_a_staff_text_among_those_of_job_seekers_is_found(bench: Bench) -> None:
    staff = path_of(bench.folder, "en", "staff").read_text(encoding="utf-8")
    messages = path_of(bench.folder, "en", "messages")
    messages.write_text(messages.read_text(encoding="utf-8") + staff[staff.index("#.") :], encoding="utf-8")
    assert ("orphan", "staff.card") in bench.rules()


def test_staff_texts_in_a_language_that_has_none_are_found(bench: Bench) -> None:
    shutil.copy(path_of(bench.folder, "ja", "staff"), path_of(bench.folder, "ja-simple", "staff"))
    assert ("orphan", "staff.po") in bench.rules()


def test_a_key_that_stands_twice_is_found(bench: Bench) -> None:
    path = path_of(bench.folder, "en", "messages")
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "format.no"\nmsgstr "Nope"\n', encoding="utf-8")
    assert ("twice", "format.no") in bench.rules()


def test_a_text_marked_as_unsure_is_found(bench: Bench) -> None:
    bench.plant("en", 'msgid "format.no"', '#, fuzzy\nmsgid "format.no"')
    assert bench.rules() == {("fuzzy", "format.no")}


def test_an_empty_plural_form_is_found(bench: Bench) -> None:
    bench.plant("en", 'msgstr[0] "One more day."', 'msgstr[0] ""')
    assert bench.rules() == {("missing", "greet.days")}


def test_a_count_without_plural_forms_is_found(bench: Bench) -> None:
    bench.plant("ja", 'msgid_plural "greet.days"\nmsgstr[0]', "msgstr")
    assert bench.rules() == {("plural", "greet.days")}


def test_a_header_with_other_plural_forms_is_found(bench: Bench) -> None:
    bench.plant("en", "nplurals=2", "nplurals=3")
    assert ("plural", "messages.po") in bench.rules()


@pytest.mark.parametrize("key", ["words.weekday.1", "words.month.12"])
def test_a_printed_day_that_cannot_be_typed_back_is_found(key: str) -> None:
    spanish = entries_of(HERE, "es")
    assert not list(echoes(House(HERE, {}, {"es": spanish})))
    planted = {**spanish, key: Entry(key, ("algún día",))}
    assert key in {each.subject for each in echoes(House(HERE, {}, {"es": planted}))}


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("this is the counter.", "a gap left out"),
        ("{name} {surname}, this is the counter.", "a gap that gets no value"),
        ("{nome}, this is the counter.", "a gap mistyped"),
        ("{name, this is the counter.", "a brace left open"),
        ("{name.__class__}, {name} is the counter.", "a gap that reaches for more"),
    ],
)
def test_gaps_that_differ_are_found(bench: Bench, new: str, why: str) -> None:
    bench.plant("en", "{name}, this is the counter.", new)
    assert ("gap", "greet.hello") in bench.rules(), why


def test_only_a_form_for_few_may_leave_the_count_out(bench: Bench) -> None:
    bench.plant("en", "{count} more days.", "More days.")
    assert bench.rules() == {("gap", "greet.days")}


def test_a_style_that_the_value_does_not_have_is_found(bench: Bench) -> None:
    bench.plant("en", "{name}, this", "{name:short}, this")
    assert bench.rules() == {("sample", "greet.hello")}


@pytest.mark.parametrize("new", [" Yes", "Yes ", "Yes\\n"])
def test_a_blank_at_an_end_is_found(bench: Bench, new: str) -> None:
    bench.plant("en", 'msgstr "Yes"', f'msgstr "{new}"')
    assert bench.rules() == {("blank", "format.yes")}


def test_a_text_copied_from_another_language_is_found(bench: Bench) -> None:
    bench.plant("en", "{name}, this is the counter.", "{name}さん、予約の窓口です。")
    assert bench.rules() == {("same", "greet.hello"), ("script", "greet.hello")}


def test_japanese_with_kanji_copied_into_plain_japanese_is_found(bench: Bench) -> None:
    bench.plant("ja-simple", "予約(よやく)の窓口(まどぐち)です。", "予約の窓口です。")
    assert ("same", "greet.hello") in bench.rules()


def test_a_button_that_is_too_long_is_found(bench: Bench) -> None:
    bench.plant("en", "{start:short}", "{start:short} hours")
    assert bench.rules() == {("limit", "greet.go")}


def test_a_limit_is_counted_in_utf16_units(bench: Bench) -> None:
    bench.plant("en", "{start:short}", "{start:short}😀😀")
    assert bench.rules() == {("limit", "greet.go")}


def test_a_message_longer_than_telegram_takes_is_found(bench: Bench) -> None:
    bench.plant("en", "this is the counter.", "this is the counter." * 250)
    assert bench.rules() == {("limit", "greet.hello")}


def test_an_unknown_limit_is_found(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    keys = {**keys, "format.yes": Key("", limit="lable")}
    assert bench.rules(keys) == {("limit", "format.yes")}


def test_a_text_inside_another_must_exist(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    keys = {**keys, "greet.hello": Key("", sample={"name": Text("greet.nobody")})}
    assert bench.rules(keys) == {("sample", "greet.hello")}


def test_kanji_without_a_reading_is_found_in_plain_japanese(bench: Bench) -> None:
    bench.plant("ja-simple", "窓口(まどぐち)", "窓口")
    assert bench.rules() == {("plain", "greet.hello")}


def test_a_language_without_a_name_is_found(bench: Bench) -> None:
    shutil.copytree(bench.folder / "en", bench.folder / "de")
    assert ("language", "de") in bench.rules()


@pytest.mark.parametrize("line", ["msgstr Yes", 'msgstr "Yes', 'msgstr "a "b" c"', 'mgstr "Yes"', "<<<<<<< ours"])
def test_a_file_that_is_not_in_order_is_found(bench: Bench, line: str) -> None:
    bench.plant("en", 'msgstr "Yes"', line)
    assert "file" in {problem.rule for problem in bench.found()}


def test_a_house_without_japanese_is_found(bench: Bench) -> None:
    shutil.rmtree(bench.folder / "ja")
    assert ("language", "ja") in bench.rules()


def test_what_is_allowed_is_not_reported(bench: Bench) -> None:
    bench.plant("en", 'msgstr "Yes"', 'msgstr "はい"')
    allowed = tuple(Allowance(rule, "format.yes", "both say so") for rule in ("same", "script"))
    assert bench.found(allowed=allowed) == []


def test_an_allowance_that_excuses_nothing_is_a_problem(bench: Bench) -> None:
    allowed = (Allowance("same", "format.yes", "both say so"),)
    assert [problem.rule for problem in bench.found(allowed=allowed)] == ["allowed"]


def test_an_allowance_without_a_reason_is_a_problem(bench: Bench) -> None:
    bench.plant("en", 'msgstr "Yes"', 'msgstr "はい"')
    allowed = tuple(Allowance(rule, "format.*", " ") for rule in ("same", "script"))
    assert [problem.rule for problem in bench.found(allowed=allowed)] == ["allowed", "allowed"]


def test_every_allowance_of_the_house_has_a_reason() -> None:
    assert all(each.why.strip() for each in allowances())


def test_the_command_prints_each_problem_and_fails(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.plant("en", 'msgstr "Yes"', 'msgstr " Yes"')
    monkeypatch.setattr("locales.check.problems", bench.found)
    assert main() == 1
    assert "en: format.yes: begins or ends with a blank" in capsys.readouterr().out


def test_no_compiled_catalogue_lies_in_the_tree() -> None:
    assert list(Path(HERE).rglob("*.mo")) == []


HELLO = "{name}, this is the counter."


def test_another_word_for_a_concept_than_its_term_is_found(bench: Bench) -> None:
    bench.plant("ja", "{name}さん、予約の窓口です。", "{name}さん、受付番号です。")
    bench.plant("ja-simple", "予約(よやく)の窓口(まどぐち)です。", "番号(ばんごう)です。")
    bench.plant("en", HELLO, "{name}, this is your ticket.")
    assert bench.rules() == {("glossary", "greet.hello")}
    assert {problem.place for problem in bench.found()} == {"en"}


def test_the_term_of_a_concept_in_any_of_its_forms_is_sound(bench: Bench) -> None:
    bench.plant("ja", "{name}さん、予約の窓口です。", "{name}さん、受付番号です。")
    bench.plant("ja-simple", "予約(よやく)の窓口(まどぐち)です。", "番号(ばんごう)です。")
    bench.plant("en", HELLO, "{name}, this is your Reference Code.")
    assert bench.found() == []


def test_the_name_of_a_value_is_no_term(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    sample = {"name": "Test Taro", "staff": "A"}
    keys = {**keys, "greet.hello": Key("The first line.", sample=sample)}
    for tag in ("ja", "ja-simple", "en"):
        bench.plant(tag, "{name}", "{staff} {name}")
    bench.plant("ja", "予約の窓口です。", "受付番号です。")
    assert {problem.place for problem in bench.found(keys) if problem.rule == "glossary"} == {"en", "ja-simple"}


def test_every_concept_has_a_japanese_term_and_stems_in_lower_case() -> None:
    for name, forms in concepts().items():
        assert forms[AUTHORITY], name
        assert set(forms) <= set(NAMES), name
        assert all(form == form.casefold() for those in forms.values() for form in those), name


def test_a_word_in_the_script_of_another_language_is_found(bench: Bench) -> None:
    bench.plant("en", HELLO, "{name}, this is the 窓口.")
    bench.plant("ja", "{name}さん、予約の窓口です。", "{name}さん、予約のcounterです。")
    assert {(problem.rule, problem.place) for problem in bench.found()} == {("script", "en"), ("script", "ja")}


@pytest.mark.parametrize(
    "text", ["{name}, this is the counter (窓口).", "{name}, this is Hello Work.", "{name}: https://example.org/窓口"]
)
def test_names_addresses_and_what_stands_in_brackets_may_be_in_another_script(bench: Bench, text: str) -> None:
    bench.plant("en", HELLO, text)
    assert "script" not in {problem.rule for problem in bench.found()}


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("vi", "Mời bạn đến 窓口 nhé.", ["窓口"]),
        ("th", "กรุณามาที่ office", ["office"]),
        ("ne", "कृपया Hello Work मा आउनुहोस्", []),
        ("mn", "Та manai алба", ["manai"]),
        ("ko", "예약 予約 확인", ["予約"]),
        ("km", "ប្រាក់ (預約) កក់", []),
        ("zh-Hans", "请到まどぐち来", ["まどぐち"]),
        ("ja", "予約ですok", []),
    ],
)
def test_words_of_another_script_are_told_apart_in_every_language(tag: str, text: str, words: list[str]) -> None:
    assert foreign(tag, text) == words


def test_a_review_stays_in_the_first_line_and_a_language_without_one_is_listed(bench: Bench) -> None:
    assert unreviewed(bench.folder) == ("en", "ja", "ja-simple")
    bench.plant("en", NOT_REVIEWED, "# Reviewed by Test Taro, 2026-11-22.")
    refresh(bench.folder, KEYS)
    assert unreviewed(bench.folder) == ("ja", "ja-simple")
    refresh(bench.folder, KEYS)
    assert path_of(bench.folder, "en", "messages").read_text(encoding="utf-8").startswith("# Reviewed by Test Taro")
