"""All settings: environment variables with the prefix `MADOGUCHI_`, or a `.env` file. Nothing else is read anywhere.

A channel without its token is simply off. A half-set one, or a wrong value, refuses to start and names the variable.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import credentials
from bot.credentials import ZoomAccount

PREFIX = "MADOGUCHI_"


class BadSettings(Exception):
    """The configuration cannot be used; the message names the variable and the remedy."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    public_url: str = ""
    secret_keys: SecretStr = SecretStr("")
    offices_dir: Path | None = None
    offices: str = ""
    """Ids of the offices to serve, by commas; empty: every one of the folder, or the demo where no folder is given."""

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_mode: Literal["webhook", "polling"] = "webhook"

    line_channel_secret: SecretStr = SecretStr("")
    line_channel_access_token: SecretStr = SecretStr("")
    line_api_url: str = "https://api.line.me"
    line_data_api_url: str = "https://api-data.line.me"

    zoom: Mapping[str, ZoomAccount] = {}
    """By office; each sets its own: `ZOOM_<OFFICE>_ACCOUNT_ID`, `_CLIENT_ID`, `_CLIENT_SECRET`."""
    zoom_api_url: str = "https://api.zoom.us"
    zoom_oauth_url: str = "https://zoom.us"

    trusted_proxies: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    workers: int = Field(default=4, ge=1, le=64)
    """PostgreSQL only: how many turns may be decided at the same time."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Offices' names stand in names of variables, so these are not known beforehand: the environment goes first."""
        given = {**_variables(dotenv_settings), **_variables(env_settings)}
        offices = credentials.found(given, f"{PREFIX}ZOOM_")
        by_office = _Given(settings_cls, {"zoom": offices} if offices else {})
        return init_settings, by_office, env_settings, dotenv_settings, file_secret_settings

    @field_validator(
        "public_url", "telegram_api_url", "line_api_url", "line_data_api_url", "zoom_api_url", "zoom_oauth_url"
    )
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _whole_channels(self) -> Self:
        self._line_is_whole()
        self._telegram_is_whole()
        self._zoom_is_whole()
        return self

    def _line_is_whole(self) -> None:
        given = {
            "LINE_CHANNEL_SECRET": self.line_channel_secret,
            "LINE_CHANNEL_ACCESS_TOKEN": self.line_channel_access_token,
        }
        missing = [name for name, value in given.items() if not value.get_secret_value()]
        if len(missing) == 1:
            raise ValueError(f"LINE is half set: {PREFIX}{missing[0]} is missing (set it, or unset the other)")

    def _telegram_is_whole(self) -> None:
        token, secret = self.telegram_token.get_secret_value(), self.telegram_webhook_secret.get_secret_value()
        if secret and not token:
            raise ValueError(f"Telegram is half set: {PREFIX}TELEGRAM_TOKEN is missing")
        if token and self.telegram_mode == "webhook" and not secret:
            raise ValueError(
                f"Telegram is half set: {PREFIX}TELEGRAM_WEBHOOK_SECRET is missing"
                f" (or set {PREFIX}TELEGRAM_MODE=polling, which needs none)"
            )

    def _zoom_is_whole(self) -> None:
        for office, account in self.zoom.items():
            if missing := [credentials.variable(PREFIX, office, part) for part in account.missing()]:
                raise ValueError(f"Zoom of {office} is half set: {', '.join(missing)} missing (or unset the rest)")

    @property
    def served(self) -> tuple[str, ...]:
        return tuple(each.strip() for each in self.offices.split(",") if each.strip())

    @property
    def telegram(self) -> bool:
        return bool(self.telegram_token.get_secret_value())

    @property
    def line(self) -> bool:
        return bool(self.line_channel_access_token.get_secret_value())

    @property
    def database(self) -> str:
        """The database to use: PostgreSQL by URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'madoguchi.db'}"


class _Given(PydanticBaseSettingsSource):
    """Values that were found already."""

    def __init__(self, settings_cls: type[BaseSettings], values: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self._values = values

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ANN401, ARG002 -- as pydantic has it
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return self._values


def _variables(source: PydanticBaseSettingsSource) -> Mapping[str, str | None]:
    found: Mapping[str, str | None] = getattr(source, "env_vars", {})
    return found


def load(**given: object) -> Settings:
    """The settings as they stand; `given` overrides (tests, the demo). Raises `BadSettings`."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic says what does not fit
    except ValidationError as error:
        raise BadSettings("; ".join(_said(each) for each in error.errors())) from None


def _said(error: object) -> str:
    """One line a fault, naming the variable; the value itself is never repeated: it may be a secret."""
    details = dict(error) if isinstance(error, dict) else {}
    where = "_".join(str(part) for part in details.get("loc", ())).upper()
    message = str(details.get("msg", "")).removeprefix("Value error, ")
    return f"{PREFIX}{where}: {message}" if where else message


def secret_keys(settings: Settings) -> str:
    """The keys that seal personal data. Raises `BadSettings` where there are none."""
    keys = settings.secret_keys.get_secret_value()
    if not keys:
        raise BadSettings(
            f"{PREFIX}SECRET_KEYS is missing: personal data is never kept unsealed."
            " Make a key with `madoguchi keys new` and keep a copy outside this machine."
        )
    return keys


def key_file(folder: Path, fresh: str) -> str:
    """The demo's own key: made at its first start, readable by its owner only."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(fresh)
    return path.read_text().strip()
