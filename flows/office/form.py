"""The page on which name, number and telephone are entered, as a turn may know of it: never what was entered.

One chat has one such page at a time, for one draft: whoever asks for another gives up the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Blank:
    """A page that could be opened in this turn: its name, the secret of its address, and the address."""

    id: str
    token: str
    url: str


@dataclass(frozen=True, slots=True)
class Form:
    """The page of this chat: to be filled in until `expires_at`, or filled in already; then with the masks of it."""

    id: str
    url: str
    expires_at: datetime
    filled: bool = False
    masked_name: str = ""
    masked_number: str = ""
    """Empty for *not yet*."""
    masked_phone: str = ""
    undecided: bool = False
    """*Not yet*, where the office decides what follows (S 3)."""

    def open(self, now: datetime) -> bool:
        return not self.filled and now < self.expires_at
