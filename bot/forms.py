"""The page for name, number and telephone, answered from storage: whether it can be filled in, and what is entered.

What is entered is kept and its conversation goes on in one transaction, or neither happens. Never here: HTML, or
whether an entry is fitting.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.web.parse import NAME as WEB
from bot.pages.ports import FormView
from bot.rooms import Rooms
from bot.turn import Turns
from flows.booking.details import Details
from flows.booking.form import awaited
from flows.messages import Filled
from flows.register import ENGINE
from storage.records import conversations, forms
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Forms:
    rooms: Rooms

    def view(self, unit: Unit, token: str) -> FormView | None:
        found = forms.find(unit, token)
        conversation = conversations.by_id(unit, found.conversation) if found else None
        if conversation is None:
            return None
        return FormView(self.rooms.policy(conversation.office), conversation.locale, conversation.channel == WEB)

    def enter(self, unit: Unit, token: str, details: Details) -> bool:
        """The chat is locked first; then the page may be spent, or its draft over, and nothing is kept."""
        if (looked := forms.find(unit, token)) is None:
            return False
        conversation = conversations.lock(unit, looked.conversation)
        found = forms.find(unit, token)
        session = conversations.session(unit, conversation, ENGINE.drafts)
        if found is None or found.id not in awaited(session) or not forms.fill(unit, found, details):
            return False
        Turns(self.rooms).ours(unit, conversation, Filled(found.id), f"form:{found.id}")
        return True
