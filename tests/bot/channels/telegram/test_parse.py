"""Literal updates as Telegram sends them, and what they say."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import authentic, parse, split
from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows.messages import Event, Left, Opened, Picked, Returned, Said, Sent, Shared

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SENT = 1_795_000_000
SENT_AT = datetime.fromtimestamp(SENT, UTC)
TARO = {"id": 42, "is_bot": False, "first_name": "Test", "last_name": "Taro", "language_code": "pt-br"}
CLERK = {"id": 77, "is_bot": False, "first_name": "Clerk"}
HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
OUR_BOT = {"id": 5, "is_bot": True, "first_name": "Madoguchi", "username": "madoguchi_bot"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Test"}
GROUP = {"id": -500, "type": "group", "title": "Staff"}
FORUM = {"id": -100500, "type": "supergroup", "title": "Staff", "is_forum": True}
CHANNEL = {"id": -100900, "type": "channel", "title": "News"}
AUTHOR = Author("42", "Test Taro", "pt-br")


def update(**kinds: Any) -> bytes:
    return json.dumps({"update_id": 9001, **kinds}).encode()


def private(**parts: Any) -> bytes:
    return update(message={"message_id": 3, "date": SENT, "chat": PRIVATE, "from": TARO, **parts})


def in_group(chat: Any = GROUP, sender: Any = CLERK, **parts: Any) -> bytes:
    return update(message={"message_id": 8, "date": SENT, "chat": chat, "from": sender, **parts})


def tap(data: Any = "Pr0mpt_-:yes", **parts: Any) -> bytes:
    shown = {"message_id": 3, "date": SENT, "chat": PRIVATE, "from": OUR_BOT, "text": "?"}
    query = {"id": "400123", "from": TARO, "chat_instance": "1", "data": data, "message": shown, **parts}
    return update(callback_query={key: value for key, value in query.items() if value is not None})


def change(chat: Any, before: Any, after: Any, by: Any = TARO) -> bytes:
    statuses = [each if isinstance(each, dict) else {"status": each} for each in (before, after)]
    old, new = ({"user": OUR_BOT, **each} for each in statuses)
    return update(
        my_chat_member={"chat": chat, "from": by, "date": SENT, "old_chat_member": old, "new_chat_member": new}
    )


def read(payload: bytes) -> Incoming:
    incoming = parse(payload, NOW)
    assert incoming is not None
    return incoming


# -- splitting ---------------------------------------------------------------------------------------------


def test_an_update_becomes_one_raw_event_with_its_own_bytes() -> None:
    body = private(text="hello")
    assert split(body) == (Raw("9001", "42", body, SENT_AT),)


@pytest.mark.parametrize(
    ("body", "conversation", "at"),
    [
        (in_group(FORUM, text="hi"), "-100500", SENT_AT),
        (tap(), "42", None),
        (tap(message=None), "42", None),
        (change(GROUP, "left", "member"), "-500", SENT_AT),
        (update(message_reaction={"chat": GROUP, "date": SENT}), "-500", SENT_AT),
        (update(poll_answer={"poll_id": "1", "user": CLERK}), "77", None),
        (update(inline_query={"id": "1", "from": CLERK}), "77", None),
        (update(poll={"id": "1"}), "", None),
        (update(something_new=True), "", None),
    ],
)
def test_every_kind_of_update_goes_into_the_queue_of_its_chat(
    body: bytes, conversation: str, at: datetime | None
) -> None:
    (event,) = split(body)
    assert (event.conversation, event.at) == (conversation, at)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'"text"',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b"[" * 100_000,
        update(message={"date": 10**30}),
    ],
)
def test_a_body_that_is_no_update_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        split(body)


# -- messages ----------------------------------------------------------------------------------------------


def test_a_private_message_says_who_when_and_what() -> None:
    expected = Incoming("telegram", "9001", "42", AUTHOR, SENT_AT, Said("hello"))
    assert parse(private(text="hello"), NOW) == expected


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Opened()),
        ("/start kumagaya", Opened("kumagaya")),
        ("/start  Ab3_-  ", Opened("Ab3_-")),
        ("/START@madoguchi_bot kumagaya", Opened("kumagaya")),
        ("/start something with words", Opened()),
        ("/start " + "x" * 65, Opened()),
        ("/back", Said("/back")),
        ("/back@madoguchi_bot", Said("/back")),
        (" /back ", Said("/back")),
        ("/bind@madoguchi_bot AC3 D", Said("/bind AC3 D")),
        ("/bind\nAC3D", Said("/bind AC3D")),
        ("/started", Said("/started")),
        ("11/24 10:00", Said("11/24 10:00")),
        ("/", Said("/")),
        ("/1/2", Said("/1/2")),
        ("  two  spaces ", Said("  two  spaces ")),
        ("/予約", Said("/予約")),
        ("I said /start", Said("I said /start")),
    ],
)
def test_a_text_is_given_as_typed_but_for_the_form_of_commands(text: str, event: Event) -> None:
    assert read(private(text=text)).message == event


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"photo": [{"file_id": "x"}], "caption": "my card"}, "photo"),
        ({"sticker": {"file_id": "x"}}, "sticker"),
        ({"voice": {"file_id": "x"}}, "voice"),
        ({"audio": {"file_id": "x"}}, "voice"),
        ({"video": {"file_id": "x"}}, "video"),
        ({"video_note": {"file_id": "x"}}, "video"),
        ({"animation": {"file_id": "x"}, "document": {"file_id": "x"}}, "video"),
        ({"document": {"file_id": "x"}, "caption": "/start"}, "file"),
        ({"location": {"latitude": 36.1, "longitude": 139.4}}, "place"),
        ({"venue": {"title": "x"}, "location": {}}, "place"),
        ({"poll": {"id": "1"}}, "other"),
        ({"dice": {"value": 1}}, "other"),
        ({"checklist": {"title": "x"}}, "other"),
    ],
)
def test_what_we_do_not_take_is_named_and_not_fetched(parts: dict[str, Any], kind: str) -> None:
    assert read(private(**parts)).message == Sent(kind)


@pytest.mark.parametrize(
    ("contact", "own"),
    [
        ({"phone_number": "+819000000000", "first_name": "Test", "user_id": 42}, True),
        ({"phone_number": "+819000000000", "first_name": "Test", "user_id": 43}, False),
        ({"phone_number": "+819000000000", "first_name": "Test"}, False),
    ],
)
def test_a_shared_number_is_ones_own_only_if_the_contact_is_the_sender(contact: dict[str, Any], *, own: bool) -> None:
    assert read(private(contact=contact)).message == Shared("+819000000000", own=own)


def test_a_contact_in_a_group_is_no_shared_number() -> None:
    contact = {"phone_number": "+819000000000", "first_name": "Test", "user_id": 77}
    assert read(in_group(contact=contact)).message == Sent("contact")


# -- groups ------------------------------------------------------------------------------------------------


def test_a_command_in_a_group_names_its_author_and_the_group() -> None:
    incoming = read(in_group(text="/bind@madoguchi_bot AC3D"))
    assert incoming == Incoming(
        "telegram", "9001", "-500", Author("77", "Clerk"), SENT_AT, Said("/bind AC3D"), group=True
    )


def test_a_reply_in_a_group_names_the_message_it_answers() -> None:
    replied = {"message_id": 6, "date": SENT, "chat": GROUP, "from": OUR_BOT, "text": "A card"}
    assert read(in_group(text="14:00", reply_to_message=replied)).message == Said("14:00", reply_to="6")


def test_a_message_in_a_topic_is_no_reply_to_the_topic() -> None:
    opening = {"message_id": 2, "date": SENT, "chat": FORUM, "forum_topic_created": {"name": "Cards"}}
    body = in_group(FORUM, text="hi", message_thread_id=2, is_topic_message=True, reply_to_message=opening)
    assert read(body).message == Said("hi")


@pytest.mark.parametrize(
    "parts",
    [{"sender": HIDDEN, "sender_chat": GROUP}, {"sender": HIDDEN}, {"sender": CLERK, "sender_chat": CHANNEL}],
)
def test_who_writes_in_the_name_of_a_chat_is_anonymous(parts: dict[str, Any]) -> None:
    assert read(in_group(text="/bind AC3D", **parts)).author.anonymous


def test_a_group_that_becomes_a_supergroup_tells_its_new_address() -> None:
    incoming = read(in_group(migrate_to_chat_id=-100777))
    assert (incoming.conversation, incoming.moved_to) == ("-500", "-100777")


@pytest.mark.parametrize(
    "payload",
    [
        in_group(sender={"id": 6, "is_bot": True, "first_name": "Other"}, text="/start"),
        in_group(sender_chat=CHANNEL, is_automatic_forward=True, text="News"),
        in_group(migrate_from_chat_id=-500),
        in_group(new_chat_members=[CLERK]),
        in_group(left_chat_member=CLERK),
        in_group(CHANNEL, text="hi"),
        private(pinned_message={"message_id": 1}),
        private(text=""),
        update(edited_message={"message_id": 3, "date": SENT, "chat": PRIVATE, "from": TARO, "text": "x"}),
        update(channel_post={"message_id": 3, "date": SENT, "chat": CHANNEL, "text": "x"}),
        update(message_reaction={"chat": PRIVATE, "date": SENT, "message_id": 3}),
        update(chat_member={"chat": GROUP, "from": CLERK, "date": SENT}),
        update(something_new={"chat": PRIVATE}),
        update(),
        tap(data=None, game_short_name="chess"),
    ],
)
def test_what_is_no_matter_of_ours_is_passed_over(payload: bytes) -> None:
    assert parse(payload, NOW) is None


# -- taps --------------------------------------------------------------------------------------------------


def test_a_tap_names_question_and_answer_and_the_query_to_be_answered() -> None:
    assert parse(tap(), NOW) == Incoming(
        "telegram", "9001", "42", AUTHOR, NOW, Picked("Pr0mpt_-", "yes"), reply_to="400123"
    )


def test_a_tap_in_a_group_carries_the_real_person() -> None:
    shown = {"message_id": 3, "date": SENT, "chat": FORUM, "from": OUR_BOT}
    incoming = read(tap(message=shown, **{"from": CLERK}))
    assert (incoming.conversation, incoming.group, incoming.author) == ("-100500", True, Author("77", "Clerk"))


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("p:day:2026-11-24", Picked("p", "day:2026-11-24")),
        ("forged", Picked("forged", "")),
        (":", Picked("", "")),
        ("", Picked("", "")),
    ],
)
def test_an_odd_button_is_read_and_left_for_the_prompts_row_to_refuse(data: str, event: Picked) -> None:
    assert read(tap(data)).message == event


@pytest.mark.parametrize("shown", [None, {"message_id": 3, "date": 0, "chat": PRIVATE}])
def test_a_tap_on_a_message_that_is_too_old_to_show_still_counts(shown: Any) -> None:
    incoming = read(tap(message=shown))
    assert (incoming.conversation, incoming.at, incoming.group) == ("42", NOW, False)


# -- membership --------------------------------------------------------------------------------------------

MUTED = {"status": "restricted", "is_member": True}
BANISHED = {"status": "restricted", "is_member": False}


@pytest.mark.parametrize(
    ("chat", "before", "after", "event"),
    [
        (PRIVATE, "member", "kicked", Left()),
        (PRIVATE, "kicked", "member", Returned()),
        (GROUP, "left", "member", Opened()),
        (GROUP, "kicked", "administrator", Opened()),
        (GROUP, "member", "kicked", Left()),
        (FORUM, "administrator", "left", Left()),
        (FORUM, MUTED, "left", Left()),
        (FORUM, "left", MUTED, Opened()),
        (FORUM, "member", BANISHED, Left()),
    ],
)
def test_blocked_unblocked_added_and_put_out_are_told_apart(chat: Any, before: Any, after: Any, event: Event) -> None:
    incoming = read(change(chat, before, after))
    assert (incoming.message, incoming.group) == (event, chat is not PRIVATE)


@pytest.mark.parametrize(
    ("chat", "before", "after"),
    [
        (PRIVATE, "left", "member"),
        (GROUP, "member", "administrator"),
        (FORUM, MUTED, "member"),
        (FORUM, BANISHED, "left"),
        (CHANNEL, "left", "administrator"),
    ],
)
def test_a_change_that_lets_nobody_in_or_out_is_passed_over(chat: Any, before: Any, after: Any) -> None:
    assert parse(change(chat, before, after), NOW) is None


# -- malformed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "payload",
    [
        b"{",
        update(message=None),
        update(message=[]),
        update(message={}),
        update(message={"date": SENT, "chat": PRIVATE, "text": "no author"}),
        private(chat={"id": 42}),
        private(date="yesterday", text="x"),
        private(date=10**30, text="x"),
        private(contact={"first_name": "Test"}),
        in_group(text="x", reply_to_message={"date": SENT}),
        update(callback_query={"id": "1", "data": "a:b"}),
        tap(data=7),
        update(my_chat_member={"chat": PRIVATE}),
        update(my_chat_member={"chat": GROUP, "from": TARO, "old_chat_member": {}, "new_chat_member": {}}),
    ],
)
def test_an_update_without_what_is_promised_is_malformed(payload: bytes) -> None:
    with pytest.raises(Malformed):
        parse(payload, NOW)


def test_a_malformed_update_is_reported_without_what_the_person_wrote() -> None:
    with pytest.raises(Malformed) as told:
        parse(update(message={"text": "01234-5678901", "date": "01234-5678901", "chat": PRIVATE, "from": TARO}), NOW)
    assert "01234" not in str(told.value)
    assert told.value.__suppress_context__


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WHOLE = [json.loads(each) for each in (private(text="x"), tap(), change(GROUP, "left", "member"))]


def spoilt(update: Any, path: list[int], junk: Any) -> Any:
    """The update with one of its parts, however deep, replaced by junk."""
    if not isinstance(update, dict) or not update or not path:
        return junk
    key = list(update)[path[0] % len(update)]
    return {**update, key: spoilt(update[key], path[1:], junk)}


@given(st.sampled_from(WHOLE), st.lists(st.integers(0, 9), max_size=4), JUNK)
def test_a_spoilt_update_is_read_passed_over_or_malformed_and_nothing_else(
    whole: Any, path: list[int], junk: Any
) -> None:
    body = json.dumps(spoilt(whole, path, junk)).encode()
    with contextlib.suppress(Malformed):
        split(body)
        parse(body, NOW)


# -- the secret --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_secret", "expected", "verdict"),
    [
        ("s3cret", "s3cret", True),
        ("s3creT", "s3cret", False),
        ("", "s3cret", False),
        (None, "s3cret", False),
        (None, "", False),
        ("", "", False),
        ("\xe9\u7a93", "s3cret", False),
    ],
)
def test_only_the_agreed_secret_is_authentic(given_secret: str | None, expected: str, *, verdict: bool) -> None:
    assert authentic(given_secret, expected) is verdict
