"""An office's rules as data. Nothing outside an office file may hold a 30, a 10 or a telephone number.

Every setting has its source (document, article) and the day it was checked, in `sources`.
Lengths are minutes, `*_hours` are office hours (time during which the office is open), clocks are Asia/Tokyo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from flows.office.kinds import (
    Clock,
    Closure,
    Day,
    Flag,
    Https,
    Label,
    Line,
    Minutes,
    Once,
    Phone,
    Spans,
    Whole,
    Wrong,
    ensure,
    nearest,
)
from flows.office.tongues import TONGUES
from flows.reading.text import fold

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Days = Annotated[Whole, Field(ge=1, le=3650)]
Share = Annotated[Whole, Field(ge=5, le=240)]
"""Minutes of one consultation, or of a part of it."""
LATEST_MORNING, EARLIEST_EVENING = time(11), time(17)
"""Between them nobody is asleep: the quiet hours lie outside."""
MOST_WEEKS = 8
"""A clock of office hours that takes more weeks of opening than this would never be seen to end."""
AGREED = "terms"
"""The section of what is agreed to."""
UNSOURCED = frozenset({"id", "version", "sources"})
"""They say which text this is, and where it comes from."""
OFFICE = "office"
"""Under this name stands the source of what belongs to no section."""


class Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(Rules):
    """Opening hours a weekday (a lunch gap is two spans), and the days that differ."""

    mon: Spans = ()
    tue: Spans = ()
    wed: Spans = ()
    thu: Spans = ()
    fri: Spans = ()
    sat: Spans = ()
    sun: Spans = ()
    closed_on_holidays: Flag = True
    year_end: Closure = ("12-29", "01-03")
    """First and last day closed over the year end, as MM-DD; None (an empty list in the file) for none."""
    exceptions: Mapping[Day, Spans] = {}
    """Dated hours; an empty list closes the day. They win over everything else."""

    @model_validator(mode="after")
    def _opens_at_all(self) -> Hours:
        remedy = f'give at least one of {", ".join(WEEKDAYS)} its hours, as mon = [["08:30", "17:15"]]'
        ensure(self.week, "", "the office is never open", remedy)
        return self

    def ever(self, weekday: str) -> tuple[tuple[time, time], ...]:
        """The spans of that weekday, in an ordinary week or on a date of its own."""
        dated = (spans for day, spans in self.exceptions.items() if WEEKDAYS[day.weekday()] == weekday)
        return (*getattr(self, weekday), *(span for spans in dated for span in spans))

    @property
    def week(self) -> tuple[int, ...]:
        """The minutes of each span of an ordinary week."""
        spans = [span for name in WEEKDAYS for span in getattr(self, name)]
        return tuple((b.hour - a.hour) * 60 + b.minute - a.minute for a, b in spans)


def _shared(one: tuple[time, time], other: tuple[time, time]) -> int:
    """The minutes that two spans of a day have in common."""
    opens, closes = max(one[0], other[0]), min(one[1], other[1])
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute


class Desk(Rules):
    """How consultations are cut: which desks, how long, on which grid, in which cells of claim."""

    desks: Annotated[tuple[Line, ...], Field(min_length=1, max_length=40), Once]
    length: Share = 30
    grid: Share = 30
    cell: Share = 15

    @model_validator(mode="after")
    def _told_apart(self) -> Desk:
        """As they are typed, where nobody minds capitals or width: else an order might mean either."""
        first: dict[str, str] = {}
        for desk in self.desks:
            other = first.setdefault(fold(desk), desk)
            what = f"names {other!r} and {desk!r}, which are the same when typed"
            ensure(other == desk, "desks", what, "give each desk a name that differs in more than capitals or width")
        return self

    @model_validator(mode="after")
    def _multiples(self) -> Desk:
        for key in ("length", "grid"):
            ensure(not getattr(self, key) % self.cell, key, "is no multiple of cell", f"cell is {self.cell} minutes")
        return self


class Booking(Rules):
    mode: Literal["request_then_offer", "direct"] = "request_then_offer"
    """Either the person states wishes and the office answers with times (K 6(3)), or they book a free time at once, as
    the system shows it (S 12-1).
    """
    wishes: Annotated[Whole, Field(ge=1, le=5)] = 3
    offer_times: Annotated[Whole, Field(ge=1, le=5)] = 5
    offer_by: Literal["previous_business_day_closing", "none"] = "previous_business_day_closing"
    confirm_by: Literal["previous_day_end", "none"] = "previous_day_end"
    notice_minutes: Annotated[Whole, Field(ge=0, le=14 * 1440)] = 0
    """How long before its start a time can last be asked for, offered, chosen or booked."""
    horizon_days: Annotated[Whole, Field(ge=1, le=180)] = 28
    one_a_day: Flag = True
    open_limit: Annotated[Whole, Field(ge=1, le=20)] = 2
    """Applications and appointments one person may have open at a time."""
    also_enter_in: Label = ""
    """Another system in which the clerk must enter a booking too (a line to tick)."""

    @model_validator(mode="after")
    def _notice_leaves_days(self) -> Booking:
        remedy = f"the notice must be shorter than the {self.horizon_days} days of horizon_days"
        ensure(self.notice_minutes < self.horizon_days * 1440, "notice_minutes", "leaves no day to book", remedy)
        return self


class Clocks(Rules):
    answer_hours: Annotated[Whole, Field(ge=1, le=200)] = 8
    offer_hours: Annotated[Whole, Field(ge=1, le=200)] = 8
    nudge_minutes: Minutes = 60
    """Before an offer expires, the person; in office time before an answer is due, staff."""
    again_hours: Annotated[Whole, Field(ge=1, le=200)] = 8
    """Office hours after which staff are reminded once more of what was due, and then again."""
    lapse_days: Annotated[Whole, Field(ge=1, le=180)] = 14
    """Days after which an application that nobody answered ends, with a message to both sides."""


class Waiting(Rules):
    """What becomes of a time that is given back while others wait for its day."""

    freed: Literal["offer", "tell"] = "offer"
    """It is held for who waits longest, then for the next, each with time to answer; or staff are told who waits."""
    hold_minutes: Minutes = 120
    """Office time to answer in, if the time itself may be booked so long."""
    least_minutes: Minutes = 30
    """With less than that left to answer nobody is asked."""

    @model_validator(mode="after")
    def _time_to_answer(self) -> Waiting:
        remedy = f"least_minutes must be at least 1 and no longer than hold_minutes, {self.hold_minutes}"
        ensure(0 < self.least_minutes <= self.hold_minutes, "least_minutes", "leaves no time to answer", remedy)
        return self


class Cancelling(Rules):
    by_chat: Flag
    cut_off: Minutes = 0
    """Minutes before the start after which only the telephone cancels."""


class Attendance(Rules):
    grace: Minutes
    trouble: Minutes = 5
    contact_window: Minutes = 60
    any_message_counts: Flag = False
    deemed_notice: Literal["at_grace", "after_clerk"] = "at_grace"

    @model_validator(mode="after")
    def _trouble_comes_first(self) -> Attendance:
        remedy = "the minutes after the start until which contact counts, at least 1"
        ensure(self.grace > 0, "grace", "leaves no time", remedy)
        remedy = f"trouble must come before grace, so it is less than {self.grace}"
        ensure(self.trouble < self.grace, "trouble", "comes too late", remedy)
        return self


class Refusal(Rules):
    """Refusing later use (K 6(4), S 12-2-6: *may*): what is counted, when staff are asked to look, how far a clerk may
    go. Nothing here ever refuses anybody by itself.
    """

    window_days: Annotated[Whole, Field(ge=1, le=730)] = 180
    """Deemed cancellations are counted from this many days before today on."""
    suggest_at: Annotated[Whole, Field(ge=1, le=50)] = 3
    max_days: Annotated[Whole, Field(ge=1, le=730)] = 90
    """The longest time for which a clerk may refuse later use."""
    appeal_days: Annotated[Whole, Field(ge=1, le=60)] = 5
    """Business days within which *I was in touch* is decided."""


class Reminders(Rules):
    before: Annotated[
        tuple[Annotated[Whole, Field(ge=1, le=30 * 1440)], ...], Field(min_length=1, max_length=6), Once
    ] = (3 * 1440, 1440, 60)
    """Minutes before the start, longest first; at least one, for it carries the warning of what not coming means."""
    quiet_from: Clock = time(21)
    quiet_until: Clock = time(8)
    merge_within: Minutes = 180
    keep_after_quiet: Minutes = 30
    """At least this long before the start must remain when a reminder is moved to the end of the quiet hours."""

    @model_validator(mode="after")
    def _night_is_quiet(self) -> Reminders:
        longest_first = list(self.before) == sorted(self.before, reverse=True)
        ensure(longest_first, "before", "is out of order", "write the longest first, as [4320, 1440, 60]")
        what = "nobody would be spared at night, or nobody reminded by day"
        ensure(self.quiet_from >= EARLIEST_EVENING, "quiet_from", what, "the quiet hours begin at 17:00 to 23:59")
        ensure(self.quiet_until <= LATEST_MORNING, "quiet_until", what, "the quiet hours end at 00:00 to 11:00")
        return self


class Video(Rules):
    tool: Line
    provider: Literal["manual", "zoom"] = "manual"
    """Who makes the link: staff paste it, or Zoom is asked for a meeting with the office's own credentials."""
    test_url: Https = ""

    @model_validator(mode="after")
    def _tool_is_of_its_maker(self) -> Video:
        fits = self.provider == "manual" or "zoom" in self.tool.casefold()
        ensure(fits, "tool", "is not what the link leads to", 'with provider = "zoom" the tool is "Zoom"')
        return self


