"""Another language in the middle of anything: every question of every conversation, found by pressing all there is.

Never here: how languages are named and guessed (`tests/locales`), or what a question says.
"""

from __future__ import annotations

import copyreg
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from flows import facts, register
from flows.chats.together import brought
from flows.messages import Ask, Said
from flows.office.appointment import Application, Status
from flows.office.chats import Together
from flows.office.view import Document, News, View
from flows.register import ENGINE
from flows.terms.renewing import announcement
from flows.words import Words
from locales.choice import NAMES
from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at


def proxy(values: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda each: (proxy, (dict(each),)))  # so that talks can be kept

pytestmark = pytest.mark.xdist_group("switching")  # the walk is made once
Move = Callable[[Talk], object]
OF_STAFF = frozenset({"calling", "desk", "finding"})
STEPS = {f"{name}.{step.id}" for name, flow in ENGINE.flows.items() if name not in OF_STAFF for step in flow.steps}
NEWS = News(7, Document("office", "v2", date(2026, 12, 1), sample=False, pages=("新", "規")), asks=True)
TYPED = {
    "booking.name": ("Test Taro", "Yes", "試験太郎"),
    "booking.name_reading": ("しけん たろう",),
    "booking.number": ("01234-5678901", "12345678901"),
    "booking.phone": ("090-1234-5678", "cancel"),
    "booking.status": ("Specialist in Humanities",),
    "booking.period": ("2027-06-30", "2025-11-01"),
    "booking.interpreter": ("Esperanto",),
}
COMMANDS = ("menu", "booking", "cancel", "language", "my data", "xyzzy")
NAMED = frozenset({"booking.interpreter", "booking.language", "language.tongue"})
"""Where the name of a language is the answer."""


# -- to be asked everything ----------------------------------------------------------------------------------------


def starts() -> Iterator[Talk]:
    """Offices of several ways, each brought to where it differs from those before it."""
    first = start(terms__separate=["tool"], asked__residence="status_and_period", asked__name_reading="needed")
    first.person.opens()
    yield first
    other = start(entry={"telegram": "form"})
    other.person.to("booking.form")
    yield other
    town = policy(id="town", languages=tuple(NAMES))
    for office in (None, "test"):
        two = Talk(policy(languages=tuple(NAMES)), town, words=words)
        two.person.office = office
        two.person.to("booking.terms" if office else "booking.office")
        if office:
            two.person.taps("disagree")
        yield two
    for by_chat in (True, False):
        direct = start(booking__mode="direct", booking__confirm_by="none", cancelling__by_chat=by_chat)
        direct.person.to("booking.day").says("2026-11-25 10:00")
        direct.person.taps("book")
        yield deepcopy(direct)
        direct.person.says("change")
        yield direct
    again = start()
    again.person.applies()
    again.person.to("booking.earlier")
    yield again
    yield with_a_code()


def with_a_code() -> Talk:
    """Another chat of the same person, who types what the first was shown."""
    talk = start()
    talk.person.says("use another app")
    talk.person.taps("show")
    code = str(talk.person.last("chats.shown").values["code"])
    talk.person = talk.meets("second", channel="line")
    talk.person.says(code)
    return talk


def words(tag: str) -> Words:
    return catalogues()[tag]


def start(**rules: Any) -> Talk:
    return Talk(policy(languages=tuple(NAMES), **rules), words=words)


@cache
def everywhere() -> dict[str, Person]:
    """Somebody at each question."""
    found: dict[str, Person] = {}
    seen: set[object] = set()
    for first in starts():
        waiting = deque([first])
        while waiting:
            talk = waiting.popleft()
            talk.watch = nothing
            if state(talk) in seen:
                continue
            seen.add(state(talk))
            found.setdefault(talk.person.step, talk.person)
            kept = pickle.dumps(talk)
            for move in moves(talk):
                other = pickle.loads(kept)
                move(other)
                for chat in (other.person, other.staff):
                    del chat.heard[:-3]  # copied a thousand times
                if state(other) not in seen:
                    waiting.append(other)
    return found


def nothing(_fact: facts.Fact, _view: View) -> None:
    """Is looked for by whoever keeps a talk; a lambda cannot be kept."""


