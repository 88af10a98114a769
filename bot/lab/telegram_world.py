"""Everything Telegram knows about one bot: its users, chats, callback queries, commands and settings.

Here lives state and who may write where; never HTTP, and never what a simulated user does.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.lab.endpoint import JSON, Now
from bot.lab.telegram_chats import GONE, PRIVATE, SUPERGROUP, Bubble, Chat
from bot.lab.telegram_errors import bad, forbidden, too_many
from bot.lab.telegram_mail import Mail
from bot.lab.telegram_pace import Pace
from bot.lab.watch import Watch

QUERY_LIFE = timedelta(seconds=150)


@dataclass(eq=False)
class Query:
    """A press of a button, waiting for its answer. `text` is what the person was shown."""

    id: str
    person: int
    at: datetime
    data: str
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass
class World:
    token: str
    now: Now
    watch: Watch
    mail: Mail
    pace: Pace
    bot: JSON
    revoked: bool = False
    users: dict[int, JSON] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    menus: dict[int, JSON] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    opened: list[tuple[int, str]] = field(default_factory=list)
    _message_ids: dict[int, int] = field(default_factory=dict)
    _queries: int = 0

    @property
    def stamp(self) -> int:
        return int(self.now().timestamp())

    def next_message_id(self, chat: Chat) -> int:
        # Private chats and basic groups share the account's counter, a supergroup has its own.
        counter = chat.id if chat.kind == SUPERGROUP else 0
        self._message_ids[counter] = self._message_ids.get(counter, 100) + 1
        return self._message_ids[counter]

    def show(self, chat: Chat, sender: JSON, body: JSON, reply_to: Bubble | None = None) -> Bubble:
        bubble = Bubble(chat, self.next_message_id(chat), sender, self.stamp, body, reply_to=reply_to)
        with self.watch.change():
            chat.messages.append(bubble)
        return bubble

    def ask(self, person: int, data: str) -> Query:
        self._queries += 1
        query = Query(str(4_000_000_000_000 + self._queries), person, self.now(), data)
        self.queries[query.id] = query
        return query

    def private(self, user: JSON) -> Chat:
        shown = ("first_name", "last_name", "username")
        face: JSON = {key: user[key] for key in shown if key in user}
        return self.chats.setdefault(user["id"], Chat(user["id"], PRIVATE, face))

    # Who may write where

    def chat(self, chat_id: object) -> Chat:
        """The chat as a request names it; one that never wrote to the bot does not exist for it."""
        if chat_id in (None, ""):
            raise bad("chat_id is empty")
        chat = self.chats.get(_number(chat_id))
        if chat is None or (chat.private and chat.bot == "left"):
            raise bad("chat not found")
        if chat.moved_to is not None:
            reason = "group chat was upgraded to a supergroup chat"
            raise bad(reason, {"migrate_to_chat_id": chat.moved_to})
        return chat

    def open_chat(self, chat_id: object) -> Chat:
        """A chat the bot can write to."""
        chat = self.chat(chat_id)
        if chat.private and chat.bot in GONE:
            raise forbidden("bot was blocked by the user")
        if chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if chat.bot == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def paced(self, chat: Chat) -> None:
        wait = self.pace.refuse_until(chat.id, self.now(), group=not chat.private)
        if wait:
            raise too_many(wait)


def _number(chat_id: object) -> int:
    try:
        return int(str(chat_id))
    except ValueError:
        return 0
