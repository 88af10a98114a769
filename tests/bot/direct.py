"""Short ways into the middle of a direct booking: a chat that stands at the summary with every question answered.

Never here: an assertion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.booking.draft import Draft
from flows.messages import Opened, Opens
from flows.session import Frame, Session
from storage.records import conversations

if TYPE_CHECKING:
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
            needs="none",
            day=slot.day,
            wishes=(slot.start,),
        )
        session = Session((Frame("booking", "review", draft, ("language", "day", "time")),), asked=1)
        conversations.save(unit, held, session)

    machine.do(stand)
    return Opens("booking", "review", "", 1)
