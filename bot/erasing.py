"""What the commands about keeping and erasing do: the purge by hand, and one person's data shown, given out, erased.

Whoever looks or erases is written down. Never here: how long anything is kept, or what stands against erasing it.
"""

from __future__ import annotations

import contextlib
import getpass
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot import commands, wiring
from bot.logs import log
from bot.settings import BadSettings, Settings
from flows.office.keeping import may_erase
from storage import holdings, purge
from storage.deeds.forgetting import forget
from storage.records import applications
from storage.unit import Unit

T = TypeVar("T")
AT_ONCE = 1000
"""Things erased in one transaction by hand."""


class _Undone(Exception):
    """Everything was tried, and nothing is kept of it."""


def purged(settings: Settings, *, erase: bool) -> Mapping[str, int]:
    """What was erased, by kind, a transaction a piece; without `erase` what would be, tried and undone in one."""
    policies, found, aside = wiring.policies(settings), Counter[str](), list[purge.Broken]()

    def some(unit: Unit) -> Counter[str]:
        """As many pieces as a transaction may hold up others for; of a rehearsal all, in one that is undone."""
        did = Counter[str]()
        while (not erase or did.total() < AT_ONCE) and (done := purge.piece(unit.fresh(), policies, aside)):
            if isinstance(done, purge.Broken):
                aside.append(done)
                error = done.error
                log("purge").error("could not be erased", what=done.what, row=done.row, error=type(error).__name__)
                did[f"{done.what}: failed, tried again in an hour"] += 1
            else:
                did[done.what] += done.count
        if not erase:
            found.update(did)
            raise _Undone
        return did

    with contextlib.suppress(_Undone):
        while did := commands.within(settings, some):
            found.update(did)
    return found


def shown(settings: Settings, office: str, code: str) -> dict[str, Any]:
    """All that is kept about whoever has that booking, opened; that it was shown is written down."""
    return _of(settings, office, code, lambda unit, person: holdings.of_person(unit, person, _operator()))


def erased(settings: Settings, office: str, code: str) -> None:
    """As if the person had done it themselves. Raises `BadSettings` where something stands against it."""
    policies = wiring.policies(settings)

    def work(unit: Unit, person: str) -> None:
        if refusal := may_erase(applications.of_person(unit, person), unit.now, policies):
            raise BadSettings(f"nothing was erased: {_why(refusal.text().key)}")
        forget(unit, person, _operator())

    _of(settings, office, code, work)


def _why(key: str) -> str:
    if key.endswith("mark"):
        return "staff have still to say whether a consultation took place"
    appeal = key.endswith("appeal")
    return "an appeal is still to be decided" if appeal else "something is asked for or booked; cancel it first"


def _of(settings: Settings, office: str, code: str, work: Callable[[Unit, str], T]) -> T:
    def within(unit: Unit) -> T:
        found = applications.by_code(unit, code)
        if found is None or found.office != office:
            raise BadSettings(f"{office} has no booking with the code {code}")
        return work(unit, found.person)

    return commands.within(settings, within)


def _operator() -> str:
    return f"operator:{getpass.getuser()}"
