"""A new version of the terms, told to somebody who waits for a consultation: reading it, and agreeing where asked to.

Never here: what becomes of a booking. It stands, whatever is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.facts import Agreed
from flows.messages import Choice, Opens, Told
from flows.notices import Notice
from flows.office.appointment import Application
from flows.office.view import News, View
from flows.step import LEAVE, NO_EFFECT, Effect, Flow, Option, Step
from flows.terms.reading import NEWS
from flows.values import Text, Value, Values

AGREE, READ, LATER = "agree-", "read-", "later"
AGREED = "renewing.news.agree"
"""The words of the button, as they are kept with an agreement."""


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str = ""
    choice: str | None = None


def _choices(_draft: Draft, view: View) -> tuple[Option[str], ...]:
    """Every button that a letter about any of them may carry."""
    options = tuple(option for each in view.news for option in _about(each))
    return (*options, Option(LATER, Text("renewing.news.later")))


def _about(news: News) -> tuple[Option[str], ...]:
    agree = (Option(f"{AGREE}{news.id}", Text(AGREED)),) if news.asks else ()
    return (*agree, Option(f"{READ}{news.id}", Text("renewing.news.read")))


def _news(value: str, view: View) -> News | None:
    return next((each for each in view.news if value in {f"{AGREE}{each.id}", f"{READ}{each.id}"}), None)


def _effect(value: str, draft: Draft, view: View) -> Effect:
    news = _news(value, view)
    if news is None:
        return NO_EFFECT
    if value.startswith(READ):
        return Effect(start="reading", subject=f"{NEWS}{news.id}", over=True)
    told = (Told("renewing.agreed", _line(news)),)
    agreed = Agreed(((news.document.name, news.document.version),), view.tag, view.words.text(AGREED), draft.subject)
    return Effect(told, () if news.agreed else (agreed,))


def _line(news: News) -> Values:
    document = news.document
    title = Text(f"terms.{document.name}.title")
    return {"title": title, "version": document.version, "effective": document.effective}


NEWS_STEP: Step[Draft, str] = Step(
    "news",
    next=LEAVE,
    field="choice",
    choices=_choices,
    effect=_effect,
    skip=lambda _draft, view: not view.news,
    values=lambda _draft, view: {"news": tuple(Text("renewing.line", _line(each)) for each in view.news)},
)
RENEWING: Flow[Draft] = Flow("renewing", steps=(NEWS_STEP,), draft=Draft, done=lambda _draft, _view: NO_EFFECT)


def announcement(news: News, summaries: Mapping[str, str], application: Application, view: View) -> Notice:
    """The letter: what changed, from when on, and that nothing is lost (K 13)."""
    changed: Value = summaries.get(view.tag) or Text("notice.terms_changed.read_it")
    follows = "asks" if news.asks else "notify"
    values: Values = {
        **_line(news),
        "code": application.code,
        "phone": view.policy.phone,
        "changed": changed,
        "follows": Text(f"notice.terms_changed.{follows}"),
    }
    options = _about(replace(news, agreed=False))
    choices = tuple(Choice(each.value, each.label, number=number) for number, each in enumerate(options, 1))
    return Notice("person", "notice.terms_changed", values, choices, Opens("renewing", "news", application.id))
