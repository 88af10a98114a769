"""Name, number and telephone on a page of the office's own server: the chat gives the link, waits, and shows masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import facts
from flows.booking.details import Details, Doubts, Typed, read
from flows.messages import Ask, Filled, Link
from flows.values import Text
from tests.flows.house import KeyWords, policy
from tests.flows.talk import Talk, at

if TYPE_CHECKING:
    from tests.flows.talk import Person

BY_FORM = {"telegram": "form"}
NAME, NUMBER, PHONE = "Test Taro", "01234-5678901", "090-1234-5678"
DAY = at(25, 15)


def office(**more: Any) -> Talk:
    return Talk(policy(entry=BY_FORM, **more))


def asked(talk: Talk) -> Person:
    return talk.person.to("booking.form")


def link(person: Person) -> str:
    return str(person.last("booking.form.ask").values["url"])


def keys(person: Person) -> list[str]:
    return [each.key for each in person.heard]


# -- which channels ------------------------------------------------------------------------------------------


def test_where_the_office_says_nothing_all_is_typed_in_the_chat() -> None:
    person = Talk().person.to("booking.review")
    assert "booking.form.ask" not in keys(person)
    assert person.last().values["name"] == NAME


@pytest.mark.parametrize("channel", ["telegram", "line", "web", "terminal"])
def test_one_value_of_the_office_changes_the_way_of_one_channel(channel: str) -> None:
    talk = Talk(policy(entry={channel: "form"}))
    theirs = talk.meets("theirs", channel=channel)
    other = talk.meets("other", channel="web" if channel != "web" else "line")
    assert "booking.form.ask" in keys(theirs.to("booking.review"))
    assert "booking.form.ask" not in keys(other.to("booking.review"))


def test_one_step_stands_in_the_place_of_three() -> None:
    person = office().person.to("booking.review")
    assert not {"booking.name.ask", "booking.number.ask", "booking.phone.ask"} & set(keys(person))
    person.taps("change")
    assert {"details", "residence", "needs", "day"} <= set(person.buttons())
    assert not {"name", "number", "phone"} & set(person.buttons())


# -- the link ------------------------------------------------------------------------------------------------


def test_the_question_gives_the_link_and_until_when_it_leads_there() -> None:
    talk = office()
    person = asked(talk)
    assert link(person) == "https://example.invalid/f/secret-0"
    assert person.last().values["minutes"] == 60
    assert talk.of(facts.FormOpened) == [facts.FormOpened("form-0", "secret-0", talk.now.replace(hour=11))]


def test_the_link_is_a_button_too_until_the_page_is_filled_in() -> None:
    talk = office()
    [ask] = [each for each in asked(talk).says("repeat").replies if isinstance(each, Ask)]
    assert ask.link == Link(Text("booking.form.open"), "https://example.invalid/f/secret-0")
    talk.person.fills()
    [ask] = [each for each in talk.person.taps("_back").replies if isinstance(each, Ask)]
    assert (ask.key, ask.link) == ("booking.form.filled", None)


def test_asked_again_it_is_the_same_link_with_the_time_that_is_left() -> None:
    talk = office()
    person = asked(talk)
    talk.passes(minutes=20)
    person.says("repeat")
    assert (link(person), person.last().values["minutes"]) == ("https://example.invalid/f/secret-0", 40)
    assert len(talk.of(facts.FormOpened)) == 1


@pytest.mark.parametrize("how", ["tap", "number", "label"])
def test_a_new_link_can_be_asked_for_and_is_another_page(how: str) -> None:
    talk = office()
    person = asked(talk)
    person.chooses(how, "anew")
    assert (person.step, link(person)) == ("booking.form", "https://example.invalid/f/secret-1")
    assert person.form
    assert person.form.id == "form-1"


@pytest.mark.parametrize(("minutes", "same"), [(59, True), (60, False), (61, False)])
def test_a_link_that_is_too_old_is_replaced_when_it_is_asked_for_again(minutes: int, same: bool) -> None:  # noqa: FBT001
    talk = office()
    person = asked(talk)
    talk.passes(minutes=minutes)
    person.says("repeat")
    assert (link(person) == "https://example.invalid/f/secret-0") is same


def test_a_page_that_was_opened_for_one_draft_is_never_another_drafts() -> None:
    talk = office()
    person = asked(talk)
    person.says("restart")
    person.taps("yes")
    assert person.form is None
    assert link(asked(talk)) == "https://example.invalid/f/secret-1"


# -- typed here after all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [NAME, NUMBER, PHONE, "見本太郎", "my name is Test Taro", "090-1234-5678 thanks"])
def test_what_is_typed_here_is_gently_refused_and_neither_kept_nor_repeated(typed: str) -> None:
    talk = office()
    person = asked(talk)
    before = person.draft
    person.says(typed)
    assert person.news() == ["refusal.not_in_chat", "booking.form.ask"]
    assert link(person) == "https://example.invalid/f/secret-0"
    assert (person.step, person.draft) == ("booking.form", before)
    said = [str(each.values) for each in person.heard[person.seen :]]
    assert not any(typed in each for each in said)


def test_the_platforms_own_number_is_refused_in_the_same_way() -> None:
    talk = office()
    person = asked(talk)
    person.shares("+819012345678")
    assert person.news() == ["refusal.not_in_chat", "booking.form.ask"]
    assert "+819012345678" not in str(person.draft)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("phone", "anytime.phone"),
        ("person", "anytime.person"),
        ("menu", "menu.item.ask"),
        ("日本語", "anytime.language_changed"),
        ("cancel", "dropping.sure.ask"),
        ("back", "booking.place.ask"),
    ],
)
def test_commands_and_languages_are_still_what_they_are_everywhere(said: str, heard: str) -> None:
    person = asked(office())
    person.says(said)
    assert heard in person.news()
    assert "refusal.not_in_chat" not in person.news()


# -- filled in -------------------------------------------------------------------------------------------------


def test_once_it_is_filled_in_the_chat_goes_on_by_itself() -> None:
    person = asked(office())
    person.fills()
    assert person.news() == ["anytime.received", "booking.residence.ask"]


def test_the_summary_shows_masks_and_what_becomes_of_it_names_the_page_alone() -> None:
    talk = office()
    person = talk.person.to("booking.review")
    assert {name: person.last().values[name] for name in ("name", "number", "phone")} == {
        "name": "T…",
        "number": "…01",
        "phone": "…78",
    }
    person.taps("apply")
    fact = talk.of(facts.Wished)[0]
    assert isinstance(fact, facts.Wished)
    assert (fact.form, fact.name, fact.number, fact.phone) == ("form-0", "", "", "")
    assert person.form is None
    assert person.application.masked_name == "T…"


def test_a_small_question_laid_over_it_gives_way() -> None:
    person = asked(office())
    person.taps("_menu")
    person.fills()
    assert person.news() == ["anytime.received", "booking.residence.ask"]


def test_who_has_gone_back_meanwhile_is_told_and_finds_it_there() -> None:
    person = asked(office())
    person.says("back")
    person.fills()
    assert person.news() == ["anytime.received", "booking.place.ask"]
    person.taps("yes")
    assert person.news() == ["booking.form.filled"]
    assert person.last().values["phone"] == "…78"
    person.taps("keep")
    assert person.step == "booking.residence"


def test_an_event_of_a_page_that_nobody_waits_for_changes_nothing() -> None:
    person = asked(office())
    before = person.draft
    person.receive(Filled("another"))
    assert (person.step, person.draft) == ("booking.form", before)


def test_in_the_summary_it_can_be_entered_again_and_the_rest_stays() -> None:
    talk = office()
    person = talk.person.to("booking.review")
    person.taps("change")
    person.taps("details")
    assert person.news() == ["booking.form.filled"]
    person.taps("anew")
    assert person.step == "booking.form"
    person.fills("…02")
    assert person.step == "booking.review"
    assert person.last().values["number"] == "…02"


def test_a_page_that_is_gone_is_asked_for_again_before_anything_is_sent() -> None:
    talk = office()
    person = talk.person.to("booking.review")
    person.form = None
    person.taps("apply")
    assert person.news() == ["refusal.missing", "booking.form.ask"]
    assert not talk.of(facts.Wished)


def test_answers_of_before_are_taken_over_without_a_page() -> None:
    talk = office()
    before = talk.person.applies()
    talk.staff.says(f"{before.code} decline full")
    talk.person.taps("again")
    person = talk.person.to("booking.earlier")
    person.taps("same")
    assert person.step == "booking.residence"
    person.applies()
    fact = talk.of(facts.Wished)[-1]
    assert isinstance(fact, facts.Wished)
    assert (fact.earlier, fact.form) == (before.id, "")


def test_who_would_rather_enter_anew_gets_a_page() -> None:
    talk = office()
    before = talk.person.applies()
    talk.staff.says(f"{before.code} decline full")
    talk.person.taps("again")
    talk.person.to("booking.earlier").taps("anew")
    assert talk.person.step == "booking.form"


def test_without_a_number_where_the_office_decides_nothing_is_booked_at_once_s_3() -> None:
    talk = Talk(
        policy(
            entry=BY_FORM,
            booking={"mode": "direct"},
            asked={"residence": "registered_only", "without_number": "office_decides"},
        )
    )
    person = asked(talk)
    person.fills("", undecided=True)
    assert person.news()[:2] == ["anytime.received", "booking.number.office_decides"]
    assert not person.draft.at_once
    person.taps("_back")
    person.taps("anew")
    person.fills()
    assert person.draft.at_once


@pytest.mark.parametrize("mode", ["request_then_offer", "direct"])
def test_an_office_of_either_mode_comes_to_its_end(mode: str) -> None:
    talk = Talk(policy(entry=BY_FORM, booking={"mode": mode}))
    person = talk.person.to("booking.review")
    person.taps("book" if mode == "direct" else "apply")
    assert person.application.masked_name == "T…"


def test_nothing_that_is_said_or_kept_in_the_chat_holds_what_was_entered() -> None:
    """Here the flow cannot even know it; that storage gives it nothing more is tested there."""
    talk = office()
    talk.person.applies()
    told = str([each.values for each in talk.person.heard]) + str(talk.facts)
    assert "Test Taro" not in told


WORDS = ("back", "cancel", "restart", "menu", "yes", "no", "1", "2", "日本語", "person", "repeat", NAME, NUMBER, PHONE)
DOINGS = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(["answer", "answer", "answer", "fill", "fill", "open", "wait", "old tap"])
)


@settings(max_examples=80, deadline=None)
@given(st.lists(DOINGS, max_size=40), st.sampled_from(["request_then_offer", "direct"]))
def test_whatever_is_done_around_the_page_nothing_typed_is_kept_and_nothing_stands_on_a_page_not_filled_in(
    doings: list[str], mode: str
) -> None:
    """The driver itself refuses an application whose page is not there, not filled in, or another draft's."""
    talk = Talk(policy(entry=BY_FORM, booking={"mode": mode, "open_limit": 5}))
    person = asked(talk)
    for doing in doings:
        match doing:
            case "answer" if person.step.startswith(("booking.", "home.", "dropping.")):
                person.answer()
            case "fill" if person.form and person.form.open(talk.now):
                person.fills()
            case "open":
                person.opens()
            case "wait":
                talk.passes(minutes=35)
            case "old tap" if person.prompts:
                person.picks("p0", "anew")
            case "answer" | "fill" | "old tap":
                continue
            case _:
                person.says(doing)
    kept = repr([frame.draft for frame in person.session.frames]) + repr(talk.facts)
    assert not any(each in kept for each in (NAME, NUMBER, PHONE))
    pages = [each for each in talk.facts if isinstance(each, facts.FormOpened)]
    assert len({each.form for each in pages}) == len(pages)


