"""The form that every question fills in, and the flow that is a tuple of them.

A step says how to show, read, check and put one answer, and where that leads. It keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from flows.office.refusals import Missing, Refusal
from flows.values import NOTHING, Text, Values

if TYPE_CHECKING:
    from flows.facts import Fact
    from flows.messages import Link, Reply
    from flows.office.view import View

D = TypeVar("D")
V = TypeVar("V")

Answer: TypeAlias = Any
"""A value of whatever kind its step has."""
Answers: TypeAlias = Any
"""A draft: of whatever class its flow has."""

DONE = "DONE"
"""The flow is complete: through the gate, then its facts."""
LEAVE = "LEAVE"
"""The flow ends here without becoming anything."""


@dataclass(frozen=True, slots=True)
class Branch(Generic[D]):
    """A fork that lists its exits, so that a picture and a test can know them all."""

    pick: Callable[[D], str]
    exits: tuple[str, ...]


@dataclass(frozen=True)  # without slots: `Option[V](...)` of a slotted frozen one raises on Python 3.11
class Option(Generic[V]):
    value: V
    label: Text


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer brings about at once, before the next question."""

    replies: tuple[Reply, ...] = ()
    facts: tuple[Fact, ...] = ()
    start: str = ""
    """A flow to begin instead of going on here (the present one ends), or a command of `anytime`."""
    subject: str = ""
    drop: bool = False
    """All answers under way are given up first."""
    over: bool = False
    """The flow begun is laid over the present one, which waits."""


NO_EFFECT = Effect()
PAGE = 7
"""Choices shown at a time: LINE takes 13 quick replies, and a small screen fewer."""
Next: TypeAlias = str | Branch[Any]


@dataclass(frozen=True, slots=True)
class Step(Generic[D, V]):
    """One question. Its texts: `<flow>.<id>.ask` (or another `variant`), and `.hint`, a better explanation."""

    id: str
    next: Next
    field: str = ""
    """The draft field that this step fills (unless `put` says otherwise)."""
    choices: Callable[[D, View], tuple[Option[V], ...]] = lambda _draft, _view: ()
    show: Callable[[V], str] = str
    """The short code that a button carries for a value."""
    pick: Callable[[str, View], V | None] | None = None
    """The value of a code that is not (or no longer) among the choices, so that the rules can say why."""
    read: Callable[[str, View], V | None] = lambda _text, _view: None
    """What was typed, where it is neither the number nor the label of a choice."""
    check: Callable[[V, D, View], Refusal | None] = lambda _value, _draft, _view: None
    refused: Callable[[D, Refusal, View], D] = lambda draft, _refusal, _view: draft
    """The draft after a refusal of `check`: with what may be answered instead."""
    put: Callable[[D, V], D] | None = None
    get: Callable[[D], Any] | None = None
    """The answer as the draft holds it, for the gate; None where there is none yet."""
    values: Callable[[D, View], Values] = lambda _draft, _view: NOTHING
    variant: Callable[[D, View], str] = lambda _draft, _view: "ask"
    hint: Callable[[D, View], str] = lambda _draft, _view: "hint"
    effect: Callable[[V, D, View], Effect] = lambda _value, _draft, _view: NO_EFFECT
    free: bool = False
    """The name of a language is an answer here, and not a command."""
    required: bool = False
    """The gate wants a fitting answer."""
    skip: Callable[[D, View], bool] = lambda _draft, _view: False
    """Not asked by this office, or not needed after the other answers."""
    instead: Callable[[D, View], Effect | None] = lambda _draft, _view: None
    """What ends the flow where this would be asked, because it would be asked in vain."""
    direct: bool = False
    """Leads exactly where it says, also while one answer is being changed."""
    contact: bool = False
    """Takes the number that the platform itself shares."""
    link: Callable[[D, View], Link | None] = lambda _draft, _view: None
    """An address that the question leads to."""
    form: Callable[[D, View], V | None] = lambda _draft, _view: None
    """The answer that was given on a page of ours, where this step waits for it."""
    prepare: Callable[[D, View], tuple[D, tuple[Fact, ...]]] = lambda draft, _view: (draft, ())
    """What must be there before the question can be put."""
    forget: Callable[[D, str], D] = lambda draft, _left: draft
    """The draft when *back* returns to this step from the step `left`: without what must not count twice."""
    text: str = ""
    """Key of its texts, where several flows share the step."""
    ticks: bool = False
    """Its choices are ticked one after another: the question is shown anew in the place of the one that was tapped."""
    page: int = PAGE
    """Choices shown at a time."""
    unread: str = ""
    """Key of what is said here to a photo, a file or a voice that was sent, instead of the usual words."""

    def answer(self, draft: D) -> Answer:
        if self.get:
            return self.get(draft)
        return getattr(draft, self.field) if self.field else None

    def filled(self, draft: D, value: V) -> D:
        if self.put:
            return self.put(draft, value)
        return replace(draft, **{self.field: value}) if self.field else draft  # type: ignore[type-var]

    def leads(self, draft: D) -> str:
        return self.next.pick(draft) if isinstance(self.next, Branch) else self.next

    @property
    def exits(self) -> tuple[str, ...]:
        return self.next.exits if isinstance(self.next, Branch) else (self.next,)


@dataclass(frozen=True, slots=True)
class Flow(Generic[D]):
    """A conversation: its steps in order, the draft they fill, and what a whole draft becomes.

    `stopped` re-runs every rule on the whole draft; it names the step to ask again and why, or nothing.
    """

    id: str
    steps: tuple[Step[D, Any], ...]
    draft: type[D]
    """Its first field is `subject`: the id of the application that the flow is about, or empty."""
    done: Callable[[D, View], Effect]
    at_once: Callable[[D, View], Effect | None] = lambda _draft, _view: None
    """What beginning it brings about by itself, where there is nothing to ask first."""
    gate: Callable[[D, View], tuple[str, Refusal] | None] = lambda _draft, _view: None
    """Rules about several answers at once."""
    mended: Callable[[D, View], D] = lambda draft, _view: draft
    """A draft that the gate stopped, without what can no longer be."""
    review: str = ""
    """The step that shows all answers and lets one be changed; changing leads back to it."""
    keeps: bool = False
    """Holds answers worth keeping when another flow interrupts it, and worth a question before they are dropped."""
    by_id: dict[str, Step[D, Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})

    def key(self, step: Step[D, Any], part: str) -> str:
        return f"{step.text or f'{self.id}.{step.id}'}.{part}"

    def stopped(self, draft: D, view: View) -> tuple[str, Refusal] | None:
        """The gate. Per-step checks while answering are only a courtesy."""
        for step in self.steps:
            if step.required and not step.skip(draft, view):
                answer = step.answer(draft)
                refusal = Missing() if answer is None else step.check(answer, draft, view)
                if refusal:
                    return step.id, refusal
        return self.gate(draft, view)

    @property
    def first(self) -> str:
        return self.steps[0].id
