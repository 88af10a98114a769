"""A person's yes to a text: which version and wording, in which language, when, where, on which button.

Never here: deciding what must be agreed to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import distinct, func, insert, select, update

from storage.records import documents
from storage.tables.applications import APPLICATION
from storage.tables.documents import AGREEMENT

if TYPE_CHECKING:
    from datetime import datetime

    from flows.facts import Agreed
    from storage.records.conversations import Conversation
    from storage.unit import Unit

_G = AGREEMENT.c


@dataclass(frozen=True, slots=True)
class Agreement:
    document: str
    version: str
    sha256: str
    locale: str
    at: datetime
    channel: str
    words: str
    application: str | None


class NotPublished(LookupError):
    """Agreed to a text that is not published."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def keep(unit: Unit, agreed: Agreed, conversation: Conversation, office: str, application: str | None) -> None:
    rows = [
        {
            "person_id": conversation.person,
            "application_id": application,
            "document": name,
            "version": version,
            "sha256": _hash(unit, office, name, version),
            "locale": agreed.locale,
            "at": agreed.at or unit.now,
            "channel": conversation.channel,
            "words": agreed.words,
        }
        for name, version in agreed.documents
    ]
    if rows:
        unit.connection.execute(insert(AGREEMENT).inline(), rows)


def belong(unit: Unit, person: str, application: str) -> None:
    """What the person agreed to at this very moment was agreed for that application."""
    loose = (_G.person_id == person, _G.application_id.is_(None), _G.at == unit.now)
    unit.connection.execute(update(AGREEMENT).where(*loose).values(application_id=application))


_COLUMNS = (_G.document, _G.version, _G.sha256, _G.locale, _G.at, _G.channel, _G.words, _G.application_id)


def of_person(unit: Unit, person: str) -> tuple[Agreement, ...]:
    mine = select(*_COLUMNS).where(_G.person_id == person).order_by(_G.id)
    return tuple(_agreement(row) for row in unit.connection.execute(mine))


def of_application(unit: Unit, application: str) -> tuple[Agreement, ...]:
    """Everything agreed to for one application, in order."""
    its = select(*_COLUMNS).where(_G.application_id == application).order_by(_G.at, _G.id)
    return tuple(_agreement(row) for row in unit.connection.execute(its))


def counts(unit: Unit, office: str) -> dict[tuple[str, str, str], int]:
    """How many people have agreed to each (document, version, hash) of an office."""
    which, its = (_G.document, _G.version, _G.sha256), APPLICATION.c.id == _G.application_id
    people = func.count(distinct(_G.person_id))
    found = select(*which, people).join(APPLICATION, its).where(APPLICATION.c.office == office).group_by(*which)
    return {(row[0], row[1], row[2]): row[3] for row in unit.connection.execute(found)}


def _hash(unit: Unit, office: str, name: str, version: str) -> str:
    sha256 = documents.published(unit, office, name, version)
    if sha256 is None:
        raise NotPublished
    return sha256


def _agreement(row: Any) -> Agreement:  # noqa: ANN401 -- a row of the statement above
    return Agreement(*row)
