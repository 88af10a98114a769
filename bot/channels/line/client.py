"""From a payload to its outcome: the free reply first, then a push that may be repeated; and LINE's other services.

Here live their order and meaning; the SDK stays behind `wire`, loaded with the first call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.channels.line.answers import Answer, Refused, Unclear, Unheard, of_push, of_reply
from bot.channels.line.limits import violations
from bot.envelope import Attempt, Outcome, Rejected, Sent
from bot.ports import Clock, Unreachable

if TYPE_CHECKING:
    from bot.channels.line.wire import Wire

API = "https://api.line.me"
WEBHOOK = "/line/webhook"
SECONDS = 10.0
LOADING_STEP, LOADING_MOST = 5, 60
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str = ""
    """A first guess only."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Pushes of this month. `limit` is None where the plan has none."""

    limit: int | None
    used: int


class Client:
    def __init__(self, token: str, clock: Clock, api_url: str = API, seconds: float = SECONDS) -> None:
        self._token, self._clock, self._api_url, self._seconds = token, clock, api_url, seconds
        self._made: Wire | None = None

    async def send(self, address: str, payload: Mapping[str, Any], attempt: Attempt) -> Outcome:
        messages = payload["messages"]
        if not messages:
            return Sent()
        if broken := violations(messages):
            return Rejected("limits: " + "; ".join(broken))
        token = payload.get("reply_to", "")
        if token and self._fresh(payload):
            answer = await self._wire().reply(token, messages)
            if not _used_up(answer):
                return of_reply(answer)
        if token and attempt.doubtful and attempt.urgency == "courtesy":
            # The token may be used up because the first try did arrive.
            return Rejected("doubtful courtesy")
        return of_push(await self._wire().push(address, messages, attempt.retry_key))

    async def whoami(self) -> str:
        """Display name and basic id. Raises `Unreachable`."""
        info = _or_unreachable(await self._wire().bot())
        return f"{info.display_name} ({info.basic_id})"

    async def profile(self, user: str) -> Profile | None:
        """None for someone who is no friend of the account, or blocks it. Raises `Unreachable`."""
        found = await self._wire().profile(user)
        if isinstance(found, Refused) and found.status == NOT_FOUND:
            return None
        found = _or_unreachable(found)
        return Profile(found.display_name, found.language or "")

    async def member_name(self, group: str, user: str) -> str:
        """How a member of a group calls themselves; empty for one who is not there. Raises `Unreachable`."""
        found = await self._wire().member(group, user)
        if isinstance(found, Refused) and found.status == NOT_FOUND:
            return ""
        return str(_or_unreachable(found).display_name)

    async def quota(self) -> Quota:
        """Raises `Unreachable`."""
        allowed = _or_unreachable(await self._wire().quota())
        used = _or_unreachable(await self._wire().consumption())
        return Quota(allowed.value if allowed.type == "limited" else None, used.total_usage)

    async def set_webhook(self, public_url: str) -> str:
        """Tells LINE where we are; returns the address. Raises `Unreachable`."""
        endpoint = public_url.rstrip("/") + WEBHOOK
        _or_unreachable(await self._wire().set_webhook(endpoint))
        return endpoint

    async def setup(self, public_url: str) -> str:
        """Sets the webhook and has LINE call it, so we must be serving already. Raises `Unreachable`."""
        endpoint = await self.set_webhook(public_url)
        tried = _or_unreachable(await self._wire().test_webhook(endpoint))
        if not tried.success:
            raise Unreachable(f"LINE cannot reach {endpoint}: {tried.status_code} {tried.reason} {tried.detail}")
        return endpoint

    async def loading(self, user: str, seconds: int = 20) -> bool:
        """Shows that we are at work (5 to 60 s, or until the answer). A courtesy: never raises."""
        whole = min(max(seconds + -seconds % LOADING_STEP, LOADING_STEP), LOADING_MOST)
        return not _failed(await self._wire().loading(user, whole))

    async def leave_group(self, address: str) -> None:
        """Leaves a group, or a chat of several people. Raises `Unreachable`."""
        wire = self._wire()
        _or_unreachable(await (wire.leave_room if address.startswith("R") else wire.leave_group)(address))

    async def close(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            await made.close()

    def _wire(self) -> Wire:
        if self._made is None:
            from bot.channels.line.wire import Wire  # noqa: PLC0415 -- the SDK costs a second and 73 MB

            self._made = Wire(self._token, self._api_url, self._seconds)
        return self._made

    def _fresh(self, payload: Mapping[str, Any]) -> bool:
        expires = payload.get("token_expires")
        return not expires or self._clock.now() < datetime.fromisoformat(expires)


def _used_up(answer: Answer) -> bool:
    return isinstance(answer, Refused) and answer.token_used_up


def _failed(answer: object) -> bool:
    return isinstance(answer, Refused | Unheard | Unclear)


def _or_unreachable(answer: Any) -> Any:  # noqa: ANN401 -- the SDK is untyped
    match answer:
        case Refused(status, message):
            raise Unreachable(f"{status} {message}".strip())
        case Unheard(reason) | Unclear(reason):
            raise Unreachable(reason)
        case _:
            return answer
