"""Pages for name, number and telephone: opened for one chat, filled in once, taken over by its application.

What was entered is sealed by the key of its chat and leaves through `taken` alone. Never here: whether it is fitting
(`flows.booking.details`), or what the chat says of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from flows.booking.details import Details
from flows.office.form import Form
from storage.meaning import ChangedMeanwhile
from storage.records.applications import masked_name, masked_number
from storage.records.conversations import scope
from storage.tables.forms import FORM

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import Unit

KEPT = ("name", "number", "phone", "name_reading")
"""What is entered, sealed together."""
_F = FORM.c
_SHOWN = select(
    _F.id, _F.token, _F.expires_at, _F.entered, _F.masked_name, _F.masked_number, _F.masked_phone, _F.undecided
)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that can be filled in now."""

    id: str
    conversation: str


def open_for(unit: Unit, conversation: str, ident: str, token: str, expires_at: datetime) -> None:
    """A page of that chat; the one before, and what was entered there, is gone."""
    drop(unit, conversation)
    row = {
        "conversation_id": conversation,
        "id": ident,
        "token_hash": _hash(unit, token),
        "token": unit.seal(scope(conversation), _place(ident, "token"), token),
        "expires_at": expires_at,
    }
    unit.connection.execute(insert(FORM), row)


def of(unit: Unit, conversation: str, public_url: str) -> Form | None:
    """The page of that chat as its turns may know of it: its address, and masks."""
    row = unit.connection.execute(_SHOWN.where(_F.conversation_id == conversation)).first()
    if row is None:
        return None
    ident, sealed, expires_at, entered, *masks = row
    token = unit.open(scope(conversation), _place(ident, "token"), sealed).decode()
    return Form(ident, f"{public_url}/f/{token}", expires_at, entered is not None, *masks)


def find(unit: Unit, token: str) -> Found | None:
    """The page of that address, while it can be filled in; nothing tells why it cannot."""
    still = (_F.token_hash == _hash(unit, token), _F.entered.is_(None), _F.expires_at > unit.now)
    row = unit.connection.execute(select(_F.id, _F.conversation_id).where(*still)).first()
    return Found(row[0], row[1]) if row else None


def fill(unit: Unit, found: Found, details: Details) -> bool:
    """Kept, and its address leads nowhere from now on. False where somebody was faster, or its time is over."""
    told = {each: getattr(details, each) for each in KEPT}
    still = (_F.id == found.id, _F.entered.is_(None), _F.expires_at > unit.now)
    values = {
        "entered": unit.seal_json(scope(found.conversation), _place(found.id, "entered"), told),
        "masked_name": masked_name(details.name),
        "masked_number": masked_number(details.number),
        "masked_phone": masked_number(details.phone),
        "undecided": details.undecided,
    }
    return bool(unit.connection.execute(update(FORM).where(*still).values(**values)).rowcount)


def taken(unit: Unit, conversation: str, ident: str) -> Details:
    """What was entered, for the application that stands on it. Raises `ChangedMeanwhile` where it is gone."""
    mine = select(_F.entered, _F.undecided).where(_F.conversation_id == conversation, _F.id == ident)
    row = unit.connection.execute(mine).first()
    if row is None or row[0] is None:
        raise ChangedMeanwhile
    told = unit.open_json(scope(conversation), _place(ident, "entered"), row[0])
    return Details(undecided=row[1], **told)


def drop(unit: Unit, conversation: str, ident: str = "") -> None:
    """That page of the chat, or whatever page it has, with all that was entered there."""
    mine = (_F.conversation_id == conversation, *((_F.id == ident,) if ident else ()))
    unit.connection.execute(delete(FORM).where(*mine))


def _hash(unit: Unit, token: str) -> str:
    return unit.fingerprint("form", token)


def _place(ident: str, field: str) -> str:
    return f"form:{ident}:{field}"
