"""The staff group: orders by button and by typing, their limits, who may give them, and who was faster."""

import pytest

from flows import facts, staff
from flows.messages import Opened, Picked, Said, Sent
from flows.office.appointment import Status
from flows.office.opening import cells
from flows.office.view import Invite
from flows.session import Session
from tests.flows.house import policy
from tests.flows.talk import JIRO, Talk, at, slot


def requested(talk: Talk | None = None) -> Talk:
    talk = talk or Talk()
    talk.person.to("booking.day").says("11/20 10:00")
    talk.person.applies()
    return talk


def offered(talk: Talk) -> tuple[object, ...]:
    return tuple(slot.start for slot, _ in talk.of(facts.Offered)[-1].times)


def test_two_taps_make_an_offer_of_the_wished_time() -> None:
    talk = requested()
    talk.staff.taps("s202611200100")
    assert talk.staff.last().updates
    assert "staff.card.ticked" in [each.label.key for each in talk.staff.last().choices]
    talk.staff.taps("offer")
    assert offered(talk) == (at(20, 10),)
    assert talk.staff.news() == ["staff.did.offered"]
    assert talk.staff.last().values["by"] == "Test Hanako"


def test_a_tick_is_taken_back_by_a_second_tap() -> None:
    talk = requested()
    talk.staff.taps("s202611200100")
    talk.staff.taps("s202611200100")
    assert "offer" not in talk.staff.buttons()
    talk.staff.says("A12 offer")
    assert talk.staff.news() == ["staff.refused.no_times"]


def test_ticks_of_two_cards_do_not_mix() -> None:
    talk = requested()
    other = talk.meets("other")
    other.to("booking.day").says("11/24 10:00")
    other.applies()
    talk.staff.says("A12 1")
    talk.staff.says("A13 2")
    talk.staff.says("A12 offer")
    assert talk.of(facts.Offered)[0].application == "id-0"
    talk.staff.says("A13 offer")
    assert talk.of(facts.Offered)[1].application == "id-1"


@pytest.mark.parametrize(
    "text",
    [
        "A12 offer 2",
        "offer A12 2",
        "a12 propose 2",
        "/offer A12 2",
        "A12 offer 11/20 10:00",
        "offer A12 2026-11-20 10:00",
        "A12 offer Friday 10 am",
    ],
)
def test_an_offer_is_typed_in_either_order(text: str) -> None:
    talk = requested()
    near = [each.says for each in talk.staff.last().choices]
    assert near[:2] == ["A12 1", "A12 2"]
    talk.staff.says(text)
    chosen = {"2": talk.staff.heard[0].choices[1].code}.get(text[-1])
    assert talk.of(facts.Offered)
    if chosen:
        assert talk.of(facts.Offered)[0].times[0][0].code == chosen
    else:
        assert offered(talk) == (at(20, 10),)


def test_several_times_are_typed_at_once() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/20 10:00, 14:00, 11/24 9:00")
    assert offered(talk) == (at(20, 10), at(20, 14), at(24, 9))


def test_a_reply_to_a_card_needs_no_code_and_talk_in_a_reply_is_not_answered() -> None:
    talk = requested()
    card = talk.staff.last().prompt
    talk.staff.says("what do you think?", reply_to=card)
    assert talk.staff.news() == []
    talk.staff.says("1 2", reply_to=card)
    assert talk.staff.news() == ["staff.card.requested"]
    talk.staff.says("offer", reply_to=card)
    assert talk.of(facts.Offered)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("A12 offer 11/20 16:45", "refusal.outside_hours"),
        ("A12 offer 11/21 10:00", "refusal.office_closed"),
        ("A12 offer 11/18 15:00", "refusal.too_late"),
        ("A12 offer 11/20 10:00, 11/21 10:00", "refusal.office_closed"),
    ],
)
def test_a_time_that_may_not_be_offered_is_refused_and_the_card_shown_again(text: str, refusal: str) -> None:
    talk = requested()
    talk.staff.says(text)
    hint = ["staff.exception.how"] if refusal == "refusal.too_late" else []
    assert talk.staff.news() == [refusal, *hint, "staff.card.requested"]
    assert not talk.of(facts.Offered)


def test_a_taken_time_is_refused() -> None:
    talk = requested()
    for desk in ("A", "B"):
        for cell in cells(slot(20, 10), desk, talk.policy):
            talk.claims[cell] = ("somebody", None)
    talk.staff.says("A12 offer 11/20 10:00")
    assert talk.staff.news()[0] == "refusal.taken"


