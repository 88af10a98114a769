"""Agreements kept whole, translations, and who is to be told of a new version: once, and never by night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from flows import facts
from flows.office.policy import TOKYO
from flows.office.terms import telling_at
from storage.meaning import AlreadyPublished
from storage.records import agreements, documents, tellings
from storage.records.documents import NoOriginal
from storage.tables.documents import TELLING
from tests.storage.house import House

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from storage.records.conversations import Conversation
    from storage.unit import Unit

TODAY = date(2026, 11, 16)
LATER = date(2026, 12, 1)
SHOWN = (("office", "sample-1"), ("tool", "sample-1"), ("chat", "sample-1"))


def applied(house: House, chat: Conversation, documents: tuple[tuple[str, str], ...] = SHOWN) -> Application:
    application = house.wish(chat)
    house.keep(chat, facts.Agreed(documents, "en", "booking.review.apply", application.id))
    return application


def publish(house: House, version: str = "2", effective: date = LATER, name: str = "office") -> int:
    """A new version; how many people are to be told."""

    def work(unit: Unit) -> int:
        text = f"新しい規約 {version}"
        documents.publish(unit, "demo", name, version, effective, text, announced=True, summaries={"en": "Shorter."})
        return tellings.plan(unit, house.policy)

    return house.do(work)


def rows(house: House) -> list[tuple[str, str]]:
    found = select(TELLING.c.status, TELLING.c.reason).order_by(TELLING.c.id)
    return house.do(lambda unit: [(row[0], row[1]) for row in unit.connection.execute(found)])


def test_an_agreement_holds_document_version_hash_language_time_channel_and_button_of_its_application(
    house: House,
) -> None:
    application = applied(house, house.chat())
    pressed = house.now - timedelta(minutes=3)
    house.keep(
        house.chat("chat-2"), facts.Agreed(SHOWN[1:2], "en", "booking.separate.agree", application.id, at=pressed)
    )
    kept = house.do(lambda unit: agreements.of_application(unit, application.id))
    assert [(each.document, each.words) for each in kept] == [
        ("tool", "booking.separate.agree"),
        ("office", "booking.review.apply"),
        ("tool", "booking.review.apply"),
        ("chat", "booking.review.apply"),
    ]
    assert kept[0].at == pressed
    assert {(each.version, each.locale, each.channel) for each in kept} == {("sample-1", "en", "telegram")}
    published = house.do(lambda unit: documents.published(unit, "demo", "office", "sample-1"))
    assert kept[1].sha256 == published


def test_it_is_counted_how_many_people_agreed_to_each_text(house: House) -> None:
    first, second = house.chat(), house.chat()
    applied(house, first)
    applied(house, first)
    applied(house, second, SHOWN[:1])
    counted = house.do(lambda unit: agreements.counts(unit, "demo"))
    assert {name: count for (name, _, _), count in counted.items()} == {"office": 2, "tool": 1, "chat": 1}
    assert house.do(lambda unit: agreements.counts(unit, "elsewhere")) == {}


def test_a_translation_comes_with_its_version_and_never_without_it(house: House) -> None:
    house.do(lambda unit: documents.translate(unit, "demo", "office", "sample-1", "en", "the text"))
    current = house.do(lambda unit: documents.current(unit, "demo", ("office", "tool")))
    assert current[0].translation("en") == ("the text",)
    assert current[0].translation("vi") == ()
    assert current[1].translations == ()
    with pytest.raises(NoOriginal):
        house.do(lambda unit: documents.translate(unit, "demo", "office", "9", "en", "the text"))
    with pytest.raises(AlreadyPublished):
        house.do(lambda unit: documents.translate(unit, "demo", "office", "sample-1", "en", "another"))


def test_an_edition_is_found_by_its_version_or_is_the_one_in_effect(house: House) -> None:
    publish(house)
    found = house.do(lambda unit: documents.edition(unit, "demo", "office"))
    coming = house.do(lambda unit: documents.edition(unit, "demo", "office", "2"))
    assert found
    assert coming
    assert (found.version, coming.version, coming.effective) == ("sample-1", "2", LATER)
    assert house.do(lambda unit: documents.edition(unit, "demo", "office", "9")) is None


def test_everybody_who_waits_is_to_be_told_of_a_new_version_once(house: House) -> None:
    first, second = house.chat(), house.chat()
    applied(house, first)
    applied(house, first)
    applied(house, second)
    house.chat()  # waits for nothing
    assert publish(house) == 2
    assert house.do(lambda unit: tellings.plan(unit, house.policy)) == 0
    assert rows(house) == [("waiting", ""), ("waiting", "")]


def test_whoever_applies_after_it_was_published_is_found_by_the_next_planning(house: House) -> None:
    assert publish(house) == 0
    applied(house, house.chat())
    assert house.do(lambda unit: tellings.plan(unit, house.policy)) == 1


def test_nobody_is_told_of_what_they_agreed_to_or_of_what_is_over(house: House) -> None:
    publish(house, "2", TODAY)
    applied(house, house.chat(), (("office", "2"),))
    assert house.do(lambda unit: tellings.plan(unit, house.policy)) == 0
    applied(house, house.chat())
    publish(house, "3", TODAY)
    due = house.do(tellings.first)
    assert due
    told = house.do(lambda unit: documents.by_ids(unit, [due.document]))
    assert told[due.document].version == "3"


def test_a_telling_is_claimed_once_and_ends(house: House) -> None:
    applied(house, house.chat())
    publish(house)
    due = house.do(tellings.first)
    assert due
    assert due.asks
    assert house.do(lambda unit: tellings.claim(unit, due.id))
    house.do(lambda unit: tellings.told(unit, due.id))
    assert house.do(tellings.first) is None
    assert not house.do(lambda unit: tellings.claim(unit, due.id))


def test_until_they_agree_staff_see_it_and_the_person_can(house: House) -> None:
    chat = house.chat()
    application = applied(house, chat)
    publish(house)
    due = house.do(tellings.first)
    assert due
    assert not house.whole(application.id).terms_pending
    house.do(lambda unit: tellings.told(unit, due.id))
    assert house.whole(application.id).terms_pending
    assert not house.see(chat).applications[0].terms_pending
    assert [(each.document.version, each.agreed) for each in house.see(chat).news] == [("2", False)]
    house.keep(chat, facts.Agreed((("office", "2"),), "en", "renewing.agree", application.id))
    assert not house.whole(application.id).terms_pending
    assert [each.agreed for each in house.see(chat).news] == [True]
    kept = house.do(lambda unit: agreements.of_application(unit, application.id))[-1]
    assert (kept.version, kept.words) == ("2", "renewing.agree")


def test_whoever_agrees_before_they_are_told_is_told_no_more(house: House) -> None:
    chat = house.chat()
    application = applied(house, chat)
    publish(house)
    house.keep(chat, facts.Agreed((("office", "2"),), "en", "booking.review.apply", application.id))
    assert rows(house) == [("dropped", "agreed")]


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        ((7, 59), datetime(2026, 11, 16, 8, 0, tzinfo=TOKYO)),
        ((8, 0), datetime(2026, 11, 16, 8, 0, tzinfo=TOKYO)),
        ((20, 59), datetime(2026, 11, 16, 20, 59, tzinfo=TOKYO)),
        ((21, 0), datetime(2026, 11, 17, 8, 0, tzinfo=TOKYO)),
    ],
)
def test_nobody_is_told_in_the_quiet_hours(house: House, clock: tuple[int, int], told: datetime) -> None:
    assert telling_at(datetime(2026, 11, 16, *clock, tzinfo=TOKYO), house.policy) == told
