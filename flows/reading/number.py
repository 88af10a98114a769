"""A typed job-seeker number: five digits, a hyphen, up to eight digits.

The shape alone is read here. A job-offer number has the same shape and no check digit is documented,
so nothing here may call a number verified, pad it, or refuse the prefix of another office.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from flows.reading.text import digits, fold

# In names ー is a letter and 〜 is none of our business: these stand for a hyphen in number fields only.
DASHES: Final = "-－﹣ーｰ‐‑‒–—―−─〜~⁃﹘˗"
_DASH: Final = re.compile(f"[{re.escape(DASHES)}]")
_LABEL: Final = re.compile(
    r"^[(「]*(?:求職者?番号|番号|no\.?|(?:(?:my |the )?number(?: is)?))?\s*[:は]?\s*|[)」]*\s*(?:です)?[.。]?$"
)
_HYPHENATED: Final = re.compile(r"([0-9]{5}) ?- ?([0-9]{1,8})")
_RUN: Final = re.compile(r"[0-9]{6,13}")
_INSURANCE: Final = re.compile(r"([0-9]{4}) ?[- ] ?([0-9]{6}) ?[- ] ?([0-9])")
_FIRST: Final = 5


@dataclass(frozen=True, slots=True)
class JobSeekerNumber:
    """Written with its hyphen, as on the card: '12345-6789'."""

    value: str


@dataclass(frozen=True, slots=True)
class SplitQuestion:
    """Typed without a hyphen: `value` is the likely number, to be asked about before it counts."""

    value: str


@dataclass(frozen=True, slots=True)
class InsuranceNumber:
    """An employment-insurance office number (4-6-1 digits), which is another thing: explain, ask again."""

    value: str


def read_number(text: str) -> JobSeekerNumber | SplitQuestion | InsuranceNumber | None:
    if has_marked_digits(text):
        return None
    plain = _LABEL.sub("", spelt(text))
    if found := _HYPHENATED.fullmatch(plain):
        return JobSeekerNumber(f"{found[1]}-{found[2]}")
    if found := _INSURANCE.fullmatch(plain):
        return InsuranceNumber("-".join(found.groups()))
    run = plain.replace(" ", "")
    return SplitQuestion(f"{run[:_FIRST]}-{run[_FIRST:]}") if _RUN.fullmatch(run) else None


def spelt(text: str) -> str:
    """Folded, with plain digits and hyphens; twice, for what most keyboards give for 〜 is folded to a tilde first."""
    return _DASH.sub("-", digits(fold(_DASH.sub("-", text))))


def has_marked_digits(text: str) -> bool:
    """① and ² fold to digits, and nobody knows which of them belong to the number."""
    return any(unicodedata.category(sign) == "No" for sign in text)
