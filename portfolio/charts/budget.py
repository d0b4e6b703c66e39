"""The budget of an agenda: its lines over the years, reserved apart from proposed, and what was spent.

What nobody reported is "not reported", never 0.

Source: domain.md §7, methods.md §5, chart 22.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_euro, format_number, is_only_dutch, localised
from portfolio.charts.action_points import columns_layout, headings, title_of
from portfolio.charts.looks import AMBITIOUS, PAPER, apart, bars, height_of, names_axis, plain
from portfolio.charts.looks import TODAY as ACCENT
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.models import Agenda, BudgetLine
from portfolio.rules.budget import Amount, YearSpent, YearTotal, spending, totals, totals_by_line

SLUG = "budget"
THOUSAND = 100_000  # cents in a thousand euros


def build(agenda: Agenda | None, narrow: Narrow) -> Chart:
    """Return the chart of an agenda's budget; without one it says so."""
    lines = list(agenda.budget_lines) if agenda else []
    amounts = amounts_of(lines)
    sums, spent = totals(amounts), spending(amounts)
    known = _("Gevuld: gereserveerd. Open: voorstel.")
    if spent:
        known += " " + _("Streepje: uitgegeven.")
    return Chart(
        slug=SLUG,
        title=title_of(_("Budget van de agenda"), agenda, narrow),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=" ".join([sentence(sums), *([spent_sentence(spent)] if spent else [])]),
                label=_("Bedragen per onderdeel en jaar, in duizenden euro's"),
                make=lambda: figure(lines, sums),
                is_wide=True,
                note=_("Bedragen in duizenden euro's.") + " " + known,
                is_illustrative=any(one.illustrative for line in lines for one in line.amounts),
            )
        ],
        make_table=lambda: _table(lines, sums, spent),
        make_data=lambda: _data(agenda, lines),
        notes=[year_words(one) for one in spent]
        or [_("Bedragen uit de agenda zelf. Wat er is uitgegeven, is niet gemeld.")],
        arguments=narrow.arguments,
    )


def amounts_of(lines: Sequence[BudgetLine]) -> list[Amount]:
    """Return all amounts as the rules see them."""
    return [
        Amount(line.slug, one.year, one.cents, one.is_reserved, one.spent_cents)
        for line in lines
        for one in line.amounts
    ]


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


def spent_sentence(rows: Sequence[YearSpent]) -> str:
    """Return how spending compares with what was planned, over all that was reported."""
    planned, spent = sum(one.planned for one in rows), sum(one.spent for one in rows)
    return _(
        "Waar is gemeld wat er is uitgegeven, was dat %(spent)s: %(difference)s.",
        spent=format_euro(spent),
        difference=difference_words(spent, planned),
    )


def year_words(one: YearSpent) -> str:
    """Return of one year how much was spent, on how many lines that was reported, and the difference."""
    what = _("dan was gereserveerd") if one.is_all_reserved else _("dan was gereserveerd of voorgesteld")
    return _(
        "%(year)s: bij %(reported)s van de %(lines)s onderdelen is gemeld wat er is uitgegeven, "
        "samen %(spent)s. Dat is %(difference)s %(what)s (%(planned)s).",
        year=one.year,
        reported=one.reported,
        lines=one.lines,
        spent=format_euro(one.spent),
        difference=difference_words(one.spent, one.planned, is_compared=True),
        what=what,
        planned=format_euro(one.planned),
    )


def difference_words(spent: int, planned: int, *, is_compared: bool = False) -> str:
    """Return a difference in words; ``is_compared`` when "than …" follows."""
    if spent == planned:
        return _("niet meer of minder") if is_compared else _("precies het bedrag dat ervoor stond")
    amount = format_euro(abs(spent - planned))
    if is_compared:
        return (
            _("%(amount)s meer", amount=amount) if spent > planned else _("%(amount)s minder", amount=amount)
        )
    if spent > planned:
        return _("%(amount)s meer dan ervoor stond", amount=amount)
    return _("%(amount)s minder dan ervoor stond", amount=amount)


def status_words(one: YearTotal) -> str:
    """Return whether a year's money was reserved, proposed or both."""
    if one.is_all_reserved:
        return _("gereserveerd")
    return _("deels gereserveerd") if one.reserved else _("voorstel")


