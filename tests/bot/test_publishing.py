"""The `terms` commands on a database of their own: what is published, refused, listed, and who will be told."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from bot import publishing
from bot.commands import booking, within
from bot.ports import SystemChance, SystemClock
from bot.settings import BadSettings, Settings, load
from flows.facts import Agreed, Wished
from flows.office.opening import DAY
from flows.office.policy import local
from storage.engines import open_engine
from storage.migrate import upgrade
from storage.offices import load as offices
from storage.offices import publish_samples
from storage.records import agreements, applications, conversations
from storage.vault import Keyring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.unit import Unit


def day(ahead: int = 0) -> str:
    """Of the commands' own clock, at the moment when a test asks: the suite may run past midnight."""
    return (local(SystemClock().now()).date() + ahead * DAY).isoformat()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load(
        _env_file=None,
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/terms.sqlite3",
        secret_keys=Keyring.fresh(SystemChance().data),
    )
    engine = open_engine(made.database)
    upgrade(engine)
    engine.dispose()
    within(made, lambda unit: publish_samples(unit, offices()))
    return made


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "office.txt"
    file.write_text("この規約は、オンライン相談の利用について定めるものです。", "utf-8")
    return file


def publish(
    settings: Settings, file: Path, effective: str = "", *, locale: str = "ja", summary: Sequence[str] = ()
) -> publishing.Published:
    given = publishing.publication("demo", "office", "v2", effective or day(1), file, locale, summary)
    return publishing.publish(settings, given)


def test_a_new_version_is_published_and_listed_with_its_hash_and_state(settings: Settings, text: Path) -> None:
    done = publish(settings, text)
    assert done.to_tell == 0
    office = [each for each in publishing.listed(settings, "demo") if each.edition.name == "office"]
    assert [(each.edition.version, each.state, each.agreed) for each in office] == [
        ("sample-1", "in force, sample", 0),
        ("v2", "to come", 0),
    ]
    assert office[1].edition.sha256 == done.sha256


def test_a_change_is_never_published_for_a_day_that_is_past(settings: Settings, text: Path) -> None:
    first = publishing.publication("demo", "office", "v1", day(-2), text, "ja", [])
    publishing.publish(settings, first)  # over a sample, which binds nobody
    with pytest.raises(BadSettings, match="give today or a later day"):
        publish(settings, text, day(-1))
    with pytest.raises(BadSettings, match="would never be in force"):
        publish(settings, text, day(-3))
    publish(settings, text, day())


def test_a_translation_wants_its_japanese_text_and_the_same_day(settings: Settings, text: Path) -> None:
    with pytest.raises(BadSettings, match="publish that first"):
        publish(settings, text, locale="en")
    publish(settings, text)
    with pytest.raises(BadSettings, match=f"in force from {day(1)}"):
        publish(settings, text, day(), locale="en")
    publish(settings, text, locale="en")
    with pytest.raises(BadSettings, match=r"v2 \(en\) of demo is published already"):
        publish(settings, text, locale="en")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty: publish the full text"),
        (" \n\t\u3000\n".encode(), "is empty: publish the full text"),
        (b"\xef\xbb\xbf\n", "is empty: publish the full text"),
        ("規約".encode(), "has 2 signs .'規約'.: publish the full text, 20 or more"),
        (("あ " * 19).encode(), "has 19 signs"),
        (("規約" * 20).encode("shift-jis"), "must be a text in UTF-8 .*: save it as UTF-8"),
        (("規約" * 20).encode("utf-16"), "must be a text in UTF-8 .*: save it as UTF-8"),
        (b"\0" * 40, "holds signs that no text has"),
    ],
)
def test_what_is_no_text_to_agree_to_is_not_published(
    settings: Settings, text: Path, content: bytes, complaint: str
) -> None:
    text.write_bytes(content)
    for locale in ("ja", "en"):
        with pytest.raises(BadSettings, match=complaint):
            publish(settings, text, locale=locale)
    assert all(each.edition.version == "sample-1" for each in publishing.listed(settings, "demo"))


def test_a_text_of_the_fewest_signs_and_with_a_mark_before_them_is_published(settings: Settings, text: Path) -> None:
    text.write_text("あ" * publishing.SHORTEST_TEXT, "utf-8-sig")
    done = publish(settings, text)
    assert done.sha256 == hashlib.sha256(("あ" * publishing.SHORTEST_TEXT).encode()).hexdigest()


def test_a_version_has_a_name(text: Path) -> None:
    with pytest.raises(BadSettings, match="--version is blank"):
        publishing.publication("demo", "office", " ", day(1), text, "ja", [])


def test_what_changed_is_given_by_language_and_fits_into_a_letter(settings: Settings, text: Path) -> None:
    publish(settings, text, summary=[f"en={text}", f"ja={text}"])
    text.write_text("あ" * (publishing.LONGEST_SUMMARY + 1), "utf-8")
    for given, complaint in ((f"en={text}", "1501 signs"), (str(text), "write the language"), ("en=none", "must be a")):
        with pytest.raises(BadSettings, match=complaint):
            publishing.publication("demo", "office", "v3", day(1), text, "ja", [given])


def test_an_unknown_office_document_or_language_is_named_with_those_there_are(settings: Settings, text: Path) -> None:
    with pytest.raises(BadSettings, match="does not speak 'tlh'; it speaks: ja, en, ja-simple"):
        publish(settings, text, locale="tlh")
    with pytest.raises(BadSettings, match="names no document 'rules'; it names: office, tool, chat"):
        publishing.publish(settings, publishing.publication("demo", "rules", "1", day(1), text, "ja", []))
    with pytest.raises(BadSettings, match="no office 'nowhere'"):
        publishing.listed(settings, "nowhere")


def test_a_booking_is_shown_with_everything_that_was_agreed_to_for_it(settings: Settings) -> None:
    def apply(unit: Unit) -> None:
        where = {"group": False, "guess": "en", "default_locale": "en", "office": "demo"}
        chat = conversations.find_or_make(unit, "telegram", "taro", **where)
        wished = Wished("T001", "Test Taro", "", "+819000000001", "", "none", "", (), unit.now)
        ident = applications.make(unit, wished, chat, offices()["demo"])
        agreed = Agreed((("office", "sample-1"), ("tool", "sample-1")), "en", "booking.review.apply")
        agreements.keep(unit, agreed, chat, "demo", ident)

    within(settings, apply)
    rows = booking(settings, "T001", reveal=False)
    assert rows
    shown = [value for label, value in rows if label == "agreed to"]
    assert len(shown) == 2
    for part in ("office sample-1", "shown in en on telegram", "button “booking.review.apply”", "JST", "SHA-256 "):
        assert part in shown[0]
    assert [each.agreed for each in publishing.listed(settings, "demo")] == [0, 1, 1]  # chat, office, tool
