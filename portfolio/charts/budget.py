"""The budget of the agenda: its lines over the years, what was reserved apart from what was proposed.

Source: domain.md §7, methods.md §5, chart 22.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_euro, format_number, is_only_dutch, localised
from portfolio.charts.action_points import columns_layout, headings
from portfolio.charts.looks import AMBITIOUS, bars, height_of, names_axis, plain, short
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.models import Agenda, BudgetLine
from portfolio.rules.budget import Amount, YearTotal, totals, totals_by_line

SLUG = "budget"
THOUSAND = 100_000  # cents in a thousand euros


def build(agenda: Agenda | None, narrow: Narrow) -> Chart:
    """Return the chart of an agenda's budget; without one it says so."""
    lines = list(agenda.budget_lines) if agenda else []
    sums = totals(amounts_of(lines))
    return Chart(
        slug=SLUG,
        title=_("Budget van de agenda"),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(sums),
                label=_("Bedragen per onderdeel en jaar, in duizenden euro's"),
                make=lambda: figure(lines, sums),
                is_wide=True,
                note=_("Bedragen in duizenden euro's. Gevuld: gereserveerd. Open: voorstel."),
            )
        ],
        make_table=lambda: _table(lines, sums),
        make_data=lambda: _data(agenda, lines),
        notes=[_("Bedragen uit de agenda zelf. Wat er is uitgegeven, staat er niet in.")],
        arguments=narrow.arguments,
    )


def amounts_of(lines: Sequence[BudgetLine]) -> list[Amount]:
    """Return all amounts as the rules see them."""
    return [Amount(line.slug, one.year, one.cents, one.is_reserved) for line in lines for one in line.amounts]


def sentence(sums: Sequence[YearTotal]) -> str:
    """Return what was reserved and what was only proposed, with the amounts."""
    reserved = [one for one in sums if one.reserved]
    proposed = [one for one in sums if one.proposed]
    if not sums:
        return _("Er is nog geen budget bekend.")

    def listed(rows: Sequence[YearTotal], kind: str) -> str:
        words = [f"{one.year} ({format_euro(getattr(one, kind))})" for one in rows]
        return (
            words[0]
            if len(words) == 1
            else _("%(most)s en %(last)s", most=", ".join(words[:-1]), last=words[-1])
        )

    if not proposed:
        return _("Alles is gereserveerd: %(years)s.", years=listed(reserved, "reserved"))
    if not reserved:
        return _("Alles is nog een voorstel: %(years)s.", years=listed(proposed, "proposed"))
    return _(
        "Alleen %(reserved)s was gereserveerd. Een voorstel, van voordat de agenda verder was uitgewerkt: "
        "%(proposed)s.",
        reserved=listed(reserved, "reserved"),
        proposed=listed(proposed, "proposed"),
    )


def status_words(one: YearTotal) -> str:
    """Return whether a year's money was reserved, proposed or both."""
    if one.is_all_reserved:
        return _("gereserveerd")
    return _("deels gereserveerd") if one.reserved else _("voorstel")


def figure(lines: Sequence[BudgetLine], sums: Sequence[YearTotal]) -> Figure:
    """Return small multiples: a year each, the lines below each other, all on one scale."""
    names = [plain(short(localised(line, "name"), 40)) for line in lines]
    traces: list[dict[str, Any]] = []
    by_line = [{one.year: one for one in line.amounts} for line in lines]
    most = max((one.cents for row in by_line for one in row.values()), default=THOUSAND) / THOUSAND
    for place, year in enumerate(sums):
        axis = "" if place == 0 else str(place + 1)
        for is_reserved in (True, False):
            chosen = [
                (name, row[year.year].cents / THOUSAND)
                for name, row in zip(names, by_line, strict=True)
                if year.year in row and row[year.year].is_reserved is is_reserved
            ]
            if not chosen:
                continue
            status = _("gereserveerd") if is_reserved else _("voorstel")
            traces.append(
                bars(
                    [name for name, _amount in chosen],
                    [amount for _name, amount in chosen],
                    colour=AMBITIOUS,
                    filled=is_reserved,
                    name=f"{year.year}, {status}",
                    xaxis=f"x{axis}",
                    text=[format_number(amount, 1) for _name, amount in chosen],
                    textposition="outside",
                    hovertext=[
                        f"{name}, {year.year}: {format_euro(round(amount * THOUSAND))} ({status})"
                        for name, amount in chosen
                    ],
                    width=0.56,
                )
            )
    layout = {
        **columns_layout(len(sums), most * 1.25),
        "barmode": "overlay",
        "height": height_of(len(names), 90),
    }
    layout["yaxis"] = names_axis(names)
    layout["annotations"] = headings(
        [
            f"{one.year} {status_words(one)}, {_('samen')} {format_number(one.total / THOUSAND, 1)}"
            for one in sums
        ]
    )
    return {"data": traces, "layout": layout}


def _table(lines: Sequence[BudgetLine], sums: Sequence[YearTotal]) -> Table:
    whole = totals_by_line(amounts_of(lines))
    rows = []
    for line in lines:
        amounts = {one.year: one.cents for one in line.amounts}
        rows.append(
            [
                Cell(localised(line, "name"), is_dutch=is_only_dutch(line, "name")),
                *(Cell(_thousands(amounts.get(one.year))) for one in sums),
                Cell(_thousands(whole.get(line.slug))),
            ]
        )
    total = [
        Cell(_("Samen")),
        *(Cell(_thousands(one.total)) for one in sums),
        Cell(_thousands(sum(whole.values()))),
    ]
    columns = [
        Column(_("Onderdeel"), sub=_("bedragen × € 1.000")),
        *(Column(str(one.year), sub=status_words(one), is_numeric=True) for one in sums),
        Column(_("Samen"), is_numeric=True),
    ]
    return Table(columns, rows, total if lines else ())


def _thousands(cents: int | None) -> str:
    return "" if cents is None else format_number(cents / THOUSAND, 1)


def _data(agenda: Agenda | None, lines: Sequence[BudgetLine]) -> Data:
    records: list[dict[str, Any]] = [
        {
            "agenda": agenda.slug if agenda else None,
            "line": line.slug,
            "name": line.name,
            "year": one.year,
            "amount_eur": one.cents // 100 if one.cents % 100 == 0 else one.cents / 100,
            "status": "reserved" if one.is_reserved else "proposed",
            "illustrative": [],
        }
        for line in lines
        for one in line.amounts
    ]
    return Data(("agenda", "line", "name", "year", "amount_eur", "status"), records)
