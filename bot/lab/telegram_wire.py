"""The Bot API on the wire: how a request's parameters are read, whichever way they were encoded.

Here lives decoding; never what a method does.
"""

import json

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.lab.endpoint import JSON, Answer, Asked
from bot.lab.faults import Fault, Planned
from bot.lab.telegram_errors import ApiError, too_many, unauthorized
from bot.lab.telegram_methods import MESSAGES
from bot.lab.telegram_settings import SETTINGS

_JSON_FIELDS = frozenset(
    {
        "allowed_updates",
        "commands",
        "entities",
        "link_preview_options",
        "menu_button",
        "reply_markup",
        "reply_parameters",
        "scope",
    }
)
# Methods are case-insensitive; the log has them as the documentation does.
_NAMES = {name.lower(): name for name in (*MESSAGES, *SETTINGS, "getUpdates")}


async def read(request: Request) -> Asked:
    given: JSON = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        given |= await request.json()
    else:
        given |= await _form(request)
    name = request.path_params["method"]
    return Asked(_NAMES.get(name.lower(), name), {key: _decoded(key, v) for key, v in given.items()}, request)


async def _form(request: Request) -> JSON:
    async with request.form() as form:
        fields = form.multi_items()
        return {key: await v.read() if isinstance(v, UploadFile) else v for key, v in fields}


def _decoded(key: str, value: object) -> object:
    if key not in _JSON_FIELDS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def spoilt(planned: Planned) -> Answer:
    if planned.kind is Fault.TOO_MANY:
        return too_many(planned.retry_after).answer
    if planned.kind is Fault.UNAUTHORIZED:
        return unauthorized().answer
    gateway = planned.kind is Fault.GATEWAY
    return ApiError(502 if gateway else 500, "Bad Gateway" if gateway else "Internal Server Error").answer
