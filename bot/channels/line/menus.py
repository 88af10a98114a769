"""Rich menus as LINE keeps them: the calls, each one of its own, over plain HTTP.

Not with the SDK: it sends images to LINE's own host, whatever address is set. Never here: which menus there should be.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx

from bot.channels.line.client import API, SECONDS
from bot.ports import Unreachable

DATA_API: Final = "https://api-data.line.me"
MENU: Final = "/v2/bot/richmenu"
EVERYBODY: Final = "/v2/bot/user/all/richmenu"
REFUSED, NOT_FOUND, TOO_MANY = 400, 404, 429
UNREADABLE: Final = "an answer that cannot be read"


class RefusedForThem(Unreachable):
    """LINE does not know this person, or not as a friend of the account: only they are concerned."""


class NoSuchMenu(Unreachable):
    """It was deleted meanwhile."""


class MenuApi:
    """`async with MenuApi(…) as menus:`. Every call raises `Unreachable` with the cause."""

    def __init__(self, token: str, api_url: str = API, data_api_url: str = DATA_API, seconds: float = SECONDS) -> None:
        self._api, self._data = api_url.rstrip("/"), data_api_url.rstrip("/")
        trusting = not (_is_loopback(self._api) or _is_loopback(self._data))
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(headers=headers, timeout=seconds, trust_env=trusting)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    # -- what there is -----------------------------------------------------------------------------------------

    async def known(self) -> Mapping[str, str]:
        """Name of each rich menu of the account, by id; not those made in LINE's own console."""
        return _pairs(await self._asked("GET", f"{MENU}/list"), "richmenus", "richMenuId", "name")

    async def aliases(self) -> Mapping[str, str]:
        """Id of the menu behind each alias."""
        return _pairs(await self._asked("GET", f"{MENU}/alias/list"), "aliases", "richMenuAliasId", "richMenuId")

    async def default(self) -> str:
        """What everybody sees who was given none; empty where there is none."""
        try:
            return _ident(await self._asked("GET", EVERYBODY))
        except NoSuchMenu:
            return ""

    # -- making and taking away --------------------------------------------------------------------------------

    async def create(self, menu: Mapping[str, Any]) -> str:
        return _ident(await self._asked("POST", MENU, json=menu))

    async def upload(self, ident: str, png: bytes) -> None:
        await self._asked("POST", f"{MENU}/{ident}/content", content=png, headers={"Content-Type": "image/png"})

    async def delete(self, ident: str) -> None:
        """Gone already is as good."""
        try:
            await self._asked("DELETE", f"{MENU}/{ident}")
        except NoSuchMenu:
            return

    async def name(self, alias: str, ident: str, *, new: bool) -> None:
        if new:
            await self._asked("POST", f"{MENU}/alias", json={"richMenuAliasId": alias, "richMenuId": ident})
        else:
            await self._asked("POST", f"{MENU}/alias/{alias}", json={"richMenuId": ident})

    async def unname(self, alias: str) -> None:
        try:
            await self._asked("DELETE", f"{MENU}/alias/{alias}")
        except NoSuchMenu:
            return

    # -- who sees which ----------------------------------------------------------------------------------------

    async def show_everybody(self, ident: str) -> None:
        await self._asked("POST", f"{EVERYBODY}/{ident}")

    async def show(self, user: str, ident: str) -> None:
        """Raises `RefusedForThem` and `NoSuchMenu` too."""
        await self._asked("POST", f"/v2/bot/user/{user}/richmenu/{ident}")

    async def show_default(self, user: str) -> None:
        """As everybody sees it again."""
        await self._asked("DELETE", f"/v2/bot/user/{user}/richmenu")

    # -- the wire ----------------------------------------------------------------------------------------------

    async def _asked(self, method: str, path: str, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- httpx's own
        base = self._data if "content" in given else self._api
        try:
            answer = await self._http.request(method, base + path, **given)
            found = answer.json() if answer.content else {}
        except httpx.HTTPError as error:
            raise Unreachable(type(error).__name__) from None
        except ValueError:
            raise Unreachable(f"{answer.status_code}: {UNREADABLE}") from None
        body = found if isinstance(found, dict) else {}
        if answer.is_success:
            return body
        raise _refusal(answer.status_code, path, str(body.get("message", "")))


def _ident(answer: Mapping[str, Any]) -> str:
    ident = answer.get("richMenuId")
    if not isinstance(ident, str) or not ident:
        raise Unreachable(UNREADABLE)
    return ident


def _pairs(answer: Mapping[str, Any], listed: str, key: str, value: str) -> Mapping[str, str]:
    try:
        return {str(each[key]): str(each[value]) for each in answer[listed]}
    except (KeyError, TypeError):
        raise Unreachable(UNREADABLE) from None


def _refusal(status: int, path: str, message: str) -> Unreachable:
    said = f"{status} {message}".strip()
    if status == NOT_FOUND:
        return NoSuchMenu(said)
    if status == TOO_MANY and path.startswith(MENU):
        return Unreachable(f"{said} (LINE takes a hundred new menus an hour: run this again later)")
    if status == REFUSED and "/user/" in path and "/user/all/" not in path:
        return RefusedForThem(said)
    return Unreachable(said)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
