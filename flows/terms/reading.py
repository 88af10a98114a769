"""Reading a published text in pages: in one's own language first where there is a translation, else its explanation.

The Japanese text prevails, and is always one button away.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.office.view import Document, View
from flows.step import LEAVE, NO_EFFECT, Branch, Flow, Option, Step
from flows.terms.points import about, whole
from flows.values import NOTHING, Text, Values

SHORT = "short"
"""As a subject: what all texts together say in short."""
NEWS = "news-"
OFFICIAL, TRANSLATED = "ask", "translated"
JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class Draft:
    """`subject` is a document's name, `news-ID` for a new version of one, or `short`."""

    subject: str = ""
    choice: str | None = None
    page: int = 0
    official: bool = False
    """Whether the Japanese text was asked for."""


def _document(draft: Draft, view: View) -> Document | None:
    news = {f"{NEWS}{each.id}": each.document for each in view.news}
    current = {each.name: each for each in view.documents}
    found = (current | news).get(draft.subject)
    return found if found and found.pages else None


def _edition(draft: Draft, view: View) -> str:
    document = _document(draft, view)
    if document is None:
        return SHORT
    if draft.official or view.tag == JAPANESE:
        return OFFICIAL
    if document.translation(view.tag):
        return TRANSLATED
    return SHORT if about(document.name, view) else OFFICIAL


def _pages(draft: Draft, view: View) -> tuple[str, ...]:
    document, edition = _document(draft, view), _edition(draft, view)
    if document is None or edition == SHORT:
        return ()
    return document.pages if edition == OFFICIAL else document.translation(view.tag)


def _choices(draft: Draft, view: View) -> tuple[Option[str], ...]:
    last = len(_pages(draft, view)) - 1
    names = (["next"] if draft.page < last else []) + (["previous"] if draft.page else [])
    official = _document(draft, view) is not None and _edition(draft, view) != OFFICIAL
    names += (["official"] if official else []) + ["close"]
    return tuple(Option(each, Text(f"reading.page.{each}")) for each in names)


def _turned(draft: Draft, value: str) -> Draft:
    if value == "official":
        return Draft(draft.subject, value, official=True)
    by = {"next": 1, "previous": -1}.get(value, 0)
    return Draft(draft.subject, value, max(0, draft.page + by), draft.official)


def _values(draft: Draft, view: View) -> Values:
    document = _document(draft, view)
    if document is None:
        return _in_short(Text("terms.short.title"), "", whole(view)) if draft.subject == SHORT else NOTHING
    title = Text(f"terms.{document.name}.title")
    if _edition(draft, view) == SHORT:
        return _in_short(title, Text("terms.short.only_japanese"), about(document.name, view))
    pages = _pages(draft, view)
    page = min(draft.page, len(pages) - 1)
    return {
        "title": title,
        "version": document.version,
        "effective": document.effective,
        "page": page + 1,
        "pages": len(pages),
        "text": pages[page],
    }


def _in_short(title: Text, only: Text | str, said: tuple[Text, ...]) -> Values:
    return {"title": title, "only": only, "points": said}


PAGE: Step[Draft, str] = Step(
    "page",
    next=Branch(lambda draft: LEAVE if draft.choice == "close" else "page", ("page", LEAVE)),
    choices=_choices,
    put=_turned,
    skip=lambda draft, view: draft.subject != SHORT and _document(draft, view) is None,
    values=_values,
    variant=_edition,
)
READING: Flow[Draft] = Flow("reading", steps=(PAGE,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
