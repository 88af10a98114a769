"""How the name is read, where the office asks for it: after the name, and never of whom it says so itself.

Which text may be a reading stands in `flows.reading.name`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.booking.draft import Draft
from flows.booking.earlier import known
from flows.office.refusals import Missing
from flows.reading.assent import yes_no
from flows.reading.name import read_reading, reads_itself
from flows.step import Option, Step
from flows.values import Text

if TYPE_CHECKING:
    from flows.office.policy import Policy
    from flows.office.refusals import Refusal
    from flows.office.view import View
    from flows.values import Value

SKIPPED = ""
"""Left out, where the office lets them."""


def both(name: str, reading: str) -> Value:
    """The name with its reading beside it, where there is one."""
    return Text("booking.name_reading.both", {"name": name, "reading": reading}) if reading else name


def may_skip(policy: Policy) -> bool:
    return policy.asked.name_reading != "needed"


def _skip(draft: Draft, view: View) -> bool:
    """Of a name that was said another time the first letter is known here: it tells the script."""
    if view.policy.asked.name_reading == "no":
        return True
    if not known(draft):
        return reads_itself(draft.name or "")
    told = view.application(known(draft))
    return told is None or told.name_read or reads_itself(told.masked_name)


def _choices(_draft: Draft, view: View) -> tuple[Option[str], ...]:
    return (Option(SKIPPED, Text("booking.name_reading.skip")),) if may_skip(view.policy) else ()


def _read(text: str, view: View) -> str | None:
    left = may_skip(view.policy) and yes_no(text, view.words) == "no"
    return SKIPPED if left else read_reading(text)


def _check(value: str, _draft: Draft, view: View) -> Refusal | None:
    fits = may_skip(view.policy) if value == SKIPPED else read_reading(value)
    return None if fits else Missing()


def _put(draft: Draft, value: str) -> Draft:
    return replace(draft, name_reading=value)


NAME_READING: Step[Draft, str] = Step(
    "name_reading",
    next="number",
    choices=_choices,
    show=lambda value: value or "skip",
    read=_read,
    check=_check,
    put=_put,
    get=lambda draft: draft.name_reading,
    required=True,
    skip=_skip,
)
