"""Reminders of a day of one's own: a moment alone is kept, the latest answer counts, and the stay itself is sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.records import applications, promises
from storage.tables import metadata
from storage.unit import erase

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.storage.house import House

END = "2027-06-30"
AT = datetime(2027, 4, 30, 23, tzinfo=UTC)
STAY = {"stay_status": "spouse_of_japanese", "stay_until": END}


def everything(connection: Connection) -> str:
    rows = [connection.execute(table.select()).all() for table in metadata.sorted_tables]
    return repr([tuple(row) for table in rows for row in table])


def test_status_and_period_are_sealed_and_shown_only_to_who_looks_and_is_written_down(house: House) -> None:
    chat = house.chat()
    asked = house.wish(chat, **STAY, remind_at=AT)
    found = house.store.read(everything).result(60)
    assert asked.code in found
    assert not any(secret in found for secret in STAY.values())
    assert "spouse" not in repr(house.whole(asked.id))
    personal = house.do(lambda unit: applications.reveal(unit, asked.id, "test"))
    assert (personal.stay_status, personal.stay_until) == tuple(STAY.values())
    assert "spouse" not in repr(personal)
    assert "'reveal'" in house.store.read(everything).result(60)


def test_with_the_key_of_a_person_their_stay_is_gone(house: House) -> None:
    chat = house.chat()
    asked = house.wish(chat, **STAY)
    house.do(lambda unit: erase(unit, applications.scope(str(chat.person))))
    assert house.whole(asked.id).code == asked.code


def test_where_nothing_was_asked_nothing_is_sealed(house: House) -> None:
    asked = house.wish(house.chat())
    personal = house.do(lambda unit: applications.reveal(unit, asked.id, "test"))
    assert (personal.stay_status, personal.stay_until) == ("", "")


def test_companion_and_what_helps_come_back_for_the_card(house: House) -> None:
    asked = house.wish(house.chat(), needs="companion", companion="supporter", access=("captions", "sign"))
    whole = house.whole(asked.id)
    assert (whole.needs, whole.companion, whole.access) == ("companion", "supporter", ("captions", "sign"))


def test_a_promise_is_a_moment_and_the_latest_answer_counts(house: House) -> None:
    chat = house.chat()
    person = str(chat.person)
    house.wish(chat, **STAY, remind_at=AT)
    assert house.do(lambda unit: promises.of_person(unit, person)) == (promises.Promise(person, "demo", AT),)
    later = AT + timedelta(days=9)
    house.wish(chat, **STAY, remind_at=later)
    assert [each.at for each in house.do(lambda unit: promises.of_person(unit, person))] == [later]
    house.wish(chat)  # was asked nothing
    assert [each.at for each in house.do(lambda unit: promises.of_person(unit, person))] == [later]
    house.wish(chat, **STAY)  # was asked, and wishes none
    assert house.do(lambda unit: promises.of_person(unit, person)) == ()


def test_a_promise_is_due_at_its_moment_and_taken_once(house: House) -> None:
    chat = house.chat()
    house.wish(chat, **STAY, remind_at=AT)
    assert house.do(promises.first, at=AT - timedelta(seconds=1)) is None
    due = house.do(promises.first, at=AT)
    assert due
    assert house.do(lambda unit: promises.take(unit, due))
    assert not house.do(lambda unit: promises.take(unit, due))
    assert house.do(promises.first, at=AT) is None


def test_one_that_was_put_off_is_not_taken_at_its_old_moment(house: House) -> None:
    house.wish(house.chat(), **STAY, remind_at=AT)
    due = house.do(promises.first, at=AT)
    assert due
    house.do(lambda unit: promises.put_off(unit, due, AT + timedelta(hours=9)))
    assert not house.do(lambda unit: promises.take(unit, due))
    assert house.do(promises.first, at=AT) is None
    assert house.do(promises.first, at=AT + timedelta(hours=9))
