from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.web.client import News, WebChannel
from bot.channels.web.parse import Note, parse, split
from bot.channels.web.render import own, render
from bot.envelope import Attempt, Author, Later, Letter, Rejected, Sent
from bot.ports import Malformed
from flows.messages import Choice, Event, Left, Opened, Picked, Said
from flows.values import Text
from storage.faults import CommitUnknown, Unavailable
from tests.bot.pages.house import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.faults import StoreError

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOTE = Note("room", "said", AT, Author("room", language="en"), "n1", "Hello")


@pytest.mark.parametrize(
    ("note", "event"),
    [
        (NOTE, Said("Hello")),
        (replace(NOTE, kind="opened", text="demo"), Opened("demo")),
        (replace(NOTE, kind="picked", prompt="p", code="c"), Picked("p", "c")),
        (replace(NOTE, kind="left"), Left()),
    ],
)
def test_what_the_page_posts_is_read_back_as_it_was_meant(note: Note, event: Event) -> None:
    incoming = parse(note.raw().payload)
    assert incoming.message == event
    assert (incoming.channel, incoming.conversation, incoming.at) == ("web", "room", AT)
    assert incoming.author == Author("room", language="en")


def test_a_group_and_its_author_are_named() -> None:
    note = replace(NOTE, group=True, author=Author("clerk", "Clerk A", "ja"))
    incoming = parse(note.raw().payload)
    assert incoming.group
    assert incoming.author == Author("clerk", "Clerk A", "ja")


def test_a_post_is_one_event_with_the_id_it_brings() -> None:
    raw = NOTE.raw()
    assert split(raw.payload) == (raw,)


def test_the_same_form_sent_twice_is_one_event() -> None:
    assert replace(NOTE, at=AT.replace(hour=2)).event_id == NOTE.event_id


@pytest.mark.parametrize("other", [{"nonce": "n2"}, {"text": "Bye"}, {"conversation": "next door"}, {"code": "c"}])
def test_another_form_content_or_conversation_is_another_event(other: dict[str, str]) -> None:
    assert replace(NOTE, **other).event_id != NOTE.event_id  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        *(
            json.dumps({**json.loads(NOTE.raw().payload), **wrong}).encode()
            for wrong in (
                {"kind": "sung"},
                {"kind": None},
                {"text": 3},
                {"author": "me"},
                {"author": {"id": 1}},
                {"at": "soon"},
                {"at": "2026-11-23T10:00"},
                {"conversation": None},
            )
        ),
    ],
)
def test_what_is_not_a_note_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse(body)


def test_a_page_of_an_official_text_stands_apart_and_is_marked_as_japanese() -> None:
    values = {"title": "Terms", "version": "1", "effective": "today", "page": 1, "pages": 2, "text": "第1条 見本"}
    letter = Letter("room", "reading.page.ask", values)
    (bubble,) = render([letter], words("en"))["bubbles"]
    assert (bubble["quoted"], bubble["quoted_lang"], bubble["lang"]) == ("第1条 見本", "ja", "en")
    assert "見本" not in bubble["text"]
    assert "Page 1 of 2" in bubble["text"]


def test_a_letter_becomes_a_bubble_with_its_buttons() -> None:
    letter = Letter(
        "room",
        "talk.when",
        choices=(Choice("c1", Text("label.one"), number=1),),
        footers=(Choice("back", Text("label.back")),),
        prompt="p1",
    )
    assert render([letter], words("en"), repeated=True) == {
        "bubbles": [
            {
                "kind": "letter",
                "key": "talk.when",
                "text": "Which time suits you best?",
                "lang": "en",
                "choices": [{"prompt": "p1", "code": "c1", "label": "Tue Nov 24, 15:00", "number": 1}],
                "footers": [{"prompt": "p1", "code": "back", "label": "Back", "number": 0}],
                "repeated": True,
                "author": "",
                "picked": "",
            }
        ]
    }


def test_a_letter_that_only_takes_buttons_away_says_nothing() -> None:
    assert render([Letter("room", "talk.when", closes=True)], words("en")) == {"bubbles": []}


def test_an_own_bubble_has_the_same_parts_as_a_letter() -> None:
    assert own("Hello", "en").keys() == render([Letter("room", "talk.name")], words("en"))["bubbles"][0].keys()


class Shelf:
    def __init__(self, fault: StoreError | None = None, *, known: bool = True) -> None:
        self.kept: dict[str, Any] = {}
        self._fault, self._known = fault, known

    async def keep(self, _address: str, bubbles: Mapping[str, Mapping[str, Any]]) -> bool:
        if self._fault:
            raise self._fault
        self.kept = {**bubbles, **self.kept}
        return self._known


PAYLOAD = {"bubbles": [own("one", "en"), own("two", "en")]}


async def test_sending_keeps_each_bubble_under_a_key_of_its_own() -> None:
    shelf = Shelf()
    channel = WebChannel(shelf, News())
    assert await channel.send("room", PAYLOAD, Attempt("key")) == Sent(("key:0", "key:1"))
    assert await channel.send("room", PAYLOAD, Attempt("key", 2, doubtful=True)) == Sent(("key:0", "key:1"))
    assert list(shelf.kept) == ["key:0", "key:1"]


@pytest.mark.parametrize("fault", [Unavailable(), CommitUnknown()])
async def test_a_database_in_trouble_is_tried_again_later(fault: StoreError) -> None:
    outcome = await WebChannel(Shelf(fault), News()).send("room", PAYLOAD, Attempt("key"))
    assert outcome == Later(reason=type(fault).__name__)


async def test_an_unknown_conversation_is_rejected() -> None:
    channel = WebChannel(Shelf(known=False), News())
    assert isinstance(await channel.send("room", PAYLOAD, Attempt("key")), Rejected)


async def test_sending_wakes_whoever_listens_to_that_conversation() -> None:
    news = News()
    waiting = asyncio.create_task(news.wait("room", lambda: _say(False), 60))
    elsewhere = asyncio.create_task(news.wait("next door", lambda: _say(False), 60))
    await asyncio.sleep(0)
    await WebChannel(Shelf(), news).send("room", PAYLOAD, Attempt("key"))
    await waiting
    assert not elsewhere.done()
    elsewhere.cancel()


async def test_news_that_came_before_the_bell_was_hung_are_not_missed() -> None:
    await News().wait("room", lambda: _say(True), 60)


async def test_nobody_waits_for_ever() -> None:
    await News().wait("room", lambda: _say(False), 0)


async def _say(answer: bool) -> bool:  # noqa: FBT001 -- the answer is the point
    return answer
