"""Offer-by and confirm-by hold *in principle* (K 6(1)), once a day *unless the office says otherwise* (S 12-2-1): a
clerk may go past them, with a reason that is kept and shown.

Never here: an exception without its reason, nor one from any other rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.messages import Told
from flows.office import refusals, rules
from flows.reading.text import fold
from flows.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.facts import Clerk
    from flows.messages import Reply
    from flows.office.appointment import Application
    from flows.office.opening import Slot
    from flows.office.refusals import Refusal
    from flows.office.view import View
    from flows.values import Values

LONGEST = 200
"""Letters of a reason that are kept."""


def split(rest: str, view: View) -> tuple[str, str]:
    """`11/25 10:00 because REASON`: what is ordered, and why. Without a reason there is no exception."""
    marks = {"because", *(fold(each) for each in view.words.list_of("staff.because.words"))}
    words = rest.split()
    for at, word in enumerate(words):
        if fold(word).rstrip(":") in marks:
            return " ".join(words[:at]), " ".join(words[at + 1 :])[:LONGEST]
    return rest, ""


def needed(slots: Iterable[Slot], view: View) -> bool:
    """Is any of these past the time by which the office offers?"""
    return any(rules.offerable(each, view.now, view.taken, view.policy) for each in slots)


def told(code: str, by: Clerk, reason: str) -> tuple[Reply, ...]:
    """The exception, aloud, with its author and its reason."""
    values = {"code": code, "by": by.name, "reason": reason}
    return (Told("staff.exception.made", values),) if reason else ()


def hint(application: Application, slot: Slot, verb: str, view: View) -> tuple[Reply, ...]:
    """How an exception is stated, where one would be possible and nothing else is in the way."""
    late = rules.offerable(slot, view.now, view.taken, view.policy)
    if not isinstance(late, refusals.TooLate | refusals.NoMoreTimes):
        return ()
    if rules.offerable(slot, view.now, view.taken, view.policy, exception=True):
        return ()
    values: Values = {"code": application.code, "start": slot.start, "order": Text(f"staff.exception.order.{verb}")}
    return (Told("staff.exception.how", values),)


def second(application: Application, slot: Slot, view: View, *, excepted: bool = False) -> Refusal | None:
    """Would it be the person's second consultation of that day? By exception it may be, but never two at one time."""
    others = [each for each in view.applications if each.person == application.person and each.id != application.id]
    return rules.one_a_day(slot, others, view.policy, exception=excepted)


def twice(application: Application, slot: Slot, verb: str, view: View) -> tuple[Reply, ...]:
    """How a second consultation on one day is stated, where nothing else is in the way."""
    if second(application, slot, view) is None or second(application, slot, view, excepted=True):
        return ()
    values: Values = {"code": application.code, "day": slot.day, "order": Text(f"staff.exception.order.{verb}")}
    return (Told("staff.exception.twice", values),)
