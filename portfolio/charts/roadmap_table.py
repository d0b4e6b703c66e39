"""The time line as a table for people and as rows for programs."""

from collections.abc import Sequence

from flask_babel import gettext as _

from portfolio.charts.looks import MOST_ROWS, labels, title_cell, titles, use_case_links
from portfolio.charts.roadmap_line import Line, promised_words, quarter_words
from portfolio.charts.shape import Cell, Column, Data, Table
from portfolio.plan_words import replan_words, slip_words
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
    records = [
        {
            "code": line.row.code,
            "title": line.row.title,
            "domain": line.row.domain,
            "kind": line.row.kind.value,
            "size": line.row.size.value if line.row.size else None,
            "phase": line.phase.value,
            "start": str(line.bar.item.start),
            "end": str(line.bar.item.end),
            "quarters": line.bar.item.quarters,
            "first_start": str(line.promise.first) if line.promise else None,
            "first_end": str(line.promise.last) if line.promise else None,
            "drift_quarters": line.bar.moved,
            "replans": line.promise.replans if line.promise else None,
            "reasons": "; ".join(line.promise.reasons) if line.promise else "",
            "illustrative": ["start", "end", "quarters"] if line.row.is_illustrative("planned") else [],
        }
        for line in lines
    ]
    columns = (
        *("code", "title", "domain", "kind", "size", "phase", "start", "end", "quarters"),
        *("first_start", "first_end", "drift_quarters", "replans", "reasons"),
    )
    return Data(columns, records)


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
