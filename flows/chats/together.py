"""Chats that were brought together: the letters that say so in the other one, with a button that parts them again.

Never here: bringing them together; nor a word of what is booked in any of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.choosing import booked_values
from flows.facts import ChatCodeGiven, ChatCodeWanted, ChatsParted
from flows.messages import Choice, Opens, Told
from flows.notices import Notice
from flows.office.appointment import Application, Status
from flows.office.chats import Together, shown
from flows.office.view import View
from flows.staff import cards
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.values import Text, Values

BUTTONS = ("keep", "undo")


@dataclass(frozen=True, slots=True)
class Draft:
    """`subject` is the id of what was brought together."""

    subject: str = ""
    choice: str | None = None


def _option(name: str) -> Option[str]:
    return Option(name, Text(f"together.mine.{name}"))


def _effect(value: str, draft: Draft, view: View) -> Effect:
    if value == "keep":
        return Effect((Told("together.kept"),))
    if view.together is None or view.together.id != draft.subject:
        return NO_EFFECT
    return Effect((Told("together.parted", {"phone": view.policy.phone}),), (ChatsParted(draft.subject),))


MINE: Step[Draft, str] = Step(
    "mine",
    next=LEAVE,
    field="choice",
    choices=lambda _draft, _view: tuple(_option(each) for each in BUTTONS),
    effect=_effect,
    skip=lambda _draft, view: view.together is None,
)
TOGETHER: Flow[Draft] = Flow("together", steps=(MINE,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)


def code_shown(fact: ChatCodeWanted | ChatCodeGiven) -> Notice:
    """The code itself, of no use when its time is over; to a clerk, who reads it out."""
    key = "staff.told.chat_code" if isinstance(fact, ChatCodeGiven) else "chats.shown"
    return Notice("person", key, {"code": shown(fact.code), "until": fact.until}, until=fact.until)


def brought(together: Together, view: View, *, by_clerk: bool) -> Notice:
    """To the chat that did not do it: whoever looks over a shoulder is seen, and sent away with one tap."""
    choices = tuple(Choice(each.value, each.label, number=n) for n, each in enumerate(map(_option, BUTTONS), 1))
    values: Values = {"channel": Text(f"channel.{together.channel}"), "at": together.at, "phone": view.policy.phone}
    key = "notice.chats_joined_by_office" if by_clerk else "notice.chats_joined"
    return Notice("person", key, values, choices, Opens("together", "mine", together.id))


def after_parting(application: Application, view: View) -> tuple[Notice, ...]:
    """Of each that is open: staff look at it, and its private addresses are new, for the other chat has seen them."""
    asked = Notice("staff", "staff.told.chats_parted", cards.values(application, view))
    if application.status is not Status.BOOKED or application.appointment is None:
        return (asked,)
    renewed = booked_values(application, application.appointment.slot, view)
    return asked, Notice("person", "notice.chats_new_links", renewed)


def parted(view: View) -> Notice:
    """To the chat that was sent away."""
    return Notice("person", "notice.chats_parted", {"phone": view.policy.phone})


def cut_off(view: View) -> Notice:
    """To the chats on a telephone that was lost: whoever holds it learns nothing, its owner whom to call."""
    return Notice("person", "notice.chats_cut_off", {"phone": view.policy.phone})
