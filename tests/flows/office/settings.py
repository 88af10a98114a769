"""Every setting that an office file may hold, and a shipped office with one of them changed in its text.

Never here: what a setting does.
"""

from __future__ import annotations

import tomllib
from functools import cache

from flows.office.policy import Policy, Rules
from storage.offices import PACKAGED

BY_MACHINE = frozenset(
    {
        "default_language",
        "staff_language",
        "staff_card",
        "video.provider",
        "retention.draft_days",
        "statistics.keep",
        "terms.on_change",
    }
)
"""What is seen only with records or a platform: tests/bot/test_every_setting.py shows it."""


def settings() -> frozenset[str]:
    """As the model has them, `section.key`, or the key alone where it belongs to the office itself."""
    found: set[str] = set()
    for name, field in Policy.model_fields.items():
        part = field.annotation
        within = part.model_fields if isinstance(part, type) and issubclass(part, Rules) else None
        found |= {f"{name}.{key}" for key in within} if within else {name}
    return frozenset(found)


@cache
def _text(office: str) -> str:
    return (PACKAGED / f"{office}.toml").read_text("utf-8")


def with_values(office: str, changes: dict[str, str]) -> Policy:
    """That shipped office, each setting of `changes` written anew in the text of its file."""
    return _read(office, tuple(changes.items()))


@cache
def _read(office: str, changes: tuple[tuple[str, str], ...]) -> Policy:
    text = _text(office)
    for setting, value in changes:
        text = _written(text, setting, value)
    return Policy.model_validate(tomllib.loads(text))


def _written(text: str, setting: str, value: str) -> str:
    """In its section, in the place of what stands there; a setting that the file leaves to its default is added."""
    section, _, key = setting.rpartition(".")
    lines, new = text.splitlines(), f"{key} = {value}"
    if section and f"[{section}]" not in lines:
        return "\n".join([*lines, f"[{section}]", new])
    start = lines.index(f"[{section}]") + 1 if section else 0
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("[")), len(lines))
    mine = next((n for n in range(start, end) if lines[n].startswith(f"{key} = ")), None)
    if mine is None:
        return "\n".join([*lines[:start], new, *lines[start:]])
    last = lines.index("]", mine) if lines[mine].endswith("[") else mine
    return "\n".join([*lines[:mine], new, *lines[last + 1 :]])
