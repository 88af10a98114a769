"""What a staff group has ticked but not yet offered: one frame an application, so that many cards live at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flows.session import Frame, Session

FLOW = "staff"
KEPT = 20
"""Cards with ticks that one group may have open; older ticks are forgotten, nothing else."""


@dataclass(frozen=True, slots=True)
class Ticked:
    subject: str = ""
    starts: tuple[datetime, ...] = ()


def ticked(session: Session, application: str) -> tuple[datetime, ...]:
    return next((each.draft.starts for each in session.frames if each.draft.subject == application), ())


def tick(session: Session, application: str, starts: tuple[datetime, ...]) -> Session:
    others = tuple(each for each in session.frames if each.draft.subject != application)
    mine = (Frame(FLOW, "ticked", Ticked(application, starts)),) if starts else ()
    return replace(session, frames=(*others, *mine)[-KEPT:])
