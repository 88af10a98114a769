"""Letters into the outbox, in the transaction of the facts they tell of: replies to the sender, notices to the others.

Here a question gets its prompt, whose random id its buttons carry. Never here: wording or sending.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.envelope import Letter, letter_to_json
from bot.logs import log
from bot.rooms import Rooms
from flows.messages import Ask, Choice, Opens, Reply
from flows.notices import NOT_TELEPHONED, Notice, by_telephone
from flows.office.appointment import Application
from flows.values import NOTHING
from storage.records import conversations, outbox, prompts
from storage.records.conversations import Conversation
from storage.unit import Unit

REPLY_WITHIN = timedelta(seconds=50)
"""A reply token lives a minute."""
COURTESY = timedelta(minutes=10)
MUST_ARRIVE = timedelta(hours=24)


class Post:
    """All letters of one event (a message, or a clock that came due); their keys are `{event}:{n}`."""

    def __init__(self, rooms: Rooms, unit: Unit, event: str, reply_to: str = "", at: datetime | None = None) -> None:
        self._rooms, self._unit, self._event = rooms, unit, event
        self._reply_to, self._reply_until = reply_to, at + REPLY_WITHIN if at else None
        self._count = 0

    def replies(self, conversation: Conversation, replies: Iterable[Reply], *, urgent: bool) -> None:
        """The answer to whoever wrote; what tells of a fact must arrive, the rest is of no use later."""
        for reply in replies:
            asks = reply if isinstance(reply, Ask) else None
            letter = Letter(
                conversation.address,
                reply.key,
                reply.values,
                asks.choices if asks else (),
                asks.footers if asks else (),
                urgency="must_arrive" if urgent else "courtesy",
                prompt=self._prompt(conversation, asks.opens, asks.choices) if asks else "",
                reply_to=self._reply_to,
                reply_until=self._reply_until,
                edits=self._edited(conversation, asks.updates) if asks and asks.updates else "",
                link=asks.link if asks else None,
            )
            self.letter(conversation, letter)

    def notice(self, notice: Notice, application: Application | None, sender: Conversation | None) -> None:
        """One letter to the other side: the person's chat of that application, or the office's groups."""
        readers = self._readers(notice, application, sender)
        known = application is not None and application.masked_name  # nobody rings whoever has erased all
        if not readers and notice.to == "person" and application and known and notice.key not in NOT_TELEPHONED:
            self.to_staff(application.office, by_telephone(notice, application))
        for conversation in readers:
            self.to_chat(conversation, notice)

    def to_chat(self, conversation: Conversation, notice: Notice) -> None:
        """To that very chat."""
        opens = notice.opens
        if opens and notice.replaces and self._rooms.channels[conversation.channel].edits:
            self._below(conversation, opens, notice)
        letter = Letter(
            conversation.address,
            notice.key,
            notice.values,
            notice.choices,
            urgency=notice.urgency,
            prompt=self._prompt(conversation, opens, notice.choices) if opens else "",
        )
        self.letter(conversation, letter, notice.until)

    def _below(self, conversation: Conversation, opens: Opens, notice: Notice) -> None:
        """What was shown before becomes a line that points to where it stands now, so that nothing piles up."""
        if message := prompts.last_message(self._unit, conversation.id, opens):
            values = {"code": notice.values.get("code", "")}
            pointer = Letter(conversation.address, "staff.told.below", values, urgency="courtesy", edits=message)
            self.letter(conversation, pointer)

    def to_staff(self, office: str, notice: Notice) -> None:
        """A notice about no one application."""
        for conversation in self._groups(office):
            self.letter(conversation, Letter(conversation.address, notice.key, notice.values))

    def regret(self, conversation: Conversation | None) -> None:
        """We failed: the person is told, and staff too, so that nobody waits for an answer that will not come.

        Whoever never got as far as a conversation can be told nothing; staff of the first office hear of it.
        """
        policy = self._rooms.policy(conversation.office if conversation else "")
        if conversation and conversation.kind == "person":
            self.letter(conversation, Letter(conversation.address, "anytime.failed", {"phone": policy.phone}))
        self.to_staff(policy.id, Notice("staff", "staff.told.failed", NOTHING))

    def letter(self, conversation: Conversation, letter: Letter, until: datetime | None = None) -> None:
        """Owed from now on, and of no use after `until`: no reminder goes out after its appointment."""
        expires = self._unit.now + (MUST_ARRIVE if letter.urgency == "must_arrive" else COURTESY)
        expires = min(expires, until) if until else expires
        post = outbox.Post(letter_to_json(letter), letter.urgency, letter.prompt, expires_at=expires)
        outbox.post(self._unit, self._event, conversation.id, [post], first=self._count)
        self._count += 1

    def _groups(self, office: str) -> tuple[Conversation, ...]:
        """Where the office's staff are. Nowhere is the operator's matter: it is said aloud, and on binding staff are
        told what waits.
        """
        groups = conversations.staff_groups(self._unit, office)
        if not groups:
            self._rooms.measures.unread.labels(office).inc()
            log("post").error("no staff group can be told: bind one (`madoguchi staff invite`)", office=office)
        return groups

    def _readers(
        self, notice: Notice, application: Application | None, sender: Conversation | None
    ) -> tuple[Conversation, ...]:
        if notice.to == "staff":
            return self._groups(application.office if application else sender.office if sender else "")
        known = conversations.of_person(self._unit, application.person) if application else ()
        chats = tuple(each for each in known if each.channel != conversations.TELEPHONE)
        if here := [each for each in chats if sender and each.id == sender.id and each.blocked_at is None]:
            return tuple(here)  # whoever has just brought it about reads of it where they are
        return self._reached(chats) or chats[:1]

    def _reached(self, chats: Iterable[Conversation]) -> tuple[Conversation, ...]:
        """The chat used last; where that cannot ring, the one used last that can, too."""
        awake = [each for each in chats if each.blocked_at is None]
        ringing = [each for each in awake if self._rooms.channels[each.channel].can_ring]
        return tuple(dict.fromkeys((*awake[:1], *ringing[:1])))

    def _prompt(self, conversation: Conversation, opens: Opens, choices: tuple[Choice, ...]) -> str:
        codes = tuple((each.number, each.code) for each in choices if each.number)
        return prompts.make(self._unit, conversation, opens, codes=codes).id

    def _edited(self, conversation: Conversation, prompt: str) -> str:
        return prompts.message_id(self._unit, prompt, conversation.id)
