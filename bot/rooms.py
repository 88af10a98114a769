"""What every moving part needs of the house, joined once at start and handed on. Values and ports only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.measures import Measures
from bot.ports import Chance, Channel, Clock
from flows.facts import BookedAtOnce, BookedNext, CalledIn, Fact, Wished
from flows.messages import Event
from flows.office.appointment import Application
from flows.office.form import Blank
from flows.office.policy import Policy
from flows.office.view import View
from flows.words import Words
from storage.apply import apply
from storage.gather import behind, gather
from storage.records import applications
from storage.records.conversations import Conversation
from storage.unit import Unit
from storage.vault import Vault

CODE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Rooms:
    vault: Vault
    clock: Clock
    chance: Chance
    policies: Mapping[str, Policy]
    words: Mapping[str, Words]
    channels: dict[str, Channel]
    public_url: str
    measures: Measures = field(default_factory=Measures)

    def view(  # noqa: PLR0913 -- what is known of an event
        self,
        unit: Unit,
        conversation: Conversation,
        event: Event,
        author: tuple[str, str] = ("", ""),
        said_at: datetime | None = None,
        office: str = "",
    ) -> View:
        """What may be known in this chat, which is locked, at this event: by the rules of the office that it is with,
        or of `office`, of which an application may be that the chat has left.
        """
        policy = self.policy(office or conversation.office)
        channel = self.channels.get(conversation.channel)  # there is none for whoever has only a telephone
        return gather(
            unit,
            conversation,
            event,
            policy=policy,
            words=self.words_of(conversation.locale, policy),
            channel=conversation.channel,
            can_ring=channel.can_ring if channel else True,
            group=conversation.group,
            guess=conversation.guess,
            author=author,
            fresh_code=self.chance.code(CODE_LENGTH),
            public_url=self.public_url,
            offices=self.policies,
            said_at=said_at,
            blank=self._blank(conversation),
        )

    def _blank(self, conversation: Conversation) -> Blank | None:
        """Drawn only where an office takes name, number and telephone so, so that no other turn uses up chance."""
        channel = conversation.channel
        if conversation.group or not any(each.entry.by_form(channel) for each in self.policies.values()):
            return None
        token = self.chance.token()
        return Blank(self.chance.token(), token, f"{self.public_url}/f/{token}")

    def behind(self, unit: Unit, view: View, conversation: Conversation, sought: str) -> View:
        """The view with the sender's own office, if they are staff."""
        return behind(unit, view, conversation, self.policies, sought, self.public_url)

    def keep(self, unit: Unit, fact: Fact, view: View, conversation: Conversation) -> Application | None:
        """Apply one fact; the application it is about, as it stands afterwards. Raises `storage.meaning.Conflict`."""
        apply(unit, fact, view, conversation)
        wished = fact.wished if isinstance(fact, BookedAtOnce | CalledIn) else fact
        if isinstance(wished, Wished | BookedNext):
            made = applications.by_code(unit, wished.code)
            return applications.by_id(unit, made.id, self.public_url) if made else None
        about = getattr(fact, "application", "") or (view.booking.id if view.booking and view.person else "")
        return applications.by_id(unit, about, self.public_url) if about else None

    def unit(self, connection: Connection) -> Unit:
        return Unit(connection, self.vault, self.chance, self.clock.now())

    def policy(self, office: str) -> Policy:
        """The office's rules; of one that we no longer serve, those of the first we do."""
        return self.policies.get(office) or next(iter(self.policies.values()))

    def words_of(self, locale: str, policy: Policy) -> Words:
        return self.words.get(locale) or self.words[policy.default_language]
