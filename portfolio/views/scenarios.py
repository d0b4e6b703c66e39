"""Scenarios of a domain: the list, one with its proposal, how far it is, and the same as a file."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.permissions import public
from accounts.queries import get_domain
from core.web.tables import csv_response, json_response
from portfolio.charts import mix as mix_chart
from portfolio.models import ScenarioRun
from portfolio.queries import scenarios as queries
from portfolio.queries.scenario_outcome import Outcome, Row
from portfolio.rules.terms import Size
from portfolio.views import scenario_explained as explained
from portfolio.views import scenario_words as words
from portfolio.views.blueprint import bp
from portfolio.views.scenario_access import Place, outcome_of, place_of, run_of, shown_of

COLUMNS = (
    *("code", "title", "size", "in_proposal", "start", "value_low", "value_high", "chance", "effort"),
    *("cost_cents", "utility", "reason", "price_if_in", "lost_without", "illustrative"),
)
FIGURES = {
    "value": ("value_low", "value_high"),
    "chance": ("chance",),
    "effort": ("effort",),
    "cost": ("cost_cents",),
    "planned": ("start",),
}
"""The columns of each figure of a use case that may be made up."""


@bp.get("/domains/<slug>/scenarios/")
@public
def list_scenarios(slug: str) -> ResponseReturnValue:
    """Show the scenarios of a domain that this reader may see."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".list_scenarios", slug=domain.slug), 301)
    lines = queries.list_scenarios(domain, current_user)
    shown = shown_of(domain, [line.run for line in lines if line.run])
    outcomes = {line.scenario.id: Outcome(line.run, shown=shown) for line in lines if line.run}
    sees_all = queries.sees_all(domain, current_user)
    return render_template(
        "portfolio/scenarios/list.html",
        domain=domain,
        lines=lines,
        outcomes=outcomes,
        words=words,
        sees_all=sees_all,
        may_edit=explained.may_edit(domain),
        can_compare=sum(outcome.has_answer for outcome in outcomes.values()) > 1,
    )


@bp.get("/domains/<slug>/scenarios/<id:number>")
@public
def show_scenario(slug: str, number: int) -> ResponseReturnValue:
    """Show what is proposed, in two lanes, with what is tight and what the board said itself."""
    place = place_of(slug, number)
    run = run_of(place)
    if run is None:
        return render_template("portfolio/scenarios/empty.html", place=place, words=words)
    outcome = outcome_of(place.domain, run)
    names = outcome.context["organisations"]
    proposal = outcome.proposal
    return render_template(
        "portfolio/scenarios/show.html",
        place=place,
        run=run,
        runs=queries.list_runs(place.domain, place.scenario, current_user),
        is_stale=place.sees_all and explained.is_stale(place.scenario, run),
        outcome=outcome,
        headline=words.headline(outcome),
        words=words,
        explained=explained,
        lanes=[(size, outcome.lane(size)) for size in Size],
        gauge=mix_chart.gauge(outcome.mixes),
        mix_sentence=mix_chart.sentence(outcome.mixes),
        tight=[words.tight_words(one, names) for one in proposal.tight] if proposal else [],
        conflict=words.conflict_words(proposal.conflict, names) if proposal and proposal.conflict else None,
        discuss=explained.to_discuss(outcome),
        decisions=queries.decisions_on(run.id, place.sees_all),
    )


@bp.get("/domains/<slug>/scenarios/<id:number>/progress.json")
@public
def show_progress_of_run(slug: str, number: int) -> ResponseReturnValue:
    """Tell how far the last calculation is, for the page that waits for it."""
    place = place_of(slug, number)
    run = run_of(place)
    if run is None:
        return json_response({"state": "none", "is_final": True, "progress": 0, "words": ""})
    busy = not run.is_final or (run.job is not None and run.job.state in ("waiting", "running"))
    return json_response(
        {
            "run": run.number,
            "state": "running" if run.is_at_work else run.state,
            "is_final": run.is_final,
            "is_busy": busy,
            "progress": run.job.progress if run.job is not None else 100,
            "words": words.state_words(run),
        }
    )


@bp.get("/domains/<slug>/scenarios/<id:number>.<any(csv, json):form>")
@public
def export_scenario(slug: str, number: int, form: str) -> ResponseReturnValue:
    """Answer with the proposal as a table, or with all that was kept of it."""
    place = place_of(slug, number)
    run = run_of(place)
    outcome = outcome_of(place.domain, run) if run else None
    records = [_record(outcome, row) for row in outcome.rows.values()] if outcome else []
    if form == "csv":
        cells = [[_cell(record[name]) for name in COLUMNS] for record in records]
        return csv_response(f"scenario-{place.domain.slug}-{number}", COLUMNS, cells)
    return json_response(_whole(place, run, outcome, records))


def _whole(place: Place, run: ScenarioRun | None, outcome: Outcome | None, records: Sequence[Any]) -> Any:
    head = {"domain": place.domain.slug, "scenario": place.scenario.number}
    if run is None or outcome is None:
        return {**head, "name": place.scenario.name, "run": None, "use_cases": []}
    return {
        **head,
        "name": outcome.context["name"],
        "run": run.number,
        "state": run.state,
        "asked_at": run.asked_at.isoformat(),
        "model_version": run.model_version,
        "input_hash": run.input_hash,
        "illustrative": outcome.is_illustrative,
        "inputs": explained.public_inputs(outcome),
        "result": outcome.result,
        "use_cases": records,
    }


def _record(outcome: Outcome, row: Row) -> dict[str, Any]:
    why = explained.explanation(outcome, row.code)
    record = {
        "code": row.code,
        "title": row.title,
        "size": row.size,
        "in_proposal": row.is_chosen,
        "start": str(row.start) if row.start else None,
        "value_low": row.value[0] if row.value else None,
        "value_high": row.value[1] if row.value else None,
        "chance": row.chance,
        "effort": row.effort,
        "cost_cents": row.cost,
        "utility": row.utility,
        "reason": row.reason or "; ".join(row.ineligible) or None,
        "price_if_in": why.if_in.price if why and why.if_in else None,
        "lost_without": explained.price_of_loss(outcome, row.code),
    }
    return {**record, "illustrative": _made_up(outcome, row, record)}


def _made_up(outcome: Outcome, row: Row, record: dict[str, Any]) -> list[str]:
    """Return the columns whose figure was made up, or rests on one that was; never an empty one."""
    marked = [name for figure, names in FIGURES.items() if row.is_marked(figure) for name in names]
    marked += ["utility"] if row.is_marked("value") or row.is_marked("chance") else []
    marked += ["price_if_in", "lost_without"] if outcome.is_illustrative else []
    return [name for name in COLUMNS if name in marked and record[name] is not None]


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
