"""Keys of several chats of one person: the code, what is said of a wrong one, and of chats brought together."""

from __future__ import annotations

from flows.keys.key import BOOKED, CLERK, PHONE, PHONE_ONLY, START, Key, Keys, label
from flows.keys.key import CODE as REFERENCE
from flows.keys.staff import APPOINTED
from flows.staff.together import REASONS
from flows.values import Text, Values

CODE = "KMG7-W4X2"
CHANNELS = ("telegram", "line", "web", "terminal", "telephone")
TOGETHER: Values = {"channel": Text("channel.telegram"), "at": START, "phone": PHONE}


def chats() -> Keys:
    screen = "another app"
    return {
        "chats.words": Key("Words typed before a one-time code: join. One word each.", "typed commands"),
        "chats.shown": Key(
            "The one-time code: what it does, until when, give it to nobody.", screen, {"code": CODE, "until": START}
        ),
        "chats.wrong": Key("A code that opens nothing. Never tell whether there is or was such a code.", screen),
        "chats.own": Key("The code was typed in the very chat that shows it.", screen),
        "chats.wait": Key("Too many wrong codes in this chat.", screen, {"until": START, "phone": PHONE}),
        "chats.joined": Key("Both chats are the same person's now. My booking follows.", screen),
        "chats.apart": Key("They did not join the chats after all.", screen),
        "together.kept": Key("It was the person themselves: nothing changes.", screen),
        "together.parted": Key("The other chat was sent away; change what it may have seen.", screen, PHONE_ONLY),
        "notice.chats_joined": Key(
            "To the first chat: another one (channel) has been joined, at that time. If it was not you: button, or "
            "telephone.",
            screen,
            TOGETHER,
        ),
        "notice.chats_joined_by_office": Key("The same, where a clerk did it.", screen, TOGETHER),
        "notice.chats_cut_off": Key(
            "To a chat on a telephone that is said to be lost. Whoever holds it may be a stranger: say nothing else.",
            screen,
            PHONE_ONLY,
        ),
        "notice.chats_parted": Key("To the chat that was sent away: its own bookings stay.", screen, PHONE_ONLY),
        "notice.chats_new_links": Key(
            "After a chat was sent away: new private links; the old ones are dead.", screen, BOOKED
        ),
        **{f"channel.{each}": Key("How a chat is called.", screen) for each in CHANNELS},
    }


def staff() -> Keys:
    screen = "staff group"
    two: Values = {"code": REFERENCE, "other": REFERENCE}
    one: Values = {"code": REFERENCE}
    once: Values = {**one, "reason": Text("staff.join.phone"), "by": CLERK}
    did: Values = {**two, "reason": Text("staff.join.phone"), "by": CLERK}
    return {
        **{f"staff.join.{each}": label("Button: where it was seen who they are.", screen) for each in REASONS},
        "staff.card.join_reasons": Key("Asks how it is known that both are one person. Buttons follow.", screen, two),
        "staff.did.join": Key("Confirms that the chats of two applications are one person's now.", screen, did),
        "staff.card.cut_off_reasons": Key("Asks how it is known who is asking. Buttons follow.", screen, one),
        "staff.refused.how_known": Key("No code without how it is known who is asking: what to type.", screen, one),
        "staff.did.cut_off": Key(
            "The telephone is lost: its chats see nothing more; staff telephone; how to let a new chat in.",
            screen,
            once,
        ),
        "staff.did.new_chat": Key("A one-time code follows, to be read out.", screen, once),
        "staff.told.chat_code": Key(
            "The code to be read out: what the person does with it, until when.", screen, {"code": CODE, "until": START}
        ),
        "staff.refused.no_chat": Key("The person has no chat that could be cut off.", screen, one),
        "staff.refused.at_desk": Key("Only in the private chat with the bot, after /staff.", screen, one),
        "staff.refused.join_whom": Key("The second code is missing or unknown.", screen, {"code": REFERENCE}),
        "staff.refused.join_same": Key("They are one person's already.", screen, two),
        "staff.told.chats_parted": Key(
            "The person sent another chat away that had joined theirs: it may have seen the booking.", screen, APPOINTED
        ),
    }
