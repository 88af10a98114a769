"""Turns of speech about days and hours that no list of words can give, of languages other than Japanese and English.

Spellings and what they are worth stand side by side here; an office's hours never do.
Words that stand alone (today, weekdays, months) are the catalogues': see lexicon.
"""

import re
from typing import Final

from flows.reading import worth
from flows.reading.grammar import Rule, rule
from flows.reading.pieces import NOON, Clock, Coming, Foreign, Half, Piece, Week
from flows.reading.spelling import LETTER, WORD_END
from flows.reading.worth import Frame, Match, always

_HALF, _QUARTER, _HOUR = 30, 15, 60
_EVENING: Final = 18  # Thai counts the evening from six
_BIKRAM: Final = 57  # a year of the Nepali calendar begins in April: 56 years ahead until then, 57 from then on
_BIKRAM_BEGINS: Final = (4, 14)
_NO_MORE: Final = r"(?![\d:/]|[.-]\d)"

# Hours spelt out, by their number: Spanish and Filipino, Portuguese, Indonesian, Vietnamese, Korean, Thai, Nepali,
# Burmese, Khmer, Mongolian. Only beside a word for the hour are they read: "năm" is five there, and a year elsewhere.
_SPELT: Final = (
    "una|uno|uma|satu|một|mot|한|หนึ่ง|एक|ek|တစ်|မួយ|нэг|neg",
    "dos|duas|dua|hai|두|สอง|दुई|dui|နှစ်|ពីរ|хоёр|hoyor",
    "tres|três|tiga|ba|세|สาม|तीन|tin|သုံး|បី|гурван|gurvan",
    "cuatro|kuwatro|kwatro|quatro|empat|bốn|bon|네|สี่|चार|char|လေး|បួន|дөрвөн|dorvon",
    "cinco|singko|lima|năm|nam|다섯|ห้า|पाँच|पाच|panch|ငါး|ប្រាំ|таван|tavan",
    "seis|sais|enam|sáu|sau|여섯|หก|छ|chha|ခြောက်|ប្រាំមួយ|зургаан|zurgaan",
    "siete|siyete|sete|tujuh|bảy|bẩy|bay|일곱|เจ็ด|सात|saat|ခုနစ်|ခုနှစ်|ប្រាំពីរ|долоон|doloon",
    "ocho|otso|oito|delapan|tám|tam|여덟|แปด|आठ|aath|ရှစ်|ប្រាំបី|найман|naiman",
    "nueve|nuwebe|nwebe|nove|sembilan|chín|chin|아홉|เก้า|नौ|nau|ကိုး|ប្រាំបួន|есөн|yeson",
    "diez|diyes|dez|sepuluh|mười|muoi|열|สิบ|दस|das|ဆယ်|ដប់|арван|arvan",
    "once|onse|onze|sebelas|mười một|muoi mot|열한|สิบเอ็ด|एघार|eghara|ဆယ့်တစ်|ដប់មួយ|арван нэгэн|arvan negen",
    "doce|dose|doze|dua belas|mười hai|muoi hai|열두|สิบสอง|बाह्र|bahra|ဆယ့်နှစ်|ដប់ពីរ|арван хоёр|arvan hoyor",
)
_HOURS: Final = {word: number for number, words in enumerate(_SPELT, start=1) for word in words.split("|")}
_ANY_HOUR: Final = "|".join(sorted(_HOURS, key=len, reverse=True))
_UNIT_BEHIND: Final = "giờ|gio|시(?!간)|โมง|ทุ่ม|นาฬิกา|बजे|baje|နာရီ|цаг|tsag|cag"
_UNIT_BEFORE: Final = r"a las?|las?|alas?|às|as|jam|pukul|pkl\.?|setengah|stengah|ម៉ោង|บ่าย|ตี"
# "thứ hai" before an hour is Monday; "mười hai" is one word.
_BEHIND: Final = re.compile(rf"(?<!{LETTER})(?<!thứ )(?<!thu )({_ANY_HOUR})(?=\s?(?:{_UNIT_BEHIND}))")
_BEFORE: Final = re.compile(rf"(?<!{LETTER})({_UNIT_BEFORE})[\s-]?({_ANY_HOUR}){WORD_END}")


def with_numbers(text: str) -> str:
    """Hours spelt out as figures, where a word beside them says that they are hours."""
    seen = _BEHIND.sub(lambda found: str(_HOURS[found[1]]), text)
    return _BEFORE.sub(lambda found: f"{found[1]} {_HOURS[found[2]]}", seen)


def _clock(hour: int, minute: int, *, sure: bool = False) -> Piece | None:
    clock = Clock(hour, minute, padded=sure)
    return clock if clock.real else None


def _before(hour: int, minutes: int) -> Piece | None:
    """A quarter to one is said at noon: 12:45."""
    return _clock(NOON if hour == 1 else hour - 1, _HOUR - minutes) if hour and 0 < minutes < _HOUR else None


