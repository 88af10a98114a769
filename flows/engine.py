"""The one loop: read -> check -> put -> next. Everything a conversation does passes through `Engine.turn`.

Pure: the same session, event and view always give the same turn. It knows flows, never what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows import anytime, chats
from flows.changing.way import way
from flows.facts import (
    CameBack,
    ChatCodeMissed,
    ChatJoined,
    Departed,
    Fact,
    Forgotten,
    HandedOver,
    LanguageChosen,
    OfficeChosen,
)
from flows.messages import (
    Ask,
    Choice,
    Event,
    Expired,
    Filled,
    Left,
    Opened,
    Opens,
    Picked,
    Prompt,
    Refused,
    Reply,
    Returned,
    Said,
    Sent,
    Shared,
    Told,
    Unreadable,
)
from flows.office.appointment import Application
from flows.office.chats import Tried
from flows.office.refusals import NotBookedYet, NothingBooked, NotOwnContact, Refusal
from flows.office.rules import changeable
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.reading.text import ordinal, said
from flows.session import Frame, Session
from flows.step import DONE, LEAVE, Answer, Answers, Effect, Flow, Step
from flows.values import Text

WAITING = 3
"""Flows with answers that may wait below the present one."""
PICTURELESS = frozenset({"sticker", "location", "place", "contact", "moved"})
"""What is sent of these kinds shows no paper of anybody's."""
TRAIL = 40
"""Steps that *back* can go back."""
HOME, WELCOME, MENU, LANGUAGE = "home", "booking", "menu", "language"
LOOKING, CANCELLING, DROPPING = "looking", "cancelling", "dropping"
CHATS, MYDATA = "chats", "mydata"
COVERING = {anytime.MENU: MENU, anytime.LANGUAGE: LANGUAGE, anytime.APP: CHATS, anytime.DATA: MYDATA}
"""Commands that lay a small question over the present one."""


