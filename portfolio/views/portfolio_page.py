"""The portfolio of a domain: two lanes, the mix with what repairs it, and the system functions it builds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, public
from accounts.queries import get_domain
from core.database import today
from core.i18n import format_number, format_percent
from core.web.page_cache import kept
from core.web.tables import csv_response, json_response
from portfolio.charts import Material, Narrow, chart_of
from portfolio.charts import coverage as coverage_chart
from portfolio.charts import mix as mix_chart
from portfolio.exports.ranking import COLUMNS, INDICATIVE, cells_of, records_of
from portfolio.queries import charts as chart_queries
from portfolio.queries import lanes as queries
from portfolio.queries.indicative import list_inputs
from portfolio.queries.lanes import LaneRow
from portfolio.queries.scoring_models import current_model
from portfolio.rules.coverage import Coverage, coverage
from portfolio.rules.lanes import Entry, Floors, Lane, Ranking, rank
from portfolio.rules.mix import measure_all
from portfolio.rules.mix_repair import repair
from portfolio.rules.scoring_model import ScoringModelView
from portfolio.rules.terms import Basis, Kind, Size
from portfolio.views import indicative_words
from portfolio.views import lane_words as words
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of

MARKED = {"chance": "chance", "value": "scores", "effort": "effort"}


@dataclass(frozen=True)
class Seen:
    """What this reader sees of a portfolio: rows with visible scores, those without, and the ranking."""

    rows: Sequence[LaneRow]
    hidden: Sequence[LaneRow]
    ranking: Ranking
    model: ScoringModelView

    @property
    def outdated(self) -> list[LaneRow]:
        """The rows whose value was computed with another version than the board uses now."""
        return [
            row
            for row in self.rows
            if row.kind is Kind.USE_CASE and row.value_low is not None and row.model_id != self.model.id
        ]

    @property
    def every_row(self) -> list[LaneRow]:
        """All rows in order of preference: as ranked, then by code."""
        lanes = (self.ranking.small, self.ranking.ambitious)
        ranked = [placed.entry.code for lane in lanes for placed in lane.placed]
        place = {code: number for number, code in enumerate(ranked)}
        return sorted([*self.rows, *self.hidden], key=lambda row: (place.get(row.code, len(place)), row.code))

    @property
    def use_cases(self) -> list[LaneRow]:
        """The rows without initiatives."""
        return [row for row in (*self.rows, *self.hidden) if row.kind is Kind.USE_CASE]


@bp.get("/domains/<slug>/portfolio")
@public
@kept
def show_portfolio(slug: str) -> ResponseReturnValue:
    """Show the portfolio as far as this reader may see it."""
    domain = get_domain(slug)
    if domain.slug != slug:
        return redirect(url_for(".show_portfolio", slug=domain.slug), 301)
    seen = _seen(domain)
    narrow = Narrow(on=today(), today=today(), domain=domain)
    mixes = measure_all((row.mix_item for row in seen.use_cases), narrow.mix_rule)
    sees_candidates = bool(current_user.is_authenticated)
    items = [row.mix_item for row in seen.every_row]
    repaired = {basis: repair(items, basis, narrow.mix_rule) for basis in Basis}
    functions = chart_queries.list_functions()
    covered = coverage(coverage_chart.shape_of(functions), queries.list_given(current_user, domain.id))
    has_bubbles = any(row.value_low is not None for row in seen.rows)
    return render_template(
        "portfolio/portfolio.html",
        domain=domain,
        seen=seen,
        lanes=[_lane(lane, seen) for lane in (seen.ranking.small, seen.ranking.ambitious)],
        by_code={row.code: row for row in (*seen.rows, *seen.hidden)},
        also_in=queries.other_domains(current_user, domain.id),
        shared=queries.list_shared(current_user, domain.id),
        lead=_lead(seen),
        visibility=_visibility(domain, seen),
        mixes=mixes,
        gauge=mix_chart.gauge(mixes),
        mix_sentence=mix_chart.sentence(mixes),
        mix_marked=_is_mix_marked(seen.use_cases),
        unknown=words.unknown_words(mixes),
        advice=words.advice_on(repaired[Basis.COUNT], sees_candidates=sees_candidates),
        other_advice=[
            words.advice_on(repaired[basis], sees_candidates=sees_candidates)
            for basis in (Basis.EFFORT, Basis.BUDGET)
            if repaired[basis].needs_change
        ],
        indicative=_indicative(domain, seen.ranking) if _wants_indicative() else None,
        sees_changes=may(Permission.USE_CASE_READ_SCORES, Scope(frozenset({domain.id}))),
        may_recalculate=may(Permission.SCORING_MODEL_EDIT, Scope(frozenset({domain.id}))),
        coverage_rows=_flat(covered),
        coverage_sentence=coverage_chart.sentence(covered, {one.code: one for one in functions}),
        functions={one.code: one for one in functions},
        charts=(
            {"value_chance": chart_of("value-chance", Material(current_user, narrow))} if has_bubbles else {}
        ),
        words=words,
        method_url=address_of("home.show_method"),
    )


@bp.get("/domains/<slug>/portfolio.<any(csv, json):form>")
@public
def export_portfolio(slug: str, form: str) -> ResponseReturnValue:
    """Answer with the ranking as this reader may see it."""
    domain = get_domain(slug)
    seen = _seen(domain)

    def address(code: str) -> str:
        return url_for(".show_use_case", code=code, _external=True)

    inputs = list_inputs(current_user, domain.id) if _wants_indicative() else None
    records = records_of(seen.ranking, seen.rows, seen.hidden, address, inputs)
    columns = COLUMNS if inputs is None else (*COLUMNS, *INDICATIVE)
    if form == "csv":
        cells = [cells_of(record, columns) for record in records]
        return csv_response(f"portfolio-{domain.slug}", columns, cells)
    floors = seen.model.thresholds.floors
    return json_response(
        {
            "domain": domain.slug,
            "floors": {"value": floors.value, "chance": floors.chance},
            "scoring_model": seen.model.label,
            "count": len(records),
            "use_cases": records,
        }
    )


def _seen(domain: Domain) -> Seen:
    rows = queries.list_lane_rows(current_user, domain.id)
    visible = [row for row in rows if row.sees_scores]
    hidden = [row for row in rows if not row.sees_scores]
    model = current_model(domain.id)
    ranking = rank((row.entry for row in visible), model.thresholds.floors)
    return Seen(visible, hidden, ranking, model)


def _wants_indicative() -> bool:
    """Tell whether the reader asked for RICE and WSJF beside our own figures."""
    return request.args.get("indicative") == "1"


def _indicative(domain: Domain, ranking: Ranking) -> dict[str, Any]:
    lines = indicative_words.lines_of(ranking, list_inputs(current_user, domain.id))
    return {"lines": lines, "weaknesses": indicative_words.weaknesses()}


def _lead(seen: Seen) -> str:
    chosen = sum(row.mix_item.is_in_portfolio for row in seen.use_cases)
    waiting = len(seen.use_cases) - chosen
    text = ngettext("%(num)s use case is gekozen.", "%(num)s use cases zijn gekozen.", chosen)
    if waiting:
        text += " " + ngettext("%(num)s is kandidaat.", "%(num)s zijn kandidaat.", waiting)
    return text + " " + _("De score adviseert, het databoord besluit.")


def _visibility(domain: Domain, seen: Seen) -> str:
    """Return what this reader does and does not see; never how much is hidden."""
    if not may(Permission.USE_CASE_READ_SCORES, Scope(frozenset({domain.id}))):
        if any(not row.is_score_public for row in seen.rows):
            return _("Hier staan scores die openbaar zijn, en die van de use cases waaraan u zelf werkt.")
        return _("Hier staan alleen scores die openbaar zijn.")
    private = sum(not row.is_score_public for row in seen.use_cases)
    if not private:
        return _("Alle scores op deze pagina zijn openbaar.")
    return ngettext(
        "U ziet ook scores die nog niet openbaar zijn, van %(num)s use case. Deel die niet buiten het bord.",
        "U ziet ook scores die nog niet openbaar zijn, van %(num)s use cases. Deel die niet buiten het bord.",
        private,
    )


def _lane(lane: Lane, seen: Seen) -> dict[str, Any]:
    """Return a lane with its words, its columns in order of importance, and where the marks stand."""
    placed = [row for row in seen.rows if row.code in {one.entry.code for one in lane.placed}]
    marks = _marks(placed)
    is_small = lane.size is Size.SMALL
    heads = {
        "chance": {"label": _("Kans"), "numeric": True},
        "value": {"label": _("Waarde"), "numeric": True},
        "expected": {"label": _("Verwacht"), "numeric": True},
        "effort": {"label": _("Pm"), "numeric": True},
    }
    order = (
        ("chance", "value", "expected", "effort") if is_small else ("value", "chance", "expected", "effort")
    )
    columns: list[dict[str, Any]] = [{"hidden_label": _("Rang")}, {"label": _("Use case")}]
    columns += [{**heads[name], "illustrative": "all" in marks.get(name, ())} for name in order]
    names = {
        "chance": _("Kans"),
        "value": _("Waarde"),
        "expected": _("Verwacht"),
        "effort": _("Persoonsmaanden"),
    }
    by_code = {row.code: row for row in placed}
    return {
        "lane": lane,
        "heads": [names[name] + ("°" if "all" in marks.get(name, ()) else "") for name in order],
        "placed": [
            (one.rank, by_code[one.entry.code], _figures(one.entry, by_code[one.entry.code], order, marks))
            for one in lane.placed
        ],
        "columns": columns,
        "title": _("Klein, naar slagingskans") if is_small else _("Ambitieus, naar waarde"),
        "say": _say(seen.model.thresholds.floors, is_small=is_small),
    }


def _say(floors: Floors, *, is_small: bool) -> str:
    """Return what a lane is for, how ties go, and its floor."""
    if is_small:
        return _(
            "Om vaart te maken. Bij gelijke kans telt de waarde per persoonsmaand. "
            "Een kleine use case heeft een waarde van ten minste %(floor)s.",
            floor=floors.value,
        )
    return _(
        "Om groot verschil te maken. Bij gelijke waarde telt de slagingskans. "
        "Een ambitieuze use case heeft een kans van ten minste %(floor)s %%.",
        floor=floors.chance,
    )


def _figures(
    entry: Entry, row: LaneRow, order: Sequence[str], marks: Mapping[str, frozenset[str]]
) -> list[tuple[str, bool]]:
    """Return each figure in words, with whether it carries a mark of its own."""
    expected = entry.expected_value
    figures = {
        "chance": format_percent(None if row.chance is None else row.chance / 100),
        "value": words.interval_words(row.value_low, row.value_high),
        "expected": words.interval_words(expected.low, expected.high) if expected else "–",
        "effort": format_number(row.effort_likely, 1),
    }
    return [(figures[name], row.code in marks.get(name, ())) for name in order]


def _marks(rows: Sequence[LaneRow]) -> Mapping[str, frozenset[str]]:
    """Return per column the codes whose value is illustrative, and "all" when every one is."""
    codes = {
        column: frozenset(row.code for row in rows if row.is_illustrative(mark))
        for column, mark in MARKED.items()
    }
    codes["expected"] = codes["chance"] | codes["value"]
    return {
        column: frozenset({"all"}) if found and len(found) == len(rows) else found
        for column, found in codes.items()
    }


def _is_mix_marked(rows: Iterable[LaneRow]) -> bool:
    counted = [row for row in rows if row.mix_item.is_in_portfolio]
    return any(row.is_illustrative("effort") or row.is_illustrative("cost") for row in counted)


def _flat(rows: Iterable[Coverage]) -> list[tuple[Coverage, bool]]:
    """Return functions and parts in one list, with whether each is a part."""
    return [pair for row in rows for pair in [(row, False), *((part, True) for part in row.parts)]]
