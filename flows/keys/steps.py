"""The keys of every question, computed from the flows: what is asked, what explains it, what its buttons say.

A step that has other variants than *ask*, or values, says so in the tables below; a test holds them to the flows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.booking.needs import ACCESS, COMPANIONS, NEEDS
from flows.booking.period import ANSWERS as PERIODS
from flows.booking.residence import ANSWERS
from flows.booking.review import CHANGEABLE
from flows.keys import desk
from flows.keys.device import AHEAD
from flows.keys.key import (
    BOOKED,
    CODE,
    DAY,
    DOCUMENTS,
    FIVE_TIMES,
    MINUTES,
    OFFICE_ONLY,
    OPEN_HOURS,
    PHONE,
    PHONE_ONLY,
    REACH,
    SPAN,
    START,
    TIMES,
    TOOL,
    URL,
    Key,
    Keys,
    label,
)
from flows.keys.mydata import KEPT
from flows.keys.terms import IN_SHORT, NEW_TERMS
from flows.office.appointment import Status
from flows.office.residence import label as status_label
from flows.office.statuses import STATUSES, Work
from flows.office.tongues import TONGUES
from flows.register import FLOWS
from flows.step import Flow, Step
from flows.values import Text, Values

MEANT = ("engineer", "spouse_of_japanese", "spouse_of_permanent")
NAME = "Test Maria Cristina de los Santos-Villanueva Fernandez"
EVERY_NEED = (
    Text("needs.interpreter_in", {"language": Text("tongue.jsl")}),
    Text("needs.companion_in", {"who": Text("companion.supporter")}),
    *(Text(f"access.{each}") for each in ACCESS),
)
ALLOWED: Values = {"status": status_label("engineer"), "work": Text("residence.work.permission")}
ANSWERED: Values = {
    "name": NAME,
    "number": Text("booking.number.not_yet"),
    "phone": "090-0000-0000",
    "residence": Text("residence.does_not_apply"),
    "status": status_label("engineer"),
    "period": Text("residence.period.pending"),
    "reminder": DAY,
    "needs": EVERY_NEED,
    "wishes": TIMES,
    "documents": DOCUMENTS,
    "tool_terms": Text("booking.terms.deemed", {"tool": TOOL}),
    "ring": Text("booking.review.cannot_ring", {"url": URL}),
}
BOOKING: Values = {
    **ANSWERED,
    "wishes": TIMES[:1],
    "ring": Text("booking.review.cannot_remind", {"url": URL}),
}
WAITING: Values = {**{name: each for name, each in ANSWERED.items() if name != "wishes"}, "day": DAY, "until": START}
TERMS: Values = {
    "documents": DOCUMENTS,
    "tool_terms": Text("booking.terms.separately", {"tool": TOOL}),
    "page": Text("booking.terms.page", {"url": URL}),
}
READING: Values = {
    "title": Text("terms.office.title"),
    "version": "2026-11-01-second-edition",
    "effective": DAY,
    "page": 12,
    "pages": 14,
    "text": "x" * 3400,
}
STANDING: Values = {
    "code": CODE,
    "wishes": TIMES,
    "due": START,
    "phone": PHONE,
    "ring": Text("booking.review.cannot_ring", {"url": URL}),
}
SURE: Values = {"code": CODE, "start": START, "phone": PHONE}
HOURS: Values = {"day": DAY, "hours": OPEN_HOURS}
CALLING: Values = {
    "phone": PHONE,
    "hours": (Text("cancelling.hours", HOURS),) * 2,
    "script": Text("cancelling.script", {"code": CODE}),
}
BESIDE: Values = {"code": CODE, "start": START, "times": FIVE_TIMES, "expires": START}
BY_PHONE: Values = {**SURE, **CALLING}
APPOINTED = {Status.BOOKED, Status.ATTENDED, Status.DEEMED_CANCELLED, Status.NOT_HELD}

RESIDENCE_MODES = ("registered_only", "status_and_period")
LONGEST_STATUS = max(STATUSES, key=lambda each: len(each.english))
NAMED: Values = {"english": LONGEST_STATUS.english, "japanese": LONGEST_STATUS.japanese}
INTERPRETING = Text("wish.interpreting.there", {"language": Text("tongue.vi")})
WAIT = Text("wish.wait.why", {"day": DAY})
INTERPRETED = {
    "there": "Only days and times with an interpreter of that language are shown; others can be typed.",
    "away": "On no free time anybody is there to interpret that language.",
}
EARLIER: Values = {"code": CODE, "name": "T…", "number": "…12"}
MASKED: Values = {"name": "T…", "number": Text("booking.number.not_yet"), "phone": "…12"}
VARIANTS: dict[str, tuple[str, ...]] = {
    "booking.purpose": ("ask", "direct"),
    "booking.terms": ("ask", "direct"),
    "booking.interpreter": ("ask", "direct"),
    "booking.form": ("ask", "filled"),
    "booking.review": ("ask", "direct", "waits"),
    "wish.day": ("ask", "none", "direct_ask", "direct_none"),
    "rebooking.day": ("ask", "none"),
    "looking.booking": (
        *(*Status, "appealed", "appeal_late", "appeal_upheld", "appeal_accepted"),
        *("in_touch", "over", "leaving", "changing", "moving", "closed", "nothing"),
        *("requested_late", "requested_closed", "waits"),
    ),
    "reading.page": ("ask", "translated", "short"),
    "mydata.sure": ("ask", "refused"),
}
HINTS: dict[str, tuple[str, ...]] = {
    "booking.form": ("hint", "filled_hint"),
    "booking.review": ("hint", "direct_hint", "waits_hint"),
    "choosing.offer": ("hint", "freed_hint"),
    "wish.day": ("hint", "direct_hint"),
}
PURPOSE: Values = {
    **OFFICE_ONLY,
    "days": 30,
    "number": Text("booking.purpose.office_decides", OFFICE_ONLY),
    "needs": Text("booking.purpose.needs"),
    "also": Text("booking.purpose.status_and_period"),
}
SAMPLES: dict[str, Values] = {
    "booking.language.ask": OFFICE_ONLY,
    "booking.language.hint": OFFICE_ONLY,
    "booking.purpose.ask": PURPOSE,
    "booking.purpose.hint": PURPOSE,
    "booking.purpose.direct": PURPOSE,
    "booking.terms.ask": TERMS,
    "booking.terms.direct": TERMS,
    "booking.terms.hint": TERMS,
    "booking.separate.ask": {**PHONE_ONLY, "tool": TOOL, "documents": DOCUMENTS[1:2]},
    "booking.separate.hint": {**PHONE_ONLY, "tool": TOOL, "documents": DOCUMENTS[1:2]},
    **{f"booking.device.{each}": {"tool": TOOL, "phone": PHONE, "checks": AHEAD} for each in ("ask", "hint")},
    **{f"booking.status_sure.{each}": {"meant": tuple(map(status_label, MEANT))} for each in ("ask", "hint")},
    **{f"booking.past.{each}": {"day": DAY} for each in ("ask", "hint")},
    **{f"booking.remind.{each}": {"day": DAY, "days": 60} for each in ("ask", "hint")},
    **{f"booking.earlier.{each}": EARLIER for each in ("ask", "hint")},
    **{f"booking.form.{each}": {"url": URL, "minutes": 60} for each in ("ask", "hint")},
    **{f"booking.form.{each}": MASKED for each in ("filled", "filled_hint")},
    "booking.name_sure.ask": {"name": "Hai"},
    "booking.name_sure.hint": {"name": "Hai"},
    "booking.split.ask": {"number": "01234-56789012"},
    "booking.split.hint": {"number": "01234-56789012"},
    "booking.review.ask": ANSWERED,
    "booking.review.hint": ANSWERED,
    "booking.review.direct": BOOKING,
    "booking.review.direct_hint": BOOKING,
    "booking.review.waits": WAITING,
    "booking.review.waits_hint": WAITING,
    "wish.day.ask": {"nth": Text("wish.nth.3"), **PHONE_ONLY, "interpreting": INTERPRETING, "wait": WAIT},
    "wish.day.none": {"nth": Text("wish.nth.3"), **PHONE_ONLY, "wait": Text("wish.wait.how")},
    "wish.day.hint": {"nth": Text("wish.nth.3"), **PHONE_ONLY},
    "wish.day.direct_ask": {"nth": Text("wish.nth.1"), **PHONE_ONLY, "interpreting": INTERPRETING, "wait": WAIT},
    "wish.day.direct_none": {"nth": Text("wish.nth.1"), **PHONE_ONLY, "wait": Text("wish.wait.how")},
    "wish.day.direct_hint": {"nth": Text("wish.nth.1"), **PHONE_ONLY},
    "wish.time.ask": {"day": DAY, "wait": WAIT},
    "wish.time.hint": {"day": DAY},
    "wish.more.ask": {"wishes": TIMES},
    "wish.more.hint": {"wishes": TIMES},
    "choosing.offer.ask": {"code": CODE, "expires": START},
    "cancelling.sure.ask": SURE,
    "leaving.stay.ask": SURE,
    "moving.offer.ask": BESIDE,
    **{
        f"rebooking.day.{each}": {**SURE, "new": START, "interpreting": INTERPRETING}
        for each in ("ask", "none", "hint")
    },
    **{f"rebooking.sure.{each}": {**SURE, "new": START, "away": Text("needs.away")} for each in ("ask", "hint")},
    "looking.booking.changing": {**STANDING, **BOOKED},
    "looking.booking.moving": {**STANDING, **BOOKED, "times": FIVE_TIMES, "expires": START},
    "looking.booking.leaving": {**STANDING, **BOOKED, **CALLING},
    **{f"mydata.{each}": KEPT for each in ("what.ask", "what.hint", "sure.ask", "sure.hint")},
    "mydata.sure.refused": {**KEPT, "until": DAY},
    "home.next.ask": OFFICE_ONLY,
    "home.next.hint": OFFICE_ONLY,
    "reading.page.ask": READING,
    "reading.page.translated": READING,
    "reading.page.short": IN_SHORT,
    "renewing.news.ask": {"news": (NEW_TERMS,) * 3},
    "renewing.news.hint": {"news": (NEW_TERMS,) * 3},
    **{f"looking.booking.{each}": {**STANDING, **(BOOKED if each in APPOINTED else {})} for each in Status},
    "looking.booking.waits": {**{name: each for name, each in STANDING.items() if name != "wishes"}, "day": DAY},
    "looking.booking.appealed": {**STANDING, **BOOKED},
    "looking.booking.appeal_late": {**STANDING, **BOOKED},
    "looking.booking.appeal_upheld": {**STANDING, **BOOKED},
    "looking.booking.appeal_accepted": {**STANDING, **BOOKED},
    "looking.booking.in_touch": {**STANDING, **BOOKED},
    "looking.booking.over": {**STANDING, **BOOKED},
    "looking.booking.closed": {**STANDING, **BOOKED},
    "looking.booking.requested_late": {**STANDING, "ends": START},
    "looking.booking.requested_closed": {**STANDING, "ends": START},
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
    for hint in (f"{base}.{each}" for each in HINTS.get(base, ("hint",))):
        yield hint, Key("Said when an answer was not understood twice: a right example.", base, SAMPLES.get(hint, {}))


BUTTONS: dict[str, tuple[str, ...]] = {
    "booking.purpose": ("go_on",),
    "booking.terms": ("go_on", "short", "disagree"),
    "booking.separate": ("agree",),
    "booking.earlier": ("same", "anew"),
    "booking.form": ("open", "new_link", "keep", "anew"),
    "booking.name_reading": ("skip",),
    "booking.number": ("not_yet",),
    "booking.split": ("yes", "no"),
    "booking.review": ("apply", "book", "wait", "change"),
    "booking.change": (*CHANGEABLE, "time", "nothing"),
    "needs": NEEDS,
    "tongue": TONGUES,
    "residence": ANSWERS,
    "residence.period": PERIODS,
    "booking.status_sure": ("none",),
    "booking.past": ("pending", "retype", "go_on"),
    "companion": COMPANIONS,
    "access": ACCESS,
    "booking.access": ("done",),
    "wish.more": ("enough", "another", "again"),
    "choosing.offer": ("none",),
    "looking.booking": ("choose", "cancel", "late", "cannot_connect", "change", "keep", "move"),
    "moving.offer": ("keep",),
    "rebooking.sure": ("yes", "other", "keep"),
    "leaving.stay": ("stay",),
    "home.next": ("book", "book_now", "office"),
    "reading.page": ("next", "previous", "official", "close"),
    "renewing.news": ("agree", "read", "later"),
    "chats.which": ("show", "have"),
    "together.mine": ("keep", "undo"),
}


def buttons() -> Keys:
    """The labels that are their step's own."""
    own = {f"{base}.{each}": label(f"Button {each}.", base) for base, names in BUTTONS.items() for each in names}
    return {
        **own,
        "yes.words": Key("Every usual way to type: yes.", "typed answers"),
        "no.words": Key("Every usual way to type: no.", "typed answers"),
        "booking.name_sure.words": Key(
            "Yes, no and cancel in every language people here may speak: typed as a name, it is asked about once.",
            "booking.name",
        ),
        "booking.name_reading.both": Key(
            "A name with how it is read.", "wherever a name is shown whole", {"name": NAME, "reading": NAME}
        ),
        "booking.number.not_yet.words": Key("Every usual way to type: I have no number (yet).", "booking.number"),
        "yes": label("Button: yes.", "questions to be answered by yes or no"),
        "no": label("Button: no.", "questions to be answered by yes or no"),
        **{
            f"wish.interpreting.{name}": Key(note, "wish.day", {"language": Text("tongue.vi")})
            for name, note in INTERPRETED.items()
        },
        "wish.wait.label": label("Button: wait for a time of the day that was just said to be full.", "wish.day"),
        "wish.wait.why": Key("What that button does.", "wish.day", {"day": DAY}),
        "wish.wait.other": Key(
            "The same where a time was taken, and others of its day may be free.", "wish.day", {"day": DAY}
        ),
        "wish.wait.how": Key("No day is free: a full one can be typed, and then be waited for.", "wish.day"),
        "wish.day.label": label("Button: a day.", "wish.day", {"day": DAY}),
        "wish.time.label": label("Button: a day with its time.", "wish.time", {"start": START}),
        "choosing.offer.label": label("Button: an offered time.", "choosing.offer", {"start": START}),
        **{
            f"booking.access.{each}": label("Button: something that helps.", "booking.access", {"what": widest})
            for each, widest in (("ticked", Text("access.no_camera")), ("unticked", Text("access.no_camera")))
        },
        "looking.booking.other": label("Button: show another booking.", "looking.booking", {"code": CODE}),
    }


