"""The lines of the time line: what is planned in which quarters, and what was first promised of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.i18n import localised
from portfolio.charts.looks import SIGNS, short
from portfolio.queries.charts import Row
from portfolio.queries.plan_moves import Promise
from portfolio.rules import roadmap as rule
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import PUBLISHED_PHASES, SHOWN_PHASES, Phase


class Line(NamedTuple):
    """One planned use case with its place in the window."""

    row: Row
    phase: Phase
    bar: rule.Bar
    promise: Promise | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether it is more than a candidate."""
        return self.phase in PUBLISHED_PHASES

    @property
    def name(self) -> str:
        """What stands beside its bar."""
        return f"{SIGNS[self.row.size]} {short(localised(self.row, 'title'))}"


def lines_of(
    rows: Sequence[Row],
    phases: Mapping[str, Phase],
    grid: tuple[Quarter, ...],
    promises: Mapping[str, Promise],
) -> list[Line]:
    """Return what is planned, by start, end and code."""
    planned = {
        row.code: row
        for row in rows
        if row.planned_start is not None and row.planned_quarters and phases.get(row.code) in SHOWN_PHASES
    }
    items = [_item(row, promises.get(code)) for code, row in planned.items()]
    return [
        Line(planned[bar.item.code], phases[bar.item.code], bar, promises.get(bar.item.code))
        for bar in rule.bars(items, grid)
    ]


def _item(row: Row, promise: Promise | None) -> rule.Item:
    start, length = Quarter.from_index(row.planned_start or 0), row.planned_quarters or 1
    if promise is None:
        return rule.Item(row.code, row.title, start, length)
    return rule.Item(
        *(row.code, row.title, start, length),
        baseline_start=promise.first,
        baseline_quarters=promise.quarters,
    )


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter as people write it: Q4 2026."""
    return f"Q{quarter.number}\u00a0{quarter.year}"


def promised_words(promise: Promise) -> str:
    """Return the quarters that were first promised."""
    return f"{quarter_words(promise.first)} – {quarter_words(promise.last)}"
