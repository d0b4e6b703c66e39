"""The register as a table: one row per decision, or per use case in a decision."""

from collections.abc import Callable
from typing import Any

from core.web.tables import CELL
from portfolio.models import Decision

COLUMNS = (
    *(
        "number",
        "board",
        "decided_on",
        "kind",
        "subject",
        "subject_en",
        "summary",
        "decision",
        "alternatives",
    ),
    *("reasons", "conditions", "dissent", "overrides", "revisit_when", "follows", "followed_by"),
    *("use_cases", "url", "illustrative"),
)


def record_of(decision: Decision, followed_by: str | None, address: Callable[[str], str]) -> dict[str, Any]:
    """Return one decision by column, lists as lists; everything must be loaded."""
    return {
        "number": decision.number,
        "board": decision.board_name,
        "decided_on": decision.decided_on,
        "kind": decision.kind.value,
        "subject": decision.subject,
        "subject_en": decision.subject_en,
        "summary": decision.summary,
        "decision": decision.text,
        "alternatives": decision.alternatives,
        "reasons": decision.reasons,
        "conditions": decision.conditions,
        "dissent": [{"seat": one.seat, "use_case": one.code, "text": one.text} for one in decision.dissents],
        "overrides": [
            {"code": one.code, "direction": one.direction, "price_points": one.price, "reason": one.reason}
            for one in decision.overrides
        ],
        "revisit_when": [
            {
                "kind": one.kind.value,
                "day": one.due_on,
                "use_case": one.use_case.code if one.use_case else None,
                "phase": one.phase.value if one.phase else None,
                "text": one.text,
            }
            for one in decision.revisits
        ],
        "follows": decision.supersedes.number if decision.supersedes else None,
        "followed_by": followed_by,
        "use_cases": [
            {"code": item.use_case.code, "outcome": item.outcome.value, "reason": item.reason}
            for item in decision.items
        ],
        "url": address(decision.number or ""),
        "illustrative": list(decision.illustrative),
    }


def cells_of(record: dict[str, Any]) -> list[CELL]:
    """Return the cells of a record in the order of COLUMNS, lists joined."""
    return [
        "; ".join(_joined(part) for part in value) if isinstance(value, list) else value
        for value in (record[column] for column in COLUMNS)
    ]


def _joined(part: Any) -> str:
    return (
        ": ".join(str(value) for value in part.values() if value not in (None, ""))
        if isinstance(part, dict)
        else str(part)
    )
