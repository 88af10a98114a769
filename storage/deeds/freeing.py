"""Times that a fact has given back, and the clock that tells staff of those who wait for one.

Never here: who waits rightly (`flows.office.waiting`), or giving anything back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows import facts
from flows.office.reminders import Owed
from flows.office.waiting import claimed, clocks
from storage.deeds.scene import Scene, whole
from storage.records import applications, due

if TYPE_CHECKING:
    from flows.office.appointment import Application

LAPSES = frozenset({Owed.OFFER_LAPSES, Owed.CHANGE_ENDS})
FREEING = (
    *(facts.NoneSuits, facts.Booked, facts.Cancelled, facts.Declined, facts.Marked, facts.CalledOff),
    *(facts.WishAccepted, facts.OfficeCancelled, facts.Moved, facts.ChangeKept, facts.ChangeDeclined),
    *(facts.ChangeWished, facts.BookedFor, facts.Came),
)
"""What may give back a time."""


def before(scene: Scene, fact: facts.Fact) -> Application | None:
    """The application as it stands, if this may free a time of its own."""
    if not isinstance(fact, FREEING) or (isinstance(fact, facts.Came) and fact.due.kind not in LAPSES):
        return None
    application = applications.by_id(scene.unit, fact.application)
    return application if application and claimed(application) else None


def after(scene: Scene, known: Application) -> None:
    now = whole(scene, known.id)
    if not claimed(known) - claimed(now):
        return
    waits = applications.unanswered(scene.unit, known.office)
    for clock in clocks(known, now, waits, scene.unit.now, scene.policy):
        due.add(scene.unit, known.id, clock)
