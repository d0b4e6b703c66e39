"""Read which use cases build on a definition of the wiki."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from core.database import db
from portfolio.models import Dataset, UseCase
from portfolio.queries.visibility import is_readable

MOST = 50


def list_users(key: str, reader: Any) -> Sequence[Any]:
    """Return the use cases that pin this definition, with dataset and version; "12:" means any of page 12.

    Only what ``reader`` may read; one query.
    """
    is_page = key.endswith(":")
    wanted = Dataset.definition.startswith(key, autoescape=True) if is_page else Dataset.definition == key
    statement = (
        select(UseCase.code, UseCase.title, UseCase.title_en, Dataset.name, Dataset.definition_version)
        .join(Dataset, Dataset.use_case_id == UseCase.id)
        .where(wanted, is_readable(reader))
        .order_by(UseCase.code, Dataset.position)
        .limit(MOST)
    )
    return db.session.execute(statement).all()


def list_builders(keys: Sequence[str], reader: Any) -> Sequence[Any]:
    """Return the use cases that pin these definitions, with their owner and organisations: one query.

    "12:" means any definition of page 12. Only what ``reader`` may read; all for None,
    to tell the owners.
    """
    if not keys:
        return []
    pages = [key for key in keys if key.endswith(":")]
    wanted = [Dataset.definition.startswith(key, autoescape=True) for key in pages]
    wanted.append(Dataset.definition.in_([key for key in keys if not key.endswith(":")]))
    statement = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, UseCase.owner_id),
            *(UseCase.owner_organisation_id, Dataset.holder_id, Dataset.definition),
        )
        .join(Dataset, Dataset.use_case_id == UseCase.id)
        .where(or_(*wanted))
        .order_by(UseCase.code, Dataset.position)
        .limit(MOST * len(keys))
    )
    readable = UseCase.merged_into_id.is_(None) if reader is None else is_readable(reader)
    return db.session.execute(statement.where(readable)).all()
