"""What the light commands do: one short transaction each, on a database that may be serving at the same time."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot import offices, wiring
from bot.ports import SystemChance, SystemClock
from bot.settings import BadSettings, Settings
from flows.office.policy import local
from flows.reading.phone import national
from storage.engines import open_engine
from storage.migrate import ensure_current
from storage.records import agreements, applications, audit, policies, staff
from storage.records.agreements import Agreement
from storage.unit import Unit, ensure_keys_fit

T = TypeVar("T")


def within(settings: Settings, work: Callable[[Unit], T]) -> T:
    """Do `work` in one transaction, with keys that fit. Raises `BadSettings` or `SchemaError`."""
    chance, clock = SystemChance(), SystemClock()
    engine = open_engine(settings.database)
    try:
        ensure_current(engine)
        with engine.begin() as connection:
            unit = Unit(connection, wiring.vault(settings, chance), chance, clock.now())
            ensure_keys_fit(unit)
            return work(unit)
    finally:
        engine.dispose()


def invite(settings: Settings, office: str, role: str, lasts: timedelta) -> tuple[str, datetime]:
    """A fresh one-time code, and until when it can be used."""
    if office not in wiring.policies(settings):
        raise BadSettings(f"there is no office {office!r}; offices: {', '.join(wiring.policies(settings))}")

    def work(unit: Unit) -> tuple[str, datetime]:
        code, until = SystemChance().code(staff.CODE_LENGTH), unit.now + lasts
        staff.invite_make(unit, office, role, code, until)
        return code, until

    return within(settings, work)


def office(settings: Settings, where: str) -> offices.Settled:
    """An office by its id or file, or as it was served once: `id@stamp`. Raises `BadSettings`."""
    ident, at, stamp = where.partition("@")
    if not at:
        return offices.find(where, settings.offices_dir).model_dump(mode="json")
    if found := within(settings, lambda unit: policies.settings(unit, ident, stamp)):
        return found
    raise BadSettings(f"{ident} was never served as {stamp!r} (`madoguchi offices kept {ident}` lists what was)")


def kept(settings: Settings, office: str) -> Sequence[policies.Kept]:
    """The settings under which an office was served, oldest first."""
    return within(settings, lambda unit: policies.all_kept(unit, office))


def booking(settings: Settings, code: str, *, reveal: bool) -> list[tuple[str, str]] | None:
    """All about one booking, row by row; None where there is none. Revealing is written down with who looked."""

    def work(unit: Unit) -> list[tuple[str, str]] | None:
        application = applications.by_code(unit, code)
        if application is None:
            return None
        rows = [
            ("code", application.code),
            ("office", f"{application.office}@{policies.of_application(unit, application.id)}"),
            ("status", application.status.value),
            ("asked on", f"{local(application.created_at):%Y-%m-%d %H:%M} JST"),
            ("wishes", "\n".join(f"{local(wish):%Y-%m-%d %H:%M} JST" for wish in application.wishes)),
            ("channel, language", f"{application.channel}, {application.locale}"),
            ("residence registration", application.residence),
            ("needs", f"{application.needs} {application.interpreter} {application.companion}".strip()),
            ("what helps", ", ".join(application.access)),
        ]
        if application.waits_for:
            rows.append(("waits for", f"any time of {application.waits_for:%Y-%m-%d}"))
        if application.appointment:
            appointment = application.appointment
            under = f"{application.office}@{policies.of_appointment(unit, application.id)}"
            when = f"{local(appointment.slot.start):%Y-%m-%d %H:%M} JST, desk {appointment.desk}"
            rows.append(("appointment", f"{when}, made under {under}"))
        rows += [("agreed to", _agreement(each)) for each in agreements.of_application(unit, application.id)]
        if reveal:
            person = applications.reveal(unit, application.id, f"operator:{getpass.getuser()}")
            phone = national(person.phone) if person.phone else ""
            rows += [("name", f"{person.name} ({person.name_reading})" if person.name_reading else person.name)]
            rows += [("job-seeker number", person.number or "not yet"), ("telephone", phone)]
            if person.stay_status:
                rows += [("status of residence", person.stay_status), ("period of stay until", person.stay_until)]
        return rows

    return within(settings, work)


def _agreement(each: Agreement) -> str:
    return (
        f"{each.document} {each.version}, shown in {each.locale} on {each.channel}, button “{each.words}”, "
        f"{local(each.at):%Y-%m-%d %H:%M} JST\nSHA-256 {each.sha256}"
    )


def members(settings: Settings, office: str) -> tuple[staff.Member, ...]:
    return within(settings, lambda unit: staff.members(unit, office))


def remove_member(settings: Settings, office: str, channel: str, user: str) -> bool:
    """False where there is no such member."""

    def work(unit: Unit) -> bool:
        known = any((each.channel, each.user) == (channel, user) for each in staff.members(unit, office))
        staff.leave(unit, channel, user, office)
        audit.record(unit, f"operator:{getpass.getuser()}", "remove_staff", f"{channel}:{user}", office=office)
        return known

    return within(settings, work)
