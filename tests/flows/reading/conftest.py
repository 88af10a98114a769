"""Date words, those of the catalogues, and the day of the tables."""

from datetime import date

import pytest

from flows.reading.when import DateWords
from locales.words import catalogues, refuse

LANGUAGES = {tag: words.date_words() for tag, words in catalogues(missed=refuse).items()}


@pytest.fixture(scope="session")
def languages() -> dict[str, DateWords]:
    return LANGUAGES


@pytest.fixture(scope="session")
def today() -> date:
    """A Wednesday."""
    return date(2026, 11, 18)
