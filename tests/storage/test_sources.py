"""What each of the two texts really says, and that no value of a shipped office claims more than that.

A value that equals neither text's is our own choice, and its source must say so. K and S as in the office files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from storage.offices import every

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.office.policy import Policy, Source

K, S, BOTH = "K", "S", "K, S"
TEXTS = {K: "kumagaya", S: "online-system"}
SAYS: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    K: {
        "names": ({"ja": "ハローワーク熊谷"}, "preamble"),
        "desk.length": (30, "6(1)"),
        "booking.mode": ("request_then_offer", "6(3)"),
        "booking.confirm_by": ("previous_day_end", "6(1)"),
        "booking.one_a_day": (False, "6"),
        "cancelling.by_chat": (False, "6(4)"),
        "attendance.grace": (10, "6(4)"),
        "video.tool": ("TeleOffice", "4"),
        "asked.number": (True, "6(2)"),
        "asked.without_number": ("accept", "2(1)"),
        "asked.needs": (True, "12(3)"),
        "terms.separate": ([], "4"),
        "terms.on_change": ("notify", "13"),
        "terms.court": ({"ja": "さいたま地方裁判所熊谷支部"}, "14"),
    },
    S: {
        "desk.length": (30, "12-2-1"),
        "booking.one_a_day": (True, "12-2-1"),
        "cancelling.by_chat": (True, "12-2-6"),
        "attendance.grace": (10, "12-2-6"),
        "video.tool": ("Zoom", "4"),
        "asked.without_number": ("office_decides", "3-3"),
        "asked.needs": (True, "20-2"),
        "statistics.keep": (True, "23-2"),
        "terms.separate": (["tool"], "4"),
        "terms.court": ({}, "21-2"),
    },
}
"""Setting, value and article: only what stands there. A setting that is missing here stands in no article."""
POINTS = {
    K: {
        "registration": "2(1)",
        "free": "3, 12(5)",
        "length": "6(1)",
        "grace": "6(4)",
        "no_recording": "12(2)",
        "private_room": "12(3)",
        "device": "2(2), 5, 12(4)",
        "privacy": "8",
        "liability_environment": "9",
        "damages": "10",
        "refusal": "6(4)",
        "misuse": "12(1)",
        "changes_announced": "13",
        "court_named": "14",
    },
    S: {
        "length": "12-2-1",
        "grace": "12-2-6",
        "no_recording": "14-11",
        "private_room": "20-2",
        "device": "3, 14-12, 14-13",
        "privacy": "18",
        "account": "6-3, 7",
        "no_guarantee": "12-2-5",
        "identity": "12-2-3",
        "liability": "16-1, 16-2, 16-3",
        "service_may_stop": "16-2",
        "damages": "16-4",
        "refusal": "12-2-6",
        "misuse_stops": "14, 15, 20-1",
        "changes_unannounced": "22",
        "court_of_place": "21",
    },
}
FRAGMENT = "the fragment after 7, whose article number our copy lacks"
CHECKS = {
    K: {
        "own_device": "2(2)",
        "camera": "2(2)",
        "safe_device": "5(1)",
        "supported_os": "5(3), 12(4)",
        "updates": "5(3), 12(4)",
        "antivirus_paid": "5(6)",
        "firewall": "5(4), 12(4)",
        "no_file_sharing": "5(5)",
        "no_needless_software": "5(5)",
        "no_unknown_wifi": "5(2)",
        "tool_ready": "12(4)",
        "connection_tested": "12(4)",
        "private_room": "12(3)",
    },
    S: {
        "own_device": "3",
        "camera": "3",
        "supported_os": f"14-13, {FRAGMENT}",
        "updates": "14-13, 20-3",
        "antivirus": "14-12",
        "no_unknown_wifi": FRAGMENT,
        "tool_ready": "20-3",
        "connection_tested": "20-3",
        "private_room": "20-2",
    },
}
ITEMS = {"terms.points": POINTS, "device.checklist": CHECKS}
"""Lists of which each part has articles of its own."""
OWN = "own choice"
ELSEWHERE = {
    "hours.sat": "Act on Holidays",
    "hours.sun": "Act on Holidays",
    "hours.closed_on_holidays": "Act on Holidays",
    "hours.year_end": "Act on Holidays",
    "entry.line": "Government guideline",
}
"""What another text says."""


def settings(office: Policy) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in office.model_dump(mode="json", exclude={"id", "version", "sources"}).items():
        section = name in office.sources and isinstance(value, dict) and name != "names"
        found |= {f"{name}.{key}": each for key, each in value.items()} if section else {name: value}
    return found


def holds(value: Any, said: Any) -> bool:
    """Whether it is what the text says; of a table, what it says of it."""
    return bool({**value, **said} == value) if said and isinstance(said, dict) else bool(value == said)


def names(article: str, cited: str) -> bool:
    """Whether this very article is cited, and not 12-2-1 for 2."""
    return bool(re.search(rf"(?<![\d(-]){re.escape(cited)}(?![\d(-])", article))


def overreach(setting: str, value: Any, source: Source) -> str | None:
    """What a source says that the text does not."""
    if setting in ITEMS:
        return None
    cited = [text for text in (K, S) if text in source.document.split(", ")]
    for text in cited:
        said, article = SAYS[text].get(setting, (object(), ""))
        if not holds(value, said):
            return f"{setting} = {value!r} is not what {text} says"
        if not names(source.article, article):
            return f"{setting}: {text} says it in {article}, not in {source.article!r}"
    if cited:
        return None
    if source.document in {OWN, "demo"}:
        return None
    told = ELSEWHERE.get(setting)
    return None if told and source.document.startswith(told) else f"{setting}: {source.document!r} says nothing of it"


@pytest.mark.parametrize("ident", list(every()))
def test_no_value_of_a_shipped_office_claims_a_text_that_does_not_say_it(ident: str) -> None:
    office = every()[ident]
    found = [overreach(setting, value, office.source(setting)) for setting, value in settings(office).items()]
    assert [each for each in found if each] == []


@pytest.mark.parametrize(("text", "ident"), TEXTS.items())
def test_what_a_text_says_is_in_its_office_with_its_article(text: str, ident: str) -> None:
    office = every()[ident]
    values = settings(office)
    for setting, (said, _) in SAYS[text].items():
        assert holds(values[setting], said), setting
        assert office.source(setting).document == text, setting


@pytest.mark.parametrize("setting", ITEMS)
@pytest.mark.parametrize(("text", "ident"), TEXTS.items())
def test_each_point_and_each_check_has_its_article_or_says_that_it_is_our_own(
    text: str, ident: str, setting: str
) -> None:
    office = every()[ident]
    told = dict(part.split(": ", 1) for part in office.source(setting).article.split("; "))
    assert list(told) == settings(office)[setting]
    said = ITEMS[setting][text]
    for name, articles in told.items():
        assert articles.startswith(said.get(name, OWN)), name


def test_the_connection_in_the_device_point_of_s_is_in_the_fragment_and_is_said_to_be() -> None:
    (told,) = (each for each in every()[TEXTS[S]].source("terms.points").article.split("; ") if "device: " in each)
    assert told == f"device: 3, 14-12, 14-13 and, for the connection, {FRAGMENT}"


def test_the_demo_names_an_article_for_each_of_its_points() -> None:
    demo = every()["demo"]
    told = dict(part.split(": ", 1) for part in demo.source("terms.points").article.split("; "))
    assert list(told) == list(demo.terms.points)
    for name, articles in told.items():
        text, _, article = articles.partition(" ")
        assert article.startswith(POINTS[text][name]), name


@pytest.mark.parametrize(
    ("setting", "value", "document", "article"),
    [
        ("attendance.grace", 15, K, "6(4)"),
        ("attendance.grace", 10, S, "2-6"),
        ("languages", ["ja"], K, "preamble, 4, 6, 13"),
        ("video.test_url", "https://zoom.us/test", S, "4"),
        ("booking.also_enter_in", "e-TUMO", S, "4"),
        ("hours.year_end", [], "a leaflet", "1"),
    ],
)
def test_a_source_that_says_too_much_is_found(setting: str, value: Any, document: str, article: str) -> None:
    source = every()["demo"].sources["office"].model_copy(update={"document": document, "article": article})
    assert overreach(setting, value, source)
