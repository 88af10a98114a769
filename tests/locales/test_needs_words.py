"""Residence prompts and needs in the real words of each language: every text is there, with every value it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.notices import promised
from flows.office.policy import Policy
from flows.office.residence import label
from flows.office.statuses import STATUSES
from locales.words import Words, catalogues, refuse
from tests.flows.house import policy
from tests.flows.talk import Talk, at

if TYPE_CHECKING:
    from tests.flows.talk import Chat

TAGS = ("ja", "en", "ja-simple")
DISPLAYED = 300
"""UTF-16 units of what a tap shows on LINE."""


def real(tag: str) -> Words:
    return catalogues(missed=refuse)[tag]


def office() -> Policy:
    whole = policy(asked__residence="status_and_period", video__test_url="https://example.invalid/test")
    return Policy.model_validate(
        {
            **whole.model_dump(),
            "interpreters": [{"language": "vi", "tue": [["10:00", "11:00"]], "wed": [["10:00", "11:00"]]}],
        }
    )


def read_aloud(chat: Chat, words: Words) -> dict[str, str]:
    said: dict[str, str] = {}
    for heard in chat.heard:
        said[heard.key] = words.text(heard.key, heard.values)
        assert "{" not in said[heard.key]
        for choice in heard.choices:
            assert words.text(choice.label.key, choice.label.values).strip()
    return said


@pytest.mark.parametrize("tag", TAGS)
def test_the_longest_way_through_residence_and_needs_is_worded(tag: str) -> None:
    talk = Talk(office(), words=real)
    person = talk.person
    person.locale = tag
    talk.staff.locale = "en" if tag == "en" else "ja"
    person.opens()
    person.taps(tag)
    person.to("booking.residence").taps("not_yet")
    for typed in ("nonsense", "nonsense", "特別永住者", "配偶者"):
        person.says(typed)
    person.sends("photo")
    person.taps("spouse_of_japanese")
    for typed in ("soon", "soon", "3/4/2028" if tag == "en" else "2571-01-01", "2571-03-31", "2026-11-01"):
        person.says(typed)
    person.taps("retype")
    person.says("2027-06-30")
    person.taps("yes")
    person.taps("both")
    person.taps("vi")
    person.taps("supporter")
    person.says("1 2 3 4 5")
    person.taps("no_camera")
    person.taps("done")
    application = person.applies()
    talk.staff.offers(application.code, at(24, 10), at(25, 10))
    person.taps(person.buttons()[1])
    talk.to(at(24, 21))
    said = read_aloud(person, real(tag))
    read_aloud(talk.staff, real(talk.staff.locale))
    expected = {"booking.status.allows", "booking.status_sure.ask", "booking.period.noted", "booking.past.ask"}
    expected |= {"booking.remind.ask", "booking.companion.ask", "booking.access.ask", "booking.residence.no_photo"}
    expected |= {"refusal.special_permanent", "refusal.unclear_year", "booking.status.hint", "booking.period.hint"}
    assert expected <= said.keys()
    assert "日本人の配偶者等" in said["booking.status.allows"]
    assert "Spouse or Child of Japanese National" in said["booking.status.allows"]
    assert "https://example.invalid/test" in said["notice.reminder"]


@pytest.mark.parametrize("tag", TAGS)
def test_a_status_is_called_by_both_its_official_names_in_every_language(tag: str) -> None:
    for status in STATUSES:
        shown = label(status.code)
        text = real(tag).text(shown.key, shown.values)
        assert status.english in text
        assert status.japanese in text
        assert len(text.encode("utf-16-le")) // 2 <= DISPLAYED


@pytest.mark.parametrize("tag", TAGS)
def test_the_promised_reminder_names_no_status_and_no_period(tag: str) -> None:
    talk = Talk(office(), words=real)
    talk.person.locale = tag
    notice = promised(talk.person.view())
    text = real(tag).text(notice.key, notice.values)
    for word in ("在留", "residence", "status", "visa", "ビザ", "period", "期限"):
        assert word not in text.casefold()


@pytest.mark.parametrize("tag", TAGS)
def test_where_residence_is_not_asked_no_line_of_it_is_shown(tag: str) -> None:
    talk = Talk(policy(asked__residence="off"), words=real)
    talk.person.locale = tag
    talk.person.opens()
    talk.person.taps(tag)
    talk.person.applies()
    said = read_aloud(talk.person, real(tag))
    purpose, review = said["booking.purpose.ask"], said["booking.review.ask"]
    for word in ("在留資格", "residence status", "Residence"):
        assert word not in review
        assert word not in purpose
