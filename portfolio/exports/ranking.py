"""The ranking of a domain as a table: one row per use case, the columns of ``COLUMNS``.

``standing`` is ranked, below_floor, not_yet_rankable, no_size or scores_not_public;
``missing`` names what it still needs. Value is 0–100, chance in percent, effort in
person-months. ``illustrative`` names the columns whose value no source gives.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.web.tables import CELL
from portfolio.queries.lanes import LaneRow
from portfolio.rules.indicative import Inputs, rice, wsjf
from portfolio.rules.lanes import Entry, Lane, Ranking
from portfolio.rules.terms import Kind

COLUMNS = (
    *("lane", "standing", "rank", "code", "title", "title_en", "phase"),
    *("chance", "value_low", "value_high", "scored", "criteria"),
    *("expected_value_low", "expected_value_high", "effort_low", "effort_likely", "effort_high"),
    *("missing", "url", "illustrative"),
)
INDICATIVE = ("rice_indicative", "wsjf_indicative")
"""Added when asked for: only to compare with, never an order (rules/indicative.py)."""
SCORE_COLUMNS = {
    "scores": ("value_low", "value_high"),
    "chance": ("chance",),
    "effort": ("effort_low", "effort_likely", "effort_high"),
}
EXPECTED = ("expected_value_low", "expected_value_high")
Address = Callable[[str], str]


def records_of(
    ranking: Ranking,
    rows: Sequence[LaneRow],
    hidden: Sequence[LaneRow],
    address: Address,
    inputs: Mapping[str, Inputs] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows in order: lane by lane, then what has no size, then what has no public scores.

    ``inputs`` adds the columns INDICATIVE.
    """
    by_code = {row.code: row for row in rows}

    def record(entry: Entry, lane: str | None, standing: str, rank: int | None = None) -> dict[str, Any]:
        return _record(by_code[entry.code], entry, lane, standing, rank, address)

    found = [one for lane in (ranking.small, ranking.ambitious) for one in _of_lane(lane, record)]
    found += [record(entry, None, "no_size") for entry in ranking.unsized]
    found += [
        _record(row, row.entry, row.size.value if row.size else None, "scores_not_public", None, address)
        for row in hidden
        if row.kind is Kind.USE_CASE
    ]
    if inputs is not None:
        for one in found:
            own = inputs.get(one["code"])
            one["rice_indicative"] = rice(own) if own else None
            one["wsjf_indicative"] = wsjf(own) if own else None
            if own and {"value_low", "chance", "effort_likely"} & set(one["illustrative"]):
                one["illustrative"] = [*one["illustrative"], *(name for name in INDICATIVE if one[name])]
    return found


def cells_of(record: dict[str, Any], columns: Sequence[str] = COLUMNS) -> list[CELL]:
    """Return the cells of a record in the order of ``columns``, lists joined."""
    return ["; ".join(value) if isinstance(value := record[column], list) else value for column in columns]


def _of_lane(lane: Lane, record: Callable[..., dict[str, Any]]) -> Iterator[dict[str, Any]]:
    size = lane.size.value
    for placed in lane.placed:
        yield record(placed.entry, size, "ranked", placed.rank)
    for entry in lane.not_yet_rankable:
        yield record(entry, size, "not_yet_rankable")
    for below in lane.below_floor:
        yield record(below.entry, size, "below_floor")


def _record(
    row: LaneRow, entry: Entry, lane: str | None, standing: str, rank: int | None, address: Address
) -> dict[str, Any]:
    expected = entry.expected_value if entry.value.scored else None
    return {
        "lane": lane,
        "standing": standing,
        "rank": rank,
        "code": row.code,
        "title": row.title,
        "title_en": row.title_en,
        "phase": row.phase.value,
        "chance": row.chance,
        "value_low": row.value_low,
        "value_high": row.value_high,
        "scored": row.scored if row.sees_scores else None,
        "criteria": row.criteria if row.sees_scores else None,
        "expected_value_low": round(expected.low, 2) if expected else None,
        "expected_value_high": round(expected.high, 2) if expected else None,
        "effort_low": row.effort_low,
        "effort_likely": row.effort_likely,
        "effort_high": row.effort_high,
        "missing": [measure.value for measure in entry.missing] if row.sees_scores else [],
        "url": address(row.code),
        "illustrative": _illustrative(row, has_expected=expected is not None),
    }


def _illustrative(row: LaneRow, *, has_expected: bool) -> list[str]:
    marked = {
        column for mark, columns in SCORE_COLUMNS.items() if row.is_illustrative(mark) for column in columns
    }
    if has_expected and marked & {"value_low", "chance"}:
        marked |= set(EXPECTED)
    if not row.sees_scores:
        marked -= {"value_low", "value_high", "chance"}
    return [column for column in COLUMNS if column in marked]
