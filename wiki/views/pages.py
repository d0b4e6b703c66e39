"""Read: the index, the lists, a page."""

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.permissions import public
from core.errors import NotFound
from core.links import Offer, Reference, offers_for
from core.web.page_cache import kept
from core.web.paging import wanted_page
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.queries.shown import read_for_show
from wiki.rules.field_kinds import DEFINED
from wiki.rules.terms import Category, PageKind
from wiki.views.access import may_curate, may_write
from wiki.views.blueprint import bp
from wiki.views.content import shown_content
from wiki.views.defined import defined_of
from wiki.views.facts import facts_of, lesson_of, names_of, sections_of
from wiki.views.keeping import beside_page
from wiki.views.proposed import shown_proposals
from wiki.views.sections import with_section_links
from wiki.views.terms import Explained, explain_terms, wants_terms


@bp.get("/wiki/")
@public
@kept
def show_index() -> ResponseReturnValue:
    """What the wiki holds: by category, kind and domain, what changed last; or a filtered list."""
    filters = read_filters()
    if filters.chosen or "page" in request.args:
        return _show_list(filters)
    return render_template(
        "wiki/index.html",
        by_kind=queries.count_by_kind(),
        by_category=queries.count_by_category(),
        by_domain=queries.count_by_domain(),
        recent=queries.list_recently_changed(),
        may_write=may_write(),
        may_curate=may_curate(),
    )


@bp.get("/wiki/kinds/<kind>")
@public
def list_kind(kind: str) -> ResponseReturnValue:
    """Lead to the list of one kind, also by its name with dashes."""
    value = kind.replace("-", "_")
    if value not in list(PageKind):
        raise NotFound("page_not_found")
    return redirect(url_for("wiki.show_index", kind=value))


def _show_list(filters: queries.Filters) -> ResponseReturnValue:
    return render_template(
        "wiki/list.html",
        filters=filters,
        page=queries.list_pages(filters, wanted_page()),
        by_kind=queries.count_by_kind(),
        by_category=queries.count_by_category(),
        by_domain=queries.count_by_domain(),
        may_write=may_write(),
    )


def read_filters() -> queries.Filters:
    """Return the filters in the address; what is no filter value is left out."""
    kind, category = request.args.get("kind", ""), request.args.get("category", "")
    return queries.Filters(
        kind=PageKind(kind) if kind in list(PageKind) else None,
        category=Category(category) if category in list(Category) else None,
        domain=request.args.get("domain", "")[:80],
        is_core=request.args.get("core") == "1",
    )


@bp.get("/wiki/<slug>")
@public
@kept
def show_page(slug: str) -> ResponseReturnValue:
    """A page; an earlier address leads to the present one."""
    read = read_for_show(slug, current_user)
    if read is None:
        return moved_or_gone(slug, "wiki.show_page")
    page, incoming = read.page, read.incoming
    content, by_field = shown_content(page.body, read.links)
    if may_write(page) and not page.is_deleted:
        content = with_section_links(page, content)
    terms: list[Explained] | None = None
    if wants_terms():
        html, terms = explain_terms(content.html, page.slug)
        content = replace(content, html=html)
    return render_template(
        "wiki/page.html",
        page=page,
        content=content,
        facts=facts_of(page, by_field),
        sections=sections_of(page),
        defined=defined_of(page),
        lesson=lesson_of(page, by_field),
        terms=terms,
        backlinks=names_of(incoming.backlinks),
        recorded_in=incoming.datasets,
        used_by=_used_by(page),
        attachments=read.attachments,
        proposals=shown_proposals(page, read.proposals),
        has_core=read.has_core,
        may_write=may_write(page) and not page.is_deleted,
        may_curate=may_curate(),
        **beside_page(page, read.beside),
    )


def _used_by(page: Page) -> list[Offer]:
    """Return what uses the data of a page, as others tell: by its title or another name."""
    if page.kind not in DEFINED:
        return []
    names = "\n".join([page.title, *page.aliases])
    return offers_for(Reference("data-page", f"{page.id}:{names}"), current_user)


def moved_or_gone(slug: str, endpoint: str) -> ResponseReturnValue:
    """Lead from a former address to the present one, or answer that there is no such page."""
    new_slug = queries.find_moved(slug, current_user)
    if new_slug is None:
        raise NotFound("page_not_found")
    return redirect(_with_query(url_for(endpoint, slug=new_slug)), 301)


def loaded_page(slug: str) -> Page:
    """Return the page at this address, or refuse with NotFound.

    Who comes by a former address is sent on to the same view of the present one;
    what he sends there belongs to the page, whatever it is called now.
    """
    page = queries.find_page(slug, current_user)
    if page is not None:
        return page
    new_slug = queries.find_moved(slug, current_user)
    if new_slug is None:
        raise NotFound("page_not_found")
    if request.method in ("GET", "HEAD"):
        place = {**(request.view_args or {}), "slug": new_slug}
        abort(redirect(_with_query(url_for(request.endpoint or "", **place)), 301))
    return queries.get_page(new_slug, current_user)


def _with_query(address: str) -> str:
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address
