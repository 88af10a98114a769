"""Letters, and the operations they become."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import DATA_BYTES, TEXT_UNITS, callback_data, columns, cut, render, units
from bot.envelope import Letter
from flows.messages import Choice, Link
from flows.values import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.words import Words

    MakeWords = Callable[[dict[str, str]], Words]

QUIET = {"is_disabled": True}
YES, NO = Choice("yes", Text("yes"), number=1), Choice("no", Text("no"), number=2)
BACK = Choice("_back", Text("back"))
MARK = "anytime.may_be_repeat\n\n"


def button(label: str, data: str) -> dict[str, str]:
    return {"text": label, "callback_data": data}


def operations(words: Words, *letters: Letter, repeated: bool = False) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = render(letters, words, repeated=repeated)["operations"]
    return found


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (
            Letter("42", "hello"),
            [{"method": "sendMessage", "text": "hello", "link_preview_options": QUIET}],
        ),
        (
            Letter("42", "sure", choices=(YES, NO), footers=(BACK,), prompt="Pr0mpt"),
            [
                {
                    "method": "sendMessage",
                    "text": "sure",
                    "link_preview_options": QUIET,
                    "reply_markup": {
                        "inline_keyboard": [
                            [button("yes", "Pr0mpt:yes"), button("no", "Pr0mpt:no")],
                            [button("back", "Pr0mpt:_back")],
                        ]
                    },
                }
            ],
        ),
        (
            Letter("42", "done", edits="7"),
            [
                {
                    "method": "editMessageText",
                    "message_id": 7,
                    "text": "done",
                    "link_preview_options": QUIET,
                }
            ],
        ),
        (Letter("42", "", edits="7", closes=True), [{"method": "editMessageReplyMarkup", "message_id": 7}]),
        (Letter("42", "", closes=True), []),
        (
            Letter("42", "no question", choices=(YES,), footers=(BACK,)),
            [{"method": "sendMessage", "text": "no question", "link_preview_options": QUIET}],
        ),
    ],
)
def test_a_letter_becomes_its_operations(words: Words, letter: Letter, expected: list[dict[str, Any]]) -> None:
    assert operations(words, letter) == expected


def test_a_payload_can_be_kept_as_json(words: Words) -> None:
    payload = render([Letter("42", "sure", choices=(YES, NO), prompt="p")], words)
    assert json.loads(json.dumps(payload)) == payload


def test_values_are_worded_and_what_a_person_typed_stays_plain_text(make_words: MakeWords) -> None:
    words = make_words({"card": "Name: {name}"})
    (operation,) = operations(words, Letter("42", "card", {"name": "<b>Test</b> & *Taro*"}))
    assert operation["text"] == "Name: <b>Test</b> & *Taro*"
    assert "parse_mode" not in operation


def test_long_labels_stand_one_in_a_row(make_words: MakeWords) -> None:
    words = make_words({"yes": "11月24日（火）午後3時"})
    (operation,) = operations(words, Letter("42", "when", choices=(YES, NO), prompt="p"))
    assert [len(row) for row in operation["reply_markup"]["inline_keyboard"]] == [1, 1]


def test_an_odd_number_of_short_labels_ends_with_one_alone(words: Words) -> None:
    choices = tuple(Choice(str(each), Text(f"{each}:00")) for each in range(9, 14))
    (operation,) = operations(words, Letter("42", "when", choices=choices, prompt="p"))
    assert [len(row) for row in operation["reply_markup"]["inline_keyboard"]] == [2, 2, 1]


@pytest.mark.parametrize(("label", "width"), [("yes", 3), ("はい", 4), ("ﾊｲ", 2), ("네", 2), ("ใช่", 3)])
def test_a_kanji_is_as_wide_as_two_letters(label: str, width: int) -> None:
    assert columns(label) == width


# -- what goes behind a button -----------------------------------------------------------------------------


@given(st.text(st.characters(codec="utf-8"), max_size=70), st.text(st.characters(codec="utf-8"), max_size=70))
def test_what_a_button_carries_fits_and_is_read_back_or_is_refused_at_once(prompt: str, code: str) -> None:
    try:
        data = callback_data(prompt, code)
    except ValueError:
        assert ":" in prompt or len(f"{prompt}:{code}".encode()) > DATA_BYTES
        return
    assert len(data.encode()) <= 64
    assert data.partition(":")[::2] == (prompt, code)


@pytest.mark.parametrize(("prompt", "code"), [("p", "窓" * 21), ("p" * 64, ""), ("a:b", "c")])
def test_what_telegram_would_refuse_or_we_could_not_read_is_an_error(prompt: str, code: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        callback_data(prompt, code)


# -- long texts and repeats --------------------------------------------------------------------------------


def test_a_long_text_is_cut_between_paragraphs_and_its_buttons_stand_below_the_end(
    make_words: MakeWords,
) -> None:
    first, second = "a" * 3000, "b" * 3000
    words = make_words({"terms": f"{first}\n\n{second}"})
    one, two = operations(words, Letter("42", "terms", choices=(YES,), prompt="p"))
    assert (one["text"], two["text"]) == (first, second)
    assert "reply_markup" not in one
    assert two["reply_markup"]["inline_keyboard"] == [[button("yes", "p:yes")]]


def test_a_long_text_that_replaces_another_goes_on_in_a_new_message(make_words: MakeWords) -> None:
    words = make_words({"terms": "a" * 5000})
    one, two = operations(words, Letter("42", "terms", edits="7"))
    assert (one["method"], one["message_id"], two["method"]) == ("editMessageText", 7, "sendMessage")


def test_what_may_be_a_repeat_says_so_first(words: Words) -> None:
    (operation,) = operations(words, Letter("42", "hello"), repeated=True)
    assert operation["text"] == MARK + "hello"


@given(st.integers(1, 9000), st.sampled_from(["a", "窓", "🏢", "word ", "line\n", "part\n\n", "文。"]))
def test_a_repeat_is_cut_where_the_first_was_and_every_part_fits(length: int, sign: str) -> None:
    words = _Repeating({"terms": sign * length})
    once = [each["text"] for each in operations(words, Letter("42", "terms"))]
    again = [each["text"] for each in operations(words, Letter("42", "terms"), repeated=True)]
    assert again == [MARK + each for each in once]
    assert all(0 < units(each) <= TEXT_UNITS for each in again)


TEXTS = st.lists(
    st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(["\n\n", "\n", ". ", "。", " ", "🏢"]),
    max_size=40,
).map("".join)


@given(TEXTS, st.integers(2, 60))
def test_a_cut_text_loses_nothing_but_space(text: str, limit: int) -> None:
    parts = cut(text, limit)
    assert all(units(each) <= limit for each in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(TEXTS, st.integers(2, 60))
def test_no_part_of_a_cut_text_is_empty(text: str, limit: int) -> None:
    assert all(cut(text, limit)) or not text.strip()


class _Repeating:
    """The fixtures' words: a property is tried many times in one test, and fixtures are made once."""

    tag = "en"

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def text(self, key: str, _values: object = None) -> str:
        return self._texts.get(key, key)

    def list_of(self, key: str) -> tuple[str, ...]:
        return (key,)

    def date_words(self) -> Any:
        raise NotImplementedError

    def language(self, typed: str) -> str | None:
        return typed or None


