"""Simulated people on LINE: they write, tap, follow, block, and see only what their chat shows.

Here live deeds of people and the events they make; never what the account may do.
"""

from dataclasses import dataclass

from bot.lab.endpoint import JSON
from bot.lab.line_chats import LineChat, Message
from bot.lab.line_world import LineWorld, Person


@dataclass(eq=False)
class LineActor:
    """Somebody in one chat. Every deed returns the event it made."""

    world: LineWorld
    person: Person
    chat: LineChat

    @property
    def id(self) -> str:
        return self.person.user_id

    def says(self, text: str) -> JSON:
        return self.sends({"type": "text", "text": text})

    def sends_sticker(self) -> JSON:
        kind = {"packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC"}
        return self.sends({"type": "sticker", **kind})

    def sends_image(self) -> JSON:
        return self.sends({"type": "image", "contentProvider": {"type": "line"}})

    def sends_location(self) -> JSON:
        return self.sends({"type": "location", "latitude": 36.0, "longitude": 139.0}, quotable=False)

    def sends(self, payload: JSON, *, quotable: bool = True) -> JSON:
        with self.world.watch.change():
            message = Message(self.world.message_id(), self.id, self.world.now(), payload)
            self.chat.messages.append(message)
            content = {"id": message.id, **payload}
            if quotable:
                content["quoteToken"] = f"q{message.id}"
            return event(self.world, self.chat, "message", {"message": content}, by=self.id)

    def unsends(self, message: Message | None = None) -> JSON:
        """Takes back a message of one's own, by default the newest."""
        with self.world.watch.change():
            mine = [shown for shown in self.chat.shown if shown.sender == self.id]
            taken = message or mine[-1]
            taken.unsent = True
            unsend = {"unsend": {"messageId": taken.id}}
            return event(self.world, self.chat, "unsend", unsend, by=self.id, answerable=False)

    def taps(self, label: str, message: Message | None = None) -> JSON | None:
        """Does what the quick reply, the rich menu or the newest button of that label does."""
        for action in self._tappable(message):
            if label in (action.get("label"), action.get("data")):
                return self._performs(action)
        raise LookupError(f"nothing called {label!r} can be tapped in this chat")

    def picks(self, label: str, when: str) -> JSON:
        """Chooses in the date picker behind that button; `when` as the picker's mode writes it."""
        action = next(a for a in self._tappable(None) if a.get("label") == label)
        return self.postback(action["data"], {action["mode"]: when})

    def _tappable(self, message: Message | None) -> list[JSON]:
        if message is not None:
            return message.actions
        buttons = [action for shown in reversed(self.chat.shown) for action in shown.actions]
        return buttons if self.person.on_pc else [*self.chat.quick_replies, *self._menu(), *buttons]

    def _menu(self) -> list[JSON]:
        menu = self.world.menus.of(self.id) if self.chat.kind == "user" else None
        return [area["action"] for area in (menu or {}).get("areas", [])]

    def _performs(self, action: JSON) -> JSON | None:
        kind = action["type"]
        if kind == "message":
            return self.says(action["text"])
        if kind == "postback":
            return self._posts_back(action)
        if kind == "richmenuswitch":
            return self._switches(action)
        if kind == "uri":
            self.world.opened.append((self.id, action["uri"]))
        return None

    def _posts_back(self, action: JSON) -> JSON:
        shown = action.get("displayText") or action.get("text")
        if shown and "text" in action:
            self.says(shown)
        elif shown:
            payload = {"type": "text", "text": shown}
            self.chat.messages.append(Message(self.world.message_id(), self.id, self.world.now(), payload))
        return self.postback(action["data"])

    def _switches(self, action: JSON) -> JSON:
        alias = action["richMenuAliasId"]
        menu = self.world.menus.aliases.get(alias)
        if menu is not None:
            self.world.menus.linked[self.id] = menu
        status = "SUCCESS" if menu else "RICHMENU_ALIAS_ID_NOTFOUND"
        return self.postback(action["data"], {"newRichMenuAliasId": alias, "status": status})

    def postback(self, data: str, params: JSON | None = None) -> JSON:
        """A postback as the client sends it, whether or not such a button is shown."""
        with self.world.watch.change():
            content: JSON = {"data": data, **({"params": params} if params else {})}
            # In groups only message events promise a user id.
            by = self.id if self.chat.kind == "user" else None
            return event(self.world, self.chat, "postback", {"postback": content}, by=by)


class LineUser(LineActor):
    """A person in the chat with the account."""

    def follows(self) -> JSON:
        """Adds the account, or unblocks it."""
        with self.world.watch.change():
            again = not self.person.friend
            self.person.friend = True
            return event(self.world, self.chat, "follow", {"follow": {"isUnblocked": again}}, by=self.id)

    def unfollows(self) -> JSON:
        """Blocks the account: pushes go on being accepted, and are seen by nobody."""
        with self.world.watch.change():
            self.person.friend = False
            return event(self.world, self.chat, "unfollow", {}, by=self.id, answerable=False)


def event(  # noqa: PLR0913 - the parts of an event
    world: LineWorld, chat: LineChat, kind: str, own: JSON, *, by: str | None, answerable: bool = True
) -> JSON:
    """Makes the event and hands it over; `by` is the user id its source shows."""
    source: JSON = {"type": chat.kind}
    if chat.kind == "group":
        source["groupId"] = chat.id
    if by is not None:
        source["userId"] = by
    made: JSON = {
        "type": kind,
        **own,
        "webhookEventId": world.mail.event_id(world.now()),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": int(world.now().timestamp() * 1000),
        "source": source,
        "mode": world.mode,
    }
    if answerable and world.mode == "active":
        made["replyToken"] = world.new_token(chat)
    return world.mail.emit(made, chat.id)
