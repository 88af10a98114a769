from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from storage.offices import PACKAGED, BadOffice, every, load, read, samples

if TYPE_CHECKING:
    from pathlib import Path

DEMO = (PACKAGED / "demo.toml").read_text("utf-8")


def office(folder: Path, text: str, name: str = "demo") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_packaged_office_is_a_demo_and_says_so() -> None:
    offices = load()
    assert list(offices) == ["demo"]
    policy = offices["demo"]
    assert policy.placeholder_phone
    assert policy.name("ja") == "ハローワーク見本"
    assert policy.name("en") == "Hello Work Sample Town"
    assert policy.name("vi") == policy.name("pt-BR") == policy.name("en")


@pytest.mark.parametrize("ident", list(every()))
def test_every_section_of_a_shipped_office_names_its_source(ident: str) -> None:
    policy = every()[ident]
    sections = {name for name, value in policy if isinstance(value, BaseModel)}
    assert {name for name in policy.sources if "." not in name} == sections | {"office"}


def test_each_sample_text_says_first_that_it_is_one() -> None:
    found = samples(load()["demo"])
    assert [each.name for each in found] == ["office", "tool", "chat"]
    assert all(each.text.startswith("【見本】") for each in found)


def test_a_folder_of_ones_own_is_read_instead(tmp_path: Path) -> None:
    office(tmp_path, DEMO.replace('id = "demo"', 'id = "own"'), "own")
    assert list(load(tmp_path)) == ["own"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("grace = 10", "grace = 5", "attendance.trouble: comes too late (is 5); trouble must come before grace"),
        ("grace = 10", "", "attendance.grace: is missing; write it into the file"),
        (
            "by_chat = true",
            'by_chat = "perhaps"',
            'cancelling.by_chat: is neither true nor false (is "perhaps"); write',
        ),
        ('deemed_notice = "at_grace"', 'deemed_notice = "never"', "allowed: 'at_grace' or 'after_clerk'"),
        (
            "cell = 15",
            "cel = 15",
            "desk.cel: there is no such setting (is 15); did you mean cell? allowed here: desks,",
        ),
        ('id = "demo"', 'id = "Demo Town"', 'id: has other signs than are allowed (is "Demo Town"); write 1 to 32'),
        ('id = "demo"', 'id = "other"', "id: is 'other', but the file's name says 'demo'; name the file after"),
        ("[hours]", "[hours", "Expected"),
    ],
)
def test_an_error_names_the_file_the_key_and_what_is_allowed(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = office(tmp_path, DEMO.replace(old, new, 1))
    with pytest.raises(BadOffice) as caught:
        read(file)
    assert str(caught.value).startswith(str(file))
    assert words in str(caught.value)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOffice, match="holds no office file"):
        load(tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "demo.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BadOffice, match=r"demo\.toml"):
        load(tmp_path)
