"""The greeting, and the language of all that follows. The guess from the platform is only the first one spoken."""

from flows.booking.draft import Draft
from flows.booking.office import office
from flows.facts import LanguageChosen
from flows.office.view import View
from flows.step import Effect, Option, Step
from flows.values import Text

ALL = 30
"""Languages are shown at once: *show more* could be read only by whoever has found theirs."""


def languages(view: View) -> tuple[Option[str], ...]:
    """Each by its own name; the one that is spoken (at first the guessed one) first."""
    tags = sorted(view.policy.languages, key=lambda tag: tag != view.tag)
    return tuple(Option(tag, Text(f"language.{tag}")) for tag in tags)


LANGUAGE: Step[Draft, str] = Step(
    "language",
    next="office",
    field="language",
    skip=lambda _draft, view: bool(view.applications),
    choices=lambda _draft, view: languages(view),
    page=ALL,
    read=lambda text, view: view.language(text),
    free=True,
    values=lambda _draft, view: {"office": office(view)},
    effect=lambda value, _draft, _view: Effect(facts=(LanguageChosen(value),)),
)
