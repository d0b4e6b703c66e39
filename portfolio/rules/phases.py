"""From idea to roll-out: which steps there are and what each asks (domain.md §3).

A step is asked for with a date, and where it needs one a reason or a decision.
The answer is a list of findings: with a blocking one the step is refused, the
others are shown and go along.
"""

from dataclasses import dataclass
from datetime import date

from portfolio.rules.completeness import (
    Dossier,
    missing_assessment,
    missing_contribution,
    missing_for_candidate,
)
from portfolio.rules.findings import Finding
from portfolio.rules.framework import missing_verdict
from portfolio.rules.terms import Commitment, Phase

LIFE = (
    Phase.IDEA,
    Phase.CANDIDATE,
    Phase.SELECTED,
    Phase.PREPARATION,
    Phase.PILOT,
    Phase.PRODUCTION,
    Phase.SCALE_UP,
    Phase.FINISHED,
)
ASIDE = (Phase.PARKED, Phase.STOPPED)

STEPS: dict[Phase, tuple[Phase, ...]] = {
    Phase.IDEA: (Phase.CANDIDATE, *ASIDE),
    Phase.CANDIDATE: (Phase.SELECTED, Phase.IDEA, *ASIDE),
    Phase.SELECTED: (Phase.PREPARATION, Phase.CANDIDATE, *ASIDE),
    Phase.PREPARATION: (Phase.PILOT, Phase.SELECTED, *ASIDE),
    Phase.PILOT: (Phase.PRODUCTION, Phase.FINISHED, Phase.PREPARATION, *ASIDE),
    Phase.PRODUCTION: (Phase.SCALE_UP, Phase.FINISHED, Phase.PILOT, *ASIDE),
    Phase.SCALE_UP: (Phase.FINISHED, Phase.PRODUCTION, *ASIDE),
    Phase.FINISHED: (),
    Phase.STOPPED: (Phase.IDEA,),
    Phase.PARKED: (Phase.IDEA, Phase.CANDIDATE, Phase.STOPPED),
}
"""The next steps, the usual one first. A parked one may also take up where it was."""

BUILDS = frozenset(LIFE[2:7])  # selected … scale-up: R3 holds
STARTS = frozenset(LIFE[3:7])  # preparation … scale-up: people and commitment are looked at (R5)
RUNS = frozenset(LIFE[4:7])  # pilot … scale-up: real data, so preconditions are met and R12 holds


@dataclass(frozen=True, slots=True)
class Step:
    """The phase asked for, its date, and the reason and decision given with it."""

    to: Phase
    on: date
    reason: str = ""
    decision: str = ""


def next_phases(phase: Phase, parked_from: Phase | None = None) -> tuple[Phase, ...]:
    """Return the phases that may follow, the usual one first."""
    steps = STEPS[phase]
    if phase is Phase.PARKED and parked_from in LIFE and parked_from not in steps:
        return (parked_from, *steps)
    return steps


def check_step(dossier: Dossier, step: Step, today: date) -> list[Finding]:
    """Return everything that stops the step or is worth a warning, blocking ones first.

    A step that does not exist from here is the only finding: what else it would
    ask is of no use.
    """
    if step.to not in next_phases(dossier.phase, dossier.parked_from):
        return [Finding("step_not_allowed", {"from": dossier.phase, "to": step.to})]
    found = _about_date(dossier, step, today)
    further = _phases_further(dossier, step)
    if further <= 0 and not step.reason.strip():
        found.append(Finding("missing_reason", {"to": step.to}))
    if further < 0:
        return found  # nothing may trap a use case in a phase that it is not up to
    if step.to is Phase.CANDIDATE or step.to in BUILDS:
        found += missing_for_candidate(dossier)
    if step.to is Phase.SELECTED and not step.decision.strip():
        found.append(Finding("missing_decision"))
    if step.to is Phase.SELECTED:
        found += missing_verdict(dossier.verdict)
    if step.to in BUILDS:
        found += missing_contribution(dossier)
        found += _about_gates(dossier, step)
    if step.to in STARTS:
        found += _about_commitment(dossier)
    if step.to in RUNS:
        found += missing_assessment(dossier)
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _about_date(dossier: Dossier, step: Step, today: date) -> list[Finding]:
    found = []
    if dossier.phase_since is not None and step.on < dossier.phase_since:
        found.append(Finding("date_before_previous", {"previous": dossier.phase_since}))
    if step.on > today:
        found.append(Finding("date_in_future", {"today": today}))
    return found


def _phases_further(dossier: Dossier, step: Step) -> int:
    """Return how many phases on in its life, negative when back, 0 when aside or taken up again."""
    if dossier.phase not in LIFE or step.to not in LIFE:
        return 0
    return LIFE.index(step.to) - LIFE.index(dossier.phase)


def _about_gates(dossier: Dossier, step: Step) -> list[Finding]:
    """A hard precondition that is not met: out without a date, and no running before it is met."""
    found = []
    for gate in dossier.gates:
        if not gate.is_shut:
            continue
        if step.to in RUNS:
            found.append(Finding("hard_precondition_not_met", {"key": gate.key, "due_on": gate.due_on}))
        elif gate.due_on is None:
            found.append(Finding("hard_precondition_without_date", {"key": gate.key}))
        else:
            is_late = gate.due_on < step.on
            code = "hard_precondition_late" if is_late else "hard_precondition_open"
            found.append(Finding(code, {"key": gate.key, "due_on": gate.due_on}, is_blocking=False))
    return found


def _about_commitment(dossier: Dossier) -> list[Finding]:
    """R5 is a flag: start only when those who take part commit beforehand to scale up on success."""
    undecided = sum(commitment is Commitment.OPEN for commitment in dossier.commitments)
    refused = sum(commitment is Commitment.NO for commitment in dossier.commitments)
    if not dossier.commitments or undecided == len(dossier.commitments):
        return [Finding("missing_commitment", is_blocking=False)]
    found = []
    if undecided:
        found.append(Finding("commitment_open", {"count": undecided}, is_blocking=False))
    if refused:
        found.append(Finding("commitment_refused", {"count": refused}, is_blocking=False))
    return found
