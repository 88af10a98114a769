"""Who sees which menu, over HTTP against LINE's stand-in: soon after they chose a language, and whatever fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from bot.channels.line.menus import MenuApi
from bot.lab.faults import Fault
from bot.lab.line import LineLab
from bot.menus.drawing import Drawn
from bot.menus.layout import alias
from bot.menus.linking import REST, Linking
from bot.menus.telling import tell
from storage.records import conversations, menus
from storage.records.conversations import Conversation
from tests.bot.moving import Machine

Plain = Callable[..., Drawn]
SERVED = ("ja", "en", "ja-simple", "vi")


@pytest.fixture
def machine(sqlite_url: str) -> Iterator[Machine]:
    made = Machine(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def linking(machine: Machine, api: Callable[[], MenuApi]) -> Linking:
    return Linking(machine.rooms, machine.store, api)


async def served(linking: Linking, plain: Plain, look: str = "", default: str = "ja") -> None:
    async with linking.open() as api:
        await tell(api, [plain(tag, look) for tag in SERVED], default, linking)


def chat(machine: Machine, lab: LineLab, name: str, tag: str) -> Conversation:
    address = lab.user(name).id
    return machine.do(
        lambda unit: conversations.find_or_make(
            unit, "line", address, group=False, guess=tag, default_locale="ja", office="demo"
        )
    )


def speaks(machine: Machine, chat: Conversation, tag: str) -> None:
    machine.do(lambda unit: conversations.speak(unit, conversations.lock(unit, chat.id), tag))


def sees(lab: LineLab, chat: Conversation) -> str:
    """The language of the menu of their own; empty where they see everybody's."""
    ident = lab.world.menus.linked.get(chat.address)
    return next((tag for tag in SERVED if ident and lab.world.menus.aliases[alias(tag)] == ident), "")


