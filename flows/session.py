"""Where one conversation stands, and its JSON. A session is a small stack of frames, one a flow that was begun.

A session written by another release is refitted: its answers are kept where they still fit, the rest is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
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
    editing: bool = False


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
    known = [each for each in data.get("frames", []) if each.get("flow") in drafts]
    outdated = data.get("release") != RELEASE or len(known) != len(data.get("frames", []))
    frames = tuple(_frame_from_json(each, drafts[each["flow"]]) for each in known)
    return Session(frames, int(data.get("asked", 0)), outdated)


def _frame_to_json(frame: Frame) -> dict[str, Any]:
    plain = {field.name: getattr(frame, field.name) for field in fields(frame) if field.name != "draft"}
    return {
        **plain,
        "trail": list(frame.trail),
        "draft": TypeAdapter(type(frame.draft)).dump_python(frame.draft, mode="json"),
    }


def _frame_from_json(data: Mapping[str, Any], draft: type) -> Frame:
    plain = {field.name: data[field.name] for field in fields(Frame) if field.name in data and field.name != "draft"}
    plain["trail"] = tuple(plain.get("trail", ()))
    return Frame(**plain, draft=_fit(data.get("draft", {}), draft))


def _fit(data: Mapping[str, Any], draft: type) -> Any:  # noqa: ANN401 -- each flow has its own draft class
    """A draft with every field of `data` that still has a place and a fitting kind."""
    if not is_dataclass(draft):
        raise TypeError(f"{draft!r} is not a dataclass")
    hints, kept = get_type_hints(draft), {}
    for field in fields(draft):
        if field.name in data:
            try:
                kept[field.name] = TypeAdapter(hints[field.name]).validate_python(data[field.name])
            except ValidationError:
                continue
    return draft(**kept)
