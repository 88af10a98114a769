"""Whose credentials an office uses: it starts with its own or not at all, and `check` says whether they work."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot import checking, wiring
from bot.lab.zoom import ZoomLab
from bot.ports import FixedClock, SeededChance
from bot.settings import BadSettings, Settings, load
from storage.offices import PACKAGED
from storage.vault import Keyring
from tests.bot.moving import MONDAY

CREDENTIALS = {"account_id": "account", "client_id": "client", "client_secret": "secret"}
OTHER = {"account_id": "other", "client_id": "other-client", "client_secret": "other-secret"}


@pytest.fixture
def given(tmp_path: Path, lab: ZoomLab, sqlite_url: str) -> dict[str, Any]:
    """Settings of two offices whose links Zoom makes."""
    folder = tmp_path / "offices"
    shutil.copytree(PACKAGED / "demo", folder / "demo")
    text = (PACKAGED / "demo.toml").read_text("utf-8").replace('provider = "manual"', 'provider = "zoom"')
    (folder / "demo.toml").write_text(text, "utf-8")
    (folder / "kita-1.toml").write_text(text.replace('id = "demo"', 'id = "kita-1"'), "utf-8")
    key = Keyring.fresh(SeededChance(1).data)
    lab.accounts["other"] = ("other-client", "other-secret")
    return {
        "_env_file": None,
        "data_dir": tmp_path,
        "database_url": sqlite_url,
        "offices_dir": folder,
        "secret_keys": key,
        "zoom_api_url": lab.url,
        "zoom_oauth_url": lab.url,
        "zoom": {"demo": CREDENTIALS, "kita-1": OTHER},
    }


def settings(given: dict[str, Any], **different: Any) -> Settings:
    return load(**{**given, **different})


def found(settings: Settings, *, offline: bool = False) -> dict[str, tuple[str, str]]:
    async def ask() -> list[checking.Finding]:
        return [each async for each in checking._channels(settings, offline=offline)]

    listed = [*checking._offices(settings), *asyncio.run(ask())]
    return {each.what: (each.mark, each.detail) for each in listed if each.what.startswith("video links")}


def test_an_office_whose_links_zoom_makes_does_not_start_without_credentials(given: dict[str, Any]) -> None:
    with pytest.raises(BadSettings, match=r"office kita-1 .* MADOGUCHI_ZOOM_KITA_1_ACCOUNT_ID, .* missing"):
        wiring.prepare(settings(given, zoom={"demo": CREDENTIALS}), SeededChance(1), FixedClock(MONDAY), migrate=False)


def test_each_office_uses_its_own_account(given: dict[str, Any], lab: ZoomLab) -> None:
    assert found(settings(given)) == {
        "video links of demo": ("ok", "0 meetings to come"),
        "video links of kita-1": ("ok", "0 meetings to come"),
    }
    assert {call.params["account_id"] for call in lab.called("token")} == {"account", "other"}


def test_check_names_the_office_whose_credentials_zoom_refuses(given: dict[str, Any]) -> None:
    wrong = {**OTHER, "client_secret": "never-repeated"}
    told = found(settings(given, zoom={"demo": CREDENTIALS, "kita-1": wrong}))

    assert told["video links of demo"][0] == "ok"
    assert told["video links of kita-1"][0] == "failed"
    assert "credentials refused" in told["video links of kita-1"][1]
    assert "never-repeated" not in str(told)


def test_check_offline_asks_nobody(given: dict[str, Any], lab: ZoomLab) -> None:
    assert found(settings(given), offline=True)["video links of demo"] == ("ok", "not asked (--offline)")
    assert lab.calls == []


def test_check_warns_of_credentials_that_no_office_uses(given: dict[str, Any]) -> None:
    told = found(settings(given, zoom={"demo": CREDENTIALS, "kita-1": OTHER, "kita-l": OTHER}))

    assert told["video links"][0] == "warning"
    assert "'kita-l'" in told["video links"][1]
