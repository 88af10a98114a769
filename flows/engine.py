"""The one loop: read -> check -> put -> next. Everything a conversation does passes through `Engine.turn`.

Pure: the same session, event and view always give the same turn. It knows flows, never what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows import anytime
from flows.facts import CameBack, Departed, Fact, HandedOver, LanguageChosen
from flows.messages import (
    Ask,
    Choice,
    Event,
    Expired,
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
from flows.office.refusals import NotOwnContact, Refusal
from flows.office.view import View
from flows.reading.text import fold, ordinal
from flows.session import Frame, Session
from flows.step import DONE, LEAVE, Answer, Answers, Effect, Flow, Step

PAGE = 7
"""Choices shown at a time: LINE takes 13 quick replies, and a small screen fewer."""
HOME, WELCOME, MENU, LANGUAGE = "home", "booking", "menu", "language"
LOOKING, CANCELLING, DROPPING = "looking", "cancelling", "dropping"


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
        if session.outdated:
            return self._resume(session, view)
        match event:
            case Opened():
                return self._open(session, view)
            case Left():
                return Turn(session, (), (Departed(),))
            case Returned():
                return _after(Turn(session, (), (CameBack(),)), self._open(session, view))
            case Expired():
                return Turn(replace(session, frames=()), (Told("anytime.expired"),) if session.frames else ())
            case Sent():
                return _after(Turn(session, (Told("anytime.unsupported"),)), self.ask(session, view))
            case Shared(phone, own):
                return self._said(session, phone, view) if own else self._refuse(session, NotOwnContact(), view)
            case Picked(_, code):
                return self._picked(session, code, view)
            case Said(text) if session.asked or session.frames or view.letter:
                return self._said(session, text, view)
            case Said():
                return self._open(session, view)

    # -- where we are ------------------------------------------------------------------------------------------

    def _begin(self, session: Session, flow: str, subject: str = "", step: str = "") -> Session:
        """The session with `flow` begun. Only one flow that keeps answers waits below; brief ones give way."""
        frame = Frame(flow, step or self.flows[flow].first, self.flows[flow].draft(subject))
        kept = tuple(each for each in session.frames if self.flows[each.flow].keeps and each.flow != flow)
        return replace(session, frames=(*kept[-1:], frame))

    def _settled(self, session: Session) -> Session:
        return session if session.frames else self._begin(session, HOME)

    def _at(self, session: Session) -> tuple[Frame, Flow[Any], Step[Any, Any]]:
        frame = session.top
        assert frame is not None  # noqa: S101 -- every caller has settled the session
        flow = self.flows[frame.flow]
        return frame, flow, flow.by_id[frame.step]

    def _open(self, session: Session, view: View) -> Turn:
        if not session.asked and not session.frames and not view.applications:
            return self.ask(self._begin(session, WELCOME), view)
        return _after(Turn(session, (Told("anytime.welcome_back"),)), self.ask(session, view))

    def _resume(self, session: Session, view: View) -> Turn:
        """A session of another release: every flow goes on at its first question that lacks a fitting answer."""
        frames = tuple(self._refit(frame, view) for frame in session.frames)
        session = replace(session, frames=frames, outdated=False)
        return _after(Turn(session, (Told("anytime.updated"),)), self.ask(session, view))

    def _refit(self, frame: Frame, view: View) -> Frame:
        flow = self.flows[frame.flow]
        step = self._onward(flow, flow.first, frame.draft, view, answered=True) if flow.keeps else flow.first
        return Frame(frame.flow, step, frame.draft)

    # -- asking ------------------------------------------------------------------------------------------------

    def ask(self, session: Session, view: View) -> Turn:
        """The question at which the session stands, asked (again): its number makes older buttons stale."""
        session = self._settled(session)
        frame, flow, step = self._at(session)
        session = replace(session, asked=session.asked + 1)
        options = tuple(
            Choice(step.show(option.value), option.label, number=number)
            for number, option in enumerate(step.choices(frame.draft, view), 1)
        )
        page = options[frame.page * PAGE : (frame.page + 1) * PAGE]
        footers: tuple[str, ...] = (anytime.MORE,) if len(options) > PAGE else ()
        if frame.trail or len(session.frames) > 1:
            footers += (anytime.BACK,)
        if flow.id != MENU:
            footers += (anytime.MENU,)
        ask = Ask(
            flow.key(step, step.variant(frame.draft, view)),
            Opens(flow.id, step.id, frame.draft.subject, session.asked),
            step.values(frame.draft, view),
            page,
            tuple(anytime.choice(code) for code in footers),
        )
        return Turn(session, (ask,))

    # -- reading -----------------------------------------------------------------------------------------------

    def _picked(self, session: Session, code: str, view: View) -> Turn:
        prompt = view.prompt
        if prompt is None or prompt.opens.flow not in self.flows:
            return self._stale(session, view)
        opens, session = prompt.opens, self._settled(session)
        current = opens.asked == session.asked
        if code in anytime.TYPED and (current or code in anytime.ALWAYS):
            return self._command(session, code, view)
        if opens.asked == 0:
            return self._letter(session, prompt.opens, code, view)
        if not current:
            repeated = prompt.answered == code and opens.asked == session.asked - 1
            return self.ask(session, view) if repeated else self._stale(session, view)
        return self._value(session, self._coded(session, code, view), view)

    def _letter(self, session: Session, opens: Opens, code: str, view: View) -> Turn:
        """A button below a letter opens the flow that the letter is about, and answers its step at once."""
        if opens.step not in self.flows[opens.flow].by_id or not view.application(opens.subject):
            return self._stale(session, view)
        session = self._begin(session, opens.flow, opens.subject, opens.step)
        return self._value(session, self._coded(session, code, view), view)

    def _stale(self, session: Session, view: View) -> Turn:
        return _after(Turn(session, (Told("anytime.stale"),)), self.ask(session, view))

    def _coded(self, session: Session, code: str, view: View) -> Answer:
        frame, _, step = self._at(session)
        for option in step.choices(frame.draft, view):
            if step.show(option.value) == code:
                return option.value
        return step.pick(code, view) if step.pick else None

    def _said(self, session: Session, text: str, view: View) -> Turn:
        session = self._settled(session)
        if code := anytime.typed(text, view.words):
            return self._command(session, code, view)
        if view.letter and (turn := self._answers_letter(session, text, view)):
            return turn
        value = self._typed(session, text, view.question, view)
        _, _, step = self._at(session)
        if value is None and not step.free and (locale := view.words.language(text)) in view.policy.languages:
            return self._speak(session, str(locale), view)
        return self._value(session, value, view)

    def _answers_letter(self, session: Session, text: str, view: View) -> Turn | None:
        """Typed words answer the newest question on the screen, if that was a letter and they fit it."""
        opens = view.letter.opens if view.letter else None
        if opens is None or opens.flow not in self.flows or not view.application(opens.subject):
            return None
        opened = self._begin(session, opens.flow, opens.subject, opens.step)
        value = self._typed(opened, text, view.letter, view)
        return None if value is None else self._value(opened, value, view)

    def _typed(self, session: Session, text: str, shown: Prompt | None, view: View) -> Answer:
        """A typed answer: the number of a choice as it was shown, its label, or what the step itself can read."""
        frame, _, step = self._at(session)
        options = step.choices(frame.draft, view)
        if shown and (code := shown.numbered(ordinal(text) or 0)):
            return self._coded(session, code, view)
        wanted = fold(text)
        for option in options:
            if fold(view.words.text(option.label.key, option.label.values)) == wanted:
                return option.value
        return step.read(text, view)

    # -- answering ---------------------------------------------------------------------------------------------

    def _value(self, session: Session, value: Answer, view: View) -> Turn:
        if value is None:
            return self._unreadable(session, view)
        frame, flow, step = self._at(session)
        if refusal := step.check(value, frame.draft, view):
            return self._refuse(session, refusal, view)
        draft = step.filled(frame.draft, value)
        effect = step.effect(value, draft, view)
        return _after(Turn(session, effect.replies, effect.facts), self._go(session, flow, step, draft, effect, view))

    def _go(  # noqa: PLR0913 -- the parts of one answer
        self,
        session: Session,
        flow: Flow[Any],
        step: Step[Any, Any],
        draft: Answers,
        effect: Effect,
        view: View,
    ) -> Turn:
        if effect.start.startswith("_"):
            return self._command(session.pop(), effect.start, view)
        if effect.drop:
            return self.ask(self._begin(replace(session, frames=()), effect.start), view)
        frame, _, _ = self._at(session)
        if effect.start and effect.over:
            return self.ask(self._cover(session.put(replace(frame, draft=draft)), effect.start, effect.subject), view)
        if effect.start:
            return self.ask(self._begin(session.pop(), effect.start, effect.subject), view)
        target = self._onward(flow, step.leads(draft), draft, view, answered=frame.editing and not step.direct)
        if target == LEAVE:
            return self.ask(session.pop(), view)
        if target == DONE:
            return self._finish(session, flow, draft, view)
        return self.ask(self._move(session, step.id, target, draft), view)

    def _move(self, session: Session, here: str, target: str, draft: Answers) -> Session:
        frame, flow, _ = self._at(session)
        trail = frame.trail if target == here else (*frame.trail, here)
        editing = target != flow.review and (frame.editing or here == flow.review)
        return session.put(replace(frame, step=target, draft=draft, trail=trail, attempts=0, page=0, editing=editing))

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

    def _finish(self, session: Session, flow: Flow[Any], draft: Answers, view: View) -> Turn:
        """Through the gate: every rule again, on the whole draft. Per-step checks were a courtesy."""
        if stopped := flow.stopped(draft, view):
            step, refusal = stopped
            frame, _, here = self._at(session)
            session = self._move(session.put(replace(frame, editing=bool(flow.review))), here.id, step, draft)
            return self._refuse(session, refusal, view)
        effect = flow.done(draft, view)
        session = session.pop()
        turn = Turn(session, effect.replies, effect.facts)
        if effect.start:
            session = self._begin(session, effect.start, effect.subject)
        return _after(turn, self.ask(session, view))

    def _refuse(self, session: Session, refusal: Refusal, view: View) -> Turn:
        text = refusal.text()
        return _after(Turn(session, (Refused(text.key, text.values),)), self.ask(session, view))

    def _unreadable(self, session: Session, view: View) -> Turn:
        """The second time with a better hint, the third with the offer of a person."""
        frame, flow, step = self._at(session)
        attempts = frame.attempts + 1
        session = session.put(replace(frame, attempts=attempts))
        hint = flow.key(step, "hint") if attempts > 1 else "anytime.unreadable"
        replies: tuple[Reply, ...] = (Unreadable(hint, step.values(frame.draft, view)),)
        if attempts > 2:  # noqa: PLR2004 -- the third time
            replies += (Told("anytime.offer_person", {"phone": view.policy.phone}),)
        return _after(Turn(session, replies), self.ask(session, view))

    # -- at any time -------------------------------------------------------------------------------------------

    def _command(self, session: Session, code: str, view: View) -> Turn:
        session = self._settled(session)
        frame, flow, step = self._at(session)
        if flow.id == MENU:
            return self._command(session.pop(), code, view)
        match code:
            case anytime.MENU:
                return self.ask(self._cover(session, MENU), view)
            case anytime.LANGUAGE:
                return self.ask(self._cover(session, LANGUAGE), view)
            case anytime.MORE:
                pages = -(-len(step.choices(frame.draft, view)) // PAGE) or 1
                return self.ask(session.put(replace(frame, page=(frame.page + 1) % pages)), view)
            case anytime.BACK:
                return self.ask(self._back(session), view)
            case anytime.BOOKING:
                return self.ask(self._begin(session, LOOKING), view)
            case anytime.PHONE:
                return _after(Turn(session, (Told("anytime.phone", _reach(view)),)), self.ask(session, view))
            case anytime.PERSON:
                handed = HandedOver(f"{flow.id}.{step.id}")
                return _after(
                    Turn(session, (Told("anytime.person", _reach(view)),), (handed,)), self.ask(session, view)
                )
            case anytime.CANCEL | anytime.RESTART:
                return self._drop(session, code, view)
            case _:
                return self.ask(session, view)

    def _cover(self, session: Session, flow: str, subject: str = "") -> Session:
        """A small question laid over the present one, which waits below whatever it is."""
        return session.push(Frame(flow, self.flows[flow].first, self.flows[flow].draft(subject)))

    def _back(self, session: Session) -> Session:
        frame = session.top
        if frame and frame.trail:
            *trail, last = frame.trail
            return session.put(replace(frame, step=last, trail=tuple(trail), attempts=0, page=0, editing=False))
        return session.pop() if len(session.frames) > 1 else session

    def _drop(self, session: Session, code: str, view: View) -> Turn:
        """*Cancel* and *start over* ask first where answers would be lost; otherwise cancel is about the booking."""
        if any(self.flows[frame.flow].keeps for frame in session.frames):
            return self.ask(self._cover(session, DROPPING, code), view)
        if code == anytime.CANCEL and view.booking:
            return self.ask(self._begin(session, CANCELLING, view.booking.id), view)
        return self.ask(self._begin(replace(session, frames=()), HOME if code == anytime.CANCEL else WELCOME), view)

    def _speak(self, session: Session, locale: str, view: View) -> Turn:
        told = Turn(session, (Told("anytime.language_changed"),), (LanguageChosen(locale),))
        return _after(told, self.ask(session, view))


def _reach(view: View) -> dict[str, str]:
    return {"phone": view.policy.phone, "office": view.policy.name(view.words.tag)}


def _after(first: Turn, second: Turn) -> Turn:
    """Both in order; the session of the second, which was decided upon the first's."""
    return Turn(second.session, first.replies + second.replies, first.facts + second.facts)
