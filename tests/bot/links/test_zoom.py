"""Zoom's client against the stand-in, over real HTTP: its tokens, what a meeting is made with, and how it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.lab.faults import Fault
from bot.lab.zoom import ZoomLab
from bot.links import Missing, NoUse, Passing, Planned
from bot.links.zoom import SAFE, Zoom
from bot.ports import FixedClock, Unreachable
from tests.bot.links.conftest import START, account

PLANNED = Planned(START, 30, "Online consultation", "mark-1")


async def test_a_meeting_is_made_with_every_safe_setting_and_a_neutral_topic(zoom: Zoom, lab: ZoomLab) -> None:
    made = await zoom.create(PLANNED)

    asked = lab.called("create")[0].params
    assert asked["settings"] == dict(SAFE)
    assert {
        key: asked["settings"][key] for key in ("waiting_room", "join_before_host", "auto_recording", "use_pmi")
    } == {
        "waiting_room": True,
        "join_before_host": False,
        "auto_recording": "none",
        "use_pmi": False,
    }
    assert (asked["type"], asked["timezone"], asked["duration"]) == (2, "Asia/Tokyo", 30)
    assert asked["start_time"] == "2026-11-25T15:30:00"
    assert asked["topic"] == "Online consultation"
    assert made.join_url == lab.standing()[0]["join_url"]


async def test_the_hosts_address_is_never_taken_over(zoom: Zoom, lab: ZoomLab) -> None:
    made = await zoom.create(PLANNED)

    assert lab.standing()[0]["start_url"]
    assert "zak=" not in f"{made.id} {made.join_url} {made.passcode}"
    assert made.join_url not in repr(made)


async def test_one_token_serves_until_a_minute_before_its_end(zoom: Zoom, lab: ZoomLab, clock: FixedClock) -> None:
    begun = clock.now()
    await zoom.create(PLANNED)
    clock.move_to(begun + timedelta(minutes=58, seconds=59))
    await zoom.find("mark-1")
    assert len(lab.called("token")) == 1

    clock.move_to(begun + timedelta(minutes=59))
    await zoom.find("mark-1")
    assert len(lab.called("token")) == 2


async def test_a_token_that_ends_in_the_middle_of_work_is_renewed_once(zoom: Zoom, lab: ZoomLab) -> None:
    made = await zoom.create(PLANNED)
    lab.revoke_tokens()

    await zoom.delete(made.id)

    assert [call.status for call in lab.called("delete")] == [401, 204]
    assert lab.standing() == []


async def test_a_token_refused_twice_is_given_up(zoom: Zoom, lab: ZoomLab) -> None:
    lab.fail_next("create", Fault.UNAUTHORIZED, times=2)

    with pytest.raises(NoUse, match="401"):
        await zoom.create(PLANNED)
    assert len(lab.called("token")) == 2


async def test_a_wrong_secret_is_of_no_use_and_is_never_repeated(lab: ZoomLab, clock: FixedClock) -> None:
    zoom = Zoom(account("not-to-be-repeated"), clock, api_url=lab.url, oauth_url=lab.url)

    with pytest.raises(NoUse, match="credentials refused \\(401 invalid_client\\)") as refusal:
        await zoom.create(PLANNED)
    with pytest.raises(Unreachable, match="invalid_client"):
        await zoom.whoami()
    assert "not-to-be-repeated" not in repr(refusal.value)
    await zoom.close()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.ERROR, "500"),
        (Fault.ERROR_AFTER, "500"),
        (Fault.GATEWAY, "502"),
        (Fault.RESET, "not reached"),
        (Fault.SILENT_BEFORE, "time-out"),
        (Fault.SILENT_AFTER, "time-out"),
        (Fault.TRUNCATED, "not reached"),
        (Fault.OFF_SCHEMA, "off-schema"),
    ],
)
async def test_what_may_pass_is_told_from_what_cannot(zoom: Zoom, lab: ZoomLab, fault: Fault, reason: str) -> None:
    lab.fail_next("create", fault)

    with pytest.raises(Passing, match=reason):
        await zoom.create(PLANNED)


@pytest.mark.parametrize("method", ["token", "list"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.RESET, Fault.OFF_SCHEMA, Fault.SILENT_BEFORE])
async def test_a_token_or_a_list_that_fails_may_pass_too(zoom: Zoom, lab: ZoomLab, method: str, fault: Fault) -> None:
    lab.fail_next(method, fault)

    with pytest.raises(Passing):
        await zoom.find("mark-1")


@pytest.mark.parametrize("method", ["patch", "get", "delete"])
@pytest.mark.parametrize(
    "fault", [Fault.ERROR, Fault.GATEWAY, Fault.TOO_MANY, Fault.RESET, Fault.SILENT_BEFORE, Fault.SILENT_AFTER]
)
async def test_a_move_or_a_deletion_that_fails_may_pass_too(
    zoom: Zoom, lab: ZoomLab, method: str, fault: Fault
) -> None:
    made = await zoom.create(PLANNED)
    lab.fail_next(method, fault)

    with pytest.raises(Passing):
        await (zoom.delete(made.id) if method == "delete" else zoom.move(made.id, PLANNED))


async def test_a_server_that_is_not_there_may_come_back(zoom: Zoom, lab: ZoomLab) -> None:
    lab.refuse()
    with pytest.raises(Passing, match="not reached"):
        await zoom.create(PLANNED)


async def test_too_many_requests_say_when_to_come_again(zoom: Zoom, lab: ZoomLab, clock: FixedClock) -> None:
    lab.fail_next("create", Fault.TOO_MANY, retry_after=7)

    with pytest.raises(Passing) as failure:
        await zoom.create(PLANNED)
    assert failure.value.after == clock.now() + timedelta(seconds=7)


@pytest.mark.parametrize("said", ["Tue, 17 Nov 2026 00:00:00 GMT", "2026-11-17T00:00:00Z", "2026-11-17T00:00:00"])
async def test_a_daily_limit_names_a_moment(clock: FixedClock, said: str) -> None:
    zoom = Zoom(account(), clock)
    answer = httpx.Response(429, headers={"retry-after": said})

    with pytest.raises(Passing) as failure:
        zoom._read(answer)
    assert failure.value.after == datetime(2026, 11, 17, tzinfo=UTC)
    await zoom.close()


async def test_a_moved_meeting_keeps_its_link_and_is_safe_again(zoom: Zoom, lab: ZoomLab) -> None:
    made = await zoom.create(PLANNED)
    lab.standing()[0]["settings"]["waiting_room"] = False  # somebody changed it by hand

    moved = await zoom.move(made.id, Planned(START + timedelta(days=1), 30, "Online consultation", "mark-1"))

    assert moved == made
    assert lab.standing()[0]["start_time"] == "2026-11-26T15:30:00"
    assert lab.standing()[0]["settings"]["waiting_room"] is True


async def test_what_is_gone_cannot_be_moved_and_need_not_be_deleted(zoom: Zoom) -> None:
    await zoom.delete("80000000099")
    with pytest.raises(Missing):
        await zoom.move("80000000099", PLANNED)


async def test_a_meeting_is_found_by_its_mark_among_many_pages(zoom: Zoom, lab: ZoomLab) -> None:
    made = await zoom.create(PLANNED)
    template = lab.meetings["account"].pop(int(made.id))
    for number in range(700):
        lab.meetings["account"][number] = {**template, "id": number, "agenda": f"other-{number}"}
    lab.meetings["account"][int(made.id)] = template

    assert [each.id for each in await zoom.find("mark-1")] == [made.id]
    assert await zoom.find("mark-2") == ()
    assert len(lab.called("list")) == 6


async def test_no_request_names_the_account_in_its_address(zoom: Zoom, lab: ZoomLab) -> None:
    await zoom.create(PLANNED)

    assert lab.called("token")[0].params["account_id"] == "account"
    assert "secret" not in json.dumps([call.headers for call in lab.calls], default=str)


async def test_the_credentials_prove_themselves_by_looking_into_the_list(zoom: Zoom) -> None:
    assert await zoom.whoami() == "0 meetings to come"
