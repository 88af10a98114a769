"""To book for a caller asks what the office asks of every job seeker, and keeps what was read out to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows import facts
from flows.office.counter import Counter
from flows.office.opening import cells
from tests.flows.house import policy
from tests.flows.talk import HANAKO, LEAD, Person, Talk, at, slot

if TYPE_CHECKING:
    from flows.messages import Event
    from flows.office.policy import Policy
    from flows.office.view import View

TYPED = {"calling.name": "Test Jiro", "calling.number": "01234-5678901", "calling.phone": "090-1234-5678"}
YES = ("calling.device", "calling.place")


class Clerk(Person):
    """A member of staff in their private chat."""

    def view(self, event: Event | None = None) -> View:
        view = super().view(event)
        counter = Counter(
            HANAKO,
            view.policy,
            view.taken,
            tuple(reversed(self.talk.applications.values())),
            self.talk.documents,
            stopped_at=self.talk.stopped_at,
        )
        return replace(view, counter=counter)

    def until(self, step: str, *otherwise: tuple[str, str]) -> Clerk:
        """Plain answers until this step is asked."""
        if not self.session.frames:
            self.says("/staff")
            self.taps("caller")
        answers = {
            **dict.fromkeys(YES, "yes"),
            "calling.residence": "registered",
            "calling.status": "rather_not",
            "calling.needs": "none",
            "calling.terms": "read",
            "calling.separate": "agree",
            **dict(otherwise),
        }
        for _ in range(40):
            if self.step == step:
                return self
            if self.step in TYPED:
                self.says(TYPED[self.step])
            else:
                self.taps(answers.get(self.step) or self.buttons()[0])
        raise AssertionError(f"never came to {step}, but to {self.step}")


def desk(rules: Policy | None = None) -> Clerk:
    talk = Talk(rules)
    talk.people["clerk"] = clerk = Clerk(talk, id="clerk")
    return clerk


def called_in(clerk: Clerk) -> facts.CalledIn:
    (found,) = clerk.talk.of(facts.CalledIn)
    assert isinstance(found, facts.CalledIn)
    return found


def test_a_caller_is_booked_at_once_and_the_code_is_there_to_be_read_out() -> None:
    clerk = desk().until("calling.time")
    clerk.says("11/20 10:00")
    clerk.taps("book")
    clerk.until("calling.review").taps("apply")
    assert clerk.news() == ["staff.calling.booked", "staff.desk.ask"]
    fact = called_in(clerk)
    assert clerk.last("staff.calling.booked").values["code"] == fact.wished.code
    assert fact.booked == (slot(20, 10), "A")
    assert (fact.words, fact.separately) == ("staff.calling.terms.read", ())
    assert {name for name, _ in fact.documents} == {each.name for each in clerk.talk.documents}


@pytest.mark.parametrize("mode", ["request_then_offer", "direct"])
def test_past_its_time_a_caller_is_booked_for_a_reason_k_6_1(mode: str) -> None:
    clerk = desk(policy(booking__mode=mode, booking__notice_minutes=360)).until("calling.time")
    clerk.says("11/18 15:00")
    assert clerk.step == "calling.time"
    clerk.says("11/18 15:00 because")
    assert clerk.step == "calling.time"
    clerk.says("11/18 15:00 because the caller cannot wait")
    clerk.until("calling.review").taps("apply")
    assert clerk.news() == ["staff.calling.booked", "staff.exception.made", "staff.desk.ask"]
    assert called_in(clerk).booked == (slot(18, 15), "A")
    assert called_in(clerk).exception == "the caller cannot wait"


def test_a_reason_opens_no_other_door_for_a_caller_and_goes_unused_where_none_is_wanted() -> None:
    clerk = desk().until("calling.time")
    for typed in ("11/21 10:00 because why not", "11/18 9:00 because why not", "11/20 10:00, 14:00 because why not"):
        clerk.says(typed)
        assert clerk.step == "calling.time"
    clerk.says("11/20 10:00 because they ask for it")
    clerk.until("calling.review").taps("apply")
    assert (called_in(clerk).booked, called_in(clerk).exception) == ((slot(20, 10), "A"), "")


def test_what_helps_is_ticked_for_a_caller_as_for_everybody() -> None:
    clerk = desk().until("calling.companion", ("calling.needs", "both"), ("calling.interpreter", "vi"))
    clerk.taps("supporter")
    clerk.taps("captions")
    clerk.taps("done")
    clerk.says("11/20 10:00")
    clerk.taps("wish")
    clerk.until("calling.review").taps("apply")
    wished = called_in(clerk).wished
    assert (wished.needs, wished.interpreter, wished.companion) == ("both", "vi", "supporter")
    assert wished.access == ("captions",)
    assert called_in(clerk).booked is None


def test_the_tools_own_terms_are_read_out_apart_s_4() -> None:
    clerk = desk(policy(terms__separate=["tool"])).until("calling.time")
    clerk.says("11/20 10:00")
    clerk.until("calling.review").taps("apply")
    fact = called_in(clerk)
    assert (fact.separately, fact.separate_words) == ((("tool", "v2"),), "staff.calling.separate.agree")
    assert "tool" not in dict(fact.documents)


def test_who_does_not_agree_to_what_is_read_out_apart_is_not_booked_s_4() -> None:
    clerk = desk(policy(terms__separate=["tool"])).until("calling.time")
    clerk.says("11/20 10:00")
    clerk.until("calling.separate").taps("disagree")
    assert not clerk.talk.of(facts.CalledIn)
    assert not clerk.step.startswith("calling.")


@pytest.mark.parametrize(
    ("mode", "asked"),
    [("off", ()), ("registered_only", ("residence",)), ("status_and_period", ("residence", "status"))],
)
def test_a_caller_is_asked_about_residence_as_the_office_asks_everybody_s_20_4(
    mode: str, asked: tuple[str, ...]
) -> None:
    clerk = desk(policy(asked__residence=mode)).until("calling.time")
    seen = {each.key for each in clerk.heard}
    named = [each for each in ("residence", "status") if f"staff.calling.{each}.ask" in seen]
    assert tuple(named) == asked


def test_in_a_direct_office_a_caller_has_one_free_time_at_once_s_12_1() -> None:
    clerk = desk(policy(booking__mode="direct", booking__confirm_by="none", booking__notice_minutes=60))
    clerk.until("calling.time")
    clerk.says("11/20 10:00, 14:00")
    assert clerk.news()[0] == "refusal.wishes_full"
    clerk.says("11/18 15:00")
    assert clerk.step == "calling.terms"
    clerk.until("calling.review").taps("apply")
    assert called_in(clerk).booked == (slot(18, 15), "A")


def test_no_caller_is_booked_into_a_time_that_is_taken() -> None:
    clerk = desk().until("calling.time")
    for each in ("A", "B"):
        clerk.talk.claims |= dict.fromkeys(cells(slot(20, 10), each, clerk.talk.policy), ("other", None))
    clerk.says("11/20 10:00")
    assert clerk.news()[0] == "refusal.taken"


def test_no_reminder_of_the_end_of_a_stay_is_promised_to_who_has_no_chat() -> None:
    clerk = desk(policy(asked__residence="status_and_period"))
    clerk.until("calling.period", ("calling.status", "engineer")).says("2027-12-01")
    assert clerk.step == "calling.needs"
    clerk.until("calling.time").says("11/20 10:00")
    clerk.until("calling.review").taps("apply")
    assert (called_in(clerk).wished.stay_until, called_in(clerk).wished.remind_at) == ("2027-12-01", None)


def test_where_the_office_stopped_taking_bookings_a_caller_can_still_be_booked_by_hand() -> None:
    clerk = desk()
    clerk.talk.staff.clerk = clerk.talk.staff.sender = LEAD
    clerk.talk.staff.says("stop")
    clerk.until("calling.time").says("11/20 10:00")
    clerk.until("calling.review").taps("apply")
    assert called_in(clerk).wished.wishes == (at(20, 10),)
