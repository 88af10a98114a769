"""Keys of what is to be ready: one line a check, and what stands above them. The longest list is the sample."""

from __future__ import annotations

from typing import get_args

from flows.keys.key import TOOL, Key, Keys
from flows.office.device import check
from flows.office.policy import Check
from flows.values import Text

CHECKS: tuple[str, ...] = get_args(Check)
LINES = tuple(check(each, TOOL) for each in CHECKS)
AHEAD = Text("device.ahead", {"checks": LINES})
SOON = Text("device.soon", {"checks": LINES})


def ready() -> Keys:
    screen = "what to have ready"
    return {
        **{
            f"device.check.{each}": Key(
                f"One line of what to have ready: {each}. Short and kind.", screen, {"tool": TOOL}
            )
            for each in CHECKS
        },
        "device.ahead": Key("Above the lines: to be seen to before the day.", screen, {"checks": LINES}),
        "device.soon": Key("Above the lines: to be looked at now, an hour before.", screen, {"checks": LINES}),
    }
