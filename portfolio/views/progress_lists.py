"""The lists behind the figures and charts of progress: use cases and milestones, with the same filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.permissions import public
from core.web.page_cache import kept
from core.web.paging import PER_PAGE, Page, page_of, wanted_page
from core.web.tables import csv_response, json_response
from portfolio.charts import Material
from portfolio.charts.headline import Programme
from portfolio.charts.progress_looks import asked_of
from portfolio.labels import label
from portfolio.queries.charts import Row
from portfolio.queries.programme_lists import (
    MilestoneRow,
    MilestoneState,
    Span,
    codes_overdue,
    list_milestones,
    select_milestones,
)
from portfolio.queries.progress_inputs import FOLLOWED
from portfolio.rules.programme import LATE_DAYS, UNCHANGED, Standing
from portfolio.rules.progress_status import DEFAULT_LIMITS, Status
from portfolio.rules.terms import MIX_PHASES, Phase
from portfolio.views.blueprint import bp
from portfolio.views.chart_filters import filter_choices, read_narrow, read_period
from portfolio.views.progress_words import RowWords

MOST_DRIFT = 20_000


class Line(NamedTuple):
    """A use case in the list; without a standing when it is not followed."""

    row: Row
    phase: Phase
    standing: Standing | None


@bp.get("/progress/use-cases")
@kept
@public
def list_followed() -> ResponseReturnValue:
    """Show the use cases that a figure or a bar of a chart counts."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    period, _wrong = read_period(request.args)
    lines = _lines(Programme(material, period), request.args)
    number = min(wanted_page(), max(1, -(-len(lines) // PER_PAGE)))
    page = render_template(
        "portfolio/progress_use_cases.html",
        asked=asked,
        **filter_choices(material),
        page=Page(lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, len(lines)),
        chosen=_chosen(request.args),
        words=RowWords(material.domains),
        own=_own(request.args, OWN_USE_CASES),
        clear_url=_address(".list_followed", asked.narrow.arguments),
        data_urls=_data_urls(".export_followed"),
    )
    return page, 422 if asked.wrong else 200


@bp.get("/progress/use-cases.<any(csv, json):form>")
@public
def export_followed(form: str) -> ResponseReturnValue:
    """Answer with the same list, all of it."""
    narrow = read_narrow(request.args).insist()
    lines = _lines(Programme(Material(current_user, narrow), read_period(request.args)[0]), request.args)
    records = [_record(line) for line in lines]
    if form == "json":
        return json_response({"reference_date": narrow.on, "count": len(records), "use_cases": records})
    return csv_response(
        f"use-cases-{narrow.on.isoformat()}", USE_CASE_COLUMNS, [list(one.values()) for one in records]
    )


@bp.get("/progress/milestones")
@kept
@public
def list_all_milestones() -> ResponseReturnValue:
    """Show the milestones that a figure or a chart counts: first promise, plan of now, day reached."""
    asked = read_narrow(request.args)
    material = Material(current_user, asked.narrow)
    state, span = _state(request.args), _span(request.args)
    page = render_template(
        "portfolio/progress_milestones.html",
        asked=asked,
        **filter_choices(material),
        page=page_of(select_milestones(asked_of(material), state, span), wanted_page()),
        state=state,
        states=_state_words(),
        span=span,
        own=_own(request.args, OWN_MILESTONES),
        clear_url=_address(".list_all_milestones", asked.narrow.arguments),
        data_urls=_data_urls(".export_all_milestones"),
    )
    return page, 422 if asked.wrong else 200


@bp.get("/progress/milestones.<any(csv, json):form>")
@public
def export_all_milestones(form: str) -> ResponseReturnValue:
    """Answer with the same list, all of it."""
    narrow = read_narrow(request.args).insist()
    asked = asked_of(Material(current_user, narrow))
    rows = list_milestones(asked, _state(request.args), _span(request.args))
    name = f"milestones-{narrow.on.isoformat()}"
    if form == "csv":
        return csv_response(name, MilestoneRow._fields, rows)
    records = [row._asdict() for row in rows]
    return json_response({"reference_date": narrow.on, "count": len(records), "milestones": records})


USE_CASE_COLUMNS = (
    *("code", "title", "domain", "phase", "declared", "computed", "drift_days", "reported_on"),
    *("unchanged_for_reports", "causes", "illustrative"),
)
OWN_USE_CASES = (
    *("status", "declared", "drift", "drift_from", "drift_to", "phase", "report"),
    *("benefits", "period", "ended", "kind"),
)
OWN_MILESTONES = ("state", "since", "until")


def _record(line: Line) -> dict[str, Any]:
    row, standing = line.row, line.standing
    marks = [name for name in ("phase",) if row.is_illustrative(name)]
    if standing is not None and standing.is_illustrative:
        marks += ["declared", "computed", "drift_days"]
    return {
        "code": row.code,
        "title": row.title,
        "domain": row.domain,
        "phase": line.phase.value,
        "declared": standing.declared.value if standing else None,
        "computed": standing.status.value if standing else None,
        "drift_days": standing.drift if standing else None,
        "reported_on": standing.reported_on if standing else None,
        "unchanged_for_reports": standing.unchanged_for if standing else None,
        "causes": "; ".join(standing.causes) if standing else "",
        "illustrative": "; ".join(marks),
    }


def _lines(programme: Programme, arguments: MultiDict[str, str]) -> list[Line]:
    """Return what the address asks for, the latest first; without a phase what is followed."""
    phase = _term(Phase, arguments.get("phase", ""))
    # Charts of statuses count initiatives too, for those were promised as well.
    phases = programme.material.phases if arguments.get("kind") == "all" else programme.phases
    wanted = {code for code, own in phases.items() if own in MIX_PHASES}
    if phase is not None:
        wanted = {code for code, own in phases.items() if own is phase}
    elif arguments.get("ended"):
        wanted = {code for code, own in phases.items() if own in FOLLOWED}
        wanted |= phases.keys() & {row.code for row in programme.everything}  # promised, and aside
    if arguments.get("benefits") == "overdue":
        # Measured on after delivery, and of initiatives too: as the figure counts.
        phases = programme.material.phases
        wanted = set(codes_overdue(programme.asked)) & phases.keys()
    standings = {row.code: row for row in programme.standings_of(wanted)}
    lines = [
        Line(row, phases[row.code], standings.get(row.code))
        for row in programme.material.sized_rows
        if row.code in wanted
    ]
    for keeps in _conditions(programme, arguments):
        lines = [line for line in lines if line.standing is not None and keeps(line.standing)]
    return sorted(lines, key=_lateness)


def _lateness(line: Line) -> tuple[int, str]:
    drift = line.standing.drift if line.standing else None
    return (-(drift if drift is not None else -MOST_DRIFT), line.row.code)


def _conditions(programme: Programme, arguments: MultiDict[str, str]) -> list[Callable[[Standing], bool]]:
    found: list[Callable[[Standing], bool]] = []
    status, declared = (_term(Status, arguments.get(name, "")) for name in ("status", "declared"))
    if status is not None:
        found.append(lambda row: row.status is status)
    if declared is not None:
        found.append(lambda row: row.declared is declared)
    if arguments.get("drift") == "late":
        found.append(lambda row: row.drift is not None and row.drift > LATE_DAYS)
    low, high = _number(arguments.get("drift_from", "")), _number(arguments.get("drift_to", ""))
    if low is not None:
        found.append(lambda row: row.drift is not None and row.drift >= low)
    if high is not None:
        found.append(lambda row: row.drift is not None and row.drift <= high)
    found += _about_reports(programme.on, arguments.get("report", ""))
    return found


def _about_reports(on: date, wanted: str) -> Sequence[Callable[[Standing], bool]]:
    def age(row: Standing) -> int | None:
        return None if row.reported_on is None else (on - row.reported_on).days

    def between(low: int, high: int) -> Callable[[Standing], bool]:
        return lambda row: (days := age(row)) is not None and low <= days <= high

    limit = DEFAULT_LIMITS.silence_days
    known: dict[str, Callable[[Standing], bool]] = {
        "silent": lambda row: (days := age(row)) is None or days > limit,
        "unchanged": lambda row: row.unchanged_for >= UNCHANGED,
        "week": between(0, 7),
        "month": between(8, limit),
        "quarter": between(limit + 1, 90),
        "older": between(91, 100_000),
        "never": lambda row: row.reported_on is None,
    }
    return [known[wanted]] if wanted in known else []


def _chosen(arguments: MultiDict[str, str]) -> list[str]:
    """Return in words what narrows the list besides the filters of every chart."""
    found = []
    if status := _term(Status, arguments.get("status", "")):
        found.append(_("berekend: %(term)s", term=label(status)))
    if declared := _term(Status, arguments.get("declared", "")):
        found.append(_("gemeld: %(term)s", term=label(declared)))
    if phase := _term(Phase, arguments.get("phase", "")):
        found.append(_("fase: %(term)s", term=label(phase)))
    if arguments.get("drift") == "late":
        found.append(_("meer dan twee weken later dan eerst beloofd"))
    low, high = _number(arguments.get("drift_from", "")), _number(arguments.get("drift_to", ""))
    if low is not None or high is not None:
        found.append(
            _(
                "verschuiving van %(low)s tot en met %(high)s dagen",
                low="…" if low is None else low,
                high="…" if high is None else high,
            )
        )
    reports = {
        "silent": _("laatste bericht ouder dan 35 dagen, of nooit"),
        "unchanged": _("drie berichten of meer op rij hetzelfde"),
        "week": _("laatste bericht hooguit een week oud"),
        "month": _("laatste bericht 8 tot en met 35 dagen oud"),
        "quarter": _("laatste bericht 36 tot en met 90 dagen oud"),
        "older": _("laatste bericht meer dan 90 dagen oud"),
        "never": _("nog nooit gemeld"),
    }
    if arguments.get("report", "") in reports:
        found.append(reports[arguments["report"]])
    if arguments.get("benefits") == "overdue":
        found.append(_("een meting van een baat is over tijd"))
    return found


def _own(arguments: MultiDict[str, str], names: Sequence[str]) -> list[tuple[str, str]]:
    """Return what the address holds besides the filters of every chart."""
    return [(name, arguments[name][:40]) for name in names if arguments.get(name)]


def _data_urls(endpoint: str) -> dict[str, str]:
    arguments = {name: value for name, value in request.args.items() if name not in ("page", "lang")}
    return {form: _address(endpoint, {**arguments, "form": form}) for form in ("csv", "json")}


def _address(endpoint: str, arguments: Mapping[str, Any]) -> str:
    return url_for(endpoint, **arguments)


def _term(kind: Any, text: str) -> Any:
    return next((member for member in kind if member.value == text), None)


def _number(text: str) -> int | None:
    try:
        return max(-MOST_DRIFT, min(int(text), MOST_DRIFT))
    except ValueError:
        return None


def _state(arguments: MultiDict[str, str]) -> MilestoneState | None:
    found: MilestoneState | None = _term(MilestoneState, arguments.get("state", ""))
    return found


def _span(arguments: MultiDict[str, str]) -> Span:
    return Span(_day(arguments.get("since", "")), _day(arguments.get("until", "")))


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def _state_words() -> list[tuple[str, str]]:
    return [
        ("", _("alle")),
        (MilestoneState.PROMISED.value, _("eerst beloofd")),
        (MilestoneState.MISSED.value, _("beloofd en niet gehaald")),
        (MilestoneState.REACHED.value, _("gehaald")),
        (MilestoneState.OPEN.value, _("nog te halen")),
    ]
