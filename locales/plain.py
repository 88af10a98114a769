"""The rules of plain Japanese (やさしい日本語) that a machine can see; people must still read every text.

After the guideline of the Immigration Services Agency and the Agency for Cultural Affairs (August 2020):
short sentences, readings in brackets, dates in words. No rule for another language here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from locales.gaps import GAP
from locales.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_SENTENCE = 60
SLASHED_DAY = re.compile(r"(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?![0-9/])")
SENTENCE_END = re.compile(r"[。！？!?\n]")
KANJI = "一-鿿㐀-䶿々〆ヶ"
KANJI_RUN = re.compile(f"[{KANJI}]+")
READING = re.compile(r"[(（]([ぁ-ゖァ-ヺー・ ]+)[)）]")
WORD_BEFORE = re.compile(f"[{KANJI}][{KANJI}ぁ-ゖァ-ヺー]*$")
# Written with digits, these are read by whoever reads a calendar or a clock in Japan.
CLOCK_WORDS = re.compile(r"(?:[0-9０-９]|(?<=○))+[年月日時分]+|午前|午後|[(（][月火水木金土日](?:曜日)?[)）]")


def has_kanji(text: str) -> bool:
    return KANJI_RUN.search(text) is not None


def plain_problems(tag: str, key: str, text: str) -> Iterator[Problem]:
    for day in SLASHED_DAY.findall(text):
        yield Problem("plain", tag, key, f"a day written {day} (11月24日 is understood)")
    for sentence in long_sentences(text):
        yield Problem("plain", tag, key, f"{len(sentence)} characters in one sentence: {sentence[:30]}…")
    for kanji in unread_kanji(text):
        yield Problem("plain", tag, key, f"{kanji} needs its reading the first time: {kanji}(…)")


def long_sentences(text: str) -> list[str]:
    """Readings are not counted: they help."""
    spoken = READING.sub("", GAP.sub("○", text))
    return [each for each in SENTENCE_END.split(spoken) if len(each.strip()) > LONGEST_SENTENCE]


def unread_kanji(text: str) -> list[str]:
    """Each run of kanji that appears before its reading was given."""
    text = CLOCK_WORDS.sub("", GAP.sub("○", text))
    read: set[str] = set()
    unread: list[str] = []
    end = 0
    for reading in READING.finditer(text):
        word = _word_read(text[end : reading.start()], reading[1])
        runs = KANJI_RUN.findall(text[end : reading.start() - len(word)])
        unread += [run for run in runs if run not in read]
        read.update(KANJI_RUN.findall(word))
        end = reading.end()
    rest = [run for run in KANJI_RUN.findall(text[end:]) if run not in read]
    return list(dict.fromkeys(unread + rest))


def _word_read(before: str, reading: str) -> str:
    """The longest word before the bracket that can be read so: 予約(よやく), 申し込む(もうしこむ)."""
    found = WORD_BEFORE.search(before)
    word = found[0] if found else ""
    starts = [run.start() for run in KANJI_RUN.finditer(word)]
    for start in starts:
        pattern = KANJI_RUN.sub("[ぁ-ゖァ-ヺー・ ]+", word[start:])
        if re.fullmatch(pattern, reading):
            return word[start:]
    return ""
