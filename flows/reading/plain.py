"""Typed dates and times in one plain spelling: ASCII digits, one dash, one wave, no kanji numerals.

Only rewriting that changes no meaning lives here.
The result is for matching and never kept or shown.
"""

import re
import unicodedata
from typing import Final

from flows.reading.text import digits, fold

_LINE_ENDS: Final = re.compile("[\n\r\v\f\x85\u2028\u2029]+")
_DASH: Final = re.compile("[‐‑–—―−─⁃﹘]|(?<=[0-9]) ?ー ?(?=[0-9])")
_WAVE: Final = re.compile("[〜∼]")
_KANJI: Final = re.compile("([〇零一二三四五六七八九十]+)(?=(週間|[年月日時分号点时點號刻]))")
# Chinese says the minutes without their unit (三点二十), and two o'clock with a numeral of its own.
_MINUTES: Final = re.compile("(?<=[点點时])([〇零一二三四五六七八九十]{2,3})(?![年月日时點点分号號刻])")
_TWO: Final = re.compile("(?<![〇零一二三四五六七八九十])[两兩](?=[点點时時])")
# What plain Japanese teaches to write: 11がつ24にち 10じはん.
_KANA_UNITS: Final = (
    (re.compile("(?<=[0-9])がつ"), "月"),
    (re.compile("(?<=[0-9])にち"), "日"),
    (re.compile("(?<=[0-9])じ(?!かん)"), "時"),
    (re.compile("(?<=[0-9])[ふぷ]ん"), "分"),
    (re.compile("(?<=時) ?はん"), "半"),
    (re.compile("ごぜん"), "午前"),
    (re.compile("ごご"), "午後"),
)
# 11月(がつ)24日(にち): readings as plain Japanese writes them go, but a weekday in kana stays one: 24日(すい).
_KANA_WEEKDAYS: Final = {"げつ": "月", "か": "火", "すい": "水", "もく": "木", "きん": "金", "ど": "土"}
_READING: Final = re.compile(r"(?<=[々一-鿿])\(([ぁ-ゖー]+)\)")
_BULLET: Final = re.compile(r"^\s*[-*•]\s+")
_NUMBER: Final = re.compile(r"\s*\(?([1-9])\s*[.)．）、:：]\s*(?![0-9]{2}\b)")
_ENUMERATING: Final = ("<circle>", "<compat>")
_UNREADABLE: Final = "\ufffd"
_ONES: Final = "〇一二三四五六七八九"
_TEN: Final = 10


def plain(text: str) -> str:
    apart = "".join(map(_apart, " , ".join(_without_marks(_LINE_ENDS.split(text)))))
    spelt = _READING.sub(_reading, digits(fold(apart)))
    spelt = _WAVE.sub("~", _DASH.sub("-", spelt)).replace("元年", "1年")
    for kana, kanji in _KANA_UNITS:
        spelt = kana.sub(kanji, spelt)
    return _KANJI.sub(_numeral, _MINUTES.sub(_minutes, _TWO.sub("二", spelt)))


def _minutes(found: re.Match[str]) -> str:
    signs = found[1].lstrip("〇零")
    return _with_tens(signs).zfill(2) if "十" in signs else f"0{_ONES.index(signs)}" if len(signs) == 1 else found[1]


def _without_marks(lines: list[str]) -> list[str]:
    """A list without its bullets, and without its numbers where each line has its own: 1. 2. 3."""
    bare = [_BULLET.sub("", line) for line in lines if line.strip()]
    numbers = [_NUMBER.match(digits(line)) for line in bare]
    if len(bare) > 1 and [found and int(found[1]) for found in numbers] == [*range(1, len(bare) + 1)]:
        return [line[found.end() :] for line, found in zip(bare, numbers, strict=True) if found]
    return bare


def _apart(sign: str) -> str:
    """①1/5 is the fifth of January, numbered one, and never 11/5; 10² is nothing."""
    if unicodedata.category(sign) != "No":
        return sign
    numbers = unicodedata.decomposition(sign).startswith(_ENUMERATING) or "CIRCLED" in unicodedata.name(sign, "")
    return " , " if numbers else _UNREADABLE


def _reading(found: re.Match[str]) -> str:
    kanji = _KANA_WEEKDAYS.get(found[1])
    return f"({kanji})" if kanji else ""


def _numeral(found: re.Match[str]) -> str:
    """二十四 as 24, 二〇二六 before 年 as 2026; 二三日 (two or three days) stays as it is."""
    signs, unit = found[1], found[2]
    if "十" in signs:
        return _with_tens(signs)
    spelt_out = "".join(str(_ONES.index(sign)) for sign in signs.replace("零", "〇"))
    return spelt_out if unit == "年" or len(signs) == 1 else signs


def _with_tens(signs: str) -> str:
    tens, _, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return signs
    return str((_ONES.index(tens) if tens else 1) * _TEN + (_ONES.index(ones) if ones else 0))