# -- the fields, as the page reads them -----------------------------------------------------------------------


def entry(**more: Any) -> Details | Doubts:
    rules = policy(asked={"residence": "off", **more.pop("asked", {})})
    return read(Typed(**{"name": NAME, "number": NUMBER, "phone": PHONE, **more}), rules, KeyWords())


def faults(found: Details | Doubts) -> dict[str, str]:
    assert isinstance(found, Doubts)
    return {name: each.key for name, each in found.faults.items()}


def test_three_fitting_fields_are_read_as_in_the_chat() -> None:
    found = entry(name=" Test  Taro ", number="０１２３４－５６７８９０１", phone="０９０ー１２３４ー５６７８")
    assert found == Details(NAME, NUMBER, "+819012345678")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"name": ""}, {"name": "booking.name.hint"}),
        ({"name": "あ" * 81}, {"name": "booking.name.hint"}),
        ({"number": ""}, {"number": "form.number.missing"}),
        ({"number": "123"}, {"number": "form.number.wrong"}),
        ({"number": "1234-567890-1"}, {"number": "refusal.insurance_number"}),
        ({"none": True}, {"number": "form.number.both"}),
        ({"phone": ""}, {"phone": "booking.phone.hint"}),
        ({"phone": "0120-000-000"}, {"phone": "refusal.unfit_phone"}),
        ({"phone": "110"}, {"phone": "refusal.unfit_phone"}),
    ],
)
def test_a_field_that_does_not_fit_is_named_alone(more: dict[str, Any], fault: dict[str, str]) -> None:
    assert faults(entry(**more)) == fault


