"""Which status of residence, where the office asks: by buttons or typed in Japanese or English, or rather not said.

What the status allows in general is told in plain words. Never here: a judgement of anybody's right to work.
"""

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.booking.residence import RATHER_NOT, UNREAD, further, without_status
from flows.messages import Told
from flows.office import refusals
from flows.office.policy import local
from flows.office.refusals import Refusal
from flows.office.residence import BY_CODE, Meant, Outside, label, read_status, valid_on
from flows.office.view import View
from flows.step import NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

Read: TypeAlias = str | Meant | Outside


def status_text(code: str) -> Text:
    return label(code) if code in BY_CODE else Text(f"residence.{code}")


def offered(view: View) -> tuple[str, ...]:
    """Those that exist on the day of the application."""
    return tuple(each.code for each in valid_on(local(view.now).date()))


def _choices(_draft: Draft, view: View) -> tuple[Option[Read], ...]:
    """*Rather not say* is the first, so that nobody must page to it."""
    named: tuple[Option[Read], ...] = tuple(Option(code, status_text(code)) for code in (RATHER_NOT, *offered(view)))
    return named


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    match value:
        case Outside():
            return refusals.SpecialPermanent()
        case Meant(codes):
            return None if {*codes} <= {*offered(view)} else refusals.Missing()
        case _:
            return None if value in {RATHER_NOT, *offered(view)} else refusals.Missing()


def _put(draft: Draft, value: Read) -> Draft:
    blank = without_status(draft)
    return replace(blank, meant=value.codes) if isinstance(value, Meant) else replace(blank, status=str(value))


def explained(value: object, _draft: Draft, _view: View) -> Effect:
    """What the status allows in general, and that nobody is judged here."""
    if not isinstance(value, str) or value not in BY_CODE:
        return NO_EFFECT
    told = {"status": label(value), "work": Text(f"residence.work.{BY_CODE[value].work}")}
    return Effect((Told("booking.status.allows", told),))


STATUS: Step[Draft, Read] = Step(
    "status",
    next=Branch(lambda draft: "status_sure" if draft.meant else "period", ("status_sure", "period")),
    field="status",
    choices=_choices,
    read=lambda text, view: read_status(text, local(view.now).date()),
    check=_check,
    put=_put,
    effect=explained,
    skip=lambda draft, view: not further(draft, view),
    required=True,
    unread=UNREAD,
)


def _meant(draft: Draft, view: View) -> tuple[Option[str], ...]:
    known = tuple(Option(code, label(code)) for code in draft.meant if code in offered(view))
    return (*known, Option("none", Text("booking.status_sure.none")))


def _confirmed(draft: Draft, value: str) -> Draft:
    return replace(draft, status=None if value == "none" else value, meant=())


def _values(draft: Draft, _view: View) -> Values:
    return {"meant": tuple(label(code) for code in draft.meant if code in BY_CODE)}


STATUS_SURE: Step[Draft, str] = Step(
    "status_sure",
    next=Branch(lambda draft: "period" if draft.status else "status", ("status", "period")),
    get=lambda draft: draft.status,
    choices=_meant,
    put=_confirmed,
    effect=explained,
    values=_values,
    skip=lambda draft, view: not further(draft, view) or not draft.meant,
    unread=UNREAD,
)
