"""What is left of an application once all that is personal about it was erased: a day, and what became of it.

Orders that need the person are refused; what only records what happened goes on. Never here: what is erased, or when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.engine import Turn
from flows.messages import Refused
from flows.values import Text

if TYPE_CHECKING:
    from flows.facts import Clerk
    from flows.office.appointment import Application
    from flows.office.view import View
    from flows.session import Session
    from flows.staff.deeds import Act
    from flows.values import Value

ERASED = "staff.card.erased"
"""On a card or list, in the place of what was erased."""
NEEDED_FOR = frozenset(
    {
        *("offer", "instead", "decline", "tick", "book", "next", "move", "link"),
        *("join", "cut_off", "new_chat"),
        *("excuse", "office"),
        *("refuse", "no_contact"),
    }
)
"""Who is booked, written to or called must be somebody; who is counted as absent or refused must hear of it."""


def guarded(verb: str, act: Act) -> Act:
    """The same order, refused where it needs somebody of whom nothing is known any more."""
    if verb not in NEEDED_FOR:
        return act

    def guard(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
        if application.erased:
            return nobody(application, session)
        return act(application, by, rest, session, view)

    return guard


def nobody(application: Application, session: Session) -> Turn:
    return Turn(session, (Refused("staff.refused.erased", {"code": application.code}),))


def telling(application: Application) -> Text:
    """Who is told of a deed: in the chat, by whoever telephones, or nobody."""
    if not application.gone:
        return Text("staff.telling.chat")
    return Text("staff.telling.nobody" if application.erased else "staff.telling.telephone")


def known_name(application: Application) -> Value:
    """As masked; or that nothing is known of it any more."""
    return Text(ERASED) if application.erased else application.masked_name
