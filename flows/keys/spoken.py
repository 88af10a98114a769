"""Keys of what is said at any time, of refusals, and of the words of the trade: computed from their lists in code."""

from __future__ import annotations

from collections.abc import Iterator

from flows import anytime
from flows.attending import CONTACTS, DEEMED, OVER, REMINDER, TROUBLE, WAITING
from flows.keys.key import (
    ATTENDING,
    CODE,
    DAY,
    DOCUMENT,
    FIVE_TIMES,
    LATER,
    OFFICE,
    OFFICE_ONLY,
    OPEN_HOURS,
    PHONE,
    PHONE_ONLY,
    START,
    URL,
    Key,
    Keys,
    label,
)
from flows.office.appointment import ContactKind, Status
from flows.office.refusals import Refusal
from flows.office.standing import REASONS as REFUSING
from flows.staff.cards import EXCUSE_REASONS, OFFICE_REASONS, REASONS
from flows.values import Text, Values

DOCUMENTS = ("office", "tool", "chat")

SAID = {
    "unreadable": "The first time an answer was not understood. It has no values.",
    "stale": "A button of an older message was tapped; nothing was done. The present question follows.",
    "expired": "Unfinished answers were erased because nobody went on.",
    "updated": "The bot was renewed; the answers that still fit are kept.",
    "welcome_back": "Someone known opened the chat again.",
    "unsupported": "A photo, voice or file came: not opened, not kept.",
    "language_changed": "Said in the new language.",
    "received": "After the page for name, number and telephone was sent: it came, and goes on here.",
    "may_be_repeat": "Above a message that may have been delivered before.",
}
VALUED: dict[str, tuple[str, Values]] = {
    "new_link": ("On the web, after the private link was used: it works once, this is the new one.", {"url": URL}),
}
FACTS: dict[str, Values] = {
    "office_closed": {"day": DAY},
    "cannot_be_kept": {"start": START, **PHONE_ONLY},
    "outside_hours": {"start": START, "hours": OPEN_HOURS, "near": (START, LATER)},
    "already_booked": {"start": START},
    "not_offered": {"times": FIVE_TIMES},
    "texts_missing": PHONE_ONLY,
    "too_late": {"first": START},
    "no_more_times": PHONE_ONLY,
    "too_far": {"day": DAY, "last": DAY},
    "taken": {"start": START},
    "new_time_taken": {"start": START, "booked": LATER},
    "moved_meanwhile": {"booked": START},
    "already_wished": {"start": START},
    "wishes_full": {"limit": 3},
    "one_a_day": {"day": DAY},
    "too_many_open": {"limit": 2, "codes": (CODE, CODE)},
    "day_mismatch": {"day": DAY},
    "unclear": {"readings": (START, LATER)},
    "unclear_day": {"readings": (DAY, DAY)},
    "unclear_year": {"year": 2569},
    "day_full": {"day": DAY},
    "free_again": {"day": DAY},
    "foreign_year": {"year": 2569},
    "phone_only": PHONE_ONLY,
    "chats_too_many_open": {"limit": 2, **PHONE_ONLY},
    "chats_one_a_day": {"day": DAY, **PHONE_ONLY},
    "chats_of_two_offices": PHONE_ONLY,
    "stopped": PHONE_ONLY,
    "not_booked_yet": {"code": CODE},
    "erase_after_cancel": {**PHONE_ONLY, "code": CODE},
    "erase_after_call": {**PHONE_ONLY, "code": CODE},
    "erase_after_mark": {**PHONE_ONLY, "code": CODE},
    "erase_after_appeal": {**PHONE_ONLY, "code": CODE, "due": START},
    "use_refused": {**PHONE_ONLY, "reason": Text("refuse.absences"), "until": DAY},
}


def commands() -> Keys:
    found: dict[str, Key] = {}
    for code in anytime.TYPED:
        own = anytime.name(code)
        found[f"anytime.{own}.label"] = label(f"Button: {own}.", "everywhere")
        found[f"anytime.{own}.words"] = Key(f"Every usual way to type: {own}.", "typed commands")
    return found


def said() -> Keys:
    plain = {f"anytime.{name}": Key(note, "everywhere") for name, note in SAID.items()}
    return plain | {f"anytime.{name}": Key(note, "web chat", values) for name, (note, values) in VALUED.items()}


