"""A group on Telegram: who is in it, whether the bot is, and its becoming a supergroup.

Here lives membership and the updates it makes; never what members say.
"""

from dataclasses import dataclass

from bot.lab.endpoint import JSON
from bot.lab.telegram_chats import GONE, SUPERGROUP, Chat
from bot.lab.telegram_members import change_json
from bot.lab.telegram_people import Actor
from bot.lab.telegram_world import World

ANONYMOUS: JSON = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(eq=False)
class TelegramGroup:
    world: World
    chat: Chat

    @property
    def id(self) -> int:
        return self.chat.id

    def member(self, user: Actor, status: str = "member") -> Actor:
        """The person as a member; joins without ado where they were not in the group."""
        if self.chat.members.get(user.id, "left") in GONE:
            self.chat.members[user.id] = status
        return Actor(self.world, user.person, self.chat)

    def anonymous(self) -> Actor:
        """An administrator who hides behind the group."""
        return Actor(self.world, ANONYMOUS, self.chat, sender_chat=self.chat.as_json())

    # The bot

    def bot_added(self, by: Actor, status: str = "member") -> JSON | None:
        with self.world.watch.change():
            self.member(by)
            update = self._bot_becomes(by, status)
            self._service(by.person, {"new_chat_members": [self.world.bot]})
            return update

    def bot_removed(self, by: Actor) -> JSON | None:
        return self._bot_becomes(by, "kicked")

    def bot_promoted(self, by: Actor) -> JSON | None:
        return self._bot_becomes(by, "administrator")

    def _bot_becomes(self, by: Actor, status: str) -> JSON | None:
        with self.world.watch.change():
            before, self.chat.bot = self.chat.bot, status
            news = self._change(by.person, self.world.bot, (before, status))
            return self.world.mail.emit("my_chat_member", news, str(self.id))

    # People

    def joins(self, user: Actor) -> JSON | None:
        return self._person_becomes(user, "member", {"new_chat_members": [user.person]})

    def leaves(self, user: Actor) -> JSON | None:
        return self._person_becomes(user, "left", {"left_chat_member": user.person})

    def promotes(self, user: Actor) -> JSON | None:
        return self._person_becomes(user, "administrator", None)

    def _person_becomes(self, user: Actor, status: str, notice: JSON | None) -> JSON | None:
        """The service message every bot is told of; `chat_member` too, but only to an administrator."""
        with self.world.watch.change():
            before = self.chat.members.get(user.id, "left")
            self.chat.members[user.id] = status
            if self.chat.bot == "administrator":
                news = self._change(user.person, user.person, (before, status))
                self.world.mail.emit("chat_member", news, str(self.id))
            return self._service(user.person, notice) if notice else None

    def _change(self, by: JSON, user: JSON, statuses: tuple[str, str]) -> JSON:
        return change_json(self.chat.as_json(), by, self.world.stamp, user, statuses)

    def _service(self, sender: JSON, body: JSON) -> JSON | None:
        bubble = self.world.show(self.chat, sender, body)
        if self.chat.bot in GONE:
            return None
        return self.world.mail.emit("message", bubble.as_json(), str(self.id))

    # Becoming a supergroup

    def migrate(self, new_id: int | None = None) -> "TelegramGroup":
        """The old id is answered with `migrate_to_chat_id` from now on; both chats hold a service message."""
        with self.world.watch.change():
            old = self.chat
            identity = new_id if new_id is not None else -1_001_000_000_000 - abs(old.id)
            chat = Chat(identity, SUPERGROUP, dict(old.face), old.bot, dict(old.members))
            self.world.chats[chat.id] = chat
            group = TelegramGroup(self.world, chat)
            sender = ANONYMOUS
            self._service(sender, {"migrate_to_chat_id": chat.id})
            old.moved_to = chat.id
            group._service(sender, {"migrate_from_chat_id": old.id})
            return group
