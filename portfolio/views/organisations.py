"""The organisations, and what each one does: use cases, datasets, action points."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from accounts.labels import word
from accounts.permissions import Permission, may, public
from accounts.queries import get_organisation, list_earlier_addresses, select_organisations
from accounts.rules.terms import Layer, OrganisationKind
from core.forms import tidy
from core.web.page_cache import kept
from core.web.paging import page_of, wanted_page
from portfolio.queries import organisations as queries
from portfolio.queries.organisations import Held
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of

LONGEST_QUERY = 200
MOST = 60
Term = TypeVar("Term", bound=StrEnum)


@bp.get("/organisations/")
@public
@kept
def list_organisations() -> ResponseReturnValue:
    """Show organisations by name, with search and filters."""
    query = " ".join(tidy(request.args.get("q", "")[:LONGEST_QUERY]).split())
    kind = _term(OrganisationKind, request.args.get("kind", ""))
    layer = _term(Layer, request.args.get("layer", ""))
    page = page_of(select_organisations(search=query, kind=kind, layer=layer), wanted_page())
    chosen = [
        words
        for words in (f"‘{query}’" if query else "", *(word(one) for one in (kind, layer) if one))
        if words
    ]
    return render_template(
        "portfolio/organisations.html",
        page=page,
        query=query,
        counts=queries.count_parts([row.id for row in page.items], current_user),
        count_words=ngettext("%(num)s organisatie", "%(num)s organisaties", page.total),
        chosen=chosen,
        kinds=_options(OrganisationKind, kind),
        layers=_options(Layer, layer),
    )


@bp.get("/organisations/<slug>")
@public
@kept
def show_organisation(slug: str) -> ResponseReturnValue:
    """Show one organisation; an earlier address goes on to the one it has now."""
    organisation = get_organisation(slug)
    if organisation.slug != slug:
        return redirect(url_for(".show_organisation", slug=organisation.slug), 301)
    owned = queries.list_owned(organisation.id, current_user)
    joined = queries.list_joined(organisation.id, current_user)
    own_codes = {part.code for part in owned}
    edit_url = address_of("admin.edit_organisation", slug=slug) if may(Permission.ADMIN) else None
    return render_template(
        "portfolio/organisation.html",
        organisation=organisation,
        owned=owned,
        joined=[part for part in joined if part.code not in own_codes],
        datasets=_by_name(queries.list_held(organisation.id, current_user)),
        actions=queries.list_action_points(organisation.id),
        earlier=sorted(
            {alias.name for alias in list_earlier_addresses(organisation.id)} - {organisation.name}
        ),
        most=MOST,
        edit_url=edit_url,
    )


def _term(kind: type[Term], value: str) -> Term | None:
    """Return the member with this value; one that does not exist is no filter."""
    return next((member for member in kind if member.value == value), None)


def _options(kind: type[Term], chosen: Term | None) -> list[tuple[str, str, bool]]:
    options = [(member.value, word(member), member is chosen) for member in kind]
    return sorted(options, key=lambda option: option[1].casefold())


def _by_name(rows: Sequence[Held]) -> list[dict[str, Any]]:
    """Return each dataset once, with the use cases that use it."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        dataset = found.setdefault(row.name.casefold(), {"name": row.name, "uses": {}})
        dataset["uses"][row.code] = row
    return [{"name": one["name"], "uses": list(one["uses"].values())} for one in found.values()]
