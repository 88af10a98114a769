"""Who sits with the person, told to the office in advance (K 12(3); S 20-2), and what makes the talk easier.

Everything is a choice, but for the name of a language. Nobody is asked for a reason, and nothing about health.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from flows.booking.draft import Draft
from flows.office.refusals import Missing, Refusal
from flows.office.tongues import TONGUES
from flows.office.view import View
from flows.reading.assent import yes_no
from flows.reading.text import clean, digits, said
from flows.step import Branch, Option, Step
from flows.values import Text, Value

NEEDS = ("none", "interpreter", "companion", "both", "other")
COMPANIONS = ("family", "supporter", "carer", "someone")
ACCESS = ("more_time", "chat", "captions", "quiet_voice", "sign", "no_camera")
INTERPRETED = frozenset({"interpreter", "both"})
ACCOMPANIED = frozenset({"companion", "both"})
DONE_TICKING, TICKING = "done", "ticking"
LONGEST = 40
JOINING = frozenset(" -'’・\u200c\u200d")
"""Besides letters and their marks: what stands between the words of a name, and joins letters of some scripts."""
_NUMBERS: Final = re.compile(r"[1-9](?:[ ,.、・&+-]*[1-9])+")
Ticks: TypeAlias = str | tuple[str, ...]


def language(text: str) -> str | None:
    """A language by its name, in any script: never a number, an address or a story."""
    name = clean(text, LONGEST + 1)
    return name if 0 < len(name) <= LONGEST and all(_letter(sign) for sign in name) else None


def _letter(sign: str) -> bool:
    return sign in JOINING or unicodedata.category(sign)[0] in "LM"


def told(kind: str, interpreter: str, companion: str = "", access: Iterable[str] = ()) -> Value:
    """All needs as a list to be read."""
    found: list[Value] = []
    if kind in INTERPRETED:
        tongue: Value = Text(f"tongue.{interpreter}") if interpreter in TONGUES else interpreter
        found.append(Text("needs.interpreter_in", {"language": tongue}))
    if kind in ACCOMPANIED:
        who = Text(f"companion.{companion}")
        found.append(Text("needs.companion_in", {"who": who}) if companion else Text("needs.companion"))
    found += [Text(f"access.{each}") for each in access]
    return tuple(found) or Text("needs.none")


NEEDED: Step[Draft, str] = Step(
    "needs",
    next="interpreter",
    field="needs",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"needs.{each}")) for each in NEEDS),
    read=lambda text, view: "none" if yes_no(text, view.words) == "no" else None,
    check=lambda value, _draft, _view: None if value in NEEDS else Missing(),
    put=lambda draft, value: replace(
        draft,
        needs=value,
        interpreter=None,
        companion=None,
        helped=None,
        access=() if value == "none" else draft.access,
    ),
    skip=lambda _draft, view: not view.policy.asked.needs,
    required=True,
)


def _tongues(_draft: Draft, view: View) -> tuple[Option[str], ...]:
    """Those first for which the office has somebody, then the one that is spoken here."""
    here = {each.language for each in view.policy.interpreters}
    spoken = view.tag.partition("-")[0]
    ordered = sorted(TONGUES, key=lambda each: (each not in here, each != spoken))
    return tuple(Option(each, Text(f"tongue.{each}")) for each in ordered)


INTERPRETER: Step[Draft, str] = Step(
    "interpreter",
    next="companion",
    field="interpreter",
    choices=_tongues,
    read=lambda text, _view: language(text),
    skip=lambda draft, view: not (view.policy.asked.needs and draft.needs in INTERPRETED),
    variant=lambda draft, _view: "direct" if draft.at_once else "ask",
    required=True,
    free=True,
)

COMPANION: Step[Draft, str] = Step(
    "companion",
    next="access",
    field="companion",
    choices=lambda _draft, _view: tuple(Option(each, Text(f"companion.{each}")) for each in COMPANIONS),
    check=lambda value, _draft, _view: None if value in COMPANIONS else Missing(),
    skip=lambda draft, view: not (view.policy.asked.needs and draft.needs in ACCOMPANIED),
    required=True,
)


def _ticks(draft: Draft, _view: View) -> tuple[Option[Ticks], ...]:
    """The way on is the last, so that its number and its place never change."""
    state = {each: "ticked" if each in draft.access else "unticked" for each in ACCESS}
    shown: tuple[Option[Ticks], ...] = tuple(
        Option(each, Text(f"booking.access.{state[each]}", {"what": Text(f"access.{each}")})) for each in ACCESS
    )
    return (*shown, Option(DONE_TICKING, Text("booking.access.done")))


def _read_ticks(text: str, view: View) -> Ticks | None:
    """A name without its tick, or several numbers at once: *1 3*."""
    typed = said(text)
    for each in ACCESS:
        if said(view.words.text(f"access.{each}")) == typed:
            return each
    plain = digits(typed)
    if not _NUMBERS.fullmatch(plain):
        return None
    numbers = [int(sign) for sign in plain if sign.isdecimal()]
    return tuple(dict.fromkeys(ACCESS[n - 1] for n in numbers)) if max(numbers) <= len(ACCESS) else None


def _check_ticks(value: Ticks, _draft: Draft, _view: View) -> Refusal | None:
    several = value if isinstance(value, tuple) else (value,)
    return None if {*several} <= {*ACCESS, DONE_TICKING} else Missing()


def _tick(draft: Draft, value: Ticks) -> Draft:
    """What is ticked is ticked off again by the same tap; several typed at once are all ticked."""
    if value == DONE_TICKING:
        return replace(draft, helped=DONE_TICKING)
    chosen = {*draft.access, *value} if isinstance(value, tuple) else {*draft.access} ^ {value}
    return replace(draft, access=tuple(each for each in ACCESS if each in chosen), helped=TICKING)


HELP: Step[Draft, Ticks] = Step(
    "access",
    next=Branch(lambda draft: "access" if draft.helped == TICKING else "day", ("access", "day")),
    choices=_ticks,
    read=_read_ticks,
    check=_check_ticks,
    put=_tick,
    get=lambda draft: draft.access if draft.helped == DONE_TICKING else None,
    forget=lambda draft, _left: replace(draft, helped=None),
    skip=lambda draft, view: not view.policy.asked.needs or draft.needs in {None, "none"},
    required=True,
    ticks=True,
)
