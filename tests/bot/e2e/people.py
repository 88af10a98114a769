"""People and clerks for whole stories: they tap what is shown, found by its code, or type; never by its wording.

Here lives what somebody does in a chat of either platform, and waits for. Never here: what the house should answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.lab.line_groups import LineGroup
from bot.lab.line_people import LineActor, LineUser
from bot.lab.telegram_chats import SUPERGROUP
from bot.lab.telegram_groups import TelegramGroup
from bot.lab.telegram_people import Actor, TelegramUser
from tests.bot.e2e.house import House, until

NAME, NUMBER, PHONE = "Test Taro", "01234-5678901", "090-1234-5678"
MOMENT = timedelta(seconds=1)
DAY, TIME = re.compile(r"d\d{8}"), re.compile(r"s\d{12}")
TYPED = ("1", "1", "1", "1", "1", NAME, NUMBER, PHONE, "1", "1", "1", "1", "1", "1", "1")
"""Every answer of an application, from the language to *agree and apply*, as typed."""


@dataclass
class Somebody:
    """In one chat. `taps` and `says` wait until the house has nothing more to say."""

    house: House
    used: set[str] = field(default_factory=set)

    def data(self) -> list[str]:
        raise NotImplementedError

    def texts(self) -> list[str]:
        """All that the bot has said here."""
        raise NotImplementedError

    def press(self, data: str) -> Any:
        raise NotImplementedError

    def say(self, text: str) -> Any:
        raise NotImplementedError

    # -- looking -----------------------------------------------------------------------------------------------

    def codes(self) -> list[str]:
        """Codes of the buttons shown that were not tapped yet, newest message first."""
        return [each.partition(":")[2] for each in self.data() if each not in self.used]

    def found(self, *codes: str) -> str:
        fresh = [each for each in self.data() if each not in self.used]
        return next((each for each in fresh if each.partition(":")[2] in codes), "")

    def button(self, fits: Callable[[str], object]) -> str:
        """The data of the newest button whose code fits."""
        fresh = [each for each in self.data() if each not in self.used]
        return next((each for each in fresh if fits(each.partition(":")[2])), "")

    def waits_for(self, *codes: str) -> str:
        return until(
            lambda: self.found(*codes), lambda: f"a button {codes}; there are {self.codes()} below {self.texts()[-2:]}"
        )

    def hears(self, key: str, locale: str = "en") -> None:
        """Waits for a text: recognised by the longest piece of it that has no gap."""
        piece = self.house.piece(key, locale)
        until(lambda: any(piece in text for text in self.texts()), f"{key}: {piece!r}")

    # -- doing -------------------------------------------------------------------------------------------------

    def taps(self, *codes: str) -> None:
        data = self.waits_for(*codes)
        self.used.add(data)
        self.press(data)
        self.house.settles()

    def taps_first(self, fits: Callable[[str], object]) -> str:
        data = until(lambda: self.button(fits), "a button that fits")
        self.used.add(data)
        self.press(data)
        self.house.settles()
        return data.partition(":")[2]

    def says(self, *texts: str) -> None:
        for text in texts:
            self.say(text)
            self.house.settles()


class Seeker(Somebody):
    """A job seeker."""

    def opens(self) -> None:
        raise NotImplementedError

    def applies(self, locale: str = "en") -> str:
        """By buttons, from the greeting to *requested, not yet booked*; the reference code."""
        known = {each.code for each in self.house.bookings()}
        for codes in ((locale,), ("go_on",), ("go_on",), ("yes",), ("yes",)):
            self.taps(*codes)
        self.says(NAME, NUMBER, PHONE)
        self.taps("registered")
        self.taps("rather_not")
        self.taps("none")
        self.taps_first(DAY.fullmatch)
        self.taps_first(TIME.fullmatch)
        self.taps("enough")
        self.taps("apply")
        (code,) = {each.code for each in self.house.bookings()} - known
        return code

    def applies_by_typing(self, language: str) -> str:
        known = {each.code for each in self.house.bookings()}
        self.says(language, *TYPED[1:])
        (code,) = {each.code for each in self.house.bookings()} - known
        return code


class Staff(Somebody):
    """A clerk in the staff group."""

    def offers(self, count: int = 2) -> None:
        """By buttons: ticks so many of the times of the newest card, then offers them."""
        times = until(lambda: [each for each in self.codes() if TIME.fullmatch(each)], "a card with times")
        for each in dict.fromkeys(times[:count]):
            self.taps(each)
        self.taps("offer")


# -- Telegram --------------------------------------------------------------------------------------------------


@dataclass
class OnTelegram(Somebody):
    actor: Actor | None = None

    @property
    def who(self) -> Actor:
        assert self.actor
        return self.actor

    def data(self) -> list[str]:
        with self.who.world.watch.change():
            return [
                button["callback_data"]
                for message in reversed(self.who.chat.shown)
                for button in message.buttons
                if "callback_data" in button
            ]

    def texts(self) -> list[str]:
        return [each.text for each in self.who.chat.from_bot]

    def press(self, data: str) -> Any:
        return self.who.taps(data)

    def say(self, text: str) -> Any:
        return self.who.says(text)


class TelegramSeeker(OnTelegram, Seeker):
    @property
    def user(self) -> TelegramUser:
        assert isinstance(self.actor, TelegramUser)
        return self.actor

    def opens(self) -> None:
        self.user.starts()
        self.house.settles()


@dataclass
class TelegramStaff(OnTelegram, Staff):
    group: TelegramGroup | None = None

    @property
    def room(self) -> TelegramGroup:
        assert self.group
        return self.group


# -- LINE ------------------------------------------------------------------------------------------------------


@dataclass
class OnLine(Somebody):
    actor: LineActor | None = None

    @property
    def who(self) -> LineActor:
        assert self.actor
        return self.actor

    def data(self) -> list[str]:
        chat = self.who.chat
        with self.who.world.watch.change():
            shown = [*chat.quick_replies, *(action for each in reversed(chat.shown) for action in each.actions)]
        return [action["data"] for action in shown if "data" in action]

    def texts(self) -> list[str]:
        return [each.text for each in self.who.chat.from_bot]

    def press(self, data: str) -> Any:
        return self.who.taps(data)

    def say(self, text: str) -> Any:
        return self.who.says(text)


class LineSeeker(OnLine, Seeker):
    def opens(self) -> None:
        self.opens_quietly()
        self.house.settles()

    def opens_quietly(self) -> None:
        """Without waiting for an answer."""
        self.user.follows()

    @property
    def user(self) -> LineUser:
        assert isinstance(self.actor, LineUser)
        return self.actor


@dataclass
class LineStaff(OnLine, Staff):
    group: LineGroup | None = None

    @property
    def room(self) -> LineGroup:
        assert self.group
        return self.group


# -- casting ---------------------------------------------------------------------------------------------------


def on_telegram(house: House, name: str = "Test", ident: int = 42) -> TelegramSeeker:
    return TelegramSeeker(house, actor=house.telegram.user(ident, name, "en"))


def on_line(house: House, name: str = "Test") -> LineSeeker:
    return LineSeeker(house, actor=house.line.user(name, "en"))


def staff_on_telegram(house: House, ident: int = -1001, clerk: int = 77, kind: str = SUPERGROUP) -> TelegramStaff:
    """A group with the bot in it, bound by a code."""
    group = house.telegram.group(ident, "Staff", kind)
    member = group.member(house.telegram.user(clerk, "Clerk A"))
    group.bot_added(member)
    house.settles()
    staff = TelegramStaff(house, actor=member, group=group)
    staff.says(f"/bind {house.invite()}")
    return staff


def staff_on_line(house: House) -> LineStaff:
    clerk = house.line.user("Clerk A", "ja")
    group = house.line.group("Staff", clerk)
    group.bot_joins()
    house.settles()
    staff = LineStaff(house, actor=group.member(clerk), group=group)
    staff.says(house.invite())
    return staff
