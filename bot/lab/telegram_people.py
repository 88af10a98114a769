"""Simulated people on Telegram: they write, tap, share, block, and see only what their chat shows.

Here live deeds of people and the updates they make; never what the bot may do.
"""

from dataclasses import dataclass, field

from bot.lab.endpoint import JSON
from bot.lab.telegram_chats import GONE, Bubble, Chat
from bot.lab.telegram_members import change_json
from bot.lab.telegram_text import command_entities
from bot.lab.telegram_world import Query, World

PHONE = "+819000000000"
_FILE = {"file_id": "lab-file", "file_unique_id": "lab", "file_size": 1024}


@dataclass(eq=False)
class Actor:
    """Somebody in one chat. Every deed returns the update it made, or None where the bot is not told."""

    world: World
    person: JSON
    chat: Chat
    sender_chat: JSON | None = None
    presses: list[Query] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.person["id"])

    def says(self, text: str) -> JSON | None:
        return self.sends(_written(text))

    def replies(self, to: Bubble, text: str) -> JSON | None:
        return self.sends(_written(text), to)

    def sends(self, body: JSON, reply_to: Bubble | None = None) -> JSON | None:
        with self.world.watch.change():
            self._open()
            bubble = self.world.show(self.chat, self.person, self._signed(body), reply_to)
            if not self._told_of(bubble):
                return None
            return self.world.mail.emit("message", bubble.as_json(), str(self.chat.id))

    def _signed(self, body: JSON) -> JSON:
        return body if self.sender_chat is None else {"sender_chat": self.sender_chat, **body}

    def _open(self) -> None:
        if self.chat.moved_to is not None:
            raise LookupError("this group has become a supergroup")

    def _told_of(self, bubble: Bubble) -> bool:
        """Privacy mode: in a group the bot sees commands and answers to itself; as administrator, all."""
        chat = self.chat
        if chat.bot in GONE:
            return False
        if chat.private or chat.bot == "administrator":
            return True
        to_bot = bubble.reply_to is not None and bubble.reply_to.by_bot
        return to_bot or self._commanded(bubble.text)

    def _commanded(self, text: str) -> bool:
        for entity in command_entities(text):
            _, at, addressee = text[entity["offset"] : entity["offset"] + entity["length"]].partition("@")
            if not at or addressee == self.world.bot["username"]:
                return True
        return False

    def sends_photo(self, caption: str = "") -> JSON | None:
        sizes = [{**_FILE, "width": 90, "height": 90}, {**_FILE, "width": 1280, "height": 960}]
        return self.sends({"photo": sizes, **({"caption": caption} if caption else {})})

    def sends_sticker(self) -> JSON | None:
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.sends({"sticker": {**_FILE, **kind, "emoji": "👍", "set_name": "lab"}})

    def sends_voice(self) -> JSON | None:
        return self.sends({"voice": {**_FILE, "duration": 3, "mime_type": "audio/ogg"}})

    def sends_location(self) -> JSON | None:
        return self.sends({"location": {"latitude": 36.0, "longitude": 139.0}})

    def sends_document(self) -> JSON | None:
        return self.sends({"document": {**_FILE, "file_name": "lab.pdf", "mime_type": "application/pdf"}})

    def shares_contact(self, phone: str = PHONE, owner: "Actor | None" = None) -> JSON | None:
        """`owner` is somebody else, whose card is passed on; without it, the sender's own number."""
        whose = (owner or self).person
        contact = {"phone_number": phone, "first_name": whose["first_name"], "user_id": whose["id"]}
        return self.sends({"contact": contact})

    def edits(self, message: Bubble, text: str) -> JSON | None:
        with self.world.watch.change():
            message.revisions.append(message.text)
            message.body, message.edited = _written(text), self.world.stamp
            return self.world.mail.emit("edited_message", message.as_json(), str(self.chat.id))

    def taps(self, label_or_data: str, message: Bubble | None = None) -> JSON | None:
        """Presses what is shown: an inline button (newest first), or one of the keyboard below the chat."""
        found = _on(message, label_or_data) if message else self.chat.with_button(label_or_data)
        if found is not None:
            return self._presses(*found)
        if message is None and label_or_data in self.chat.keyboard_labels:
            return self._types(label_or_data)
        raise LookupError(f"no button {label_or_data!r} is shown in chat {self.chat.id}")

    def _presses(self, message: Bubble, button: JSON) -> JSON | None:
        if "callback_data" in button:
            return self.forges_tap(button["callback_data"], message)
        self.world.opened.append((self.id, button.get("url") or button.get("web_app", {}).get("url", "")))
        return None

    def forges_tap(self, data: str, message: Bubble) -> JSON | None:
        """A press of a button that may no longer be there, or never was: data comes from the client."""
        with self.world.watch.change():
            query = self.world.ask(self.id, data)
            self.presses.append(query)
            press: JSON = {
                "id": query.id,
                "from": self.person,
                "message": message.as_json(),
                "chat_instance": str(7_000_000_000 + abs(self.chat.id)),
                "data": data,
            }
            return self.world.mail.emit("callback_query", press, str(self.chat.id))

    def _types(self, label: str) -> JSON | None:
        keyboard = self.chat.keyboard or {}
        rows = keyboard["keyboard"]
        button = next(button for row in rows for button in row if button["text"] == label)
        if keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
        return self.shares_contact() if button.get("request_contact") else self.says(label)


class TelegramUser(Actor):
    """A person in the private chat with the bot."""

    def starts(self, payload: str = "") -> JSON | None:
        return self.says(f"/start {payload}".strip())

    def _open(self) -> None:
        if self.chat.bot == "kicked":
            raise LookupError("this person has blocked the bot and must unblock it before writing")
        self.chat.bot = "member"

    def blocks(self) -> JSON | None:
        return self._changes("kicked")

    def unblocks(self) -> JSON | None:
        return self._changes("member")

    def _changes(self, status: str) -> JSON | None:
        with self.world.watch.change():
            before, self.chat.bot = self.chat.bot, status
            world, chat = self.world, self.chat
            news = change_json(chat.as_json(), self.person, world.stamp, world.bot, (before, status))
            return world.mail.emit("my_chat_member", news, str(chat.id))


def _written(text: str) -> JSON:
    trimmed = text.strip()
    commands = command_entities(trimmed)
    return {"text": trimmed, **({"entities": commands} if commands else {})}


def _on(message: Bubble, label_or_data: str) -> tuple[Bubble, JSON] | None:
    for button in message.buttons:
        if label_or_data in (button["text"], button.get("callback_data")):
            return message, button
    return None
