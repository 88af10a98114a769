"""Zoom by its REST API, with one office's own Server-to-Server credentials (OAuth grant `account_credentials`).

Every meeting is made with the same safe settings. `start_url`, with which anyone would be the host, is never read.
Never here: whose meeting it is, when to try again, or what to do about a failure.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import httpx

from bot.credentials import ZoomAccount
from bot.links import Failed, Made, Missing, NoUse, Passing, Planned
from bot.ports import Clock, Unreachable
from flows.office.policy import TOKYO, local

API, OAUTH = "https://api.zoom.us", "https://zoom.us"
SECONDS: Final = 10.0
EARLY: Final = timedelta(seconds=60)
"""A token is renewed so long before it ends, so that none ends on its way."""
SCHEDULED: Final = 2
LIST, ONE = "/v2/users/me/meetings", "/v2/meetings/{}"
PAGE: Final = 300
MOST_PAGES: Final = 20
NOT_THERE: Final = frozenset({"3001", "3007"})
"""Zoom's own codes for a meeting that does not exist, or has ended."""
SAFE: Final[Mapping[str, Any]] = {
    "waiting_room": True,
    "join_before_host": False,
    "auto_recording": "none",
    "use_pmi": False,
    "approval_type": 2,  # nobody has to register, which would ask for a name and an address
    "meeting_authentication": False,  # nor to have an account
}


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    until: datetime


class Zoom:
    def __init__(
        self,
        account: ZoomAccount,
        clock: Clock,
        *,
        api_url: str = API,
        oauth_url: str = OAUTH,
        seconds: float = SECONDS,
    ) -> None:
        self._account, self._clock, self._api, self._oauth = account, clock, api_url, oauth_url
        self._client = httpx.AsyncClient(timeout=seconds)
        self._token: Token | None = None
        self._renewing = asyncio.Lock()

    # -- what is asked of it -------------------------------------------------------------------------------

    async def create(self, meeting: Planned) -> Made:
        return _made(await self._call("POST", LIST, json=_wanted(meeting)))

    async def move(self, ident: str, meeting: Planned) -> Made:
        """The answer to a change is empty: what stands now is asked for."""
        await self._call("PATCH", ONE.format(ident), json=_wanted(meeting))
        return _made(await self._call("GET", ONE.format(ident)))

    async def delete(self, ident: str) -> None:
        try:
            await self._call("DELETE", ONE.format(ident))
        except Missing:
            return

    async def find(self, mark: str) -> tuple[Made, ...]:
        found: list[Mapping[str, Any]] = []
        following = ""
        for _ in range(MOST_PAGES):
            asked = {"type": "upcoming", "page_size": PAGE, **({"next_page_token": following} if following else {})}
            page = await self._call("GET", LIST, params=asked)
            found += [each for each in _list(page) if each.get("agenda") == mark]
            following = str(page.get("next_page_token") or "")
            if not following:
                break
        return tuple(_made(each) for each in sorted(found, key=lambda each: str(each.get("created_at", ""))))

    async def whoami(self) -> str:
        """Looking into the list needs the right to read meetings; the right to write them shows at the first one."""
        try:
            page = await self._call("GET", LIST, params={"type": "upcoming", "page_size": 1})
        except Failed as failure:
            raise Unreachable(failure.reason) from None
        return f"{page.get('total_records', len(_list(page)))} meetings to come"

    async def close(self) -> None:
        await self._client.aclose()

    # -- how it is asked -----------------------------------------------------------------------------------

    async def _call(self, method: str, path: str, **content: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- httpx's own
        """A token that is refused is renewed once: it may have been revoked before its time."""
        token = await self._fresh()
        answer = await self._request(method, f"{self._api}{path}", _bearer(token), **content)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            token = await self._fresh(instead_of=token)
            answer = await self._request(method, f"{self._api}{path}", _bearer(token), **content)
        return self._read(answer)

    async def _fresh(self, instead_of: Token | None = None) -> Token:
        async with self._renewing:
            held = self._token
            if held is None or held is instead_of or self._clock.now() >= held.until - EARLY:
                held = self._token = await self._renewed()
            return held

    async def _renewed(self) -> Token:
        """Raises `NoUse` where the credentials are wrong: Zoom answers 400 or 401 then."""
        account, asked_at = self._account, self._clock.now()
        basic = httpx.BasicAuth(account.client_id.get_secret_value(), account.client_secret.get_secret_value())
        form = {"grant_type": "account_credentials", "account_id": account.account_id.get_secret_value()}
        answer = await self._request("POST", f"{self._oauth}/oauth/token", auth=basic, data=form)
        if answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
            raise NoUse(f"credentials refused ({answer.status_code} {_word(answer, 'error')})".replace(" )", ")"))
        body = self._read(answer)
        token, lasts = body.get("access_token"), body.get("expires_in")
        if not isinstance(token, str) or not isinstance(lasts, int):
            raise Passing("off-schema token")
        return Token(token, asked_at + timedelta(seconds=lasts))

    async def _request(self, method: str, url: str, headers: Any = None, **content: Any) -> httpx.Response:  # noqa: ANN401
        """An error's own words may quote an address: only its kind is passed on."""
        try:
            return await self._client.request(method, url, headers=headers, **content)
        except httpx.TimeoutException as error:
            raise Passing(f"time-out ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise Passing(f"not reached ({type(error).__name__})") from None

    def _read(self, answer: httpx.Response) -> Mapping[str, Any]:
        status, code = answer.status_code, _word(answer, "code")
        if answer.is_success:
            return _object(answer)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Passing("429", _when(answer.headers.get("retry-after", ""), self._clock.now()))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Passing(str(status))
        if code in NOT_THERE:
            raise Missing("no such meeting")
        raise NoUse(f"{status} {code}".strip())


def _wanted(meeting: Planned) -> dict[str, Any]:
    """The start on the office's wall clock, with its zone, as Zoom wants it; our mark is where only hosts look."""
    return {
        "topic": meeting.topic,
        "agenda": meeting.mark,
        "type": SCHEDULED,
        "start_time": f"{local(meeting.start):%Y-%m-%dT%H:%M:%S}",
        "duration": meeting.minutes,
        "timezone": TOKYO.key,
        "settings": dict(SAFE),
    }


def _made(body: Mapping[str, Any]) -> Made:
    """Raises `Passing` where it is not what Zoom promises: the next try looks for what was made."""
    ident, url = body.get("id"), body.get("join_url")
    if not isinstance(ident, int | str) or not isinstance(url, str) or not url.startswith("https://"):
        raise Passing("off-schema meeting")
    return Made(str(ident), url, str(body.get("password") or ""))


def _list(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Raises `Passing`."""
    listed = page.get("meetings")
    if not isinstance(listed, list):
        raise Passing("off-schema list")
    return [each for each in listed if isinstance(each, dict)]


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    if not answer.content:
        return {}
    try:
        body = answer.json()
    except ValueError:
        raise Passing("off-schema answer") from None
    return body if isinstance(body, dict) else {}


def _word(answer: httpx.Response, name: str) -> str:
    """Zoom's own code for a refusal; never its message, which may quote what was asked."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get(name, "")) if isinstance(body, dict) else ""


def _bearer(token: Token) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.text}"}


def _when(text: str, now: datetime) -> datetime | None:
    """`Retry-After` in seconds, as an HTTP date, or (for Zoom's daily limits) as an ISO moment."""
    if text.isascii() and text.isdigit():
        return now + timedelta(seconds=int(text))
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(text)
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
