"""A stand-in for Zoom on 127.0.0.1: tokens that end, meetings, and the settings that a meeting here must have.

Here live Zoom's answers as a client meets them; never a rule of ours, but for the safe settings it insists on.
"""

import base64
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.routing import Route

from bot.lab.endpoint import JSON, Answer, Asked, Now, Platform
from bot.lab.faults import Fault, Planned
from bot.lab.lab import Lab

SAFE: Mapping[str, object] = {
    "waiting_room": True,
    "join_before_host": False,
    "auto_recording": "none",
    "use_pmi": False,
}
FIELDS = frozenset({"topic", "agenda", "type", "start_time", "duration", "timezone", "settings"})
LEFT_OUT = frozenset({"settings", "password", "start_url"})
"""Of a meeting in a list."""
SCHEDULED, PAGE = 2, 300
HTTP = "%Y-%m-%dT%H:%M:%S"


class Refusal(Exception):
    """A request refused, with Zoom's own code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer(status, {"code": code, "message": message})


@dataclass
class ZoomLab(Lab):
    """`now` is Zoom's clock; `accounts` holds (client id, secret) by account id. Nothing is shared between accounts."""

    now: Now
    accounts: dict[str, tuple[str, str]] = field(default_factory=lambda: {"account": ("client", "secret")})
    lasts: timedelta = timedelta(hours=1)
    """How long a token is good for."""
    meetings: dict[str, dict[int, JSON]] = field(default_factory=dict)
    """By account, all that stand."""
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Token -> account, end."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(80000000001))

    def __post_init__(self) -> None:
        self._prepare("zoom-lab", patience=5.0)
        counter = self._counter(Platform(_read, self._act, _spoilt), self.now)
        self._open(
            [
                Route("/oauth/token", counter, methods=["POST"]),
                Route("/v2/users/{user}/meetings", counter, methods=["GET", "POST"]),
                Route("/v2/meetings/{ident}", counter, methods=["GET", "PATCH", "DELETE"]),
            ]
        )

    def standing(self, account: str = "account") -> list[JSON]:
        """The meetings that stand, oldest first."""
        return list(self.meetings.get(account, {}).values())

    def revoke_tokens(self) -> None:
        """Before their time, as when an app is changed."""
        self.tokens.clear()

    # -- answering -----------------------------------------------------------------------------------------

    async def _act(self, asked: Asked) -> Answer:
        try:
            with self.watch.change():
                return self._token(asked) if asked.method == "token" else self._meeting(asked)
        except Refusal as refusal:
            return refusal.answer

    def _token(self, asked: Asked) -> Answer:
        account = str(asked.params.get("account_id", ""))
        if asked.params.get("grant_type") != "account_credentials" or account not in self.accounts:
            return Answer(400, {"reason": "Bad Request", "error": "invalid_request"})
        if _basic(asked.request) != self.accounts[account]:
            return Answer(401, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"})
        token = f"lab-token-{next(self.numbers)}"
        self.tokens[token] = (account, self.now() + self.lasts)
        body = {"access_token": token, "token_type": "bearer", "expires_in": int(self.lasts.total_seconds())}
        return Answer(200, body)

    def _meeting(self, asked: Asked) -> Answer:
        mine = self.meetings.setdefault(self._account(asked.request), {})
        if asked.method == "list":
            return _listed(mine, asked.params)
        if asked.method == "create":
            return Answer(201, self._created(mine, asked.params))
        ident = int(asked.request.path_params["ident"])
        if ident not in mine:
            raise Refusal(404, 3001, f"Meeting does not exist: {ident}.")
        if asked.method == "get":
            return Answer(200, mine[ident])
        if asked.method == "delete":
            del mine[ident]
        else:
            mine[ident].update(_checked(asked.params, self.now()))
        return Answer(204, {})

    def _account(self, request: Request) -> str:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        account, until = self.tokens.get(token, ("", self.now()))
        if self.now() >= until:
            raise Refusal(401, 124, "Access token is expired.")
        return account

    def _created(self, mine: dict[int, JSON], params: JSON) -> JSON:
        checked, ident = _checked(params, self.now()), next(self.numbers)
        mine[ident] = {
            **checked,
            "id": ident,
            "host_id": "lab-host",
            "created_at": f"{self.now().isoformat()}-{ident}",
            "start_url": f"https://zoom.example/s/{ident}?zak=rights-of-the-host",
            "join_url": f"https://zoom.example/j/{ident}?pwd=lab-passcode",
            "password": "lab-passcode",
        }
        return mine[ident]


def _checked(params: JSON, now: datetime) -> JSON:
    """As strict as this house wants to be, beyond Zoom: every setting must be named, and none be unknown."""
    if unknown := params.keys() - FIELDS:
        raise Refusal(400, 300, f"Validation Failed: {sorted(unknown)}")
    if missing := FIELDS - params.keys():
        raise Refusal(400, 300, f"Validation Failed: {sorted(missing)} missing")
    if any(params["settings"].get(name) != value for name, value in SAFE.items()):
        raise Refusal(400, 300, "Validation Failed: not the safe settings")
    start = datetime.strptime(params["start_time"], HTTP)  # noqa: DTZ007 -- of the zone beside it
    if params["type"] != SCHEDULED or params["timezone"] != "Asia/Tokyo" or not params["duration"]:
        raise Refusal(400, 300, "Validation Failed: no scheduled meeting in Japan's time")
    if start < now.replace(tzinfo=None) + timedelta(hours=9):
        raise Refusal(400, 300, "Validation Failed: in the past")
    return params


def _listed(mine: dict[int, JSON], params: JSON) -> Answer:
    size, first = min(int(params.get("page_size", 30)), PAGE), int(params.get("next_page_token") or 0)
    shown = [{key: value for key, value in each.items() if key not in LEFT_OUT} for each in mine.values()]
    following = str(first + size) if first + size < len(shown) else ""
    page = {"page_size": size, "total_records": len(shown), "next_page_token": following}
    return Answer(200, {**page, "meetings": shown[first : first + size]})


async def _read(request: Request) -> Asked:
    """Named as in `calls`: token, list, create, get, patch, delete."""
    raw = await request.body()
    if request.url.path == "/oauth/token":
        return Asked("token", dict(parse_qsl(raw.decode())), request, raw)
    if "user" in request.path_params:
        method = "list" if request.method == "GET" else "create"
        return Asked(method, dict(request.query_params) if method == "list" else await request.json(), request, raw)
    return Asked(request.method.lower(), await request.json() if raw else {}, request, raw)


def _spoilt(planned: Planned) -> Answer:
    match planned.kind:
        case Fault.TOO_MANY:
            body = {"code": 429, "message": "You have reached the maximum per-second rate limit for this API."}
            return Answer(429, body, {"retry-after": str(planned.retry_after)})
        case Fault.UNAUTHORIZED:
            return Answer(401, {"code": 124, "message": "Invalid access token."})
        case _:
            return Answer(500, {"code": 500, "message": "Internal error"})


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    name, _, secret = base64.b64decode(coded).decode().partition(":") if scheme == "Basic" else ("", "", "")
    return name, secret