@dataclass(frozen=True, slots=True)
class Turn:
    session: Session
    replies: tuple[Reply, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    flows: Mapping[str, Flow[Any]]

    @property
    def drafts(self) -> dict[str, type]:
        return {flow.id: flow.draft for flow in self.flows.values()}

    def turn(self, session: Session, event: Event, view: View) -> Turn:
        if session.outdated or not all(self._known(frame) for frame in session.frames):
            return self._renewed(session, event, view)
        if view.tried and view.tried.typed:
            return self._tried(session, view.tried, view)
        match event:
            case Opened(payload):
                return self._arrived(session, payload, view)
            case Left():
                return Turn(session, (), (Departed(),))
            case Returned():
                return both(Turn(session, (), (CameBack(),)), self._open(session, view))
            case Expired():
                told = (Told("anytime.expired"),) if self._answered(session) else ()
                return Turn(replace(session, frames=()), told)
            case Sent(kind):
                return both(Turn(session, (Told(self._unread(session, kind)),)), self.ask(session, view))
            case Shared(phone, own):
                return self._shared(session, phone, view) if own else self._refuse(session, NotOwnContact(), view)
            case Filled():
                return self._filled(session, view)
            case Picked(_, code):
                return self._picked(session, code, view)
            case Said(text):
                return self._said(session, text, view)

    def begin(self, session: Session, flow: str, view: View) -> Turn:
        """That flow asked for from outside; what was under way and worth keeping waits below."""
        return self.ask(self._begin(session, flow, view), view)

    # -- where we are ------------------------------------------------------------------------------------------

    def _begin(self, session: Session, flow: str, view: View, subject: str = "", step: str = "") -> Session:
        """`flow` on top. Flows that keep answers wait below, brief ones give way; one that waits already goes on."""
        waiting = tuple(each for each in session.frames if self.flows[each.flow].keeps)
        mine = next((each for each in waiting if (each.flow, each.draft.subject) == (flow, subject)), None)
        others = tuple(each for each in waiting if each is not mine)[-WAITING:]
        return replace(session, frames=(*others, mine or self._fresh(flow, view, subject, step)))

    def _fresh(self, ident: str, view: View, subject: str, step: str = "") -> Frame:
        flow = self.flows[ident]
        draft = flow.draft(subject)
        asked = (each.id for each in flow.steps if not each.skip(draft, view))
        return Frame(ident, step or next(asked, flow.first), draft)

    def _start(self, session: Session, flow: str, view: View, subject: str = "") -> Turn:
        """Begins a flow and asks its first question, unless there is nothing to ask."""
        begun = self._begin(session, flow, view, subject)
        frame, kind, _ = self._at(begun)
        if effect := kind.at_once(frame.draft, view):
            return self._brought(begun.pop(), effect, view)
        return self.ask(begun, view)

    def _cover(self, session: Session, flow: str, view: View, subject: str = "") -> Session:
        """A small question laid over the present one, which waits below whatever it is."""
        below = tuple(each for each in session.frames if each.flow != flow)
        return replace(session, frames=(*below, self._fresh(flow, view, subject)))

    def _settled(self, session: Session, view: View) -> Session:
        """Somewhere, in any case: at home, or where everybody begins."""
        if session.frames:
            return session
        return self._begin(session, HOME if session.asked or view.applications else WELCOME, view)

    def _live(self, session: Session, view: View) -> Session:
        """Past the brief questions that make no sense any more."""
        while (frame := session.top) and self._idle(frame, view):
            session = session.pop()
        return self._settled(session, view)

    def _idle(self, frame: Frame, view: View) -> bool:
        flow = self.flows[frame.flow]
        return not flow.keeps and flow.by_id[frame.step].skip(frame.draft, view)

    def _at(self, session: Session) -> tuple[Frame, Flow[Any], Step[Any, Any]]:
        frame = session.top
        assert frame is not None  # noqa: S101 -- every caller has settled the session
        flow = self.flows[frame.flow]
        return frame, flow, flow.by_id[frame.step]

    def _known(self, frame: Frame) -> bool:
        return frame.flow in self.flows and self.flows[frame.flow].by_id.keys() >= {frame.step, *frame.trail}

    def _blank(self, frame: Frame) -> bool:
        return bool(frame.draft == self.flows[frame.flow].draft(frame.draft.subject))

    def _answered(self, session: Session) -> bool:
        """Are there answers that would be lost?"""
        return any(self.flows[frame.flow].keeps and not self._blank(frame) for frame in session.frames)

    def begun(self, session: Session) -> bool:
        """The same, for whoever asks what is kept."""
        return self._answered(session)

    def _open(self, session: Session, view: View) -> Turn:
        if not session.asked and not session.frames and not view.applications:
            return self.ask(session, view)
        return both(Turn(session, (Told("anytime.welcome_back"),)), self.ask(session, view))

    def _arrived(self, session: Session, office: str, view: View) -> Turn:
        """By a link that may name an office. What is open with another is never left behind unseen."""
        if office not in view.offices or (view.settled and office == view.policy.id):
            return self._open(session, view)
        values = {"office": view.policy.name(view.tag), "other": view.offices[office].name(view.tag)}
        if view.open_applications:
            phone = view.offices[office].phone
            return both(Turn(session, (Told("office.stays", {**values, "phone": phone}),)), self.ask(session, view))
        chosen = (OfficeChosen(office),)
        told = (Told("office.changed", values),) if view.settled else ()
        session = replace(session, frames=()) if view.settled else session
        return both(Turn(session, told, chosen), self._open(session, as_chosen(view, chosen)))

    def _tried(self, session: Session, tried: Tried, view: View) -> Turn:
        """A one-time code of another chat, at whatever step: asked about where it is right, else answered alike."""
        session = self._settled(session, view)
        if tried.code:
            return self.ask(self._cover(session, CHATS, view, tried.code), view)
        asked = (each for each in session.frames if (each.flow, each.step) != (CHATS, "sure"))  # about another code
        session = self._settled(replace(session, frames=tuple(asked)), view)
        missed = () if tried.own or tried.wait_until else (ChatCodeMissed(),)
        return both(Turn(session, chats.answer(tried, view), missed), self.ask(session, view))

    # -- another release ---------------------------------------------------------------------------------------

    def _renewed(self, session: Session, event: Event, view: View) -> Turn:
        """A session of another release: every flow goes on at its first question that lacks a fitting answer.

        What answered one of the old questions is asked again; whatever else came still counts.
        """
        frames = tuple(self._refit(frame, view) for frame in session.frames if frame.flow in self.flows)
        had, session = bool(session.frames), replace(session, frames=frames, outdated=False)
        if not had or isinstance(event, Left | Expired):
            return self.turn(session, event, view)
        return both(Turn(session, (Told("anytime.updated"),)), self._resumed(session, event, view))

    def _resumed(self, session: Session, event: Event, view: View) -> Turn:
        match event:
            case Said(text) if not anytime.typed(text, view.words):
                session = self._settled(session, view)
                return self._answers_letter(session, text, view) or self.ask(session, view)
            case Picked(_, code) if code not in anytime.TYPED and not (view.prompt and view.prompt.opens.asked == 0):
                return self.ask(session, view)
            case Opened() | Shared():
                return self.ask(session, view)
            case Filled():
                return self._filled(session, view)
            case _:
                return self.turn(session, event, view)

    def _refit(self, frame: Frame, view: View) -> Frame:
        flow = self.flows[frame.flow]
        step = frame.step if frame.step in flow.by_id else flow.first
        if flow.keeps:
            step = self._onward(flow, flow.first, frame.draft, view, answered=True)
        return Frame(frame.flow, step if step in flow.by_id else flow.steps[-1].id, frame.draft)

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, session: Session, view: View, *, again: bool = False) -> Turn:
        """The question at which the session stands. Its number makes older buttons stale, but not `again`."""
        session = self._live(session, view)
        frame, flow, step = self._at(session)
        if effect := step.instead(frame.draft, view):
            return self._brought(session.pop(), effect, view)
        draft, facts = step.prepare(frame.draft, view)
        frame = replace(frame, draft=draft)
        session = replace(session.put(frame), asked=session.asked + (not again))
        options = step.choices(frame.draft, view)
        numbered = tuple(Choice(step.show(each.value), each.label, number=n) for n, each in enumerate(options, 1))
        shown = frame.page % _pages(len(options), step.page) * step.page
        ask = Ask(
            flow.key(step, step.variant(frame.draft, view)),
            Opens(flow.id, step.id, frame.draft.subject, session.asked),
            step.values(frame.draft, view),
            numbered[shown : shown + step.page],
            tuple(anytime.choice(code) for code in self._footers(session, paged=len(options) > step.page)),
            updates=view.prompt.id if step.ticks and view.prompt and self._about(session, view.prompt) else "",
            link=step.link(frame.draft, view),
        )
        return Turn(session, (ask,), facts)

    def _footers(self, session: Session, *, paged: bool) -> tuple[str, ...]:
        frame, flow, _ = self._at(session)
        more = (anytime.MORE,) if paged else ()
        back = (anytime.BACK,) if frame.trail or len(session.frames) > 1 else ()
        return (*more, *back, *((anytime.MENU,) if flow.id != MENU else ()))

    # -- reading -----------------------------------------------------------------------------------------------

    def _picked(self, session: Session, code: str, view: View) -> Turn:
        prompt = view.prompt
        if prompt is None or prompt.opens.flow not in self.flows:
            return self._stale(session, view)
        if prompt.opens.asked == 0:
            return self._letter(session, prompt.opens, code, view)
        session = self._settled(session, view)
        current = prompt.opens.asked == session.asked and self._about(session, prompt)
        if code in anytime.TYPED and (current or code in anytime.ALWAYS):
            return self._command(session, code, view)
        ticks = self._ticks(session, prompt)
        if current or (ticks and prompt.answered != code):
            return self._value(session, self._coded(session, code, view), view)
        repeated = prompt.answered == code and (ticks or prompt.opens.asked == session.asked - 1)
        return self.ask(session, view, again=True) if repeated else self._stale(session, view)

    def _ticks(self, session: Session, prompt: Prompt) -> bool:
        """Who ticks fast taps the next choice before the first is shown as ticked; the same one twice is one tap."""
        return self._about(session, prompt) and self._at(session)[2].ticks

    def _about(self, session: Session, prompt: Prompt) -> bool:
        """Does the session stand at the question that this prompt put?"""
        frame, opens = session.top, prompt.opens
        return frame is not None and (frame.flow, frame.step, frame.draft.subject) == (
            opens.flow,
            opens.step,
            opens.subject,
        )

    def _letter(self, session: Session, opens: Opens, code: str, view: View) -> Turn:
        """A button below a letter opens the flow that the letter is about, and answers its step at once."""
        opened = self._opened(session, opens, view)
        value = self._coded(opened, code, view) if opened else None
        return self._value(opened, value, view) if opened and value is not None else self._stale(session, view)

    def _opened(self, session: Session, opens: Opens, view: View) -> Session | None:
        flow = self.flows.get(opens.flow)
        if flow is None or opens.step not in flow.by_id or not view.speaks_of(opens.subject):
            return None
        return self._begin(session, opens.flow, view, opens.subject, opens.step)

    def _stale(self, session: Session, view: View) -> Turn:
        return both(Turn(session, (Told("anytime.stale"),)), self.ask(session, view))

    def _coded(self, session: Session, code: str, view: View) -> Answer:
        frame, _, step = self._at(session)
        for option in step.choices(frame.draft, view):
            if step.show(option.value) == code:
                return option.value
        return step.pick(code, view) if step.pick else None

    def _said(self, session: Session, text: str, view: View) -> Turn:
        """What stands on the screen is meant first, then a command, then whatever else the step can read."""
        nowhere, session = not session.frames, self._settled(session, view)
        if turn := self._answers_letter(session, text, view):
            return turn
        value = self._chosen(session, text, view.question, view)
        if value is None and (code := anytime.typed(text, view.words)):
            return self._command(session, code, view)
        _, _, step = self._at(session)
        locale = None if step.free else view.language(text)
        if value is None and locale and locale != view.tag:
            return self._speak(session, locale, view)
        if value is None:
            value = step.read(text, view)
        if value is None and (turn := self._answers_letter(session, text, view, read=True)):
            return turn
        if value is None and locale:
            return self._speak(session, locale, view)
        if value is None and (opened := self._letter_again(session, view)):
            return self._unreadable(opened, view)
        if value is None and nowhere:
            return self._open(replace(session, frames=()), view)
        return self._value(session, value, view)

    def _letter_again(self, session: Session, view: View) -> Session | None:
        """Where the letter on the screen stands, if that is asked again: its numbers must not turn into others."""
        _, flow, _ = self._at(session)
        return self._opened(session, view.letter.opens, view) if view.letter and not flow.keeps else None

    def _answers_letter(self, session: Session, text: str, view: View, *, read: bool = False) -> Turn | None:
        """Typed words answer the newest question on the screen, if that was a letter and they fit it: one of its
        choices, or with `read` whatever its step can make of them.
        """
        opened = self._opened(session, view.letter.opens, view) if view.letter else None
        value = self._chosen(opened, text, view.letter, view) if opened else None
        if opened and value is None and read:
            value = self._at(opened)[2].read(text, view)
        return self._value(opened, value, view) if opened and value is not None else None

    def _chosen(self, session: Session, text: str, shown: Prompt | None, view: View) -> Answer:
        """A choice by its number, as it was shown, or by its label."""
        frame, _, step = self._at(session)
        if shown and self._about(session, shown) and (code := shown.numbered(ordinal(text) or 0)):
            return self._coded(session, code, view)
        wanted, options = said(text), step.choices(frame.draft, view)
        for option in options:
            if said(view.words.text(option.label.key, option.label.values)) == wanted:
                return option.value
        return next((each.value for each in options if each.value == yes_no(text, view.words)), None)

    def _shared(self, session: Session, phone: str, view: View) -> Turn:
        """The platform's own number is an answer only where a number is asked for."""
        session = self._settled(session, view)
        _, _, step = self._at(session)
        if step.contact:
            return self._value(session, step.read(phone, view), view)
        return both(Turn(session, (Told("anytime.unsupported"),)), self.ask(session, view))

    def _filled(self, session: Session, view: View) -> Turn:
        """A page of ours was filled in: whoever waits for it goes on by itself, and what is brief gives way."""
        told = Turn(session, (Told("anytime.received"),))
        kept = tuple(each for each in session.frames if self.flows[each.flow].keeps)
        for frame in reversed(kept):
            value = self.flows[frame.flow].by_id[frame.step].form(frame.draft, view)
            if value is not None:
                others = tuple(each for each in kept if each is not frame)
                return both(told, self._value(replace(session, frames=(*others, frame)), value, view))
        return both(told, self.ask(session, view))

    def _unread(self, session: Session, kind: str) -> str:
        """What is said to something that was not opened: at some questions with the reason."""
        own = self._at(session)[2].unread if session.top and kind not in PICTURELESS else ""
        return own or "anytime.unsupported"

    # -- answering ---------------------------------------------------------------------------------------------

    def _value(self, session: Session, value: Answer, view: View) -> Turn:
        if value is None:
            return self._unreadable(session, view)
        frame, _, step = self._at(session)
        if refusal := step.check(value, frame.draft, view):
            again = replace(frame, draft=step.refused(frame.draft, refusal, view))
            return self._refuse(session.put(again), refusal, view)
        draft = step.filled(frame.draft, value)
        effect = step.effect(value, draft, view)
        after = self._go(session, draft, effect, as_chosen(view, effect.facts))
        return both(Turn(session, effect.replies, effect.facts), after)

    def _go(self, session: Session, draft: Answers, effect: Effect, view: View) -> Turn:
        """Where an answer leads: what its effect begins, else the step's next question."""
        if effect.start.startswith("_"):
            return self._command(session.pop(), effect.start, view)
        if effect.drop:
            return self.ask(self._begin(replace(session, frames=()), effect.start, view), view)
        frame, flow, step = self._at(session)
        if effect.start and effect.over:
            kept = session.put(replace(frame, draft=draft))
            return self.ask(self._cover(kept, effect.start, view, effect.subject), view)
        if effect.start:
            return self._start(session.pop(), effect.start, view, effect.subject)
        changing = bool(flow.review) and flow.review in frame.trail and not step.direct
        target = self._onward(flow, step.leads(draft), draft, view, answered=changing)
        if target == LEAVE:
            return self.ask(session.pop(), view)
        if target == DONE:
            return self._finish(session, draft, view)
        return self.ask(self._move(session, target, draft), view)

    def _move(self, session: Session, target: str, draft: Answers) -> Session:
        """On to `target`. The trail leads back; the summary, reached again, begins where it first stood."""
        frame, flow, _ = self._at(session)
        trail = frame.trail if target == frame.step else (*frame.trail, frame.step)
        if target == flow.review and target in trail:
            trail = trail[: trail.index(target)]
        return session.put(Frame(flow.id, target, draft, trail[-TRAIL:]))

    def _onward(self, flow: Flow[Any], ident: str, draft: Answers, view: View, *, answered: bool) -> str:
        """From `ident` along the way, past what is not asked here; with `answered` past every fitting answer too."""
        seen: set[str] = set()
        while ident not in {DONE, LEAVE, flow.review} and ident not in seen:
            seen.add(ident)
            step = flow.by_id[ident]
            if not step.skip(draft, view) and not (answered and self._fits(step, draft, view)):
                break
            ident = step.leads(draft)
        return ident

    def _fits(self, step: Step[Any, Any], draft: Answers, view: View) -> bool:
        answer = step.answer(draft)
        return answer is not None and step.check(answer, draft, view) is None

    def _finish(self, session: Session, draft: Answers, view: View) -> Turn:
        """Through the gate: every rule again, on the whole draft. Per-step checks were a courtesy."""
        _, flow, _ = self._at(session)
        if stopped := flow.stopped(draft, view):
            step, refusal = stopped
            return self._refuse(self._move(session, step, flow.mended(draft, view)), refusal, view)
        effect = flow.done(draft, view)
        session = session.pop()
        return self._brought(session, effect, view)

    def _brought(self, session: Session, effect: Effect, view: View) -> Turn:
        """What a whole draft, or beginning a flow, brought about; then the next question."""
        turn = Turn(session, effect.replies, effect.facts)
        if effect.start:
            return both(turn, self._start(session, effect.start, view, effect.subject))
        return both(turn, self.ask(session, view))

    def _refuse(self, session: Session, refusal: Refusal, view: View) -> Turn:
        text = refusal.text()
        return both(Turn(session, (Refused(text.key, text.values),)), self.ask(session, view))

    def _unreadable(self, session: Session, view: View) -> Turn:
        """The second time with a better hint, the third with the offer of a person."""
        frame, flow, step = self._at(session)
        attempts = frame.attempts + 1
        session = session.put(replace(frame, attempts=attempts))
        hint = flow.key(step, step.hint(frame.draft, view)) if attempts > 1 else "anytime.unreadable"
        replies: tuple[Reply, ...] = (Unreadable(hint, step.values(frame.draft, view)),)
        if attempts > 2:  # noqa: PLR2004 -- the third time
            replies += (Told("anytime.offer_person", {"phone": view.policy.phone}) if view.settled else _phones(view),)
        return both(Turn(session, replies), self.ask(session, view))

    # -- at any time -------------------------------------------------------------------------------------------

    def _command(self, session: Session, code: str, view: View) -> Turn:
        session = self._settled(session, view)
        frame, flow, step = self._at(session)
        if flow.id == MENU:
            return self.ask(session.pop(), view) if code == anytime.BACK else self._command(session.pop(), code, view)
        match code:
            case anytime.MENU | anytime.LANGUAGE | anytime.APP | anytime.DATA:
                return self.ask(self._cover(session, COVERING[code], view), view)
            case anytime.MORE:
                pages = _pages(len(step.choices(frame.draft, view)), step.page)
                return self.ask(session.put(replace(frame, page=(frame.page + 1) % pages)), view)
            case anytime.BACK:
                return self.ask(self._back(session, view), view)
            case anytime.BOOKING:
                return self.ask(self._begin(session, LOOKING, view), view)
            case anytime.BOOK:
                return self._start(session, WELCOME, view)
            case anytime.PHONE | anytime.PERSON if not view.settled:
                return both(Turn(session, (_phones(view),)), self.ask(session, view))
            case anytime.PHONE:
                return both(Turn(session, (Told("anytime.phone", _reach(view)),)), self.ask(session, view))
            case anytime.PERSON:
                told, handed = Told("anytime.person", _reach(view)), HandedOver(f"{flow.id}.{step.id}")
                return both(Turn(session, (told,), (handed,)), self.ask(session, view))
            case anytime.CHANGE:
                return self._change(session, view)
            case anytime.CANCEL | anytime.RESTART:
                return self._drop(session, code, view)
            case _:
                return self.ask(session, view)

    def _back(self, session: Session, view: View) -> Session:
        """To the question before, past those that are not asked (any more). What it had brought about is taken back."""
        frame, flow, step = self._at(session)
        draft, trail = frame.draft, frame.trail
        while trail:
            *rest, last = trail
            before, trail = flow.by_id[last], tuple(rest)
            draft = before.forget(draft, step.id)
            if last != step.id and not before.skip(draft, view):
                return session.put(Frame(flow.id, last, draft, trail))
        lost = flow.keeps and not self._blank(frame)
        first = flow.keeps and len(session.frames) == 1
        return session if lost or first else session.pop()

    def _drop(self, session: Session, code: str, view: View) -> Turn:
        """*Cancel* and *start over* ask first where answers would be lost; otherwise cancel is about the booking."""
        if self._answered(session):
            return self.ask(self._cover(session, DROPPING, view, code), view)
        empty = replace(session, frames=())
        if code == anytime.RESTART:
            return self.ask(self._begin(empty, WELCOME, view), view)
        if view.booking is None:
            return self._refuse(self._begin(empty, HOME, view), NothingBooked(), view)
        return self._start(empty, CANCELLING, view, view.booking.id)

    def _change(self, session: Session, view: View) -> Turn:
        """Another time for the booking, where there is one and it may be changed here."""
        booking = view.booking
        if booking is None or booking.appointment is None:
            return self._refuse(session, NotBookedYet(booking.code) if booking else NothingBooked(), view)
        if refusal := changeable(booking, view.now, view.policy):
            return self._refuse(session, refusal, view)
        return self.ask(self._begin(session, way(booking, view), view, booking.id), view)

    def _speak(self, session: Session, locale: str, view: View) -> Turn:
        chosen = (LanguageChosen(locale),)
        told = Turn(session, (Told("anytime.language_changed"),), chosen)
        return both(told, self.ask(session, as_chosen(view, chosen)))


