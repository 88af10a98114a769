"""A typed line, kept as JSON like any platform's event, and read again when its turn comes. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows.messages import Event, Left, Opened, Picked, Returned, Said, Sent

NAME = "terminal"
Kind: TypeAlias = Literal["said", "left", "returned", "photo", "picked"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one side; `number` makes it an event of its own. An empty text opens the chat; of a button that was
    picked it is the prompt and the code.
    """

    number: int
    conversation: str
    author: str
    language: str
    text: str
    at: datetime
    group: bool = False
    kind: Kind = "said"

    def raw(self) -> Raw:
        form = {
            "number": self.number,
            "conversation": self.conversation,
            "author": self.author,
            "language": self.language,
            "text": self.text,
            "at": self.at.isoformat(),
            "group": self.group,
            "kind": self.kind,
        }
        return Raw(str(self.number), self.conversation, json.dumps(form).encode(), self.at)


def parse(payload: bytes) -> Incoming:
    try:
        form = json.loads(payload)
        return Incoming(
            NAME,
            str(form["number"]),
            form["conversation"],
            Author(form["author"], form["author"], form["language"]),
            datetime.fromisoformat(form["at"]),
            _message(form["kind"], form["text"]),
            group=form["group"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed(type(error).__name__) from None


def _message(kind: Kind, text: str) -> Event:
    match kind:
        case "left":
            return Left()
        case "returned":
            return Returned()
        case "photo":
            return Sent("photo")
        case "picked":
            return Picked(*text.split(" ", 1))
        case _:
            return Said(text) if text else Opened()
