from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from flows.messages import Opens
from storage.meaning import AlreadyQueued
from storage.records import conversations, outbox, prompts
from storage.records.outbox import LeaseLost, Parcel, Post
from storage.tables.outbox import OUTBOX
from storage.unit import erase
from tests.storage.house import SOON, House

if TYPE_CHECKING:
    from storage.records.conversations import Conversation
    from tests.storage.conftest import OpenStore

LEASE = timedelta(seconds=60)
BUNDLES = {"telegram": 1, "line": 5}


def letter(key: str) -> dict[str, Any]:
    return {"key": key, "values": {}}


def post(house: House, chat: Conversation, event: str, *keys: str, **options: Any) -> None:
    posts = [Post(letter(key), **options) for key in keys]
    house.do(lambda unit: outbox.post(unit, event, chat.id, posts))


def claim(house: House, bundles: dict[str, int] | None = None) -> Parcel | None:
    return house.do(lambda unit: outbox.claim(unit, LEASE, BUNDLES if bundles is None else bundles))


def claimed(house: House) -> Parcel:
    parcel = claim(house)
    assert parcel
    return parcel


def keys(parcel: Parcel) -> list[str]:
    return [item.letter["key"] for item in parcel.items]


def statuses(house: House) -> list[str]:
    return house.do(
        lambda unit: list(unit.connection.execute(select(OUTBOX.c.status).order_by(OUTBOX.c.seq)).scalars())
    )


def test_letters_of_one_conversation_leave_in_order_one_at_a_time(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "one", "two")
    post(house, chat, "e2", "three")
    left = []
    for _ in range(3):
        parcel = claimed(house)
        assert claim(house) is None
        left += keys(parcel)
        house.do(lambda unit, parcel=parcel: outbox.sent(unit, parcel))  # type: ignore[misc]
    assert left == ["one", "two", "three"]
    assert claim(house) is None


def test_letters_of_several_conversations_are_on_their_way_together(house: House) -> None:
    for name in ("one", "two"):
        post(house, house.chat(), f"e-{name}", name)
    assert {*keys(claimed(house)), *keys(claimed(house))} == {"one", "two"}


def test_a_parcel_holds_letters_of_one_event_up_to_the_channels_bundle(house: House) -> None:
    chat = house.chat(channel="line")
    post(house, chat, "e1", *"abcdef")
    post(house, chat, "e2", "g")
    parcel = claimed(house)
    assert keys(parcel) == list("abcde")
    house.do(lambda unit: outbox.sent(unit, parcel))
    assert keys(claimed(house)) == ["f"]


def test_an_event_posts_its_letters_once(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "one")
    with pytest.raises(AlreadyQueued):
        post(house, chat, "e1", "one")


def test_an_event_may_go_on_counting(house: House) -> None:
    chat, other = house.chat(), house.chat()
    post(house, chat, "e1", "one")
    assert house.do(lambda unit: outbox.post(unit, "e1", other.id, [Post(letter("two"))], first=1)) == ("e1:1",)


def test_a_letter_is_not_sent_before_it_is_due_and_holds_back_those_behind(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "later", due_at=house.now + timedelta(hours=1))
    post(house, chat, "e2", "now")
    assert claim(house) is None
    assert house.do(lambda unit: outbox.next_due(unit, ["telegram"])) == house.now + timedelta(hours=1)
    house.later(hours=1)
    assert keys(claimed(house)) == ["later"]


def test_nothing_of_a_closed_channel_is_claimed(house: House) -> None:
    post(house, house.chat(), "e1", "one")
    assert claim(house, {"line": 5}) is None
    assert claim(house, {}) is None
    assert house.do(lambda unit: outbox.next_due(unit, ["line"])) is None


def test_a_lease_that_ran_out_before_rendering_is_no_doubt(house: House) -> None:
    post(house, house.chat(), "e1", "one")
    first = claimed(house)
    house.later(seconds=59)
    assert claim(house) is None
    house.later(seconds=1)
    second = claimed(house)
    assert (second.doubtful, second.fence, second.attempts) == (False, first.fence + 1, 2)


