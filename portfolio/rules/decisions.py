"""What a decision can be about and say, how it is numbered, and when it is looked at again.

A score advises, a board decides; a published decision is never edited, only
followed by a next one (domain.md R10). Plain Python: the day and what happened
since come as arguments.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portfolio.rules.findings import Refusal
from portfolio.rules.terms import PUBLISHED_PHASES, Phase, PreconditionState


class DecisionKind(StrEnum):
    """What a decision is about."""

    SELECTION = "selection"
    PROPOSAL = "proposal"
    ROADMAP = "roadmap"
    OTHER = "other"


class DecisionState(StrEnum):
    """A draft may change; what is published stays as it is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Outcome(StrEnum):
    """What a board decides about one use case."""

    SELECTED = "selected"
    REJECTED = "rejected"
    PARKED = "parked"
    CONTINUED = "continued"
    STOPPED = "stopped"


NOT_CHOSEN = frozenset({Outcome.REJECTED, Outcome.PARKED, Outcome.STOPPED})
"""The outcomes of "not chosen, and why"."""

ASIDE = (Phase.PARKED, Phase.STOPPED)


class RevisitKind(StrEnum):
    """What makes a board look at its decision again."""

    DATE = "date"
    CONDITION_DUE = "condition_due"
    PHASE_REACHED = "phase_reached"
    PHASE_LEFT = "phase_left"
    PRECONDITION_MET = "precondition_met"
    MODEL_CHANGED = "model_changed"


WITH_DATE = frozenset({RevisitKind.DATE, RevisitKind.CONDITION_DUE})
WITH_PHASE = frozenset({RevisitKind.PHASE_REACHED, RevisitKind.PHASE_LEFT})
WITH_USE_CASE = WITH_PHASE | {RevisitKind.PRECONDITION_MET}

NUMBER = re.compile(r"([A-Z]{2,3})-([0-9]{4})-([0-9]{3,6})")


def number_of(board: str, year: int, serial: int) -> str:
    """Return the number of a decision: SOC-2026-001, per board and year, without gaps."""
    return f"{board}-{year}-{serial:03}"


def is_number(text: str) -> bool:
    """Tell whether ``text`` is written as the number of a decision."""
    return NUMBER.fullmatch(text) is not None


def next_phase(outcome: Outcome, now: Phase, aside: Phase | None = None) -> Phase | None:
    """Return the phase that an outcome moves a use case to; None when it stays where it is.

    A rejected one goes aside: parked, so that it may come back, unless the item
    says stopped. Refuses another phase for it.
    """
    if aside is not None and aside not in ASIDE:
        raise Refusal("aside_not_valid", aside=aside)
    goes_to = {
        Outcome.SELECTED: Phase.SELECTED,
        Outcome.REJECTED: aside or Phase.PARKED,
        Outcome.PARKED: Phase.PARKED,
        Outcome.STOPPED: Phase.STOPPED,
        Outcome.CONTINUED: now,
    }[outcome]
    return None if goes_to is now else goes_to


def goes_on(now: Phase) -> bool:
    """Tell whether there is something to continue: it was chosen and has not ended."""
    return now in PUBLISHED_PHASES and now is not Phase.FINISHED


@dataclass(frozen=True, slots=True)
class Revisit:
    """When to look again. Which fields count depends on ``kind``; ``since`` is the day of the decision."""

    kind: RevisitKind
    since: date
    due_on: date | None = None
    phase: Phase | None = None
    model_version: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What is known of the use case of a revisit: its phase, the phases it came to and when, and its gate."""

    phase: Phase | None = None
    reached: Mapping[Phase, date] | None = None
    gate: PreconditionState | None = None


def is_due(revisit: Revisit, today: date, news: News, model_version: str = "") -> bool:
    """Tell whether it is time: the day has come, or what was waited for has happened.

    A phase counts as reached when it was taken up on or after the day of the
    decision; as left when it was once taken up and no longer holds.
    """
    reached = news.reached or {}
    if revisit.kind in WITH_DATE:
        return revisit.due_on is not None and revisit.due_on <= today
    if revisit.kind is RevisitKind.MODEL_CHANGED:
        return bool(revisit.model_version and model_version) and revisit.model_version != model_version
    if revisit.kind is RevisitKind.PRECONDITION_MET:
        return news.gate in (PreconditionState.MET, PreconditionState.NOT_NEEDED)
    if revisit.phase is None:
        return False
    came = reached.get(revisit.phase)
    if revisit.kind is RevisitKind.PHASE_REACHED:
        return news.phase is revisit.phase or (came is not None and came >= revisit.since)
    return came is not None and news.phase is not revisit.phase


def missing_parts(kind: RevisitKind, given: Collection[str]) -> list[str]:
    """Return what a revisit of this kind lacks, of due_on, use_case, phase and precondition."""
    asked = {
        RevisitKind.DATE: ("due_on",),
        RevisitKind.CONDITION_DUE: ("due_on",),
        RevisitKind.PHASE_REACHED: ("use_case", "phase"),
        RevisitKind.PHASE_LEFT: ("use_case", "phase"),
        RevisitKind.PRECONDITION_MET: ("use_case", "precondition"),
        RevisitKind.MODEL_CHANGED: (),
    }[kind]
    return [name for name in asked if name not in given]
