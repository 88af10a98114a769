"""The keys of every question, computed from the flows: what is asked, what explains it, what its buttons say.

A step that has other variants than *ask*, or values, says so in the tables below; a test holds them to the flows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.booking.needs import NEEDS, TONGUES
from flows.booking.residence import ANSWERS
from flows.booking.review import CHANGEABLE
from flows.keys import desk
from flows.keys.key import (
    BOOKED,
    CODE,
    DAY,
    DOCUMENTS,
    FIVE_TIMES,
    MINUTES,
    OFFICE_ONLY,
    PHONE,
    PHONE_ONLY,
    REACH,
    START,
    TIMES,
    URL,
    Key,
    Keys,
    label,
)
from flows.office.appointment import Status
from flows.register import FLOWS
from flows.step import Flow, Step
from flows.values import Text, Values

NAME = "Test Maria Cristina de los Santos-Villanueva Fernandez"
ANSWERED: Values = {
    "name": NAME,
    "number": Text("booking.number.not_yet"),
    "phone": "090-0000-0000",
    "residence": Text("residence.does_not_apply"),
    "needs": Text("needs.both_in", {"language": Text("tongue.jsl")}),
    "wishes": TIMES,
    "documents": DOCUMENTS,
    "ring": Text("booking.review.cannot_ring", {"url": URL}),
}
READING: Values = {
    "title": Text("terms.office.title"),
    "version": "2026-11-01-second-edition",
    "effective": DAY,
    "page": 12,
    "pages": 14,
    "text": "x" * 3400,
}
STANDING: Values = {"code": CODE, "wishes": TIMES, "due": START, "phone": PHONE}
SURE: Values = {"code": CODE, "start": START, "phone": PHONE}
APPOINTED = {Status.BOOKED, Status.ATTENDED, Status.DEEMED_CANCELLED}

VARIANTS: dict[str, tuple[str, ...]] = {
    "wish.day": ("ask", "none"),
    "cancelling.sure": ("ask", "by_phone"),
    "looking.booking": (*Status, "nothing"),
}
SAMPLES: dict[str, Values] = {
    "booking.language.ask": OFFICE_ONLY,
    "booking.language.hint": OFFICE_ONLY,
    "booking.purpose.ask": {**OFFICE_ONLY, "days": 30},
    "booking.purpose.hint": {**OFFICE_ONLY, "days": 30},
    "booking.terms.ask": {"documents": DOCUMENTS},
    "booking.terms.hint": {"documents": DOCUMENTS},
    "booking.split.ask": {"number": "01234-56789012"},
    "booking.split.hint": {"number": "01234-56789012"},
    "booking.review.ask": ANSWERED,
    "booking.review.hint": ANSWERED,
    "wish.day.ask": {"nth": Text("wish.nth.3"), **PHONE_ONLY},
    "wish.day.none": {"nth": Text("wish.nth.3"), **PHONE_ONLY},
    "wish.day.hint": {"nth": Text("wish.nth.3"), **PHONE_ONLY},
    "wish.time.ask": {"day": DAY},
    "wish.time.hint": {"day": DAY},
    "wish.more.ask": {"wishes": TIMES},
    "wish.more.hint": {"wishes": TIMES},
    "choosing.offer.ask": {"code": CODE, "expires": START},
    "cancelling.sure.ask": SURE,
    "cancelling.sure.by_phone": SURE,
    "home.next.ask": OFFICE_ONLY,
    "home.next.hint": OFFICE_ONLY,
    "reading.page.ask": READING,
    **{f"looking.booking.{each}": {**STANDING, **(BOOKED if each in APPOINTED else {})} for each in Status},
    "looking.booking.offered": {**STANDING, "times": FIVE_TIMES, "expires": START},
}
SAMPLES |= desk.SAMPLES
"""What a text may count on; where a value is not always there, it is not here either."""


def asked() -> Keys:
    """For each step of each flow: every variant of its question, and its hint."""
    return dict(each for flow in FLOWS for step in flow.steps for each in _step(flow, step))


def _step(flow: Flow[Any], step: Step[Any, Any]) -> Iterator[tuple[str, Key]]:
    base = flow.key(step, "").removesuffix(".")
    for variant in VARIANTS.get(base, ("ask",)):
        key = f"{base}.{variant}"
        yield key, Key(f"The question {base}, where it stands at: {variant}.", base, SAMPLES.get(key, {}))
    hint = f"{base}.hint"
    yield hint, Key("Said when an answer was not understood twice: a right example.", base, SAMPLES.get(hint, {}))


BUTTONS: dict[str, tuple[str, ...]] = {
    "booking.purpose": ("go_on",),
    "booking.terms": ("go_on", "disagree"),
    "booking.number": ("not_yet",),
    "booking.split": ("yes", "no"),
    "booking.review": ("apply", "change"),
    "booking.change": (*CHANGEABLE, "nothing"),
    "needs": NEEDS,
    "tongue": TONGUES,
    "residence": ANSWERS,
    "wish.more": ("enough", "another", "again"),
    "choosing.offer": ("none",),
    "looking.booking": ("choose", "cancel", "late", "cannot_connect"),
    "home.next": ("book", "office"),
    "reading.page": ("next", "previous", "close"),
}


def buttons() -> Keys:
    """The labels that are their step's own."""
    own = {f"{base}.{each}": label(f"Button {each}.", base) for base, names in BUTTONS.items() for each in names}
    return {
        **own,
        "yes": label("Button: yes.", "questions to be answered by yes or no"),
        "no": label("Button: no.", "questions to be answered by yes or no"),
        "wish.day.label": label("Button: a day.", "wish.day", {"day": DAY}),
        "wish.time.label": label("Button: a day with its time.", "wish.time", {"start": START}),
        "choosing.offer.label": label("Button: an offered time.", "choosing.offer", {"start": START}),
        "looking.booking.other": label("Button: show another booking.", "looking.booking", {"code": CODE}),
    }


