"""Two scenarios of a first start; the worker calculates them as soon as it runs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions import scenarios as actions
from portfolio.models import Scenario, ScenarioOverride, UseCase
from portfolio.queries.scenario_inputs import TAKING_PART
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Begun, Settings
from seed.ledger import Item
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_whole, read_yaml

FILE: Shape = {"scenarios": is_list}
SCENARIO: Shape = {
    "domain": is_filled,
    "name": is_filled,
    "note": is_filled,
    "budget_months": is_whole,
    "begun": is_filled,
}


def scenario_items(content: Path) -> Iterator[Item]:
    """Yield the scenarios in the order of their numbers."""
    whole = read_yaml(content / "scenarios.yaml")
    check_row(whole, FILE, "scenarios.yaml")
    check_rows(whole["scenarios"], SCENARIO, "scenarios.yaml.scenarios")
    for row in whole["scenarios"]:
        if not _has_a_choice(row["domain"]):
            continue
        yield Item(
            f"scenario:{row['domain']}:{row['name']}"[:120],
            row,
            partial(_find, row),
            partial(_add, row),
            partial(_update, row),
        )


def _has_a_choice(domain: str) -> bool:
    """Tell whether there is something in this domain to calculate with."""
    statement = select(UseCase.id).join(Domain, Domain.id == UseCase.domain_id)
    return (
        db.session.scalar(statement.where(Domain.slug == domain, UseCase.phase.in_(TAKING_PART))) is not None
    )


def _find(row: Mapping[str, Any]) -> Scenario | None:
    return db.session.scalars(
        select(Scenario)
        .join(Domain, Domain.id == Scenario.domain_id)
        .where(Domain.slug == row["domain"], Scenario.name == row["name"])
        .options(selectinload(Scenario.overrides).joinedload(ScenarioOverride.use_case))
    ).first()


def _add(row: Mapping[str, Any]) -> Scenario:
    domain = db.session.scalars(select(Domain).where(Domain.slug == row["domain"])).one()
    scenario = actions.add_scenario(
        domain, name=row["name"], note=row["note"], settings=_settings(row), by=SYSTEM
    )
    actions.ask_run(scenario, now=Quarter.of(today()), by=SYSTEM)
    return scenario


def _update(row: Mapping[str, Any], scenario: Scenario) -> Scenario:
    actions.edit_scenario(
        scenario, name=row["name"], note=row["note"], settings=_settings(row), version=None, by=SYSTEM
    )
    actions.ask_run(scenario, now=Quarter.of(today()), by=SYSTEM, instead=True)
    return scenario


def _settings(row: Mapping[str, Any]) -> Settings:
    return Settings(budget_months=Decimal(row["budget_months"]), begun=Begun(row["begun"]))
