"""Keys of the staff group's conversation: cards, orders, confirmations, lists."""

from __future__ import annotations

from flows.keys.key import (
    CLERK,
    CODE,
    DAY,
    FIVE_TIMES,
    GRACE,
    OFFICE,
    START,
    SYSTEM,
    TIMES,
    Key,
    Keys,
    label,
)
from flows.office.appointment import Deed, Status
from flows.staff.cards import AFTER_GRACE, AT_START, REASONS
from flows.staff.typed import VERBS
from flows.values import Text, Value, Values

CHANNELS = ("telegram", "line", "web", "terminal", "telephone")
CARD: Values = {
    "code": CODE,
    "name": "T***",
    "number": Text("staff.card.no_number"),
    "residence": Text("residence.does_not_apply"),
    "needs": Text("needs.both_in", {"language": Text("tongue.jsl")}),
    "wishes": TIMES,
    "due": START,
    "language": Text("language.ja-simple"),
    "channel": Text("staff.channel.telegram"),
    "same_number": Text("staff.card.same_number"),
    "web_only": Text("staff.card.web_only"),
    "by": CLERK,
}
OFFERED: Values = {**CARD, "times": FIVE_TIMES, "expires": START}
APPOINTED: Values = {
    **CARD,
    "start": START,
    "desk": "desk-12",
    "link": Text("staff.card.no_link", {"code": CODE}),
    "also": Text("staff.card.also_enter_in", {"system": SYSTEM}),
    "grace": GRACE,
}
CARDS: dict[str, Values] = {
    "no_free_time": CARD,
    **{each.value: CARD for each in Status},
    Status.OFFERED: OFFERED,
    Status.BOOKED: APPOINTED,
    Status.ATTENDED: APPOINTED,
    Status.DEEMED_CANCELLED: APPOINTED,
    "reasons": {"code": CODE},
}
FAILED: Values = {"channel": Text("staff.channel.telegram"), "code": CODE}
TOLD: dict[str, tuple[str, Values]] = {
    "booked": ("The person chose a time.", APPOINTED),
    "none_suits": ("None of the offered times suits; new wishes may follow.", CARD),
    "cancelled": ("The person cancelled, maybe before a time was booked.", CARD),
    "cancel_wish": ("The person wants to cancel; only the telephone cancels.", APPOINTED),
    "contact": ("The person was in touch.", {**APPOINTED, "kind": Text("contact.no_answer_by_phone"), "at": START}),
    "in_touch": ("After a deemed cancellation the person disagrees. Buttons follow.", APPOINTED),
    "handed_over": ("The person asks for somebody of the staff.", CARD),
    "handed_over_unknown": ("Somebody without an application asks for staff.", {}),
    "undelivered": ("A message to a person failed for good. The code may be empty.", FAILED),
    "unreachable": ("The person cannot be reached in the chat any more. The code may be empty.", FAILED),
    "failed": ("Our own program failed while answering somebody.", {}),
    "departed": ("The person left the chat: reminders will not reach them.", CARD),
    "answer_due": ("An application waits for an answer. The card follows.", CARD),
    "request_lapsed": ("Nobody answered: the application has ended.", CARD),
    "offer_lapsed": ("The person did not choose: the held times are free again.", CARD),
    "link_missing": ("There is no video link yet.", APPOINTED),
    "start": ("The consultation starts. Buttons: here, called, our fault.", APPOINTED),
    "telephone": ("A reminder went to a person whom no chat can ring: please telephone.", APPOINTED),
    "unmarked": ("The slot is over and nobody said what became of it. Buttons follow.", APPOINTED),
    "deemed": ("No contact until start + grace. Buttons follow.", APPOINTED),
}
DID: Values = {"code": CODE, "by": CLERK}
MARKS = (Deed.HERE, Deed.CALLED, Deed.OUR_FAULT, Deed.NO_CONTACT, Deed.UNDO)
REFUSED: dict[str, tuple[str, Values]] = {
    "no_times": ("Which times to offer is not said.", {"code": CODE}),
    "too_many_times": ("More times than one offer may hold.", {"count": 5}),
    "too_early": ("Attendance is known only from the start on.", {"code": CODE, "start": START}),
    "no_link": ("No address that begins with https:// was given.", {"code": CODE}),
    "not_now": (
        "The deed does not fit any more; who was faster, if anyone.",
        {"code": CODE, "status": Text("status.cancelled_by_person"), "by": CLERK},
    ),
    "not_clerk": ("The sender has no role here.", {"name": CLERK}),
    "anonymous": ("An order or a code by somebody who writes without a name.", {}),
    "unknown_code": ("No application has this code.", {}),
}
TODAY: Values = {"code": CODE, "status": Text("status.deemed_cancelled")}
BINDING: dict[str, tuple[str, Values]] = {
    "hello": ("The bot came into a group that nobody has bound.", {}),
    "bound": ("The group is bound now.", {"office": OFFICE, "by": CLERK}),
    "back": ("The bot came back into a group that is bound. Today's list may follow.", {"office": OFFICE}),
    "bad_code": ("The one-time code is wrong or spent.", {}),
    "leaving": ("The bot leaves a group that is not bound.", {}),
    "role": ("A role code was redeemed in the private chat.", {"office": OFFICE, "role": "clerk"}),
}
GROUP = "staff group"