def _quarter(found: Match, _frame: Frame) -> Piece | None:
    return _clock(int(found[1]), _QUARTER)


def _quarter_to(found: Match, _frame: Frame) -> Piece | None:
    return _before(int(found[1]), _QUARTER)


def _half(found: Match, _frame: Frame) -> Piece | None:
    return _clock(int(found[1]), _HALF)


def _half_to(found: Match, _frame: Frame) -> Piece | None:
    """Setengah tiga: half of the third hour, 2:30."""
    return _before(int(found[1]), _HALF)


def _past(found: Match, _frame: Frame) -> Piece | None:
    return _clock(int(found[1]), int(found[2]))


def _minutes_to(found: Match, _frame: Frame) -> Piece | None:
    return _before(int(found[1]), int(found[2]))


def _minutes_before(found: Match, _frame: Frame) -> Piece | None:
    return _before(int(found[2]), int(found[1]))


def _thai_afternoon(found: Match, _frame: Frame) -> Piece | None:
    return _clock(NOON + 1, _HALF if found[1] else 0)


def _thai_noon(_found: Match, _frame: Frame) -> Piece | None:
    return _clock(NOON, _HALF)


def _thai_evening(found: Match, _frame: Frame) -> Piece | None:
    return _clock(_EVENING + int(found[1]), _HALF if found[2] else 0)


def _thai_morning(found: Match, _frame: Frame) -> Piece | None:
    """Three o'clock "of the morning" is nine there: the hours before six have another name."""
    return _clock(int(found[1]) + 6, _HALF if found[2] else 0, sure=True)


def _thai_night(found: Match, _frame: Frame) -> Piece | None:
    return _clock(int(found[1]), _HALF if found[2] else 0, sure=True)


def _bikram(found: Match, frame: Frame) -> Piece:
    """A day of the Nepali calendar; without its year, explained with the year that it is there now."""
    today = frame.today
    if found["year"]:
        return Foreign(int(found["year"]))
    begun = (today.month, today.day) >= _BIKRAM_BEGINS
    return Foreign(today.year + _BIKRAM - (not begun))


def _day_and_month(found: Match, frame: Frame) -> Piece | None:
    return worth.dated(frame, int(found[2]), int(found[1]))


def _month_and_day(found: Match, frame: Frame) -> Piece | None:
    return worth.dated(frame, int(found[2]), int(found[3]), found[1])


_CHINESE_WEEK: Final = r"[个個]?(?=(?:周|週|星期|礼拜|禮拜|拜)[一二三四五六日天1-6])"
_NEPALI_MONTHS: Final = (
    "वैशाख|बैशाख|बैसाख|जेठ|जेष्ठ|असार|आषाढ|साउन|श्रावण|भदौ|भाद्र|असोज|आश्विन|कात्तिक|कार्तिक|मंसिर|मङ्सिर|पुस|पौष|"
    "माघ|फागुन|फाल्गुन|चैत|चैत्र|baisakh|baishakh|jestha|asar|saun|shrawan|bhadau|bhadra|asoj|ashwin|kartik|mangsir|"
    "poush|magh|falgun|phagun|chaitra"
)

EARLY: Final[tuple[Rule, ...]] = (
    rule(rf"下下{_CHINESE_WEEK}", always(Week(2))),
    rule(rf"下{_CHINESE_WEEK}", always(Week(1))),
    rule(rf"[这這本今]{_CHINESE_WEEK}", always(Week(0))),
    rule(r"午夜|半夜", always(Half(pm=False, leads=True))),
    rule(r"다다음\s?주", always(Week(2))),
    rule(r"이번\s?주", always(Week(0))),
    rule(rf"(?:tuần|tuan) (?:sau nữa|sau nua){WORD_END}", always(Week(2))),
    rule(rf"(?:tuần|tuan) (?:này|nay){WORD_END}", always(Week(0))),
    rule(rf"(?:minggu|mgg|pekan) ini{WORD_END}", always(Week(0))),
    # 11 in the "siang" is before noon, 1 after it; alone it names no hour.
    rule(rf"siang(?: hari)?{WORD_END}", always(Half(pm=True, leads=False, midday=True))),
    rule(rf"(?:setengah|stengah|stgh) ?(\d{{1,2}}){WORD_END}{_NO_MORE}", _half_to),
    rule(rf"(\d{{1,2}}) ?(?:lewat|lebih) ?(\d{{1,2}})(?: menit)?{_NO_MORE}", _past),
    rule(rf"(\d{{1,2}}) ?(?:kurang) ?(\d{{1,2}})(?: menit)?{_NO_MORE}", _minutes_to),
    rule(rf"(\d{{1,2}})(?: ?(?:horas?|hs?|h))? ?(?:y cuarto|e um quarto|e quinze){WORD_END}", _quarter),
    rule(rf"(\d{{1,2}}) ?menos (?:cuarto|quince|15){WORD_END}", _quarter_to),
    rule(rf"(quinze|15) para (?:as|às|a|à) (\d{{1,2}}){WORD_END}", lambda found, _: _before(int(found[2]), _QUARTER)),
    rule(rf"(\d{{1,2}}) ?(?:giờ|gio|h|g) ?(?:kém|kem) ?(\d{{1,2}})(?: ?(?:phút|phut))?{WORD_END}", _minutes_to),
    rule(rf"(?:साढे|साढ़े|साढेँ|sadhe|saadhe) ?(\d{{1,2}})(?: ?(?:बजे|baje))?{WORD_END}", _half),
    rule(rf"(?:सवा|sawa) ?(\d{{1,2}})(?: ?(?:बजे|baje))?{WORD_END}", _quarter),
    rule(rf"(?:पौने|paune) ?(\d{{1,2}})(?: ?(?:बजे|baje))?{WORD_END}", _quarter_to),
    rule(r"(?:ตอน|ช่วง)?บ่าย ?โมง(?:ตรง)?( ?ครึ่ง)?", _thai_afternoon),
    rule(r"เที่ยง ?ครึ่ง", _thai_noon),
    rule(r"([1-5]) ?ทุ่ม(?:ตรง)?( ?ครึ่ง)?", _thai_evening),
    rule(r"([1-5]) ?โมง( ?ครึ่ง)? ?(?:ตอน)?เช้า", _thai_morning),
    rule(r"ตี ?([1-5])(?!\d)( ?ครึ่ง)?", _thai_night),
)

