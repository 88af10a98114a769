"""What the `terms` commands do: publish an official text or a translation of it, and list what is out.

Publishing plans, in its own transaction, who must be told. Never here: telling them (`bot.announcing`).
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot import wiring
from bot.commands import within
from bot.settings import BadSettings, Settings
from flows.office.policy import Policy, local
from storage.meaning import AlreadyPublished
from storage.records import agreements, audit, documents, tellings
from storage.records.documents import BINDING, NoOriginal
from storage.unit import Unit

SHORTEST_TEXT = 20
"""Signs without blanks: what is shorter is no text that somebody could agree to, but a slip."""
LONGEST_SUMMARY = 1500
"""Signs: with all else of the letter it must fit into one message of any channel."""


@dataclass(frozen=True, slots=True)
class Publication:
    """`summaries` say in a few sentences what changed, by language."""

    office: str
    document: str
    version: str
    effective: date
    text: str
    locale: str = BINDING
    summaries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    sha256: str
    to_tell: int = 0
    """How many people will be told."""


@dataclass(frozen=True, slots=True)
class Listed:
    edition: documents.Edition
    agreed: int
    state: str


def publication(  # noqa: PLR0913 -- as the command line gives them
    office: str, document: str, version: str, effective: str, file: Path, locale: str, summary: Sequence[str]
) -> Publication:
    """What the command line says. Raises `BadSettings` with what is wrong."""
    try:
        day = date.fromisoformat(effective)
    except ValueError:
        raise BadSettings(f"{effective!r} must be a day like 2026-12-01") from None
    if not version.strip():
        raise BadSettings("--version is blank: name the version, as 2026-12-01")
    return Publication(office, document, version, day, _text(file), locale, dict(map(_summary, summary)))


def _text(file: Path) -> str:
    """The whole of a document. What people agree to is never empty: a yes to nothing would be kept as an agreement."""
    text = _read(file)
    signs = len("".join(text.split()))
    if not signs:
        raise BadSettings(f"{file} is empty: publish the full text")
    if signs < SHORTEST_TEXT:
        raise BadSettings(
            f"{file} has {signs} signs ({text.strip()!r}): publish the full text, {SHORTEST_TEXT} or more"
        )
    return text


def _read(file: Path) -> str:
    try:
        text = file.read_text("utf-8-sig")  # editors on Windows put a mark before the first letter
    except UnicodeDecodeError as error:
        raise BadSettings(f"{file} must be a text in UTF-8 ({error.reason}): save it as UTF-8") from None
    except OSError as error:
        raise BadSettings(f"{file} must be a text in UTF-8 that can be read ({error.strerror or error})") from None
    if "\0" in text:
        raise BadSettings(f"{file} must be a text in UTF-8 (it holds signs that no text has): save it as UTF-8")
    return text


def _summary(given: str) -> tuple[str, str]:
    locale, found, path = given.partition("=")
    if not found:
        raise BadSettings(f"--summary {given!r}: write the language and the file, as en=changes.txt")
    text = _read(Path(path)).strip()
    if not 0 < len(text) <= LONGEST_SUMMARY:
        raise BadSettings(f"{path} has {len(text)} signs: what changed must be said in 1 to {LONGEST_SUMMARY}")
    return locale, text


def publish(settings: Settings, given: Publication) -> Published:
    """Raises `BadSettings` where something does not fit."""
    policy = _policy(settings, given)

    def work(unit: Unit) -> Published:
        done = _translated(unit, given) if given.locale != BINDING else _published(unit, given, policy)
        detail = {"version": given.version, "locale": given.locale}
        audit.record(unit, f"operator:{getpass.getuser()}", "publish", f"{given.office}:{given.document}", **detail)
        return done

    try:
        return within(settings, work)
    except AlreadyPublished:
        raise BadSettings(
            f"{given.document} {given.version} ({given.locale}) of {given.office} is published already: "
            "give it a new version"
        ) from None
    except NoOriginal:
        raise BadSettings(
            f"{given.document} {given.version} of {given.office} is not published in Japanese: publish that first"
        ) from None


def _policy(settings: Settings, given: Publication) -> Policy:
    policy = wiring.policies(settings).get(given.office)
    if policy is None or given.document not in policy.documents:
        names = ", ".join(policy.documents) if policy else "none"
        raise BadSettings(f"office {given.office!r} names no document {given.document!r}; it names: {names}")
    if strange := [tag for tag in (given.locale, *given.summaries) if tag not in {*policy.languages, BINDING}]:
        raise BadSettings(
            f"office {given.office} does not speak {strange[0]!r}; it speaks: {', '.join(policy.languages)}"
        )
    return policy


def _published(unit: Unit, given: Publication, policy: Policy) -> Published:
    known = [each for each in documents.editions(unit, given.office) if each.name == given.document]
    newest = max((each.effective for each in known), default=given.effective)
    if given.effective < newest:
        raise BadSettings(
            f"a version in force from {newest} is published already: an older one would never be in force"
        )
    if given.effective < local(unit.now).date() and not all(each.sample for each in known):
        raise BadSettings(
            f"{given.effective} is past: a change must be told before it is in force, so give today or a later day"
        )
    sha256 = documents.publish(
        unit,
        given.office,
        given.document,
        given.version,
        given.effective,
        given.text,
        announced=bool(known),
        summaries=given.summaries,
    )
    return Published(sha256, tellings.plan(unit, policy))


def _translated(unit: Unit, given: Publication) -> Published:
    """A translation is in force as long as its original."""
    original = documents.edition(unit, given.office, given.document, given.version)
    if original and original.effective != given.effective:
        raise BadSettings(f"the Japanese text is in force from {original.effective}: so must its translation be")
    which = (given.office, given.document, given.version)
    return Published(documents.translate(unit, *which, given.locale, given.text))


def listed(settings: Settings, office: str) -> Sequence[Listed]:
    """Everything published for an office. Raises `BadSettings` for one that is not served."""
    policies = wiring.policies(settings)
    if office not in policies:
        raise BadSettings(f"there is no office {office!r}; offices: {', '.join(policies)}")

    def work(unit: Unit) -> Sequence[Listed]:
        counts = agreements.counts(unit, office)
        now = {each.name: each.version for each in documents.current(unit, office, policies[office].documents)}
        return [
            Listed(
                each, counts.get((each.name, each.version, each.sha256), 0), _state(each, now, local(unit.now).date())
            )
            for each in documents.editions(unit, office)
        ]

    return within(settings, work)


def _state(each: documents.Edition, now: Mapping[str, str], today: date) -> str:
    if each.effective > today:
        return "to come"
    state = "in force" if now.get(each.name) == each.version else "over"
    return f"{state}, sample" if each.sample else state