def test_two_times_that_overlap_need_two_desks() -> None:
    rules = policy(desk__desks=["A"], desk__grid=15)
    talk = requested(Talk(rules))
    talk.staff.says("A12 offer 11/20 10:00, 10:15")
    assert talk.staff.news()[0] == "refusal.taken"
    assert not talk.of(facts.Offered)


def test_more_times_than_an_offer_holds_are_refused() -> None:
    talk = requested()
    talk.staff.says("A12 offer 11/20 9:00, 9:30, 10:00, 10:30, 11:00, 11:30")
    assert talk.staff.news() == ["staff.refused.too_many_times"]


def test_a_day_on_which_the_person_has_a_booking_is_not_offered() -> None:
    talk = requested()
    talk.staff.offers("A12", at(20, 10))
    talk.person.says("1")
    talk.person.to("booking.day").says("11/24 10:00")
    talk.person.applies()
    talk.staff.offers("A13", at(20, 14))
    assert talk.staff.news()[0] == "refusal.one_a_day"


@pytest.mark.parametrize("reason", ["full", "call_us", "not_online", "other"])
@pytest.mark.parametrize("how", ["tap", "typed", "label"])
def test_a_decline_needs_a_reason_which_the_person_is_told(reason: str, how: str) -> None:
    talk = requested()
    talk.staff.taps("decline")
    assert talk.staff.news() == ["staff.card.reasons"]
    if how == "tap":
        talk.staff.taps(f"decline-{reason}")
    else:
        talk.staff.says(f"A12 decline {reason if how == 'typed' else f'staff.reason.{reason}'}")
    assert talk.person.stands(Status.DECLINED)
    assert talk.person.last("notice.declined").values["reason"].key == f"decline.{reason}"
    assert talk.staff.last().values["by"] == "Test Hanako"


def test_an_offer_can_be_declined_and_frees_its_times() -> None:
    talk = Talk()
    talk.offered()
    talk.staff.says("A12 decline full")
    assert talk.person.stands(Status.DECLINED)
    assert not talk.claims


@pytest.mark.parametrize("text", ["Z99 offer 1", "offer Z99 1", "called Z9", "ABCD decline"])
def test_an_unknown_code_is_said_to_be_unknown(text: str) -> None:
    talk = requested()
    talk.staff.says(text)
    assert talk.staff.news() == ["staff.refused.unknown_code"]


@pytest.mark.parametrize("text", ["good morning", "I called him", "offer", "called 3 people", "lunch at 12?", "", "ok"])
def test_talk_is_not_answered(text: str) -> None:
    talk = requested()
    talk.staff.says(text)
    assert talk.staff.news() == []


def test_photos_are_not_answered() -> None:
    talk = requested()
    talk.staff.receive(Sent("photo"))
    assert talk.staff.news() == []


def test_who_is_no_clerk_is_told_so_and_nothing_happens() -> None:
    talk = requested()
    talk.staff.clerk = None
    talk.staff.says("A12 offer 1")
    assert talk.staff.news() == ["staff.refused.not_clerk"]
    talk.staff.taps("decline")
    assert talk.staff.news() == ["staff.refused.not_clerk"]
    talk.staff.says("good morning")
    assert talk.staff.news() == []
    assert talk.person.stands(Status.REQUESTED)


@pytest.mark.parametrize("deed", ["here", "no_contact"])
def test_attendance_is_not_known_before_the_start(deed: str) -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.to(at(20, 9, 59))
    talk.staff.says(f"A12 {deed}")
    assert talk.staff.news() in (["staff.refused.too_early"], ["staff.refused.not_now"])
    assert not talk.of(facts.Marked)


def test_our_fault_is_owned_from_the_start_on_and_not_by_a_slip_days_before() -> None:
    talk = Talk()
    talk.booked(at(20, 10))
    talk.staff.says("A12")
    assert talk.staff.buttons() == ("called",)
    talk.to(at(20, 9, 59))
    talk.staff.says("A12 our_fault")
    assert talk.staff.news() == ["staff.refused.too_early"]
    talk.to(at(20, 10))
    talk.staff.says("A12 our_fault")
    assert talk.person.stands(Status.CANCELLED_BY_OFFICE)
    assert talk.person.last().key == "notice.our_fault"


def test_the_slower_of_two_clerks_is_told_who_was_faster() -> None:
    talk = requested()
    talk.staff.says("A12 offer 1")
    talk.staff.clerk = JIRO
    talk.staff.says("A12 offer 2")
    assert talk.staff.news() == ["staff.refused.waits"]
    values = talk.staff.last().values
    assert (values["by"], values["status"].key) == ("Test Hanako", "status.offered")
    assert len(talk.of(facts.Offered)) == 1


