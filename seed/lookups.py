"""Ids by the names that content uses; what people merged is found under its old name too."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from accounts.models import Domain, Organisation, OrganisationAlias, Person
from core.database import db
from portfolio.models import SystemFunction, UrgentChallenge, UseCase, UseCaseAlias
from wiki.models import Page


class Lookups:
    """Answers from one query per kind; None for what a person has removed."""

    def __init__(self) -> None:
        self.organisations = _pairs(OrganisationAlias.slug, OrganisationAlias.organisation_id)
        self.organisations |= _pairs(Organisation.slug, Organisation.id)
        self.domains = {domain.slug: domain for domain in db.session.scalars(select(Domain))}
        self.functions = _pairs(SystemFunction.code, SystemFunction.id)
        self.challenges = _pairs(UrgentChallenge.slug, UrgentChallenge.id)
        self.people = _pairs(Person.email, Person.id)
        self.pages = _pairs(Page.slug, Page.id)

    def organisation_ids(self, slugs: Iterable[str]) -> list[int]:
        """Return the ids of those that are still there, each once."""
        return list(dict.fromkeys(self.organisations[slug] for slug in slugs if slug in self.organisations))

    def domain(self, slug: str) -> Domain | None:
        """Return a domain, or the one that it was merged into."""
        by_id = {domain.id: domain for domain in self.domains.values()}
        domain = self.domains.get(slug)
        while domain is not None and domain.merged_into_id is not None:
            domain = by_id[domain.merged_into_id]
        return domain


def find_use_case_id(code: str) -> int | None:
    """Return the id of a use case, or of the one it was merged into."""
    alias = db.session.scalar(select(UseCaseAlias.use_case_id).where(UseCaseAlias.code == code))
    return alias or db.session.scalar(select(UseCase.id).where(UseCase.code == code))


def _pairs(key: InstrumentedAttribute[str], value: InstrumentedAttribute[int]) -> dict[str, int]:
    return {row[0]: row[1] for row in db.session.execute(select(key, value))}
