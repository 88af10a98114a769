"""Keys of the clerk's private chat, and of running an office by order. Staff's own: in Japanese and English alone."""

from __future__ import annotations

from flows.booking.needs import ACCESS
from flows.desk.deeds import DEEDS
from flows.keys.key import (
    CLERK,
    CODE,
    DAY,
    DOCUMENTS,
    FIVE_TIMES,
    OFFICE,
    PHONE,
    START,
    TIMES,
    TOOL,
    URL,
    Key,
    Keys,
    label,
)
from flows.notices import SAID_BY_TELEPHONE
from flows.office.residence import label as status_label
from flows.office.terms import READ_APART, READ_OUT
from flows.values import Text, Values

SCREEN = "private chat of a clerk"
GROUP = "staff group"
NAME = "Test Maria Cristina de los Santos-Villanueva Fernandez"
REVIEWED: Values = {
    "name": NAME,
    "number": Text("booking.number.not_yet"),
    "phone": "090-0000-0000",
    "residence": Text("residence.does_not_apply"),
    "status": status_label("engineer"),
    "period": Text("residence.period.pending"),
    "needs": (
        Text("needs.interpreter_in", {"language": Text("tongue.jsl")}),
        Text("needs.companion_in", {"who": Text("companion.supporter")}),
        *(Text(f"access.{each}") for each in ACCESS),
    ),
    "wishes": TIMES,
    "documents": DOCUMENTS,
    "ring": "",
    "how": Text("staff.calling.how.wish"),
}
AT_DESK: Values = {"office": OFFICE, "by": CLERK}
SPLIT: Values = {"number": "01234-56789012"}
ASKED: dict[str, Values] = {
    "staff.desk": AT_DESK,
    "staff.calling.device": {"tool": TOOL},
    "staff.calling.split": SPLIT,
    "staff.calling.status_sure": {"meant": tuple(map(status_label, ("engineer", "spouse_of_japanese")))},
    "staff.calling.past": {"day": DAY},
    "staff.calling.separate": {"phone": PHONE, "tool": TOOL, "documents": DOCUMENTS[1:2]},
    "staff.calling.how": {"times": TIMES},
    "staff.calling.terms": {"documents": DOCUMENTS},
    "staff.calling.review": REVIEWED,
}
SAMPLES: dict[str, Values] = {f"{base}.{part}": values for base, values in ASKED.items() for part in ("ask", "hint")}
FOUND: Values = {
    "code": CODE,
    "status": Text("status.deemed_cancelled"),
    "name": NAME,
    "number": Text("staff.card.no_number"),
    "phone": "090-0000-0000",
    "channel": Text("staff.channel.telephone"),
    "start": START,
    "desk": "desk-12",
    "times": FIVE_TIMES,
    "wishes": TIMES,
}
PLEASE: Values = {
    "code": CODE,
    "name": "T***",
    "what": Text("staff.please.other"),
    "start": START,
    "times": FIVE_TIMES,
    "expires": START,
}
MOVED: Values = {"code": CODE, "desk": "desk-12", "start": START, "by": CLERK}
WAITED: Values = {"code": CODE, "day": DAY}
LINE: Values = {"code": CODE, "name": "T***", "status": Text("status.booked"), "times": TIMES}
NEXT: Values = {"code": CODE, "start": START, "order": f"{CODE} next s202611250100", "url": URL}
AWAY: Values = {
    "code": CODE,
    "interpreting": Text("staff.card.interpreter.absent", {"language": Text("tongue.jsl"), "times": TIMES}),
    "order": f"{CODE} offer 2026-11-25 15:30, 2026-11-26 10:00, 2026-12-30 10:30 anyway",
}
CLOSED: Values = {
    "day": DAY,
    "by": CLERK,
    "reason": "x" * 60,
    "touched": 5,
    "lines": (Text("staff.closing.line", LINE),) * 8,
}
DID: dict[str, tuple[str, Values]] = {
    "booked_for": ("A time is booked upon the person's word by telephone.", MOVED),
    "next": ("The next time is booked while they talk; the code is new.", MOVED),
    "desk": ("The desk of a booking is changed.", MOVED),
    "wait_over": ("Below a booking by staff: what this person had waited for has ended with it.", WAITED),
    "closed": ("A day is closed; whom it touches.", CLOSED),
    "closed_empty": ("A day is closed, and nobody is touched.", CLOSED),
    "opened": ("A closed day is open again.", {"day": DAY, "by": CLERK}),
    "replaced": (
        "After new times were sent: which ones they replace, and who had sent those.",
        {"code": CODE, "times": TIMES, "by": CLERK, "told": Text("staff.telling.telephone")},
    ),
    "withdrawn": (
        "A day is open again: these people had been asked for another time, and are told that theirs stands.",
        {"codes": (CODE, CODE), "by": CLERK},
    ),
    "stopped": ("No new applications are taken from now on.", {"by": CLERK, "phone": PHONE}),
    "resumed": ("New applications are taken again.", {"by": CLERK}),
}
REFUSED: dict[str, tuple[str, Values]] = {
    "one_time": ("To book needs exactly one time.", {"code": CODE}),
    "no_desk": ("No such desk; those there are.", {"desks": "A, B"}),
    "stopped": ("No times are offered while the office takes no bookings.", {"code": CODE}),
    "late_to_move": ("Too late to ask the person for another time.", {"code": CODE, "start": START}),
    "no_session": (
        "The next time is booked only during a consultation, and some minutes after its end.",
        {"code": CODE, "grace": 10},
    ),
    "desk_taken": ("The other desk is not free at that time.", MOVED),
    "no_day": ("No day from today on was given.", {}),
    "closed_already": ("The office is closed on that day anyway.", {"day": DAY}),
    "not_closed": ("That day was not closed by staff.", {}),
    "which_office": (
        "An order about a whole office was typed in a private chat by somebody who is staff of several.",
        {"office": OFFICE, "id": "demo"},
    ),
    "stop_here": (
        "The bare word for stopping was typed at the desk, where it may mean to leave off. How it is typed there.",
        {"office": OFFICE, "id": "demo"},
    ),
    "desk_first": ("Staff typed an order in their private chat before they came to the desk.", {}),
    "lead_only": ("Only a lead may do that.", {"name": CLERK}),
}


