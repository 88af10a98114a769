"""The benchmarks, with sizes too small to mean anything: that they run, and that their figures hold together."""

from __future__ import annotations

import pytest

from bot.lab import bare, bench


@pytest.mark.parametrize("database", ["", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_turns_are_measured_against_the_same_statements_without_the_house(
    request: pytest.FixtureRequest, database: str
) -> None:
    url = request.getfixturevalue("postgres_url") if database else ""

    figures = bench.turn(4, url)

    turns, alone, ratio = (figures[name] for name in ("turns_per_second", "bare_per_second", "ratio_to_bare"))
    assert isinstance(turns, float)
    assert isinstance(alone, float)
    assert turns > 0
    assert ratio == pytest.approx(turns / alone)
    assert float(figures["statements_per_turn"]) > 5
    assert figures["database"] == ("postgresql" if database else "sqlite")


def test_every_update_is_answered_while_turns_are_decided() -> None:
    figures = bench.webhook(10, 2)

    assert figures["answered"] == 20
    assert figures["errors"] == 0
    assert 0 < float(figures["p50_ms"]) <= float(figures["p99_ms"]) <= float(figures["max_ms"])


def test_the_bare_program_imports_a_driver_and_nothing_of_the_house() -> None:
    modules = {name for name, value in vars(bare).items() if type(value).__name__ == "module"}

    assert modules == {"sqlite3"}
