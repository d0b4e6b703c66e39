"""What charts 10 and 11 share: drawn from the newest calculation that a published decision rests on.

Of the domain in the filter, else the newest of all; the newest of each other domain is named beside it.
Use cases that the reader may not read are not named: the board published the whole, not them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import format_day, is_only_dutch, localised
from portfolio.charts.material import Material
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Data, Figure, Plot, Table
from portfolio.models import DetailKind
from portfolio.queries.decided_runs import Calculation, next_decision
from portfolio.queries.scenario_outcome import Outcome, Row

SOURCE = ("domain", "decision", "decided_on", "scenario", "run")


@dataclass(frozen=True)
class Drawn:
    """One picture of a calculation with its words and numbers, and ``more`` pictures beside it."""

    sentence: str
    label: str
    figure: Callable[[], Figure]
    table: Callable[[], Table]
    data: Callable[[], Data]
    notes: Sequence[str] = ()
    height: str = ""
    is_wide: bool = False
    is_illustrative: bool = False
    more: Sequence[Plot] = ()


Draw = Callable[[Mapping[str, Any], Outcome, Mapping[str, Row]], Drawn]
"""From what a study gave, the calculation, and those use cases in it that may be named."""


def build(material: Material, kind: DetailKind, title: str, columns: tuple[str, ...], draw: Draw) -> Chart:
    """Return the chart of the newest calculation under a decision; without one, what makes it appear."""
    narrow = material.narrow
    own = [one for one in material.calculations if narrow.domain_id in (None, one.domain.id)]
    of = next((one for one in own if kind in one.studies), None)
    chart = Chart(
        slug=kind.value,
        title=title,
        on=narrow.on,
        plots=[Plot(kind.value, "", title, lambda: {"data": [], "layout": {}})],
        make_table=lambda: Table((), ()),
        make_data=lambda: Data((*SOURCE, *columns), []),
        findings=_elsewhere(material, kind, of),
        arguments=narrow.arguments,
    )
    if of is None:
        return _without(chart, own, material)
    outcome, codes = material.outcome(of.run_id)
    drawn = draw(
        outcome.detail(kind), outcome, {code: row for code, row in outcome.rows.items() if code in codes}
    )
    sentence = drawn.sentence
    if narrow.domain is None:
        sentence = _(
            "%(domain)s, besluit %(number)s: %(finding)s",
            domain=localised(of.domain, "name"),
            number=of.decision.number,
            finding=sentence,
        )
    return replace(
        chart,
        scope=_(
            "%(domain)s · besluit %(number)s van %(day)s",
            domain=localised(of.domain, "name"),
            number=of.decision.number,
            day=format_day(of.decision.decided_on),
        ),
        plots=[
            Plot(
                slug=kind.value,
                sentence=sentence,
                label=drawn.label,
                make=drawn.figure,
                height=drawn.height,
                is_wide=drawn.is_wide,
                is_illustrative=drawn.is_illustrative,
            ),
            *drawn.more,
        ],
        make_table=drawn.table,
        make_data=lambda: _with_source(drawn.data(), of),
        findings=[_rests_on(of, narrow.on), *chart.findings],
        notes=[*_newer(own, of), *drawn.notes, _("Wie een use case niet mag lezen, ziet de naam hier niet.")],
        behind=(_("Bekijk het hele voorstel, met alle tabellen"), _proposal(of)),
    )


def _without(chart: Chart, own: Sequence[Calculation], material: Material) -> Chart:
    """Return the chart when nothing can be drawn: why not, and where to go on."""
    plot = chart.plots[0]
    if own:
        return replace(
            chart,
            plots=[
                replace(
                    plot,
                    sentence=_(
                        "Besluit %(number)s rust op een doorrekening waarbij dit niet is uitgerekend.",
                        number=own[0].decision.number,
                    ),
                )
            ],
            behind=(_("Bekijk het voorstel onder dit besluit"), _proposal(own[0])),
        )
    narrow = material.narrow
    filters: dict[str, Any] = {"domain": narrow.domain.slug} if narrow.domain else {}
    return replace(
        chart,
        plots=[
            replace(plot, sentence=_nothing_yet(narrow)),
        ],
        notes=[
            _(
                "Een databoord rekent zijn portfolio door en legt de uitkomst in een besluit vast. "
                "Is dat besluit gepubliceerd, dan staat de grafiek hier."
            )
        ],
        behind=(_("Bekijk de besluiten"), url_for("portfolio.list_decisions", **filters)),
    )


def _nothing_yet(narrow: Narrow) -> str:
    day = format_day(narrow.on)
    if narrow.domain is None:
        return _("Op %(day)s was er nog geen gepubliceerd besluit dat op een doorrekening rust.", day=day)
    return _(
        "In het domein %(domain)s was er op %(day)s nog geen gepubliceerd besluit "
        "dat op een doorrekening rust.",
        domain=localised(narrow.domain, "name"),
        day=day,
    )


def _proposal(of: Calculation) -> str:
    return url_for("portfolio.show_scenario", slug=of.domain.slug, number=of.scenario, run=of.run)


def _rests_on(of: Calculation, on: Any) -> tuple[str, Sequence[Cell]]:
    number = of.decision.number or ""
    followed = next_decision(of.decision, on)
    words = [format_day(of.decision.decided_on)]
    if followed:
        words.append(_("gevolgd door %(number)s", number=followed))
    return _("Waarop dit rust"), [
        Cell(
            _("Besluit %(number)s: %(subject)s", number=number, subject=localised(of.decision, "subject")),
            url=url_for("portfolio.show_decision", number=number),
            sub=" · ".join(words),
            is_dutch=is_only_dutch(of.decision, "subject"),
        ),
        Cell(
            _("De doorrekening, met alle tabellen"),
            url=_proposal(of),
            sub=_("scenario %(number)s, berekening %(run)s", number=of.scenario, run=of.run),
        ),
    ]


def _elsewhere(
    material: Material, kind: DetailKind, of: Calculation | None
) -> list[tuple[str, Sequence[Cell]]]:
    """Return the newest calculation of each other domain, by name; the other filters stay."""
    newest: dict[int, Calculation] = {}
    for one in material.calculations:
        if kind in one.studies:
            newest.setdefault(one.domain.id, one)
    own = of.domain.id if of else material.narrow.domain_id
    kept: dict[str, Any] = dict(material.narrow.arguments)
    others = sorted(
        (one for id_, one in newest.items() if id_ != own), key=lambda one: localised(one.domain, "name")
    )
    if not others:
        return []
    return [
        (
            _("In andere domeinen"),
            [
                Cell(
                    localised(one.domain, "name"),
                    url=url_for(
                        "portfolio.show_chart",
                        chart=kind.value,
                        **{**kept, "domain": one.domain.slug},
                    ),
                    sub=_(
                        "besluit %(number)s van %(day)s",
                        number=one.decision.number,
                        day=format_day(one.decision.decided_on),
                    ),
                )
                for one in others
            ],
        )
    ]


def _newer(own: Sequence[Calculation], of: Calculation) -> list[str]:
    """Return that a newer decision has no such study, when that is so."""
    if own[0] is of:
        return []
    return [
        _(
            "Besluit %(number)s is nieuwer; bij de doorrekening daaronder is dit niet uitgerekend.",
            number=own[0].decision.number,
        )
    ]


def _with_source(data: Data, of: Calculation) -> Data:
    source = {
        "domain": of.domain.slug,
        "decision": of.decision.number,
        "decided_on": of.decision.decided_on,
        "scenario": of.scenario,
        "run": of.run,
    }
    return Data((*SOURCE, *data.columns), [{**source, **record} for record in data.records])
