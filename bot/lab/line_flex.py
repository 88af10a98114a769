"""Flex containers as LINE accepts them: which component may stand where, with which fields, how large.

Here live the rules of Flex; never other kinds of message. Paths are JSON pointers, as the platform writes them.
"""

import json
import re
from collections.abc import Callable

from bot.lab.endpoint import JSON
from bot.lab.line_actions import FLEX_AREA, FLEX_BUTTON, Place, check_action
from bot.lab.line_check import Check

BUBBLE_BYTES, CAROUSEL_BYTES, BUBBLES = 30 * 1024, 50 * 1024, 12
_PLACED = frozenset({"margin", "position", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd"})
_PADDED = frozenset({f"padding{side}" for side in ("All", "Top", "Bottom", "Start", "End")})
_LETTERED = frozenset({"text", "size", "color", "weight", "style", "decoration"})
FIELDS: dict[str, frozenset[str]] = {
    "bubble": frozenset({"direction", "styles", "header", "hero", "body", "footer", "size", "action"}),
    "carousel": frozenset({"contents"}),
    "box": _PLACED
    | _PADDED
    | {"layout", "flex", "contents", "spacing", "backgroundColor", "borderColor", "borderWidth", "cornerRadius"}
    | {"width", "maxWidth", "height", "maxHeight", "action", "justifyContent", "alignItems", "background"},
    "button": _PLACED | {"flex", "color", "style", "action", "gravity", "height", "adjustMode", "scaling"},
    "image": _PLACED
    | {"url", "flex", "align", "gravity", "size", "aspectRatio", "aspectMode", "backgroundColor", "action"}
    | {"animated"},
    "video": frozenset({"url", "previewUrl", "altContent", "aspectRatio", "action"}),
    "icon": _PLACED | {"url", "size", "aspectRatio", "scaling"},
    "text": _PLACED
    | _LETTERED
    | {"flex", "align", "gravity", "wrap", "lineSpacing", "action", "maxLines", "contents", "adjustMode", "scaling"},
    "span": _LETTERED,
    "separator": frozenset({"margin", "color"}),
    "filler": frozenset({"flex"}),
}
_ENUMS: dict[str, tuple[str, ...]] = {
    "bubble.size": ("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
    "bubble.direction": ("ltr", "rtl"),
    "box.layout": ("horizontal", "vertical", "baseline"),
    "box.justifyContent": ("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"),
    "box.alignItems": ("center", "flex-start", "flex-end"),
    "button.style": ("primary", "secondary", "link"),
    "button.height": ("md", "sm"),
    "text.weight": ("regular", "bold"),
    "text.style": ("normal", "italic"),
    "text.align": ("start", "end", "center"),
    "text.decoration": ("none", "underline", "line-through"),
    "span.weight": ("regular", "bold"),
    "image.aspectMode": ("fit", "cover"),
}
_IN_BOX = ("box", "button", "image", "text", "separator", "filler", "video")
_IN_BASELINE = ("icon", "text", "filler")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_NUMBER_FIELDS = {"flex": 0, "maxLines": 0}


def check_flex(contents: object) -> list[JSON]:
    """What is wrong with a container; nothing if it is acceptable."""
    check = Check()
    kind = _kind(check, "/", contents, ("bubble", "carousel"))
    if kind is not None and isinstance(contents, dict):
        _bubble(check, "", contents) if kind == "bubble" else _carousel(check, contents)
    return check.details


def _kind(check: Check, where: str, item: object, allowed: tuple[str, ...]) -> str | None:
    if not isinstance(item, dict):
        check.wrong(where, "must be specified")
        return None
    kind = item.get("type")
    if kind not in allowed:
        check.wrong(f"{where.rstrip('/')}/type", f"invalid property: must be one of {', '.join(allowed)}")
        return None
    _fields(check, where.rstrip("/"), item)
    return str(kind)


def _fields(check: Check, where: str, item: JSON) -> None:
    kind = item["type"]
    for name, value in item.items():
        if name != "type" and name not in FIELDS[kind]:
            check.wrong(f"{where}/{name}", "unknown field")
        enum = _ENUMS.get(f"{kind}.{name}")
        if enum is not None and value not in enum:
            check.wrong(f"{where}/{name}", "invalid property")
        if name.lower().endswith("color") and not (isinstance(value, str) and _COLOR.fullmatch(value)):
            check.wrong(f"{where}/{name}", "invalid property: must be a color")
        if name in _NUMBER_FIELDS and not (type(value) is int and value >= _NUMBER_FIELDS[name]):
            check.wrong(f"{where}/{name}", "invalid property: must be an integer")


def _bytes(item: object) -> int:
    return len(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode())


def _carousel(check: Check, carousel: JSON) -> None:
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= BUBBLES:
        check.wrong("/contents", f"size must be between 1 and {BUBBLES}")
        return
    if _bytes(carousel) > CAROUSEL_BYTES:
        check.wrong("/", f"size must be at most {CAROUSEL_BYTES} bytes")
    for index, bubble in enumerate(bubbles):
        if _kind(check, f"/contents/{index}", bubble, ("bubble",)):
            _bubble(check, f"/contents/{index}", bubble)
    if len({bubble.get("size", "mega") for bubble in bubbles if isinstance(bubble, dict)}) > 1:
        check.wrong("/contents", "bubbles of a carousel must have the same size")


def _bubble(check: Check, where: str, bubble: JSON) -> None:
    if _bytes(bubble) > BUBBLE_BYTES:
        check.wrong(where or "/", f"size must be at most {BUBBLE_BYTES} bytes")
    blocks = {"header": ("box",), "hero": ("box", "image", "video"), "body": ("box",), "footer": ("box",)}
    present = [name for name in blocks if name in bubble]
    if not present:
        check.wrong(where or "/", "at least one block must be specified")
    for name in present:
        _component(check, f"{where}/{name}", bubble[name], blocks[name])
    _tap(check, where, bubble, FLEX_AREA)


def _component(check: Check, where: str, item: object, allowed: tuple[str, ...]) -> None:
    kind = _kind(check, where, item, allowed)
    own = _OWN.get(kind or "")
    if own is not None and isinstance(item, dict):
        own(check, where, item)


def _box(check: Check, where: str, box: JSON) -> None:
    if "layout" not in box:
        check.wrong(f"{where}/layout", "must be specified")
    contents = box.get("contents")
    if not isinstance(contents, list):
        check.wrong(f"{where}/contents", "must be specified")
        return
    allowed = _IN_BASELINE if box.get("layout") == "baseline" else _IN_BOX
    for index, item in enumerate(contents):
        _component(check, f"{where}/contents/{index}", item, allowed)
    _tap(check, where, box, FLEX_AREA)


def _button(check: Check, where: str, button: JSON) -> None:
    if "action" not in button:
        check.wrong(f"{where}/action", "must be specified")
    _tap(check, where, button, FLEX_BUTTON)


def _text(check: Check, where: str, text: JSON) -> None:
    spans = text.get("contents")
    if spans is None and not text.get("text"):
        check.wrong(f"{where}/text", "must be non-empty text")
    for index, span in enumerate(spans or []):
        _component(check, f"{where}/contents/{index}", span, ("span",))
    _tap(check, where, text, FLEX_AREA)


def _picture(check: Check, where: str, item: JSON) -> None:
    check.address(f"{where}/url", item.get("url"), ("https",), 2000)
    _tap(check, where, item, FLEX_AREA)


def _tap(check: Check, where: str, item: JSON, place: Place) -> None:
    if "action" not in item:
        return
    found = Check()
    check_action(found, f"{where}/action", item["action"], place)
    check.details += [{**d, "property": d["property"].replace(".", "/")} for d in found.details]


_OWN: dict[str, Callable[[Check, str, JSON], None]] = {
    "box": _box,
    "button": _button,
    "text": _text,
    "image": _picture,
    "icon": _picture,
}
