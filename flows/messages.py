"""What comes in from a person, and what goes back: the only words a turn understands and speaks.

Incoming messages name no platform; outgoing ones hold catalogue keys and values, never text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from flows.values import NOTHING, Text, Values

# -- in ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """The chat was opened or `/start`ed; `payload` is an office id or a one-time code, or empty."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    reply_to: str = ""
    """Platform id of the message this one replies to, where the platform tells (staff answer cards so)."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A button was tapped. What the prompt id stands for is looked up while gathering: `View.prompt`."""

    prompt: str
    code: str


@dataclass(frozen=True, slots=True)
class Shared:
    """The platform's own *share my number* was used; `own` only if it is the sender's own contact."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Something we do not take (photo, voice, file, sticker, place). It was not fetched."""

    kind: str


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked or left us."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person unblocked us."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The unfinished answers of this conversation have reached their time of erasure."""


@dataclass(frozen=True, slots=True)
class Filled:
    """That page of ours was filled in. What was entered is kept where it is sealed, and never comes here."""

    form: str


Event: TypeAlias = Opened | Said | Picked | Shared | Sent | Left | Returned | Expired | Filled

# -- between: a question that is waiting --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opens:
    """Where an answer to a question goes: the flow, its step, and what the flow is about.

    `asked` counts the questions of one session, so that a tap on an older one is recognised; 0 is a letter,
    whose buttons live until it expires.
    """

    flow: str
    step: str
    subject: str = ""
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it was kept: its random id, where it leads, and how it has been answered."""

    id: str
    opens: Opens
    created_at: datetime
    expires_at: datetime | None = None
    answered: str | None = None
    codes: tuple[tuple[int, str], ...] = ()
    """Number and code of each choice as it was shown: a typed number means what stood there then."""

    def numbered(self, number: int) -> str | None:
        return dict(self.codes).get(number)


# -- out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. `says` is what typing it looks like, where a number is not enough (in groups)."""

    code: str
    label: Text
    says: str = ""
    number: int = 0
    """What typing it by number is; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address, where the channel has such; the text holds the address all the same."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, with the buttons that may answer it."""

    key: str
    opens: Opens
    values: Values = field(default_factory=lambda: NOTHING)
    choices: tuple[Choice, ...] = ()
    footers: tuple[Choice, ...] = ()
    """Back and the menu: shown apart, and not numbered."""
    updates: str = ""
    """The prompt whose message this replaces in place, where the channel can edit."""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Told:
    key: str
    values: Values = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Refused:
    """Understood, but a rule of the office forbids it: says which, and what is possible."""

    key: str
    values: Values = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not understood: says what an answer looks like, better the second time."""

    key: str
    values: Values = field(default_factory=lambda: NOTHING)


Reply: TypeAlias = Ask | Told | Refused | Unreadable
