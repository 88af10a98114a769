"""`madoguchi purge` and `madoguchi person`: what the terminal shows of keeping and erasing.

Never here: the work itself (`bot.erasing`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.settings import load
from flows.office.policy import local

WHO = {"me": "person"}
out = Console()
person_app = typer.Typer(no_args_is_help=True, help="A person's rights: what is kept of them, and erasing it.")

OfficeOption = Annotated[str, typer.Option(help="Office id, as its file is named.")]
CodeOption = Annotated[str, typer.Option(help="Reference code of any booking of theirs.")]


def purge(
    erase: Annotated[bool, typer.Option("--erase", help="Do it. Without this it is only shown.")] = False,
) -> None:
    """What has been kept long enough: shown, or with --erase erased now. The schedule of `serve` does it every hour."""
    from bot import erasing

    found = erasing.purged(load(), erase=erase)
    table = Table("what", "erased" if erase else "would be erased")
    for what, count in found.items():
        table.add_row(what, str(count))
    out.print(table if found else "nothing is due")


@person_app.command("show")
def person_show(office: OfficeOption, code: CodeOption) -> None:
    """All that is kept about the person who has this booking, opened; who looked is recorded."""
    for part, held in _held(office, code).items():
        for each in held if isinstance(held, list) else [held]:
            table = Table(part, show_header=True)
            table.add_column("")
            for name, value in _entries(each):
                table.add_row(name, escape(value))
            out.print(table)


def _entries(held: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- JSON has no narrower name
    """Line by line; of a chat on the web each letter by itself, with its time."""
    for name, value in held.items() if isinstance(held, dict) else [("id", held)]:
        if name == "page":
            yield from map(_letter, value)
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _letter(letter: dict[str, Any]) -> tuple[str, str]:
    said = letter["said"]
    buttons = [f"[{each['label']}]" for each in (*said.get("choices", ()), *said.get("footers", ()))]
    text = "\n".join(each for each in (said.get("text", ""), said.get("quoted", ""), " ".join(buttons)) if each)
    moment = local(datetime.fromisoformat(letter["at"]))
    return f"{moment:%Y-%m-%d %H:%M} JST, {WHO.get(letter['side'], letter['side'])}", text


@person_app.command("export")
def person_export(
    office: OfficeOption,
    code: CodeOption,
    to: Annotated[Path | None, typer.Option("--out", help="File to write; else the terminal.")] = None,
) -> None:
    """The same as JSON, to be given to them."""
    text = json.dumps(_held(office, code), ensure_ascii=False, indent=2)
    if to is None:
        out.out(text, highlight=False)
    else:
        to.write_text(text + "\n", encoding="utf-8")


@person_app.command("erase")
def person_erase(
    office: OfficeOption,
    code: CodeOption,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase it at once, as they could in the chat (S 5-4): nothing while something is booked or an appeal is open."""
    from bot import erasing

    if not yes:
        typer.confirm(f"Erase everything about the person who has the booking {code}? It cannot be undone.", abort=True)
    erasing.erased(load(), office, code)
    out.print("erased; a refusal of use that is in force stays, without the name")


def _held(office: str, code: str) -> dict[str, Any]:
    from bot import erasing

    return erasing.shown(load(), office, code)
