"""Read assessments by the framework: the text that is worked on, its versions, and the register.

What is worked on, and a version that is not published, is for the board, its
secretary, owner and team, and the programme manager; a published version for who
may read the use case. Source: contract.md "Published", domain.md §3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from accounts.models import Domain
from accounts.permissions import Permission, may
from core.database import db
from portfolio.models import FrameworkAssessment, FrameworkVersion, UseCase
from portfolio.queries.visibility import is_readable, scope_of, works_with_scores
from portfolio.rules.framework import Verdict
from portfolio.rules.framework_similarity import Likeness, Trait, is_alike, likeness, read_trait

WHOLE = (
    selectinload(FrameworkAssessment.parties),
    selectinload(FrameworkAssessment.tools),
    selectinload(FrameworkAssessment.consultations),
    selectinload(FrameworkAssessment.viewpoints),
    selectinload(FrameworkAssessment.conditions),
)
MOST_SIMILAR = 6


@dataclass(frozen=True)
class RegisterRow:
    """The newest version that a reader may see, with the use case it is about."""

    code: str
    title: str
    title_en: str
    domain: Domain
    number: int
    verdict: Verdict
    established_on: date
    published_on: date | None
    is_illustrative: bool
    snapshot: dict[str, Any]


@dataclass(frozen=True)
class RegisterFilters:
    """What the register is narrowed to; empty means all."""

    q: str = ""
    verdicts: tuple[Verdict, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Similar:
    """An earlier assessment that is like the one at hand, and why."""

    code: str
    title: str
    title_en: str
    verdict: Verdict
    established_on: date
    is_illustrative: bool
    likeness: Likeness


def load_framework(use_case_id: int) -> FrameworkAssessment | None:
    """Return the assessment of a use case with all its rows, for an action: asks no rights. Six queries."""
    statement = (
        select(FrameworkAssessment).where(FrameworkAssessment.use_case_id == use_case_id).options(*WHOLE)
    )
    return db.session.scalars(statement).unique().one_or_none()


def is_insider(use_case: UseCase, reader: Any) -> bool:
    """Tell whether ``reader`` sees what is worked on; owner and team of ``use_case`` must be loaded."""
    return may(Permission.USE_CASE_READ_SCORES, scope_of(use_case), reader)


def list_versions(use_case: UseCase, reader: Any) -> Sequence[FrameworkVersion]:
    """Return the versions of a use case that ``reader`` may see, newest first."""
    statement = (
        select(FrameworkVersion)
        .join(FrameworkAssessment, FrameworkAssessment.id == FrameworkVersion.assessment_id)
        .join(UseCase, UseCase.id == FrameworkAssessment.use_case_id)
        .where(UseCase.id == use_case.id, _is_visible(reader))
        .order_by(FrameworkVersion.number.desc())
    )
    return db.session.scalars(statement).all()


def newest_verdict(use_case: UseCase, reader: Any) -> FrameworkVersion | None:
    """Return the newest version of a use case that ``reader`` may see."""
    return next(iter(list_versions(use_case, reader)), None)


def register(reader: Any, filters: RegisterFilters | None = None) -> list[RegisterRow]:
    """Return the newest version that ``reader`` may see of each use case, newest first: one query."""
    filters = filters or RegisterFilters()
    statement = _newest(reader, *_conditions(filters)).order_by(
        FrameworkVersion.established_on.desc(), UseCase.code
    )
    return [
        RegisterRow(
            row.code,
            row.title,
            row.title_en,
            row[3],
            row.number,
            row.verdict,
            row.established_on,
            row.published_on,
            row.is_illustrative,
            row.snapshot,
        )
        for row in db.session.execute(statement)
    ]


def register_counts(reader: Any) -> dict[tuple[Verdict, str], int]:
    """Return how many assessments ``reader`` may see, by verdict and slug of the domain: one query."""
    columns = (FrameworkVersion.verdict, Domain.slug)
    statement = _newest(reader).with_only_columns(*columns, func.count()).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def similar_to(mine: Sequence[Trait], reader: Any, *, besides: int) -> list[Similar]:
    """Return the earlier assessments most like ``mine`` that ``reader`` may see, at most six: one query."""
    columns = (
        *(UseCase.code, UseCase.title, UseCase.title_en, FrameworkVersion.verdict),
        *(FrameworkVersion.established_on, FrameworkVersion.is_illustrative, FrameworkVersion.traits),
    )
    found = []
    for row in db.session.execute(_newest(reader, UseCase.id != besides).with_only_columns(*columns)):
        theirs = [trait for text in row.traits if (trait := read_trait(text)) is not None]
        alike = likeness(mine, theirs)
        if is_alike(alike):
            found.append(
                Similar(
                    row.code,
                    row.title,
                    row.title_en,
                    row.verdict,
                    row.established_on,
                    row.is_illustrative,
                    alike,
                )
            )
    return sorted(found, key=lambda one: (-one.likeness.points, one.code))[:MOST_SIMILAR]


def published_texts(use_case_ids: Sequence[int]) -> dict[int, str]:
    """Return the text of the newest published version by use case, for the search index: one query."""
    newest = (
        select(FrameworkVersion.assessment_id, func.max(FrameworkVersion.number).label("number"))
        .where(FrameworkVersion.published_on.is_not(None))
        .group_by(FrameworkVersion.assessment_id)
        .subquery()
    )
    statement = (
        select(FrameworkAssessment.use_case_id, FrameworkVersion.text)
        .join(FrameworkVersion, FrameworkVersion.assessment_id == FrameworkAssessment.id)
        .join(
            newest,
            (newest.c.assessment_id == FrameworkVersion.assessment_id)
            & (newest.c.number == FrameworkVersion.number),
        )
        .where(FrameworkAssessment.use_case_id.in_(use_case_ids))
    )
    return {row.use_case_id: row.text for row in db.session.execute(statement)}


def _is_visible(reader: Any) -> ColumnElement[bool]:
    return or_(FrameworkVersion.published_on.is_not(None), works_with_scores(reader))


def _newest(reader: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the statement for the newest version, per use case, among those that ``reader`` may see."""
    numbers = (
        select(FrameworkVersion.assessment_id, func.max(FrameworkVersion.number).label("number"))
        .join(FrameworkAssessment, FrameworkAssessment.id == FrameworkVersion.assessment_id)
        .join(UseCase, UseCase.id == FrameworkAssessment.use_case_id)
        .where(is_readable(reader), _is_visible(reader))
        .group_by(FrameworkVersion.assessment_id)
        .subquery()
    )
    columns = (
        *(UseCase.code, UseCase.title, UseCase.title_en, Domain, FrameworkVersion.number),
        *(FrameworkVersion.verdict, FrameworkVersion.established_on, FrameworkVersion.published_on),
        *(FrameworkVersion.is_illustrative, FrameworkVersion.snapshot),
    )
    return (
        select(*columns)
        .select_from(FrameworkVersion)
        .join(
            numbers,
            (numbers.c.assessment_id == FrameworkVersion.assessment_id)
            & (numbers.c.number == FrameworkVersion.number),
        )
        .join(FrameworkAssessment, FrameworkAssessment.id == FrameworkVersion.assessment_id)
        .join(UseCase, UseCase.id == FrameworkAssessment.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(*conditions)
    )


def _conditions(filters: RegisterFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.verdicts:
        found.append(FrameworkVersion.verdict.in_(filters.verdicts))
    if filters.domains:
        found.append(Domain.slug.in_(filters.domains))
    for word in filters.q.split()[:8]:
        columns = (UseCase.code, UseCase.title, UseCase.title_en, FrameworkVersion.text)
        found.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return found
