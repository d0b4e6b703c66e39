"""Read with which use cases another one may be merged."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from accounts.permissions import Permission, rights
from core.database import db
from portfolio.models import UseCase
from portfolio.queries.use_cases import EVERYTHING, is_code
from portfolio.queries.visibility import is_readable

MOST_FOUND = 25


def merge_targets(source: UseCase, q: str, reader: Any) -> Sequence[UseCase]:
    """Return others with each word of ``q`` in code or title; in its own domain when nothing is asked."""
    conditions = [_may_receive(source, reader)]
    for word in q.split()[:8]:
        conditions.append(
            or_(UseCase.code.icontains(word, autoescape=True), UseCase.title.icontains(word, autoescape=True))
        )
    if not q.split():
        conditions.append(UseCase.domain_id == source.domain_id)
    return db.session.scalars(
        select(UseCase).where(*conditions).order_by(UseCase.code).limit(MOST_FOUND)
    ).all()


def find_merge_target(source: UseCase, code: str, reader: Any) -> UseCase | None:
    """Return the use case with this code, with everything loaded, where ``reader`` may merge into it."""
    if not is_code(code):
        return None
    found = select(UseCase).where(UseCase.code == code, _may_receive(source, reader)).options(*EVERYTHING)
    return db.session.scalars(found).unique().one_or_none()


def _may_receive(source: UseCase, reader: Any) -> ColumnElement[bool]:
    domains = rights(reader).domains_where(Permission.USE_CASE_MERGE)
    condition = is_readable(reader) & (UseCase.id != source.id)
    return condition if domains is None else condition & UseCase.domain_id.in_(domains)