def state(talk: Talk) -> object:
    """What makes a difference to what can come next."""
    person = talk.person
    if not person.step.startswith(("home", "looking")):
        return person.step
    letters = [(prompt.opens.flow, prompt.opens.step) for prompt in person.prompts.values() if not prompt.opens.asked]
    own = tuple((each.status, each.changing, bool(each.offer)) for each in talk.applications.values())
    office = (len(talk.offices), talk.policy.booking.mode, talk.policy.cancelling.by_chat)
    return person.step, own, tuple(letters[-1:]), office


def moves(talk: Talk) -> Iterator[Move]:
    person = talk.person
    commands = COMMANDS if person.step.startswith("home") else ()
    for typed in (*TYPED.get(person.step, ()), *commands):
        yield lambda other, typed=typed: other.person.says(typed)
    for code in person.buttons():
        yield lambda other, code=code: other.person.taps(code)
    if person.form and not person.form.filled:
        yield lambda other: other.person.fills()
    own = [each for each in talk.applications.values() if each.person == person.id]
    if len(own) == 1 and person.step.startswith("home"):
        yield from deeds(own[0])


def deeds(mine: Application) -> Iterator[Move]:
    """What the office does, and time."""
    if mine.status is Status.REQUESTED or mine.changing:
        yield lambda other: other.staff.offers(mine.code, at(20, 10), at(20, 14))
        for hours in (1, 24, 24 * 30):  # it is late; it is late for long; it has lapsed
            yield lambda other, hours=hours: other.to((mine.answer_due or other.now) + timedelta(hours=hours))
        yield announced
        yield joined
    if mine.appointment and mine.status is Status.BOOKED:
        start = mine.appointment.slot.start
        yield lambda other: other.staff.says(f"{mine.code} link https://video.invalid/0")
        for minutes in (-60 * 24, -30, 5, 11):
            yield lambda other, minutes=minutes: other.to(start + timedelta(minutes=minutes))


def announced(talk: Talk) -> None:
    """A new version of the terms."""
    talk.news = (NEWS,)
    letter = announcement(NEWS, {}, talk.person.application, talk.person.view())
    talk._deliver(letter, talk.person.application)


def joined(talk: Talk) -> None:
    """Another chat was brought to this person."""
    talk.person.together = Together("7", "line", talk.now)
    notice = brought(talk.person.together, talk.person.view(), by_clerk=False)
    assert notice.opens
    talk.person.ask("letter", Ask(notice.key, notice.opens, notice.values, notice.choices))


# -- and then to want another language -----------------------------------------------------------------------------


NEVER = {"rebooking.more", "attending.over"}
"""Whoever changes to a free time at once wishes for one alone; below a letter that something is over stands a button
which is never asked about again.
"""
ASKED = sorted(STEPS - NEVER)


def test_every_question_is_found() -> None:
    assert STEPS - set(everywhere()) == NEVER


@pytest.mark.parametrize("step", [each for each in ASKED if each not in NAMED])
def test_a_language_typed_by_any_of_its_names_keeps_all_answers_and_asks_the_same_again(step: str) -> None:
    person = everywhere()[step]
    spoken = {person.locale} if step.startswith("booking.name") else set()  # in it, that may be a name
    for tag in NAMES.keys() - spoken:
        for name in NAMES[tag][:3]:  # in itself, in English, in Japanese
            must_stay(person, Said(name), tag)


@pytest.mark.parametrize("step", ASKED)
def test_a_language_chosen_from_the_list_keeps_all_answers_and_asks_the_same_again(step: str) -> None:
    for tag in NAMES if step not in {"menu.item", "language.tongue"} else ():  # which give way to the list
        person = deepcopy(everywhere()[step])
        asked, frames = last_ask(person), person.session.frames
        person.says("/language")
        if step != "booking.language":
            assert person.step == "language.tongue"
        person.taps(tag)
        assert person.locale == tag
        if step != "booking.language":
            assert (person.session.frames, last_ask(person)) == (frames, asked)


def must_stay(person: Person, said: Said, tag: str) -> None:
    before = person.session
    turn = register.turn(before, said, person.view(said))
    assert turn.session.frames == before.frames, said
    assert facts.LanguageChosen(tag) in turn.facts
    assert [each.key for each in turn.replies if isinstance(each, Ask)] == [last_ask(person)]


def last_ask(person: Person) -> str:
    return next(each.key for each in reversed(person.heard) if each.kind == "ask")
