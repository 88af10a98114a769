"""Which numbers of a table may be shown: none that fewer people stand behind than the office says, and none from which
such a number could be worked out (K 7; S 13, 23-2). Pure arithmetic: nothing of what is counted is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias


class Mark(Enum):
    """What stands in the place of a number."""

    FEW = "few"
    """Somebody, but fewer than the office shows."""
    HIDDEN = "hidden"
    """Any number: shown, it would tell another one."""


Cell: TypeAlias = int | Mark


def alone(count: int, total: int, smallest: int) -> Cell:
    """A number that is a part of a shown total: the rest, which anybody can work out, must not be small either."""
    if 0 < count < smallest:
        return Mark.FEW
    return Mark.HIDDEN if 0 < total - count < smallest else count


def parted(parts: Mapping[str, int], smallest: int) -> dict[str, Cell]:
    """The parts of a whole whose total is shown. Where what is hidden could be worked out from the total, the next
    larger parts are hidden too, and then no mark says anything of a size. Of a whole that is few nothing is shown.
    """
    total = sum(parts.values())
    if 0 < total < smallest:
        return dict.fromkeys(parts, Mark.HIDDEN)
    few = {name for name, count in parts.items() if 0 < count < smallest}
    rest = sorted({count for count in parts.values() if count >= smallest})
    hidden = set(few)
    while rest and not _safe(parts, hidden, few, smallest):
        hidden |= {name for name, count in parts.items() if count == rest[0]}  # one of two equals tells the other
        del rest[0]
    plain = hidden == few and _safe(parts, hidden, few, smallest)
    mark = Mark.FEW if plain else Mark.HIDDEN
    return {name: mark if name in hidden else count for name, count in parts.items()}


def _safe(parts: Mapping[str, int], hidden: set[str], few: set[str], smallest: int) -> bool:
    """Can nobody who knows the total and the shown parts tell a hidden number, or that few people stand behind all of
    them together?
    """
    total, others, most = sum(parts[name] for name in hidden), len(hidden) - 1, smallest - 1
    if not hidden or others == 0 or total < smallest:
        return not hidden
    return hidden != few or max(1, total - others * most) < min(most, total - others)
