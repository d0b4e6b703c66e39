"""How the programme stands: the five numbers, what to look at, and every chart alone and as CSV and JSON."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import public
from accounts.queries import get_domain
from core.web.page_cache import kept
from core.web.tables import csv_response, json_response
from portfolio.charts import (
    CHARTS,
    OF_CALCULATIONS,
    OF_USE_CASES,
    WITH_SIZE,
    WITHOUT_DATE,
    Chart,
    Material,
    Plot,
    chart_of,
)
from portfolio.charts.gallery import groups, name_of, neighbours
from portfolio.charts.headline import Programme, names_of
from portfolio.rules.programme import COMPUTED, ORDER
from portfolio.views.blueprint import bp
from portfolio.views.chart_filters import Asked, filter_choices, period_choices, read_narrow, read_period
from portfolio.views.progress_words import RowWords

_ANY_CHART = 'any("' + '", "'.join(CHARTS) + '")'
KEY_CHARTS = ("drift", "burn-up", "execution-index")
"""What the page of the programme shows itself; the others stand in the gallery."""


@bp.get("/progress/")
@kept
@public
def show_progress() -> ResponseReturnValue:
    """Show the headline, what to look at first and the charts that matter most."""
    return _programme(read_narrow(request.args), None)


@bp.get("/domains/<slug>/progress")
@kept
@public
def show_domain_progress(slug: str) -> ResponseReturnValue:
    """Show the same of one domain; a merged one goes on to the domain that took it up."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_domain_progress", slug=domain.slug), 301)
    return _programme(read_narrow(request.args, domain), domain)


def _programme(asked: Asked, domain: Domain | None) -> ResponseReturnValue:
    period, is_wrong = read_period(request.args)
    material = Material(current_user, asked.narrow)
    programme = Programme(material, period)
    worse, better = programme.changes
    attention, total = programme.attention
    page = render_template(
        "portfolio/progress.html",
        asked=asked,
        domain=domain,
        **filter_choices(material),
        period=period,
        periods=period_choices(),
        programme=programme,
        figures=programme.figures(),
        order=ORDER,
        computed=COMPUTED,
        worse=names_of(worse),
        better=len(better),
        attention=attention,
        attention_total=total,
        charts=[chart_of(slug, material) for slug in KEY_CHARTS],
        groups=groups(),
        chart_name=name_of,
        words=RowWords(material.domains),
    )
    return page, 422 if asked.wrong or is_wrong else 200


@bp.get("/progress/charts")
@kept
@public
def list_charts() -> ResponseReturnValue:
    """Show every chart with its finding, grouped by the question it answers."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    page = render_template(
        "portfolio/charts.html",
        asked=asked,
        **filter_choices(material),
        groups=groups(),
        charts={slug: chart_of(slug, material) for slug in CHARTS},
        chart_name=name_of,
    )
    return page, 422 if asked.wrong else 200


@bp.get(f"/progress/<{_ANY_CHART}:chart>")
@kept
@public
def show_chart(chart: str) -> ResponseReturnValue:
    """Show one chart with its table."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    before, after = neighbours(chart)
    page = render_template(
        "portfolio/chart.html",
        asked=asked,
        **_filters_of(chart, material),
        has_size=chart in WITH_SIZE,
        has_date=chart not in WITHOUT_DATE,
        chart=chart_of(chart, material),
        before=before,
        after=after,
        chart_name=name_of,
    )
    return page, 422 if asked.wrong else 200


def _filters_of(chart: str, material: Material) -> dict[str, Any]:
    """Return the choices of the filters that mean something for a chart."""
    if chart in OF_USE_CASES:
        return filter_choices(material)
    return {"domains": material.domains if chart in OF_CALCULATIONS else []}


@bp.get(f"/progress/<{_ANY_CHART}:chart>.<any(csv, json):form>")
@public
def export_chart(chart: str, form: str) -> ResponseReturnValue:
    """Answer with the numbers of a chart; with ``?figure=`` with a picture of it alone, for Plotly."""
    asked = read_narrow(request.args)
    found = chart_of(chart, Material(current_user, asked.insist()))
    if form == "csv":
        return csv_response(f"{chart}-{found.on.isoformat()}", found.data.all_columns, found.data.cells())
    if "figure" in request.args:
        plot = found.plot(request.args["figure"])
        if plot is None:
            abort(404)
        return json_response(plot.figure)
    return json_response(_as_data(found, asked))


def _as_data(chart: Chart, asked: Asked) -> dict[str, Any]:
    return {
        "chart": chart.slug,
        "title": chart.title,
        "reference_date": chart.on,
        "domain": asked.narrow.domain.slug if asked.narrow.domain else None,
        "size": asked.narrow.size.value if asked.narrow.size else None,
        "layer": asked.narrow.layer.value if asked.narrow.layer else None,
        "owner": asked.narrow.owner.slug if asked.narrow.owner else None,
        "sentence": chart.sentence,
        "notes": [*(plot.note for plot in chart.plots if plot.note), *chart.notes],
        "columns": chart.data.all_columns,
        "rows": chart.data.records,
        "figure": chart.plots[0].figure,
        "figures": {plot.slug: _with_words(plot) for plot in chart.plots[1:]},
    }


def _with_words(plot: Plot) -> dict[str, Any]:
    return {"title": plot.title, "sentence": plot.sentence, "figure": plot.figure}
