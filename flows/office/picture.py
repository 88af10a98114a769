"""The table of moves as a picture: Mermaid, which the pages of code hosts draw. Made from `MOVES`, never by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flows.office.appointment import MOVES, OPEN, Status


def picture() -> str:
    """Every status, and on each arrow who does what; a status in which nothing is open any more leads to the end."""
    return "\n".join(["stateDiagram-v2", *_arrows()])


def _arrows() -> Iterator[str]:
    yield f"    [*] --> {Status.REQUESTED}"
    deeds: dict[tuple[Status, Status], list[str]] = defaultdict(list)
    for (before, deed, who), after in MOVES.items():
        deeds[before, after].append(f"{who}: {deed}")
    for (before, after), names in deeds.items():
        yield f"    {before} --> {after}: {', '.join(names)}"
    for status in Status:
        if status not in OPEN:
            yield f"    {status} --> [*]"
