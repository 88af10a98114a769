"""What people send beside words is never fetched: no channel names an address from which it could be."""

from __future__ import annotations

from pathlib import Path

import pytest

CHANNELS = Path(__file__).parents[3] / "bot" / "channels"
WAYS = ("getfile", "/content", "api-data", "data_api", "download", "get_message_content", "file_path")


@pytest.mark.parametrize("file", sorted(CHANNELS.rglob("*.py")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_channel_has_a_way_to_fetch_what_was_sent(file: Path) -> None:
    source = file.read_text(encoding="utf-8").casefold()
    assert not [way for way in WAYS if way in source]
