"""The Bot API's methods about the bot itself: webhook, commands, descriptions, menu button.

Here live settings and their limits; never messages.
"""

import re
from urllib.parse import urlsplit

from bot.lab.endpoint import JSON
from bot.lab.telegram_errors import bad
from bot.lab.telegram_mail import Webhook
from bot.lab.telegram_methods import Method
from bot.lab.telegram_world import World

COMMANDS = 100
DESCRIPTION = 256
LONGEST = {"Description": 512, "ShortDescription": 120, "Name": 64}
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CONNECTIONS = range(1, 101)


def set_webhook(world: World, params: JSON) -> bool:
    url = str(params.get("url") or "")
    if not url:
        return delete_webhook(world, params)
    _refuse_address(world, url)
    secret = str(params.get("secret_token") or "")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = int(params.get("max_connections") or 40)
    if connections not in _CONNECTIONS:
        raise bad("MAX_CONNECTIONS_INVALID")
    _ask_for(world, params)
    webhook = Webhook(url, secret, connections, bool(params.get("certificate")))
    world.mail.hook(webhook, drop=_drop(params))
    return True


def _refuse_address(world: World, url: str) -> None:
    parts = urlsplit(url)
    # The platform wants HTTPS; the stand-in lets this machine's own addresses pass.
    if parts.scheme != "https" and not world.mail.reach.known(url):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise bad("bad webhook: invalid webhook URL specified")


def _ask_for(world: World, params: JSON) -> None:
    wanted = params.get("allowed_updates")
    if wanted is None:
        return
    if not isinstance(wanted, list):
        raise bad("can't parse allowed updates: expected an Array of String")
    world.mail.allowed = tuple(map(str, wanted))


def _drop(params: JSON) -> bool:
    return str(params.get("drop_pending_updates", "")).lower() in ("true", "1")


def delete_webhook(world: World, params: JSON) -> bool:
    world.mail.hook(None, drop=_drop(params))
    return True


def get_webhook_info(world: World, _params: JSON) -> JSON:
    mail = world.mail
    info: JSON = {"url": "", "has_custom_certificate": False, "pending_update_count": len(mail.pending)}
    if mail.webhook is not None:
        info |= {
            "url": mail.webhook.url,
            "has_custom_certificate": mail.webhook.certificate,
            "max_connections": mail.webhook.max_connections,
            "ip_address": "127.0.0.1",
        }
    if mail.allowed:
        info["allowed_updates"] = list(mail.allowed)
    if mail.last_error is not None:
        at, reason = mail.last_error
        info |= {"last_error_date": int(at.timestamp()), "last_error_message": reason}
    return info


async def get_updates(world: World, params: JSON) -> list[JSON]:
    _ask_for(world, params)
    limit = min(100, max(1, int(params.get("limit") or 100)))
    return await world.mail.poll(int(params.get("offset") or 0), limit, float(params.get("timeout") or 0))


def set_my_commands(world: World, params: JSON) -> bool:
    commands = params.get("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands JSON object: expected an Array of BotCommand")
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _refuse_command(command)
    world.commands[_scope(params), _language(params)] = commands
    return True


def _refuse_command(command: JSON) -> None:
    if not _COMMAND.fullmatch(str(command.get("command", ""))):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(params: JSON) -> str:
    scope = params.get("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if any(name not in scope for name in SCOPES[kind]):
        raise bad("can't parse BotCommandScope: chat_id is empty")
    return ":".join([kind, *(str(scope[name]) for name in SCOPES[kind])])


def _language(params: JSON) -> str:
    language = str(params.get("language_code") or "")
    if not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def get_my_commands(world: World, params: JSON) -> list[JSON]:
    return world.commands.get((_scope(params), _language(params)), [])


def delete_my_commands(world: World, params: JSON) -> bool:
    world.commands.pop((_scope(params), _language(params)), None)
    return True


def _setter(what: str, field: str) -> Method:
    def set_words(world: World, params: JSON) -> bool:
        text = str(params.get(field) or "")
        if len(text) > LONGEST[what]:
            raise bad(f"{field.upper()}_TOO_LONG")
        world.words[what, _language(params)] = text
        return True

    return set_words


def _getter(what: str, field: str) -> Method:
    def get_words(world: World, params: JSON) -> JSON:
        own = world.words.get((what, _language(params)))
        return {field: world.words.get((what, ""), "") if own is None else own}

    return get_words


def set_chat_menu_button(world: World, params: JSON) -> bool:
    button = params.get("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "default", "web_app"):
        raise bad("can't parse MenuButton: unsupported type specified")
    if button["type"] == "web_app" and not (button.get("text") and button.get("web_app", {}).get("url")):
        raise bad("can't parse MenuButton: Can't find field \"web_app\"")
    chat = world.chat(params["chat_id"]) if params.get("chat_id") else None
    if chat is not None and not chat.private:
        raise bad("menu button can be set in private chats only")
    world.menus[chat.id if chat else 0] = button
    return True


def get_chat_menu_button(world: World, params: JSON) -> JSON:
    chat_id = int(params.get("chat_id") or 0)
    return world.menus.get(chat_id) or world.menus.get(0) or {"type": "default"}


SETTINGS: dict[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _setter("Description", "description"),
    "getMyDescription": _getter("Description", "description"),
    "setMyShortDescription": _setter("ShortDescription", "short_description"),
    "getMyShortDescription": _getter("ShortDescription", "short_description"),
    "setMyName": _setter("Name", "name"),
    "getMyName": _getter("Name", "name"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
