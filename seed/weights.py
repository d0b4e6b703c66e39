"""The board of the demo has weighed its criteria and kept a first ranking: something to compare with."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Domain, Person
from core.audit import SYSTEM, Actor
from core.database import db
from portfolio.actions.rankings import file_ranking
from portfolio.actions.scoring_models import make_version
from portfolio.models import RankingSnapshot, ScoringModel
from portfolio.queries.scoring_models import current_model
from portfolio.rules.scoring_model import WeightMethod
from portfolio.rules.weighing import weigh_by_swing
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import SeedError, Shape, check_row, is_filled, is_mapping, read_yaml

WEIGHTS: Shape = {
    "domain": is_filled,
    "by": is_filled,
    "reason": is_filled,
    "points": is_mapping,
    "first_ranking": is_filled,
}


def weight_items(content: Path) -> Iterator[Item]:
    """Yield the weights of the demo's board; a version that its secretary made is never followed by ours."""
    told = _read(content)
    domain = Lookups().domain(told["domain"])
    if domain is None:
        return
    model = current_model(domain.id)
    if model.domain_id is None and model.weights.keys() != told["points"].keys():
        raise SeedError("weights.yaml.points: give points to each criterion of scoring.yaml, and no other")
    yield Item(
        key=f"scoring-model:{domain.slug}",
        content=told,
        find=partial(_first, ScoringModel, domain),
        add=partial(_weigh, domain, told),
        update=lambda known: known,
    )


def ranking_items(content: Path) -> Iterator[Item]:
    """Yield the ranking that the demo's board kept before it weighed its criteria."""
    told = _read(content)
    domain = Lookups().domain(told["domain"])
    if domain is None:
        return
    yield Item(
        key=f"ranking:{domain.slug}",
        content=told["first_ranking"],
        find=partial(_first, RankingSnapshot, domain),
        add=lambda: file_ranking(domain, current_model(None), by=_actor(told), note=told["first_ranking"]),
        update=lambda known: known,
    )


def _read(content: Path) -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(content / "weights.yaml")
    check_row(told, WEIGHTS, "weights.yaml")
    return told


def _first(kind: type[ScoringModel] | type[RankingSnapshot], domain: Domain) -> Any:
    return db.session.scalars(select(kind).where(kind.domain_id == domain.id).order_by(kind.id)).first()


def _actor(told: dict[str, Any]) -> Actor:
    return db.session.scalars(select(Person).where(Person.email == told["by"])).one_or_none() or SYSTEM


def _weigh(domain: Domain, told: dict[str, Any]) -> ScoringModel:
    model = current_model(domain.id)
    return make_version(
        domain,
        weigh_by_swing(model.criteria, told["points"]),
        method=WeightMethod.SWING,
        thresholds=model.thresholds,
        reason=told["reason"],
        by=_actor(told),
        is_illustrative=True,
    )
