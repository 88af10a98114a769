"""How a name is read: asked where the office wants it, after the name, of whom the name alone does not tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.booking.details import Details, Doubts, Typed, read
from flows.values import Text
from tests.flows.house import KeyWords, policy
from tests.flows.talk import Talk
from tests.flows.test_calling import Clerk
from tests.flows.test_earlier import again, wished

if TYPE_CHECKING:
    from tests.flows.talk import Person

KANJI, READ = "試験 太郎", "しけん たろう"
ASKED = "booking.name_reading"


def office(how: str, **more: object) -> Talk:
    return Talk(policy(asked__name_reading=how, **more))


def named(talk: Talk, name: str = KANJI) -> Person:
    person = talk.meets("theirs", name=name).to("booking.name")
    person.says(name)
    return person


@pytest.mark.parametrize("how", ["optional", "needed"])
def test_it_is_asked_after_the_name_shown_in_the_summary_and_kept(how: str) -> None:
    talk = office(how)
    person = named(talk)
    assert person.step == ASKED
    person.says(READ)
    assert person.step == "booking.number"
    person.to("booking.review")
    assert person.last().values["name"] == Text(f"{ASKED}.both", {"name": KANJI, "reading": READ})
    person.taps("apply")
    assert (wished(talk).name, wished(talk).name_reading) == (KANJI, READ)


@pytest.mark.parametrize("name", ["TEST TARO", "しけん たろう", "テスト・タロー", "Nguyễn Văn Thử", "Ｔｅｓｔ"])
def test_a_name_in_kana_or_latin_letters_needs_none(name: str) -> None:
    assert named(office("needed"), name).step == "booking.number"


@pytest.mark.parametrize("name", [KANJI, "見本 タロウ", "試 Taro", "परीक्षण थापा", "시험", "Тест"])
def test_of_any_other_name_it_is_asked(name: str) -> None:
    assert named(office("needed"), name).step == ASKED


def test_where_the_office_does_not_ask_nobody_is_asked() -> None:
    talk = office("no")
    person = named(talk)
    assert person.step == "booking.number"
    person.applies()
    assert wished(talk).name_reading == ""


@pytest.mark.parametrize("typed", ["1", "no", "booking.name_reading.skip"])
def test_where_it_is_optional_it_can_be_left_out(typed: str) -> None:
    talk = office("optional")
    person = named(talk)
    person.says(typed)
    assert person.step == "booking.number"
    person.to("booking.review")
    assert person.last().values["name"] == KANJI
    person.taps("apply")
    assert wished(talk).name_reading == ""


def test_where_it_is_needed_it_cannot_be_left_out() -> None:
    person = named(office("needed"))
    assert "skip" not in person.buttons()
    for typed in ("しけん 1", "<b>Shiken</b>", "/skip", "あ" * 81):
        person.says(typed)
        assert person.step == ASKED
    person.says("ｼｹﾝ ﾀﾛｳ")
    assert person.draft.name_reading == "シケン タロウ"


def test_who_left_it_out_is_asked_where_it_is_needed_since_then() -> None:
    talk = office("optional")
    person = named(talk)
    person.taps("skip")
    person.to("booking.review")
    talk.policy = policy(asked__name_reading="needed")
    person.taps("apply")
    assert person.step == ASKED
    person.says(READ)
    person.to("booking.review").taps("apply")
    assert wished(talk).name_reading == READ


def test_another_name_is_asked_for_its_own_reading() -> None:
    person = named(office("needed"))
    person.says(READ)
    person.to("booking.review").taps("change")
    person.taps("name")
    person.says("試験 次郎")
    assert person.step == ASKED
    person.says("しけん じろう")
    assert (person.step, person.draft.name_reading) == ("booking.review", "しけん じろう")
    person.taps("change")
    person.taps("name")
    person.says("Test Jiro")
    assert (person.step, person.draft.name_reading) == ("booking.review", None)


def test_in_the_summary_the_reading_alone_can_be_changed() -> None:
    person = named(office("optional"))
    person.says(READ)
    person.to("booking.review").taps("change")
    person.taps("name_reading")
    person.taps("skip")
    assert person.step == "booking.review"
    assert person.last().values["name"] == KANJI


def test_who_takes_over_earlier_answers_is_not_asked_for_a_reading_that_is_known() -> None:
    talk = office("needed")
    talk.person.name = KANJI
    person = again(talk)
    person.taps("same")
    assert person.step == "booking.residence"
    person.to("booking.review").taps("apply")
    assert (wished(talk).earlier, wished(talk).name_reading) == ("id-0", "")


def test_who_takes_over_answers_from_before_it_was_asked_is_asked_for_the_reading_alone() -> None:
    talk = office("no")
    talk.person.name = KANJI
    person = again(talk)
    talk.policy = policy(asked__name_reading="needed")
    person.taps("same")
    assert person.step == ASKED
    person.says(READ)
    assert person.step == "booking.residence"
    person.to("booking.review").taps("apply")
    assert (wished(talk).earlier, wished(talk).name_reading) == ("id-0", READ)


def test_where_a_page_takes_the_name_it_is_never_asked_in_the_chat() -> None:
    talk = office("needed", entry={"telegram": "form"})
    person = talk.meets("theirs", name=KANJI).to("booking.review")
    assert not any(each.key.startswith(ASKED) for each in person.heard)
    person.taps("apply")
    assert (wished(talk).name, wished(talk).name_reading) == ("", "")


def on_the_page(how: str, **typed: str) -> Details | Doubts:
    whole = {"name": KANJI, "number": "01234-5678901", "phone": "090-1234-5678", **typed}
    return read(Typed(**whole), policy(asked__name_reading=how), KeyWords())


@pytest.mark.parametrize(
    ("how", "typed", "kept"),
    [
        ("optional", {"name_reading": READ}, READ),
        ("optional", {"name_reading": " "}, ""),
        ("needed", {"name_reading": "ｼｹﾝ"}, "シケン"),
        ("needed", {"name": "Test Taro"}, ""),
        ("needed", {"name": "ﾃｽﾄ"}, ""),
        ("needed", {"name": "Test Taro", "name_reading": "テスト"}, "テスト"),
        ("no", {"name_reading": READ}, ""),
    ],
)
def test_the_page_takes_it_by_the_same_rules(how: str, typed: dict[str, str], kept: str) -> None:
    found = on_the_page(how, **typed)
    assert isinstance(found, Details)
    assert found.name_reading == kept


@pytest.mark.parametrize(("how", "typed"), [("needed", ""), ("needed", "8"), ("optional", "<i>x</i>")])
def test_what_the_page_does_not_take_is_named(how: str, typed: str) -> None:
    found = on_the_page(how, name_reading=typed)
    assert isinstance(found, Doubts)
    assert [*found.faults] == ["name_reading"]


@pytest.mark.parametrize(("how", "is_asked"), [("no", False), ("optional", True)])
def test_a_clerk_may_give_it_for_a_caller(how: str, is_asked: bool) -> None:  # noqa: FBT001 -- a row
    talk = office(how)
    clerk = Clerk(talk, id="clerk").until("calling.name")
    clerk.says(KANJI)
    assert (clerk.step == "calling.name_reading") is is_asked
    if is_asked:
        clerk.says(READ)
    clerk.until("calling.review").taps("apply")
    fact = talk.of(facts.CalledIn)[-1]
    assert fact.wished.name_reading == (READ if is_asked else "")
