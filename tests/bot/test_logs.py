"""Logs: no token, no private address, no error's own words; and libraries that print whole addresses are quiet."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import LOUD, configure, log, place, redact

TOKEN = "110000001:LAB-token-of-a-simulated-bot"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in LOUD}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", TOKEN),
        (f"token {TOKEN} was refused", TOKEN),
        ("GET /j/abcdefghijklmnop12 200", "abcdefghijklmnop12"),
        ("GET /f/abcdefghijklmnop12 200", "abcdefghijklmnop12"),
        ("GET /c/abcdefghijklmnop12.ics 200", "abcdefghijklmnop12"),
        ("GET /chat/demo?back=abcdef123 200", "abcdef123"),
        ("Authorization: Bearer abcdef/123+4=", "abcdef/123+4="),
    ],
)
def test_secrets_are_blotted_out(said: str, secret: str) -> None:
    assert secret not in redact(said)
    assert "[...]" in redact(said)


def test_ordinary_words_stay() -> None:
    assert redact("turn failed at 10:30, office demo, try 3") == "turn failed at 10:30, office demo, try 3"


@pytest.mark.parametrize("form", ["console", "json"])
def test_what_we_log_is_blotted_too(capsys: pytest.CaptureFixture[str], form: str) -> None:
    configure("INFO", form)  # type: ignore[arg-type]  # one of the two

    log("web").info("asked", address=f"https://api.telegram.org/bot{TOKEN}/getMe")

    shown = capsys.readouterr().err
    assert TOKEN not in shown
    assert "[...]" in shown
    if form == "json":
        assert json.loads(shown)["event"] == "asked"


def test_what_libraries_log_is_blotted_and_an_errors_own_words_are_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure("INFO")

    try:
        int("Test Taro 01234-5678901")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("at %s", f"https://x/bot{TOKEN}/getMe")

    shown = capsys.readouterr().err
    assert "ValueError at test_logs.py" in shown
    assert TOKEN not in shown
    assert "Taro" not in shown


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram", "apscheduler"])
def test_libraries_that_log_whole_addresses_are_quiet(capsys: pytest.CaptureFixture[str], name: str) -> None:
    configure("DEBUG")

    logging.getLogger(name).info("HTTP Request: POST https://x/")

    assert capsys.readouterr().err == ""


def test_the_place_of_an_error_names_files_and_functions_and_no_words() -> None:
    try:
        int("Test Taro")
    except ValueError as error:
        said = place(error)

    assert said.startswith("test_logs.py:")
    assert "Taro" not in said
