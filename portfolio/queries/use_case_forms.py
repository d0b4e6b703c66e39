"""Read what the forms of use cases offer to choose from, and for whom a guard asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from accounts.models import Domain, Organisation, Person
from accounts.permissions import Scope
from core.database import db, today
from core.errors import NotFound
from core.i18n import localised
from portfolio.models import SystemFunction, UrgentChallenge, UseCase
from portfolio.queries.use_cases import is_code
from portfolio.queries.visibility import is_readable, scope_of

MOST_CODES = 400
Rows = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Choices:
    """What the forms offer, as (id, words); names as they are typed."""

    organisations: Rows = ()
    people: Rows = ()
    domains: Rows = ()
    functions: Rows = ()
    challenges: Rows = ()
    codes: Sequence[tuple[str, str]] = ()
    hidden_needs: frozenset[int] = field(default=frozenset())
    """What the use case needs first but its reader may not know of: kept, and not shown."""

    def organisation_id(self, name: str) -> int | None:
        """Return the id of the organisation with this name, whatever its case."""
        return _by_name(self.organisations, name)

    def person_id(self, name: str) -> int | None:
        """Return the id of the person with this name, whatever its case."""
        return _by_name(self.people, name)

    def organisation_name(self, id_: int | None) -> str:
        """Return the name under which an organisation is offered."""
        return dict(self.organisations).get(id_, "") if id_ else ""

    def person_name(self, id_: int | None) -> str:
        """Return the name under which a person is offered."""
        return dict(self.people).get(id_, "") if id_ else ""


def _by_name(rows: Rows, name: str) -> int | None:
    wanted = name.strip().casefold()
    return next((id_ for id_, known in rows if known.casefold() == wanted), None)


def scope_of_code(code: str, reader: Any) -> Scope:
    """Return the scope of a use case for a guard; who may not know of it gets "not found"."""
    if not is_code(code):
        raise NotFound("not_found")
    found = (
        select(UseCase).where(UseCase.code == code, is_readable(reader)).options(selectinload(UseCase.team))
    )
    use_case = db.session.scalars(found).one_or_none()
    if use_case is None:
        raise NotFound("not_found")
    return scope_of(use_case)


def choices_for(use_case: UseCase, reader: Any) -> Choices:
    """Return all that a form about ``use_case`` offers.

    Who has no account any more, and challenges and domains that ended, are offered
    where ``use_case`` names them already.
    """
    kept = _people_of(use_case)
    return Choices(
        organisations=_distinct(db.session.execute(_by_lower_name(Organisation)).all()),
        people=_distinct(
            db.session.execute(
                _by_lower_name(Person).where(or_(Person.is_enabled, Person.id.in_(kept)))
            ).all()
        ),
        domains=domains_to_choose({use_case.domain_id, *(domain.id for domain in use_case.other_domains)}),
        functions=_functions(),
        challenges=_challenges({row.id for row in use_case.challenges}),
        codes=codes_near(use_case, reader),
        hidden_needs=_hidden_needs(use_case, reader),
    )


def choices_for_idea() -> Choices:
    """Return what the short form of a new idea offers."""
    return Choices(
        organisations=_distinct(db.session.execute(_by_lower_name(Organisation)).all()),
        domains=domains_to_choose(),
        functions=_functions(),
        challenges=_challenges(()),
    )


def domains_to_choose(kept: Iterable[int] = ()) -> Rows:
    """Return the domains in use, and those in ``kept``, by name in the reader's language."""
    in_use = Domain.retired_on.is_(None) & Domain.merged_into_id.is_(None)
    rows = db.session.scalars(select(Domain).where(or_(in_use, Domain.id.in_(list(kept)))))
    return sorted(((row.id, localised(row, "name")) for row in rows), key=lambda row: row[1].casefold())


def get_domain_by_id(id_: int) -> Domain:
    """Return a domain in use, or refuse as not found."""
    domain = db.session.get(Domain, id_)
    if domain is None or domain.retired_on or domain.merged_into_id:
        raise NotFound("not_found")
    return domain


def challenges_named(ids: Iterable[int]) -> list[tuple[str, str]]:
    """Return (slug, name) of these challenges, by slug."""
    wanted = select(UrgentChallenge.slug, UrgentChallenge.name).where(UrgentChallenge.id.in_(list(ids)))
    return [(row.slug, row.name) for row in db.session.execute(wanted.order_by(UrgentChallenge.slug))]


def codes_near(use_case: UseCase, reader: Any) -> Sequence[tuple[str, str]]:
    """Return (code, title) of the others in its domain that ``reader`` may read."""
    found = (
        select(UseCase.code, UseCase.title)
        .where(is_readable(reader), UseCase.domain_id == use_case.domain_id, UseCase.id != use_case.id)
        .order_by(UseCase.code)
        .limit(MOST_CODES)
    )
    return [(row.code, row.title) for row in db.session.execute(found)]


def ids_by_code(codes: Iterable[str], reader: Any) -> dict[str, int]:
    """Return the id of each of ``codes`` that ``reader`` may read."""
    wanted = [code for code in codes if is_code(code)]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(UseCase.code, UseCase.id).where(UseCase.code.in_(wanted), is_readable(reader))
    )
    return {row.code: row.id for row in rows}


def _hidden_needs(use_case: UseCase, reader: Any) -> frozenset[int]:
    needed = {row.needs_id for row in use_case.dependencies}
    if not needed:
        return frozenset()
    known = db.session.scalars(select(UseCase.id).where(UseCase.id.in_(needed), is_readable(reader)))
    return frozenset(needed - set(known))


def _by_lower_name(model: Any) -> Any:
    return select(model.id, model.name).order_by(func.lower(model.name), model.id)


def _distinct(rows: Any) -> Rows:
    """Tell people or organisations with one name apart by their number."""
    names = [row.name.casefold() for row in rows]
    double = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return [(row.id, f"{row.name} ({row.id})" if row.name.casefold() in double else row.name) for row in rows]


def _people_of(use_case: UseCase) -> set[int]:
    ids = {member.id for member in use_case.team} | {row.owner_id for row in use_case.preconditions}
    return {id_ for id_ in ids | {use_case.owner_id} if id_}


def _functions() -> Rows:
    rows = db.session.scalars(
        select(SystemFunction).order_by(SystemFunction.position, SystemFunction.code)
    ).all()
    parts: dict[int | None, list[SystemFunction]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    ordered = [entry for main in parts.get(None, []) for entry in (main, *parts.get(main.id, []))]
    return [(row.id, f"{row.code} {localised(row, 'name')}") for row in ordered]


def _challenges(kept: Iterable[int]) -> Rows:
    statement = select(UrgentChallenge).where(
        or_(
            UrgentChallenge.until.is_(None),
            UrgentChallenge.until >= today(),
            UrgentChallenge.id.in_(list(kept)),
        )
    )
    rows = db.session.scalars(statement.order_by(UrgentChallenge.name, UrgentChallenge.id))
    return [(row.id, localised(row, "name")) for row in rows]
