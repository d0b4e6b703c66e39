"""The charts by their name, and those that belong on the page of a domain or a use case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from accounts.models import Domain
from core.database import today
from portfolio.actions.outcomes import ENDED
from portfolio.charts import (
    action_points,
    budget,
    calibration,
    coverage,
    coverage_points,
    frontier,
    maturity,
    mix,
    preconditions,
    roadmap,
    robustness,
    value_chance,
)
from portfolio.charts.material import Material
from portfolio.charts.narrow import Narrow
from portfolio.charts.progress_charts import BUILDERS as PROGRESS
from portfolio.charts.shape import Chart
from portfolio.models import UseCase

_BUILDERS: dict[str, Callable[[Material], Chart]] = {
    value_chance.SLUG: lambda m: value_chance.build(m.sized_rows, m.phases, m.narrow),
    mix.SLUG: lambda m: mix.build(m.rows, m.phases, m.mix_steps, m.narrow),
    roadmap.SLUG: lambda m: roadmap.build(m.planned_rows, m.planned_phases, m.narrow, m.promises),
    coverage.SLUG: lambda m: coverage.build(
        m.functions, m.contributions, m.giving_phases, m.domains, m.narrow, helps=coverage_points.helps_of(m)
    ),
    action_points.SLUG: lambda m: action_points.build(m.agenda, m.narrow),
    calibration.SLUG: lambda m: calibration.build(m.ended, m.narrow),
    budget.SLUG: lambda m: budget.build(m.agenda, m.narrow),
    frontier.SLUG: frontier.build,
    robustness.SLUG: robustness.build,
    **PROGRESS,
}
CHARTS = tuple(_BUILDERS)
OF_DOMAIN = (value_chance.SLUG, mix.SLUG, roadmap.SLUG, coverage.SLUG, calibration.SLUG)
"""The charts on the page of a domain."""
OF_USE_CASES = (*OF_DOMAIN, *PROGRESS)
"""The charts that a domain narrows."""
OF_CALCULATIONS = (frontier.SLUG, robustness.SLUG)
"""The charts that a domain narrows to one calculation; what took part in that is settled."""
WITH_SIZE = (value_chance.SLUG, roadmap.SLUG, coverage.SLUG, *PROGRESS)
"""The charts that a size narrows: a mix of one size says nothing."""
_OF_MILESTONES = ("burn-up", "execution-index", "milestone-trend", "forecast")
_OF_FOLLOWED = (mix.SLUG, "status", "drift", "freshness", "phase-flow", "benefits")
WITHOUT_DATE = (budget.SLUG,)


def chart_of(slug: str, material: Material) -> Chart:
    """Return one of CHARTS, with the way to the list behind it."""
    chart = _BUILDERS[slug](material)
    return chart if chart.behind else replace(chart, behind=_behind(slug, material.narrow))


def for_domain(domain: Domain, reader: Any, on: date | None = None) -> dict[str, Chart]:
    """Return the charts for the page of a domain, by name with ``-`` as ``_``: ten queries at most."""
    day = today()
    material = Material(reader, Narrow(on=on or day, today=day, domain=domain))
    return {slug.replace("-", "_"): chart_of(slug, material) for slug in OF_DOMAIN}


def for_use_case(use_case: UseCase, reader: Any) -> dict[str, Chart]:
    """Return the charts for the page of a use case: where it stands among those of its domain.

    Empty when ``reader`` may not see its scores, or when value or chance is not
    known. Its domain must be loaded. One query.
    """
    day = today()
    narrow = Narrow(on=day, today=day, domain=use_case.domain, highlight=use_case.code)
    material = Material(reader, narrow)
    own = next((row for row in material.rows if row.code == use_case.code), None)
    if own is None or not own.sees_scores or own.value_low is None or own.chance is None:
        return {}
    return {"value_chance": chart_of(value_chance.SLUG, material)}


def _behind(slug: str, narrow: Narrow) -> tuple[str, str] | None:
    """Return words and address of the list that a chart counts."""
    endpoint, words = {
        action_points.SLUG: ("portfolio.list_actions", _("Bekijk alle actiepunten")),
        budget.SLUG: ("portfolio.list_actions", _("Bekijk de agenda")),
        coverage.SLUG: ("portfolio.list_system_functions", _("Bekijk de systeemfuncties")),
        maturity.SLUG: ("portfolio.list_system_functions", _("Bekijk de systeemfuncties")),
        preconditions.SLUG: ("portfolio.list_preconditions", _("Bekijk alles waar use cases op wachten")),
        **dict.fromkeys(_OF_MILESTONES, ("portfolio.list_all_milestones", _("Bekijk de mijlpalen"))),
        **dict.fromkeys(_OF_FOLLOWED, ("portfolio.list_followed", _("Bekijk de use cases in de lijst"))),
    }.get(slug, ("portfolio.list_use_cases", _("Bekijk de use cases in de lijst")))
    if endpoint not in current_app.view_functions:
        return None
    filters: dict[str, Any] = {}
    if endpoint == "portfolio.list_actions" and narrow.agenda:
        filters = {"agenda": narrow.agenda}
    if endpoint == "portfolio.list_preconditions" and narrow.domain:
        filters = {"domain": narrow.domain.slug}
    if endpoint in ("portfolio.list_followed", "portfolio.list_all_milestones"):
        filters = {name: value for name, value in narrow.arguments.items() if name != "highlight"}
    if endpoint == "portfolio.list_use_cases":
        known = ("domain", "size", "layer", "owner")
        filters = {name: value for name, value in narrow.arguments.items() if name in known}
        if slug == calibration.SLUG:
            filters["phase"] = sorted(ENDED)
    return words, url_for(endpoint, **filters)
