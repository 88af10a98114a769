"""A typed date or time cut into its pieces, from left to right, every sign accounted for.

One sign nobody knows makes the whole unreadable: "not on Monday" is never read as Monday.
What the pieces mean together is decided in phrases.
"""

from typing import Final

from flows.reading.grammar import Rule
from flows.reading.pieces import Filler, Piece
from flows.reading.worth import Frame

_MOST_PIECES: Final = 400


def scan(text: str, rules: tuple[Rule, ...], frame: Frame) -> tuple[Piece, ...] | None:
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        step = _step(text, at, rules, frame)
        if step is None or len(pieces) > _MOST_PIECES:
            return None
        piece, at = step
        pieces.append(piece)
    return tuple(piece for piece in pieces if not isinstance(piece, Filler))


def _step(text: str, at: int, rules: tuple[Rule, ...], frame: Frame) -> tuple[Piece, int] | None:
    """The first rule that matches decides: 2月30日 must not be tried again as something else."""
    for pattern, build in rules:
        if found := pattern.match(text, at):
            piece = build(found, frame)
            return None if piece is None else (piece, found.end())
    return None
