"""What a LINE chat holds and shows: messages, their buttons, quick replies that vanish.

Here lives state to look at; never who may change it nor how a change travels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.lab.endpoint import JSON

BOT = "bot"


@dataclass(eq=False)
class Message:
    """One message as the chat shows it. `sender` is a user id, or `bot`."""

    id: str
    sender: str
    at: datetime
    payload: JSON
    unsent: bool = False

    @property
    def kind(self) -> str:
        return str(self.payload["type"])

    @property
    def by_bot(self) -> bool:
        return self.sender == BOT

    @property
    def text(self) -> str:
        """The text; of templates and Flex messages all that can be read on them, line by line."""
        return "\n".join(_texts(self.payload.get("template") or self.payload.get("contents") or self.payload))

    @property
    def actions(self) -> list[JSON]:
        """What its own buttons do; quick replies belong to the chat."""
        return list(_actions({k: v for k, v in self.payload.items() if k != "quickReply"}))

    @property
    def quick_replies(self) -> list[JSON]:
        return [item["action"] for item in (self.payload.get("quickReply") or {}).get("items", [])]

    @property
    def labels(self) -> list[str]:
        return [action["label"] for action in self.actions if "label" in action]


def _texts(item: object) -> Iterator[str]:
    if isinstance(item, list):
        for part in item:
            yield from _texts(part)
    elif isinstance(item, dict):
        yield from (item[name] for name in ("title", "text") if isinstance(item.get(name), str))
        for name in ("header", "hero", "body", "footer", "contents", "columns"):
            yield from _texts(item.get(name))


def _actions(item: object) -> Iterator[JSON]:
    if isinstance(item, list):
        for part in item:
            yield from _actions(part)
    elif isinstance(item, dict):
        for name, value in item.items():
            if name in ("action", "defaultAction") and isinstance(value, dict):
                yield value
            elif name == "actions":
                yield from value
            else:
                yield from _actions(value)


@dataclass(eq=False)
class LineChat:
    """A person's chat with the account (`members` is that person) or a group (`bot_in` says whether it is in)."""

    id: str
    kind: str
    name: str
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    bot_in: bool = True
    loading: int = 0

    @property
    def shown(self) -> list[Message]:
        return [message for message in self.messages if not message.unsent]

    @property
    def from_bot(self) -> list[Message]:
        return [message for message in self.shown if message.by_bot]

    @property
    def last(self) -> Message:
        return self.shown[-1]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.shown]

    @property
    def quick_replies(self) -> list[JSON]:
        """Only those of the newest message, and only until anything else is said."""
        return self.messages[-1].quick_replies if self.messages and self.messages[-1].by_bot else []

    @property
    def quick_labels(self) -> list[str]:
        return [action["label"] for action in self.quick_replies]
