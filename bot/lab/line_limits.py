"""Messages as LINE accepts them: text, quick replies, templates, media.

Here live the limits of message objects; Flex containers stand in `line_flex`, actions in `line_actions`.
"""

from collections.abc import Callable

from bot.lab.endpoint import JSON
from bot.lab.line_actions import IMAGE_COLUMN, QUICK_REPLY, TEMPLATE, TEMPLATE_DEFAULT, check_action
from bot.lab.line_check import Check
from bot.lab.line_flex import check_flex

MESSAGES, TEXT, QUICK_REPLIES, ALT_TEXT = 5, 5000, 13, 1500
IMAGE_URL = 2000
KINDS = (
    "text",
    "textV2",
    "image",
    "video",
    "audio",
    "location",
    "sticker",
    "template",
    "imagemap",
    "flex",
    "coupon",
)


def check_messages(body: JSON) -> None:
    """Raises the refusal of a request whose messages are not acceptable."""
    check = Check()
    for index, message in enumerate(check.size("messages", body.get("messages"), 1, MESSAGES)):
        _check_message(check, f"messages[{index}]", message)
    check.done()


def _check_message(check: Check, where: str, message: JSON) -> None:
    if not check.one_of(f"{where}.type", message.get("type"), KINDS):
        return
    own = _OWN.get(message["type"])
    if own is not None:
        own(check, where, message)
    if message.get("quickReply") is not None:
        _quick_reply(check, f"{where}.quickReply", message["quickReply"])


def _quick_reply(check: Check, where: str, reply: JSON) -> None:
    for index, item in enumerate(check.size(f"{where}.items", reply.get("items"), 1, QUICK_REPLIES)):
        place = f"{where}.items[{index}]"
        check.one_of(f"{place}.type", item.get("type", "action"), ("action",))
        check_action(check, f"{place}.action", item.get("action"), QUICK_REPLY)
        if item.get("imageUrl") is not None:
            check.address(f"{place}.imageUrl", item["imageUrl"], ("https",), IMAGE_URL)


def _text(check: Check, where: str, message: JSON) -> None:
    check.text(f"{where}.text", message.get("text"), TEXT)


def _sticker(check: Check, where: str, message: JSON) -> None:
    for name in ("packageId", "stickerId"):
        check.text(f"{where}.{name}", message.get(name), 20)


def _image(check: Check, where: str, message: JSON) -> None:
    for name in ("originalContentUrl", "previewImageUrl"):
        check.address(f"{where}.{name}", message.get(name), ("https",), IMAGE_URL)


def _flex(check: Check, where: str, message: JSON) -> None:
    check.text(f"{where}.altText", message.get("altText"), ALT_TEXT)
    details = check_flex(message.get("contents"))
    if details:
        check.flex[where] = details


def _template(check: Check, where: str, message: JSON) -> None:
    check.text(f"{where}.altText", message.get("altText"), ALT_TEXT)
    template = message.get("template")
    place = f"{where}.template"
    if not isinstance(template, dict):
        check.wrong(place, "May not be null")
    elif check.one_of(f"{place}.type", template.get("type"), tuple(_TEMPLATES)):
        _TEMPLATES[template["type"]](check, place, template)


def _buttons(check: Check, where: str, template: JSON) -> None:
    crowded = bool(template.get("title") or template.get("thumbnailImageUrl"))
    _titled(check, where, template, 60 if crowded else 160)
    _actions(check, where, template, 4)


def _confirm(check: Check, where: str, template: JSON) -> None:
    check.text(f"{where}.text", template.get("text"), 240)
    for index, action in enumerate(check.size(f"{where}.actions", template.get("actions"), 2, 2)):
        check_action(check, f"{where}.actions[{index}]", action, TEMPLATE)


def _carousel(check: Check, where: str, template: JSON) -> None:
    columns = check.size(f"{where}.columns", template.get("columns"), 1, 10)
    for index, column in enumerate(columns):
        crowded = bool(column.get("title") or column.get("thumbnailImageUrl"))
        _titled(check, f"{where}.columns[{index}]", column, 60 if crowded else 120)
        _actions(check, f"{where}.columns[{index}]", column, 3)
    if len({len(column.get("actions") or []) for column in columns}) > 1:
        check.wrong(f"{where}.columns", "The number of actions must be the same in all columns")
    for name in ("title", "thumbnailImageUrl"):
        if len({bool(column.get(name)) for column in columns}) > 1:
            check.wrong(f"{where}.columns", f"{name} must be in all columns or in none")


def _image_carousel(check: Check, where: str, template: JSON) -> None:
    for index, column in enumerate(check.size(f"{where}.columns", template.get("columns"), 1, 10)):
        place = f"{where}.columns[{index}]"
        check.address(f"{place}.imageUrl", column.get("imageUrl"), ("https",), IMAGE_URL)
        check_action(check, f"{place}.action", column.get("action"), IMAGE_COLUMN)


def _titled(check: Check, where: str, item: JSON, text: int) -> None:
    check.text(f"{where}.title", item.get("title"), 40, least=0)
    check.text(f"{where}.text", item.get("text"), text)
    if item.get("thumbnailImageUrl") is not None:
        check.address(f"{where}.thumbnailImageUrl", item["thumbnailImageUrl"], ("https",), IMAGE_URL)
    if item.get("defaultAction") is not None:
        check_action(check, f"{where}.defaultAction", item["defaultAction"], TEMPLATE_DEFAULT)


def _actions(check: Check, where: str, item: JSON, most: int) -> None:
    for index, action in enumerate(check.size(f"{where}.actions", item.get("actions"), 1, most)):
        check_action(check, f"{where}.actions[{index}]", action, TEMPLATE)


_Own = Callable[[Check, str, JSON], None]
_OWN: dict[str, _Own] = {
    "text": _text,
    "textV2": _text,
    "sticker": _sticker,
    "image": _image,
    "flex": _flex,
    "template": _template,
}
_TEMPLATES: dict[str, _Own] = {
    "buttons": _buttons,
    "confirm": _confirm,
    "carousel": _carousel,
    "image_carousel": _image_carousel,
}
