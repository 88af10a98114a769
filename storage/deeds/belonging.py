"""Who speaks which language, who is gone or back, which group is whose, who is staff.

Never here: anything about an application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.meaning import AlreadyBound, InviteGone
from storage.records import applications, audit, conversations, finding, staff

if TYPE_CHECKING:
    from flows import facts
    from storage.deeds.scene import Scene


def language_chosen(scene: Scene, fact: facts.LanguageChosen) -> None:
    conversations.speak(scene.unit, scene.conversation, fact.locale)
    if scene.conversation.person:
        applications.speak(scene.unit, scene.conversation.person, fact.locale)


def office_chosen(scene: Scene, fact: facts.OfficeChosen) -> None:
    conversations.settle(scene.unit, scene.conversation.id, fact.office)


def handed_over(scene: Scene, fact: facts.HandedOver) -> None:
    audit.record(scene.unit, scene.who(), "ask_for_a_person", scene.conversation.id, where=fact.where)


def departed(scene: Scene, _fact: facts.Departed) -> None:
    conversations.block(scene.unit, scene.conversation.id)
    audit.record(scene.unit, scene.who(), "depart", scene.conversation.id)


def came_back(scene: Scene, _fact: facts.CameBack) -> None:
    conversations.unblock(scene.unit, scene.conversation.id)
    audit.record(scene.unit, scene.who(), "come_back", scene.conversation.id)


def group_bound(scene: Scene, fact: facts.GroupBound) -> None:
    """The code is used up, the group is its office's, and who typed it is its lead."""
    conversation, invite = scene.conversation, staff.redeem(scene.unit, fact.invite)
    if invite.role:
        raise InviteGone
    if conversation.kind == "staff" and conversation.office != invite.office:
        raise AlreadyBound
    conversations.bind(scene.unit, conversation.id, invite.office, scene.policy.staff_language)
    staff.join(scene.unit, conversation.channel, invite.office, staff.LEAD, fact.by)
    audit.record(scene.unit, scene.who(fact.by), "bind", conversation.id, office=invite.office)


def role_redeemed(scene: Scene, fact: facts.RoleRedeemed) -> None:
    invite = staff.redeem(scene.unit, fact.invite)
    if not invite.role:
        raise InviteGone
    staff.join(scene.unit, scene.conversation.channel, invite.office, invite.role, fact.by)
    audit.record(scene.unit, scene.who(fact.by), "redeem", invite.id, office=invite.office, role=invite.role)


def searched(scene: Scene, fact: facts.Searched) -> None:
    finding.written(scene.unit, scene.who(fact.by), fact)


def group_left(scene: Scene, _fact: facts.GroupLeft) -> None:
    conversations.unbind(scene.unit, scene.conversation.id)
    audit.record(scene.unit, audit.HOUSE, "leave_group", scene.conversation.id)
