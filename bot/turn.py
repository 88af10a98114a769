"""The turn worker: takes one waiting event at a time, and in one transaction gathers, decides, applies.

The conversation is locked before anything is read. What other hands changed meanwhile makes the storage refuse; then
the turn is gathered and decided again. Never here: HTTP, wording, or a rule of the office.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot import chats
from bot.envelope import Author, Incoming, Letter
from bot.ports import Malformed
from bot.post import Post
from bot.rooms import Rooms
from flows import desk, register, staff
from flows.arriving import arrived
from flows.booking.form import awaited
from flows.engine import Turn
from flows.facts import ChatCodeGiven, Forgotten
from flows.messages import Event, Filled, Left, Opened, Picked, Said
from flows.notices import notices
from flows.office.view import View
from flows.register import ENGINE
from flows.session import Session
from locales.choice import guess
from storage.faults import Fault, judge
from storage.meaning import Conflict
from storage.records import conversations, forms, inbox, prompts
from storage.records.conversations import Conversation
from storage.records.inbox import Kept
from storage.store import fold
from storage.unit import Unit

TRIES = 5
"""Of an event that fails, before it is set aside; and of a turn that loses a race, before it fails."""


class Failed(Exception):
    """An event that could not be decided: which one, and the kind of error."""

    def __init__(self, event: Kept, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.event, self.cause = event, cause


@dataclass(frozen=True, slots=True)
class Turns:
    rooms: Rooms

    def one(self, connection: Connection) -> bool:
        """Decide the next waiting event, if there is one. Raises `Failed`, and then nothing has changed.

        Trouble of the database is no fault of the event: it passes through, for the store to repeat the whole.
        """
        unit = self.rooms.unit(connection)
        event = next(iter(inbox.next_waiting(unit, 1)), None)
        if event is None:
            return False
        try:
            self._decide(unit, event)
        except Malformed:
            inbox.dead(unit, event.channel, event.event_id, "Malformed")
            self._count(event, "malformed")
        except Exception as error:
            if isinstance(error, DBAPIError) and judge(error) is not Fault.OURS:
                raise
            raise Failed(event, error) from error
        return True

    def failed(self, failure: Failed) -> Callable[[Connection], None]:
        """What to write in a transaction of its own after a failure: one more try used up, or set aside with a word
        to the person and to staff.
        """
        event, kind = failure.event, type(failure.cause).__name__

        def write(connection: Connection) -> None:
            unit = self.rooms.unit(connection)
            if event.tries + 1 < TRIES:
                inbox.failed(unit, event.channel, event.event_id, kind)
                return
            inbox.dead(unit, event.channel, event.event_id, kind)
            self._count(event, "dead")
            post = Post(self.rooms, unit, f"dead:{event.channel}:{event.event_id}")
            post.regret(conversations.find(unit, event.channel, event.address))

        return write

    # -- one event -----------------------------------------------------------------------------------------

    def _decide(self, unit: Unit, event: Kept) -> None:
        incoming = self.rooms.channels[event.channel].parse(event.payload)
        if incoming is None:
            self._count(event, "ignored")
        else:
            self._receive(unit, event, replace(incoming, at=event.at))
            self._count(event, "decided")
        inbox.done(unit, event.channel, event.event_id)

    def _receive(self, unit: Unit, event: Kept, incoming: Incoming) -> None:
        if not incoming.group:
            incoming = replace(incoming, message=arrived(incoming.message, self.rooms.policies))
        conversation = self._conversation(unit, incoming)
        if incoming.moved_to:
            conversations.move(unit, conversation, incoming.moved_to)
            return
        if conversation.blocked_at and conversation.kind == "person" and not isinstance(incoming.message, Left):
            conversations.unblock(unit, conversation.id)  # whoever writes can be written to
        for tries in range(1, TRIES + 1):
            view, turn = self._look(unit, conversation, incoming)
            if not turn.facts:  # nothing in it can lose a race
                self._apply(unit, event, conversation, incoming, view, turn)
                return
            try:
                with fold(unit.connection):
                    self._apply(unit, event, conversation, incoming, view, turn)
            except Conflict:
                if tries == TRIES:
                    raise
                self.rooms.measures.turns.labels("again").inc()
                unit = unit.fresh()  # a key made in the fold that was undone is gone with it
                conversation = conversations.lock(unit, conversation.id)
            else:
                return

    def ours(self, unit: Unit, conversation: Conversation, message: Event, key: str) -> None:
        """What happened on a page of ours, in its chat, which is locked: decided at once, in the same transaction."""
        incoming = Incoming(conversation.channel, key, conversation.address, Author(""), unit.now, message)
        event = Kept(conversation.channel, key, conversation.address, unit.now, unit.now, 0, b"")
        view, turn = self._look(unit, conversation, incoming)
        self._apply(unit, event, conversation, incoming, view, turn)

    def _conversation(self, unit: Unit, incoming: Incoming) -> Conversation:
        office = self._office(incoming)
        policy = self.rooms.policy(office)
        hint = guess(incoming.author.language, policy.languages, policy.default_language)
        return conversations.find_or_make(
            unit,
            incoming.channel,
            incoming.conversation,
            group=incoming.group,
            guess=hint,
            default_locale=policy.staff_language if incoming.group else policy.default_language,
            office=office,
            title="",
        )

    def _office(self, incoming: Incoming) -> str:
        """Of a new chat: as its link says, or the only one; empty where that is still to be asked."""
        payload = incoming.message.payload if isinstance(incoming.message, Opened) else ""
        if payload in self.rooms.policies:
            return payload
        return "" if len(self.rooms.policies) > 1 and not incoming.group else self.rooms.policy("").id

    def _look(self, unit: Unit, conversation: Conversation, incoming: Incoming) -> tuple[View, Turn]:
        """Gather and decide, in a conversation that is locked."""
        author = ("", "") if incoming.author.anonymous else (incoming.author.id, incoming.author.name)
        view = self.rooms.view(unit, conversation, incoming.message, author, incoming.at)
        session = conversations.session(unit, conversation, _drafts(conversation))
        if conversation.kind == "person" and desk.wants(session, incoming.message, view):
            sought = desk.sought(session, incoming.message, view)
            view = self.rooms.behind(unit, view, conversation, sought)
        return view, decide(session, conversation, incoming, view)

    def _apply(  # noqa: PLR0913 -- the parts of one turn
        self, unit: Unit, event: Kept, conversation: Conversation, incoming: Incoming, view: View, turn: Turn
    ) -> None:
        post = Post(self.rooms, unit, f"{event.channel}:{event.event_id}", incoming.reply_to, incoming.at)
        below: list[Callable[[], None]] = []
        for fact in (chats.drawn(each, self.rooms.chance) for each in turn.facts):
            scene = desk.behind(view) if desk.done_there(fact, view) else view
            application = self.rooms.keep(unit, fact, scene, conversation)
            for notice in notices(fact, application, scene):
                if application is None and scene.counter:  # about the office of the desk, not of this private chat
                    post.to_staff(scene.policy.id, notice)
                else:
                    post.notice(notice, application, conversation)
            tell = partial(chats.tell, self.rooms, unit, post, fact, application, view, conversation)
            below.append(tell) if isinstance(fact, ChatCodeGiven) else tell()
        if any(isinstance(each, Forgotten) for each in turn.facts):
            conversation = conversations.lock(unit, conversation.id)  # another person's from now on
        if isinstance(incoming.message, Picked) and view.prompt:
            prompts.answered(unit, view.prompt.id, incoming.message.code)
        self._close_questions(unit, conversation, view, turn, post)
        conversations.save(unit, conversation, turn.session, draft_expires_at=self._expiry(view, turn.session))
        if view.form and view.form.id not in awaited(turn.session):  # its draft has become something, or is gone
            forms.drop(unit, conversation.id, view.form.id)
        urgent = bool(turn.facts) or isinstance(incoming.message, Filled)
        above = len(below)  # a code stands below the line that says what it is
        post.replies(conversation, turn.replies[:above], urgent=urgent)
        for each in below:
            each()
        post.replies(conversation, turn.replies[above:], urgent=urgent)

    def _close_questions(self, unit: Unit, conversation: Conversation, view: View, turn: Turn, post: Post) -> None:
        """The buttons of a question that has been answered go away, where the channel can edit."""
        if conversation.group or not turn.replies or not self.rooms.channels[conversation.channel].edits:
            return
        for prompt in {each.id for each in (view.question, view.prompt) if each}:
            if message := prompts.message_id(unit, prompt, conversation.id):
                post.letter(conversation, Letter("", "", edits=message, closes=True, urgency="courtesy"))

    def _expiry(self, view: View, session: Session) -> datetime | None:
        keeps = any(ENGINE.flows[frame.flow].keeps for frame in session.frames if frame.flow in ENGINE.flows)
        return view.now + timedelta(days=view.policy.retention.draft_days) if keeps else None

    def _count(self, event: Kept, result: str) -> None:
        self.rooms.measures.events.labels(event.channel, result).inc()


def _drafts(conversation: Conversation) -> dict[str, type]:
    return ENGINE.drafts if conversation.kind == "person" else dict(staff.DRAFTS)


def decide(session: Session, conversation: Conversation, incoming: Incoming, view: View) -> Turn:
    """Which of the conversations this is: a person's, a staff group's, or a group's that nobody has bound."""
    match conversation.kind:
        case "staff":
            return staff.turn(session, incoming.message, view)
        case "unbound":
            return staff.unbound(session, incoming.message, view)
        case "person":
            redeemed = staff.redeemed(session, view) if isinstance(incoming.message, Said | Opened) else None
            return redeemed or register.turn(session, incoming.message, view)
