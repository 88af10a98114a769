"""The office's side of the counter: the same moment, seen with the clerk's office instead of their own bookings.

A job seeker's question must never be asked with this view: it holds other people's applications.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from flows.office.view import View
    from flows.step import Step

D = TypeVar("D")


def behind(view: View) -> View:
    counter = view.counter
    if counter is None:
        return view
    return replace(
        view,
        policy=counter.policy,
        taken=counter.taken,
        applications=counter.applications,
        documents=counter.documents,
        standing=counter.standing,
        timelines=counter.timelines,
        stopped_at=counter.stopped_at,
        closures=counter.closures,
        terms_url=counter.terms_url,
        person="",
        clerk=counter.clerk,
        cards={},
        prompt=None,
    )


def at_desk(step: Step[D, Any], **changes: Any) -> Step[D, Any]:  # noqa: ANN401 -- fields of a step
    """A question of a job seeker, put to a clerk by the rules of the clerk's office."""
    pick = step.pick
    inside: dict[str, Any] = {
        "choices": lambda draft, view: step.choices(draft, behind(view)),
        "read": lambda text, view: step.read(text, behind(view)),
        "pick": (lambda code, view: pick(code, behind(view))) if pick else None,
        "check": lambda value, draft, view: step.check(value, draft, behind(view)),
        "values": lambda draft, view: step.values(draft, behind(view)),
        "effect": lambda value, draft, view: step.effect(value, draft, behind(view)),
        "skip": lambda draft, view: step.skip(draft, behind(view)),
    }
    return replace(step, **{**inside, **changes})
