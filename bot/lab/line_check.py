"""Findings about a LINE request, in the platform's words and with the platform's paths.

Here lives how a finding is written down; never which limit a field has.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.lab.endpoint import JSON, Answer
from bot.lab.units import utf16

URI_LENGTH = 1000
_MOMENTS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}"),
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}[tT]\d{2}:\d{2}"),
}


class LineError(Exception):
    """A request refused."""

    def __init__(self, status: int, message: str, details: list[JSON] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details or []

    @property
    def answer(self) -> Answer:
        return Answer(self.status, {"message": self.message, **({"details": d} if (d := self.details) else {})})


@dataclass
class Check:
    """Collects; `done` refuses if there is anything. `where` is a path such as `messages[0].text`."""

    details: list[JSON] = field(default_factory=list)
    flex: dict[str, list[JSON]] = field(default_factory=dict)

    def wrong(self, where: str, message: str) -> None:
        self.details.append({"message": message, "property": where})

    def done(self) -> None:
        if self.details:
            raise LineError(400, f"The request body has {len(self.details)} error(s)", self.details)
        for where, details in self.flex.items():
            raise LineError(400, f"A message ({where}) in the request body is invalid", details)

    def text(
        self, where: str, value: object, most: int, *, least: int = 1, count: Callable[[str], int] = utf16
    ) -> None:
        """A text that has to be there, unless `least` is 0."""
        if value is None and least == 0:
            return
        if not isinstance(value, str) or (least and not value):
            self.wrong(where, "May not be empty")
        elif count(value) > most:
            self.wrong(where, f"Length must be between {least} and {most}")

    def size(self, where: str, value: object, least: int, most: int) -> list[JSON]:
        """The list's objects, checked for their number."""
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.wrong(where, f"Size must be between {least} and {most}")
            return []
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                self.wrong(f"{where}[{index}]", "must be an object")
        return [item for item in value if isinstance(item, dict)]

    def one_of(self, where: str, value: object, allowed: tuple[str, ...]) -> bool:
        if value in allowed:
            return True
        self.wrong(where, f"Must be one of the following values: [{', '.join(allowed)}]")
        return False

    def address(self, where: str, value: object, schemes: tuple[str, ...], most: int = URI_LENGTH) -> None:
        self.text(where, value, most)
        if isinstance(value, str) and value and urlsplit(value).scheme not in schemes:
            self.wrong(where, "invalid uri scheme")

    def moment(self, where: str, value: object, mode: str) -> None:
        if value is not None and not (isinstance(value, str) and _MOMENTS[mode].fullmatch(value)):
            self.wrong(where, f"must be a {mode}")
