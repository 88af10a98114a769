"""Keys of the letters to a person that no question of theirs brought about: offers, reminders, notices."""

from __future__ import annotations

from flows.keys.device import AHEAD, SOON
from flows.keys.key import ATTENDING, BOOKED, CODE, DAY, FIVE_TIMES, GRACE, PHONE, REACH, START, TOOL, URL, Key, Keys
from flows.values import Text, Values

COMMON: Values = {"code": CODE, "phone": PHONE, "grace": GRACE, "tool": TOOL}
OFFERED: Values = {**COMMON, "times": FIVE_TIMES, "expires": START}
APPOINTED: Values = {**COMMON, **ATTENDING}
REMINDED: Values = {**COMMON, **BOOKED, "checks": SOON}
UNTIL: Values = {"until": START, "phone": PHONE}
TESTED: Values = {"tool": TOOL, "url": URL}
DAYS_BEFORE: Values = {**REMINDED, "checks": AHEAD, "test": Text("notice.tested", TESTED)}


def letters() -> Keys:
    screen = "letters to the person"
    return {
        "notice.offered": Key("Times are offered and held; nothing is booked yet.", screen, OFFERED),
        "notice.offered_instead": Key("The same, in place of times that were offered before.", screen, OFFERED),
        "notice.freed": Key(
            "A time of a day they had asked for was given back and is held for them. No costs nothing.",
            screen,
            {**OFFERED, "times": (START,), "start": START},
        ),
        "notice.passed_on": Key(
            "That time (start) was not chosen in time and is passed on: the request stands as it was.",
            screen,
            {**APPOINTED, "start": START},
        ),
        "notice.nudge": Key("The held times are free again soon.", screen, OFFERED),
        "notice.offer_lapsed": Key("Nobody chose in time: the times are free again.", screen, COMMON),
        "notice.request_lapsed": Key("The office did not answer in time. Apologise.", screen, COMMON),
        "notice.wait_over": Key(
            "The day they had waited for has come too near: the wait has ended. A button asks for a new time.",
            screen,
            {**COMMON, "day": DAY},
        ),
        "notice.wait_closed": Key(
            "The office is closed on the day they had waited for: the wait has ended. A button asks for a new time.",
            screen,
            {**COMMON, "day": DAY},
        ),
        "notice.answer_late": Key(
            "The office has not answered by the time that was told (due). Apologise; the request stands: wait, "
            "state other times, call, or take it back. Until when it can be answered (ends). Buttons follow.",
            screen,
            {**COMMON, "due": START, "ends": START},
        ),
        "notice.answer_late_closed": Key(
            "The same, and none of the wished times can be offered any more: ask for other times, before the request "
            "ends (ends). Buttons follow.",
            screen,
            {**COMMON, "due": START, "ends": START},
        ),
        "notice.change_late": Key(
            "The same of a wish for another time: the booking (start) stands until a new time is certain.",
            screen,
            {**APPOINTED, "due": START},
        ),
        "notice.declined": Key(
            "The office cannot offer a time.", screen, {**COMMON, "reason": Text("decline.not_online")}
        ),
        "notice.booked": Key("Only now it is booked: when, how to join, what to prepare.", screen, BOOKED),
        "notice.link": Key("The video link is there: join by the page.", screen, APPOINTED),
        "notice.link_now": Key(
            "The start is past, and only now the video link is there, or another one. Apologise: join now.",
            screen,
            {**APPOINTED, "until": Text("notice.link_until", UNTIL)},
        ),
        "notice.link_until": Key(
            "In that letter: the grace begins with the link, and ends at this moment.",
            "notice.link_now",
            UNTIL,
        ),
        "notice.reminder": Key("Days before. No name, number or telephone of the person.", screen, DAYS_BEFORE),
        "notice.tested": Key("In the reminder of the day before: the connection.", "notice.reminder", TESTED),
        "notice.tested_alone": Key("The same without a page to test it.", "notice.reminder", {"tool": TOOL}),
        "notice.promised": Key("A reminder wished for. Neutral: it names no paper.", screen, REACH),
        "notice.reminder_soon": Key("An hour before, with link and checklist.", screen, REMINDED),
        "notice.trouble": Key("Five minutes after the start, no sign of the person.", screen, APPOINTED),
        "notice.trouble_no_link": Key(
            "Five minutes after the start: no link was given. Apologise; nothing is counted.", screen, APPOINTED
        ),
        "notice.deemed": Key("No contact until start + grace: counts as cancelled.", screen, APPOINTED),
        "notice.restored": Key("The booking stands again.", screen, APPOINTED),
        "notice.attended": Key("Told of a cancellation, but they were here: corrected.", screen, APPOINTED),
        "notice.no_contact": Key("Staff have looked: no contact was found, it stays cancelled.", screen, APPOINTED),
        "notice.not_held": Key("They had been in touch, but it did not take place. No blame.", screen, APPOINTED),
        "notice.not_held_undone": Key("That it did not take place was said by mistake: it stands.", screen, APPOINTED),
        "notice.no_link": Key(
            "The start is past and staff had given no video link. Apologise; nothing is counted.", screen, APPOINTED
        ),
        "notice.appeal_accepted": Key("A lead agrees that they were in touch: the booking stands.", screen, APPOINTED),
        "notice.appeal_accepted_past": Key("The same, where the time is over: it does not count.", screen, APPOINTED),
        "notice.appeal_upheld": Key("A lead has looked at it: it stays counted as cancelled.", screen, APPOINTED),
        "notice.appeal_late": Key("The decision takes longer than was said. Apologise.", screen, APPOINTED),
        "notice.use_refused": Key(
            "A clerk refuses later use: why, until when, what is booked stays, whom to call.",
            screen,
            {**COMMON, "reason": Text("refuse.absences"), "until": DAY},
        ),
        "notice.use_allowed": Key("A clerk has lifted the refusal.", screen, APPOINTED),
        "notice.change_offered": Key(
            "Other times are held beside a booking that stands (start).", screen, {**OFFERED, "start": START}
        ),
        "notice.move_asked": Key(
            "The office cannot keep the time that is booked (start) and asks for another; these are held. Apologise.",
            screen,
            {**OFFERED, "start": START},
        ),
        "notice.change_offered_instead": Key(
            "Other times than those sent before, which are no longer held. The booking stands (start).",
            screen,
            {**OFFERED, "start": START},
        ),
        "notice.move_asked_instead": Key(
            "The office asks for another time (start cannot be kept): these replace the times it sent before.",
            screen,
            {**OFFERED, "start": START},
        ),
        "notice.times_closed": Key(
            "The office closes the day of all offered times: none is held any more; it will answer anew, by due.",
            screen,
            {**COMMON, "day": DAY, "due": START},
        ),
        "notice.times_closed_left": Key(
            "The office closes a day on which it had offered times: these are still held, the others are not.",
            screen,
            {**OFFERED, "day": DAY},
        ),
        "notice.times_closed_beside": Key(
            "The same of all times offered beside a booking (start), which stands; staff see to another time.",
            screen,
            {**APPOINTED, "day": DAY},
        ),
        "notice.times_closed_both": Key(
            "Neither the booked time (start) nor the others offered beside it can be held: the day is closed. Nobody "
            "is to come, nothing is counted, the office will write.",
            screen,
            {**APPOINTED, "day": DAY},
        ),
        "notice.move_withdrawn": Key(
            "The office had asked for another time; now it can keep the time that is booked (start). Nothing to do.",
            screen,
            APPOINTED,
        ),
        "notice.change_declined": Key("No other time can be offered: the booking stands.", screen, APPOINTED),
        "notice.change_ended": Key("No other time was fixed in time: the booking stands.", screen, APPOINTED),
        "notice.moved": Key("The booking has moved to this time; the old one is given back.", screen, BOOKED),
        "notice.called_off": Key("Staff have recorded the call: now it is cancelled.", screen, APPOINTED),
        "notice.wish_accepted": Key(
            "The wish to cancel is accepted without a call.", screen, {**APPOINTED, "reason": Text("excuse.language")}
        ),
        "notice.office_cancelled": Key(
            "The office had to cancel. Apologise; first in line for a new time.",
            screen,
            {**APPOINTED, "reason": Text("office_reason.staff_ill")},
        ),
        "notice.our_fault": Key("It failed because of the office. Apologise.", screen, APPOINTED),
    }
