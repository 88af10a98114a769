"""Keys of the pages: web chat, join page, calendar entry, demo. Templates name them; here is what is known of each.

No text, and no key that a flow says.
"""

from __future__ import annotations

from flows.keys.key import CLERK, LATER, OFFICE_ONLY, PHONE_ONLY, REACH, START, TOOL, URL, Key, Keys, label
from flows.office.reminders import Owed
from flows.values import Text

WEB: Keys = {
    "web.title": Key("Title of the chat page.", "web chat", OFFICE_ONLY),
    "web.terms": Key("Link to the full texts.", "web chat"),
    "web.subtitle": Key("Under the office's name at the head of the chat.", "web chat"),
    "web.welcome.title": Key("Heading before the chat begins.", "web chat"),
    "web.welcome.text": Key("Before the chat begins.", "web chat", OFFICE_ONLY),
    "web.welcome.phone": Key("Under the button that begins the chat.", "web chat", PHONE_ONLY),
    "web.welcome.cookie": Key("Small print before the chat begins.", "web chat"),
    "web.start": label("Button that begins the chat.", "web chat"),
    "web.language": Key("Before a row of languages to choose from.", "web chat"),
    "web.log": Key("Heard by screen readers: name of the list of messages.", "web chat"),
    "web.from.us": Key("Heard by screen readers before each of our messages.", "web chat"),
    "web.from.you": Key("Heard by screen readers before each message of the person.", "web chat"),
    "web.from.other": Key("Before a message in the staff group: who wrote it.", "web chat", {"name": CLERK}),
    "web.repeated": Key("Under a message that may have been shown before.", "web chat"),
    "web.picked": Key("Heard by screen readers after the button that was picked.", "web chat"),
    "web.message": Key("Label of the text field.", "web chat"),
    "web.message.hint": Key("Inside the empty text field.", "web chat"),
    "web.send": label("Button beside the text field.", "web chat"),
    "web.refresh": Key("Link, seen only where the browser runs no JavaScript.", "web chat"),
    "web.unsent": Key("Above the text field.", "web chat"),
    "web.leave": label("Opens the note on leaving, at the head of the chat.", "web chat"),
    "web.leave.text": Key("Above the button that takes the chat off this device.", "web chat"),
    "web.leave.button": label("Takes the chat off this device.", "web chat"),
    "web.back.title": Key("Heading of the page of a private return link.", "web chat"),
    "web.back.text": Key("On the page of a private return link.", "web chat", OFFICE_ONLY),
    "web.back.button": label("Button on the page of a private return link.", "web chat"),
    "web.back.gone.title": Key("A return link that is spent or unknown.", "web chat"),
    "web.back.gone.text": Key("A return link that is spent or unknown.", "web chat", REACH),
    "web.back.new": Key("Link below a return link that is spent.", "web chat"),
    "web.lost.title": Key("Heading where an address is unknown.", "web chat"),
    "web.lost.text": Key("Where an address is unknown.", "web chat"),
    "web.stale.title": Key("Heading where a form came from an old page.", "web chat"),
    "web.stale.text": Key("Where a form came from an old page or without a cookie.", "web chat"),
    "web.stale.link": Key("Link that opens the chat again.", "web chat"),
}
JOIN: Keys = {
    "join.title": Key("Heading and title of the join page.", "join page"),
    "join.office": Key("Before the office's name.", "join page"),
    "join.when": Key("Before the date and time.", "join page"),
    "join.time": Key("When.", "join page", {"start": START, "end": LATER}),
    "join.tool": Key("Before the name of the video tool.", "join page"),
    "join.prepare": Key("Heading above what to prepare.", "join page"),
    "join.prepare.recording": Key("Below what to prepare, where the office forbids recording.", "join page"),
    "join.test": Key("Link to the tool's own test page.", "join page", {"tool": TOOL}),
    "join.button": label("The big button.", "join page"),
    "join.button.note": Key("Under the big button. Pressing counts as contact.", "join page"),
    "join.early": Key("Before the time.", "join page", {"opens": START}),
    "join.here": Key("After the button was pressed.", "join page"),
    "join.open": label("Button to the video tool after it was pressed once.", "join page"),
    "join.waiting": Key("After the button was pressed, where staff have not pasted a link yet.", "join page"),
    "join.trouble": Key("With a link that calls.", "join page", PHONE_ONLY),
    "join.over.title": Key("Join page after the time.", "join page"),
    "join.over.text": Key("Join page after the time.", "join page", REACH),
    "join.cancelled.title": Key("Join page of a cancelled booking.", "join page"),
    "join.cancelled.text": Key("Join page of a cancelled booking.", "join page", REACH),
    "join.lost.title": Key("Join page of an unknown or expired link.", "join page"),
    "join.lost.text": Key("Join page of an unknown link where the office is unknown too.", "join page"),
    "join.lost.call": Key("An office and its telephone.", "join page", REACH),
    "join.calendar": label("Link to the calendar entry.", "join page"),
}
FORM: Keys = {
    "form.title": Key("Heading of the page for name, number and telephone.", "form page"),
    "form.why": Key("Why, who reads it, and that it is not kept by the messenger.", "form page", OFFICE_ONLY),
    "form.not_yours": Key("Below: who did not ask for this link should close the page.", "form page"),
    "form.faults": Key(
        "Above the form, after it was sent: how many fields to look at again.", "form page", {"fields": 3}
    ),
    "form.name": Key("Label of a field.", "form page"),
    "form.name.hint": Key("Under the label.", "form page"),
    "form.name.sure": Key("Beside a box to tick, where the name may be none: it is the name.", "form page"),
    "form.name_reading": Key("Label of a field: how the name is read.", "form page"),
    "form.name_reading.optional": Key("Under the label, where it may be left empty.", "form page"),
    "form.name_reading.needed": Key(
        "Under the label, where only who writes it in kana or Latin letters leaves it empty.", "form page"
    ),
    "form.number": Key("Label of a field.", "form page"),
    "form.number.hint": Key("Under the label.", "form page"),
    "form.number.none": Key("Beside a box to tick: no job-seeker number yet.", "form page"),
    "form.number.missing": Key("Beside the field: neither a number, nor ticked that there is none.", "form page"),
    "form.number.wrong": Key("Beside the field: what a number looks like.", "form page"),
    "form.number.both": Key("Beside the field: a number, and ticked that there is none.", "form page"),
    "form.number.split": Key(
        "Beside the field: a hyphen was put in, to be checked.", "form page", {"number": "01234-56789012"}
    ),
    "form.phone": Key("Label of a field.", "form page"),
    "form.phone.hint": Key("Under the label.", "form page"),
    "form.send": label("The button.", "form page"),
    "form.help": Key("With a link that calls.", "form page", PHONE_ONLY),
    "form.sent.title": Key("After it was sent.", "form page"),
    "form.sent.text": Key("After it was sent: the chat goes on by itself.", "form page"),
    "form.sent.chat": label("Link back to the web chat.", "form page"),
    "form.lost.title": Key("A link that was used, is too old, or never was: not said which.", "form page"),
    "form.lost.text": Key("The same: what to do next.", "form page"),
}
CALENDAR: Keys = {
    "calendar.title": Key("Title of the calendar entry: neutral, others may see it.", "calendar entry"),
    "calendar.text": Key("Inside the calendar entry. No personal data.", "calendar entry", {"url": URL, **PHONE_ONLY}),
    "calendar.alarm": Key("What the calendar's own alarm says.", "calendar entry"),
}
DEMO: Keys = {
    "demo.title": Key("Title of the demo page.", "demo page"),
    "demo.name": Key("Name of the product at the head of the demo page.", "demo page"),
    "demo.claim": Key("Under the name.", "demo page"),
    "demo.guide": Key("Heading of the three steps.", "demo page"),
    "demo.guide.ask": Key("Step one.", "demo page"),
    "demo.guide.offer": Key("Step two.", "demo page"),
    "demo.guide.clock": Key("Step three.", "demo page"),
    "demo.seeker": Key("Heading of the phone.", "demo page"),
    "demo.seeker.note": Key("Beside the heading of the phone.", "demo page"),
    "demo.staff": Key("Heading of the staff group.", "demo page"),
    "demo.staff.note": Key("Beside the heading of the staff group.", "demo page"),
    "demo.frame.seeker": Key("Heard by screen readers: name of the frame.", "demo page"),
    "demo.frame.staff": Key("Heard by screen readers: name of the frame.", "demo page"),
    "demo.sides": Key("Before the choice of the side to show on a small screen.", "demo page"),
    "demo.news": Key("Heard by screen readers beside the side that has news.", "demo page"),
    "demo.clock": Key("Heading of the clock.", "demo page"),
    "demo.clock.time": Key("The time on the clock.", "demo page", {"at": START}),
    "demo.clock.day": Key("The day under the clock.", "demo page", {"at": START}),
    "demo.clock.hour": label("Moves the clock.", "demo page"),
    "demo.clock.next": label("Moves the clock.", "demo page"),
    "demo.clock.plus": label("Moves the clock.", "demo page"),
    "demo.clock.coming": Key(
        "What the clock will bring next.", "demo page", {"what": Text("demo.event.answer_due"), "at": START}
    ),
    "demo.clock.nothing": Key("Where the clock will bring nothing.", "demo page"),
    "demo.restart": label("Forgets everything that was played.", "demo page"),
    "demo.language": label("Label of the choice of languages.", "demo page"),
    "demo.language.set": label("Button beside the choice of languages.", "demo page"),
    "demo.staff.title": Key("Title at the head of the staff group's chat.", "demo page", limit="title"),
    "demo.staff.subtitle": Key("Under it.", "demo page", {"clerk": CLERK}),
    "demo.clerk": label("The demo's invented clerk.", "demo page"),
}


def pages() -> Keys:
    kinds = (*Owed, "morning_list")
    events = {f"demo.event.{each}": Key("What the clock brings, after `Next:`.", "demo page") for each in kinds}
    return {**WEB, **JOIN, **FORM, **CALENDAR, **DEMO, **events}
