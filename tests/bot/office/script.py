"""One long story in a fixed order, by the steps that chance picks from: each must find its way through the product.

Never here: what must hold.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.office.policy import TOKYO
from tests.bot.office.story import Story
from tests.bot.office.world import CLERK, LEAD

BEGINNING = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)
ALWAYS = 7
"""Of the numbers that make a step go through with what it does seldom."""


def tell(story: Story) -> None:
    story.opens(BEGINNING, ("", ""))
    _asks_and_is_offered(story, "a")
    story.none_suits(ALWAYS, again=True)
    _is_offered(story)
    story.chooses(0, 0)
    _now(story)
    story.gives_the_link(LEAD, 0)
    _moves(story)
    _stays_away_and_appeals(story)
    story.applies("b", 0, numbered=False)
    _now(story)
    story.declines(LEAD, ALWAYS)
    _books(story, "b")
    story.cancels(0)
    _now(story)
    story.ends_a_booking(LEAD, 0, "excuse speech")
    _books(story, "b")
    story.waits_for_a_taken_time(0)
    _now(story)
    story.ends_a_booking(CLERK, ALWAYS, "called_off")
    _is_asked(story)
    _books(story, "a")
    story.ends_a_booking(CLERK, ALWAYS, "office closed")
    _books(story, "b")
    story.gives_the_link(LEAD, 0)
    _now(story)
    story.a_start_comes_near(0, 5, punctual=True)
    story.writes("b", 0, "hello")
    _books(story, "a")
    story.gives_the_link(LEAD, 1)
    story.gives_the_link(LEAD, 0)
    _is_excepted(story)
    _telephones(story)


def _telephones(story: Story) -> None:
    """A clerk books upon the person's word, with a reason where it is too late without."""
    story.applies("b", 0, numbered=False)
    _now(story)
    found = story.those("requested", "offered", "booked")
    newest = found.index(story.those("requested")[-1])
    story.books_upon_a_call(CLERK, newest + ALWAYS * len(found), 0, " because of a call")
    _now(story)


def _is_excepted(story: Story) -> None:
    """Asked for in time, and offered when it is too late for that, with a reason."""
    _now(story)
    story.applies("b", 0, numbered=False)
    _now(story)
    wish = story.wish(story.those("requested")[0])
    story.here.until(max(story.here.now, wish - timedelta(minutes=50)))
    _now(story)
    story.offers_a_typed_time(LEAD, 0, 0, " because of a call")
    _now(story)
    story.chooses(0, 0)
    _now(story)


def _is_asked(story: Story) -> None:
    """Whoever waits for a time that has just been given back; they take it."""
    story.here.settle()
    _now(story)
    story.chooses(0, 0)
    _now(story)


def _moves(story: Story) -> None:
    _now(story)
    story.wants_another_time(0, 2)
    _is_offered(story)
    story.answers_a_change(0, 0)
    _now(story)
    story.gives_the_link(LEAD, 0)


def _stays_away_and_appeals(story: Story) -> None:
    _now(story)
    story.a_start_comes_near(0, 11, punctual=True)
    _now(story)
    story.says_they_were_in_touch(0)
    _now(story)
    story.decides_an_appeal(LEAD, accepts=True)
    _now(story)
    story.marks(LEAD, 0, "here")
    story.here.until(story.here.now + timedelta(hours=1))


def _books(story: Story, chat: str) -> None:
    _asks_and_is_offered(story, chat)
    story.chooses(0, 0)
    _now(story)


def _asks_and_is_offered(story: Story, chat: str) -> None:
    _now(story)
    story.applies(chat, 0, numbered=False)
    _is_offered(story)


def _is_offered(story: Story) -> None:
    _now(story)
    story.offers_by_ticking(LEAD, 0, "1 2")
    _now(story)


def _now(story: Story) -> None:
    story.all_is_well()
