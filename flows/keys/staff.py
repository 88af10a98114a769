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
from flows.keys.steps import EVERY_NEED
from flows.office.appointment import Deed, Status
from flows.office.standing import REASONS as REFUSING
from flows.office.timeline import DEEDS, KINDS
from flows.staff.cards import (
    AFTER_GRACE,
    APPEALED,
    AT_END,
    AT_START,
    EXCUSE_REASONS,
    LEAVING,
    OFFICE_REASONS,
    REASONS,
)
from flows.staff.today import MOST
from flows.staff.typed import VERBS
from flows.values import Text, Value, Values

CHANNELS = ("telegram", "line", "web", "terminal", "telephone")
WHOLE: Values = {"name": "Test Taro Maria Clara", "phone": "090-0000-0000"}
CARD: Values = {
    "code": CODE,
    "name": Text("staff.card.whole", WHOLE),
    "number": Text("staff.card.no_number"),
    "residence": Text("residence.does_not_apply"),
    "needs": EVERY_NEED,
    "interpreting": Text("staff.card.interpreter.absent", {"language": Text("tongue.jsl"), "times": FIVE_TIMES}),
    "wishes": TIMES,
    "due": START,
    "language": Text("staff.language.ja-simple"),
    "channel": Text("staff.channel.telegram"),
    "same_number": Text("staff.card.same_number"),
    "web_only": Text("staff.card.web_only"),
    "standing": Text("staff.card.use_refused", {"total": 12, "days": 180, "until": DAY, "by": CLERK}),
    "terms": Text("staff.card.terms_pending"),
    "by": CLERK,
    "first": Text("staff.card.first_in_line"),
}
OFFERED: Values = {**CARD, "times": FIVE_TIMES, "expires": START}
APPOINTED: Values = {
    **CARD,
    "start": START,
    "desk": "desk-12",
    "link": Text("staff.card.no_link", {"code": CODE}),
    "also": Text("staff.card.also_enter_in", {"system": SYSTEM}),
    "grace": GRACE,
    "wish": Text("staff.card.cancel_wish"),
}
CARDS: dict[str, Values] = {
    "no_free_time": CARD,
    "waits": {**CARD, "day": DAY},
    **{each.value: CARD for each in Status},
    Status.OFFERED: OFFERED,
    Status.BOOKED: APPOINTED,
    Status.ATTENDED: APPOINTED,
    Status.DEEMED_CANCELLED: APPOINTED,
    Status.NOT_HELD: APPOINTED,
    "reasons": {"code": CODE},
    "changing": APPOINTED,
    "excuse_reasons": {"code": CODE},
    "office_reasons": {"code": CODE},
}
SPOKEN: Values = {"language": Text("tongue.jsl")}
INTERPRETING: dict[str, Values] = {"there": SPOKEN, "absent": {**SPOKEN, "times": FIVE_TIMES}, "unknown": SPOKEN}
FAILED: Values = {"channel": Text("staff.channel.telegram"), "code": CODE}
ENDING = Text("staff.late.ends", {"ends": START})
LATENESS: Values = {"hours": 112, "late": Text("staff.late.long", {"hours": 112, "days": 14}), "ending": ENDING}
LATE: Values = {"due": START, **LATENESS, "card": Text("staff.card.changing", APPOINTED)}
RUNGS: dict[str, tuple[str, Values]] = {
    "answer_soon": ("An application is to be answered soon (due). Its card stands in the text.", CARD),
    "answer_due": ("Nobody has answered by the time told to the person. Its card stands in the text.", CARD),
    "answer_again": ("It waits still, so many office hours late. Its card stands in the text.", CARD),
    "change_soon": ("A wish for another time is to be answered soon (due). Its card stands in the text.", APPOINTED),
    "change_due": ("Nobody has answered a wish for another time. Its card stands in the text.", APPOINTED),
    "change_again": ("It waits still, so many office hours late. Its card stands in the text.", APPOINTED),
    "wish_soon": ("A wish to cancel is not settled, and should soon be (due). Buttons follow.", APPOINTED),
    "wish_due": ("A wish to cancel is not settled yet. Buttons follow.", APPOINTED),
    "wish_again": ("It waits still, so many office hours late. Buttons follow.", APPOINTED),
    "appeal_again": ("*I was in touch* is not decided, so many office hours late. Buttons follow.", APPOINTED),
}
"""What waits for staff, said again: due when, how many whole office hours ago."""
TOLD: dict[str, tuple[str, Values]] = {
    "booked": ("The person chose a time.", APPOINTED),
    "none_suits": ("None of the offered times suits; new wishes may follow.", CARD),
    "cancelled": ("The person cancelled, maybe before a time was booked.", CARD),
    "request_cancelled": ("The person cancelled a request for which no time was held.", CARD),
    "cancel_wish": ("The person wants to cancel; only the telephone cancels. Buttons follow.", APPOINTED),
    "taken_back": ("The person will come after all: the wish to cancel no longer stands.", APPOINTED),
    "freed": (
        "A time is free again for which others have wished that day, oldest request first. A button follows.",
        {"start": START, "codes": (CODE, CODE), "code": CODE},
    ),
    "freed_offered": (
        "A time is free again and held for this one, who waited longest for that day. Nothing to do.",
        {**OFFERED, "times": (START,), "start": START},
    ),
    "freed_refused": ("The person does not want that time, and waits on. The next is asked.", {**CARD, "start": START}),
    "freed_lapsed": ("The person did not answer in time, and waits on. The next is asked.", {**CARD, "start": START}),
    "moved": ("The person chose another time: the booking has moved.", {**APPOINTED, "was": START}),
    "change_kept": ("The person keeps the time they have.", APPOINTED),
    "change_ended": ("No other time was fixed: the booking stands.", APPOINTED),
    "closed_unmoved": ("Instead of a reminder: the day of this booking was closed, and it was not moved.", APPOINTED),
    "start_wish": ("The consultation starts, and a wish to cancel still waits. Buttons follow.", APPOINTED),
    "contact": ("The person was in touch.", {**APPOINTED, "kind": Text("contact.no_answer_by_phone"), "at": START}),
    "in_touch": (
        "After a deemed cancellation the person disagrees; a lead decides. Buttons follow.",
        {**APPOINTED, "by_when": START},
    ),
    "appeal_due": ("The same is to be decided today. Buttons follow.", {**APPOINTED, "by_when": START}),
    "appeal_late": ("The time told to the person is past. Buttons follow.", {**APPOINTED, "by_when": START}),
    "suggestion": (
        "The count has reached the threshold: staff may look at it. Nothing is refused by itself.",
        {**APPOINTED, "total": 3, "days": 180},
    ),
    "no_link": ("The grace is over, and staff gave no link: nothing is deemed. Buttons follow.", APPOINTED),
    "handed_over": ("The person asks for somebody of the staff.", CARD),
    "handed_over_unknown": ("Somebody without an application asks for staff.", {}),
    "undelivered": ("A message to a person failed for good. The code may be empty.", FAILED),
    "unreachable": ("The person cannot be reached in the chat any more. The code may be empty.", FAILED),
    "failed": ("Our own program failed while answering somebody.", {}),
    "departed": ("The person left the chat: reminders will not reach them.", CARD),
    **{name: (note, {**sample, **LATE}) for name, (note, sample) in RUNGS.items()},
    "below": ("In place of a card that is shown once more below.", {"code": CODE}),
    "request_lapsed": ("Nobody answered: the application has ended.", CARD),
    "offer_lapsed": ("The person did not choose: the held times are free again.", CARD),
    "link_missing": ("There is no video link yet.", APPOINTED),
    "link_failed": ("The video tool made no meeting: staff must give a link. The booking stands.", APPOINTED),
    "start": ("The consultation starts. Buttons: here, called, our fault.", APPOINTED),
    "telephone": ("A reminder went to a person whom no chat can ring: please telephone.", APPOINTED),
    "unmarked": ("The slot is over and nobody said what became of it. Buttons follow.", APPOINTED),
    "deemed": ("No contact until start + grace. Buttons follow.", APPOINTED),
}
DID: Values = {"code": CODE, "by": CLERK, "told": Text("staff.telling.telephone")}
TELLING = {
    "chat": "the person, in the chat",
    "telephone": "no chat reaches them, so staff telephone",
    "nobody": "their data was erased",
}
MARKS = (Deed.HERE, Deed.CALLED, Deed.OUR_FAULT, Deed.NO_CONTACT, Deed.NOT_HELD, Deed.UNDO)
REFUSED: dict[str, tuple[str, Values]] = {
    "not_understood": ("An order with a code that is no order. Nothing was done.", {"code": CODE}),
    "no_such_times": ("The numbers or dates typed are no times that could be offered.", {"code": CODE}),
    "no_times": ("Which times to offer is not said.", {"code": CODE}),
    "too_many_times": ("More times than one offer may hold.", {"count": 5}),
    "no_way_in": ("No link was given, or the day was closed: nobody can be said to have stayed away.", {"code": CODE}),
    "too_early": ("Attendance is known only from the start on.", {"code": CODE, "start": START}),
    "no_wish": ("Nobody has asked to cancel it, so there is nothing to accept.", {"code": CODE}),
    "started": ("The start is past: *our fault* is the order then.", {"code": CODE}),
    "no_link": ("No address that begins with https:// was given.", {"code": CODE}),
    "waits": (
        "Times are offered already, and wait for an answer; who was faster, and how to replace them.",
        {"code": CODE, "status": Text("status.offered"), "by": CLERK},
    ),
    "not_now": (
        "The deed does not fit any more; who was faster, if anyone.",
        {"code": CODE, "status": Text("status.cancelled_by_person"), "by": CLERK},
    ),
    "appealed": ("The person said they were in touch: only a lead decides.", {"code": CODE}),
    "no_appeal": ("Nothing is to be decided for this code.", {"code": CODE}),
    "not_lead": ("Only a lead decides.", {"code": CODE, "by": CLERK}),
    "own_mark": (
        "Who made the mark never decides about it. Say what to do where there is no other lead.",
        {"code": CODE, "by": CLERK, "office": "demo"},
    ),
    "already_refused": ("Later use is refused already.", {"code": CODE, "until": DAY, "by": CLERK}),
    "no_absence": ("Refused for absences, and there was none.", {"code": CODE}),
    "which_day": (
        "The day of an order can be read in two ways: how to write it.",
        {"verb": "close", "days": ("2026-12-01", "2027-01-12")},
    ),
    "no_suspension": (
        "Use cannot be suspended for residence: the office does not ask about it, or the person did not say not yet.",
        {"code": CODE},
    ),
    "refusal_length": ("Longer than the office allows, or no days at all.", {"code": CODE, "days": 90}),
    "not_refused": ("Later use is not refused.", {"code": CODE}),
    "erased": ("The person's data was erased: an order that needs the person is refused.", {"code": CODE}),
    "not_clerk": ("The sender has no role here.", {"name": CLERK}),
    "anonymous": ("An order or a code by somebody who writes without a name.", {}),
    "unknown_code": ("No application has this code.", {}),
}
TODAY: Values = {"code": CODE, "status": Text("status.deemed_cancelled")}
DUE_IN: Values = {"due": START, "hours": 112}
NOTES = (Text("staff.today.note.wish"), Text("staff.today.note.no_link"))
SECTION_LINES = {
    "wishes": "wish",
    "appeals": "appeal",
    "changes": "change",
    "requests": "request",
    "offers": "offer",
    "unmarked": "unmarked",
    "telephone": "telephone",
}
WHO: Values = {"code": CODE, "name": "T***"}
WAITING: dict[str, tuple[str, Values]] = {
    "wish": ("Wants to cancel, and no clerk has settled it.", {**WHO, "start": START}),
    "appeal": ("*I was in touch* is to be decided, by when.", {**WHO, "due": START}),
    "appeal_late": ("The same, and that time is past.", {**WHO, "due": START}),
    "change": ("Wants another time: when the answer is due.", {**WHO, **DUE_IN}),
    "change_late": ("The same, late by so many office hours.", {**WHO, **DUE_IN, **LATENESS}),
    "request": ("An application, the office hours it has waited, and when it is due.", {**WHO, **DUE_IN}),
    "waits": ("Waits for a time on a day that is full, until when at most.", {**WHO, "day": DAY, "due": START}),
    "request_late": ("The same, late by so many office hours, and when it ends.", {**WHO, **DUE_IN, **LATENESS}),
    "offer": ("Times are offered, until when.", {**WHO, "expires": START}),
    "offer_today": ("The same, about to expire today.", {**WHO, "expires": START}),
    "unmarked": ("A booking of another day that nobody has marked.", {**WHO, "start": START}),
    "telephone": ("Booked for soon, and no chat can ring them: to be reminded by telephone.", {**WHO, "start": START}),
}
"""One line each of today's list."""
BINDING: dict[str, tuple[str, Values]] = {
    "hello": ("The bot came into a group that nobody has bound.", {}),
    "bound": ("The group is bound now.", {"office": OFFICE, "by": CLERK}),
    "back": ("The bot came back into a group that is bound. Today's list may follow.", {"office": OFFICE}),
    "bad_code": ("The one-time code is wrong or spent.", {}),
    "leaving": ("The bot leaves a group that is not bound.", {}),
    "role": ("A role code was redeemed in the private chat.", {"office": OFFICE, "role": "clerk"}),
}
GROUP = "staff group"
LATE_PARTS = {
    "staff.late.h": Key("Late by so many office hours.", GROUP, {"hours": 112}),
    "staff.late.long": Key("The same, where days have passed.", GROUP, {"hours": 112, "days": 14}),
    "staff.late.ends": Key("When a request that nobody answers ends.", GROUP, {"ends": START}),
    "staff.late.ends_today": Key("The same, today: the time alone.", GROUP, {"ends": START}),
}


