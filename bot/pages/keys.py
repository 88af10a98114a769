"""The keys of every text on the pages: what it says in English, what for, and values to try it out with.

The catalogues hold the texts themselves. A template or a module names a key and nothing more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from flows.values import NOTHING, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
END = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


class PageText(NamedTuple):
    english: str
    note: str
    sample: Values = NOTHING
    screen: str = "web page"
    limit: str | None = None


T = PageText
EVENT = "demo page, after `Next:`"
OFFICE: Values = {"office": "Hello Work Demo"}
PHONE: Values = {"phone": "048-000-0000"}

WEB: Mapping[str, PageText] = {
    "web.title": T("{office}: online consultation", "Title of the chat page.", OFFICE),
    "web.subtitle": T("Booking an online consultation", "Under the office's name at the head of the chat."),
    "web.welcome.title": T("Book an online consultation", "Heading before the chat begins."),
    "web.welcome.text": T(
        "You can ask {office} for an online consultation here. It takes about five minutes. "
        "Nothing is booked until we say so, and you can stop or correct your answers at any time.",
        "Before the chat begins.",
        OFFICE,
    ),
    "web.welcome.phone": T("You can also call the office: {phone}", "Under the button that begins the chat.", PHONE),
    "web.welcome.cookie": T(
        "To keep your conversation on this device, we store one cookie. We use no others.",
        "Small print before the chat begins.",
    ),
    "web.start": T("Begin", "Button that begins the chat.", limit="label"),
    "web.language": T("Language", "Before a row of languages to choose from."),
    "web.log": T("Conversation", "Heard by screen readers: name of the list of messages."),
    "web.from.us": T("Madoguchi says:", "Heard by screen readers before each of our messages."),
    "web.from.you": T("You:", "Heard by screen readers before each message of the person."),
    "web.from.other": T("{name}:", "Before a message in the staff group: who wrote it.", {"name": "Clerk A"}),
    "web.repeated": T("This message may be a repeat.", "Under a message that may have been shown before."),
    "web.picked": T("your answer", "Heard by screen readers after the button that was picked."),
    "web.message": T("Your message", "Label of the text field."),
    "web.message.hint": T("Type, or use the buttons", "Inside the empty text field."),
    "web.send": T("Send", "Button beside the text field.", limit="label"),
    "web.refresh": T("Show new messages", "Link, seen only where the browser runs no JavaScript."),
    "web.unsent": T("That was not sent. Please check your connection and try again.", "Above the text field."),
    "web.leave": T("Leave", "Opens the note on leaving, at the head of the chat.", limit="label"),
    "web.leave.text": T(
        "On a shared computer, leave the chat when you are done: nobody can then read it here. "
        "You can come back only with the private link from this chat.",
        "Above the button that takes the chat off this device.",
    ),
    "web.leave.button": T("Leave on this device", "Takes the chat off this device.", limit="label"),
    "web.back.title": T("Back to your conversation", "Heading of the page of a private return link."),
    "web.back.text": T(
        "Press the button to go on with your conversation with {office} on this device.",
        "On the page of a private return link.",
        OFFICE,
    ),
    "web.back.button": T("Continue", "Button on the page of a private return link.", limit="label"),
    "web.back.gone.title": T("This link cannot be used any more", "A return link that is spent or unknown."),
    "web.back.gone.text": T(
        "A private link works once. If you still have the chat open somewhere, ask there for a new one. "
        "Otherwise please call {office}: {phone}",
        "A return link that is spent or unknown.",
        {**OFFICE, **PHONE},
    ),
    "web.back.new": T("Begin a new conversation", "Link below a return link that is spent."),
    "web.lost.title": T("We do not know this page", "Heading where an address is unknown."),
    "web.lost.text": T(
        "Please check the address, or ask your Hello Work office for its link.",
        "Where an address is unknown.",
    ),
    "web.stale.title": T("Please open the chat again", "Heading where a form came from an old page."),
    "web.stale.text": T(
        "This page was too old, so nothing was sent. If it keeps happening, please allow cookies for this page.",
        "Where a form came from an old page or without a cookie.",
    ),
    "web.stale.link": T("Open the chat", "Link that opens the chat again."),
}

JOIN: Mapping[str, PageText] = {
    "join.title": T("Your online consultation", "Heading and title of the join page."),
    "join.office": T("Office", "Before the office's name."),
    "join.when": T("Date and time", "Before the date and time."),
    "join.time": T("{start:date}, {start:time} to {end:time} (Japan time)", "When.", {"start": AT, "end": END}),
    "join.tool": T("Video tool", "Before the name of the video tool."),
    "join.prepare": T("Please prepare", "Heading above what to prepare."),
    "join.prepare.place": T(
        "Be in a private place, with nobody else in the room unless you told the office before.",
        "What to prepare.",
    ),
    "join.prepare.device": T(
        "Use your own device with a camera, and have it charged or plugged in.", "What to prepare."
    ),
    "join.prepare.tool": T("Have {tool} installed and tested before the time.", "What to prepare.", {"tool": "Zoom"}),
    "join.prepare.network": T("Do not use free Wi-Fi that you do not know.", "What to prepare."),
    "join.prepare.recording": T("Do not record the consultation.", "What to prepare."),
    "join.test": T("Test {tool} now", "Link to the tool's own test page.", {"tool": "Zoom"}),
    "join.button": T("Join now", "The big button.", limit="label"),
    "join.button.note": T(
        "Pressing tells the office that you are here.", "Under the big button. Pressing counts as contact."
    ),
    "join.early": T("The button to join appears here on {opens}.", "Before the time.", {"opens": AT}),
    "join.here": T("The office knows that you are here.", "After the button was pressed."),
    "join.open": T("Open the video room", "Button to the video tool after it was pressed once.", limit="label"),
    "join.waiting": T(
        "The office will send you the video link in your chat. Please keep this page and the chat open.",
        "After the button was pressed, where staff have not pasted a link yet.",
    ),
    "join.trouble": T("Trouble, or late? Please call {phone}", "With a link that calls.", PHONE),
    "join.over.title": T("This consultation is over", "Join page after the time."),
    "join.over.text": T(
        "If you could not join, please call {office}: {phone}", "Join page after the time.", {**OFFICE, **PHONE}
    ),
    "join.cancelled.title": T("This booking no longer stands", "Join page of a cancelled booking."),
    "join.cancelled.text": T(
        "You can ask for a new time in the chat, or call {office}: {phone}",
        "Join page of a cancelled booking.",
        {**OFFICE, **PHONE},
    ),
    "join.lost.title": T("This link is not known", "Join page of an unknown or expired link."),
    "join.lost.text": T(
        "Please open the newest link in your chat, or call your Hello Work office.",
        "Join page of an unknown link where the office is unknown too.",
    ),
    "join.lost.call": T("{office}: {phone}", "An office and its telephone.", {**OFFICE, **PHONE}),
    "join.calendar": T("Add to my calendar", "Link to the calendar entry.", limit="label"),
}

CALENDAR: Mapping[str, PageText] = {
    "calendar.title": T("Online appointment", "Title of the calendar entry: neutral, others may see it."),
    "calendar.text": T(
        "Join here: {url}\nCannot come or late? Call {phone}",
        "Inside the calendar entry. No personal data.",
        {"url": "https://example.jp/j/abc", **PHONE},
    ),
    "calendar.alarm": T("Online appointment soon", "What the calendar's own alarm says."),
}

DEMO: Mapping[str, PageText] = {
    "demo.title": T("Madoguchi: the counter in your messaging app", "Title of the demo page."),
    "demo.name": T("Madoguchi", "Name of the product at the head of the demo page."),
    "demo.claim": T(
        "Book an online consultation at Hello Work by chat. Play both sides: nothing leaves this computer.",
        "Under the name.",
    ),
    "demo.guide": T("Try it", "Heading of the three steps."),
    "demo.guide.ask": T(
        "Ask for a time on the phone: begin, and answer the questions. Invent a name and a number.", "Step one."
    ),
    "demo.guide.offer": T(
        "Be the clerk: offer one or two times on the card, then choose one on the phone.", "Step two."
    ),
    "demo.guide.clock": T(
        "Move the clock to the next event: see the reminders, and what happens if nobody comes.", "Step three."
    ),
    "demo.seeker": T("Job seeker", "Heading of the phone."),
    "demo.seeker.note": T("The chat on a telephone", "Beside the heading of the phone."),
    "demo.staff": T("Staff group", "Heading of the staff group."),
    "demo.staff.note": T("The group chat of the office", "Beside the heading of the staff group."),
    "demo.frame.seeker": T("The job seeker's chat", "Heard by screen readers: name of the frame."),
    "demo.frame.staff": T("The staff group's chat", "Heard by screen readers: name of the frame."),
    "demo.sides": T("Show", "Before the choice of the side to show on a small screen."),
    "demo.news": T("new message", "Heard by screen readers beside the side that has news."),
    "demo.clock": T("The office's clock", "Heading of the clock."),
    "demo.clock.time": T("{at:time}", "The time on the clock.", {"at": AT}),
    "demo.clock.day": T("{at:date} (Japan time)", "The day under the clock.", {"at": AT}),
    "demo.clock.hour": T("+1 hour", "Moves the clock.", limit="label"),
    "demo.clock.next": T("To the next event", "Moves the clock.", limit="label"),
    "demo.clock.plus": T("+1 day", "Moves the clock.", limit="label"),
    "demo.clock.coming": T(
        "Next: {what}, {at:short}", "What the clock will bring next.", {"what": "reminder", "at": AT}
    ),
    "demo.clock.nothing": T("Next: nothing is waiting", "Where the clock will bring nothing."),
    "demo.event.answer_due": T("answer to the job seeker is due", "What the clock brings.", screen=EVENT),
    "demo.event.request_lapses": T("the request lapses", "What the clock brings.", screen=EVENT),
    "demo.event.offer_nudge": T("offered times are about to lapse", "What the clock brings.", screen=EVENT),
    "demo.event.offer_lapses": T("offered times lapse", "What the clock brings.", screen=EVENT),
    "demo.event.reminder": T("reminder", "What the clock brings.", screen=EVENT),
    "demo.event.link_missing": T("staff are asked for the video link", "What the clock brings.", screen=EVENT),
    "demo.event.start": T("the consultation begins", "What the clock brings.", screen=EVENT),
    "demo.event.trouble": T("question whether there is trouble", "What the clock brings.", screen=EVENT),
    "demo.event.grace": T("end of the time to get in touch", "What the clock brings.", screen=EVENT),
    "demo.event.deemed_notice": T("the job seeker is told of the cancellation", "What the clock brings.", screen=EVENT),
    "demo.event.morning_list": T("morning list for staff", "What the clock brings.", screen=EVENT),
    "demo.restart": T("Start again", "Forgets everything that was played.", limit="label"),
    "demo.language": T("Language", "Label of the choice of languages.", limit="label"),
    "demo.language.set": T("Change", "Button beside the choice of languages.", limit="label"),
    "demo.staff.title": T("Staff group", "Title at the head of the staff group's chat.", limit="title"),
    "demo.staff.subtitle": T("You write as {clerk}", "Under it.", {"clerk": "Clerk A"}),
    "demo.clerk": T("Clerk A", "The demo's invented clerk.", limit="label"),
}

KEYS: Mapping[str, PageText] = {**WEB, **JOIN, **CALENDAR, **DEMO}
