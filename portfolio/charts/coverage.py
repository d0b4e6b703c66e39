"""Which domain builds or uses which system function, where nobody builds, and where only one does.

Counts what is chosen or finished; a contribution to a part counts for its
function too, and a use case counts once per function. Source: R3, methods.md §5, chart 12.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import Domain
from core.i18n import localised
from portfolio.charts.coverage_points import grown, points_plot, weak_cells, weak_record
from portfolio.charts.looks import AMBITIOUS, SMALL, bars, height_of, names_axis, plain, short, use_case_links
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries.charts import Function, Given, Titled, titles_of
from portfolio.rules.coverage import Contribution, Coverage, coverage, coverage_by_domain, gaps, single_points
from portfolio.rules.growth import Growth, Help
from portfolio.rules.terms import PUBLISHED_PHASES, ContributionLevel, Phase

SLUG = "coverage"
Titles = Callable[[Collection[str]], Mapping[str, Titled]]
"""What gives the names of use cases by code."""
COLUMNS = (
    *("function", "parent", "name", "domain", "builds", "uses", "delivers", "extends", "only_uses"),
    *("building", "delivered", "stopped", "waiting", "late", "weaknesses"),
)


def build(
    functions: Sequence[Function],
    given: Sequence[Given],
    phases: Mapping[str, Phase],
    domains: Sequence[Domain],
    narrow: Narrow,
    titles: Titles = titles_of,
    helps: Sequence[Help] = (),
) -> Chart:
    """Return the chart; ``domains`` are the columns of the matrix, ``given`` is narrowed already.

    ``helps`` say who builds and who waits; with them come the weak points.
    """
    counted = [one for one in given if phases.get(one.code) in PUBLISHED_PHASES]
    shape = shape_of(functions)
    contributions = [Contribution(one.code, one.function, one.level, one.domain) for one in counted]
    total = coverage(shape, contributions)
    names = {function.code: function for function in functions}
    columns = [domain for domain in domains if narrow.domain is None or domain.id == narrow.domain.id]
    marked = {
        (one.domain, code)
        for one in counted
        if one.is_illustrative
        for code in _with_parent(one.function, names)
    }
    known, weak = grown(shape, helps)
    by_domain = coverage_by_domain(shape, contributions)
    return Chart(
        slug=SLUG,
        title=_("Systeemfuncties: wie bouwt, wie gebruikt"),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(total, names),
                label=_("Aantal use cases dat aan een systeemfunctie bouwt of die alleen gebruikt"),
                make=lambda: figure(total, names),
                is_wide=True,
                note=_("Gevuld: breidt uit of levert. Open: gebruikt alleen."),
                is_illustrative=bool(marked),
            ),
            *(
                [
                    points_plot(
                        names, known, weak, by_domain, columns, function_links(), is_illustrative=bool(marked)
                    )
                ]
                if helps
                else []
            ),
        ],
        make_table=lambda: _table(functions, total, by_domain, columns, marked),
        make_data=lambda: _data(functions, total, by_domain, marked, known),
        notes=[
            _("In de tabel is 2 + 1: twee bouwen eraan, één gebruikt alleen."),
            _(
                "Geteld is wat is gekozen of afgerond, initiatieven ook. "
                "Wie aan een onderdeel bouwt, telt ook bij de functie."
            ),
            *(
                [_("De fase is die van de gekozen dag; de bijdragen zijn die van nu.")]
                if narrow.is_dated
                else []
            ),
        ],
        findings=[
            *_findings(total, names, titles),
            *(
                [(_("Hier rust het op te weinig"), weak_cells(weak, names, function_links()))]
                if helps and weak
                else []
            ),
        ],
        arguments=narrow.arguments,
    )


def shape_of(functions: Sequence[Function]) -> dict[str, list[str]]:
    """Return the main functions with their parts, in order."""
    found: dict[str, list[str]] = {one.code: [] for one in functions if one.parent is None}
    for one in functions:
        if one.parent is not None:
            found[one.parent].append(one.code)
    return found


def sentence(total: Sequence[Coverage], names: Mapping[str, Function]) -> str:
    """Return what nobody builds, or how many rest on one."""
    open_ones = gaps(total)
    single = single_points(_leaves(total))
    if not total:
        return _("Er zijn nog geen systeemfuncties.")
    if open_ones:
        start = _(
            "Aan %(names)s bouwt nog niemand.",
            names=_listed([f"{code} {localised(names[code], 'name')}" for code in open_ones]),
        )
    else:
        start = _("Aan elke systeemfunctie wordt gebouwd.")
    if not single:
        return start
    return f"{start} " + ngettext(
        "Eén onderdeel hangt aan een enkele use case.",
        "%(num)s onderdelen hangen elk aan een enkele use case.",
        len(single),
    )


def figure(total: Sequence[Coverage], names: Mapping[str, Function]) -> Figure:
    """Return the picture: per function and part how many build and how many only use."""
    flat = [
        (row, is_part)
        for main in total
        for row, is_part in [(main, False), *((part, True) for part in main.parts)]
    ]
    labels = [f"{row.code} {plain(short(localised(names[row.code], 'name'), 44))}" for row, is_part in flat]
    builders = [len(row.builders) for row, _part in flat]
    users = [len(row.uses) for row, _part in flat]
    link = function_links()
    shared: dict[str, Any] = {
        "textposition": "inside",
        "textangle": 0,
        "constraintext": "none",
        "insidetextanchor": "middle",
        "width": 0.66,
    }
    links = [link(row.code) for row, _part in flat]
    return {
        "data": [
            bars(
                labels,
                [number or None for number in builders],
                colour=AMBITIOUS,
                name=_("bouwt"),
                text=[str(number) if number else "" for number in builders],
                textfont={"color": "#ffffff"},
                hovertext=[f"{row.code}: {build_words(row)}" for row, _part in flat],
                customdata=links,
                **shared,
            ),
            bars(
                labels,
                [number or None for number in users],
                colour=SMALL,
                filled=False,
                name=_("gebruikt alleen"),
                text=[str(number) if number else "" for number in users],
                hovertext=[f"{row.code}: {build_words(row)}" for row, _part in flat],
                customdata=links,
                **shared,
            ),
        ],
        "layout": {
            "barmode": "stack",
            "height": height_of(len(flat)),
            "xaxis": {
                "title": _("Aantal use cases en initiatieven"),
                "rangemode": "tozero",
                "tickformat": ",.0f",
            },
            "yaxis": names_axis(labels),
        },
    }


def build_words(row: Coverage) -> str:
    """Return ``3 bouwen, 2 gebruiken alleen``."""
    return _(
        "%(builders)s, %(uses)s",
        builders=ngettext("%(num)s bouwt", "%(num)s bouwen", len(row.builders)),
        uses=ngettext("%(num)s gebruikt alleen", "%(num)s gebruiken alleen", len(row.uses)),
    )


def function_links() -> Any:
    """Return what turns the code of a function into its address, where there is such a page."""
    if "portfolio.show_system_function" not in current_app.view_functions:
        return lambda code: None
    return lambda code: url_for("portfolio.show_system_function", code=code)


def _leaves(total: Sequence[Coverage]) -> list[Coverage]:
    """Return the parts, and the functions without parts: what is really built."""
    return [leaf for row in total for leaf in (row.parts or (row,))]


def _listed(words: Sequence[str]) -> str:
    return (
        words[0] if len(words) == 1 else _("%(most)s en %(last)s", most=", ".join(words[:-1]), last=words[-1])
    )


def _with_parent(code: str, names: Mapping[str, Function]) -> list[str]:
    parent = names[code].parent
    return [code] if parent is None else [code, parent]


def _findings(
    total: Sequence[Coverage], names: Mapping[str, Function], titles: Titles
) -> list[tuple[str, list[Cell]]]:
    """Return the gaps and the single points of failure, each as a list of links."""
    link, use_case_link = function_links(), use_case_links()
    open_ones = [Cell(f"{code} {localised(names[code], 'name')}", url=link(code)) for code in gaps(total)]
    single = []
    points = single_points(_leaves(total))
    by_code = titles({code for _function, code in points})
    for function, code in points:
        row = by_code.get(code)
        single.append(
            Cell(
                f"{function} {localised(names[function], 'name')}",
                url=use_case_link(code),
                sub=_("alleen %(name)s", name=f"{code} {localised(row, 'title')}" if row else code),
            )
        )
    found = []
    if open_ones:
        found.append((_("Hieraan bouwt nog niemand"), open_ones))
    if single:
        found.append((_("Dit hangt aan één use case"), single))
    return found


def _table(
    functions: Sequence[Function],
    total: Sequence[Coverage],
    by_domain: Mapping[str, Sequence[Coverage]],
    domains: Sequence[Domain],
    marked: set[tuple[str, str]],
) -> Table:
    link = function_links()
    has_list = "portfolio.list_use_cases" in current_app.view_functions
    found = {domain: _by_code(rows) for domain, rows in by_domain.items()}
    sums = _by_code(total)
    rows = []
    for function in functions:
        own = sums[function.code]
        cells = [
            Cell(localised(function, "name"), url=link(function.code), sub=function.code),
            _counts(own, is_illustrative=any(code == function.code for _domain, code in marked), is_sum=True),
        ]
        for domain in domains:
            there = found.get(domain.slug, {}).get(function.code)
            url = (
                url_for("portfolio.list_use_cases", domain=domain.slug, function=function.code)
                if has_list and there and (there.builders or there.uses)
                else None
            )
            cells.append(_counts(there, (domain.slug, function.code) in marked, url=url))
        rows.append(cells)
    columns = [
        Column(_("Systeemfunctie")),
        Column(_("Samen"), is_numeric=True),
        *(Column(domain.code, is_numeric=True, title=localised(domain, "name")) for domain in domains),
    ]
    return Table(columns, rows, is_wide=True)


def _counts(
    row: Coverage | None, is_illustrative: bool = False, url: str | None = None, *, is_sum: bool = False
) -> Cell:
    """Return ``2 + 1``: two build, one only uses."""
    builders, uses = (len(row.builders), len(row.uses)) if row else (0, 0)
    words = f"{builders} + {uses}" if uses else str(builders)
    if not builders and not uses and not is_sum:
        return Cell(is_gap=False)
    return Cell(words, is_illustrative, url=url, is_gap=is_sum and not builders)


def _by_code(rows: Sequence[Coverage]) -> dict[str, Coverage]:
    return {row.code: row for main in rows for row in (main, *main.parts)}


def _data(
    functions: Sequence[Function],
    total: Sequence[Coverage],
    by_domain: Mapping[str, Sequence[Coverage]],
    marked: set[tuple[str, str]],
    known: Mapping[str, Growth],
) -> Data:
    records = []
    for domain, rows in [("", total), *by_domain.items()]:
        found = _by_code(rows)
        for function in functions:
            row = found[function.code]
            is_marked = any(code == function.code and domain in ("", of) for of, code in marked)
            records.append(
                {
                    "function": function.code,
                    "parent": function.parent,
                    "name": function.name,
                    "domain": domain or None,
                    "builds": len(row.builders),
                    "uses": len(row.uses),
                    "delivers": list(row.by_level[ContributionLevel.DELIVERS]),
                    "extends": list(row.by_level[ContributionLevel.EXTENDS]),
                    "only_uses": list(row.uses),
                    **({} if domain else weak_record(known[function.code])),
                    "illustrative": ["builds", "uses", "delivers", "extends", "only_uses"]
                    if is_marked
                    else [],
                }
            )
    return Data(COLUMNS, records)
