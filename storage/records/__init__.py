"""One file per kind of record: functions that take a unit of work and keep, find or change rows.

Never here: a decision of the trade (`flows`), a transaction's beginning or end (`storage.hand`).
"""
