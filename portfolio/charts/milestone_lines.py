"""What charts 3 and 15 share: milestones first promised and reached, by month, and what stands beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from core.i18n import format_day
from portfolio.charts.looks import AMBITIOUS, LINE
from portfolio.charts.progress_looks import LEGEND, MARGIN, line, milestones_behind, month_ends, months_after
from portfolio.charts.shape import Cell, Column, Data, Figure, Table

BACK, AHEAD = 13, 12


@dataclass(frozen=True)
class Point:
    """How many by a day: first promised, and reached (None for days to come)."""

    on: date
    promised: int
    reached: int | None


P = TypeVar("P", bound=Point)


def days_around(on: date) -> tuple[list[date], list[date]]:
    """Return the ends of the months of a year back, the last being ``on`` itself, and of a year ahead."""
    return month_ends(on, BACK), months_after(on, AHEAD)


def figure(points: Sequence[Point], beside: Sequence[Mapping[str, Any]]) -> Figure:
    """Return two lines, each with its own dash and sign, upon what stands beside them."""
    reached = [point for point in points if point.reached is not None]
    promised = [point.promised for point in points]
    days = [point.on for point in points]
    return {
        "data": [
            *beside,
            line(_("eerst beloofd"), days, promised, LINE, "dot", "square-open"),
            line(
                _("gehaald"),
                [point.on for point in reached],
                [point.reached for point in reached],
                AMBITIOUS,
                "solid",
                "circle",
            ),
        ],
        "layout": {
            "height": 380,
            "showlegend": True,
            "legend": LEGEND,
            "margin": MARGIN,
            "xaxis": {"type": "date"},
            "yaxis": {"title": _("Mijlpalen"), "rangemode": "tozero", "tickformat": ",.0f"},
        },
    }


def table(
    points: Sequence[P],
    columns: Sequence[Column],
    beside: Callable[[P], Sequence[int | None]],
    made_up: bool,
    arguments: Mapping[str, str],
) -> Table:
    """Return a row per day with the milestones behind both numbers, and the columns beside them."""

    def cell(amount: int | None, url: str | None = None) -> Cell:
        return Cell("" if amount is None else str(amount), made_up, url=None if amount is None else url)

    def behind(point: P, state: str) -> str:
        return milestones_behind(arguments, state=state, until=point.on.isoformat())

    return Table(
        columns=[
            Column(_("Op")),
            Column(_("Eerst beloofd"), is_numeric=True),
            Column(_("Gehaald"), is_numeric=True),
            *columns,
        ],
        rows=[
            [
                Cell(format_day(point.on, "medium")),
                cell(point.promised, behind(point, "promised")),
                cell(point.reached, behind(point, "reached")),
                *map(cell, beside(point)),
            ]
            for point in points
        ],
    )


def data(
    points: Sequence[P], names: Sequence[str], beside: Callable[[P], Sequence[int | None]], made_up: bool
) -> Data:
    """Return the same for programs; ``names`` are those of what stands beside."""
    columns = ("on", "first_promised", "reached", *names)
    return Data(
        columns,
        [
            {
                "on": point.on,
                "first_promised": point.promised,
                "reached": point.reached,
                **dict(zip(names, beside(point), strict=True)),
                "illustrative": list(columns[1:]) if made_up else [],
            }
            for point in points
        ],
    )