def cards() -> Keys:
    ticks = {
        f"staff.card.{each}": label("A time to offer.", GROUP, {"start": START}) for each in ("ticked", "unticked")
    }
    return {
        **{f"staff.card.{name}": Key(f"Card of an application: {name}.", GROUP, CARDS[name]) for name in CARDS},
        **ticks,
        "staff.card.whole": Key(
            "On a card or list of an office that shows it whole: in the place of the masked name.", GROUP, WHOLE
        ),
        "staff.card.erased": Key("On a card or list, in the place of what was erased.", GROUP),
        "staff.card.no_number": Key("On a card: no job-seeker number yet.", GROUP),
        "staff.card.same_number": Key("On a card: another open booking has this number.", GROUP),
        "staff.card.web_only": Key("On a card: reached on the web only; telephone.", GROUP),
        "staff.card.no_shows": Key("On a card: bookings not come to.", GROUP, {"total": 12, "days": 180}),
        "staff.card.use_refused": Key(
            "On a card: later use is refused.", GROUP, {"total": 12, "days": 180, "until": DAY, "by": CLERK}
        ),
        "staff.card.refuse_why": Key("Asks why later use is refused. Buttons follow.", GROUP, {"code": CODE}),
        "staff.card.refuse_days": Key("Asks for how many days. Buttons follow.", GROUP, {"code": CODE}),
        "staff.card.days": label("Button: so many days.", GROUP, {"days": 180}),
        **{f"staff.refuse.{each}": label("Button: why later use is refused.", GROUP) for each in REFUSING},
        "staff.card.terms_pending": Key("On a card: has not agreed to the new terms yet.", GROUP),
        "staff.card.has_link": Key("On a card: the video link is there.", GROUP),
        "staff.card.no_link": Key("On a card: the video link is missing.", GROUP, {"code": CODE}),
        **{
            f"staff.card.interpreter.{each}": Key(f"On a card, of the interpreter wanted: {each}.", GROUP, tongue)
            for each, tongue in INTERPRETING.items()
        },
        "staff.card.also_enter_in": Key("On a card: enter it there too.", GROUP, {"system": SYSTEM}),
        "staff.card.cancel_wish": Key("On a card: wants to cancel, and nothing is settled.", GROUP),
        "staff.card.first_in_line": Key("On a card: the office had to cancel the last booking.", GROUP),
        **{f"staff.excuse.{each}": label("Button: why no call is needed.", GROUP) for each in EXCUSE_REASONS},
        **{f"staff.office.{each}": label("Button: why the office cancels.", GROUP) for each in OFFICE_REASONS},
        **{f"staff.channel.{each}": Key("The channel a person uses.", GROUP) for each in CHANNELS},
        **{f"staff.reason.{each}": label("Button: why it is declined.", GROUP) for each in REASONS},
    }


