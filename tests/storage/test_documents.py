from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from flows.office.policy import at_office
from storage.meaning import AlreadyPublished
from storage.offices import publish_samples
from storage.records import documents
from tests.storage.house import House

if TYPE_CHECKING:
    from flows.office.view import Document

TODAY = date(2026, 11, 16)


def publish(house: House, version: str, effective: date, text: str = "本文", office: str = "other") -> str:
    return house.do(lambda unit: documents.publish(unit, office, "office", version, effective, text))


def current(house: House, office: str = "other") -> tuple[Document, ...]:
    return house.do(lambda unit: documents.current(unit, office, ("office", "tool")))


def test_the_newest_text_in_effect_is_the_current_one(house: House) -> None:
    publish(house, "1", date(2026, 1, 1))
    publish(house, "2", TODAY)
    publish(house, "3", date(2026, 11, 17))
    assert [each.version for each in current(house)] == ["2"]


def test_the_day_on_which_a_text_takes_effect_is_the_offices(house: House) -> None:
    publish(house, "1", date(2026, 11, 17))
    house.later(hours=13)  # 23:00 in Tokyo
    assert current(house) == ()
    house.later(hours=1)
    assert [each.version for each in current(house)] == ["1"]


@pytest.mark.parametrize(
    "first_day",
    [date(2026, 11, 20), date(2026, 11, 23), date(2026, 12, 29), date(2027, 1, 1)],
    ids=["a Friday", "a holiday", "29 December", "the first day of the year"],
)
def test_k_13_and_s_22_a_new_version_is_the_one_agreed_to_from_the_first_minute_of_its_day(
    house: House, first_day: date
) -> None:
    publish(house, "1", TODAY)
    publish(house, "2", first_day)
    midnight = at_office(first_day, time())
    for off, version in ((-1, "1"), (0, "2"), (1, "2")):
        house.now = midnight + timedelta(minutes=off)
        assert [each.version for each in current(house)] == [version]


def test_a_published_version_is_never_changed(house: House) -> None:
    publish(house, "1", TODAY)
    with pytest.raises(AlreadyPublished):
        publish(house, "1", TODAY, "another wording")


def test_a_translation_is_for_reference_and_binds_nobody(house: House) -> None:
    house.do(lambda unit: documents.publish(unit, "other", "office", "1", TODAY, "text", locale="en"))
    assert current(house) == ()


def test_the_samples_are_published_once_in_the_offices_order_and_say_what_they_are(house: House) -> None:
    house.do(lambda unit: publish_samples(unit, house.offices))
    found = house.do(lambda unit: documents.current(unit, "demo", house.policy.documents))
    assert [each.name for each in found] == ["office", "tool", "chat"]
    assert all(each.sample and "見本" in each.pages[0] for each in found)
    assert all(len(each.pages) > 1 for each in found)


def test_pages_are_cut_between_paragraphs_and_lose_nothing() -> None:
    text = "\n\n".join(["あ" * 250, "い" * 250, "う" * 250, "え" * 1500])
    cut = documents.pages(text)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert max(len(page) for page in cut) <= documents.PAGE
    assert cut[0] == "あ" * 250 + "\n\n" + "い" * 250
