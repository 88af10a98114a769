"""Asking for a consultation: every branch of the questions, up to the summary."""

from dataclasses import replace
from datetime import date

import pytest

from flows import facts
from flows.office.appointment import Status
from flows.office.view import Document
from tests.flows.house import policy
from tests.flows.talk import Talk, at


def wished(talk: Talk) -> facts.Wished:
    fact = talk.of(facts.Wished)[-1]
    assert isinstance(fact, facts.Wished)
    return fact


@pytest.mark.parametrize(
    ("step", "answer", "told"),
    [
        ("booking.terms", "disagree", "booking.terms.disagreed"),
        ("booking.device", "no", "booking.device.none"),
        ("booking.place", "no", "booking.place.none"),
    ],
)
def test_who_cannot_agree_or_has_no_camera_or_room_is_led_kindly_to_the_telephone(
    step: str, answer: str, told: str
) -> None:
    talk = Talk()
    talk.person.to(step).taps(answer)
    assert talk.person.news() == [told, "home.next.ask"]
    assert talk.person.last(told).values["phone"] == "03-0000-0000"
    assert not talk.applications
    assert not talk.agreements


def test_the_full_terms_are_read_in_pages_and_lead_back_to_the_question() -> None:
    talk = Talk()
    person = talk.person.to("booking.terms")
    person.taps("read-office")
    assert person.last().values["page"] == 1
    assert person.buttons()[:2] == ("next", "close")
    person.taps("next")
    person.taps("next")
    assert (person.last().values["page"], person.last().values["text"]) == (3, "三")
    assert "next" not in person.buttons()
    person.taps("previous")
    assert person.last().values["page"] == 2
    person.taps("close")
    assert person.news() == ["booking.terms.ask"]


def test_terms_say_version_date_and_that_they_are_a_sample() -> None:
    talk = Talk()
    talk.person.to("booking.terms")
    line = talk.person.last().values["documents"][0]
    assert (line.values["version"], line.values["effective"]) == ("v1", date(2026, 4, 1))
    assert line.values["sample"].key == "terms.sample"


def test_a_new_version_of_the_terms_is_shown_before_anybody_agrees_to_it() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    talk.documents = (Document("office", "v9", date(2026, 11, 18), sample=True, pages=("一",)), *talk.documents[1:])
    person.taps("apply")
    assert person.news() == ["refusal.terms_changed", "booking.terms.ask"]
    person.taps("go_on")
    assert person.step == "booking.review"
    person.taps("apply")
    assert talk.agreements[0].documents[0] == ("office", "v9")


def test_without_a_number_it_is_not_yet() -> None:
    talk = Talk()
    talk.person.to("booking.number").taps("not_yet")
    talk.person.applies()
    assert wished(talk).number == ""


@pytest.mark.parametrize("how", ["tap", "number", "label"])
def test_who_has_no_number_is_led_to_telephone_and_counter_where_the_office_wants_one(how: str) -> None:
    talk = Talk(policy(asked__without_number="refuse", asked__residence="off"))
    person = talk.person.to("booking.number")
    person.chooses(how, "not_yet")
    assert person.news() == ["booking.number.refused", "home.next.ask"]
    assert person.last("booking.number.refused").values == {"phone": talk.policy.phone}


def test_an_office_that_has_begun_to_want_a_number_asks_for_it_at_the_gate() -> None:
    talk = Talk()
    talk.person.to("booking.number").taps("not_yet")
    talk.person.to("booking.review")
    talk.policy = policy(asked__without_number="refuse")
    talk.person.taps("apply")
    assert (talk.person.news()[0], talk.person.step) == ("refusal.missing", "booking.number")


def test_where_the_office_decides_about_who_has_no_number_it_is_a_request_with_all_its_wishes() -> None:
    """S 3: whom the office finds necessary."""
    talk = Talk(policy(asked__without_number="office_decides"))
    person = talk.person.to("booking.number")
    person.taps("not_yet")
    assert person.news()[0] == "booking.number.office_decides"
    person.applies()
    assert wished(talk).number == ""


def test_a_number_without_its_hyphen_is_split_and_asked_about() -> None:
    talk = Talk()
    person = talk.person.to("booking.number")
    person.says("012345678901")
    assert person.news() == ["booking.split.ask"]
    assert person.last().values["number"] == "01234-5678901"
    person.taps("no")
    assert person.step == "booking.number"
    person.says("012345678901")
    person.taps("yes")
    person.applies()
    assert wished(talk).number == "01234-5678901"


