"""Keyboards as Telegram accepts them.

Here live shape and limits of reply markup; never what happens when a button is pressed.
"""

from typing import Protocol
from urllib.parse import urlsplit

from bot.lab.endpoint import JSON
from bot.lab.telegram_errors import bad

CALLBACK_BYTES = 64
BUTTONS = 100
_INLINE_KINDS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")
_STYLES = ("danger", "success", "primary")


def checked_markup(markup: object, *, private: bool) -> JSON | None:
    """The markup as it will be shown, or the refusal."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _rows(markup["inline_keyboard"], _inline_button, "inline keyboard")}
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], _button, "reply keyboard")
        _refuse_private_requests(rows, private=private)
        return {**markup, "keyboard": rows}
    return markup


def checked_inline(markup: object, *, private: bool) -> JSON | None:
    """For edits, where nothing but an inline keyboard will do; an empty one takes the buttons away."""
    checked = checked_markup(markup, private=private)
    if checked is not None and "inline_keyboard" not in checked:
        raise bad("inline keyboard expected")
    return checked if checked and checked["inline_keyboard"] else None


def _rows(rows: object, read: "_Reader", name: str) -> list[list[JSON]]:
    if not isinstance(rows, list):
        raise bad(f"can't parse {name} markup JSON object: field must be of type Array")
    read_rows = [[read(button) for button in _row(row, name)] for row in rows]
    if sum(map(len, read_rows)) > BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return [row for row in read_rows if row]


def _row(row: object, name: str) -> list[object]:
    if not isinstance(row, list):
        raise bad(f"can't parse {name} button: row must be an Array")
    return row


def _inline_button(button: object) -> JSON:
    name = "inline keyboard button"
    shaped = _with_text(button, name)
    kind = next((kind for kind in _INLINE_KINDS if shaped.get(kind)), None)
    if kind is None:
        raise bad(f"can't parse {name}: Text buttons are unallowed in the inline keyboard")
    if kind == "callback_data" and len(str(shaped[kind]).encode()) > CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if kind == "url":
        _refuse_url(str(shaped["url"]))
    return shaped


def _button(button: object) -> JSON:
    return _with_text({"text": button} if isinstance(button, str) else button, "keyboard button")


def _with_text(button: object, name: str) -> JSON:
    if not isinstance(button, dict):
        raise bad(f"can't parse {name}: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad(f"can't parse {name}: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad(f"{name} text must be non-empty")
    if button.get("style", _STYLES[0]) not in _STYLES:
        raise bad(f"can't parse {name}: invalid button style specified")
    return button


def _refuse_url(url: str) -> None:
    parts = urlsplit(url)
    # A host without a dot (localhost) is refused too, which surprises many at their first try.
    if parts.scheme not in ("http", "https", "tg", "tel", "mailto") or (
        parts.scheme.startswith("http") and "." not in (parts.hostname or "")
    ):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _refuse_private_requests(rows: list[list[JSON]], *, private: bool) -> None:
    buttons = [button for row in rows for button in row]
    if not private and any(button.get("request_contact") for button in buttons):
        raise bad("phone number can be requested in private chats only")
    if not private and any(button.get("request_location") for button in buttons):
        raise bad("location can be requested in private chats only")


class _Reader(Protocol):
    """The shape of the two functions that read one button."""

    def __call__(self, button: object) -> JSON: ...
