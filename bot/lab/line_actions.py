"""Actions as LINE accepts them: what a button, a quick reply or a tappable area may do.

Here live the limits of action objects; never where an action stands on the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.lab.endpoint import JSON
from bot.lab.line_check import Check
from bot.lab.units import graphemes, utf16

DATA, SHOWN, SAID, COPIED, ALIAS = 300, 300, 300, 1000, 32
INPUTS = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")
URIS = ("http", "https", "line", "tel")
_EVERYWHERE = ("postback", "message", "uri", "datetimepicker", "clipboard")


@dataclass(frozen=True)
class Place:
    """Where an action stands decides which kinds it may have and how long its label is."""

    label: int
    required: bool = True
    kinds: tuple[str, ...] = _EVERYWHERE
    count: Callable[[str], int] = utf16


QUICK_REPLY = Place(20, kinds=(*_EVERYWHERE, "camera", "cameraRoll", "location"))
TEMPLATE = Place(20)
TEMPLATE_DEFAULT = Place(20, required=False)
IMAGE_COLUMN = Place(12, required=False)
FLEX_BUTTON = Place(40, count=graphemes)
FLEX_AREA = Place(40, required=False, count=graphemes)
RICH_MENU = Place(20, required=False, kinds=(*_EVERYWHERE, "richmenuswitch"))


def check_action(check: Check, where: str, action: object, place: Place) -> None:
    if not isinstance(action, dict):
        check.wrong(where, "May not be null")
        return
    if not check.one_of(f"{where}.type", action.get("type"), place.kinds):
        return
    least = 1 if place.required else 0
    check.text(f"{where}.label", action.get("label"), place.label, least=least, count=place.count)
    own = _OWN.get(action["type"])
    if own is not None:
        own(check, where, action)


def _postback(check: Check, where: str, action: JSON) -> None:
    check.text(f"{where}.data", action.get("data"), DATA)
    check.text(f"{where}.displayText", action.get("displayText"), SHOWN, least=0)
    check.text(f"{where}.text", action.get("text"), SHOWN, least=0)
    check.text(f"{where}.fillInText", action.get("fillInText"), SHOWN, least=0)
    if "displayText" in action and "text" in action:
        check.wrong(f"{where}.displayText", "displayText and text can't be specified together")
    if "inputOption" in action:
        check.one_of(f"{where}.inputOption", action["inputOption"], INPUTS)


def _message(check: Check, where: str, action: JSON) -> None:
    check.text(f"{where}.text", action.get("text"), SAID)


def _uri(check: Check, where: str, action: JSON) -> None:
    check.address(f"{where}.uri", action.get("uri"), URIS)


def _picker(check: Check, where: str, action: JSON) -> None:
    check.text(f"{where}.data", action.get("data"), DATA)
    mode = action.get("mode")
    if not check.one_of(f"{where}.mode", mode, ("date", "time", "datetime")):
        return
    for name in ("initial", "max", "min"):
        check.moment(f"{where}.{name}", action.get(name), str(mode))
    low, high = action.get("min"), action.get("max")
    if isinstance(low, str) and isinstance(high, str) and low >= high:
        check.wrong(f"{where}.min", "min must be less than max")


def _clipboard(check: Check, where: str, action: JSON) -> None:
    check.text(f"{where}.clipboardText", action.get("clipboardText"), COPIED)


def _switch(check: Check, where: str, action: JSON) -> None:
    check.text(f"{where}.richMenuAliasId", action.get("richMenuAliasId"), ALIAS)
    check.text(f"{where}.data", action.get("data"), DATA)


_OWN: dict[str, Callable[[Check, str, JSON], None]] = {
    "postback": _postback,
    "message": _message,
    "uri": _uri,
    "datetimepicker": _picker,
    "clipboard": _clipboard,
    "richmenuswitch": _switch,
}
