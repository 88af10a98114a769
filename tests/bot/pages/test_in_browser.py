from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.web.parse import parse
from flows.messages import Picked, Said
from tests.bot.pages.house import nothing_yet, question
from tests.browser import DESKTOP, PHONE, grave_violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from bot.lab.server import LoopThread
    from tests.bot.pages.house import FakeHouse

pytestmark = pytest.mark.browser
LARGE = (
    "[...document.querySelectorAll('button, select, summary')]"
    ".every((each) => each.offsetParent === null || each.offsetHeight >= 44)"
)
FIRST_TIME = "button[value='p1:c1']"
# Posts reach the office, and its answers to them are held back.
SLOW_LINE = """() => {
  const quick = window.fetch;
  window.held = [];
  window.fetch = async (...all) => {
    const answer = await quick(...all);
    await new Promise((go) => held.push(go));
    return answer;
  };
}"""


def begin(page: Page, site: str) -> None:
    page.goto(f"{site}/chat/demo")
    page.get_by_role("button", name="Begin").click()
    page.locator(FIRST_TIME).wait_for()
    page.wait_for_load_state()  # before our script runs, the same buttons work as a plain form


def mark(page: Page) -> None:
    """So that a reload would be noticed."""
    page.evaluate("window.still = true")


def still_there(page: Page) -> bool:
    return bool(page.evaluate("window.still === true"))


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.value || document.activeElement.id")


def test_a_talk_goes_on_without_reloading(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page, site)
    mark(page)
    page.locator(FIRST_TIME).click()
    page.get_by_text("What is your name").wait_for()
    page.get_by_label("Your message").fill("Test Taro")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Your request is with the office").wait_for()
    assert page.get_by_label("Your message").input_value() == ""
    assert page.locator(".mine .text").all_inner_texts() == ["Tue Nov 24, 15:00", "Test Taro"]
    assert "picked" in (page.locator(FIRST_TIME).get_attribute("class") or "")
    assert still_there(page)


def test_a_talk_needs_no_javascript(site: str, open_page: Callable[..., Page], house: FakeHouse) -> None:
    page = open_page(java_script_enabled=False)
    begin(page, site)
    page.locator(FIRST_TIME).click()
    page.get_by_text("What is your name").wait_for()
    page.get_by_label("Your message").fill("Test Taro")
    page.get_by_label("Your message").press("Enter")
    page.get_by_text("Your request is with the office").wait_for()
    page.get_by_role("link", name="Show new messages").click()
    said = [parse(raw.payload).message for raw in house.raws.values()]
    assert said[1:] == [Picked("p1", "c1"), Said("Test Taro")]


