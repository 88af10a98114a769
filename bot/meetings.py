"""Meetings of offices whose video tool makes them: leased from their rows, asked of the tool, kept, and told of.

A booking never waits for this, and never fails by it: what cannot be made, staff are asked to give a link for.
Never here: what a booking wants (planned with it), or a tool's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection

from bot.links import Made, Meetings, Missing, NoUse, Passing, Planned
from bot.logs import log, place
from bot.post import Post
from bot.rooms import Rooms
from flows.facts import LinkFailed, LinkMade
from flows.messages import Expired
from flows.notices import notices
from flows.office.appointment import Application, Status
from storage.records import applications, conversations, meetings
from storage.records.meetings import LeaseLost, Meeting
from storage.store import Store
from storage.unit import Unit

LEASE = timedelta(minutes=3)
"""Longer than all the requests of one meeting, each at its time-out."""
TRIES = 8
LONGEST_WAIT = timedelta(minutes=15)
IN_TIME = timedelta(days=1)
"""So long before the start staff must know that no link comes by itself."""
TOPIC = "meeting.topic"


@dataclass(frozen=True, slots=True)
class Work:
    """A meeting in our hands, and how it should be (None where none is wanted, or its time is past)."""

    meeting: Meeting
    planned: Planned | None


@dataclass(frozen=True, slots=True)
class Stands:
    made: Made


@dataclass(frozen=True, slots=True)
class Gone:
    """None is there."""


@dataclass(frozen=True, slots=True)
class Trouble:
    reason: str
    after: datetime | None = None
    hopeless: bool = False


Ending: TypeAlias = Stands | Gone | Trouble


@dataclass(frozen=True, slots=True)
class MeetingRoom:
    """`tools` by office: each with its own credentials."""

    rooms: Rooms
    store: Store
    tools: Mapping[str, Meetings]

    async def one(self) -> bool:
        """Do the next meeting that is due, if there is one. Whatever happens, its row says what is known."""
        work = await self.store.awrite(self._claim)
        if work is None:
            return False
        ending = await self._do(work)
        try:
            await self.store.awrite(lambda connection: self._ended(connection, work, ending))
        except LeaseLost:
            log("meetings").warning("lease lost", office=work.meeting.office)
        return True

    def _claim(self, connection: Connection) -> Work | None:
        unit = self.rooms.unit(connection)
        meeting = meetings.claim(unit, unit.now + LEASE, self.tools.keys())
        return Work(meeting, self._planned(unit, meeting)) if meeting else None

    def _planned(self, unit: Unit, meeting: Meeting) -> Planned | None:
        """In the language of now. Nothing of the person goes into it."""
        application = applications.by_id(unit, meeting.application)
        if application is None or application.appointment is None or application.appointment.slot.end <= unit.now:
            return None
        words = self.rooms.words_of(application.locale, self.rooms.policy(application.office))
        slot = application.appointment.slot
        return Planned(slot.start, slot.minutes, words.text(TOPIC), meeting.mark)

    # -- at the tool ---------------------------------------------------------------------------------------

    async def _do(self, work: Work) -> Ending:
        try:
            return await self._asked(self.tools[work.meeting.office], work)
        except Missing:
            return Gone()
        except NoUse as failure:
            return Trouble(failure.reason, hopeless=True)
        except Passing as failure:
            return Trouble(failure.reason, failure.after)
        except Exception as error:  # noqa: BLE001 -- a fault of ours: it must not be tried for ever
            log("meetings").error("asking raised", error=type(error).__name__, at=place(error))
            return Trouble(type(error).__name__)

    async def _asked(self, tool: Meetings, work: Work) -> Ending:
        meeting, planned = work.meeting, work.planned
        match meeting.deed:
            case "create" if planned:
                return Stands(await _created(tool, meeting, planned))
            case "move" if planned:
                return Stands(await tool.move(meeting.id, planned))
            case "delete":
                doubles = [each.id for each in await tool.find(meeting.mark)]
                for ident in dict.fromkeys([meeting.id, *doubles] if meeting.id else doubles):
                    await tool.delete(ident)
                return Gone()
            case _:
                return Trouble("over", hopeless=True)

    # -- afterwards ----------------------------------------------------------------------------------------

    def _ended(self, connection: Connection, work: Work, ending: Ending) -> None:
        """Locks in the order of a turn: conversation, application, then the meeting's row."""
        unit, meeting = self.rooms.unit(connection), work.meeting
        chat = applications.conversation_of(unit, meeting.application)
        conversation = conversations.lock(unit, chat) if chat else None
        applications.hold(unit, meeting.application)
        application = applications.by_id(unit, meeting.application)
        fact = self._kept(unit, work, ending)
        if fact is None or conversation is None or application is None or not _lacks_link(application, meeting):
            return
        view = self.rooms.view(unit, conversation, Expired())
        told = self.rooms.keep(unit, fact, view, conversation)
        post = Post(self.rooms, unit, f"meeting:{meeting.application}:{meeting.lease}")
        for notice in notices(fact, told, view):
            post.notice(notice, told, None)

    def _kept(self, unit: Unit, work: Work, ending: Ending) -> LinkMade | LinkFailed | None:
        """The row as it is now, and what follows for the booking, if anything does."""
        meeting = work.meeting
        self.rooms.measures.meetings.labels(meeting.deed, type(ending).__name__.lower()).inc()
        match ending:
            case Stands(made):
                fits = meetings.made(unit, meeting, made.id, made.passcode)
                return LinkMade(meeting.application, meeting.wanted, made.join_url) if fits else None
            case Gone():
                meetings.gone(unit, meeting)
                return None
            case Trouble(reason):
                return self._trouble(unit, work, ending, reason)

    def _trouble(self, unit: Unit, work: Work, trouble: Trouble, reason: str) -> LinkFailed | None:
        meeting, at = work.meeting, self._again_at(unit.now, work.meeting, trouble)
        if not trouble.hopeless and meeting.tries < TRIES and not _too_late(at, unit.now, work):
            log("meetings").warning("to be tried again", office=meeting.office, deed=meeting.deed, reason=reason)
            meetings.later(unit, meeting, at, reason)
            return None
        over = meetings.failed(unit, meeting, reason)
        log("meetings").error("given up", office=meeting.office, deed=meeting.deed, reason=reason)
        return LinkFailed(meeting.application, reason) if over and work.planned else None

    def _again_at(self, now: datetime, meeting: Meeting, trouble: Trouble) -> datetime:
        """Exponential with jitter, never sooner than the tool wants."""
        wait = min(LONGEST_WAIT, timedelta(seconds=2.0**meeting.tries)) * (0.5 + self.rooms.chance.jitter() / 2)
        return max(now + wait, trouble.after or now)


async def _created(tool: Meetings, meeting: Meeting, planned: Planned) -> Made:
    """One whose making was never answered is found by its mark and used; any more of them are removed."""
    found = await tool.find(meeting.mark) if meeting.asked else ()
    if not found:
        return await tool.create(planned)
    made = await tool.move(found[0].id, planned)  # the start may have changed since
    for each in found[1:]:
        with suppress(NoUse, Passing):
            await tool.delete(each.id)
    return made


def _too_late(at: datetime, now: datetime, work: Work) -> bool:
    """A tool that wants to be left alone for long (a daily limit): there must be time left for a pasted link."""
    return work.planned is not None and at - now > LONGEST_WAIT and at > work.planned.start - IN_TIME


def _lacks_link(application: Application, meeting: Meeting) -> bool:
    appointment = application.appointment
    if application.status is not Status.BOOKED or appointment is None:
        return False
    return appointment.version == meeting.wanted and not appointment.link