def test_a_lease_that_ran_out_after_rendering_is_doubtful_and_keeps_its_bytes(house: House) -> None:
    post(house, house.chat(channel="line"), "e1", "one", "two")
    first = claimed(house)
    house.do(lambda unit: outbox.rendered(unit, first, {"text": "いち"}))
    house.later(seconds=60)
    second = claimed(house)
    assert second.doubtful
    assert second.rendered == {"text": "いち"}
    assert second.retry_key == first.retry_key
    assert keys(second) == ["one", "two"]


def test_a_repeat_covers_the_same_letters_whatever_came_behind_them(house: House) -> None:
    chat = house.chat(channel="line")
    post(house, chat, "e1", "one")
    first = claimed(house)
    house.do(lambda unit: outbox.rendered(unit, first, {}))
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, [Post(letter("two"))], first=1))
    house.do(lambda unit: outbox.later(unit, first, house.now))
    assert keys(claimed(house)) == ["one"]


@pytest.mark.parametrize("deed", [outbox.sent, outbox.give_back])
def test_whoever_lost_the_lease_changes_nothing(house: House, deed: Any) -> None:
    post(house, house.chat(), "e1", "one")
    slow = claimed(house)
    house.later(minutes=2)
    claimed(house)
    with pytest.raises(LeaseLost):
        house.do(lambda unit: deed(unit, slow))
    assert statuses(house) == ["leased"]


def test_what_was_sent_is_over_and_its_prompts_know_their_message(house: House) -> None:
    chat = house.chat()
    prompt = house.do(lambda unit: prompts.make(unit, chat, Opens("booking", "name", "", 1)))
    post(house, chat, "e1", "one", prompt=prompt.id)
    parcel = claimed(house)
    house.do(lambda unit: outbox.sent(unit, parcel, ["m-1"]))
    assert statuses(house) == ["sent"]
    assert house.do(lambda unit: prompts.message_id(unit, prompt.id, chat.id)) == "m-1"
    assert house.do(lambda unit: prompts.by_message(unit, "m-1", chat.id)) == prompt


def test_a_bundles_prompts_know_their_messages_in_order(house: House) -> None:
    chat = house.chat(channel="line")
    asked = [house.do(lambda unit: prompts.make(unit, chat, Opens("booking", "name"))) for _ in range(2)]
    posts = [Post(letter(each.id), prompt=each.id) for each in asked]
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, posts))
    parcel = claimed(house)
    house.do(lambda unit: outbox.rendered(unit, parcel, {}))
    house.do(lambda unit: outbox.sent(unit, parcel, ["m-1", "m-2"]))
    found = [house.do(lambda unit, i=each.id: prompts.message_id(unit, i, chat.id)) for each in asked]  # type: ignore[misc]
    assert found == ["m-1", "m-2"]
    assert statuses(house) == ["sent", "sent"]


def test_a_certain_failure_waits_without_doubt_and_an_unknown_fate_with_it(house: House) -> None:
    post(house, house.chat(), "e1", "one")
    parcel = claimed(house)
    house.do(lambda unit: outbox.rendered(unit, parcel, {}))
    at = house.now + timedelta(minutes=1)
    house.do(lambda unit: outbox.later(unit, parcel, at, "429"))
    assert claim(house) is None
    house.later(minutes=1)
    again = claimed(house)
    assert not again.doubtful
    house.do(lambda unit: outbox.unknown(unit, again, house.now, "read timeout"))
    assert statuses(house) == ["unknown"]
    assert claimed(house).doubtful


def test_what_is_in_doubt_holds_back_what_comes_behind(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "one")
    post(house, chat, "e2", "two")
    parcel = claimed(house)
    house.do(lambda unit: outbox.unknown(unit, parcel, house.now + timedelta(minutes=1)))
    assert claim(house) is None


def test_the_dead_let_those_behind_them_pass(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "one")
    post(house, chat, "e2", "two")
    parcel = claimed(house)
    house.do(lambda unit: outbox.dead(unit, parcel, "blocked"))
    assert keys(claimed(house)) == ["two"]
    assert house.do(outbox.counts) == {"dead": 1, "leased": 1}


def test_what_was_given_back_counts_no_attempt(house: House) -> None:
    post(house, house.chat(), "e1", "one")
    parcel = claimed(house)
    house.do(lambda unit: outbox.give_back(unit, parcel))
    assert claimed(house).attempts == 1


