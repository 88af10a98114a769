"""Texts that stand in code or in page templates are found; comments and names are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from locales.scan import literals, texts_in_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[[str, str], Path]


@pytest.mark.parametrize(
    "code",
    [
        'x = "予約"',
        'x = f"{y}さん"',
        'x = {"a": ("b", "はい")}',
        'def f(a="いいえ"): ...',
        'x = "Xin chào"',
        'raise ValueError("ない")',
    ],
)
def test_a_text_in_code_is_found(house_with: Build, code: str) -> None:
    found = list(literals(house_with("flows/step.py", f"\n{code}\n")))
    assert [problem.place for problem in found] == ["flows/step.py:2"]


@pytest.mark.parametrize(
    "code",
    [
        '"""予約"""',
        "x = 1  # 予約",
        'def f():\n    """予約"""',
        'class A:\n    x = 1\n    """予約"""',
        'x = "・「」、"',
        'x = "booking.name.ask"',
    ],
)
def test_what_only_we_read_is_not_a_text(house_with: Build, code: str) -> None:
    assert list(literals(house_with("bot/turn.py", code))) == []


def test_a_text_in_a_script_of_a_page_is_found(house_with: Build) -> None:
    found = list(literals(house_with("bot/static/chat.js", 'const a = 1;\nb.textContent = "送信";\n')))
    assert [problem.place for problem in found] == ["bot/static/chat.js:2"]


def test_other_rooms_are_not_searched(house_with: Build) -> None:
    assert list(literals(house_with("tests/test_a.py", 'x = "予約"'))) == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>Hello</p>",
        "<p>{{ name }}さん</p>",
        '<img alt="A photo">',
        '<button aria-label="Send">{{ t("chat.send") }}</button>',
        '<input placeholder="Name">',
        '<input type="submit" value="Send">',
        "<title>Counter</title>",
        "{% if a %}yes{% endif %}",
        '{{ "Hello" }}',
        '{{ name or "だれか" }}',
        "Hello",
    ],
)
def test_a_text_in_a_template_is_found(house_with: Build, page: str) -> None:
    found = list(texts_in_templates(house_with("bot/web/chat.html", f"<!-- note -->\n{page}\n")))
    assert [problem.place for problem in found] == ["bot/web/chat.html:2"]


@pytest.mark.parametrize(
    "page",
    [
        '<p class="lead">{{ t("chat.hello", name=name) }}</p>',
        "{# a remark #}{% for each in all %}{{ each }}: {{ loop.index }}{% endfor %}",
        "<script>const send = 1;</script><style>p { color: red }</style>",
        '<input type="hidden" name="prompt" value="{{ prompt }}">',
        '<meta charset="utf-8"><p>·&nbsp;1 / 2&rarr;</p>',
        '<a href="/j/{{ token }}">{{ label }}</a>',
    ],
)
def test_markup_and_expressions_are_not_texts(house_with: Build, page: str) -> None:
    assert list(texts_in_templates(house_with("bot/web/chat.html", page))) == []
