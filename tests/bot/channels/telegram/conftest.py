"""A Telegram of a few lines on this machine, which answers what a test lays before it; and a catalogue of one dict.

Here live fakes for these tests alone; the whole platform, with its limits, is `bot.lab`'s.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from bot.channels.telegram.client import Telegram
from bot.channels.telegram.wire import Patience
from bot.ports import FixedClock
from flows.values import NOTHING, Values

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from flows.reading.moment import DateWords

TOKEN = "12345:not-a-real-token"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PATIENT = Patience(poll=0)
HASTY = Patience(read=0.4, poll=0)
"""Only for silence: on a busy machine an honest answer may take that long."""


@dataclass(frozen=True, eq=False)
class FakeWords:
    """A text is its key, unless the test says otherwise."""

    texts: dict[str, str] = field(default_factory=dict)
    tag: str = "en"

    def text(self, key: str, values: Values = NOTHING) -> str:
        return self.texts.get(key, key).format(**values)

    def list_of(self, key: str) -> tuple[str, ...]:
        return (key,)

    def date_words(self) -> DateWords:
        raise NotImplementedError

    def language(self, typed: str) -> str | None:
        return typed or None


@dataclass
class Platform:
    """Answers from the front of `answers`: bytes to write, then to cut the line; or None, to say nothing at all."""

    answers: deque[bytes | None] = field(default_factory=deque)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0
    _message_ids: int = 700

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will(self, *answers: bytes | None) -> None:
        self.answers.extend(answers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                (int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length")),
                0,
            )
            self._note(head.split()[1], (await reader.readexactly(length)).decode())
            await self._answer(reader, writer)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answer = self.answers.popleft() if self.answers else self._usual()
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)
            await writer.drain()

    def _note(self, path: str, body: str) -> None:
        self.paths.append(path)
        self.calls.append((path.rpartition("/")[2], {key: _plain(value) for key, value in parse_qsl(body)}))

    def _usual(self) -> bytes:
        method, params = self.calls[-1]
        if method not in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
            return ok(True)
        self._message_ids += 1
        return ok(message(params.get("message_id", self._message_ids)))


def _plain(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def http(status: int, body: bytes, *, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status} X\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode() + body


def ok(result: Any) -> bytes:
    return http(200, json.dumps({"ok": True, "result": result}).encode())


def message(message_id: int) -> dict[str, Any]:
    return {"message_id": message_id, "date": 1700000000, "chat": {"id": 42, "type": "private"}}


def refusal(status: int, description: str, **parameters: int) -> bytes:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return http(status, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode())


@dataclass(frozen=True)
class Answers:
    """How a test writes what the platform will answer."""

    http = staticmethod(http)
    ok = staticmethod(ok)
    message = staticmethod(message)
    refusal = staticmethod(refusal)


@pytest.fixture
def answers() -> type[Answers]:
    return Answers


@pytest.fixture
def words() -> FakeWords:
    return FakeWords()


@pytest.fixture
def make_words() -> type[FakeWords]:
    return FakeWords


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    stand_in = Platform()
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    stand_in.port = server.sockets[0].getsockname()[1]
    async with server:
        yield stand_in


@pytest.fixture
async def telegram(platform: Platform) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, FixedClock(NOW), api_url=platform.url, patience=PATIENT)
    yield channel
    await channel.close()


@pytest.fixture
async def hasty(platform: Platform) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, FixedClock(NOW), api_url=platform.url, patience=HASTY)
    yield channel
    await channel.close()
