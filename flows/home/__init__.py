"""The small conversations between the others: what next, the menu, the language, dropping answers."""

from __future__ import annotations

from dataclasses import dataclass

from flows import anytime
from flows.booking.conditions import YES_NO
from flows.booking.language import ALL, languages
from flows.booking.office import choose, office, offices, read
from flows.facts import LanguageChosen
from flows.messages import Told
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.values import Text


@dataclass(frozen=True, slots=True)
class Draft:
    """`subject` of dropping is the command that would lose answers; of home it is not empty where an application was
    made in this very turn, of which the view cannot know yet.
    """

    subject: str = ""
    choice: str | None = None


def booking_label(view: View) -> Text:
    """Begins an application: a time is asked for, or booked at once."""
    return Text("home.next.book_now" if view.policy.booking.mode == "direct" else "home.next.book")


def _nothing(_draft: Draft, _view: View) -> Effect:
    return NO_EFFECT


def _command(value: str, _draft: Draft, _view: View) -> Effect:
    return Effect(start=value)


def _home(draft: Draft, view: View) -> tuple[Option[str], ...]:
    book = Option("booking", booking_label(view))
    mine = Option(anytime.BOOKING, anytime.label(anytime.BOOKING))
    rest = tuple(Option(code, anytime.label(code)) for code in (anytime.LANGUAGE, anytime.PHONE, anytime.PERSON))
    other = (Option("office", Text("home.next.office")),) if _may_change(draft, view) else ()
    return (mine, book, *other, *rest) if view.applications or draft.subject else (book, *other, *rest)


def _may_change(draft: Draft, view: View) -> bool:
    """Another office, where there is one and nothing is open with this one."""
    return view.settled and len(view.offices) > 1 and not view.open_applications and not draft.subject


NEXT: Step[Draft, str] = Step(
    "next",
    next=LEAVE,
    choices=_home,
    effect=_command,
    values=lambda _draft, view: {"office": office(view)},
)
HOME: Flow[Draft] = Flow("home", steps=(NEXT,), draft=Draft, done=_nothing)

ITEM: Step[Draft, str] = Step(
    "item",
    next=LEAVE,
    choices=lambda _draft, _view: tuple(Option(code, anytime.label(code)) for code in anytime.ON_MENU),
    effect=_command,
    page=len(anytime.ON_MENU),
)
MENU: Flow[Draft] = Flow("menu", steps=(ITEM,), draft=Draft, done=_nothing)

TONGUE: Step[Draft, str] = Step(
    "tongue",
    next=LEAVE,
    choices=lambda _draft, view: languages(view),
    page=ALL,
    read=lambda text, view: view.language(text),
    free=True,
    effect=lambda value, _draft, _view: Effect((Told("anytime.language_changed"),), (LanguageChosen(value),)),
)
LANGUAGE: Flow[Draft] = Flow("language", steps=(TONGUE,), draft=Draft, done=_nothing)


WHICH: Step[Draft, str] = Step(
    "which",
    next=LEAVE,
    choices=lambda _draft, view: offices(view),
    read=read,
    effect=choose,
    skip=lambda draft, view: not _may_change(draft, view),
)
OFFICE: Flow[Draft] = Flow("office", steps=(WHICH,), draft=Draft, done=_nothing)


def _dropped(value: str, draft: Draft, _view: View) -> Effect:
    if value == "no":
        return Effect((Told("dropping.kept"),))
    return Effect(
        (Told("dropping.dropped"),),
        drop=True,
        start="booking" if draft.subject == anytime.RESTART else "home",
    )


SURE: Step[Draft, str] = Step(
    "sure",
    next=LEAVE,
    choices=lambda _draft, _view: YES_NO,
    effect=_dropped,
)
DROPPING: Flow[Draft] = Flow("dropping", steps=(SURE,), draft=Draft, done=_nothing)
