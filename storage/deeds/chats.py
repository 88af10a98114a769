"""Several chats of one person: a code shown, tried, used; two records made one by it or by a clerk, and parted again.

Never here: whether a rule of the office stands against it (`flows.office.chats`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.meaning import ChangedMeanwhile
from storage.records import applications, audit, chats, conversations, union

if TYPE_CHECKING:
    from flows import facts
    from storage.deeds.scene import Scene


def code_wanted(scene: Scene, fact: facts.ChatCodeWanted) -> None:
    chats.show(scene.unit, scene.conversation, fact.code, fact.until)
    audit.record(scene.unit, scene.who(), "show_chat_code", scene.conversation.id)


def code_missed(scene: Scene, _fact: facts.ChatCodeMissed) -> None:
    chats.missed(scene.unit, scene.conversation.id)


def joined(scene: Scene, fact: facts.ChatJoined) -> None:
    """Raises `ChatCodeGone`, and `ChangedMeanwhile` where either has asked for or booked something meanwhile."""
    code = chats.redeem(scene.unit, fact.code)
    former = scene.conversation.person or ""
    union.unite(scene.unit, code.person, former, scene.conversation)
    _nothing_new(scene, code.person)
    audit.record(scene.unit, scene.who(), "join_chats", code.person, former=former)


def _nothing_new(scene: Scene, person: str) -> None:
    """Whoever decided knew of all that both have: the rules were asked about that."""
    tried = scene.view.tried
    known = {(each.id, each.status) for each in (*scene.view.applications, *(tried.theirs if tried else ()))}
    if any((each.id, each.status) not in known for each in applications.of_person(scene.unit, person)):
        raise ChangedMeanwhile


def joined_by_clerk(scene: Scene, fact: facts.ChatsJoined) -> None:
    """The record of the second code is added to that of the first."""
    kept, added = (applications.hold(scene.unit, each) for each in (fact.application, fact.other))
    chat = conversations.by_id(scene.unit, added.conversation)
    if chat is None:
        raise ChangedMeanwhile
    union.unite(scene.unit, kept.person, added.person, chat)
    who = scene.who(fact.by)
    audit.record(scene.unit, who, "join_chats", kept.person, former=added.person, reason=fact.reason)


def cut_off(scene: Scene, fact: facts.ChatsCutOff) -> None:
    """What the person has is reached by telephone from now on; their chats are nobody's they know."""
    held = applications.hold(scene.unit, fact.application)
    union.cut_off(scene.unit, held.person, scene.policy)
    audit.record(scene.unit, scene.who(fact.by), "cut_off_chats", held.person, reason=fact.reason)


def code_given(scene: Scene, fact: facts.ChatCodeGiven) -> None:
    """As if the code had been shown in the first chat of the person."""
    held = applications.hold(scene.unit, fact.application)
    chat = conversations.of_person(scene.unit, held.person)[0]
    chats.show(scene.unit, chat, fact.code, fact.until)
    audit.record(scene.unit, scene.who(fact.by), "give_chat_code", held.person, reason=fact.reason)


def parted(scene: Scene, fact: facts.ChatsParted) -> None:
    union.part(scene.unit, fact.together, scene.conversation.person or "")
    audit.record(scene.unit, scene.who(), "part_chats", scene.conversation.person or "", union=fact.together)
