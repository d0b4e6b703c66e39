"""Create, change and merge organisations."""

from typing import Any

from accounts import queries
from accounts.actions.merging import follow_change, move_references
from accounts.models import Organisation, OrganisationAlias
from accounts.rules.terms import Layer, OrganisationKind
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Refusal
from core.slugs import slugify
from core.versions import check_version


def create_organisation(
    *,
    name: str,
    kind: OrganisationKind,
    layer: Layer,
    by: Actor,
    name_en: str = "",
    abbreviation: str = "",
    slug: str = "",
    sources: list[Any] | None = None,
) -> Organisation:
    """Create an organisation; its address follows from its name unless given."""
    organisation = Organisation(
        slug=_free_slug(slug or name),
        name=name,
        name_en=name_en,
        abbreviation=abbreviation,
        kind=kind,
        layer=layer,
        sources=sources or [],
    )
    db.session.add(organisation)
    audit.record("organisation.added", organisation, by=by)
    return organisation


def change_organisation(
    organisation: Organisation,
    *,
    version: int | None,
    name: str,
    name_en: str,
    abbreviation: str,
    kind: OrganisationKind,
    layer: Layer,
    slug: str,
    by: Actor,
    sources: list[Any] | None = None,
) -> None:
    """Change an organisation; its earlier address keeps working, and its sources unless others are given."""
    check_version(organisation, version)
    new_slug = slugify(slug)
    if new_slug != organisation.slug:
        earlier = OrganisationAlias(
            slug=organisation.slug, name=organisation.name, organisation_id=organisation.id
        )
        organisation.slug = _free_slug(slug, but=organisation.id)
        db.session.flush()
        own_alias = db.session.get(OrganisationAlias, organisation.slug)
        if own_alias is not None:
            db.session.delete(own_alias)
        db.session.add(earlier)
    organisation.name = name
    organisation.name_en = name_en
    organisation.abbreviation = abbreviation
    organisation.kind = kind
    organisation.layer = layer
    if sources is not None:
        organisation.sources = sources
    audit.record("organisation.edited", organisation, by=by)
    follow_change("organisation", organisation.id)


def merge_organisations(
    source: Organisation, target: Organisation, *, version: int | None, by: Actor
) -> None:
    """Let ``target`` take up ``source``: all that points at it moves, its address leads to ``target``."""
    check_version(source, version)
    if source.id == target.id:
        raise Refusal("merge_with_itself", "target_id")
    old = {"slug": source.slug, "name": source.name, "id": source.id}
    target.sources = [*target.sources, *(one for one in source.sources if one not in target.sources)]
    moved = move_references("organisation", source.id, target.id)
    db.session.delete(source)
    db.session.flush()
    db.session.add(OrganisationAlias(slug=old["slug"], name=old["name"], organisation_id=target.id))
    audit.record("organisation.merged", target, by=by, merged=old, moved=moved)


def _free_slug(text: str, *, but: int | None = None) -> str:
    field = "name" if but is None else "slug"
    slug = slugify(text)
    if not slug:
        raise Refusal("address_empty", field)
    if queries.is_address_taken(slug, but=but):
        raise Refusal("address_taken", field)
    return slug