def test_a_talk_needs_no_mouse_and_the_focus_is_where_the_answer_goes(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{site}/chat/demo")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(FIRST_TIME).wait_for()
    page.wait_for_load_state()
    while focused(page) != "p1:c3":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("button[value='p2:c1']:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#text:focus").wait_for()
    page.keyboard.type("Test Taro")
    page.keyboard.press("Enter")
    page.locator("button[value='p3:c1']").wait_for()
    assert focused(page) == "text"  # whoever types goes on typing: no key of theirs presses a button
    while focused(page) != "p3:c1":
        page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_key_that_is_held_down_answers_once(site: str, open_page: Callable[..., Page], house: FakeHouse) -> None:
    page = open_page()
    begin(page, site)
    page.locator("button[value='p1:c3']").focus()
    page.keyboard.down("Enter")
    page.locator("button[value='p2:c1']:focus").wait_for()
    page.keyboard.down("Enter")  # the same press, repeated by the keyboard
    page.keyboard.up("Enter")
    page.wait_for_load_state("networkidle")
    assert len(house.raws) == 2


def test_a_touch_leaves_the_focus_alone(site: str, open_page: Callable[..., Page]) -> None:
    """The keyboard of a telephone must not jump up and cover the question."""
    page = open_page(viewport=PHONE, has_touch=True)
    begin(page, site)
    page.locator(FIRST_TIME).tap()
    page.get_by_text("What is your name").wait_for()
    assert focused(page) != "text"


def test_two_quick_taps_are_one_answer(site: str, open_page: Callable[..., Page], house: FakeHouse) -> None:
    page = open_page()
    begin(page, site)
    page.locator(FIRST_TIME).dblclick()
    page.get_by_text("What is your name").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.locator(".mine").count() == 1
    assert len(house.raws) == 2


def test_what_the_office_writes_appears_by_itself(
    site: str, open_page: Callable[..., Page], house: FakeHouse, loop_thread: LoopThread
) -> None:
    page = open_page()
    begin(page, site)
    loop_thread.call(house.say(house.rows[0].address, [question("talk.when", "p7", "yes")]))
    page.locator("button[value='p7:c1']").wait_for()
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert "past" in (page.locator(".bubble", has=page.locator(FIRST_TIME)).get_attribute("class") or "")


def test_another_language_changes_the_whole_page(
    site: str, open_page: Callable[..., Page], house: FakeHouse, loop_thread: LoopThread
) -> None:
    page = open_page()
    begin(page, site)
    mark(page)
    loop_thread.call(house.say(house.rows[0].address, [question("talk.when", "p7", "yes")], "ja"))
    page.locator("html[lang=ja]").wait_for()
    assert not still_there(page)


def test_what_is_typed_while_a_message_is_under_way_is_the_next_one(
    site: str, open_page: Callable[..., Page], house: FakeHouse
) -> None:
    """It is not wiped out, not joined to the other, not taken for a repetition of it, and does not come before it."""
    page = open_page()
    begin(page, site)
    page.evaluate(SLOW_LINE)
    page.get_by_label("Your message").click()
    for text in ("Test Taro", "yes", "yes"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.locator(".mine").wait_for()  # the message is there before its post is answered
    page.keyboard.type("half a wo")
    for _ in range(3):
        page.wait_for_function("() => held.length")
        page.evaluate("held.shift()()")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    assert [parse(raw.payload).message for raw in house.raws.values()][1:] == [
        Said("Test Taro"),
        Said("yes"),
        Said("yes"),
    ]
    assert page.get_by_label("Your message").input_value() == "half a wo"


def test_what_was_said_after_something_that_could_not_be_sent_comes_back_with_it_in_its_order(
    site: str, open_page: Callable[..., Page], house: FakeHouse
) -> None:
    """It would answer the wrong question."""
    page = open_page()
    begin(page, site)
    under_way: list[Route] = []
    page.route("**/chat/demo", lambda route: under_way.append(route))  # noqa: PLW0108 -- it takes no builtin
    page.get_by_label("Your message").click()
    with page.expect_request("**/chat/demo"):
        page.keyboard.type("Test Taro")
        page.keyboard.press("Enter")
    page.keyboard.type("0123")
    page.keyboard.press("Enter")
    page.keyboard.type("half a wo")
    under_way[0].abort()
    page.get_by_text("That was not sent").wait_for()
    assert page.get_by_label("Your message").input_value() == "Test Taro 0123 half a wo"
    assert len(under_way) == 1
    assert len(house.raws) == 1


def test_an_answer_that_comes_late_takes_the_focus_from_nobody_who_types(
    site: str, open_page: Callable[..., Page]
) -> None:
    """Somebody presses a button, and begins to type before the next question is there."""
    page = open_page()
    begin(page, site)
    under_way: list[Route] = []
    page.route("**/chat/demo", lambda route: under_way.append(route))  # noqa: PLW0108 -- it takes no builtin
    with page.expect_request("**/chat/demo"):
        page.locator("button[value='p1:c3']").click()
    page.get_by_label("Your message").click()
    page.keyboard.type("Test ")
    under_way[0].continue_()
    page.locator("button[value='p2:c1']").wait_for()
    page.wait_for_function("() => answered === null")
    page.keyboard.type("Taro")
    assert focused(page) == "Test Taro"


def test_the_language_changes_and_what_is_being_written_stays(
    site: str, open_page: Callable[..., Page], house: FakeHouse, loop_thread: LoopThread
) -> None:
    page = open_page()
    begin(page, site)
    page.get_by_label("Your message").click()
    page.keyboard.type("half a wo")
    loop_thread.call(house.say(house.rows[0].address, [question("talk.when", "p7", "yes")], "ja"))
    page.locator("html[lang=ja]").wait_for()
    page.locator("#text:focus").wait_for()
    assert page.locator("#text").input_value() == "half a wo"


def test_what_could_not_be_sent_is_kept_and_said_so(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    begin(page, site)

    def cut(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/chat/demo", cut)
    page.get_by_label("Your message").fill("Test Taro")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("That was not sent").wait_for()
    assert page.get_by_label("Your message").input_value() == "Test Taro"
    page.unroute("**/chat/demo")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Your request is with the office").wait_for()
    assert not page.get_by_text("That was not sent").is_visible()


def test_the_newest_question_is_in_sight(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 375, "height": 520})
    begin(page, site)
    page.locator(FIRST_TIME).click()
    page.get_by_text("What is your name").wait_for()
    page.get_by_label("Your message").fill("Test Taro")
    page.get_by_label("Your message").press("Enter")
    page.wait_for_function(
        "() => { const log = document.getElementById('log').getBoundingClientRect();"
        " const it = document.querySelector(\"button[value='p3:c1']\")?.getBoundingClientRect();"
        " return it && it.top >= log.top && it.bottom <= log.bottom; }"
    )


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light-desktop", "dark-phone"]
)
def test_every_page_can_be_used_by_everyone(
    site: str,
    open_page: Callable[..., Page],
    house: FakeHouse,
    viewport: dict[str, int],
    scheme: str,
    loop_thread: LoopThread,
) -> None:
    view = nothing_yet()
    house.views = {"open": view, "joined": replace(view, joined=True), "over": replace(view, state="over")}
    loop_thread.call(house.say("demo-staff", [question("talk.card", "p9", "one", "two")]))
    page = open_page(viewport=viewport, color_scheme=scheme)
    found = []
    for path in ("/chat/demo", "/chat/demo?back=c", "/chat/nowhere", "/j/open", "/j/joined", "/j/over", "/j/x"):
        page.goto(f"{site}{path}")
        found += grave_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
    begin(page, site)
    page.locator("button[value='p1:c3']").click()
    page.locator("button[value='p2:c1']").wait_for()
    found += grave_violations(page)
    page.goto(site)
    for frame in page.frames:
        frame.wait_for_load_state()
        found += grave_violations(frame)
        assert frame.evaluate(LARGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert found == []


def test_both_sides_are_played_on_one_page(
    site: str, open_page: Callable[..., Page], house: FakeHouse, loop_thread: LoopThread
) -> None:
    loop_thread.call(house.say("demo-staff", [question("talk.card", "p9", "one")]))
    page = open_page()
    page.goto(site)
    mark(page)
    seeker = page.frame_locator('iframe[title="The job seeker\'s chat"]')
    staff = page.frame_locator('iframe[title="The staff group\'s chat"]')
    seeker.get_by_role("button", name="Begin").click()
    seeker.locator(FIRST_TIME).click()
    seeker.get_by_text("What is your name").wait_for()
    staff.locator("button[value='p9:c1']").click()
    staff.get_by_text("Clerk A:").wait_for()
    page.get_by_role("button", name="+1 hour").click()
    page.get_by_text("11:00").wait_for()
    page.get_by_role("button", name="To the next event").click()
    page.get_by_text("nothing is waiting").wait_for()
    assert still_there(page)
    page.get_by_role("button", name="Start again").click()
    seeker.get_by_role("button", name="Begin").wait_for()


def test_a_small_screen_shows_one_side_and_says_when_the_other_has_news(
    site: str, open_page: Callable[..., Page], house: FakeHouse, loop_thread: LoopThread
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(site)
    staff = page.locator("section.staff")
    assert not staff.is_visible()
    page.frames[-1].wait_for_load_state()
    loop_thread.call(house.say("demo-staff", [question("talk.card", "p9", "one")]))
    page.get_by_role("radio", name="Staff group new message").wait_for()
    page.get_by_role("radio", name="Job seeker").focus()
    page.keyboard.press("ArrowRight")
    staff.wait_for(state="visible")
    page.get_by_role("radio", name="Staff group", exact=True).wait_for()


def test_the_demo_needs_no_javascript(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site)
    page.get_by_role("button", name="+1 hour").click()
    page.get_by_text("11:00").wait_for()
    page.get_by_label("Language").select_option("ja")
    page.get_by_role("button", name="Change").click()
    page.locator("html[lang=ja]").wait_for()


def test_the_join_button_works_and_asks_for_nothing_but_a_press(
    site: str, open_page: Callable[..., Page], house: FakeHouse
) -> None:
    house.views = {"open": replace(nothing_yet(), link="https://video.invalid/room")}
    page = open_page(viewport=PHONE)
    page.route("https://video.invalid/**", lambda route: route.fulfill(body="The room"))
    page.goto(f"{site}/j/open")
    page.get_by_role("button", name="Join now").click()
    page.get_by_text("The room").wait_for()
    assert [token for token, _ in house.contacts] == ["open"]
