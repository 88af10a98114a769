"""Members of a chat as Telegram describes them, and the news that one's status changed.

Here lives the form of these two objects; never the reason of a change.
"""

from bot.lab.endpoint import JSON

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def member_json(user: JSON, status: str) -> JSON:
    member: JSON = {"user": user, "status": status}
    if status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(_RIGHTS, True)}
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


def change_json(chat: JSON, by: JSON, date: int, user: JSON, statuses: tuple[str, str]) -> JSON:
    old, new = statuses
    return {
        "chat": chat,
        "from": by,
        "date": date,
        "old_chat_member": member_json(user, old),
        "new_chat_member": member_json(user, new),
    }
