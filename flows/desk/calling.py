"""To book for somebody who telephones (K 6(2)): a person without a chat, whom staff tell by telephone whatever comes.

The rules are those of the clerk's office; the texts are read out, and the agreement says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import islice
from typing import TYPE_CHECKING

from flows.booking.name import NAME
from flows.booking.needs import INTERPRETED, INTERPRETER, NEEDED
from flows.booking.number import NUMBER, SPLIT
from flows.booking.phone import PHONE
from flows.booking.residence import RESIDENCE
from flows.booking.review import answers
from flows.booking.terms import documents, versions
from flows.desk.behind import at_desk, behind
from flows.facts import CalledIn, Wished
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.offers import answer_due, with_desks
from flows.office.opening import Slot, slot_at, slot_from_code, soonest
from flows.office.policy import at_office, local
from flows.reading.when import read_list
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text

if TYPE_CHECKING:
    from flows.booking.terms import Versions
    from flows.office.refusals import Refusal
    from flows.office.view import View

NEAREST = 6
"""Free times shown as buttons; any other is typed."""
READ_OUT = "staff.calling.terms.read"
"""The words of the agreement: read out by staff."""
Starts = tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    name: str | None = None
    number: str | None = None
    guess: str | None = None
    phone: str | None = None
    residence: str | None = None
    needs: str | None = None
    interpreter: str | None = None
    wishes: Starts = ()
    how: str | None = None
    terms: str | None = None
    documents: tuple[tuple[str, str], ...] = ()
    review: str | None = None


def _text(name: str) -> str:
    return f"staff.calling.{name}"


# -- when ----------------------------------------------------------------------------------------------------


def _free(_draft: Draft, view: View) -> tuple[Option[Starts], ...]:
    nearest = islice(soonest(view.now, view.taken, view.policy), NEAREST)
    return tuple(Option((slot.start,), Text("wish.time.label", {"start": slot.start})) for slot in nearest)


def _read(text: str, view: View) -> Starts | None:
    moments = read_list(text, local(view.now).date(), view.words.date_words(), view.words.tag) or ()
    if not moments or not all(isinstance(each.time, time) for each in moments):
        return None
    starts = {at_office(each.day, each.time).astimezone(UTC) for each in moments if isinstance(each.time, time)}
    return tuple(sorted(starts))


def _pick(code: str, view: View) -> Starts | None:
    slot = slot_from_code(code, behind(view).policy)
    return (slot.start,) if slot else None


def _check(value: Starts, _draft: Draft, view: View) -> Refusal | None:
    if len(value) > view.policy.booking.wishes:
        return refusals.WishesFull(view.policy.booking.wishes)
    refused = (rules.wishable(slot_at(each, view.policy), view.now, view.taken, view.policy) for each in value)
    return next((each for each in refused if each), None) if value else refusals.Missing()


TIME: Step[Draft, Starts] = at_desk(
    Step(
        "time",
        next="how",
        field="wishes",
        text=_text("time"),
        choices=_free,
        show=lambda value: Slot(value[0], 0).code,
        pick=_pick,
        read=_read,
        check=_check,
        required=True,
    )
)
HOW: Step[Draft, str] = Step(
    "how",
    next="terms",
    field="how",
    text=_text("how"),
    choices=lambda _draft, _view: tuple(Option(each, Text(f"staff.calling.how.{each}")) for each in ("book", "wish")),
    values=lambda draft, _view: {"times": tuple(draft.wishes)},
    skip=lambda draft, _view: len(draft.wishes) != 1,
    required=True,
)


# -- terms and summary ---------------------------------------------------------------------------------------


def _agree(draft: Draft, value: str | Versions) -> Draft:
    if isinstance(value, tuple):
        return replace(draft, terms="read", documents=value)
    return replace(draft, terms="disagree", documents=())


def _agreed(value: str | Versions, _draft: Draft, view: View) -> Refusal | None:
    if not isinstance(value, tuple):
        return None
    if not {*view.policy.documents} <= {each.name for each in view.documents}:
        return refusals.TextsMissing(view.policy.phone)
    return None if value == versions(view) else refusals.TermsChanged()


TERMS: Step[Draft, str | Versions] = at_desk(
    Step(
        "terms",
        next=Branch(lambda draft: "review" if draft.terms == "read" else LEAVE, ("review", LEAVE)),
        text=_text("terms"),
        choices=lambda _draft, view: (
            Option(versions(view), Text(READ_OUT)),
            Option("disagree", Text("staff.calling.terms.disagree")),
        ),
        show=lambda value: "read" if isinstance(value, tuple) else value,
        put=_agree,
        get=lambda draft: draft.documents if draft.terms == "read" else None,
        check=_agreed,
        values=lambda _draft, view: {"documents": documents(view)},
        required=True,
    )
)
REVIEW: Step[Draft, str] = at_desk(
    Step(
        "review",
        next=Branch(lambda draft: DONE if draft.review == "apply" else LEAVE, (DONE, LEAVE)),
        field="review",
        text=_text("review"),
        choices=lambda _draft, _view: tuple(
            Option(each, Text(f"staff.calling.review.{each}")) for each in ("apply", "drop")
        ),
        values=lambda draft, view: {
            **answers(draft, view),  # type: ignore[arg-type]  # the same fields, in another flow
            "how": Text(f"staff.calling.how.{_how(draft)}"),
        },
    )
)


def _how(draft: Draft) -> str:
    return draft.how or "wish" if len(draft.wishes) == 1 else "wish"


def _done(draft: Draft, view: View) -> Effect:
    inside = behind(view)
    if inside.clerk is None:
        return NO_EFFECT
    needs = draft.needs or "none"
    wished = Wished(
        code=view.fresh_code,
        name=draft.name or "",
        number=draft.number or "",
        phone=draft.phone or "",
        residence=draft.residence or "",
        needs=needs,
        interpreter=draft.interpreter or "" if needs in INTERPRETED else "",
        wishes=draft.wishes,
        answer_due=answer_due(draft.wishes, view.now, inside.policy),
    )
    slots = tuple(slot_at(each, inside.policy) for each in draft.wishes)
    placed = with_desks(slots, inside.taken, inside.policy) if _how(draft) == "book" else ()
    fact = CalledIn(wished, draft.documents, READ_OUT, view.tag, inside.clerk, *placed[:1])
    key = "staff.calling.booked" if placed else "staff.calling.asked"
    return Effect((Told(key, {"code": view.fresh_code, "times": draft.wishes}),), (fact,), start="desk")


CALLING: Flow[Draft] = Flow(
    "calling",
    steps=(
        at_desk(NAME, text=_text("name")),  # type: ignore[arg-type]  # the job seeker's questions fill the same fields
        at_desk(NUMBER, text=_text("number")),  # type: ignore[arg-type]
        at_desk(SPLIT, text=_text("split")),  # type: ignore[arg-type]
        at_desk(PHONE, text=_text("phone"), contact=False),  # type: ignore[arg-type]
        at_desk(RESIDENCE, text=_text("residence"), effect=lambda _value, _draft, _view: NO_EFFECT),  # type: ignore[arg-type]
        at_desk(NEEDED, text=_text("needs")),  # type: ignore[arg-type]
        at_desk(INTERPRETER, text=_text("interpreter"), next="time"),  # type: ignore[arg-type]
        TIME,
        HOW,
        TERMS,
        REVIEW,
    ),
    draft=Draft,
    done=_done,
    keeps=True,
)
