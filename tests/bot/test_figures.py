"""`madoguchi stats`: read from both databases, printed as a table, JSON and a chart, and nobody in any of them."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from bot import figures, wiring
from bot.__main__ import app
from bot.ports import FixedClock, SystemChance
from bot.settings import BadSettings, load
from flows import facts
from flows.office.appointment import Deed
from flows.office.hiding import Mark
from flows.office.policy import TOKYO
from storage.offices import PACKAGED
from tests.bot.moving import CLERK, Machine

if TYPE_CHECKING:
    from pathlib import Path

    from flows.office.appointment import Application

KEY = base64.b64encode(bytes(32)).decode()
NOW = datetime(2026, 11, 16, 10, tzinfo=TOKYO)


def asks(machine: Machine, count: int, first: int = 0) -> list[Application]:
    return [machine.wish(machine.chat(f"person-{first + nth}")) for nth in range(count)]


def read(machine: Machine, first: str = "", last: str = "") -> figures.Report:
    return machine.do(lambda unit: figures.read(unit, machine.policy, first, last))


def test_what_was_asked_offered_booked_and_deemed_is_counted_from_what_is_not_sealed_s_23_2(machine: Machine) -> None:
    group = machine.staff_group()
    asked = asks(machine, 14)
    machine.later(minutes=30)
    slots = machine.free(12)
    offered = [machine.offer(group, each, slot) for each, slot in zip(asked[:12], slots, strict=True)]
    booked = [machine.book(machine.chat(f"person-{nth}"), each) for nth, each in enumerate(offered)]
    appointments = [each.appointment for each in booked if each.appointment]
    machine.clock.move_to(max(each.slot.start for each in appointments) + timedelta(minutes=20))
    for nth, each in enumerate(booked):
        machine.happen(group, facts.Marked(each.id, Deed.HERE if nth < 6 else Deed.NO_CONTACT, CLERK))
    for each in booked[6:12]:
        machine.happen(group, facts.Undone(each.id, CLERK))
    (month,) = read(machine, "2026-11", "2026-11").months
    assert (month.applications, month.booked, month.offered_in_time) == (14, Mark.HIDDEN, Mark.HIDDEN)
    assert month.hours_to_offer == 0.5
    assert month.deemed_undone == 6
    assert (month.outcomes["attended"], month.outcomes["still_open"]) == (6, 8)
    assert (month.languages, month.channels) == ({"en": 14}, {"telegram": 14})


def test_what_is_printed_holds_nobody_s_name_number_or_code_k_7_s_13(machine: Machine) -> None:
    asked = asks(machine, 6)
    found = read(machine)
    told = json.dumps(figures.to_json(found)) + str(figures.table(found)) + figures.chart(found)
    for each in asked:
        assert each.code not in told
        assert each.id not in told
    assert "Test" not in told
    assert "678" not in told
    assert figures.to_json(found)["months"][0]["applications"] == 6


@pytest.mark.parametrize(("count", "words"), [(4, "fewer than 5"), (5, "5"), (6, "6")])
def test_a_small_number_is_words_in_the_table_k_7(machine: Machine, count: int, words: str) -> None:
    asks(machine, count)
    head, lines = figures.table(read(machine))
    assert head == ("asked for in", "2026-11")
    assert lines[0] == ("applications", words)


def test_only_the_months_and_the_office_that_were_named_are_counted(machine: Machine) -> None:
    asks(machine, 6)
    machine.clock.move_to(datetime(2026, 12, 1, 0, 0, tzinfo=TOKYO))
    asks(machine, 7, first=6)
    assert [each.applications for each in read(machine).months] == [6, 7]
    assert [each.applications for each in read(machine, "2026-12").months] == [7]
    assert [each.applications for each in read(machine, last="2026-11").months] == [6]
    elsewhere = machine.policy.model_copy(update={"id": "elsewhere"})
    assert machine.do(lambda unit: figures.read(unit, elsewhere)).months == ()


@pytest.mark.parametrize("typed", ["2026", "2026-13", "2026-11-16", "soon", "２０２６-11"])
def test_days_cannot_be_asked_for_so_that_two_answers_never_differ_by_few_people_s_23_2(
    machine: Machine, typed: str
) -> None:
    with pytest.raises(BadSettings, match="is no month: write it as 2026-04"):
        read(machine, typed)


def test_months_out_of_order_are_said(machine: Machine) -> None:
    with pytest.raises(BadSettings, match="--from 2026-12 comes after --to 2026-11"):
        read(machine, "2026-12", "2026-11")


def test_the_chart_is_a_picture_with_a_bar_for_each_number_and_a_hatched_one_for_what_is_not_shown(
    machine: Machine, tmp_path: Path
) -> None:
    asks(machine, 6)
    figures.draw(read(machine), tmp_path / "figures.svg")
    picture = ET.fromstring((tmp_path / "figures.svg").read_text("utf-8"))
    bars = [each.get("fill") for each in picture.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(bars) == 2
    assert "url(#few)" not in bars
    machine.later(days=30)
    asks(machine, 3, first=6)
    assert figures.chart(read(machine)).count("url(#few)") == 2
    with pytest.raises(BadSettings, match=r"name the file with \.svg"):
        figures.draw(read(machine), tmp_path / "figures.png")


# -- the command ----------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATA_DIR", tmp_path), ("OFFICES_DIR", tmp_path), ("SECRET_KEYS", KEY)):
        monkeypatch.setenv(f"MADOGUCHI_{name}", str(value))
    return CliRunner(env={"COLUMNS": "200"})


def serve(folder: Path, keep: str) -> None:
    text = (PACKAGED / "demo.toml").read_text("utf-8")
    assert text.count("\nkeep = true") == 1
    (folder / "demo.toml").write_text(text.replace("\nkeep = true", f"\nkeep = {keep}"), "utf-8")
    wiring.prepare(load(_env_file=None), SystemChance(), FixedClock(NOW), migrate=True, rehearsal=True)


def test_an_office_that_keeps_no_statistics_is_shown_none_and_says_so(run: CliRunner, tmp_path: Path) -> None:
    serve(tmp_path, "false")
    done = run.invoke(app, ["stats", "--office", "demo", "--chart", str(tmp_path / "figures.svg")])
    assert (done.exit_code, "keeps no statistics (statistics.keep = false)" in done.output) == (0, True)
    assert not (tmp_path / "figures.svg").exists()


def test_the_command_says_that_nobody_asked_and_prints_json_all_the_same(run: CliRunner, tmp_path: Path) -> None:
    serve(tmp_path, "true")
    assert "nobody asked" in run.invoke(app, ["stats", "--office", "demo"]).output
    printed = json.loads(run.invoke(app, ["stats", "--office", "demo", "--json"]).output)
    assert printed == {"office": "demo", "smallest": 5, "months": []}
    assert "there is no office 'nowhere'" in str(run.invoke(app, ["stats", "--office", "nowhere"]).exception)