def test_an_employment_insurance_number_is_recognised_and_explained() -> None:
    talk = Talk()
    talk.person.to("booking.number").says("1234-567890-1")
    assert talk.person.news() == ["refusal.insurance_number", "booking.number.ask"]


@pytest.mark.parametrize("typed", ["0120-000-000", "110", "+1 650 253 0000"])
def test_a_telephone_that_the_office_could_not_ring_is_refused(typed: str) -> None:
    talk = Talk()
    talk.person.to("booking.phone").says(typed)
    assert talk.person.news() == ["refusal.unfit_phone", "booking.phone.ask"]


FOREIGN, TOLL_FREE, BOTH = "+1 650 253 0000", "0120-000-123", "+1 800 253 0000"


@pytest.mark.parametrize(
    ("allowed", "typed", "kept"),
    [
        (("foreign_phone",), FOREIGN, "+16502530000"),
        (("foreign_phone",), "+84 91 234 56 78", "+84912345678"),
        (("toll_free_phone",), TOLL_FREE, "+81120000123"),
        (("foreign_phone", "toll_free_phone"), BOTH, "+18002530000"),
    ],
)
def test_a_foreign_or_toll_free_number_is_taken_where_the_office_allows_it(
    allowed: tuple[str, ...], typed: str, kept: str
) -> None:
    talk = Talk(policy(**{f"asked__{each}": True for each in allowed}))
    talk.person.to("booking.phone").says(typed)
    assert talk.person.news() == ["booking.residence.ask"]
    assert talk.person.draft.phone == kept


@pytest.mark.parametrize(
    ("allowed", "typed"),
    [("foreign_phone", TOLL_FREE), ("foreign_phone", BOTH), ("toll_free_phone", FOREIGN), ("toll_free_phone", BOTH)],
)
def test_what_one_permission_does_not_cover_is_asked_again(allowed: str, typed: str) -> None:
    talk = Talk(policy(**{f"asked__{allowed}": True}))
    talk.person.to("booking.phone").says(typed)
    assert talk.person.news() == ["refusal.unfit_phone", "booking.phone.ask"]


@pytest.mark.parametrize("typed", ["110", "#9110"])
def test_an_emergency_or_short_number_is_taken_by_no_office(typed: str) -> None:
    talk = Talk(policy(asked__foreign_phone=True, asked__toll_free_phone=True))
    talk.person.to("booking.phone").says(typed)
    assert talk.person.news() == ["refusal.unfit_phone", "booking.phone.ask"]


def test_the_shared_number_is_taken_only_if_it_is_their_own_and_only_where_it_is_asked_for() -> None:
    talk = Talk()
    person = talk.person.to("booking.name")
    person.shares("+819012345678")
    assert person.news() == ["anytime.unsupported", "booking.name.ask"]
    person.to("booking.phone").shares("+819012345678", own=False)
    assert person.news() == ["refusal.not_own_contact", "booking.phone.ask"]
    person.shares("+819012345678")
    assert person.draft.phone == "+819012345678"


@pytest.mark.parametrize("answer", ["registered", "not_yet", "does_not_apply", "rather_not"])
def test_every_answer_to_the_residence_question_leads_on(answer: str) -> None:
    talk = Talk()
    talk.person.to("booking.residence").taps(answer)
    assert ("booking.residence.how_to_register" in talk.person.news()) == (answer == "not_yet")
    assert talk.person.step == "booking.needs"
    talk.person.applies()
    assert wished(talk).residence == answer


def test_residence_is_not_asked_where_the_office_does_not_ask() -> None:
    talk = Talk(policy(asked__residence="off"))
    talk.person.applies()
    assert "booking.residence.ask" not in [each.key for each in talk.person.heard]
    assert wished(talk).residence == ""


def test_an_office_may_ask_neither_number_nor_needs() -> None:
    talk = Talk(policy(asked__number=False, asked__needs=False))
    person = talk.person.to("booking.review")
    person.taps("change")
    assert not {"number", "needs"} & set(person.buttons())
    person.taps("nothing")
    person.taps("apply")
    assert (wished(talk).number, wished(talk).needs) == ("", "none")


