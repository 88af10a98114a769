"""To book for somebody who telephones (K 6(2)): a person without a chat, whom staff tell by telephone whatever comes.

The rules are those of the clerk's office; the texts are read out, and the agreement says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import islice
from typing import TYPE_CHECKING

from flows.booking import wished
from flows.booking.conditions import DEVICE, PLACE
from flows.booking.draft import Consent
from flows.booking.draft import Draft as Answers
from flows.booking.name import NAME
from flows.booking.name_reading import NAME_READING
from flows.booking.needs import COMPANION, HELP, INTERPRETER, NEEDED, TICKING
from flows.booking.number import NUMBER, REFUSED, SPLIT
from flows.booking.period import PAST, PERIOD
from flows.booking.phone import PHONE
from flows.booking.residence import RESIDENCE
from flows.booking.review import answers
from flows.booking.separate import SEPARATE
from flows.booking.status import STATUS, STATUS_SURE
from flows.booking.terms import documents, lines, versions
from flows.desk.behind import at_desk, behind
from flows.facts import CalledIn
from flows.messages import Told
from flows.office import refusals, rules
from flows.office.offers import answer_due, with_desks
from flows.office.opening import Slot, can_book, can_offer, slot_at, slot_from_code, soonest
from flows.office.policy import at_office, local
from flows.office.terms import READ_APART, READ_OUT, separate
from flows.reading.when import read_list
from flows.staff import exceptions
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Effect, Flow, Option, Step
from flows.values import Text

if TYPE_CHECKING:
    from flows.booking.terms import Versions
    from flows.office.refusals import Refusal
    from flows.office.view import View

NEAREST = 6
"""Free times shown as buttons; any other is typed."""


@dataclass(frozen=True, slots=True)
class When:
    """The times that were named, and the clerk's stated reason for one that is past its time (K 6(1))."""

    starts: tuple[datetime, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft(Answers):
    """The caller's answers to the questions of every job seeker, and whether the time is booked or only wished for."""

    how: str | None = None
    exception: str = ""


def _text(name: str) -> str:
    return f"staff.calling.{name}"


# -- when ----------------------------------------------------------------------------------------------------


def _directly(view: View) -> bool:
    """Does this office book a free time at once, with nobody offering it first?"""
    return view.policy.booking.mode == "direct"


def _free(_draft: Draft, view: View) -> tuple[Option[When], ...]:
    may = can_book if _directly(view) else can_offer
    nearest = islice(soonest(view.now, view.taken, view.policy, may), NEAREST)
    return tuple(Option(When((slot.start,)), Text("wish.time.label", {"start": slot.start})) for slot in nearest)


def _read(text: str, view: View) -> When | None:
    typed, reason = exceptions.split(text, view)
    moments = read_list(typed, local(view.now).date(), view.words.date_words(), view.words.tag) or ()
    if not moments or not all(isinstance(each.time, time) for each in moments):
        return None
    starts = {at_office(each.day, each.time).astimezone(UTC) for each in moments if isinstance(each.time, time)}
    return When(tuple(sorted(starts)), reason)


def _pick(code: str, view: View) -> When | None:
    slot = slot_from_code(code, view.policy)
    return When((slot.start,)) if slot else None


def _check(value: When, _draft: Draft, view: View) -> Refusal | None:
    """With a stated reason one time may be past its time, and is booked."""
    most = 1 if value.reason or _directly(view) else view.policy.booking.wishes
    if len(value.starts) > most:
        return refusals.WishesFull(most)
    refused = (_refusal(slot_at(each, view.policy), view, value.reason) for each in value.starts)
    return next((each for each in refused if each), None) if value.starts else refusals.Missing()


def _refusal(slot: Slot, view: View, reason: str = "") -> Refusal | None:
    rule = rules.bookable if _directly(view) else rules.wishable
    refused = rule(slot, view.now, view.taken, view.policy)
    if reason and isinstance(refused, refusals.TooLate | refusals.NoMoreTimes):
        return rules.offerable(slot, view.now, view.taken, view.policy, exception=True)
    return refused


def _put(draft: Draft, value: When) -> Draft:
    return replace(draft, wishes=value.starts, exception=value.reason)


def _excepted(draft: Draft, view: View) -> str:
    """The reason, where the time wants one."""
    late = any(_refusal(slot_at(each, view.policy), view) for each in draft.wishes)
    return draft.exception if late else ""


TIME: Step[Draft, When] = at_desk(
    Step(
        "time",
        next="how",
        put=_put,
        get=lambda draft: When(draft.wishes, draft.exception) if draft.wishes else None,
        text=_text("time"),
        choices=_free,
        show=lambda value: Slot(value.starts[0], 0).code,
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
    skip=lambda draft, view: len(draft.wishes) != 1 or bool(draft.exception) or _directly(behind(view)),
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
    return None if value == _deemed(view) else refusals.TermsChanged()


def _deemed(view: View) -> Versions:
    """All that is agreed to by applying."""
    return versions(view, frozenset(each.name for each in view.documents) - separate(view.policy))


TERMS: Step[Draft, str | Versions] = at_desk(
    Step(
        "terms",
        next=Branch(lambda draft: "separate" if draft.terms == "read" else LEAVE, ("separate", LEAVE)),
        text=_text("terms"),
        choices=lambda _draft, view: (
            Option(_deemed(view), Text(READ_OUT)),
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
APART: Step[Draft, Consent | str] = at_desk(
    SEPARATE,  # type: ignore[arg-type]  # the job seeker's question, of the same fields
    text=_text("separate"),
    next=Branch(lambda draft: LEAVE if draft.terms == "disagree" else "review", ("review", LEAVE)),
    choices=lambda _draft, view: _apart(behind(view)),
    effect=lambda _value, _draft, _view: NO_EFFECT,
)


def _apart(view: View) -> tuple[Option[Consent | str], ...]:
    consent = Consent(versions(view, separate(view.policy)), view.tag, view.now, view.words.text(READ_APART))
    return Option(consent, Text(READ_APART)), Option("disagree", Text("staff.calling.terms.disagree"))


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
            **answers(draft, view),
            "documents": (*documents(view), *lines(view, separate(view.policy))),
            "how": Text(f"staff.calling.how.{_how(draft, view)}"),
        },
    )
)


def _how(draft: Draft, view: View) -> str:
    if len(draft.wishes) != 1:
        return "wish"
    return "book" if draft.exception or _directly(view) else draft.how or "wish"


def _done(draft: Draft, view: View) -> Effect:
    inside = behind(view)
    if inside.clerk is None:
        return NO_EFFECT
    kept = wished(draft, answer_due(draft.wishes, view.now, inside.policy), inside)
    slots = tuple(slot_at(each, inside.policy) for each in draft.wishes)
    placed = with_desks(slots, inside.taken, inside.policy)[:1] if _how(draft, inside) == "book" else ()
    apart = draft.separate.documents if draft.separate else ()
    reason = _excepted(draft, inside)
    fact = CalledIn(
        kept,
        draft.documents,
        view.words.text(READ_OUT),
        view.tag,
        inside.clerk,
        separately=apart,
        separate_words=draft.separate.words if draft.separate else "",
        booked=placed[0] if placed else None,
        exception=reason if placed else "",
    )
    key = "staff.calling.booked" if placed else "staff.calling.asked"
    told = Told(key, {"code": view.fresh_code, "times": draft.wishes})
    return Effect((told, *exceptions.told(view.fresh_code, inside.clerk, fact.exception)), (fact,), start="desk")


def _quiet(_value: object, _draft: Draft, _view: View) -> Effect:
    """What a job seeker is told upon an answer is not said to staff."""
    return NO_EFFECT


def _numbered(value: object, _draft: Draft, view: View) -> Effect:
    """Where the office decides about who has no number, whoever is at its desk has decided; where it serves nobody
    without one, that is said.
    """
    if value != REFUSED:
        return NO_EFFECT
    return Effect((Told("booking.number.refused", {"phone": behind(view).policy.phone}),))


CALLING: Flow[Draft] = Flow(
    "calling",
    steps=(
        at_desk(DEVICE, text=_text("device")),  # type: ignore[arg-type]  # the job seeker's questions fill the same fields
        at_desk(PLACE, text=_text("place")),  # type: ignore[arg-type]
        at_desk(NAME, text=_text("name"), next="name_reading"),  # type: ignore[arg-type]
        at_desk(NAME_READING, text=_text("name_reading")),  # type: ignore[arg-type]
        at_desk(NUMBER, text=_text("number"), effect=_numbered),  # type: ignore[arg-type]
        at_desk(SPLIT, text=_text("split")),  # type: ignore[arg-type]
        at_desk(PHONE, text=_text("phone"), contact=False),  # type: ignore[arg-type]
        at_desk(RESIDENCE, text=_text("residence"), effect=_quiet),  # type: ignore[arg-type]
        at_desk(STATUS, text=_text("status"), effect=_quiet),  # type: ignore[arg-type]
        at_desk(STATUS_SURE, text=_text("status_sure"), effect=_quiet),  # type: ignore[arg-type]
        at_desk(PERIOD, text=_text("period")),  # type: ignore[arg-type]
        at_desk(  # no reminder of its end: that is written, and nothing is ever written to a caller
            PAST,  # type: ignore[arg-type]
            text=_text("past"),
            next=Branch(lambda draft: "period" if draft.past == "retype" else "needs", ("period", "needs")),
        ),
        at_desk(NEEDED, text=_text("needs")),  # type: ignore[arg-type]
        at_desk(INTERPRETER, text=_text("interpreter")),  # type: ignore[arg-type]
        at_desk(COMPANION, text=_text("companion")),  # type: ignore[arg-type]
        at_desk(
            HELP,  # type: ignore[arg-type]
            text=_text("access"),
            next=Branch(lambda draft: "access" if draft.helped == TICKING else "time", ("access", "time")),
        ),
        TIME,
        HOW,
        TERMS,
        APART,
        REVIEW,
    ),
    draft=Draft,
    done=_done,
    keeps=True,
)