def as_chosen(view: View, facts: tuple[Fact, ...]) -> View:
    """What follows a choice of language is said in it, at once, what follows a choice of office by its rules, and what
    follows a joining of chats with all that is in both, and what follows erasing as to somebody new.
    """
    for fact in facts:
        if isinstance(fact, LanguageChosen):
            view = replace(view, chosen=fact.locale)
        if isinstance(fact, OfficeChosen):
            view = replace(view, policy=view.offices[fact.office], settled=True, taken=frozenset(), documents=())
            view = replace(view, stopped_at=view.stopped_in.get(fact.office))
        if isinstance(fact, ChatJoined) and view.tried:
            view = replace(view, applications=_newest_first(*view.applications, *view.tried.theirs))
        if isinstance(fact, Forgotten):
            view = replace(view, applications=(), news=())
    return view


def _newest_first(*applications: Application) -> tuple[Application, ...]:
    return tuple(sorted(applications, key=lambda each: each.created_at, reverse=True))


def _pages(options: int, page: int) -> int:
    return max(1, -(-options // page))


def _phones(view: View) -> Told:
    """Where several offices are served, and none is chosen yet: how each is reached."""
    reach = (Text("office.phone", _reach(replace(view, policy=each))) for each in view.offices.values())
    return Told("office.phones", {"offices": tuple(reach)})


def _reach(view: View) -> dict[str, str]:
    return {"phone": view.policy.phone, "office": view.policy.name(view.tag)}


def both(first: Turn, second: Turn) -> Turn:
    """One after the other; the session of the second, which was decided upon the first's."""
    return Turn(second.session, first.replies + second.replies, first.facts + second.facts)
