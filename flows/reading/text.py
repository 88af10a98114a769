"""The first strokes on anything typed: folding to compare, cleaning to keep, digits of every script.

Only what every field shares lives here.
What one field alone means by a sign (a dash in a number, ー in a name) never does.
"""

import re
import unicodedata
from typing import Final

# Letters by their Unicode category that nobody can see: a name made of them would be an empty line on a card.
_BLANK_LETTERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
# Nepali, Khmer and Burmese spelling needs the two joiners, so a kept value keeps them.
_JOINERS: Final = frozenset("\u200c\u200d")
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\u180b-\u180d\U000e0100-\U000e01ef\u20e3]")
_GONE: Final = frozenset({"Cc", "Cf", "Cs"})
_NONCHARACTER_TAIL: Final = 0xFFFE
# Kanji such as U+FA19 stand in people's registered names, and NFC too would replace them by their kin.
_KEPT_KANJI: Final = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
# Of every script we speak; NFKC has made the full-width ones plain. No question mark: "yes?" is no yes.
_SENTENCE_ENDS: Final = " .!,;。、।॥၊။។៕~〜"
_ORDINAL: Final = re.compile(
    r"(?:no\.?|number|nr\.?|#|第|số|so|nomor|nmr|número|numero|opción|opcion|opção|opcao|pilihan|ข้อ|เลข|หมายเลข|"
    r"နံပါတ်|លេខ|ទី|नम्बर|дугаар)?\s*[(\[]?\s*([0-9]{1,3})\s*[)\]]?\s*"
    r"(?:番目?|ばん|[号號]|번째?|[个個]|नम्बर|дугаар)?(?:です|요|이요|입니다)?[.)。、,!।၊။។]?",
)


def fold(text: str) -> str:
    """The form in which a typed word is compared with a label. Never keep it: NFKC changes names."""
    seen = _VARIATION_SELECTORS.sub("", _visible(text, kept=frozenset()))
    # Folding case can undo the normal form, and the normal form can bring back signs: twice is stable.
    for _ in range(2):
        seen = _visible(unicodedata.normalize("NFKC", seen).casefold(), kept=frozenset())
    return _one_line(unicodedata.normalize("NFKC", seen))


def said(text: str) -> str:
    """The folded form without the signs that end a sentence: a typed "Yes." is a yes, and so is "ဟုတ်ကဲ့။".

    For typed words and labels alike, so that a label with a question mark of its own still equals itself.
    """
    folded = fold(text)
    return folded.rstrip(_SENTENCE_ENDS) or folded


def clean(text: str, limit: int) -> str:
    """The form in which typed text is kept: one line, NFC, nothing invisible, at most `limit` code points.

    Compatibility kanji are spared by the NFC: they are how some people write their names.
    """
    kept = _composed(_one_line(_visible(text, kept=_JOINERS))).strip("\u200c\u200d ")
    return kept if len(kept) <= limit else _cut(kept, limit)


def digits(text: str) -> str:
    """Every decimal digit of every script as ASCII; all else as it was."""
    return "".join(_ascii_digit(sign) for sign in text)


def ordinal(text: str) -> int | None:
    """The number of a numbered choice, if nothing else was typed."""
    found = _ORDINAL.fullmatch(digits(fold("".join(_uncircled(sign) for sign in text))))
    return (int(found[1]) or None) if found else None


def _visible(text: str, kept: frozenset[str]) -> str:
    return "".join(_sign(sign, kept) for sign in text)


def _sign(sign: str, kept: frozenset[str]) -> str:
    if sign in kept:
        return sign
    if sign.isspace():
        return " "
    hidden = unicodedata.category(sign) in _GONE or sign in _BLANK_LETTERS
    return "" if hidden or _is_noncharacter(sign) else sign


def _is_noncharacter(sign: str) -> bool:
    point = ord(sign)
    return "\ufdd0" <= sign <= "\ufdef" or point & _NONCHARACTER_TAIL == _NONCHARACTER_TAIL


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _composed(text: str) -> str:
    parts = _KEPT_KANJI.split(text)
    return "".join(part if at % 2 else unicodedata.normalize("NFC", part) for at, part in enumerate(parts))


def _cut(text: str, limit: int) -> str:
    """Cut before a letter, never between a letter and its marks (unless marks are all there is)."""
    end = limit
    while end > 0 and (text[end] in _JOINERS or unicodedata.category(text[end]).startswith("M")):
        end -= 1
    return text[: end or limit].strip("\u200c\u200d ")


def _ascii_digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _uncircled(sign: str) -> str:
    """❶ and its kin carry a digit that NFKC does not bring out."""
    value = unicodedata.digit(sign, None)
    return str(value) if value is not None and unicodedata.normalize("NFKC", sign) == sign else sign
