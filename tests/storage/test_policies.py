"""The settings under which an office was served stay known, and each application names its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.records import policies
from tests.storage.house import House

if TYPE_CHECKING:
    from flows.office.policy import Policy


def with_grace(policy: Policy, minutes: int) -> Policy:
    return policy.model_copy(update={"attendance": policy.attendance.model_copy(update={"grace": minutes})})


def test_the_same_settings_are_kept_once_and_changed_ones_beside_them(house: House) -> None:
    changed = with_grace(house.policy, 15)
    for policy in (house.policy, house.policy, changed, house.policy):
        house.do(lambda unit, policy=policy: policies.keep(unit, policy))
        house.later(minutes=1)
    kept = house.do(lambda unit: policies.all_kept(unit, "demo"))
    assert [each.stamp for each in kept] == [house.policy.stamp, changed.stamp]


def test_what_was_kept_is_every_setting_as_it_was(house: House) -> None:
    changed = with_grace(house.policy, 15)
    for policy in (house.policy, changed):
        house.do(lambda unit, policy=policy: policies.keep(unit, policy))
    for policy in (house.policy, changed):
        told = house.do(lambda unit, policy=policy: policies.settings(unit, "demo", policy.stamp))
        assert told == policy.model_dump(mode="json")
    assert house.do(lambda unit: policies.settings(unit, "demo", "another")) is None


def test_a_value_changed_without_a_new_version_gives_another_stamp_and_a_source_does_not(house: House) -> None:
    policy = house.policy
    assert with_grace(policy, 15).version == policy.version
    assert with_grace(policy, 15).stamp != policy.stamp
    elsewhere = {name: each.model_copy(update={"article": "x"}) for name, each in policy.sources.items()}
    assert policy.model_copy(update={"sources": elsewhere}).stamp == policy.stamp


def test_an_application_names_the_settings_under_which_it_was_made(house: House) -> None:
    application = house.wish(house.chat())
    assert house.do(lambda unit: policies.of_application(unit, application.id)) == house.policy.stamp


def test_a_booking_names_the_settings_under_which_it_was_made_and_its_request_those_of_before(house: House) -> None:
    chat, before = house.chat(), house.policy
    application = house.offer(house.staff_group(), house.wish(chat), *house.free(1))
    later = with_grace(before, 15)
    house.offices = {**house.offices, before.id: later}
    house.book(chat, application)
    assert house.do(lambda unit: policies.of_application(unit, application.id)) == before.stamp
    assert house.do(lambda unit: policies.of_appointment(unit, application.id)) == later.stamp
