"""The scoring model of a first start: criteria with anchors, and what chances mean."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.reference import set_chance_anchor
from portfolio.actions.scoring_models import make_version
from portfolio.models import ChanceAnchor, ScoringModel
from portfolio.rules.scoring_model import CriterionView, Thresholds, WeightMethod
from portfolio.rules.value import equal_weights
from seed.ledger import Item
from seed.reading import (
    SeedError,
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_list,
    is_mapping,
    is_texts,
    is_whole,
    read_yaml,
)

MODEL: Shape = {
    "value": is_list,
    "chance_anchors": is_list,
    "risk_matrix": is_mapping,
    "size": is_mapping,
    "illustrative": is_texts,
}
CRITERION: Shape = {
    "code": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "help": is_filled,
    "help_en": is_filled,
    "anchors": is_mapping,
}
WORDS: Shape = {"nl": is_filled, "en": is_filled}
FIRST = "Een begin: alle onderdelen tellen even zwaar, tot een bord er zelf over beslist."
LATER = "De standaard van deze uitgave van Routekaart is veranderd."
CHANCE: Shape = {"percent": is_whole, **WORDS}


def scoring_items(content: Path) -> Iterator[Item]:
    """Yield the default model and then the anchors of chance."""
    model = read_yaml(content / "scoring.yaml")
    check_row(model, MODEL, "scoring.yaml")
    check_rows(model["value"], CRITERION, "scoring.yaml.value")
    check_rows(model["chance_anchors"], CHANCE, "scoring.yaml.chance_anchors")
    for row in model["value"]:
        if sorted(row["anchors"]) != [0, 1, 2, 3, 4, 5]:
            raise SeedError(f"scoring.yaml.value[{row['code']}].anchors: levels are 0 to 5")
        for level, words in row["anchors"].items():
            check_row(words, WORDS, f"scoring.yaml.value[{row['code']}].anchors[{level}]")
    yield Item(
        key="scoring-model:default",
        content=model["value"],
        find=_latest_default,
        add=partial(_make_default, model["value"], FIRST),
        update=lambda _known: _make_default(model["value"], LATER),
    )
    for row in model["chance_anchors"]:
        yield Item(
            key=f"chance:{row['percent']}",
            content=row,
            find=partial(db.session.get, ChanceAnchor, row["percent"]),
            add=partial(_set_chance, row),
            update=partial(_set_chance, row),
        )


def _set_chance(row: dict[str, Any], _known: object = None) -> ChanceAnchor:
    return set_chance_anchor(row["percent"], text=row["nl"], text_en=row["en"], by=SYSTEM)


def _latest_default() -> ScoringModel | None:
    statement = select(ScoringModel).where(ScoringModel.domain_id.is_(None))
    return db.session.scalars(statement.order_by(ScoringModel.number.desc()).limit(1)).one_or_none()


def _make_default(rows: list[dict[str, Any]], reason: str) -> ScoringModel:
    weights = equal_weights([row["code"] for row in rows])
    criteria = [
        CriterionView(
            **{name: row[name] for name in ("code", "name", "name_en", "help", "help_en")},
            weight=weights[row["code"]],
            anchors={level: (words["nl"], words["en"]) for level, words in row["anchors"].items()},
        )
        for row in rows
    ]
    return make_version(
        None, criteria, method=WeightMethod.EQUAL, thresholds=Thresholds(), reason=reason, by=SYSTEM
    )
