"""The job-seeker number, or *not yet* (K 2(1)). Its shape is all we can tell: never called verified."""

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.assent import BOTH, yes_no
from flows.reading.number import InsuranceNumber, JobSeekerNumber, SplitQuestion, read_number
from flows.reading.text import fold
from flows.step import Branch, Option, Step
from flows.values import Text

NOT_YET = ""
Read: TypeAlias = str | JobSeekerNumber | SplitQuestion | InsuranceNumber


def _choices(_draft: Draft, view: View) -> tuple[Option[Read], ...]:
    return (Option(NOT_YET, Text("booking.number.not_yet")),) if view.policy.asked.without_number else ()


def _read(text: str, view: View) -> Read | None:
    """A number, or any usual word for having none."""
    none = {fold(each) for each in view.words.list_of("booking.number.not_yet.words")}
    if view.policy.asked.without_number and (fold(text) in none or yes_no(text, view.words) == "no"):
        return NOT_YET
    return read_number(text)


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    if isinstance(value, InsuranceNumber):
        return refusals.InsuranceNumber()
    if not isinstance(value, str):
        return None
    fits = view.policy.asked.without_number if value == NOT_YET else isinstance(read_number(value), JobSeekerNumber)
    return None if fits else refusals.Missing()


def _put(draft: Draft, value: Read) -> Draft:
    match value:
        case SplitQuestion(split):
            return replace(draft, number=None, guess=split)
        case JobSeekerNumber(number):
            return replace(draft, number=number, guess=None)
        case _:
            return replace(draft, number=str(value), guess=None)


NUMBER: Step[Draft, Read] = Step(
    "number",
    next=Branch(lambda draft: "split" if draft.guess else "phone", ("split", "phone")),
    field="number",
    choices=_choices,
    show=lambda value: "not_yet" if value == NOT_YET else str(value),
    read=_read,
    check=_check,
    put=_put,
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
