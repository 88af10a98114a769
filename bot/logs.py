"""What is logged, and what never is: no token, no text that a person wrote, no address with a secret in it."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Literal

import structlog

SECRETS = (
    re.compile(r"bot\d+:[\w-]+"),  # Telegram's address holds the token
    re.compile(r"\b\d{6,}:[\w-]{20,}"),  # the token alone
    re.compile(r"(?<=/[jfc]/)[\w-]{16,}"),  # one-time pages
    re.compile(r"(?<=back=)[\w-]+"),
    re.compile(r"(?<=Bearer )\S+"),
    re.compile(r"(?<=Basic )\S+"),
    re.compile(r"(?<=pwd=)[^&\s]+"),  # a meeting's passcode stands in its link
)
LOUD = ("httpx", "httpcore", "telegram", "linebot", "aiohttp", "apscheduler", "uvicorn.access")
"""Libraries that would log whole addresses."""
FRAMES = 6


def place(error: BaseException) -> str:
    """Where it was raised, innermost first; never its words."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " < ".join(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in reversed(frames))


def redact(text: str) -> str:
    for secret in SECRETS:
        text = secret.sub("[...]", text)
    return text


def _redacted(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


class _Redacting(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info and record.exc_info[1]:
            # An error's own words may hold an address with the token, or what a person wrote.
            error = record.exc_info[1]
            record.msg, record.exc_info = f"{record.msg}: {type(error).__name__} at {place(error)}", None
        return True


def configure(level: str = "INFO", form: Literal["console", "json"] = "console") -> None:
    """Once, at start. Logs go to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Redacting())
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that outlasts its second is no news
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "console":
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redacted,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log(room: str) -> Any:  # noqa: ANN401 -- structlog's own proxy
    return structlog.get_logger(room)