def figure(lines: Sequence[BudgetLine], sums: Sequence[YearTotal]) -> Figure:
    """Return small multiples: a year each, the lines below each other, all on one scale."""
    names = [plain(name) for name in apart([localised(line, "name") for line in lines], 40)]
    traces: list[dict[str, Any]] = []
    by_line = [{one.year: one for one in line.amounts} for line in lines]
    largest = (max(one.cents, one.spent_cents or 0) for row in by_line for one in row.values())
    most = max(largest, default=THOUSAND) / THOUSAND
    for place, year in enumerate(sums):
        axis = "" if place == 0 else str(place + 1)
        # Where as much was spent as planned, or more, the number stands beside the stroke, not below it.
        past = {
            name: one.cents / THOUSAND
            for name, row in zip(names, by_line, strict=True)
            if (one := row.get(year.year)) and one.spent_cents is not None and one.spent_cents >= one.cents
        }
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
                    text=["" if name in past else format_number(amount, 1) for name, amount in chosen],
                    textposition="outside",
                    hovertext=[
                        f"{name}, {year.year}: {format_euro(round(amount * THOUSAND))} ({status})"
                        for name, amount in chosen
                    ],
                    width=0.56,
                )
            )
        out = [
            (name, spent / THOUSAND)
            for name, row in zip(names, by_line, strict=True)
            if year.year in row and (spent := row[year.year].spent_cents) is not None
        ]
        if out:
            traces.append(_spent_marks(out, year.year, axis, past, PAPER, 8))
            traces.append(_spent_marks(out, year.year, axis, {}, ACCENT, 3))
    layout = {
        **columns_layout(len(sums), most * 1.25),
        "barmode": "overlay",
        "height": height_of(len(names), 90),
    }
    layout["yaxis"] = names_axis(names)
    layout["annotations"] = headings(
        [
            # Two lines: on paper the years stand close to each other.
            f"{one.year} {status_words(one)}<br>"
            + _("samen %(amount)s", amount=format_number(one.total / THOUSAND, 1))
            for one in sums
        ]
    )
    return {"data": traces, "layout": layout}


def _spent_marks(
    rows: Sequence[tuple[str, float]],
    year: int,
    axis: str,
    planned: Mapping[str, float],
    colour: str,
    width: int,
) -> dict[str, Any]:
    """Return an upright stroke for each line at what was spent; ``planned`` is written beside it."""
    spent = _("uitgegeven")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "text": [format_number(planned[name], 1) if name in planned else "" for name, _amount in rows],
        "textposition": "middle right",
        "x": [amount for _name, amount in rows],
        "y": [name for name, _amount in rows],
        "xaxis": f"x{axis}",
        "name": f"{year}, {spent}",
        "marker": {"symbol": "line-ns", "size": 22, "line": {"color": colour, "width": width}},
        "hoverinfo": "text",
        "hovertext": [
            f"{name}, {year}: {format_euro(round(amount * THOUSAND))} ({spent})" for name, amount in rows
        ],
        "cliponaxis": False,
    }


def _table(lines: Sequence[BudgetLine], sums: Sequence[YearTotal], spent: Sequence[YearSpent]) -> Table:
    whole = totals_by_line(amounts_of(lines))
    by_year = {one.year: one for one in spent}
    rows = []
    for line in lines:
        amounts = {one.year: one for one in line.amounts}
        cells = [
            Cell(
                localised(line, "name"),
                is_dutch=is_only_dutch(line, "name"),
                is_illustrative="name" in line.illustrative,
            )
        ]
        for year in sums:
            one = amounts.get(year.year)
            marks = one.illustrative if one else []
            cells.append(Cell(_thousands(one.cents if one else None), "cents" in marks))
            if year.year in by_year:
                words = _thousands(one.spent_cents) if one else ""
                cells.append(Cell(words or (_("niet gemeld") if one else ""), "spent_cents" in marks))
        rows.append([*cells, Cell(_thousands(whole.get(line.slug)))])
    total = [Cell(_("Samen"))]
    columns = [Column(_("Onderdeel"), sub=_("bedragen × € 1.000"))]
    for year in sums:
        total.append(Cell(_thousands(year.total)))
        columns.append(Column(str(year.year), sub=status_words(year), is_numeric=True))
        if year.year in by_year:
            out = by_year[year.year]
            part = _("%(reported)s van %(total)s gemeld", reported=out.reported, total=out.lines)
            total.append(Cell(_thousands(out.spent), sub=part if out.reported < out.lines else ""))
            columns.append(
                Column(
                    str(year.year),
                    sub=_("uitgegeven"),
                    is_numeric=True,
                    title=_("uitgegeven in %(year)s", year=year.year),
                )
            )
    total.append(Cell(_thousands(sum(whole.values()))))
    columns.append(Column(_("Samen"), is_numeric=True))
    return Table(columns, rows, total if lines else ())


def _thousands(cents: int | None) -> str:
    return "" if cents is None else format_number(cents / THOUSAND, 1)


def _euros(cents: int | None) -> int | float | None:
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100


def _data(agenda: Agenda | None, lines: Sequence[BudgetLine]) -> Data:
    names = {"cents": "amount_eur", "spent_cents": "spent_eur"}
    records: list[dict[str, Any]] = [
        {
            "agenda": agenda.slug if agenda else None,
            "line": line.slug,
            "name": line.name,
            "year": one.year,
            "amount_eur": _euros(one.cents),
            "status": "reserved" if one.is_reserved else "proposed",
            "spent_eur": _euros(one.spent_cents),
            "illustrative": [names[mark] for mark in one.illustrative]
            + [mark for mark in line.illustrative if mark == "name"],
        }
        for line in lines
        for one in line.amounts
    ]
    return Data(("agenda", "line", "name", "year", "amount_eur", "status", "spent_eur"), records)
