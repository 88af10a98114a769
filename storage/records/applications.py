"""Applications: kept, moved along the table of the trade, and put together again as the trade sees them.

A status changes here alone, by `flows.office.appointment.move`, against the version that was seen under the lock.
Never here: claims, clocks, letters; and of what is sealed all but the tongue leaves through `reveal` alone.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, insert, or_, select, update

from flows.office.appointment import OPEN, Application, Deed, Status, Who, move
from flows.office.policy import local
from storage.meaning import ChangedMeanwhile, IllegalMove, meaning
from storage.records import appeals, appointments, audit, conversations, links, offers, tellings
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT
from storage.tables.people import CONVERSATION
from storage.tables.standing import REFUSAL_OF_USE
from storage.unit import Erased

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Select

    from flows.facts import Wished
    from flows.office.policy import Policy
    from storage.records.conversations import Conversation
    from storage.unit import Unit

WEB = "web"
"""The channel that cannot ring anyone: its applications stand on the telephone list."""
MOST = 500
"""Applications that one view may hold."""
ENDED_FOR = timedelta(days=7)
"""So long a staff group still sees an application that has ended."""


@dataclass(frozen=True, slots=True)
class Held:
    """An application's row, locked until the transaction ends."""

    id: str
    office: str
    person: str
    conversation: str
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class Personal:
    name: str = field(repr=False)
    number: str = field(repr=False)
    phone: str = field(repr=False)
    stay_status: str = field(default="", repr=False)
    stay_until: str = field(default="", repr=False)
    name_reading: str = field(default="", repr=False)


REVEALED = ("name", "number", "phone", "stay_status", "stay_until", "name_reading")
"""The fields of `Personal`, in its order."""
IF_ANY = ("interpreter", "stay_status", "stay_until", "name_reading")
"""Sealed where something was answered at all."""
_A = APPLICATION.c
_ROW = (
    _A.id,
    _A.code,
    _A.person_id,
    _A.office,
    _A.status,
    _A.wishes,
    _A.created_at,
    _A.channel,
    _A.locale,
    _A.masked_name,
    _A.masked_number,
    _A.name_reading.is_not(None).label("name_read"),
    _A.residence,
    _A.needs,
    _A.interpreter,
    _A.companion,
    _A.access,
    _A.answer_due,
    _A.by,
    _A.number_hash,
    _A.changing,
    _A.waits_for,
    _A.erased_at,
)
_OPEN = tuple(status.value for status in OPEN)
_NEWEST = select(*_ROW).order_by(_A.created_at.desc(), _A.id).limit(MOST)
_OF_PERSON = _NEWEST.where(_A.person_id == bindparam("person"), _A.erased_at.is_(None))
_MET = select(APPOINTMENT.c.application_id).where(APPOINTMENT.c.start >= bindparam("lately"))
_R = REFUSAL_OF_USE.c
_REFUSED = select(_R.application_id).where(
    _R.office == bindparam("house"), _R.lifted_at.is_(None), _R.until >= bindparam("today")
)
_OF_OFFICE = _NEWEST.where(
    _A.office == bindparam("house"),
    or_(
        _A.status.in_(_OPEN),
        _A.updated_at >= bindparam("lately"),
        _A.id.in_(_MET),
        _A.id.in_(appeals.OPEN),
        _A.id.in_(_REFUSED),
    ),
)
_UNANSWERED = _NEWEST.where(_A.office == bindparam("house"), _A.status == Status.REQUESTED.value)
_OLDEST = (
    select(_A.id, _A.person_id)
    .where(_A.office == bindparam("house"), _A.status == Status.REQUESTED.value)
    .order_by(_A.created_at, _A.id)
    .limit(MOST)
)
_OF_PEOPLE = select(*_ROW).where(_A.person_id.in_(bindparam("people", expanding=True)))
_BY_ID = _NEWEST.where(_A.id == bindparam("ident"))
_BY_CODE = _NEWEST.where(_A.code == bindparam("code"))
_OF_NUMBERS = select(_A.id, _A.office, _A.number_hash).where(
    _A.number_hash.in_(bindparam("hashes", expanding=True)), _A.status.in_(_OPEN)
)
_REACHED = select(CONVERSATION.c.person_id).where(
    CONVERSATION.c.person_id.in_(bindparam("people", expanding=True)),
    CONVERSATION.c.blocked_at.is_(None),
    CONVERSATION.c.channel != conversations.TELEPHONE,
)


