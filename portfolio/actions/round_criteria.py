"""Freeze what a round scores on: the board's scoring model as it is when the round opens."""

from typing import Any

from portfolio.queries.reference import list_chance_anchors
from portfolio.queries.scoring_models import current_model


def frozen_criteria(domain_id: int) -> tuple[int | None, dict[str, Any]]:
    """Return (id of the model, criteria and chance anchors as JSON) as they hold for a board now."""
    model = current_model(domain_id)
    criteria = [
        {
            **{name: getattr(row, name) for name in ("code", "name", "name_en", "help", "help_en")},
            "weight": str(row.weight),
            "anchors": [
                {"level": level, "text": text, "text_en": text_en}
                for level, (text, text_en) in sorted(row.anchors.items())
            ],
        }
        for row in model.criteria
    ]
    chances = [
        {"percent": row.percent, "text": row.text, "text_en": row.text_en} for row in list_chance_anchors()
    ]
    frozen = {"label": model.label, "criteria": criteria, "chance_anchors": chances}
    return model.id or None, frozen
