"""Chart 11: how often each use case is in the best portfolio, and how often it comes first (SMAA-2).

At least 95 % of the portfolios is core, at most 5 % is out, the rest is to discuss.
Source: methods.md §3 and §5.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number, format_percent
from portfolio.charts import decided
from portfolio.charts.decided import Drawn
from portfolio.charts.looks import (
    AMBITIOUS,
    LINE,
    SMALL,
    bars,
    height_of,
    names_axis,
    plain,
    short,
    title_cell,
    titles,
    use_case_links,
)
from portfolio.charts.material import Material
from portfolio.charts.rank_shares import ranks_plot
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Table
from portfolio.models import DetailKind
from portfolio.queries.scenario_outcome import Outcome, Row

SLUG = "robustness"
CORE, OUT = 0.95, 0.05
COLUMNS = (
    *("code", "title", "inclusion", "standard_error", "group", "first_rank", "median_rank"),
    "rank_shares",
)


def build(material: Material) -> Chart:
    """Return the chart of the newest calculation that a published decision rests on."""
    return decided.build(material, DetailKind.ROBUSTNESS, _("Hoe stevig de keuze is"), COLUMNS, drawn)


def drawn(data: Mapping[str, Any], outcome: Outcome, rows: Mapping[str, Row]) -> Drawn:
    """Return the pictures of one calculation; ``rows`` are the use cases that may be named."""
    places = ranks_plot(ranks_of(data), rows, marked=outcome.is_illustrative)
    return Drawn(
        sentence(data, rows),
        _("Aandeel van de doorrekeningen waarin een use case in het beste portfolio zit"),
        lambda: figure(data, rows),
        lambda: table(data, rows),
        lambda: data_of(data, rows),
        notes=notes(data),
        height="high" if len(outcome.candidates) > 12 else "",
        is_wide=True,
        is_illustrative=outcome.is_illustrative,
        more=[places] if places else (),
    )


def group_of(share: float) -> str:
    """Return core, discuss or out."""
    return "core" if share >= CORE else "out" if share <= OUT else "discuss"


def group_words(group: str) -> str:
    """Return the word for a group."""
    return {
        "core": _("● vrijwel altijd erin"),
        "discuss": _("◐ te bespreken"),
        "out": _("○ vrijwel altijd eruit"),
    }[group]


def shares_of(data: Mapping[str, Any]) -> dict[str, float]:
    """Return by code the share of the best portfolios that hold it."""
    return {one["code"]: float(one["share"]) for one in data["portfolios"]["inclusion"]}


def errors_of(data: Mapping[str, Any]) -> dict[str, float]:
    """Return by code the standard error of its share."""
    return {one["code"]: float(one["error"]) for one in data["portfolios"]["inclusion"]}


def ranks_of(data: Mapping[str, Any]) -> dict[str, Sequence[float]]:
    """Return by code the shares of each rank."""
    ranks = data["ranks"]
    return dict(zip(ranks["codes"], ranks["acceptability"], strict=True))


def sentence(data: Mapping[str, Any], rows: Mapping[str, Any]) -> str:
    """Return the finding: how many are certain and how many are worth a talk."""
    groups = [group_of(share) for code, share in shares_of(data).items() if code in rows]
    discuss = groups.count("discuss")
    core = ngettext(
        "%(num)s use case zit vrijwel altijd in het beste portfolio, %(out)s vrijwel nooit.",
        "%(num)s use cases zitten vrijwel altijd in het beste portfolio, %(out)s vrijwel nooit.",
        groups.count("core"),
        out=groups.count("out"),
    )
    if not discuss:
        return core + " " + _("Er is niets dat daartussen zit.")
    return (
        core
        + " "
        + ngettext(
            "%(num)s wisselt en hoort op de agenda.", "%(num)s wisselen en horen op de agenda.", discuss
        )
    )


def _ordered(data: Mapping[str, Any], rows: Mapping[str, Any]) -> list[str]:
    shares = shares_of(data)
    return sorted((code for code in shares if code in rows), key=lambda code: (-shares[code], code))


def figure(data: Mapping[str, Any], rows: Mapping[str, Any]) -> Figure:
    """Return the picture: a bar per use case, filled when in the proposal, with the two limits."""
    codes, included = _ordered(data, rows), shares_of(data)
    title, link = titles(), use_case_links()
    names = [f"{code} {plain(short(title(rows[code]), 34))}" for code in codes]
    traces = []
    for is_in in (True, False):
        own = [place for place, code in enumerate(codes) if rows[code].is_chosen is is_in]
        shares = [round(100 * included[codes[place]], 1) for place in own]
        trace = bars(
            [names[place] for place in own], shares, colour=AMBITIOUS if is_in else SMALL, filled=is_in
        )
        trace["text"] = [f"{format_number(share, 1)} %" for share in shares]
        trace["textposition"] = "outside"
        trace["customdata"] = [link(codes[place]) for place in own]
        traces.append(trace)
    line = {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": LINE, "dash": "dot", "width": 1},
    }
    return {
        "data": traces,
        "layout": {
            "height": height_of(len(codes)),
            "xaxis": {
                "range": [0, 112],
                "tickvals": [*range(0, 101, 20)],
                "ticktext": [f"{share} %" for share in range(0, 101, 20)],
            },
            "yaxis": names_axis(names),
            "barmode": "overlay",
            "shapes": [{**line, "x0": at, "x1": at} for at in (100 * OUT, 100 * CORE)],
        },
    }


def table(data: Mapping[str, Any], rows: Mapping[str, Any]) -> Table:
    """Return the shares with their standard errors, and the ranks."""
    columns = [
        Column(_("Use case")),
        Column(_("In beste portfolio"), is_numeric=True),
        Column(_("Standaardfout"), is_numeric=True),
        Column(_("Groep")),
        Column(_("Op plaats 1"), is_numeric=True),
        Column(_("Middelste plaats"), is_numeric=True),
        Column(_("Voorstel")),
    ]
    title, link = titles(), use_case_links()
    included, errors, every = shares_of(data), errors_of(data), ranks_of(data)
    found: list[Sequence[Cell]] = []
    for code in _ordered(data, rows):
        row, share = rows[code], included[code]
        ranks = every.get(code)
        marked = row.is_illustrative
        found.append(
            (
                title_cell(row, title(row), link(code)),
                Cell(format_percent(share), is_illustrative=marked),
                Cell(format_number(100 * errors[code], 1)),
                Cell(group_words(group_of(share))),
                Cell(format_percent(ranks[0]) if ranks else "", is_illustrative=marked and bool(ranks)),
                Cell(
                    format_number(median_rank(ranks)) if ranks else "", is_illustrative=marked and bool(ranks)
                ),
                Cell(_("✓ in voorstel") if row.is_chosen else _("niet")),
            )
        )
    return Table(columns, found)


def median_rank(ranks: Sequence[float]) -> int:
    """Return the rank at which half of the draws is reached, from 1."""
    total = 0.0
    for place, share in enumerate(ranks, start=1):
        total += float(share)
        if total >= 0.5 - 1e-9:
            return place
    return len(ranks)


def data_of(data: Mapping[str, Any], rows: Mapping[str, Any]) -> Data:
    """Return the same for programs; shares are 0–1."""
    records = []
    included, errors, every = shares_of(data), errors_of(data), ranks_of(data)
    for code in _ordered(data, rows):
        share, ranks = included[code], every.get(code)
        records.append(
            {
                "code": code,
                "title": rows[code].title,
                "inclusion": share,
                "standard_error": errors[code],
                "group": group_of(share),
                "first_rank": ranks[0] if ranks else None,
                "median_rank": median_rank(ranks) if ranks else None,
                "rank_shares": list(ranks) if ranks else None,
                "illustrative": ["inclusion", "ranks"] if rows[code].is_illustrative else [],
            }
        )
    return Data(COLUMNS, records)


def notes(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return how it was drawn: how often, with which seed, and what was and was not varied."""
    portfolios, ranks = data["portfolios"], data["ranks"]
    largest = max([*errors_of(data).values(), float(ranks["error"])])
    found = [
        _(
            "%(ranks)s trekkingen voor de plaatsen, %(portfolios)s voor de portfolio's, startgetal %(seed)s. "
            "De grootste standaardfout is %(error)s procentpunt.",
            ranks=format_number(ranks["draws"]),
            portfolios=format_number(portfolios["draws"]),
            seed=portfolios["seed"],
            error=format_number(100 * largest, 1),
        ),
        _(
            "Ten minste 95 procent is kern, hooguit 5 procent valt af; "
            "wat ertussen zit, bespreekt het databoord."
        ),
        _("Een gevulde balk zit in het voorstel, een open balk niet."),
    ]
    if portfolios["infeasible"]:
        found.append(
            ngettext(
                "In %(num)s trekking paste geen enkel portfolio: wat vaststaat, vroeg meer dan het budget.",
                "In %(num)s trekkingen paste geen enkel portfolio: wat vaststaat, vroeg meer dan het budget.",
                portfolios["infeasible"],
            )
        )
    found.append(
        _(
            "Gewichten, inspanning en beoordelaars zijn gevarieerd: "
            "elke trekking kiest opnieuw uit wie in de ronde scoorde."
        )
        if data.get("is_bootstrapped")
        else _("Gewichten en inspanning zijn gevarieerd. Beoordelaars niet: een ronde ontbreekt.")
    )
    return tuple(found)
