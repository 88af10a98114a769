"""The page on which a chat's name, number and telephone are entered, and taking over what was entered there.

Never here: whether it is asked for at all (`flows.booking.form`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storage.records import forms

if TYPE_CHECKING:
    from flows import facts
    from storage.deeds.scene import Scene


def form_opened(scene: Scene, fact: facts.FormOpened) -> None:
    forms.open_for(scene.unit, scene.conversation.id, fact.form, fact.token, fact.expires_at)


def with_entered(scene: Scene, fact: facts.Wished) -> facts.Wished:
    """With what was entered on the page of this very chat. Raises `ChangedMeanwhile` where that is gone."""
    if not fact.form:
        return fact
    details = forms.taken(scene.unit, scene.conversation.id, fact.form)
    reading = details.name_reading
    return replace(fact, name=details.name, number=details.number, phone=details.phone, name_reading=reading)
