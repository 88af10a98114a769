"""The bare program that turns are measured against: the same reads and writes with the same bytes, in the same order,
one commit per message, and nothing else. Here is nothing of the house, and nothing but the driver is imported.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

Statement = tuple[str, Any, bool]
"""SQL, its parameters, and whether they are those of many rows."""
Message = Sequence[Statement]


def sqlite(path: str, pragmas: Mapping[str, str]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for name, value in pragmas.items():
        connection.execute(f"PRAGMA {name}={value}").close()
    return connection


def postgres(address: str) -> Any:  # noqa: ANN401 -- a driver's own
    import psycopg  # noqa: PLC0415 -- only where it is measured

    return psycopg.connect(address, autocommit=True)


def replay(connection: Any, begin: str, messages: Sequence[Message]) -> None:  # noqa: ANN401 -- of either driver
    cursor = connection.cursor()
    for message in messages:
        cursor.execute(begin)
        for sql, parameters, many in message:
            if many:
                cursor.executemany(sql, parameters)
                continue
            cursor.execute(sql, parameters)
            if cursor.description:
                cursor.fetchall()
        cursor.execute("COMMIT")
    cursor.close()
