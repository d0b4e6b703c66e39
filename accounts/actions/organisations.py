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
    """Create an organisation; its address follows from its name unless given.

    Where another had the address that follows from the name, it stays with that one and this gets a number.
    """
    organisation = Organisation(
        slug=_free_slug(slug or name, is_given=bool(slug)),
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
    take_over: bool = False,
    sources: list[Any] | None = None,
) -> None:
    """Change an organisation; its earlier address keeps working, and its sources unless others are given.

    An address that another had before leads there for ever, unless it is taken over in so many
    words: so two organisations can swap their addresses.
    """
    check_version(organisation, version)
    new_slug = slugify(slug)
    if new_slug != organisation.slug:
        earlier = OrganisationAlias(
            slug=organisation.slug, name=organisation.name, organisation_id=organisation.id
        )
        organisation.slug = _address_for(organisation, new_slug, take_over=take_over)
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


def _free_slug(text: str, *, is_given: bool) -> str:
    """Return an address that no organisation has or had; one that was given is taken as it is, or refused."""
    slug = slugify(text)
    if not slug:
        raise Refusal("address_empty", "name")
    if queries.is_address_taken(slug) or (is_given and queries.find_former_address(slug)):
        raise Refusal("address_taken", "name")
    free, number = slug, 2
    while queries.find_former_address(free) is not None or queries.is_address_taken(free):
        free = f"{slug[:70]}-{number}"
        number += 1
    return free


def _address_for(organisation: Organisation, slug: str, *, take_over: bool) -> str:
    """Return the address asked for, or refuse it; one that is taken over no longer leads elsewhere."""
    if not slug:
        raise Refusal("address_empty", "slug")
    if queries.is_address_taken(slug, but=organisation.id):
        raise Refusal("address_taken", "slug")
    former = queries.find_former_address(slug, but=organisation.id)
    if former is not None:
        if not take_over:
            raise Refusal("address_leads_elsewhere", "slug", name=former.organisation.name)
        db.session.delete(former)
        db.session.flush()
    return slug
