"""The conditions of use: a device with a camera that is still supported, and a safe line (K 2(2), 5, 12(4); S 3, 14-12,
20-3), a private place (K 12(3); S 20-2). A *no* leads kindly to telephone and counter.
"""

from flows.booking.draft import Draft
from flows.messages import Told
from flows.office.device import at_booking
from flows.office.view import View
from flows.step import LEAVE, NO_EFFECT, Branch, Effect, Option, Step
from flows.values import Text, Values

YES_NO = (Option("yes", Text("yes")), Option("no", Text("no")))


def _ready(_draft: Draft, view: View) -> Values:
    policy = view.policy
    return {"tool": policy.video.tool, "phone": policy.phone, "checks": at_booking(policy)}


DEVICE: Step[Draft, str] = Step(
    "device",
    next=Branch(lambda draft: LEAVE if draft.device == "no" else "place", ("place", LEAVE)),
    field="device",
    get=lambda draft: draft.device if draft.device == "yes" else None,
    required=True,
    choices=lambda _draft, _view: YES_NO,
    values=_ready,
    effect=lambda value, _draft, view: (
        Effect((Told("booking.device.none", {"phone": view.policy.phone}),)) if value == "no" else NO_EFFECT
    ),
)

PLACE: Step[Draft, str] = Step(
    "place",
    next=Branch(lambda draft: LEAVE if draft.place == "no" else "name", ("name", LEAVE)),
    field="place",
    get=lambda draft: draft.place if draft.place == "yes" else None,
    required=True,
    choices=lambda _draft, _view: YES_NO,
    effect=lambda value, _draft, view: (
        Effect((Told("booking.place.none", {"phone": view.policy.phone}),)) if value == "no" else NO_EFFECT
    ),
)
