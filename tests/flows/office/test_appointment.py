"""The table of moves: complete in its words, and with no way out of an end but the named ones."""

from pathlib import Path
from typing import get_args

from flows.office.appointment import CLAIMING, MOVES, OPEN, Deed, Status, Who, move
from flows.office.picture import picture

README = Path(__file__).parents[3] / "README.md"

ENDS = {Status.DECLINED, Status.LAPSED, Status.CANCELLED_BY_PERSON, Status.CANCELLED_BY_OFFICE}


def test_the_picture_in_the_readme_is_the_one_drawn_from_the_table() -> None:
    assert f"```mermaid\n{picture()}\n```" in README.read_text("utf-8"), "madoguchi offices moves"


def test_nothing_leads_out_of_an_end() -> None:
    assert not [row for row in MOVES if row[0] in ENDS]


def test_an_attendance_is_undone_by_a_clerk_and_by_nothing_else() -> None:
    assert [row[1:] for row in MOVES if row[0] is Status.ATTENDED] == [(Deed.UNDO, "clerk")]


def test_a_deemed_cancellation_is_left_only_by_a_clerk_or_by_a_contact_in_time() -> None:
    out = {row[1:] for row in MOVES if row[0] is Status.DEEMED_CANCELLED}
    assert {who for deed, who in out if deed is not Deed.TOUCH} == {"clerk"}
    assert (Deed.TOUCH, "clock") in out


def test_only_a_clock_deems_and_only_a_person_chooses_or_cancels() -> None:
    assert {who for _, deed, who in MOVES if deed in {Deed.DEEM, Deed.LAPSE, Deed.TOUCH}} == {"clock"}
    assert {who for _, deed, who in MOVES if deed in {Deed.CHOOSE, Deed.CANCEL, Deed.NONE_OF_THESE}} == {"person"}


def test_every_status_can_be_reached_and_every_deed_leads_somewhere() -> None:
    assert {*MOVES.values(), Status.REQUESTED} == set(Status)
    assert {deed for _, deed, _ in MOVES} == set(Deed)
    assert {who for _, _, who in MOVES} == set(get_args(Who))


def test_every_open_status_can_end() -> None:
    for status in OPEN:
        seen, todo = set[Status](), {status}
        while todo:
            seen |= todo
            todo = {to for (source, _, _), to in MOVES.items() if source in todo} - seen
        assert seen & ENDS


def test_a_deed_that_is_no_way_out_leads_nowhere() -> None:
    assert move(Status.REQUESTED, Deed.CHOOSE, "person") is None
    assert move(Status.OFFERED, Deed.CHOOSE, "clerk") is None


def test_a_desk_is_kept_while_a_booking_may_still_stand() -> None:
    assert {Status.BOOKED, Status.DEEMED_CANCELLED} <= CLAIMING
    assert not CLAIMING & ENDS
