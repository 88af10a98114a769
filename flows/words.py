"""What a turn may ask of the catalogues: to read labels and typed words in the person's language, never to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flows.values import NOTHING, Values

if TYPE_CHECKING:
    from flows.reading.when import DateWords


class Words(Protocol):
    """One language. `locales.words.Words` is the real one."""

    def __hash__(self) -> int:
        """What words are compared with is remembered for as long as the words are."""
        ...

    @property
    def tag(self) -> str: ...

    def text(self, key: str, values: Values = NOTHING) -> str: ...

    def list_of(self, key: str) -> tuple[str, ...]:
        """The synonyms that the catalogue holds under one key."""
        ...

    def date_words(self) -> DateWords: ...

    def language(self, typed: str) -> str | None:
        """The tag of a language typed by its name, in itself, in English or in Japanese."""
        ...
