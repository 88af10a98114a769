"""Looks for texts that stand in code or in page templates instead of a catalogue.

In code only letters beyond A-Z can be told from names; in templates any letter between tags is a text.
Comments and docstrings are for us and may be in any language.
"""

from __future__ import annotations

import ast
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from jinja2 import Environment, nodes

from locales.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = ("flows", "bot", "storage")
TEMPLATES = (".html", ".jinja", ".j2")
JINJA = Environment(autoescape=True)  # it only reads here
SILENT_TAGS = frozenset({"script", "style"})
SPOKEN_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "label", "aria-label", "aria-description"})
SPOKEN_BUTTONS = frozenset({"submit", "button", "reset"})


def literals(root: Path) -> Iterator[Problem]:
    """Strings in Python and JavaScript that no program needs, only a reader."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            place = path.relative_to(root).as_posix()
            if path.suffix == ".py":
                yield from _literals_in(path.read_text(encoding="utf-8"), place)
            elif path.suffix == ".js":
                yield from _foreign_lines(path.read_text(encoding="utf-8"), place)


def texts_in_templates(root: Path) -> Iterator[Problem]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in TEMPLATES:
                place = path.relative_to(root).as_posix()
                yield from _texts_in(path.read_text(encoding="utf-8"), place)


def _literals_in(source: str, place: str) -> Iterator[Problem]:
    tree = ast.parse(source)
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in remarks)
    for node in strings:
        if isinstance(node.value, str) and _is_foreign(node.value):
            yield _literal(f"{place}:{node.lineno}", node.value)


def _foreign_lines(source: str, place: str) -> Iterator[Problem]:
    for number, line in enumerate(source.splitlines(), start=1):
        if _is_foreign(line):
            yield _literal(f"{place}:{number}", line.strip())


def _literal(place: str, text: str) -> Problem:
    return Problem("literal", place, text[:60], "is a text in code; give it a key")


def _is_foreign(text: str) -> bool:
    return any(sign.isalpha() and not sign.isascii() for sign in text)


def _is_worded(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _texts_in(source: str, place: str) -> Iterator[Problem]:
    page = _Page()
    page.feed(_without_jinja(source))
    page.close()
    for line, text in [*page.found, *_texts_in_expressions(source)]:
        yield Problem("template", f"{place}:{line}", text[:60], "is a text in a template; give it a key")


def _without_jinja(source: str) -> str:
    """The page's own text; what Jinja fills in leaves only its line breaks."""
    kept = (text if kind == "data" else "\n" * text.count("\n") for _, kind, text in JINJA.lex(source))
    return "".join(kept)


def _texts_in_expressions(source: str) -> Iterator[tuple[int, str]]:
    tree = JINJA.parse(source)
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.Const) and isinstance(node.value, str) and _is_worded(node.value):
                yield node.lineno, node.value
    for const in tree.find_all(nodes.Const):
        if isinstance(const.value, str) and _is_foreign(const.value):
            yield const.lineno, const.value


class _Page(HTMLParser):
    """Collects what a reader of the page would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in SILENT_TAGS
        button = tag == "input" and dict(attrs).get("type") in SPOKEN_BUTTONS
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES or (button and name == "value"):
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 -- the parent's signature
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if _is_worded(text):
            blank_lines = text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((self.getpos()[0] + blank_lines, " ".join(text.split())))
