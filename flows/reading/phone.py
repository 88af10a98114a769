"""A typed phone number, read as one in Japan.

What kind of number it is lives here, and how it is shown.
Whether an office takes a foreign or a toll-free number is a rule of the office and never stands here.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from flows.reading.number import has_marked_digits, spelt

Reason = Literal["toll_free", "foreign", "short", "emergency"]

_REGION: Final = "JP"
_JAPAN: Final = 81
_EMERGENCY: Final = frozenset({"110", "118", "119"})
_SHORT: Final = re.compile(r"#?[0-9]{3,5}")
_WRITTEN: Final = re.compile(r"\+?[0-9(][0-9() ./-]{2,30}")
_LABEL: Final = re.compile(
    r"^[☎☏📞📱]?\s*(?:tel|(?:my )?phone(?: number)?(?: is)?|(?:携帯)?電話(?:番号)?|携帯)?\s*[:.は]?\s*"
    r"|\s*(?:です)?[.。]?$"
)
# A person can be rung at these; not at a pager, a premium line or a company's 0570 number.
_REACHABLE: Final = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
    },
)


@dataclass(frozen=True, slots=True)
class Phone:
    e164: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """A number, but not one to ring a person in Japan at. `e164` is for offices that allow it."""

    reason: Reason
    e164: str | None = field(default=None, compare=False)


def read_phone(text: str) -> Phone | Unfit | None:
    if has_marked_digits(text):
        return None
    plain = _LABEL.sub("", spelt(text).replace("・", "-"))
    if _SHORT.fullmatch(plain):
        return Unfit("emergency" if plain in _EMERGENCY else "short")
    if not _WRITTEN.fullmatch(plain):
        return None
    number = _parsed(plain)
    return _judged(number) if number and phonenumbers.is_valid_number(number) else None


def national(e164: str) -> str:
    """The number as people in its country write it; text that is no number comes back as it was."""
    number = _parsed(e164)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if number else e164


def international(phone: str) -> str:
    """The number as any telephone dials it, from anywhere (E.164); empty for what is no number."""
    number = _parsed(phone)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        return None


def _judged(number: PhoneNumber) -> Phone | Unfit | None:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.TOLL_FREE:
        return Unfit("toll_free", e164)
    if number.country_code != _JAPAN:
        return Unfit("foreign", e164)
    return Phone(e164) if kind in _REACHABLE else None
