"""A telephone number at which the office can ring (K 6(2); S 12-2-2), also foreign or toll-free where it says so."""

from typing import TypeAlias

from flows.booking.draft import Draft
from flows.office import refusals
from flows.office.policy import Policy
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.phone import Phone, Unfit, read_phone
from flows.step import Step

Read: TypeAlias = str | Unfit


def usable(text: str, policy: Policy) -> Read | None:
    """The number as it is kept (E.164), if that office rings such a one; else what it is, or None for no number."""
    found = read_phone(text)
    if isinstance(found, Phone):
        return found.e164
    return found.e164 if isinstance(found, Unfit) and found.e164 and _allowed(found, policy) else found


def _allowed(found: Unfit, policy: Policy) -> bool:
    """A toll-free number of another country is both."""
    asked = policy.asked
    fits = asked.toll_free_phone if found.reason == "toll_free" else True
    return fits and (asked.foreign_phone if found.foreign else True)


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    if isinstance(value, Unfit):
        return refusals.UnfitPhone()
    return None if isinstance(usable(value, view.policy), str) else refusals.Missing()


PHONE: Step[Draft, Read] = Step(
    "phone",
    next="residence",
    field="phone",
    read=lambda text, view: usable(text, view.policy),
    check=_check,
    required=True,
    contact=True,
)
