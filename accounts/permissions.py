"""Who may do what: one catalogue of permissions and one table from role to permission.

A guard names a permission and, where it holds per domain or per thing, a scope.
Owner, team and submitter are relations of a thing, not roles: a scope carries
the ids of those people. Source: contract.md "People and rights".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select

from accounts.models import Membership
from accounts.rules.terms import ROLES_OF_A_DOMAIN, Role
from core.database import db, today
from core.errors import NotAllowed


class Permission(StrEnum):
    """What can be allowed, as resource:action."""

    USE_CASE_PROPOSE = "use_case:propose"
    USE_CASE_READ_IDEAS = "use_case:read_ideas"
    USE_CASE_READ_DRAFT = "use_case:read_draft"
    USE_CASE_READ_SCORES = "use_case:read_scores"
    USE_CASE_EDIT = "use_case:edit"
    USE_CASE_SCORE = "use_case:score"
    USE_CASE_PLAN = "use_case:plan"
    USE_CASE_MERGE = "use_case:merge"
    USE_CASE_IMPORT = "use_case:import"
    CAPACITY_EDIT = "capacity:edit"
    PRECONDITION_SHARE = "precondition:share"
    ROUND_READ = "round:read"
    ROUND_OPEN = "round:open"
    ROUND_SCORE = "round:score"
    FRAMEWORK_EDIT = "framework:edit"
    SCENARIO_READ = "scenario:read"
    SCENARIO_EDIT = "scenario:edit"
    SCENARIO_OVERRIDE = "scenario:override"
    SCORING_MODEL_EDIT = "scoring_model:edit"
    AGENDA_EDIT = "agenda:edit"
    REPORT_WRITE = "report:write"
    SYSTEM_FUNCTION_EDIT = "system_function:edit"
    CHALLENGE_EDIT = "challenge:edit"
    ORGANISATION_COUNT_EDIT = "organisation_count:edit"
    ADOPTION_REPORT = "adoption:report"
    WIKI_WRITE = "wiki:write"
    WIKI_CURATE = "wiki:curate"
    ADMIN = "admin:all"
    ACCOUNT_OWN = "account:own"


# Anyone who is signed in holds READER's rights; a domain role holds only in its domain.
READER_RIGHTS = frozenset({Permission.ACCOUNT_OWN, Permission.USE_CASE_READ_IDEAS})
_CONTRIBUTOR_RIGHTS = frozenset({Permission.USE_CASE_PROPOSE, Permission.WIKI_WRITE})
RIGHTS: dict[Role, frozenset[Permission]] = {
    Role.CONTRIBUTOR: _CONTRIBUTOR_RIGHTS,
    Role.BOARD_MEMBER: frozenset(
        {
            Permission.USE_CASE_READ_DRAFT,
            Permission.USE_CASE_READ_SCORES,
            Permission.SCENARIO_READ,
            Permission.SCENARIO_OVERRIDE,
            Permission.ROUND_READ,
            Permission.ROUND_SCORE,
        }
    ),
    Role.SECRETARY: frozenset(
        {
            Permission.ROUND_READ,
            Permission.ROUND_OPEN,
            Permission.USE_CASE_READ_DRAFT,
            Permission.USE_CASE_READ_SCORES,
            Permission.USE_CASE_EDIT,
            Permission.USE_CASE_SCORE,
            Permission.USE_CASE_PLAN,
            Permission.USE_CASE_MERGE,
            Permission.USE_CASE_IMPORT,
            Permission.CAPACITY_EDIT,
            Permission.PRECONDITION_SHARE,
            Permission.SCORING_MODEL_EDIT,
            Permission.SCENARIO_READ,
            Permission.SCENARIO_EDIT,
            Permission.SCENARIO_OVERRIDE,
            Permission.FRAMEWORK_EDIT,
        }
    ),
    Role.WIKI_CURATOR: frozenset({Permission.WIKI_CURATE}),
    Role.PROGRAMME_MANAGER: frozenset(
        {
            Permission.USE_CASE_READ_DRAFT,
            Permission.USE_CASE_READ_SCORES,
            Permission.SCENARIO_READ,
            Permission.CAPACITY_EDIT,
            Permission.PRECONDITION_SHARE,
            Permission.AGENDA_EDIT,
            Permission.REPORT_WRITE,
            Permission.SYSTEM_FUNCTION_EDIT,
            Permission.CHALLENGE_EDIT,
            Permission.ORGANISATION_COUNT_EDIT,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ADMIN}),
}
# Every role but the reader's may also contribute ("contributor and up"); an
# administrator has no say in content.
_CONTRIBUTES_TOO = frozenset(Role) - {Role.ADMINISTRATOR}
RELATION_RIGHTS: dict[str, frozenset[Permission]] = {
    "owner": frozenset(
        {
            Permission.USE_CASE_READ_DRAFT,
            Permission.USE_CASE_READ_SCORES,
            Permission.USE_CASE_EDIT,
            Permission.FRAMEWORK_EDIT,
        }
    ),
    "submitter_of_idea": frozenset({Permission.USE_CASE_READ_DRAFT, Permission.USE_CASE_EDIT}),
    # Who works for an organisation, as the administrator says, speaks for it on scale-up.
    "member": frozenset({Permission.ADOPTION_REPORT}),
}


@dataclass(frozen=True)
class Scope:
    """What a permission is asked for: a domain, and who is related to the thing and how."""

    domain_ids: frozenset[int] = frozenset()
    related: tuple[tuple[str, int], ...] = ()


EVERYWHERE = Scope()


@dataclass(frozen=True)
class Rights:
    """The roles of one reader on one day: everywhere, and per domain."""

    person_id: int | None
    everywhere: frozenset[Role]
    by_domain: frozenset[tuple[Role, int]]

    def has(self, permission: Permission, scope: Scope = EVERYWHERE) -> bool:
        """Tell whether this reader holds ``permission`` in ``scope``."""
        if self.person_id is None:
            return False
        if permission in READER_RIGHTS:
            return True
        if permission in _CONTRIBUTOR_RIGHTS and self.contributes:
            return True
        if any(permission in RIGHTS[role] for role in self.everywhere):
            return True
        if any(permission in RIGHTS[role] and domain in scope.domain_ids for role, domain in self.by_domain):
            return True
        return any(
            person == self.person_id and permission in RELATION_RIGHTS[relation]
            for relation, person in scope.related
        )

    @property
    def contributes(self) -> bool:
        """Contributor and up, whatever the domain."""
        held = self.everywhere | {role for role, _domain in self.by_domain}
        return bool(held & _CONTRIBUTES_TOO)

    def domains_where(self, permission: Permission) -> frozenset[int] | None:
        """Return the domains in which a role gives ``permission``; None means in all."""
        if any(permission in RIGHTS[role] for role in self.everywhere):
            return None
        return frozenset(domain for role, domain in self.by_domain if permission in RIGHTS[role])


NOBODY = Rights(None, frozenset(), frozenset())


def rights_of(memberships: Sequence[Membership], person_id: int, day: date) -> Rights:
    """Return what these memberships give on ``day``."""
    held = [membership for membership in memberships if membership.holds_on(day)]
    return Rights(
        person_id,
        frozenset(m.role for m in held if m.role not in ROLES_OF_A_DOMAIN),
        frozenset((m.role, m.domain_id) for m in held if m.domain_id is not None),
    )


def rights(reader: Any) -> Rights:
    """Return the rights of a reader: a Person with memberships loaded, or an anonymous one."""
    if isinstance(reader, Rights):
        return reader
    if not getattr(reader, "is_authenticated", False):
        return NOBODY
    known = reader.__dict__.get("_rights")
    if known is None:
        loaded = reader.__dict__.get("memberships")
        if loaded is None:
            loaded = db.session.scalars(select(Membership).where(Membership.person_id == reader.id)).all()
        known = rights_of(loaded, reader.id, today())
        reader.__dict__["_rights"] = known
    return known


def may(permission: Permission, scope: Scope = EVERYWHERE, reader: Any = None) -> bool:
    """Tell whether ``reader`` (default: who is signed in) holds ``permission`` in ``scope``."""
    return rights(current_user if reader is None else reader).has(permission, scope)


def require(permission: Permission, scope: Scope = EVERYWHERE, reader: Any = None) -> None:
    """Refuse who lacks ``permission`` in ``scope``."""
    if not may(permission, scope, reader):
        raise NotAllowed("not_allowed")


View = Callable[..., Any]


def public(view: View) -> View:
    """Declare that everyone may open this view; what it shows is filtered by its queries."""
    view.permission = "public"  # type: ignore[attr-defined]  # no type tells of a function's attributes
    return view


def requires(permission: Permission, of: Callable[..., Scope] | None = None) -> Callable[[View], View]:
    """Guard a view by ``permission``; ``of`` turns the address's values into the scope.

    ``of`` must itself answer 404 for a thing that this reader may not know of.
    Who is not signed in is sent to sign in and back; who lacks the right gets 403.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                if request.method == "GET":
                    return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
                abort(403)
            require(permission, of(**kwargs) if of else EVERYWHERE)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # as above
        return guarded

    return guard
