from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flows.messages import Opens, Prompt
from storage.records import prompts
from tests.storage.house import House

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records.conversations import Conversation

CODES = ((1, "yes"), (2, "no"))


def ask(house: House, chat: Conversation, asked: int, expires_at: datetime | None = None) -> Prompt:
    opens = Opens("booking", "name", "", asked) if asked else Opens("attending", "reminder", "a1")
    return house.do(lambda unit: prompts.make(unit, chat, opens, expires_at, CODES))


def present(house: House, chat: Conversation) -> tuple[Prompt | None, Prompt | None]:
    return house.do(lambda unit: prompts.present(unit, chat.id))


def test_a_prompt_is_found_in_its_own_chat_and_in_no_other(house: House) -> None:
    chat, other = house.chat(), house.chat()
    prompt = ask(house, chat, 1)
    assert house.do(lambda unit: prompts.find(unit, prompt.id, chat.id)) == prompt
    assert house.do(lambda unit: prompts.find(unit, prompt.id, other.id)) is None
    assert house.do(lambda unit: prompts.find(unit, "made up", chat.id)) is None


def test_its_numbers_mean_what_was_shown(house: House) -> None:
    chat = house.chat()
    prompt = ask(house, chat, 1)
    found = house.do(lambda unit: prompts.find(unit, prompt.id, chat.id))
    assert found
    assert found.numbered(2) == "no"


def test_an_answer_is_remembered(house: House) -> None:
    chat = house.chat()
    prompt = ask(house, chat, 1)
    house.do(lambda unit: prompts.answered(unit, prompt.id, "yes"))
    found = house.do(lambda unit: prompts.find(unit, prompt.id, chat.id))
    assert found
    assert found.answered == "yes"


def test_the_question_asked_last_is_the_present_one(house: House) -> None:
    chat = house.chat()
    ask(house, chat, 1)
    second = ask(house, chat, 2)
    ask(house, house.chat(), 3)
    assert present(house, chat) == (second, None)


def test_the_newest_letter_after_the_question_is_the_one_that_typed_words_may_answer(house: House) -> None:
    chat = house.chat()
    ask(house, chat, 0)
    question = ask(house, chat, 1)
    assert present(house, chat) == (question, None)
    ask(house, chat, 0)
    newest = ask(house, chat, 0)
    assert present(house, chat) == (question, newest)
    assert house.do(lambda unit: prompts.newest_letter(unit, chat.id)) == newest


def test_a_letter_that_was_answered_or_is_over_asks_nothing_more(house: House) -> None:
    chat = house.chat()
    ask(house, chat, 1)
    older = ask(house, chat, 0)
    over = ask(house, chat, 0, house.now + timedelta(hours=1))
    assert house.do(lambda unit: prompts.newest_letter(unit, chat.id)) == over
    house.later(hours=1)
    assert house.do(lambda unit: prompts.newest_letter(unit, chat.id)) == older
    house.do(lambda unit: prompts.answered(unit, older.id, "come"))
    assert house.do(lambda unit: prompts.newest_letter(unit, chat.id)) is None


def test_the_question_is_found_below_many_letters(house: House) -> None:
    chat = house.chat()
    question = ask(house, chat, 1)
    letters = [ask(house, chat, 0) for _ in range(prompts.LOOKED_AT + 1)]
    assert present(house, chat) == (question, letters[-1])


def test_of_each_subject_the_newest_card_is_found(house: House) -> None:
    group = house.chat(group=True)

    def card(subject: str) -> Prompt:
        return house.do(lambda unit: prompts.make(unit, group, Opens("staff", "card", subject)))

    card("a1")
    other, newest = card("a2"), card("a1")
    house.do(lambda unit: prompts.make(unit, group, Opens("staff", "decline", "a1")))
    found = house.do(lambda unit: prompts.newest_about(unit, group.id, "staff", "card", ["a1", "a2", "a3"]))
    assert found == {"a1": newest, "a2": other}
