"""A stand-in for api.telegram.org on 127.0.0.1, with simulated people, for an unmodified client library.

Here the parts are joined: token, methods, people, deliveries by hand. What they do stands in `telegram_*`.
"""

import asyncio
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from starlette.routing import Route

from bot.lab.endpoint import JSON, Answer, Asked, Now, Platform
from bot.lab.lab import Lab
from bot.lab.postman import Delivery, Reach
from bot.lab.telegram_chats import SUPERGROUP, Chat
from bot.lab.telegram_errors import ApiError, not_found, unauthorized
from bot.lab.telegram_groups import TelegramGroup
from bot.lab.telegram_mail import Mail
from bot.lab.telegram_methods import MESSAGES
from bot.lab.telegram_pace import Pace
from bot.lab.telegram_people import TelegramUser
from bot.lab.telegram_settings import SETTINGS, get_updates
from bot.lab.telegram_wire import read, spoilt
from bot.lab.telegram_world import World

TOKEN = "110000001:LAB-token-of-a-simulated-bot"  # noqa: S105 - of no account anywhere
_METHODS = MESSAGES | SETTINGS


@dataclass(frozen=True)
class Manner:
    """How strict and how patient the platform is. Seconds; `patience` is how long it waits for a webhook."""

    paced: bool = True
    burst: int = 5
    retry_pause: float = 0.05
    patience: float = 30.0


@dataclass
class TelegramLab(Lab):
    """`now` is the platform's clock; `reach` says where a public address of the product is on this machine."""

    now: Now
    token: str = TOKEN
    username: str = "madoguchi_lab_bot"
    manner: Manner = field(default_factory=Manner)
    reach: Reach = field(default_factory=Reach)

    def __post_init__(self) -> None:
        self._prepare("telegram-lab", self.manner.patience)
        mail = Mail(self.thread, self.watch, self.now, self.reach, self._postman, self.manner.retry_pause)
        bot_id = int(self.token.partition(":")[0])
        bot = {"id": bot_id, "is_bot": True, "first_name": "Lab", "username": self.username}
        pace = Pace(self.manner.burst, self.manner.paced)
        self.world = World(self.token, self.now, self.watch, mail, pace, bot)
        counter = self._counter(Platform(read, self._act, spoilt), self.now)
        self._open([Route("/bot{token}/{method}", counter, methods=["GET", "POST"])])

    @property
    def base_url(self) -> str:
        """For `telegram.Bot(base_url=…)`."""
        return f"{self.url}/bot"

    # People and groups

    def user(self, user_id: int, first_name: str, language_code: str | None = None) -> TelegramUser:
        person = self.world.users.setdefault(user_id, {"id": user_id, "is_bot": False, "first_name": first_name})
        if language_code:
            person["language_code"] = language_code
        return TelegramUser(self.world, person, self.world.private(person))

    def group(self, group_id: int, title: str, kind: str = SUPERGROUP) -> TelegramGroup:
        chat = Chat(group_id, kind, {"title": title})
        return TelegramGroup(self.world, self.world.chats.setdefault(group_id, chat))

    def chat(self, chat_id: int) -> Chat:
        return self.world.chats[chat_id]

    # Deliveries

    @property
    def deliveries(self) -> list[Delivery]:
        return self.world.mail.deliveries

    @property
    def settled(self) -> bool:
        """Everything the bot should have been told has been accepted."""
        return self.world.mail.settled

    def held(self) -> AbstractContextManager[list[JSON]]:
        """`with lab.held() as updates:` collects instead of delivering."""
        return self.world.mail.held()

    def release(self, *updates: JSON) -> None:
        """Delivers held updates in this order, with repeats until accepted."""
        self.world.mail.queue(*updates)

    def deliver(self, *updates: JSON) -> list[int]:
        """One attempt each, one after the other, even if delivered before; the statuses."""
        return self.thread.call(self._one_by_one(updates))

    def together(self, *updates: JSON) -> list[int]:
        """One attempt each, all at the same moment."""
        return self.thread.call(self._at_once(updates))

    async def deliver_async(self, *updates: JSON) -> list[int]:
        """For a caller whose own loop serves the webhook."""
        return await self._outside(self._one_by_one(updates))

    async def together_async(self, *updates: JSON) -> list[int]:
        return await self._outside(self._at_once(updates))

    async def _post(self, update: JSON) -> int:
        webhook = self.world.mail.webhook
        if webhook is None:
            raise LookupError("no webhook is set")
        return await self.world.mail.post(update, webhook)

    async def _one_by_one(self, updates: tuple[JSON, ...]) -> list[int]:
        return [await self._post(update) for update in updates]

    async def _at_once(self, updates: tuple[JSON, ...]) -> list[int]:
        return list(await asyncio.gather(*map(self._post, updates)))

    # The token

    def revoke_token(self) -> None:
        """401 for everything until `replace_token`."""
        self.world.revoked = True

    def replace_token(self, secret: str) -> str:
        """A new token of the same bot, as @BotFather gives it."""
        self.world.token = self.token = f"{self.world.bot['id']}:{secret}"
        self.world.revoked = False
        return self.token

    # Answering

    async def _act(self, asked: Asked) -> Answer:
        try:
            self._refuse_stranger(asked.request.path_params["token"])
            return Answer(200, {"ok": True, "result": await self._result(asked)})
        except ApiError as refusal:
            return refusal.answer

    def _refuse_stranger(self, token: str) -> None:
        if ":" not in token:
            raise not_found()
        if self.world.revoked or token != self.world.token:
            raise unauthorized()

    async def _result(self, asked: Asked) -> object:
        if asked.method == "getUpdates":
            return await get_updates(self.world, asked.params)
        act = _METHODS.get(asked.method)
        if act is None:
            raise not_found()
        with self.watch.change():
            return act(self.world, asked.params)
