"""What the office wants ready: which checks of its list are said when a device is asked about, days and an hour before.

Never here: a list of its own. The checks and their order are data of the office, with their articles.
"""

from __future__ import annotations

from flows.office.policy import Check, Policy
from flows.values import Text, Value

ASKED_ABOUT = frozenset[Check](("own_device", "camera", "supported_os", "private_room"))
"""The two questions themselves ask about them."""
ON_THE_DAY = frozenset[Check](
    ("camera", "sound_and_power", "no_needless_software", "no_unknown_wifi", "tool_ready", "private_room")
)
"""What is looked at once more just before, when it is too late for the rest."""
NOT_AHEAD = frozenset[Check](
    ("own_device", "camera", "supported_os", "sound_and_power", "no_needless_software", "connection_tested")
)
"""Known since they applied, or of the day itself; the connection has a sentence of its own in that letter."""


def at_booking(policy: Policy) -> Value:
    """What to see to until the day, beside what is asked."""
    apart = ASKED_ABOUT | {"sound_and_power"}
    return _ahead(policy, tuple(each for each in policy.device.checklist if each not in apart))


def days_before(policy: Policy) -> Value:
    return _ahead(policy, tuple(each for each in policy.device.checklist if each not in NOT_AHEAD))


def soon(policy: Policy) -> Value:
    lines = on_the_day(policy)
    return Text("device.soon", {"checks": lines}) if lines else ""


def on_the_day(policy: Policy) -> tuple[Text, ...]:
    """Line by line, in the order of the office."""
    return tuple(check(each, policy.video.tool) for each in policy.device.checklist if each in ON_THE_DAY)


def check(name: str, tool: str) -> Text:
    return Text(f"device.check.{name}", {"tool": tool})


def _ahead(policy: Policy, checks: tuple[Check, ...]) -> Value:
    """Nothing at all where nothing is left to say."""
    lines = tuple(check(each, policy.video.tool) for each in checks)
    return Text("device.ahead", {"checks": lines}) if lines else ""
