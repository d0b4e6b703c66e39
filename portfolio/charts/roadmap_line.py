"""The lines of the time line: what is planned in which quarters, and what was first promised of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.i18n import localised
from portfolio.charts.looks import SIGNS, short
from portfolio.queries.charts import Row
from portfolio.queries.plan_moves import Promise
from portfolio.rules import roadmap as rule
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import PUBLISHED_PHASES, Phase

SHOWN_PHASES = PUBLISHED_PHASES | {Phase.CANDIDATE}


@dataclass(frozen=True)
class Line:
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
        Line(planned[code], phases[code], bar, promises.get(code))
        for bar in rule.bars(items, grid)
        if (code := bar.item.code)
    ]


def _item(row: Row, promise: Promise | None) -> rule.Item:
    start = Quarter.from_index(row.planned_start or 0)
    return rule.Item(
        row.code,
        row.title,
        start,
        row.planned_quarters or 1,
        baseline_start=promise.first if promise else None,
        baseline_quarters=promise.quarters if promise else None,
    )


def quarter_words(quarter: Quarter) -> str:
    """Return a quarter as people write it: Q4 2026."""
    return f"Q{quarter.number}\u00a0{quarter.year}"


def promised_words(promise: Promise) -> str:
    """Return the quarters that were first promised."""
    return f"{quarter_words(promise.first)} – {quarter_words(promise.last)}"
