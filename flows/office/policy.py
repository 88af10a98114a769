"""An office's rules as data. Nothing outside an office file may hold a 30, a 10 or a telephone number.

Every setting has its source (document, article) and the day it was checked, in `sources`.
Lengths are minutes, `*_hours` are office hours (time during which the office is open), clocks are Asia/Tokyo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from flows.office.tongues import TONGUES

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Span = tuple[time, time]
OFFICE = "office"
"""Under this name stands the source of what belongs to no section."""


class Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(Rules):
    """Opening hours a weekday (a lunch gap is two spans), and the days that differ."""

    mon: tuple[Span, ...] = ()
    tue: tuple[Span, ...] = ()
    wed: tuple[Span, ...] = ()
    thu: tuple[Span, ...] = ()
    fri: tuple[Span, ...] = ()
    sat: tuple[Span, ...] = ()
    sun: tuple[Span, ...] = ()
    closed_on_holidays: bool = True
    year_end: tuple[str, str] | None = ("12-29", "01-03")
    """First and last day closed over the year end, as MM-DD."""
    exceptions: Mapping[date, tuple[Span, ...]] = {}
    """Dated hours; an empty list closes the day. They win over everything else."""

    @model_validator(mode="after")
    def _spans_run_forward(self) -> Hours:
        days = [*(getattr(self, name) for name in WEEKDAYS), *self.exceptions.values()]
        for spans in days:
            if any(opens >= closes for opens, closes in spans):
                raise ValueError("a span must open before it closes")
            if any(first[1] > second[0] for first, second in pairwise(spans)):
                raise ValueError("spans of one day must follow one another")
        return self


class Desk(Rules):
    """How consultations are cut: which desks, how long, on which grid, in which cells of claim."""

    desks: tuple[str, ...] = Field(min_length=1)
    length: Minutes = 30
    grid: Minutes = 30
    cell: Minutes = 15

    @model_validator(mode="after")
    def _multiples(self) -> Desk:
        if not self.cell or self.length % self.cell or self.grid % self.cell or not self.length or not self.grid:
            raise ValueError("length and grid must be multiples of cell, and none may be 0")
        return self


class Booking(Rules):
    mode: Literal["request_then_offer", "direct"] = "request_then_offer"
    """Either the person states wishes and the office answers with times (K 6(3)), or they book a free time at once, as
    the system shows it (S 12-1).
    """
    wishes: Annotated[int, Field(ge=1, le=5)] = 3
    offer_times: Annotated[int, Field(ge=1, le=5)] = 5
    offer_by: Literal["previous_business_day_closing", "none"] = "previous_business_day_closing"
    confirm_by: Literal["previous_day_end", "none"] = "previous_day_end"
    notice_minutes: Annotated[int, Field(ge=0, le=14 * 1440)] = 0
    """How long before its start a time can last be asked for, offered, chosen or booked."""
    horizon_days: Annotated[int, Field(ge=1, le=180)] = 28
    one_a_day: bool = True
    open_limit: Annotated[int, Field(ge=1)] = 2
    """Applications and appointments one person may have open at a time."""
    also_enter_in: str = ""
    """Another system in which the clerk must enter a booking too (a line to tick)."""


class Clocks(Rules):
    answer_hours: Annotated[int, Field(ge=1)] = 8
    offer_hours: Annotated[int, Field(ge=1)] = 8
    nudge_minutes: Minutes = 60
    lapse_days: Annotated[int, Field(ge=1)] = 14
    """Days after which an application that nobody answered ends, with a message to both sides."""


class Cancelling(Rules):
    by_chat: bool
    cut_off: Minutes = 0
    """Minutes before the start after which only the telephone cancels."""


class Attendance(Rules):
    grace: Minutes
    trouble: Minutes = 5
    contact_window: Minutes = 60
    any_message_counts: bool = False
    deemed_notice: Literal["at_grace", "after_clerk"] = "at_grace"

    @model_validator(mode="after")
    def _trouble_comes_first(self) -> Attendance:
        if self.trouble >= self.grace:
            raise ValueError("trouble must come before grace")
        return self


class Refusal(Rules):
    """Refusing later use (K 6(4), S 12-2-6: *may*): what is counted, when staff are asked to look, how far a clerk may
    go. Nothing here ever refuses anybody by itself.
    """

    window_days: Annotated[int, Field(ge=1, le=730)] = 180
    """Deemed cancellations are counted from this many days before today on."""
    suggest_at: Annotated[int, Field(ge=1)] = 3
    max_days: Annotated[int, Field(ge=1, le=730)] = 90
    """The longest time for which a clerk may refuse later use."""
    appeal_days: Annotated[int, Field(ge=1, le=60)] = 5
    """Business days within which *I was in touch* is decided."""


class Reminders(Rules):
    before: tuple[Minutes | int, ...] = (3 * 1440, 1440, 60)
    """Minutes before the start, longest first."""
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    merge_within: Minutes = 180
    keep_after_quiet: Minutes = 30
    """At least this long before the start must remain when a reminder is moved to the end of the quiet hours."""


class Video(Rules):
    tool: str
    provider: Literal["manual", "zoom"] = "manual"
    """Who makes the link: staff paste it, or Zoom is asked for a meeting with the office's own credentials."""
    test_url: str = ""


class Asked(Rules):
    """Which questions the office asks beyond name, telephone and wishes."""

    number: bool = True
    without_number: Literal["accept", "refuse", "office_decides"] = "accept"
    """Who has no job-seeker number yet: served like anybody (K 2(1)), led to telephone and counter, or heard by the
    office first, so that nothing is booked at once (S 3).
    """
    residence: Literal["off", "registered_only", "status_and_period"] = "off"
    """Whether registration is asked about (S 20-4), of everyone; with the last, the status and its last day too."""
    period_reminder_days: Annotated[int, Field(ge=1, le=180)] = 60
    """So long before the end of a period of stay whoever wished it is reminded."""
    needs: bool = True


