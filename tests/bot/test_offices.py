"""The `offices` commands, and what stops the start: file, key and remedy are named."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import offices, wiring
from bot.__main__ import app
from bot.ports import FixedClock, SystemChance
from bot.settings import BadSettings, load
from flows.office.policy import TOKYO
from storage.offices import PACKAGED

NOW = datetime(2026, 11, 16, 10, tzinfo=TOKYO)
KEY = base64.b64encode(bytes(32)).decode()
KUMAGAYA, ONLINE, DEMO = "kumagaya", "online-system", "demo"
README = Path(__file__).parents[2] / "README.md"


def changed(folder: Path, old: str, new: str) -> Path:
    text = (PACKAGED / "kumagaya.toml").read_text("utf-8")
    assert old in text
    file = folder / "kumagaya.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner(env={"COLUMNS": "200"})


@pytest.mark.parametrize("ident", [KUMAGAYA, ONLINE, DEMO])
def test_every_setting_of_a_shipped_office_is_shown_with_its_source_and_the_day_it_was_checked(ident: str) -> None:
    shown = list(offices.rows(_whole(ident)))
    assert [each for each in shown if not (each.source and each.checked_on)] == shown[:2]  # its id and version
    assert {"booking.one_a_day", "attendance.grace", "cancelling.by_chat", "phone"} <= {each.setting for each in shown}


def test_a_value_with_a_source_of_its_own_is_shown_with_that() -> None:
    shown = {each.setting: each.source for each in offices.rows(_whole(KUMAGAYA))}
    assert shown["booking.one_a_day"] == "K 6: no limit a day"
    assert shown["booking.wishes"].startswith("own choice ")


def test_the_interpreters_and_a_value_of_the_office_itself_have_sources_of_their_own(tmp_path: Path) -> None:
    more = """
        [[interpreters]]
        language = "vi"
        tue = [["10:00", "12:00"]]
        [sources.interpreters]
        document = "the office's rota"
        checked_on = 2026-11-02
        [sources.phone]
        document = "the office's page"
        checked_on = 2026-11-03
    """
    file = changed(tmp_path, "[sources.hours]", f"{more}[sources.hours]")
    shown = {each.setting: each for each in offices.rows(offices.find(str(file), None).model_dump(mode="json"))}
    assert (shown["interpreters"].source, shown["interpreters"].checked_on) == ("the office's rota", "2026-11-02")
    assert '"vi"' in shown["interpreters"].value
    assert shown["phone"].source == "the office's page"
    assert shown["languages"].source.startswith("own choice ")


def test_a_name_of_an_office_may_be_that_of_several_languages(tmp_path: Path) -> None:
    changed(tmp_path, 'en = "Hello Work Kumagaya"', 'en-GB = "Hello Work", en = "Hello Work Kumagaya"')
    with pytest.raises(BadSettings, match=r"names\.en-GB: there is no catalogue"):
        offices.served(tmp_path, ())
    changed(tmp_path, 'en = "Hello Work Kumagaya"', 'en = "Hello Work"')
    assert offices.served(tmp_path, ())[KUMAGAYA].name("en") == "Hello Work"


def test_what_differs_between_the_two_real_offices_is_what_their_terms_say() -> None:
    found = {key: (old, new) for key, old, new in offices.differences(*map(_whole, (KUMAGAYA, ONLINE)))}
    assert found["cancelling.by_chat"] == ("false", "true")  # K 6(4), S 12-2-6
    assert found["booking.one_a_day"] == ("false", "true")  # K 6, S 12-2-1
    assert found["video.tool"] == ('"TeleOffice"', '"Zoom"')  # K 4, S 4
    assert found["asked.residence"] == ('"off"', '"registered_only"')  # S 20-4
    assert "attendance.grace" not in found  # K 6(4) = S 12-2-6


def _whole(ident: str) -> offices.Settled:
    return offices.find(ident, None).model_dump(mode="json")


def test_the_commands_print_what_holds_and_what_differs(run: CliRunner, tmp_path: Path) -> None:
    file = changed(tmp_path, "grace = 10", "grace = 15")
    assert "kumagaya: version 2026-11-01 holds" in run.invoke(app, ["offices", "check"]).output
    assert "attendance.grace" in run.invoke(app, ["offices", "show", KUMAGAYA]).output
    told = run.invoke(app, ["offices", "diff", KUMAGAYA, str(file)]).output
    line = next(each for each in told.splitlines() if "attendance.grace" in each)
    assert [cell.strip() for cell in line.split("│")[2:4]] == ["10", "15"]


def test_a_command_draws_the_moves_as_they_stand_in_the_readme(run: CliRunner) -> None:
    drawn = run.invoke(app, ["offices", "moves"]).output
    assert f"```mermaid\n{drawn}```" in README.read_text("utf-8")


def test_the_settings_an_office_was_served_with_can_be_shown_and_compared_later(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = changed(tmp_path, "grace = 10", "grace = 15")
    for name, value in (("DATA_DIR", tmp_path), ("OFFICES_DIR", tmp_path), ("SECRET_KEYS", KEY)):
        monkeypatch.setenv(f"MADOGUCHI_{name}", str(value))
    wiring.prepare(load(_env_file=None), SystemChance(), FixedClock(NOW), migrate=True, rehearsal=True)
    then = offices.find(KUMAGAYA, tmp_path)
    changed(tmp_path, "grace = 10", "grace = 20")
    assert f"kumagaya@{then.stamp}" in run.invoke(app, ["offices", "kept", KUMAGAYA]).output
    told = run.invoke(app, ["offices", "diff", f"kumagaya@{then.stamp}", str(file)]).output
    (line,) = (each for each in told.splitlines() if each.startswith("│"))
    assert [cell.strip() for cell in line.split("│")[1:4]] == ["attendance.grace", "15", "20"]
    never = run.invoke(app, ["offices", "show", "kumagaya@2001-01-01+00000000"])
    assert "never served as '2001-01-01+00000000'" in str(never.exception)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("grace = 10", "grase = 10", "attendance.grase: there is no such setting (is 10); did you mean grace? allowed"),
        ('"08:30", "12:00"', '"08:30", "25:00"', "hours.mon.0.1"),
        ('"08:30", "12:00"', '"12:30", "12:00"', "hours.mon: a span must open before it closes, but 12:30"),
        ('"ja", "en", "ja-simple"', '"ja", "tlh", "ja-simple"', "languages: there is no catalogue of 'tlh'; there are"),
        ('default_language = "ja"', 'default_language = "tlh"', 'default_language: is not spoken here (is "tlh")'),
        (
            'names = { ja = "ハローワーク熊谷"',
            'names = { ja = "X", ebglish = "X"',
            "names.ebglish: there is no catalogue of",
        ),
        (
            'court = { ja = "',
            'court = { tlh = "X", ja = "',
            "terms.court.tlh: there is no catalogue of 'tlh'; there are",
        ),
        ("[sources.hours]", "[sources.hour]", "sources.hours: is missing; say where the values of [hours] come from"),
        ('[sources."booking.one_a_day"]', '[sources."booking.one_day"]', "sources.booking.one_day: there is no such"),
        ("length = 30", "length = 40", "desk.length: is no multiple of cell (is 40); cell is 15"),
    ],
)
def test_a_fault_in_an_office_file_stops_the_start_with_file_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    file = changed(tmp_path, old, new)
    with pytest.raises(BadSettings) as caught:
        offices.served(tmp_path, ())
    assert named in str(caught.value)
    assert str(caught.value).startswith(f"{file}: ")


def test_without_being_told_only_the_demo_is_served_and_by_name_any_shipped_office() -> None:
    assert list(offices.served(None, load(_env_file=None).served)) == [DEMO]
    asked = load(_env_file=None, offices=f"{ONLINE}, {KUMAGAYA}")
    assert list(offices.served(None, asked.served)) == [ONLINE, KUMAGAYA]


def test_an_office_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(BadSettings, match="no office 'nowhere'; offices: demo, kumagaya, online-system"):
        offices.served(None, ("nowhere",))
