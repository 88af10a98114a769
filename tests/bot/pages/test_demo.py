from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.channels.web.parse import parse
from bot.pages.paper import HERE
from flows.keys.pages import pages
from tests.bot.pages.house import START, question
from tests.bot.pages.test_chat import hidden

if TYPE_CHECKING:
    from httpx import Client

    from bot.lab.server import LoopThread
    from tests.bot.pages.house import FakeHouse, FakeStage

KEY = re.compile(r"""["']((?:web|join|calendar|demo|form)(?:\.[a-z_]+)+)(?<!html)["']""")
BUILT = frozenset(  # where a template joins a key from two parts
    f"{stem}.{part}" for stem in ("web.lost", "web.stale", "join.over", "join.cancelled") for part in ("title", "text")
)
FAULTS = frozenset(f"form.number.{fault}" for fault in ("both", "missing", "split", "wrong"))


def test_the_page_shows_both_sides_the_clock_and_what_comes_next(client: Client) -> None:
    text = client.get("/").text
    assert 'src="/chat/demo?lang=en"' in text
    assert 'src="/demo/staff"' in text
    assert "10:00" in text
    assert "Next: reminder" in text


@pytest.mark.parametrize(("step", "after"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1))])
def test_the_clock_moves_by_forms_alone(client: Client, house: FakeHouse, step: str, after: timedelta) -> None:
    form = hidden(client.get("/"))
    assert client.post("/demo/clock", data={**form, "step": step}).headers["location"] == "/"
    assert house.clock.now() == START + after


def test_the_clock_goes_to_the_next_event(client: Client, house: FakeHouse) -> None:
    client.post("/demo/clock", data={**hidden(client.get("/")), "step": "next"})
    assert house.clock.now() == START + timedelta(hours=23)
    assert "nothing is waiting" in client.get("/demo/clock").text


def test_the_language_is_chosen_and_only_from_those_offered(client: Client, stage: FakeStage) -> None:
    form = hidden(client.get("/"))
    client.post("/demo/language", data={**form, "lang": "xx"})
    assert stage.chosen is None
    client.post("/demo/language", data={**form, "lang": "ja-simple"})
    assert '<html lang="ja-simple"' in client.get("/").text


@pytest.mark.parametrize(("browser", "tag"), [("en-GB,ja;q=0.5", "en"), ("ja", "ja"), ("xx", "ja")])
def test_the_staff_group_is_greeted_in_the_language_of_the_browser(
    client: Client, stage: FakeStage, browser: str, tag: str
) -> None:
    client.get("/", headers={"accept-language": browser})
    assert stage.greeted == tag


def test_it_starts_again(client: Client, stage: FakeStage) -> None:
    client.post("/demo/restart", data=hidden(client.get("/")))
    assert stage.restarts == 1


@pytest.mark.parametrize("path", ["/demo/clock", "/demo/language", "/demo/restart", "/demo/staff"])
def test_a_form_that_is_not_ours_moves_nothing(client: Client, house: FakeHouse, stage: FakeStage, path: str) -> None:
    form = {"form_token": "0" * 32, "step": "day", "lang": "ja", "text": "offer"}
    assert client.post(path, data=form).status_code == 403
    assert (house.clock.now(), stage.chosen, stage.restarts, house.raws) == (START, None, 0, {})


def test_a_clerk_writes_into_the_group_by_name(client: Client, house: FakeHouse, loop_thread: LoopThread) -> None:
    loop_thread.call(house.say("demo-staff", [question("talk.card", "p9", "one")]))
    page = client.get("/demo/staff")
    assert "You write as Clerk A" in page.text
    client.post("/demo/staff", data={**hidden(page), "pick": "p9:c1"})
    incoming = parse(next(iter(house.raws.values())).payload)
    assert (incoming.conversation, incoming.group, incoming.author.name) == ("demo-staff", True, "Clerk A")
    assert "Clerk A:" in client.get("/demo/staff").text


def test_every_card_of_the_group_still_waits(client: Client, house: FakeHouse, loop_thread: LoopThread) -> None:
    cards = [question("talk.card", "p8", "one"), question("talk.card", "p9", "one")]
    loop_thread.call(house.say("demo-staff", cards))
    assert "past" not in client.get("/demo/staff").text


def test_every_key_that_the_pages_name_is_listed_and_the_other_way_round() -> None:
    sources = [*HERE.glob("*.py"), *HERE.glob("templates/*.html")]
    named = {key for path in sources for key in KEY.findall(path.read_text("utf-8"))}
    stems = {key.rsplit(".", 1)[0] for key in BUILT}
    events = {key for key in pages() if key.startswith("demo.event.")}  # the wiring names these
    assert (named - stems) | BUILT | FAULTS | events == set(pages())


def test_the_pages_run_no_script_of_their_own_lines() -> None:
    for path in HERE.glob("templates/*.html"):
        text = path.read_text("utf-8")
        assert "style=" not in text, path.name
        assert not re.search(r"\son[a-z]+=", text), path.name
        assert not re.search(r"<script(?! src=)", text), path.name


def test_only_our_own_files_are_asked_for() -> None:
    for path in [*HERE.glob("templates/*"), *HERE.glob("static/*")]:
        found = re.findall(r"(?:https?:)?//[a-z][^\s\"')]*", path.read_text("utf-8"))
        assert [each for each in found if "w3.org" not in each] == [], path.name
