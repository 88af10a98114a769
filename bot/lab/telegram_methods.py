"""The Bot API's methods about messages: what each does to the world, or why it is refused.

Here live messages, buttons and chats; never the bot's own settings (`telegram_settings`).
"""

from collections.abc import Callable
from datetime import timedelta

from bot.lab.endpoint import JSON
from bot.lab.telegram_chats import GONE, Bubble, Chat
from bot.lab.telegram_errors import bad, forbidden
from bot.lab.telegram_markup import checked_inline, checked_markup
from bot.lab.telegram_members import change_json, member_json
from bot.lab.telegram_text import styled
from bot.lab.telegram_world import QUERY_LIFE, World

Method = Callable[[World, JSON], object]
ANSWER_LENGTH = 200
DELETABLE = timedelta(hours=48)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def send_message(world: World, params: JSON) -> JSON:
    chat = world.open_chat(params.get("chat_id"))
    text = styled(params)
    markup = checked_markup(params.get("reply_markup"), private=chat.private)
    _refuse_thread(params)
    reply_to = _replied(chat, params)
    world.paced(chat)
    bubble = world.show(chat, world.bot, _body(text.text, text.entities), reply_to)
    _put_markup(chat, bubble, markup)
    return bubble.as_json()


def _body(text: str, entities: tuple[JSON, ...]) -> JSON:
    return {"text": text, **({"entities": list(entities)} if entities else {})}


def _refuse_thread(params: JSON) -> None:
    # Nothing here is a forum; and a forum's General topic takes no thread id either.
    if params.get("message_thread_id"):
        raise bad("message thread not found")


def _replied(chat: Chat, params: JSON) -> Bubble | None:
    wanted = params.get("reply_parameters") or {}
    message_id = wanted.get("message_id") or params.get("reply_to_message_id")
    if not message_id:
        return None
    found = chat.find(int(message_id))
    if found is None and not (wanted.get("allow_sending_without_reply") or params.get("allow_sending_without_reply")):
        raise bad("message to be replied not found")
    return found


def _put_markup(chat: Chat, bubble: Bubble, markup: JSON | None) -> None:
    if markup is None:
        return
    if "inline_keyboard" in markup:
        bubble.markup = markup if markup["inline_keyboard"] else None
    elif "keyboard" in markup:
        chat.keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.keyboard = None


def edit_message_text(world: World, params: JSON) -> JSON:
    chat = world.open_chat(params.get("chat_id"))
    bubble = _editable(chat, params)
    text = styled(params)
    markup = checked_inline(params.get("reply_markup"), private=chat.private)
    body = _body(text.text, text.entities)
    if body == bubble.body and markup == bubble.markup:
        raise bad(_UNCHANGED)
    world.paced(chat)
    bubble.revisions.append(bubble.text)
    bubble.body, bubble.markup, bubble.edited = body, markup, world.stamp
    return bubble.as_json()


def edit_message_reply_markup(world: World, params: JSON) -> JSON:
    chat = world.open_chat(params.get("chat_id"))
    bubble = _editable(chat, params)
    markup = checked_inline(params.get("reply_markup"), private=chat.private)
    if markup == bubble.markup:
        raise bad(_UNCHANGED)
    world.paced(chat)
    bubble.markup, bubble.edited = markup, world.stamp
    return bubble.as_json()


def _editable(chat: Chat, params: JSON) -> Bubble:
    bubble = chat.find(_integer(params, "message_id"))
    if bubble is None:
        raise bad("message to edit not found")
    if not bubble.by_bot:
        raise bad("message can't be edited")
    return bubble


def delete_message(world: World, params: JSON) -> bool:
    chat = world.open_chat(params.get("chat_id"))
    bubble = chat.find(_integer(params, "message_id"))
    if bubble is None:
        raise bad("message to delete not found")
    old = world.stamp - bubble.date > DELETABLE.total_seconds()
    may = chat.private or bubble.by_bot or chat.bot == "administrator"
    if old or not may:
        raise bad("message can't be deleted")
    bubble.deleted = True
    return True


def answer_callback_query(world: World, params: JSON) -> bool:
    query = world.queries.get(str(params.get("callback_query_id")))
    if query is None or world.now() - query.at >= QUERY_LIFE:
        raise bad(_TOO_OLD)
    text = str(params.get("text") or "")
    if len(text) > ANSWER_LENGTH:
        raise bad("MESSAGE_TOO_LONG")
    query.answered, query.text, query.alert = True, text, _flag(params, "show_alert")
    return True


def send_chat_action(world: World, params: JSON) -> bool:
    chat = world.open_chat(params.get("chat_id"))
    action = str(params.get("action"))
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.actions.append((chat.id, action))
    return True


def get_chat(world: World, params: JSON) -> JSON:
    chat = world.chat(params.get("chat_id"))
    return {
        **chat.as_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


def get_chat_member(world: World, params: JSON) -> JSON:
    chat = _joined(world, params)
    user_id = _integer(params, "user_id")
    if user_id == world.bot["id"]:
        return member_json(world.bot, chat.bot)
    user = world.users.get(user_id)
    if user is None:
        raise bad("user not found")
    return member_json(user, chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: JSON) -> list[JSON]:
    chat = _joined(world, params)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return [
        member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


def get_chat_member_count(world: World, params: JSON) -> int:
    chat = _joined(world, params)
    return 1 + sum(status not in GONE for status in chat.members.values())


def _joined(world: World, params: JSON) -> Chat:
    chat = world.chat(params.get("chat_id"))
    if not chat.private and chat.bot in GONE:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def leave_chat(world: World, params: JSON) -> bool:
    chat = world.chat(params.get("chat_id"))
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    if chat.bot in GONE:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    before, chat.bot = chat.bot, "left"
    news = change_json(chat.as_json(), world.bot, world.stamp, world.bot, (before, "left"))
    world.mail.emit("my_chat_member", news, str(chat.id))
    return True


def get_me(world: World, _params: JSON) -> JSON:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _integer(params: JSON, name: str) -> int:
    try:
        return int(params[name])
    except (KeyError, TypeError, ValueError):
        raise bad(f"invalid {name} specified") from None


def _flag(params: JSON, name: str) -> bool:
    return str(params.get(name, "")).lower() in ("true", "1")


MESSAGES: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
