"""How use cases flow through the phases, quarter by quarter: cumulative flow. methods.md §5, chart 7.

Each band is a phase and as high as the number of use cases in it; what is furthest lies at the bottom. A band
that grows is a queue before the next phase.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_number
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import EDGE, LEGEND, asked_of, use_cases_behind
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.phase_flow import count_phases
from portfolio.rules.phase_history import moments
from portfolio.rules.phases import LIFE
from portfolio.rules.terms import Phase

SLUG = "phase-flow"
MOST_QUARTERS = 33
YEAR = 4
EARLIEST = date(2000, 1, 1)
BANDS = tuple(reversed(LIFE))
"""From the bottom up: finished first, ideas on top. What was parked or stopped left the flow."""
# Colour and pattern differ between neighbours, so that grey print tells them apart too.
LOOKS = {
    Phase.FINISHED: ("#16324f", ""),
    Phase.SCALE_UP: ("#3a7bb8", "/"),
    Phase.PRODUCTION: ("#1e6b3c", ""),
    Phase.PILOT: ("#7fb08f", "x"),
    Phase.PREPARATION: ("#e0a030", ""),
    Phase.SELECTED: ("#f0cf95", "\\"),
    Phase.CANDIDATE: ("#aeb8c2", ""),
    Phase.IDEA: ("#dfe5ea", "."),
}


@dataclass(frozen=True)
class Moment:
    """How many use cases were in each phase at the end of a day."""

    on: date
    counts: Mapping[Phase, int]

    def of(self, phase: Phase) -> int:
        """How many were in ``phase``."""
        return self.counts.get(phase, 0)


def build(material: Material) -> Chart:
    """Return the chart of at most eight years up to the reference date, quarter by quarter."""
    asked = asked_of(material)
    days = [one.on for one in moments(EARLIEST, asked.on, MOST_QUARTERS)]
    counts, made_up = count_phases(asked, days)
    flow = from_the_first(
        [
            Moment(day, {phase: totals[place] for phase, totals in counts.items()})
            for place, day in enumerate(days)
        ]
    )
    return Chart(
        slug=SLUG,
        title=_("Doorstroom door de fasen"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(flow),
                label=_("Use cases per fase en kwartaal, opgestapeld van afgerond onder tot idee boven"),
                make=lambda: figure(flow),
                note=_(
                    "Elke band is een fase. Wordt een band dikker, dan stapelt het werk zich op voor de "
                    "volgende fase."
                ),
                height="high",
                is_wide=True,
                is_illustrative=made_up,
            )
        ],
        make_table=lambda: _table(flow, made_up, dict(material.narrow.arguments)),
        make_data=lambda: _data(flow, made_up),
        notes=[
            _("Geparkeerd en gestopt staan niet in de figuur: die verlaten de stroom. De tabel telt ze wel."),
            _("Initiatieven tellen niet mee."),
        ],
        arguments=material.narrow.arguments,
    )


def from_the_first(flow: Sequence[Moment]) -> Sequence[Moment]:
    """Leave out the quarters before anything was there; the last year always stays."""
    first = next((place for place, moment in enumerate(flow) if any(moment.counts.values())), len(flow))
    return flow[min(first, max(len(flow) - YEAR - 1, 0)) :]


def sentence(flow: Sequence[Moment]) -> str:
    """Return where the queue grew most in a year, and how many were finished in it."""
    now, before = flow[-1], flow[max(len(flow) - YEAR - 1, 0)]
    if not any(now.counts.values()):
        return _("Er is nog geen use case om te volgen.")
    finished = now.of(Phase.FINISHED) - before.of(Phase.FINISHED)
    words = ngettext(
        "In twaalf maanden is %(num)s use case afgerond.",
        "In twaalf maanden zijn %(num)s use cases afgerond.",
        finished,
    )
    grown = {phase: now.of(phase) - before.of(phase) for phase in BANDS[1:]}
    phase = max(grown, key=lambda one: (grown[one], -BANDS.index(one)))
    if grown[phase] <= 0:
        return f"{words} " + _("Nergens staat er meer in de rij dan een jaar geleden.")
    return f"{words} " + _(
        "Het meest groeide de fase %(phase)s: van %(before)s naar %(now)s.",
        phase=label(phase),
        before=format_number(before.of(phase)),
        now=format_number(now.of(phase)),
    )


def figure(flow: Sequence[Moment]) -> Figure:
    """Return stacked bands with their own colour and pattern; the number in each at the end."""
    days = [moment.on.isoformat() for moment in flow]
    traces: list[dict[str, Any]] = []
    for phase in BANDS:
        amounts = [moment.of(phase) for moment in flow]
        if not any(amounts):
            continue
        colour, pattern = LOOKS[phase]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "stackgroup": "flow",
                "name": f"{label(phase)} ({amounts[-1]})",
                "x": days,
                "y": amounts,
                "line": {"color": EDGE, "width": 0.8},
                "fillcolor": colour,
                "fillpattern": {"shape": pattern, "bgcolor": colour, "fgcolor": "#ffffff", "size": 7},
                "hoverinfo": "text",
                "hoveron": "points",
                "text": [
                    f"{format_day(moment.on, 'medium')}, {label(phase)}: {moment.of(phase)}"
                    for moment in flow
                ],
            }
        )
    return {
        "data": traces,
        "layout": {
            "height": 440,
            "showlegend": True,
            "legend": {**LEGEND, "traceorder": "reversed"},
            "margin": {"l": 8, "r": 24, "t": 12, "b": 110},
            "xaxis": {"type": "date"},
            "yaxis": {"title": _("Use cases"), "rangemode": "tozero", "tickformat": ",.0f"},
        },
    }


def _table(flow: Sequence[Moment], made_up: bool, arguments: dict[str, str]) -> Table:
    phases = (*LIFE, Phase.PARKED, Phase.STOPPED)
    told = flow if any(any(moment.counts.values()) for moment in flow) else ()

    def cell(moment: Moment, phase: Phase) -> Cell:
        count = moment.of(phase)
        known = {"on": moment.on.isoformat(), "phase": phase.value}
        return Cell(str(count), made_up, url=use_cases_behind(arguments, **known) if count else None)

    return Table(
        columns=[Column(_("Op")), *(Column(label(phase), is_numeric=True) for phase in phases)],
        rows=[
            [Cell(format_day(moment.on, "medium")), *(cell(moment, phase) for phase in phases)]
            for moment in reversed(told)
        ],
        is_wide=True,
    )


def _data(flow: Sequence[Moment], made_up: bool) -> Data:
    phases = tuple(Phase)
    columns = tuple(phase.value for phase in phases)
    return Data(
        ("on", *columns),
        [
            {
                "on": moment.on,
                **{phase.value: moment.of(phase) for phase in phases},
                "illustrative": list(columns) if made_up else [],
            }
            for moment in flow
        ],
    )