async def test_a_first_guess_and_every_later_choice_bring_the_menu_of_it(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    taro = chat(machine, lab, "Test Taro", "vi")
    await linking.link()
    assert sees(lab, taro) == "vi"
    speaks(machine, taro, "en")
    await linking.link()
    assert sees(lab, taro) == "en"
    speaks(machine, taro, "ja")
    await linking.link()
    assert sees(lab, taro) == ""
    lab.calls.clear()
    await linking.link()
    assert lab.calls == []


async def test_who_speaks_what_everybody_sees_costs_no_call_about_them(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    chat(machine, lab, "Test Jiro", "ja")
    lab.calls.clear()
    await linking.link()
    assert {each.method for each in lab.calls} == {"getRichMenuAliasList", "getDefaultRichMenuId"}
    assert machine.do(menus.owed) == ()


async def test_a_turn_that_changes_the_language_owes_the_menu(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    person = lab.user("Test Saburo")
    machine.opens(person.id, channel="line")
    machine.says(person.id, "日本語", channel="line")
    await machine.worker.settle()
    found = machine.do(lambda unit: conversations.find(unit, "line", person.id))
    assert found
    await linking.link()
    assert sees(lab, found) == ""
    machine.says(person.id, "language", channel="line")
    machine.says(person.id, "やさしい日本語", channel="line")
    await machine.worker.settle()
    await linking.link()
    assert sees(lab, found) == "ja-simple"


async def test_a_language_chosen_in_another_chat_of_the_same_person_counts_too(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    here, there = chat(machine, lab, "Test Taro", "ja"), machine.chat("42")
    same = text("UPDATE conversation SET person_id = :person WHERE id = :ident")
    machine.write(lambda connection: connection.execute(same, {"person": here.person, "ident": there.id}))
    speaks(machine, machine.do(lambda unit: conversations.lock(unit, there.id)), "vi")
    await linking.link()
    assert sees(lab, here) == "vi"


async def test_groups_and_other_channels_and_who_blocks_us_are_shown_none(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    machine.chat("42")
    machine.chat("C1", channel="line", group=True)
    taro = chat(machine, lab, "Test Taro", "vi")
    machine.do(lambda unit: conversations.block(unit, taro.id))
    await linking.link()
    assert lab.world.menus.linked == {}
    machine.do(lambda unit: conversations.unblock(unit, taro.id))
    await linking.link()
    assert sees(lab, taro) == "vi"


async def test_one_who_cannot_be_shown_any_holds_up_nobody(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    unknown = "U" + "0" * 32
    machine.do(
        lambda unit: conversations.find_or_make(
            unit, "line", unknown, group=False, guess="vi", default_locale="ja", office="demo"
        )
    )
    others = [chat(machine, lab, f"Test {number}", "vi") for number in range(3)]
    await linking.link()
    assert [sees(lab, each) for each in others] == ["vi"] * 3
    assert machine.do(menus.owed) == ()


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.TOO_MANY, Fault.RESET, Fault.SILENT_BEFORE, Fault.UNAUTHORIZED])
async def test_a_failure_is_tried_again_after_a_rest_and_no_sooner(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain, fault: Fault
) -> None:
    await served(linking, plain)
    taro = chat(machine, lab, "Test Taro", "vi")
    lab.fail_next("linkRichMenuIdToUser", fault, times=2)
    await linking.link()
    machine.later(seconds=REST - 1)
    lab.calls.clear()
    await linking.link()
    assert lab.calls == []
    machine.later(seconds=1)
    await linking.link()  # fails once more, and rests twice as long
    machine.later(seconds=2 * REST - 1)
    await linking.link()
    assert sees(lab, taro) == ""
    machine.later(seconds=1)
    await linking.link()
    assert sees(lab, taro) == "vi"


async def test_what_may_have_been_done_is_done_again_without_harm(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    taro = chat(machine, lab, "Test Taro", "vi")
    lab.fail_next("linkRichMenuIdToUser", Fault.ERROR_AFTER)
    await linking.link()
    machine.later(seconds=REST)
    await linking.link()
    assert sees(lab, taro) == "vi"
    assert machine.do(menus.owed) == ()


async def test_a_language_chosen_while_the_menu_is_being_linked_is_owed_still(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    taro = chat(machine, lab, "Test Taro", "vi")
    (owed,) = machine.do(menus.owed)
    speaks(machine, taro, "en")
    machine.write(lambda connection: linking._shown(owed, connection))
    assert [each.locale for each in machine.do(menus.owed)] == ["en"]


async def test_without_menus_nobody_waits_and_once_there_are_all_get_theirs(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    taro = chat(machine, lab, "Test Taro", "vi")
    await linking.link()
    assert machine.do(menus.owed) == ()
    await served(linking, plain)
    assert sees(lab, taro) == "vi"


async def test_new_menus_and_another_first_language_reach_everybody_before_the_old_go(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    people = {tag: chat(machine, lab, f"Test {tag}", tag) for tag in ("ja", "en", "vi")}
    await linking.link()
    assert {tag: sees(lab, each) for tag, each in people.items()} == {"ja": "", "en": "en", "vi": "vi"}
    await served(linking, plain, "new")
    assert {tag: sees(lab, each) for tag, each in people.items()} == {"ja": "", "en": "en", "vi": "vi"}
    await served(linking, plain, "new", default="en")
    assert {tag: sees(lab, each) for tag, each in people.items()} == {"ja": "ja", "en": "", "vi": "vi"}
    assert len(lab.world.menus.known) == len(SERVED)


async def test_an_account_that_has_no_menus_any_more_harms_nobody(
    machine: Machine, lab: LineLab, linking: Linking, plain: Plain
) -> None:
    await served(linking, plain)
    taro = chat(machine, lab, "Test Taro", "vi")
    lab.world.menus.known.pop(lab.world.menus.aliases[alias("vi")])  # deleted in between, its alias not yet
    await linking.link()
    assert [each.conversation for each in machine.do(menus.owed)] == [taro.id]
    await served(linking, plain)
    machine.later(seconds=REST)
    await linking.link()
    assert sees(lab, taro) == "vi"
