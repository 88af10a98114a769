"""Nothing that a person typed is found where it must not be: in no log, in no database file, in no address."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bot.e2e import people
from tests.bot.e2e.people import NUMBER, TIME

if TYPE_CHECKING:
    from tests.bot.e2e.conftest import Open
    from tests.bot.e2e.people import Seeker

NAMES = {"telegram": "架空 太郎", "line": "Ñandú Hanako"}
PHONE, PHONES = "090-1234-5678", ("090-1234-5678", "09012345678", "+819012345678", "9012345678")


def forms(text: str) -> set[bytes]:
    """The text as it could stand in a file: plain, escaped as JSON does, in other encodings."""
    escaped = json.dumps(text)[1:-1]
    return {
        text.encode(),
        escaped.encode(),
        json.dumps(escaped)[1:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("utf-8").hex().encode(),
    }


def typed() -> set[bytes]:
    words = [*NAMES.values(), NUMBER, NUMBER.replace("-", ""), *PHONES]
    return {form for word in words for form in forms(word)}


def story(staff: people.Staff, seeker: Seeker, name: str) -> None:
    seeker.opens()
    for code in ("en", "go_on", "go_on", "yes", "yes"):
        seeker.taps(code)
    seeker.says(name, NUMBER, PHONE)
    seeker.taps("registered")
    seeker.taps("rather_not")
    seeker.taps("none")
    seeker.taps_first(people.DAY.fullmatch)
    seeker.taps_first(TIME.fullmatch)
    seeker.taps("enough")
    seeker.taps("apply")
    staff.offers(1)
    seeker.taps_first(TIME.fullmatch)
    seeker.says("my booking", name, "menu")


def test_after_whole_stories_neither_files_nor_logs_hold_what_was_typed(
    open_lite: Open, tmp_path: Path, logs: io.StringIO
) -> None:
    house = open_lite(with_line=True)
    staff = people.staff_on_telegram(house)
    taro, hanako = people.on_telegram(house), people.on_line(house)
    story(staff, taro, NAMES["telegram"])
    story(staff, hanako, NAMES["line"])
    mistaken = {"update_id": 5, "message": {"chat": {"id": 42}, "text": NAMES["telegram"] + PHONE}}
    assert house.post_telegram(mistaken).status_code == 200
    assert house.post_telegram((NAMES["telegram"] + PHONE).encode()).status_code == 200
    assert house.post_line({"type": "message", "message": {"type": "text", "text": PHONE}}).status_code == 200
    house.settles()
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in tmp_path.glob("madoguchi.db*"):
        shutil.copyfile(file, copy / file.name)
    kept = b"".join(each.read_bytes() for each in copy.iterdir())
    assert (copy / "madoguchi.db-wal").stat().st_size > 0
    assert [form for form in typed() if form in kept] == []
    figures = house.get("/metrics").text
    house.stop()
    told = (logs.getvalue() + figures).encode()
    assert [form for form in typed() if form in told] == []
    assert house.telegram.token not in logs.getvalue()
    assert "/j/" not in logs.getvalue()


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "bare.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x TEXT)")
        connection.execute("INSERT INTO t VALUES (?)", (json.dumps({"name": NAMES["telegram"]}),))
        connection.commit()
    assert any(form in path.read_bytes() for form in typed())