def orders() -> Keys:
    shown = dict.fromkeys(("decline", *LEAVING, *AT_START, *AT_END, *AFTER_GRACE, *APPEALED, "refuse"))
    return {
        **{f"staff.verb.{each}": label(f"Button: {each}.", GROUP) for each in shown},
        **{f"staff.verb.{each}.words": Key(f"Ways to type: {each}. One word each.", "typed orders") for each in VERBS},
        "staff.freed.offer": label("Button: offer the time that is free again to this one.", GROUP, {"code": CODE}),
        "staff.verb.offer_count": label("Button: offer the ticked times.", GROUP, {"count": 5}),
        "staff.help": Key("How orders are typed.", GROUP),
    }


def answers() -> Keys:
    did = {
        f"staff.did.{each}": Key(f"Confirms with its author: {each}.", GROUP, DID)
        for each in (*MARKS, "undo_untold", "link", "accept", "uphold", "use_allowed")
    }
    return {
        **did,
        "staff.did.change_declined": Key("Confirms that no other time is offered.", GROUP, DID),
        "staff.did.called_off": Key("Confirms a cancellation by telephone.", GROUP, DID),
        "staff.did.excuse": Key(
            "Confirms that a wish to cancel is accepted.", GROUP, {**DID, "reason": Text("staff.excuse.hearing")}
        ),
        "staff.did.office": Key(
            "Confirms that the office cancels.", GROUP, {**DID, "reason": Text("staff.office.staff_ill")}
        ),
        "staff.did.offered": Key("Confirms an offer.", GROUP, {**DID, "times": FIVE_TIMES, "expires": START}),
        "staff.did.still_refused": Key(
            "Below a deed that puts something right: later use is still refused for absences, and only *lift* ends it.",
            GROUP,
            {"code": CODE, "until": DAY, "by": CLERK},
        ),
        "staff.did.use_refused": Key(
            "Confirms a refusal of later use.", GROUP, {**DID, "reason": Text("refuse.absences"), "until": DAY}
        ),
        "staff.did.declined": Key("Confirms a decline.", GROUP, {**DID, "reason": Text("staff.reason.not_online")}),
        **{
            f"staff.telling.{each}": Key(f"Ends a confirmation. Who is told of it: {note}.", GROUP)
            for each, note in TELLING.items()
        },
        **{f"staff.told.{name}": Key(note, GROUP, sample) for name, (note, sample) in TOLD.items()},
        **{f"staff.refused.{name}": Key(note, GROUP, sample) for name, (note, sample) in REFUSED.items()},
        **{f"staff.binding.{name}": Key(note, "binding a group", sample) for name, (note, sample) in BINDING.items()},
    }


