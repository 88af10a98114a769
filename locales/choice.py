"""Which language to speak: the names of languages, the first guess, and a language typed by its name.

A guess is only ever the first one; what a person chose is kept elsewhere and always wins.
Language says nothing about nationality, and nothing here may infer it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# First the name in itself, which people are shown, then in English and in Japanese, which staff are; the others are
# understood when typed, as these are.
NAMES: dict[str, tuple[str, ...]] = {
    "ja": ("日本語", "Japanese", "日本語", "にほんご", "Nihongo"),
    "ja-simple": (
        "やさしい日本語", "Plain Japanese", "やさしい日本語", "Easy Japanese", "Simple Japanese", "やさしいにほんご",
        "優しい日本語", "易しい日本語", "簡単な日本語", "かんたんな日本語", "Yasashii Nihongo",
    ),
    "en": ("English", "English", "英語", "えいご", "イングリッシュ"),
    "zh-Hans": (
        "简体中文", "Chinese (Simplified)", "中国語(簡体字)", "Simplified Chinese", "簡体字",
        "简体", "简体字", "中文", "中文(简体)", "汉语", "普通话", "Chinese", "Mandarin", "中国語",
    ),
    "zh-Hant": (
        "繁體中文", "Chinese (Traditional)", "中国語(繁体字)", "Traditional Chinese", "繁体字",
        "繁體", "繁體字", "正體中文", "中文(繁體)", "漢語", "國語", "台湾華語",
        "Taiwanese", "Cantonese", "粵語", "広東語",
    ),
    "ko": ("한국어", "Korean", "韓国語", "かんこくご", "한글", "ハングル", "朝鮮語"),
    "vi": ("Tiếng Việt", "Vietnamese", "ベトナム語", "べとなむご", "Việt Nam", "越南語"),
    "ne": ("नेपाली", "Nepali", "ネパール語", "ねぱーるご", "Nepalese"),
    "id": ("Bahasa Indonesia", "Indonesian", "インドネシア語", "いんどねしあご", "Indonesia"),
    "fil": (
        "Filipino", "Tagalog", "タガログ語", "フィリピノ語", "フィリピン語", "たがろぐご",
        "Filipino (Tagalog)", "Pilipino",
    ),
    "pt-BR": (
        "Português", "Portuguese", "ポルトガル語", "ぽるとがるご", "Português (Brasil)",
        "Portuguese (Brazil)", "Brazilian Portuguese", "ブラジルポルトガル語",
    ),
    "es": ("Español", "Spanish", "スペイン語", "すぺいんご", "Castellano"),
    "th": ("ไทย", "Thai", "タイ語", "たいご", "ภาษาไทย"),
    "my": ("မြန်မာ", "Burmese", "ミャンマー語", "ビルマ語", "みゃんまーご", "Myanmar", "မြန်မာဘာသာ", "မြန်မာစာ"),
    "km": ("ខ្មែរ", "Khmer", "クメール語", "カンボジア語", "くめーるご", "Cambodian", "ភាសាខ្មែរ"),
    "mn": ("Монгол", "Mongolian", "モンゴル語", "もんごるご", "Монгол хэл"),
}  # fmt: skip

# What platforms and browsers send, where it is not simply our tag or the part before its hyphen.
HINTS = {
    "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-my": "zh-Hans", "cmn": "zh-Hans",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "yue": "zh-Hant",
    "pt": "pt-BR", "tl": "fil", "tgl": "fil", "in": "id", "ind": "id", "jpn": "ja", "eng": "en", "kor": "ko",
    "vie": "vi", "nep": "ne", "npi": "ne", "por": "pt-BR", "spa": "es", "tha": "th", "mya": "my", "bur": "my",
    "khm": "km", "mon": "mn", "khk": "mn", "ja-easy": "ja-simple",
}  # fmt: skip
TO_STAFF = {"en": 1, "ja": 2}
MOST_HINTS = 20  # a header is written by strangers


def names_for(reader: str) -> Mapping[str, str]:
    """Each language as the readers of that one are told of it: by its own name, which those know who speak it; staff
    (`staff.language.*`) by what it is called in theirs.
    """
    own = {f"language.{tag}": names[0] for tag, names in NAMES.items()}
    if (place := TO_STAFF.get(reader)) is None:
        return own
    return own | {f"staff.language.{tag}": names[place] for tag, names in NAMES.items()}


def offered(tags: Iterable[str]) -> Mapping[str, str]:
    """Tag and name in itself, in the order in which languages are always listed."""
    wanted = set(tags)
    return {tag: names[0] for tag, names in NAMES.items() if tag in wanted}


def guess(hint: str | None, offered: Sequence[str], default: str) -> str:
    """The best of the offered languages for a platform's code or a browser's `Accept-Language`."""
    for code in _by_preference(hint or ""):
        for tag in _readings(code):
            if tag in offered:
                return tag
    return default


def named(typed: str) -> str | None:
    """The language whose name was typed, in itself, in English or in Japanese."""
    return _BY_NAME.get(_bare(typed)) or _BY_NAME.get(_bare(_without_accents(typed)))


def _by_preference(hint: str) -> list[str]:
    weighed = [_weighed(part) for part in hint.split(",")[:MOST_HINTS]]
    ranked = sorted((each for each in weighed if each[0] > 0), key=lambda each: -each[0])
    return [code for _, code in ranked]


def _weighed(part: str) -> tuple[float, str]:
    code, _, quality = part.partition(";")
    found = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", quality)
    weight = float(found[1]) if found else 1.0
    return weight, code.strip().replace("_", "-").casefold()


def _readings(code: str) -> list[str]:
    """From the most exact to the most general: `zh-hant-hk`, `zh-hant`, `zh`."""
    pieces = code.split("-")
    codes = ["-".join(pieces[:length]) for length in range(len(pieces), 0, -1)]
    return [tag for each in codes if (tag := HINTS.get(each) or _BY_CODE.get(each))]


def _bare(name: str) -> str:
    """The letters and marks of a name, so that width, case, blanks and brackets do not matter."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")


def _without_accents(name: str) -> str:
    """`Tieng Viet` for `Tiếng Việt`: many type without a keyboard of their own."""
    apart = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain if plain.isascii() else name  # in other scripts the marks are letters


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, names in NAMES.items():
        for name in names:
            found.setdefault(_bare(name), tag)
            found.setdefault(_bare(_without_accents(name)), tag)
    return found


_BY_NAME = _names()
_BY_CODE = {tag.casefold(): tag for tag in NAMES}