Check = Literal[
    "own_device",
    "camera",
    "sound_and_power",
    "safe_device",
    "supported_os",
    "updates",
    "antivirus",
    "antivirus_paid",
    "firewall",
    "no_file_sharing",
    "no_needless_software",
    "no_unknown_wifi",
    "tool_ready",
    "connection_tested",
    "private_room",
]
"""What a person is to have ready (K 2(2), 5, 12(3)-(4); S 3, 14-12, 14-13, 20-2, 20-3)."""


class Device(Rules):
    """What the office's terms want of device, connection and room, in the order in which it is said."""

    checklist: Annotated[tuple[Check, ...], Field(min_length=1), Once] = (
        "own_device",
        "camera",
        "supported_os",
        "updates",
        "antivirus",
        "no_unknown_wifi",
        "tool_ready",
        "connection_tested",
        "private_room",
    )

    @model_validator(mode="after")
    def _one_antivirus(self) -> Device:
        """Antivirus is asked for (S 14-12), or one that is paid for (K 5(6)): both at once say two things."""
        both = {"antivirus", "antivirus_paid"} <= {*self.checklist}
        remedy = 'keep "antivirus_paid" where it must be a paid one, else "antivirus"'
        ensure(not both, "checklist", "asks for antivirus software twice, with and without paying", remedy)
        return self


