"""A message's text as Telegram reads it: HTML to text and entities, trimmed, counted, refused.

Here live the rules for text; never buttons, chats or users.
"""

import html
import re
from dataclasses import dataclass

from bot.lab.endpoint import JSON
from bot.lab.telegram_errors import bad
from bot.lab.units import utf16

TEXT_LIMIT = 4096
_TAG = re.compile(r"""<(/?)([^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?")
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


@dataclass(frozen=True)
class Styled:
    text: str
    entities: tuple[JSON, ...] = ()


@dataclass(frozen=True)
class _Open:
    name: str
    start: int
    attributes: dict[str, str]


def styled(params: JSON) -> Styled:
    """The text of a request, or the refusal Telegram has for it."""
    read = _parsed(str(params.get("text", "")), params)
    trimmed = _trimmed(read)
    if not trimmed.text:
        raise bad("message text is empty")
    if utf16(trimmed.text) > TEXT_LIMIT:
        raise bad("message is too long")
    return trimmed


def _parsed(text: str, params: JSON) -> Styled:
    mode = str(params.get("parse_mode") or "").lower()
    if not mode:
        return Styled(text, tuple(_checked(text, params.get("entities") or [])))
    if mode != "html":
        raise bad(f"unsupported parse_mode ({mode}: this stand-in reads HTML only)")
    return read_html(text)


def _checked(text: str, entities: list[JSON]) -> list[JSON]:
    length = utf16(text)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if end > length:
            after = f"ends after the end of the text at UTF-16 offset {end}"
            raise bad(f"entity beginning at UTF-16 offset {start} {after}")
    return entities


def _trimmed(read: Styled) -> Styled:
    lead = utf16(read.text) - utf16(read.text.lstrip())
    text = read.text.strip()
    length = utf16(text)
    kept: list[JSON] = []
    for entity in read.entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Styled(text, tuple(kept))


def read_html(source: str) -> Styled:
    """As TDLib's `parse_html`: unknown, unclosed and crossed tags are refused with their byte offset."""
    out: list[str] = []
    stack: list[_Open] = []
    entities: list[JSON] = []
    length = position = 0
    for found in re.finditer("<", source):
        if found.start() < position:
            continue
        piece = _unescaped(source[position : found.start()])
        out.append(piece)
        length += utf16(piece)
        tag = _tag_at(source, found.start())
        at = len(source[: found.start()].encode())
        if tag[1]:
            entities += _closed(stack, tag[2].lower(), length, at)
        else:
            stack.append(_opened(tag, length, at))
        position = tag.end()
    out.append(_unescaped(source[position:]))
    if stack:
        raise _unreadable(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    return Styled("".join(out), tuple(sorted(entities, key=lambda e: (e["offset"], -e["length"]))))


def _tag_at(source: str, start: int) -> re.Match[str]:
    tag = _TAG.match(source, start)
    if tag is None:
        kind = "end" if source[start + 1 : start + 2] == "/" else "start"
        raise _unreadable(f"Unclosed {kind} tag at byte offset {len(source[:start].encode())}")
    return tag


def _opened(tag: re.Match[str], start: int, at: int) -> _Open:
    name = tag[2].lower()
    if name not in _KINDS:
        raise _unreadable(f'Unsupported start tag "{name}" at byte offset {at}')
    attributes = {k.lower(): html.unescape(v.strip("\"'")) for k, v in _ATTRIBUTE.findall(tag[3])}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    return _Open(name, start, attributes)


def _closed(stack: list[_Open], name: str, end: int, at: int) -> list[JSON]:
    if not stack:
        raise _unreadable(f"Unexpected end tag at byte offset {at}")
    last = stack.pop()
    if name and name != last.name:
        raise _unreadable(f'Unmatched end tag at byte offset {at}, expected "</{last.name}>", found "</{name}>"')
    if end == last.start or (last.name == "a" and "href" not in last.attributes):
        return []
    return [_entity(last, end)]


def _entity(tag: _Open, end: int) -> JSON:
    entity: JSON = {"offset": tag.start, "length": end - tag.start, "type": _KINDS[tag.name]}
    if tag.name == "a":
        entity["url"] = tag.attributes["href"]
    if tag.name == "tg-emoji":
        entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
    return entity


def _unescaped(piece: str) -> str:
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), piece)


def _unreadable(reason: str) -> Exception:
    return bad(f"can't parse entities: {reason}")


def command_entities(text: str) -> list[JSON]:
    """What a client's message carries beside its text where it holds commands."""
    return [
        {"offset": utf16(text[: found.start()]), "length": utf16(found[0]), "type": "bot_command"}
        for found in _COMMAND.finditer(text)
    ]
