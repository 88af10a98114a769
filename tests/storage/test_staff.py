from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from flows.facts import Clerk
from flows.office.view import Invite
from storage.meaning import CodeInUse, InviteGone
from storage.records import staff
from storage.tables.staff import INVITE
from tests.storage.house import House

CODE = "ABCDEFGH37"
CLERK = Clerk("u1", "Clerk One")


def make(house: House, role: str = "", code: str = CODE) -> Invite:
    return house.do(lambda unit: staff.invite_make(unit, "demo", role, code, unit.now + timedelta(hours=1)))


def typed(house: House, text: str) -> Invite | None:
    return house.do(lambda unit: staff.invite_in(unit, text))


def clerk(house: House, channel: str = "telegram", user: str = "u1", office: str = "demo") -> Clerk | None:
    return house.do(lambda unit: staff.clerk(unit, channel, user, office))


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), f" {CODE} ", f"/bind {CODE}", f"/bind@sample_bot {CODE}", f"bind {CODE}"]
)
def test_a_code_is_recognised_as_it_is_typed(house: House, text: str) -> None:
    invite = make(house)
    assert typed(house, text) == invite == Invite(invite.id, "demo", "")


@pytest.mark.parametrize("text", ["", "hello", "ABCDEFGH33", f"{CODE} please", CODE[:-1]])
def test_anything_else_is_no_code(house: House, text: str) -> None:
    make(house)
    assert typed(house, text) is None


def test_a_code_is_good_for_one_use_and_for_its_time(house: House) -> None:
    invite = make(house, "clerk")
    assert house.do(lambda unit: staff.redeem(unit, invite.id)) == invite
    assert typed(house, CODE) is None
    with pytest.raises(InviteGone):
        house.do(lambda unit: staff.redeem(unit, invite.id))
    late = make(house, code="ABCDEFGH44")
    house.later(hours=1)
    assert typed(house, "ABCDEFGH44") is None
    with pytest.raises(InviteGone):
        house.do(lambda unit: staff.redeem(unit, late.id))


def test_no_two_codes_are_the_same_and_none_is_too_short(house: House) -> None:
    make(house)
    with pytest.raises(CodeInUse):
        make(house)
    with pytest.raises(ValueError, match="10 letters"):
        make(house, code="ABC")


def test_a_code_is_not_kept_as_it_was_given_out(house: House) -> None:
    make(house)
    kept = house.do(lambda unit: unit.connection.execute(select(INVITE.c.code_hash)).scalar_one())
    assert CODE.lower() not in kept.lower()


def test_authority_is_for_one_channel_one_user_and_one_office(house: House) -> None:
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", CLERK))
    assert clerk(house) == Clerk("u1", "Clerk One", "clerk")
    assert clerk(house, channel="line") is None
    assert clerk(house, user="u2") is None
    assert clerk(house, office="elsewhere") is None


def test_who_leaves_has_no_authority_from_that_moment_and_may_join_again(house: House) -> None:
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "clerk", CLERK))
    house.do(lambda unit: staff.leave(unit, "telegram", "u1", "demo"))
    assert clerk(house) is None
    house.do(lambda unit: staff.join(unit, "telegram", "demo", "lead", CLERK))
    assert clerk(house) == Clerk("u1", "Clerk One", "lead")
    assert [each.role for each in house.do(lambda unit: staff.members(unit, "demo"))] == ["lead"]


def test_nobody_without_an_id_can_become_a_member(house: House) -> None:
    with pytest.raises(IntegrityError):
        house.do(lambda unit: staff.join(unit, "telegram", "demo", "lead", Clerk("", "")))
    assert clerk(house, user="") is None
