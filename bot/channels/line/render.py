"""From letters and words to one sending of LINE: which shape each letter takes, and how five hold them all.

Pure. Nothing here knows how or when a payload goes; LINE can neither edit nor take back, so nothing tries to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.channels.line import limits
from bot.channels.line.flex import bubble
from bot.channels.line.measure import split, utf16
from bot.channels.line.wording import Button, Worded, action, joined, worded
from bot.envelope import Letter
from flows.words import Words

Json = Mapping[str, Any]
Shape = Callable[[Worded], Json | None]
Piece = tuple[Json | None, str]
"""A finished message, or text that may still be joined to its neighbours."""


def render(letters: Sequence[Letter], words: Words, *, repeated: bool = False, group: bool = False) -> Json:
    """`{"messages": […]}`, and the reply token with it where a letter has one."""
    kept = [each for each in letters if not each.closes]
    said = [worded(each, words, repeated=repeated and not at, group=group) for at, each in enumerate(kept)]
    messages = _messages(said)
    if messages:
        messages[-1:] = [_with_quick_replies(messages[-1], said[-1])]
    reply = next((each for each in kept if each.reply_to), None)
    if reply is None:
        return {"messages": messages}
    until = {"token_expires": reply.reply_until.isoformat()} if reply.reply_until else {}
    return {"messages": messages, "reply_to": reply.reply_to, **until}


def _messages(said: Sequence[Worded]) -> list[Json]:
    """One message a letter; where that makes too many, texts are joined; at the very worst all is text."""
    shaped = [_shape(each) for each in said]
    messages = [message for piece in shaped for message in _spread([piece])]
    for pieces in (shaped, [(None, each.typable) for each in said]):
        if len(messages) > limits.MESSAGES:
            messages = [message for run in _runs(pieces) for message in _spread(run)]
    return messages


def _shape(said: Worded) -> Piece:
    for shape in (bubble, _confirm):
        if message := shape(said):
            return message, ""
    return None, said.typable


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Neighbouring texts together, finished messages each alone."""
    for finished, together in groupby(pieces, key=lambda piece: piece[0] is not None):
        run = list(together)
        yield from ([piece] for piece in run) if finished else [run]


def _spread(pieces: Sequence[Piece]) -> Iterator[Json]:
    if pieces[0][0] is not None:
        yield pieces[0][0]
        return
    for text in split(joined(*(text for _, text in pieces)), limits.TEXT):
        yield {"type": "text", "text": text}


def _confirm(said: Worded) -> Json | None:
    """Two answers to a short question, as buttons that stay, shown on a PC too."""
    text = joined(said.mark, said.text, said.always)
    labels = [each.numbered for each in said.choices]
    fits = utf16(text) <= limits.CONFIRM and all(utf16(label) <= limits.LABEL for label in labels)
    if said.group or not text or len(labels) != limits.CONFIRM_ACTIONS or not fits:
        return None
    actions = [action(said, each, each.numbered, limits.LABEL) for each in said.choices]
    template = {"type": "confirm", "text": text, "actions": actions}
    return {"type": "template", "altText": said.alt, "template": template}


def _with_quick_replies(message: Json, said: Worded) -> Json:
    """Below the last message only: LINE shows no others. A shape that has buttons needs just what it lacks."""
    buttons = _lacking(message, said)
    if said.group or not buttons:
        return message
    items = [{"type": "action", "action": action(said, each, each.label, limits.LABEL)} for each in buttons]
    return {**message, "quickReply": {"items": items}}


def _lacking(message: Json, said: Worded) -> tuple[Button, ...]:
    if message["type"] == "flex":
        return ()
    if message["type"] == "template":
        return said.footers
    room = limits.QUICK_REPLIES - len(said.footers)
    return (*said.choices[:room], *said.footers)[: limits.QUICK_REPLIES]
