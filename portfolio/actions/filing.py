"""File a whole use case from a source: its text, its history as told, its scores. Does not commit.

A source tells what happened, so the steps are recorded as they were and not
checked against the rules that hold for steps taken here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from portfolio.actions.derive import derive
from portfolio.actions.outcomes import keep_chance
from portfolio.actions.plan_log import log_plan, plan_of
from portfolio.actions.use_cases import publish, write_scores
from portfolio.actions.writing import empty_use_case, revision_of, settle, write_values
from portfolio.models import PhaseChange, UseCase
from portfolio.queries.scoring_models import Models
from portfolio.rules.terms import PUBLISHED_PHASES, Phase


@dataclass(frozen=True)
class ToldStep:
    """A step in the history of a use case, as the source tells it."""

    phase: Phase
    on: date
    reason: str = ""
    decision: str = ""
    illustrative: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldScores:
    """Illustrative scores: levels and reasons by criterion, the chance, and who is shown as assessor."""

    levels: Mapping[str, int | None]
    reasons: Mapping[str, str] = field(default_factory=dict)
    chance: int | None = None
    assessor_id: int | None = None


def file_use_case(
    use_case: UseCase | None,
    domain: Domain,
    code: str,
    values: Mapping[str, Any],
    *,
    steps: Sequence[ToldStep],
    scores: ToldScores | None,
    by: Actor,
) -> UseCase:
    """Add a use case under ``code``, or update ``use_case``, in one version with one revision.

    ``use_case`` must come with everything loaded; ``values`` may hold ``illustrative``.
    """
    with db.session.no_autoflush:
        use_case = use_case or empty_use_case(domain, code, values["title"])
        before = plan_of(use_case) if use_case.id else None
        write_values(use_case, {**values, "domain": domain}, keeps_marks=True)
        if before is not None:
            log_plan(use_case, before, by=by)
        if scores is not None:
            write_scores(
                use_case,
                levels=scores.levels,
                reasons=scores.reasons,
                chance=scores.chance,
                assessor_id=scores.assessor_id,
                is_illustrative=True,
            )
        file_history(use_case, steps, by=by)
    settle(use_case, domain, by, "use_case.filed", "")
    chosen = first_chosen(steps)
    if chosen is not None:
        keep_chance(use_case, on=chosen.on)
    return use_case


def file_history(use_case: UseCase, steps: Sequence[ToldStep], *, by: Actor) -> None:
    """Record the steps as told, and publish on the day it was first selected or further."""
    use_case.phase_changes = [
        PhaseChange(
            phase=step.phase,
            happened_on=step.on,
            reason=step.reason,
            decision=step.decision,
            by_label=by.actor_label,
            illustrative=list(step.illustrative),
        )
        for step in steps
    ]
    use_case.phase = steps[-1].phase
    chosen = first_chosen(steps)
    if chosen is not None:
        publish(use_case, chosen.on)


def first_chosen(steps: Sequence[ToldStep]) -> ToldStep | None:
    """Return the first step to *selected* or beyond, or by a decision: public from then on stays public."""
    return next((step for step in steps if step.phase in PUBLISHED_PHASES or step.decision), None)


def file_many(use_cases: Sequence[UseCase], *, by: Actor) -> None:
    """Add many use cases made in memory, with what the rules derive and a revision each; one event for all.

    Every relation must be set on them. For generated data: nothing is checked but by the database.
    """
    models = Models()
    with db.session.no_autoflush:
        for use_case in use_cases:
            derive(use_case, use_case.domain, models)
        db.session.add_all(use_cases)
    db.session.flush()
    db.session.add_all(revision_of(use_case, 1, by, "") for use_case in use_cases)
    if use_cases:
        audit.record("use_case.filed_many", use_cases[0], by=by, label="", count=len(use_cases))
