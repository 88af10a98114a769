from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.pages.ports import Paper

if TYPE_CHECKING:
    from httpx import Client

    from tests.bot.pages.house import FakeHouse

SHA = "ab" * 32
TEXT = "第1条 <見本>です。\n\n第2条 本文。"


@pytest.fixture(autouse=True)
def _papers(house: FakeHouse) -> None:
    now = Paper("office", "2026-11", "ja", date(2026, 11, 1), SHA, sample=True, text=TEXT)
    before = Paper("office", "2025-01", "ja", date(2025, 1, 6), "cd" * 32, sample=False, text="昔の本文")
    english = Paper("office", "2026-11", "en", date(2026, 11, 1), "ef" * 32, sample=True, text="Article 1")
    house.papers = [now, before, english]


def test_the_text_in_force_is_shown_whole_in_japanese_with_version_day_and_fingerprint(client: Client) -> None:
    answer = client.get("/terms/demo/office")
    assert answer.status_code == 200
    assert '<html lang="ja"' in answer.text
    for part in ("2026-11", "2026年11月1日", SHA, "第1条 &lt;見本&gt;です。", "第2条 本文。", "SAMPLE"):
        assert part in answer.text
    assert "<script" not in answer.text


def test_an_earlier_version_stays_readable(client: Client) -> None:
    assert "昔の本文" in client.get("/terms/demo/office?version=2025-01").text


def test_a_translation_says_that_the_japanese_text_prevails_and_leads_to_it(client: Client) -> None:
    assert "lang=en" in client.get("/terms/demo/office").text
    text = client.get("/terms/demo/office?lang=en").text
    assert '<html lang="en"' in text
    assert "Article 1" in text
    assert "The Japanese text prevails" in text
    assert "lang=ja" in text


def test_all_texts_of_an_office_are_listed(client: Client) -> None:
    text = client.get("/terms/demo").text
    assert 'href="/terms/demo/office"' in text
    assert "2026-11" in text
    assert "/terms/demo/tool" not in text  # not published


@pytest.mark.parametrize("path", ["/terms/demo/tool", "/terms/demo/nothing", "/terms/demo/office?version=1999"])
def test_a_text_that_there_is_not_leads_to_those_there_are(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/terms/demo/office"' in answer.text


def test_an_unknown_office_has_no_texts(client: Client) -> None:
    assert client.get("/terms/nowhere").status_code == 404
    assert client.get("/terms/nowhere/office").status_code == 404
