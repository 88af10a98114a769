"""What they agree to, one line each, the full text on request. Agreement is recorded only by *agree and apply*."""

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

READ = "read-"


def documents(view: View) -> Text | tuple[Text, ...]:
    """One line a document: what it asks, with version and date."""
    return tuple(
        Text(
            f"terms.{each.name}.line",
            {
                "version": each.version,
                "effective": each.effective,
                "tool": view.policy.video.tool,
                "sample": Text("terms.sample") if each.sample else "",
            },
        )
        for each in view.documents
    )


def _choices(_draft: Draft, view: View) -> tuple[Option[str], ...]:
    texts = tuple(Option(f"{READ}{each.name}", Text(f"terms.{each.name}.read")) for each in view.documents)
    go_on = Option("go_on", Text("booking.terms.go_on"))
    return (go_on, *texts, Option("disagree", Text("booking.terms.disagree")))


def _effect(value: str, _draft: Draft, view: View) -> Effect:
    if value.startswith(READ):
        return Effect(start="reading", subject=value.removeprefix(READ), over=True)
    if value == "disagree":
        return Effect((Told("booking.terms.disagreed", {"phone": view.policy.phone}),))
    return NO_EFFECT


def _values(_draft: Draft, view: View) -> Values:
    return {"documents": documents(view)}


TERMS: Step[Draft, str] = Step(
    "terms",
    next=Branch(lambda draft: "device" if draft.terms == "go_on" else LEAVE, ("device", LEAVE)),
    field="terms",
    choices=_choices,
    values=_values,
    effect=_effect,
)
