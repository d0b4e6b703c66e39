"""The time line as a table for people and as rows for programs."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from portfolio.charts.looks import MOST_ROWS, labels, title_cell, titles, use_case_links
from portfolio.charts.roadmap_line import Line, promised_words, quarter_words
from portfolio.charts.shape import Cell, Column, Data, Table
from portfolio.plan_words import replan_words, slip_words
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase, Size


def table_of(lines: Sequence[Line]) -> Table:
    """Return the table, the first rows of it."""
    link = use_case_links()
    title, sizes, stages = titles(), labels(Size), labels(Phase)
    rows = []
    for line in lines[:MOST_ROWS]:
        item, marked = line.bar.item, line.row.is_illustrative("planned")
        rows.append(
            [
                title_cell(line.row, title(line.row), link(item.code)),
                Cell(sizes[line.row.size], size=line.row.size),
                Cell(stages[line.phase]),
                Cell(quarter_words(item.start), marked),
                Cell(quarter_words(item.end), marked),
                Cell(str(item.quarters), marked),
                *_against(line),
            ]
        )
    columns = [
        Column(_("Use case")),
        Column(_("Maat"), is_badge=True),
        Column(_("Fase")),
        Column(_("Begin")),
        Column(_("Eind")),
        Column(_("Kwartalen"), is_numeric=True),
        Column(_("Eerst beloofd")),
        Column(_("Verschil")),
        Column(_("Opnieuw gepland")),
    ]
    return Table(columns, rows, length=len(lines))


def data_of(lines: Sequence[Line]) -> Data:
    """Return every line as plain values."""
    columns = (
        *("code", "title", "domain", "kind", "size", "phase", "start", "end", "quarters"),
        *("first_start", "first_end", "drift_quarters", "replans", "reasons"),
    )
    return Data(columns, [_record(line) for line in lines])


def _record(line: Line) -> dict[str, Any]:
    row, item, promise = line.row, line.bar.item, line.promise
    return {
        "code": row.code,
        "title": row.title,
        "domain": row.domain,
        "kind": row.kind,
        "size": row.size,
        "phase": line.phase,
        "start": _written(item.start.index),
        "end": _written(item.end.index),
        "quarters": item.quarters,
        "first_start": _written(promise.start) if promise else None,
        "first_end": _written(promise.start + promise.quarters - 1) if promise else None,
        "drift_quarters": line.bar.moved,
        "replans": promise.replans if promise else None,
        "reasons": "; ".join(promise.reasons) if promise else "",
        "illustrative": _MARKS if row.is_illustrative("planned") else (),
    }


_MARKS = ("start", "end", "quarters")


@lru_cache(maxsize=1024)
def _written(index: int) -> str:
    """Write each of the few quarters once."""
    return str(Quarter.from_index(index))


def _against(line: Line) -> list[Cell]:
    """Return the cells on the first promise: which, how far off, how often planned anew and why."""
    promise = line.promise
    if promise is None:
        return [Cell("–"), Cell("–"), Cell("–")]
    made_up = promise.is_illustrative
    return [
        Cell(promised_words(promise), made_up),
        Cell(slip_words(line.bar.moved or 0), made_up),
        Cell(replan_words(promise.reasons) or "–"),
    ]
