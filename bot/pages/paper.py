"""Templates filled with words: the one place where HTML is made.

Here live the template engine, links inside texts, and the language of a page; never a text or a decision.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from flows.values import NOTHING
from locales import choice
from locales.tongue import locale_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from flows.values import Value
    from flows.words import Words

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
# Only what an address may be written with, so that a full stop of any language ends it.
ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
PHONE: Final = re.compile(r"(?<![\w-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\w-])", re.ASCII)  # Japanese sets no blank
SENTENCE_ENDS: Final = ".,;:!?)]'"


def page(template: str, words: Words, context: Mapping[str, object] = NOTHING, status: int = 200) -> HTMLResponse:
    return HTMLResponse(filled(template, words, **context), status)


def filled(template: str, words: Words, **context: object) -> str:
    def t(key: str, **values: Value) -> str:
        return words.text(key, values)

    return (
        _engine().get_template(template).render(t=t, tag=words.tag, dir=locale_of(words.tag).text_direction, **context)
    )


def linked(text: str) -> Markup:
    """Plain text as HTML: escaped, its addresses can be followed without telling them where from, and its telephone
    numbers called.
    """
    found, end = Markup(), 0
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(SENTENCE_ENDS)
        found += _callable(text[end : match.start()]) + _link(address)
        end = match.start() + len(address)
    return found + _callable(text[end:])


def _callable(text: str) -> Markup:
    """A number is never torn at the end of a line, and on a telephone one press away."""
    found, end = Markup(), 0
    for match in PHONE.finditer(text):
        call = Markup('<a class="whole" href="{0}">{1}</a>').format(dialled(match[0]), match[0])
        found += escape(text[end : match.start()]) + call
        end = match.end()
    return found + escape(text[end:])


def language(request: Request, offered: Sequence[str], default: str) -> str:
    """What the address asks for, else the browser's wish, else the office's."""
    asked = request.query_params.get("lang", "")
    if asked in offered:
        return asked
    return choice.guess(request.headers.get("accept-language"), offered, default)


def whole(text: str, part: str) -> Markup:
    """Text as HTML in which one part, such as a telephone number, is never torn at the end of a line."""
    before, found, after = text.partition(part)
    return escape(before) + Markup('<span class="whole">{}</span>').format(found) + escape(after)


def dialled(phone: str) -> str:
    """A number as a `tel:` link wants it."""
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _link(address: str) -> Markup:
    return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(address)


@cache
def _engine() -> Environment:
    engine = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters.update({"linked": linked, "dialled": dialled, "whole": whole})
    engine.globals["names"] = choice.offered
    return engine
