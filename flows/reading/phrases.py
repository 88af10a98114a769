"""Pieces gathered into phrases, one for each date or time that was typed: "11/25 10:00, 14:00" is two.

Which pieces belong together is decided here.
What a phrase means is not: see sense.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias, TypeVar

from flows.reading.pieces import (
    At,
    Clock,
    Coming,
    Comma,
    Day,
    Foreign,
    Half,
    Joiner,
    Piece,
    Unclear,
    Week,
    Weekday,
)

Join: TypeAlias = Literal["none", "or", "range"]
P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True)
class Phrase:
    """At most one piece of a kind. `join` tells how it hangs on the phrase before.

    `listed`: a bare number stands after a day and a comma ("12/1, 2"), where it may be another day as well as an hour.
    """

    join: Join = "none"
    listed: bool = False
    parts: dict[type[object], Piece] = field(default_factory=dict)

    def get(self, kind: type[P]) -> P | None:
        found = self.parts.get(kind)
        return found if isinstance(found, kind) else None

    def and_(self, piece: Piece) -> "Phrase":
        """The same phrase with a piece in place of its own of that kind."""
        return replace(self, parts={**self.parts, type(piece): piece})

    def has(self, *kinds: type[Piece]) -> bool:
        return any(kind in self.parts for kind in kinds)

    @property
    def number(self) -> Unclear | None:
        unclear = self.get(Unclear)
        return unclear if unclear and unclear.number else None

    @property
    def has_day(self) -> bool:
        return self.has(Day, Weekday, Week, Coming, Foreign)

    @property
    def has_hour(self) -> bool:
        return self.has(Clock, Unclear)


def phrases(pieces: Iterable[Piece], *, strict: bool) -> tuple[Phrase, ...] | None:
    """None when a joiner joins nothing. `strict`: a comma after an hour always ends the phrase."""
    found = [Phrase()]
    after_comma = False
    for piece in _about_noon(tuple(pieces)):
        if isinstance(piece, Joiner):
            found.append(Phrase(piece.kind))
        elif not isinstance(piece, Comma):
            _place(piece, found, after_comma=after_comma, strict=strict)
        after_comma = isinstance(piece, Comma)
    if not found[-1].parts:  # "15時から": from three o'clock, till nobody knows when; but "明日から" names no day
        left = found.pop()
        if left.join == "range" and not (found and found[-1].has_hour):
            return None
    return tuple(found) if found and all(phrase.parts for phrase in found) else None


def _about_noon(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """中午12:30, 12h30 trưa: noon beside an hour is the time of day that it belongs to, and no hour of its own."""
    beside = {at for at, (one, other) in enumerate(pairwise(pieces)) if _is_noon(one) and _is_hour(other)}
    beside |= {at + 1 for at, (one, other) in enumerate(pairwise(pieces)) if _is_hour(one) and _is_noon(other)}
    return tuple(Half(pm=True, leads=False, midday=True) if at in beside else each for at, each in enumerate(pieces))


def _is_noon(piece: Piece) -> bool:
    return isinstance(piece, Clock) and piece.noon


def _is_hour(piece: Piece) -> bool:
    return (isinstance(piece, Clock) and not piece.noon) or (isinstance(piece, Unclear) and piece.number)


def _place(piece: Piece, found: list[Phrase], *, after_comma: bool, strict: bool) -> None:
    ends = strict and after_comma and found[-1].has_hour
    if ends or _begins_anew(found[-1], piece, after_comma=after_comma):
        found.append(Phrase())
    if after_comma and isinstance(piece, Unclear) and piece.number and found[-1].has(Day):
        found[-1] = replace(found[-1], listed=True)
    found[-1].parts[type(piece)] = piece


def _begins_anew(phrase: Phrase, piece: Piece, *, after_comma: bool) -> bool:
    if type(piece) in phrase.parts:
        return True
    if isinstance(piece, Half):
        return phrase.has_hour and (piece.leads or after_comma)
    complete = phrase.has_day and phrase.has_hour
    if isinstance(piece, At):
        return phrase.has_hour
    return complete and isinstance(piece, Day | Weekday | Week | Coming | Foreign)
