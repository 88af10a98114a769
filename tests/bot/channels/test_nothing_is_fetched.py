"""What people send beside words is never fetched: no channel names an address from which it could be."""

from __future__ import annotations

from pathlib import Path

import pytest

CHANNELS = Path(__file__).parents[3] / "bot" / "channels"
PICTURES_OF_OURS = "line/menus.py"
"""Puts the drawing of a rich menu where LINE takes it; what people send has another address."""
OF_PEOPLE = "/message"
WAYS = ("getfile", "/content", "api-data", "data_api", "download", "get_message_content", "file_path")


@pytest.mark.parametrize("file", sorted(CHANNELS.rglob("*.py")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_channel_has_a_way_to_fetch_what_was_sent(file: Path) -> None:
    source = file.read_text(encoding="utf-8").casefold()
    if f"{file.parent.name}/{file.name}" == PICTURES_OF_OURS:
        assert OF_PEOPLE not in source
        assert source.count("/content") == source.count('"post", f"{menu}/{ident}/content"') == 1
        return
    assert not [way for way in WAYS if way in source]
