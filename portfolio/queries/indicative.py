"""Read what RICE and WSJF are made of, as far as a reader may see it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, select

from core.database import db
from portfolio.models import Assessment, Contribution, Criterion, Score, UseCase
from portfolio.queries.lanes import RANKED_PHASES
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.indicative import URGENCY, Inputs
from portfolio.rules.interval import Interval
from portfolio.rules.terms import ContributionLevel

_WEIGHT = {
    ContributionLevel.USES: 1,
    ContributionLevel.EXTENDS: 2,
    ContributionLevel.DELIVERS: 3,
}


def list_inputs(reader: Any, domain_id: int) -> Mapping[str, Inputs]:
    """Return the inputs by code, of use cases whose scores ``reader`` may see: two queries."""
    urgency = (
        select(Score.level)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Score.assessment_id == Assessment.id, Criterion.code == URGENCY)
        .scalar_subquery()
    )
    columns: Any = (
        *(UseCase.id, UseCase.code, UseCase.organisations, UseCase.value_low, UseCase.value_high),
        *(UseCase.chance, UseCase.effort_likely, case((Assessment.id.is_not(None), urgency))),
    )
    found = db.session.execute(
        select(*columns)
        .outerjoin(Assessment, Assessment.use_case_id == UseCase.id)
        .where(
            UseCase.domain_id == domain_id,
            UseCase.phase.in_(RANKED_PHASES),
            is_readable(reader),
            may_see_scores(reader),
        )
    ).all()
    most: dict[int, int] = {}
    given = select(Contribution.use_case_id, Contribution.level)
    for id_, level in db.session.execute(
        given.where(Contribution.use_case_id.in_([row[0] for row in found]))
    ):
        most[id_] = max(most.get(id_, 0), _WEIGHT.get(level, 0))
    return {
        code: Inputs(
            organisations,
            None if low is None or high is None else Interval(low, high),
            chance,
            effort,
            level,
            most.get(id_, 0),
        )
        for id_, code, organisations, low, high, chance, effort, level in found
    }