def make(
    unit: Unit, wished: Wished, conversation: Conversation, policy: Policy, status: Status = Status.REQUESTED
) -> str:
    """A new application of the person of that conversation; its id. Raises `CodeInUse`. It begins as a request, or
    where it is a booking at once as that.
    """
    ident, person = unit.chance.token(), conversation.person
    if person is None:
        raise ValueError("a group asks for nothing")
    row = {
        "id": ident,
        "code": wished.code,
        "office": policy.id,
        "person_id": person,
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "locale": conversation.locale,
        "status": status.value,
        "policy_version": policy.stamp,
        "created_at": unit.now,
        "updated_at": unit.now,
        "answer_due": wished.answer_due,
        "wishes": _wishes_to_json(wished.wishes),
        "waits_for": wished.waits_for,
        "masked_name": masked_name(wished.name),
        "masked_number": masked_number(wished.number),
        "number_hash": unit.fingerprint("number", wished.number) if wished.number else None,
        "phone_hash": unit.fingerprint("phone", wished.phone) if wished.phone else None,
        "residence": wished.residence,
        "needs": wished.needs,
        "companion": wished.companion,
        "access": list(wished.access),
        **{
            name: unit.seal(scope(person), _place(ident, name), getattr(wished, name))
            for name in ("name", "number", "phone")
        },
        **{name: _sealed(unit, ident, person, name, getattr(wished, name)) for name in IF_ANY},
    }
    with meaning():
        unit.connection.execute(insert(APPLICATION), row)
    here = (CONVERSATION.c.id == conversation.id, CONVERSATION.c.forget_at.is_not(None))
    unit.connection.execute(update(CONVERSATION).where(*here).values(forget_at=None))  # erased, and asking anew
    return ident


def give(unit: Unit, idents: Collection[str], former: str, person: str) -> None:
    """Those of `former` are `person`'s from now on, sealed by their key; what was erased stays so."""
    sealed = tuple(_A[name] for name in (*REVEALED, "interpreter"))
    for row in unit.connection.execute(select(_A.id, *sealed).where(_A.id.in_(idents))).mappings().all():
        again = {each.name: _resealed(unit, row["id"], each.name, row[each.name], (former, person)) for each in sealed}
        unit.connection.execute(update(APPLICATION).where(_A.id == row["id"]).values(person_id=person, **again))


def _resealed(unit: Unit, ident: str, name: str, value: bytes | None, people: tuple[str, str]) -> bytes | None:
    former, person = people
    if value is None:
        return None
    try:
        return unit.seal(scope(person), _place(ident, name), unit.open(scope(former), _place(ident, name), value))
    except Erased:
        return None


def scope(person: str) -> str:
    """Whose key seals what a person told of themselves."""
    return f"person:{person}"


def masked_name(name: str) -> str:
    """The first letter (with the marks that belong to it) and an ellipsis."""
    rest = iter(name[1:])
    marks = ""
    for sign in rest:
        if not unicodedata.category(sign).startswith("M"):
            break
        marks += sign
    return f"{name[:1]}{marks}…" if name else ""


def masked_number(number: str) -> str:
    return f"…{number[-2:]}" if number else ""


def hold(unit: Unit, ident: str) -> Held:
    """Lock the row. Raises `NoResultFound`."""
    columns = (_A.id, _A.office, _A.person_id, _A.conversation_id, _A.status, _A.version)
    row = unit.connection.execute(select(*columns).where(_A.id == ident).with_for_update(key_share=True)).one()
    return Held(row[0], row[1], row[2], row[3], Status(row[4]), row[5])


