"""What is to be ready, as people read it: K's list and S's, when asked and when reminded, from the file alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from flows.office.device import at_booking, days_before, soon
from flows.office.policy import TOKYO
from flows.values import Text
from locales.words import catalogues
from storage.offices import every
from tests.flows.house import policy
from tests.flows.talk import Talk

if TYPE_CHECKING:
    from flows.office.policy import Policy
    from flows.values import Value

K, S = every()["kumagaya"], every()["online-system"]
TAGS = ("ja", "en", "ja-simple")
FIREWALL = {"ja": "ファイアウォール", "en": "firewall", "ja-simple": "ファイアウォール"}
PAID = {"ja": "有料版", "en": "paid protection", "ja-simple": "お金(かね)を はらう ソフト"}
SHARING = dict.fromkeys(TAGS, "Winny")
WIFI = {"ja": "知らない無料Wi-Fi", "en": "unknown free Wi-Fi", "ja-simple": "無料(むりょう)の Wi-Fi"}


def asked(office: Policy, tag: str = "en") -> str:
    """The question about the device, word for word."""
    said = Talk(office).person.to("booking.device").last()
    return catalogues()[tag].text(said.key, said.values)


def names(value: Value) -> list[str]:
    """The checks that are said."""
    if not isinstance(value, Text):
        return []
    lines = value.values["checks"]
    assert isinstance(lines, tuple)
    return [each.key.rpartition(".")[2] for each in lines if isinstance(each, Text)]


@pytest.mark.parametrize("tag", TAGS)
def test_k_5_names_the_firewall_paid_protection_and_file_sharing_and_s_does_not(tag: str) -> None:
    for part in (FIREWALL[tag], PAID[tag], SHARING[tag]):
        assert part in asked(K, tag)
        assert part not in asked(S, tag)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
def test_k_5_2_and_the_fragment_of_s_unknown_free_wifi_is_not_used_and_k_12_4_s_20_3_the_tool_is_ready(
    office: Policy, tag: str
) -> None:
    assert WIFI[tag] in asked(office, tag)
    assert office.video.tool in asked(office, tag)


@pytest.mark.parametrize("office", [K, S], ids=["K", "S"])
def test_whoever_is_not_sure_is_told_whom_to_ask_and_that_yes_will_do(office: Policy) -> None:
    assert f"Choose “Yes” and ask us: {office.phone}" in asked(office)


def test_another_list_in_the_file_says_other_things_in_its_order() -> None:
    office = policy(device__checklist=["firewall", "updates"])
    assert names(at_booking(office)) == ["firewall", "updates"]
    assert "firewall" in asked(office)
    assert "Wi-Fi" not in asked(office)


def test_where_nothing_is_left_to_say_there_is_no_heading_either() -> None:
    office = policy(device__checklist=["own_device"])
    assert [at_booking(office), days_before(office), soon(office)] == ["", "", ""]
    assert "before the day" not in asked(office)


def test_days_before_what_takes_time_is_said_and_an_hour_before_what_can_still_be_done() -> None:
    assert names(days_before(K)) == [
        *("safe_device", "updates", "antivirus_paid", "firewall", "no_file_sharing", "no_unknown_wifi"),
        *("tool_ready", "private_room"),
    ]
    assert names(days_before(S)) == ["updates", "antivirus", "no_unknown_wifi", "tool_ready", "private_room"]
    assert names(soon(K)) == [
        *("camera", "sound_and_power", "no_needless_software", "no_unknown_wifi", "tool_ready", "private_room"),
    ]
    assert names(soon(S)) == ["camera", "sound_and_power", "no_unknown_wifi", "tool_ready", "private_room"]


@pytest.mark.parametrize("tag", TAGS)
def test_the_reminders_name_what_the_file_names(tag: str) -> None:
    talk = Talk(policy(device__checklist=["camera", "firewall", "no_needless_software"]))
    start = datetime(2026, 11, 24, 10, tzinfo=TOKYO)
    talk.booked(start)
    talk.to(start - timedelta(minutes=59))
    heard = {each.key: each for each in talk.person.heard}
    words = catalogues()[tag]
    early, late = (words.text(key, heard[key].values) for key in ("notice.reminder", "notice.reminder_soon"))
    assert FIREWALL[tag] in early
    assert FIREWALL[tag] not in late
    assert words.text("device.check.camera", {"tool": "Zoom"}) in late
