"""How mature each system function was, quarter by quarter, and what shows it. methods.md §5, chart 20."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, language, localised
from portfolio.charts.coverage import function_links
from portfolio.charts.grid import Square, grid
from portfolio.charts.looks import plain, short
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries.charts import Function
from portfolio.queries.maturity import MaturityRow, functions_touched, list_maturities
from portfolio.queries.narrowing import EVERYWHERE
from portfolio.rules.quarters import Quarter

SLUG = "maturity"
QUARTERS = 9
COLUMNS = ("function", "parent", "name", "on", "level", "evidence")
Steps = Mapping[str, Sequence[MaturityRow]]


@dataclass(frozen=True)
class Line:
    """One function: the level on each reference day (None: not measured yet), and the newest step."""

    function: Function
    levels: Sequence[int | None]
    newest: MaturityRow | None

    @property
    def grew(self) -> int | None:
        """Levels gained in a year; None when it was not measured then."""
        now, before = self.levels[-1], self.levels[-5]
        return None if now is None or before is None else now - before


def build(material: Material) -> Chart:
    """Return the chart of two years up to the reference date."""
    asked = asked_of(material)
    functions = material.functions
    if asked.within != EVERYWHERE:
        touched = functions_touched(asked)
        functions = [one for one in functions if one.code in touched]
    steps: dict[str, list[MaturityRow]] = {}
    for row in list_maturities(asked.on):
        steps.setdefault(row.function, []).append(row)
    days = reference_days(asked.on)
    lines = [line_of(one, steps.get(one.code, ()), days) for one in functions]
    return Chart(
        slug=SLUG,
        title=_("Volwassenheid van systeemfuncties door de tijd"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(lines),
                label=_("Volwassenheid van elke systeemfunctie, van 0 tot 5, aan het eind van elk kwartaal"),
                make=lambda: figure(lines, days),
                note=_("Van 0 (er is niets) tot 5 (overal in gebruik). Een streepje: nog niet gemeten."),
                is_wide=True,
                is_illustrative=any(line.newest and line.newest.is_illustrative for line in lines),
            )
        ],
        make_table=lambda: _table(lines),
        make_data=lambda: _data(functions, steps),
        notes=[
            _("Elke stap heeft een dag en een bewijs; tussen twee stappen blijft het niveau gelijk."),
            _(
                "Kiest u een domein of een ander filter, dan staan hier de functies waaraan use cases "
                "daarvan bijdragen."
            ),
        ],
        arguments=material.narrow.arguments,
    )


def reference_days(on: date) -> list[date]:
    """Return the last days of the quarters before ``on``, and ``on`` itself."""
    now = Quarter.of(on)
    return [*((now + back).last_day for back in range(1 - QUARTERS, 0)), on]


def line_of(function: Function, steps: Sequence[MaturityRow], days: Sequence[date]) -> Line:
    """Return the level on each day: that of the last step on or before it."""
    levels = []
    for day in days:
        before = [step for step in steps if step.on <= day]
        levels.append(before[-1].level if before else None)
    return Line(function, levels, steps[-1] if steps else None)


def sentence(lines: Sequence[Line]) -> str:
    """Return how many grew in a year and how many did not, or fell back."""
    if not lines:
        return _("Er zijn nog geen systeemfuncties.")
    measured = [line for line in lines if line.levels[-1] is not None]
    if not measured:
        return _("Er is nog geen volwassenheid vastgelegd.")
    compared = [line for line in lines if line.grew is not None]
    if not compared:
        return ngettext(
            "%(num)s functie of onderdeel is gemeten; een jaar terug nog geen.",
            "%(num)s functies en onderdelen zijn gemeten; een jaar terug nog geen.",
            len(measured),
        )
    grew = sum((line.grew or 0) > 0 for line in compared)
    fell = sum((line.grew or 0) < 0 for line in compared)
    return ngettext(
        "%(grew)s van %(num)s functie of onderdeel groeide in een jaar; gelijk gebleven: %(same)s, "
        "gezakt: %(fell)s.",
        "%(grew)s van %(num)s functies en onderdelen groeiden in een jaar; gelijk gebleven: %(same)s, "
        "gezakt: %(fell)s.",
        len(compared),
        grew=grew,
        same=len(compared) - grew - fell,
        fell=fell,
    )


def figure(lines: Sequence[Line], days: Sequence[date]) -> Figure:
    """Return a grid: a row per function, a column per quarter, the level in each place."""
    link = function_links()
    names = [f"{line.function.code} {plain(short(localised(line.function, 'name'), 34))}" for line in lines]
    quarters = [str(Quarter.of(day)) for day in days]
    squares = [
        Square(
            name,
            quarters[place],
            "–" if level is None else str(level),
            level or 0,
            _(
                "%(code)s op %(day)s: %(level)s",
                code=line.function.code,
                day=format_day(days[place]),
                level=level,
            )
            if level is not None
            else _(
                "%(code)s op %(day)s: nog niet gemeten", code=line.function.code, day=format_day(days[place])
            ),
            url=link(line.function.code),
        )
        for name, line in zip(names, lines, strict=True)
        for place, level in enumerate(line.levels)
    ]
    return grid(names, quarters, squares)


def _table(lines: Sequence[Line]) -> Table:
    link = function_links()
    return Table(
        columns=[
            Column(_("Systeemfunctie")),
            Column(_("Nu"), sub=_("van 5"), is_numeric=True),
            Column(_("Een jaar eerder"), sub=_("van 5"), is_numeric=True),
            Column(_("Verschil"), is_numeric=True),
            Column(_("Laatst gemeten")),
            Column(_("Waaruit het blijkt")),
        ],
        rows=[_cells(line, link(line.function.code)) for line in lines],
    )


def _cells(line: Line, url: str | None) -> list[Cell]:
    newest = line.newest
    marked = bool(newest and newest.is_illustrative)
    grew = line.grew
    return [
        Cell(localised(line.function, "name"), url=url, sub=line.function.code),
        *(Cell("" if level is None else str(level), marked) for level in (line.levels[-1], line.levels[-5])),
        Cell("" if grew is None else f"{grew:+d}" if grew else "0", marked),
        Cell(format_day(newest.on, "medium") if newest else "", marked),
        Cell(newest.evidence if newest else "", marked, is_dutch=language() == "en"),
    ]


def _data(functions: Sequence[Function], steps: Steps) -> Data:
    """Return every dated step, not the quarters: who counts again wants the days."""
    return Data(
        COLUMNS,
        [
            {
                "function": one.code,
                "parent": one.parent,
                "name": one.name,
                "on": step.on,
                "level": step.level,
                "evidence": step.evidence,
                "illustrative": ["on", "level", "evidence"] if step.is_illustrative else [],
            }
            for one in functions
            for step in steps.get(one.code, ())
        ],
    )
