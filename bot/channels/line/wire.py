"""The SDK, and nothing else: calls made with it, and every way they end told as an `Answer`.

The only module that imports `linebot` (a second and 73 MB), so only `client` imports it, once it must call.
"""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import aiohttp
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    PushMessageRequest,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
    TestWebhookEndpointRequest,
)

from bot.channels.line.answers import Accepted, Answer, Refused, Unclear, Unheard

T = TypeVar("T")
Failed: TypeAlias = Refused | Unheard | Unclear
Messages: TypeAlias = Sequence[Mapping[str, Any]]
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)
"""What the SDK raises over an answer that is not what LINE promises; pydantic's error is a `ValueError`."""
CONNECT_SHARE = 0.5


class Wire:
    """One for the whole process, made inside the running loop: a client made per call costs 50 ms each."""

    def __init__(self, token: str, api_url: str, seconds: float) -> None:
        # At DEBUG the SDK logs whole answers, and profiles hold names.
        logging.getLogger("linebot.v3.messaging.async_rest").setLevel(logging.INFO)
        self._client = AsyncApiClient(Configuration(access_token=token, host=api_url.rstrip("/")))
        if _is_loopback(api_url):
            _ignore_proxies(self._client)
        self._api = AsyncMessagingApi(self._client)
        # Without one the SDK waits five minutes. Connecting has its own, shorter time: then nothing was sent.
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=seconds * CONNECT_SHARE)

    async def reply(self, token: str, messages: Messages) -> Answer:
        body = {"replyToken": token, "messages": list(messages)}
        request = _built(ReplyMessageRequest, body)
        return request if isinstance(request, Refused) else await self._sent(self._call("reply_message", request))

    async def push(self, to: str, messages: Messages, retry_key: str) -> Answer:
        request = _built(PushMessageRequest, {"to": to, "messages": list(messages)})
        if isinstance(request, Refused):
            return request
        return await self._sent(self._call("push_message", request, x_line_retry_key=retry_key))

    async def bot(self) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("get_bot_info"))

    async def profile(self, user: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("get_profile", user))

    async def member(self, group: str, user: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("get_group_member_profile", group, user))

    async def quota(self) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("get_message_quota"))

    async def consumption(self) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("get_message_quota_consumption"))

    async def set_webhook(self, endpoint: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("set_webhook_endpoint", SetWebhookEndpointRequest(endpoint=endpoint)))

    async def test_webhook(self, endpoint: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("test_webhook_endpoint", TestWebhookEndpointRequest(endpoint=endpoint)))

    async def loading(self, user: str, seconds: int) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        request = ShowLoadingAnimationRequest(chatId=user, loadingSeconds=seconds)
        return await ended(self._call("show_loading_animation", request))

    async def leave_group(self, group: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("leave_group", group))

    async def leave_room(self, room: str) -> Any | Failed:  # noqa: ANN401 -- the SDK is untyped
        return await ended(self._call("leave_room", room))

    async def close(self) -> None:
        await self._client.close()

    def _call(self, method: str, *arguments: object, **options: object) -> Awaitable[Any]:
        call: Awaitable[Any] = getattr(self._api, method)(*arguments, **options, _request_timeout=self._timeout)
        return call

    async def _sent(self, call: Awaitable[Any]) -> Answer:
        answer = await ended(call)
        if isinstance(answer, Refused | Unheard | Unclear):
            return answer
        return Accepted(tuple(str(each.id) for each in answer.sent_messages))


async def ended(call: Awaitable[T]) -> T | Failed:
    """The result, or how it failed. Nothing but cancelling gets past."""
    try:
        return await call
    except ApiException as refusal:
        return _refused(refusal)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
        return Unheard(type(error).__name__)
    except (TimeoutError, aiohttp.ClientError, OSError, *UNREADABLE) as error:
        return Unclear(type(error).__name__)


def _built(kind: Any, body: Mapping[str, Any]) -> Any | Refused:  # noqa: ANN401 -- the SDK is untyped
    """The SDK's own form of a request; what it does not take, LINE would not either."""
    try:
        return kind.from_dict(body)
    except UNREADABLE:
        return Refused(400, "refused by the SDK", ("messages",))


def _refused(refusal: ApiException) -> Refused:
    body = _object(refusal.body)
    return Refused(
        int(refusal.status or 0),
        str(body.get("message", "")),
        tuple(str(each["property"]) for each in _objects(body, "details") if "property" in each),
        tuple(str(each["id"]) for each in _objects(body, "sentMessages") if "id" in each),
        _seconds((refusal.headers or {}).get("Retry-After")),
    )


def _object(body: str | bytes | None) -> Mapping[str, Any]:
    try:
        found = json.loads(body or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _objects(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = body.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() else None


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ignore_proxies(client: AsyncApiClient) -> None:
    """The SDK's session asks the environment for a proxy even to reach this very machine."""
    trusting = client.rest_client.pool_manager
    connector = trusting.connector
    trusting.detach()
    client.rest_client.pool_manager = aiohttp.ClientSession(connector=connector, trust_env=False)
