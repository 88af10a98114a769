"""Whole talks in the real words of each language: every text is there, and gets every value that it names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.anytime import ENGLISH, OWN, TYPED, typed
from flows.keys import all_keys
from flows.office.appointment import Status
from flows.reading.text import fold
from flows.register import ENGINE
from flows.staff.typed import VERBS
from flows.step import PAGE
from locales.catalogue import STAFF_TAGS
from locales.choice import names_for
from locales.words import Words, catalogues, refuse
from tests.flows.house import policy
from tests.flows.talk import LEAD, Group, Person, Talk, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.office.policy import Policy
    from tests.flows.talk import Chat

TAGS = ("ja", "en", "ja-simple")
OFFICES = (
    policy(),
    policy(cancelling__by_chat=False, attendance__deemed_notice="after_clerk"),
    policy(asked__number=False, asked__needs=False, asked__residence="off", booking__also_enter_in="e-TUMO"),
)
TYPED_TEXTS = (
    *("Test Taro", "01234-5678901", "012345678901", "1234-567890-1", "090-1234-5678", "0120-000-000", "2569-11-25"),
    *("11/25 10:00", "2026-11-25 10:00", "2026-11-22", "24 Nov", "3/4", "11月25日 10時", "11/24(月)", "25:99", "blah"),
    *("2027-06-01 10:00", "2026-11-25 07:00", "2026-11-25 10:05", "Klingon", "", "?", "日本語", "English"),
)
ORDERS = (*VERBS, "offer 1 2", "offer 11/25 10:00", "offer 1 2 3 4 5", "decline full", "decline other", "1", "9 9")


def real(tag: str) -> Words:
    return catalogues(missed=refuse)[tag]


class Reader:
    """Reads every message of a talk aloud; a text or a value that is missing is an error."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.read = talk, dict[int, int]()
        self.keys: set[str] = set()

    def __call__(self) -> None:
        for chat in (*self.talk.people.values(), self.talk.staff):
            words = real("ja" if isinstance(chat, Group) and chat.locale not in {"ja", "en"} else _locale(chat))
            for heard in chat.heard[self.read.get(id(chat), 0) :]:
                text = words.text(heard.key, heard.values)
                assert text.strip()
                assert "{" not in text
                self.keys |= {heard.key, *(each.label.key for each in heard.choices)}
                for choice in heard.choices:
                    assert len(words.text(choice.label.key, choice.label.values).encode("utf-16-le")) <= 2 * 20
            self.read[id(chat)] = len(chat.heard)


def _locale(chat: Chat) -> str:
    return chat.locale if isinstance(chat, Person | Group) else "ja"


def begun(tag: str, office: Policy, *, can_ring: bool = True) -> tuple[Talk, Reader]:
    talk = Talk(office, words=real)
    talk.person.locale, talk.person.can_ring = tag, can_ring
    talk.staff.locale = "en" if tag == "en" else "ja"
    return talk, Reader(talk)


def _tap(talk: Talk, number: int) -> None:
    buttons = [each.code for heard in talk.person.heard[-3:] for each in heard.choices]
    if buttons:
        talk.person.taps(buttons[number % len(buttons)])


def _type(talk: Talk, number: int) -> None:
    words = talk.person.words
    spoken = [words.text(f"anytime.{code[1:]}.label") for code in TYPED]
    said = (*TYPED_TEXTS, *spoken, *map(str, range(1, PAGE + 1)))
    talk.person.says(said[number % len(said)])


def _order(talk: Talk, number: int) -> None:
    codes = [each.code for each in talk.applications.values()] or ["A12"]
    order = ORDERS[number % len(ORDERS)]
    talk.staff.says(f"{codes[number % len(codes)]} {order}")


def _press(talk: Talk, number: int) -> None:
    buttons = [each.code for heard in talk.staff.heard[-3:] for each in heard.choices]
    if buttons:
        talk.staff.taps(buttons[number % len(buttons)])


def _offer(talk: Talk, number: int) -> None:
    for application in talk.applications.values():
        if application.status is Status.REQUESTED:
            talk.staff.offers(application.code, talk.now + timedelta(days=1 + number % 3))
            talk.staff.says(f"{application.code} offer 1 2")


def _wait(talk: Talk, number: int) -> None:
    talk.passes(minutes=(20, 300, 1500)[number % 3])


def _wait_for_the_next(talk: Talk, _number: int) -> None:
    talk.to(min((due.at for due, _ in talk.due), default=talk.now))


def _otherwise(talk: Talk, number: int) -> None:
    person = talk.person
    acts: tuple[Callable[[], object], ...] = (
        person.opens,
        person.sends,
        person.leaves,
        person.returns,
        person.expires,
        lambda: person.shares("090-1234-5678"),
        lambda: person.shares("090-1234-5678", own=False),
    )
    acts[number % len(acts)]()


ACTS = (_tap, _tap, _tap, _tap, _type, _type, _order, _press, _offer, _wait, _wait_for_the_next, _otherwise)