def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost() -> None:
    found = entry(name="", number="", phone="1")
    assert set(faults(found)) == {"name", "number", "phone"}
    assert isinstance(found, Doubts)
    assert found.typed == Typed("", "", "1")


def test_a_missing_hyphen_is_put_in_to_be_checked() -> None:
    found = entry(number="012345678901")
    assert isinstance(found, Doubts)
    assert found.faults == {"number": Text("form.number.split", {"number": "01234-5678901"})}
    assert found.typed.number == "01234-5678901"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("accept", Details(NAME, "", "+819012345678")),
        ("office_decides", Details(NAME, "", "+819012345678", undecided=True)),
    ],
)
@pytest.mark.parametrize("how", [{"number": "", "none": True}, {"number": "no"}])
def test_no_number_yet_is_what_the_office_makes_of_it(rule: str, expected: Details, how: dict[str, Any]) -> None:
    assert entry(asked={"without_number": rule}, **how) == expected


def test_no_number_yet_leads_to_telephone_and_counter_where_the_office_serves_nobody_without() -> None:
    found = entry(asked={"without_number": "refuse"}, number="", none=True)
    assert isinstance(found, Doubts)
    assert found.faults["number"] == Text("booking.number.refused", {"phone": "03-0000-0000"})


def test_where_no_number_is_asked_none_is_read() -> None:
    assert entry(asked={"number": False}, number="anything") == Details(NAME, "", "+819012345678")
