"""A group on LINE: who is in it, and whether the account is.

Here lives membership and the events it makes; never what members say.
"""

from dataclasses import dataclass

from bot.lab.endpoint import JSON
from bot.lab.line_chats import LineChat
from bot.lab.line_people import LineActor, event
from bot.lab.line_world import LineWorld


@dataclass(eq=False)
class LineGroup:
    world: LineWorld
    chat: LineChat

    @property
    def id(self) -> str:
        return self.chat.id

    def member(self, user: LineActor) -> LineActor:
        """The person as a member; joins without ado where they were not in the group."""
        if user.id not in self.chat.members:
            self.chat.members.append(user.id)
        return LineActor(self.world, user.person, self.chat)

    def bot_joins(self) -> JSON:
        self.chat.bot_in = True
        return self._event("join", {})

    def bot_leaves(self) -> JSON:
        """A member removes the account."""
        self.chat.bot_in = False
        return self._event("leave", {}, answerable=False)

    def joins(self, user: LineActor) -> JSON:
        self.member(user)
        return self._event("memberJoined", {"joined": {"members": [_source(user)]}})

    def leaves(self, user: LineActor) -> JSON:
        self.chat.members.remove(user.id)
        return self._event("memberLeft", {"left": {"members": [_source(user)]}}, answerable=False)

    def _event(self, kind: str, own: JSON, *, answerable: bool = True) -> JSON:
        with self.world.watch.change():
            return event(self.world, self.chat, kind, own, by=None, answerable=answerable)


def _source(user: LineActor) -> JSON:
    return {"type": "user", "userId": user.id}
