"""Published texts. A person's version is the newest that is in effect; a published one is never changed.

Pages are cut so that each fits into one message. Never here: agreeing to a text (`agreements`).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select

from flows.office.policy import local
from flows.office.view import Document
from storage.meaning import meaning
from storage.tables.documents import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from storage.unit import Unit

PAGE = 600
"""Characters a page holds at most: a screenful, and far below what any channel takes."""
BINDING = "ja"
"""The language whose wording binds; others are for reference."""
_D = DOCUMENT.c
_OUT = (
    select(_D.id, _D.name, _D.version, _D.effective, _D.sample, _D.sha256)
    .where(
        _D.office == bindparam("house"),
        _D.name.in_(bindparam("names", expanding=True)),
        _D.locale == BINDING,
        _D.effective <= bindparam("today"),
    )
    .order_by(_D.effective, _D.id)
)


def publish(  # noqa: PLR0913 -- what a publication is
    unit: Unit,
    office: str,
    name: str,
    version: str,
    effective: date,
    text: str,
    *,
    locale: str = BINDING,
    sample: bool = False,
) -> str:
    """Publish a text; the hash of its wording. Raises `AlreadyPublished` for a version that is out already."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    row = {
        "office": office,
        "name": name,
        "version": version,
        "locale": locale,
        "effective": effective,
        "sha256": sha256,
        "sample": sample,
        "text": text,
    }
    with meaning():
        unit.connection.execute(insert(DOCUMENT), row)
    return sha256


def current(unit: Unit, office: str, names: Sequence[str]) -> tuple[Document, ...]:
    """The binding texts in effect today, in the order of `names`; one that is not published is left out."""
    values = {"house": office, "names": names, "today": local(unit.now).date()}
    newest = {row.name: row for row in unit.connection.execute(_OUT, values)}
    return tuple(_document(unit, newest[name]) for name in names if name in newest)


def published(unit: Unit, office: str, name: str, version: str) -> str | None:
    """The hash of that version's binding wording, if it is published."""
    this = (_D.office == office, _D.name == name, _D.version == version, _D.locale == BINDING)
    sha256: str | None = unit.connection.execute(select(_D.sha256).where(*this)).scalar()
    return sha256


def pages(text: str) -> tuple[str, ...]:
    """The text cut between paragraphs (a paragraph too long, between its lines or within them)."""
    cut: list[str] = []
    for piece in (part for paragraph in text.strip().split("\n\n") for part in _short(paragraph.strip())):
        if cut and len(cut[-1]) + 2 + len(piece) <= PAGE:
            cut[-1] += "\n\n" + piece
        else:
            cut.append(piece)
    return tuple(cut)


def _short(paragraph: str) -> list[str]:
    return [paragraph[start : start + PAGE] for start in range(0, len(paragraph), PAGE)]


_CUT: dict[str, tuple[str, ...]] = {}
"""Pages by the hash of their text: what a hash names never changes, and a turn need not cut it again."""


def _document(unit: Unit, row: Any) -> Document:  # noqa: ANN401 -- a row of the statement above
    if row.sha256 not in _CUT:
        text = unit.connection.execute(select(_D.text).where(_D.id == row.id)).scalar_one()
        _CUT[row.sha256] = pages(text)
    return Document(row.name, row.version, row.effective, row.sample, _CUT[row.sha256])
