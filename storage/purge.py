"""The purge: what has been kept long enough is erased, one small piece a transaction, so that a crash costs nothing.

What it finds is looked at again under its lock: any number of processes may do this at once. What fails is passed over.
Never here: how long anything is kept (`Retention`), or what stands against erasing it (`flows.office.keeping`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, delete, exists, or_, select, update
from sqlalchemy.exc import DBAPIError, NoResultFound

from flows.office.appointment import CLAIMING, Status
from flows.office.keeping import WAITING, Kept, Way, erasable, forgettable, records_until
from flows.office.policy import Policy, Retention, local
from storage.faults import Fault, judge
from storage.hand import fold
from storage.records import applications, conversations, erasing, inbox
from storage.tables.applications import APPLICATION
from storage.tables.appointments import APPOINTMENT
from storage.tables.audit import AUDIT
from storage.tables.chats import CHAT_CODE, CHAT_TRY
from storage.tables.documents import AGREEMENT, TELLING
from storage.tables.inbox import INBOX
from storage.tables.keys import DATA_KEY
from storage.tables.outbox import OUTBOX, PENDING
from storage.tables.people import CONVERSATION
from storage.tables.promises import PROMISE
from storage.tables.prompts import PROMPT
from storage.tables.standing import APPEAL, REFUSAL_OF_USE
from storage.tables.ticks import TICK_RUN
from storage.tables.web import WEB_MESSAGE
from storage.unit import erase

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

    from storage.unit import Unit

MOST: Final = 200
"""Rows of one piece."""
ALL: Final = ""
LOOKED_AT: Final = 50
"""Of what may be due, so many are looked at for one that is."""
GUARD: Final = timedelta(days=90)
"""So long the id of an event guards against its repeat."""
_A, _C, _M, _P, _R = APPLICATION.c, CONVERSATION.c, APPOINTMENT.c, APPEAL.c, REFUSAL_OF_USE.c
_CLAIMING = tuple(status.value for status in CLAIMING)
_WAITING = tuple(status.value for status in WAITING)


@dataclass(frozen=True, slots=True)
class Done:
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A piece that could not be erased: nothing of it was, and the others are not held up by it."""

    what: str
    office: str
    row: str
    """Which of its rows; empty for all that is erased of that kind at once."""
    error: Exception = field(compare=False)


class _RowFails(Exception):
    def __init__(self, row: str) -> None:
        super().__init__(row)
        self.row = row