def today() -> Keys:
    line: Values = {**TODAY, "start": START, "name": "T***", "status": (Text("status.booked"), *NOTES)}
    waits: Values = {"code": CODE, "name": Text("staff.today.ring", {"name": "T***"}), "due": START, "hours": 112}
    dated: Values = {**waits, "start": START, "expires": START}
    many = {name: (Text(f"staff.today.{each}", dated),) * MOST for name, each in SECTION_LINES.items()}
    sections = {name: Text(f"staff.today.section.{name}", {"lines": lines}) for name, lines in many.items()}
    listed: dict[str, Value] = {"day": DAY, "lines": (Text("staff.today.line", line),) * 8, **sections}
    listed |= {"stopped": Text("staff.today.stopped", {"since": START})}
    return {
        "staff.today.line": Key("One appointment of today.", GROUP, line),
        "staff.today.line_web": Key("The same with a telephone sign: no chat can ring them.", GROUP, line),
        **LATE_PARTS,
        "staff.today.ring": Key("A name with a telephone sign: no chat can ring them.", GROUP, {"name": "T***"}),
        "staff.today.note.wish": Key("Beside a booking of today: wants to cancel.", GROUP),
        "staff.today.note.change": Key("Beside a booking of today: wants another time.", GROUP),
        "staff.today.note.appeal": Key("Beside a booking of today: to be decided, by when.", GROUP, {"due": START}),
        "staff.today.note.no_link": Key("Beside a booking of today: no video link yet.", GROUP),
        "staff.today.note.unmarked": Key("Beside a booking of today: over, and nobody marked it.", GROUP),
        **{f"staff.today.{name}": Key(note, GROUP, sample) for name, (note, sample) in WAITING.items()},
        **{
            f"staff.today.section.{name}": Key(f"Heading and lines: {name}.", GROUP, {"lines": lines})
            for name, lines in many.items()
        },
        "staff.today.more": Key("Below lines: so many more are not shown.", GROUP, {"more": 12}),
        "staff.today.list": Key("Today's appointments, then what waits, each with its heading.", GROUP, listed),
        "staff.today.empty": Key("Nothing today, nothing waits.", GROUP, {"day": DAY, "stopped": listed["stopped"]}),
    }