def advance(unit: Unit, held: Held, deed: Deed, who: Who, by: str = "", **changes: Any) -> Status:  # noqa: ANN401 -- columns
    """Where the deed leads, kept. Raises `IllegalMove` where it leads nowhere, `ChangedMeanwhile` on a lost race."""
    status = move(held.status, deed, who)
    if status is None:
        raise IllegalMove
    change(unit, held, status=status.value, **({"by": by} if by else {}), **changes)
    return status


def change(unit: Unit, held: Held, **values: Any) -> None:  # noqa: ANN401 -- columns of several kinds
    this = and_(_A.id == held.id, _A.version == held.version)
    if "wishes" in values:
        values["wishes"] = _wishes_to_json(values["wishes"])
    changed = update(APPLICATION).where(this).values(**values, version=held.version + 1, updated_at=unit.now)
    if not unit.connection.execute(changed).rowcount:
        raise ChangedMeanwhile


# -- as the trade sees them ----------------------------------------------------------------------------------


def of_person(unit: Unit, person: str, public_url: str = "") -> tuple[Application, ...]:
    """A person's own, newest first, with their private addresses; of what was erased nothing. Nothing that staff alone
    may see.
    """
    return _load(unit, _OF_PERSON, {"person": person}, public_url=public_url)


def of_office(unit: Unit, office: str) -> tuple[Application, ...]:
    """What a staff group may see: all that is open, what ended or took place in the last days, what is appealed, and by
    whose code later use is refused. No addresses.
    """
    where = {"house": office, "lately": unit.now - ENDED_FOR, "today": local(unit.now).date()}
    return _load(unit, _OF_OFFICE, where, staff=True)


def by_id(unit: Unit, ident: str, public_url: str = "") -> Application | None:
    """One, whole, for the house itself: with what staff see, and with the person's addresses."""
    return next(iter(_load(unit, _BY_ID, {"ident": ident}, public_url=public_url, staff=True)), None)


def by_code(unit: Unit, code: str) -> Application | None:
    return next(iter(_load(unit, _BY_CODE, {"code": code.strip().upper()}, staff=True)), None)


def masks(unit: Unit, office: str, code: str) -> tuple[str, str, str] | None:
    """Id, masked name and masked number of an application of that office."""
    mine = select(_A.id, _A.masked_name, _A.masked_number).where(_A.office == office, _A.code == code)
    found = unit.connection.execute(mine).first()
    return (found[0], found[1], found[2]) if found else None


def conversation_of(unit: Unit, ident: str) -> str | None:
    """The conversation in which it was asked for."""
    found: str | None = unit.connection.execute(select(_A.conversation_id).where(_A.id == ident)).scalar()
    return found


def asked_now(unit: Unit, person: str) -> str | None:
    """The application that this very turn has made."""
    mine = select(_A.id).where(_A.person_id == person, _A.created_at == unit.now)
    ident: str | None = unit.connection.execute(mine.order_by(_A.id).limit(1)).scalar()
    return ident


def unanswered(unit: Unit, office: str) -> tuple[Application, ...]:
    """Those of an office that wait for an offer, without anything private."""
    return _load(unit, _UNANSWERED, {"house": office}, staff=True)


def of_waiting(unit: Unit, office: str) -> tuple[Application, ...]:
    """All that belongs to those who have waited longest for an answer of that office. No addresses."""
    people = {person for _, person in unit.connection.execute(_OLDEST, {"house": office})}
    return _load(unit, _OF_PEOPLE, {"people": sorted(people)}, staff=True) if people else ()


def speak(unit: Unit, person: str, locale: str) -> None:
    """The language that staff see beside a person's open applications."""
    mine = update(APPLICATION).where(_A.person_id == person, _A.status.in_(_OPEN))
    unit.connection.execute(mine.values(locale=locale))


def reveal(unit: Unit, ident: str, who: str) -> Personal:
    """Name, number and telephone, and the stay where it was asked. Whoever looks is written down."""
    audit.record(unit, who, "reveal", ident)
    return opened(unit, ident)


