"""One worker per SQLite database: a lock that the system takes back when the process dies.

Here lives the lock of `serve` and `demo`. Short commands do without; SQLite itself keeps their writes apart.
Never here: anything of PostgreSQL, where any number of workers may run.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from storage.engines import address

if TYPE_CHECKING:
    from types import TracebackType


class AlreadyRunning(RuntimeError):
    """Another worker uses this database."""

    def __init__(self, path: Path, pid: str) -> None:
        self.path = path
        self.pid = pid
        super().__init__(
            f"Another worker (process {pid or 'unknown'}) uses this database: it holds the lock {path}."
            " A SQLite database takes one worker; stop the other one, or use PostgreSQL for several."
        )


def lock_path(url: str) -> Path | None:
    """Beside the database file; None where no lock is needed."""
    where = address(url)
    if where.get_backend_name() != "sqlite" or where.database is None:
        return None
    file = Path(where.database).resolve()  # two names of one file must meet in one lock
    return file.with_name(f"{file.name}.lock")


class LockFile:
    """Held from `take` (or entering) to `release` (or leaving), and never past the end of the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: int | None = None

    def take(self) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise AlreadyRunning(self.path, pid) from None
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._held = descriptor

    def release(self) -> None:
        """The file stays: removing it would let two workers lock two files of one name."""
        if self._held is not None:
            os.truncate(self._held, 0)
            os.close(self._held)
            self._held = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
