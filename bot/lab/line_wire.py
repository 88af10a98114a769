"""The Messaging API on the wire: how requests are read, who is let in, how answers and faults look.

Here lives what is the same for every method; never what one does.
"""

import json

from starlette.requests import Request

from bot.lab.endpoint import JSON, Answer, Asked
from bot.lab.faults import Fault, Planned
from bot.lab.line_check import LineError
from bot.lab.line_methods import Ask
from bot.lab.line_world import LineWorld

_UNAUTHORIZED = (
    "Authentication failed due to the following reason: invalid token. "
    "Confirm that the access token in the authorization header is valid."
)


async def read(name: str, request: Request) -> Asked:
    raw = await request.body()
    try:
        params = json.loads(raw) if raw else {}
    except ValueError:
        params = {}
    return Asked(name, params if isinstance(params, dict) else {}, request, raw)


def admitted(world: LineWorld, asked: Asked) -> Ask:
    """The request, or the refusal that comes before any method's own."""
    given = asked.request.headers.get("authorization")
    if world.revoked or given != f"Bearer {world.access_token}":
        raise LineError(401, _UNAUTHORIZED)
    kind = asked.request.headers.get("content-type", "")
    if asked.raw and kind.startswith("application/json"):
        _refuse_unreadable(asked)
    elif asked.raw and not kind.startswith("image/"):
        raise LineError(415, f"The content type, {kind}, is not supported")
    return Ask(asked.request.path_params, asked.params, asked.request.headers, asked.raw)


def _refuse_unreadable(asked: Asked) -> None:
    try:
        body = json.loads(asked.raw)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        reason = f"The request body could not be parsed as JSON (line: {line}, column: {column})"
        raise LineError(400, reason) from None
    if not isinstance(body, dict):
        raise LineError(400, "The request body could not be parsed as JSON (line: 1, column: 1)")


def spoilt(planned: Planned) -> Answer:
    bodies: dict[Fault, tuple[int, JSON]] = {
        Fault.TOO_MANY: (429, {"message": "The API rate limit has been exceeded. Try again later."}),
        Fault.UNAUTHORIZED: (401, {"message": _UNAUTHORIZED}),
        Fault.GATEWAY: (502, {"message": "Bad Gateway"}),
    }
    status, body = bodies.get(planned.kind, (500, {"message": "Internal Server Error"}))
    return Answer(status, body)
