"""Who may read which use case and which scores, as conditions for the database.

Filter before counting: every list, count, facet and export starts from these.
Source: contract.md "Published".
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from accounts.permissions import Permission, Rights, Scope, rights
from portfolio.models import Assessment, UseCase, team_member


def scope_of(use_case: UseCase) -> Scope:
    """Return the scope for guards: its domain, its owner and team, and who submitted the idea."""
    related = [("owner", member.id) for member in use_case.team]
    if use_case.owner_id:
        related.append(("owner", use_case.owner_id))
    if use_case.submitter_id and use_case.phase == "idea":
        related.append(("submitter_of_idea", use_case.submitter_id))
    return Scope(frozenset({use_case.domain_id}), tuple(related))


def is_readable(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may read a use case at all.

    Merged ones are gone; published ones are for everyone; ideas and candidates
    for who is signed in; drafts for the board, secretary, owner, team, submitter
    and programme manager.
    """
    held = rights(reader)
    is_there = UseCase.merged_into_id.is_(None)
    if held.person_id is None:
        return and_(is_there, UseCase.published_on.is_not(None), UseCase.is_draft.is_(False))
    own = or_(_is_owner_or_team(held), UseCase.submitter_id == held.person_id)
    return and_(
        is_there, or_(UseCase.is_draft.is_(False), _in_domains(held, Permission.USE_CASE_READ_DRAFT), own)
    )


def may_see_scores(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may see scores, risks and commitments."""
    held = rights(reader)
    is_published = UseCase.id.in_(select(Assessment.use_case_id).where(Assessment.published_on.is_not(None)))
    return is_published if held.person_id is None else or_(is_published, works_with_scores(held))


def works_with_scores(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` sees what the board has not published: board and makers."""
    held = rights(reader)
    if held.person_id is None:
        return false()
    return or_(_in_domains(held, Permission.USE_CASE_READ_SCORES), _is_owner_or_team(held))


def _in_domains(held: Rights, permission: Permission) -> ColumnElement[bool]:
    domains = held.domains_where(permission)
    if domains is None:
        return true()
    return UseCase.domain_id.in_(domains) if domains else false()


def _is_owner_or_team(held: Rights) -> ColumnElement[bool]:
    team = select(team_member.c.use_case_id).where(team_member.c.person_id == held.person_id)
    return or_(UseCase.owner_id == held.person_id, UseCase.id.in_(team))
