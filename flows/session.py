"""Where one conversation stands, and its JSON. A session is a small stack of frames, one a flow that was begun.

A session written by another release is refitted: its answers are kept where they still fit, the rest is asked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

RELEASE = 1
"""Rises whenever a draft or a step changes its meaning."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way: its step, and the answers so far (`draft`: the flow's own dataclass, with its `subject`)."""

    flow: str
    step: str
    draft: Any
    trail: tuple[str, ...] = ()
    attempts: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    frames: tuple[Frame, ...] = ()
    asked: int = 0
    outdated: bool = False

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def push(self, frame: Frame) -> Session:
        return replace(self, frames=(*self.frames, frame))

    def pop(self) -> Session:
        return replace(self, frames=self.frames[:-1])

    def put(self, frame: Frame) -> Session:
        """The same session with its top frame replaced."""
        return replace(self, frames=(*self.frames[:-1], frame))


def to_json(session: Session) -> dict[str, Any]:
    return {
        "release": RELEASE,
        "asked": session.asked,
        "frames": [_frame_to_json(frame) for frame in session.frames],
    }


def from_json(data: Mapping[str, Any], drafts: Mapping[str, type]) -> Session:
    """The session that `to_json` wrote; `drafts` names each flow's draft class. Never raises for an older one."""
    kept = data.get("frames")
    listed = kept if isinstance(kept, list) else []
    known = [each for each in listed if isinstance(each, dict) and str(each.get("flow")) in drafts]
    outdated = data.get("release") != RELEASE or len(known) != len(listed)
    frames = tuple(_frame_from_json(each, drafts[each["flow"]]) for each in known)
    return Session(frames, _fitting(data, {"asked": int}).get("asked", 0), outdated)


def _frame_to_json(frame: Frame) -> dict[str, Any]:
    plain = {name: getattr(frame, name) for name in _hints(Frame) if name != "draft"}
    return {
        **plain,
        "trail": list(frame.trail),
        "draft": _adapter(frame.draft.__class__).dump_python(frame.draft, mode="json"),
    }


def _frame_from_json(data: Mapping[str, Any], draft: type) -> Frame:
    """A frame whose step is missing gets one that no flow knows, so that the engine begins it again."""
    plain = {"step": "", **_fitting(data, {name: kind for name, kind in _hints(Frame).items() if name != "draft"})}
    answers = data.get("draft")
    kept = _fitting(answers, _hints(draft)) if isinstance(answers, dict) else {}
    return Frame(**plain, draft=draft(**kept))


def _fitting(data: Mapping[str, Any], hints: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of `data` that still has a place and a fitting kind."""
    kept = {}
    for name, kind in hints.items():
        if name in data:
            with contextlib.suppress(ValidationError):
                kept[name] = _adapter(kind).validate_python(data[name])
    return kept


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return {field.name: get_type_hints(kind)[field.name] for field in fields(kind) if field.init}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 -- any annotation
    return TypeAdapter(kind)
