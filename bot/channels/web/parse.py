"""What our page posts: written here, and read again here when its turn comes.

A note is made by our own server from a form, so it names the office, the author and the time itself.
Nothing is looked up, and nothing is decided.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.envelope import Author, Incoming, Raw
from bot.ports import Malformed
from flows.messages import Event, Left, Opened, Picked, Said

NAME = "web"
Kind = Literal["opened", "said", "picked", "left"]


@dataclass(frozen=True, slots=True)
class Note:
    """One post of the page. `nonce` came with the form: the same form sent twice is one event."""

    conversation: str
    kind: Kind
    at: datetime
    author: Author
    nonce: str = ""
    text: str = ""
    """What was typed; with `opened`, the office."""
    prompt: str = ""
    code: str = ""
    group: bool = False

    @property
    def event_id(self) -> str:
        """Of this conversation only, so that nobody can use up another's ids; and of this content, so that
        two different answers from one page are two events.
        """
        content = (self.conversation, self.nonce, self.kind, self.text, self.prompt, self.code)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:40]

    def raw(self) -> Raw:
        return Raw(self.event_id, self.conversation, json.dumps(self._form()).encode(), self.at)

    def _form(self) -> dict[str, Any]:
        author = {"id": self.author.id, "name": self.author.name, "language": self.author.language}
        return {
            "event_id": self.event_id,
            "conversation": self.conversation,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "author": author,
            "text": self.text,
            "prompt": self.prompt,
            "code": self.code,
            "group": self.group,
        }


def split(body: bytes) -> tuple[Raw, ...]:
    """A post is one event."""
    form = _read(body)
    return (Raw(_text(form, "event_id"), _text(form, "conversation"), body, _moment(form)),)


def parse(payload: bytes) -> Incoming:
    form = _read(payload)
    return Incoming(
        channel=NAME,
        event_id=_text(form, "event_id"),
        conversation=_text(form, "conversation"),
        author=_author(form.get("author")),
        at=_moment(form),
        message=_event(form),
        group=form.get("group") is True,
    )


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        form = json.loads(body)
    except ValueError as error:
        raise Malformed("not JSON") from error
    if not isinstance(form, dict):
        raise Malformed("not an object")
    return form


def _event(form: Mapping[str, Any]) -> Event:
    match form.get("kind"):
        case "opened":
            return Opened(_text(form, "text"))
        case "said":
            return Said(_text(form, "text"))
        case "picked":
            return Picked(_text(form, "prompt"), _text(form, "code"))
        case "left":
            return Left()
        case other:
            raise Malformed(f"no such kind of note: {other!r}")


def _author(form: object) -> Author:
    if not isinstance(form, dict):
        raise Malformed("no author")
    return Author(_text(form, "id"), _text(form, "name"), _text(form, "language"))


def _moment(form: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(form, "at"))
    except ValueError as error:
        raise Malformed("no time") from error
    if at.tzinfo is None:
        raise Malformed("a time without a zone")
    return at


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    if not isinstance(value, str):
        raise Malformed(f"no {name}")
    return value
