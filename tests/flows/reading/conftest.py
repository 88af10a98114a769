"""Date words (of the shipped languages those of their catalogues) and the day of the tables."""

from datetime import date

import pytest

from flows.reading.when import DateWords
from locales.words import catalogues, refuse

VI = DateWords(
    today=("hôm nay",),
    tomorrow=("ngày mai", "mai"),
    day_after=("ngày kia",),
    weekdays=(
        ("thứ hai", "thứ 2"),
        ("thứ ba", "thứ 3"),
        ("thứ tư", "thứ 4"),
        ("thứ năm", "thứ 5"),
        ("thứ sáu", "thứ 6"),
        ("thứ bảy", "thứ 7"),
        ("chủ nhật", "CN"),
    ),
    am=("sáng",),
    pm=("chiều",),
    noon=("trưa",),
    months=tuple((f"tháng {number}",) for number in range(1, 13)),
    next_week=("tuần sau",),
    at=("lúc",),
    hours=("giờ",),
    half=("rưỡi",),
    either=("hoặc",),
    ignored=("ngày", "năm"),
)
PT = DateWords(
    today=("hoje",),
    tomorrow=("amanhã",),
    day_after=("depois de amanhã",),
    weekdays=(
        ("segunda-feira", "segunda", "2ª feira", "2ª"),
        ("terça-feira", "terça", "3ª feira", "3ª"),
        ("quarta-feira", "quarta", "4ª feira"),
        ("quinta-feira", "quinta", "5ª feira"),
        ("sexta-feira", "sexta", "6ª feira"),
        ("sábado",),
        ("domingo",),
    ),
    am=("da manhã",),
    pm=("da tarde",),
    noon=("meio-dia",),
    months=tuple(
        (name,)
        for name in (
            *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
            *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
        )
    ),
    at=("às",),
    hours=("horas",),
    half=("e meia",),
    either=("ou",),
    ignored=("de",),
)
KO = DateWords(
    today=("오늘",),
    tomorrow=("내일",),
    day_after=("모레",),
    weekdays=tuple((f"{sign}요일",) for sign in "월화수목금토일"),
    am=("오전",),
    pm=("오후",),
    noon=("정오",),
    next_week=("다음 주", "다음주"),
    half=("반",),
    ignored=("에",),
)
NE = DateWords(
    today=("आज",),
    tomorrow=("भोलि",),
    day_after=("पर्सि",),
    weekdays=(("सोमबार",), ("मंगलबार",), ("बुधबार",), ("बिहीबार",), ("शुक्रबार",), ("शनिबार",), ("आइतबार",)),
    am=("बिहान",),
    pm=("दिउँसो",),
    noon=(),
    hours=("बजे",),
)
SHIPPED = {tag: words.date_words() for tag, words in catalogues(missed=refuse).items()}
LANGUAGES = {**SHIPPED, "vi": VI, "pt": PT, "ko": KO, "ne": NE}


@pytest.fixture(scope="session")
def languages() -> dict[str, DateWords]:
    return LANGUAGES


@pytest.fixture(scope="session")
def today() -> date:
    """A Wednesday."""
    return date(2026, 11, 18)