class Asked(Rules):
    """Which questions the office asks beyond name, telephone and wishes."""

    name_reading: Literal["no", "optional", "needed"] = "no"
    """How the name is read: not asked, asked and left out by who likes, or asked; never of a name that shows it."""
    number: Flag = True
    without_number: Literal["accept", "refuse", "office_decides"] = "accept"
    """Who has no job-seeker number yet: served like anybody (K 2(1)), led to telephone and counter, or heard by the
    office first, so that nothing is booked at once (S 3).
    """
    residence: Literal["off", "registered_only", "status_and_period"] = "off"
    """Whether registration is asked about (S 20-4), of everyone; with the last, the status and its last day too."""
    period_reminder_days: Annotated[Whole, Field(ge=1, le=180)] = 60
    """So long before the end of a period of stay whoever wished it is reminded."""
    needs: Flag = True
    foreign_phone: Flag = False
    """Whether a telephone number of another country is taken, which the office would have to ring abroad."""
    toll_free_phone: Flag = False

    @model_validator(mode="after")
    def _without_is_of_a_question(self) -> Asked:
        fits = self.number or self.without_number == "accept"
        remedy = 'ask for the number (number = true), or take everyone (without_number = "accept")'
        ensure(fits, "without_number", "needs the question that is not asked", remedy)
        return self


Way = Literal["chat", "form"]


class Entry(Rules):
    """How name, job-seeker number and telephone are given, by channel: typed into the chat, or on a page of our own
    server, so that they never rest with the company that carries the messages.
    """

    telegram: Way = "chat"
    line: Way = "chat"
    web: Way = "chat"
    terminal: Way = "chat"
    link_minutes: Annotated[Whole, Field(ge=5, le=1440)] = 60
    """How long a link to that page leads there."""

    def by_form(self, channel: str) -> bool:
        return getattr(self, channel, "chat") == "form"


