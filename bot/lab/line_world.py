"""Everything LINE knows about one official account: people, chats, reply tokens, accepted pushes, the quota.

Here lives state and who can be written to; never HTTP, and never what a simulated person does.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from bot.lab.endpoint import JSON, Now
from bot.lab.line_chats import BOT, LineChat, Message
from bot.lab.line_check import LineError
from bot.lab.line_mail import LineMail
from bot.lab.line_menus import Menus
from bot.lab.watch import Watch

TOKEN_LIFE = timedelta(minutes=1)
KEY_LIFE = timedelta(hours=24)
JAPAN = timezone(timedelta(hours=9))


@dataclass(eq=False)
class Person:
    user_id: str
    name: str
    language: str | None
    friend: bool = True
    on_pc: bool = False
    chat: LineChat = field(init=False)

    def __post_init__(self) -> None:
        self.chat = LineChat(self.user_id, "user", self.name, [self.user_id])


@dataclass(eq=False)
class ReplyToken:
    chat: LineChat
    at: datetime
    used: bool = False


@dataclass(frozen=True)
class Accepted:
    """A push that was accepted under its retry key."""

    raw: bytes
    request_id: str
    sent: tuple[JSON, ...]
    at: datetime


@dataclass
class LineWorld:
    access_token: str
    now: Now
    watch: Watch
    mail: LineMail
    bot: JSON
    quota: int | None = 200
    mode: str = "active"
    revoked: bool = False
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, LineChat] = field(default_factory=dict)
    tokens: dict[str, ReplyToken] = field(default_factory=dict)
    accepted: dict[str, Accepted] = field(default_factory=dict)
    changed_retries: list[str] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    menus: Menus = field(default_factory=Menus)
    _used: dict[str, int] = field(default_factory=dict)
    _numbers: int = 0

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def identity(self, letter: str, name: str = "") -> str:
        """A user, group or bot id: its letter and 32 hexadecimal digits, the same in every run."""
        return letter + hashlib.sha256(f"{letter}{name or self.number()}".encode()).hexdigest()[:32]

    def message_id(self) -> str:
        return str(500_000_000_000_000_000 + self.number())

    def request_id(self) -> str:
        return f"00000000-0000-4000-8000-{self.number():012x}"

    # Reply tokens

    def new_token(self, chat: LineChat) -> str:
        token = hashlib.sha256(f"token{self.number()}".encode()).hexdigest()[:32]
        self.tokens[token] = ReplyToken(chat, self.now())
        return token

    def redeem(self, token: object) -> LineChat:
        """The chat an unused token of the last minute answers to."""
        known = self.tokens.get(str(token))
        if known is None or known.used or self.now() - known.at >= TOKEN_LIFE:
            raise LineError(400, "Invalid reply token")
        known.used = True
        return known.chat

    # Who is reached

    def chat(self, identity: str) -> LineChat:
        person = self.people.get(identity)
        chat = person.chat if person else self.groups.get(identity)
        if chat is None or not chat.bot_in:
            raise LineError(400, "Failed to send messages")
        return chat

    def readers(self, chat: LineChat) -> int:
        """How many a push to this chat counts: who blocked the account is neither reached nor counted."""
        if chat.kind == "group":
            return len(chat.members)
        return int(self.people[chat.id].friend)

    def show(self, chat: LineChat, messages: list[JSON]) -> tuple[JSON, ...]:
        """Puts the account's messages into the chat, unless its owner blocked it; ids are given all the same."""
        sent = [Message(self.message_id(), BOT, self.now(), payload) for payload in messages]
        if self.readers(chat):
            chat.messages.extend(sent)
        chat.loading = 0
        return tuple({"id": message.id, "quoteToken": f"q{message.id}"} for message in sent)

    # The month's pushes

    @property
    def _month(self) -> str:
        return self.now().astimezone(JAPAN).strftime("%Y-%m")

    @property
    def used(self) -> int:
        return self._used.get(self._month, 0)

    def count(self, pushes: int) -> None:
        if self.quota is not None and self.used + pushes > self.quota:
            raise LineError(429, "You have reached your monthly limit.")
        self._used[self._month] = self.used + pushes
