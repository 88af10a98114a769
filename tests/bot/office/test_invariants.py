"""Each shipped office under chance: two people, two clerks, a moving clock, and the office's invariants at every step.

In the suite a few stories of a fixed seed. For a night: `STORIES=2000 STEPS=60 uv run pytest -n 3 tests/bot/office`
(then every run is another). A failure prints the steps that lead to it, shortened.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bot.office.clerks import Clerks
from tests.bot.office.machine import machine
from tests.bot.office.people import People

OFFICES: Final = ("demo", "kumagaya", "online-system")
STORIES: Final = int(os.environ.get("STORIES", "8"))
STEPS: Final = int(os.environ.get("STEPS", "40"))
LONG: Final = "STORIES" in os.environ
PROFILE: Final = settings(
    max_examples=STORIES,
    stateful_step_count=STEPS,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
)


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.timeout(0 if LONG else 300)
def test_the_invariants_hold(office: str, sqlite_template: Path, tmp_path: Path) -> None:
    made = machine(office, sqlite_template, tmp_path, People, Clerks)
    try:
        run_state_machine_as_test(made, settings=PROFILE)
    finally:
        print(sorted(made.reached.items(), key=lambda each: -each[1]))
