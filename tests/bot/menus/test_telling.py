"""Telling LINE's stand-in of the menus, over HTTP: once, again, changed, failing anywhere and then again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import pytest

from bot.channels.line.menus import MenuApi
from bot.lab.faults import Fault
from bot.lab.line import LineLab
from bot.menus.drawing import Drawn
from bot.menus.layout import alias, name, request
from bot.menus.telling import Told, tell
from bot.ports import Unreachable
from tests.bot.moving import words

TAGS = tuple(words())
Api = Callable[[], MenuApi]
Plain = Callable[..., Drawn]


@dataclass
class People:
    """Notes who had to look anew, and what stood at LINE while they were linked."""

    lab: LineLab
    outdated: list[frozenset[str]] = field(default_factory=list)
    known: list[frozenset[str]] = field(default_factory=list)
    fails: bool = False

    async def outdate(self, tags: Collection[str]) -> None:
        self.outdated.append(frozenset(tags))

    async def relink(self) -> None:
        self.known.append(frozenset(self.lab.world.menus.known))
        if self.fails:
            raise Unreachable("planted")


@pytest.fixture
def people(lab: LineLab) -> People:
    return People(lab)


async def told(api: Api, people: People, *drawn: Drawn, default: str = "ja") -> Told:
    async with api() as menus:
        return await tell(menus, drawn, default, people)


def whole(lab: LineLab, *drawn: Drawn, default: str = "ja") -> None:
    """LINE has each of them once, with picture and alias, and nothing else of ours."""
    menus = lab.world.menus
    ours = {ident: each["name"] for ident, each in menus.known.items() if each["name"].startswith("madoguchi")}
    assert sorted(ours.values()) == sorted(name(each.menu.tag, each.digest) for each in drawn)
    assert ours.keys() <= menus.images.keys()
    assert {found: ours[ident] for found, ident in menus.aliases.items()} == {
        alias(each.menu.tag): name(each.menu.tag, each.digest) for each in drawn
    }
    assert menus.default == menus.aliases[alias(default)]


def written(lab: LineLab) -> list[str]:
    return [each.method for each in lab.calls if not each.method.startswith("get")]


async def test_all_languages_are_told_and_the_first_is_what_everybody_sees(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    drawn = [plain(tag) for tag in TAGS]
    assert await told(api, people, *drawn) == Told(TAGS, (), 0)
    whole(lab, *drawn)
    assert people.outdated[-1] == frozenset(TAGS) - {"ja"}  # who sees everybody's sees the right one already
    assert all(call.ok for call in lab.calls if call.method != "getDefaultRichMenuId")


async def test_nothing_is_uploaded_again_while_it_is_the_same(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    await told(api, people, plain("ja"), plain("vi"))
    lab.calls.clear()
    assert await told(api, people, plain("ja"), plain("vi")) == Told((), ("ja", "vi"), 0)
    assert written(lab) == []
    assert people.outdated[-1] == frozenset()


async def test_what_changed_takes_the_place_of_the_old_once_everybody_sees_it(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    await told(api, people, plain("ja"), plain("vi"))
    old = lab.world.menus.aliases[alias("vi")]
    assert await told(api, people, plain("ja"), plain("vi", "new")) == Told(("vi",), ("ja",), 1)
    whole(lab, plain("ja"), plain("vi", "new"))
    assert people.outdated[-1] == {"vi"}
    assert old in people.known[-1]
    assert old not in lab.world.menus.known


async def test_everybodys_menu_is_changed_without_asking_for_each_person(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    await told(api, people, plain("ja"), plain("vi"))
    await told(api, people, plain("ja", "new"), plain("vi"))
    whole(lab, plain("ja", "new"), plain("vi"))
    assert people.outdated[-1] == frozenset()


async def test_another_first_language_concerns_whoever_speaks_the_old_or_the_new(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    drawn = (plain("ja"), plain("en"), plain("vi"))
    await told(api, people, *drawn)
    assert await told(api, people, *drawn, default="en") == Told((), ("ja", "en", "vi"), 0)
    whole(lab, *drawn, default="en")
    assert people.outdated[-1] == {"ja", "en"}


async def test_a_language_that_is_served_no_more_goes_and_menus_of_others_stay(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    async with api() as menus:
        theirs = await menus.create(request(plain("en").menu, "Spring campaign"))
        await menus.upload(theirs, plain("en").png)
        await menus.name("spring", theirs, new=True)
    await told(api, people, plain("ja"), plain("vi"))
    await told(api, people, plain("ja"))
    assert lab.world.menus.known[theirs]["name"] == "Spring campaign"
    assert lab.world.menus.aliases.pop("spring") == theirs
    whole(lab, plain("ja"))
    assert people.outdated[-1] == {"vi"}


async def test_the_old_ones_stay_while_somebody_still_sees_them(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    await told(api, people, plain("ja"), plain("vi"))
    old = lab.world.menus.aliases[alias("vi")]
    people.fails = True
    with pytest.raises(Unreachable, match="planted"):
        await told(api, people, plain("ja"), plain("vi", "new"))
    assert old in lab.world.menus.known
    people.fails = False
    await told(api, people, plain("ja"), plain("vi", "new"))
    assert people.outdated[-1] == {"vi"}  # not forgotten
    whole(lab, plain("ja"), plain("vi", "new"))


STEPS = (
    *("getRichMenuList", "getRichMenuAliasList", "createRichMenu", "setRichMenuImage", "createRichMenuAlias"),
    *("updateRichMenuAlias", "setDefaultRichMenu", "deleteRichMenu", "deleteRichMenuAlias"),
)
OTHERS = (Fault.GATEWAY, Fault.TRUNCATED, Fault.TOO_MANY, Fault.UNAUTHORIZED, Fault.SILENT_AFTER)
FAILURES = (
    *((step, fault) for step in STEPS for fault in (Fault.ERROR, Fault.ERROR_AFTER, Fault.RESET)),
    *(("setRichMenuImage", fault) for fault in OTHERS),
)


@pytest.mark.parametrize(("step", "fault"), FAILURES)
async def test_after_a_failure_anywhere_it_goes_on_from_there(
    lab: LineLab, api: Api, people: People, plain: Plain, step: str, fault: Fault
) -> None:
    await told(api, people, plain("ja"), plain("en"), plain("ko"))
    wanted = (plain("ja", "new"), plain("en", "new"), plain("vi"))
    lab.fail_next(step, fault)
    with pytest.raises(Unreachable):
        await told(api, people, *wanted)
    await told(api, people, *wanted)
    whole(lab, *wanted)
    seen = frozenset().union(*people.outdated[2:])
    assert seen == {"en", "ko", "vi"}


async def test_an_answer_that_promises_nothing_ends_it_with_a_cause(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    for step in ("getRichMenuList", "getRichMenuAliasList", "getDefaultRichMenuId", "createRichMenu"):
        lab.fail_next(step, Fault.OFF_SCHEMA)
        with pytest.raises(Unreachable, match="cannot be read"):
            await told(api, people, plain("ja"))
    await told(api, people, plain("ja"))
    whole(lab, plain("ja"))


async def test_too_many_new_menus_in_an_hour_says_what_to_do(
    lab: LineLab, api: Api, people: People, plain: Plain
) -> None:
    lab.fail_next("createRichMenu", Fault.TOO_MANY)
    with pytest.raises(Unreachable, match="run this again later"):
        await told(api, people, plain("ja"))


async def test_pictures_go_to_the_address_of_data(lab: LineLab, people: People, plain: Plain) -> None:
    async with MenuApi(lab.access_token, lab.url, "http://127.0.0.1:9", 0.5) as menus:
        with pytest.raises(Unreachable, match="ConnectError"):
            await tell(menus, [plain("ja")], "ja", people)
    assert lab.calls[-1].method == "createRichMenu"
