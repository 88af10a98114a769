"""Bringing the files in step with the keys loses no translation and changes no byte without cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from locales.catalogue import entries_of, path_of
from locales.keys import Key
from locales.make import begin, refresh

if TYPE_CHECKING:
    from pathlib import Path

    from flows.values import Values
    from locales.keys import KeyInfo
    from tests.locales.conftest import Bench


def test_a_second_run_changes_nothing(catalogue_dir: Path, keys: dict[str, KeyInfo]) -> None:
    assert refresh(catalogue_dir, keys) == ()


def test_a_new_key_comes_in_empty_and_its_old_neighbours_stay(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    before = entries_of(bench.folder, "en")
    refresh(bench.folder, {**keys, "greet.new": Key("Just added.")})
    after = dict(entries_of(bench.folder, "en"))
    assert not after.pop("greet.new").filled
    assert after == before


def test_an_orphan_is_dropped(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    del keys["greet.hello"]
    refresh(bench.folder, keys)
    assert "greet.hello" not in entries_of(bench.folder, "ja")
    assert bench.found(keys) == []


def test_translators_see_the_english_text_the_note_and_the_screen(bench: Bench) -> None:
    text = path_of(bench.folder, "ja", "messages").read_text(encoding="utf-8")
    entry = text[: text.index('msgid "greet.days"')].rsplit("\n\n", 1)[1]
    assert entry.splitlines() == [
        "#. en: One more day.",
        "#. en: {count} more days.",
        "#. note: How long until then.",
        "#. screen: everywhere",
        "#. values: {count}",
    ]


def test_comments_follow_the_english_text(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    bench.plant("en", "this is the counter", "you reached the counter")
    changed = refresh(bench.folder, keys)
    assert {path.parent.parent.name for path in changed} == {"ja", "ja_simple"}


def test_keys_are_sorted(bench: Bench) -> None:
    found = list(entries_of(bench.folder, "ja-simple"))
    assert found == sorted(found)


def test_a_text_that_becomes_plural_keeps_its_wording(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    sample: Values = {"name": "Test Taro", "count": 2}
    refresh(bench.folder, {**keys, "greet.hello": Key("", sample=sample)})
    assert entries_of(bench.folder, "en")["greet.hello"].forms == ("", "{name}, this is the counter.")


def test_an_unsure_text_stays_marked(bench: Bench, keys: dict[str, KeyInfo]) -> None:
    bench.plant("en", 'msgid "format.no"', '#, fuzzy\nmsgid "format.no"')
    refresh(bench.folder, keys)
    assert entries_of(bench.folder, "en")["format.no"].fuzzy


@pytest.mark.parametrize(
    ("tag", "header", "forms"),
    [
        ("vi", "nplurals=1; plural=(0);", 1),
        ("es", "nplurals=2; plural=(((n == 1)) ? 0 : 1);", 2),
        ("pt-BR", "nplurals=2;", 2),
    ],
)
def test_a_new_language_begins_with_every_key_and_its_own_plural_forms(
    bench: Bench, keys: dict[str, KeyInfo], tag: str, header: str, forms: int
) -> None:
    begin(bench.folder, tag)
    refresh(bench.folder, keys)
    assert header in path_of(bench.folder, tag, "messages").read_text(encoding="utf-8")
    assert len(entries_of(bench.folder, tag)["greet.days"].forms) == forms
    assert "staff.card" not in entries_of(bench.folder, tag)


def test_only_languages_of_the_counter_get_staff_texts(bench: Bench) -> None:
    assert path_of(bench.folder, "en", "staff").exists()
    assert not path_of(bench.folder, "ja-simple", "staff").exists()
