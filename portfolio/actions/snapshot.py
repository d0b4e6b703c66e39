"""A use case as JSON: for its history, and for the two texts of a conflict.

``open`` is for everyone who may read the use case; ``board`` holds scores, risks
and commitments, which stay with the board until its decision is published.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.models import UseCase

FIELDS = (
    *("kind", "title", "title_en", "summary", "summary_en", "challenge", "intended_result", "description"),
    *("practice", "government_role", "data_level", "personal_data", "dpia", "iama", "algorithm_register"),
    *("phase", "published_on", "as_of", "is_draft", "has_no_preconditions", "has_no_risks", "effort_low"),
    *("effort_likely", "effort_high", "cost_cents", "planned_start", "planned_quarters", "size_override"),
    *("size_reason", "size"),
)


def snapshot(use_case: UseCase) -> dict[str, Any]:
    """Return the use case as JSON; all relations must be loaded."""
    known: dict[str, Any] = {name: plain(getattr(use_case, name)) for name in FIELDS}
    known |= {
        "domain": use_case.domain.name,
        "other_domains": [domain.name for domain in use_case.other_domains],
        "owner_organisation": use_case.owner_organisation.name if use_case.owner_organisation else None,
        "owner": use_case.owner.name if use_case.owner else None,
        "team": [member.name for member in use_case.team],
        "challenges": [challenge.name for challenge in use_case.challenges],
        "partners": [{"id": row.organisation.name, "role": row.role} for row in use_case.partners],
        "preconditions": [
            _row(row, "text", "kind", "is_hard", "state", "due_on") for row in use_case.preconditions
        ],
        "dependencies": [{"code": row.needs.code, "reason": row.reason} for row in use_case.dependencies],
        "contributions": [
            {"code": row.function.code, "level": row.level.value, "deliverable": row.deliverable}
            for row in use_case.contributions
        ],
        "benefits": [
            _row(row, "text", "indicator", "unit", "baseline", "target", "is_disbenefit")
            for row in use_case.benefits
        ],
        "adoptions": [_row(row, "kind", "adopted", "total", "as_of", "source") for row in use_case.adoptions],
        "datasets": [
            {
                "id": row.id,
                "name": row.name,
                "holder": row.holder.name if row.holder else None,
                "note": row.note,
                **({"definition_version": row.definition_version} if row.definition else {}),
            }
            for row in use_case.datasets
        ],
        "sources": [_row(row, "source", "passage") for row in use_case.sources],
        "illustrative": sorted(use_case.illustrative),
    }
    return {"open": known, "board": _for_the_board(use_case)}


def _for_the_board(use_case: UseCase) -> dict[str, Any]:
    scores = use_case.assessment.scores if use_case.assessment else []
    return {
        "chance": use_case.chance,
        "scores": [
            {"code": score.criterion.code, "level": score.level, "reason": score.reason} for score in scores
        ],
        "risks": [_row(row, "text", "likelihood", "impact", "mitigation") for row in use_case.risks],
        "commitments": [
            {"id": row.organisation.name, "commitment": row.commitment.value} for row in use_case.partners
        ],
    }


def _row(row: Any, *names: str) -> dict[str, Any]:
    return {"id": row.id, **{name: plain(getattr(row, name)) for name in names}}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: dates as ISO text, decimals as text, enums as their value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
