"""Read which use cases build on a definition of the wiki."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, or_, select

from accounts.permissions import rights
from core.database import db
from portfolio.models import Dataset, UseCase, team_member
from portfolio.queries.visibility import is_readable
from portfolio.rules.terms import Phase

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


def list_page_users(page_id: int, names: Collection[str], reader: Any) -> Sequence[Any]:
    """Return the use cases that follow a definition of this page or name it among their data, by code.

    Only what ``reader`` may read; one query.
    """
    uses = select(Dataset.use_case_id).where(
        or_(
            Dataset.definition.startswith(f"{page_id}:", autoescape=True),
            func.lower(Dataset.name).in_([name.lower() for name in names]),
        )
    )
    statement = select(UseCase.code, UseCase.title, UseCase.title_en)
    return db.session.execute(
        statement.where(UseCase.id.in_(uses), is_readable(reader)).order_by(UseCase.code).limit(MOST)
    ).all()


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
            *(UseCase.id, UseCase.code, UseCase.title, UseCase.title_en, UseCase.owner_id),
            *(UseCase.owner_organisation_id, Dataset.holder_id, Dataset.definition),
        )
        .join(Dataset, Dataset.use_case_id == UseCase.id)
        .where(or_(*wanted))
        .order_by(UseCase.code, Dataset.position)
    )
    if reader is None:
        return db.session.execute(statement.where(UseCase.merged_into_id.is_(None))).all()
    return db.session.execute(statement.where(is_readable(reader)).limit(MOST * len(keys))).all()


def list_teams(use_case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the ids of the people in the team of each of these use cases: one query, or none."""
    found: dict[int, set[int]] = {}
    if use_case_ids:
        members = select(team_member.c.use_case_id, team_member.c.person_id)
        for id_, person_id in db.session.execute(
            members.where(team_member.c.use_case_id.in_(sorted(use_case_ids)))
        ):
            found.setdefault(id_, set()).add(person_id)
    return {id_: frozenset(people) for id_, people in found.items()}


def list_own_pins(reader: Any) -> Sequence[Any]:
    """Return the pins of use cases that run and that the reader owns or works on, by code: one query."""
    person_id = rights(reader).person_id
    team = select(team_member.c.use_case_id).where(team_member.c.person_id == person_id)
    statement = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en),
            *(Dataset.name, Dataset.definition, Dataset.definition_version),
        )
        .join(Dataset, Dataset.use_case_id == UseCase.id)
        .where(
            Dataset.definition != "",
            or_(UseCase.owner_id == person_id, UseCase.id.in_(team)),
            UseCase.phase.not_in((Phase.FINISHED, Phase.STOPPED)),
            is_readable(reader),
        )
        .order_by(UseCase.code, Dataset.position)
        .limit(MOST)
    )
    return db.session.execute(statement).all()
