"""The two real terms of use once more, as people meet them: a whole talk with each shipped office, row by row.

The clocks stand in test_terms_of_use; here is what is asked, shown, agreed to, kept apart and left to a clerk, and the
clocks of both offices on a Friday, before a holiday, before 29 December and across the year end.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from flows import facts
from flows.office import refusals, rules
from flows.office.appointment import Application, Appointment, Contact, ContactKind, Deed, Status, move
from flows.office.attendance import NoShowRule
from flows.office.opening import confirm_by, offer_by, slot_at
from flows.office.policy import TOKYO, Policy
from flows.office.standing import Refused, Standing
from flows.terms.points import points
from flows.values import Text
from locales.words import catalogues
from storage.offices import every
from tests.flows.talk import Person, Talk

K, S = every()["kumagaya"], every()["online-system"]
BOTH = pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
MINUTE = timedelta(minutes=1)
NONE: frozenset[tuple[str, datetime]] = frozenset()
STARTS = {
    "a Friday": "2026-11-20T16:30",
    "the day before a holiday": "2026-11-02T16:30",
    "the day after a weekend and a holiday": "2026-11-24T08:30",
    "the day before 29 December": "2026-12-28T16:30",
    "the first day of the year": "2027-01-04T08:30",
}
ON_EACH = pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def booked(office: Policy, start: str, status: Status = Status.BOOKED, **more: object) -> Application:
    made = Appointment(slot_at(moment(start), office), "A", link="https://x.example", **more)  # type: ignore[arg-type]
    return Application(
        "id", "A12", "person", office.id, status, (), moment("2026-10-20T10:00"), "web", "ja", appointment=made
    )


def asked(office: Policy, start_at: str = "booking.review") -> Person:
    return Talk(office).person.to(start_at)


def points_of(office: Policy) -> dict[str, str]:
    """What the summary of the terms says in English, by its point."""
    view = replace(Talk(office).view(), words=catalogues()["en"])
    return {each.key.rpartition(".")[2]: view.words.text(each.key, each.values) for each in points(view)}


# -- agreement: K preamble, 6, 4; S 2, 4 -----------------------------------------------------------------------------


def test_k_preamble_and_6_applying_is_agreeing_and_k_4_to_teleoffices_terms_too() -> None:
    person = asked(K)
    person.taps("apply")
    (agreement,) = person.talk.agreements
    assert [name for name, _ in agreement.documents] == ["office", "tool", "chat"]


def test_s_2_using_is_agreeing_and_s_4_zooms_terms_have_an_agreement_of_their_own() -> None:
    person = asked(S)
    person.taps("book")
    using, own = person.talk.agreements
    assert [name for name, _ in using.documents] == ["office", "chat"]
    assert [name for name, _ in own.documents] == ["tool"]


@BOTH
def test_k_preamble_and_s_2_nobody_is_asked_for_anything_personal_before_the_terms_were_shown(office: Policy) -> None:
    person = asked(office, "booking.name")
    keys = [each.key for each in person.heard]
    shown = next(at for at, key in enumerate(keys) if key.startswith("booking.terms."))
    assert shown < keys.index("booking.name.ask")


def test_s_2_whoever_does_not_go_on_from_the_terms_can_use_nothing() -> None:
    person = asked(S, "booking.terms")
    person.says("11/24 10:00")
    person.says("no")
    assert person.step == "booking.terms"
    assert not person.talk.applications
    assert not person.talk.agreements


# -- who: K 2(1); S 3 ------------------------------------------------------------------------------------------------


def test_k_2_1_who_is_about_to_register_applies_without_a_number_as_anybody() -> None:
    person = asked(K, "booking.number")
    person.taps("not_yet")
    person.to("booking.review").taps("apply")
    assert person.talk.of(facts.Wished)[-1].number == ""
    assert person.stands(Status.REQUESTED)


def test_s_3_who_has_no_number_waits_for_the_offices_decision_and_nothing_is_booked() -> None:
    person = asked(S, "booking.number")
    person.taps("not_yet")
    person.to("booking.review").taps("apply")
    assert person.stands(Status.REQUESTED)
    assert not person.talk.of(facts.BookedAtOnce)


# -- device: K 2(2); S 3. room: K 12(3); S 20-2 ----------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("step", ["booking.device", "booking.place"])
def test_k_2_2_12_3_and_s_3_20_2_without_own_device_or_a_room_to_oneself_the_telephone_is_named(
    office: Policy, step: str
) -> None:
    person = asked(office, step)
    person.taps("no")
    assert person.last(f"{step}.none").values["phone"] == office.phone
    assert not person.talk.applications


# -- cost, recording, room, environment, liability, misuse, change, personal data, court: what the summary says ------


def test_k_3_and_k_12_5_the_consultation_is_free_and_device_and_data_are_the_persons_own_cost() -> None:
    assert "costs nothing" in points_of(K)["free"]
    assert "your own device and data" in points_of(K)["free"]
    assert "free" not in points_of(S), "S names no cost in the articles that we have"


@BOTH
def test_k_6_1_and_s_12_2_1_the_summary_says_thirty_minutes(office: Policy) -> None:
    assert "30 minutes" in points_of(office)["length"]


@BOTH
def test_k_6_4_and_s_12_2_6_the_summary_says_ten_minutes_and_the_telephone(office: Policy) -> None:
    said = points_of(office)["grace"]
    assert "10 minutes" in said
    assert office.phone in said


@BOTH
def test_k_12_2_and_s_14_11_recording_is_forbidden(office: Policy) -> None:
    assert "Nobody may record" in points_of(office)["no_recording"]


@BOTH
def test_k_12_3_and_s_20_2_the_room_is_private_and_company_is_told_beforehand(office: Policy) -> None:
    assert "tell the office before" in points_of(office)["private_room"]


@BOTH
def test_k_5_and_s_14_12_14_13_a_safe_device_that_is_up_to_date_and_a_trusted_connection(office: Policy) -> None:
    said = points_of(office)["device"]
    assert "up-to-date" in said
    assert "connection you trust" in said


@BOTH
def test_k_12_4_and_s_20_3_the_tool_is_ready_and_tested_before(office: Policy) -> None:
    assert asked(office, "booking.device").last().values["tool"] == office.video.tool


def test_k_9_k_10_and_s_16_who_answers_for_damage() -> None:
    assert {"liability_environment", "damages"} <= points_of(K).keys()
    assert {"liability", "service_may_stop", "damages"} <= points_of(S).keys()
    assert "service_may_stop" not in points_of(K)


def test_k_12_1_misuse_may_end_the_session_or_be_turned_down() -> None:
    assert "may end the session" in points_of(K)["misuse"]
    assert "turn you down" in points_of(K)["misuse"]
    assert "misuse_stops" not in points_of(K)


def test_s_14_15_misuse_is_stopped_at_once_registrations_may_be_erased_and_s_20_1_threats_may_end_it() -> None:
    said = points_of(S)["misuse_stops"]
    assert "stopped at once" in said
    assert "may be erased" in said
    assert "Threats or abuse may end it" in said
    assert "misuse" not in points_of(S)


def test_s_16_an_outage_is_not_paid_for_and_s_7_then_the_office_is_called() -> None:
    assert "out of order" in points_of(S)["liability"]
    assert f"stops working: call {S.phone}" in points_of(S)["account"]


def test_k_13_changes_are_announced_with_their_day_and_s_22_without_notice_but_told_all_the_same() -> None:
    assert "beforehand" in points_of(K)["changes_announced"]
    assert "without notice" in points_of(S)["changes_unannounced"]
    assert "tells you all the same" in points_of(S)["changes_unannounced"]
    assert (K.terms.on_change, S.terms.on_change) == ("notify", "notify")


@BOTH
def test_k_8_and_s_18_personal_data_are_protected_by_the_employment_security_act(office: Policy) -> None:
    assert "law on employment services" in points_of(office)["privacy"]


def test_k_14_the_court_is_named_and_s_21_2_it_is_that_of_the_offices_place() -> None:
    assert "Saitama District Court, Kumagaya branch" in points_of(K)["court_named"]
    assert "where the office is" in points_of(S)["court_of_place"]


# -- what is asked: K 6(2); S 5, 12-2-3; contact: S 12-2-2 -----------------------------------------------------------


@BOTH
@pytest.mark.parametrize("step", ["booking.name", "booking.number", "booking.phone", "booking.day"])
def test_k_6_2_and_s_12_2_2_12_2_3_name_number_telephone_and_time_are_asked_for(office: Policy, step: str) -> None:
    assert asked(office, step).step == step


@BOTH
@pytest.mark.parametrize("field", ["name", "phone"])
def test_k_6_2_and_s_12_2_2_12_2_3_without_name_or_telephone_nothing_is_applied_for(office: Policy, field: str) -> None:
    person = asked(office)
    top = person.session.frames[-1]
    cut = replace(top, draft=replace(top.draft, **{field: None}))
    person.session = replace(person.session, frames=(*person.session.frames[:-1], cut))
    person.taps("book" if office is S else "apply")
    assert person.step == f"booking.{field}"
    assert not person.talk.applications


def test_k_12_3_and_s_20_2_interpreters_companions_carers_and_supporters_of_other_bodies_can_be_named() -> None:
    for office in (K, S):
        person = asked(office, "booking.needs")
        person.taps("companion")
        assert {"family", "carer", "supporter"} <= set(person.buttons()), office.id


# -- second time on: K 6(2); once a day: S 12-2-1 --------------------------------------------------------------------


@ON_EACH
@pytest.mark.parametrize("minutes", [0, 1, 29])
def test_k_6_2_during_a_session_the_next_one_may_be_asked_for(start: str, minutes: int) -> None:
    now = moment(start) + timedelta(minutes=minutes)
    own = (booked(K, start),)
    later = slot_at(moment(f"{start[:10]}T10:00") + timedelta(days=17), K)
    assert rules.open_limit(own, K) is None
    assert rules.wishable(later, now, NONE, K) is None
    assert rules.one_a_day(later, own, K) is None


@pytest.mark.parametrize("status", [Status.BOOKED, Status.ATTENDED])
def test_s_12_2_1_once_a_day_counts_the_booking_and_the_consultation_that_was_held(status: Status) -> None:
    own = (booked(S, "2026-11-20T08:30", status),)
    assert isinstance(rules.one_a_day(slot_at(moment("2026-11-20T16:30"), S), own, S), refusals.OneADay)


@pytest.mark.parametrize(
    "status", [each for each in Status if each not in {Status.BOOKED, Status.ATTENDED}], ids=lambda each: each.value
)
def test_s_12_2_1_what_did_not_take_place_uses_up_no_day(status: Status) -> None:
    own = (booked(S, "2026-11-20T08:30", status),)
    assert rules.one_a_day(slot_at(moment("2026-11-20T16:30"), S), own, S) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-11-20T16:30", "2026-11-24T08:30"),
        ("2026-11-24T16:30", "2026-11-25T08:30"),  # the same day in UTC
        ("2026-12-28T16:30", "2027-01-04T08:30"),
    ],
)
def test_s_12_2_1_once_a_day_is_a_day_in_japan(one: str, other: str) -> None:
    assert rules.one_a_day(slot_at(moment(other), S), (booked(S, one),), S) is None
    assert rules.one_a_day(slot_at(moment(one), S), (booked(S, other),), S) is None


# -- when: S 12-2-1; K office hours ----------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-02", "2026-12-28", "2027-01-04"])
def test_s_12_2_1_the_last_time_of_a_day_ends_before_the_office_closes(office: Policy, day: str) -> None:
    for clock, refusal in (("16:29", refusals.OutsideHours), ("16:30", type(None)), ("16:31", refusals.OutsideHours)):
        slot = slot_at(moment(f"{day}T{clock}"), office)
        assert isinstance(rules.in_office_hours(slot, office), refusal), clock


# -- confirmed by the day before: K 6(1), 6(3) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "closing"),
    [
        ("2026-11-04T08:30", "2026-11-02T17:15"),  # after Culture Day
        ("2026-11-20T16:30", "2026-11-19T17:15"),
        ("2026-11-24T08:30", "2026-11-20T17:15"),
        ("2026-12-28T16:30", "2026-12-25T17:15"),
        ("2027-01-04T08:30", "2026-12-28T17:15"),
        ("2027-01-12T08:30", "2027-01-08T17:15"),  # after Coming of Age Day
    ],
)
def test_k_6_1_asked_for_offered_by_closing_time_confirmed_by_midnight(start: str, closing: str) -> None:
    slot, close = slot_at(moment(start), K), moment(closing)
    assert offer_by(slot, K) == close
    assert confirm_by(slot, K) == moment(f"{start[:10]}T00:00")
    for rule in (rules.wishable, rules.offerable):
        assert rule(slot, close - MINUTE, NONE, K) is None
        for late in (close, close + MINUTE):
            assert isinstance(rule(slot, late, NONE, K), refusals.TooLate)


# -- cancelling: K 6(4); S 12-2-6 ------------------------------------------------------------------------------------


@ON_EACH
@pytest.mark.parametrize("minutes", [-3 * 1440, -1440, -1, 0, 1])
def test_k_6_4_whenever_it_is_a_booking_is_cancelled_by_telephone_only(start: str, minutes: int) -> None:
    now = moment(start) + timedelta(minutes=minutes)
    assert rules.cancellable(booked(K, start), now, K) == refusals.PhoneOnly(K.phone)


@ON_EACH
@pytest.mark.parametrize(("minutes", "by_phone"), [(-1440, False), (-1, False), (0, False), (1, True)])
def test_s_12_2_6_the_chat_cancels_until_the_start_and_the_telephone_afterwards(
    start: str, minutes: int, *, by_phone: bool
) -> None:
    refusal = rules.cancellable(booked(S, start), moment(start) + timedelta(minutes=minutes), S)
    assert refusal == (refusals.PhoneOnly(S.phone) if by_phone else None)


# -- ten minutes without contact: K 6(4); S 12-2-6 -------------------------------------------------------------------


@BOTH
@ON_EACH
@pytest.mark.parametrize(("minutes", "deemed"), [(9, False), (10, True), (11, True)])
def test_k_6_4_and_s_12_2_6_ten_minutes_are_counted_alike_on_every_day(
    office: Policy, start: str, minutes: int, *, deemed: bool
) -> None:
    made = booked(office, start)
    assert made.appointment
    rule = NoShowRule.of(made.appointment, office)
    assert rule.deems(made, moment(start) + timedelta(minutes=minutes)) is deemed


@BOTH
@ON_EACH
@pytest.mark.parametrize(("minutes", "counts"), [(-61, False), (-60, True), (9, True), (10, False), (11, False)])
def test_k_6_4_and_s_12_2_6_contact_counts_until_the_tenth_minute_on_every_day(
    office: Policy, start: str, minutes: int, *, counts: bool
) -> None:
    at = moment(start) + timedelta(minutes=minutes)
    made = booked(office, start, contacts=(Contact(ContactKind.LATE, at, at),))
    assert made.appointment
    rule = NoShowRule.of(made.appointment, office)
    assert rule.deems(made, rule.grace_ends) is not counts


# -- refusing later use, misuse, residence: K 6(4), 12(1); S 12-2-6, 14, 15, 20-1, 20-4 ------------------------------


@BOTH
@pytest.mark.parametrize("until", [date(2026, 11, 20), date(2026, 12, 28), date(2026, 12, 31)], ids=str)
@pytest.mark.parametrize("reason", ["absences", "rules", "false_details"])
def test_k_6_4_12_1_and_s_12_2_6_14_15_a_clerks_refusal_ends_with_its_last_day(
    office: Policy, until: date, reason: str
) -> None:
    standing = Standing(9, Refused(reason, until, "clerk"))
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), TOKYO)
    refusal = refusals.UseRefused(Text(f"refuse.{reason}"), until, office.phone)
    assert rules.may_apply(standing, midnight - MINUTE, office) == refusal
    for over in (midnight, midnight + MINUTE):
        assert rules.may_apply(standing, over, office) is None


@BOTH
@pytest.mark.parametrize("count", [1, 3, 100])
def test_k_6_4_and_s_12_2_6_may_refuse_no_count_refuses_by_itself(office: Policy, count: int) -> None:
    assert rules.may_apply(Standing(count), moment("2026-12-28T10:00"), office) is None


def test_s_20_4_everyone_is_asked_and_whatever_the_answer_the_booking_is_made() -> None:
    for answer in ("registered", "not_yet", "does_not_apply", "rather_not"):
        person = asked(S, "booking.residence")
        person.taps(answer)
        person.to("booking.review").taps("book")
        assert person.stands(Status.BOOKED), answer
        assert not person.talk.refused


def test_k_holds_no_rule_like_s_20_4_and_asks_nothing_of_the_kind() -> None:
    assert not [each.key for each in asked(K).heard if "residence" in each.key]


@BOTH
def test_s_12_2_4_only_the_office_answers_for_what_the_office_could_not_hold(office: Policy) -> None:
    assert office.refusal.suggest_at
    for who in ("person", "clock"):
        assert move(Status.BOOKED, Deed.OUR_FAULT, who) is None  # type: ignore[arg-type]


# -- records: K 7; S 13. second time on, whole: K 6(2) --------------------------------------------------------------


@BOTH
def test_k_7_and_s_13_only_the_application_itself_records_who_somebody_is(office: Policy) -> None:
    person = asked(office)
    person.taps("book" if office is S else "apply")
    others = [each for each in person.talk.facts if not isinstance(each, facts.Wished | facts.BookedAtOnce)]
    assert others
    for fact in others:
        for mark in (person.name, "01234-5678901", "9012345678"):
            assert mark not in repr(fact), fact


def test_k_6_2_who_sits_in_a_session_applies_for_the_next_one_in_the_chat() -> None:
    talk = Talk(K)
    first = talk.booked(moment("2026-11-20T10:00"))
    talk.to(moment("2026-11-20T10:12"))
    talk.person.to("booking.review").taps("apply")
    assert talk.person.application.id != first.id
    assert talk.person.stands(Status.REQUESTED)


def test_s_12_2_1_who_was_served_this_morning_is_offered_no_time_this_afternoon() -> None:
    talk = Talk(S)
    talk.to(moment("2026-11-20T08:00"))
    talk.person.to("booking.day").says("11/20 9:30")
    first = talk.person.books()
    talk.to(moment("2026-11-20T10:05"))
    talk.applications[first.id] = replace(talk.applications[first.id], status=Status.ATTENDED)
    talk.person.to("booking.day").says("11/20 14:00")
    assert talk.person.news()[0] == "refusal.one_a_day"
    assert "d20261120" not in talk.person.buttons()
