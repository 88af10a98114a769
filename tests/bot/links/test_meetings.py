"""From a booking to its link: whatever Zoom does, the person gets one link, or staff are asked for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.lab.faults import Fault
from bot.lab.zoom import ZoomLab
from bot.links.zoom import Zoom
from bot.meetings import LEASE, LONGEST_WAIT, TRIES, MeetingRoom
from flows.facts import Cancelled, LinkGiven
from flows.office.appointment import Application, Status
from flows.office.opening import Slot
from storage.deeds.scene import Scene, set_clocks
from storage.records import applications, appointments, conversations, meetings
from storage.records.meetings import LeaseLost
from tests.bot.conftest import MakeMachine
from tests.bot.links.conftest import account
from tests.bot.moving import CLERK, Machine

PASTED = "https://video.example/pasted-by-staff"


def booked(machine: Machine) -> Application:
    """No link yet: the tool is to make it."""
    return machine.book(machine.chat("taro"), machine.offer(machine.staff_group(), machine.wish(machine.chat("taro"))))


def room(machine: Machine) -> MeetingRoom:
    assert machine.worker.meetings
    return machine.worker.meetings


def link(machine: Machine, application: Application) -> str:
    appointment = machine.whole(application).appointment
    return appointment.link if appointment else ""


def row(machine: Machine) -> tuple[str, int, int]:
    """Status, tries, and for which version it is wanted."""
    found = machine.ask("SELECT status, tries, wanted FROM meeting")
    return found[0][0], found[0][1], found[0][2]


def move(machine: Machine, application: Application, slot: Slot) -> None:
    """A new start in place of the earlier one."""

    def work(unit: object) -> None:
        appointments.make(unit, application.id, slot, "B", "stamp")  # type: ignore[arg-type]
        chat = conversations.lock(unit, applications.conversation_of(unit, application.id) or "")  # type: ignore[arg-type]
        view = machine.rooms.view(unit, chat, None)  # type: ignore[arg-type]
        set_clocks(Scene(unit, view, chat), application.id)  # type: ignore[arg-type]

    machine.do(work)


async def patiently(machine: Machine, times: int = TRIES) -> None:
    """Let the time pass that is waited between tries."""
    for _ in range(times):
        await machine.worker.settle()
        machine.clock.move_to(machine.clock.now() + LONGEST_WAIT)
    await machine.worker.settle()


async def test_a_booking_gets_its_meeting_and_the_person_is_told_of_the_link_once(
    machine: Machine, lab: ZoomLab
) -> None:
    application = booked(machine)
    await machine.worker.settle()

    [meeting] = lab.standing()
    assert link(machine, application) == meeting["join_url"]
    assert machine.phone.keys("taro").count("notice.link") == 1
    assert meeting["topic"] == "Online consultation"
    assert "Test" not in str(lab.called("create")[0].params)
    assert row(machine) == ("done", 0, 1)
    assert "zak=" not in str([each.payload for each in machine.phone.sendings])


async def test_a_link_that_staff_paste_needs_no_meeting(make_machine: MakeMachine, sqlite_url: str) -> None:
    machine = make_machine(sqlite_url)
    application = booked(machine)
    machine.happen(machine.staff_group(), LinkGiven(application.id, PASTED, CLERK))
    machine.happen(machine.chat("taro"), Cancelled(application.id))

    assert machine.ask("SELECT count(*) FROM meeting") == [(0,)]


async def test_a_kill_between_making_and_keeping_leaves_one_meeting_and_a_link(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    work = machine.write(room(machine)._claim)
    assert work
    await room(machine)._do(work)  # and then the process is gone
    assert len(lab.standing()) == 1
    await machine.worker.settle()
    assert link(machine, application) == ""

    machine.clock.move_to(machine.clock.now() + LEASE)
    await machine.worker.settle()

    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]
    assert machine.phone.keys("taro").count("notice.link") == 1


async def test_a_hand_that_was_too_slow_keeps_nothing(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    slow = machine.write(room(machine)._claim)
    assert slow
    ending = await room(machine)._do(slow)
    machine.clock.move_to(machine.clock.now() + LEASE)
    await machine.worker.settle()

    with pytest.raises(LeaseLost):
        machine.write(lambda connection: room(machine)._ended(connection, slow, ending))
    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]


async def test_no_two_hands_have_the_same_meeting(machine: Machine) -> None:
    booked(machine)

    assert machine.write(room(machine)._claim)
    assert machine.write(room(machine)._claim) is None


@pytest.mark.parametrize("fault", [Fault.SILENT_AFTER, Fault.ERROR_AFTER, Fault.TRUNCATED, Fault.OFF_SCHEMA])
async def test_an_answer_lost_after_the_meeting_was_made_makes_no_second_one(
    machine: Machine, lab: ZoomLab, fault: Fault
) -> None:
    lab.fail_next("create", fault)
    application = booked(machine)
    await patiently(machine, 1)

    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]
    assert len(lab.called("create")) == 1


async def test_meetings_doubled_by_a_silent_provider_are_removed_when_they_are_noticed(
    machine: Machine, lab: ZoomLab
) -> None:
    lab.fail_next("create", Fault.SILENT_AFTER)
    application = booked(machine)
    await machine.worker.settle()
    [first] = lab.standing()
    lab.meetings["account"][1] = {**first, "id": 1, "created_at": "later"}
    await patiently(machine, 1)

    assert [each["id"] for each in lab.standing()] == [first["id"]]
    assert link(machine, application) == first["join_url"]


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.GATEWAY, Fault.RESET, Fault.SILENT_BEFORE, Fault.UNAUTHORIZED])
async def test_what_passes_is_tried_again_and_nobody_hears_of_it(machine: Machine, lab: ZoomLab, fault: Fault) -> None:
    lab.fail_next("create", fault)
    application = booked(machine)
    await patiently(machine, 1)

    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]
    assert "staff.told.link_failed" not in machine.phone.keys("group")


async def test_429_is_waited_out_to_the_second(machine: Machine, lab: ZoomLab) -> None:
    lab.fail_next("create", Fault.TOO_MANY, retry_after=120)
    application = booked(machine)
    await machine.worker.settle()
    machine.later(seconds=119)
    await machine.worker.settle()
    assert len(lab.called("create")) == 1

    machine.later(seconds=1)
    await machine.worker.settle()
    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]


async def test_a_daily_limit_that_leaves_too_little_time_is_told_to_staff_at_once(
    machine: Machine, lab: ZoomLab
) -> None:
    lab.fail_next("create", Fault.TOO_MANY, retry_after=3 * 24 * 3600)
    booked(machine)
    await machine.worker.settle()

    assert machine.phone.keys("group").count("staff.told.link_failed") == 1


async def test_after_the_last_try_staff_are_asked_for_a_link_and_the_booking_stands(
    machine: Machine, lab: ZoomLab
) -> None:
    lab.fail_next("create", Fault.ERROR, times=TRIES)
    application = booked(machine)
    await patiently(machine)

    assert machine.phone.keys("group").count("staff.told.link_failed") == 1
    assert len(lab.called("create")) == TRIES
    assert row(machine) == ("failed", TRIES, 1)
    assert machine.whole(application).status is Status.BOOKED


async def test_a_wrong_secret_asks_staff_at_once_and_their_link_wins(machine: Machine, lab: ZoomLab) -> None:
    wrong = Zoom(account("wrong"), machine.clock, api_url=lab.url, oauth_url=lab.url)
    machine.worker.meetings = MeetingRoom(machine.rooms, machine.store, {"demo": wrong})
    application = booked(machine)
    await machine.worker.settle()
    assert machine.phone.keys("group").count("staff.told.link_failed") == 1

    machine.happen(machine.staff_group(), LinkGiven(application.id, PASTED, CLERK))
    await machine.worker.settle()

    assert link(machine, application) == PASTED
    assert machine.phone.keys("taro").count("notice.link") == 1
    await wrong.close()


async def test_a_link_pasted_before_zoom_answers_wins_and_the_meeting_goes(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    work = machine.write(room(machine)._claim)
    assert work
    ending = await room(machine)._do(work)
    machine.happen(machine.staff_group(), LinkGiven(application.id, PASTED, CLERK))
    machine.write(lambda connection: room(machine)._ended(connection, work, ending))
    assert len(lab.standing()) == 1
    await machine.worker.settle()

    assert lab.standing() == []
    assert link(machine, application) == PASTED
    assert machine.phone.keys("taro").count("notice.link") == 1


async def test_a_link_pasted_in_place_of_zooms_wins_and_the_meeting_goes(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    await machine.worker.settle()
    machine.happen(machine.staff_group(), LinkGiven(application.id, PASTED, CLERK))
    await machine.worker.settle()

    assert lab.standing() == []
    assert link(machine, application) == PASTED


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.TOO_MANY, Fault.SILENT_AFTER])
async def test_a_cancelled_booking_has_its_meeting_deleted(machine: Machine, lab: ZoomLab, fault: Fault) -> None:
    application = booked(machine)
    await machine.worker.settle()
    machine.happen(machine.chat("taro"), Cancelled(application.id))
    lab.fail_next("delete", fault)
    await patiently(machine, 1)

    assert lab.standing() == []
    assert row(machine) == ("done", 0, 0)


async def test_a_booking_cancelled_while_zoom_is_asked_leaves_no_meeting_and_no_letter(
    machine: Machine, lab: ZoomLab
) -> None:
    application = booked(machine)
    work = machine.write(room(machine)._claim)
    assert work
    ending = await room(machine)._do(work)
    machine.happen(machine.chat("taro"), Cancelled(application.id))
    machine.write(lambda connection: room(machine)._ended(connection, work, ending))
    await machine.worker.settle()

    assert lab.standing() == []
    assert "notice.link" not in machine.phone.keys("taro")


async def test_a_booking_cancelled_after_a_silent_making_leaves_no_meeting(machine: Machine, lab: ZoomLab) -> None:
    lab.fail_next("create", Fault.SILENT_AFTER)
    application = booked(machine)
    await machine.worker.settle()
    machine.happen(machine.chat("taro"), Cancelled(application.id))
    await machine.worker.settle()

    assert lab.standing() == []


async def test_a_booking_cancelled_before_zoom_was_asked_asks_nothing(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    machine.happen(machine.chat("taro"), Cancelled(application.id))
    await machine.worker.settle()

    assert lab.calls == []
    assert row(machine) == ("done", 0, 0)


async def test_a_moved_booking_moves_its_meeting_and_gets_the_link_again(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    await machine.worker.settle()
    assert application.appointment
    slot = Slot(application.appointment.slot.start + timedelta(days=1), 30)
    move(machine, application, slot)
    assert link(machine, application) == ""
    await machine.worker.settle()

    [meeting] = lab.standing()
    assert meeting["start_time"] == f"{slot.start + timedelta(hours=9):%Y-%m-%dT%H:%M:%S}"
    assert link(machine, application) == meeting["join_url"]
    assert machine.phone.keys("taro").count("notice.link") == 2


@pytest.mark.parametrize("method", ["patch", "get"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.TOO_MANY, Fault.SILENT_AFTER])
async def test_a_move_that_fails_is_tried_again_and_ends_with_one_meeting_at_the_new_time(
    machine: Machine, lab: ZoomLab, method: str, fault: Fault
) -> None:
    application = booked(machine)
    await machine.worker.settle()
    assert application.appointment
    slot = Slot(application.appointment.slot.start + timedelta(days=1), 30)
    lab.fail_next(method, fault)
    move(machine, application, slot)
    await patiently(machine, 1)

    [meeting] = lab.standing()
    assert meeting["start_time"] == f"{slot.start + timedelta(hours=9):%Y-%m-%dT%H:%M:%S}"
    assert link(machine, application) == meeting["join_url"]
    assert "staff.told.link_failed" not in machine.phone.keys("group")


async def test_a_moved_booking_whose_meeting_was_deleted_by_hand_gets_a_new_one(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    await machine.worker.settle()
    lab.meetings["account"].clear()
    assert application.appointment
    move(machine, application, Slot(application.appointment.slot.start + timedelta(days=1), 30))
    await machine.worker.settle()

    assert [each["join_url"] for each in lab.standing()] == [link(machine, application)]


async def test_a_booking_moved_while_zoom_is_asked_ends_at_its_new_time(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    work = machine.write(room(machine)._claim)
    assert work
    assert application.appointment
    slot = Slot(application.appointment.slot.start + timedelta(days=1), 30)
    move(machine, application, slot)
    ending = await room(machine)._do(work)
    machine.write(lambda connection: room(machine)._ended(connection, work, ending))
    await machine.worker.settle()

    [meeting] = lab.standing()
    assert meeting["start_time"] == f"{slot.start + timedelta(hours=9):%Y-%m-%dT%H:%M:%S}"
    assert machine.phone.keys("taro").count("notice.link") == 1


async def test_the_meeting_of_a_booking_that_is_past_is_not_made_any_more(machine: Machine, lab: ZoomLab) -> None:
    application = booked(machine)
    assert application.appointment
    machine.clock.move_to(application.appointment.slot.end)
    await machine.worker.meet()

    assert lab.called("create") == []
    assert row(machine)[0] == "failed"


async def test_a_fault_of_ours_is_tried_again_and_not_for_ever(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(Zoom, "create", broken)
    monkeypatch.setattr(Zoom, "find", broken)
    booked(machine)
    await patiently(machine)

    assert machine.phone.keys("group").count("staff.told.link_failed") == 1


async def test_what_the_tool_gave_is_sealed(machine: Machine) -> None:
    booked(machine)
    await machine.worker.settle()

    [(made, sealed)] = machine.ask("SELECT m.made, a.link FROM meeting m JOIN appointment a USING (application_id)")
    assert b"lab-passcode" not in bytes(made) + bytes(sealed)
    assert machine.do(lambda unit: meetings.claim(unit, unit.now, ["demo"])) is None


async def test_the_worker_sees_to_meetings_by_itself_and_ends_in_time(machine: Machine, lab: ZoomLab) -> None:
    machine.worker.start()
    application = booked(machine)
    machine.worker.nudge()
    await lab.until_async(lab.standing)

    assert await machine.worker.stop(5.0)
    assert link(machine, application) == lab.standing()[0]["join_url"]


async def test_an_office_that_is_not_served_by_a_tool_leaves_its_meetings_alone(machine: Machine, lab: ZoomLab) -> None:
    machine.worker.meetings = MeetingRoom(machine.rooms, machine.store, {})
    booked(machine)
    await machine.worker.settle()

    assert lab.calls == []
    assert row(machine)[0] == "waiting"
