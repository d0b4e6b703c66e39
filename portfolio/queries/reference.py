"""Read what use cases refer to: what chances mean, system functions, challenges, counts."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from core.database import db
from core.errors import NotFound
from portfolio.models import ChanceAnchor, OrganisationCount, SystemFunction, UrgentChallenge


def list_chance_anchors() -> Sequence[ChanceAnchor]:
    """Return what the chances mean in words, from low to high."""
    return db.session.scalars(select(ChanceAnchor).order_by(ChanceAnchor.percent)).all()


def list_system_functions() -> Sequence[SystemFunction]:
    """Return all functions and parts, functions in order, each followed by its parts."""
    statement = select(SystemFunction).options(
        selectinload(SystemFunction.parts), selectinload(SystemFunction.maturities)
    )
    rows = db.session.scalars(statement.order_by(SystemFunction.position, SystemFunction.code)).all()
    return [entry for main in rows if main.parent_id is None for entry in (main, *main.parts)]


def find_system_function(code: str) -> SystemFunction | None:
    """Return a function or part with its parts, parent and maturities."""
    statement = (
        select(SystemFunction)
        .where(SystemFunction.code == code)
        .options(
            selectinload(SystemFunction.parts).selectinload(SystemFunction.maturities),
            selectinload(SystemFunction.maturities),
            selectinload(SystemFunction.parent),
        )
    )
    return db.session.scalars(statement).one_or_none()


def get_system_function(code: str) -> SystemFunction:
    """Return a function or part, or refuse as not found."""
    function = find_system_function(code)
    if function is None:
        raise NotFound("not_found")
    return function


def list_challenges(on: date | None = None) -> Sequence[UrgentChallenge]:
    """Return the urgent challenges, those that hold on a day when one is given."""
    statement = select(UrgentChallenge).order_by(UrgentChallenge.name, UrgentChallenge.id)
    if on is not None:
        statement = statement.where(
            UrgentChallenge.since <= on, or_(UrgentChallenge.until.is_(None), UrgentChallenge.until >= on)
        )
    return db.session.scalars(statement).all()


def get_count(id_: int) -> OrganisationCount:
    """Return how many there were of a kind on a day, or refuse as not found."""
    count = db.session.get(OrganisationCount, id_, populate_existing=True)
    if count is None:
        raise NotFound("not_found")
    return count


def list_counts() -> Sequence[OrganisationCount]:
    """Return how many organisations of each kind there are, by kind and day."""
    return db.session.scalars(
        select(OrganisationCount).order_by(OrganisationCount.kind, OrganisationCount.as_of)
    ).all()
