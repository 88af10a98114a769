"""Keys of the terms of use: in short, agreeing to them, what follows from a new version, their page."""

from __future__ import annotations

from typing import get_args

from flows.keys.key import CODE, DAY, GRACE, OFFICE, OFFICE_ONLY, PHONE, TOOL, URL, Key, Keys
from flows.office.policy import Point
from flows.terms.points import ABOUT
from flows.values import Text, Values

COURT = "the Saitama District Court, Kumagaya branch"
POINT: Values = {"office": OFFICE, "phone": PHONE, "tool": TOOL, "minutes": 30, "grace": GRACE, "court": COURT}
POINTS: tuple[str, ...] = get_args(Point)
MOST = 16
"""Points that the shipped offices name, at most."""
LINE: Values = {"title": Text("terms.office.title"), "version": "2026-11-01-second-edition", "effective": DAY}
NEW_TERMS = Text("renewing.line", LINE)
IN_SHORT: Values = {
    "title": Text("terms.office.title"),
    "only": Text("terms.short.only_japanese"),
    "points": tuple(Text(f"terms.point.{each}", POINT) for each in POINTS[:MOST]),
}
CHANGED: Values = {
    **LINE,
    "code": CODE,
    "phone": PHONE,
    "changed": "x" * 1500,
    "follows": Text("notice.terms_changed.asks"),
}


def short() -> Keys:
    points = {
        f"terms.point.{each}": Key(f"One short sentence of our own: {each}.", "terms in short", POINT)
        for each in POINTS
    }
    abouts = {
        f"terms.{each}.about": Key(f"One line on what the terms ({each}) are about.", "terms in short", {"tool": TOOL})
        for each in sorted(ABOUT)
    }
    return {
        **points,
        **abouts,
        "terms.short.title": Key("Above what all texts say in short.", "terms in short"),
        "terms.short.only_japanese": Key("There is no translation: our explanation first.", "terms in short"),
    }


def agreeing() -> Keys:
    tool: Values = {"tool": TOOL}
    return {
        "booking.terms.deemed": Key("Applying is also agreeing to the video tool's terms.", "booking.terms", tool),
        "booking.terms.separately": Key("The video tool's terms are asked about next.", "booking.terms", tool),
        "booking.terms.page": Key("Where the full texts stand on the web.", "booking.terms", {"url": URL}),
        "booking.review.separately": Key("Agreed to the video tool's terms already.", "booking.review", tool),
        "booking.separate.disagreed": Key(
            "They do not agree to the video tool's terms: telephone and counter.",
            "after the answer",
            {**tool, "phone": PHONE},
        ),
    }


def changed() -> Keys:
    screen = "letters to the person"
    return {
        "notice.terms_changed": Key("New terms: what changed, from when on; a booking stands.", screen, CHANGED),
        "notice.terms_changed.read_it": Key("No summary in this language: read it, or call.", screen),
        "notice.terms_changed.asks": Key("They are asked to agree; nothing is cancelled.", screen),
        "notice.terms_changed.notify": Key("Nothing need be done.", screen),
        "renewing.line": Key("One new version.", "renewing.news", LINE),
        "renewing.agreed": Key("They agreed to the new version.", "after the answer", LINE),
    }


def page() -> Keys:
    screen = "page of the terms"
    edition: Values = {"version": LINE["version"], "effective": DAY}
    return {
        "termspage.title": Key("Heading of the list of an office's texts.", screen, OFFICE_ONLY),
        "termspage.edition": Key("Version, and since when.", screen, edition),
        "termspage.sha": Key("Before the fingerprint of the text.", screen),
        "termspage.prevails": Key("Above a translation: the Japanese text prevails.", screen),
        "termspage.original": Key("Link from a translation to the Japanese text.", screen),
        "termspage.translation": Key("Link from the Japanese text to a translation, in the reader's language.", screen),
        "termspage.lost": Key("No such text.", screen, OFFICE_ONLY),
    }
