"""What organisations can do per quarter: for one domain, or for all domains together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain, Organisation
from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_domain, get_organisation
from core.database import today
from core.web.save import save
from portfolio.actions.capacity import forget_capacity, note_capacity
from portfolio.forms.capacity import CapacityForm, capacity_values
from portfolio.models import OrganisationCapacity
from portfolio.queries.capacity import Asked, find_capacity, limits_of, list_asked, list_capacity
from portfolio.queries.organisations import organisations_by_slug
from portfolio.rules.capacity import TOLERANCE, book_of
from portfolio.rules.quarters import Quarter
from portfolio.views.blueprint import bp
from portfolio.views.decisions_edit import board_scope

AHEAD = 12  # quarters: the rolling three years (R5)


@dataclass(frozen=True)
class Line:
    """One organisation: what is noted of it (None: nothing), and the quarter in which most is asked."""

    slug: str
    name: str
    known: OrganisationCapacity | None
    peak: Quarter | None
    asked: Decimal
    has: Decimal | None
    is_illustrative: bool

    @property
    def is_short(self) -> bool:
        """Whether it is asked for more than it has in its busiest quarter."""
        return self.has is not None and self.asked - self.has > TOLERANCE


def _scope(slug: str, **_rest: Any) -> Scope:
    return board_scope(slug)


@bp.get("/domains/<slug>/roadmap/capacity")
@requires(Permission.USE_CASE_READ_DRAFT, of=board_scope)
def list_domain_capacity(slug: str) -> ResponseReturnValue:
    """Show who takes part in the roadmap of a domain, what each can do and what is asked of it."""
    return _list(get_domain(slug))


@bp.get("/roadmap/capacity")
@requires(Permission.CAPACITY_EDIT)
def list_all_capacity() -> ResponseReturnValue:
    """Show what each organisation can do for all domains together, and what is asked of it."""
    return _list(None)


@bp.route("/domains/<slug>/roadmap/capacity/<organisation_slug>", methods=["GET", "POST"])
@requires(Permission.CAPACITY_EDIT, of=_scope)
def edit_domain_capacity(slug: str, organisation_slug: str) -> ResponseReturnValue:
    """Note what an organisation can do per quarter for a domain."""
    return _edit(get_domain(slug), get_organisation(organisation_slug))


@bp.route("/roadmap/capacity/<organisation_slug>", methods=["GET", "POST"])
@requires(Permission.CAPACITY_EDIT)
def edit_all_capacity(organisation_slug: str) -> ResponseReturnValue:
    """Note what an organisation can do per quarter for all domains together."""
    return _edit(None, get_organisation(organisation_slug))


def _list(domain: Domain | None) -> str:
    domain_id = domain.id if domain else None
    known = list_capacity(domain_id)
    asked = list_asked(current_user, domain_id, None, today())
    scope = Scope(frozenset({domain.id})) if domain else Scope()
    return render_template(
        "portfolio/capacity.html",
        domain=domain,
        lines=lines_of(known, asked),
        may_edit=may(Permission.CAPACITY_EDIT, scope),
        unknown_effort=sum(one.task.months is None for one in asked),
    )


def lines_of(known: Sequence[OrganisationCapacity], asked: Sequence[Asked]) -> list[Line]:
    """Return a line per organisation that takes part or is noted, by name."""
    first = Quarter.of(today())
    grid = {first + step for step in range(AHEAD)}
    limits = limits_of(known)
    busiest: dict[str, tuple[Decimal, int, Decimal, Quarter]] = {}
    for (slug, quarter), shares in book_of(one.task for one in asked).items():
        if quarter in grid:
            total = sum((share.months for share in shares), Decimal(0))
            over = total - (limits[slug].at(quarter) if slug in limits else 0)
            place = (over, -quarter.index, total, quarter)
            busiest[slug] = max(busiest.get(slug, place), place)
    noted = {one.organisation.slug: one for one in known}
    others = organisations_by_slug({slug for one in asked for slug in one.task.organisations} - noted.keys())
    names = {slug: one.name for slug, one in others.items()}
    names |= {slug: one.organisation.name for slug, one in noted.items()}
    made_up = {slug for one in asked if one.is_illustrative for slug in one.task.organisations}
    lines = []
    for slug, name in sorted(names.items(), key=lambda pair: (pair[1].lower(), pair[0])):
        found = busiest.get(slug)
        peak = found[3] if found else None
        has = limits[slug].at(peak or first) if slug in limits else None
        total = found[2] if found else Decimal(0)
        lines.append(Line(slug, name, noted.get(slug), peak, total, has, slug in made_up))
    return lines


def _edit(domain: Domain | None, organisation: Organisation) -> ResponseReturnValue:
    domain_id, organisation_id = domain.id if domain else None, organisation.id

    def present() -> CapacityForm:
        return CapacityForm(formdata=None, data=capacity_values(find_capacity(domain_id, organisation_id)))

    def act() -> None:
        if form.months.data is None:
            forget_capacity(domain, organisation, by=current_user, version=form.version.data)
            return
        note_capacity(
            domain,
            organisation,
            months=form.months.data,
            own=form.own,
            note=form.note.data or "",
            by=current_user,
            version=form.version.data,
        )

    from_here = (
        url_for(".list_domain_capacity", slug=domain.slug) if domain else url_for(".list_all_capacity")
    )
    form = present()
    status, conflict = 200, None
    if form.is_submitted():
        form = CapacityForm()
        outcome = save(form, act, present=present)
        if outcome.is_saved:
            flash(_("Opgeslagen. Knelpunten op de routekaart zijn opnieuw bepaald."), "success")
            return redirect(from_here)
        status, conflict = outcome.status, outcome.conflict
    page = render_template(
        "portfolio/capacity_edit.html",
        domain=domain,
        organisation=organisation,
        form=form,
        conflict=conflict,
        back=from_here,
    )
    return page, status
