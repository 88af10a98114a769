"""Every catalogue key that this house shows, with its limit, its sample values and a note for translators.

Computed from the flows wherever ids are; the lists by hand are held to the code by a test. No text stands here.
"""

from __future__ import annotations

from flows.keys import chats, desk, letters, mydata, outside, pages, poster, spoken, staff, steps, terms
from flows.keys.key import Key, Keys

PARTS = (
    *(steps.asked, steps.buttons, steps.told, steps.parts),
    *(spoken.commands, spoken.offices, spoken.said, spoken.refused, spoken.attending, spoken.trade),
    *(letters.letters, staff.cards, staff.orders, staff.answers, staff.today, staff.timeline),
    *(desk.desk, desk.calling, desk.running),
    *(outside.telegram, outside.line, outside.meeting, pages.pages, poster.poster),
    *(chats.chats, chats.staff),
    mydata.mydata,
    *(terms.short, terms.agreeing, terms.changed, terms.page),
)


def all_keys() -> Keys:
    """Key -> what is known of it. Raises if two lists name the same key."""
    found: dict[str, Key] = {}
    for part in PARTS:
        listed = part()
        if twice := found.keys() & listed.keys():
            raise ValueError(f"named twice: {sorted(twice)}")
        found |= listed
    return found


__all__ = ["Key", "all_keys"]
