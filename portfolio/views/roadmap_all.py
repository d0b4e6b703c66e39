"""The editor over all domains: what is planned, what clashes between domains, and where to move it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, requires, rights
from accounts.queries import find_organisation, list_domains
from core.database import today
from core.i18n import localised
from portfolio.queries.capacity import codes_of_taker, list_takers
from portfolio.queries.roadmap import Planned
from portfolio.views.blueprint import bp
from portfolio.views.capacity_words import count_overloads
from portfolio.views.roadmap import Lines, lines_of
from portfolio.views.roadmap_edit import MOVABLE
from portfolio.views.roadmap_words import Problem

MOST_BETWEEN = 30


@dataclass(frozen=True)
class DomainLine:
    """A domain with how much clashes within it, and whether this reader moves its rows."""

    domain: Domain
    planned: int
    clashes: int
    may_plan: bool


def _anywhere(**_values: Any) -> Scope:
    """Return the domains whose draft the reader may read: one of them is enough to look at all."""
    domains = rights(current_user).domains_where(Permission.USE_CASE_READ_DRAFT)
    return Scope(domains or frozenset())


@bp.get("/roadmap/edit")
@requires(Permission.USE_CASE_READ_DRAFT, of=_anywhere)
def edit_all_roadmaps() -> ResponseReturnValue:
    """Show what is planned in all domains, narrowed as asked, and what clashes between them."""
    domains = list_domains()
    domain = next((one for one in domains if one.slug == request.args.get("domain")), None)
    organisation = find_organisation(request.args.get("organisation", "")[:120])
    codes = codes_of_taker(organisation.id) if organisation else None

    def wanted(row: Planned) -> bool:
        return (domain is None or row.domain == domain.slug) and (codes is None or row.code in codes)

    lines = lines_of(None, wanted=wanted)
    own = rights(current_user).domains_where(Permission.USE_CASE_PLAN)
    movable = frozenset(one.slug for one in domains if own is None or one.id in own)
    between = _between(lines)
    return render_template(
        "portfolio/roadmap_edit_all.html",
        lines=lines,
        domains=domains,
        domain=domain,
        organisation=organisation,
        takers=list_takers(current_user),
        per_domain=_per_domain(domains, lines, movable),
        between=between[:MOST_BETWEEN],
        between_total=len(between),
        movable_domains=movable,
        movable=MOVABLE,
        kept={
            name: value
            for name, value in (
                ("domain", domain.slug if domain else ""),
                ("organisation", organisation.slug if organisation else ""),
            )
            if value
        },
        may_capacity=may(Permission.CAPACITY_EDIT),
    )


def _between(lines: Lines) -> list[Problem]:
    """Return what clashes between domains: shared organisations first, then what waits for another domain."""
    home = lines.home
    return [
        one
        for one in lines.problems
        if one.row is None or any(home.get(code, one.row.domain) != one.row.domain for code in one.codes)
    ]


def _per_domain(domains: Sequence[Domain], lines: Lines, movable: frozenset[str]) -> list[DomainLine]:
    clashes = Counter(one.row.domain for one in lines.problems if one.row is not None)
    planned = Counter(lines.home.values())
    overloaded = count_overloads(current_user, today())
    found = [
        DomainLine(
            one,
            planned[one.slug],
            clashes[one.slug] + overloaded.get(one.id, 0),
            one.slug in movable,
        )
        for one in domains
        if planned[one.slug] or one.slug in movable
    ]
    return sorted(found, key=lambda line: localised(line.domain, "name").lower())