def test_all_that_waits_for_a_conversation_can_be_dropped(house: House) -> None:
    chat, other = house.chat(), house.chat()
    post(house, chat, "e1", "one", "two")
    post(house, other, "e2", "three")
    assert house.do(lambda unit: outbox.drop_pending(unit, chat.id, "gone")) == 2
    assert statuses(house) == ["dropped", "dropped", "waiting"]


def test_the_rendered_bytes_go_when_the_letter_is_over(house: House) -> None:
    post(house, house.chat(), "e1", "one")
    parcel = claimed(house)
    house.do(lambda unit: outbox.rendered(unit, parcel, {"text": "x"}))
    house.do(lambda unit: outbox.sent(unit, parcel))
    assert house.do(lambda unit: unit.connection.execute(select(OUTBOX.c.rendered)).scalar()) is None


def test_the_most_urgent_of_a_bundle_decides_for_all(house: House) -> None:
    chat = house.chat(channel="line")
    posts = [Post(letter("one"), "courtesy"), Post(letter("two"))]
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, posts))
    assert claimed(house).urgency == "must_arrive"


def test_a_conversation_knows_when_it_was_blocked_at_the_moment_of_sending(house: House) -> None:
    chat = house.chat()
    post(house, chat, "e1", "one")
    house.do(lambda unit: conversations.block(unit, chat.id))
    assert claimed(house).conversation.blocked_at == house.now


def test_a_letter_that_was_erased_is_owed_to_nobody_and_holds_nobody_back(house: House) -> None:
    chat, other = house.chat(), house.chat()
    post(house, chat, "e1", "one")
    post(house, other, "e2", "two")
    house.do(lambda unit: erase(unit, chat.scope))
    assert keys(claimed(house)) == ["two"]
    assert statuses(house) == ["dropped", "leased"]


def test_many_workers_claim_each_letter_once(open_store: OpenStore, database_url: str) -> None:
    house = House(open_store(database_url))
    for number in range(12):
        post(house, house.chat(), f"e{number}", f"letter {number}")
    start = threading.Barrier(4)

    def worker(_number: int) -> list[str]:
        start.wait(SOON)
        found = []
        while parcel := claim(house):
            found += keys(parcel)
        return found

    with ThreadPoolExecutor(4) as pool:
        left = [key for mine in pool.map(worker, range(4)) for key in mine]
    assert sorted(left) == sorted(f"letter {number}" for number in range(12))


@pytest.mark.parametrize(
    ("letters", "hours"),
    [
        ([("courtesy", 1), ("must_arrive", 24), ("must_arrive", 12)], 24),
        ([("must_arrive", 2), ("courtesy", 24)], 2),
        ([("courtesy", 1), ("courtesy", 3)], 3),
        ([("courtesy", 1), ("must_arrive", None)], None),
    ],
)
def test_a_parcel_is_over_with_the_last_of_its_letters_that_must_arrive(
    house: House, letters: list[tuple[outbox.Urgency, int | None]], hours: int | None
) -> None:
    chat = house.chat(channel="line")
    ends = [house.now + timedelta(hours=each) if each else None for _, each in letters]
    posts = [Post(letter("x"), urgency, expires_at=end) for (urgency, _), end in zip(letters, ends, strict=True)]
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, posts))
    parcel = claimed(house)
    assert len(parcel.items) == len(letters)
    assert parcel.expires_at == (house.now + timedelta(hours=hours) if hours else None)


def test_a_letter_that_only_closes_takes_no_message_from_those_behind_it(house: House) -> None:
    chat = house.chat(channel="line")
    asked = house.do(lambda unit: prompts.make(unit, chat, Opens("booking", "name")))
    posts = [Post({**letter(""), "closes": True}, "courtesy"), Post(letter("one"), prompt=asked.id)]
    house.do(lambda unit: outbox.post(unit, "e1", chat.id, posts))
    parcel = claimed(house)
    house.do(lambda unit: outbox.sent(unit, parcel, ["m-1"]))
    assert house.do(lambda unit: prompts.message_id(unit, asked.id, chat.id)) == "m-1"
