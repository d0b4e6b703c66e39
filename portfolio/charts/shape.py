"""What every chart is: a finding in words, pictures, a table for people and rows for programs.

Each is made only when it is asked for: a page shows the sentence and perhaps the
table, and the browser fetches the picture when it comes into view.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from core.web.tables import CELL
from portfolio.rules.terms import Size

Figure = dict[str, Any]
"""A Plotly figure: ``data`` (list of traces) and ``layout``; plain dicts, lists, numbers and texts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: words, and what belongs to them. No words is shown as a dash."""

    words: str = ""
    is_illustrative: bool = False
    url: str | None = None
    sub: str = ""
    is_dutch: bool = False
    size: Size | None = None
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; the unit or the second line is ``sub``, ``title`` spells out a short word."""

    words: str
    sub: str = ""
    is_numeric: bool = False
    is_badge: bool = False
    title: str = ""


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart; the first cell of a row is its head. ``total`` is a last row in bold.

    ``length`` is how many rows there are when not all are in ``rows``.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    is_wide: bool = False
    length: int | None = None

    @property
    def of(self) -> int:
        """How many rows there are, shown or not."""
        return len(self.rows) if self.length is None else self.length

    @cached_property
    def marked(self) -> tuple[bool, ...]:
        """Whether all that is shown in a column is illustrative, so that its head carries the mark."""
        return tuple(self._is_marked(place) for place in range(len(self.columns)))

    def _is_marked(self, place: int) -> bool:
        shown = [row[place] for row in self.rows if row[place].words]
        return bool(shown) and all(cell.is_illustrative for cell in shown)


@dataclass(frozen=True)
class Data:
    """The same numbers for programs: English names and values; ``illustrative`` lists made-up fields."""

    columns: tuple[str, ...]
    records: Sequence[Mapping[str, Any]]

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The columns of the file, the marks last."""
        return (*self.columns, "illustrative")

    def cells(self) -> list[list[CELL]]:
        """Return the rows of a spreadsheet; lists are joined by "; "."""
        return [[_joined(record.get(name)) for name in self.all_columns] for record in self.records]


def _joined(value: Any) -> CELL:
    return "; ".join(str(part) for part in value) if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class Plot:
    """One picture of a chart. ``drawing`` is what a template needs to draw it
    without a script, as ``drawing_kind`` says."""

    slug: str
    sentence: str
    label: str
    make: Callable[[], Figure]
    title: str = ""
    note: str = ""
    height: str = ""
    is_wide: bool = False
    is_illustrative: bool = False
    drawing_kind: str = ""
    drawing: Any = None

    @cached_property
    def figure(self) -> Figure:
        """The picture for Plotly."""
        return self.make()


@dataclass(frozen=True)
class Chart:
    """A chart with everything beside it. ``on`` is the reference date; ``arguments`` are its filters.

    ``scope`` says what it is of, when that is not just what was asked for.
    """

    slug: str
    title: str
    on: date
    plots: Sequence[Plot]
    make_table: Callable[[], Table]
    make_data: Callable[[], Data]
    notes: Sequence[str] = ()
    key: Sequence[tuple[str, str]] = ()
    findings: Sequence[tuple[str, Sequence[Cell]]] = ()
    behind: tuple[str, str] | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""

    @cached_property
    def table(self) -> Table:
        """The numbers for people; made when a page shows them."""
        return self.make_table()

    @cached_property
    def data(self) -> Data:
        """The numbers for programs; made when they are asked for."""
        return self.make_data()

    @property
    def sentence(self) -> str:
        """The finding of the whole chart: that of its first picture."""
        return self.plots[0].sentence

    @property
    def is_illustrative(self) -> bool:
        """Whether the first picture rests on made-up values."""
        return self.plots[0].is_illustrative

    def plot(self, slug: str) -> Plot | None:
        """Return a picture by its name; "1" is the first."""
        if slug == "1":
            return self.plots[0]
        return next((plot for plot in self.plots if plot.slug == slug), None)