_YEAR: Final = r"(?:(\d{4})[ ,]?(?:оны?|ခုနှစ်|ခုနှစ်၊)?[ ,]{1,2})?"
_MONGOLIAN_MONTH: Final = r"(?:-?\s?[рr]|-?\s?(?:дугаар|дүгээр|dugaar|dugeer))?\s?(?:сар(?:ын|д)?|sar(?:iin|yn|in|d)?)"
_GATE: Final = "(?: ?(?:गते|gate))?"
_ON: Final = r"(?:(?:(?:para |pr[ao] )?(?:el|o|no)|vào|vao|pada|sa) )?"
_DAY_BEFORE: Final = (
    "tanggal|tgl\\.?|วันที่|día|dia|petsa|ngày|ngay|mùng|mồng|mung|ថ្ងៃទី|ទី|ថ្ងៃ|ika-?|thngai ti|tngai ti|tarikh|तारिख|तारिक"
)
_DAY_BEHIND: Final = (
    r"ရက်(?:နေ့)?|तारिख|तारिक|tarikh|tarik|yet(?: nay)?|"
    r"[ -]?(?:ны|ний|ноос|нээс|нд|ny|nii|nd)(?: ?(?:өдөр|өдрийн|odor|udur))?"
)


def numbered(months: str, gap: str) -> tuple[Rule, ...]:
    """Days and months by their numbers, where a word says which is which; no month by its name may follow."""
    no_month = rf"(?!{gap}(?:{months}))"
    return (
        rule(rf"{_YEAR}(\d{{1,2}})(?!\d){_MONGOLIAN_MONTH}{WORD_END}[ ,]*(\d{{1,2}})(?![\d:])", _month_and_day),
        rule(rf"{_YEAR}(\d{{1,2}}) ?(?:လပိုင်း|လ){WORD_END}[ ,]*(\d{{1,2}})(?![\d:])", _month_and_day),
        rule(
            rf"(?<!las )(?<!às )(?<!jam )(\d{{1,2}}) (?:del?|do|bulan|bln) (0?[1-9]|1[0-2])"
            rf"(?![\d:/]|\s?(?:h|horas?)){WORD_END}",
            _day_and_month,
        ),
        rule(
            rf"{_ON}(?:{_DAY_BEFORE})\s?(\d{{1,2}})(?!\d|\s?[:/]|[.-]\d){WORD_END}{no_month}"
            rf"(?! (?:ng|nang|sa) (?:umaga|hapon|gabi|tanghali)| (?:del?|do|bulan|bln) \d)",
            worth.day_of_month,
        ),
        rule(rf"(\d{{1,2}}) ?(?:{_DAY_BEHIND}){WORD_END}{no_month}", worth.day_of_month),
        rule(
            rf"(?:(?P<year>\d{{4}})[ ,]*)?(?:\d{{1,2}}{_GATE} )?(?:{_NEPALI_MONTHS}){WORD_END}"
            rf"(?: ?\d{{1,2}}(?!\d))?{_GATE}",
            _bikram,
        ),
        rule(rf"(?P<year>\d{{4}} )?\d{{1,2}} ?(?:गते|gate){WORD_END}", _bikram),
    )


# Tried after the words of catalogues: the coming Friday, or the one after it.
LATE: Final[tuple[Rule, ...]] = (
    rule(rf"(?:(?:sa|ng|nang) )?susunod na{WORD_END}", always(Coming())),
    rule(rf"(?:depan|dpn|próxim[ao]|proxim[ao]|qu?e? vem|que viene|अर्को|arko){WORD_END}", always(Coming())),
)
