"""The tables: one file per kind of record, all in this one metadata.

Here is said which tables there are; the naming of constraints and the kinds of columns are in `columns`.
Never here: statements, rules, or encryption.
"""

from __future__ import annotations

from storage.tables import (
    applications,
    appointments,
    audit,
    chats,
    claims,
    closures,
    documents,
    due,
    forms,
    inbox,
    keys,
    links,
    meetings,
    offers,
    outbox,
    people,
    policies,
    promises,
    prompts,
    staff,
    standing,
    ticks,
    web,
)
from storage.tables.columns import metadata

__all__ = [
    "applications",
    "appointments",
    "audit",
    "chats",
    "claims",
    "closures",
    "documents",
    "due",
    "forms",
    "inbox",
    "keys",
    "links",
    "meetings",
    "metadata",
    "offers",
    "outbox",
    "people",
    "policies",
    "promises",
    "prompts",
    "staff",
    "standing",
    "ticks",
    "web",
]
