"""A first message that names an office, as a link prefills it where the platform's links carry nothing else (LINE).

Understood at any moment, as the link itself would be. Never here: what follows from arriving.
"""

from __future__ import annotations

from collections.abc import Container

from flows.messages import Event, Opened, Said
from flows.reading.text import fold

SIGN = "#"


def first_words(office: str) -> str:
    """What the link puts into the field, to be sent by the person."""
    return f"{SIGN}{office}"


def arrived(event: Event, offices: Container[str]) -> Event:
    """The event as what it means: such words are an arrival by the link of that office."""
    if not isinstance(event, Said):
        return event
    said = fold(event.text)
    office = said.removeprefix(SIGN).strip()
    return Opened(office) if said.startswith(SIGN) and office in offices else event
