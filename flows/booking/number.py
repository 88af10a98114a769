"""The job-seeker number, or *not yet* (K 2(1)); then the office may want to decide first (S 3), or not serve them here.

Its shape is all we can tell: never called verified.
"""

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.assent import BOTH, yes_no
from flows.reading.number import InsuranceNumber, JobSeekerNumber, SplitQuestion, read_number
from flows.reading.text import said
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text

NOT_YET = ""
OFFICE_DECIDES, REFUSED = "office_decides", "refuse"
WITHOUT = {"accept": NOT_YET, "office_decides": OFFICE_DECIDES, "refuse": REFUSED}
"""What *not yet* means, by the office's own setting."""
Read: TypeAlias = str | JobSeekerNumber | SplitQuestion | InsuranceNumber


def _choices(_draft: Draft, view: View) -> tuple[Option[Read], ...]:
    return (Option(_without(view), Text("booking.number.not_yet")),)


def _without(view: View) -> str:
    return WITHOUT[view.policy.asked.without_number]


def _read(text: str, view: View) -> Read | None:
    """A number, or any usual word for having none."""
    none = {said(each) for each in view.words.list_of("booking.number.not_yet.words")}
    if said(text) in none or yes_no(text, view.words) == "no":
        return _without(view)
    return read_number(text)


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    if isinstance(value, InsuranceNumber):
        return refusals.InsuranceNumber()
    if not isinstance(value, str):
        return None
    fits = value == _without(view) or isinstance(read_number(value), JobSeekerNumber)
    return None if fits else refusals.Missing()


def _answer(draft: Draft) -> str | None:
    """As the gate sees it; that there is none is no answer where the office wants one."""
    if draft.undecided:
        return OFFICE_DECIDES
    return None if draft.number == REFUSED else draft.number


def _put(draft: Draft, value: Read) -> Draft:
    match value:
        case SplitQuestion(split):
            return replace(draft, number=None, guess=split, undecided=False)
        case JobSeekerNumber(number):
            return replace(draft, number=number, guess=None, undecided=False)
        case "office_decides":
            return replace(draft, number=NOT_YET, guess=None, undecided=True)
        case _:
            return replace(draft, number=str(value), guess=None, undecided=False)


def _effect(value: Read, _draft: Draft, view: View) -> Effect:
    match value:
        case "office_decides":
            return Effect((Told("booking.number.office_decides"),))
        case "refuse":
            return Effect((Told("booking.number.refused", {"phone": view.policy.phone}),))
        case _:
            return NO_EFFECT


def _leads(draft: Draft) -> str:
    if draft.guess:
        return "split"
    return LEAVE if draft.number == REFUSED else "phone"


NUMBER: Step[Draft, Read] = Step(
    "number",
    next=Branch(_leads, ("split", "phone", LEAVE)),
    field="number",
    get=_answer,
    choices=_choices,
    show=lambda value: "not_yet" if value in WITHOUT.values() else str(value),
    read=_read,
    check=_check,
    put=_put,
    effect=_effect,
    skip=lambda _draft, view: not view.policy.asked.number,
    required=True,
)


def _confirmed(draft: Draft, value: Read) -> Draft:
    """Another number typed instead of yes or no takes the place of the guess."""
    if not isinstance(value, str):
        return _put(draft, value)
    return replace(draft, number=draft.guess if value == "yes" else None, guess=None)


def _after_split(draft: Draft) -> str:
    if draft.guess:
        return "split"
    return "number" if draft.number is None else "phone"


def _reads_split(text: str, _view: View) -> Read | None:
    return read_number(text)


SPLIT: Step[Draft, Read] = Step(
    "split",
    next=Branch(_after_split, ("number", "split", "phone")),
    read=_reads_split,
    check=lambda value, draft, view: None if value in BOTH else _check(value, draft, view),
    get=lambda draft: draft.number,
    choices=lambda _draft, _view: (
        Option("yes", Text("booking.split.yes")),
        Option("no", Text("booking.split.no")),
    ),
    put=_confirmed,
    values=lambda draft, _view: {"number": draft.guess or ""},
)
