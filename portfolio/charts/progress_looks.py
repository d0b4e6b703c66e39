"""What the charts of progress share: statuses in colour and pattern, lines, months, what was asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for

from portfolio.charts.material import Material
from portfolio.queries.progress_charts import Asked
from portfolio.rules.progress_status import Status

# Colour, pattern and sign: readable in grey print.
STATUS_LOOKS = {
    Status.GREEN: ("#1e6b3c", "", "✓"),
    Status.AMBER: ("#e0a030", "/", "▲"),
    Status.RED: ("#b3261e", "x", "■"),
    Status.NOT_REPORTED: ("#ffffff", ".", "○"),
}
EDGE = "#54626f"
LEGEND = {"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top"}
MARGIN = {"l": 8, "r": 24, "t": 12, "b": 70}


def asked_of(material: Material) -> Asked:
    """Return the question of a chart."""
    narrow = material.narrow
    return Asked(material.reader, narrow.on, narrow.within, narrow.highlight)


def use_cases_behind(arguments: Mapping[str, str], **filters: Any) -> str:
    """Return the address of the list of use cases behind a bar or a cell, with the filters of the chart."""
    return url_for("portfolio.list_followed", **{**arguments, **filters})


def milestones_behind(arguments: Mapping[str, str], **filters: Any) -> str:
    """Return the address of the list of milestones behind a point or a cell, with the same filters."""
    return url_for("portfolio.list_all_milestones", **{**arguments, **filters})


def month_ends(last: date, total: int) -> list[date]:
    """Return the last days of ``total`` months, ending with ``last`` itself, the earliest first."""
    days = [last]
    day = last.replace(day=1)
    for _place in range(total - 1):
        day = day - timedelta(days=1)
        days.append(day)
        day = day.replace(day=1)
    return list(reversed(days))


def months_after(on: date, total: int) -> list[date]:
    """Return the last days of the ``total`` months after that of ``on``."""
    days = []
    for place in range(1, total + 1):
        index = on.year * 12 + on.month + place
        days.append(date.fromordinal(date(index // 12, index % 12 + 1, 1).toordinal() - 1))
    return days


def running_totals(steps: dict[date, int], days: Sequence[date]) -> Iterator[int]:
    """Return the sum of all steps up to and including each of ``days``, which must rise."""
    ordered = sorted(steps.items())
    total = place = 0
    for day in days:
        while place < len(ordered) and ordered[place][0] <= day:
            total += ordered[place][1]
            place += 1
        yield total


def line(
    name: str, days: Sequence[date], amounts: Sequence[Any], colour: str, dash: str, symbol: str, **more: Any
) -> dict[str, Any]:
    """Return a line with signs: told apart by dash and sign as well as by colour."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [day.isoformat() for day in days],
        "y": list(amounts),
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"size": 6, "color": colour, "symbol": symbol},
        "cliponaxis": False,
        **more,
    }
