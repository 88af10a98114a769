"""A telephone number at which the office can ring (K 6(2); S 12-2-2)."""

from typing import TypeAlias

from flows.booking.draft import Draft
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.phone import Phone, Unfit, read_phone
from flows.step import Step

Read: TypeAlias = str | Unfit


def _read(text: str, _view: View) -> Read | None:
    found = read_phone(text)
    return found.e164 if isinstance(found, Phone) else found


def _check(value: Read, _draft: Draft, _view: View) -> Refusal | None:
    if isinstance(value, Unfit):
        return refusals.UnfitPhone()
    return None if isinstance(read_phone(value), Phone) else refusals.Missing()


PHONE: Step[Draft, Read] = Step(
    "phone", next="residence", field="phone", read=_read, check=_check, required=True, contact=True
)
