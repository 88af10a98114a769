"""What is left of a person: after thirty days, after a year, after three, and when they erase all themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from bot.envelope import Letter, Raw, letter_to_json
from flows import facts
from flows.messages import Opens
from flows.office.appointment import Deed, Status
from flows.office.keeping import FAREWELL
from flows.office.policy import local
from flows.session import Session
from storage import purge
from storage.meaning import ChangedMeanwhile
from storage.records import (
    applications,
    appointments,
    audit,
    conversations,
    exceptions,
    inbox,
    outbox,
    promises,
    prompts,
    union,
    web_messages,
)
from storage.tables import metadata
from tests.storage.columns import COLUMNS, of
from tests.storage.house import CLERK, NAME, NUMBER, PHONE, House
from tests.storage.test_standing import missed

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from storage.records.conversations import Conversation

MINUTE = timedelta(minutes=1)
ADDRESS = "platform-id-4711"
READ = "みほん たろう"
TONGUE, WHY, ROOM = "the tongue of one valley", "Taro asked for it by telephone", "https://video.example/room-0815"
CODE = "K347ACDE"
SECRETS = (
    *(NAME, "Taro", READ, NUMBER, PHONE, TONGUE, WHY, ROOM, ADDRESS, CODE),
    *("registered", "companion-family", "1999"),
)


@dataclass
class Told:
    """A person who has told everything that can be told, in every place where it may come to rest."""

    chat: Conversation
    group: Conversation
    application: Application


def ends(told: Told) -> datetime:
    appointment = told.application.appointment
    assert appointment
    return appointment.slot.end


def tell(house: House, chat: Conversation, group: Conversation) -> None:
    """A letter each that was sent, a question with its answer, a page, and an event that was not understood."""
    body = {"text": " ".join(SECRETS)}
    for number, each in enumerate((chat, group)):

        def say(unit: Any, number: int = number, each: Conversation = each) -> None:
            event = f"e{number}-{unit.now.isoformat()}"
            prompt = prompts.make(unit, each, Opens("staff", "card") if each.group else Opens("booking", "residence"))
            prompts.answered(unit, prompt.id, "" if each.group else "registered")
            inbox.keep(unit, each.channel, [Raw(event, each.address, json.dumps(body).encode())], unit.now)
            inbox.dead(unit, each.channel, event, "ValueError")
            post = outbox.Post(letter_to_json(Letter(each.address, "notice.x", body)))
            outbox.post(unit, event, each.id, [post])

        house.do(say)
    house.do(lambda unit: web_messages.add(unit, chat.id, "me", f"m-{unit.now.isoformat()}", body))
    while parcel := house.do(lambda unit: outbox.claim(unit, MINUTE, {"telegram": 1, "web": 1})):
        house.do(lambda unit, parcel=parcel: outbox.sent(unit, parcel))
    house.do(lambda unit: conversations.save(unit, chat, Session()))


def story(house: House, *, channel: str = "telegram") -> Told:
    chat, group = house.chat(ADDRESS, channel=channel), house.staff_group()
    tell(house, chat, group)
    asked = house.wish(
        chat,
        needs="interpreter",
        interpreter=TONGUE,
        companion="companion-family",
        access=("more_time",),
        stay_status="engineer",
        stay_until="1999-01-01",
        name_reading=READ,
    )
    documents = tuple((each.name, each.version) for each in house.see(chat).documents)
    house.keep(chat, facts.Agreed(documents, "en", "booking.review.apply", application=asked.id))
    slot = house.free(1)[0]
    house.keep(group, facts.Offered(asked.id, ((slot, "A"),), house.now + timedelta(hours=8), CLERK, WHY))
    booked = house.book(chat, house.whole(asked.id))
    house.do(lambda unit: appointments.give_link(unit, booked.id, "demo", ROOM))
    house.keep(chat, facts.ChatCodeWanted(house.now + timedelta(minutes=10), CODE))
    house.do(lambda unit: promises.make(unit, booked.person, "demo", house.now + timedelta(days=20)))
    return Told(chat, group, house.whole(booked.id))


def purged(house: House, at: datetime) -> list[str]:
    """All that is due at that moment, piece by piece; what kinds of things it was."""
    house.now = at
    found = []
    while done := house.do(lambda unit: purge.piece(unit, house.offices)):
        assert isinstance(done, purge.Done)
        found.append(done.what)
        assert len(found) < 1000
    return found


def rows(house: House) -> dict[str, list[dict[str, Any]]]:
    def read(unit: Any) -> dict[str, list[dict[str, Any]]]:
        return {
            name: [dict(row) for row in unit.connection.execute(select(table)).mappings()]
            for name, table in metadata.tables.items()
        }

    return house.do(read)


def left(house: House, kind: str) -> list[str]:
    """Where something of that kind still stands, as `table.column`."""
    found = rows(house)
    return [
        f"{table}.{name}"
        for table, names in of(kind).items()
        for row in found[table]
        for name in names
        if row[name] not in (None, "", [], "none")
    ]


def in_the_clear(house: House) -> set[str]:
    whole = json.dumps(rows(house), default=repr, ensure_ascii=False)
    return {secret for secret in SECRETS if secret in whole}


def test_every_column_is_known_and_named_once() -> None:
    """A new column is named in `columns` by whoever has thought about what it holds, and when that goes."""
    known = {table: sorted(" ".join(kinds.values()).split()) for table, kinds in COLUMNS.items()}
    assert known == {name: sorted(table.columns.keys()) for name, table in metadata.tables.items()}


def test_what_is_in_the_clear_of_a_story_is_only_what_is_said_to_be(house: House) -> None:
    story(house)
    assert in_the_clear(house) == {ADDRESS, "registered", "companion-family"}
    assert {"application.name", "inbox.payload", "outbox.letter", "web_message.body"} <= set(left(house, "sealed"))


@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_k_8_s_18_esa_5_5_nothing_personal_is_left_thirty_days_after_the_end(house: House, channel: str) -> None:
    told = story(house, channel=channel)
    due = ends(told) + timedelta(days=30)
    assert "applications" not in purged(house, due - MINUTE)
    assert "application.name" in left(house, "sealed")
    assert "applications" in purged(house, due)
    assert set(left(house, "sealed")) <= {"conversation.session", "link.token"}
    assert {row["kind"] for row in rows(house)["link"]} <= {"return"}
    assert left(house, "personal") == []
    assert in_the_clear(house) <= {ADDRESS}
    assert house.do(lambda unit: conversations.session(unit, told.chat, {})).frames == ()
    assert purged(house, due + MINUTE) == []


def test_k_8_nothing_opens_any_more_for_whom_nothing_is_kept(house: House) -> None:
    told = story(house)
    copy = rows(house)["application"][0]
    purged(house, ends(told) + timedelta(days=30))
    scopes = {row["scope"] for row in rows(house)["data_key"]}
    assert copy["name"]
    assert not scopes & {applications.scope(told.application.person), exceptions.scope(told.application.id)}
    assert house.do(lambda unit: exceptions.reasons(unit, told.application.id)) == ()


def test_s_23_2_what_became_of_it_stays_without_a_name(house: House) -> None:
    told = story(house)
    purged(house, ends(told) + timedelta(days=30))
    row = rows(house)["application"][0]
    assert (row["office"], row["status"], row["channel"]) == ("demo", Status.BOOKED.value, "telegram")
    assert rows(house)["appointment"][0]["start"] == ends(told) - timedelta(minutes=30)
    assert rows(house)["agreement"]
    assert rows(house)["audit"]


def test_what_was_erased_is_no_booking_of_the_person_any_more_and_staff_still_find_its_code(house: House) -> None:
    told = story(house)
    purged(house, ends(told) + timedelta(days=30))
    assert house.see(told.chat).applications == ()
    found = house.do(lambda unit: applications.by_code(unit, told.application.code))
    assert found
    assert (found.masked_name, found.interpreter, found.needs) == ("", "", "none")
    assert house.do(lambda unit: applications.opened(unit, found.id)).name == ""


def test_what_is_to_come_is_never_erased_and_what_was_said_of_it_stays(house: House) -> None:
    told = story(house, channel="web")
    assert told.application.appointment
    purged(house, ends(told) + timedelta(days=29))
    slot = house.free(1)[0]
    newer = house.book(told.chat, house.offer(told.group, house.wish(told.chat), slot))
    house.do(lambda unit: web_messages.add(unit, told.chat.id, "bot", "later", {"text": "confirmed"}))
    purged(house, ends(told) + timedelta(days=30))
    assert [each.id for each in house.see(told.chat).applications] == [newer.id]
    assert house.do(lambda unit: applications.opened(unit, newer.id)).name == NAME
    assert [each.key for each in house.do(lambda unit: web_messages.after(unit, told.chat.id))] == ["later"]
    assert house.whole(newer.id).join_url


def test_an_appeal_stops_erasing_until_some_days_after_it_was_decided(house: House) -> None:
    chat, group = house.chat(ADDRESS), house.staff_group()
    absent = missed(house, chat)
    assert absent.appointment
    house.keep(chat, facts.SaidInTouch(absent.id, house.now + timedelta(days=7)))
    assert "applications" not in purged(house, absent.appointment.slot.end + timedelta(days=300))
    assert house.do(lambda unit: applications.opened(unit, absent.id)).name == NAME
    house.keep(group, facts.AppealDecided(absent.id, accepted=False, by=CLERK))
    decided = house.now
    assert "applications" not in purged(house, decided + timedelta(days=14) - MINUTE)
    assert "applications" in purged(house, decided + timedelta(days=14))


def test_s_6_4_the_way_to_a_chat_is_forgotten_after_a_year_and_not_before(house: House) -> None:
    told = story(house)
    last = house.now
    purged(house, last + timedelta(days=365) - MINUTE)
    assert ADDRESS in in_the_clear(house)
    house.do(lambda unit: [promises.take(unit, each) for each in promises.of_person(unit, told.application.person)])
    assert "ways to chats" in purged(house, last + timedelta(days=365))
    assert in_the_clear(house) == set()
    assert left(house, "sealed") == []
    again = house.chat(ADDRESS)
    assert again.person not in {told.chat.person, None}
    assert house.see(again).applications == ()


def test_s_6_4_whoever_asked_for_nothing_leaves_no_trace(house: House) -> None:
    house.chat(ADDRESS)
    purged(house, house.now + timedelta(days=365))
    found = rows(house)
    assert found["conversation"] == found["person"] == []


def test_s_6_4_a_promised_reminder_and_a_refusal_in_force_keep_the_way_to_a_chat(house: House) -> None:
    told = story(house)
    start, person = house.now, told.application.person
    house.do(lambda unit: promises.make(unit, person, "demo", start + timedelta(days=390)))
    assert "ways to chats" not in purged(house, start + timedelta(days=366))
    house.do(lambda unit: promises.make(unit, person, "demo", None))
    until = local(house.now).date() + timedelta(days=5)
    house.keep(told.group, facts.UseRefused(told.application.id, "absences", until, CLERK))
    assert "ways to chats" not in purged(house, start + timedelta(days=367))
    assert house.see(house.chat(ADDRESS)).own_standing.refused
    assert "ways to chats" in purged(house, start + timedelta(days=373))


def test_k_7_s_13_agreements_and_the_audit_go_after_three_years(house: House) -> None:
    told = story(house)
    agreed = house.now
    purged(house, agreed + timedelta(days=1095) - MINUTE)
    assert rows(house)["agreement"]
    assert audit_of(house, told)
    purged(house, agreed + timedelta(days=1095) + MINUTE)
    assert rows(house)["agreement"] == []
    assert audit_of(house, told) == ()


def audit_of(house: House, told: Told) -> tuple[audit.Entry, ...]:
    return house.do(lambda unit: audit.about(unit, told.application.id))


# -- by the person -----------------------------------------------------------------------------------------


def over(house: House, told: Told) -> None:
    house.now = ends(told)
    tell(house, told.chat, told.group)
    house.keep(told.group, facts.Marked(told.application.id, Deed.HERE, CLERK))


@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_s_5_4_a_person_erases_all_that_they_registered_at_once(house: House, channel: str) -> None:
    told = story(house, channel=channel)
    over(house, told)
    house.keep(told.chat, facts.Forgotten())
    found = rows(house)
    assert [row["erased_at"] for row in found["application"]] == [house.now]
    assert left(house, "personal") == left(house, "promised") == []
    said = [row for name in ("outbox", "prompt", "web_message") for row in found[name]]
    assert not [row for row in said if row["conversation_id"] == told.chat.id]
    assert not found["outbox"]  # what staff were told of it either
    assert not {row["scope"] for row in found["data_key"]} & {
        applications.scope(told.application.person),
        told.chat.scope,
    }
    assert [row["payload"] for row in found["inbox"] if row["address"] == ADDRESS] == [None, None]


def test_s_5_4_the_chat_goes_on_as_a_new_acquaintance_and_is_forgotten_after_the_last_word(house: House) -> None:
    told = story(house)
    over(house, told)
    house.keep(told.chat, facts.Forgotten())
    again = house.chat(ADDRESS)
    assert again.id == told.chat.id
    assert again.person != told.chat.person
    assert house.see(again).applications == ()
    asked = house.now
    purged(house, asked + FAREWELL - MINUTE)
    assert ADDRESS in in_the_clear(house)
    purged(house, asked + FAREWELL)
    assert in_the_clear(house) == set()
    assert [row["channel"] for row in rows(house)["conversation"] if row["kind"] == "person"] == ["telephone"]


def test_s_5_4_whoever_asks_anew_in_the_meantime_is_not_forgotten(house: House) -> None:
    told = story(house)
    over(house, told)
    house.keep(told.chat, facts.Forgotten())
    asked = house.wish(house.chat(ADDRESS))
    purged(house, house.now + timedelta(days=13))
    assert [each.id for each in house.see(house.chat(ADDRESS)).applications] == [asked.id]


def test_s_5_4_a_refusal_in_force_stays_and_is_still_applied_without_the_name(house: House) -> None:
    told = story(house)
    over(house, told)
    until = local(house.now).date() + timedelta(days=60)
    house.keep(told.group, facts.UseRefused(told.application.id, "absences", until, CLERK))
    house.keep(told.chat, facts.Forgotten())
    assert left(house, "personal") == []
    again = house.chat(ADDRESS)
    assert again.person == told.chat.person
    assert house.see(again).own_standing.refused
    assert "ways to chats" not in purged(house, house.now + timedelta(days=60))
    assert "ways to chats" in purged(house, house.now + timedelta(days=1))
    assert in_the_clear(house) == set()


def test_s_5_4_what_was_decided_before_somebody_erased_all_is_not_done_after_it(house: House) -> None:
    told = story(house)
    over(house, told)
    other = house.wish(house.chat("somebody else"))
    house.keep(told.chat, facts.Forgotten())
    ident, free = told.application.id, house.free(1)[0]
    said = ("en", "read out", "read out apart")
    for fact in (
        facts.BookedNext(ident, CODE, free, "A", *said, CLERK),
        facts.ChatsCutOff(ident, "phone", CLERK),
        facts.ChatCodeGiven(ident, house.now + timedelta(minutes=10), "phone", CLERK),
        facts.ChatsJoined(ident, other.id, "phone", CLERK),
        facts.ChatsJoined(other.id, ident, "phone", CLERK),
    ):
        with pytest.raises(ChangedMeanwhile):
            house.keep(told.group, fact)
    seen = {each.id: each for each in house.see(told.group).applications}
    assert [(each.erased, each.masked_name) for each in (seen[ident], seen[other.id])] == [(True, ""), (False, "T…")]


def test_s_5_4_every_chat_of_the_person_is_emptied(house: House) -> None:
    told = story(house)
    other, person = house.chat("the other app", channel="line"), told.application.person
    house.do(lambda unit: union.unite(unit, person, str(other.person), other))
    over(house, told)
    house.keep(house.chat("the other app", channel="line"), facts.Forgotten())
    found = rows(house)
    assert [row["erased_at"] for row in found["application"]] == [house.now]
    assert ADDRESS not in {row["address"] for row in (*found["conversation"], *found["inbox"])}
    assert house.chat(ADDRESS).id != told.chat.id
    assert found["chat_union"] == []


def test_s_5_4_nothing_is_erased_under_a_booking_that_came_meanwhile(house: House) -> None:
    told = story(house)
    with pytest.raises(ChangedMeanwhile):
        house.keep(told.chat, facts.Forgotten())
    assert house.do(lambda unit: applications.opened(unit, told.application.id)).name == NAME


def test_s_5_4_nothing_is_erased_before_staff_have_said_whether_it_took_place(house: House) -> None:
    told = story(house)
    house.now = ends(told)
    with pytest.raises(ChangedMeanwhile):
        house.keep(told.chat, facts.Forgotten())
    assert house.do(lambda unit: applications.opened(unit, told.application.id)).name == NAME


def test_s_5_4_nothing_is_erased_while_an_appeal_is_open(house: House) -> None:
    chat = house.chat(ADDRESS)
    absent = missed(house, chat)
    house.keep(chat, facts.SaidInTouch(absent.id, house.now + timedelta(days=7)))
    with pytest.raises(ChangedMeanwhile):
        house.keep(chat, facts.Forgotten())
    assert house.do(lambda unit: applications.opened(unit, absent.id)).name == NAME


def test_s_5_4_letters_that_wait_or_are_on_their_way_are_sent_no_more(house: House) -> None:
    told = story(house)
    over(house, told)
    letters = [outbox.Post(letter_to_json(Letter(ADDRESS, "notice.x", {"text": NAME}))) for _ in range(2)]
    house.do(lambda unit: outbox.post(unit, "late", told.chat.id, letters))
    parcel = house.do(lambda unit: outbox.claim(unit, MINUTE, {"telegram": 1}))
    assert parcel
    house.keep(told.chat, facts.Forgotten())
    house.later(hours=1)
    assert house.do(lambda unit: outbox.claim(unit, MINUTE, {"telegram": 1})) is None
    assert [row["status"] for row in rows(house)["outbox"]] == ["dropped"]
