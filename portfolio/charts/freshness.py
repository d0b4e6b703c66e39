"""How old the last report of each running use case is. methods.md §5, chart 17."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.charts.looks import AMBITIOUS, MOST_ROWS, bars, names_axis, title_cell, titles, use_case_links
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of, use_cases_behind
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries import progress_charts as queries
from portfolio.queries.progress_charts import Asked, StatusRow
from portfolio.rules.progress_status import DEFAULT_LIMITS

SLUG = "freshness"
AGES = ("week", "month", "quarter", "older", "never")
COLUMNS = ("code", "title", "domain", "reported_on", "age_days", "unchanged_for_reports")


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    counts = queries.count_reports(asked)
    bins = binned(counts, asked.on)
    return Chart(
        slug=SLUG,
        title=_("Hoe vers de berichten zijn"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(counts, asked.on),
                label=_("Aantal lopende use cases per leeftijd van het laatste bericht"),
                make=lambda: figure(bins, material.narrow.arguments),
                note=_("Na 35 dagen geldt een bericht als verlopen: de stand heet dan niet gemeld."),
                is_illustrative=queries.statuses_are_illustrative(asked),
            )
        ],
        make_table=lambda: _table(asked, sum(counts.values())),
        make_data=lambda: _data(queries.list_statuses(asked, is_running=True), asked.on),
        notes=[_("Alleen wat op de gekozen dag liep, telt mee.")],
        arguments=material.narrow.arguments,
    )


def binned(counts: Mapping[date | None, int], on: date) -> list[tuple[str, int]]:
    """Return words and number of each class of age, the freshest first, never last."""
    words = [
        _("tot en met een week"),
        _("tot en met 35 dagen"),
        _("tot en met 90 dagen"),
        _("ouder"),
        _("nooit"),
    ]
    totals = [0] * 5
    for day, total in counts.items():
        age = None if day is None else (on - day).days
        place = 4 if age is None else 0 if age <= 7 else 1 if age <= 35 else 2 if age <= 90 else 3
        totals[place] += total
    return list(zip(words, totals, strict=True))


def sentence(counts: Mapping[date | None, int], on: date) -> str:
    """Return how many are silent for too long, those that never reported apart."""
    total = sum(counts.values())
    if not total:
        return _("Er loopt nog niets waarover te melden is.")
    limit = DEFAULT_LIMITS.silence_days
    silent = sum(one for day, one in counts.items() if day is not None and (on - day).days > limit)
    return ngettext(
        "Van %(silent)s van de %(num)s lopende use case is het laatste bericht verlopen, "
        "en van %(never)s is er nooit een geweest.",
        "Van %(silent)s van de %(num)s lopende use cases is het laatste bericht verlopen, "
        "en van %(never)s is er nooit een geweest.",
        total,
        silent=silent,
        never=counts.get(None, 0),
    )


def figure(bins: Sequence[tuple[str, int]], arguments: Mapping[str, str]) -> Figure:
    """Return lying bars; what counts as silent is outlined. A bar leads to the use cases in it."""
    behind = [use_cases_behind(arguments, kind="all", report=age) for age in AGES]
    names = [words for words, _total in bins]
    traces = [
        bars(
            names[part],
            [total for _words, total in bins[part]],
            colour=AMBITIOUS,
            filled=filled,
            text=[str(total) for _words, total in bins[part]],
            textposition="outside",
            hovertext=[f"{words}: {total}" for words, total in bins[part]],
            customdata=behind[part],
        )
        for part, filled in ((slice(0, 2), True), (slice(2, 5), False))
    ]
    return {
        "data": traces,
        "layout": {
            "height": 280,
            "barmode": "overlay",
            "margin": {"l": 8, "r": 40, "t": 8, "b": 50},
            "yaxis": names_axis(names),
            "xaxis": {"title": _("Use cases"), "rangemode": "tozero", "tickformat": ",.0f"},
        },
    }


def _table(asked: Asked, total: int) -> Table:
    link, title = use_case_links(), titles()
    return Table(
        columns=[
            Column(_("Use case")),
            Column(_("Laatste bericht")),
            Column(_("Leeftijd"), sub=_("dagen"), is_numeric=True),
            Column(_("Gelijk"), sub=_("berichten op rij"), is_numeric=True),
        ],
        rows=[
            [
                title_cell(row, title(row), link(row.code)),
                Cell(
                    format_day(row.reported_on, "medium") if row.reported_on else _("nooit"),
                    is_illustrative=row.is_illustrative,
                ),
                Cell(str((asked.on - row.reported_on).days) if row.reported_on else ""),
                Cell(str(row.unchanged_for)),
            ]
            for row in queries.list_statuses(asked, is_running=True, most=MOST_ROWS)
        ],
        length=total,
    )


def _data(rows: Sequence[StatusRow], on: date) -> Data:
    return Data(
        COLUMNS,
        [
            {
                "code": row.code,
                "title": row.title,
                "domain": row.domain,
                "reported_on": row.reported_on,
                "age_days": (on - row.reported_on).days if row.reported_on else None,
                "unchanged_for_reports": row.unchanged_for,
                "illustrative": ["reported_on", "age_days"] if row.is_illustrative else [],
            }
            for row in rows
        ],
    )
