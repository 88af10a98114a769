"""A stand-in for api.line.me and api-data.line.me on 127.0.0.1, with simulated people, for an unmodified SDK.

Here the parts are joined: token, methods, people, deliveries by hand. What they do stands in `line_*`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial

from starlette import routing

from bot.lab.endpoint import JSON, Answer, Asked, Now, Platform
from bot.lab.lab import Lab
from bot.lab.line_chats import LineChat
from bot.lab.line_check import LineError
from bot.lab.line_groups import LineGroup
from bot.lab.line_mail import LineMail, LineManner, again
from bot.lab.line_methods import MESSAGES, Method
from bot.lab.line_people import LineUser
from bot.lab.line_settings import SETTINGS
from bot.lab.line_wire import admitted, read, spoilt
from bot.lab.line_world import LineWorld, Person
from bot.lab.postman import UNREACHED, Delivery, Reach, accepted

ACCESS_TOKEN = "LAB-channel-access-token"  # noqa: S105 - of no account anywhere
CHANNEL_SECRET = "LAB-channel-secret"  # noqa: S105 - of no account anywhere
BOT_ID = "U" + "b07" * 10 + "b0"
_TEST = "/v2/bot/channel/webhook/test"


@dataclass
class LineLab(Lab):
    """`now` is the platform's clock; `reach` says where a public address of the product is on this machine.

    Its address serves for both `LINE_API_URL` and `LINE_DATA_API_URL`. Methods are named by `operationId`.
    """

    now: Now
    access_token: str = ACCESS_TOKEN
    channel_secret: str = CHANNEL_SECRET
    manner: LineManner = field(default_factory=LineManner)
    reach: Reach = field(default_factory=Reach)

    def __post_init__(self) -> None:
        self._prepare("line-lab", self.manner.patience)
        mail = LineMail(
            self.thread, self.watch, self.now, self.reach, self._postman, self.manner, BOT_ID, self.channel_secret
        )
        bot = {
            "userId": BOT_ID,
            "basicId": "@lab",
            "displayName": "Lab",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
        self.world = LineWorld(self.access_token, self.now, self.watch, mail, bot)
        routes = [self._route(name, *route) for name, route in (MESSAGES | SETTINGS).items()]
        self._open([*routes, self._at("testWebhookEndpoint", "POST", _TEST, self._test)])

    def _route(self, name: str, method: str, path: str, act: Method) -> routing.Route:
        async def acting(asked: Asked) -> Answer:
            with self.watch.change():
                return act(self.world, admitted(self.world, asked))

        return self._at(name, method, path, acting)

    def _at(self, name: str, method: str, path: str, act: Callable[[Asked], Awaitable[Answer]]) -> routing.Route:
        platform = Platform(partial(read, name), partial(self._answer, act), spoilt)
        return routing.Route(path, self._counter(platform, self.now), methods=[method])

    async def _answer(self, act: Callable[[Asked], Awaitable[Answer]], asked: Asked) -> Answer:
        try:
            answer = await act(asked)
        except LineError as refusal:
            answer = refusal.answer
        return replace(answer, headers={"x-line-request-id": self.world.request_id(), **answer.headers})

    async def _test(self, asked: Asked) -> Answer:
        admitted(self.world, asked)
        status = await self.world.mail.post([])
        reached = status != UNREACHED
        body: JSON = {
            "success": accepted(status),
            "timestamp": self.now().isoformat(),
            "statusCode": status,
            "reason": "OK" if accepted(status) else ("ERROR_STATUS_CODE" if reached else "COULD_NOT_CONNECT"),
            "detail": str(status) if reached else "Connection refused",
        }
        return Answer(200, body)

    # People and groups

    def user(self, name: str, language: str | None = None, *, friend: bool = True) -> LineUser:
        """The person of that name, made at the first call."""
        user_id = self.world.identity("U", name)
        person = self.world.people.setdefault(user_id, Person(user_id, name, language, friend))
        return LineUser(self.world, person, person.chat)

    def group(self, name: str, *members: LineUser) -> LineGroup:
        """The group of that name; the account is not in it before `bot_joins`."""
        group_id = self.world.identity("C", name)
        chat = self.world.groups.setdefault(group_id, LineChat(group_id, "group", name, bot_in=False))
        group = LineGroup(self.world, chat)
        for user in members:
            group.member(user)
        return group

    # Deliveries

    @property
    def deliveries(self) -> list[Delivery]:
        return self.world.mail.deliveries

    @property
    def settled(self) -> bool:
        """Nothing is on its way any more: accepted, or given up (then it is in `lost`)."""
        return self.world.mail.settled

    @property
    def lost(self) -> list[JSON]:
        return self.world.mail.lost

    def held(self) -> AbstractContextManager[list[JSON]]:
        """`with lab.held() as events:` collects instead of delivering."""
        return self.world.mail.held()

    def release(self, *events: JSON) -> None:
        """Delivers held events, all in one POST, as if they had just happened."""
        self.world.mail.queue(*events)

    def deliver(self, *events: JSON) -> int:
        """All in one POST, even if delivered before; the status."""
        return self.thread.call(self.world.mail.post(list(events)))

    def redeliver(self, *events: JSON) -> int:
        """The same, marked as a redelivery."""
        return self.thread.call(self.world.mail.post(again(list(events))))

    def together(self, *batches: list[JSON]) -> list[int]:
        """A POST for each batch, all at the same moment."""
        return self.thread.call(self._at_once(batches))

    async def deliver_async(self, *events: JSON) -> int:
        """For a caller whose own loop serves the webhook."""
        return await self._outside(self.world.mail.post(list(events)))

    async def redeliver_async(self, *events: JSON) -> int:
        return await self._outside(self.world.mail.post(again(list(events))))

    async def together_async(self, *batches: list[JSON]) -> list[int]:
        return await self._outside(self._at_once(batches))

    async def _at_once(self, batches: tuple[list[JSON], ...]) -> list[int]:
        return list(await asyncio.gather(*map(self.world.mail.post, batches)))

    # The account

    @property
    def quota(self) -> int | None:
        """Pushes a month; None has no limit."""
        return self.world.quota

    @quota.setter
    def quota(self, pushes: int | None) -> None:
        self.world.quota = pushes

    def revoke_token(self) -> None:
        """401 for everything until `replace_token`."""
        self.world.revoked = True

    def replace_token(self, token: str) -> str:
        self.world.access_token = self.access_token = token
        self.world.revoked = False
        return token
