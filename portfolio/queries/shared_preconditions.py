"""Read preconditions that several use cases wait for: one of them, its uses, and what may be the same.

Filter before counting: who may read none of the use cases may not know of a shared one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, select, true
from sqlalchemy.orm import joinedload

from accounts.models import Domain, Organisation
from accounts.permissions import Permission, Scope, rights
from core.database import db
from core.errors import NotFound
from portfolio.models import Assessment, Precondition, UseCase, team_member
from portfolio.models.progress import PreconditionChange, PreconditionShare, SharedPrecondition
from portfolio.queries.plain_rows import names
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.precondition_course import UNMET
from portfolio.rules.precondition_likeness import ENOUGH, likeness
from portfolio.rules.terms import Phase, PreconditionState

MOST_ALIKE = 8
WAITS_NO_MORE = (Phase.FINISHED, Phase.STOPPED, Phase.PARKED)


@dataclass(frozen=True, slots=True)
class Use:
    """One use case that a shared precondition belongs to; values are None when not for the reader."""

    precondition_id: int
    code: str
    title: str
    title_en: str
    domain: str
    domain_name: str
    domain_name_en: str
    phase: Phase
    is_hard: bool
    text: str
    text_en: str
    value_low: Decimal | None
    value_high: Decimal | None
    is_value_illustrative: bool
    illustrative: Sequence[str]

    @property
    def is_waiting(self) -> bool:
        """Tell whether it still runs or may start, so that it matters."""
        return self.phase not in WAITS_NO_MORE


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that may be the same precondition; ``shared_id`` is None for one of a single use case.

    ``share`` is how alike the words are, 0–100; ``may_join`` is false where it is not
    the reader's to change.
    """

    shared_id: int | None
    precondition_id: int | None
    text: str
    text_en: str
    state: PreconditionState
    code: str
    domain_name: str
    domain_name_en: str
    share: int
    may_join: bool = True


