"""What follows from a booking that nobody came to: counts, refusals by a clerk, appeals, and our own failures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows import facts
from flows.keys import all_keys
from flows.office.appointment import Status
from flows.office.policy import local
from flows.office.timeline import KINDS, LETTERS
from flows.values import Text
from tests.flows.house import policy
from tests.flows.talk import HANAKO, LEAD, Talk, at

TWICE = policy(refusal={"suggest_at": 2}, booking__one_a_day=False)


def missed(talk: Talk, day: int, hour: int = 10) -> str:
    """A booking without any contact, past its grace; its code."""
    code = talk.booked(at(day, hour)).code
    talk.to(at(day, hour, 10))
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    return code


def keys(talk: Talk) -> list[str]:
    return [each.key for each in talk.staff.heard]


# -- counts ------------------------------------------------------------------------------------------------


def test_the_next_card_shows_how_often_the_person_did_not_come() -> None:
    talk = Talk()
    missed(talk, 20)
    talk.person.applies()
    line = talk.staff.last("staff.card.requested").values["standing"]
    assert (line.key, line.values) == ("staff.card.no_shows", {"total": 1, "days": 180})


def test_what_was_our_fault_is_never_counted() -> None:
    talk = Talk()
    missed(talk, 20)
    talk.staff.taps("our_fault")
    talk.person.applies()
    assert talk.staff.last("staff.card.requested").values["standing"] == ""


@pytest.mark.parametrize(("days", "counted"), [(180, True), (181, False)])
def test_a_booking_counts_on_the_last_day_of_the_window_and_not_after_it(days: int, counted: bool) -> None:  # noqa: FBT001 -- a table
    talk = Talk()
    missed(talk, 20)
    talk.now = at(20, 9) + (at(20 + days, 9) - at(20, 9))
    assert ("person" in talk.standing()) == counted


def test_at_the_threshold_staff_are_asked_once_to_look_and_nobody_is_refused_k_6_4_s_12_2_6() -> None:
    talk = Talk(TWICE)
    missed(talk, 20)
    assert "staff.told.suggestion" not in keys(talk)
    missed(talk, 24)
    missed(talk, 26)
    assert keys(talk).count("staff.told.suggestion") == 1
    assert not talk.of(facts.UseRefused)
    talk.person.applies()
    assert talk.person.stands(Status.REQUESTED)


# -- refusing later use ------------------------------------------------------------------------------------


def test_a_clerk_refuses_with_a_reason_until_a_day_and_both_sides_are_told_k_6_4_s_12_2_6() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse 30 absences")
    told = talk.staff.last("staff.did.use_refused").values
    assert (told["by"], told["until"]) == (HANAKO.name, at(50, 0).date())
    heard = talk.person.last("notice.use_refused").values
    assert (heard["reason"].key, heard["until"], heard["phone"]) == (
        "refuse.absences",
        at(50, 0).date(),
        "03-0000-0000",
    )


@pytest.mark.parametrize("mode", ["registered_only", "off"])
@pytest.mark.parametrize("answer", ["registered", "not_yet", "does_not_apply", "rather_not"])
def test_use_is_suspended_for_residence_by_a_clerk_alone_and_only_after_not_yet_s_20_4(mode: str, answer: str) -> None:
    talk = Talk(policy(asked__residence=mode))
    talk.person.applies()
    (application,) = talk.applications.values()
    talk.applications[application.id] = replace(application, residence=answer)
    may = mode != "off" and answer == "not_yet"
    talk.staff.says(f"{application.code} refuse 30")
    assert ("refuse-30-residence" in talk.staff.last().codes) == may
    talk.staff.says(f"{application.code} refuse 30 residence")
    assert bool(talk.of(facts.UseRefused)) == may
    assert may or talk.staff.news() == ["staff.refused.no_suspension"]


def test_nobody_is_refused_for_absences_who_was_never_absent() -> None:
    talk = Talk()
    application = talk.booked(at(25, 10))
    talk.staff.says(f"{application.code} refuse 30 absences")
    assert talk.staff.news() == ["staff.refused.no_absence"]
    assert not talk.of(facts.UseRefused)


def test_who_puts_an_absence_right_is_told_that_later_use_is_still_refused() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse 30 absences")
    talk.staff.says(f"{code} our_fault")
    assert "staff.did.still_refused" in talk.staff.news()
    talk.staff.says(f"{code} lift")
    assert talk.staff.news()[0] == "staff.did.use_allowed"


def test_refusing_by_buttons_asks_for_reason_and_days() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse")
    talk.staff.taps("refuse-rules")
    assert talk.staff.news() == ["staff.card.refuse_days"]
    talk.staff.taps("refuse-14-rules")
    assert talk.of(facts.UseRefused) == [facts.UseRefused("id-0", "rules", at(34, 0).date(), HANAKO)]


@pytest.mark.parametrize(("days", "accepted"), [(0, False), (1, True), (90, True), (91, False)])
def test_no_refusal_is_longer_than_the_office_allows(days: int, accepted: bool) -> None:  # noqa: FBT001 -- a table
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse {days} absences")
    assert bool(talk.of(facts.UseRefused)) == accepted
    assert talk.staff.news()[0] == ("staff.did.use_refused" if accepted else "staff.refused.refusal_length")


def test_no_word_of_staff_reaches_the_person_with_a_refusal() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse 30 absences and rude too")
    assert talk.staff.news() == ["staff.card.refuse_why"]
    assert not talk.of(facts.UseRefused)


def test_who_is_refused_is_told_so_before_any_question_and_keeps_what_is_booked() -> None:
    talk = Talk(policy(booking__one_a_day=False))
    code = missed(talk, 20)
    talk.booked(at(26, 10))
    talk.staff.says(f"{code} refuse 30 absences")
    talk.person.taps("booking")
    assert talk.person.news() == ["refusal.use_refused", "home.next.ask"]
    assert talk.person.stands(Status.BOOKED)
    assert not talk.of(facts.Cancelled)


def test_a_refusal_that_comes_while_somebody_applies_stops_at_the_gate() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.person.to("booking.review")
    talk.staff.says(f"{code} refuse 30 absences")
    talk.person.taps("apply")
    assert talk.person.news()[0] == "refusal.use_refused"
    assert len(talk.of(facts.Wished)) == 1


def test_a_person_may_apply_again_on_the_day_after_the_last() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse 4 absences")
    talk.to(at(25, 0))
    assert local(talk.now).date() > talk.refused["person"].until
    talk.person.applies()
    assert talk.person.stands(Status.REQUESTED)


def test_lifting_is_told_and_lets_the_person_apply_at_once() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} lift")
    assert talk.staff.news() == ["staff.refused.not_refused"]
    talk.staff.says(f"{code} refuse 30 absences")
    talk.staff.says(f"{code} refuse 60 rules")
    assert talk.staff.news() == ["staff.refused.already_refused"]
    talk.staff.says(f"{code} lift")
    assert talk.person.last().key == "notice.use_allowed"
    talk.person.applies()
    assert talk.person.stands(Status.REQUESTED)


def test_an_equal_number_refuses_nobody_else() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} refuse 30 absences")
    other = talk.meets("other")
    other.applies()
    assert other.stands(Status.REQUESTED)


# -- appeals -----------------------------------------------------------------------------------------------


def appealed(talk: Talk) -> str:
    code = missed(talk, 20)
    talk.person.taps("in_touch")
    return code


def test_an_appeal_names_its_day_and_counts_nothing_until_it_is_decided() -> None:
    talk = Talk()
    appealed(talk)
    assert talk.person.last("attending.appeal_told").values["due"] == at(30, 17, 15)
    assert not talk.standing()


def test_only_a_lead_decides_and_never_about_their_own_mark() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.clerk = LEAD
    talk.staff.says(f"{code} no_contact")
    talk.staff.clerk = HANAKO
    talk.staff.says(f"{code} no_contact")
    talk.person.taps("in_touch")
    for order in ("accept", "uphold"):
        talk.staff.clerk = HANAKO
        talk.staff.says(f"{code} {order}")
        assert talk.staff.news() == ["staff.refused.not_lead"]
        talk.staff.clerk = LEAD
        talk.staff.says(f"{code} {order}")
        assert talk.staff.news() == ["staff.refused.own_mark"]
    for order in ("undo", "no_contact"):
        talk.staff.says(f"{code} {order}")
        assert talk.staff.news() == ["staff.refused.appealed"]
    assert not talk.of(facts.AppealDecided)
    talk.staff.clerk = facts.Clerk("10", "Test Shiro", "lead")
    talk.staff.says(f"{code} uphold")
    assert talk.person.last().key == "notice.appeal_upheld"
    assert talk.standing()["person"].no_shows == 1


def test_my_booking_says_that_an_appeal_is_looked_at_and_by_when() -> None:
    talk = Talk()
    appealed(talk)
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.appealed"]
    assert talk.person.last().values["due"] == at(30, 17, 15)
    assert "in_touch" not in talk.person.last().codes


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (0, True), (1, True)])
def test_once_the_time_to_decide_is_past_my_booking_says_so_and_no_past_date(minutes: int, late: bool) -> None:  # noqa: FBT001 -- a table
    talk = Talk()
    appealed(talk)
    old = talk.person.last("notice.deemed").prompt
    talk.to(at(30, 17, 15) + timedelta(minutes=minutes))
    talk.person.says("booking")
    assert talk.person.news() == ["looking.booking.appeal_late" if late else "looking.booking.appealed"]
    talk.person.picks(old, "in_touch")
    assert talk.person.news()[0] == ("attending.appeal_late" if late else "attending.appeal_told")


@pytest.mark.parametrize(
    ("order", "said"), [("uphold", "looking.booking.appeal_upheld"), ("accept", "looking.booking.appeal_accepted")]
)
def test_my_booking_says_what_a_lead_has_decided(order: str, said: str) -> None:
    talk = Talk()
    code = appealed(talk)
    talk.to(at(20, 11))
    talk.staff.clerk = LEAD
    talk.staff.says(f"{code} {order}")
    talk.person.says("booking")
    assert talk.person.news() == [said]
    assert "book" in talk.person.last().codes
    assert "in_touch" not in talk.person.last().codes


def test_what_a_clerk_says_after_the_deeming_can_still_be_answered_with_i_was_in_touch() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} no_contact")
    assert talk.person.last().key == "notice.no_contact"
    talk.person.taps("in_touch")
    assert len(talk.of(facts.SaidInTouch)) == 1


def test_an_accepted_appeal_of_a_past_booking_is_told_as_not_counted() -> None:
    talk = Talk()
    code = appealed(talk)
    talk.to(at(20, 11))
    talk.staff.clerk = LEAD
    talk.staff.says(f"{code} accept")
    assert talk.person.last().key == "notice.appeal_accepted_past"
    assert not talk.standing()
    talk.staff.says(f"{code} accept")
    assert talk.staff.news() == ["staff.refused.no_appeal"]


def test_the_marker_may_still_say_what_was_so_and_the_appeal_is_over() -> None:
    talk = Talk()
    code = appealed(talk)
    talk.staff.says(f"{code} our_fault")
    assert talk.person.last().key == "notice.our_fault"
    talk.staff.clerk = LEAD
    talk.staff.says(f"{code} uphold")
    assert talk.staff.news() == ["staff.refused.no_appeal"]


def told_by(talk: Talk, code: str) -> list[tuple[str, str]]:
    """The whole timeline: what happened, and who did it or which channel accepted it."""
    talk.staff.says(f"{code} timeline")
    return [_told(each) for each in talk.staff.last("staff.timeline.list").values["lines"]]


def _told(line: Text) -> tuple[str, str]:
    known = line.values
    what, who = (known["letter"], known["channel"]) if "letter" in known else (known["what"], known["by"])
    assert isinstance(what, Text)
    short = what.key.removeprefix("staff.timeline.")
    return short, who.key.removeprefix("staff.timeline.author.") if isinstance(who, Text) else str(who)


TELEGRAM = "staff.channel.telegram"


def test_a_lead_sees_everything_in_the_order_in_which_it_happened_with_its_authors() -> None:
    talk = Talk()
    code = missed(talk, 20)
    talk.staff.says(f"{code} no_contact")
    talk.person.taps("in_touch")
    assert told_by(talk, code) == [
        ("choose", "person"),
        ("letter.booked", TELEGRAM),
        ("letter.reminder", TELEGRAM),
        ("letter.reminder_soon", TELEGRAM),
        ("letter.trouble", TELEGRAM),
        ("deem", "clock"),
        ("letter.deemed", TELEGRAM),
        ("no_contact", HANAKO.name),
        ("letter.no_contact", TELEGRAM),
        ("said_in_touch", "person"),
    ]


def test_every_kind_of_letter_on_a_timeline_is_one_that_the_office_really_sends() -> None:
    assert set(LETTERS) <= all_keys().keys()
    assert len(LETTERS) == sum(map(len, KINDS.values()))


def test_staff_are_reminded_on_the_day_and_the_person_told_when_the_time_is_past() -> None:
    talk = Talk()
    appealed(talk)
    talk.to(at(30, 8, 29))
    assert "staff.told.appeal_due" not in keys(talk)
    talk.to(at(30, 8, 30))
    assert talk.staff.last().key == "staff.told.appeal_due"
    talk.to(at(30, 17, 15))
    assert talk.staff.last().key == "staff.told.appeal_late"
    assert talk.person.last().key == "notice.appeal_late"


def test_what_was_upheld_is_not_asked_again() -> None:
    talk = Talk()
    code = appealed(talk)
    tap = talk.person.find("in_touch")
    talk.staff.clerk = LEAD
    talk.staff.says(f"{code} uphold")
    talk.person.receive(tap)
    assert talk.person.news()[0] == "attending.appeal_over"
    assert len(talk.of(facts.SaidInTouch)) == 1


# -- our own failure -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minute", "told"), [(9, False), (10, True), (11, True)])
def test_who_was_given_no_link_is_never_deemed_by_the_clock(minute: int, told: bool) -> None:  # noqa: FBT001 -- a table
    talk = Talk()
    talk.booked(at(20, 10), link="")
    talk.to(at(20, 10, minute))
    assert talk.person.stands(Status.BOOKED)
    assert (talk.person.last().key == "notice.no_link") == told
    if told:
        assert talk.staff.last().key == "staff.told.no_link"
        assert talk.staff.buttons()[0] == "our_fault"
    assert not talk.standing()


def given(minute: int, *links: int) -> Talk:
    """A booking at ten whose link (of that number) comes so many minutes after the start, and others a minute apart."""
    talk = Talk()
    talk.booked(at(20, 10), link="")
    for later, number in enumerate(links or (1,)):
        talk.to(at(20, 10) + timedelta(minutes=minute + later))
        talk.staff.says(f"{talk.person.application.code} link https://video.invalid/{number}")
    return talk


@pytest.mark.parametrize("minute", [-60, -1, 0, 1, 9])
def test_k_6_4_s_12_2_6_the_grace_counts_from_the_start_or_from_the_link_whichever_is_later(minute: int) -> None:
    talk = given(minute)
    ends = at(20, 10, 10 + max(0, minute))
    talk.to(ends - timedelta(minutes=1))
    assert talk.person.stands(Status.BOOKED)
    talk.staff.says(f"{talk.person.application.code} no_contact")
    assert talk.person.stands(Status.BOOKED)
    talk.to(ends)
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    assert talk.person.last("notice.deemed").values["grace"] == 10 + max(0, minute)


def test_the_same_link_once_more_gives_no_longer_grace_and_another_one_does() -> None:
    talk = given(4, 1, 1)
    talk.to(at(20, 10, 14))
    assert talk.person.stands(Status.DEEMED_CANCELLED)
    talk = given(4, 1, 2)
    talk.to(at(20, 10, 14))
    assert talk.person.stands(Status.BOOKED)
    talk.to(at(20, 10, 15))
    assert talk.person.stands(Status.DEEMED_CANCELLED)


def test_who_gets_the_link_after_the_start_is_told_until_when_they_are_waited_for() -> None:
    talk = given(3)
    told = talk.person.last("notice.link_now")
    assert (told.values["until"].values["until"], told.codes[0]) == (at(20, 10, 13), "late")
    talk.person.taps("late")
    talk.staff.says(f"{talk.person.application.code} link https://video.invalid/2")
    assert talk.person.last("notice.link_now").values["until"] == ""
    talk.to(at(20, 10, 20))
    assert talk.person.stands(Status.BOOKED)


@pytest.mark.parametrize("minute", [10, 12, 29, 31])
def test_s_12_2_4_a_link_given_when_the_grace_is_over_lets_nobody_be_said_to_have_stayed_away(minute: int) -> None:
    talk = given(minute)
    assert talk.person.last().key == ("notice.link_now" if minute < 30 else "notice.link")
    for _ in range(6):
        talk.staff.says(f"{talk.person.application.code} no_contact")
        assert talk.staff.last().key in {"staff.refused.not_now", "staff.refused.no_way_in"}
        talk.passes(minutes=10)
    assert talk.staff.last().key == "staff.refused.no_way_in"
    assert talk.person.stands(Status.BOOKED)
    assert not talk.standing()


def test_s_12_2_4_without_a_link_nobody_is_said_to_have_stayed_away() -> None:
    talk = Talk()
    code = talk.booked(at(20, 10), link="").code
    talk.to(at(20, 10, 5))
    assert talk.person.last().key == "notice.trouble_no_link"
    for now in (at(20, 10, 10), at(20, 10, 31)):
        talk.to(now)
        assert "no_contact" not in talk.staff.buttons()
        talk.staff.says(f"{code} no_contact")
        assert talk.staff.last().key == "staff.refused.no_way_in"
    assert talk.person.stands(Status.BOOKED)
    assert not talk.standing()


def test_s_12_2_4_on_a_day_that_was_closed_nobody_is_said_to_have_stayed_away() -> None:
    talk = Talk()
    code = talk.booked(at(20, 10)).code
    talk.staff.clerk = LEAD
    talk.staff.says("close 2026-11-20")
    talk.to(at(20, 11))
    assert "no_contact" not in talk.staff.buttons()
    talk.staff.says(f"{code} no_contact")
    assert talk.staff.last().key == "staff.refused.no_way_in"
    assert not talk.standing()