def test_an_interpreter_is_asked_for_by_language_listed_or_typed() -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    person.taps("interpreter")
    person.taps("_more")
    assert "jsl" in person.buttons()
    person.says("Test language")
    person.applies()
    assert (wished(talk).needs, wished(talk).interpreter) == ("interpreter", "Test language")


def test_an_interpreter_that_is_no_longer_needed_is_forgotten() -> None:
    talk = Talk()
    person = talk.person.to("booking.needs")
    person.taps("both")
    person.taps("vi")
    person.to("booking.review").taps("change")
    person.taps("needs")
    person.taps("companion")
    person.taps("carer")
    person.taps("done")
    person.taps("apply")
    assert (wished(talk).needs, wished(talk).interpreter) == ("companion", "")


@pytest.mark.parametrize("change", ["name", "number", "phone", "residence", "needs", "day"])
def test_any_answer_can_be_changed_and_leads_back_to_the_summary(change: str) -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    before = person.last().values
    person.taps("change")
    person.taps(change)
    new = {"name": "Test Hanako", "number": "99999-1", "phone": "03-1234-5678"}
    if change in new:
        person.says(new[change])
    elif change == "day":
        assert person.news() == ["wish.more.ask"]
        person.taps("again")
        person.says("11/24 10:00")
        person.taps("another")
        person.says("11/25 10:00")
        person.taps("enough")
    else:
        for code in {"residence": ["rather_not"], "needs": ["companion", "family", "done"]}[change]:
            person.taps(code)
    assert person.step == "booking.review"
    after = person.last().values
    differing = {name for name in after if after[name] != before[name]}
    assert differing == {"wishes" if change == "day" else change}


def test_nothing_to_change_after_all_leads_back_to_the_summary() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    person.taps("change")
    person.taps("nothing")
    assert person.step == "booking.review"
    assert person.draft.wishes


def test_going_back_from_a_change_keeps_the_answer_and_the_way_to_the_summary() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    person.taps("change")
    person.taps("name")
    person.taps("_back")
    assert person.step == "booking.change"
    person.taps("phone")
    person.says("03-1234-5678")
    assert person.step == "booking.review"
    assert person.draft.name == "Test Taro"


def test_many_changes_do_not_lengthen_the_way_back() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    trail = person.session.top.trail if person.session.top else ()
    for _ in range(30):
        person.taps("change")
        person.taps("name")
        person.says("Test Hanako")
    assert person.session.top
    assert person.session.top.trail == trail


def test_who_has_as_many_open_as_allowed_is_shown_them_before_any_question() -> None:
    talk = Talk()
    talk.person.applies()
    talk.person.applies()
    talk.person.taps("booking")
    talk.person.taps("go_on")
    assert talk.person.news()[:2] == ["refusal.too_many_open", "looking.booking.requested"]
    assert talk.person.last("refusal.too_many_open").values["codes"] == ("A13", "A12")


def test_the_limit_holds_at_the_gate_too() -> None:
    talk = Talk(policy(booking__open_limit=1))
    person = talk.person.to("booking.review")
    view = person.view()
    agreed = facts.Wished("B1", "Test Taro", "", "+819012345678", "", "none", "", (at(24, 9),), at(19, 9))
    talk.happened(agreed, view, person)
    person.taps("apply")
    assert person.news() == ["refusal.too_many_open", "booking.review.ask"]
    assert len(talk.applications) == 1


def test_on_the_web_it_is_said_that_it_cannot_ring_before_and_after_applying() -> None:
    talk = Talk()
    person = talk.meets("web", channel="web", can_ring=False).to("booking.review")
    assert person.last().values["ring"].key == "booking.review.cannot_ring"
    person.taps("apply")
    assert "booking.done.cannot_ring" in person.news()
    assert person.application.web_only
    assert person.stands(Status.REQUESTED)


def test_the_gate_asks_again_for_an_answer_that_does_not_fit() -> None:
    talk = Talk()
    person = talk.person.to("booking.review")
    frame = person.session.top
    assert frame
    person.session = person.session.put(replace(frame, draft=replace(frame.draft, phone="12", device=None)))
    person.taps("apply")
    assert person.news() == ["refusal.missing", "booking.device.ask"]
    person.taps("yes")
    assert person.step == "booking.phone"
    person.says("090-1234-5678")
    assert person.step == "booking.review"
    assert not talk.applications