def opened(unit: Unit, ident: str) -> Personal:
    """The same, to be compared with what is sought: whoever shows any of it writes down the reveal."""
    columns = (_A.person_id, *(_A[name] for name in REVEALED))
    person, *sealed = unit.connection.execute(select(*columns).where(_A.id == ident)).one()
    plain = [
        unit.open(scope(person), _place(ident, name), value).decode() if value else ""
        for name, value in zip(REVEALED, sealed, strict=True)
    ]
    return Personal(*plain)


def _load(
    unit: Unit, which: Select[Any], values: Mapping[str, Any], *, public_url: str = "", staff: bool = False
) -> tuple[Application, ...]:
    rows = unit.connection.execute(which, values).mappings().all()
    if not rows:
        return ()
    idents = [row["id"] for row in rows]
    live = offers.live(unit, idents)
    booked = appointments.of(unit, {row["id"]: row["office"] for row in rows})
    appealed = appeals.of(unit, idents)
    joins = links.tokens(unit, "join", idents) if public_url else {}
    calendars = links.tokens(unit, "calendar", idents) if public_url else {}
    shared = _shared_numbers(unit, rows) if staff else frozenset()
    owing = tellings.not_agreed(unit, idents) if staff else frozenset()
    passed = offers.passed(unit, idents) if staff else {}
    met = _reached(unit, {row["person_id"] for row in rows}) if staff else frozenset()
    return tuple(
        Application(
            row["id"],
            row["code"],
            row["person_id"],
            row["office"],
            Status(row["status"]),
            tuple(datetime.fromisoformat(wish) for wish in row["wishes"]),
            row["created_at"],
            row["channel"],
            row["locale"],
            row["masked_name"],
            row["masked_number"],
            row["residence"],
            row["needs"],
            _tongue(unit, row),
            row["companion"],
            tuple(row["access"]),
            bool(row["name_read"]),
            same_number=row["id"] in shared,
            by=row["by"],
            web_only=row["channel"] == WEB,
            terms_pending=row["id"] in owing,
            answer_due=row["answer_due"],
            offer=live.get(row["id"]),
            appointment=booked.get(row["id"]),
            appeal=appealed.get(row["id"]),
            join_url=f"{public_url}/j/{joins[row['id']]}" if row["id"] in joins else "",
            changing=row["changing"],
            passed=passed.get(row["id"], frozenset()),
            gone=staff and row["person_id"] not in met,
            waits_for=row["waits_for"],
            erased=row["erased_at"] is not None,
            calendar_url=f"{public_url}/c/{calendars[row['id']]}.ics" if row["id"] in calendars else "",
        )
        for row in rows
    )


def _shared_numbers(unit: Unit, rows: Sequence[Any]) -> frozenset[str]:
    """Those whose job-seeker number another open application of the same office has too."""
    hashes = {row["number_hash"] for row in rows if row["number_hash"]}
    if not hashes:
        return frozenset()
    found = unit.connection.execute(_OF_NUMBERS, {"hashes": sorted(hashes)}).all()
    many = Counter((office, number) for _, office, number in found)
    opened = {ident for ident, *_ in found}
    return frozenset(row["id"] for row in rows if many[row["office"], row["number_hash"]] > (row["id"] in opened))


def _reached(unit: Unit, people: Collection[str]) -> frozenset[str]:
    """Those who have a chat that can be written to; the telephone is none."""
    return frozenset(unit.connection.execute(_REACHED, {"people": sorted(people)}).scalars())


def _sealed(unit: Unit, ident: str, person: str, name: str, value: str) -> bytes | None:
    return unit.seal(scope(person), _place(ident, name), value) if value else None


def _tongue(unit: Unit, row: Any) -> str:  # noqa: ANN401 -- a row of the statements above
    """Of which language an interpreter is wanted; empty where none is, or where it was erased."""
    if row["interpreter"] is None:
        return ""
    try:
        return unit.open(scope(row["person_id"]), _place(row["id"], "interpreter"), row["interpreter"]).decode()
    except Erased:
        return ""


def _wishes_to_json(wishes: Sequence[datetime]) -> list[str]:
    return [wish.isoformat() for wish in wishes]


def _place(ident: str, name: str) -> str:
    return f"application:{ident}:{name}"
