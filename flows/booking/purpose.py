"""What this is, what is collected and why, before the first field (Personal Information Protection Act 62)."""

from flows.booking.draft import Draft
from flows.office import rules
from flows.office.view import View
from flows.step import Option, Step
from flows.values import Text, Values


def _values(_draft: Draft, view: View) -> Values:
    return {"office": view.policy.name(view.words.tag), "days": view.policy.retention.personal_days}


PURPOSE: Step[Draft, str] = Step(
    "purpose",
    next="terms",
    field="purpose",
    choices=lambda _draft, _view: (Option("go_on", Text("booking.purpose.go_on")),),
    check=lambda _value, _draft, view: rules.open_limit(view.applications, view.policy),
    values=_values,
)
