"""A step plan and how far one is: its steps, the states, and the sum of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wiki.rules.definitions import with_keys


class StepState(StrEnum):
    """How far one is with one step."""

    NOT_STARTED = "not_started"
    BUSY = "busy"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan: its place from 1, the key it has for ever, its title and text."""

    number: int
    key: str
    title: str
    text: str


def steps_of(fields: Mapping[str, Any]) -> list[Step]:
    """Return the steps of a plan in order."""
    rows = with_keys(fields.get("steps") or [])
    return [
        Step(number, row["key"], row.get("title", ""), row.get("text", ""))
        for number, row in enumerate(rows, start=1)
    ]


def is_finished(steps: Collection[Step], states: Mapping[str, StepState]) -> bool:
    """Whether every step that the plan has now is done."""
    return bool(steps) and all(states.get(step.key) is StepState.DONE for step in steps)


def count_done(steps: Collection[Step], states: Mapping[str, StepState]) -> int:
    """Return how many of the steps that the plan has now are done."""
    return sum(states.get(step.key) is StepState.DONE for step in steps)
