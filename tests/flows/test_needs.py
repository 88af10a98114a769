"""Needs told in advance (K 12(3); S 20-2): who interprets, who sits beside, what helps; by choices, never a story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from flows import facts
from flows.office.interpreting import is_there
from flows.office.offers import near_wishes
from flows.office.opening import slot_at, slot_from_code
from flows.office.policy import Policy, local
from tests.flows.house import policy
from tests.flows.talk import Person, Talk, at

ACCESS = ("more_time", "chat", "captions", "quiet_voice", "sign", "no_camera")


def wished(talk: Talk) -> facts.Wished:
    fact = talk.of(facts.Wished)[-1]
    assert isinstance(fact, facts.Wished)
    return fact


def ticking(talk: Talk) -> Person:
    talk.person.to("booking.needs").taps("other")
    return talk.person


def needs(person: Person) -> list[str]:
    shown = person.to("booking.review").last().values["needs"]
    return [each.key for each in (shown if isinstance(shown, tuple) else (shown,))]


def test_who_needs_nothing_answers_one_question() -> None:
    talk = Talk()
    talk.person.to("booking.needs").taps("none")
    assert talk.person.step == "booking.day"
    assert needs(talk.person) == ["needs.none"]
    talk.person.taps("apply")
    assert (wished(talk).needs, wished(talk).companion, wished(talk).access) == ("none", "", ())


@pytest.mark.parametrize("who", ["family", "supporter", "carer", "someone"])
def test_a_companion_is_named_by_kind_and_never_by_name_k_12_3_s_20_2(who: str) -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    person.taps("companion")
    person.says("Test Jiro")
    assert person.step == "booking.companion"
    person.taps(who)
    assert needs(person) == ["needs.companion_in"]
    person.taps("apply")
    assert (wished(talk).needs, wished(talk).companion) == ("companion", who)
    shown = talk.staff.last("staff.card.requested").values["needs"]
    assert shown[0].values["who"].key == f"companion.{who}"


def test_with_both_the_language_and_the_companion_are_asked() -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    person.taps("both")
    person.taps("vi")
    assert person.step == "booking.companion"
    person.taps("supporter")
    assert person.step == "booking.access"
    person.taps("captions")
    person.taps("done")
    assert needs(person) == ["needs.interpreter_in", "needs.companion_in", "access.captions"]


@pytest.mark.parametrize("what", ACCESS)
def test_what_helps_is_ticked_and_ticked_off_by_the_same_tap(what: str) -> None:
    talk = Talk()
    person = ticking(talk)
    person.taps(what)
    assert person.draft.access == (what,)
    assert person.last().choices[ACCESS.index(what)].label.key == "booking.access.ticked"
    person.taps(what)
    assert person.draft.access == ()
    person.taps(what)
    person.taps("done")
    person.applies()
    assert (wished(talk).needs, wished(talk).access) == ("none", (what,))
    assert [each.key for each in talk.staff.last("staff.card.requested").values["needs"]] == [f"access.{what}"]


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ("1 3", ("more_time", "captions")),
        ("3, 1", ("more_time", "captions")),
        ("１、３", ("more_time", "captions")),
        ("1・2・6", ("more_time", "chat", "no_camera")),
        ("6", ("no_camera",)),
        ("access.sign", ("sign",)),
        ("1 9", ()),
        ("I am ill", ()),
    ],
)
def test_several_are_ticked_at_once_by_typing_and_a_story_is_not_taken(typed: str, ticked: tuple[str, ...]) -> None:
    talk = Talk()
    person = ticking(talk)
    person.says(typed)
    assert person.draft.access == ticked
    assert person.step == "booking.access"


def test_a_tick_is_shown_in_the_place_of_the_question_that_was_tapped() -> None:
    talk = Talk()
    person = ticking(talk)
    shown = person.last().prompt
    person.taps("chat")
    assert person.last().updates == shown
    person.says("2")
    assert person.last().updates == ""


def test_ticks_tapped_fast_below_one_message_all_count_and_a_double_tap_is_one() -> None:
    talk = Talk()
    person = ticking(talk)
    first = person.last().prompt
    for code in ("chat", "captions", "captions", "sign"):
        person.picks(first, code)
        assert person.news() == ["booking.access.ask"]
    assert person.draft.access == ("chat", "captions", "sign")
    person.taps("done")
    person.picks(first, "chat")
    assert person.news()[0] == "anytime.stale"
    assert person.draft.access == ("chat", "captions", "sign")


def test_changing_the_needs_asks_again_and_keeps_the_ticks() -> None:
    talk = Talk()
    person = ticking(talk)
    person.taps("chat")
    person.taps("done")
    person.to("booking.review").taps("change")
    person.taps("needs")
    person.taps("interpreter")
    person.taps("vi")
    assert person.last().choices[1].label.key == "booking.access.ticked"
    person.taps("done")
    assert person.step == "booking.review"
    person.taps("change")
    person.taps("needs")
    person.taps("interpreter")
    assert person.step == "booking.interpreter", "the language can be changed too"
    person.taps("ne")
    person.taps("done")
    person.taps("change")
    person.taps("needs")
    person.taps("none")
    assert needs(person) == ["needs.none"]


def test_back_from_the_last_question_of_needs_undoes_no_tick() -> None:
    talk = Talk()
    person = ticking(talk)
    person.taps("chat")
    person.taps("done")
    person.taps("_back")
    assert (person.step, person.draft.access) == ("booking.access", ("chat",))


# -- interpreters of the office -----------------------------------------------------------------------------


def with_interpreters(**changes: Any) -> Policy:
    """Somebody interprets Vietnamese on Tuesdays from ten to twelve."""
    plain = policy(**changes).model_dump()
    return Policy.model_validate({**plain, "interpreters": [{"language": "vi", "tue": [["10:00", "12:00"]]}]})


def of_tongue(talk: Talk, tongue: str) -> Any:
    person = talk.person.to("booking.needs")
    person.taps("interpreter")
    person.says(tongue) if len(tongue) > 3 else person.taps(tongue)
    return person.applies()


@pytest.mark.parametrize(
    ("start", "there"),
    [
        (at(24, 9, 30), False),
        (at(24, 9, 59), False),
        (at(24, 10), True),
        (at(24, 11, 30), True),
        (at(24, 11, 31), False),
        (at(25, 10), False),
    ],
)
def test_an_interpreter_is_there_only_for_a_whole_slot_within_their_hours(start: datetime, there: bool) -> None:  # noqa: FBT001
    office = with_interpreters()
    assert is_there("vi", slot_at(start, office), office) is there
    assert is_there("ne", slot_at(start, office), office) is None
    assert is_there("", slot_at(start, office), office) is None


def test_times_with_the_interpreter_are_proposed_before_all_others() -> None:
    talk = Talk(with_interpreters())
    application = of_tongue(talk, "vi")
    near = near_wishes(application, talk.now, frozenset(), talk.policy)
    assert near
    assert all(is_there("vi", each, talk.policy) for each in near)
    shown = talk.staff.last("staff.card.requested").values["interpreting"]
    assert shown.key == "staff.card.interpreter.there"


def test_where_too_few_are_free_the_rest_follow_and_the_card_names_them() -> None:
    talk = Talk(with_interpreters(booking__horizon_days=6))
    application = of_tongue(talk, "vi")
    near = near_wishes(application, talk.now, frozenset(), talk.policy)
    absent = [each.start for each in near if not is_there("vi", each, talk.policy)]
    assert 0 < len(absent) < len(near)
    shown = talk.staff.last("staff.card.requested").values["interpreting"]
    assert shown.key == "staff.card.interpreter.absent"
    assert sorted(shown.values["times"]) == sorted(absent)


@pytest.mark.parametrize("tongue", ["ne", "Test language"])
def test_a_language_without_hours_is_said_on_the_card_to_be_arranged(tongue: str) -> None:
    talk = Talk(with_interpreters())
    of_tongue(talk, tongue)
    assert talk.staff.last("staff.card.requested").values["interpreting"].key == "staff.card.interpreter.unknown"


def test_nothing_is_said_of_interpreters_where_none_is_wanted_or_no_hours_are_kept() -> None:
    talk = Talk(with_interpreters())
    talk.person.applies()
    assert talk.staff.last("staff.card.requested").values["interpreting"] == ""
    other = Talk()
    of_tongue(other, "vi")
    assert other.staff.last("staff.card.requested").values["interpreting"] == ""


def test_the_booked_card_says_whether_the_interpreter_is_there() -> None:
    talk = Talk(with_interpreters())
    application = of_tongue(talk, "vi")
    talk.staff.says(f"{application.code} offer 2026-11-25 10:00, 2026-11-24 10:00 anyway")
    assert talk.person.application.offer
    talk.person.taps(slot_at(at(25, 10), talk.policy).code)
    assert talk.staff.last("staff.told.booked").values["interpreting"].key == "staff.card.interpreter.absent"


@pytest.mark.parametrize("how", ["tap", "type"])
@pytest.mark.parametrize("verb", ["offer", "book", "move", "instead"])
def test_a_clerk_is_warned_where_the_interpreter_is_not_there_and_goes_on_with_one_word_k_12_3(
    verb: str, how: str
) -> None:
    talk = Talk(with_interpreters())
    code = of_tongue(talk, "vi").code
    if verb in {"move", "instead"}:
        talk.staff.offers(code, at(24, 10))
    if verb == "move":
        talk.person.taps(slot_at(at(24, 10), talk.policy).code)
    done = len(talk.facts)
    talk.staff.says(f"{code} {verb} 2026-11-25 10:00")
    assert talk.staff.news() == ["staff.card.away"]
    assert talk.staff.last().values["interpreting"].key == "staff.card.interpreter.absent"
    assert len(talk.facts) == done
    if how == "tap":
        talk.staff.taps(f"{verb}-anyway")
    else:
        talk.staff.says(str(talk.staff.last().values["order"]))
    assert talk.staff.news()[0] == ("staff.did.booked_for" if verb == "book" else "staff.did.offered")
    assert len(talk.facts) == done + 1


def test_nobody_is_warned_where_the_interpreter_is_there_or_the_table_says_nothing() -> None:
    talk = Talk(with_interpreters())
    talk.staff.offers(of_tongue(talk, "vi").code, at(24, 10))
    assert talk.staff.news() == ["staff.did.offered"]
    other = Talk(with_interpreters())
    other.staff.offers(of_tongue(other, "ne").code, at(25, 10))
    assert other.staff.news() == ["staff.did.offered"]


def test_a_reason_is_not_lost_where_the_interpreter_is_not_there_either_k_6_1() -> None:
    talk = Talk(with_interpreters())
    code = of_tongue(talk, "vi").code
    talk.staff.says(f"{code} offer 2026-11-18 15:00 because the caller cannot wait")
    assert talk.staff.news() == ["staff.card.away"]
    talk.staff.says(str(talk.staff.last().values["order"]))
    assert talk.of(facts.Offered)[-1].exception == "the caller cannot wait"


def test_languages_with_an_interpreter_stand_first() -> None:
    talk = Talk(with_interpreters())
    talk.person.to("booking.needs").taps("interpreter")
    assert talk.person.last().codes[:2] == ("vi", "en")


@pytest.mark.parametrize(
    "wrong",
    [{"language": "xx"}, {"language": "vi", "tue": [["12:00", "10:00"]]}, {"language": "vi", "teu": []}, {}],
)
def test_a_table_of_interpreters_that_cannot_be_stops_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="interpreters"):
        Policy.model_validate({**policy().model_dump(), "interpreters": [wrong]})


# -- connection and device ------------------------------------------------------------------------------------


def test_the_checklist_stands_before_the_question_of_the_device_with_the_tools_name_k_12_4_s_20_3() -> None:
    talk = Talk()
    assert talk.person.to("booking.device").last().values["tool"] == "Zoom"


@pytest.mark.parametrize(
    ("url", "key"), [("https://example.invalid/test", "notice.tested"), ("", "notice.tested_alone")]
)
def test_the_day_before_asks_whether_the_connection_was_tested_k_12_4_s_20_3(url: str, key: str) -> None:
    talk = Talk(policy(video__test_url=url))
    talk.booked(at(24, 10))
    talk.to(at(23, 20))
    reminders = [each.values["test"] for each in talk.person.heard if each.key == "notice.reminder"]
    assert reminders[0] == "", "three days before it is too early to ask"
    assert reminders[1].key == key
    assert reminders[1].values.get("url", "") == url


def test_the_kinds_of_need_that_are_kept_have_their_words() -> None:
    talk = Talk(policy())
    ticking(talk).taps("done")
    talk.person.applies()
    assert (wished(talk).needs, wished(talk).access) == ("none", ())


# -- times to choose from ------------------------------------------------------------------------------------


DIRECT = {"booking__mode": "direct", "booking__confirm_by": "none"}


def asked_for_a_day(office: Policy, tongue: str = "vi") -> Person:
    person = Talk(office).person.to("booking.needs")
    person.taps("interpreter")
    person.taps(tongue)
    person.to("booking.day")
    return person


@pytest.mark.parametrize("more", [{}, DIRECT])
def test_who_wants_an_interpreter_is_shown_the_times_at_which_one_is_there_s_20_2(more: dict[str, Any]) -> None:
    person = asked_for_a_day(with_interpreters(**more))
    days = [code for code in person.last().codes if code.startswith("d2026")]
    assert days
    assert {at(int(code[-2:]), 0).weekday() for code in days if code < "d202612"} == {1}
    assert person.last().values["interpreting"].key == "wish.interpreting.there"
    person.taps(days[0])
    shown = [slot for code in person.last().codes if (slot := slot_from_code(code, policy()))]
    assert {local(slot.start).hour for slot in shown} == {10, 11}


@pytest.mark.parametrize("more", [{}, DIRECT])
def test_another_time_can_be_typed_and_the_summary_warns(more: dict[str, Any]) -> None:
    person = asked_for_a_day(with_interpreters(**more))
    person.says("11/25 14:00")
    person.to("booking.review")
    assert "needs.away" in needs(person)


@pytest.mark.parametrize(("tongue", "horizon"), [("ne", 28), ("vi", 3)])
def test_where_no_interpreter_is_known_every_free_time_is_shown(tongue: str, horizon: int) -> None:
    person = asked_for_a_day(with_interpreters(booking__horizon_days=horizon), tongue)
    told = person.last().values["interpreting"]
    assert (told.key if told else "") == ("wish.interpreting.away" if tongue == "vi" else "")
    assert [code for code in person.last().codes if code.startswith("d2026")]
