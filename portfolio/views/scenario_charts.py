"""The two pictures of a calculation: the efficient frontier (chart 10) and its robustness (chart 11)."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.permissions import public
from core.errors import NotFound
from core.jobs import Job, JobState
from core.web.tables import csv_response, json_response
from portfolio.actions.scenarios import find_detail_job
from portfolio.charts import frontier, robustness
from portfolio.charts.decided import Drawn
from portfolio.charts.gallery import name_of
from portfolio.charts.shape import Data
from portfolio.models import DetailKind, ScenarioRun
from portfolio.queries.scenario_outcome import Outcome
from portfolio.views.blueprint import bp
from portfolio.views.scenario_access import Place, outcome_of, place_of, run_of

_BASE = "/domains/<slug>/scenarios/<id:number>/<any(frontier, robustness):kind>"


@bp.get(_BASE)
@public
def show_scenario_chart(slug: str, number: int, kind: str) -> ResponseReturnValue:
    """Show the picture with its sentence and table, or where to ask for it."""
    place, run, outcome = _found(slug, number, kind)
    data = outcome.detail(DetailKind(kind))
    return render_template(
        "portfolio/scenarios/chart.html",
        place=place,
        run=run,
        kind=kind,
        title=name_of(kind),
        outcome=outcome,
        drawn=_drawn(kind, data, outcome) if data else None,
        job=_job(run, kind) if not data and place.sees_all else None,
        urls={
            form: url_for(
                ".export_scenario_chart", slug=slug, number=number, kind=kind, form=form, run=run.number
            )
            for form in ("csv", "json")
        },
    )


@bp.get(f"{_BASE}.<any(csv, json):form>")
@public
def export_scenario_chart(slug: str, number: int, kind: str, form: str) -> ResponseReturnValue:
    """Answer with the numbers behind the picture, as CSV or with the figure as JSON."""
    place, run, outcome = _found(slug, number, kind)
    data = outcome.detail(DetailKind(kind))
    drawn = _drawn(kind, data, outcome) if data else None
    if form == "csv":
        found = drawn.data() if drawn else Data((), [])
        return csv_response(f"{kind}-{slug}-{number}", found.all_columns, found.cells())
    if drawn is None:
        return json_response({"scenario": place.scenario.number, "run": run.number, "rows": []})
    return json_response(
        {
            "scenario": place.scenario.number,
            "run": run.number,
            "sentence": drawn.sentence,
            "notes": drawn.notes,
            "rows": drawn.data().records,
            **drawn.figure(),
        }
    )


def _found(slug: str, number: int, kind: str) -> tuple[Place, ScenarioRun, Outcome]:
    place = place_of(slug, number)
    run = run_of(place)
    if run is None:
        raise NotFound("not_found")
    return place, run, outcome_of(place.domain, run, DetailKind(kind))


def _job(run: ScenarioRun, kind: str) -> Job | None:
    if run.job is not None and run.job.state in (JobState.WAITING, JobState.RUNNING):
        return run.job  # the studies come last in it
    return find_detail_job({"run_id": run.id, "kind": kind, "key": ""})


def _drawn(kind: str, data: Mapping[str, Any], outcome: Outcome) -> Drawn:
    drawing = frontier.drawn if kind == frontier.SLUG else robustness.drawn
    return drawing(data, outcome, outcome.rows)
