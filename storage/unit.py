"""One transaction's worth of work: the connection, the present moment, chance, and the keys of what is sealed.

Here lives the only way to seal and open a field. Keys are kept no longer than the transaction.
Never here: statements about records, or a choice of what is personal (the tables say it by being bytes).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import bindparam, delete, func, insert, select

from storage.records.either import skipping
from storage.tables.keys import DATA_KEY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.vault import DataKey, Vault

FORM: Final = 1
"""Of what is sealed: part of each seal's context, so that a later form is told apart."""
CHECK: Final = "check"
LOOKUP: Final = "lookup"
_WRAPPED = select(DATA_KEY.c.wrapped).where(DATA_KEY.c.scope == bindparam("scope"))
_KEEP = skipping(DATA_KEY, "scope")


class Erased(LookupError):
    """The key of what was sealed is gone: it was erased."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NoCheck(RuntimeError):
    """The database holds sealed records, but not the value that shows whether our keys fit. Restore `data_key`."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Chance(Protocol):
    def data(self, length: int) -> bytes: ...
    def token(self) -> str: ...


@dataclass(slots=True, eq=False)
class Unit:
    connection: Connection
    vault: Vault
    chance: Chance
    now: datetime
    _keys: dict[str, DataKey] = field(default_factory=dict, repr=False)

    def fresh(self) -> Unit:
        """The same transaction without the keys it remembers: after a fold was undone, they may not be kept."""
        return Unit(self.connection, self.vault, self.chance, self.now)

    def seal(self, scope: str, place: str, plain: str | bytes) -> bytes:
        """`scope` says whose key, `place` (`table:row:field`) where alone it opens again."""
        data = plain.encode() if isinstance(plain, str) else plain
        return self._key(scope, make=True).seal(f"{place}:{FORM}", data)

    def open(self, scope: str, place: str, sealed: bytes) -> bytes:
        """Raises `Erased` when the key was dropped, `storage.vault.Damaged` when it belongs elsewhere."""
        return self._key(scope).open(f"{place}:{FORM}", sealed)

    def seal_json(self, scope: str, place: str, data: Any) -> bytes:  # noqa: ANN401 -- JSON has no narrower name
        return self.seal(scope, place, json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    def open_json(self, scope: str, place: str, sealed: bytes) -> Any:  # noqa: ANN401 -- JSON has no narrower name
        return json.loads(self.open(scope, place, sealed))

    def fingerprint(self, kind: str, text: str) -> str:
        """To find a secret without keeping it: the same for the same text, and nothing without the key."""
        return self._key(LOOKUP, make=True).fingerprint(f"{kind}:{text}")

    def _key(self, scope: str, *, make: bool = False) -> DataKey:
        if (key := self._keys.get(scope)) is None:
            key = self._keys[scope] = self.vault.unwrap(self._wrapped(scope, make=make))
        return key

    def _wrapped(self, scope: str, *, make: bool) -> bytes:
        wrapped: bytes | None = self.connection.execute(_WRAPPED, {"scope": scope}).scalar()
        if wrapped is not None:
            return wrapped
        if not make:
            raise Erased
        row = {"scope": scope, "wrapped": self.vault.new_data_key()}
        if self.connection.execute(_KEEP[self.connection.dialect.name], row).rowcount:
            return row["wrapped"]  # type: ignore[return-value]  # the other value is its scope
        return self._wrapped(scope, make=False)  # somebody made it at the same moment


def erase(unit: Unit, scope: str) -> None:
    """Drop a key: whatever was sealed under it never opens again."""
    unit._keys.pop(scope, None)  # noqa: SLF001 -- of this very module
    unit.connection.execute(delete(DATA_KEY).where(DATA_KEY.c.scope == scope))


def ensure_keys_fit(unit: Unit) -> None:
    """To be asked at every start. Raises `storage.vault.WrongKey` before anything is read or written."""
    check = unit.connection.execute(_WRAPPED, {"scope": CHECK}).scalar()
    if check is not None:
        unit.vault.verify(check)
    elif unit.connection.execute(select(func.count()).select_from(DATA_KEY)).scalar():
        raise NoCheck
    else:
        unit.connection.execute(insert(DATA_KEY), {"scope": CHECK, "wrapped": unit.vault.check_value()})
    unit.fingerprint("", "")  # its key is there from the start on: who only reads could not make it
