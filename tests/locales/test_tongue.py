"""Folders, tags and plural forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from locales.choice import NAMES
from locales.tongue import folder_of, form_for, forms_of, locale_of, plural_header, tags_in

if TYPE_CHECKING:
    from pathlib import Path


def test_the_folder_is_the_languages_identity(catalogue_dir: Path) -> None:
    assert tags_in(catalogue_dir) == ("en", "ja", "ja-simple")
    assert [folder_of(tag) for tag in ("ja-simple", "zh-Hans", "pt-BR")] == ["ja_simple", "zh_Hans", "pt_BR"]


def test_plain_japanese_follows_the_rules_of_japanese() -> None:
    assert locale_of("ja-simple") == locale_of("ja")


@pytest.mark.parametrize("tag", NAMES)
def test_every_language_knows_its_plural_forms(tag: str) -> None:
    forms = forms_of(tag)
    assert forms[-1] == "other"
    assert plural_header(tag).startswith(f"nplurals={len(forms)};")
    assert {form_for(tag, count) for count in range(1000)} == set(range(len(forms)))


def test_a_count_beyond_all_bookings_still_has_a_form() -> None:
    assert form_for("es", 1_000_000) == 1
