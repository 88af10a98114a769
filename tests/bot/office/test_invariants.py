"""Each shipped office under chance: two people, two clerks, a moving clock, and the office's invariants at every step.

In the suite a few stories, always the same. For a night: `STORIES=2000 STEPS=60 uv run pytest -n 3 tests/bot/office`
(every run is another); with `SHRINK=1` a failure is cut down to the steps that lead to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bot.office.machine import machine
from tests.bot.office.script import tell
from tests.bot.office.story import Story

OFFICES: Final = ("demo", "kumagaya", "online-system")
LONG: Final = "STORIES" in os.environ
STORIES: Final = int(os.environ.get("STORIES", "5"))
STEPS: Final = int(os.environ.get("STEPS", "20"))
PHASES: Final = (Phase.generate, Phase.shrink) if "SHRINK" in os.environ else (Phase.generate,)
PROFILE: Final = settings(
    max_examples=STORIES,
    stateful_step_count=STEPS,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)
REACHED: Final = {
    *("wish", "offer", "none_of_these", "choose", "change", "propose", "move", "decline", "called_off", "call_off"),
    *(
        "link",
        "contact",
        "deem",
        "said_in_touch",
        "accept",
        "undo",
        "exception",
        "book",
        "ends attended",
        "ends deemed_cancelled",
    ),
}
"""What was done, as the audit has it, and how it ended."""


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.timeout(0 if LONG else 300)
def test_the_invariants_hold_whatever_people_and_clerks_do(office: str, sqlite_template: Path, tmp_path: Path) -> None:
    made = machine(office, sqlite_template, tmp_path, Story)
    try:
        run_state_machine_as_test(made, settings=PROFILE)
    finally:
        print(office, dict(made.reached.most_common()))  # noqa: T201 -- what a night has reached, with -s


@pytest.mark.parametrize("office", OFFICES)
def test_the_steps_reach_offers_bookings_deemed_cancellations_cancels_and_appeals(
    office: str, sqlite_template: Path, tmp_path: Path
) -> None:
    """The same rules that chance picks from, in one fixed order: none of them has lost its way into the product."""
    made = machine(office, sqlite_template, tmp_path, Story)
    story = made()
    assert isinstance(story, Story)
    tell(story)
    alone = len(story.here.policy.desk.desks) == 1
    by_chat = story.here.policy.cancelling.by_chat
    story.teardown()
    assert made.reached.keys() >= {*REACHED, "cancel" if by_chat else "excuse", *(("waits",) if alone else ())}
