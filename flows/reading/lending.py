"""What phrases of days lend each other: in 来週の月曜か金曜 the week, in 12月24日か25日 the month.

Only days are lent here, before anybody asks what a phrase means.
Hours and halves of the day never are: see when.
"""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from flows.reading import days as reckon
from flows.reading.days import Days
from flows.reading.phrases import Phrase
from flows.reading.pieces import Coming, Day, Foreign, Week, Weekday


def lent(found: tuple[Phrase, ...], today: date) -> tuple[Phrase, ...]:
    onward: list[Phrase] = []
    for phrase in found:
        before = onward[-1] if onward else Phrase()
        onward.append(_month_from(before, _week_from(before, phrase), today))
    pairs = pairwise((*onward, Phrase()))
    return tuple(_month_behind(after, _week_behind(after, phrase)) for phrase, after in pairs)


def _bare_weekday(phrase: Phrase) -> bool:
    return phrase.has(Weekday) and not phrase.has(Day, Week, Coming, Foreign)


def _week_from(before: Phrase, phrase: Phrase) -> Phrase:
    week = before.get(Week) or before.get(Coming)
    lends = week is not None and before.has(Weekday) and not before.has(Day)
    return phrase.and_(week) if week and lends and _bare_weekday(phrase) else phrase


def _week_behind(after: Phrase, phrase: Phrase) -> Phrase:
    """Thursday or Friday next week: both, for the week was named last and the weekdays count up."""
    week, last, first = after.get(Week), after.get(Weekday), phrase.get(Weekday)
    if week is None or last is None or first is None or not _bare_weekday(phrase):
        return phrase
    named_last = [*after.parts].index(Week) > [*after.parts].index(Weekday)
    return phrase.and_(week) if named_last and first.index < last.index else phrase


def _month_from(before: Phrase, phrase: Phrase, today: date) -> Phrase:
    day, anchor = phrase.get(Day), before.get(Day)
    if day is None or not day.alone or anchor is None or anchor.alone or len(anchor.days) != 1:
        return phrase
    days = _after(anchor.days[0], day.alone, today)
    return phrase.and_(Day(days)) if days else phrase


def _after(anchor: date, number: int, today: date) -> Days:
    """That day of the anchor's month; if it lies before the anchor, of the month after as well."""
    same = reckon.month_ahead(anchor, 0, number)
    if number > anchor.day:
        return reckon.known((same,))
    return tuple(day for day in reckon.known((same, reckon.month_ahead(anchor, 1, number))) if day >= today)


def _month_behind(after: Phrase, phrase: Phrase) -> Phrase:
    """The 24th or 25th of December: the 24th may be December's too."""
    day, anchor = phrase.get(Day), after.get(Day)
    if after.join != "or" or day is None or not day.alone or anchor is None or anchor.alone:
        return phrase
    later = [one for one in anchor.days if one.day > day.alone]
    days = reckon.known((*day.days, *(reckon.month_ahead(one, 0, day.alone) for one in later)))
    return phrase.and_(replace(day, days=days))
