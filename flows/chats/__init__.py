"""Another chat of the same person: a one-time code is shown in the first and typed in the second, and then asked about.

A code that is wrong, over or used gets the same answer: nothing is told of any code. Never here: drawing one.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.booking.conditions import YES_NO
from flows.facts import ChatCodeWanted, ChatJoined
from flows.messages import Refused, Reply, Told
from flows.office.chats import LASTS, Tried, may_join
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text

WRONG = Refused("chats.wrong")


@dataclass(frozen=True, slots=True)
class Draft:
    """`subject` is the id of the code that was typed."""

    subject: str = ""
    choice: str | None = None


def answer(tried: Tried, view: View) -> tuple[Reply, ...]:
    """What is said of a code that was typed and opens nothing."""
    if tried.wait_until:
        return (Refused("chats.wait", {"until": tried.wait_until, "phone": view.policy.phone}),)
    return (Told("chats.own"),) if tried.own else (WRONG,)


def _chosen(value: str, _draft: Draft, view: View) -> Effect:
    return Effect(facts=(ChatCodeWanted(view.now + LASTS),)) if value == "show" else NO_EFFECT


def _joined(value: str, draft: Draft, view: View) -> Effect:
    """What is booked in either is never touched: where a rule stands against one record for both, they stay two."""
    tried = view.tried
    if value == "no":
        return Effect((Told("chats.apart"),))
    if tried is None or tried.own or not tried.code or tried.code != draft.subject:
        return Effect((WRONG,))
    if refusal := may_join(view.applications, tried.theirs, view.now, view.policy, view.offices):
        text = refusal.text()
        return Effect((Refused(text.key, text.values),))
    start = "looking" if view.applications or tried.theirs else ""
    return Effect((Told("chats.joined"),), (ChatJoined(tried.code),), start=start)


WHICH: Step[Draft, str] = Step(
    "which",
    next=Branch(lambda draft: "code" if draft.choice == "have" else LEAVE, ("code", LEAVE)),
    field="choice",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"chats.which.{each}")) for each in ("show", "have")),
    effect=_chosen,
    skip=lambda draft, _view: bool(draft.subject),
)
CODE: Step[Draft, str] = Step("code", next="sure", skip=lambda draft, _view: bool(draft.subject))
"""What is typed here is read before any step reads it: a code may be typed at any time."""
SURE: Step[Draft, str] = Step(
    "sure",
    next=LEAVE,
    choices=lambda _draft, _view: YES_NO,
    effect=_joined,
    skip=lambda draft, _view: not draft.subject,
)
CHATS: Flow[Draft] = Flow("chats", steps=(WHICH, CODE, SURE), draft=Draft, done=lambda _draft, _view: NO_EFFECT)
