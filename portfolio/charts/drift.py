"""How far use cases are from their first promise: a distribution, no average. methods.md §5, chart 5."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.charts.looks import AMBITIOUS, MOST_ROWS, plain, title_cell, titles, use_case_links
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of, use_cases_behind
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries import progress_charts as queries
from portfolio.queries.progress_charts import Asked, StatusRow
from portfolio.rules.progress_status import middle_drift

SLUG = "drift"
# Upper ends in days; the last one has none.
BINS: tuple[int | None, ...] = (-15, 14, 90, 180, 365, None)
COLUMNS = ("code", "title", "domain", "drift_days", "status")


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    counts = queries.count_drift(asked)
    bins = binned(counts)
    return Chart(
        slug=SLUG,
        title=_("Hoe ver van de eerste belofte"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(counts),
                label=_("Aantal use cases per verschuiving van het einde"),
                make=lambda: figure(bins, material.narrow.arguments),
                note=_("Verschuiving is het verwachte einde min het einde dat het eerst beloofd is."),
                is_illustrative=queries.statuses_are_illustrative(asked),
            )
        ],
        make_table=lambda: _table(asked, sum(counts.values())),
        make_data=lambda: _data(queries.list_statuses(asked)),
        notes=[
            _("Use cases zonder vastgestelde routekaart hebben nog geen eerste belofte."),
            _("Wat gestopt of geparkeerd is, telt mee: ook dat was beloofd. Wat stopt, is nooit te vroeg."),
            _("Wat over tijd is, wordt elke dag later; dat getal werken wij eens per week bij."),
        ],
        arguments=material.narrow.arguments,
    )


def binned(counts: Mapping[int | None, int]) -> list[tuple[str, int]]:
    """Return words and number of each class of drift, from early to late."""
    words = [
        _("meer dan twee weken eerder"),
        _("binnen twee weken"),
        _("tot 3 maanden later"),
        _("3 tot 6 maanden later"),
        _("6 tot 12 maanden later"),
        _("meer dan een jaar later"),
    ]
    totals = [0] * len(BINS)
    for drift, total in counts.items():
        if drift is not None:
            place = next(at for at, upper in enumerate(BINS) if upper is None or drift <= upper)
            totals[place] += total
    return list(zip(words, totals, strict=True))


def median(counts: Mapping[int | None, int]) -> int | None:
    """Return the middle drift in days of those that have one."""
    return middle_drift(
        drift for drift, total in counts.items() if drift is not None for _time in range(total)
    )


def sentence(counts: Mapping[int | None, int]) -> str:
    """Return how many are late, and the median; bad news first."""
    known = sum(total for drift, total in counts.items() if drift is not None)
    if not known:
        return _("Er is nog geen eerste belofte om tegen te meten.")
    late = sum(total for drift, total in counts.items() if drift is not None and drift > 14)
    return ngettext(
        "%(late)s van %(num)s use case eindigt meer dan twee weken later dan eerst beloofd; "
        "de mediaan is %(median)s dagen.",
        "%(late)s van %(num)s use cases eindigen meer dan twee weken later dan eerst beloofd; "
        "de mediaan is %(median)s dagen.",
        known,
        late=late,
        median=median(counts),
    )


def figure(bins: Sequence[tuple[str, int]], arguments: Mapping[str, str]) -> Figure:
    """Return bars, one per class, with the number above each; a bar leads to the use cases in it."""
    lower = [None, *(upper + 1 for upper in BINS if upper is not None)]
    trace: dict[str, Any] = {
        "type": "bar",
        "x": [plain(words) for words, _total in bins],
        "y": [total for _words, total in bins],
        "text": [str(total) for _words, total in bins],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": AMBITIOUS},
        "hoverinfo": "text",
        "hovertext": [f"{words}: {total}" for words, total in bins],
        "customdata": [
            use_cases_behind(arguments, kind="all", ended="yes", drift_from=low, drift_to=high)
            for low, high in zip(lower, BINS, strict=True)
        ],
    }
    return {
        "data": [trace],
        "layout": {
            "height": 320,
            "margin": {"l": 8, "r": 8, "t": 30, "b": 70},
            "xaxis": {"type": "category"},
            "yaxis": {"title": _("Use cases"), "rangemode": "tozero", "tickformat": ",.0f"},
        },
    }


def _table(asked: Asked, total: int) -> Table:
    link, title = use_case_links(), titles()
    return Table(
        columns=[
            Column(_("Use case")),
            Column(_("Verschuiving"), sub=_("dagen"), is_numeric=True),
            Column(_("Stand")),
        ],
        rows=[
            [
                title_cell(row, title(row), link(row.code)),
                Cell("" if row.drift is None else str(row.drift), is_illustrative=row.is_illustrative),
                Cell(label(row.status), is_illustrative=row.is_illustrative),
            ]
            for row in queries.list_statuses(asked, most=MOST_ROWS)
        ],
        length=total,
    )


def _data(rows: Sequence[StatusRow]) -> Data:
    return Data(
        COLUMNS,
        [
            {
                "code": row.code,
                "title": row.title,
                "domain": row.domain,
                "drift_days": row.drift,
                "status": row.status.value,
                "illustrative": ["drift_days", "status"] if row.is_illustrative else [],
            }
            for row in rows
        ],
    )
