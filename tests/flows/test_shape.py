"""The shape of all flows: what is missing is named, and from everywhere there is a way to the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

import pytest

from flows import anytime
from flows.engine import Engine
from flows.register import ENGINE, FLOWS
from flows.step import DONE, LEAVE, NO_EFFECT, Branch, Flow, Step

ENDS = {DONE, LEAVE}
CASES = [pytest.param(flow, step, id=f"{flow.id}.{step.id}") for flow in FLOWS for step in flow.steps]


def missing(flow: Flow[Any], step: Step[Any, Any]) -> Iterator[str]:
    """What this step lacks, each by its name."""
    known = {field.name for field in fields(flow.draft)}
    if step.field and step.field not in known:
        yield f"{flow.id}.{step.id}: the draft has no field {step.field!r}"
    for leads in step.exits:
        if leads not in flow.by_id and leads not in ENDS:
            yield f"{flow.id}.{step.id}: leads to an unknown step {leads!r}"
    if step.required and not (step.field or step.get):
        yield f"{flow.id}.{step.id}: is required, but the gate cannot see its answer"


def reachable(flow: Flow[Any], start: str) -> set[str]:
    seen, todo = set[str](), {start}
    while todo:
        seen |= todo
        todo = {each for ident in todo - ENDS for each in flow.by_id[ident].exits} - seen
    return seen


@pytest.mark.parametrize(("flow", "step"), CASES)
def test_nothing_is_missing(flow: Flow[Any], step: Step[Any, Any]) -> None:
    assert not list(missing(flow, step))


@pytest.mark.parametrize(("flow", "step"), CASES)
def test_every_step_leads_to_an_end_in_the_end(flow: Flow[Any], step: Step[Any, Any]) -> None:
    assert reachable(flow, step.id) & ENDS


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
def test_every_step_can_be_reached(flow: Flow[Any]) -> None:
    entrances = {step.id for step in flow.steps} if flow.id == "attending" else {flow.first}
    found = {each for start in entrances for each in reachable(flow, start)}
    assert found >= {step.id for step in flow.steps}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: str(flow.id))
def test_a_draft_begins_with_its_subject_and_can_be_made_of_nothing(flow: Flow[Any]) -> None:
    assert fields(flow.draft)[0].name == "subject"
    assert flow.draft() == flow.draft("")
    assert get_type_hints(flow.draft)


def test_ids_are_unique_and_short_enough_for_a_row() -> None:
    assert len({flow.id for flow in FLOWS}) == len(FLOWS)
    for flow in FLOWS:
        ids = [step.id for step in flow.steps]
        assert len(ids) == len(set(ids))
        assert all(len(each) <= 32 and not each.startswith("_") for each in ids)


def test_no_step_is_called_as_an_end_or_a_command() -> None:
    taken = ENDS | set(anytime.TYPED)
    assert not taken & {step.id for flow in FLOWS for step in flow.steps}


def test_a_step_without_its_field_or_with_an_unknown_exit_is_named() -> None:
    @dataclass(frozen=True)
    class Draft:
        subject: str = ""

    lost: Step[Draft, str] = Step("lost", next="nowhere", field="colour")
    fork: Step[Draft, str] = Step("fork", next=Branch(lambda _draft: DONE, (DONE, "elsewhere")), required=True)
    flow: Flow[Draft] = Flow("planted", (lost, fork), Draft, done=lambda _draft, _view: NO_EFFECT)
    assert [each for step in flow.steps for each in missing(flow, step)] == [
        "planted.lost: the draft has no field 'colour'",
        "planted.lost: leads to an unknown step 'nowhere'",
        "planted.fork: leads to an unknown step 'elsewhere'",
        "planted.fork: is required, but the gate cannot see its answer",
    ]


def test_the_engine_knows_the_flows_that_it_names_itself() -> None:
    named = {"home", "booking", "menu", "language", "looking", "cancelling", "dropping"}
    assert named <= ENGINE.flows.keys()
    assert isinstance(ENGINE, Engine)


def test_all_commands_on_the_menu_can_be_typed() -> None:
    assert set(anytime.ON_MENU) | anytime.ALWAYS <= set(anytime.TYPED)
