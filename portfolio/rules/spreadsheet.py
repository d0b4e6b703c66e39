"""A board's spreadsheet of use cases: its columns, and what stands in each cell or what is wrong with it.

Column names and values are those of the CSV export; lists in a cell are joined
by ";". A column that is not there changes nothing, an empty cell empties.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from portfolio.rules import findings
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import (
    ContributionLevel,
    DataLevel,
    GovernmentRole,
    Kind,
    PersonalData,
    Phase,
)

LONGEST_TEXT = 20_000
MOST_EUROS = 10_000_000_000
MOST_MONTHS = 100_000
_CODE = re.compile(r"[A-Z0-9]{1,12}(-[A-Z0-9]{1,8}){0,2}")
_FORMULA = re.compile(r"'[=+\-@\t\r]")
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
_YES = frozenset({"true", "ja", "yes", "1", "x", "waar"})
_NO = frozenset({"false", "nee", "no", "0", "", "onwaar"})


class CellNotValid(findings.Refusal):
    """What stands in a cell does not fit its column."""


class SheetNotValid(findings.Refusal):
    """The head is not that of our template, or there are no rows."""


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in which cell; rows are numbered as in the spreadsheet, the head is 1."""

    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number, what each column says, and the text as it stood there."""

    number: int
    values: Mapping[str, Any] = field(hash=False)
    written: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows, and all that is wrong in them."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    errors: tuple[CellError, ...]


Reader = Callable[[str], Any]


def _text(most: int) -> Reader:
    def read(cell: str) -> str:
        if len(cell) > most:
            raise CellNotValid("cell_too_long", most=most)
        return cell

    return read


def _term(kind: type[StrEnum]) -> Reader:
    def read(cell: str) -> StrEnum | None:
        try:
            return kind(cell.lower()) if cell else None
        except ValueError:
            raise CellNotValid("cell_unknown_term", known=[term.value for term in kind]) from None

    return read


def _number(cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        number = Decimal(cell.replace(",", "."))
    except InvalidOperation:
        raise CellNotValid("cell_not_a_number") from None
    if not number.is_finite():
        raise CellNotValid("cell_not_a_number")
    return number


def _months(cell: str) -> Decimal | None:
    number = _number(cell)
    if number is not None and not 0 <= number <= MOST_MONTHS:
        raise CellNotValid("cell_out_of_range", low=0, high=MOST_MONTHS)
    return None if number is None else number.quantize(Decimal("0.0001"))


def _cents(cell: str) -> int | None:
    plain = re.sub(r"[€\s]", "", cell)
    euros = _number(plain.replace(".", "") if _THOUSANDS.fullmatch(plain) else plain)
    if euros is None:
        return None
    if not 0 <= euros <= MOST_EUROS:
        raise CellNotValid("cell_out_of_range", low=0, high=MOST_EUROS)
    return int((euros * 100).to_integral_value())


def _whole(low: int, high: int) -> Reader:
    def read(cell: str) -> int | None:
        number = _number(cell)
        if number is None:
            return None
        if not low <= number <= high:
            raise CellNotValid("cell_out_of_range", low=low, high=high)
        if number != number.to_integral_value():
            raise CellNotValid("cell_not_whole")
        return int(number)

    return read


def _quarter(cell: str) -> int | None:
    try:
        return Quarter.parse(cell).index if cell else None
    except findings.Refusal as refusal:
        raise CellNotValid(refusal.code) from None


def _day(cell: str) -> date | None:
    dutch = _DUTCH_DAY.fullmatch(cell)
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise CellNotValid("cell_not_a_day") from None


def _yes(cell: str) -> bool:
    if cell.lower() in _YES:
        return True
    if cell.lower() in _NO:
        return False
    raise CellNotValid("cell_not_yes_or_no")


def _code(cell: str) -> str:
    if cell and not _CODE.fullmatch(cell.upper()):
        raise CellNotValid("cell_not_a_code")
    return cell.upper()


def _list(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _contributions(cell: str) -> tuple[tuple[str, ContributionLevel, str], ...]:
    found = []
    for part in _list(cell):
        code, _colon, rest = part.partition(":")
        level, _colon, deliverable = rest.partition(":")
        try:
            known = ContributionLevel(level.strip().lower())
        except ValueError:
            raise CellNotValid("cell_not_a_contribution", written=part[:60]) from None
        found.append((code.strip().upper(), known, deliverable.strip()))
    if len({code for code, _level, _deliverable in found}) < len(found):
        raise CellNotValid("cell_twice_in_list")
    return tuple(found)


COLUMNS: dict[str, Reader] = {
    "code": _code,
    "version": _whole(0, 2**31 - 1),
    "kind": _term(Kind),
    "title": _text(200),
    "title_en": _text(200),
    "domain": _text(80),
    "other_domains": _list,
    "phase": _term(Phase),
    "summary": _text(600),
    "summary_en": _text(600),
    "challenge": _text(LONGEST_TEXT),
    "intended_result": _text(LONGEST_TEXT),
    "description": _text(LONGEST_TEXT),
    "practice": _text(LONGEST_TEXT),
    "effort_low": _months,
    "effort_likely": _months,
    "effort_high": _months,
    "cost_eur": _cents,
    "planned_start": _quarter,
    "planned_quarters": _whole(1, 80),
    "government_role": _term(GovernmentRole),
    "data_level": _term(DataLevel),
    "personal_data": _term(PersonalData),
    "dpia": _text(400),
    "iama": _text(400),
    "algorithm_register": _text(400),
    "owner": _text(200),
    "partners": _list,
    "contributions": _contributions,
    "urgent_challenges": _list,
    "has_no_preconditions": _yes,
    "has_no_risks": _yes,
    "as_of": _day,
}
READ_ONLY = frozenset(
    {"size", "value_low", "value_high", "scored", "criteria", "chance", "published_on", "url", "illustrative"}
)
"""Columns of the export that are not read in: they follow from others, or are set elsewhere."""


def read_sheet(table: Sequence[Sequence[str]]) -> Sheet:
    """Read every cell; a head that does not fit is refused, what is wrong in a cell is listed."""
    columns = tuple(_tidy(cell).lower().replace(" ", "_") for cell in table[0])
    _check_head(columns)
    lines: list[Line] = []
    errors: list[CellError] = []
    for number, row in enumerate(table[1:], start=2):
        written = {
            column: _tidy(row[place]) if place < len(row) else ""
            for place, column in enumerate(columns)
            if column in COLUMNS
        }
        beyond = "; ".join(_tidy(cell) for cell in row[len(columns) :] if cell.strip())
        if beyond:
            errors.append(CellError(number, "", "row_longer_than_head", {"text": beyond[:60]}))
        if not any(written.values()):
            continue
        values = {}
        for column, cell in written.items():
            try:
                values[column] = COLUMNS[column](cell)
            except CellNotValid as refusal:
                errors.append(CellError(number, column, refusal.code, dict(refusal.params)))
        lines.append(Line(number, values, written))
    if not lines:
        raise SheetNotValid("sheet_without_rows")
    return Sheet(tuple(column for column in columns if column in COLUMNS), tuple(lines), tuple(errors))


def _check_head(columns: tuple[str, ...]) -> None:
    named = [column for column in columns if column]
    unknown = [column for column in named if column not in COLUMNS and column not in READ_ONLY]
    if unknown:
        raise SheetNotValid("sheet_unknown_columns", columns=[column[:40] for column in unknown[:8]])
    double = sorted({column for column in named if named.count(column) > 1})
    if double:
        raise SheetNotValid("sheet_column_twice", columns=double)
    if "title" not in named and "code" not in named:
        raise SheetNotValid("sheet_without_head")


def _tidy(cell: str) -> str:
    """Return the text without signs that cannot be shown, and as it was before an export guarded it."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(sign for sign in lines if sign in "\n\t" or sign.isprintable()).strip()
    return shown[1:] if _FORMULA.match(shown) else shown
