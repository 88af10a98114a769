"""Letters in, LINE's messages out: literal payloads, and limits that hold for any letters."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError

from bot.channels.line.limits import violations
from bot.channels.line.measure import utf16
from bot.channels.line.render import render
from bot.envelope import CALLS, Letter
from flows.keys import all_keys
from flows.messages import Choice, Link
from flows.values import Text

if TYPE_CHECKING:
    from flows.words import Words

Json = dict[str, Any]
MakeWords = Callable[..., "Words"]

TEXTS = {
    "line.alt": "A message",
    "anytime.may_be_repeat": "(You may have had this already.)",
    "anytime.menu.label": "Menu",
    "anytime.back.label": "Back",
    "yes": "Yes",
    "no": "No",
    "tue": "Tue 24 Nov 15:00",
    "wed": "Wed 25 Nov 10:00",
    "long": "An interpreter of the office's own, by telephone, in a language to be agreed",
    "hello": "Good morning.",
    "sure": "Is this right?",
    "booking.tongue.first": "Which language?",
    "choosing.time.first": "Two times are free\nPlease choose one.\nThey are held until 17:00.",
    "notice.booked": "You are booked\nTue 24 Nov 15:00\nJoin: https://counter.example/j/abc.\nSee you then.",
    "staff.card": "A12\nNew request",
    "offer": "Offer times",
    "decline": "Decline",
}


@pytest.fixture
def words(fake_words: MakeWords) -> Words:
    return fake_words(TEXTS)


def choices(*keys: str, **says: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, Text(key), says.get(key, ""), number) for number, key in enumerate(keys, 1))


MENU = Choice("_menu", Text("anytime.menu.label"))
BACK = Choice("_back", Text("anytime.back.label"))


def letter(key: str, *given: Choice, **fields: Any) -> Letter:
    return Letter("U1", key, choices=given, **{"prompt": "p1", **fields})


def postback(code: str, label: str, full: str = "") -> Json:
    return {"type": "postback", "label": label, "data": f"p1:{code}", "displayText": full or label}


def quick(*actions: Json) -> Json:
    return {"items": [{"type": "action", "action": each} for each in actions]}


def text(said: str, **more: Any) -> Json:
    return {"type": "text", "text": said, **more}


def line(said: str, **style: Any) -> Json:
    return {"type": "text", "text": said, "wrap": True, **style}


def button(action: Json, **style: str) -> Json:
    return {"type": "button", "height": "sm", "adjustMode": "shrink-to-fit", "action": action, **style}


def box(*contents: Json) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents)}


def card(body: Json, footer: Json | None = None) -> Json:
    contents = {"type": "bubble", "body": body, **({"footer": footer} if footer else {})}
    return {"type": "flex", "altText": "A message", "contents": contents}


LANGUAGE = letter("booking.tongue.first", *choices("yes", "long", "no"), footers=(BACK, MENU))
LISTED = f"1. Yes\n2. {TEXTS['long']}\n3. No"

LETTERS: dict[str, tuple[list[Letter], Json, Json]] = {
    "a plain text": ([letter("hello")], {}, {"messages": [text("Good morning.")]}),
    "no letters": ([], {}, {"messages": []}),
    "nothing but buttons to take away": ([letter("hello", closes=True, edits="1")], {}, {"messages": []}),
    "an edit is a new message": ([letter("hello", edits="1")], {}, {"messages": [text("Good morning.")]}),
    "the reply token goes along": (
        [letter("hello", reply_to="t1"), letter("hello", reply_to="t1")],
        {},
        {"messages": [text("Good morning."), text("Good morning.")], "reply_to": "t1"},
    ),
    "a question is numbered, its labels cut only on the quick replies": (
        [LANGUAGE],
        {},
        {
            "messages": [
                text(
                    f"Which language?\n\n{LISTED}\n\nBack / Menu",
                    quickReply=quick(
                        postback("yes", "Yes"),
                        postback("long", "An interpreter of t\u2026", TEXTS["long"]),
                        postback("no", "No"),
                        postback("_back", "Back"),
                        postback("_menu", "Menu"),
                    ),
                )
            ]
        },
    ),
    "a question before another letter can still be typed": (
        [LANGUAGE, letter("hello")],
        {},
        {"messages": [text(f"Which language?\n\n{LISTED}\n\nBack / Menu"), text("Good morning.")]},
    ),
    "a question without a prompt sends words": (
        [letter("sure", *choices("yes"), prompt="")],
        {},
        {
            "messages": [
                text("Is this right?\n\n1. Yes", quickReply=quick({"type": "message", "label": "Yes", "text": "Yes"}))
            ]
        },
    ),
    "two short answers are a confirm template": (
        [letter("sure", *choices("yes", "no"), footers=(MENU,))],
        {},
        {
            "messages": [
                {
                    "type": "template",
                    "altText": "A message",
                    "template": {
                        "type": "confirm",
                        "text": "Is this right?\n\nMenu",
                        "actions": [postback("yes", "1. Yes", "Yes"), postback("no", "2. No", "No")],
                    },
                    "quickReply": quick(postback("_menu", "Menu")),
                }
            ]
        },
    ),
    "offered times are a card": (
        [letter("choosing.time.first", *choices("tue", "wed"), footers=(MENU,))],
        {},
        {
            "messages": [
                card(
                    box(
                        line("Two times are free", weight="bold", size="lg", color="#0B6E4F"),
                        line("Please choose one.\nThey are held until 17:00.", color="#222222"),
                    ),
                    box(
                        button(postback("tue", "1. Tue 24 Nov 15:00", "Tue 24 Nov 15:00"), style="secondary"),
                        button(postback("wed", "2. Wed 25 Nov 10:00", "Wed 25 Nov 10:00"), style="secondary"),
                        button(postback("_menu", "Menu"), style="link", color="#0B6E4F"),
                    ),
                )
            ]
        },
    ),
    "a booking is a card whose address can be tapped": (
        [letter("notice.booked")],
        {},
        {
            "messages": [
                card(
                    box(
                        line("You are booked", weight="bold", size="lg", color="#1D4E89"),
                        line("Tue 24 Nov 15:00", color="#222222"),
                        line(
                            "Join: https://counter.example/j/abc.",
                            color="#1A5FB4",
                            decoration="underline",
                            action={"type": "uri", "uri": "https://counter.example/j/abc"},
                        ),
                        line("See you then.", color="#222222"),
                    )
                )
            ]
        },
    ),
    "staff buttons in a group send words": (
        [letter("staff.card", *choices("offer", "decline", offer="A12 offer", decline="A12 decline"))],
        {"group": True},
        {
            "messages": [
                card(
                    box(
                        line("A12", weight="bold", size="lg", color="#222222"),
                        line(
                            "New request\n\n1. Offer times \u2192 A12 offer\n2. Decline \u2192 A12 decline",
                            color="#222222",
                        ),
                    ),
                    box(
                        button({"type": "message", "label": "1. Offer times", "text": "A12 offer"}, style="secondary"),
                        button({"type": "message", "label": "2. Decline", "text": "A12 decline"}, style="secondary"),
                    ),
                )
            ]
        },
    ),
    "a group's letter without buttons is text": (
        [letter("hello")],
        {"group": True},
        {"messages": [text("Good morning.")]},
    ),
    "a repeat is marked once, in front": (
        [letter("hello"), letter("hello")],
        {"repeated": True},
        {"messages": [text(f"{TEXTS['anytime.may_be_repeat']}\n\nGood morning."), text("Good morning.")]},
    ),
    "a repeated card is marked too": (
        [letter("notice.booked")],
        {"repeated": True},
        {
            "messages": [
                card(
                    box(
                        line(TEXTS["anytime.may_be_repeat"], size="sm", color="#222222"),
                        line("You are booked", weight="bold", size="lg", color="#1D4E89"),
                        line("Tue 24 Nov 15:00", color="#222222"),
                        line(
                            "Join: https://counter.example/j/abc.",
                            color="#1A5FB4",
                            decoration="underline",
                            action={"type": "uri", "uri": "https://counter.example/j/abc"},
                        ),
                        line("See you then.", color="#222222"),
                    )
                )
            ]
        },
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_letters_become_what_the_table_says(name: str, words: Words) -> None:
    letters, how, expected = LETTERS[name]
    assert render(letters, words, **how) == expected


@pytest.mark.parametrize("name", [name for name, (_, _, expected) in LETTERS.items() if expected["messages"]])
def test_the_payloads_of_the_table_are_what_line_takes(name: str, sending: Any) -> None:
    expected = LETTERS[name][2]
    sending("ReplyMessageRequest", {"replyToken": "t", "messages": expected["messages"]})
    sending("PushMessageRequest", {"to": "U1", "messages": expected["messages"]})
    assert violations(expected["messages"]) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "text"},
        text("x", quickReply={"items": [{"type": "action", "action": {"type": "nonsense"}}]}),
        text("x", colour="red"),
        {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": {"type": "box", "contents": []}}},
        {"type": "flex", "altText": "x", "contents": {"type": "bubble", "body": box(line("x", wieght="bold"))}},
    ],
)
def test_the_check_against_lines_description_bites(wrong: Json, sending: Any) -> None:
    with pytest.raises(ValidationError):
        sending("PushMessageRequest", {"to": "U1", "messages": [wrong]})


def test_a_letter_without_room_is_cut_between_paragraphs(fake_words: MakeWords) -> None:
    paragraphs = [f"{number} " + "word " * 300 for number in range(6)]
    messages = render([letter("terms")], fake_words({"terms": "\n\n".join(paragraphs)}))["messages"]
    assert len(messages) == 2
    assert all(utf16(each["text"]) <= 5000 for each in messages)
    assert "\n\n".join(each["text"] for each in messages).split() == " ".join(paragraphs).split()


def test_texts_that_would_make_too_many_messages_are_joined(fake_words: MakeWords) -> None:
    words = fake_words({"big": "x" * 4000 + " " + "y" * 2000, "small": "z"})
    messages = render([letter("big"), letter("big"), *[letter("small")] * 3], words)["messages"]
    assert len(messages) == 3
    assert messages[-1]["text"].endswith("z\n\nz\n\nz")


def test_cards_among_too_many_messages_become_text_that_can_be_typed(fake_words: MakeWords) -> None:
    words = fake_words({**TEXTS, "big": "x" * 4000 + " " + "y" * 2000})
    offered = letter("choosing.time.first", *choices("tue", "wed"))
    letters = [letter("big"), offered, letter("big"), offered, letter("big")]
    messages = render(letters, words)["messages"]
    assert len(messages) <= 5
    assert {each["type"] for each in messages} == {"text"}
    assert sum(each["text"].count("2. Wed 25 Nov 10:00") for each in messages) == 2


def test_more_choices_than_line_shows_leave_room_for_the_footers(fake_words: MakeWords) -> None:
    many = choices(*(f"c{number}" for number in range(20)))
    (message,) = render([letter("which", *many, footers=(BACK, MENU))], fake_words(TEXTS))["messages"]
    labels = [each["action"]["label"] for each in message["quickReply"]["items"]]
    assert labels == [*(f"c{number}" for number in range(11)), "Back", "Menu"]
    assert "20. c19" in message["text"]


def test_a_card_with_a_cut_button_lists_its_choices_whole(fake_words: MakeWords) -> None:
    (message,) = render([letter("choosing.time.first", *choices("tue", "long"))], fake_words(TEXTS))["messages"]
    label = message["contents"]["footer"]["contents"][1]["action"]["label"]
    assert label == "2. An interpreter of the office's own,\u2026"
    assert TEXTS["long"] in message["contents"]["body"]["contents"][-1]["text"]


@pytest.mark.parametrize("sign", ["x", "\U0001f642", "\u1019\u103c"])
def test_a_card_that_would_not_fit_is_text(sign: str, fake_words: MakeWords) -> None:
    words = fake_words({**TEXTS, "notice.booked": f"Booked\n{sign * 2100}"})
    assert {each["type"] for each in render([letter("notice.booked")], words)["messages"]} == {"text"}


def test_a_long_question_with_two_answers_is_no_template(fake_words: MakeWords) -> None:
    words = fake_words({**TEXTS, "sure": "x" * 241})
    (message,) = render([letter("sure", *choices("yes", "no"))], words)["messages"]
    assert message["type"] == "text"


def test_the_alternative_text_names_nobody(fake_words: MakeWords) -> None:
    words = fake_words({**TEXTS, "notice.booked": "Test Taro\n01234-5678901"})
    (message,) = render([letter("notice.booked")], words)["messages"]
    assert message["altText"] == "A message"


WORDING = st.text(alphabet="abc \n\u7a93\u0e34\u0e01\U0001f642\u200d\ufe0f", min_size=1, max_size=60)
SIZES = st.sampled_from([1, 1, 1, 3, 40, 120])


@st.composite
def worded_letters(draw: st.DrawFn) -> tuple[list[Letter], dict[str, str], bool, bool]:
    """Up to five letters with any texts, now and then far too long, and any number of buttons."""
    numbers = itertools.count()
    texts = {"line.alt": "A message", "anytime.may_be_repeat": "again?"}

    def key(prefix: str) -> str:
        name = f"{prefix}.{next(numbers)}"
        texts[name] = "\u3042" + draw(WORDING).replace("\x00", "") * draw(SIZES)
        return name

    def buttons(most: int, *, numbered: bool) -> tuple[Choice, ...]:
        count = draw(st.integers(0, most))
        return tuple(
            Choice(f"c{at}", Text(key("label")), draw(st.sampled_from(["", "A12 offer"])), at if numbered else 0)
            for at in range(1, count + 1)
        )

    letters = [
        Letter(
            "U1",
            key(draw(st.sampled_from(["booking", "choosing", "notice.booked", "looking"]))),
            choices=buttons(draw(st.sampled_from([0, 2, 4, 15])), numbered=True),
            footers=buttons(3, numbered=False),
            prompt=draw(st.sampled_from(["", "p" * 22])),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    return letters, texts, draw(st.booleans()), draw(st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(worded_letters())
def test_no_letters_break_a_limit_of_line(
    fake_words: MakeWords, made: tuple[list[Letter], dict[str, str], bool, bool]
) -> None:
    letters, texts, group, repeated = made
    messages = render(letters, fake_words(texts), group=group, repeated=repeated)["messages"]
    whole = sum(utf16(each) for each in texts.values())
    assert all("messages:" in each for each in violations(messages)) if whole > 20_000 else not violations(messages)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(worded_letters())
def test_a_group_is_never_sent_a_postback(
    fake_words: MakeWords, made: tuple[list[Letter], dict[str, str], bool, bool]
) -> None:
    letters, texts, _, _ = made
    assert "postback" not in str(render(letters, fake_words(texts), group=True))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(worded_letters())
def test_any_letters_are_what_line_takes(
    fake_words: MakeWords, sending: Any, made: tuple[list[Letter], dict[str, str], bool, bool]
) -> None:
    letters, texts, group, repeated = made
    messages = render(letters, fake_words(texts), group=group, repeated=repeated)["messages"]
    sending("PushMessageRequest", {"to": "U1", "messages": messages[:5]})


def test_a_number_to_be_called_is_a_button_that_calls(fake_words: MakeWords) -> None:
    text = "We told the staff.\nPlease call 048-000-0000."
    words = fake_words({"line.alt": "A message", "cancelling.passed_on": text, "anytime.may_be_repeat": "again"})
    asked = Letter("U1", "cancelling.passed_on", {"phone": "048-000-0000"})
    (message,) = render([asked], words)["messages"]
    contents = message["contents"]
    assert contents["footer"]["contents"] == [
        {
            "type": "button",
            "height": "sm",
            "style": "primary",
            "color": "#1D4E89",
            "action": {"type": "uri", "label": "\u260e 048-000-0000", "uri": "tel:+81480000000"},
        }
    ]
    assert [each["text"] for each in contents["body"]["contents"]] == [
        "We told the staff.",
        "Please call 048-000-0000.",
    ]
    assert list(violations([message])) == []


def test_without_a_number_there_is_nothing_to_call(fake_words: MakeWords) -> None:
    words = fake_words({"line.alt": "A message", "anytime.phone": "Hello.", "anytime.may_be_repeat": "again"})
    (message,) = render([Letter("U1", "anytime.phone", {"phone": ""})], words)["messages"]
    assert "footer" not in message["contents"]


@pytest.mark.parametrize(
    ("url", "shown"), [("https://office.example/f/secret", True), ("http://127.0.0.1:8080/f/secret", False)]
)
def test_a_link_is_the_first_button_of_its_card_where_line_takes_its_address(
    fake_words: MakeWords, url: str, *, shown: bool
) -> None:
    texts = {**TEXTS, "booking.form.ask": f"Your name\nPlease open\n{url}", "open": "Open the page"}
    letter = Letter("U1", "booking.form.ask", choices=choices("yes"), prompt="p", link=Link(Text("open"), url))
    payload = render([letter], fake_words(texts))
    [message] = payload["messages"]
    actions = [each["action"] for each in message["contents"]["footer"]["contents"]]
    opens = {"type": "uri", "label": "Open the page", "uri": url}
    assert [each for each in actions if each["type"] == "uri"] == ([opens] if shown else [])
    assert actions[-1]["type"] == "postback"
    assert message["altText"] == "A message"
    if shown:
        assert not list(violations(payload["messages"]))


@pytest.mark.parametrize("key", sorted(CALLS))
def test_every_letter_that_asks_for_a_call_names_the_number_and_calls_it(fake_words: MakeWords, key: str) -> None:
    assert all_keys()[key].sample["phone"] == "048-000-0000"
    words = fake_words({"line.alt": "A message", key: "Please call 048-000-0000.", "anytime.may_be_repeat": "again"})
    (message,) = render([Letter("U1", key, {"phone": "048-000-0000"})], words)["messages"]
    (button,) = message["contents"]["footer"]["contents"]
    assert button["action"]["uri"] == "tel:+81480000000"
