"""A killed service, started again, loses nothing, books nothing twice, and repeats only what it cannot know.

Real processes, real HTTP, real SIGKILL, at every point between an event's receipt and its answers' sending.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.office.appointment import Application, Status
from storage.records import due
from tests.bot.crash.mortal import Mortal
from tests.bot.moving import words

MARK = words()["en"].text("anytime.may_be_repeat")
NUDGE = words()["en"].text("notice.nudge").splitlines()[0]
UNKNOWABLE = {"taken", "sent", "recording"}
"""Where nobody can know whether the platform has the letter."""
RETRY_KEY = "x-line-retry-key"
MakeMortal = Callable[[str], Mortal]


@pytest.fixture
def make_mortal(tmp_path: Path) -> Iterator[MakeMortal]:
    made: list[Mortal] = []

    def make(url: str) -> Mortal:
        made.append(Mortal(url, tmp_path))
        return made[-1]

    yield make
    for each in made:
        each.close()


# -- on Telegram ------------------------------------------------------------------------------------------------


def choose_on_telegram(mortal: Mortal) -> Application:
    """The offer arrives, the person taps its time, the booking is told to both sides: through death or not."""
    application = mortal.offered("telegram")
    chat = mortal.taro.chat
    mortal.carry_on(lambda: mortal.settled and any(each.buttons for each in chat.from_bot), "the offer to arrive")
    mortal.taro.taps(next(each for each in chat.from_bot if each.buttons).buttons[0]["text"])
    mortal.carry_on(lambda: mortal.telegram.settled and mortal.settled and booked(mortal), "the booking to be told")
    return application


def booked(mortal: Mortal) -> bool:
    return mortal.ask("SELECT count(*) FROM appointment") == [(1,)]


def nothing_lost_nothing_twice(mortal: Mortal, application: Application) -> None:
    assert {row[0] for row in mortal.ask("SELECT status FROM inbox")} == {"done"}
    assert {row[0] for row in mortal.ask("SELECT status FROM outbox WHERE urgency = 'must_arrive'")} == {"sent"}
    assert {row[0] for row in mortal.ask("SELECT status FROM outbox")} <= {"sent", "dropped"}
    assert mortal.ask("SELECT count(*) FROM appointment") == [(1,)]
    live = mortal.ask("SELECT kind, count(*), count(DISTINCT cell) FROM claim WHERE live GROUP BY kind")
    assert live == [("booked", 2, 2)]
    assert mortal.machine.whole(application).status is Status.BOOKED


def repeats(texts: list[str], *, unknowable: bool) -> None:
    """Each text once; or a second time, in one sending that begins with the mark, where nobody could know."""
    plain = [text.replace(MARK, "").strip() for text in texts]
    marks = [place for place, text in enumerate(texts) if MARK in text]
    again = [place for place, text in enumerate(plain) if text in plain[:place]]
    assert max(Counter(plain).values(), default=0) <= (2 if unknowable else 1), texts
    assert len(marks) <= int(unknowable), texts
    assert all(marks and place >= marks[0] for place in again), texts


EVERY_DEATH = bool(os.environ.get("EVERY_DEATH"))
"""By hand: at every passing of each point. Else once at each of them, in the sending that tells of the booking."""
TELEGRAM = [
    *(("storing", 1), ("stored", 1), ("deciding", 1), ("decided", 1), ("taken", 4), ("sent", 4), ("recording", 4)),
    *((("taken", 2), ("sent", 2), ("sent", 5)) if EVERY_DEATH else ()),
]
"""Five sendings: the card, the offer, its buttons taken off, the booking told to the person, and to staff."""


@pytest.mark.parametrize(("point", "passing"), TELEGRAM)
def test_on_telegram_a_killed_service_carries_on(
    make_mortal: MakeMortal, sqlite_url: str, point: str, passing: int
) -> None:
    telegram_story(make_mortal(sqlite_url), point, passing)


@pytest.mark.parametrize(("point", "passing"), [("stored", 1), ("deciding", 1), ("decided", 1), ("sent", 4)])
def test_on_telegram_it_does_so_on_postgresql(
    make_mortal: MakeMortal, postgres_url: str, point: str, passing: int
) -> None:
    telegram_story(make_mortal(postgres_url), point, passing)


def telegram_story(mortal: Mortal, point: str, passing: int) -> None:
    mortal.start(point, passing)

    application = choose_on_telegram(mortal)

    assert mortal.deaths == 1
    nothing_lost_nothing_twice(mortal, application)
    unknowable = point in UNKNOWABLE
    texts = [each.text for each in mortal.taro.chat.from_bot]
    repeats(texts, unknowable=unknowable)
    repeats([each.text for each in mortal.group.from_bot], unknowable=unknowable)
    accepted = Counter(each.content["update_id"] for each in mortal.telegram.deliveries if each.accepted)
    assert set(accepted.values()) == {1}
    if point in {"storing", "stored"}:
        assert len(mortal.telegram.deliveries) > len(accepted)


# -- on LINE ----------------------------------------------------------------------------------------------------


def choose_on_line(mortal: Mortal) -> Application:
    application = mortal.offered("line")
    chat = mortal.hanako.chat
    mortal.carry_on(lambda: mortal.settled and chat.from_bot, "the offer to arrive")
    mortal.hanako.taps((chat.quick_labels or chat.last.labels)[0])
    mortal.carry_on(lambda: mortal.line.settled and mortal.settled and booked(mortal), "the booking to be told")
    return application


LINE = [
    *(("stored", 1), ("decided", 1), ("taken", 3), ("sent", 3)),
    *((("taken", 2), ("sent", 2), ("sent", 4)) if EVERY_DEATH else ()),
]


@pytest.mark.parametrize(("point", "passing"), LINE)
def test_on_line_a_killed_service_carries_on_and_no_push_is_accepted_twice(
    make_mortal: MakeMortal, sqlite_url: str, point: str, passing: int
) -> None:
    line_story(make_mortal(sqlite_url), point, passing)


@pytest.mark.parametrize(("point", "passing"), [("decided", 1), ("sent", 3)])
def test_on_line_it_does_so_on_postgresql(make_mortal: MakeMortal, postgres_url: str, point: str, passing: int) -> None:
    line_story(make_mortal(postgres_url), point, passing)


def line_story(mortal: Mortal, point: str, passing: int) -> None:
    mortal.start(point, passing)

    application = choose_on_line(mortal)

    assert mortal.deaths == 1
    nothing_lost_nothing_twice(mortal, application)
    assert not mortal.line.lost
    pushes = Counter(
        call.headers[RETRY_KEY] for call in mortal.line.called("pushMessage") if call.status == 200 and call.acted
    )
    assert set(pushes.values()) <= {1}
    assert not mortal.line.world.changed_retries
    repeats([each.text for each in mortal.hanako.chat.from_bot], unknowable=point in UNKNOWABLE)
    repeats([each.text for each in mortal.group.from_bot], unknowable=point in UNKNOWABLE)


# -- clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
@pytest.mark.parametrize("point", ["ticking", "ticked"])
def test_a_clock_that_was_cut_off_comes_once(
    make_mortal: MakeMortal, request: pytest.FixtureRequest, database: str, point: str
) -> None:
    mortal = make_mortal(request.getfixturevalue(f"{database}_url"))
    application = mortal.offered("telegram")
    (nudge, *_rest) = mortal.machine.do(lambda unit: due.waiting(unit, application.id))
    mortal.move_to(nudge.at + timedelta(seconds=1))
    mortal.start(point)

    mortal.carry_on(
        lambda: mortal.ask("SELECT status FROM due WHERE kind = 'offer_nudge'") == [("done",)] and mortal.settled,
        "the nudge to be sent",
    )

    assert mortal.deaths == 1
    texts = [each.text for each in mortal.taro.chat.from_bot]
    assert sum(text.startswith(NUDGE) for text in texts) == 1
    assert mortal.ask("SELECT count(*) FROM due WHERE status = 'done'") == [(1,)]
