"""What a Telegram chat holds and shows: messages in their present state, keyboards, members.

Here lives state to look at; never who may change it nor how a change travels.
"""

from dataclasses import dataclass, field

from bot.lab.endpoint import JSON

PRIVATE, GROUP, SUPERGROUP = "private", "group", "supergroup"
GONE = frozenset({"left", "kicked"})


@dataclass(eq=False)
class Bubble:
    """One message as the chat shows it now. `revisions` holds the texts it had before."""

    chat: "Chat"
    message_id: int
    sender: JSON
    date: int
    body: JSON
    markup: JSON | None = None
    reply_to: "Bubble | None" = None
    edited: int | None = None
    deleted: bool = False
    revisions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    @property
    def by_bot(self) -> bool:
        return bool(self.sender.get("is_bot"))

    @property
    def rows(self) -> list[list[JSON]]:
        return list((self.markup or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[JSON]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def as_json(self, *, quoted: bool = True) -> JSON:
        message: JSON = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.body,
        }
        if self.edited is not None:
            message["edit_date"] = self.edited
        if self.rows:
            message["reply_markup"] = self.markup
        if quoted and self.reply_to is not None:
            message["reply_to_message"] = self.reply_to.as_json(quoted=False)
        return message


@dataclass(eq=False)
class Chat:
    """`face` is what a chat object shows beside id and type; `bot` the bot's own status in it."""

    id: int
    kind: str
    face: JSON
    bot: str = "left"
    members: dict[int, str] = field(default_factory=dict)
    messages: list[Bubble] = field(default_factory=list)
    keyboard: JSON | None = None
    moved_to: int | None = None

    @property
    def private(self) -> bool:
        return self.kind == PRIVATE

    @property
    def shown(self) -> list[Bubble]:
        return [message for message in self.messages if not message.deleted]

    @property
    def from_bot(self) -> list[Bubble]:
        return [message for message in self.shown if message.by_bot]

    @property
    def last(self) -> Bubble:
        return self.shown[-1]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.shown]

    @property
    def keyboard_labels(self) -> list[str]:
        rows = (self.keyboard or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    def find(self, message_id: int) -> Bubble | None:
        return next((message for message in self.shown if message.message_id == message_id), None)

    def with_button(self, label_or_data: str) -> tuple[Bubble, JSON] | None:
        """The newest message that shows such a button."""
        for message in reversed(self.shown):
            for button in message.buttons:
                if label_or_data in (button["text"], button.get("callback_data")):
                    return message, button
        return None

    def as_json(self) -> JSON:
        return {"id": self.id, "type": self.kind, **self.face}
