"""Read what search indexes of the portfolio: a constant number of queries per batch."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Organisation, OrganisationAlias
from core.database import db
from portfolio.models import ActionPoint, ActionTheme, Precondition, SystemFunction, UseCase, UseCaseAlias
from portfolio.models.progress import PreconditionShare, SharedPrecondition
from portfolio.queries.agenda import first_agendas
from portfolio.queries.framework import published_texts
from search.registry import ALL_DRAFTS, PUBLIC, SIGNED_IN, SearchDocument


def use_case_ids() -> Sequence[int]:
    """Return the ids of use cases that were not merged into another."""
    return db.session.scalars(
        select(UseCase.id).where(UseCase.merged_into_id.is_(None)).order_by(UseCase.id)
    ).all()


def use_case_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per use case; scores, risks and commitments are never in it."""
    statement = (
        select(UseCase)
        .where(UseCase.id.in_(ids), UseCase.merged_into_id.is_(None))
        .options(
            joinedload(UseCase.domain),
            joinedload(UseCase.owner_organisation),
            selectinload(UseCase.other_domains),
            selectinload(UseCase.team),
            selectinload(UseCase.challenges),
            selectinload(UseCase.datasets),
        )
    )
    aliases = db.session.execute(
        select(UseCaseAlias.use_case_id, UseCaseAlias.code).where(UseCaseAlias.use_case_id.in_(ids))
    ).all()
    assessed = published_texts(ids)
    for use_case in db.session.scalars(statement).unique():
        former = [code for use_case_id, code in aliases if use_case_id == use_case.id]
        texts = (use_case.challenge, use_case.intended_result, use_case.description, use_case.practice)
        named = [dataset.name for dataset in use_case.datasets]
        named += [challenge.name for challenge in use_case.challenges]
        named += [use_case.owner_organisation.name] if use_case.owner_organisation else []
        yield SearchDocument(
            type="use-case",
            id=use_case.id,
            reference=use_case.code,
            title=use_case.title,
            title_en=use_case.title_en,
            aliases=(use_case.code, *former),
            abstract=use_case.summary,
            abstract_en=use_case.summary_en,
            body="\n".join([*texts, *named, assessed.get(use_case.id, "")]),
            kind=use_case.kind.value,
            domains=tuple(domain.slug for domain in (use_case.domain, *use_case.other_domains)),
            access=_access(use_case),
        )


def _access(use_case: UseCase) -> frozenset[str]:
    """Say the same as visibility.is_readable, for the index."""
    if not use_case.is_draft:
        return frozenset({PUBLIC if use_case.published_on else SIGNED_IN})
    people = {use_case.owner_id, use_case.submitter_id, *(member.id for member in use_case.team)} - {None}
    return frozenset({ALL_DRAFTS, f"domain:{use_case.domain_id}", *(f"person:{person}" for person in people)})


def action_point_ids() -> Sequence[int]:
    """Return the ids of all action points."""
    return db.session.scalars(select(ActionPoint.id).order_by(ActionPoint.id)).all()


def action_point_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per action point; those of a draft only for who reads all drafts."""
    statement = (
        select(ActionPoint)
        .where(ActionPoint.id.in_(ids))
        .options(
            joinedload(ActionPoint.theme).joinedload(ActionTheme.agenda),
            selectinload(ActionPoint.organisations),
        )
    )
    actions = db.session.scalars(statement).unique().all()
    first = first_agendas({action.code for action in actions})
    for action in actions:
        named = [organisation.name for organisation in action.organisations]
        yield SearchDocument(
            type="action-point",
            id=action.id,
            reference=(
                action.code
                if first.get(action.code) == action.agenda_id
                else f"{action.theme.agenda.slug}/{action.code}"
            ),
            title=action.title,
            title_en=action.title_en,
            aliases=(action.code,),
            abstract=action.description,
            abstract_en=action.result_en,
            body="\n".join(
                [action.result, action.note, action.theme.title, action.theme.agenda.title, *named]
            ),
            access=frozenset({ALL_DRAFTS if action.theme.agenda.is_draft else PUBLIC}),
        )


def organisation_ids() -> Sequence[int]:
    """Return the ids of all organisations."""
    return db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all()


def organisation_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per organisation, with its abbreviation and former names."""
    former = db.session.execute(
        select(OrganisationAlias.organisation_id, OrganisationAlias.name).where(
            OrganisationAlias.organisation_id.in_(ids)
        )
    ).all()
    for organisation in db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))):
        names = [organisation.abbreviation] if organisation.abbreviation else []
        names += [name for organisation_id, name in former if organisation_id == organisation.id]
        yield SearchDocument(
            type="organisation",
            id=organisation.id,
            reference=organisation.slug,
            title=organisation.name,
            title_en=organisation.name_en,
            aliases=tuple(names),
        )


def shared_precondition_ids() -> Sequence[int]:
    """Return the ids of the preconditions that a use case shares."""
    return db.session.scalars(
        select(PreconditionShare.shared_id).distinct().order_by(PreconditionShare.shared_id)
    ).all()


def shared_precondition_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per shared precondition, for whoever may read one of its use cases.

    It says nothing of the use cases: not every reader may read them all.
    """
    statement: Any = (
        select(PreconditionShare.shared_id, UseCase)
        .join(Precondition, Precondition.id == PreconditionShare.precondition_id)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(PreconditionShare.shared_id.in_(ids), UseCase.merged_into_id.is_(None))
        .options(selectinload(UseCase.team))
    )
    access: dict[int, frozenset[str]] = {}
    for id_, use_case in db.session.execute(statement):
        access[id_] = access.get(id_, frozenset()) | _access(use_case)
    for shared in db.session.scalars(select(SharedPrecondition).where(SharedPrecondition.id.in_(access))):
        yield SearchDocument(
            type="precondition",
            id=shared.id,
            reference=str(shared.id),
            title=shared.text,
            title_en=shared.text_en,
            access=access[shared.id],
        )


def system_function_ids() -> Sequence[int]:
    """Return the ids of all system functions and parts."""
    return db.session.scalars(select(SystemFunction.id).order_by(SystemFunction.id)).all()


def system_function_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per system function or part."""
    for function in db.session.scalars(select(SystemFunction).where(SystemFunction.id.in_(ids))):
        yield SearchDocument(
            type="system-function",
            id=function.id,
            reference=function.code,
            title=function.name,
            title_en=function.name_en,
            aliases=(function.code,),
            abstract=function.description,
            abstract_en=function.description_en,
        )
