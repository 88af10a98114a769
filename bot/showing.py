"""What the group of an office with whole staff cards is shown: put into a letter as it is worded, not before.

So the outbox keeps masks alone, and the words that were sent are kept sealed, and only until their row ends. Whatever
is opened is written down. Never here: what a card says, or a chat of somebody who is not staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.envelope import Letter
from flows.office.policy import Policy
from flows.staff.whole import Behind, unmasked
from storage.records import applications
from storage.records.conversations import Conversation
from storage.unit import Erased, Unit


def shown(unit: Unit, letters: Sequence[Letter], conversation: Conversation, policy: Policy) -> list[Letter]:
    """The letters as this chat may read them."""
    if policy.staff_card != "full" or conversation.kind != "staff":
        return list(letters)
    seen: dict[str, Behind | None] = {}

    def look(code: str) -> Behind | None:
        if code not in seen:
            seen[code] = _behind(unit, policy.id, code, f"group:{conversation.id}")
        return seen[code]

    return [replace(each, values=unmasked(each.values, look)) for each in letters]


def _behind(unit: Unit, office: str, code: str, who: str) -> Behind | None:
    """None where the code is none of this office, or what it stood for has been erased: the masks stay."""
    masks = applications.masks(unit, office, code)
    if masks is None:
        return None
    ident, name, number = masks
    try:
        found = applications.reveal(unit, ident, who)
    except Erased:
        return None
    return Behind(name, number, found.name, found.number, found.phone, found.name_reading)
