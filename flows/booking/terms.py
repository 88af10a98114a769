"""What they agree to, one line each, the full text on request. Agreement is recorded only by *agree and apply*."""

from dataclasses import replace
from typing import TypeAlias

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office import refusals
from flows.office.refusals import Refusal
from flows.office.terms import deems_tool, separate
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.terms.points import points
from flows.terms.reading import SHORT
from flows.values import Text, Values

READ = "read-"
Versions: TypeAlias = tuple[tuple[str, str], ...]
Read: TypeAlias = str | Versions
"""*Go on* holds name and version of each text that was shown."""


def _deemed(view: View) -> frozenset[str]:
    """What is agreed to by applying."""
    return frozenset(each.name for each in view.documents) - separate(view.policy)


def documents(view: View) -> tuple[Text, ...]:
    """Those agreed to by applying, one line each."""
    return lines(view, _deemed(view))


def lines(view: View, which: frozenset[str]) -> tuple[Text, ...]:
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
        if each.name in which
    )


def versions(view: View, which: frozenset[str]) -> Versions:
    return tuple((each.name, each.version) for each in view.documents if each.name in which)


def tool_terms(view: View, apart: str) -> Text | str:
    """How the video tool's terms are agreed to: by applying (K 4), or `apart` from it (S 4)."""
    if "tool" not in view.policy.documents:
        return ""
    return Text("booking.terms.deemed" if deems_tool(view.policy) else apart, {"tool": view.policy.video.tool})


def page(view: View) -> Text | str:
    """Where the texts stand as web pages."""
    return Text("booking.terms.page", {"url": view.terms_url}) if view.terms_url else ""


def _choices(_draft: Draft, view: View) -> tuple[Option[Read], ...]:
    deemed = _deemed(view)
    go_on: Option[Read] = Option(versions(view, deemed), Text("booking.terms.go_on"))
    short: Option[Read] = Option(f"{READ}{SHORT}", Text("booking.terms.short"))
    disagree: Option[Read] = Option("disagree", Text("booking.terms.disagree"))
    return (go_on, *((short,) if points(view) else ()), *reading(view, deemed), disagree)


def reading(view: View, which: frozenset[str]) -> tuple[Option[Read], ...]:
    """A button for each text that can be read."""
    there = (each.name for each in view.documents if each.pages and each.name in which)
    return tuple(Option(f"{READ}{name}", Text(f"terms.{name}.read")) for name in there)


def _put(draft: Draft, value: Read) -> Draft:
    if isinstance(value, tuple):
        return replace(draft, terms="go_on", documents=value)
    return replace(draft, terms="disagree" if value == "disagree" else None)


def _effect(value: Read, _draft: Draft, view: View) -> Effect:
    if isinstance(value, tuple):
        return NO_EFFECT
    if value.startswith(READ):
        return Effect(start="reading", subject=value.removeprefix(READ), over=True)
    return Effect((Told("booking.terms.disagreed", {"phone": view.policy.phone}),))


def _check(value: Read, _draft: Draft, view: View) -> Refusal | None:
    """Agreed is what was shown: all that the office asks for, and a version that came since must be shown first."""
    if isinstance(value, tuple) and not {*view.policy.documents} <= {each.name for each in view.documents}:
        return refusals.TextsMissing(view.policy.phone)
    return refusals.TermsChanged() if isinstance(value, tuple) and value != versions(view, _deemed(view)) else None


def _values(_draft: Draft, view: View) -> Values:
    apart = tool_terms(view, "booking.terms.separately")
    return {"documents": documents(view), "tool_terms": apart, "page": page(view)}


TERMS: Step[Draft, Read] = Step(
    "terms",
    next=Branch(lambda draft: "separate" if draft.terms == "go_on" else LEAVE, ("separate", LEAVE)),
    choices=_choices,
    show=lambda value: "go_on" if isinstance(value, tuple) else value,
    put=_put,
    get=lambda draft: draft.documents if draft.terms == "go_on" else None,
    check=_check,
    required=True,
    values=_values,
    variant=lambda draft, _view: "direct" if draft.at_once else "ask",
    effect=_effect,
)
