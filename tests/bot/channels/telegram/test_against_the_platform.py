"""The channel and the simulated platform, over real HTTP: what a person sees, and what comes back of their deeds."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.client import Telegram
from bot.channels.telegram.setup import CODES, COMMANDS
from bot.channels.telegram.wire import Patience
from bot.envelope import Attempt, Gone, Incoming, Later, Letter, Moved, Outcome, Rejected, Sent, Shut, Unknown
from bot.lab.faults import Fault
from bot.lab.telegram import TelegramLab
from bot.ports import FixedClock
from flows.messages import Choice, Left, Opened, Picked, Returned, Said, Shared
from flows.messages import Sent as SentThing
from flows.values import Text
from locales.words import catalogues

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from conftest import FakeWords

    from bot.lab.telegram_people import TelegramUser

    MakeWords = Callable[..., FakeWords]

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FIRST = Attempt("0f0e0d0c-0000-4000-8000-000000000001")
ASKED = Letter("42", "sure", choices=(Choice("yes", Text("yes")), Choice("no", Text("no"))), prompt="Pr0mpt")


@pytest.fixture(scope="module")
def city() -> Iterator[TelegramLab]:
    with TelegramLab(lambda: NOW) as lab:
        yield lab


@pytest.fixture
def lab(city: TelegramLab) -> TelegramLab:
    """The same platform with nothing on its way, and in no hurry."""
    city.faults.clear()
    city.calls.clear()
    city.world.pace.on = False
    city.world.mail.hook(None, drop=True)
    return city


@pytest.fixture
async def line(lab: TelegramLab) -> AsyncIterator[Telegram]:
    channel = Telegram(lab.token, FixedClock(NOW), api_url=lab.url, patience=Patience(poll=0))
    yield channel
    await channel.close()


@pytest.fixture
async def impatient(lab: TelegramLab) -> AsyncIterator[Telegram]:
    channel = Telegram(lab.token, FixedClock(NOW), api_url=lab.url, patience=Patience(read=0.4))
    yield channel
    await channel.close()


@pytest.fixture
def taro(lab: TelegramLab) -> TelegramUser:
    person = lab.user(42, "Test", "ja")
    person.chat.bot, person.chat.messages = "member", []
    return person


async def heard(line: Telegram) -> list[Incoming]:
    """All that is waiting, read as the worker reads it; what is no matter of ours is left out."""
    came, _ = await line.poll()
    return [found for each in came if (found := line.parse(each.payload))]


async def say(line: Telegram, words: FakeWords, letter: Letter) -> Outcome:
    return await line.send(letter.conversation, line.render([letter], words), FIRST)


async def test_a_question_is_shown_tapped_read_answered_and_closed(
    line: Telegram, taro: TelegramUser, words: FakeWords
) -> None:
    sent = await say(line, words, ASKED)
    assert isinstance(sent, Sent)
    assert (taro.chat.last.text, taro.chat.last.labels) == ("sure", ["yes", "no"])
    taro.taps("yes")
    (tap,) = await heard(line)
    assert (tap.message, tap.conversation) == (Picked("Pr0mpt", "yes"), "42")
    await line.answer_callback(tap.reply_to)
    assert taro.presses[-1].answered
    assert await say(line, words, Letter("42", "", edits=sent.ids[-1], closes=True)) == sent
    assert taro.chat.last.labels == []
    assert await say(line, words, Letter("42", "", edits=sent.ids[-1], closes=True)) == sent


async def test_a_question_is_replaced_in_place(line: Telegram, taro: TelegramUser, words: FakeWords) -> None:
    sent = await say(line, words, ASKED)
    assert isinstance(sent, Sent)
    assert await say(line, words, Letter("42", "next", edits=sent.ids[-1])) == sent
    assert taro.chat.texts == ["next"]


async def test_a_message_that_was_deleted_is_said_anew(line: Telegram, taro: TelegramUser, words: FakeWords) -> None:
    await say(line, words, ASKED)
    taro.chat.last.deleted = True
    assert isinstance(await say(line, words, Letter("42", "next", edits="1")), Sent)
    assert taro.chat.texts == ["next"]


async def test_what_people_do_is_read_as_they_did_it(line: Telegram, lab: TelegramLab, taro: TelegramUser) -> None:
    taro.starts("kumagaya")
    taro.says("/back")
    taro.sends_photo("my card")
    taro.shares_contact()
    taro.shares_contact(owner=lab.user(43, "Other"))
    taro.blocks()
    taro.unblocks()
    assert [each.message for each in await heard(line)] == [
        Opened("kumagaya"),
        Said("/back"),
        SentThing("photo"),
        Shared("+819000000000", own=True),
        Shared("+819000000000", own=False),
        Left(),
        Returned(),
    ]


async def test_an_edited_message_is_passed_over(line: Telegram, taro: TelegramUser) -> None:
    taro.says("one")
    taro.edits(taro.chat.last, "two")
    assert [each.message for each in await heard(line)] == [Said("one")]


async def test_a_staff_group_is_entered_bound_answered_and_left(
    line: Telegram, lab: TelegramLab, words: FakeWords
) -> None:
    group = lab.group(-100500, "Staff")
    clerk = group.member(lab.user(77, "Clerk"))
    group.bot_added(clerk)
    clerk.says("/bind@madoguchi_lab_bot AC3D")
    await say(line, words, Letter("-100500", "card"))
    card = group.chat.last
    clerk.replies(card, "14:00")
    group.anonymous().says("/bind AC3D")
    group.bot_removed(clerk)
    came = await heard(line)
    assert all(each.group for each in came)
    assert [(each.message, each.author.anonymous) for each in came] == [
        (Opened(), False),
        (Said("/bind AC3D"), False),
        (Said("14:00", reply_to=str(card.message_id)), False),
        (Said("/bind AC3D"), True),
        (Left(), False),
    ]
    assert await say(line, words, Letter("-100500", "card")) == Gone("kicked")


async def test_an_unbound_group_is_left(line: Telegram, lab: TelegramLab) -> None:
    group = lab.group(-100501, "Strangers")
    group.bot_added(lab.user(77, "Clerk"))
    assert await line.leave("-100501") == Sent()
    assert await line.leave("-100501") == Gone("left")


async def test_a_group_that_moved_tells_its_address_both_ways(
    line: Telegram, lab: TelegramLab, words: FakeWords
) -> None:
    group = lab.group(-600, "Staff", "group")
    group.bot_added(lab.user(77, "Clerk"))
    await heard(line)
    moved = str(group.migrate().id)
    assert await say(line, words, Letter("-600", "card")) == Moved(moved)
    told = [each for each in await heard(line) if each.moved_to]
    assert [(each.conversation, each.moved_to) for each in told] == [("-600", moved)]
    assert isinstance(await say(line, words, Letter(moved, "card")), Sent)


async def test_a_text_of_many_pages_arrives_whole_with_its_buttons_at_the_end(
    line: Telegram, taro: TelegramUser, make_words: MakeWords
) -> None:
    words = make_words({"sure": "窓口の説明。" * 2000})
    outcome = await say(line, words, ASKED)
    assert isinstance(outcome, Sent)
    assert len(outcome.ids) == 3
    assert "".join(taro.chat.texts) == "窓口の説明。" * 2000
    assert [len(each.labels) for each in taro.chat.shown] == [0, 0, 2]


@pytest.mark.parametrize(
    ("fault", "outcome", "copies"),
    [
        (Fault.TOO_MANY, Later(1.0, "RetryAfter"), 0),
        (Fault.ERROR, Unknown("NetworkError"), 0),
        (Fault.ERROR_AFTER, Unknown("NetworkError"), 1),
        (Fault.GATEWAY, Unknown("NetworkError"), 0),
        (Fault.TRUNCATED, Unknown("RemoteProtocolError"), 1),
        (Fault.OFF_SCHEMA, Unknown("KeyError"), 1),
        (Fault.UNAUTHORIZED, Shut("InvalidToken"), 0),
    ],
)
async def test_whether_it_arrived_is_never_claimed_where_it_cannot_be_known(
    line: Telegram, lab: TelegramLab, taro: TelegramUser, words: FakeWords, fault: Fault, outcome: Outcome, copies: int
) -> None:
    lab.fail_next("sendMessage", fault)
    assert await say(line, words, Letter("42", "hello")) == outcome
    assert taro.chat.texts == ["hello"] * copies


@pytest.mark.parametrize(("fault", "copies"), [(Fault.SILENT_BEFORE, 0), (Fault.SILENT_AFTER, 1)])
async def test_silence_says_nothing_of_what_was_done(
    impatient: Telegram, lab: TelegramLab, taro: TelegramUser, words: FakeWords, fault: Fault, copies: int
) -> None:
    lab.fail_next("sendMessage", fault)
    assert await say(impatient, words, Letter("42", "hello")) == Unknown("ReadTimeout")
    assert taro.chat.texts == ["hello"] * copies


async def test_a_reset_line_leaves_the_fate_unknown(
    line: Telegram, lab: TelegramLab, taro: TelegramUser, words: FakeWords
) -> None:
    lab.fail_next("sendMessage", Fault.RESET)
    assert isinstance(await say(line, words, Letter(str(taro.id), "hello")), Unknown)


async def test_an_unreachable_platform_has_certainly_not_delivered(
    line: Telegram, lab: TelegramLab, taro: TelegramUser, words: FakeWords
) -> None:
    lab.refuse()
    assert await say(line, words, Letter("42", "hello")) == Later(None, "ConnectError")
    lab.accept()
    assert isinstance(await say(line, words, Letter("42", "hello")), Sent)
    assert taro.chat.texts == ["hello"]


async def test_who_blocked_us_and_who_never_wrote_cannot_be_reached(
    line: Telegram, taro: TelegramUser, words: FakeWords
) -> None:
    taro.blocks()
    assert await say(line, words, Letter("42", "hello")) == Gone("blocked")
    assert await say(line, words, Letter("4711", "hello")) == Gone("not found")


async def test_an_empty_text_is_our_own_fault(line: Telegram, taro: TelegramUser, make_words: MakeWords) -> None:
    assert await say(line, make_words({"hello": " "}), Letter(str(taro.id), "hello")) == Rejected("empty")


async def test_a_hundred_letters_at_once_share_the_lines(
    line: Telegram, lab: TelegramLab, taro: TelegramUser, words: FakeWords
) -> None:
    payload = line.render([Letter(str(taro.id), "hello")], words)
    outcomes = await asyncio.gather(*(line.send("42", payload, Attempt(str(each))) for each in range(100)))
    assert {type(each) for each in outcomes} == {Sent}
    assert len({each.message_id for each in taro.chat.shown}) == len(lab.called("sendMessage")) == 100


async def test_the_platform_takes_all_that_setup_tells_it(
    line: Telegram, lab: TelegramLab, make_words: MakeWords
) -> None:
    assert await line.whoami() == "madoguchi_lab_bot"
    await line.setup(
        "https://madoguchi.example", "s3cret", [make_words({}, tag) for tag in ("en", "ja", "fil", "zh-Hans")]
    )
    assert all(call.ok for call in lab.calls)
    assert {code for _, code in lab.world.commands} == {"", "en", "ja", "tl", "zh"}
    assert lab.world.menus[0] == {"type": "commands"}
    assert lab.world.mail.webhook is not None
    assert lab.world.mail.webhook.secret == "s3cret"
    await line.setup_group("-100500", make_words({}), ["cards"])
    await line.delete_webhook()
    assert lab.world.mail.webhook is None


async def test_every_language_that_there_is_fits_what_telegram_takes(line: Telegram, lab: TelegramLab) -> None:
    languages = catalogues()
    lab.world.commands.clear()
    await line.setup("https://madoguchi.example", "s3cret", languages.values())
    assert all(call.ok for call in lab.calls)
    private = {code: shown for (scope, code), shown in lab.world.commands.items() if scope == "all_private_chats"}
    bases = {tag.partition("-")[0] for tag in languages}
    assert private.keys() == {"", *(CODES.get(base, base) for base in bases)}
    for code, tag in (("zh", "zh-Hans"), ("pt", "pt-BR"), ("tl", "fil"), ("ja", "ja"), ("", "en")):
        assert private[code][0]["description"] == languages[tag].text("telegram.command.menu")
        assert lab.world.words["Description", code] == languages[tag].text("telegram.description")
    for shown in private.values():
        assert [each["command"] for each in shown] == list(COMMANDS)
