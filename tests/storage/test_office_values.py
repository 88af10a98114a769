"""Values that no office can have: each stops the start, with the file, the key, the value, and what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.office.policy import Policy, Rules
from storage.offices import PACKAGED, BadOffice, read

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeGuard

DEMO = (PACKAGED / "demo.toml").read_text("utf-8")
MONDAY = 'mon = [["08:30", "12:00"], ["13:00", "17:15"]]'
WEEK = "\n".join(f'{day} = [["08:30", "12:00"], ["13:00", "17:15"]]' for day in ("mon", "tue", "wed", "thu", "fri"))
YEAR_END = 'year_end = ["12-29", "01-03"]'
LANGUAGES = DEMO[DEMO.index("languages = [") : DEMO.index("default_language")].strip()
DOCUMENTS = 'documents = ["office", "tool", "chat"]'
PHONE = 'phone = "03-0000-0000"'
BEFORE = "before = [4320, 1440, 60]"
TEST_URL = 'test_url = "https://zoom.us/test"'
POINTS = "points = ["
CHECKS = "checklist = ["
NONE_YET = "# 2027-02-12 = []"
MMDD = 'write the first and the last day closed as "MM-DD"'
HOURS = 'write hours and minutes, "00:00" to "23:59"'
RETENTION = "[retention]"


def written(folder: Path, old: str, new: str) -> Path:
    assert DEMO.count(old) >= 1, old
    file = folder / "demo.toml"
    file.write_text(DEMO.replace(old, new, 1), "utf-8")
    return file


def changed(folder: Path, old: str, new: str) -> Policy:
    return read(written(folder, old, new))


def interpreters(table: str) -> str:
    return f"[[interpreters]]\n{table}\n{RETENTION}"


IMPOSSIBLE: list[tuple[str, str, str, str]] = [
    (
        'id = "demo"',
        'id = "Demo Town"',
        'id: has other signs than are allowed (is "Demo Town")',
        "1 to 32 small letters",
    ),
    ('version = "2026-11-01"', 'version = ""', 'version: is blank (is "")', "write a text"),
    ('ja = "ハローワーク見本"', 'ja = " "', 'names.ja: is blank (is " ")', "write a text"),
    ('ja = "ハローワーク見本"', 'ja = "a\\nb"', "names.ja: has blanks around it or breaks the line", "one line"),
    ('ja = "ハローワーク見本"', f'ja = "{"あ" * 81}"', "names.ja: is too long", "at most 80 signs"),
    ('{ ja = "ハローワーク見本", ', "{ ", "names: lacks the Japanese name", "write it, as names = { ja"),
    *(
        (PHONE, f'phone = "{number}"', f'phone: is no telephone number of Japan (is "{number}")', "048-000-0000")
        for number in (
            "",
            "abc",
            "110",
            "119",
            "0570",
            "00-0000-0000",
            "+1 212 555 0100",
            "03-0000-000",
            "090-0000-000",
        )
    ),
    (
        "placeholder_phone = true",
        "placeholder_phone = 1",
        "placeholder_phone: is neither true nor false (is 1)",
        "write",
    ),
    (LANGUAGES, 'languages = ["ja", "ja"]', "languages: names 'ja' twice", "only once"),
    (LANGUAGES, "languages = []", "languages: has too few entries (is [])", "least is 1"),
    (
        'default_language = "ja"',
        'default_language = "de"',
        'default_language: is not spoken here (is "de")',
        "ja, en",
    ),
    ("morning_list = 08:30:00", "morning_list = 8", "morning_list: is no time of day (is 8)", HOURS),
    (DOCUMENTS, "documents = []", "documents: has too few entries (is [])", "the least is 1"),
    (DOCUMENTS, 'documents = ["office", "tol"]', 'documents.1: is none of what may stand here (is "tol")', "'tool'"),
    (DOCUMENTS, 'documents = ["office", "office"]', "documents: names 'office' twice", "write each only once"),
    (MONDAY, MONDAY.replace("08:30", "25:00"), 'hours.mon.0.0: is no time of day (is "25:00")', HOURS),
    (MONDAY, MONDAY.replace("08:30", "08:30Z"), 'hours.mon.0.0: is no time of day (is "08:30Z")', HOURS),
    (MONDAY, MONDAY.replace("08:30", "8:30"), 'hours.mon.0.0: is no time of day (is "8:30")', HOURS),
    (MONDAY, MONDAY.replace("08:30", "08:30:30"), "hours.mon.0.0: is no time of day", HOURS),
    (MONDAY, MONDAY.replace('"08:30"', "8"), "hours.mon.0.0: is no time of day (is 8)", HOURS),
    (MONDAY, MONDAY.replace('"08:30"', "8.5"), "hours.mon.0.0: is no time of day (is 8.5)", HOURS),
    (MONDAY, MONDAY.replace('"08:30"', "true"), "hours.mon.0.0: is no time of day (is true)", HOURS),
    (MONDAY, 'mon = [["08:30"]]', 'hours.mon.0: is no span of time (is ["08:30"])', "when it begins and ends"),
    (MONDAY, 'mon = ["08:30", "12:00"]', 'hours.mon.0: is no span of time (is "08:30")', "when it begins and ends"),
    (MONDAY, 'mon = "08:30-12:00"', 'hours.mon: is no list (is "08:30-12:00")', "square brackets"),
    (
        MONDAY,
        'mon = [["12:00", "08:30"]]',
        "hours.mon: a span must open before it closes, but 12:00",
        "earlier time first",
    ),
    (MONDAY, 'mon = [["08:30", "08:30"]]', "hours.mon: a span must open before it closes, but 08:30", "earlier"),
    (
        MONDAY,
        'mon = [["08:30", "12:00"], ["11:59", "17:15"]]',
        "hours.mon: spans of one day must follow one another, but 12:00 is after 11:59",
        "from morning to evening",
    ),
    (WEEK, "", "hours: the office is never open", "give at least one of mon, tue"),
    (WEEK, 'mon = [["08:30", "08:59"]]', "desk.length: fits into no span of hours (is 30)", "longest has 29 minutes"),
    (WEEK, 'mon = [["08:30", "09:29"]]', "clocks.answer_hours: would take more than 8 weeks", "here the most is 7"),
    (NONE_YET, "2027-02-30 = []", "hours.exceptions.2027-02-30: is no day", "as 2027-02-12"),
    (NONE_YET, '"2027-02-30" = []', "hours.exceptions.2027-02-30: is no day", "2027-02-12"),
    (NONE_YET, "20270212 = []", "hours.exceptions.20270212: is no day", "write a day that there is, as 2027-02-12"),
    (NONE_YET, "1027-02-12 = []", "hours.exceptions.1027-02-12: is no day of this century", "2027-02-12"),
    (NONE_YET, '2027-02-12 = [["12:00", "09:00"]]', "hours.exceptions.2027-02-12: a span must open", "earlier time"),
    (
        "closed_on_holidays = true",
        'closed_on_holidays = "yes"',
        "hours.closed_on_holidays: is neither",
        "true or false",
    ),
    *(
        (YEAR_END, f"year_end = {days}", f"hours.year_end: {what} (is {days})", MMDD)
        for days, what in (
            ('["12-29", "1-3"]', "must be two days of two digits each"),
            ('["Dec 29", "Jan 3"]', "must be two days of two digits each"),
            ('["12-29"]', "must be two days of two digits each"),
            ("[1229, 103]", "must be two days of two digits each"),
            ('"12-29"', "must be two days of two digits each"),
            ('["12-32", "13-99"]', "holds a day that there is not"),
            ('["12-29", "02-30"]', "holds a day that there is not"),
            ('["01-03", "12-29"]', "would close the office for 362 days of every year"),
            ('["12-29", "01-29"]', "would close the office for 32 days of every year"),
        )
    ),
    ('desks = ["A", "B"]', 'desks = ["A", "A"]', 'desk.desks: names \'A\' twice (is ["A", "A"])', "only once"),
    (
        'desks = ["A", "B"]',
        'desks = ["A", "a"]',
        "desk.desks: names 'A' and 'a', which are the same",
        "differs in more",
    ),
    ('desks = ["A", "B"]', 'desks = ["A", "Ａ"]', "desk.desks: names 'A' and 'Ａ', which are the", "capitals or width"),
    ('desks = ["A", "B"]', 'desks = [""]', 'desk.desks.0: is blank (is "")', "write a text"),
    ('desks = ["A", "B"]', "desks = []", "desk.desks: has too few entries (is [])", "the least is 1"),
    ("length = 30", "length = 600", "desk.length: is too large (is 600)", "the most is 240"),
    ("length = 30", "length = 0", "desk.length: is too small (is 0)", "the least is 5"),
    ("length = 30", 'length = "30"', 'desk.length: is no whole number (is "30")', "without quotation marks"),
    ("length = 30", "length = 30.0", "desk.length: is no whole number (is 30.0)", "in digits"),
    ("length = 30", "length = true", "desk.length: is no whole number (is true)", "in digits"),
    ("length = 30", "length = 35", "desk.length: is no multiple of cell (is 35)", "cell is 15 minutes"),
    ("grid = 30", "grid = 40", "desk.grid: is no multiple of cell (is 40)", "cell is 15 minutes"),
    ("cell = 15", "cell = 0", "desk.cell: is too small (is 0)", "the least is 5"),
    ("wishes = 3", "wishes = 0", "booking.wishes: is too small (is 0)", "the least is 1"),
    ("offer_times = 5", "offer_times = 6", "booking.offer_times: is too large (is 6)", "the most is 5"),
    ("notice_minutes = 0", "notice_minutes = -1", "booking.notice_minutes: is too small (is -1)", "the least is 0"),
    (
        "notice_minutes = 0\nhorizon_days = 28",
        "notice_minutes = 1440\nhorizon_days = 1",
        "booking.notice_minutes: leaves",
        "1 d",
    ),
    ("horizon_days = 28", "horizon_days = 181", "booking.horizon_days: is too large (is 181)", "the most is 180"),
    ("one_a_day = true", "one_a_day = 1", "booking.one_a_day: is neither true nor false (is 1)", "true or false"),
    ("open_limit = 2", "open_limit = 0", "booking.open_limit: is too small (is 0)", "the least is 1"),
    ("open_limit = 2", 'open_limit = 2\nalso_enter_in = " "', "booking.also_enter_in: is blank", "write a text"),
    (
        "horizon_days",
        "horizon_dayz",
        "booking.horizon_dayz: there is no such setting (is 28)",
        "did you mean horizon_days?",
    ),
    ("answer_hours = 8", "answer_hours = 0", "clocks.answer_hours: is too small (is 0)", "the least is 1"),
    ("offer_hours = 8", "offer_hours = 201", "clocks.offer_hours: is too large (is 201)", "the most is 200"),
    ("again_hours = 8", "again_hours = 0", "clocks.again_hours: is too small (is 0)", "the least is 1"),
    ("lapse_days = 14", "lapse_days = 0", "clocks.lapse_days: is too small (is 0)", "the least is 1"),
    ('freed = "offer"', 'freed = "of"', "waiting.freed: is none of what may stand here", "'offer' or 'tell'"),
    ("hold_minutes = 120", "hold_minutes = 1441", "waiting.hold_minutes: is too large (is 1441)", "the most is 1440"),
    ("least_minutes = 30", "least_minutes = 0", "waiting.least_minutes: leaves no time", "at least 1"),
    ("least_minutes = 30", "least_minutes = 121", "(is 121)", "no longer than hold_minutes, 120"),
    ("cut_off = 60", "cut_off = -5", "cancelling.cut_off: is too small (is -5)", "the least is 0"),
    ("grace = 10", "grace = 0", "attendance.grace: leaves no time (is 0)", "at least 1"),
    ("grace = 10", "grace = 60", "attendance.grace: is too long (is 60)", "after 30 minutes"),
    ("grace = 10", "grace = 30", "attendance.grace: is too long (is 30)", "after 30 minutes"),
    ("trouble = 5", "trouble = 10", "attendance.trouble: comes too late (is 10)", "less than 10"),
    ("contact_window = 60", "contact_window = 1441", "attendance.contact_window: is too large", "the most is 1440"),
    ("window_days = 180", "window_days = 0", "refusal.window_days: is too small (is 0)", "the least is 1"),
    ("suggest_at = 3", "suggest_at = 0", "refusal.suggest_at: is too small (is 0)", "the least is 1"),
    ("max_days = 90", "max_days = 731", "refusal.max_days: is too large (is 731)", "the most is 730"),
    ("appeal_days = 5", "appeal_days = 0", "refusal.appeal_days: is too small (is 0)", "the least is 1"),
    (BEFORE, "before = [-60]", "reminders.before.0: is too small (is -60)", "the least is 1"),
    (BEFORE, "before = [60, 1440]", "reminders.before: is out of order (is [60, 1440])", "longest first"),
    (BEFORE, "before = [1440, 1440]", "reminders.before: names 1440 twice", "write each only once"),
    (BEFORE, "before = []", "reminders.before: has too few entries (is [])", "the least is 1"),
    (BEFORE, "before = [43201]", "reminders.before.0: is too large (is 43201)", "the most is 43200"),
    ("quiet_from = 21:00:00", "quiet_from = 08:00:00", "reminders.quiet_from: nobody", "17:00 to 23:59"),
    ("quiet_from = 21:00:00", "quiet_from = 16:59:00", '(is "16:59:00")', "begin at 17:00 to 23:59"),
    ("quiet_until = 08:00:00", "quiet_until = 11:01:00", "reminders.quiet_until: nobody", "end at 00:00 to 11:00"),
    ("quiet_from = 21:00:00", "quiet_from = 1260", "reminders.quiet_from: is no time of day (is 1260)", HOURS),
    ("merge_within = 180", "merge_within = -1", "reminders.merge_within: is too small (is -1)", "the least is 0"),
    (
        "keep_after_quiet = 30",
        "keep_after_quiet = 2000",
        "reminders.keep_after_quiet: is too large",
        "the most is 1440",
    ),
    ('tool = "Zoom"', 'tool = ""', 'video.tool: is blank (is "")', "write a text"),
    (
        'tool = "Zoom"\nprovider = "manual"',
        'tool = "Else"\nprovider = "zoom"',
        "video.tool: is not what the link",
        "Zoom",
    ),
    (
        'provider = "manual"',
        'provider = "teams"',
        "video.provider: is none of what may stand here",
        "'manual' or 'zoom'",
    ),
    *(
        (TEST_URL, f'test_url = "{url}"', "video.test_url: is no safe web address", 'begins with "https://"')
        for url in (
            "javascript:alert(1)",
            "http://zoom.us/test",
            "https://",
            "zoom.us",
            "https://a@zoom.us",
            "https://a b",
        )
    ),
    ("number = true", 'number = "true"', "asked.number: is neither true nor false", "true or false"),
    (
        'number = true\nwithout_number = "accept"',
        'number = false\nwithout_number = "refuse"',
        "asked.without_number: needs the question that is not asked",
        "ask for the number",
    ),
    *(
        (f"{each} = false", f"{each} = 0", f"asked.{each}: is neither true nor false", "true or false")
        for each in ("foreign_phone", "toll_free_phone")
    ),
    ("period_reminder_days = 60", "period_reminder_days = 0", "asked.period_reminder_days: is too small", "least is 1"),
    (
        RETENTION,
        interpreters('language = "xx"\ntue = [["10:00", "12:00"]]'),
        "interpreters.0.language: is unknown",
        "en, zh",
    ),
    (RETENTION, interpreters('language = "vi"'), "interpreters.0: nobody is ever there", "give at least one weekday"),
    (
        RETENTION,
        interpreters('language = "vi"\nsat = [["10:00", "12:00"]]'),
        "interpreters.0: is there for no whole consultation of 30 minutes while the office is open",
        "give hours within those of [hours]",
    ),
    (
        RETENTION,
        interpreters('language = "vi"\ntue = [["08:00", "08:59"]]'),
        "interpreters.0: is there for no whole consultation",
        "on a day that has any",
    ),
    (RETENTION, interpreters('language = "vi"\nteu = []'), "interpreters.0.teu: there is no such", "did you mean tue?"),
    (
        RETENTION,
        interpreters('language = "vi"\ntue = [["12:00", "10:00"]]'),
        "interpreters.0.tue: a span must",
        "earlier",
    ),
    ("draft_days = 1", "draft_days = 0", "retention.draft_days: is too small (is 0)", "the least is 1"),
    (
        "personal_days = 30",
        "personal_days = 9999",
        "retention.personal_days: is too large (is 9999)",
        "the most is 3650",
    ),
    (
        "records_days = 1095",
        "records_days = 29",
        "retention.records_days: is shorter than what",
        "at least personal_days",
    ),
    (
        "draft_days = 1",
        "draft_days = 31",
        "retention.draft_days: outlasts what it becomes",
        "no longer than personal_days",
    ),
    ("separate = []", 'separate = ["tol"]', "terms.separate.0: is none of what may stand here", "'tool'"),
    (CHECKS, "checklist = []\nold = [", "device.checklist: has too few entries", "the least is 1"),
    (CHECKS, 'checklist = ["fax", ', "device.checklist.0: is none of what may stand here", "'firewall'"),
    (
        CHECKS,
        'checklist = ["antivirus_paid", ',
        "device.checklist: asks for antivirus software twice, with and without paying",
        'else "antivirus"',
    ),
    (CHECKS, 'checklist = ["camera", ', "device.checklist: names 'camera' twice", "write each only once"),
    (POINTS, 'points = ["fre", ', "terms.points.0: is none of what may stand here", "'free'"),
    (POINTS, 'points = ["free", ', "terms.points: names 'free' twice", "write each only once"),
    (POINTS, 'points = ["court_named", ', "terms.court: does not fit points", "wants court.ja"),
    (POINTS, 'court = { ja = "" }\npoints = ["court_named", ', 'terms.court.ja: is blank (is "")', "write a text"),
    (
        "[sources.hours]\ndocument",
        "[sources.hours]\ndocumnt",
        "sources.hours.documnt: there is no such",
        "mean document?",
    ),
    ("[sources.hours]", "[sources.hourz]", "sources.hours: is missing", "say where the values of [hours] come from"),
    ("[sources.hours]", "[sources.clockz]\n[sources.hours]", "sources.clockz.document: is missing", "write it"),
    ("[asked]", "[askt]", "askt: there is no such setting", "did you mean asked?"),
    ("[asked]", "[askt]", "asked: is missing", "the demo office's file shows every setting"),
]


IMPOSSIBLE += [
    (f"{key} = {value}", f"{key} = {wrong}", f"{place}: is {what} (is {wrong})", remedy)
    for place, value, wrong, what, remedy in (
        ("staff_language", '"ja"', '"de"', "none of what may stand here", "'ja' or 'en'"),
        ("staff_card", '"masked"', '"open"', "none of what may stand here", "'masked' or 'full'"),
        ("booking.mode", '"request_then_offer"', '"ask"', "none of what may stand here", "'direct'"),
        ("booking.offer_by", '"previous_business_day_closing"', '"noon"', "none of what may stand here", "'none'"),
        ("booking.confirm_by", '"previous_day_end"', '"noon"', "none of what may stand here", "'none'"),
        ("clocks.nudge_minutes", "60", "1.5", "no whole number", "in digits"),
        ("cancelling.by_chat", "true", "1", "neither true nor false", "write true or false"),
        ("attendance.any_message_counts", "true", "0", "neither true nor false", "write true or false"),
        ("attendance.deemed_notice", '"at_grace"', '"never"', "none of what may stand here", "'after_clerk'"),
        *(
            (f"entry.{channel}", '"chat"', '"paper"', "none of what may stand here", "'chat' or 'form'")
            for channel in ("telegram", "line", "web", "terminal")
        ),
        ("entry.link_minutes", "60", "4", "too small", "least is 5"),
        ("asked.name_reading", '"no"', '"yes"', "none of what may stand here", "'no', 'optional' or 'needed'"),
        ("asked.residence", '"status_and_period"', '"on"', "none of what may stand here", "'status_and_period'"),
        ("asked.needs", "true", '"true"', "neither true nor false", "write true or false"),
        ("retention.promise_days", "400", "0", "too small", "the least is 1"),
        ("retention.after_appeal_days", "14", "0", "too small", "the least is 1"),
        ("retention.chat_unused_days", "365", "0", "too small", "the least is 1"),
        ("retention.records_days", "1095", "3651", "too large", "the most is 3650"),
        ("statistics.keep", "true", '"yes"', "neither true nor false", "write true or false"),
        ("statistics.smallest", "5", "2", "too small", "the least is 3"),
        ("terms.on_change", '"agree_again"', '"ask"', "none of what may stand here", "'notify'"),
    )
    for key in [place.rpartition(".")[2]]
]
UNCHECKED = {"sources", "hours.tue", "hours.wed", "hours.thu", "hours.fri", "hours.sat", "hours.sun"}
"""Checked by themselves: each value has a source, and all weekdays are of one kind."""


def test_every_setting_has_a_value_that_is_refused() -> None:
    told = " ".join(told for _, _, told, _ in IMPOSSIBLE)
    settings = (
        (f"{name}.{key}" if deeper else name)
        for name, field in Policy.model_fields.items()
        for deeper in [field.annotation.model_fields if _is_section(field.annotation) else {}]
        for key in (deeper or [""])
    )
    assert [each for each in settings if each not in UNCHECKED and f"{each}" not in told] == []


def _is_section(kind: object) -> TypeGuard[type[Rules]]:
    return isinstance(kind, type) and issubclass(kind, Rules)


@pytest.mark.parametrize(("old", "new", "told", "remedy"), IMPOSSIBLE)
def test_a_value_that_cannot_be_stops_the_start_with_file_key_and_remedy(
    tmp_path: Path, old: str, new: str, told: str, remedy: str
) -> None:
    file = written(tmp_path, old, new)
    with pytest.raises(BadOffice) as caught:
        read(file)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}: ") for line in lines)
    assert any(told in line and remedy in line for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PHONE, 'phone = "0120-000-000"'),
        (PHONE, 'phone = "+81 48 000 0000"'),
        (PHONE, 'phone = "(03) 0000-0000"'),
        (PHONE, 'phone = "0570-000000"'),
        (PHONE, 'phone = "050-0000-0000"'),
        (YEAR_END, 'year_end = ["12-30", "12-31"]'),
        (YEAR_END, 'year_end = ["12-29", "01-28"]'),
        (YEAR_END, "year_end = []"),
        (NONE_YET, "2027-02-12 = []"),
        (NONE_YET, '2027-02-14 = [["10:00", "12:00"]]'),
        (MONDAY, "mon = [[08:30:00, 12:00:00]]"),
        (MONDAY, 'mon = [["08:30", "12:00"], ["12:00", "17:15"]]'),
        (WEEK, 'mon = [["08:30", "09:30"]]'),
        ("length = 30", "length = 60"),
        ("grace = 10", "grace = 29"),
        ("trouble = 5", "trouble = 9"),
        ("quiet_from = 21:00:00", "quiet_from = 17:00:00"),
        ("quiet_until = 08:00:00", 'quiet_until = "11:00"'),
        (BEFORE, "before = [1]"),
        (TEST_URL, 'test_url = ""'),
        ("notice_minutes = 0\nhorizon_days = 28", "notice_minutes = 1439\nhorizon_days = 1"),
    ],
)
def test_a_value_at_the_edge_of_what_is_allowed_is_taken(tmp_path: Path, old: str, new: str) -> None:
    assert changed(tmp_path, old, new).id == "demo"


def test_an_office_may_stay_open_over_the_year_end(tmp_path: Path) -> None:
    assert changed(tmp_path, YEAR_END, "year_end = []").hours.year_end is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "quiet_from = 21:00:00",
            "quiet_from = 25:00:00",
            (
                "reminders.quiet_from: ",
                "at line ",
                "the line reads: quiet_from = 25:00:00",
                "from 00:00:00 to 23:59:00",
            ),
        ),
        ('2026-11-01"\nnames', "2026-11-01\nnames", ("version: ", 'line reads: version = "2026-11-01', "2027-02-12")),
        (
            "by_chat = true",
            "by_chat = perhaps",
            ("cancelling.by_chat: ", "reads: by_chat = perhaps", "quotation marks"),
        ),
        ("[hours]", "[hours", ("the line reads: [hours", "sections as [NAME]")),
        ("cut_off = 60", "cut_off = 60\ncut_off = 30", ("cancelling.cut_off: ", "the line reads: cut_off = 30")),
    ],
)
def test_a_line_that_is_no_toml_is_shown_with_its_key_and_what_is_probably_meant(
    tmp_path: Path, old: str, new: str, told: tuple[str, ...]
) -> None:
    file = written(tmp_path, old, new)
    with pytest.raises(BadOffice) as caught:
        read(file)
    assert str(caught.value).startswith(f"{file}: ")
    for each in told:
        assert each in str(caught.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, "grace = 10\ntrouble = 5", "grase = 10\ntrouble = -5")
    with pytest.raises(BadOffice) as caught:
        read(file)
    assert len(str(caught.value).splitlines()) == len(("grase", "grace is missing", "trouble"))


def test_a_file_with_a_mark_before_its_first_letter_is_read(tmp_path: Path) -> None:
    file = tmp_path / "demo.toml"
    file.write_text(DEMO, "utf-8-sig")
    assert read(file).id == "demo"


def test_a_file_saved_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "demo.toml"
    file.write_text(DEMO, "shift-jis")
    with pytest.raises(BadOffice, match=r"is no text in UTF-8 .*; save it as UTF-8"):
        read(file)
