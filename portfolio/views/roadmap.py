"""Roadmaps: what happens in which quarter, of one domain or of all, and what clashes with the way out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from portfolio.queries.plan_moves import Dropped, Promise, list_dropped, list_promises
from portfolio.queries.roadmap import Planned, Ties
from portfolio.queries.sources import list_shut_sources
from portfolio.rules import roadmap as rule
from portfolio.rules.quarters import ROLLING_YEARS, Quarter, QuarterNotValid, rolling
from portfolio.rules.terms import Phase
from portfolio.views.blueprint import bp
from portfolio.views.capacity_words import Carrying, carrying_of, problems_together
from portfolio.views.roadmap_drift import Drift, drift_of, span_words
from portfolio.views.roadmap_words import Problem, problems_of
from portfolio.views.use_case_story import quarter_words

PER_PAGE = 60
MOST_PROBLEMS = 12
MOST_OTHERS = 30
AHEAD = (Phase.CANDIDATE, Phase.SELECTED, Phase.PREPARATION)
FIRST_YEAR, LAST_YEAR = 2000, 2150


@dataclass(frozen=True)
class Row:
    """A planned use case with its bar in the window; ``bar.planned`` is None outside it.

    It stands on the roadmap when its first promise is in the window too: what was moved out of
    sight stays in sight where it was promised.
    """

    row: Planned
    bar: rule.Bar
    drift: Drift | None = None

    @property
    def words(self) -> str:
        """The quarters in words."""
        return span_words(self.bar.item.start, self.bar.item.end)


@dataclass(frozen=True)
class View:
    """The window: its quarters, where today is in it (in quarters from its start), and the ones beside it.

    ``today`` is None when today lies outside; ``passed`` is then below 0 or beyond the end.
    """

    grid: tuple[Quarter, ...]
    today: float | None
    passed: float
    is_rolling: bool

    def holds(self, row: Planned, promise: Promise | None = None) -> bool:
        """Tell whether a row has a quarter in this window, as planned now or as first promised."""
        if self._holds(row.start or 0, row.quarters or 0):
            return True
        return promise is not None and self._holds(promise.start, promise.quarters)

    def _holds(self, start: int, quarters: int) -> bool:
        return start <= self.grid[-1].index and start + max(quarters, 1) > self.grid[0].index

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


@dataclass(frozen=True)
class Lines:
    """What a roadmap shows of one domain, or of all: the rows in the window by page, and all beside them."""

    view: View
    page: Page[Row]
    inside: Sequence[Planned]
    outside: Sequence[Row]
    outside_total: int
    unplanned: Sequence[Planned]
    problems: Sequence[Problem]
    problem_total: int
    dropped: Sequence[Dropped]
    carrying: Carrying
    home: Mapping[str, str]
    """The domain of everything planned, in the window or not, by code."""

    @property
    def groups(self) -> list[tuple[Planned, list[Row]]]:
        """The rows by domain, each group with a row that names its domain."""
        found: dict[str, list[Row]] = {}
        for one in self.page.items:
            found.setdefault(one.row.domain, []).append(one)
        return [(group[0].row, group) for group in found.values()]

    @property
    def is_illustrative(self) -> bool:
        """Whether a plan in sight was made up."""
        return any(one.row.is_illustrative("planned") for one in self.page.items)

    def about(self, code: str) -> list[Problem]:
        """Return the clashes that one use case plays a part in, its own first."""
        found = [problem for problem in self.problems if code in problem.codes]
        return sorted(found, key=lambda problem: problem.row is not None and problem.row.code != code)


def lines_of(
    domain: Domain | None,
    code: str | None = None,
    *,
    wanted: Callable[[Planned], bool] | None = None,
    most: int | None = None,
    is_draft: bool = False,
) -> Lines:
    """Return what the reader sees of a roadmap in the window asked for; ``code`` picks the page it is on.

    ``wanted`` leaves rows out of sight, not out of the clashes; of those ``most`` are told (None: all).
    Who works on a draft is also told where it asks too much of who works for other domains as well.
    """
    day = today()
    view = _view(request.args.get("from", ""), day)
    domain_id = domain.id if domain else None
    rows = queries.list_planned(current_user, domain_id)
    planned = [row for row in rows if row.is_planned]
    ties = queries.list_ties(current_user, domain_id)
    promises = list_promises(domain_id)
    carrying = carrying_of(current_user, domain_id, day)
    shut = list_shut_sources(current_user, domain_id)
    problems, total = problems_of(planned, ties, day, most, shut)
    shared = problems_together(current_user, domain_id, day) if is_draft and domain_id else []
    problems = [*carrying.problems, *shared, *problems]
    home = {row.code: row.domain for row in planned}
    if wanted is not None:
        rows = [row for row in rows if wanted(row)]
        planned = [row for row in rows if row.is_planned]
    held = {row.code for row in planned if view.holds(row, promises.get(row.code))}
    inside = [row for row in planned if row.code in held]
    number = min(wanted_page(), max(1, -(-len(inside) // PER_PAGE)))
    number = next((at // PER_PAGE + 1 for at, row in enumerate(inside) if row.code == code), number)
    shown = inside[(number - 1) * PER_PAGE : number * PER_PAGE]
    outside = [row for row in planned if row.code not in held]
    return Lines(
        view=view,
        page=Page(_placed(shown, ties, view.grid, promises, day), number, len(inside), PER_PAGE),
        inside=inside,
        outside=_placed(outside[:MOST_OTHERS], ties, view.grid, promises, day),
        outside_total=len(outside),
        unplanned=[row for row in rows if not row.is_planned and row.phase in AHEAD],
        problems=problems,
        problem_total=total + len(carrying.found) + len(shared),
        carrying=carrying,
        home=home,
        dropped=list_dropped(current_user, promises.values()) if promises else (),
    )


def _page(domain: Domain | None) -> ResponseReturnValue:
    lines = lines_of(domain, most=None if domain else MOST_PROBLEMS)
    return render_template(
        "portfolio/roadmap.html",
        domain=domain,
        lines=lines,
        view=lines.view,
        page=lines.page,
        problems=lines.problems[:MOST_PROBLEMS],
        most=MOST_OTHERS,
        lead=_lead(lines.inside, lines.view),
        prepares=_prepares(domain),
        adopted=adopted_roadmap(domain.id if domain else None),
        adopt_url=_adopt_url(domain),
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


def _placed(
    rows: Sequence[Planned],
    ties: Ties,
    grid: tuple[Quarter, ...],
    promises: Mapping[str, Promise],
    day: date,
) -> list[Row]:
    """Return the rows with their bars and first promises, in the order of the rows: by domain and start."""
    items = [_item(row, ties, promises.get(row.code)) for row in rows]
    bars = {bar.item.code: bar for bar in rule.bars(items, grid)}
    return [
        Row(
            row,
            bars[row.code],
            drift_of(
                promises.get(row.code), bars[row.code].item.start, bars[row.code].item.end, row.phase, day
            ),
        )
        for row in rows
    ]


def _item(row: Planned, ties: Ties, promise: Promise | None) -> rule.Item:
    item = ties.item(row)
    if promise is None:
        return item
    return replace(item, baseline_start=promise.first, baseline_quarters=promise.quarters)


def _lead(inside: Sequence[Planned], view: View) -> str:
    if not inside:
        return ""
    running = sum(
        (row.start or 0) <= view.grid[0].index < (row.start or 0) + (row.quarters or 0) for row in inside
    )
    return _(
        "In deze drie jaar staan er %(total)s op de planning; in %(first)s lopen er %(running)s.",
        total=len(inside),
        running=running,
        first=quarter_words(view.grid[0]),
    )
