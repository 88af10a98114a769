from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from storage.lockfile import AlreadyRunning, LockFile, lock_path

if TYPE_CHECKING:
    from pathlib import Path

HOLDS = """
import sys
from pathlib import Path
from storage.lockfile import LockFile
with LockFile(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "madoguchi.db.lock"


def test_a_second_worker_is_refused_and_told_the_file_and_the_process(lock: Path) -> None:
    with LockFile(lock):
        with pytest.raises(AlreadyRunning) as caught:
            LockFile(lock).take()
        assert str(lock) in str(caught.value)
        assert str(os.getpid()) in str(caught.value)


def test_the_next_worker_may_start_when_the_first_has_left(lock: Path) -> None:
    with LockFile(lock):
        pass
    with LockFile(lock):
        assert lock.read_text() == f"{os.getpid()}\n"


def test_a_refused_worker_takes_nothing_from_the_one_that_holds(lock: Path) -> None:
    with LockFile(lock):
        for _ in range(2):
            with pytest.raises(AlreadyRunning):
                LockFile(lock).take()
        assert lock.read_text() == f"{os.getpid()}\n"


def test_releasing_twice_or_without_holding_is_harmless(lock: Path) -> None:
    file = LockFile(lock)
    file.release()
    file.take()
    file.release()
    file.release()


def test_the_lock_of_a_killed_process_is_free(lock: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(process.pid)):
            LockFile(lock).take()
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    with LockFile(lock):
        pass


def test_only_its_owner_may_read_or_write_it(lock: Path) -> None:
    with LockFile(lock):
        assert lock.stat().st_mode & 0o077 == 0


def test_of_many_that_start_at_once_one_wins(lock: Path) -> None:
    start = threading.Barrier(8)
    won: list[LockFile] = []

    def run() -> None:
        file = LockFile(lock)
        start.wait(10)
        try:
            file.take()
        except AlreadyRunning:
            return
        won.append(file)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(won) == 1
    won[0].release()


def test_the_lock_lies_beside_the_database_under_whatever_name_it_is_reached(tmp_path: Path) -> None:
    (tmp_path / "madoguchi.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "madoguchi.db")
    assert lock_path(f"sqlite:///{tmp_path}/madoguchi.db") == tmp_path.resolve() / "madoguchi.db.lock"
    assert lock_path(f"sqlite:///{tmp_path}/other.db") == tmp_path.resolve() / "madoguchi.db.lock"


def test_postgresql_needs_no_lock() -> None:
    assert lock_path("postgresql+psycopg://someone@127.0.0.1/madoguchi") is None
