"""What was typed rests nowhere in the clear: the file of the database is searched, with its journal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, make_url

from bot.envelope import Letter, Raw, letter_to_json
from flows.facts import LinkGiven
from flows.session import Frame, Session
from storage.records import applications, conversations, inbox, outbox, web_messages
from storage.tables import metadata
from storage.unit import erase
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, House
from tests.storage.test_conversations import Draft

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.storage.conftest import OpenStore

TONGUE = "the sample tongue of one valley"
STATUS, UNTIL = "spouse_of_japanese", "2031-05-17"
READ = "みほん たろう"
SECRETS = (NAME, READ, NUMBER, PHONE, TONGUE, STATUS, UNTIL, "https://video.example/room")


def forms(secret: str) -> set[bytes]:
    """As it is, as JSON would escape it, and as UTF-16 would hold it."""
    return {secret.encode(), json.dumps(secret)[1:-1].encode(), secret.encode("utf-16-le")}


def tell_everything(house: House) -> None:
    """Every place into which a name, a number, a telephone or a link can get."""
    chat, secrets = house.chat(channel="web"), " ".join(SECRETS)
    body = json.dumps({"text": secrets}).encode()
    house.do(lambda unit: inbox.keep(unit, "web", [Raw("e1", chat.address, body)], unit.now))
    session = Session((Frame("booking", "phone", Draft(name=secrets)),), 1)
    house.do(lambda unit: conversations.save(unit, chat, session, house.now + timedelta(days=1)))
    stay = {"stay_status": STATUS, "stay_until": UNTIL}
    asked = house.wish(chat, needs="interpreter", interpreter=TONGUE, name_reading=READ, **stay)
    booked = house.book(chat, house.offer(house.staff_group(), asked))
    house.keep(house.staff_group(), LinkGiven(booked.id, SECRETS[-1], CLERK))
    letter = outbox.Post(letter_to_json(Letter(chat.address, "notice.x", {"text": secrets})))
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, [letter]))
    parcel = house.do(lambda unit: outbox.claim(unit, timedelta(minutes=1), {"web": 1}))
    assert parcel
    house.do(lambda unit: outbox.rendered(unit, parcel, {"text": secrets}))
    house.do(lambda unit: web_messages.add(unit, chat.id, "me", "e1", {"text": secrets}))


def test_nothing_personal_is_in_the_file_or_its_journal(open_store: OpenStore, sqlite_url: str) -> None:
    house = House(open_store(sqlite_url))
    tell_everything(house)
    file = Path(str(make_url(sqlite_url).database))
    written = file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
    assert b"T\xe2\x80\xa6" in written  # the mask is there, so this is the right place to look
    for secret in SECRETS:
        assert not any(form in written for form in forms(secret))


def test_nothing_personal_is_in_any_column(house: House) -> None:
    tell_everything(house)

    def everything(connection: Connection) -> str:
        rows = [connection.execute(table.select()).all() for table in metadata.sorted_tables]
        return repr([tuple(row) for table in rows for row in table])

    found = house.store.read(everything).result(60)
    assert "T…" in found
    assert not any(secret in found for secret in SECRETS)


def test_every_column_of_bytes_is_sealed_or_wrapped() -> None:
    """A new one is named here by whoever has looked at how it is filled."""
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert columns == {
        "application.interpreter",
        "application.name",
        "application.name_reading",
        "application.number",
        "application.phone",
        "application.stay_status",
        "application.stay_until",
        "appointment.link",
        "conversation.session",
        "data_key.wrapped",
        "form.entered",
        "form.token",
        "inbox.payload",
        "link.token",
        "meeting.made",
        "offer.exception",
        "outbox.letter",
        "outbox.rendered",
        "web_message.body",
    }


def test_the_tongue_of_an_interpreter_is_shown_until_it_is_erased(house: House) -> None:
    chat = house.chat()
    asked = house.wish(chat, needs="interpreter", interpreter=TONGUE)
    assert asked.interpreter == house.whole(asked.id).interpreter == TONGUE
    house.do(lambda unit: erase(unit, applications.scope(str(chat.person))))
    assert house.whole(asked.id).interpreter == ""
