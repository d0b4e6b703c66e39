"""The two pictures of a calculation: the efficient frontier (chart 10) and its robustness (chart 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import public
from core.errors import NotFound
from core.jobs import Job, JobState
from core.web.tables import csv_response, json_response
from portfolio.actions.scenarios import find_detail_job
from portfolio.charts import frontier, robustness
from portfolio.charts.shape import Data, Figure, Table
from portfolio.models import DetailKind, ScenarioRun
from portfolio.queries import scenarios as queries
from portfolio.queries.scenario_outcome import Outcome
from portfolio.views.blueprint import bp
from portfolio.views.scenario_access import Place, place_of, run_of

_BASE = "/domains/<slug>/scenarios/<id:number>/<any(frontier, robustness):kind>"


@dataclass(frozen=True)
class Drawn:
    """One picture with its words and numbers."""

    title: str
    sentence: str
    label: str
    figure: Callable[[], Figure]
    table: Callable[[], Table]
    data: Callable[[], Data]
    notes: tuple[str, ...] = ()
    height: str = ""


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
        title=title_of(kind),
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


def title_of(kind: str) -> str:
    """Return the name of a picture."""
    titles = {
        "frontier": _("Wat meer of minder budget oplevert"),
        "robustness": _("Hoe stevig de keuze is"),
    }
    return titles[kind]


def _found(slug: str, number: int, kind: str) -> tuple[Place, ScenarioRun, Outcome]:
    place = place_of(slug, number)
    run = run_of(place)
    if run is None:
        raise NotFound("not_found")
    return place, run, Outcome(run, queries.details_of(run.id, DetailKind(kind)))


def _job(run: ScenarioRun, kind: str) -> Job | None:
    if run.job is not None and run.job.state in (JobState.WAITING, JobState.RUNNING):
        return run.job  # the studies come last in it
    return find_detail_job({"run_id": run.id, "kind": kind, "key": ""})


def _drawn(kind: str, data: Mapping[str, Any], outcome: Outcome) -> Drawn:
    marked = outcome.is_illustrative
    if kind == "frontier":
        return Drawn(
            title_of(kind),
            frontier.sentence(data),
            _("Lijn van het beste portfolio per budget, met het portfolio van nu en het voorstel"),
            lambda: frontier.figure(data),
            lambda: frontier.table(data, is_illustrative=marked),
            lambda: frontier.data_of(data, is_illustrative=marked),
            notes=(
                _(
                    "Twintig budgetten, met dezelfde voorwaarden maar zonder de zachte mixregel. "
                    "Ligt het voorstel onder de lijn, dan is dat de prijs van de mix."
                ),
            ),
        )
    return Drawn(
        title_of(kind),
        robustness.sentence(data, outcome.rows),
        _("Aandeel van de doorrekeningen waarin een use case in het beste portfolio zit"),
        lambda: robustness.figure(data, outcome.rows),
        lambda: robustness.table(data, outcome.rows),
        lambda: robustness.data_of(data, outcome.rows),
        notes=robustness.notes(data),
        height="high" if len(outcome.candidates) > 12 else "",
    )
