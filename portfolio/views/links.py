"""Addresses of things in the portfolio: for links between features, and to pages that may not be there."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, url_for

from core.i18n import localised
from core.links import Reference, Resolved
from portfolio.labels import label
from portfolio.queries import links as queries


def address_of(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, or None when this installation does not have it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def resolve_use_cases(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "use-case"; the key is a code, also that of a merged one."""
    found = queries.use_cases_by_code({reference.key for reference in references}, reader)
    return {
        reference: Resolved(
            title=localised(found[reference.key], "title"),
            url=url_for("portfolio.show_use_case", code=found[reference.key].code),
            id=found[reference.key].id,
            kind=label(found[reference.key].kind),
        )
        for reference in references
        if reference.key in found
    }


def address_of_use_case(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one, where ``reader`` may read it."""
    code = queries.find_code(id_, reader)
    return url_for("portfolio.show_use_case", code=code) if code else None


def traits_of_use_case(reference: Reference, reader: Any) -> Mapping[str, Sequence[str]]:
    """Tell other features what a use case is like: phase, functions, domain, datasets, laws."""
    return queries.traits_of(reference.key, reader)
