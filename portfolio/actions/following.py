"""What must follow in the portfolio when an organisation or domain changes or is merged.

Sizes depend on the organisations that take part and on a domain's limits; the
search entries of use cases hold the names of both.
"""

from collections.abc import Iterable

from sqlalchemy import delete, or_, select

from accounts.actions import register_after_change, register_after_merge
from accounts.models import Domain
from core.database import db
from portfolio.actions.derive import derive
from portfolio.actions.use_cases import rederive_all
from portfolio.models import Partner, UseCase, other_domain
from portfolio.queries.scoring_models import Models
from portfolio.queries.use_cases import EVERYTHING
from search.outbox import note


def follow_organisation(organisation_id: int) -> None:
    """Renew the search entries that hold the name of this organisation."""
    _renew_entries(_use_cases_of(organisation_id))


def follow_merged_organisations(source_id: int, target_id: int) -> None:
    """Count again who takes part in each use case of the organisation that stays."""
    note("organisation", source_id)
    ids = _use_cases_of(target_id)
    models = Models()
    for use_case in db.session.scalars(
        select(UseCase).where(UseCase.id.in_(ids)).options(*EVERYTHING)
    ).unique():
        derive(use_case, use_case.domain, models)
    _renew_entries(ids)


def follow_domain(domain_id: int) -> None:
    """Derive sizes again from the limits of this domain."""
    rederive_all(db.session.get_one(Domain, domain_id))
    _renew_entries(_use_cases_in(domain_id))


def follow_merged_domains(_source_id: int, target_id: int) -> None:
    """Drop links from a use case to its own lead domain and derive sizes from the limits that now hold."""
    own = select(UseCase.id).where(
        UseCase.id == other_domain.c.use_case_id, UseCase.domain_id == other_domain.c.domain_id
    )
    db.session.execute(
        delete(other_domain).where(own.exists()), execution_options={"synchronize_session": False}
    )
    follow_domain(target_id)


def register_followers() -> None:
    """Let accounts call these, in the transaction of the change."""
    register_after_change("organisation", follow_organisation)
    register_after_change("domain", follow_domain)
    register_after_merge("organisation", follow_merged_organisations)
    register_after_merge("domain", follow_merged_domains)


def _use_cases_of(organisation_id: int) -> list[int]:
    takes_part = select(Partner.use_case_id).where(Partner.organisation_id == organisation_id)
    found = select(UseCase.id).where(
        or_(UseCase.owner_organisation_id == organisation_id, UseCase.id.in_(takes_part))
    )
    return list(db.session.scalars(found.order_by(UseCase.id)))


def _use_cases_in(domain_id: int) -> list[int]:
    found = select(UseCase.id).where(UseCase.domain_id == domain_id)
    return list(db.session.scalars(found.order_by(UseCase.id)))


def _renew_entries(ids: Iterable[int]) -> None:
    for id_ in ids:
        note("use-case", id_)
