"""The list of keys, the code that names them, and the texts that stand under them agree."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows import anytime
from flows.keys import all_keys, steps
from flows.keys.pages import pages
from flows.office.refusals import Refusal
from flows.office.view import View
from flows.reading.text import fold
from flows.register import FLOWS
from flows.staff.typed import VERBS
from locales.catalogue import STAFF_TAGS
from locales.choice import NAMES, names_for
from locales.gaps import gap_names
from locales.keys import is_typed, wanted
from locales.plain import READING
from locales.words import Words, catalogues
from tests.flows.house import DOCUMENTS, START, policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.step import Flow, Step

ROOT = Path(__file__).parents[2]
TAGS = ("ja", "en", "ja-simple")
LITERAL = re.compile(r"[a-z][a-z_]*(?:\.[a-z0-9_-]+)+")
FILES = re.compile(r".*\.(?:py|html|js|css|svg|toml|txt|po|lock|ics|sqlite3?|db|json)")
QUOTED = re.compile(r"「([^「」]+)」|“([^“”]+)”")
STRANGE = "\N{NO-BREAK SPACE}"


def rooms(*names: str) -> Iterator[tuple[str, ast.AST]]:
    for name in names:
        for path in sorted((ROOT / name).rglob("*.py")):
            if "keys" not in path.parts and path.name != "keys.py" and "lab" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def pieces(node: ast.JoinedStr) -> str:
    """A pattern for what an f-string can become."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.-]+" for part in node.values
    )


@cache
def literals() -> tuple[tuple[str, str], ...]:
    """Every plain string in flows and bot that begins like a key, with its place."""
    firsts = {key.partition(".")[0] for key in wanted()}
    return tuple(
        (node.value, f"{place}:{node.lineno}")
        for place, tree in rooms("flows", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LITERAL.fullmatch(node.value)
        if node.value.partition(".")[0] in firsts and not FILES.fullmatch(node.value)
    )


@cache
def patterns() -> tuple[tuple[str, str], ...]:
    return tuple(
        (pieces(node), f"{place}:{node.lineno}")
        for place, tree in rooms("flows", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )


def in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "bot").rglob("*.html")):
        for key in re.findall(r'\bt\(\s*"([^"]+)"', path.read_text(encoding="utf-8")):
            yield key, path.name


def every_step() -> Mapping[str, Step[Any, Any]]:
    flows: tuple[Flow[Any], ...] = FLOWS
    return {flow.key(step, "").removesuffix("."): step for flow in flows for step in flow.steps}


def of(tag: str) -> Words:
    return catalogues()[tag]


def view(tag: str) -> View:
    return View(START, policy(), of(tag), "telegram", "A12", documents=DOCUMENTS)


def test_every_literal_key_in_flows_and_bot_is_listed() -> None:
    keys = wanted().keys()
    lost = [
        (literal, place)
        for literal, place in literals()
        if literal not in keys and not any(key.startswith(f"{literal}.") for key in keys)
    ]
    assert not lost


def test_every_computed_key_can_become_a_listed_one() -> None:
    firsts = "|".join(re.escape(first) for first in {key.partition(".")[0] for key in wanted()})
    computed = [(each, place) for each, place in patterns() if re.match(rf"(?:{firsts})\\\.", each)]
    assert computed
    known = {*wanted(), *names_for("ja")}
    lost = [each for each in computed if not any(re.fullmatch(each[0], key) for key in known)]
    assert not lost


def test_every_key_of_the_templates_is_listed() -> None:
    found = list(in_templates())
    assert found
    assert not [each for each in found if each[0] not in wanted()]


def test_every_key_of_the_pages_is_shown_somewhere() -> None:
    named = {each for each, _ in (*literals(), *in_templates())}
    shapes = [each for each, _ in patterns()] + [re.escape(each) + r"\.(?:title|text)" for each in named]
    lost = [key for key in pages() if key not in named and not any(re.fullmatch(each, key) for each in shapes)]
    assert not lost


def test_every_question_has_its_variants_and_a_hint() -> None:
    for base in every_step():
        expected = {f"{base}.{each}" for each in (*steps.VARIANTS.get(base, ("ask",)), "hint")}
        assert expected <= all_keys().keys()


def test_every_refusal_is_worded_with_its_own_facts() -> None:
    for kind in Refusal.__subclasses__():
        assert set(all_keys()[kind.key()].sample) == set(kind.__dataclass_fields__)


def test_a_language_is_called_by_its_own_name_everywhere() -> None:
    for named, names in NAMES.items():
        for tag in TAGS:
            assert of(tag).text(f"language.{named}") == names[0]


def test_staff_are_told_of_a_language_in_their_own() -> None:
    assert of("ja").text("staff.language.my") == "ミャンマー語"
    assert of("en").text("staff.language.zh-Hant") == "Chinese (Traditional)"
    assert "staff.language.my" not in of("my").entries


