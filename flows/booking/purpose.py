"""What this is, what is collected and why, before the first field (Personal Information Protection Act 62)."""

from flows import anytime
from flows.booking.draft import Draft
from flows.messages import Refused
from flows.office import rules
from flows.office.view import View
from flows.step import NO_EFFECT, Effect, Option, Step
from flows.values import Text, Values


def _values(_draft: Draft, view: View) -> Values:
    return {"office": view.policy.name(view.tag), "days": view.policy.retention.personal_days}


def _effect(_value: str, _draft: Draft, view: View) -> Effect:
    """Who has as many open as the office allows sees them, rather than being asked for nothing."""
    if stopped := rules.taking_bookings(stopped=view.stopped_at is not None, policy=view.policy):
        text = stopped.text()
        return Effect((Refused(text.key, text.values),), start="home", drop=True)
    refusal = rules.open_limit(view.open_applications, view.policy)
    if refusal is None:
        return NO_EFFECT
    text = refusal.text()
    return Effect((Refused(text.key, text.values),), start=anytime.BOOKING)


PURPOSE: Step[Draft, str] = Step(
    "purpose",
    next="terms",
    field="purpose",
    choices=lambda _draft, _view: (Option("go_on", Text("booking.purpose.go_on")),),
    effect=_effect,
    values=_values,
)
