"""What a board sees of a use case in a meeting: taken once, when the meeting opens, and kept as JSON.

A score that changes afterwards does not change what lay on the table.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portfolio.models import UseCase
from portfolio.queries.round_scores import Item, Outcome
from portfolio.rules.preconditions import Gate
from portfolio.rules.risks import rate
from portfolio.rules.terms import PreconditionState


def freeze(
    use_case: UseCase,
    *,
    names: Mapping[str, str],
    outcome: Outcome | None,
    round_id: int | None,
    share: Decimal | None,
) -> dict[str, Any]:
    """Return what lies on the table about ``use_case``, with everything loaded.

    ``names`` gives the name of each criterion, ``share`` the part of best portfolios that hold it.
    """
    framework = use_case.framework
    return {
        "code": use_case.code,
        "title": use_case.title,
        "title_en": use_case.title_en,
        "summary": use_case.summary,
        "phase": use_case.phase.value,
        "size": use_case.size.value if use_case.size else None,
        "value": [_number(use_case.value_low), _number(use_case.value_high)],
        "scored": use_case.scored,
        "criteria": use_case.criteria,
        "chance": use_case.chance,
        "effort": [
            _number(use_case.effort_low),
            _number(use_case.effort_likely),
            _number(use_case.effort_high),
        ],
        "organisations": use_case.organisations,
        "gates": [
            {"text": row.text, "due_on": row.due_on.isoformat() if row.due_on else None}
            for row in use_case.preconditions
            if Gate(row.text, row.is_hard, PreconditionState(row.state), row.due_on).is_shut
        ],
        "risks": [
            {"text": row.text, "grade": grade.value if grade else None}
            for row in use_case.risks
            for grade in (rate(row.likelihood, row.impact),)
        ],
        "builds": [row.function.code for row in use_case.contributions if row.builds],
        "verdict": framework.established_verdict.value
        if framework and framework.established_verdict
        else None,
        "scores": [
            {
                "name": names.get(row.criterion.code, row.criterion.code),
                "level": row.level,
                "reason": row.reason,
            }
            for row in (use_case.assessment.scores if use_case.assessment else ())
        ],
        "spread": [_spread(item, names) for item in outcome.items if item.summary] if outcome else [],
        "comments": [{"viewpoint": one.viewpoint.value, "text": one.text} for one in outcome.comments]
        if outcome
        else [],
        "round_id": round_id if outcome else None,
        "share": _number(share),
        "illustrative": list(use_case.illustrative),
    }


def _spread(item: Item, names: Mapping[str, str]) -> dict[str, Any]:
    summary = item.summary
    return {
        "name": "" if item.is_chance else names.get(item.criterion, item.criterion),
        "is_chance": item.is_chance,
        "median": _number(summary.median) if summary else None,
        "low": _number(summary.lower) if summary else None,
        "high": _number(summary.upper) if summary else None,
        "n": summary.n if summary else 0,
        "is_wide": item.is_wide,
        "comments": [{"viewpoint": one.viewpoint.value, "text": one.text} for one in item.comments],
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
