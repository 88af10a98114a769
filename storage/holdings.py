"""All that is kept about one person, opened, as JSON: to be shown or given to them on their request.

Whoever looks is written down. Never here: erasing, or anything of another person.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.records import applications, audit, conversations, promises, web_messages
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT, CONTACT
from storage.tables.documents import AGREEMENT
from storage.tables.standing import APPEAL, REFUSAL_OF_USE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

    from storage.unit import Unit

SEALED = frozenset({*applications.REVEALED, *applications.IF_ANY, "number_hash", "phone_hash"})
"""Columns of an application that are shown opened, or say nothing."""
STAFF = frozenset({"by", "marked_by", "lifted_by"})
"""Who of the staff it was is about them."""
LINK = frozenset({"link"})
_A = APPLICATION.c


def of_person(unit: Unit, person: str, who: str) -> dict[str, Any]:
    """Everything of that person, by kind. Revealing is written down, application by application."""
    rows = _rows(unit, APPLICATION, _A.person_id == person, without=SEALED)
    idents = [row["id"] for row in rows]
    asked = [{**row, **_opened(unit, row, who)} for row in rows]
    chats = conversations.of_person(unit, person)
    return {
        "person": person,
        "chats": [_chat(unit, each) for each in chats],
        "applications": asked,
        "appointments": _rows(unit, APPOINTMENT, APPOINTMENT.c.application_id.in_(idents), without=LINK),
        "contacts": _rows(unit, CONTACT, CONTACT.c.application_id.in_(idents)),
        "appeals": _rows(unit, APPEAL, APPEAL.c.application_id.in_(idents)),
        "refusals of use": _rows(unit, REFUSAL_OF_USE, REFUSAL_OF_USE.c.person_id == person),
        "agreements": _rows(unit, AGREEMENT, AGREEMENT.c.person_id == person),
        "promised reminders": [
            {"office": each.office, "at": each.at.isoformat()} for each in promises.of_person(unit, person)
        ],
        "what was done": [
            {"at": each.at.isoformat(), "who": _who(each.who), "deed": each.deed, "about": ident}
            for ident in idents
            for each in audit.about(unit, ident)
        ],
    }


def _opened(unit: Unit, row: dict[str, Any], who: str) -> dict[str, Any]:
    if row["erased_at"]:
        return {}
    told = applications.reveal(unit, row["id"], who)
    whole = applications.by_id(unit, row["id"])
    return {
        **{name: getattr(told, name) for name in applications.REVEALED},
        "interpreter": whole.interpreter if whole else "",
    }


def _chat(unit: Unit, chat: conversations.Conversation) -> dict[str, Any]:
    said = web_messages.after(unit, chat.id, limit=10_000) if chat.channel == applications.WEB else ()
    return {
        "channel": chat.channel,
        "address": chat.address,
        "language": chat.locale,
        "last used": chat.last_at.isoformat(),
        "page": [{"at": each.at.isoformat(), "side": each.side, "said": each.body} for each in said],
    }


def _who(who: str) -> str:
    """Which clerk it was is about the clerk."""
    return who.partition(":")[0]


def _rows(
    unit: Unit,
    table: Table,
    which: Any,  # noqa: ANN401 -- a condition
    without: Iterable[str] = (),
) -> list[dict[str, Any]]:
    columns = [each for each in table.c if each.name not in {*without, *STAFF}]
    found = unit.connection.execute(select(*columns).where(which)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:  # noqa: ANN401 -- JSON has no narrower name
    return value.isoformat() if isinstance(value, datetime | date) else value
