"""The one timeline of a booking, as it is kept: deeds, contacts, letters that a channel accepted. On both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from flows import facts
from flows.office.appointment import ContactKind, Deed
from flows.office.reminders import Owed
from storage import purge
from storage.records import accepted, appointments, audit, erasing, outbox, staff
from storage.tables.accepted import ACCEPTED
from storage.tables.outbox import OUTBOX
from tests.storage.house import CLERK, URL, House
from tests.storage.test_changing import moved, propose, wish
from tests.storage.test_direct import booking
from tests.storage.test_standing import appeal, missed, waiting

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from storage.records.conversations import Conversation

PERSON, STAFF, BOT = ("person", ""), ("clerk", CLERK.name), ("clock", "")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _members(house: House) -> None:
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "lead", CLERK))


def tell(house: House, chat: Conversation, code: str, *names: str) -> None:
    """Letters of those names, which their channel accepts."""
    letters = [outbox.Post({"key": f"notice.{name}", "values": {"code": code}}) for name in names]
    house.do(lambda unit: outbox.post(unit, f"e{next(house.numbers)}", chat.id, letters))
    while parcel := house.do(lambda unit: outbox.claim(unit, MINUTE, {chat.channel: 1})):
        house.do(lambda unit, parcel=parcel: (outbox.sent(unit, parcel), accepted.note(unit, parcel)))  # type: ignore[misc]


def told(house: House, application: Application) -> list[tuple[str, tuple[str, str]]]:
    """What happened, and who did it; of a letter the channel."""
    lines = house.see(house.staff_group()).timelines[application.id]
    return [(each.what, ("accepted", each.channel) if each.channel else (each.author, each.name)) for each in lines]


def kept(house: House) -> list[str]:
    return house.do(
        lambda unit: list(unit.connection.execute(select(ACCEPTED.c.kind).order_by(ACCEPTED.c.id)).scalars())
    )


@pytest.mark.parametrize("channel", ["telegram", "line", "web"])
def test_k_6_4_a_lead_reads_deeds_contacts_marks_and_accepted_letters_with_their_authors(
    house: House, channel: str
) -> None:
    chat, group = house.chat(channel=channel), house.staff_group()
    found = missed(house, chat)
    tell(house, chat, found.code, "reminder", "trouble", "deemed")
    house.later(minutes=1)
    house.keep(group, facts.Marked(found.id, Deed.NO_CONTACT, CLERK))
    house.later(minutes=1)
    appeal(house, chat, found)
    assert told(house, found) == [
        ("choose", PERSON),
        ("deem", BOT),
        ("reminder", ("accepted", channel)),
        ("trouble", ("accepted", channel)),
        ("deemed", ("accepted", channel)),
        ("no_contact", STAFF),
        ("said_in_touch", PERSON),
    ]


def test_s_12_2_a_booking_taken_at_once_has_its_line_and_so_has_its_move(house: House) -> None:
    chat = house.chat()
    first, second, *_ = house.free(4)
    house.keep(chat, booking("K900", first))
    found = house.see(chat).applications[0]
    house.later(minutes=1)
    house.keep(chat, facts.MovedAtOnce(found.id, first, second, "A"))
    house.later(minutes=1)
    appeal_of(house, chat, found)
    assert [each for each, who in told(house, found) if who == PERSON] == ["book", "move", "said_in_touch"]


def appeal_of(house: House, chat: Conversation, found: Application) -> None:
    """Nobody comes, and says later on that they were in touch."""
    booked = house.whole(found.id).appointment
    assert booked
    house.do(lambda unit: appointments.give_link(unit, found.id, "demo", f"{URL}/room"))
    house.now = booked.slot.start + timedelta(minutes=10)
    grace = next(each for each in waiting(house, found) if each.kind is Owed.GRACE)
    house.keep(chat, facts.Came(found.id, grace))
    house.later(minutes=1)
    appeal(house, chat, found)


def test_another_time_that_was_asked_for_offered_and_taken_is_told(house: House) -> None:
    chat = house.chat()
    found = house.booked(chat)
    slots = house.free(6)[3:4]
    house.later(minutes=1)
    wish(house, chat, found, *slots)
    house.later(minutes=1)
    proposed = propose(house, found, *slots)
    house.later(minutes=1)
    moved(house, chat, proposed, slots[0])
    appeal_of(house, chat, found)
    assert told(house, found) == [
        ("choose", PERSON),
        ("change", PERSON),
        ("propose", STAFF),
        ("move", PERSON),
        ("deem", BOT),
        ("said_in_touch", PERSON),
    ]


def test_a_link_that_the_tool_made_is_the_work_of_nobody_of_the_staff(house: House) -> None:
    chat = house.chat()
    found = missed(house, chat)
    house.do(lambda unit: audit.record(unit, audit.HOUSE, "link", found.id))
    assert ("link", BOT) in told(house, found)


def test_a_tap_to_join_and_a_call_are_told_each_with_who_wrote_it_down(house: House) -> None:
    chat, group = house.chat(), house.staff_group()
    found = missed(house, chat)
    appeal(house, chat, found)
    house.later(minutes=1)
    house.keep(chat, facts.Contacted(found.id, ContactKind.JOINED, house.now))
    house.later(minutes=1)
    house.keep(group, facts.Marked(found.id, Deed.CALLED, CLERK))
    assert told(house, found)[-3:] == [("joined", PERSON), ("call_logged", STAFF), ("called", STAFF)]


def test_letters_of_other_people_and_letters_about_nothing_are_not_noted(house: House) -> None:
    chat, other = house.chat(), house.chat()
    found = house.booked(chat)
    tell(house, other, found.code, "reminder")
    tell(house, house.staff_group(), found.code, "reminder")
    tell(house, chat, found.code, "promised", "offered")
    tell(house, chat, "", "reminder")
    assert kept(house) == []
    tell(house, chat, found.code, "reminder", "link")
    assert kept(house) == ["reminder", "link"]


def test_a_letter_that_no_channel_accepted_is_not_on_the_timeline(house: House) -> None:
    chat = house.chat()
    found = house.booked(chat)
    letter = outbox.Post({"key": "notice.reminder", "values": {"code": found.code}})
    house.do(lambda unit: outbox.post(unit, "e", chat.id, [letter]))
    parcel = house.do(lambda unit: outbox.claim(unit, MINUTE, {"telegram": 1}))
    assert parcel
    house.do(lambda unit: outbox.dead(unit, parcel, "gone"))
    assert kept(house) == []


def test_what_was_accepted_outlives_the_letter_until_the_application_is_erased(house: House) -> None:
    chat = house.chat()
    found = missed(house, chat)
    tell(house, chat, found.code, "reminder", "deemed")
    appeal(house, chat, found)
    house.later(days=60)
    while house.do(lambda unit: purge.piece(unit, house.offices)):
        pass
    assert house.do(lambda unit: unit.connection.execute(select(OUTBOX.c.seq)).first()) is None
    assert kept(house) == ["reminder", "deemed"]
    house.keep(house.staff_group(), facts.AppealDecided(found.id, accepted=False, by=CLERK))
    house.later(days=house.policy.retention.after_appeal_days)
    while house.do(lambda unit: purge.piece(unit, house.offices)):
        pass
    assert kept(house) == []


def test_s_5_4_what_was_accepted_goes_with_all_that_a_person_erases(house: House) -> None:
    chat = house.chat()
    found = house.booked(chat)
    tell(house, chat, found.code, "reminder")
    house.do(lambda unit: erasing.application(unit, found.id))
    assert kept(house) == []
    tell(house, chat, found.code, "link")
    assert kept(house) == []
