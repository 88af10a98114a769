"""Residence prompts (S 20-4): three modes, one question for everyone, and no answer that ends anything."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import facts
from flows.office.policy import TOKYO, Policy, at_office
from flows.office.statuses import STATUSES
from tests.flows.house import START, policy
from tests.flows.talk import Person, Talk

ANSWERS = ("registered", "not_yet", "does_not_apply", "rather_not")
FURTHER = ("booking.status", "booking.status_sure", "booking.period", "booking.past", "booking.remind")
TODAY = START.date()


def whole(**changes: Any) -> Policy:
    """An office that asks status and period too."""
    return policy(asked__residence="status_and_period", **changes)


def at_status(talk: Talk, answer: str = "registered") -> Person:
    talk.person.to("booking.residence").taps(answer)
    return talk.person


def at_period(talk: Talk, status: str = "engineer") -> Person:
    at_status(talk).taps(status)
    return talk.person


def wished(talk: Talk) -> facts.Wished:
    fact = talk.of(facts.Wished)[-1]
    assert isinstance(fact, facts.Wished)
    return fact


def heard(talk: Talk) -> set[str]:
    return {each.key for each in talk.person.heard}


# -- modes --------------------------------------------------------------------------------------------------


def test_off_asks_and_explains_nothing_as_k_holds_no_such_rule() -> None:
    talk = Talk(policy(asked__residence="off"))
    talk.person.applies()
    assert not [key for key in heard(talk) if "residence" in key]
    assert talk.person.last("booking.purpose.ask").values["also"] == ""
    assert talk.person.last("booking.review.ask").values["residence"] == ""
    assert wished(talk).residence == ""
    assert talk.staff.last("staff.card.requested").values["residence"] == ""


@pytest.mark.parametrize("answer", ANSWERS)
def test_registered_only_asks_for_no_status_whatever_the_answer_s_20_4(answer: str) -> None:
    talk = Talk()
    at_status(talk, answer)
    assert talk.person.step == "booking.needs"
    talk.person.applies()
    assert (wished(talk).stay_status, wished(talk).stay_until, wished(talk).remind_at) == ("", "", None)


@pytest.mark.parametrize("answer", ANSWERS)
def test_only_who_is_concerned_and_willing_is_asked_further(answer: str) -> None:
    talk = Talk(whole())
    at_status(talk, answer)
    assert (talk.person.step == "booking.status") == (answer in {"registered", "not_yet"})
    assert ("booking.residence.how_to_register" in talk.person.news()) == (answer == "not_yet")
    talk.person.applies()
    assert wished(talk).residence == answer


@pytest.mark.parametrize("locale", ["ja", "en", "ja-simple"])
def test_the_same_is_asked_whatever_the_language(locale: str) -> None:
    talk = Talk(whole())
    person = talk.person
    person.opens()
    person.taps(locale)
    person.to("booking.residence")
    assert person.last().codes[:4] == ANSWERS


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("mode", ["registered_only", "status_and_period"])
def test_no_answer_suspends_or_tells_anyone_but_the_card(mode: str, answer: str) -> None:
    talk = Talk(policy(asked__residence=mode))
    at_status(talk, answer)
    talk.person.applies()
    assert {type(each) for each in talk.facts} == {facts.LanguageChosen, facts.Agreed, facts.Wished}
    assert talk.staff.last("staff.card.requested").values["residence"].key == f"residence.{answer}"


# -- which status -------------------------------------------------------------------------------------------


def offered(person: Person) -> set[str]:
    found: set[str] = set()
    for _ in range(6):
        found |= {code for code in person.last().codes if not code.startswith("_")}
        person.taps("_more")
    return found


@pytest.mark.parametrize(
    ("day", "count", "new"),
    [(date(2027, 3, 31), 29, False), (date(2027, 4, 1), 30, True), (date(2027, 4, 2), 30, True)],
)
def test_only_what_exists_on_the_day_of_the_application_is_offered(day: date, count: int, new: bool) -> None:  # noqa: FBT001
    talk = Talk(whole())
    talk.now = datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO)
    found = offered(at_status(talk)) - {"rather_not"}
    assert len(found) == count
    assert ("skill_development" in found) == new
    assert "technical_intern" in found


def test_what_is_not_valid_yet_can_be_neither_typed_nor_tapped() -> None:
    talk = Talk(whole())
    person = at_status(talk)
    person.says("育成就労")
    assert person.step == "booking.status"
    person.picks(person.last().prompt, "skill_development")
    assert person.step == "booking.status"


@pytest.mark.parametrize("status", STATUSES, ids=lambda each: str(each.code))
def test_every_status_is_read_in_japanese_and_in_english_and_explained(status: Any) -> None:
    for typed in (status.japanese, status.english, status.english.upper(), f" {status.japanese} "):
        talk = Talk(whole())
        talk.now = datetime(2027, 4, 5, 10, tzinfo=TOKYO)
        person = at_status(talk)
        person.says(typed)
        assert person.news()[0] == "booking.status.allows"
        told = person.last("booking.status.allows").values
        assert told["work"].key == f"residence.work.{status.work}"
        assert person.draft.status == status.code
        assert person.step == ("booking.needs" if status.endless else "booking.period")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Enginer", None),
        ("engineer", ("engineer",)),
        ("humanities", ("engineer",)),
        ("I am a student", ("student",)),
        ("Studnet", ("student",)),
        ("国際業務", ("engineer",)),
        ("technical intern trainee", ("technical_intern",)),
        ("技能実習2号", ("technical_intern",)),
        ("spouse", ("spouse_of_japanese", "spouse_of_permanent")),
        ("配偶者", ("spouse_of_japanese", "spouse_of_permanent")),
        ("dependant", ("dependent",)),
        ("long term resident", ("long_term_resident",)),
        ("Permanent Residnt", ("permanent_resident",)),
    ],
)
def test_a_partial_or_near_name_is_asked_about_before_it_counts(typed: str, meant: tuple[str, ...] | None) -> None:
    talk = Talk(whole())
    person = at_status(talk)
    person.says(typed)
    if meant is None:
        assert person.step in {"booking.status", "booking.status_sure"}
        return
    if person.draft.status:
        assert (person.draft.status,) == meant
        return
    assert person.news() == ["booking.status_sure.ask"]
    assert {*meant} <= {*person.draft.meant}
    person.taps(meant[0])
    assert person.draft.status == meant[0]
    assert person.news()[0] == "booking.status.allows"


@pytest.mark.parametrize("typed", ["xyz", "e", "no", "12", "x" * 300, "AB1234567CD", "労働"])
def test_what_means_no_status_is_asked_again(typed: str) -> None:
    talk = Talk(whole())
    person = at_status(talk)
    person.says(typed)
    assert person.draft.status is None
    assert person.step == "booking.status"


def test_none_of_those_meant_leads_back_to_the_question() -> None:
    talk = Talk(whole())
    person = at_status(talk)
    person.says("spouse")
    person.taps("none")
    assert person.step == "booking.status"
    assert (person.draft.status, person.draft.meant) == (None, ())


@pytest.mark.parametrize(
    "typed",
    ["特別永住者", "special permanent resident", "I am a Special Permanent Resident", "日本人", "Japanese", "日本国籍"],
)
def test_a_special_permanent_resident_or_japanese_national_is_told_that_it_does_not_apply(typed: str) -> None:
    talk = Talk(whole())
    person = at_status(talk)
    person.says(typed)
    assert person.news() == ["refusal.special_permanent", "booking.status.ask"]
    assert person.draft.status is None


def test_rather_not_say_is_the_first_answer_and_leads_on_to_no_further_question() -> None:
    talk = Talk(whole())
    person = at_status(talk)
    assert person.last().codes[0] == "rather_not"
    person.taps("rather_not")
    assert person.step == "booking.needs"
    person.applies()
    assert (wished(talk).stay_status, wished(talk).stay_until) == ("rather_not", "")


# -- until when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2028-03-31", "2028-03-31"),
        ("2028/3/31", "2028-03-31"),
        ("令和10年3月31日", "2028-03-31"),
        ("2028年3月31日", "2028-03-31"),
        ("2028-03-31 10:00", None),
        ("10:00", None),
        ("2028-02-30", None),
        ("2571-03-31", None),
        ("soon", None),
    ],
)
def test_a_last_day_is_typed_whole_and_shown_before_it_counts(typed: str, kept: str | None) -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says(typed)
    assert person.draft.period == kept
    assert (person.step == "booking.period") == (kept is None)
    if kept:
        assert person.last("booking.period.noted").values["day"] == date.fromisoformat(kept)


@pytest.mark.parametrize("answer", ["pending", "no_end", "rather_not"])
def test_an_answer_may_stand_in_the_place_of_a_day(answer: str) -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.taps(answer)
    assert person.step == "booking.needs"
    person.applies()
    assert (wished(talk).stay_status, wished(talk).stay_until) == ("engineer", answer)
    assert wished(talk).remind_at is None


@pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, False), (1, False)])
def test_a_day_that_is_past_is_asked_about_kindly_and_today_is_not_past(days: int, asked: bool) -> None:  # noqa: FBT001
    talk = Talk(whole())
    person = at_period(talk)
    person.says((TODAY + timedelta(days=days)).isoformat())
    assert (person.step == "booking.past") == asked


@pytest.mark.parametrize(
    ("answer", "step", "kept"),
    [
        ("pending", "booking.needs", "pending"),
        ("go_on", "booking.needs", "2026-11-01"),
        ("retype", "booking.period", None),
    ],
)
def test_every_answer_about_a_past_day_leads_on(answer: str, step: str, kept: str | None) -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2026-11-01")
    person.taps(answer)
    assert (person.step, person.draft.period) == (step, kept)


# -- the reminder -------------------------------------------------------------------------------------------


def test_a_wish_to_be_reminded_is_kept_as_a_moment_in_the_daytime() -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2027-06-30")
    assert person.step == "booking.remind"
    assert person.last().values == {"days": 60, "day": date(2027, 5, 1)}
    person.taps("yes")
    assert person.to("booking.review").last().values["reminder"] == date(2027, 5, 1)
    person.taps("apply")
    assert wished(talk).remind_at == datetime(2027, 5, 1, 8, tzinfo=TOKYO)


def test_no_reminder_without_a_yes() -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2027-06-30")
    person.taps("no")
    person.applies()
    assert (wished(talk).stay_until, wished(talk).remind_at) == ("2027-06-30", None)


@pytest.mark.parametrize(("ahead", "asked"), [(60, False), (61, True), (400 + 60, True), (400 + 61, False)])
def test_a_reminder_is_offered_only_where_it_is_still_to_come_and_kept_so_long(ahead: int, asked: bool) -> None:  # noqa: FBT001
    talk = Talk(whole())
    person = at_period(talk)
    person.says((TODAY + timedelta(days=ahead)).isoformat())
    assert (person.step == "booking.remind") == asked


def test_who_cannot_be_reminded_is_not_asked_for_the_last_day_employment_security_act_5_5() -> None:
    talk = Talk(whole())
    talk.person.can_ring = False
    person = at_period(talk)
    assert person.step == "booking.needs"
    assert person.news()[0] == "booking.status.allows"
    person.applies()
    assert (wished(talk).stay_status, wished(talk).stay_until, wished(talk).remind_at) == ("engineer", "", None)


# -- pictures of papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["photo", "image", "file", "voice", "audio", "video", "other"])
def test_a_photo_file_or_voice_at_these_questions_is_refused_unread_with_the_reason(kind: str) -> None:
    talk = Talk(whole())
    person = talk.person.to("booking.residence")
    for go_on in (
        lambda: person.taps("registered"),
        lambda: person.says("spouse"),
        lambda: person.taps("spouse_of_japanese"),
        lambda: person.says("2026-11-01"),
        lambda: person.taps("retype") and person.says("2027-06-30"),
        lambda: None,
    ):
        before = (person.step, person.draft)
        person.sends(kind)
        assert person.news()[0] == "booking.residence.no_photo"
        assert (person.step, person.draft) == before
        go_on()
    assert {each.partition(".")[2] for each in FURTHER} <= {each.opens.step for each in person.prompts.values()}


@pytest.mark.parametrize(("step", "kind"), [("booking.residence", "sticker"), ("booking.name", "photo")])
def test_elsewhere_and_for_stickers_the_usual_words_do(step: str, kind: str) -> None:
    talk = Talk()
    talk.person.to(step).sends(kind)
    assert talk.person.news()[0] == "anytime.unsupported"


# -- the summary, and what staff see ------------------------------------------------------------------------


def test_each_answer_can_be_changed_and_what_followed_from_it_goes() -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2027-06-30")
    person.taps("yes")
    person.to("booking.review").taps("change")
    person.taps("status")
    person.taps("student")
    assert person.step == "booking.period"
    person.says("2028-06-30")
    assert person.step == "booking.review"
    person.taps("change")
    person.taps("period")
    person.says("2027-08-31")
    assert person.step == "booking.remind"
    person.taps("no")
    assert person.step == "booking.review"
    person.taps("change")
    person.taps("residence")
    person.taps("rather_not")
    assert person.step == "booking.review"
    shown = person.last().values
    assert (shown["status"], shown["period"], shown["reminder"]) == ("", "", "")
    person.taps("change")
    assert not {"status", "period"} & {*person.buttons()}
    person.taps("nothing")
    person.taps("apply")
    assert (wished(talk).residence, wished(talk).stay_status, wished(talk).stay_until) == ("rather_not", "", "")


def test_staff_see_the_registration_alone() -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2027-06-30")
    person.taps("yes")
    person.applies()
    shown = repr(talk.staff.heard)
    assert "residence.registered" in shown
    for secret in ("engineer", "Engineer", "2027", "residence.work"):
        assert secret not in shown


def test_an_office_that_stops_asking_meanwhile_keeps_nothing() -> None:
    talk = Talk(whole())
    person = at_period(talk)
    person.says("2027-06-30")
    person.taps("yes")
    talk.policy = policy()
    person.applies()
    assert (wished(talk).stay_status, wished(talk).stay_until, wished(talk).remind_at) == ("", "", None)


# -- any order ------------------------------------------------------------------------------------------------

TYPED = (
    *("2027-06-30", "2026-11-01", "2571-01-01", "3/4/2028", "spouse", "student", "特別永住者", "永住者", "nonsense"),
    *("back", "1", "2", "3", "repeat", "language", "menu"),
)
KINDS = st.sampled_from(("tap", "tap", "tap", "type", "sends", "old"))
MOVES = st.lists(st.tuples(KINDS, st.integers(0, 99)), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(ANSWERS), MOVES)
def test_any_order_of_answers_keeps_the_gate(answer: str, moves: list[tuple[str, int]]) -> None:
    talk = Talk(whole())
    talk.watch = must_hang_together
    person = at_status(talk, answer)
    for kind, number in moves:
        newest = [each for each in person.heard if each.choices]
        shown = newest[-1 - number % 3 if kind == "old" and len(newest) > 3 else -1]
        match kind:
            case "type":
                person.says(TYPED[number % len(TYPED)])
            case "sends":
                person.sends()
            case _:
                person.picks(shown.prompt, shown.codes[number % len(shown.codes)])
    for _ in range(60):
        if talk.of(facts.Wished):
            break
        if person.step == "booking.status":  # on whatever page it stands
            person.says(person.words.text("residence.rather_not"))
        else:
            person.answer()
    if not talk.of(facts.Wished):  # somewhere else by now: a fresh start leads there in any case
        person.says("restart")
        if person.step == "dropping.sure":
            person.taps("yes")
        person.applies()
    assert talk.of(facts.Wished)


def must_hang_together(fact: facts.Fact, view: Any) -> None:
    if not isinstance(fact, facts.Wished):
        return
    codes = {each.code for each in STATUSES if each.code != "skill_development"}
    assert fact.residence in ANSWERS
    further = fact.residence in {"registered", "not_yet"}
    assert (fact.stay_status in {*codes, "rather_not"}) if further else fact.stay_status == ""
    has_period = fact.stay_status in codes - {"permanent_resident"}
    assert bool(fact.stay_until) == has_period
    if fact.stay_until not in {"", "pending", "no_end", "rather_not"}:
        end = date.fromisoformat(fact.stay_until)
        assert fact.remind_at in {None, at_office(end - timedelta(days=60), datetime(2026, 1, 1, 8).time())}  # noqa: DTZ001
    else:
        assert fact.remind_at is None
    assert fact.remind_at is None or fact.remind_at > view.now


def test_a_wish_of_an_earlier_release_needs_none_of_the_new_fields() -> None:
    blank = {each.name for each in fields(facts.Wished)} - {
        "companion",
        "access",
        "stay_status",
        "stay_until",
        "remind_at",
    }
    talk = Talk()
    talk.person.applies()
    old = facts.Wished(**{name: getattr(wished(talk), name) for name in blank})
    assert replace(wished(talk)) == old