def timeline() -> Keys:
    what: Values = {"at": START, "what": Text("contact.no_answer_by_phone"), "by": CLERK}
    later: Values = {**what, "recorded": START}
    accepted: Values = {
        "at": START,
        "letter": Text("staff.timeline.letter.reminder"),
        "channel": Text("staff.channel.telegram"),
    }
    lines = (Text("staff.timeline.line_later", later),) * 8
    return {
        **{f"staff.timeline.{each}": Key("What happened, in a few words.", "timeline") for each in map(str, DEEDS)},
        **{f"staff.timeline.author.{each}": Key("Who did it.", "timeline") for each in ("person", "clerk", "clock")},
        **{
            f"staff.timeline.letter.{each}": Key(f"What a letter to the person was about: {each}.", "timeline")
            for each in KINDS
        },
        "staff.timeline.line_accepted": Key(
            "A channel has accepted (not: it was read) a letter to the person.", "timeline", accepted
        ),
        "staff.timeline.line": Key("One thing that happened.", "timeline", what),
        "staff.timeline.line_later": Key("The same, written down later.", "timeline", later),
        "staff.timeline.list": Key("What happened around a booking, in order.", GROUP, {**APPOINTED, "lines": lines}),
        "staff.timeline.empty": Key("Nothing to show: only deemed cancellations have one.", GROUP, {"code": CODE}),
    }
