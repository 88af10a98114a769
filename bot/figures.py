"""What `madoguchi stats` prints and draws: an office's figures by month, as a table, JSON or a chart.

Small numbers are hidden, and only whole months can be asked for, so that no two answers differ by few people.
Never here: counting, or a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bot import commands, wiring
from bot.settings import BadSettings, Settings
from flows.office.closing import with_closures
from flows.office.figures import Month, months
from flows.office.hiding import Cell, Mark
from flows.office.policy import Policy, at_office, local
from storage.records import closures, figures
from storage.unit import Unit

LAST_MONTHS = 12
NOT_SHOWN = "not shown"
SVG = "http://www.w3.org/2000/svg"
_HATCHED = (
    '<defs><pattern id="few" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" stroke="#666"/></pattern></defs>'
)
_BAR, _GAP, _HIGH, _ROW = 36, 18, 220, 22


@dataclass(frozen=True, slots=True)
class Report:
    office: str
    smallest: int
    months: tuple[Month, ...]


def report(settings: Settings, office: str, first: str, last: str) -> Report | None:
    """The months named, both included; without names the last twelve. None where the office's file keeps no figures."""
    served = wiring.policies(settings)
    if office not in served:
        raise BadSettings(f"there is no office {office!r}; offices: {', '.join(served)}")
    policy = served[office]
    return commands.within(settings, lambda unit: read(unit, policy, first, last)) if policy.statistics.keep else None


def read(unit: Unit, policy: Policy, first: str = "", last: str = "") -> Report:
    """Raises `BadSettings` where a month is none, or the first comes after the last."""
    to = _month(last) if last else local(unit.now).date().replace(day=1)
    since = _month(first) if first else _later(to, 1 - LAST_MONTHS)
    if since > to:
        raise BadSettings(f"--from {since:%Y-%m} comes after --to {to:%Y-%m}")
    found = figures.cases(unit, policy.id, _begins(since), _begins(_later(to, 1)))
    closed = with_closures(policy, closures.days_since(unit, policy.id, since))
    return Report(policy.id, policy.statistics.smallest, months(found, closed))


def _month(typed: str) -> date:
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", typed):
        raise BadSettings(f"{typed!r} is no month: write it as 2026-04 (only whole months are counted)")
    return date(int(typed[:4]), int(typed[5:]), 1)


def _later(month: date, count: int) -> date:
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def _begins(month: date) -> datetime:
    return at_office(month, time())


# -- as a table and as JSON ----------------------------------------------------------------------------------


def shown(cell: Cell | float | None, smallest: int) -> str:
    match cell:
        case Mark.FEW:
            return f"fewer than {smallest}"
        case Mark.HIDDEN | None:
            return NOT_SHOWN
        case _:
            return str(cell)


def rows(month: Month) -> list[tuple[str, Cell | float | None]]:
    """Each figure of a month with what it is called."""
    return [
        ("applications", month.applications),
        ("offered a time before the answer was due", month.offered_in_time),
        ("median office hours to the first offer", month.hours_to_offer),
        ("booked", month.booked),
        *((f"became: {_plain(name)}", cell) for name, cell in month.outcomes.items()),
        ("counted as cancelled, then undone", month.deemed_undone),
        ("counted as cancelled, then found to be the office's doing", month.deemed_by_office),
        *((f"language: {name}", cell) for name, cell in sorted(month.languages.items())),
        *((f"channel: {name}", cell) for name, cell in sorted(month.channels.items())),
    ]


def table(found: Report) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and lines: a figure a line, a month a column."""
    columns = [dict(rows(month)) for month in found.months]
    names = list(dict.fromkeys(name for column in columns for name in column))
    names.sort(key=lambda name: name.startswith(("language: ", "channel: ")) and (1 + name.startswith("channel: ")))
    lines = [(name, *(_in(column, name, found.smallest) for column in columns)) for name in names]
    return ("asked for in", *(f"{month.first:%Y-%m}" for month in found.months)), lines


def _in(column: Mapping[str, Cell | float | None], name: str, smallest: int) -> str:
    return shown(column[name], smallest) if name in column else ""


def to_json(found: Report) -> dict[str, Any]:
    """Numbers, or the words that stand in their place."""
    return {
        "office": found.office,
        "smallest": found.smallest,
        "months": [
            {
                "month": f"{month.first:%Y-%m}",
                "applications": _json(month.applications),
                "offered_in_time": _json(month.offered_in_time),
                "median_office_hours_to_offer": month.hours_to_offer,
                "booked": _json(month.booked),
                "outcomes": {name: _json(cell) for name, cell in month.outcomes.items()},
                "deemed_undone": _json(month.deemed_undone),
                "deemed_by_office": _json(month.deemed_by_office),
                "languages": {name: _json(cell) for name, cell in month.languages.items()},
                "channels": {name: _json(cell) for name, cell in month.channels.items()},
            }
            for month in found.months
        ],
    }


def _json(cell: Cell) -> int | str:
    return cell.value if isinstance(cell, Mark) else cell


def _plain(name: str) -> str:
    return name.replace("_", " ")


# -- as a picture --------------------------------------------------------------------------------------------


def draw(found: Report, file: Path) -> None:
    """Raises `BadSettings` where the file is to be no SVG."""
    if file.suffix.casefold() != ".svg":
        raise BadSettings(f"{file}: a chart is drawn as SVG: name the file with .svg at its end")
    file.write_text(chart(found), "utf-8")


def chart(found: Report) -> str:
    """Applications and consultations attended, two bars a month; what is not shown is a hatched stump."""
    pairs = [(month, (month.applications, month.outcomes["attended"])) for month in found.months]
    most = max([1, *(cell for _, cells in pairs for cell in cells if isinstance(cell, int))])
    wide = 2 * _BAR + _GAP
    width, height = max(420, 60 + wide * len(pairs)), _HIGH + 4 * _ROW
    body = [
        f'<svg xmlns="{SVG}" width="{width}" height="{height}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(found.office)}: applications and consultations attended, by month asked for</title>",
        _HATCHED,
        f'<text x="10" y="16">{escape(found.office)}: applications (dark), attended (light); hatched: not shown</text>',
    ]
    for nth, (month, cells) in enumerate(pairs):
        left = 30 + nth * wide
        body += _bars(left, cells, most, found.smallest)
        body.append(f'<text x="{left + _BAR}" y="{_HIGH + 3 * _ROW}" text-anchor="middle">{month.first:%Y-%m}</text>')
    return "\n".join((*body, "</svg>", ""))


def _bars(left: int, cells: Sequence[Cell], most: int, smallest: int) -> list[str]:
    drawn = []
    for nth, (cell, colour) in enumerate(zip(cells, ("#1f4e79", "#8fb8de"), strict=True)):
        x, foot = left + nth * _BAR, _HIGH + 2 * _ROW
        high = round(_HIGH * cell / most) if isinstance(cell, int) else 12
        fill = colour if isinstance(cell, int) else "url(#few)"
        label = str(cell) if isinstance(cell, int) else f"&lt;{smallest}" if cell is Mark.FEW else "?"
        drawn.append(f'<rect x="{x}" y="{foot - high}" width="{_BAR - 4}" height="{high}" fill="{fill}"/>')
        drawn.append(f'<text x="{x + _BAR // 2 - 2}" y="{foot - high - 4}" text-anchor="middle">{label}</text>')
    return drawn
