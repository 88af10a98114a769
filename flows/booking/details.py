"""Name, number and telephone as they were typed into one page together: the same readers and refusals as in the chat.

Pure, and about no page: which field is wrong and why, or all three as they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.booking.name import doubtful
from flows.booking.name_reading import may_skip
from flows.booking.number import NOT_YET, OFFICE_DECIDES, REFUSED, WITHOUT
from flows.booking.phone import usable
from flows.office import refusals
from flows.office.policy import Policy
from flows.reading.assent import yes_no
from flows.reading.name import read_name, read_reading, reads_itself
from flows.reading.number import InsuranceNumber, JobSeekerNumber, SplitQuestion, read_number
from flows.reading.phone import Unfit
from flows.reading.text import fold
from flows.values import Text
from flows.words import Words

DOUBTED = "booking.name_sure.ask"
FIELDS = ("name", "name_reading", "number", "phone")
"""In their order on the page."""


@dataclass(frozen=True, slots=True)
class Typed:
    """As it stands in the fields; `none`: *I have no number yet* is ticked."""

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    none: bool = False
    name_reading: str = field(default="", repr=False)
    sure: bool = False
    """*This is my name* is ticked, which is offered beside a name that may be none."""


@dataclass(frozen=True, slots=True)
class Details:
    name: str = field(repr=False)
    number: str = field(repr=False)
    """Empty for *not yet*."""
    phone: str = field(repr=False)
    """E.164."""
    undecided: bool = False
    """*Not yet*, where the office decides what follows (S 3)."""
    name_reading: str = field(default="", repr=False)
    """Empty where it was left out, or is not asked."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is wrong, by field; the fields as they are shown again."""

    faults: Mapping[str, Text]
    typed: Typed

    @property
    def doubted(self) -> bool:
        """Is there a name about which it is asked whether it is one?"""
        name = self.faults.get("name")
        return self.typed.sure or (name is not None and name.key == DOUBTED)


def read(typed: Typed, policy: Policy, words: Words) -> Details | Doubts:
    name, (number, typed), phone = _name(typed, words), _number(typed, policy, words), _phone(typed.phone, policy)
    reading = _reading(typed, policy)
    found = {"name": name, "name_reading": reading, "number": number, "phone": phone}
    faults = {key: value for key, value in found.items() if isinstance(value, Text)}
    if faults:
        return Doubts(faults, typed)
    undecided = number == OFFICE_DECIDES
    return Details(str(name), NOT_YET if undecided else str(number), str(phone), undecided, str(reading))


def _name(typed: Typed, words: Words) -> str | Text:
    name = read_name(typed.name)
    if name and doubtful(name, words) and not typed.sure:
        return Text(DOUBTED, {"name": name})
    return name or Text("booking.name.hint")


def _reading(typed: Typed, policy: Policy) -> str | Text:
    """A name in kana or Latin letters needs none, and may have one all the same."""
    if policy.asked.name_reading == "no":
        return ""
    if text := typed.name_reading.strip():
        return read_reading(text) or Text("booking.name_reading.hint")
    needed = not may_skip(policy) and not reads_itself(read_name(typed.name) or "")
    return Text("booking.name_reading.hint") if needed else ""


def _phone(text: str, policy: Policy) -> str | Text:
    found = usable(text, policy)
    if isinstance(found, str):
        return found
    return refusals.UnfitPhone().text() if isinstance(found, Unfit) else Text("booking.phone.hint")


def _number(typed: Typed, policy: Policy, words: Words) -> tuple[str | Text, Typed]:
    """The number or what having none means here; and the fields, with a hyphen put in where that is to be checked."""
    if not policy.asked.number:
        return NOT_YET, typed
    text = typed.number.strip()
    if _says_none(text, words):
        text, typed = "", replace(typed, number="", none=True)
    if typed.none:
        return (Text("form.number.both") if text else _without(policy)), typed
    match read_number(text) if text else None:
        case JobSeekerNumber(value):
            return value, typed
        case SplitQuestion(value):
            return Text("form.number.split", {"number": value}), replace(typed, number=value)
        case InsuranceNumber():
            return refusals.InsuranceNumber().text(), typed
        case _:
            return Text("form.number.wrong" if text else "form.number.missing"), typed


def _says_none(text: str, words: Words) -> bool:
    none = {fold(each) for each in words.list_of("booking.number.not_yet.words")}
    return bool(text) and (fold(text) in none or yes_no(text, words) == "no")


def _without(policy: Policy) -> str | Text:
    meant = WITHOUT[policy.asked.without_number]
    return Text("booking.number.refused", {"phone": policy.phone}) if meant == REFUSED else meant
