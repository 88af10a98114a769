"""What this is, what is collected and why, before the first field (Personal Information Protection Act 62)."""

from flows import anytime
from flows.booking.draft import Draft
from flows.messages import Refused
from flows.office import refusals, rules
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.step import NO_EFFECT, Effect, Option, Step
from flows.values import Text, Values


def _values(_draft: Draft, view: View) -> Values:
    """What the office does not ask about has no line here."""
    asked, office = view.policy.asked, view.policy.name(view.tag)
    return {
        "office": office,
        "days": view.policy.retention.personal_days,
        "number": Text(f"booking.purpose.{asked.without_number}", {"office": office}) if asked.number else "",
        "needs": Text("booking.purpose.needs") if asked.needs else "",
        "also": "" if asked.residence == "off" else Text(f"booking.purpose.{asked.residence}"),
    }


def _check(value: str, _draft: Draft, view: View) -> Refusal | None:
    """What was read here is what happens: a booking at once, or a request that the office answers."""
    return None if value == view.policy.booking.mode else refusals.WayChanged()


def barred(_draft: Draft, view: View) -> Effect | None:
    """Whom a clerk has refused later use, and everybody while the office takes no bookings, is told so at the moment
    they ask, rather than after reading what would be collected of them.
    """
    stopped = rules.taking_bookings(stopped=view.stopped_at is not None, policy=view.policy)
    refusal = stopped or rules.may_apply(view.own_standing, view.now, view.policy)
    if refusal is None:
        return None
    text = refusal.text()
    return Effect((Refused(text.key, text.values),), start="home")


def _effect(_value: str, draft: Draft, view: View) -> Effect:
    """Who has as many open as the office allows sees them, rather than being asked for nothing."""
    if told := barred(draft, view):
        return told
    refusal = rules.open_limit(view.open_applications, view.policy)
    if refusal is None:
        return NO_EFFECT
    text = refusal.text()
    return Effect((Refused(text.key, text.values),), start=anytime.BOOKING)


PURPOSE: Step[Draft, str] = Step(
    "purpose",
    next="terms",
    field="purpose",
    choices=lambda _draft, view: (Option(view.policy.booking.mode, Text("booking.purpose.go_on")),),
    show=lambda _value: "go_on",
    check=_check,
    required=True,
    effect=_effect,
    instead=barred,
    variant=lambda _draft, view: "direct" if view.policy.booking.mode == "direct" else "ask",
    values=_values,
)
