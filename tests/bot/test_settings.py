"""Settings: a wrong one is named, with its remedy, and its value is never repeated; half a channel refuses to start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PREFIX, BadSettings, Settings, key_file, load, secret_keys

TOKEN = "12345:do-not-repeat-me"


def settings(**given: Any) -> Settings:
    return load(_env_file=None, **given)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_without_anything_set_both_channels_are_off_and_the_database_is_a_file() -> None:
    assert not settings().telegram
    assert not settings().line
    assert settings().database == "sqlite:///data/madoguchi.db"


def test_the_environment_is_read_with_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", "postgresql+psycopg://u@h/d")

    assert settings().database == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"telegram_token": TOKEN}, "MADOGUCHI_TELEGRAM_WEBHOOK_SECRET"),
        ({"telegram_webhook_secret": TOKEN}, "MADOGUCHI_TELEGRAM_TOKEN"),
        ({"line_channel_secret": TOKEN}, "MADOGUCHI_LINE_CHANNEL_ACCESS_TOKEN"),
        ({"line_channel_access_token": TOKEN}, "MADOGUCHI_LINE_CHANNEL_SECRET"),
    ],
)
def test_half_a_channel_refuses_to_start_and_names_the_other_half(given: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings, match=named) as refusal:
        settings(**given)
    assert TOKEN not in str(refusal.value)


def test_polling_needs_no_secret() -> None:
    assert settings(telegram_token=TOKEN, telegram_mode="polling").telegram


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "office.example"),
        ("telegram_api_url", "ftp://office.example"),
        ("telegram_mode", "pigeon"),
        ("log_level", "LOUD"),
        ("workers", "0"),
        ("workers", "many"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable_without_the_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)

    with pytest.raises(BadSettings, match=f"{PREFIX}{name.upper()}") as refusal:
        settings()
    assert value not in re.sub(r"'[^']*'", "", str(refusal.value)) or value == "0"


def test_several_faults_are_all_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("MADOGUCHI_WORKERS", "0")

    with pytest.raises(BadSettings, match=r"(?s)(?=.*LOG_LEVEL)(?=.*WORKERS)"):
        settings()


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    whole = settings(telegram_token=TOKEN, telegram_webhook_secret="hush", secret_keys="sealed")

    assert TOKEN not in f"{whole} {whole!r} {whole.model_dump_json()}"
    assert "hush" not in f"{whole} {whole!r}"


def test_an_address_loses_its_last_slash() -> None:
    assert settings(public_url="https://office.example/").public_url == "https://office.example"


def test_missing_keys_are_named_with_the_command_that_makes_them() -> None:
    with pytest.raises(BadSettings, match=r"MADOGUCHI_SECRET_KEYS is missing.*madoguchi keys new"):
        secret_keys(settings())


def test_the_demos_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    assert key_file(folder, "first") == "first"
    assert key_file(folder, "second") == "first"
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600


ZOOM = "MADOGUCHI_ZOOM_SAITAMA_KITA_"


@pytest.mark.parametrize("missing", ["ACCOUNT_ID", "CLIENT_ID", "CLIENT_SECRET"])
def test_half_an_offices_zoom_refuses_to_start_and_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for part in {"ACCOUNT_ID", "CLIENT_ID", "CLIENT_SECRET"} - {missing}:
        monkeypatch.setenv(ZOOM + part, TOKEN)

    with pytest.raises(BadSettings, match=f"Zoom of saitama-kita is half set: {ZOOM}{missing} missing") as refusal:
        settings()
    assert TOKEN not in str(refusal.value)


def test_each_office_has_its_own_zoom_credentials_which_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("ACCOUNT_ID", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(ZOOM + part, f"{TOKEN}-kita-{part}")
        monkeypatch.setenv(f"MADOGUCHI_ZOOM_DEMO_{part}", f"{TOKEN}-demo-{part}")
    whole = settings()

    assert set(whole.zoom) == {"saitama-kita", "demo"}
    assert whole.zoom["saitama-kita"].client_secret.get_secret_value() == f"{TOKEN}-kita-CLIENT_SECRET"
    assert TOKEN not in f"{whole} {whole!r} {whole.model_dump_json()}"


def test_zoom_credentials_are_read_from_the_env_file_too_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("\n".join(f"{ZOOM}{part}=file" for part in ("ACCOUNT_ID", "CLIENT_ID", "CLIENT_SECRET")))
    monkeypatch.setenv(f"{ZOOM}CLIENT_ID", "environment")
    account = load(_env_file=file).zoom["saitama-kita"]

    assert account.client_id.get_secret_value() == "environment"
    assert account.account_id.get_secret_value() == "file"


def test_zooms_addresses_are_no_offices_credentials() -> None:
    assert settings(zoom_api_url="http://127.0.0.1:1/", zoom_oauth_url="http://127.0.0.1:2").zoom == {}