def desk() -> Keys:
    return {
        "staff.desk.words": Key("Every way to type the word that opens the desk.", "typed commands"),
        **{f"staff.desk.{each}": label(f"Button: {each}.", SCREEN) for each in DEEDS},
        "staff.finding.called": label("Button: record a call of this person.", SCREEN, {"code": CODE}),
        "staff.finding.enough": label("Button: no more searching.", SCREEN),
        "staff.finding.nothing": Key("Nothing was found in the clerk's office.", SCREEN),
        "staff.finding.more": Key("More were found than are shown.", SCREEN, {"found": 12, "shown": 5}),
        "staff.finding.found": Key("A booking that was found, whole. Several values may be empty.", SCREEN, FOUND),
    }


def calling() -> Keys:
    done: Values = {"code": CODE, "times": TIMES}
    return {
        **{f"staff.calling.how.{each}": label(f"Button: {each}.", SCREEN) for each in ("book", "wish")},
        READ_OUT: label("Button: the terms were read out, and the caller agrees.", SCREEN),
        READ_APART: label("Button: the tool's own terms were read out too, and the caller agrees.", SCREEN),
        "staff.calling.terms.disagree": label("Button: the caller does not agree.", SCREEN),
        **{f"staff.calling.review.{each}": label(f"Button: {each}.", SCREEN) for each in ("apply", "drop")},
        "staff.calling.booked": Key("Booked for a caller: what to tell them now.", SCREEN, done),
        "staff.calling.asked": Key("The caller's wishes are kept: how to answer them.", SCREEN, done),
        "staff.told.at_desk": Key(
            "A colleague did something about this from their private chat.",
            GROUP,
            {"code": CODE, "name": "T***", "by": CLERK, "status": Text("status.cancelled_by_office")},
        ),
        "staff.told.please_telephone": Key("No chat reaches this person: please telephone.", GROUP, PLEASE),
        **{
            f"staff.please.{each}": Key(f"What to tell them on the telephone: {each}.", "staff.told.please_telephone")
            for each in (*SAID_BY_TELEPHONE, "other")
        },
    }


def running() -> Keys:
    why: Values = {"code": CODE, "by": CLERK, "reason": "x" * 60}
    how: Values = {"code": CODE, "start": START, "order": Text("staff.exception.order.offer")}
    return {
        **{f"staff.did.{each}": Key(note, GROUP, sample) for each, (note, sample) in DID.items()},
        **{f"staff.refused.{each}": Key(note, GROUP, sample) for each, (note, sample) in REFUSED.items()},
        "staff.card.next": Key(
            "Before the next time is booked: read the terms out. The order is what the button means.", GROUP, NEXT
        ),
        "staff.card.next.read": label("Button: the terms were read out, they agree, book it.", GROUP),
        "staff.closing.line": Key("One booking or offer on a day that is closed.", "staff.did.closed", LINE),
        "staff.closing.waited": Key(
            "One who waited for a day that is closed now: has just been told that the wait has ended.",
            "staff.did.closed",
            {"code": LINE["code"], "name": LINE["name"]},
        ),
        "staff.card.away": Key(
            "Before a time is offered, booked or asked for: the interpreter is not there. The order is what goes on.",
            GROUP,
            AWAY,
        ),
        "staff.away.go_on": label("Button: do it all the same.", GROUP),
        "staff.anyway.words": Key(
            "What stands at the end of an order that is to be carried out all the same. One word each.", "typed orders"
        ),
        "staff.because.words": Key("What stands before the reason of an exception. One word each.", "typed orders"),
        "staff.exception.made": Key("An exception was made: by whom, and why.", GROUP, why),
        "staff.exception.how": Key("How to order an exception with its reason.", GROUP, how),
        "staff.exception.twice": Key(
            "How to order a second consultation on one day, with its reason.",
            GROUP,
            {"code": CODE, "day": DAY, "order": Text("staff.exception.order.book")},
        ),
        **{
            f"staff.exception.order.{each}": Key(f"The word of the order: {each}.", "staff.exception.how")
            for each in ("offer", "instead", "book")
        },
        "staff.today.stopped": Key("In today's list: no new applications are taken.", GROUP, {"since": START}),
    }
