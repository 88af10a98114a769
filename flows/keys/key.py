"""What is known of one key, and the values that texts are tried out with: plausible, and as long as they get.

Only plainly invented people, numbers and addresses stand here. No key's name and no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from flows.values import NOTHING, Text, Values

LABEL = "label"


@dataclass(frozen=True, slots=True)
class Key:
    """`note` and `screen` are for translators; `limit` is a name in `locales.limits`."""

    note: str
    screen: str
    sample: Values = field(default_factory=lambda: NOTHING)
    limit: str | None = None


Keys = Mapping[str, Key]

START = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 30, 1, 30, tzinfo=UTC)
DAY = date(2026, 11, 25)
TIMES = (START, datetime(2026, 11, 26, 1, 0, tzinfo=UTC), LATER)
FIVE_TIMES = (*TIMES, datetime(2026, 12, 3, 7, 0, tzinfo=UTC), datetime(2026, 12, 4, 7, 30, tzinfo=UTC))
SPAN: Values = {"opens": time(8, 30), "closes": time(12, 0)}
LATER_SPAN: Values = {"opens": time(13, 0), "closes": time(17, 15)}
OPEN_HOURS = (Text("hours.span", SPAN), Text("hours.span", LATER_SPAN))
CODE = "KMG7W4X2"
PHONE = "048-000-0000"
OFFICE = "Hello Work Demo, Online Consultation Counter"
TOOL = "TeleOffice"
SYSTEM = "e-TUMO"
URL = "https://madoguchi.example.jp/j/" + "a1B2" * 11
CLERK = "Test Hanako (Hello Work Demo)"
GRACE, MINUTES = 10, 120

PHONE_ONLY: Values = {"phone": PHONE}
OFFICE_ONLY: Values = {"office": OFFICE}
REACH: Values = {**PHONE_ONLY, **OFFICE_ONLY}
DOCUMENT: Values = {
    "version": "2026-11-01-second-edition",
    "effective": DAY,
    "tool": TOOL,
    "sample": Text("terms.sample"),
}
DOCUMENTS = tuple(Text(f"terms.{name}.line", DOCUMENT) for name in ("office", "tool", "chat"))
ATTENDING: Values = {"code": CODE, "start": START, "join": URL, "phone": PHONE, "grace": GRACE}
BOOKED: Values = {
    **ATTENDING,
    "minutes": 30,
    "office": OFFICE,
    "tool": TOOL,
    "calendar": URL,
    "cancelling": Text("cancelling.how.chat", {"phone": PHONE, "minutes": MINUTES}),
}


def label(note: str, screen: str, sample: Values = NOTHING) -> Key:
    """A button: the narrowest place there is."""
    return Key(note, screen, sample, LABEL)
