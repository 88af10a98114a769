"""When people are told of a new version of the terms, and which of their points a plain summary names.

Never here: the words of a summary, or the official texts.
"""

from __future__ import annotations

from datetime import datetime

from flows.office.opening import DAY
from flows.office.policy import Policy, at_office, local

READ_OUT = "staff.calling.terms.read"
"""The button of staff who have read the terms out to a caller; its words are kept with the agreement."""
READ_APART = "staff.calling.separate.agree"
"""The same, for terms that want an agreement of their own."""


def telling_at(now: datetime, policy: Policy) -> datetime:
    """Now, or the end of the quiet hours in which it is now: nobody is woken by terms of use."""
    quiet, wall = policy.reminders, local(now)
    if quiet.quiet_until <= wall.time() < quiet.quiet_from:
        return now
    morning = wall.date() + (DAY if wall.time() >= quiet.quiet_from else DAY * 0)
    return at_office(morning, quiet.quiet_until)


def separate(policy: Policy) -> frozenset[str]:
    """The documents that want a button of their own (S 4)."""
    return frozenset(policy.terms.separate)


def deems_tool(policy: Policy) -> bool:
    """Is applying itself agreeing to the video tool's terms (K 4)?"""
    return "tool" in policy.documents and "tool" not in policy.terms.separate
