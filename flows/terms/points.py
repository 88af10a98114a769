"""What an office's terms say in short, in our own words: the points that its policy names, with its own figures.

Never here: a sentence of an official text. Which points are true of an office is data, with the articles.
"""

from __future__ import annotations

from flows.office.view import View
from flows.values import Text, Values

ABOUT = frozenset({"tool", "chat"})
"""Documents that have an explanation of their own."""


def points(view: View) -> tuple[Text, ...]:
    """One short sentence a point of the office's own terms."""
    policy = view.policy
    values: Values = {
        "office": policy.name(view.tag),
        "phone": policy.phone,
        "tool": policy.video.tool,
        "minutes": policy.desk.length,
        "grace": policy.attendance.grace,
        "court": policy.terms.court_in(view.tag),
    }
    return tuple(Text(f"terms.point.{each}", values) for each in policy.terms.points)


def about(name: str, view: View) -> tuple[Text, ...]:
    """One document explained; nothing where we have no words of our own for it."""
    if name in ABOUT:
        return (Text(f"terms.{name}.about", {"tool": view.policy.video.tool}),)
    return points(view)


def whole(view: View) -> tuple[Text, ...]:
    """All documents of the office together."""
    rest = (about(name, view) for name in view.policy.documents if name in ABOUT)
    return (*points(view), *(each for part in rest for each in part))
