"""Gather what a scenario is calculated from: the use cases of one domain as they are now.

For the system, not for a reader: who may see the outcome is decided where it is shown.
Drafts, merged ones, ideas and initiatives take no part. Ten queries, whatever the number of rows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from accounts.models import Organisation
from core.database import db
from portfolio.models import (
    Assessment,
    Contribution,
    Criterion,
    Dependency,
    Partner,
    Precondition,
    Score,
    SystemFunction,
    UseCase,
)
from portfolio.queries.scoring_models import current_model
from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import HardGate, Known
from portfolio.rules.scoring_model import ScoringModelView
from portfolio.rules.terms import (
    BUILDING_LEVELS,
    MIX_PHASES,
    PUBLISHED_PHASES,
    Kind,
    Phase,
    PreconditionState,
)

TAKING_PART = MIX_PHASES | {Phase.CANDIDATE}
_UNMET = frozenset({PreconditionState.OPEN, PreconditionState.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Facts:
    """What people need to read an outcome about one use case, as it was when it was calculated."""

    known: Known
    title: str
    title_en: str
    illustrative: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        known = self.known
        return {
            "title": self.title,
            "title_en": self.title_en,
            "illustrative": list(self.illustrative),
            "size": known.size.value if known.size else None,
            "phase": known.phase.value,
            "value": [str(known.value.low), str(known.value.high)] if known.value else None,
            "chance": known.chance,
            "effort": (
                [str(known.effort.low), str(known.effort.likely), str(known.effort.high)]
                if known.effort
                else None
            ),
            "cost": known.cost,
            "builds": sorted(known.builds),
            "organisations": list(known.organisations),
        }


@dataclass(frozen=True, slots=True)
class Inputs:
    """The use cases of a domain, codes elsewhere that others may depend on, and names of organisations.

    ``levels`` are the scores by code and criterion, None where one is not scored yet.
    """

    facts: Mapping[str, Facts]
    done: frozenset[str]
    organisations: Mapping[str, str]
    model: ScoringModelView
    levels: Mapping[str, Mapping[str, int | None]]

    @property
    def known(self) -> tuple[Known, ...]:
        """What the rules see."""
        return tuple(one.known for one in self.facts.values())


def load_inputs(domain_id: int) -> Inputs:
    """Return what a scenario of this domain is made from."""
    mine = (
        UseCase.domain_id == domain_id,
        UseCase.phase.in_(TAKING_PART),
        UseCase.kind == Kind.USE_CASE,
        UseCase.is_draft.is_(False),
        UseCase.merged_into_id.is_(None),
    )
    rows = db.session.execute(
        select(
            *(UseCase.id, UseCase.code, UseCase.title, UseCase.title_en, UseCase.phase, UseCase.size),
            *(UseCase.value_low, UseCase.value_high, UseCase.scored, UseCase.chance),
            *(UseCase.effort_low, UseCase.effort_likely, UseCase.effort_high, UseCase.cost_cents),
            *(UseCase.planned_start, UseCase.planned_quarters, UseCase.illustrative),
            Organisation.slug.label("owner"),
        )
        .outerjoin(Organisation, Organisation.id == UseCase.owner_organisation_id)
        .where(*mine)
        .order_by(UseCase.code)
    ).all()
    ids = select(UseCase.id).where(*mine).scalar_subquery()
    partners = _grouped(
        select(Partner.use_case_id, Organisation.slug)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(Partner.use_case_id.in_(ids))
        .order_by(Organisation.slug)
    )
    parent = aliased(SystemFunction)
    builds = _grouped(
        select(Contribution.use_case_id, SystemFunction.code, parent.code)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .outerjoin(parent, parent.id == SystemFunction.parent_id)
        .where(Contribution.use_case_id.in_(ids), Contribution.level.in_(BUILDING_LEVELS))
    )
    needed = aliased(UseCase)
    needs = _grouped(
        select(Dependency.use_case_id, needed.code, needed.phase)
        .join(needed, needed.id == Dependency.needs_id)
        .where(Dependency.use_case_id.in_(ids))
        .order_by(needed.code)
    )
    gates = _grouped(
        select(Precondition.use_case_id, Precondition.due_on)
        .where(
            Precondition.use_case_id.in_(ids),
            Precondition.is_hard.is_(True),
            Precondition.state.in_(_UNMET),
        )
        .order_by(Precondition.id)
    )
    facts = {}
    for row in rows:
        organisations = sorted({slug for (slug,) in partners[row.id]} | ({row.owner} if row.owner else set()))
        known = Known(
            code=row.code,
            phase=row.phase,
            size=row.size,
            value=_value(row),
            chance=row.chance,
            effort=_effort(row),
            cost=row.cost_cents,
            organisations=tuple(organisations),
            builds=frozenset(code for pair in builds[row.id] for code in pair if code),
            depends_on=frozenset(code for code, _phase in needs[row.id]),
            gates=tuple(HardGate(due_on) for (due_on,) in gates[row.id]),
            planned_start=None if row.planned_start is None else Quarter.from_index(row.planned_start),
            planned_quarters=row.planned_quarters,
        )
        facts[row.code] = Facts(known, row.title, row.title_en, tuple(row.illustrative))
    done = {code for rows in needs.values() for code, phase in rows if phase in PUBLISHED_PHASES}
    model = current_model(domain_id)
    return Inputs(facts, frozenset(done - facts.keys()), _names(facts), model, _levels(ids, model))


def _levels(ids: Any, model: ScoringModelView) -> dict[str, dict[str, int | None]]:
    rows = db.session.execute(
        select(UseCase.code, Criterion.code, Score.level)
        .join(Assessment, Assessment.use_case_id == UseCase.id)
        .join(Score, Score.assessment_id == Assessment.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(UseCase.id.in_(ids))
    )
    found: dict[str, dict[str, int | None]] = {}
    for code, criterion, level in rows:
        own = found.setdefault(code, dict.fromkeys(model.weights))
        if criterion in own:
            own[criterion] = level
    return found


def _value(row: Any) -> Interval | None:
    return Interval(row.value_low, row.value_high) if row.scored and row.value_low is not None else None


def _effort(row: Any) -> Effort | None:
    """Return the effort; no work at all is no divisor, so such a figure counts as unknown."""
    return Effort.of(row.effort_low, row.effort_likely, row.effort_high) if row.effort_likely else None


def _grouped(statement: Any) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for id_, *rest in db.session.execute(statement):
        found[id_].append(tuple(rest))
    return found


def _names(facts: Mapping[str, Facts]) -> dict[str, str]:
    slugs = {slug for one in facts.values() for slug in one.known.organisations}
    rows = db.session.execute(
        select(Organisation.slug, Organisation.name)
        .where(Organisation.slug.in_(slugs))
        .order_by(Organisation.name)
    )
    return {row.slug: row.name for row in rows}


def demand_of(facts: Sequence[Facts]) -> dict[str, Decimal]:
    """Return the person-months that all of them together ask of each organisation, evenly shared."""
    asked: dict[str, Decimal] = defaultdict(Decimal)
    for one in facts:
        known = one.known
        if known.effort:
            for slug in known.organisations:
                asked[slug] += known.effort.likely / len(known.organisations)
    return dict(asked)
