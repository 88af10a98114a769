"""Every way a talk can turn, by typing alone: each in three languages, and on both databases.

Told apart by keys and values, never by wording; `play` checks that all that was shown can be read.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text

from bot.channels.terminal.parse import NAME as TERMINAL
from bot.talk import OTHER, PERSON, STAFF
from flows.office.appointment import ContactKind, Status
from flows.office.policy import local
from flows.register import ENGINE
from flows.session import to_json
from flows.staff.cards import REASONS
from flows.values import Text
from storage.offices import load, samples
from storage.records import conversations
from tests.conftest import TEMPLATE
from tests.talks.play import NAME, NUMBER, PHONE, Play, Stage, stage

IN_MEMORY = Path("/dev/shm")
pytestmark = pytest.mark.asyncio(loop_scope="module")
MakePlay = Callable[..., AbstractAsyncContextManager[Play]]


TAGS = ("ja", "en", "ja-simple")
WHERE = [
    pytest.param(("ja", "sqlite"), id="ja-sqlite"),
    pytest.param(("en", "postgres"), id="en-postgres", marks=pytest.mark.postgres),
    pytest.param(("ja-simple", "sqlite"), id="ja-simple-sqlite"),
]
"""A language knows of no database, so that not every pair of them is tried."""


@pytest.fixture(scope="module", params=WHERE)
def where(request: pytest.FixtureRequest) -> tuple[str, str]:
    tag, database = request.param
    return tag, database


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not on a disk where that can be helped: hundreds of talks need not wait for one."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def url(request: pytest.FixtureRequest, where: tuple[str, str], folder: Path) -> Iterator[str]:
    """One database a kind for all talks of this file: each begins by emptying it."""
    if where[1] == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "talk.db")
        yield f"sqlite:///{folder / 'talk.db'}"
        return
    with request.getfixturevalue("postgres").database(TEMPLATE) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(where: tuple[str, str], url: str, folder: Path) -> AsyncIterator[Stage]:
    async with stage(where[0], folder, url) as opened:
        yield opened


@pytest.fixture
def make_play(house: Stage, tmp_path: Path) -> MakePlay:
    return functools.partial(house.play, tmp_path)


@pytest_asyncio.fixture(loop_scope="module")
async def talk(make_play: MakePlay) -> AsyncIterator[Play]:
    async with make_play() as opened:
        yield opened


def key(value: object) -> str:
    assert isinstance(value, Text)
    return value.key


async def claims(talk: Play) -> int:
    return int((await talk.ask("SELECT count(*) FROM claim WHERE live"))[0][0])


async def contacts(talk: Play) -> list[ContactKind]:
    appointment = (await talk.application()).appointment
    assert appointment
    return [each.kind for each in appointment.contacts]


# -- the whole story ----------------------------------------------------------------------------------------------


async def test_the_whole_story_from_hello_to_attended(talk: Play) -> None:
    await talk.says("")
    assert talk.heard() == ["booking.language.ask"]
    await talk.names(talk.tag, "go_on", "go_on", "yes", "yes")
    assert talk.heard() == [
        "booking.purpose.ask",
        "booking.terms.ask",
        "booking.device.ask",
        "booking.place.ask",
        "booking.name.ask",
    ]
    await talk.answers()
    assert talk.heard() == [
        "booking.number.ask",
        "booking.phone.ask",
        "booking.residence.ask",
        "booking.status.ask",
        "booking.needs.ask",
        "wish.day.ask",
    ]
    await talk.wishes()
    assert talk.heard() == ["wish.time.ask", "wish.more.ask", "booking.review.ask"]
    await talk.names("apply")
    assert talk.heard() == ["booking.done.told", "home.next.ask"]
    assert await talk.status() is Status.REQUESTED
    assert talk.group()[-1] == "staff.card.requested"

    code = talk.code
    await talk.staff(f"{code} 1 3", f"{code} offer")
    assert talk.group() == ["staff.card.requested", "staff.did.offered"]
    assert talk.heard() == ["notice.offered"]
    await talk.says("2")
    assert talk.heard() == ["notice.booked", "home.next.ask"]
    assert talk.group() == ["staff.told.booked"]
    appointment = (await talk.application()).appointment
    assert appointment
    assert appointment.slot.start == talk.last("notice.offered").values["times"][1]  # type: ignore[index]

    await talk.staff(f"{code} link https://zoom.example/j/1")
    assert talk.heard() == ["notice.link"]
    await talk.at(appointment.slot.start)
    assert talk.heard() == ["notice.reminder", "notice.reminder", "notice.reminder_soon"]
    assert talk.group()[0] == "staff.did.link"
    await talk.does("!join")
    assert talk.group() == ["staff.told.contact"]
    await talk.later(minutes=10)
    assert talk.heard() == []
    await talk.staff(f"{code} here")
    assert talk.group() == ["staff.did.here"]
    assert await talk.status() is Status.ATTENDED


# -- before a request ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["disagree"], "booking.terms.disagreed"),
        (["go_on", "no"], "booking.device.none"),
        (["go_on", "yes", "no"], "booking.place.none"),
    ],
    ids=["does not agree", "no camera", "no private place"],
)
async def test_who_cannot_use_it_is_led_to_telephone_and_counter(talk: Play, answers: list[str], told: str) -> None:
    await talk.says("")
    await talk.picks(talk.tag, "go_on", *answers)
    assert talk.heard()[-2:] == [told, "home.next.ask"]
    assert talk.last(told).values["phone"] == "03-0000-0000"
    assert await talk.ask("SELECT (SELECT count(*) FROM agreement) + (SELECT count(*) FROM application)") == [(0,)]
    assert talk.group() == ["staff.today.empty"]
    await talk.picks("booking")  # and may think again
    assert talk.heard()[-1] == "booking.language.ask"
    other = TAGS[TAGS.index(talk.tag) - 1]
    await talk.picks(other)
    await talk.commands("restart")
    await talk.picks("yes")
    assert talk.question().codes[0] == other  # and is greeted in the language that is spoken now


async def test_terms_are_read_in_pages_back_and_forth_and_wholly(talk: Play) -> None:
    await talk.says("")
    explained_first = [] if talk.tag == "ja" else ["official"]  # no translation is published
    await talk.picks(talk.tag, "go_on", "read-office", *explained_first, "next", "next", "previous", "next")
    shown = [each for each in talk.news() if each.key == "reading.page.ask"]
    assert [each.values["page"] for each in shown] == [1, 2, 3, 2, 3]
    assert {each.values["pages"] for each in shown} == {3}
    read = "".join(str(each.values["text"]) for each in shown[:3])
    wording = next(each.text for each in samples(load()["demo"]) if each.name == "office")
    assert "".join(read.split()) == "".join(wording.split())
    assert shown[-1].codes == ["previous", "close"]
    await talk.picks("close")
    assert talk.heard() == ["booking.terms.ask"]
    await talk.picks("go_on")
    assert talk.heard() == ["booking.device.ask"]


async def test_the_language_changes_in_mid_step_with_answers_kept_and_the_same_question_again(talk: Play) -> None:
    other = TAGS[TAGS.index(talk.tag) - 1]
    await talk.begins()
    await talk.says(NAME, NUMBER)
    talk.heard()
    await talk.commands("language")
    await talk.picks(other)
    after = talk.news()[-2:]
    assert [each.key for each in after] == ["anytime.language_changed", "booking.phone.ask"]
    assert {each.tag for each in after} == {other}
    await talk.says(PHONE)
    await talk.picks("registered", "rather_not", "none")
    await talk.wishes()
    values = talk.last("booking.review.ask").values
    assert (values["name"], values["number"], values["phone"]) == (NAME, NUMBER, PHONE)
    await talk.picks("apply")
    assert (await talk.application()).locale == other


async def test_a_language_typed_by_its_name_is_spoken_at_once(talk: Play) -> None:
    other = TAGS[TAGS.index(talk.tag) - 1]
    await talk.says("")
    await talk.picks(talk.tag, "go_on", "go_on")
    talk.heard()
    await talk.says(talk.text(Text(f"language.{other}")))
    assert [(each.key, each.tag) for each in talk.news()] == [
        ("anytime.language_changed", other),
        ("booking.device.ask", other),
    ]


async def test_a_session_of_an_older_version_goes_on_politely_with_its_answers(talk: Play) -> None:
    await talk.begins()
    await talk.says(NAME, NUMBER)
    await talk.talk.whole.store.awrite(lambda connection: _aged(talk, connection))
    talk.heard()
    await talk.says("blue")  # to a question that this release does not know
    assert talk.heard() == ["anytime.updated", "booking.phone.ask"]
    await talk.says(PHONE)
    await talk.picks("registered", "rather_not", "none")
    await talk.wishes()
    values = talk.last("booking.review.ask").values
    assert (values["name"], values["number"]) == (NAME, NUMBER)
    await talk.picks("apply")
    assert await talk.status() is Status.REQUESTED


def _aged(talk: Play, connection: Connection) -> None:
    """The session as another release would have written it: with a question and an answer of its own."""
    unit = talk.talk.whole.rooms.unit(connection)
    conversation = conversations.find(unit, TERMINAL, PERSON)
    assert conversation
    data = to_json(conversations.session(unit, conversation, ENGINE.drafts))
    data["release"] = 0
    data["frames"][-1] |= {"step": "colour", "trail": ["language", "mood"]}
    data["frames"][-1]["draft"] |= {"mood": "good", "needs": 7}
    sealed = unit.seal_json(conversation.scope, f"conversation:{conversation.id}:session", data)
    connection.execute(
        text("UPDATE conversation SET session = :sealed WHERE id = :id"), {"sealed": sealed, "id": conversation.id}
    )


async def test_answers_that_were_never_sent_are_erased_and_their_owner_is_told(talk: Play) -> None:
    await talk.begins()
    await talk.says(NAME)
    talk.heard()
    await talk.later(days=1)
    assert talk.heard() == ["anytime.expired"]
    await talk.says("")
    assert talk.heard() == ["anytime.welcome_back", "home.next.ask"]
    await talk.picks("booking", talk.tag, "go_on", "go_on", "yes", "yes")
    assert talk.heard()[-1] == "booking.name.ask"


async def test_a_person_is_asked_for_before_anything_was_sent(talk: Play) -> None:
    await talk.begins()
    talk.heard()
    await talk.commands("person")
    assert talk.heard() == ["anytime.person", "booking.name.ask"]
    assert talk.group()[-1] == "staff.told.handed_over_unknown"


async def test_a_person_is_asked_for_after_a_request(talk: Play) -> None:
    code = await talk.applies()
    talk.heard()
    await talk.commands("person")
    assert talk.heard() == ["anytime.person", "home.next.ask"]
    assert talk.last("staff.told.handed_over", STAFF).values["code"] == code


# -- a request ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", REASONS)
async def test_a_request_is_declined_with_its_reason(talk: Play, reason: str) -> None:
    await talk.applies()
    talk.heard()
    await talk.orders("decline")
    await talk.orders(f"decline-{reason}")
    assert talk.group()[-2:] == ["staff.card.reasons", "staff.did.declined"]
    assert talk.heard() == ["notice.declined"]
    assert key(talk.last("notice.declined").values["reason"]) == f"decline.{reason}"
    assert await talk.status() is Status.DECLINED
    await talk.picks("again")
    assert talk.heard() == ["booking.purpose.ask"]


async def test_a_request_is_cancelled_only_after_a_yes(talk: Play) -> None:
    await talk.applies()
    talk.heard()
    await talk.commands("booking", "back")
    assert talk.heard() == ["looking.booking.requested", "home.next.ask"]
    await talk.commands("booking")
    await talk.names("cancel", "no")
    assert talk.heard()[:3] == ["looking.booking.requested", "cancelling.sure.ask", "cancelling.kept"]
    assert await talk.status() is Status.REQUESTED
    await talk.commands("cancel")
    await talk.names("yes")
    assert talk.heard()[-2:] == ["cancelling.done", "home.next.ask"]
    assert key(talk.last("cancelling.done").values["start"]) == "cancelling.no_time"
    assert talk.group()[-1] == "staff.told.request_cancelled"  # no time was held for it
    assert await talk.status() is Status.CANCELLED_BY_PERSON


async def test_a_request_that_nobody_answers_reminds_staff_then_lapses_with_a_word_to_both(talk: Play) -> None:
    await talk.applies()
    due = talk.last("booking.done.told").values["due"]
    talk.heard()
    talk.group()
    await talk.at(due)
    assert talk.group()[-1:] == ["staff.told.answer_due"]
    assert talk.heard() == ["notice.answer_late_closed"]  # nor can what was wished for be offered any more
    await talk.at((await talk.application()).wishes[0])
    assert talk.heard() == ["notice.request_lapsed"]
    assert "staff.told.request_lapsed" in talk.group()
    assert await talk.status() is Status.LAPSED
    await talk.picks("again")
    assert talk.heard() == ["booking.purpose.ask"]


# -- an offer -----------------------------------------------------------------------------------------------------


async def test_none_of_these_frees_the_times_and_new_wishes_lead_to_a_booking(talk: Play) -> None:
    code = await talk.offered()
    talk.heard()
    talk.group()
    assert await claims(talk) == 4
    await talk.names("none")
    assert talk.heard() == ["choosing.none.told", "wish.day.ask"]
    assert talk.group() == ["staff.told.none_suits"]
    assert await claims(talk) == 0
    before = (await talk.application()).wishes
    await talk.wishes(day=3, time=2)
    assert talk.heard()[-2:] == ["wishing.done.told", "home.next.ask"]
    assert talk.group() == ["staff.card.requested"]
    assert (await talk.application()).wishes != before
    await talk.staff(f"{code} offer 1")
    await talk.says("1")
    assert talk.heard() == ["notice.offered", "notice.booked", "home.next.ask"]
    assert await talk.status() is Status.BOOKED


async def test_after_a_slip_the_offer_is_asked_again_and_its_numbers_still_mean_its_times(talk: Play) -> None:
    await talk.offered()
    talk.heard()
    await talk.says("9")
    assert talk.heard() == ["anytime.unreadable", "choosing.offer.ask"]
    await talk.says("2")
    assert talk.heard() == ["notice.booked", "home.next.ask"]
    appointment = (await talk.application()).appointment
    assert appointment
    assert appointment.slot.start == talk.last("notice.offered").values["times"][1]  # type: ignore[index]


async def test_an_offer_can_be_declined_by_cancelling(talk: Play) -> None:
    await talk.offered()
    talk.heard()
    await talk.commands("cancel")
    await talk.picks("yes")
    assert talk.heard()[-2:] == ["cancelling.done", "home.next.ask"]
    assert await claims(talk) == 0
    await talk.says("0")  # nothing more of the offer is on the screen
    assert await talk.status() is Status.CANCELLED_BY_PERSON


async def test_a_hold_about_to_lapse_is_nudged_once_while_people_are_awake(talk: Play) -> None:
    await talk.offered()
    expires = talk.last("notice.offered").values["expires"]
    assert isinstance(expires, datetime)
    talk.heard()
    await talk.at(expires - timedelta(minutes=1))
    nudges = talk.news()
    assert [each.key for each in nudges] == ["notice.nudge"]
    assert 8 <= local(nudges[0].at).hour < 21
    await talk.says("1")
    assert talk.heard() == ["notice.booked", "home.next.ask"]


async def test_an_offer_that_nobody_takes_lapses_with_a_word_to_both(talk: Play) -> None:
    await talk.offered()
    expires = talk.last("notice.offered").values["expires"]
    talk.heard()
    talk.group()
    await talk.at(expires)
    assert talk.heard() == ["notice.nudge", "notice.offer_lapsed"]
    assert talk.group() == ["staff.told.offer_lapsed"]
    assert await claims(talk) == 0
    assert await talk.status() is Status.LAPSED
    await talk.picks("again")
    assert talk.heard() == ["booking.purpose.ask"]


async def test_of_two_people_who_want_one_time_only_one_is_ever_offered_it(make_play: MakePlay) -> None:
    async with make_play(desks='["A"]') as talk:
        first = await talk.applies()
        second = await talk.applies(OTHER)
        await talk.staff(f"{first} offer 1", f"{second} offer 1")  # both cards show the time as free
        assert talk.group()[-3:] == ["staff.did.offered", "refusal.taken", "staff.card.requested"]
        assert talk.heard(OTHER)[-1] == "home.next.ask"
        await talk.staff(f"{second} offer 1")  # the card that came instead
        await talk.says("1")
        await talk.says("1", address=OTHER)
        starts = {each: (await talk.application(each)).appointment for each in (first, second)}
        assert len({each.slot.start for each in starts.values() if each}) == 2
        assert await claims(talk) == 4


# -- a booking ----------------------------------------------------------------------------------------------------


async def test_a_booking_is_cancelled_and_its_time_is_free_again(talk: Play) -> None:
    start = await talk.booked()
    talk.heard()
    await talk.commands("cancel")
    await talk.names("yes")
    assert talk.heard() == ["cancelling.sure.ask", "cancelling.done", "home.next.ask"]
    assert talk.last("cancelling.done").values["start"] == start
    assert talk.group()[-1] == "staff.told.cancelled"
    assert (await talk.status(), await claims(talk)) == (Status.CANCELLED_BY_PERSON, 0)
    await talk.at(start + timedelta(hours=1))
    assert talk.heard() == []  # and nothing is owed any more


async def by_telephone_only(talk: Play, start: datetime) -> None:
    """The wish is passed on and called a wish; it is contact all the same."""
    talk.heard()
    talk.group()
    await talk.commands("cancel")
    assert talk.heard()[0] == "cancelling.passed_on"
    assert talk.last("cancelling.passed_on").values["phone"] == "03-0000-0000"
    assert talk.group() == ["staff.told.cancel_wish"]
    await talk.at(start + timedelta(hours=1))
    assert not {"notice.trouble", "notice.deemed"} & {*talk.heard()}
    assert await talk.status() is Status.BOOKED


async def test_after_the_cut_off_only_the_telephone_cancels(talk: Play) -> None:
    start = await talk.booked()
    await talk.at(start - timedelta(minutes=59))
    await by_telephone_only(talk, start)


async def test_where_the_office_says_so_only_the_telephone_ever_cancels(make_play: MakePlay) -> None:
    async with make_play(by_chat="false") as talk:
        await by_telephone_only(talk, await talk.booked())


async def test_letters_speak_the_language_of_when_they_are_sent(talk: Play) -> None:
    other = TAGS[TAGS.index(talk.tag) - 1]
    start = await talk.booked()
    await talk.commands("language")
    await talk.picks(other)
    talk.heard()
    await talk.at(start)
    letters = talk.news()
    assert [each.key for each in letters] == ["notice.reminder", "notice.reminder", "notice.reminder_soon"]
    assert {each.tag for each in letters} == {other}


async def test_each_working_morning_staff_get_the_list_of_the_day(talk: Play) -> None:
    start = await talk.booked()
    await talk.at(start)
    lists = [each for each in talk.news(STAFF) if each.key.startswith("staff.today")]
    assert [each.key for each in lists] == ["staff.today.empty", "staff.today.list"]  # none on days off
    assert lists[-1].at == start  # 8:30, when the first consultation begins
    assert talk.code in lists[-1].text
    await talk.staff("today")
    assert talk.group() == ["staff.today.list"]


# -- around the start ---------------------------------------------------------------------------------------------


async def test_late_below_a_reminder_is_contact(talk: Play) -> None:
    start = await talk.booked()
    await talk.at(start - timedelta(minutes=20))
    talk.heard()
    talk.group()
    assert talk.question().key == "notice.reminder_soon"
    await talk.picks("late")
    assert talk.heard() == ["attending.late_told", "home.next.ask"]
    assert talk.group() == ["staff.told.contact"]
    await talk.at(start + timedelta(minutes=30))
    assert talk.heard() == []
    assert await talk.status() is Status.BOOKED


async def test_i_will_come_is_no_contact(talk: Play) -> None:
    start = await talk.booked()
    await talk.staff(f"{talk.code} link https://zoom.example/j/1")
    await talk.at(start - timedelta(minutes=20))
    await talk.picks("come")
    talk.heard()
    await talk.at(start + timedelta(minutes=10))
    assert talk.heard() == ["notice.trouble", "notice.deemed"]


async def test_late_cannot_connect_and_a_telephone_that_did_not_work_are_contact(talk: Play) -> None:
    start = await talk.begun()
    await talk.at(start + timedelta(minutes=5))
    assert talk.heard() == ["notice.trouble"]
    await talk.names("phone_busy")
    assert talk.heard() == ["attending.phone_busy_told", "home.next.ask"]
    for answer in ("late", "cannot_connect"):
        await talk.commands("booking")
        await talk.names(answer)
        assert talk.heard()[:2] == ["looking.booking.in_touch", f"attending.{answer}_told"]
    assert talk.group() == ["staff.told.contact"] * 3
    assert {*await contacts(talk)} == {
        ContactKind.NO_ANSWER_BY_PHONE,
        ContactKind.LATE,
        ContactKind.CANNOT_CONNECT,
    }
    await talk.at(start + timedelta(minutes=30))
    assert talk.heard() == []
    assert await talk.status() is Status.BOOKED


async def test_the_trouble_question_can_be_answered_by_any_of_its_words(talk: Play) -> None:
    start = await talk.begun()
    await talk.at(start + timedelta(minutes=5))
    assert talk.question().codes == ["late", "cannot_connect", "phone_busy", "cancel"]
    talk.heard()
    await talk.picks("cancel")
    assert talk.heard()[0] == "cancelling.passed_on"
    assert talk.group()[-1] == "staff.told.cancel_wish"
    await talk.at(start + timedelta(minutes=10))
    assert "notice.deemed" not in talk.heard()  # who says so is in touch


async def test_a_look_at_the_join_page_is_no_contact(talk: Play) -> None:
    start = await talk.begun()
    view = await talk.talk.whole.house.join_view(talk.ear.join.rpartition("/")[2])
    assert view
    assert (view.state, view.joined) == ("open", False)
    await talk.at(start + timedelta(minutes=10))
    assert talk.heard() == ["notice.trouble", "notice.deemed"]


async def test_the_button_of_the_join_page_is_contact(talk: Play) -> None:
    start = await talk.booked()
    await talk.at(start - timedelta(minutes=61))
    await talk.does("!join")
    assert await contacts(talk) == []  # the page is not open yet
    await talk.at(start)
    talk.group()
    talk.heard()
    await talk.does("!join", "!join")
    assert await contacts(talk) == [ContactKind.JOINED]
    assert talk.group() == ["staff.told.contact"]
    await talk.at(start + timedelta(minutes=30))
    assert talk.heard() == []


# -- nobody came --------------------------------------------------------------------------------------------------


async def deemed(talk: Play) -> datetime:
    """Ten minutes after the start; the start."""
    start = await talk.begun()
    await talk.at(start + timedelta(minutes=10))
    assert talk.heard() == ["notice.trouble", "notice.deemed"]
    assert talk.group() == ["staff.told.deemed"]
    assert await talk.status() is Status.DEEMED_CANCELLED
    return start


async def says_the_clerk(talk: Play, verb: str, did: str, told: list[str], status: Status) -> None:
    await talk.staff(f"{talk.code} {verb}")
    assert talk.group() == [f"staff.did.{did}"]
    assert talk.heard() == told
    assert await talk.status() is status


async def test_a_clerk_says_what_happened_and_may_think_again(talk: Play) -> None:
    start = await deemed(talk)
    await says_the_clerk(talk, "no_contact", "no_contact", ["notice.no_contact"], Status.DEEMED_CANCELLED)
    await says_the_clerk(talk, "undo", "undo", ["notice.restored"], Status.BOOKED)
    await says_the_clerk(talk, "here", "here", [], Status.ATTENDED)
    await says_the_clerk(talk, "undo", "undo_untold", [], Status.BOOKED)
    await says_the_clerk(talk, "our_fault", "our_fault", ["notice.our_fault"], Status.CANCELLED_BY_OFFICE)
    await talk.at(start + timedelta(days=1))
    assert talk.heard() == []  # and the clock leaves it so
    assert await talk.status() is Status.CANCELLED_BY_OFFICE


async def test_a_call_that_a_clerk_logs_puts_the_booking_back_for_good(talk: Play) -> None:
    start = await deemed(talk)
    await talk.orders("called")
    assert talk.group() == ["staff.did.called"]
    assert talk.heard() == ["notice.restored"]
    await talk.at(start + timedelta(days=1))
    assert talk.heard() == []
    assert await talk.status() is Status.BOOKED


async def test_who_was_in_touch_says_so_and_a_lead_puts_it_right(talk: Play) -> None:
    await deemed(talk)
    await talk.names("in_touch")
    assert talk.heard() == ["attending.appeal_told", "home.next.ask"]
    assert talk.group() == ["staff.told.in_touch"]
    assert await talk.status() is Status.DEEMED_CANCELLED  # only a lead decides
    await talk.orders("timeline")
    assert talk.group() == ["staff.timeline.list"]
    lines = talk.last("staff.timeline.list", STAFF).values["lines"]
    assert isinstance(lines, tuple)
    letters = [each.values["letter"] for each in lines if isinstance(each, Text) and "letter" in each.values]
    accepted = ("booked", "link", "reminder", "reminder", "reminder_soon", "trouble", "deemed")
    assert letters == [Text(f"staff.timeline.letter.{each}") for each in accepted]
    await talk.orders("accept")
    assert talk.heard() == ["notice.appeal_accepted"]
    assert await talk.status() is Status.BOOKED


async def test_whom_a_clerk_refuses_is_told_and_may_apply_again_when_it_is_lifted(talk: Play) -> None:
    await deemed(talk)
    await talk.staff(f"{talk.code} refuse")
    assert talk.group() == ["staff.card.refuse_why"]
    await talk.staff(f"{talk.code} refuse 14 absences")
    assert talk.group() == ["staff.did.use_refused"]
    assert talk.heard() == ["notice.use_refused"]
    await talk.picks("again")
    assert talk.heard()[-2:] == ["refusal.use_refused", "home.next.ask"]
    await talk.staff(f"{talk.code} lift")
    assert talk.heard() == ["notice.use_allowed"]


async def test_who_was_given_no_link_hears_that_we_are_sorry(talk: Play) -> None:
    start = await talk.booked()
    await talk.at(start)
    talk.heard()
    talk.group()
    await talk.at(start + timedelta(minutes=10))
    assert talk.heard() == ["notice.trouble_no_link", "notice.no_link"]
    assert talk.group() == ["staff.told.no_link"]
    assert await talk.status() is Status.BOOKED


@pytest.mark.parametrize("how", ["same", "anew"])
async def test_a_no_show_does_not_keep_from_asking_again(talk: Play, how: str) -> None:
    await deemed(talk)
    await talk.picks("again", "go_on", "go_on", "yes", "yes", how)
    if how == "anew":
        await talk.answers()
    else:
        await talk.picks("registered", "rather_not")
    await talk.wishes()
    await talk.picks("apply")
    assert talk.heard()[-2:] == ["booking.done.told", "home.next.ask"]


async def test_after_clerk_tells_at_the_latest_at_the_end_of_the_slot(make_play: MakePlay) -> None:
    async with make_play(deemed_notice='"after_clerk"') as talk:
        start = await talk.begun()
        await talk.at(start + timedelta(minutes=29))
        assert talk.heard() == ["notice.trouble"]
        assert talk.group() == ["staff.told.deemed"]
        await talk.at(start + timedelta(minutes=30))
        assert talk.heard() == ["notice.deemed"]


@pytest.mark.parametrize(
    ("verb", "told"), [("no_contact", ["notice.deemed"]), ("undo", []), ("our_fault", ["notice.our_fault"])]
)
async def test_after_clerk_tells_once_what_the_clerk_said(make_play: MakePlay, verb: str, told: list[str]) -> None:
    async with make_play(deemed_notice='"after_clerk"') as talk:
        start = await talk.begun()
        await talk.at(start + timedelta(minutes=12))
        talk.heard()
        await talk.orders(verb)
        assert talk.heard() == told
        await talk.at(start + timedelta(hours=1))
        assert talk.heard() == []


# -- out of reach -------------------------------------------------------------------------------------------------


async def test_of_a_person_who_blocks_us_staff_hear_and_nothing_more_is_sent(talk: Play) -> None:
    start = await talk.booked()
    talk.heard()
    await talk.does("!block")
    assert talk.last("staff.told.departed", STAFF).values["code"] == talk.code
    await talk.at(start)
    assert talk.heard() == []
    await talk.does("!unblock")
    assert talk.heard() == ["anytime.welcome_back", "home.next.ask"]


async def test_of_a_person_who_lets_nothing_through_staff_hear_at_the_first_letter(talk: Play) -> None:
    start = await talk.booked()
    talk.group()
    talk.ear.gone.add(PERSON)
    await talk.at(start)
    told = talk.news(STAFF)
    assert [each.key for each in told].count("staff.told.unreachable") == 1
    assert talk.last("staff.told.unreachable", STAFF).values["code"] == talk.code
    assert await talk.status() is Status.BOOKED
    assert (await talk.application()).appointment is not None
