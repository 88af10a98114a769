"""Times that a fact has given back: kept from others until their clock asks who waits, and then held for the first.

Never here: who waits rightly (`flows.office.waiting`), or giving anything back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import facts
from flows.office.appointment import Deed
from flows.office.opening import cells
from flows.office.reminders import Owed
from flows.office.waiting import OUTLASTS, claims, clocks, given_back, kept_until, slot_of
from storage.deeds.asking import held_from_now_on
from storage.deeds.scene import Scene, move, whole
from storage.hand import fold
from storage.meaning import TimeTaken
from storage.records import applications, audit, due
from storage.records import claims as rows

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.reminders import Due

LAPSES = frozenset({Owed.OFFER_LAPSES, Owed.CHANGE_ENDS})
FREEING = (
    *(facts.NoneSuits, facts.Booked, facts.Cancelled, facts.Declined, facts.Marked, facts.CalledOff),
    *(facts.WishAccepted, facts.OfficeCancelled, facts.Moved, facts.ChangeKept, facts.ChangeDeclined),
    *(facts.MovedAtOnce, facts.ChangeWished, facts.BookedFor, facts.Offered, facts.Came),
    *(facts.MoveWithdrawn, facts.ChangeOffered, facts.WaitEnded),
)
"""What may give back a time."""


def before(scene: Scene, fact: facts.Fact) -> Application | None:
    """The application as it stands, if this may free a time of its own."""
    if not isinstance(fact, FREEING) or (isinstance(fact, facts.Came) and fact.due.kind not in LAPSES):
        return None
    if isinstance(fact, facts.WaitEnded) and fact.closed:
        return None
    application = applications.by_id(scene.unit, fact.application)
    return application if application and claims(application) else None


def after(scene: Scene, known: Application) -> None:
    now = whole(scene, known.id)
    if not (free := given_back(known, now)):
        return
    waits = applications.unanswered(scene.unit, known.office)
    for clock in clocks(known, now, waits, scene.unit.now, scene.policy):
        due.add(scene.unit, known.id, clock)
        if slot := slot_of(clock, scene.policy):
            _keep(scene, known, clock, free[slot])


def _keep(scene: Scene, known: Application, clock: Due, desk: str) -> None:
    """Until the clock asks who waits nobody else takes it, be it overnight. Where somebody has, it is theirs."""
    slot = slot_of(clock, scene.policy)
    until = kept_until(slot, clock.at, scene.policy) if slot else None
    if slot is None or until is None:
        return
    try:
        with fold(scene.unit.connection):
            mine = cells(slot, desk, scene.policy)
            rows.take(scene.unit, known.office, mine, known.id, kind="hold", expires_at=until)
    except TimeTaken:
        return


def offered(scene: Scene, fact: facts.OfferedFreed) -> None:
    """As any offer, but by the clock; claimed a moment longer, until the next has been asked. Raises `TimeTaken`."""
    held = move(scene, fact.application, Deed.OFFER, "clock")
    held_from_now_on(scene, held, fact, audit.CLOCK, fact.expires_at + OUTLASTS)