@dataclass(frozen=True, slots=True)
class Office:
    """One office's rules, and which rows are its own. What is of none that is served goes by the first one's."""

    policy: Policy
    others: tuple[str, ...] | None = None
    """Of the first, all that are served."""
    aside: frozenset[str] = frozenset()
    """Rows of this kind that failed and are passed over now."""

    @property
    def keeps(self) -> Retention:
        return self.policy.retention

    def own(self, column: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a column
        mine: ColumnElement[bool] = column == self.policy.id
        return mine if self.others is None else or_(mine, column.not_in(self.others))


def piece(unit: Unit, policies: Mapping[str, Policy], aside: Iterable[Broken] = ()) -> Done | Broken | None:
    """Erase the next thing that is due, or the next few of one kind; None where nothing is but what was set aside."""
    known, whole = tuple(policies), longest(tuple(policies.values()))
    offices = [Office(each, None if number else known) for number, each in enumerate(policies.values())]
    for what, (work, of_one) in WORKS.items():
        for office in offices if of_one else (whole,):
            failed = frozenset(each.row for each in aside if (each.what, each.office) == (what, office.policy.id))
            if ALL in failed:
                continue
            try:
                with fold(unit.connection):
                    count = work(unit, replace(office, aside=failed))
            except Exception as error:
                if isinstance(error, DBAPIError) and judge(error) is not Fault.OURS:
                    raise  # the database's trouble: the store repeats the whole
                return _broken(what, office, error)
            if count:
                return Done(what, count)
    return None


def _broken(what: str, office: Office, error: Exception) -> Broken:
    cause = error.__cause__ if isinstance(error, _RowFails) else None
    row = error.row if isinstance(error, _RowFails) else ALL
    return Broken(what, office.policy.id, row, cause if isinstance(cause, Exception) else error)


@contextmanager
def _one(row: str) -> Iterator[None]:
    """Whatever fails in it is that row's fault, unless it is the database's."""
    try:
        yield
    except DBAPIError as error:
        if judge(error) is not Fault.OURS:
            raise
        raise _RowFails(row) from error
    except Exception as error:
        raise _RowFails(row) from error


def longest(policies: Sequence[Policy]) -> Office:
    """For what belongs to no one office: as long as any of them keeps it."""
    keeps = {name: max(getattr(each.retention, name) for each in policies) for name in Retention.model_fields}
    return Office(policies[0].model_copy(update={"retention": Retention(**keeps)}))


# -- applications ------------------------------------------------------------------------------------------


def _application(unit: Unit, office: Office) -> int:
    """K 8, S 18: what is personal about one application, with what was said about it in its person's chats."""
    for ident, chat in unit.connection.execute(_due(unit, office)).all():
        with _one(ident):
            conversations.lock(unit, chat)
            held = applications.hold(unit, ident)
            kept = _kept(unit, ident)
            if kept is None or not erasable(kept, unit.now, office.policy):
                continue
            erasing.application(unit, ident)
            _said(unit, held.person, office)
            erasing.unneeded_key(unit, held.person)
            return 1
    return 0


def _due(unit: Unit, office: Office) -> Any:  # noqa: ANN401 -- a select
    """Those that may be due: narrower than the rule nowhere, and wider only by the length of a consultation."""
    keeps = office.keeps
    over = unit.now - timedelta(days=keeps.personal_days)
    decided = unit.now - timedelta(days=keeps.after_appeal_days)
    in_question = select(_P.application_id).where(or_(_P.decided == "", _P.decided_at > decided))
    return (
        select(_A.id, _A.conversation_id)
        .join(APPOINTMENT, _M.application_id == _A.id, isouter=True)
        .where(
            _A.erased_at.is_(None),
            office.own(_A.office),
            _A.id.not_in(office.aside),
            _A.status.not_in(_WAITING),
            case((_A.status.in_(_CLAIMING), _M.start), else_=_A.updated_at) <= over,
            _A.id.not_in(in_question),
        )
        .order_by(_A.updated_at, _A.id)
        .limit(LOOKED_AT)
    )


def _kept(unit: Unit, ident: str) -> Kept | None:
    """What the rule wants to know, read under the lock; None where somebody has erased it meanwhile."""
    columns = (_A.status, _A.updated_at, _M.start, _M.minutes, _P.decided, _P.decided_at)
    row = unit.connection.execute(
        select(*columns)
        .select_from(APPLICATION)
        .join(APPOINTMENT, _M.application_id == _A.id, isouter=True)
        .join(APPEAL, _P.application_id == _A.id, isouter=True)
        .where(_A.id == ident, _A.erased_at.is_(None))
    ).first()
    if row is None:
        return None
    status, changed_at, start, minutes, decided, decided_at = row
    ends_at = start + timedelta(minutes=minutes) if start else None
    return Kept(Status(status), changed_at, ends_at, decided == "", decided_at)


def _said(unit: Unit, person: str, office: Office) -> None:
    """In all chats of that person, as far back as nothing that is still kept speaks of it."""
    before = _cut(unit, person, office)
    for chat in conversations.of_person(unit, person):
        erasing.trim(unit, chat.id, before)


def _cut(unit: Unit, person: str, office: Office) -> datetime:
    """An application was spoken of since a day, which a draft lasts, before it was made."""
    draft = timedelta(days=office.keeps.draft_days)
    oldest = erasing.oldest_kept(unit, person)
    return min(unit.now, oldest or unit.now) - draft


# -- what was said -----------------------------------------------------------------------------------------


def _chat(unit: Unit, office: Office) -> int:
    """What was said in a person's chat so long ago that nothing which is kept speaks of it."""
    old = unit.now - timedelta(days=office.keeps.personal_days)
    of_person = (_A.person_id == _C.person_id, _A.erased_at.is_(None))
    said = or_(
        *(
            exists().where(
                table.c.conversation_id == _C.id, at <= old, ~exists().where(*of_person, _A.created_at <= at)
            )
            for table, at in ((WEB_MESSAGE, WEB_MESSAGE.c.at), (PROMPT, PROMPT.c.created_at))
        )
    )
    chats = select(_C.id, _C.person_id).where(
        _C.kind == "person", office.own(_C.office), _C.id.not_in(office.aside), said
    )
    for ident, person in unit.connection.execute(chats.order_by(_C.id).limit(LOOKED_AT)).all():
        before = old + timedelta(microseconds=1)
        with _one(ident):
            oldest = erasing.oldest_kept(unit, person)
            if count := erasing.trim(unit, ident, min(before, oldest) if oldest else before):
                return count
    return 0


def _card(unit: Unit, office: Office) -> int:
    """Questions put to staff about what is erased, or about nothing any more."""
    old = unit.now - timedelta(days=office.keeps.personal_days)
    groups = select(_C.id).where(_C.kind != "person", office.own(_C.office))
    needed = select(_A.id).where(_A.erased_at.is_(None))
    p = PROMPT.c
    return _some(unit, PROMPT, p.seq, p.conversation_id.in_(groups), p.created_at <= old, p.subject.not_in(needed))


def _letter(unit: Unit, office: Office) -> int:
    """Delivered, given up or dropped: a letter of which nothing follows any more."""
    old = unit.now - timedelta(days=office.keeps.draft_days)
    chats = select(_C.id).where(office.own(_C.office))
    o = OUTBOX.c
    return _some(unit, OUTBOX, o.seq, o.status.not_in(PENDING), o.created_at <= old, o.conversation_id.in_(chats))


def _code(unit: Unit, office: Office) -> int:
    """One-time codes that open nothing any more, and wrong ones."""
    old = unit.now - timedelta(days=office.keeps.draft_days)
    ended = _some(unit, CHAT_CODE, CHAT_CODE.c.id, CHAT_CODE.c.expires_at <= old)
    return ended + _some(unit, CHAT_TRY, CHAT_TRY.c.id, CHAT_TRY.c.at <= old)


# -- what came in ------------------------------------------------------------------------------------------


def _payload(unit: Unit, office: Office) -> int:
    """Events that could not be understood, and the keys of days of which nothing is left to open."""
    old = unit.now - timedelta(days=office.keeps.personal_days)
    i = INBOX.c
    over = (i.payload.is_not(None), i.status != "waiting", i.received_at <= old)
    some = select(i.seq).where(*over).order_by(i.seq).limit(MOST)
    erased = unit.connection.execute(update(INBOX).where(i.seq.in_(some)).values(payload=None)).rowcount
    return erased or _days(unit, old)


def _days(unit: Unit, old: datetime) -> int:
    """Of a day that is wholly past; a key that is needed still stays."""
    k, i = DATA_KEY.c, INBOX.c
    last = inbox.scope(old)
    scopes = select(k.scope).where(k.scope.startswith("inbox:"), k.scope < last).order_by(k.scope).limit(MOST)
    count = 0
    for scope in unit.connection.execute(scopes).scalars().all():
        day = datetime.fromisoformat(scope.removeprefix("inbox:")).replace(tzinfo=UTC)
        its = (i.received_at >= day, i.received_at < day + timedelta(days=1), i.payload.is_not(None))
        if not unit.connection.execute(select(exists().where(*its))).scalar():
            erase(unit, scope)
            count += 1
    return count


def _event(unit: Unit, office: Office) -> int:
    """The ids of events, which outlive what they guard against."""
    old = unit.now - max(GUARD, timedelta(days=office.keeps.personal_days))
    return _some(unit, INBOX, INBOX.c.seq, INBOX.c.status != "waiting", INBOX.c.received_at <= old)


# -- ways to chats -----------------------------------------------------------------------------------------


def _way(unit: Unit, office: Office) -> int:
    """S 6-4, by analogy: a chat in which nobody has written for a year, or whose person has erased what they gave."""
    old = unit.now - timedelta(days=office.keeps.chat_unused_days)
    named = ~_C.address.startswith(erasing.ERASED_ADDRESS, autoescape=True)
    due = or_(_C.last_at <= old, _C.forget_at <= unit.now)
    own = (_C.kind == "person", office.own(_C.office), _C.id.not_in(office.aside))
    chats = select(_C.id).where(*own, named, due, ~_held(unit))
    for ident in unit.connection.execute(chats.order_by(_C.last_at, _C.id).limit(LOOKED_AT)).scalars().all():
        with _one(ident):
            try:
                chat = conversations.lock(unit, ident)
            except NoResultFound:  # another hand was faster
                continue
            forget_at, held = unit.connection.execute(select(_C.forget_at, _held(unit)).where(_C.id == ident)).one()
            if not forgettable(Way(chat.last_at, forget_at, held), unit.now, office.policy):
                continue
            erasing.empty(unit, chat)
            erasing.sever(unit, chat)
            erasing.tidy(unit, chat.person or "")
            return 1
    return 0


def _held(unit: Unit) -> ColumnElement[bool]:
    """Does something need the way to the chat of that row? An appeal that is open keeps its application."""
    refused = (_R.lifted_at.is_(None), _R.until >= local(unit.now).date())
    return or_(
        exists().where(_A.person_id == _C.person_id, _A.erased_at.is_(None)),
        exists().where(_R.person_id == _C.person_id, *refused),
        exists().where(PROMISE.c.person_id == _C.person_id),
        exists().where(INBOX.c.channel == _C.channel, INBOX.c.address == _C.address, INBOX.c.status == "waiting"),
        _C.draft_expires_at.is_not(None),
    )


# -- records -----------------------------------------------------------------------------------------------


def _agreement(unit: Unit, office: Office) -> int:
    """Not of an application that is still kept."""
    old, g = records_until(unit.now, office.policy), AGREEMENT.c
    kept = exists().where(_A.id == g.application_id, _A.erased_at.is_(None))
    ours = or_(g.application_id.is_(None), exists().where(_A.id == g.application_id, office.own(_A.office)))
    return _some(unit, AGREEMENT, g.id, g.at <= old, ours, ~kept)


def _record(unit: Unit, office: Office) -> int:
    old, t = records_until(unit.now, office.policy), TELLING.c
    gone = _some(unit, AUDIT, AUDIT.c.id, AUDIT.c.at <= old)
    gone += _some(unit, TELLING, t.id, t.at <= old, t.status != "waiting")
    ended = (_R.at <= old, or_(_R.lifted_at <= old, _R.until < local(old).date()))
    return gone + _some(unit, REFUSAL_OF_USE, _R.id, *ended)


def _tick(unit: Unit, office: Office) -> int:
    old, t = unit.now - timedelta(days=office.keeps.personal_days), TICK_RUN.c
    return unit.connection.execute(delete(TICK_RUN).where(t.scheduled_for <= old)).rowcount


def _some(unit: Unit, table: Table, key: Any, *which: ColumnElement[bool]) -> int:  # noqa: ANN401 -- a column
    some = select(key).where(*which).order_by(key).limit(MOST)
    return unit.connection.execute(delete(table).where(key.in_(some))).rowcount


WORKS: Final[Mapping[str, tuple[Callable[[Unit, Office], int], bool]]] = {
    "applications": (_application, True),
    "letters": (_letter, True),
    "chats": (_chat, True),
    "questions to staff": (_card, True),
    "codes": (_code, False),
    "payloads and their keys": (_payload, False),
    "ids of events": (_event, False),
    "ways to chats": (_way, True),
    "agreements": (_agreement, True),
    "audit and other records": (_record, False),
    "runs of jobs": (_tick, False),
}
"""What is looked for, in this order (an application before the way to its chat), and whether office by office."""