def cards() -> Keys:
    ticks = {
        f"staff.card.{each}": label("A time to offer.", GROUP, {"start": START}) for each in ("ticked", "unticked")
    }
    return {
        **{f"staff.card.{name}": Key(f"Card of an application: {name}.", GROUP, CARDS[name]) for name in CARDS},
        **ticks,
        "staff.card.no_number": Key("On a card: no job-seeker number yet.", GROUP),
        "staff.card.same_number": Key("On a card: another open booking has this number.", GROUP),
        "staff.card.web_only": Key("On a card: reached on the web only; telephone.", GROUP),
        "staff.card.has_link": Key("On a card: the video link is there.", GROUP),
        "staff.card.no_link": Key("On a card: the video link is missing.", GROUP, {"code": CODE}),
        "staff.card.also_enter_in": Key("On a card: enter it there too.", GROUP, {"system": SYSTEM}),
        **{f"staff.channel.{each}": Key("The channel a person uses.", GROUP) for each in CHANNELS},
        **{f"staff.reason.{each}": label("Button: why it is declined.", GROUP) for each in REASONS},
    }


def orders() -> Keys:
    shown = dict.fromkeys(("decline", *AT_START, *AFTER_GRACE))
    return {
        **{f"staff.verb.{each}": label(f"Button: {each}.", GROUP) for each in shown},
        **{f"staff.verb.{each}.words": Key(f"Ways to type: {each}. One word each.", "typed orders") for each in VERBS},
        "staff.verb.offer_count": label("Button: offer the ticked times.", GROUP, {"count": 5}),
        "staff.help": Key("How orders are typed.", GROUP),
    }


def answers() -> Keys:
    did = {
        f"staff.did.{each}": Key(f"Confirms with its author: {each}.", GROUP, DID)
        for each in (*MARKS, "undo_untold", "link")
    }
    return {
        **did,
        "staff.did.offered": Key("Confirms an offer.", GROUP, {**DID, "times": FIVE_TIMES, "expires": START}),
        "staff.did.declined": Key("Confirms a decline.", GROUP, {**DID, "reason": Text("staff.reason.not_online")}),
        **{f"staff.told.{name}": Key(note, GROUP, sample) for name, (note, sample) in TOLD.items()},
        **{f"staff.refused.{name}": Key(note, GROUP, sample) for name, (note, sample) in REFUSED.items()},
        **{f"staff.binding.{name}": Key(note, "binding a group", sample) for name, (note, sample) in BINDING.items()},
    }


def today() -> Keys:
    line: Values = {**TODAY, "start": START, "name": "T***"}
    lines = (Text("staff.today.line", line),) * 8
    listed: dict[str, Value] = {"day": DAY, "lines": lines, "waiting": (Text("staff.today.waiting", TODAY),) * 8}
    listed |= {"stopped": Text("staff.today.stopped", {"since": START})}
    return {
        "staff.today.line": Key("One appointment of today.", GROUP, line),
        "staff.today.line_web": Key("The same with a telephone sign: no chat can ring them.", GROUP, line),
        "staff.today.waiting": Key("One application that waits.", GROUP, TODAY),
        "staff.today.list": Key("Today's appointments, then what waits.", GROUP, listed),
        "staff.today.empty": Key("Nothing today, nothing waits.", GROUP, {"day": DAY, "stopped": listed["stopped"]}),
    }
