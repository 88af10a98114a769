"""The summary: every answer shown, any of them changeable; then *agree and apply*, or *agree and book*."""

from dataclasses import replace

from flows.booking.draft import Draft
from flows.booking.earlier import ANEW, known
from flows.booking.form import filled_in
from flows.booking.line import summary
from flows.booking.name_reading import NAME_READING, both
from flows.booking.needs import told
from flows.booking.period import PERIOD, period_text, promised
from flows.booking.status import STATUS, status_text
from flows.booking.terms import documents, tool_terms
from flows.office.form import Form
from flows.office.interpreting import is_there
from flows.office.opening import slot_at
from flows.office.policy import local
from flows.office.view import View
from flows.reading.phone import national
from flows.step import DONE, Branch, Option, Step
from flows.values import Text, Value, Values

CHANGEABLE = ("details", "name", "name_reading", "number", "phone", "residence", "status", "period", "needs", "day")
"""Steps, in the order of the summary; `day` stands for all the wishes."""


def answers(draft: Draft, view: View) -> Values:
    """All answers as the person reads them."""
    return {
        **_details(draft, view),
        "residence": Text(f"residence.{draft.residence}") if draft.residence else "",
        "status": status_text(draft.status) if draft.status else "",
        "period": period_text(draft.period) if draft.period else "",
        "reminder": local(at).date() if (at := promised(draft, view)) else "",
        "needs": _needs(draft, view),
        "wishes": tuple(draft.wishes),
        **summary(draft, view.policy),
        "documents": documents(view),
        "tool_terms": tool_terms(view, "booking.review.separately"),
        "ring": Text(_silent(draft), {"url": view.return_url}) if not view.can_ring else "",
    }


def _details(draft: Draft, view: View) -> Values:
    """Masked where they were not typed here: what was said another time, or on a page of ours, is not repeated."""
    masks = view.application(known(draft)) or (filled_in(draft, view) if view.by_form else None)
    number = masks.masked_number if masks else draft.number
    phone = national(draft.phone) if draft.phone else ""
    name = masks.masked_name if masks else draft.name or ""
    return {
        "name": name if isinstance(masks, Form) else both(name, draft.name_reading or ""),
        "number": number or Text("booking.number.not_yet"),
        "phone": masks.masked_phone if isinstance(masks, Form) else phone,
    }


def _needs(draft: Draft, view: View) -> Value:
    """With a word of warning where nobody is there to interpret at a time that was typed."""
    shown = told(draft.needs or "none", draft.interpreter or "", draft.companion or "", draft.access)
    slots = (slot_at(start, view.policy) for start in draft.wishes)
    away = any(is_there(draft.interpreter or "", slot, view.policy) is False for slot in slots)
    return (*shown, Text("needs.away")) if away and isinstance(shown, tuple) else shown


def _silent(draft: Draft) -> str:
    """What a page that cannot ring will not tell: that an answer has come, or that the day has."""
    return "booking.review.cannot_remind" if _kind(draft) == "direct" else "booking.review.cannot_ring"


def _kind(draft: Draft) -> str:
    """What is sent: a request, a booking, or the wish to wait for a time."""
    if draft.waits:
        return "waits"
    return "direct" if draft.at_once else "ask"


SENDS = {"ask": "apply", "direct": "book", "waits": "wait"}


def _choices(draft: Draft, _view: View) -> tuple[Option[str], ...]:
    names = (SENDS[_kind(draft)], "change")
    return tuple(Option(each, Text(f"booking.review.{each}")) for each in names)


REVIEW: Step[Draft, str] = Step(
    "review",
    next=Branch(lambda draft: "change" if draft.review == "change" else DONE, (DONE, "change")),
    field="review",
    choices=_choices,
    variant=lambda draft, _view: _kind(draft),
    hint=lambda draft, _view: "hint" if _kind(draft) == "ask" else f"{_kind(draft)}_hint",
    values=answers,
    direct=True,
)


def _changeable(draft: Draft, view: View) -> tuple[Option[str], ...]:
    asked = view.policy.asked
    together = bool(known(draft)) or view.by_form
    absent = {
        **dict.fromkeys(("name", "phone"), together),
        "name_reading": view.by_form or NAME_READING.skip(draft, view),
        "number": not asked.number or together,
        "details": not together,
        "residence": asked.residence == "off",
        "status": STATUS.skip(draft, view),
        "period": PERIOD.skip(draft, view),
        "needs": not asked.needs,
    }
    names = [each for each in CHANGEABLE if not absent.get(each)]
    shown = ("time" if each == "day" and draft.at_once else each for each in (*names, "nothing"))
    return tuple(Option(_step(each), Text(f"booking.change.{each}")) for each in shown)


def _step(name: str) -> str:
    return "day" if name == "time" else name


def _reopened(draft: Draft, value: str) -> Draft:
    """An answer stays until another replaces it: wishes are shown, to be kept, added to or said again; a time that
    would be booked is asked for anew.
    """
    more = "another" if value == "day" and draft.at_once else draft.more
    if value == "day" and draft.waits:  # the day can be waited for again
        return replace(draft, change=value, review=None, waits=False, timed=False)
    if value == "details":
        return replace(draft, change=value, review=None, earlier=ANEW)
    return replace(draft, change=value, review=None, more=more)


def _reopens(draft: Draft) -> str:
    if draft.change == "day":
        return "more" if draft.wishes and not draft.at_once else "day"
    if draft.change == "details":
        return "form"
    return draft.change if draft.change in CHANGEABLE else "review"


CHANGE: Step[Draft, str] = Step(
    "change",
    next=Branch(_reopens, ("form", *CHANGEABLE[1:], "more", "review")),
    choices=_changeable,
    put=_reopened,
    direct=True,
)