class Interpreter(Rules):
    """When somebody is there who interprets this language; the days on which the office is closed need no saying."""

    language: str
    mon: Spans = ()
    tue: Spans = ()
    wed: Spans = ()
    thu: Spans = ()
    fri: Spans = ()
    sat: Spans = ()
    sun: Spans = ()

    @model_validator(mode="after")
    def _can_be_met(self) -> Interpreter:
        ensure(self.language in TONGUES, "language", "is unknown", f"language must be one of {', '.join(TONGUES)}")
        met = any(getattr(self, name) for name in WEEKDAYS)
        ensure(met, "", "nobody is ever there", 'give at least one weekday its hours, as tue = [["10:00", "12:00"]]')
        return self


class Retention(Rules):
    """How many days what is kept (Employment Security Act 5-5: only as long as its purpose needs it)."""

    draft_days: Days = 1
    """Answers to an application that was not sent; letters that were delivered."""
    personal_days: Days = 30
    """All that is personal about an application or a booking, counted from its end."""
    after_appeal_days: Days = 14
    """The same, at the least, counted from the decision about *I was in touch*."""
    chat_unused_days: Days = 365
    """The way to a chat in which nobody has written, and where nothing is open (S 6-4: accounts unused for a year)."""
    records_days: Days = 1095
    """Agreements, and who did what when: without personal data."""
    promise_days: Days = 400
    """So far ahead a person's wish to be reminded of a day of theirs is kept: the moment alone, without its reason."""

    @model_validator(mode="after")
    def _what_shows_lasts_longest(self) -> Retention:
        remedy = f"records_days must be at least personal_days, {self.personal_days}"
        ensure(self.records_days >= self.personal_days, "records_days", "is shorter than what it speaks of", remedy)
        remedy = f"draft_days must be no longer than personal_days, {self.personal_days}"
        ensure(self.draft_days <= self.personal_days, "draft_days", "outlasts what it becomes", remedy)
        return self


class Statistics(Rules):
    """What the office counts of its consultations: records of use are never published identifiably (K 7; S 13), and
    statistics are without anybody in them (S 23-2).
    """

    keep: Flag = True
    smallest: Annotated[Whole, Field(ge=3, le=100)] = 5
    """Fewer people than this are shown as no number: who is one of them could be known."""


class Source(Rules):
    document: Annotated[str, Field(min_length=1)]
    article: str = ""
    checked_on: Day


Point = Literal[
    "free",
    "length",
    "grace",
    "no_recording",
    "private_room",
    "device",
    "privacy",
    "account",
    "no_guarantee",
    "identity",
    "liability_environment",
    "liability",
    "damages",
    "service_may_stop",
    "refusal",
    "misuse",
    "misuse_stops",
    "changes_announced",
    "changes_unannounced",
    "court_named",
    "court_of_place",
    "registration",
]
"""What terms of use may say: those true of an office are shown in our own plain words."""


Document = Literal["office", "tool", "chat"]
"""What is agreed to: the office's own terms, those of the video tool, and messages by chat."""


class Terms(Rules):
    """How people agree, what follows from a new version, and which points our plain summary names."""

    separate: Annotated[tuple[Document, ...], Once] = ()
    """Documents that are agreed to by a button of their own; the others by applying."""
    on_change: Literal["notify", "agree_again"] = "notify"
    points: Annotated[tuple[Point, ...], Once] = ()
    court: Mapping[str, Line] = {}
    """The court that the terms name, by language."""

    @model_validator(mode="after")
    def _court_is_named(self) -> Terms:
        remedy = "the point court_named wants court.ja, the court's name; and neither stands alone"
        ensure(("court_named" in self.points) == ("ja" in self.court), "court", "does not fit points", remedy)
        return self

    def court_in(self, locale: str) -> str:
        return self.court.get(locale) or self.court.get(locale.split("-", maxsplit=1)[0]) or self.court.get("ja", "")