@pytest.mark.parametrize("tag", TAGS)
def test_no_two_commands_share_a_word(tag: str) -> None:
    said: dict[str, str] = {}
    for code in anytime.TYPED:
        for each in anytime._spellings(code, of(tag)):
            assert said.setdefault(each, code) == code, each


@pytest.mark.parametrize("tag", STAFF_TAGS)
def test_no_two_orders_share_a_word_and_each_is_one_word(tag: str) -> None:
    said: dict[str, str] = {}
    for verb in VERBS:
        for each in of(tag).list_of(f"staff.verb.{verb}.words"):
            assert " " not in each
            assert said.setdefault(fold(each), verb) == verb, each


@pytest.mark.parametrize("tag", TAGS)
def test_the_buttons_of_one_question_differ(tag: str) -> None:
    for base, names in steps.BUTTONS.items():
        labels = [fold(of(tag).text(f"{base}.{each}")) for each in names]
        assert len(labels) == len(set(labels)), base
    reading = [of(tag).text(f"terms.{each}.read") for each in ("office", "tool", "chat")]
    assert len(set(reading)) == len(reading)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "base", ["wish.day", "wish.time", "booking.number", "booking.phone", "booking.name", "booking.period"]
)
def test_every_example_of_a_hint_is_an_answer(tag: str, base: str) -> None:
    step, here = every_step()[base], view(tag)
    for key in (f"{base}.ask", f"{base}.hint"):
        for each in quoted(of(tag), key):
            if each not in shown(tag) | SPOKEN[tag]:
                answer = step.read(each, here)
                assert answer is not None, f"{key}: {each}"
                if base.startswith("booking."):
                    assert step.check(answer, None, here) is None, f"{key}: {each}"


def quoted(words: Words, key: str) -> list[str]:
    if not words.has(key):
        return []
    return [a or b for form in words.entries[key].forms for a, b in QUOTED.findall(form)]


@cache
def shown(tag: str) -> frozenset[str]:
    """Every text of the language as it stands, and the first line of each: what another text may quote."""
    texts = {form for entry in of(tag).entries.values() for form in entry.forms if not is_typed(entry.key)}
    return frozenset(texts | {text.partition("\n")[0] for text in texts})


ON_THE_PHONE = "オンライン相談の 予約を キャンセルしたいです。"
READ_SO = ("しけん たろう", "Shiken Taro")
SPOKEN = {
    "ja": {"ハローワーク受付票", "永住者", "手話", "ベトナム語", "試験 太郎", "TEST TARO", "/bind 番号"}
    | {*READ_SO, ON_THE_PHONE},
    "en": {"permanent resident", "sign language", "Vietnamese", "試験 太郎", "TEST TARO"}
    | {*READ_SO, ON_THE_PHONE, "I want to cancel my online consultation."},
    "ja-simple": {"いいです", "永住者", "手話", "ベトナム語", "-", "テスト タロウ", "TEST TARO"}
    | {"先に 登録してください", "こまっていますか", "とりけしたい"}
    | {*READ_SO, ON_THE_PHONE, "相談を やめたいです。わたしの 番号と 名前は これです"},
}
"""Quoted because it is spoken of, not because it is to be pressed or typed."""


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_text_tells_people_to_press_or_type_is_there(tag: str) -> None:
    lost = [
        (key, each)
        for key in all_keys()
        if not is_typed(key)
        for each in quoted(of(tag), key)
        if not _means_something(tag, each)
    ]
    assert not lost


READERS = {"day", "time", "number", "phone", "status", "period", "access"}


def _means_something(tag: str, quote: str) -> bool:
    words, bare = of(tag), READING.sub("", quote)
    if "{" in quote or bare in SPOKEN[tag] or quote in shown(tag) or bare.isdigit():
        return True
    if anytime.typed(bare, words) or words.language(bare):
        return True
    here = view(tag)
    readers = (step for step in every_step().values() if step.id in READERS)
    orders = {fold(each) for verb in VERBS for each in (verb, *of("ja").list_of(f"staff.verb.{verb}.words"))}
    return bare.split()[0] in orders or any(step.read(bare, here) is not None for step in readers)


@pytest.mark.parametrize("tag", TAGS)
def test_an_address_stands_at_the_end_of_its_line(tag: str) -> None:
    """A telephone makes a link of what follows it, too."""
    for entry in of(tag).entries.values():
        for form in entry.forms:
            assert not re.search(r"\{(?:join|url|calendar)\}[^\n]", form), entry.key


PERSONAL = {"name", "number", "residence", "needs"}


def test_what_rings_at_a_persons_telephone_holds_nothing_personal() -> None:
    ringing = ("notice.", "line.alt", "calendar.")
    for tag in TAGS:
        for key, entry in of(tag).entries.items():
            if key.startswith(ringing):
                assert not PERSONAL & {name for form in entry.forms for name in gap_names(form)}


@pytest.mark.parametrize("tag", TAGS)
def test_no_text_holds_a_strange_blank(tag: str) -> None:
    assert not [entry.key for entry in of(tag).entries.values() if any(STRANGE in form for form in entry.forms)]
