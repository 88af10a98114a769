"""A person sees what is kept and erases it: by tapping or typing alone, asked once, never under a booking."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.policy import local
from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Talk, at

WORDS = catalogues()
WAYS = {
    "en": ("my data", "/data", "Erase my data", "forget me"),
    "ja": ("自分のデータ", "個人情報", "登録を削除"),
    "ja-simple": ("わたしの データ", "データをけす"),
}


def real(locale: str = "en", **rules: object) -> Talk:
    talk = Talk(policy(**rules), words=lambda each: WORDS[each])
    talk.person.locale = locale
    return talk


def over(talk: Talk) -> None:
    """Booked, come to, and past."""
    talk.booked(at(20, 10))
    talk.to(at(20, 11))


@pytest.mark.parametrize(("locale", "typed"), [(tag, each) for tag, ways in WAYS.items() for each in ways])
def test_the_command_is_known_in_every_language(locale: str, typed: str) -> None:
    talk = real(locale)
    talk.person.opens()
    talk.person.says(typed)
    assert talk.person.step == "mydata.what"


@pytest.mark.parametrize("how", ["tap", "number", "label"])
def test_s_5_4_all_is_erased_by_tapping_or_by_typing_alone_after_one_question(how: str) -> None:
    talk = real()
    over(talk)
    before = len(talk.staff.heard)
    talk.person.says("menu")
    talk.person.chooses(how, "_data")
    talk.person.chooses(how, "erase")
    assert talk.person.step == "mydata.sure"
    assert talk.of(facts.Forgotten) == []
    talk.person.chooses(how, "yes")
    assert talk.of(facts.Forgotten) == [facts.Forgotten()]
    assert talk.person.last("mydata.erased")
    assert talk.person.step == "home.next"
    assert "_booking" not in talk.person.buttons()
    assert len(talk.staff.heard) == before  # nothing of theirs has changed


def test_what_erasing_means_is_said_first_with_the_offices_own_times() -> None:
    talk = real()
    talk.person.says("my data")
    asked = talk.person.last("mydata.what.ask").values
    assert (asked["days"], asked["unused"]) == (30, 365)
    talk.person.taps("erase")
    assert talk.person.last("mydata.sure.ask").values["records"] == 1095


def test_no_leaves_all_as_it_was_and_the_talk_goes_on_where_it_stood() -> None:
    talk = real()
    talk.person.to("booking.phone")
    talk.person.says("my data")
    talk.person.taps("erase")
    talk.person.taps("no")
    assert talk.of(facts.Forgotten) == []
    assert talk.person.step == "booking.phone"
    assert talk.person.draft.name


def test_s_5_4_answers_under_way_are_erased_too() -> None:
    talk = real()
    talk.person.to("booking.phone")
    talk.person.says("my data")
    talk.person.taps("erase")
    talk.person.taps("yes")
    assert talk.person.step == "home.next"
    assert not any(frame.flow == "booking" for frame in talk.person.session.frames)


def test_s_5_4_what_is_still_asked_for_is_cancelled_first_and_nothing_is_erased() -> None:
    talk = real()
    asked = talk.person.applies()
    talk.person.says("my data")
    talk.person.taps("erase")
    assert talk.person.last("refusal.erase_after_cancel").values["code"] == asked.code
    assert talk.person.step == "mydata.what"
    talk.person.says("cancel")
    talk.person.taps("yes")
    talk.person.says("my data")
    talk.person.taps("erase")
    talk.person.taps("yes")
    assert talk.of(facts.Forgotten)


def test_k_6_4_where_only_the_telephone_cancels_it_is_said_and_nothing_is_erased() -> None:
    talk = real(cancelling__by_chat=False)
    talk.booked(at(20, 10))
    talk.person.says("my data")
    talk.person.taps("erase")
    assert talk.person.last("refusal.erase_after_call").values["phone"] == talk.view().policy.phone
    assert talk.of(facts.Forgotten) == []
    assert talk.person.stands(Status.BOOKED)


def test_s_5_4_a_time_that_was_booked_between_the_question_and_the_yes_stops_it() -> None:
    talk = real()
    talk.person.says("my data")
    talk.person.taps("erase")
    asked = talk.meets("second").applies()
    talk.applications[asked.id] = replace(asked, person=talk.person.id)  # in another chat of theirs
    talk.person.taps("yes")
    assert talk.of(facts.Forgotten) == []
    assert talk.person.last("refusal.erase_after_cancel")


def test_s_5_4_an_appeal_is_decided_first() -> None:
    talk = real()
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 15))
    talk.person.taps("in_touch")
    talk.person.says("my data")
    talk.person.taps("erase")
    assert talk.person.last("refusal.erase_after_appeal").values["due"] == talk.person.application.appeal.due  # type: ignore[union-attr]
    talk.staff.says(f"uphold {talk.person.application.code}")
    assert talk.of(facts.Forgotten) == []


def test_s_5_4_a_refusal_in_force_stays_and_that_is_said_before_and_after() -> None:
    talk = real()
    over(talk)
    until = local(talk.now + timedelta(days=30)).date()
    refused = facts.UseRefused(talk.person.application.id, "absences", until, facts.Clerk("c", "C"))
    talk.happened(refused, talk.view(), None)
    talk.person.says("my data")
    talk.person.taps("erase")
    assert talk.person.last("mydata.sure.refused").values["until"] == until
    talk.person.taps("yes")
    assert talk.person.last("mydata.erased_refused").values["until"] == until


def test_what_is_kept_is_listed_and_never_said() -> None:
    talk = real()
    over(talk)
    talk.person.says("my data")
    talk.person.taps("show")
    held = talk.person.last("mydata.held")
    assert talk.person.application.code in WORDS["en"].text("mydata.held", held.values)
    talk.meets("new", locale="en").says("my data")
    talk.people["new"].taps("show")
    assert talk.people["new"].last("mydata.none")