class Policy(Rules):
    """One office, whole. Its `stamp` is written into each application and booking made under it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")]
    """Small letters, digits and hyphens: it stands in links."""
    version: Line
    names: Mapping[str, Line]
    phone: Phone
    placeholder_phone: Flag = False
    languages: Annotated[tuple[str, ...], Field(min_length=1), Once]
    default_language: str
    staff_language: Literal["ja", "en"] = "ja"
    staff_card: Literal["masked", "full"] = "masked"
    """What the staff group shows of a person: initial and last digits, or name, number and telephone. With `full` they
    rest on the servers of the messenger that carries the group, which the guideline of 2021 on such services speaks
    against.
    """
    morning_list: Clock = time(8, 30)
    documents: Annotated[tuple[Document, ...], Field(min_length=1), Once] = ("office", "tool", "chat")
    hours: Hours
    desk: Desk
    booking: Booking
    clocks: Clocks
    waiting: Waiting = Waiting()
    cancelling: Cancelling
    attendance: Attendance
    refusal: Refusal = Refusal()
    reminders: Reminders
    video: Video
    device: Device = Device()
    asked: Asked
    entry: Entry = Entry()
    interpreters: tuple[Interpreter, ...] = ()
    retention: Retention = Retention()
    statistics: Statistics = Statistics()
    terms: Terms = Terms()
    sources: Mapping[str, Source]

    @model_validator(mode="after")
    def _languages_hold(self) -> Policy:
        spoken = f"default_language must be one of languages: {', '.join(self.languages)}"
        ensure(self.default_language in self.languages, "default_language", "is not spoken here", spoken)
        ensure("ja" in self.names, "names", "lacks the Japanese name", 'write it, as names = { ja = "…" }')
        for name in self.terms.separate:
            known = f"documents are {', '.join(self.documents)}"
            ensure(name in self.documents, f"{AGREED}.separate", f"{name!r} is none of documents", known)
        return self

    @model_validator(mode="after")
    def _times_fit(self) -> Policy:
        """What is cut must fit into the hours, and what is counted must come to its end."""
        length, longest = self.desk.length, max(self.hours.week)
        ensure(length <= longest, "desk.length", "fits into no span of hours", f"the longest has {longest} minutes")
        grace = f"grace must end before the consultation does, after {length} minutes"
        ensure(self.attendance.grace < length, "attendance.grace", "is too long", grace)
        open_for = MOST_WEEKS * sum(self.hours.week) // 60
        for key in ("answer_hours", "offer_hours", "again_hours"):
            what = f"would take more than {MOST_WEEKS} weeks of the office's hours"
            ensure(getattr(self.clocks, key) <= open_for, f"clocks.{key}", what, f"here the most is {open_for}")
        return self

    @model_validator(mode="after")
    def _interpreters_meet(self) -> Policy:
        """Who is there only while the office is closed, or never for a whole consultation, interprets for nobody."""
        for number, each in enumerate(self.interpreters):
            there = any(
                _shared(hours, span) >= self.desk.length
                for name in WEEKDAYS
                for span in getattr(each, name)
                for hours in self.hours.ever(name)
            )
            what = f"is there for no whole consultation of {self.desk.length} minutes while the office is open"
            ensure(there, f"interpreters.{number}", what, "give hours within those of [hours], on a day that has any")
        return self

    @model_validator(mode="after")
    def _sources_hold(self) -> Policy:
        """Each value says where it comes from: its own source, or that of its section."""
        sections = {name: value for name, value in self if isinstance(value, Rules)}
        for name in (*sections, OFFICE):
            remedy = f"say where the values of [{name}] come from (document, article, checked_on)"
            ensure(name in self.sources, f"sources.{name}", "is missing", remedy)
        known = [f"{name}.{key}" for name, value in sections.items() for key in type(value).model_fields]
        known += [*sections, OFFICE, *(name for name in type(self).model_fields if name not in UNSOURCED)]
        for name in self.sources:
            if name not in known:
                raise Wrong(f"sources.{name}", "there is no such section or setting", nearest(name, known))
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
        """In the language, else as foreigners can read it; only Japanese is always there."""
        short = locale.split("-", maxsplit=1)[0]
        asked = (locale, short) if short == "ja" else (locale, short, "en")
        return next((name for tag in asked if (name := self.names.get(tag))), self.names["ja"])

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.desk.length)


def local(at: datetime) -> datetime:
    """The same moment on the office's wall clock."""
    return at.astimezone(TOKYO)


def at_office(day: date, clock: time) -> datetime:
    """The moment at which the office's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, TOKYO)