class Interpreter(Rules):
    """When somebody is there who interprets this language; the days on which the office is closed need no saying."""

    language: str
    mon: tuple[Span, ...] = ()
    tue: tuple[Span, ...] = ()
    wed: tuple[Span, ...] = ()
    thu: tuple[Span, ...] = ()
    fri: tuple[Span, ...] = ()
    sat: tuple[Span, ...] = ()
    sun: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _can_be_met(self) -> Interpreter:
        if self.language not in TONGUES:
            raise ValueError(f"language must be one of {', '.join(TONGUES)}")
        if any(opens >= closes for name in WEEKDAYS for opens, closes in getattr(self, name)):
            raise ValueError("a span must open before it closes")
        return self


class Retention(Rules):
    draft_days: Annotated[int, Field(ge=1)] = 1
    personal_days: Annotated[int, Field(ge=1)] = 30
    promise_days: Annotated[int, Field(ge=1)] = 400
    """So far ahead a person's wish to be reminded of a day of theirs is kept: the moment alone, without its reason."""


class Source(Rules):
    document: str
    article: str = ""
    checked_on: date


Point = Literal[
    "free",
    "length",
    "grace",
    "no_recording",
    "private_room",
    "device",
    "privacy",
    "no_guarantee",
    "identity",
    "liability_environment",
    "liability",
    "damages",
    "service_may_stop",
    "refusal",
    "misuse",
    "changes_announced",
    "changes_unannounced",
    "court_named",
    "court_of_place",
]
"""What terms of use may say: those true of an office are shown in our own plain words."""


class Terms(Rules):
    """How people agree, what follows from a new version, and which points our plain summary names."""

    separate: tuple[str, ...] = ()
    """Documents that are agreed to by a button of their own; the others by applying."""
    on_change: Literal["notify", "agree_again"] = "notify"
    points: tuple[Point, ...] = ()
    court: Mapping[str, str] = {}
    """The court that the terms name, by language."""

    @model_validator(mode="after")
    def _court_is_named(self) -> Terms:
        if ("court_named" in self.points) != ("ja" in self.court):
            raise ValueError("the point court_named wants court.ja, the court's name; and neither stands alone")
        return self

    def court_in(self, locale: str) -> str:
        return self.court.get(locale) or self.court.get(locale.split("-", maxsplit=1)[0]) or self.court.get("ja", "")


class Policy(Rules):
    """One office, whole. Its `stamp` is written into each application and booking made under it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
    version: str
    names: Mapping[str, str]
    phone: str
    placeholder_phone: bool = False
    languages: tuple[str, ...] = Field(min_length=1)
    default_language: str
    staff_language: Literal["ja", "en"] = "ja"
    staff_card: Literal["masked"] = "masked"
    morning_list: time = time(8, 30)
    documents: tuple[str, ...] = ("office", "tool", "chat")
    hours: Hours
    desk: Desk
    booking: Booking
    clocks: Clocks
    cancelling: Cancelling
    attendance: Attendance
    refusal: Refusal = Refusal()
    reminders: Reminders
    video: Video
    asked: Asked
    interpreters: tuple[Interpreter, ...] = ()
    retention: Retention = Retention()
    terms: Terms = Terms()
    sources: Mapping[str, Source]

    @model_validator(mode="after")
    def _languages_hold(self) -> Policy:
        if self.default_language not in self.languages:
            raise ValueError("default_language must be one of languages")
        if "ja" not in self.names:
            raise ValueError("names must hold the Japanese name (ja)")
        if strange := [name for name in self.terms.separate if name not in self.documents]:
            raise ValueError(f"{strange[0]!r} in terms.separate is none of documents")
        return self

    @model_validator(mode="after")
    def _sources_hold(self) -> Policy:
        """Each value says where it comes from: its own source, or that of its section."""
        sections = {name: value for name, value in self if isinstance(value, Rules)}
        if missing := [name for name in (*sections, OFFICE) if name not in self.sources]:
            raise ValueError(f"sources.{missing[0]} is missing: say where the values of [{missing[0]}] come from")
        known = {f"{name}.{key}" for name, value in sections.items() for key in type(value).model_fields}
        if unknown := [name for name in self.sources if name not in known | {*sections, OFFICE}]:
            raise ValueError(f"sources.{unknown[0]}: there is no such section or setting")
        return self

    _file: Policy | None = PrivateAttr(default=None)
    """As its file says, where these hours are other ones for now."""

    def open_only(self, hours: Hours) -> Policy:
        """The same office with other hours for now: staff have closed a day, and nothing in its file has changed."""
        now = self.model_copy(update={"hours": hours})
        now._file = self._file or self  # noqa: SLF001 -- its own
        return now

    @property
    def stamp(self) -> str:
        """The version with a fingerprint of every setting: a value changed without a new version is still told."""
        if self._file:
            return self._file.stamp
        told = self.model_dump(mode="json", exclude={"version", "sources"})
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return f"{self.version}+{digest[:8]}"

    def source(self, setting: str) -> Source:
        """Where the value of `section.key`, or of a key of the office itself, comes from."""
        section, dot, _ = setting.partition(".")
        return self.sources.get(setting) or self.sources[section if dot else OFFICE]

    def name(self, locale: str) -> str:
        return self.names.get(locale) or self.names.get(locale.split("-", maxsplit=1)[0]) or self.names["ja"]

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.desk.length)


def local(at: datetime) -> datetime:
    """The same moment on the office's wall clock."""
    return at.astimezone(TOKYO)


def at_office(day: date, clock: time) -> datetime:
    """The moment at which the office's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, TOKYO)
