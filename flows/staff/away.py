"""A time at which the interpreter whom somebody needs is not there (K 12(3); S 20-2): said before, and done if wanted.

The clerk may know more than the office's table, so one word goes on. Never here: whether a time may be given at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.messages import Ask, Choice
from flows.office.interpreting import is_there
from flows.office.policy import local
from flows.reading.text import fold
from flows.staff import cards
from flows.staff.interpreting import interpreting
from flows.values import Text

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from flows.office.view import View
    from flows.values import Values

ANYWAY = "anyway"


def split(rest: str, view: View) -> tuple[str, bool]:
    """`11/25 10:00 anyway`: what is ordered, and whether it stands whoever is away."""
    words, marks = rest.split(), {ANYWAY, *(fold(each) for each in view.words.list_of("staff.anyway.words"))}
    return (" ".join(words[:-1]), True) if words and fold(words[-1]) in marks else (rest, False)


def warning(application: Application, verb: str, slots: tuple[Slot, ...], reason: str, view: View) -> Ask | None:
    """None where the interpreter is there, or where the office's table does not say. The button means the times that
    are ticked; the order as it is typed says everything, a reason too.
    """
    if not any(is_there(application.interpreter, each, view.policy) is False for each in slots):
        return None
    starts = tuple(each.start for each in slots)
    times = ", ".join(f"{local(each):%Y-%m-%d %H:%M}" for each in starts)
    order = f"{application.code} {verb} {times} {ANYWAY}" + (f" because {reason}" if reason else "")
    values: Values = {
        "code": application.code,
        "interpreting": interpreting(application, starts, view.policy),
        "order": order,
    }
    go_on = Choice(f"{verb}-{ANYWAY}", Text("staff.away.go_on"), order)
    return Ask("staff.card.away", cards.opens(application, "away"), values, () if reason else (go_on,))
