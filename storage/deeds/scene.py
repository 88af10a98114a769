"""What every deed has at hand, and the steps that all of them share: hold, move, write down, set the clocks.

Here is the one place where an application changes its status. Never here: one particular fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.office.appointment import CLAIMING, Application, Deed, Status, Who
from storage.meaning import ChangedMeanwhile, IllegalMove
from storage.records import applications, audit, claims, due, meetings, offers

if TYPE_CHECKING:
    from flows.facts import Clerk
    from flows.office.policy import Policy
    from flows.office.view import View
    from storage.records.applications import Held
    from storage.records.conversations import Conversation
    from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    unit: Unit
    view: View
    conversation: Conversation

    @property
    def policy(self) -> Policy:
        return self.view.policy

    def who(self, by: Clerk | None = None) -> str:
        """As the audit names them."""
        return f"clerk:{self.view.channel}:{by.id}" if by else audit.PERSON

    def author(self, by: Clerk) -> str:
        """As a mark names them, so that nobody decides about their own."""
        return self.view.author(by)


def whole(scene: Scene, ident: str) -> Application:
    application = applications.by_id(scene.unit, ident)
    assert application is not None  # noqa: S101 -- its row is held
    return application


def somebody(scene: Scene, ident: str) -> None:
    """To be called with the person or the row held. Raises `ChangedMeanwhile` where all that is known of them was
    erased since this was decided.
    """
    if whole(scene, ident).erased:
        raise ChangedMeanwhile


def move(
    scene: Scene,
    ident: str,
    deed: Deed,
    who: Who,
    by: Clerk | None = None,
    **changes: Any,  # noqa: ANN401 -- columns
) -> Held:
    """Hold the application and lead it on. Time that its new status has no claim to is given back."""
    held = applications.hold(scene.unit, ident)
    status = applications.advance(scene.unit, held, deed, who, by.name if by else "", **changes)
    if status not in CLAIMING and status is not Status.OFFERED:
        claims.release(scene.unit, ident)
    author = audit.CLOCK if who == "clock" else scene.who(by)
    audit.record(scene.unit, author, deed.value, ident, before=held.status.value, after=status.value)
    return held


def stands(  # noqa: PLR0913 -- as `move`
    scene: Scene, ident: str, deed: Deed, who: Who, end: offers.End, by: Clerk | None = None
) -> None:
    """Another time is no longer looked for: the booking is as it was, and what was held beside it is free.

    Raises `IllegalMove` where nobody asks for another time any more.
    """
    applications.hold(scene.unit, ident)
    if not whole(scene, ident).change_open:
        raise IllegalMove
    move(scene, ident, deed, who, by, changing=False)
    offers.end(scene.unit, ident, end)
    claims.release(scene.unit, ident, "hold")
    set_clocks(scene, ident)


def set_clocks(scene: Scene, ident: str) -> None:
    """The clocks of where the application stands now, and the meeting it wants; to be called when all else of the
    deed is kept.
    """
    application = whole(scene, ident)
    due.plan(scene.unit, application, scene.policy)
    meetings.plan(scene.unit, application, scene.policy)