def is_seen(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may know of a shared precondition.

    It belongs to a use case that he may read, or he keeps those of all domains.
    """
    if rights(reader).domains_where(Permission.PRECONDITION_SHARE) is None:
        return true()
    known = (
        select(PreconditionShare.shared_id)
        .join(Precondition, Precondition.id == PreconditionShare.precondition_id)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(is_readable(reader))
    )
    return SharedPrecondition.id.in_(known)


def get_shared(id_: int, reader: Any) -> SharedPrecondition:
    """Return a shared precondition with its owner, or refuse as not found."""
    statement = (
        select(SharedPrecondition)
        .where(SharedPrecondition.id == id_, is_seen(reader))
        .options(joinedload(SharedPrecondition.owner_organisation))
    )
    shared = db.session.scalars(statement).one_or_none()
    if shared is None:
        raise NotFound("not_found")
    return shared


def scope_of_shared(id_: int, reader: Any) -> Scope:
    """Return the domains of the use cases it belongs to, for a guard; 404 for who may not know of it."""
    get_shared(id_, reader)
    return Scope(frozenset(db.session.scalars(select(UseCase.domain_id).where(_joined_to(id_)))))


def _joined_to(id_: int) -> ColumnElement[bool]:
    joined = (
        select(Precondition.use_case_id)
        .join(PreconditionShare, PreconditionShare.precondition_id == Precondition.id)
        .where(PreconditionShare.shared_id == id_)
    )
    return UseCase.id.in_(joined) & UseCase.merged_into_id.is_(None)


def list_uses(id_: int, reader: Any) -> list[Use]:
    """Return the use cases that ``reader`` may read and that it belongs to, hard ones first: one query."""
    sees = may_see_scores(reader)
    made_up = Assessment.is_illustrative.is_(True) | (names(UseCase.illustrative, "scores") == 1)
    statement = (
        select(
            *(Precondition.id, UseCase.code, UseCase.title, UseCase.title_en),
            *(Domain.slug, Domain.name, Domain.name_en, UseCase.phase),
            *(Precondition.is_hard, Precondition.text, Precondition.text_en),
            *(case((sees, UseCase.value_low)), case((sees, UseCase.value_high))),
            case((sees & made_up, 1), else_=0),
            Precondition.illustrative,
        )
        .join(PreconditionShare, PreconditionShare.precondition_id == Precondition.id)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .outerjoin(Assessment, Assessment.use_case_id == UseCase.id)
        .where(PreconditionShare.shared_id == id_, is_readable(reader))
        .order_by(Precondition.is_hard.desc(), Domain.name, UseCase.code, Precondition.id)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return [_use(*row) for row in rows]


def _use(*values: Any) -> Use:
    *known, made_up, marks = values
    whole: list[Any] = [*known, bool(made_up), marks]
    return Use(*whole)


def list_changes(id_: int) -> Sequence[PreconditionChange]:
    """Return the dated states of a shared precondition, the oldest first."""
    statement = select(PreconditionChange).where(PreconditionChange.shared_id == id_)
    return db.session.scalars(statement.order_by(PreconditionChange.on, PreconditionChange.id)).all()


def people_who_wait(id_: int) -> list[int]:
    """Return the owners and teams of the use cases that still wait for it, each once; two queries."""
    waits = _joined_to(id_) & UseCase.phase.not_in(WAITS_NO_MORE)
    rows: Iterable[Any] = db.session.execute(
        select(UseCase.id, UseCase.owner_id).where(waits).order_by(UseCase.code)
    )
    found: dict[int, int | None] = dict(iter(rows))
    team = select(team_member.c.person_id).where(team_member.c.use_case_id.in_(found))
    members = db.session.scalars(team.order_by(team_member.c.person_id)).all() if found else []
    return list(dict.fromkeys([*(owner for owner in found.values() if owner), *members]))


def use_cases_of(id_: int) -> Sequence[int]:
    """Return the ids of the use cases it belongs to, whatever their phase; for actions."""
    return db.session.scalars(select(UseCase.id).where(_joined_to(id_)).order_by(UseCase.id)).all()


def shared_ids_of(use_case_id: int) -> Sequence[int]:
    """Return the shared preconditions that a use case waits for: one query."""
    statement = (
        select(PreconditionShare.shared_id)
        .join(Precondition, Precondition.id == PreconditionShare.precondition_id)
        .where(Precondition.use_case_id == use_case_id)
        .order_by(PreconditionShare.shared_id)
    )
    return db.session.scalars(statement).all()


def list_alike(precondition: Precondition, reader: Any) -> list[Alike]:
    """Return what may be the same thing, the most alike first, at most eight: two queries.

    Shared ones come with those of other use cases that ``reader`` may read and that
    are not settled; ``may_join`` tells which use cases are his to join.
    """
    domains = rights(reader).domains_where(Permission.PRECONDITION_SHARE)
    found = []
    shared = select(SharedPrecondition).where(is_seen(reader)).order_by(SharedPrecondition.id)
    for row in db.session.scalars(shared):
        share = likeness(precondition.text, row.text)
        found.append(Alike(row.id, None, row.text, row.text_en, row.state, "", "", "", share))
    others = (
        select(
            *(Precondition.id, Precondition.text, Precondition.text_en, Precondition.state),
            *(UseCase.code, UseCase.domain_id, Domain.name, Domain.name_en),
        )
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .outerjoin(PreconditionShare, PreconditionShare.precondition_id == Precondition.id)
        .where(
            is_readable(reader),
            PreconditionShare.shared_id.is_(None),
            Precondition.use_case_id != precondition.use_case_id,
            Precondition.state.in_(UNMET),
            UseCase.phase.not_in(WAITS_NO_MORE),
        )
    )
    rows: Iterable[Any] = db.session.execute(others)
    for id_, text, text_en, state, code, domain_id, name, name_en in rows:
        share = likeness(precondition.text, text)
        if share >= ENOUGH:
            is_own = domains is None or domain_id in domains
            found.append(Alike(None, id_, text, text_en, state, code, name, name_en, share, is_own))
    found.sort(key=lambda one: (one.shared_id is None, -one.share, one.code, one.shared_id or 0))
    near = [one for one in found if one.share >= ENOUGH]
    rest = [one for one in found if one.share < ENOUGH]
    return [*sorted(near, key=lambda one: -one.share), *rest][:MOST_ALIKE]


def find_joinable(precondition_id: int, reader: Any) -> Precondition:
    """Return a precondition of a use case that ``reader`` may read, or refuse as not found."""
    statement = (
        select(Precondition)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(Precondition.id == precondition_id, is_readable(reader))
    )
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return row


def shared_by_id(ids: Sequence[int], reader: Any) -> dict[int, SharedPrecondition]:
    """Return those that ``reader`` may know of, by id: one query."""
    if not ids:
        return {}
    statement = select(SharedPrecondition).where(SharedPrecondition.id.in_(ids), is_seen(reader))
    return {row.id: row for row in db.session.scalars(statement)}


def organisations_to_choose() -> list[tuple[int, str]]:
    """Return (id, name) of the organisations, for who looks after a precondition."""
    rows: Iterable[Any] = db.session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.name, Organisation.id)
    )
    return [(id_, name) for id_, name in rows]
