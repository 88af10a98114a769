"""The Zoom credentials of each office, as they stand in names of environment variables.

Never here: reading the environment (`bot.settings`), or a request.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, SecretStr

PARTS = ("account_id", "client_id", "client_secret")


class ZoomAccount(BaseModel):
    """Server-to-Server OAuth; every office has an app of its own."""

    model_config = ConfigDict(frozen=True)

    account_id: SecretStr = SecretStr("")
    client_id: SecretStr = SecretStr("")
    client_secret: SecretStr = SecretStr("")

    def missing(self) -> list[str]:
        return [part for part in PARTS if not getattr(self, part).get_secret_value()]


def found(variables: Mapping[str, str | None], prefix: str) -> dict[str, dict[str, str]]:
    """Office -> what is set of it, from variables like `{prefix}SAITAMA_KITA_CLIENT_ID`. A `-` of an office's id is a
    `_` there; ids hold no `_` themselves.
    """
    offices: dict[str, dict[str, str]] = {}
    for name, value in variables.items():
        rest = name.upper().removeprefix(prefix)
        part = next((each for each in PARTS if rest.endswith(f"_{each.upper()}")), None)
        if part and value and rest != name.upper():
            office = rest[: -len(part) - 1].lower().replace("_", "-")
            offices.setdefault(office, {})[part] = value.strip()
    return offices


def variable(prefix: str, office: str, part: str) -> str:
    """The name under which a part of an office's credentials is set."""
    return f"{prefix}ZOOM_{office.replace('-', '_')}_{part}".upper()
