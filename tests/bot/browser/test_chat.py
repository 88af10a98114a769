from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import icalendar
import pytest

from tests.bot.browser.hands import Mouse
from tests.bot.browser.players import ANSWERS, NAME, WISHES, Clerk, Seeker
from tests.browser import grave_violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.bot.browser.service import Demo

    Open = Callable[..., Page]

pytestmark = pytest.mark.browser
PATIENCE: Final = 30_000
PHONE: Final = {"width": 375, "height": 812}


def seeker_at(page: Page, demo: Demo, tag: str = "en", **more: Any) -> Seeker:
    """Someone who opens the chat alone, without the demo's page around it."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{demo.url}/chat/demo?lang={tag}")
    return Seeker(page, page, Mouse(page), tag, **more)


def clerk_at(page: Page, demo: Demo, tag: str = "en") -> Clerk:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{demo.url}/demo/staff")
    return Clerk(page, page, Mouse(page), tag)


@pytest.fixture
def clerk(demo: Demo, open_page: Open) -> Clerk:
    """In a browser of their own, reading English."""
    demo.speak("en")
    return clerk_at(open_page(), demo)


def answered(seeker: Seeker, demo: Demo, *more: str) -> None:
    """Every question up to the wishes, and what more there is; not by hand, as something else is looked at."""
    seeker.begins()
    demo.takes(demo.address, "go_on", *ANSWERS, *more)


def booked(seeker: Seeker, demo: Demo) -> None:
    answered(seeker, demo, *WISHES, "apply")
    seeker.code = demo.codes()[-1]
    demo.orders(seeker.code, "1 2", "offer")
    demo.takes(demo.address, "1")
    seeker.sees("notice.booked")


def given_a_link(seeker: Seeker, clerk: Clerk) -> None:
    """Without one nobody is deemed absent."""
    clerk.say(f"{seeker.code} link https://video.invalid/room")
    clerk.answered(seeker.code, "staff.did.link")
    seeker.sees("notice.link")


def told(page: Page) -> list[str]:
    return page.locator(".bubble").all_inner_texts()


def test_a_reload_resumes_with_the_whole_history(demo: Demo, open_page: Open) -> None:
    page = open_page()
    seeker = seeker_at(page, demo)
    answered(seeker, demo)
    seeker.sees("wish.day.ask")
    before = told(page)
    page.reload()
    assert told(page) == before
    seeker.wishes()
    assert NAME in seeker.sees("booking.review.ask").inner_text()


def test_the_private_link_brings_the_talk_to_another_device_and_closes_it_on_the_first(
    demo: Demo, open_page: Open
) -> None:
    first, second = open_page(), open_page()
    seeker = seeker_at(first, demo)
    answered(seeker, demo, *WISHES)
    link = seeker.return_link()  # before anything was sent
    second.set_default_timeout(PATIENCE)
    second.goto(link)
    second.goto(link)
    assert second.locator(".bubble").count() == 0
    first.reload()
    seeker.sees("booking.review.ask")
    second.locator("form[action$='/back'] button").click()
    there = Seeker(second, second, Mouse(second), "en")
    there.sees("booking.review.ask")
    new_link = there.link_in("anytime.new_link", "?back=")
    there.applies()
    first.reload()
    first.locator("form[action$='/start']").wait_for()
    assert first.locator(".bubble").count() == 0
    third = open_page()
    third.goto(link)
    third.locator("a.big").wait_for()  # it works once
    assert third.locator(".bubble").count() == 0
    third.goto(new_link)  # and a new one was told
    third.locator("form[action$='/back'] button").wait_for()


def test_the_calendar_entry_can_be_kept(demo: Demo, open_page: Open) -> None:
    page = open_page()
    seeker = seeker_at(page, demo)
    booked(seeker, demo)
    address = seeker.calendar_link()
    with page.expect_download() as begun:
        page.evaluate("(address) => { location.href = address; }", address)
    content = begun.value.path().read_bytes()
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    assert str(event["URL"]) == seeker.join_link()
    assert event.duration == timedelta(minutes=30)
    assert NAME.encode() not in content


def test_a_booking_becomes_certain_without_javascript(demo: Demo, open_page: Open) -> None:
    demo.speak("en")
    person, staff = (open_page(java_script_enabled=False) for _ in range(2))
    seeker, clerk = Plain.of(seeker_at(person, demo)), PlainClerk.of(clerk_at(staff, demo))
    seeker.begins()
    seeker.asks()
    staff.reload()
    clerk.offers(seeker.code)
    seeker.chooses()
    staff.reload()
    clerk.answered(seeker.code, "staff.told.booked")


class Plain(Seeker):
    """Someone whose browser shows what is new only when it is asked to."""

    @classmethod
    def of(cls, other: Seeker) -> Plain:
        return cls(other.page, other.page, other.hands, other.tag)

    def chooses(self) -> None:
        self.page.locator(".refresh a").click()
        super().chooses()


class PlainClerk(Clerk):
    @classmethod
    def of(cls, other: Clerk) -> PlainClerk:
        return cls(other.page, other.page, other.hands, other.tag)


def test_looking_at_the_join_page_is_nothing_and_its_button_is_contact(
    demo: Demo, open_page: Open, clerk: Clerk
) -> None:
    seeker = seeker_at(open_page(), demo)
    booked(seeker, demo)
    link, page = seeker.join_link(), open_page(viewport=PHONE)
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    assert page.locator("form button").count() == 0  # too early
    demo.move_to("start")
    page.goto(link)
    page.goto(f"{link}?join=1")
    token = link.rpartition("/")[2]
    assert not demo.is_in_touch(token)
    page.locator("form button").click()
    page.locator(".good").wait_for()
    assert demo.is_in_touch(token)
    clerk.answered(seeker.code, "staff.told.contact")


def test_another_language_in_the_middle_keeps_the_answers_and_speaks_it_throughout(demo: Demo, open_page: Open) -> None:
    page = open_page()
    seeker = seeker_at(page, demo, "ja")
    answered(seeker, demo)
    seeker.sees("wish.day.ask")
    seeker.say("English")
    seeker.tag = "en"
    seeker.sees("wish.day.ask")
    page.locator("html[lang='en']").wait_for()
    assert page.locator(".bubble.ours").first.get_attribute("lang") == "ja"
    assert page.locator(".bubble.ours").last.get_attribute("lang") == "en"
    seeker.wishes()
    assert NAME in seeker.sees("booking.review.ask").inner_text()


def test_a_button_of_an_old_question_changes_nothing(demo: Demo, open_page: Open) -> None:
    page = open_page()
    seeker = seeker_at(page, demo)
    seeker.begins()
    seeker.agrees_to_go_on()
    old = page.locator("button[value$=':disagree']").get_attribute("value")
    demo.takes(demo.address, *ANSWERS)
    seeker.sees("wish.day.ask")
    seeker.press(page.locator(f"button[value='{old}']"))
    seeker.sees("anytime.stale", "wish.day.ask")
    seeker.wishes()
    assert NAME in seeker.sees("booking.review.ask").inner_text()


def test_what_is_sent_twice_is_answered_once(demo: Demo, open_page: Open) -> None:
    page = open_page()
    seeker = seeker_at(page, demo)
    seeker.begins()
    page.locator("button[value$=':go_on']").dblclick()
    seeker.sees("booking.terms.ask")
    seeker.is_ready()
    page.locator("#text").fill(NAME)
    page.locator("#text").press("Enter")
    page.locator("#text").press("Enter")
    seeker.sees("booking.number.ask")
    page.reload()
    seeker.since = 0
    assert seeker.bubbles("booking.terms.ask").count() == 1
    assert page.locator(".bubble.mine").filter(has_text=NAME).count() == 1
    assert seeker.bubbles("booking.number.ask").count() == 1


def test_the_chat_the_staff_group_and_the_join_page_can_be_used_by_everyone(
    demo: Demo, open_page: Open, clerk: Clerk
) -> None:
    page = open_page()
    found: list[str] = []

    def look(at: Page) -> None:
        at.emulate_media(color_scheme="light")
        at.set_viewport_size({"width": 375, "height": 812})
        found.extend(grave_violations(at))
        at.emulate_media(color_scheme="dark")
        at.set_viewport_size({"width": 1280, "height": 900})
        found.extend(grave_violations(at))

    seeker = seeker_at(page, demo)
    look(page)
    seeker.begins()
    seeker.agrees_to_go_on()
    look(page)
    demo.takes(demo.address, *ANSWERS, *WISHES)
    seeker.sees("booking.review.ask")
    look(page)
    seeker.applies()
    clerk.card(seeker.code, ticked=0).wait_for()
    look(clerk.page)
    demo.orders(seeker.code, "1 2", "offer")
    seeker.chooses()
    given_a_link(seeker, clerk)
    look(page)
    join = open_page()
    join.goto(seeker.join_link())
    look(join)
    demo.move_to("grace")
    seeker.sees("notice.deemed")
    look(page)
    look(clerk.page)
    join.reload()
    look(join)
    join.goto(demo.url)
    look(join)
    assert found == []