def told() -> Keys:
    """What a step says beside its question."""
    screen = "after the answer"
    done: Values = {"code": CODE, "due": START}
    return {
        "booking.device.none": Key("No camera: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.place.none": Key("No private place: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.terms.disagreed": Key("They do not agree: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.residence.how_to_register": Key("After *not yet*.", screen),
        "booking.review.cannot_ring": Key("On the web: keep the link.", "booking.review", {"url": URL}),
        "booking.done.told": Key("Applied: requested, and not yet booked.", screen, done),
        "booking.done.cannot_ring": Key("On the web: keep the link.", screen, {"url": URL, **PHONE_ONLY}),
        "wishing.done.told": Key("New wishes were sent: not yet booked.", screen, {**done, "wishes": TIMES}),
        "choosing.none.told": Key("No offered time suits; they are free again. New wishes follow.", screen),
        "cancelling.kept": Key("They did not cancel after all.", screen),
        "cancelling.done": Key("Cancelled. The start may be *no time yet*.", screen, SURE),
        "cancelling.passed_on": Key("A wish to cancel was passed on: not cancelled yet.", screen, SURE),
        "dropping.kept": Key("The answers are kept.", screen),
        "dropping.dropped": Key("The answers are gone.", screen),
    }


def parts() -> Keys:
    """Pieces that stand inside other texts."""
    spoken: Values = {"language": Text("tongue.jsl")}
    how: Values = {"phone": PHONE, "minutes": MINUTES}
    return {
        **{f"wish.nth.{n}": Key("Which preferred time is asked for.", "wish.day") for n in range(1, 7)},
        "needs.interpreter_in": Key("In a summary: an interpreter, for which language.", "summaries", spoken),
        "needs.both_in": Key("In a summary: a companion, and an interpreter.", "summaries", spoken),
        "residence.not_asked": Key("In a summary: this office does not ask.", "summaries"),
        "cancelling.no_time": Key("Where the start would stand: no time has been booked yet.", "cancelling"),
        "cancelling.how.phone": Key("How to cancel, inside the confirmation.", "notice.booked", PHONE_ONLY),
        "cancelling.how.chat": Key(
            "How to cancel, inside the confirmation. The minutes may be 0.", "notice.booked", how
        ),
        "anytime.offer_person": Key("After three answers that were not understood.", "everywhere", PHONE_ONLY),
        "anytime.failed": Key("Our own program failed: nothing was lost, telephone.", "everywhere", PHONE_ONLY),
        "anytime.phone": Key("The office's telephone number.", "everywhere", REACH),
        "anytime.person": Key("The staff were told that a person is asked for.", "everywhere", REACH),
    }