def offices() -> Keys:
    """Where several offices are served in one chat."""
    line = {"office": OFFICE, "phone": PHONE}
    return {
        "office.any": Key("Whom we speak for, as long as it is not known which office: Hello Work.", "greeting"),
        "office.label": Key("Button: one of several offices. Only its name.", "booking.office", OFFICE_ONLY),
        "office.phone": Key("A line of a list: an office and its telephone.", "everywhere", line),
        "office.phones": Key(
            "No office is chosen yet: the telephone of each.", "everywhere", {"offices": (Text("office.phone", line),)}
        ),
        "office.stays": Key(
            "A link of another office was opened, but something is open with this one.",
            "everywhere",
            {**line, "other": OFFICE},
        ),
        "office.changed": Key(
            "A link of another office was opened, and the chat is with it now.", "everywhere", {**line, "other": OFFICE}
        ),
    }


def refused() -> Keys:
    return dict(_refusals())


def _refusals() -> Iterator[tuple[str, Key]]:
    for kind in Refusal.__subclasses__():
        key = kind.key()
        note = (kind.__doc__ or "").strip()
        note = "" if note.startswith(kind.__name__ + "(") else note
        yield key, Key(f"Says what cannot be, and what can. {note}".strip(), "refusals", FACTS.get(_last(key), {}))


def _last(key: str) -> str:
    return key.rpartition(".")[2]


def attending() -> Keys:
    names = dict.fromkeys((*REMINDER, *TROUBLE, *DEEMED, *OVER, *WAITING))
    labels = {f"attending.{each}": label(f"Button: {each}.", "reminders and notices") for each in names}
    answered = ("come", *CONTACTS, "in_touch")
    told = {f"attending.{each}_told": Key(f"After the button {each}.", "reminders", ATTENDING) for each in answered}
    early = Key(
        "After late, cannot_connect or phone_busy long before the start: passed on, but it does not count yet.",
        "reminders",
        {**ATTENDING, "opens": START},
    )
    words = {
        f"attending.{each}.words": Key(
            f"Phrases of a sentence that mean: {each}. Heard only around the start.", "typed"
        )
        for each in CONTACTS
    }
    wrote = Key("Around the start something was written that we do not understand.", "reminders", PHONE_ONLY)
    appealed = Key("After in_touch: who decides, and by when.", "notices", {**ATTENDING, "due": START})
    over = Key("After in_touch, where a lead has decided already: it stays cancelled.", "notices", ATTENDING)
    late = Key("After in_touch, where the time by which a lead was to decide is past.", "notices", ATTENDING)
    return {
        **labels,
        **told,
        **words,
        "attending.wait_told": Key(
            "After the button wait: the request stays.", "notices", {"code": CODE, **PHONE_ONLY, "ends": START}
        ),
        "attending.early_told": early,
        "attending.message_told": wrote,
        "attending.appeal_told": appealed,
        "attending.appeal_over": over,
        "attending.appeal_late": late,
    }


def trade() -> Keys:
    """Words of the trade: statuses, kinds of contact, reasons, documents, languages."""
    return {
        **{f"status.{each}": Key("Where an application stands, in a few words.", "lists") for each in Status},
        **{f"contact.{each}": Key("How the person has been in touch.", "staff group") for each in ContactKind},
        **{
            f"decline.{each}": Key("Why the office declined, told to the person.", "notice.declined")
            for each in REASONS
        },
        **{
            f"refuse.{each}": Key("Why later use is refused, told to the person.", "refusal of use")
            for each in REFUSING
        },
        **{
            f"excuse.{each}": Key("Why no call is needed, told to the person.", "notice.wish_accepted")
            for each in EXCUSE_REASONS
        },
        **{
            f"office_reason.{each}": Key("Why the office had to cancel, told to the person.", "notice.office_cancelled")
            for each in OFFICE_REASONS
        },
        **{key: info for name in DOCUMENTS for key, info in _document(name).items()},
        "terms.sample": Key("Marks a text that is only a sample.", "terms"),
    }


def _document(name: str) -> Keys:
    return {
        f"terms.{name}.line": Key(f"One line: what the terms ({name}) ask of the person.", "terms", DOCUMENT),
        f"terms.{name}.title": Key(f"Title of the terms: {name}.", "terms"),
        f"terms.{name}.read": label(f"Button: read the terms ({name}).", "terms"),
    }
