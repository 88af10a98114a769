"""Which letter tells a person of which end of their application, and which asks staff what became of a booking."""

from __future__ import annotations

TOLD = {
    "notice.request_lapsed": "lapsed",
    "notice.wait_over": "lapsed",
    "notice.wait_closed": "lapsed",
    "booking.done.wait_over": "cancelled_by_person",
    "notice.offer_lapsed": "lapsed",
    "notice.declined": "declined",
    "cancelling.done": "cancelled_by_person",
    "notice.called_off": "cancelled_by_person",
    "notice.wish_accepted": "cancelled_by_person",
    "notice.our_fault": "cancelled_by_office",
    "notice.office_cancelled": "cancelled_by_office",
    "notice.deemed": "deemed_cancelled",
    "notice.no_contact": "deemed_cancelled",
    "notice.appeal_upheld": "deemed_cancelled",
    "notice.not_held": "not_held",
    "notice.attended": "attended",
    "notice.restored": "booked",
    "notice.not_held_undone": "booked",
    "notice.appeal_accepted": "booked",
    "notice.appeal_accepted_past": "booked",
    "notice.booked": "booked",
    "notice.moved": "booked",
}
"""Which letter tells a person of which end, or that their booking stands (again)."""
ASKED = ("staff.told.unmarked", "staff.told.no_link", "staff.told.start", "staff.told.start_wish", "staff.told.deemed")
TOLD_STARTS = ("notice.booked", "notice.moved")
