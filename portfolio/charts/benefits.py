"""What benefits turn out to be: one small picture each, from beginning to goal. methods.md §5, chart 14."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_percent, is_only_dutch, localised
from portfolio.charts.looks import AMBITIOUS, LINE, MOST_ROWS, numbers, plain, short
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.benefit_course import Course, count_states, list_courses
from portfolio.rules.benefit_figures import BenefitState, Measurement, Realised, realised

SLUG = "benefits"
MOST_PANELS = 12
ACROSS = 3
ROW = 190
COLUMNS = (
    *("use_case", "text", "unit", "disbenefit", "baseline", "target", "measured_on", "value"),
    *("ratio", "state", "measurements"),
)


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    counts = count_states(asked)
    panels = list_courses(asked, is_measured=True, most=MOST_PANELS)
    return Chart(
        slug=SLUG,
        title=_("Baten: gemeten tegen begin en doel"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(counts),
                label=_("Per baat de metingen, van het begin naar het doel"),
                make=lambda: figure(panels),
                note=_(
                    "Gestreepte lijn: het doel (100 procent van de weg). Stippellijn: het begin (0). "
                    "Wat alleen gelijk moet blijven, staat in zijn eigen eenheid, met het begin als nul."
                ),
                is_wide=True,
                is_illustrative=any(one.is_illustrative or _made_up(one) for one in panels),
            )
        ],
        make_table=lambda: _table(list_courses(asked, most=MOST_ROWS), sum(counts.values())),
        make_data=lambda: _data(list_courses(asked)),
        notes=[
            _("In beeld staan ten hoogste twaalf baten: die het vaakst gemeten zijn. De CSV geeft ze alle."),
            _("Niet gemeten is geen nul. Meten gaat door na oplevering. Een nadeel telt op dezelfde manier."),
            _("Het gaat om wat gekozen is: van geselecteerd tot en met afgerond."),
        ],
        arguments=material.narrow.arguments,
    )


def state_of(course: Course) -> Realised:
    """Return how far a benefit is on the day of its last measurement."""
    known = [Measurement(on, value) for on, value, _made_up in course.measured]
    return realised(course.baseline, course.target, known, known[-1].on) if known else _NOTHING


_NOTHING = Realised(BenefitState.NOT_MEASURED, None, None)


def _made_up(course: Course) -> bool:
    return any(made_up for _on, _value, made_up in course.measured)


def sentence(counts: Mapping[BenefitState, int]) -> str:
    """Return how many are measured and what became of them; not measured is said."""
    total = sum(counts.values())
    if not total:
        return _("Er zijn nog geen baten om te volgen.")
    silent = counts.get(BenefitState.NOT_MEASURED, 0)
    return ngettext(
        "Van %(num)s baat is er %(measured)s gemeten: %(good)s gehaald of gelijk gebleven zoals bedoeld, "
        "%(underway)s onderweg, %(bad)s slechter dan bedoeld. Niet gemeten: %(silent)s.",
        "Van %(num)s baten zijn er %(measured)s gemeten: %(good)s gehaald of gelijk gebleven zoals bedoeld, "
        "%(underway)s onderweg, %(bad)s slechter dan bedoeld. Niet gemeten: %(silent)s.",
        total,
        measured=total - silent,
        good=counts.get(BenefitState.REACHED, 0) + counts.get(BenefitState.HELD, 0),
        underway=counts.get(BenefitState.UNDERWAY, 0),
        bad=counts.get(BenefitState.WORSE, 0) + counts.get(BenefitState.NOT_HELD, 0),
        silent=silent,
    )


def figure(courses: Sequence[Course]) -> Figure:
    """Return a grid of small lines on one scale of time; each has its own scale upwards."""
    rows = max(1, -(-len(courses) // ACROSS))
    days = [on.isoformat() for course in courses for on, _value, _made_up in course.measured]
    span = [min(days), max(days)] if days else []
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": rows * ROW + 30,
        "margin": {"l": 8, "r": 8, "t": 30, "b": 30},
        "annotations": [],
        "shapes": [],
    }
    for place, course in enumerate(courses):
        _add_panel(layout, traces, course, place, rows, span)
    return {"data": traces, "layout": layout}


def _add_panel(
    layout: dict[str, Any],
    traces: list[dict[str, Any]],
    course: Course,
    place: int,
    rows: int,
    span: Sequence[str],
) -> None:
    axis = "" if place == 0 else str(place + 1)
    column, row = place % ACROSS, place // ACROSS
    left, width = column / ACROSS, 1 / ACROSS
    top, height = 1 - row / rows, 1 / rows
    is_hold = course.baseline == course.target
    amounts = _amounts(course)
    goal = 0.0 if is_hold else 1.0
    low, high = min([0.0, goal, *amounts]), max([0.0, goal, *amounts])
    room = (high - low or 1) * 0.15
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [on.isoformat() for on, _value, _made_up in course.measured],
            "y": amounts,
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "showlegend": False,
            "line": {"color": AMBITIOUS, "width": 2},
            "marker": {"size": 6, "color": AMBITIOUS},
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": _hover(course),
        }
    )
    shared = {"showgrid": False, "zeroline": False, "tickfont": {"size": 10}}
    layout[f"xaxis{axis}"] = {
        **shared,
        "type": "date",
        "domain": [left + 0.035, left + width - 0.02],
        "anchor": f"y{axis}",
        "nticks": 3,
        **({"range": list(span)} if span and span[0] != span[1] else {}),
    }
    layout[f"yaxis{axis}"] = {
        **shared,
        "domain": [top - height + 0.22 / rows, top - 0.26 / rows],
        "anchor": f"x{axis}",
        "range": [low - room, high + room],
        "tickformat": ",.2~f" if is_hold else ",.0%",
        "nticks": 4,
    }
    for amount, dash in {0.0: "dot", goal: "dash"}.items():
        layout["shapes"].append(
            {
                "type": "line",
                "xref": f"x{axis} domain",
                "yref": f"y{axis}",
                "x0": 0,
                "x1": 1,
                "y0": amount,
                "y1": amount,
                "line": {"color": LINE, "width": 1, "dash": dash},
            }
        )
    layout["annotations"].append(
        {
            "xref": "paper",
            "yref": "paper",
            "x": left + 0.005,
            "y": top - 0.02 / rows,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "text": f"{plain(course.code)}<br>{plain(short(localised(course, 'text'), 28))}",
        }
    )


def _amounts(course: Course) -> list[float]:
    """Return each measurement as share of the way, or as distance from the beginning when it must hold."""
    begin, goal = course.baseline, course.target
    if begin is None or goal is None:
        return []
    way = goal - begin
    return [
        float((value - begin) / way if way else value - begin) for _on, value, _made_up in course.measured
    ]


def _hover(course: Course) -> list[str]:
    number = numbers(2)
    return [
        f"{format_day(on)}: {number(value)} {plain(course.unit)}".strip()
        for on, value, _made_up in course.measured
    ]


def _table(courses: Sequence[Course], total: int) -> Table:
    number, harm = numbers(2), _("nadeel")
    rows = []
    for course in courses:
        state = state_of(course)
        last = course.measured[-1] if course.measured else None
        rows.append(
            [
                Cell(
                    localised(course, "text"),
                    url=url_for("portfolio.show_benefits", code=course.code),
                    sub=f"{course.code}, {harm}" if course.is_disbenefit else course.code,
                    is_dutch=is_only_dutch(course, "text"),
                ),
                Cell(number(course.baseline), course.is_illustrative),
                Cell(number(course.target), course.is_illustrative),
                Cell(
                    number(last[1]) if last else "", bool(last and last[2]), sub=course.unit if last else ""
                ),
                Cell(format_day(last[0], "medium") if last else "", bool(last and last[2])),
                Cell("" if state.ratio is None else format_percent(state.ratio), _made_up(course)),
                Cell(label(state.state), _made_up(course)),
            ]
        )
    return Table(
        columns=[
            Column(_("Baat")),
            Column(_("Begin"), is_numeric=True),
            Column(_("Doel"), is_numeric=True),
            Column(_("Laatste meting"), is_numeric=True),
            Column(_("Gemeten op")),
            Column(_("Van de weg"), is_numeric=True),
            Column(_("Hoe ver")),
        ],
        rows=rows,
        length=total,
    )


def _data(courses: Sequence[Course]) -> Data:
    records = []
    for course in courses:
        state = state_of(course)
        last = course.measured[-1] if course.measured else None
        marks = ["baseline", "target"] if course.is_illustrative else []
        marks += ["measured_on", "value", "ratio", "state"] if _made_up(course) else []
        records.append(
            {
                "use_case": course.code,
                "text": course.text,
                "unit": course.unit,
                "disbenefit": course.is_disbenefit,
                "baseline": course.baseline,
                "target": course.target,
                "measured_on": last[0] if last else None,
                "value": last[1] if last else None,
                "ratio": None if state.ratio is None else round(state.ratio, 4),
                "state": state.state.value,
                "measurements": len(course.measured),
                "illustrative": marks,
            }
        )
    return Data(COLUMNS, records)
