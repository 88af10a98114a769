"""The Messaging API's methods about messages and people: what each does to the world, or why it is refused.

Here live messages, profiles, groups and quota; rich menus and the webhook's address are in `line_settings`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.lab.endpoint import JSON, Answer
from bot.lab.line_chats import LineChat
from bot.lab.line_check import Check, LineError
from bot.lab.line_limits import check_messages
from bot.lab.line_menus import gone
from bot.lab.line_world import KEY_LIFE, Accepted, LineWorld, Person

RETRY_KEY = "x-line-retry-key"
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SECONDS = range(5, 61, 5)


@dataclass(frozen=True)
class Ask:
    """One request: what stands in its path, its body, its headers."""

    path: Mapping[str, str]
    body: JSON
    headers: Mapping[str, str]
    raw: bytes


Method = Callable[[LineWorld, Ask], Answer]


def fine(body: JSON | None = None) -> Answer:
    return Answer(200, body or {})


def reply(world: LineWorld, ask: Ask) -> Answer:
    if RETRY_KEY in ask.headers:
        raise LineError(400, "The retry key is not supported by this endpoint")
    check_messages(ask.body)
    chat = world.redeem(ask.body.get("replyToken"))
    return fine({"sentMessages": list(world.show(chat, ask.body["messages"]))})


def push(world: LineWorld, ask: Ask) -> Answer:
    key = _retry_key(ask)
    before = world.accepted.get(key) if key else None
    if before is not None and world.now() - before.at < KEY_LIFE:
        return _already(world, ask, key, before)
    check_messages(ask.body)
    chat = _addressee(world, ask.body)
    world.count(world.readers(chat))
    sent = world.show(chat, ask.body["messages"])
    request_id = world.request_id()
    if key:
        world.accepted[key] = Accepted(ask.raw, request_id, sent, world.now())
    return Answer(200, {"sentMessages": list(sent)}, {"x-line-request-id": request_id})


def _retry_key(ask: Ask) -> str:
    key = ask.headers.get(RETRY_KEY, "")
    if key and not _UUID.fullmatch(key):
        raise LineError(400, "Invalid retry key")
    return key.lower()


def _already(world: LineWorld, ask: Ask, key: str, before: Accepted) -> Answer:
    if ask.raw != before.raw:
        # The platform does not mind, but whoever sent it lost a message: tests look here.
        world.changed_retries.append(key)
    body = {"message": "The retry key is already accepted", "sentMessages": list(before.sent)}
    return Answer(409, body, {"x-line-accepted-request-id": before.request_id})


def _addressee(world: LineWorld, body: JSON) -> LineChat:
    to = body.get("to")
    if not isinstance(to, str) or not re.fullmatch(r"[UCR][0-9a-f]{32}", to):
        raise LineError(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
    return world.chat(to)


def validate(_world: LineWorld, ask: Ask) -> Answer:
    check_messages(ask.body)
    return fine()


def bot_info(world: LineWorld, _ask: Ask) -> Answer:
    return fine(world.bot)


def quota(world: LineWorld, _ask: Ask) -> Answer:
    return fine({"type": "none"} if world.quota is None else {"type": "limited", "value": world.quota})


def consumption(world: LineWorld, _ask: Ask) -> Answer:
    return fine({"totalUsage": world.used})


def profile(world: LineWorld, ask: Ask) -> Answer:
    person = world.people.get(ask.path["userId"])
    if person is None or not person.friend:
        raise gone()
    language = {"language": person.language} if person.language else {}
    return fine({**_face(person), **language})


def _face(person: Person) -> JSON:
    return {"userId": person.user_id, "displayName": person.name}


def member(world: LineWorld, ask: Ask) -> Answer:
    chat = _group(world, ask)
    if ask.path["userId"] not in chat.members:
        raise gone()
    return fine(_face(world.people[ask.path["userId"]]))


def group_summary(world: LineWorld, ask: Ask) -> Answer:
    chat = _group(world, ask)
    return fine({"groupId": chat.id, "groupName": chat.name})


def group_count(world: LineWorld, ask: Ask) -> Answer:
    return fine({"count": len(_group(world, ask).members)})


def leave(world: LineWorld, ask: Ask) -> Answer:
    _group(world, ask).bot_in = False
    return fine()


def _group(world: LineWorld, ask: Ask) -> LineChat:
    chat = world.groups.get(ask.path["groupId"])
    if chat is None or not chat.bot_in:
        raise gone()
    return chat


def loading(world: LineWorld, ask: Ask) -> Answer:
    check = Check()
    seconds = ask.body.get("loadingSeconds", 20)
    if seconds not in _SECONDS:
        check.wrong("loadingSeconds", "must be a multiple of 5 between 5 and 60")
    person = world.people.get(str(ask.body.get("chatId")))
    if person is None:
        check.wrong("chatId", "must be the user id of a one-on-one chat")
    check.done()
    if person is not None:
        person.chat.loading = seconds
    return Answer(202, {})


Route = tuple[str, str, Method]
MESSAGES: dict[str, Route] = {
    "replyMessage": ("POST", "/v2/bot/message/reply", reply),
    "pushMessage": ("POST", "/v2/bot/message/push", push),
    "validateReply": ("POST", "/v2/bot/message/validate/reply", validate),
    "validatePush": ("POST", "/v2/bot/message/validate/push", validate),
    "getMessageQuota": ("GET", "/v2/bot/message/quota", quota),
    "getMessageQuotaConsumption": ("GET", "/v2/bot/message/quota/consumption", consumption),
    "getBotInfo": ("GET", "/v2/bot/info", bot_info),
    "getProfile": ("GET", "/v2/bot/profile/{userId}", profile),
    "getGroupMemberProfile": ("GET", "/v2/bot/group/{groupId}/member/{userId}", member),
    "getGroupSummary": ("GET", "/v2/bot/group/{groupId}/summary", group_summary),
    "getGroupMemberCount": ("GET", "/v2/bot/group/{groupId}/members/count", group_count),
    "leaveGroup": ("POST", "/v2/bot/group/{groupId}/leave", leave),
    "showLoadingAnimation": ("POST", "/v2/bot/chat/loading/start", loading),
}
