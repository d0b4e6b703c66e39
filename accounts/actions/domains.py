"""Add, change, retire and merge domains."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from accounts.actions.memberships import term_of
from accounts.actions.merging import follow_change, move_references
from accounts.models import Domain, Membership
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Refusal
from core.slugs import slugify
from core.versions import check_version


def create_domain(
    *, code: str, name: str, by: Actor, slug: str = "", sources: list[Any] | None = None, **fields: Any
) -> Domain:
    """Add a domain; ``code`` is the three letters its use cases begin with, and never changes.

    ``fields`` are those of ``change_domain``, and ``illustrative``.
    """
    slug = slugify(slug or name)
    code = code.strip().upper()
    if not slug:
        raise Refusal("address_empty", "name")
    if db.session.scalar(select(Domain.id).where(Domain.slug == slug)):
        raise Refusal("address_taken", "name")
    if db.session.scalar(select(Domain.id).where(func.upper(Domain.code) == code)):
        raise Refusal("domain_code_taken", "code")
    domain = Domain(code=code, slug=slug, name=name, sources=sources or [], **fields)
    db.session.add(domain)
    audit.record("domain.added", domain, by=by)
    return domain


def change_domain(
    domain: Domain,
    *,
    version: int | None,
    name: str,
    name_en: str,
    ambition: str,
    ambition_en: str,
    is_own_adjustment: bool,
    mix_tolerance: int,
    small_effort_limit: int,
    small_organisations_limit: int,
    by: Actor,
    sources: list[Any] | None = None,
    illustrative: list[str] | None = None,
) -> None:
    """Change a domain: its words and the limits its portfolio is measured by.

    Sources and marks are given by the first content alone.
    """
    check_version(domain, version)
    domain.name = name
    domain.name_en = name_en
    if ambition != domain.ambition or ambition_en != domain.ambition_en:
        # What a person wrote is no longer an illustration.
        domain.illustrative = [field for field in domain.illustrative if not field.startswith("ambition")]
    domain.ambition = ambition
    domain.ambition_en = ambition_en
    domain.is_own_adjustment = is_own_adjustment
    domain.mix_tolerance = mix_tolerance
    domain.small_effort_limit = small_effort_limit
    domain.small_organisations_limit = small_organisations_limit
    if sources is not None:
        domain.sources = sources
    if illustrative is not None:
        domain.illustrative = illustrative
    audit.record("domain.edited", domain, by=by)
    follow_change("domain", domain.id)


def retire_domain(domain: Domain, *, version: int | None, on: date, by: Actor) -> None:
    """Retire a domain: it stays readable, and takes no new use cases."""
    check_version(domain, version)
    domain.retired_on = on
    audit.record("domain.retired", domain, by=by)


def revive_domain(domain: Domain, *, version: int | None, by: Actor) -> None:
    """Take a retired domain into use again; a merged one stays merged."""
    check_version(domain, version)
    if domain.merged_into_id is not None:
        raise Refusal("domain_is_merged")
    domain.retired_on = None
    audit.record("domain.revived", domain, by=by)


def merge_domains(source: Domain, target: Domain, *, version: int | None, on: date, by: Actor) -> None:
    """Let ``target`` take up ``source``: portfolio and board move, the old address leads to ``target``.

    Codes of use cases do not change, also not their first letters.
    """
    check_version(source, version)
    if source.id == target.id:
        raise Refusal("merge_with_itself", "target_id")
    if source.merged_into_id is not None or target.merged_into_id is not None:
        raise Refusal("domain_is_merged", "target_id")
    _drop_double_memberships(source.id, target.id)
    moved = move_references("domain", source.id, target.id)
    source.merged_into_id = target.id
    source.retired_on = on
    audit.record("domain.merged", source, by=by, into_id=target.id, moved=moved)


def _drop_double_memberships(source_id: int, target_id: int) -> None:
    """Drop the roles that someone holds in both boards at the same time: one of each is enough."""
    kept: dict[int, list[Membership]] = {}
    for membership in db.session.scalars(select(Membership).where(Membership.domain_id == target_id)):
        kept.setdefault(membership.person_id, []).append(membership)
    for membership in db.session.scalars(select(Membership).where(Membership.domain_id == source_id)):
        term = term_of(membership)
        if any(term.is_same_role(term_of(other)) for other in kept.get(membership.person_id, [])):
            db.session.delete(membership)
