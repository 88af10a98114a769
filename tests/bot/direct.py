"""Short ways into the middle of a direct booking: a chat that stands at the summary with every question answered, or
at the last question before its booking moves.

Never here: an assertion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.booking.draft import Draft
from flows.changing.rebooking import Draft as Change
from flows.facts import BookedAtOnce, Wished
from flows.messages import Opened, Opens
from flows.session import Frame, Session
from storage.records import conversations

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from storage.records.conversations import Conversation
    from storage.unit import Unit
    from tests.bot.moving import Machine

NAME = "Test Taro"


def at_the_summary(machine: Machine, chat: Conversation, slot: Slot) -> Opens:
    """Before *agree and book*; what the question on the screen opens."""

    def stand(unit: Unit) -> None:
        held = conversations.lock(unit, chat.id)
        documents = machine.rooms.view(unit, held, Opened()).documents
        draft = Draft(
            language="en",
            purpose=machine.policy.booking.mode,
            terms="go_on",
            documents=tuple((each.name, each.version) for each in documents),
            device="yes",
            place="yes",
            name=NAME,
            number="01234-5678901",
            phone="+819012345678",
            residence="registered",
            status="rather_not",
            needs="none",
            day=slot.day,
            wishes=(slot.start,),
        )
        session = Session((Frame("booking", "review", draft, ("language", "day", "time")),), asked=1)
        conversations.save(unit, held, session)

    machine.do(stand)
    return Opens("booking", "review", "", 1)


def books(machine: Machine, chat: Conversation, slot: Slot, desk: str = "A") -> Application:
    """Booked at once."""
    code = f"D{next(iter(machine.numbers)):03}"
    wished = Wished(code, NAME, "01234-5678901", "+819012345678", "", "none", "", (slot.start,), None)
    made = machine.happen(chat, BookedAtOnce(wished, slot, desk))
    assert made
    return made


def at_the_change(machine: Machine, chat: Conversation, application: Application, slot: Slot) -> Opens:
    """Before *yes, change it*; what the question on the screen opens."""

    def stand(unit: Unit) -> None:
        draft = Change(application.id, day=slot.day, wishes=(slot.start,))
        session = Session((Frame("rebooking", "sure", draft, ("day", "time")),), asked=1)
        conversations.save(unit, conversations.lock(unit, chat.id), session)

    machine.do(stand)
    return Opens("rebooking", "sure", application.id, 1)