@pytest.mark.parametrize(
    ("key", "phone", "text"),
    [
        ("cancelling.passed_on", "048-000-0000", "cancelling.passed_on\n\n+81480000000"),
        ("anytime.phone", "03-0000-0000", "anytime.phone\n\n+81300000000"),
        ("notice.answer_late", "+81 3-0000-0000", "notice.answer_late\n\n+81300000000"),
        ("notice.booked", "048-000-0000", "notice.booked"),
        ("cancelling.passed_on", "", "cancelling.passed_on"),
    ],
)
def test_a_number_to_be_called_stands_alone_on_a_line_that_clients_make_a_link(
    make_words: MakeWords, key: str, phone: str, text: str
) -> None:
    (operation,) = operations(make_words({key: key}), Letter("42", key, {"phone": phone}))
    assert operation == {"method": "sendMessage", "text": text, "link_preview_options": QUIET}


@pytest.mark.parametrize(
    ("url", "shown"), [("https://office.example/f/secret", True), ("http://127.0.0.1:8080/f/secret", False)]
)
def test_a_link_is_a_button_in_a_row_of_its_own_where_telegram_takes_its_address(
    make_words: MakeWords, url: str, *, shown: bool
) -> None:
    letter = Letter("42", "sure", choices=(YES, NO), prompt="Pr0mpt", link=Link(Text("open"), url))
    rows = operations(make_words({}), letter)[0]["reply_markup"]["inline_keyboard"]
    answers = [button("yes", "Pr0mpt:yes"), button("no", "Pr0mpt:no")]
    assert rows == [*([[{"text": "open", "url": url}]] if shown else []), answers]
