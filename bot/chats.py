"""Telling of chats that belong together: the code in the first, what was done in the others, with a way to undo it.

Never here: drawing two people together (`storage.records.union`), or a word of any of it (`flows.chats`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Chance
from bot.post import Post
from bot.rooms import Rooms
from flows.chats.together import after_parting, brought, code_shown, cut_off, parted
from flows.facts import ChatCodeGiven, ChatCodeWanted, ChatJoined, ChatsCutOff, ChatsJoined, ChatsParted, Fact
from flows.office.appointment import OPEN, Application
from flows.office.chats import LENGTH, proper
from flows.office.view import View
from storage.records import applications, conversations, union
from storage.records.conversations import Conversation
from storage.unit import Unit


def drawn(fact: Fact, chance: Chance) -> Fact:
    """A code is drawn as late as this, so that no other turn uses up chance."""
    if not isinstance(fact, ChatCodeWanted | ChatCodeGiven):
        return fact
    while not proper(code := chance.code(LENGTH)):
        pass
    return replace(fact, code=code)


def tell(  # noqa: PLR0913 -- the parts of one turn
    rooms: Rooms, unit: Unit, post: Post, fact: Fact, application: Application | None, view: View, chat: Conversation
) -> None:
    """The letters of a fact about chats; of any other none."""
    match fact:
        case ChatCodeWanted() | ChatCodeGiven():
            post.to_chat(chat, code_shown(fact))
        case ChatJoined():
            _tell_of(unit, post, _person(unit, chat), view, besides=True)
        case ChatsJoined():
            _tell_of(unit, post, application.person if application else "", view, besides=False)
        case ChatsCutOff():
            lost = union.newest(unit, application.person if application else "")
            for each in union.moved(unit, lost[0].id) if lost else ():
                post.to_chat(each, cut_off(view))
        case ChatsParted(ident):
            for each in union.moved(unit, ident):
                if each.id != chat.id and _written(each):
                    post.to_chat(each, parted(view))
            for mine in applications.of_person(unit, _person(unit, chat), rooms.public_url):
                for notice in after_parting(mine, view) if mine.status in OPEN else ():
                    post.notice(notice, mine, chat)


def _person(unit: Unit, chat: Conversation) -> str:
    """Whose the chat is now."""
    now = conversations.by_id(unit, chat.id)
    return now.person or "" if now else ""


def _written(chat: Conversation) -> bool:
    """Can it be written to? Whoever only telephones has a record, and no chat."""
    return chat.blocked_at is None and chat.channel != conversations.TELEPHONE


def _tell_of(unit: Unit, post: Post, person: str, view: View, *, besides: bool) -> None:
    """Every chat that can be written to, `besides` those in which it was done: whoever did it there knows."""
    found = union.newest(unit, person)
    if found is None:
        return
    together, added = found
    letter = brought(together, view, by_clerk=not besides)
    for each in conversations.of_person(unit, person):
        if _written(each) and not (besides and each.id in added):
            post.to_chat(each, letter)