def test_a_button_of_an_old_card_is_refused_where_it_no_longer_fits() -> None:
    talk = requested()
    tick = talk.staff.find("s202611200100")
    talk.staff.says("A12 offer 1")
    talk.staff.receive(tick)
    assert talk.staff.news() == ["staff.refused.waits"]


def test_a_button_of_an_unknown_message_is_refused() -> None:
    talk = requested()
    talk.staff.receive(Picked("unknown", "offer"))
    assert talk.staff.news() == ["staff.refused.unknown_code"]


@pytest.mark.parametrize("url", ["", "http://video.invalid", "call me", "https://a b", "https://" + "x" * 1000])
def test_only_a_secure_address_is_a_link(url: str) -> None:
    talk = Talk()
    talk.booked()
    talk.staff.says(f"A12 link {url}")
    assert talk.staff.news() == ["staff.refused.no_link"]


def test_a_link_is_refused_where_nothing_is_booked() -> None:
    talk = requested()
    talk.staff.says("A12 link https://video.invalid/1")
    assert talk.staff.news() == ["staff.refused.not_now"]


@pytest.mark.parametrize("text", ["today", "/today", "/today@madoguchi_bot"])
def test_todays_list_holds_appointments_in_order_and_what_waits(text: str) -> None:
    talk = Talk()
    for ident in ("one", "two"):
        talk.booked(at(20, 10), person=talk.meets(ident))
    talk.person.to("booking.day").says("11/25 10:00")
    talk.person.applies()
    talk.to(at(20, 8, 30))
    talk.staff.says(text)
    values = talk.staff.last("staff.today.list").values
    assert [line.values["code"] for line in values["lines"]] == ["A12", "A13"]
    assert [line.values["code"] for line in values["requests"].values["lines"]] == ["A14"]


def test_an_empty_day_says_so() -> None:
    talk = Talk()
    talk.staff.says("today")
    assert talk.staff.news() == ["staff.today.empty"]
    talk.staff.says("help")
    assert talk.staff.news() == ["staff.help"]


def test_a_code_alone_shows_its_card() -> None:
    talk = requested()
    talk.staff.says("A12")
    assert talk.staff.news() == ["staff.card.requested"]
    talk.staff.says("A12 hm")
    assert talk.staff.news() == ["staff.refused.not_understood"]


@pytest.mark.parametrize("code", ["A12", "a12", "Ａ１２", " A12 "])
def test_a_code_is_known_however_it_is_typed(code: str) -> None:
    talk = requested()
    talk.staff.says(code)
    assert talk.staff.news() == ["staff.card.requested"]


def test_what_typing_a_button_looks_like_is_what_typing_it_does() -> None:
    talk = requested()
    for choice in talk.staff.last().choices:
        fresh = requested()
        fresh.staff.says(choice.says)
        assert fresh.staff.news() in (["staff.card.requested"], ["staff.card.reasons"])


# -- binding ---------------------------------------------------------------------------------------------------


def test_an_unbound_group_says_hello_and_takes_a_code() -> None:
    talk = Talk()
    talk.staff.unbound(Opened())
    assert talk.staff.news() == ["staff.binding.hello"]
    talk.staff.invite = Invite("invite", "test")
    talk.staff.unbound(Said("/bind K7Q2"))
    assert talk.staff.news() == ["staff.binding.bound", "staff.help"]
    assert talk.of(facts.GroupBound)[0].invite == "invite"


def test_a_wrong_code_is_refused_and_other_talk_is_left() -> None:
    talk = Talk()
    talk.staff.unbound(Said("/bind WRONG"))
    assert talk.staff.news() == ["staff.binding.bad_code"]
    talk.staff.unbound(Said("good morning"))
    assert talk.staff.news() == ["staff.binding.leaving"]
    assert talk.of(facts.GroupLeft)
    talk.staff.unbound(Sent("photo"))
    assert talk.staff.news() == []


def test_a_role_code_does_not_bind_a_group() -> None:
    talk = Talk()
    talk.staff.invite = Invite("invite", "test", "clerk")
    talk.staff.unbound(Said("/bind K7Q2"))
    assert talk.staff.news() == ["staff.binding.bad_code"]


def test_a_role_code_in_a_private_chat_gives_the_role() -> None:
    talk = Talk()
    talk.staff.invite = Invite("invite", "test", "clerk")
    turn = staff.redeemed(Session(), talk.staff.view())
    assert turn
    assert isinstance(turn.facts[0], facts.RoleRedeemed)
    talk.staff.invite = Invite("invite", "test")
    assert staff.redeemed(Session(), talk.staff.view()) is None
