"""What is left of somebody who erased all: they are not booked, called or counted, and not said to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.policy import local
from flows.staff.today import today
from locales.words import catalogues
from tests.flows.talk import ERASED, HANAKO, Talk, at

WORDS = catalogues()
CODE = "A12"
GONE = {"erased": True, "gone": True, "person": ERASED, "masked_name": "", "masked_number": ""}
ORDERS = (
    *("next 11/25 10:00", "book 11/25 10:00", "offer 11/25 10:00", "instead 11/25 10:00", "move 11/25 10:00"),
    *("cut-off phone", "new-chat phone", "link https://video.example/1", "refuse 30 other", "no_contact", "1"),
)


def met(status: Status = Status.ATTENDED, **more: object) -> Talk:
    """It has begun, and this is where it stands."""
    talk = Talk(words=lambda each: WORDS[each])
    talk.booked(at(20, 10))
    talk.to(at(20, 10, 5))
    known = talk.person.application
    talk.applications[known.id] = replace(known, status=status, **more)  # type: ignore[arg-type]
    return talk


def left(status: Status = Status.ATTENDED) -> Talk:
    return met(status, **GONE)


def shown(talk: Talk) -> str:
    heard = talk.staff.last()
    return WORDS["en"].text(heard.key, heard.values)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("status", [Status.ATTENDED, Status.BOOKED, Status.DEEMED_CANCELLED])
def test_s_5_4_no_order_that_needs_the_person_is_obeyed_once_their_data_was_erased(order: str, status: Status) -> None:
    talk = left(status)
    before = len(talk.facts)
    talk.staff.says(f"{CODE} {order}")
    assert talk.staff.news() == ["staff.refused.erased"]
    assert len(talk.facts) == before


@pytest.mark.parametrize("first", [True, False])
def test_s_5_4_nobody_is_joined_to_what_was_erased(*, first: bool) -> None:
    talk = left()
    other = talk.meets("other")
    asked = other.applies()
    codes = (CODE, asked.code) if first else (asked.code, CODE)
    talk.staff.says(f"{codes[0]} join {codes[1]} phone")
    assert talk.staff.news() == ["staff.refused.erased"]
    assert not talk.of(facts.ChatsJoined)


@pytest.mark.parametrize("order", ["here", "our_fault", "called"])
def test_what_only_records_what_happened_goes_on_and_says_that_nobody_is_told(order: str) -> None:
    talk = left(Status.DEEMED_CANCELLED)
    talk.staff.says(f"{CODE} {order}")
    assert talk.of(facts.Marked)
    if order == "our_fault":
        assert "Nobody is told: the person's data was erased." in shown(talk)


def test_a_mark_is_undone_and_a_refusal_lifted_after_the_data_was_erased() -> None:
    talk = left()
    talk.staff.says(f"{CODE} undo")
    assert talk.of(facts.Undone)
    until = local(talk.now + timedelta(days=30)).date()
    talk.happened(facts.UseRefused(talk.applications["id-0"].id, "other", until, HANAKO), talk.view(), None)
    talk.staff.says(f"{CODE} lift")
    assert talk.of(facts.UseAllowed)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "The person is told in the chat."),
        ({"gone": True}, "No chat reaches the person: please telephone."),
        (GONE, "Nobody is told: the person's data was erased."),
    ],
    ids=["chat", "telephone", "erased"],
)
@pytest.mark.parametrize("order", ["our_fault", "undo"])
def test_a_confirmation_says_who_is_told(order: str, more: dict[str, object], said: str) -> None:
    talk = met(Status.DEEMED_CANCELLED, **more)
    talk.staff.says(f"{CODE} {order}")
    told = next(each for each in talk.staff.heard[talk.staff.seen :] if each.key.startswith("staff.did."))
    assert said in WORDS["en"].text(told.key, told.values)


def test_of_a_second_move_for_somebody_without_a_chat_nobody_says_that_they_are_told() -> None:
    talk = Talk(words=lambda each: WORDS[each])
    talk.booked(at(20, 10))
    known = talk.person.application
    talk.applications[known.id] = replace(known, gone=True)
    for day in ("11/24 10:00", "11/25 10:00"):
        talk.staff.says(f"{CODE} move {day}")
    replaced = talk.staff.last("staff.did.replaced")
    assert "please telephone" in WORDS["en"].text(replaced.key, replaced.values)


# -- cards and lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.ATTENDED, Status.BOOKED, Status.DEEMED_CANCELLED])
def test_a_card_says_that_the_details_were_erased_and_nothing_untrue(status: Status) -> None:
    talk = left(status)
    talk.staff.says(CODE)
    text = shown(talk)
    assert "details erased" in text
    assert "none yet" not in text
    assert "missing" not in text
    assert not {"no_contact", "link"} & {each.code for each in talk.staff.last().choices}


def test_the_list_of_the_day_names_nobody_and_asks_nobody_to_ring_what_was_erased() -> None:
    talk = left()
    listed = today(talk.staff.view())
    text = WORDS["en"].text(listed.key, listed.values)
    assert "(details erased)" in text
    assert "☎" not in text


def test_a_booking_that_is_over_misses_no_video_link() -> None:
    talk = met(Status.BOOKED)
    talk.to(at(20, 11))
    talk.staff.says(CODE)
    assert "missing" not in shown(talk)


@pytest.mark.parametrize("offered", [True, False])
def test_of_a_request_without_times_nobody_reads_that_one_is_free_again(*, offered: bool) -> None:
    talk = Talk()
    asked = talk.person.applies()
    if offered:
        talk.staff.offers(asked.code, at(20, 10))
    talk.person.says("cancel")
    talk.person.taps("yes")
    assert talk.staff.last().key == ("staff.told.cancelled" if offered else "staff.told.request_cancelled")
