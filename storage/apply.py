"""After deciding: each fact is kept, with its claims, clocks and audit, in the transaction of its turn.

A lost race raises a `storage.meaning.Conflict`: undo the fold, gather again, decide again.
Never here: deciding, or telling anyone (`flows.notices`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows import facts
from storage.deeds import (
    asking,
    attending,
    belonging,
    calling,
    changing,
    chats,
    entering,
    forgetting,
    freeing,
    leaving,
    running,
)
from storage.deeds.scene import Scene
from storage.records import applications

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flows.office.appointment import Application
    from flows.office.view import View
    from storage.records.conversations import Conversation
    from storage.unit import Unit

KEEP: Mapping[type, Callable[[Scene, Any], None]] = {
    facts.LanguageChosen: belonging.language_chosen,
    facts.OfficeChosen: belonging.office_chosen,
    facts.Agreed: asking.agreed,
    facts.Wished: asking.wished,
    facts.FormOpened: entering.form_opened,
    facts.BookedAtOnce: asking.booked_at_once,
    facts.WishedAgain: asking.wished_again,
    facts.NoneSuits: asking.none_suits,
    facts.Booked: asking.booked,
    facts.ChangeWished: changing.wished,
    facts.Moved: changing.moved,
    facts.MovedAtOnce: changing.moved_at_once,
    facts.ChangeKept: changing.kept,
    facts.ChangeOffered: changing.offered,
    facts.ChangeDeclined: changing.declined,
    facts.MoveWithdrawn: changing.withdrawn,
    facts.TimesClosed: running.times_closed,
    facts.WaitEnded: running.wait_ended,
    facts.Cancelled: asking.cancelled,
    facts.CancelWished: leaving.cancel_wished,
    facts.WishTakenBack: leaving.taken_back,
    facts.Contacted: attending.contacted,
    facts.WillCome: attending.will_come,
    facts.SaidInTouch: attending.said_in_touch,
    facts.ChatCodeWanted: chats.code_wanted,
    facts.ChatCodeMissed: chats.code_missed,
    facts.ChatJoined: chats.joined,
    facts.ChatsJoined: chats.joined_by_clerk,
    facts.ChatsParted: chats.parted,
    facts.Forgotten: forgetting.forgotten,
    facts.ChatsCutOff: chats.cut_off,
    facts.ChatCodeGiven: chats.code_given,
    facts.HandedOver: belonging.handed_over,
    facts.Departed: belonging.departed,
    facts.CameBack: belonging.came_back,
    facts.Offered: asking.offered,
    facts.OfferedFreed: freeing.offered,
    facts.Declined: asking.declined,
    facts.Marked: attending.marked,
    facts.CalledOff: leaving.called_off,
    facts.WishAccepted: leaving.accepted,
    facts.OfficeCancelled: leaving.office_cancelled,
    facts.Undone: attending.undone,
    facts.LinkGiven: attending.link_given,
    facts.LinkMade: attending.link_made,
    facts.LinkFailed: attending.link_failed,
    facts.AppealDecided: attending.appeal_decided,
    facts.UseRefused: attending.use_refused,
    facts.UseAllowed: attending.use_allowed,
    facts.GroupBound: belonging.group_bound,
    facts.RoleRedeemed: belonging.role_redeemed,
    facts.CalledIn: calling.called_in,
    facts.BookedFor: calling.booked_for,
    facts.BookedNext: calling.booked_next,
    facts.DeskChanged: running.desk_changed,
    facts.DayClosed: running.day_closed,
    facts.DayOpened: running.day_opened,
    facts.TakingBookings: running.taking_bookings,
    facts.Searched: belonging.searched,
    facts.GroupLeft: belonging.group_left,
    facts.Came: attending.came,
}


def apply(unit: Unit, fact: facts.Fact, view: View, conversation: Conversation) -> None:
    """Keep one fact. To be called within `storage.store.fold`, for the facts of one turn together."""
    scene = Scene(unit, view, conversation)
    before = freeing.before(scene, fact)
    KEEP[type(fact)](scene, fact)
    if before:
        freeing.after(scene, before)


def reload(unit: Unit, application_id: str, public_url: str) -> Application:
    """The application as it stands now, whole, for the letters about it. Raises `LookupError`."""
    application = applications.by_id(unit, application_id, public_url)
    if application is None:
        raise LookupError(application_id)
    return application
