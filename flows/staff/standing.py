"""Orders about later use and about *I was in touch*: refuse, lift, timeline, accept, uphold.

Only a clerk refuses, never a count; only a lead decides an appeal, and never about their own mark. A reason is one of a
list, because the person is told it: no free words of staff ever reach a person from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.engine import Turn
from flows.facts import AppealDecided, Clerk, UseAllowed, UseRefused
from flows.messages import Ask, Choice, Refused, Told
from flows.office.standing import ABSENCES, REASONS, RESIDENCE, last_day, lengths, reasons_for, stands
from flows.office.timeline import Happening
from flows.reading.text import fold
from flows.staff import cards
from flows.staff.erased import telling
from flows.values import Text, Value, Values

if TYPE_CHECKING:
    from flows.office.appointment import Application
    from flows.office.view import View
    from flows.session import Session

LEAD = "lead"


def refuse(application: Application, by: Clerk, rest: str, session: Session, view: View) -> Turn:
    """`refuse 30 absences`: what is not said is asked with buttons. What is booked already stays."""
    refused = view.standing_of(application.person).refused
    if refused and stands(refused, view.now):
        known: Values = {"code": application.code, "until": refused.until, "by": refused.by}
        return Turn(session, (Refused("staff.refused.already_refused", known),))
    days, reason = _read(rest, view)
    if days is not None and not 1 <= days <= view.policy.refusal.max_days:
        limit: Values = {"code": application.code, "days": view.policy.refusal.max_days}
        return Turn(session, (Refused("staff.refused.refusal_length", limit),))
    if reason is None:
        return Turn(session, (_reasons(application, days, view),))
    if reason not in _reasons_for(application, view):
        key = "staff.refused.no_suspension" if reason == RESIDENCE else "staff.refused.no_absence"
        return Turn(session, (Refused(key, {"code": application.code}),))
    if days is None:
        return Turn(session, (_lengths(application, reason, view),))
    until = last_day(view.now, days)
    told: Values = {
        "code": application.code,
        "reason": Text(f"refuse.{reason}"),
        "until": until,
        "by": by.name,
        "told": telling(application),
    }
    return Turn(session, (Told("staff.did.use_refused", told),), (UseRefused(application.id, reason, until, by),))


def _reasons_for(application: Application, view: View) -> tuple[str, ...]:
    return reasons_for(application, view.standing_of(application.person).no_shows, view.policy)


def still_refused(application: Application, view: View) -> tuple[Told, ...]:
    """What has just been put right may have been why later use is refused: only a clerk lifts that."""
    refused = view.standing_of(application.person).refused
    if refused is None or refused.reason != ABSENCES or not stands(refused, view.now):
        return ()
    return (Told("staff.did.still_refused", {"code": application.code, "until": refused.until, "by": refused.by}),)


def _read(rest: str, view: View) -> tuple[int | None, str | None]:
    """Days and reason, in either order, as typed or as a button carries them."""
    words = fold(rest).replace("-", " ").split()
    days = next((int(word) for word in words if word.isdecimal() and word.isascii() and len(word) < 6), None)  # noqa: PLR2004
    said = " ".join(word for word in words if not word.isdecimal())
    return days, next((each for each in REASONS if said in _spellings(each, view)), None)


def _spellings(reason: str, view: View) -> frozenset[str]:
    label = fold(view.words.text(f"staff.refuse.{reason}"))
    return frozenset({reason, reason.replace("_", " "), label, label.replace("-", " ")})


def _reasons(application: Application, days: int | None, view: View) -> Ask:
    length = [str(days)] if days is not None else []
    choices = tuple(
        _choice(application, each, Text(f"staff.refuse.{each}"), [*length, each])
        for each in _reasons_for(application, view)
    )
    return Ask("staff.card.refuse_why", cards.opens(application, "refuse"), {"code": application.code}, choices)


def _lengths(application: Application, reason: str, view: View) -> Ask:
    choices = tuple(
        _choice(application, str(each), Text("staff.card.days", {"days": each}), [str(each), reason])
        for each in lengths(view.policy)
    )
    return Ask("staff.card.refuse_days", cards.opens(application, "refuse"), {"code": application.code}, choices)


def _choice(application: Application, _name: str, label: Text, words: list[str]) -> Choice:
    return Choice("-".join(["refuse", *words]), label, " ".join([application.code, "refuse", *words]))


def lift(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    refused = view.standing_of(application.person).refused
    if refused is None or not stands(refused, view.now):
        return Turn(session, (Refused("staff.refused.not_refused", {"code": application.code}),))
    told = Told("staff.did.use_allowed", {"code": application.code, "by": by.name, "told": telling(application)})
    return Turn(session, (told,), (UseAllowed(application.id, by),))


def timeline(application: Application, _by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    """Everything that was written down around the booking, in the order in which it happened."""
    lines = tuple(_line(each) for each in view.timelines.get(application.id, ()))
    if not lines or application.appointment is None:
        return Turn(session, (Told("staff.timeline.empty", {"code": application.code}),))
    shown: Values = {**cards.values(application, view), "lines": lines}
    return Turn(session, (Told("staff.timeline.list", shown),))


def _line(happening: Happening) -> Text:
    if happening.channel:
        letter = Text(f"staff.timeline.letter.{happening.what}")
        by: Values = {"at": happening.at, "letter": letter, "channel": Text(f"staff.channel.{happening.channel}")}
        return Text("staff.timeline.line_accepted", by)
    name: Value = happening.name or Text(f"staff.timeline.author.{happening.author}")
    kind = f"contact.{happening.what}" if happening.contact else f"staff.timeline.{happening.what}"
    known: dict[str, Value] = {"at": happening.at, "what": Text(kind), "by": name}
    if happening.written_later and happening.recorded_at:
        return Text("staff.timeline.line_later", {**known, "recorded": happening.recorded_at})
    return Text("staff.timeline.line", known)


def accept(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    return _decide(application, by, session, view, accepted=True)


def uphold(application: Application, by: Clerk, _rest: str, session: Session, view: View) -> Turn:
    return _decide(application, by, session, view, accepted=False)


def _decide(application: Application, by: Clerk, session: Session, view: View, *, accepted: bool) -> Turn:
    known: Values = {"code": application.code, "by": by.name}
    if not application.appealed:
        return Turn(session, (Refused("staff.refused.no_appeal", {"code": application.code}),))
    if by.role != LEAD:
        return Turn(session, (Refused("staff.refused.not_lead", known),))
    if application.appointment and view.author(by) in application.appointment.marked_by.split():
        return Turn(session, (Refused("staff.refused.own_mark", {**known, "office": view.policy.id}),))
    told = Told("staff.did.accept" if accepted else "staff.did.uphold", {**known, "told": telling(application)})
    return Turn(session, (told,), (AppealDecided(application.id, accepted, by),))
