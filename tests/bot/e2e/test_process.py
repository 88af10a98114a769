"""`madoguchi serve` as a process of its own: its configuration, its lock, its signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from bot.lab.ports import kept_port
from bot.lab.telegram import Manner, TelegramLab
from bot.ports import SystemClock
from tests.bot.e2e.house import KEYS, SECRET, new_browser, until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
ENDS_WITHIN = 30.0


@pytest.fixture
def lab() -> Iterator[TelegramLab]:
    with TelegramLab(SystemClock().now, manner=Manner(paced=False)) as lab:
        yield lab


class Processes:
    """Runs `madoguchi` with settings from the environment alone, and leaves none behind."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, list[subprocess.Popen[bytes]]()
        self.browser = new_browser()
        bare = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
        kept = {
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "",
        }  # the next to start need not compile it all again
        self.bare = {**bare, **kept, "MADOGUCHI_DATA_DIR": str(folder)}

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self._env(settings),
            capture_output=True,
            text=True,
            timeout=ENDS_WITHIN * 2,
            check=False,
        )

    def serve(self, port: int, **settings: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log-{len(self.running)}").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--port", str(port)],
            cwd=self.folder,
            env=self._env(settings),
            stdout=log,
            stderr=log,
        )
        log.close()
        self.running.append(process)
        until(lambda: self.is_ready(port) or process.poll() is not None, self.logs, ENDS_WITHIN * 2)
        return process

    def _env(self, settings: dict[str, str]) -> dict[str, str]:
        return self.bare | {f"MADOGUCHI_{name}": value for name, value in settings.items()}

    def logs(self) -> str:
        return "\n".join(each.read_text() for each in sorted(self.folder.glob("log-*")))

    def is_ready(self, port: int) -> bool:
        try:
            return self.browser.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        self.browser.close()
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    running = Processes(tmp_path)
    yield running
    running.close()


def settings_of(lab: TelegramLab, url: str, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SECRET_KEYS": KEYS,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_TOKEN": lab.token,
        "TELEGRAM_API_URL": lab.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "LOG_LEVEL": "DEBUG",
    }


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"TELEGRAM_TOKEN": "1:x"}, "MADOGUCHI_TELEGRAM_WEBHOOK_SECRET"),
        ({"SECRET_KEYS": "nonsense"}, "MADOGUCHI_SECRET_KEYS"),
        ({"PUBLIC_URL": ""}, "MADOGUCHI_PUBLIC_URL"),
        ({"DATABASE_URL": "oracle://x"}, "MADOGUCHI_DATABASE_URL"),
    ],
)
def test_half_a_configuration_refuses_to_start_and_names_the_variable(
    processes: Processes, sqlite_url: str, settings: dict[str, str], named: str
) -> None:
    whole = {"DATABASE_URL": sqlite_url, "SECRET_KEYS": KEYS, "PUBLIC_URL": "https://madoguchi.invalid"}
    ended = processes.run("serve", **(whole | settings))
    assert ended.returncode != 0
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not [value for value in settings.values() if len(value) > 1 and f"'{value}'" in ended.stderr]


def test_a_port_that_is_taken_is_said_in_one_line(processes: Processes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = processes.run("demo", "--port", str(port))
    assert ended.returncode != 0
    assert f"--port {port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_second_serve_on_one_sqlite_file_is_refused_and_a_short_command_is_not(
    processes: Processes, lab: TelegramLab, sqlite_url: str
) -> None:
    port = kept_port()
    settings = settings_of(lab, sqlite_url, port)
    first = processes.serve(port, **settings)
    assert first.poll() is None, processes.logs()
    second = processes.run("serve", "--port", str(kept_port()), **settings)
    assert second.returncode == 2
    assert "Traceback" not in second.stderr
    invited = processes.run("staff", "invite", "--office", "demo", **settings)
    assert invited.returncode == 0, invited.stderr
    binds(lab, invited.stdout.split()[0])
    first.send_signal(signal.SIGTERM)
    assert first.wait(ENDS_WITHIN) == 0
    assert processes.serve(port, **settings).poll() is None
    assert lab.token not in processes.logs()


def binds(lab: TelegramLab, code: str) -> None:
    group = lab.group(-1001, "Staff")
    clerk = group.member(lab.user(77, "Clerk A"))
    group.bot_added(clerk)
    clerk.says(f"/bind {code}")
    lab.until(lambda: len(group.chat.from_bot) >= 3)


def test_sigterm_in_the_middle_of_a_turn_lets_it_be_finished(
    processes: Processes, lab: TelegramLab, postgres_url: str
) -> None:
    """The turn waits for its conversation, which somebody else holds; the signal comes; then it is let go."""
    port = kept_port()
    settings = settings_of(lab, postgres_url, port)
    process = processes.serve(port, **settings)
    taro = lab.user(42, "Test", "en")
    taro.starts()
    lab.until(lambda: taro.chat.from_bot)
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as other:
        other.execute("SELECT id FROM conversation FOR UPDATE")
        taro.says("English")
        with psycopg.connect(plain, autocommit=True) as watching:
            until(lambda: waits(watching), processes.logs)
        process.send_signal(signal.SIGTERM)
        until(lambda: not processes.is_ready(port))
        assert process.poll() is None
        other.rollback()
    assert process.wait(ENDS_WITHIN) == 0, processes.logs()
    with psycopg.connect(plain) as after:
        assert after.execute("SELECT status, count(*) FROM inbox GROUP BY 1").fetchall() == [("done", 2)]
    seen = len(taro.chat.from_bot)
    processes.serve(port, **settings)
    lab.until(lambda: len(taro.chat.from_bot) > seen or seen > 1)


def waits(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether a backend of this database is waiting for a row that somebody else holds."""
    found = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ).fetchone()
    return found != (0,)
