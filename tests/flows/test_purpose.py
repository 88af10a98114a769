"""What the first page says is asked, and whether that is what the office's file asks (APPI 62)."""

from __future__ import annotations

from typing import Any

import pytest

from flows.values import Text
from locales.words import Words, catalogues, refuse
from tests.flows.house import policy
from tests.flows.talk import Heard, Talk, at

TAGS = ("ja", "en", "ja-simple")
NUMBER = {"ja": "求職番号", "en": "job-seeker number", "ja-simple": "求職番号"}
NEEDS = {"ja": "通訳", "en": "interpreter", "ja-simple": "通訳"}
NAME = {"ja": "氏名", "en": "your name", "ja-simple": "名前"}


def purpose(variant: str = "ask", **changes: Any) -> Heard:
    talk = Talk(policy(**changes))
    talk.person.to("booking.purpose")
    return talk.person.last(f"booking.purpose.{variant}")


def said(tag: str, heard: Heard) -> str:
    words: Words = catalogues(missed=refuse)[tag]
    return words.text(heard.key, heard.values)


def test_what_an_office_asks_is_said_before_the_first_field() -> None:
    values = purpose(asked__residence="status_and_period").values
    assert values["number"] == Text("booking.purpose.accept", {"office": "Hello Work Sample"})
    assert values["needs"] == Text("booking.purpose.needs")
    assert values["also"] == Text("booking.purpose.status_and_period")


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("variant", "mode"), [("ask", "request_then_offer"), ("direct", "direct")])
def test_what_an_office_does_not_ask_has_no_line(tag: str, variant: str, mode: str) -> None:
    asked = said(tag, purpose(variant, booking__mode=mode))
    no_number = said(tag, purpose(variant, booking__mode=mode, asked__number=False))
    no_needs = said(tag, purpose(variant, booking__mode=mode, asked__needs=False))
    least = {"asked__number": False, "asked__needs": False, "asked__residence": "off"}
    neither = said(tag, purpose(variant, booking__mode=mode, **least))
    assert NUMBER[tag] in asked
    assert NEEDS[tag] in asked
    assert NUMBER[tag] not in no_number + neither
    assert NEEDS[tag] not in no_needs + neither
    assert NAME[tag] in neither
    assert len(neither.splitlines()) == len(asked.splitlines()) - 3
    assert "\n\n\n" not in neither


@pytest.mark.parametrize("without", ["accept", "refuse", "office_decides"])
def test_what_follows_without_a_number_is_said_as_the_office_has_it_k_2_1_s_3(without: str) -> None:
    heard = purpose(asked__without_number=without)
    assert heard.values["number"].key == f"booking.purpose.{without}"
    fine = "It is fine if you have none yet"
    assert (fine in said("en", heard)) == (without == "accept")


def test_a_cut_off_of_no_minutes_is_worded_until_the_start() -> None:
    for minutes, key in ((0, "cancelling.how.chat_until_start"), (1, "cancelling.how.chat")):
        talk = Talk(policy(cancelling__cut_off=minutes))
        talk.booked(at(20, 10))
        values = talk.person.last("notice.booked").values
        assert values["cancelling"].key == key
        for tag in TAGS:
            told = catalogues(missed=refuse)[tag].text(key, values["cancelling"].values)
            assert ("0" in told.replace("03-0000-0000", "")) is False
