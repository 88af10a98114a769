"""Another chat of the same person: a code shown here and typed there, at any step; and a chat sent away again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import ALPHABET, SeededChance
from flows import facts
from flows.messages import Said
from flows.office.chats import LASTS, LENGTH, SIGNS, Together, may_join, proper, read_code, shown
from flows.office.refusals import ChatsOfTwoOffices, ChatsOneADay, ChatsTooManyOpen, TooManyOpen
from flows.office.rules import open_limit
from locales.words import catalogues
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at

WORDS = catalogues()
WAYS = {
    "en": ("use another app", "Another app", "/app"),
    "ja": ("別のアプリでも使う", "別のアプリ", "機種変更"),
    "ja-simple": ("ほかのアプリ", "ほかの アプリで 使(つか)う"),
}


def real(locale: str = "en", **rules: object) -> Talk:
    talk = Talk(policy(**rules), words=lambda each: WORDS[each])
    talk.person.locale = locale
    return talk


def code_of(person: Person) -> str:
    """Asked for and shown: as it stands on the screen."""
    person.says("use another app" if person.locale == "en" else "別のアプリ")
    person.taps("show")
    return str(person.last("chats.shown").values["code"])


def second(talk: Talk, locale: str = "en") -> Person:
    return talk.meets("second", channel="line", locale=locale)


@pytest.mark.parametrize(("locale", "typed"), [(tag, each) for tag, ways in WAYS.items() for each in ways])
def test_the_command_is_known_in_every_language(locale: str, typed: str) -> None:
    talk = real(locale)
    talk.person.opens()
    talk.person.says(typed)
    assert talk.person.step == "chats.which"


def test_it_is_on_the_menu_and_below_my_booking() -> None:
    talk = real()
    talk.person.applies()
    talk.person.says("menu")
    assert "_app" in talk.person.buttons()
    assert "_more" not in talk.person.buttons()
    talk.person.taps("_booking")
    talk.person.taps("_app")
    assert talk.person.step == "chats.which"
    talk.meets("new", locale="en").says("my booking")
    assert "_app" in talk.people["new"].buttons()


def test_the_code_is_shown_with_its_end_and_the_talk_goes_on_where_it_was() -> None:
    talk = real()
    talk.person.to("booking.phone")
    code = code_of(talk.person)
    assert talk.person.last("chats.shown").values["until"] == talk.now + LASTS
    assert talk.person.step == "booking.phone"
    assert read_code(code, WORDS["en"])


def test_the_second_chat_has_the_booking_and_can_cancel_it() -> None:
    talk = real()
    booked = talk.booked()
    other, code = second(talk), code_of(talk.person)
    other.says(code)
    assert other.step == "chats.sure"
    other.says("yes")
    assert talk.of(facts.ChatJoined)
    assert other.news() == ["chats.joined", "looking.booking.booked"]
    assert other.last().values["code"] == booked.code
    other.says("cancel")
    assert other.step == "cancelling.sure"


def test_nothing_is_shown_of_a_booking_before_the_yes() -> None:
    talk = real()
    booked = talk.booked()
    other = second(talk)
    other.says(code_of(talk.person))
    assert not any(booked.code in repr(each.values) for each in other.heard)
    other.says("no")
    assert other.news()[0] == "chats.apart"
    assert not talk.of(facts.ChatJoined)


@pytest.mark.parametrize("step", ["booking.language", "booking.name", "booking.phone", "booking.review"])
def test_a_code_is_taken_at_any_step_and_the_answers_are_kept(step: str) -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.to(step)
    before = other.draft
    other.says(code)
    assert other.step == "chats.sure"
    other.says("no")
    assert (other.step, other.draft) == (step, before)


def test_i_have_a_code_asks_for_it() -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.says("i have a code")
    other.says("2")
    assert other.step == "chats.code"
    other.says("K347")
    assert other.news()[0] == "anytime.unreadable"
    other.says(f"join {code.lower()}")
    assert other.step == "chats.sure"


def test_a_wrong_code_and_a_used_one_get_the_same_answer_and_are_counted() -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.opens()
    other.says("R347-ACDE")
    wrong = [(each.key, dict(each.values)) for each in other.heard[other.seen :]]
    talk.codes.clear()
    other.says(code)
    assert [(each.key, dict(each.values)) for each in other.heard[other.seen :]] == wrong
    assert wrong[0] == ("chats.wrong", {})
    assert len(talk.of(facts.ChatCodeMissed)) == 2


def test_who_has_to_wait_is_told_until_when_and_it_counts_no_further() -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.opens()
    other.wait_until = talk.now + timedelta(minutes=20)
    talk.codes.clear()
    other.says(code)
    assert other.news()[0] == "chats.wait"
    assert other.last("chats.wait").values["until"] == other.wait_until
    assert not talk.of(facts.ChatCodeMissed)


def test_the_own_code_leads_to_the_other_app() -> None:
    talk = real()
    talk.person.says(code_of(talk.person))
    assert talk.person.news()[0] == "chats.own"
    assert not talk.of(facts.ChatCodeMissed)


def test_a_code_that_ends_while_it_is_asked_about_joins_nothing() -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.says(code)
    talk.codes.clear()
    other.says("yes")
    assert other.news()[0] == "chats.wrong"
    assert not talk.of(facts.ChatJoined)


def test_a_link_with_a_code_asks_too() -> None:
    talk = real()
    code, other = code_of(talk.person), second(talk)
    other.opens(code.replace("-", ""))
    assert other.step == "chats.sure"


def test_more_open_bookings_than_one_person_may_have_stay_two_peoples() -> None:
    talk = real(booking__open_limit=2, booking__one_a_day=False)
    talk.person.applies()
    talk.person.says("book")
    talk.person.applies()
    other = second(talk)
    other.applies()
    other.says(code_of(talk.person))
    other.says("yes")
    assert other.news()[0] == "refusal.chats_too_many_open"
    assert not talk.of(facts.ChatJoined)
    assert talk.codes  # as good as before, once one is cancelled


def test_the_limit_itself_is_no_hindrance_and_counts_over_both_afterwards() -> None:
    talk = real(booking__open_limit=2)
    mine, other = talk.person.applies(), second(talk)
    theirs = other.applies()
    other.says(code_of(talk.person))
    other.says("yes")
    assert {each.code for each in other.view().applications} == {mine.code, theirs.code}
    assert open_limit(other.view().applications, talk.policy) == TooManyOpen(2, (theirs.code, mine.code))


def test_two_bookings_on_one_day_stay_two_peoples_where_one_a_day_is_the_rule_s_12_2_1() -> None:
    talk = real(booking__one_a_day=True, booking__open_limit=5)
    mine, other = talk.booked(at(20, 10)), second(talk)
    theirs = talk.booked(at(20, 14), person=other)
    rules = talk.policy
    assert may_join([mine], [theirs], talk.now, rules, {}) == ChatsOneADay(at(20, 10).date(), rules.phone)
    assert may_join([mine], [theirs], talk.now, policy(booking__one_a_day=False), {}) is None
    over = theirs.appointment.slot.end if theirs.appointment else talk.now
    assert may_join([mine], [theirs], over, rules, {}) is None
    elsewhere = replace(theirs, office="elsewhere")
    assert may_join([mine], [elsewhere], talk.now, rules, {}) == ChatsOfTwoOffices(rules.phone)
    few = policy(booking__open_limit=1)
    assert may_join([mine], [theirs], talk.now, few, {}) == ChatsTooManyOpen(1, few.phone)
    assert may_join([mine], [], talk.now, few, {}) is None
    other.says(code_of(talk.person))
    other.says("yes")
    assert other.news()[0] == "refusal.chats_one_a_day"


def test_whoever_did_not_do_it_sends_the_other_chat_away_with_one_tap_or_its_number() -> None:
    for answer in ("That was not me", "2"):
        talk = real()
        talk.person.applies()
        letter(talk)
        talk.person.says(answer)
        assert talk.of(facts.ChatsParted) == [facts.ChatsParted("7")]
        assert talk.person.news()[0] == "together.parted"


def test_whoever_did_it_keeps_it() -> None:
    talk = real()
    talk.person.applies()
    letter(talk)
    talk.person.taps("keep")
    assert talk.person.news()[0] == "together.kept"
    assert not talk.of(facts.ChatsParted)


def test_when_nothing_can_be_undone_any_more_the_button_is_harmless() -> None:
    talk = real()
    talk.person.applies()
    letter(talk)
    talk.person.together = None
    talk.person.taps("undo")
    assert talk.person.news()[0] == "anytime.stale"
    assert not talk.of(facts.ChatsParted)


def letter(talk: Talk) -> None:
    from flows.chats.together import brought  # noqa: PLC0415 -- beside its only use
    from flows.messages import Ask  # noqa: PLC0415 -- the same

    talk.person.together = Together("7", "line", talk.now)
    notice = brought(talk.person.together, talk.person.view(), by_clerk=False)
    assert notice.opens
    talk.person.ask("letter", Ask(notice.key, notice.opens, notice.values, notice.choices))


@pytest.mark.parametrize(
    "typed", ["Jean-Marc", "jean marc", "12345-6789", "090-1234-5678", "A12", "tree-tech", "99773344"]
)
def test_no_name_number_or_reference_is_taken_for_a_code(typed: str) -> None:
    assert read_code(typed, WORDS["en"]) is None


@pytest.mark.parametrize(
    ("tag", "typed"),
    [
        ("zh-Hans", "连接码KMH7-ACDE"),
        ("zh-Hans", "代码：kmh7acde。"),
        ("th", "รหัสKMH7ACDE"),
        ("my", "ကုဒ် KMH၇-ACDE။"),
        ("en", "code: KMH7 ACDE."),
    ],
)
def test_a_code_is_read_after_a_word_without_a_blank_and_in_other_figures(tag: str, typed: str) -> None:
    assert read_code(typed, WORDS[tag]) == "KMH7ACDE"


def test_codes_are_of_signs_that_no_one_confuses_and_every_one_can_be_read() -> None:
    assert set(SIGNS) == set(ALPHABET)
    chance = SeededChance(7)
    for code in (chance.code(LENGTH) for _ in range(200)):
        assert (read_code(shown(code), WORDS["ja"]) == code) is proper(code)


# -- staff ---------------------------------------------------------------------------------------------------


def two(talk: Talk) -> tuple[str, str]:
    return talk.person.applies().code, second(talk).applies().code


def test_a_clerk_joins_two_codes_with_a_reason_in_one_line_or_by_buttons() -> None:
    talk = real()
    first, other = two(talk)
    talk.staff.says(f"join {first} {other} phone")
    assert talk.staff.news() == ["staff.did.join"]
    talk.staff.says(f"{first} join {other}")
    assert talk.staff.news() == ["staff.card.join_reasons"]
    talk.staff.taps(f"join-{other}-counter")
    ids = [talk.person.application.id, talk.people["second"].application.id]
    assert talk.of(facts.ChatsJoined) == [
        facts.ChatsJoined(*ids, reason, talk.staff.clerk)
        for reason in ("phone", "counter")  # type: ignore[arg-type]
    ]


def test_without_a_second_code_or_where_they_are_one_already_nothing_is_done() -> None:
    talk = real()
    first, other = two(talk)
    for typed, key in (
        (f"{first} join", "staff.refused.join_whom"),
        (f"{first} join {first} phone", "staff.refused.join_whom"),
        (f"{first} join Z99 phone", "staff.refused.join_whom"),
    ):
        talk.staff.says(typed)
        assert talk.staff.news() == [key]
    talk.codes["K347ACDE"] = "person"
    talk.people["second"].receive(Said("K347-ACDE"))
    talk.people["second"].says("yes")
    talk.staff.says(f"{first} join {other} phone")
    assert talk.staff.news() == ["staff.refused.join_same"]


def test_who_is_no_clerk_joins_nobody() -> None:
    talk = real()
    first, other = two(talk)
    talk.staff.clerk = None
    talk.staff.says(f"{first} join {other} phone")
    assert talk.staff.news() == ["staff.refused.not_clerk"]
    assert not talk.of(facts.ChatsJoined)
