"""The Messaging API's methods about the account: where its webhook is, and its rich menus.

Here live settings; never messages.
"""

from urllib.parse import urlsplit

from bot.lab.endpoint import JSON, Answer
from bot.lab.line_check import Check, LineError
from bot.lab.line_menus import check_menu, gone
from bot.lab.line_methods import Ask, Route, fine
from bot.lab.line_world import LineWorld

ENDPOINT_LENGTH = 500


def set_endpoint(world: LineWorld, ask: Ask) -> Answer:
    url = str(ask.body.get("endpoint") or "")
    check = Check()
    if len(url) > ENDPOINT_LENGTH or not urlsplit(url).hostname:
        check.wrong("endpoint", f"must be a URL of at most {ENDPOINT_LENGTH} characters")
    # The platform wants HTTPS; the stand-in lets this machine's own addresses pass.
    elif urlsplit(url).scheme != "https" and not world.mail.reach.known(url):
        check.wrong("endpoint", "must be an HTTPS URL")
    check.done()
    world.mail.endpoint = url
    return fine()


def get_endpoint(world: LineWorld, _ask: Ask) -> Answer:
    if not world.mail.endpoint:
        raise gone()
    return fine({"endpoint": world.mail.endpoint, "active": world.mail.active})


def create(world: LineWorld, ask: Ask) -> Answer:
    return fine(world.menus.create(f"richmenu-{world.identity('r')[1:]}", ask.body))


def validate(_world: LineWorld, ask: Ask) -> Answer:
    check_menu(ask.body)
    return fine()


def get(world: LineWorld, ask: Ask) -> Answer:
    return fine(world.menus.get(ask.path["richMenuId"]))


def delete(world: LineWorld, ask: Ask) -> Answer:
    world.menus.delete(ask.path["richMenuId"])
    return fine()


def everything(world: LineWorld, _ask: Ask) -> Answer:
    return fine({"richmenus": list(world.menus.known.values())})


def upload(world: LineWorld, ask: Ask) -> Answer:
    world.menus.upload(ask.path["richMenuId"], ask.headers.get("content-type", ""), ask.raw)
    return fine()


def set_default(world: LineWorld, ask: Ask) -> Answer:
    world.menus.default = world.menus.shown_as(ask.path["richMenuId"])
    return fine()


def get_default(world: LineWorld, _ask: Ask) -> Answer:
    return _menu_id(world.menus.default)


def cancel_default(world: LineWorld, _ask: Ask) -> Answer:
    world.menus.default = None
    return fine()


def link(world: LineWorld, ask: Ask) -> Answer:
    identity = world.menus.shown_as(ask.path["richMenuId"])
    world.menus.linked[_person(world, ask)] = identity
    return fine()


def linked(world: LineWorld, ask: Ask) -> Answer:
    return _menu_id(world.menus.linked.get(ask.path["userId"]))


def unlink(world: LineWorld, ask: Ask) -> Answer:
    world.menus.linked.pop(_person(world, ask), None)
    return fine()


def _person(world: LineWorld, ask: Ask) -> str:
    if ask.path["userId"] not in world.people:
        raise LineError(400, "The value for the 'userId' parameter is invalid")
    return ask.path["userId"]


def _menu_id(identity: str | None) -> Answer:
    if identity is None:
        raise LineError(404, "the user has no richmenu")
    return fine({"richMenuId": identity})


def name(world: LineWorld, ask: Ask) -> Answer:
    world.menus.name(ask.body.get("richMenuAliasId"), ask.body.get("richMenuId"))
    return fine()


def rename(world: LineWorld, ask: Ask) -> Answer:
    world.menus.rename(ask.path["alias"], ask.body.get("richMenuId"))
    return fine()


def get_alias(world: LineWorld, ask: Ask) -> Answer:
    alias = ask.path["alias"]
    if alias not in world.menus.aliases:
        raise gone()
    return fine(_alias(alias, world.menus.aliases[alias]))


def delete_alias(world: LineWorld, ask: Ask) -> Answer:
    if world.menus.aliases.pop(ask.path["alias"], None) is None:
        raise gone()
    return fine()


def aliases(world: LineWorld, _ask: Ask) -> Answer:
    return fine({"aliases": [_alias(alias, menu) for alias, menu in world.menus.aliases.items()]})


def _alias(alias: str, menu: str) -> JSON:
    return {"richMenuAliasId": alias, "richMenuId": menu}


_MENU = "/v2/bot/richmenu"
_OF = "/v2/bot/user/{userId}/richmenu"
# In this order they are matched: fixed words before ids.
SETTINGS: dict[str, Route] = {
    "setWebhookEndpoint": ("PUT", "/v2/bot/channel/webhook/endpoint", set_endpoint),
    "getWebhookEndpoint": ("GET", "/v2/bot/channel/webhook/endpoint", get_endpoint),
    "createRichMenu": ("POST", _MENU, create),
    "validateRichMenuObject": ("POST", f"{_MENU}/validate", validate),
    "getRichMenuList": ("GET", f"{_MENU}/list", everything),
    "createRichMenuAlias": ("POST", f"{_MENU}/alias", name),
    "getRichMenuAliasList": ("GET", f"{_MENU}/alias/list", aliases),
    "getRichMenuAlias": ("GET", f"{_MENU}/alias/{{alias}}", get_alias),
    "updateRichMenuAlias": ("POST", f"{_MENU}/alias/{{alias}}", rename),
    "deleteRichMenuAlias": ("DELETE", f"{_MENU}/alias/{{alias}}", delete_alias),
    "setRichMenuImage": ("POST", f"{_MENU}/{{richMenuId}}/content", upload),
    "getRichMenu": ("GET", f"{_MENU}/{{richMenuId}}", get),
    "deleteRichMenu": ("DELETE", f"{_MENU}/{{richMenuId}}", delete),
    "setDefaultRichMenu": ("POST", "/v2/bot/user/all/richmenu/{richMenuId}", set_default),
    "getDefaultRichMenuId": ("GET", "/v2/bot/user/all/richmenu", get_default),
    "cancelDefaultRichMenu": ("DELETE", "/v2/bot/user/all/richmenu", cancel_default),
    "linkRichMenuIdToUser": ("POST", f"{_OF}/{{richMenuId}}", link),
    "getRichMenuIdOfUser": ("GET", _OF, linked),
    "unlinkRichMenuIdFromUser": ("DELETE", _OF, unlink),
}
