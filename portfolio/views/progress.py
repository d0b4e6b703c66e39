"""How the programme stands: the headline, the six charts, each also alone and as CSV and JSON."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.permissions import public
from core.web.page_cache import kept
from core.web.tables import csv_response, json_response
from portfolio.charts import CHARTS, OF_USE_CASES, WITH_SIZE, WITHOUT_DATE, Chart, Material, Plot, chart_of
from portfolio.charts.headline import headline
from portfolio.views.blueprint import bp
from portfolio.views.chart_filters import Asked, filter_choices, read_narrow

_ANY_CHART = 'any("' + '", "'.join(CHARTS) + '")'
# On the page of the programme the long ones come last.
ORDER = (
    *("status", "drift", "execution-index", "burn-up", "milestone-trend", "freshness"),
    *("value-chance", "mix", "coverage", "calibration", "action-points", "budget", "roadmap"),
)


@bp.get("/progress/")
@kept
@public
def show_progress() -> ResponseReturnValue:
    """Show the headline and every chart of what this reader may see."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    page = render_template(
        "portfolio/progress.html",
        asked=asked,
        **filter_choices(material),
        headline=headline(material),
        charts=[chart_of(slug, material) for slug in ORDER],
    )
    return page, 422 if asked.wrong else 200


@bp.get(f"/progress/<{_ANY_CHART}:chart>")
@kept
@public
def show_chart(chart: str) -> ResponseReturnValue:
    """Show one chart with its table."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    page = render_template(
        "portfolio/chart.html",
        asked=asked,
        **(filter_choices(material) if chart in OF_USE_CASES else {"domains": []}),
        has_size=chart in WITH_SIZE,
        has_date=chart not in WITHOUT_DATE,
        chart=chart_of(chart, material),
    )
    return page, 422 if asked.wrong else 200


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