def told() -> Keys:
    """What a step says beside its question."""
    screen = "after the answer"
    done: Values = {"code": CODE, "due": START}
    return {
        "booking.device.none": Key("No camera: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.place.none": Key("No private place: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.number.office_decides": Key(
            "No number yet: the office decides first, so this becomes a request (wishes, then an offer).", screen
        ),
        "booking.number.refused": Key(
            "No number: this office then serves by telephone and counter.", screen, PHONE_ONLY
        ),
        "booking.terms.disagreed": Key("They do not agree: telephone and counter instead.", screen, PHONE_ONLY),
        "booking.residence.how_to_register": Key("After *not yet*.", screen),
        "booking.residence.no_photo": Key("A photo or file came at this question: not opened, never send it.", screen),
        "booking.status.allows": Key("What the status allows in general; nobody is judged.", screen, ALLOWED),
        "booking.period.soon": Key("After it: so near that no reminder is offered. Neutral.", screen, {"days": 90}),
        "booking.period.noted": Key("The day as it was understood.", screen, {"day": DAY}),
        "booking.review.cannot_ring": Key("On the web: keep the link.", "booking.review", {"url": URL}),
        "booking.review.cannot_remind": Key(
            "On the web, before booking at once: it cannot remind, keep the link.", "booking.review", {"url": URL}
        ),
        "booking.done.told": Key("Applied: requested, and not yet booked.", screen, done),
        "booking.done.waits": Key(
            "They wait for a time on that day, until then (due) at most: nothing is booked.",
            screen,
            {**done, "day": DAY},
        ),
        "booking.done.wait_over": Key(
            "Below a booking: their wait for a time on that day has ended with it.",
            screen,
            {"code": CODE, "day": DAY},
        ),
        "booking.done.cannot_ring": Key("On the web: keep the link.", screen, {"url": URL, **PHONE_ONLY}),
        "wishing.done.told": Key("New wishes were sent: not yet booked.", screen, {**done, "wishes": TIMES}),
        "choosing.none.kept": Key("Said no to a time that had become free: the request stands as it was.", screen),
        "choosing.offer.no_thanks": label("Not this time, which had become free.", screen),
        "choosing.none.told": Key("No offered time suits; they are free again. New wishes follow.", screen),
        "cancelling.kept": Key("They did not cancel after all.", screen),
        "cancelling.done": Key("Cancelled. The start may be *no time yet*.", screen, SURE),
        "cancelling.passed_on": Key("A wish to cancel was passed on: not cancelled yet.", screen, BY_PHONE),
        "changing.done.told": Key(
            "Another time was asked for: the booking stands until it is certain.",
            screen,
            {**done, "start": START, "wishes": TIMES},
        ),
        "changing.kept": Key("The time that is booked is kept after all.", screen, {"code": CODE, "start": START}),
        "changing.kept_asked": Key(
            "The same after the office has asked for another time: it may still have to cancel, and says so then.",
            screen,
            {"code": CODE, "start": START, "phone": PHONE},
        ),
        "rebooking.by_staff": Key(
            "The booking stands: staff decide about another time now, so wishes are asked for.", screen, SURE
        ),
        "leaving.taken_back": Key("The wish to cancel is taken back: the booking stands.", screen, SURE),
        "dropping.kept": Key("The answers are kept.", screen),
        "dropping.dropped": Key("The answers are gone.", screen),
    }


def parts() -> Keys:
    """Pieces that stand inside other texts."""
    spoken: Values = {"language": Text("tongue.jsl")}
    allows = "booking.status.allows"
    how: Values = {"phone": PHONE, "minutes": MINUTES}
    return {
        **{f"wish.nth.{n}": Key("Which preferred time is asked for.", "wish.day") for n in range(1, 7)},
        "needs.interpreter_in": Key("In a summary: an interpreter, for which language.", "summaries", spoken),
        "needs.away": Key("In a summary: the time was typed, and nobody is there to interpret then.", "summaries"),
        "needs.companion_in": Key(
            "In a summary: a companion, and who.", "summaries", {"who": Text("companion.family")}
        ),
        "residence.status": Key("A status: its official names in both languages.", "booking.status", NAMED),
        **{f"residence.work.{each}": Key(f"What such a status allows: {each}.", allows) for each in Work},
        **{
            f"booking.purpose.{each}": Key("What is asked besides.", "booking.purpose")
            for each in (*RESIDENCE_MODES, "needs")
        },
        **{
            f"booking.purpose.{each}": Key(
                f"That the job-seeker number is asked for, and what follows without one: {each}.",
                "booking.purpose",
                OFFICE_ONLY,
            )
            for each in ("accept", "refuse", "office_decides")
        },
        "hours.span": Key("Opening hours, inside a sentence or a list: from when to when.", "cancelling", SPAN),
        "cancelling.hours": Key("A day, and when the telephone is answered.", "cancelling", HOURS),
        "cancelling.script": Key(
            "What to say on the telephone: two lines in Japanese with readings in every language, then (but in "
            "Japanese) what they mean.",
            "cancelling",
            {"code": CODE},
        ),
        "cancelling.no_time": Key("Where the start would stand: no time has been booked yet.", "cancelling"),
        "cancelling.how.phone": Key("How to cancel, inside the confirmation.", "notice.booked", PHONE_ONLY),
        "cancelling.how.chat": Key("How to cancel, inside the confirmation.", "notice.booked", how),
        "cancelling.how.chat_until_start": Key(
            "How to cancel, inside the confirmation, where the chat takes it until the start.",
            "notice.booked",
            PHONE_ONLY,
        ),
        "anytime.offer_person": Key("After three answers that were not understood.", "everywhere", PHONE_ONLY),
        "anytime.failed": Key("Our own program failed: nothing was lost, telephone.", "everywhere", PHONE_ONLY),
        "anytime.phone": Key("The office's telephone number.", "everywhere", REACH),
        "anytime.person": Key("The staff were told that a person is asked for.", "everywhere", REACH),
    }
