"""Before deciding: everything a turn may know of the world, read once, narrowed to what this sender may see.

Never here: a decision, or a change (but the private link of a chat that cannot be rung, made when first wanted).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.facts import Clerk
from flows.messages import Left, Opened, Picked, Said
from flows.office.appointment import OPEN, Status
from flows.office.chats import Tried, read_code
from flows.office.closing import with_closures
from flows.office.counter import Counter, search
from flows.office.view import News, View
from flows.staff.draft import FLOW as STAFF
from storage.records import (
    applications,
    chats,
    claims,
    closures,
    conversations,
    documents,
    finding,
    forms,
    links,
    prompts,
    staff,
    standing,
    tellings,
    timelines,
    union,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flows.messages import Event, Prompt
    from flows.office.appointment import Application
    from flows.office.chats import Together
    from flows.office.form import Blank
    from flows.office.policy import Policy
    from flows.office.timeline import Happening
    from flows.office.view import Invite
    from flows.words import Words
    from storage.records.conversations import Conversation
    from storage.unit import Unit

CARD = "card"
CHATS, TOGETHER = "chats", "together"
"""The flows of a code that is tried, and of chats that were brought together."""
ANONYMOUS = frozenset({"web", "telephone"})


def gather(  # noqa: PLR0913 -- what the outer rooms know of a chat
    unit: Unit,
    conversation: Conversation,
    event: Event,
    *,
    policy: Policy,
    words: Words,
    channel: str,
    can_ring: bool,
    group: bool,
    guess: str,
    author: tuple[str, str],
    fresh_code: str,
    public_url: str,
    offices: Mapping[str, Policy] | None = None,
    said_at: datetime | None = None,
    blank: Blank | None = None,
) -> View:
    """The view of one conversation, which the caller holds locked. `author` is (id, name) as the platform tells;
    whoever hides behind a group has no id, and is nobody.

    With `offices`, a one-time code is answered in the name of the office that it is for. `said_at` is when the event
    happened, where that is not now. `blank` is a page for name, number and telephone, should one be needed.
    """
    invite = _invite(unit, event)
    if invite and offices:
        policy = offices.get(invite.office, policy)
    sender = Clerk(*author) if author[0] else None
    seen = _applications(unit, conversation, invite, public_url)
    prompt = _prompt(unit, conversation, event)
    if about := next((each for each in seen if prompt and each.id == prompt.opens.subject), None):
        policy = (offices or {}).get(about.office, policy)  # a letter of an office is answered by its rules
    closed = closures.days(unit, policy.id)
    policy = with_closures(policy, closed)
    question, letter = (None, None) if group else prompts.present(unit, conversation.id)
    return View(
        now=unit.now,
        said_at=said_at or unit.now,
        closures=closed,
        stopped_at=closures.stopped_at(unit, policy.id),
        stopped_in=closures.standing_still(unit) if len(offices or {}) > 1 and not group else {},
        policy=policy,
        offices=offices or {},
        settled=bool(conversation.office) or group,
        words=words,
        channel=channel,
        fresh_code=fresh_code,
        guess=guess,
        can_ring=can_ring,
        group=group,
        return_url="" if can_ring or group else return_url(unit, conversation, policy.id, public_url),
        form=forms.of(unit, conversation.id, public_url) if blank else None,
        blank=blank,
        taken=claims.taken(unit, policy.id),
        documents=() if group else documents.current(unit, policy.id, policy.documents),
        news=_news(unit, conversation, policy, seen),
        terms_url=f"{public_url}/terms/{policy.id}" if public_url else "",
        applications=seen,
        person=conversation.person or "",
        standing=standing.of(unit, _people(conversation, seen), policy),
        timelines=_timelines(unit, conversation, seen),
        prompt=prompt,
        question=question,
        letter=letter,
        cards=_cards(unit, conversation, seen),
        clerk=staff.clerk(unit, channel, sender.id, conversation.office) if group and sender else None,
        sender=sender,
        invite=invite,
        tried=_tried(unit, conversation, event, words, prompt or question, public_url),
        together=_together(unit, conversation, prompt or letter),
        elsewhere=isinstance(event, Left) and _elsewhere(unit, conversation),
    )


def of_waiting(unit: Unit, view: View) -> View:
    """What passing a freed time on wants to know: those who wait at that office, and all that is theirs."""
    seen = applications.of_waiting(unit, view.policy.id)
    people = frozenset(each.person for each in seen)
    return replace(view, applications=seen, standing=standing.of(unit, people, view.policy))


def behind(  # noqa: PLR0913 -- as `gather`
    unit: Unit,
    view: View,
    conversation: Conversation,
    offices: Mapping[str, Policy],
    typed: str,
    public_url: str = "",
) -> View:
    """The same view with the whole of their office, where our own table knows the sender as staff of one now.

    `typed` is what they seek there, if anything. Nobody is staff on the web, where a chat is whoever holds its link.
    """
    if conversation.kind != "person" or conversation.channel in ANONYMOUS or view.sender is None:
        return view
    held = [each for each in staff.posts(unit, conversation.channel, view.sender.id) if each[0] in offices]
    if not held:
        return view
    office, clerk = next((each for each in held if each[0] == conversation.office), held[0])
    closed = closures.days(unit, office)
    policy, seen = with_closures(offices[office], closed), applications.of_office(unit, office)
    counter = Counter(
        clerk,
        policy,
        claims.taken(unit, office),
        seen,
        documents.current(unit, office, policy.documents),
        standing=standing.of(unit, frozenset(each.person for each in seen), policy),
        timelines=_to_decide(unit, office, seen),
        stopped_at=closures.stopped_at(unit, office),
        closures=closed,
        terms_url=f"{public_url}/terms/{office}" if public_url else "",
        several=len(held) > 1,
        found=finding.find(unit, office, search(typed)) if typed else (),
    )
    return replace(view, counter=counter)


def return_url(unit: Unit, conversation: Conversation, office: str, public_url: str) -> str:
    """The private link with which a person on the web comes back to their chat."""
    if not public_url:
        return ""
    token = links.ensure(unit, "return", conversation.id, conversation.scope)
    return f"{public_url}/chat/{conversation.office or office}?back={token}"


def _applications(
    unit: Unit, conversation: Conversation, invite: Invite | None, public_url: str
) -> tuple[Application, ...]:
    """A group that a right code binds just now is told at once what waits there."""
    if conversation.person:
        return applications.of_person(unit, conversation.person, public_url)
    if invite and not invite.role:
        return applications.of_office(unit, invite.office)
    return applications.of_office(unit, conversation.office) if conversation.kind == "staff" else ()


def _tried(  # noqa: PLR0913 -- what may hold a code
    unit: Unit, conversation: Conversation, event: Event, words: Words, asked: Prompt | None, public_url: str
) -> Tried | None:
    """A code that was typed, or one that the present question asks about: then with what is on its other side."""
    if not conversation.person:
        return None
    text = {Said: "text", Opened: "payload"}.get(type(event))
    if typed := read_code(getattr(event, text), words) if text else None:
        wait = chats.wait_until(unit, conversation.id)
        code = None if wait else chats.find(unit, typed)
        own = code is not None and code.person == conversation.person
        return Tried(True, code.id if code and not own else "", own, wait)
    if asked is None or asked.opens.flow != CHATS or not (found := chats.by_id(unit, asked.opens.subject)):
        return None
    theirs = applications.of_person(unit, found.person, public_url)
    return Tried(False, found.id, found.person == conversation.person, theirs=theirs)


def _together(unit: Unit, conversation: Conversation, asked: Prompt | None) -> Together | None:
    if not conversation.person or asked is None or asked.opens.flow != TOGETHER:
        return None
    return union.undoable(unit, asked.opens.subject, conversation.person)


def _elsewhere(unit: Unit, conversation: Conversation) -> bool:
    chats_of = conversations.of_person(unit, conversation.person) if conversation.person else ()
    return any(each.id != conversation.id and each.blocked_at is None for each in chats_of)


def _people(conversation: Conversation, seen: tuple[Application, ...]) -> frozenset[str]:
    return frozenset({*(each.person for each in seen), *([conversation.person] if conversation.person else [])})


def _timelines(
    unit: Unit, conversation: Conversation, seen: tuple[Application, ...]
) -> dict[str, tuple[Happening, ...]]:
    """For staff alone, who have to decide about them."""
    return _to_decide(unit, conversation.office, seen) if conversation.kind == "staff" else {}


def _to_decide(unit: Unit, office: str, seen: tuple[Application, ...]) -> dict[str, tuple[Happening, ...]]:
    about = [each.id for each in seen if each.status is Status.DEEMED_CANCELLED or each.appeal]
    return timelines.of(unit, office, about)


def _news(unit: Unit, conversation: Conversation, policy: Policy, seen: tuple[Application, ...]) -> tuple[News, ...]:
    """What somebody who waits for a consultation was told about the terms."""
    if not conversation.person or not any(each.status in OPEN for each in seen):
        return ()
    rows = tellings.open_for(unit, conversation.person, policy.id)
    texts = documents.by_ids(unit, [row[0] for row in rows])
    return tuple(News(ident, texts[ident], asks, agreed) for ident, asks, agreed in rows if ident in texts)


def _prompt(unit: Unit, conversation: Conversation, event: Event) -> Prompt | None:
    """What was tapped, or replied to: looked up within this chat alone."""
    match event:
        case Picked(ident, _):
            return prompts.find(unit, ident, conversation.id)
        case Said(_, reply_to) if reply_to:
            return prompts.by_message(unit, reply_to, conversation.id)
        case _:
            return None


def _cards(unit: Unit, conversation: Conversation, seen: tuple[Application, ...]) -> dict[str, Prompt]:
    if conversation.kind != "staff" or not seen:
        return {}
    return prompts.newest_about(unit, conversation.id, STAFF, CARD, [each.id for each in seen])


def _invite(unit: Unit, event: Event) -> Invite | None:
    match event:
        case Said(text) | Opened(text) if text:
            return staff.invite_in(unit, text)
        case _:
            return None
