"""A typed job-seeker number: five digits, a hyphen, up to eight digits.

The shape alone is read here. A job-offer number has the same shape and no check digit is documented,
so nothing here may call a number verified, pad it, or refuse the prefix of another office.
"""

import re
from dataclasses import dataclass
from typing import Final

from flows.reading.text import digits, fold

# In names ー is a letter and 〜 is none of our business: these stand for a hyphen in number fields only.
DASHES: Final = "-－﹣ーｰ‐‑–—―−─〜~⁃﹘"
_DASH: Final = re.compile(f"[{re.escape(DASHES)}]")
_LABEL: Final = re.compile(r"^(?:求職者?番号|番号|no\.?|number)\s*[:は]?\s*|\s*(?:です)?[.。]?$")
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
    plain = _LABEL.sub("", digits(fold(_hyphens(text))))
    if found := _HYPHENATED.fullmatch(plain):
        return JobSeekerNumber(f"{found[1]}-{found[2]}")
    if found := _INSURANCE.fullmatch(plain):
        return InsuranceNumber("-".join(found.groups()))
    run = plain.replace(" ", "")
    return SplitQuestion(f"{run[:_FIRST]}-{run[_FIRST:]}") if _RUN.fullmatch(run) else None


def _hyphens(text: str) -> str:
    return _DASH.sub("-", text)
