"""Make use cases with their parts, system functions and criteria."""

from datetime import date
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.scoring_models import make_version
from portfolio.models import Contribution, Criterion, PhaseChange, SystemFunction, UseCase
from portfolio.rules.scoring_model import CriterionView, Thresholds, WeightMethod
from portfolio.rules.terms import ContributionLevel, Phase
from portfolio.rules.value import equal_weights
from tests.factories.people import make_domain

_numbers = count(1)
_PUBLISHED = {
    Phase.SELECTED,
    Phase.PREPARATION,
    Phase.PILOT,
    Phase.PRODUCTION,
    Phase.SCALE_UP,
    Phase.FINISHED,
}


def make_system_function(**values) -> SystemFunction:
    """Make a system function with a free code."""
    number = next(_numbers)
    return _save(SystemFunction(**({"code": f"F{number}", "name": f"Functie {number}"} | values)))


def make_use_case(
    *, domain: Domain | None = None, contributions: list[SystemFunction] | None = None, **values
) -> UseCase:
    """Make a use case; from *selected* on it is published. ``contributions`` are functions it delivers."""
    number = next(_numbers)
    domain = domain or make_domain()
    phase = values.get("phase", Phase.IDEA)
    defaults = {
        "code": f"{domain.code}-{number:03}",
        "domain_id": domain.id,
        "title": f"Use case {number}",
        "summary": "Een samenvatting.",
        "challenge": "Een opgave.",
        "intended_result": "Een resultaat.",
        "effort_low": Decimal(2),
        "effort_likely": Decimal(3),
        "effort_high": Decimal(5),
        "published_on": date(2026, 1, 1) if phase in _PUBLISHED else None,
    }
    use_case = UseCase(**(defaults | values))
    use_case.phase_changes = [PhaseChange(phase=phase, happened_on=date(2026, 1, 1), reason="Begin")]
    use_case.contributions = [
        Contribution(function_id=function.id, level=ContributionLevel.DELIVERS, deliverable="Een bron")
        for function in contributions or []
    ]
    return _save(use_case)


def make_criteria(total: int = 2, *, domain: Domain | None = None) -> list[Criterion]:
    """Make the next version of the default (or of ``domain``) with criteria of equal weight."""
    codes = [f"criterium-{place}" for place in range(total)]
    weights = equal_weights(codes)
    criteria = [
        CriterionView(
            code=code,
            name=f"Criterium {place}",
            weight=weights[code],
            anchors={level: (f"Niveau {level}", f"Level {level}") for level in range(6)},
        )
        for place, code in enumerate(codes)
    ]
    make_version(
        domain, criteria, method=WeightMethod.EQUAL, thresholds=Thresholds(), reason="Een begin", by=SYSTEM
    )
    db.session.commit()
    return list(
        db.session.scalars(select(Criterion).where(Criterion.code.in_(codes)).order_by(Criterion.code))
    )


def _save(row):
    db.session.add(row)
    db.session.commit()
    return row
