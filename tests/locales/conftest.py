"""A small sound set of catalogues in a folder of its own, for faults to be planted in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from locales.catalogue import Entry, path_of
from locales.check import problems
from locales.keys import OWN, Key, KeyInfo, is_plural
from locales.make import begin, refresh, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from locales.problem import Allowance, Problem

START = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SHOWN = {name: info for name, info in OWN.items() if name.startswith("format.")}
KEYS: dict[str, KeyInfo] = {
    **SHOWN,
    "greet.hello": Key("The first line.", sample={"name": "Test Taro"}),
    "greet.days": Key("How long until then.", sample={"count": 3}),
    "greet.go": Key("A button.", limit="label", sample={"start": START}),
    "greet.back.words": Key("Typed."),
    "staff.card": Key("On a card in the group.", screen="group", sample={"start": START}),
}
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "ja": {
        "format.moment": ("{day} {clock}(日本時間)",),
        "format.era": ("令和{year}年",),
        "format.yes": ("はい",),
        "format.no": ("いいえ",),
        "greet.hello": ("{name}さん、予約の窓口です。",),
        "greet.days": ("あと{count}日です。",),
        "greet.go": ("{start:short}",),
        "greet.back.words": ("戻る | もどる",),
        "staff.card": ("開始: {start}",),
    },
    "en": {
        "format.moment": ("{day}, {clock} (Japan time, JST)",),
        "format.era": ("Reiwa {year}",),
        "format.yes": ("Yes",),
        "format.no": ("No",),
        "greet.hello": ("{name}, this is the counter.",),
        "greet.days": ("One more day.", "{count} more days."),
        "greet.go": ("{start:short}",),
        "greet.back.words": ("back | go back",),
        "staff.card": ("Start: {start}",),
    },
    "ja-simple": {
        "format.moment": ("{day} {clock} 日本(にほん)の時間(じかん)",),
        "format.era": ("令和(れいわ){year}年",),
        "format.yes": ("はい",),
        "format.no": ("いいえ",),
        "greet.hello": ("{name}さん、予約(よやく)の窓口(まどぐち)です。",),
        "greet.days": ("{count}日(にち)まってください。",),
        "greet.go": ("{start:short}",),
        "greet.back.words": ("戻る | もどる",),
    },
}


def write(folder: Path, tag: str, texts: dict[str, tuple[str, ...]]) -> None:
    begin(folder, tag)
    entries = {key: Entry(key, forms, plural=is_plural(KEYS[key])) for key, forms in texts.items()}
    here = {key: info for key, info in KEYS.items() if key in texts}
    for domain, keys in (
        ("messages", {key: info for key, info in here.items() if not key.startswith("staff.")}),
        ("staff", {key: info for key, info in here.items() if key.startswith("staff.")}),
    ):
        if keys:
            path_of(folder, tag, domain).write_text(written(tag, keys, entries, {}), encoding="utf-8")


@pytest.fixture
def keys() -> dict[str, KeyInfo]:
    return dict(KEYS)


@pytest.fixture
def catalogue_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogues"
    for tag, texts in TEXTS.items():
        write(folder, tag, texts)
    refresh(folder, KEYS)
    return folder


@dataclass(frozen=True)
class Bench:
    folder: Path

    def plant(self, tag: str, old: str, new: str, domain: str = "messages") -> None:
        path = path_of(self.folder, tag, domain)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def found(self, keys: dict[str, KeyInfo] | None = None, allowed: tuple[Allowance, ...] = ()) -> list[Problem]:
        return problems(self.folder, keys=keys or KEYS, code_dir=None, allowed=allowed)

    def rules(self, keys: dict[str, KeyInfo] | None = None) -> set[tuple[str, str]]:
        return {(problem.rule, problem.subject) for problem in self.found(keys)}


@pytest.fixture
def bench(catalogue_dir: Path) -> Bench:
    return Bench(catalogue_dir)


@pytest.fixture
def house_with(tmp_path: Path) -> Callable[[str, str], Path]:
    """A tree of code with one file in it."""

    def build(name: str, content: str) -> Path:
        path = tmp_path / "code" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return tmp_path / "code"

    return build
