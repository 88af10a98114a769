"""Whole talks through the real command: a script gives the same transcript each time, and the one that was read.

After a change of texts or flows, read what changed: `MADOGUCHI_GOLDEN=write uv run pytest tests/bot/test_talks.py`
writes the transcripts anew beside their scripts.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.talk import HELP, OTHER, STAFF
from flows.office.policy import local
from tests.talks.play import FRIDAY, Play, stage

FOLDER = Path(__file__).parents[1] / "talks"
SCRIPTS = sorted(path for path in FOLDER.glob("*.txt") if not path.name.endswith(".golden.txt"))
HEAD = "# madoguchi talk"
REFRESH = "MADOGUCHI_GOLDEN"


def options(script: Path) -> Sequence[str]:
    """A script begins with the command that it is for."""
    first = script.read_text("utf-8").partition("\n")[0]
    assert first.startswith(HEAD), script.name
    return shlex.split(first.removeprefix(HEAD))


@dataclass(frozen=True, slots=True)
class Command:
    """The real command, in a folder of its own so that no settings of this machine are read."""

    folder: Path

    def talks(self, arguments: Sequence[str], script: bytes) -> subprocess.CompletedProcess[bytes]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", "talk", *arguments],
            input=script,
            capture_output=True,
            check=False,
            cwd=self.folder,
            env={**own, "PYTHONPATH": str(FOLDER.parents[1]), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""},
        )

    def transcript(self, script: Path) -> str:
        done = self.talks(options(script), script.read_bytes())
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    return Command(tmp_path_factory.mktemp("talks"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_gives_the_same_transcript_each_time_and_the_one_that_was_read(script: Path, command: Command) -> None:
    golden = script.with_suffix(".golden.txt")
    transcript = command.transcript(script)
    if os.environ.get(REFRESH) == "write":
        golden.write_text(transcript, "utf-8")
        transcript = command.transcript(script)  # whatever changes from time to time must not be taken for golden
    assert transcript == golden.read_text("utf-8"), f"after reading the difference: {REFRESH}=write"


def test_an_office_that_there_is_not_is_said_and_ends_the_command(command: Command) -> None:
    done = command.talks(["--office", "nowhere"], b"")
    assert done.returncode
    assert b"there is no office 'nowhere'; offices: demo, kumagaya, online-system" in done.stderr


# -- the world around, without a process ------------------------------------------------------------------------


async def lines(folder: Path, *script: str) -> tuple[list[str], Play]:
    """What a script prints beside the letters, and the play it was."""
    async with stage("en", folder, f"sqlite:///{folder}/talk.db") as house, house.play(folder) as play:
        told: list[str] = []
        house.talk.tell = told.append
        await play.does(*script)
        return told, play


async def test_an_order_that_there_is_not_is_answered_with_help(tmp_path: Path) -> None:
    told, _ = await lines(tmp_path, "!jump", "!at yesterday", "!+5x")
    assert told == [HELP, HELP, HELP]


async def test_where_nothing_is_waiting_the_next_event_is_none(tmp_path: Path) -> None:
    told, play = await lines(tmp_path, "!next", "!join")
    assert told == ["(nothing is waiting)", "(join page: no link was sent yet)"]
    assert play.now == FRIDAY


async def test_an_older_button_can_be_pressed_a_photo_sent_and_a_time_taken_by_somebody_else(tmp_path: Path) -> None:
    told, play = await lines(tmp_path, "", "1", "!old 1", "!old 9", "!photo", "!taken 2026-11-25T10:00", "!taken soon")
    assert told[-3:] == ["(there is no such button)", "(somebody else takes Wed 2026-11-25 10:00, at every desk)", HELP]
    assert [each for each in play.heard() if each.startswith("anytime")] == ["anytime.stale", "anytime.unsupported"]


async def test_the_end_of_unsent_answers_is_an_event_and_mornings_are_passed_at_their_time(tmp_path: Path) -> None:
    told, play = await lines(tmp_path, "", "1", "!next")
    assert told == ["(Sat 2026-11-21 10:00 JST)"]
    assert play.heard()[-1] == "anytime.expired"
    told, play = await lines(tmp_path, "!+4d")
    assert told == ["(Tue 2026-11-24 10:00 JST)"]
    assert [f"{local(each.at):%d %H:%M}" for each in play.news(STAFF)] == ["20 10:00", "24 08:30"]


async def test_the_code_shown_last_stands_for_itself(tmp_path: Path) -> None:
    apply = ("1", "1", "1", "1", "1", "Test Taro", "01234-5678901", "090-1234-5678", *"1111111")
    _, play = await lines(tmp_path, "", *apply, *(f"other: {line}" for line in ("", *apply)), "staff: {code} offer 1")
    assert play.heard(OTHER)[-1] == "notice.offered"
    assert "notice.offered" not in play.heard()
