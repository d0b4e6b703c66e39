"""The scoring model of a first start: criteria with anchors, and what chances mean."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.reference import (
    CRITERION_FIELDS,
    add_criterion,
    edit_criterion,
    set_chance_anchor,
    write_anchors,
)
from portfolio.models import ChanceAnchor, Criterion
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
CHANCE: Shape = {"percent": is_whole, **WORDS}


def scoring_items(content: Path) -> Iterator[Item]:
    """Yield the criteria and then the anchors of chance."""
    model = read_yaml(content / "scoring.yaml")
    check_row(model, MODEL, "scoring.yaml")
    check_rows(model["value"], CRITERION, "scoring.yaml.value")
    check_rows(model["chance_anchors"], CHANCE, "scoring.yaml.chance_anchors")
    # A criterion that comes later weighs nothing until someone says otherwise: weights add up to one.
    is_first = db.session.scalar(select(func.count(Criterion.id))) == 0
    weights = equal_weights([row["code"] for row in model["value"]])
    for place, row in enumerate(model["value"]):
        if sorted(row["anchors"]) != [0, 1, 2, 3, 4, 5]:
            raise SeedError(f"scoring.yaml.value[{row['code']}].anchors: levels are 0 to 5")
        for level, words in row["anchors"].items():
            check_row(words, WORDS, f"scoring.yaml.value[{row['code']}].anchors[{level}]")
        yield Item(
            key=f"criterion:{row['code']}",
            content=row,
            find=partial(_find, row["code"]),
            add=partial(_add, row, place, weights[row["code"]] if is_first else Decimal(0)),
            update=partial(_update, row, place),
        )
    for row in model["chance_anchors"]:
        write = partial(set_chance_anchor, row["percent"], text=row["nl"], text_en=row["en"], by=SYSTEM)
        yield Item(
            key=f"chance:{row['percent']}",
            content=row,
            find=partial(db.session.get, ChanceAnchor, row["percent"]),
            add=write,
            update=lambda _anchor, write=write: write(),  # type: ignore[misc]
        )


def _find(code: str) -> Criterion | None:
    statement = select(Criterion).where(Criterion.code == code).options(selectinload(Criterion.anchors))
    return db.session.scalars(statement).one_or_none()


def _values(row: dict[str, Any], place: int) -> dict[str, Any]:
    return {**{name: row[name] for name in CRITERION_FIELDS if name in row}, "position": place}


def _anchors(row: dict[str, Any]) -> dict[int, tuple[str, str]]:
    return {level: (words["nl"], words["en"]) for level, words in row["anchors"].items()}


def _add(row: dict[str, Any], place: int, weight: Decimal) -> Criterion:
    criterion = add_criterion(row["code"], _values(row, place), weight=weight, by=SYSTEM)
    write_anchors(criterion, _anchors(row), by=SYSTEM)
    return criterion


def _update(row: dict[str, Any], place: int, criterion: Criterion) -> None:
    edit_criterion(criterion, _values(row, place), by=SYSTEM)
    write_anchors(criterion, _anchors(row), by=SYSTEM)
