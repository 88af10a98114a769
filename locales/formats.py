"""How a language shows days, times and lists; Asia/Tokyo always, digits always 0-9.

Long forms come from CLDR. Short forms are our own table, because a LINE button holds 20 characters.
No catalogue text here: words that need translating (the zone, the era) are asked of the catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list

from flows.reading.days import REIWA
from locales.tongue import locale_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

    from babel import Locale

TOKYO = ZoneInfo("Asia/Tokyo")
UNSEEN = "\u200b"  # between Khmer items, where nobody's eye or copy sees it
ODD_BLANKS = re.compile("[\u00a0\u202f]")  # CLDR sets them before "PM"; people type plain ones

# CLDR pattern letters. Never only numbers where readers disagree whether the day or the month comes first.
LONG_DAYS = {"ja": "y年M月d日(EEE)", "ja-simple": "y年M月d日(EEEE)"}
ERA_DAYS = {"ja": "y年('{era}')M月d日(EEE)", "ja-simple": "y年('{era}')M月d日(EEEE)"}
SHORT_DAYS = {
    "ja": "M/d(EEE)",
    "ja-simple": "M月d日(EEE)",
    "en": "EEE MMM d",
    "zh-Hans": "M月d日 EEE",
    "zh-Hant": "M月d日 EEE",
    "ko": "M월 d일 (EEE)",
    "vi": "EEEEEE, d/M",
    "ne": "M/d EEE",
    "id": "EEE d MMM",
    "fil": "EEE MMM d",
    "pt-BR": "EEE d MMM",
    "es": "EEE d MMM",
    "th": "EEE d MMM",
    "my": "EEEEEE d/M",
    "km": "EEE d/M",
    "mn": "M/d EEE",
}
COMMA_BEFORE_TIME = ("en", "fil")
PLAIN = "ja-simple"
PLAIN_HOURS = ("ja", "zh-Hans", "zh-Hant", "ko")  # 9:00 where others write 09:00
# On the hour, otherwise. English as timetables in Japan have it, and as our buttons do: one form, and no noon to
# mistake. Babel knows no Korean and no Khmer words for morning and afternoon and would write "PM 3:00".
# Indonesian 10.12 may be a day to whoever reads it back, and buttons say 10:12 as well.
CLOCKS = {
    "ja-simple": ("aK時", "aK時m分"),
    "en": ("HH:mm", "HH:mm"),
    "ko": ("H:mm", "H:mm"),
    "id": ("HH:mm", "HH:mm"),
    "km": ("HH:mm", "HH:mm"),
}
# CLDR sets a dash between Burmese items, which reads as "from, to" between times; nothing between Thai ones, whose
# dates hold blanks themselves; and no blank after a Nepali comma.
LISTS = {"my": ("၊ ", " နှင့် "), "th": (", ", " และ "), "ne": (", ", " र ")}
CHOICES = {"my": ("၊ ", " သို့မဟုတ် ")}
ITEM_SIGNS = {"ja": "・", "ja-simple": "・", "zh-Hans": "・", "zh-Hant": "・"}


def in_tokyo(moment: datetime) -> datetime:
    """The moment on a clock in Japan; one without a zone is taken as written there."""
    return moment.astimezone(TOKYO) if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def reiwa_year(day: date) -> int:
    return day.year - REIWA


@dataclass(frozen=True, slots=True)
class Formats:
    tag: str

    @property
    def _locale(self) -> Locale:
        return locale_of(self.tag)

    def day(self, day: date) -> str:
        return self._date(day, LONG_DAYS.get(self.tag, "full"))

    def day_with_era(self, day: date, era: str) -> str:
        """Both years side by side; `era` is the Japanese year in words (Reiwa 8)."""
        pattern = ERA_DAYS.get(self.tag)
        if pattern is None:
            return f"{self.day(day)} ({era})"
        return self._date(day, pattern).replace("{era}", era)

    def short_day(self, day: date) -> str:
        return self._date(day, SHORT_DAYS.get(self.tag, "EEE MMM d"))

    def short_moment(self, moment: datetime) -> str:
        """For buttons: at most 20 UTF-16 units, on any day of the year."""
        comma = "," if self.tag in COMMA_BEFORE_TIME else ""
        return f"{self.short_day(moment)}{comma} {self.short_clock(moment.timetz())}"

    def clock(self, clock: time) -> str:
        """The time of day with 12 or 24 hours, as the language does."""
        whole, divided = CLOCKS.get(self.tag, ("short", "short"))
        return _plain(format_time(clock, divided if clock.minute else whole, locale=self._locale))

    def short_clock(self, clock: time) -> str:
        """24 hours, for buttons; in plain Japanese morning and afternoon, which fit there too."""
        if self.tag == PLAIN:
            return self.clock(clock)
        pattern = "H:mm" if self.tag in PLAIN_HOURS else "HH:mm"
        return _plain(format_time(clock, pattern, locale=self._locale))

    def listed(self, items: Sequence[str], style: str) -> str:
        """`style`: "" (A, B and C), "or" (A, B or C), "lines" (one a line)."""
        match style:
            case "lines":
                sign = ITEM_SIGNS.get(self.tag, "- ")
                return "\n".join(f"{sign}{item}" for item in items)
            case "or":
                return self._joined(items, "or", CHOICES.get(self.tag))
            case _:
                return self._joined(items, "standard", LISTS.get(self.tag))

    def _joined(self, items: Sequence[str], style: Literal["standard", "or"], own: tuple[str, str] | None) -> str:
        if own is None:
            return ODD_BLANKS.sub(" ", format_list(items, style, locale=self._locale)).replace(UNSEEN, "")
        comma, last = own
        return last.join([comma.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)

    def _date(self, day: date, pattern: str) -> str:
        return _plain(format_date(day, pattern, locale=self._locale))


def _plain(text: str) -> str:
    return ODD_BLANKS.sub(" ", text)
