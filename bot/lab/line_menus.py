"""Rich menus: their limits, images, aliases, and who sees which.

Here lives all about rich menus; never messages.
"""

import re
from dataclasses import dataclass, field

from bot.lab.endpoint import JSON
from bot.lab.line_actions import RICH_MENU, check_action
from bot.lab.line_check import Check, LineError
from bot.lab.line_image import dimensions

AREAS, NAME, BAR, IMAGE_BYTES = 20, 300, 14, 1_000_000
WIDTHS, LOWEST, FLATTEST = range(800, 2501), 250, 1.45
_ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
_TYPES = ("image/jpeg", "image/png")


def check_menu(menu: JSON) -> None:
    check = Check()
    size = menu.get("size") if isinstance(menu.get("size"), dict) else {}
    width, height = (size.get("width"), size.get("height")) if isinstance(size, dict) else (None, None)
    if not (isinstance(width, int) and isinstance(height, int)) or width not in WIDTHS or height < LOWEST:
        check.wrong("size", f"width must be between 800 and 2500, height at least {LOWEST}")
    elif width / height < FLATTEST:
        check.wrong("size", f"width divided by height must be at least {FLATTEST}")
    check.text("name", menu.get("name"), NAME)
    check.text("chatBarText", menu.get("chatBarText"), BAR)
    if not isinstance(menu.get("selected"), bool):
        check.wrong("selected", "May not be null")
    for index, area in enumerate(check.size("areas", menu.get("areas"), 0, AREAS)):
        _check_area(check, f"areas[{index}]", area, (width, height))
    check.done()


def _check_area(check: Check, where: str, area: JSON, size: tuple[object, object]) -> None:
    bounds = area.get("bounds") or {}
    given = [bounds.get(name) for name in ("x", "y", "width", "height")]
    numbers = [number for number in given if isinstance(number, int) and number >= 0]
    if len(numbers) < len(given):
        check.wrong(f"{where}.bounds", "May not be null")
    elif isinstance(size[0], int) and isinstance(size[1], int):
        x, y, width, height = numbers
        if x + width > size[0] or y + height > size[1]:
            check.wrong(f"{where}.bounds", "must be inside the rich menu")
    check_action(check, f"{where}.action", area.get("action"), RICH_MENU)


def gone() -> LineError:
    return LineError(404, "Not found")


@dataclass
class Menus:
    known: dict[str, JSON] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    default: str | None = None
    linked: dict[str, str] = field(default_factory=dict)

    def create(self, identity: str, menu: JSON) -> JSON:
        check_menu(menu)
        self.known[identity] = {**menu, "richMenuId": identity}
        return {"richMenuId": identity}

    def get(self, identity: str) -> JSON:
        if identity not in self.known:
            raise LineError(404, "richmenu not found")
        return self.known[identity]

    def delete(self, identity: str) -> None:
        self.get(identity)
        del self.known[identity]
        self.images.pop(identity, None)
        self.linked = {user: menu for user, menu in self.linked.items() if menu != identity}
        self.default = None if self.default == identity else self.default

    def upload(self, identity: str, content_type: str, image: bytes) -> None:
        menu = self.get(identity)
        if content_type not in _TYPES:
            raise LineError(415, f"The content type, {content_type}, is not supported")
        if identity in self.images:
            raise LineError(400, "An image has already been uploaded to the richmenu")
        if len(image) > IMAGE_BYTES:
            raise LineError(413, "Request Entity Too Large")
        if dimensions(image) != (menu["size"]["width"], menu["size"]["height"]):
            raise LineError(400, "The image size does not match the size of the richmenu")
        self.images[identity] = image

    def shown_as(self, identity: str) -> str:
        """The id again, if this menu can be shown to anybody."""
        self.get(identity)
        if identity not in self.images:
            raise LineError(400, "must upload richmenu image before applying it to user")
        return identity

    def of(self, user_id: str) -> JSON | None:
        identity = self.linked.get(user_id, self.default)
        return self.known.get(identity) if identity else None

    def name(self, alias: object, identity: object) -> None:
        if not isinstance(alias, str) or not _ALIAS.fullmatch(alias):
            check = Check()
            check.wrong("richMenuAliasId", "must match [a-z0-9_-]{1,32}")
            check.done()
        if alias in self.aliases:
            raise LineError(400, "conflict richmenu alias id")
        self.rename(str(alias), identity, new=True)

    def rename(self, alias: str, identity: object, *, new: bool = False) -> None:
        if not new and alias not in self.aliases:
            raise gone()
        if identity not in self.images:
            raise LineError(400, "richmenu not found or its image is missing")
        self.aliases[alias] = str(identity)
