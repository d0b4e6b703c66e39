"""Roadmaps: what happens in which quarter, of one domain or of all, and what clashes with the way out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, public
from accounts.queries import get_domain
from core.database import today
from core.web.page_cache import kept
from core.web.paging import Page, wanted_page
from portfolio.queries import roadmap as queries
from portfolio.queries.decisions import adopted_roadmap
from portfolio.queries.roadmap import Planned, Ties
from portfolio.rules import roadmap as rule
from portfolio.rules.quarters import ROLLING_YEARS, Quarter, QuarterNotValid, rolling
from portfolio.rules.terms import Phase
from portfolio.views.blueprint import bp
from portfolio.views.roadmap_words import problems_of
from portfolio.views.use_case_story import quarter_words

PER_PAGE = 60
MOST_PROBLEMS = 12
MOST_OTHERS = 30
AHEAD = (Phase.CANDIDATE, Phase.SELECTED, Phase.PREPARATION)
FIRST_YEAR, LAST_YEAR = 2000, 2150


@dataclass(frozen=True)
class Row:
    """A planned use case with its bar in the window; ``bar.planned`` is None outside it."""

    row: Planned
    bar: rule.Bar

    @property
    def words(self) -> str:
        """The quarters in words."""
        first, last = self.bar.item.start, self.bar.item.end
        return quarter_words(first) if first == last else f"{quarter_words(first)} – {quarter_words(last)}"


@dataclass(frozen=True)
class View:
    """The window: its quarters, where today is in it (in quarters from its start), and the ones beside it.

    ``today`` is None when today lies outside; ``passed`` is then below 0 or beyond the end.
    """

    grid: tuple[Quarter, ...]
    today: float | None
    passed: float
    is_rolling: bool

    def holds(self, row: Planned) -> bool:
        """Tell whether a planned row has a quarter in this window."""
        start = row.start or 0
        return start <= self.grid[-1].index and start + max(row.quarters or 0, 1) > self.grid[0].index

    @property
    def earlier(self) -> str:
        """The window a year earlier, as it stands in an address."""
        return str(self.grid[0] + -4)

    @property
    def later(self) -> str:
        """The window a year later."""
        return str(self.grid[0] + 4)

    @property
    def words(self) -> str:
        """First and last quarter."""
        return _(
            "%(first)s tot en met %(last)s",
            first=quarter_words(self.grid[0]),
            last=quarter_words(self.grid[-1]),
        )


@bp.get("/domains/<slug>/roadmap")
@public
@kept
def show_roadmap(slug: str) -> ResponseReturnValue:
    """Show the roadmap of one domain."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_roadmap", slug=domain.slug), 301)
    return _page(domain)


@bp.get("/roadmap")
@public
@kept
def show_all_roadmaps() -> ResponseReturnValue:
    """Show the roadmaps of all domains below each other, by the page."""
    return _page(None)


def _page(domain: Domain | None) -> ResponseReturnValue:
    day = today()
    view = _view(request.args.get("from", ""), day)
    rows = queries.list_planned(current_user, domain.id if domain else None)
    planned = [row for row in rows if row.is_planned]
    ties = queries.list_ties(current_user, domain.id if domain else None)
    problems, problem_total = problems_of(planned, ties, day, MOST_PROBLEMS)
    inside = [row for row in planned if view.holds(row)]
    number = min(wanted_page(), max(1, -(-len(inside) // PER_PAGE)))
    shown = _placed(inside[(number - 1) * PER_PAGE : number * PER_PAGE], ties, view.grid)
    outside = [row for row in planned if not view.holds(row)]
    return render_template(
        "portfolio/roadmap.html",
        domain=domain,
        view=view,
        groups=_groups(shown),
        page=Page(shown, number, len(inside), PER_PAGE),
        outside=_placed(outside[:MOST_OTHERS], ties, view.grid),
        outside_total=len(outside),
        most=MOST_OTHERS,
        unplanned=[row for row in rows if not row.is_planned and row.phase in AHEAD],
        problems=problems,
        problem_total=problem_total,
        lead=_lead(inside, view),
        prepares=_prepares(domain),
        adopted=adopted_roadmap(domain.id if domain else None),
        adopt_url=_adopt_url(domain),
        is_illustrative=any(one.row.is_illustrative("planned") for one in shown),
    )


def _adopt_url(domain: Domain | None) -> str | None:
    """Return where a secretary lets the board adopt this roadmap."""
    if domain is None or not may(Permission.USE_CASE_PLAN, Scope(frozenset({domain.id}))):
        return None
    return url_for(".draft_roadmap", slug=domain.slug)


def _prepares(domain: Domain | None) -> bool:
    """Tell whether this reader sees candidates on this roadmap too."""
    scope = Scope(frozenset({domain.id})) if domain else Scope()
    return may(Permission.USE_CASE_READ_DRAFT, scope)


def _view(asked: str, day: date) -> View:
    """Return the window that was asked for by its first quarter; what can't be read gives the rolling one."""
    now = Quarter.of(day)
    try:
        first = Quarter.parse(asked) if asked else now
    except QuarterNotValid:
        first = now
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        first = now
    grid = rolling(first, ROLLING_YEARS)
    length = (now.last_day - now.first_day).days + 1
    place = (now - first) + (day - now.first_day).days / length
    return View(grid, place if 0 <= place <= len(grid) else None, place, first == now)


def _placed(rows: Sequence[Planned], ties: Ties, grid: tuple[Quarter, ...]) -> list[Row]:
    """Return the rows with their bars, in the order of the rows: by domain and start."""
    bars = {bar.item.code: bar for bar in rule.bars((ties.item(row) for row in rows), grid)}
    return [Row(row, bars[row.code]) for row in rows]


def _groups(rows: Sequence[Row]) -> list[tuple[Planned, list[Row]]]:
    """Return the rows by domain, each group with a row that names its domain."""
    groups: dict[str, list[Row]] = {}
    for one in rows:
        groups.setdefault(one.row.domain, []).append(one)
    return [(group[0].row, group) for group in groups.values()]


def _lead(inside: Sequence[Planned], view: View) -> str:
    if not inside:
        return ""
    running = sum((row.start or 0) <= view.grid[0].index for row in inside)
    return _(
        "In deze drie jaar staan er %(total)s op de planning; in %(first)s lopen er %(running)s.",
        total=len(inside),
        running=running,
        first=quarter_words(view.grid[0]),
    )
