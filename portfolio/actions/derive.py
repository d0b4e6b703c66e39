"""Recompute what the rules derive from a use case, at each write, so that lists sort in the database."""

from decimal import Decimal

from accounts.models import Domain
from portfolio.models import UseCase
from portfolio.queries.scoring_models import Models
from portfolio.rules.size import SizeLimits, SizeOverride, classify
from portfolio.rules.value import weighted_value


def derive(use_case: UseCase, domain: Domain, models: Models) -> None:
    """Set organisations, size and value of ``use_case`` from its parts and scores, all loaded."""
    taking_part = {partner.organisation_id for partner in use_case.partners}
    if use_case.owner_organisation_id:
        taking_part.add(use_case.owner_organisation_id)
    use_case.organisations = len(taking_part)
    override = SizeOverride(use_case.size_override, use_case.size_reason) if use_case.size_override else None
    limits = SizeLimits(Decimal(domain.small_effort_limit), domain.small_organisations_limit)
    use_case.size = classify(use_case.effort_likely, use_case.organisations, override, limits).size
    derive_value(use_case, domain, models)


def derive_value(use_case: UseCase, domain: Domain, models: Models) -> None:
    """Set the value interval by the model that was scored with; without any judgement it stays unknown."""
    assessment = use_case.assessment
    weights = models.of(assessment.model_id if assessment else None, domain.id).weights
    scores = assessment.scores if assessment else []
    levels = {score.criterion.code: score.level for score in scores if score.criterion.code in weights}
    use_case.criteria = len(weights)
    use_case.scored = sum(level is not None for level in levels.values())
    if not weights or not use_case.scored:
        use_case.value_low = use_case.value_high = None
        return
    value = weighted_value(levels, weights)
    use_case.value_low, use_case.value_high = value.interval.low, value.interval.high
