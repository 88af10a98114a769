"""Typed dates and times in one plain spelling: ASCII digits, one dash, one wave, no kanji numerals.

Only rewriting that changes no meaning lives here.
The result is for matching and never kept or shown.
"""

import re
from typing import Final

from flows.reading.text import digits, fold

_LINE_ENDS: Final = re.compile("[\n\r\v\f\x85\u2028\u2029]+")
_DASH: Final = re.compile("[‐‑–—―−─⁃﹘]|(?<=[0-9]) ?ー ?(?=[0-9])")
_WAVE: Final = re.compile("[〜∼]")
_KANJI: Final = re.compile("([〇一二三四五六七八九十]+)(?=(週間|[年月日時分号点]))")
# What plain Japanese teaches to write: 11がつ24にち 10じはん.
_KANA_UNITS: Final = (
    (re.compile("(?<=[0-9])がつ"), "月"),
    (re.compile("(?<=[0-9])にち"), "日"),
    (re.compile("(?<=[0-9])じ(?!かん)"), "時"),
    (re.compile("(?<=[0-9])[ふぷ]ん"), "分"),
    (re.compile("(?<=時)はん"), "半"),
    (re.compile("ごぜん"), "午前"),
    (re.compile("ごご"), "午後"),
)
_ONES: Final = "〇一二三四五六七八九"
_TEN: Final = 10


def plain(text: str) -> str:
    spelt = digits(fold(_LINE_ENDS.sub(" , ", text)))
    spelt = _WAVE.sub("~", _DASH.sub("-", spelt)).replace("元年", "1年")
    for kana, kanji in _KANA_UNITS:
        spelt = kana.sub(kanji, spelt)
    return _KANJI.sub(_numeral, spelt)


def _numeral(found: re.Match[str]) -> str:
    """二十四 as 24, 二〇二六 before 年 as 2026; 二三日 (two or three days) stays as it is."""
    signs, unit = found[1], found[2]
    if "十" in signs:
        return _with_tens(signs)
    spelt_out = "".join(str(_ONES.index(sign)) for sign in signs)
    return spelt_out if unit == "年" or len(signs) == 1 else signs


def _with_tens(signs: str) -> str:
    tens, _, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return signs
    return str((_ONES.index(tens) if tens else 1) * _TEN + (_ONES.index(ones) if ones else 0))