@pytest.mark.parametrize("tag", TAGS)
@given(
    office=st.sampled_from(OFFICES),
    can_ring=st.booleans(),
    applied=st.booleans(),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), min_size=5, max_size=40),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_random_talk_finds_all_its_words(
    tag: str,
    office: Policy,
    can_ring: bool,  # noqa: FBT001 -- drawn by name
    applied: bool,  # noqa: FBT001 -- the same
    acts: list[tuple[Callable[[Talk, int], None], int]],
) -> None:
    talk, reader = begun(tag, office, can_ring=can_ring)
    talk.person.opens()
    if applied:
        talk.person.applies()
        talk.person.locale = tag
    for act, number in acts:
        act(talk, number)
        reader()


def story(talk: Talk) -> None:
    """From the first hello past a deemed cancellation to a booking that stands again."""
    person, code = talk.person, talk.booked(at(25, 10)).code
    talk.staff.says(f"{code} link https://example.org/room")
    person.says(person.words.text("anytime.booking.label"))
    talk.to(at(25, 10, 30))
    person.taps("in_touch")
    talk.staff.clerk = LEAD
    for order in ("timeline", "accept", "refuse", "refuse rules", "refuse 30 rules", "card", "lift"):
        talk.staff.says(f"{code} {order}")
    talk.staff.says("today")


@pytest.mark.parametrize("tag", TAGS)
def test_the_whole_story_is_worded(tag: str) -> None:
    talk, reader = begun(tag, policy())
    story(talk)
    reader()
    told = {"booking.done.told", "notice.offered", "notice.booked", "notice.link", "notice.reminder"}
    told |= {"notice.reminder_soon", "notice.trouble", "notice.deemed", "attending.appeal_told"}
    told |= {"staff.told.booked", "staff.told.start", "staff.told.deemed", "staff.told.in_touch", "staff.did.accept"}
    told |= {"notice.appeal_accepted_past", "staff.timeline.list", "staff.did.use_refused", "notice.use_refused"}
    told |= {"notice.use_allowed", "staff.did.use_allowed", "staff.card.refuse_why", "staff.card.refuse_days"}
    assert told <= reader.keys <= all_keys().keys() | names_for("ja").keys()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("office", OFFICES)
def test_every_question_is_asked_and_explained_with_the_values_it_gets(tag: str, office: Policy) -> None:
    talk, _ = begun(tag, office, can_ring=False)
    talk.booked(at(25, 10))
    words, view = real(tag), talk.person.view()
    about = talk.person.application.id
    for flow in ENGINE.flows.values():
        for step in flow.steps:
            if tag not in STAFF_TAGS and flow.key(step, "hint").startswith("staff."):
                continue  # staff's own texts are not in every language
            for draft in (flow.draft(), flow.draft(about)):
                values = step.values(draft, view)
                assert words.text(flow.key(step, "hint"), values)
                if not step.skip(draft, view):
                    assert words.text(flow.key(step, step.variant(draft, view)), values)


@pytest.mark.parametrize("tag", TAGS)
def test_answers_that_lead_aside_are_worded(tag: str) -> None:
    talk, reader = begun(tag, policy())
    person = talk.person.to("booking.number")
    person.locale = tag
    for said in ("1301-123456-7", "0120-000-000", "012345678901"):
        person.says(said)
    person.chooses("tap", "yes")
    person.says("0120-000-000")
    person.says("090-1234-5678")
    person.chooses("tap", "not_yet", "both", "vi")
    person.to("booking.review").chooses("tap", "change", "needs", "none", "change", "nothing", "apply")
    reader()
    aside = {"refusal.insurance_number", "refusal.unfit_phone", "booking.split.ask", "booking.interpreter.ask"}
    assert aside | {"booking.change.ask", "booking.residence.how_to_register"} <= reader.keys


@pytest.mark.parametrize("tag", sorted(catalogues()))
def test_common_english_commands_are_understood_in_every_language_where_they_mean_nothing_else_there(tag: str) -> None:
    words = real(tag)
    own = {fold(each): code for code in TYPED for each in words.list_of(f"anytime.{code[1:]}.words")}
    answers = {fold(each) for key in OWN for each in words.list_of(key)}
    for said, code in ENGLISH.items():
        assert typed(said, words) == (None if said in answers and said not in own else own.get(said, code))
        assert typed(f"/{said.title()}", words) == typed(said, words)
    assert all(typed(each, words) for each in ("help", "cancel", "back", "language"))


def test_the_english_commands_mean_what_they_mean_to_who_speaks_english() -> None:
    english = {fold(each): code for code in TYPED for each in real("en").list_of(f"anytime.{code[1:]}.words")}
    assert {said: english.get(said) for said in ENGLISH} == ENGLISH


def test_what_is_an_answer_in_a_language_is_no_english_command_there() -> None:
    class Other(Words):
        def list_of(self, key: str) -> tuple[str, ...]:
            return ("stop",) if key == "yes.words" else super().list_of(key)

    assert typed("stop", real("ja-simple")) == "_cancel"
    assert typed("stop", Other("ja-simple", real("ja-simple").entries, missed=refuse)) is None


@pytest.mark.parametrize("what", ["answer", "change", "wish", "appeal"])
@pytest.mark.parametrize("tag", STAFF_TAGS)
def test_staff_who_are_reminded_again_read_how_many_days_it_waits_beside_the_office_hours(tag: str, what: str) -> None:
    key = f"staff.told.{what}_again"
    assert real(tag).text("staff.late.long", {"hours": 112, "days": 14}) in real(tag).text(key, all_keys()[key].sample)
