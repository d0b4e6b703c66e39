"""Links to domains, organisations and system functions, for texts elsewhere and permanent addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from accounts.labels import word
from core.i18n import localised
from core.links import Reference, Resolved, register_permanent, register_resolver
from portfolio.queries.domains import domains_by_slug, find_domain_slug
from portfolio.queries.organisations import find_organisation_slug, organisations_by_slug
from portfolio.queries.system_functions import find_function_code, functions_by_code


def resolve_domains(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "domain"; the key is an address. Domains are public."""
    found = domains_by_slug({reference.key for reference in references})
    return {
        reference: Resolved(
            title=localised(domain, "name"),
            url=url_for("portfolio.show_domain", slug=domain.slug),
            id=domain.id,
            kind=_("domein"),
        )
        for reference in references
        if (domain := found.get(reference.key))
    }


def resolve_organisations(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "organisation"; the key is an address, also an earlier one."""
    found = organisations_by_slug({reference.key for reference in references})
    return {
        reference: Resolved(
            title=localised(organisation, "name"),
            url=url_for("portfolio.show_organisation", slug=organisation.slug),
            id=organisation.id,
            kind=word(organisation.kind),
        )
        for reference in references
        if (organisation := found.get(reference.key))
    }


def resolve_system_functions(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "system-function"; the key is a code."""
    found = functions_by_code({reference.key for reference in references})
    return {
        reference: Resolved(
            title=f"{function.code} {localised(function, 'name')}",
            url=url_for("portfolio.show_system_function", code=function.code),
            id=function.id,
            kind=_("systeemfunctie"),
        )
        for reference in references
        if (function := found.get(reference.key))
    }


def address_of_domain(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    slug = find_domain_slug(id_)
    return url_for("portfolio.show_domain", slug=slug) if slug else None


def address_of_organisation(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    slug = find_organisation_slug(id_)
    return url_for("portfolio.show_organisation", slug=slug) if slug else None


def address_of_system_function(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    code = find_function_code(id_)
    return url_for("portfolio.show_system_function", code=code) if code else None


def register_all() -> None:
    """Let other features name these three."""
    register_resolver("domain", resolve_domains)
    register_resolver("organisation", resolve_organisations)
    register_resolver("system-function", resolve_system_functions)
    register_permanent("domain", address_of_domain)
    register_permanent("organisation", address_of_organisation)
    register_permanent("system-function", address_of_system_function)
