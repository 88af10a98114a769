"""The settings of an office whose effect is seen only with records or a platform, each written anew in a shipped file.

The others stand in tests/flows/office/test_every_setting.py; together they are all that there are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import select

from bot import wiring
from bot.turn import Turns
from storage.records import documents, tellings
from storage.tables.documents import TELLING
from tests.bot import test_figures, test_showing
from tests.bot.moving import MONDAY, Machine
from tests.flows.office.settings import BY_MACHINE, with_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings
    from storage.unit import Unit


def serving(machine: Machine, setting: str, value: str) -> Machine:
    machine.rooms = replace(machine.rooms, policies={"demo": with_values("demo", {setting: value})})
    machine.worker.turns = machine.turns = Turns(machine.rooms)
    return machine


async def after(machine: Machine, **event: Any) -> tuple[Any, ...]:
    """Language guessed, language, and end of the draft of the only chat, after one message."""
    machine.event("one", **event)
    await machine.worker.settle()
    (row,) = machine.ask("SELECT guess, locale, draft_expires_at FROM conversation")
    return row


@pytest.mark.parametrize("tag", ["ja", "en", "ja-simple"])
async def test_default_language_speaks_to_whom_the_platform_names_no_language_of_ours(
    machine: Machine, tag: str
) -> None:
    machine.phone.tongue = "xx"
    guess, *_ = await after(serving(machine, "default_language", f'"{tag}"'), kind="opened")
    assert guess == tag


@pytest.mark.parametrize("tag", ["ja", "en"])
async def test_staff_language_is_that_of_a_new_group(machine: Machine, tag: str) -> None:
    setting = serving(machine, "staff_language", f'"{tag}"')
    _, locale, _ = await after(setting, kind="said", text="hello", group=True)
    assert locale == tag


@pytest.mark.parametrize("days", [1, 3])
async def test_draft_days_are_how_long_unfinished_answers_are_kept(machine: Machine, days: int) -> None:
    serving(machine, "retention.draft_days", str(days))
    machine.opens("taro")
    machine.says("taro", "English")
    await machine.worker.settle()
    assert machine.chat("taro").draft_expires_at == MONDAY + timedelta(days=days)


@pytest.mark.parametrize(("value", "asks"), [("notify", False), ("agree_again", True)])
def test_on_change_says_whether_who_is_told_of_new_terms_is_asked_to_agree_k_13_s_22(
    machine: Machine, value: str, *, asks: bool
) -> None:
    serving(machine, "terms.on_change", f'"{value}"')
    machine.wish(machine.chat("taro"))

    def publish(unit: Unit) -> list[bool]:
        documents.publish(unit, "demo", "office", "2", date(2026, 12, 1), "新しい規約", announced=True)
        assert tellings.plan(unit, machine.policy) == 1
        return list(unit.connection.execute(select(TELLING.c.asks)).scalars())

    assert machine.do(publish) == [asks]


@pytest.mark.parametrize(("provider", "missing"), [("manual", 0), ("zoom", 1)])
def test_provider_wants_credentials_of_an_office_whose_links_are_made_by_its_tool(provider: str, missing: int) -> None:
    class Bare:
        zoom: tuple[str, ...] = ()

    office = with_values("demo", {"video.provider": f'"{provider}"'})
    assert len(wiring.without_credentials(cast("Settings", Bare()), {"demo": office})) == missing


SEEN: dict[str, Callable[..., object]] = {
    "default_language": test_default_language_speaks_to_whom_the_platform_names_no_language_of_ours,
    "staff_language": test_staff_language_is_that_of_a_new_group,
    "retention.draft_days": test_draft_days_are_how_long_unfinished_answers_are_kept,
    "terms.on_change": test_on_change_says_whether_who_is_told_of_new_terms_is_asked_to_agree_k_13_s_22,
    "video.provider": test_provider_wants_credentials_of_an_office_whose_links_are_made_by_its_tool,
    # these two write their setting anew in the text of the demo's file, too
    "staff_card": test_showing.test_the_card_of_a_request_and_of_a_booking_is_as_the_file_says,
    "statistics.keep": test_figures.test_an_office_that_keeps_no_statistics_is_shown_none_and_says_so,
}


def test_together_with_the_pure_rows_every_setting_is_seen() -> None:
    assert SEEN.keys() == BY_MACHINE
