"""Published texts. A person's version is the newest that is in effect; a published one is never changed.

Pages are cut so that each fits into one message. Never here: agreeing to a text (`agreements`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select

from flows.office.policy import local
from flows.office.view import Document
from storage.meaning import meaning
from storage.tables.documents import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from storage.unit import Unit

PAGE = 600
"""Characters a page holds at most: a screenful, and far below what any channel takes."""
BINDING = "ja"
"""The language whose wording binds; others are for reference."""
_D = DOCUMENT.c
_OUT = (
    select(_D.id, _D.name, _D.version, _D.effective, _D.sample, _D.sha256, _D.locale)
    .where(
        _D.office == bindparam("house"),
        _D.name.in_(bindparam("names", expanding=True)),
        _D.effective <= bindparam("today"),
    )
    .order_by(_D.effective, _D.id)
)
_BY_ID = select(_D.id, _D.office, _D.name, _D.version, _D.effective, _D.sample, _D.sha256, _D.locale).where(
    _D.id.in_(bindparam("idents", expanding=True)), _D.locale == BINDING
)


class NoOriginal(LookupError):
    """A translation of a version whose Japanese text is not published: publish that one first."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Edition:
    """One published text, whole, in one language."""

    office: str
    name: str
    version: str
    locale: str
    effective: date
    sha256: str
    sample: bool
    announced: bool
    text: str = field(repr=False)
    summaries: Mapping[str, str] = field(default_factory=dict)


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
    announced: bool = False,
    summaries: Mapping[str, str] | None = None,
) -> str:
    """Publish a text; the hash of its wording. With `announced` whoever waits for a consultation is told of it
    (`tellings`). Raises `AlreadyPublished` for a version that is out already.
    """
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    row = {
        "office": office,
        "name": name,
        "version": version,
        "locale": locale,
        "effective": effective,
        "sha256": sha256,
        "sample": sample,
        "announced": announced,
        "summaries": dict(summaries or {}),
        "text": text,
    }
    with meaning():
        unit.connection.execute(insert(DOCUMENT), row)
    return sha256


def current(unit: Unit, office: str, names: Sequence[str]) -> tuple[Document, ...]:
    """The binding texts in effect today, in the order of `names`; one that is not published is left out."""
    values = {"house": office, "names": names, "today": local(unit.now).date()}
    rows = unit.connection.execute(_OUT, values).all()
    newest = {row.name: row for row in rows if row.locale == BINDING}
    return tuple(_document(unit, newest[name], rows) for name in names if name in newest)


def by_ids(unit: Unit, idents: Sequence[int]) -> dict[int, Document]:
    """Japanese texts by the ids of their rows, in effect or not, with their translations."""
    found = unit.connection.execute(_BY_ID, {"idents": list(idents)}).all() if idents else []
    return {row.id: _document(unit, row, _translations(unit, row)) for row in found}


def translate(  # noqa: PLR0913 -- what a translation is
    unit: Unit, office: str, name: str, version: str, locale: str, text: str
) -> str:
    """Publish a translation, for reference, of a version that is out. Raises `NoOriginal` or `AlreadyPublished`."""
    original = edition(unit, office, name, version)
    if original is None:
        raise NoOriginal
    return publish(unit, office, name, version, original.effective, text, locale=locale, sample=original.sample)


def edition(unit: Unit, office: str, name: str, version: str = "", locale: str = BINDING) -> Edition | None:
    """That version, or the one in effect today."""
    this = (_D.office == office, _D.name == name, _D.locale == locale)
    which = (_D.version == version,) if version else (_D.effective <= local(unit.now).date(),)
    newest = select(*_EDITION).where(*this, *which).order_by(_D.effective.desc(), _D.id.desc()).limit(1)
    row = unit.connection.execute(newest).first()
    return _edition(row) if row else None


def editions(unit: Unit, office: str) -> tuple[Edition, ...]:
    """Everything published for an office, by document, the oldest first."""
    every = select(*_EDITION).where(_D.office == office).order_by(_D.name, _D.effective, _D.id)
    return tuple(_edition(row) for row in unit.connection.execute(every))


def summaries(unit: Unit, ident: int) -> Mapping[str, str]:
    """What changed in that version, by language."""
    found: Mapping[str, str] = unit.connection.execute(select(_D.summaries).where(_D.id == ident)).scalar_one()
    return found


_EDITION = (
    _D.office,
    _D.name,
    _D.version,
    _D.locale,
    _D.effective,
    _D.sha256,
    _D.sample,
    _D.announced,
    _D.text,
    _D.summaries,
)


def published(unit: Unit, office: str, name: str, version: str) -> str | None:
    """The hash of that version's binding wording, if it is published."""
    this = (_D.office == office, _D.name == name, _D.version == version, _D.locale == BINDING)
    sha256: str | None = unit.connection.execute(select(_D.sha256).where(*this)).scalar()
    return sha256


def _edition(row: Any) -> Edition:  # noqa: ANN401 -- a row of the statements above
    return Edition(*row)


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


def _document(unit: Unit, row: Any, rows: Sequence[Any]) -> Document:  # noqa: ANN401 -- a row of the statements above
    """`rows` holds its translations, perhaps among others."""
    this = (row.name, row.version)
    foreign = [each for each in rows if (each.name, each.version) == this and each.locale != BINDING]
    translations = tuple((each.locale, _pages(unit, each)) for each in foreign)
    return Document(row.name, row.version, row.effective, row.sample, _pages(unit, row), translations)


def _translations(unit: Unit, row: Any) -> Sequence[Any]:  # noqa: ANN401 -- a row of the statements above
    columns = (_D.id, _D.name, _D.version, _D.sha256, _D.locale)
    same = select(*columns).where(_D.office == row.office, _D.name == row.name, _D.version == row.version)
    return unit.connection.execute(same.order_by(_D.id)).all()


def _pages(unit: Unit, row: Any) -> tuple[str, ...]:  # noqa: ANN401 -- a row of the statements above
    if row.sha256 not in _CUT:
        text = unit.connection.execute(select(_D.text).where(_D.id == row.id)).scalar_one()
        _CUT[row.sha256] = pages(text)
    return _CUT[row.sha256]
