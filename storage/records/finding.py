"""To find a booking for somebody who telephones and knows no code: by code, number, telephone or name, in one office.

Numbers are compared by their keyed fingerprints, names opened one by one within what the office sees now.
Never here: who may look (`storage.records.staff`); whoever shows what was found writes it down (`written`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from flows.office.counter import Found
from storage.records import applications, audit
from storage.tables.applications import APPLICATION
from storage.unit import Erased

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.facts import Searched
    from flows.office.appointment import Application
    from flows.office.counter import Search
    from storage.unit import Unit

MOST: Final = 20
"""So many are found at the most: whoever finds more has asked for too little."""
_A = APPLICATION.c


def find(unit: Unit, office: str, search: Search) -> tuple[Found, ...]:
    """What of that office fits, newest first, each whole. Nothing of another office, and nothing that was erased."""
    fitting = {each.id: each for each in (*_by_code(unit, office, search), *_by_hash(unit, office, search))}
    if search.name:
        fitting |= {each.id: each for each in _by_name(unit, office, search)}
    newest = sorted(fitting.values(), key=lambda each: each.created_at, reverse=True)
    return tuple(found for each in newest[:MOST] if (found := _whole(unit, each)))


def written(unit: Unit, who: str, fact: Searched) -> None:
    """Who sought by what kind of thing, how many there were, and whose data were shown. Never what was typed."""
    audit.record(unit, who, "search", fact.by.id, kind=fact.kind, found=fact.found)
    for ident in fact.shown:
        audit.record(unit, who, "reveal", ident)


def _by_code(unit: Unit, office: str, search: Search) -> tuple[Application, ...]:
    found = applications.by_code(unit, search.code) if search.code else None
    return (found,) if found and found.office == office else ()


def _by_hash(unit: Unit, office: str, search: Search) -> tuple[Application, ...]:
    same = []
    if search.number:
        same.append(_A.number_hash == unit.fingerprint("number", search.number))
    if search.phone:
        same.append(_A.phone_hash == unit.fingerprint("phone", search.phone))
    idents = [
        ident
        for each in same
        for ident in unit.connection.execute(
            select(_A.id).where(each, _A.office == office).order_by(_A.created_at.desc(), _A.id).limit(MOST)
        ).scalars()
    ]
    return tuple(found for ident in dict.fromkeys(idents) if (found := applications.by_id(unit, ident)))


def _by_name(unit: Unit, office: str, search: Search) -> Iterable[Application]:
    """Among what is open or has ended lately: names are sealed, and only so many can be opened for one question."""
    for each in applications.of_office(unit, office):
        found = _whole(unit, each)
        if found and (search.fits(found.name) or search.fits(found.name_reading)):
            yield each


def _whole(unit: Unit, application: Application) -> Found | None:
    try:
        personal = applications.opened(unit, application.id)
    except Erased:
        return None
    return Found(application, personal.name, personal.number, personal.phone, personal.name_reading)
