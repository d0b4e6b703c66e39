"""Work per organisation and quarter against what each can do. methods.md §5, chart 16."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number
from portfolio.charts.looks import LINE, MUTED, apart, height_of, names_axis, plain
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import EDGE, LEGEND
from portfolio.charts.roadmap_line import quarter_words
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.models import OrganisationCapacity
from portfolio.queries import capacity_load as queries
from portfolio.queries.capacity import limits_of, list_capacity
from portfolio.queries.capacity_load import Work
from portfolio.rules.capacity import TOLERANCE, Limit
from portfolio.rules.quarters import ROLLING_YEARS, Quarter, rolling

SLUG = "capacity"
MOST_ORGANISATIONS = 15  # in the picture; the table and the CSV have them all
FULL = Decimal("0.9")
COLUMNS = ("organisation", "name", "quarter", "asked_months", "capacity_months", "use_cases", "is_over")
# What is asked against what there is: sign, colour and word.
LOOKS = {
    "over": ("square", "#b3261e"),
    "full": ("triangle-up", "#e0a030"),
    "room": ("circle", "#1e6b3c"),
    "unknown": ("circle-open", EDGE),
}


@dataclass(frozen=True)
class Load:
    """What is asked of one organisation in one quarter; ``has`` is None where nothing is noted."""

    months: Decimal
    use_cases: int
    has: Decimal | None
    is_illustrative: bool

    @property
    def state(self) -> str:
        """How full it is: a key of LOOKS."""
        if self.has is None:
            return "unknown"
        if self.months - self.has > TOLERANCE:
            return "over"
        return "full" if self.months > self.has * FULL else "room"


@dataclass(frozen=True)
class Loads:
    """The loads by organisation (slug) and quarter, with the names and what is noted."""

    grid: tuple[Quarter, ...]
    names: Mapping[str, str]
    limits: Mapping[str, Limit]
    known: Mapping[tuple[str, Quarter], Load]

    @cached_property
    def order(self) -> list[str]:
        """The organisations: where most lacks first, then who is noted, then by work."""
        lack, work = dict.fromkeys(self.names, Decimal(0)), dict.fromkeys(self.names, Decimal(0))
        for (slug, _quarter), one in self.known.items():
            work[slug] += one.months
            if one.has is not None and one.state == "over":
                lack[slug] = max(lack[slug], one.months - one.has)
        return sorted(self.names, key=lambda slug: (-lack[slug], slug not in self.limits, -work[slug], slug))

    @property
    def worst(self) -> tuple[str, Quarter, Load] | None:
        """Where most lacks; None where all fits."""
        over = [
            (place, one) for place, one in self.known.items() if one.state == "over" and one.has is not None
        ]
        if not over:
            return None
        place, load = max(
            over, key=lambda pair: (pair[1].months - (pair[1].has or 0), -pair[0][1].index, pair[0][0])
        )
        return place[0], place[1], load


def build(material: Material) -> Chart:
    """Return the chart: three years from the quarter of the reference date, as planned on that day."""
    narrow = material.narrow
    work = queries.list_work(material.reader, narrow.on, narrow.within)
    noted = list_capacity(narrow.domain_id)
    loads = loads_of(work, noted, rolling(Quarter.of(narrow.on), ROLLING_YEARS))
    unknown = queries.count_without_estimate(material.reader, narrow.within)
    notes = [
        _("De inspanning van een use case is gelijk verdeeld over haar kwartalen en over wie meedoen."),
    ]
    if unknown:
        notes.append(
            ngettext(
                "%(num)s geplande use case heeft geen schatting en telt niet mee.",
                "%(num)s geplande use cases hebben geen schatting en tellen niet mee.",
                unknown,
            )
        )
    if len(loads.order) > MOST_ORGANISATIONS:
        notes.append(
            _(
                "In beeld staan de eerste %(num)s organisaties; in de tabel staan ze allemaal.",
                num=MOST_ORGANISATIONS,
            )
        )
    if narrow.domain is None:
        notes.append(
            _("Getoetst aan de capaciteit voor alle domeinen samen. Kies een domein voor zijn eigen.")
        )
    if narrow.is_dated:
        notes.append(
            _("De planning is die van de gekozen dag; capaciteit, fase en schatting zijn die van nu.")
        )
    return Chart(
        slug=SLUG,
        title=_("Capaciteit per organisatie"),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(loads),
                label=_("Gevraagde persoonsmaanden per organisatie en kwartaal"),
                make=lambda: figure(loads),
                is_wide=True,
                note=_("Het getal is het gevraagde aantal persoonsmaanden in dat kwartaal."),
                is_illustrative=any(one.is_illustrative for one in loads.known.values()),
            )
        ],
        make_table=lambda: table(loads),
        make_data=lambda: data(loads),
        notes=notes,
        arguments=narrow.arguments,
    )


def loads_of(work: Sequence[Work], noted: Sequence[OrganisationCapacity], grid: tuple[Quarter, ...]) -> Loads:
    """Return the loads in the window; who is noted has a row, also without work."""
    limits = limits_of(noted)
    made_up = {one.organisation.slug for one in noted if one.is_illustrative}
    sums: dict[tuple[str, int], tuple[Decimal, int, bool]] = {}
    first, end = grid[0].index, grid[-1].index + 1
    nothing = (Decimal(0), 0, False)
    for slug, _name, start, quarters, asked, use_cases, is_illustrative in work:
        inside = range(max(start.index, first), min(start.index + quarters, end))
        each = asked / quarters if inside else asked
        for index in inside:
            months, total, marked = sums.get((slug, index), nothing)
            sums[slug, index] = (months + each, total + use_cases, marked or is_illustrative)
    known = {}
    for (slug, index), (months, total, marked) in sums.items():
        quarter = grid[index - first]
        has = limits[slug].at(quarter) if slug in limits else None
        known[slug, quarter] = Load(months, total, has, marked or slug in made_up)
    seen = {slug for slug, _quarter in known}
    names = {one.slug: one.name for one in work if one.slug in seen}
    names |= {one.organisation.slug: one.organisation.name for one in noted}
    return Loads(grid, names, limits, known)


def sentence(loads: Loads) -> str:
    """Return where most lacks; else that it fits, or that nothing is known."""
    if not loads.known:
        return _("In deze drie jaar vraagt de planning nog geen werk van organisaties.")
    if not loads.limits:
        return _("Nog van geen organisatie is capaciteit ingevuld: u ziet alleen wat er gevraagd wordt.")
    worst = loads.worst
    if worst is None:
        return _("Waar de capaciteit is ingevuld, past de planning.")
    slug, quarter, load = worst
    total = sum(one.state == "over" for one in loads.known.values())
    return ngettext(
        "In %(num)s kwartaal van een organisatie vraagt de planning te veel; het meest van %(name)s in "
        "%(quarter)s: %(asked)s persoonsmaanden, waar er %(has)s zijn.",
        "In %(num)s kwartalen van organisaties vraagt de planning te veel; het meest van %(name)s in "
        "%(quarter)s: %(asked)s persoonsmaanden, waar er %(has)s zijn.",
        total,
        name=loads.names[slug],
        quarter=quarter_words(quarter),
        asked=_months(load.months),
        has=_months(load.has or Decimal(0)),
    )


def state_words() -> dict[str, str]:
    """Return how full it is, in words."""
    return {
        "over": _("te veel"),
        "full": _("bijna vol"),
        "room": _("past"),
        "unknown": _("capaciteit niet bekend"),
    }


def figure(loads: Loads) -> Figure:
    """Return a grid of signs, one per organisation and quarter, with the person-months beside each."""
    words = state_words()
    rows = loads.order[:MOST_ORGANISATIONS]
    labels = dict(zip(rows, map(plain, apart([loads.names[slug] for slug in rows], 30)), strict=True))
    traces = []
    for state, (symbol, colour) in LOOKS.items():
        places = [
            (slug, quarter, one)
            for slug in rows
            for quarter in loads.grid
            if (one := loads.known.get((slug, quarter))) is not None and one.state == state
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": words[state],
                "x": [_tick(quarter) for _slug, quarter, _one in places],
                "y": [labels[slug] for slug, _quarter, _one in places],
                "text": [_months(one.months) for _slug, _quarter, one in places],
                "textposition": "middle right",
                "textfont": {"size": 12},
                "marker": {
                    "symbol": symbol,
                    "size": 12,
                    "color": colour,
                    "line": {"color": EDGE, "width": 1},
                },
                "cliponaxis": False,
                "hoverinfo": "text",
                "hovertext": [_hover(loads.names[slug], quarter, one) for slug, quarter, one in places],
            }
        )
    return {
        "data": traces,
        "layout": {
            "height": height_of(len(rows), 110),
            "margin": {"l": 8, "r": 48, "t": 40, "b": 60},
            "showlegend": True,
            "legend": LEGEND,
            "yaxis": names_axis([labels[slug] for slug in rows]),
            "xaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": [_tick(quarter) for quarter in loads.grid],
                "range": [-0.4, len(loads.grid) - 0.2],
                "side": "top",
                "showgrid": True,
                "gridcolor": LINE,
                "tickfont": {"color": MUTED},
            },
        },
    }


def table(loads: Loads) -> Table:
    """Return a row per organisation, a column per quarter; what is too much carries a sign."""
    signs = {"over": " ■", "full": " ▲", "room": "", "unknown": ""}
    rows = []
    for slug in loads.order:
        limit = loads.limits.get(slug)
        cells = [
            Cell(loads.names[slug], url=url_for("portfolio.show_organisation", slug=slug), is_dutch=True),
            Cell(_months(limit.usual) if limit else _("niet bekend")),
        ]
        for quarter in loads.grid:
            one = loads.known.get((slug, quarter))
            words = f"{_months(one.months)}{signs[one.state]}" if one else ""
            cells.append(
                Cell(
                    words,
                    is_illustrative=bool(one and one.is_illustrative),
                    is_gap=bool(one and one.state == "over"),
                )
            )
        rows.append(cells)
    return Table(
        columns=[
            Column(_("Organisatie")),
            Column(_("Kan"), sub=_("per kwartaal"), is_numeric=True),
            *(Column(f"Q{one.number}", sub=str(one.year), is_numeric=True) for one in loads.grid),
        ],
        rows=rows,
        is_wide=True,
    )


def data(loads: Loads) -> Data:
    """Return a row per organisation and quarter in which something is asked."""
    return Data(
        COLUMNS,
        [
            {
                "organisation": slug,
                "name": loads.names[slug],
                "quarter": str(quarter),
                "asked_months": round(float(one.months), 2),
                "capacity_months": None if one.has is None else round(float(one.has), 2),
                "use_cases": one.use_cases,
                "is_over": one.state == "over",
                "illustrative": ["asked_months", "capacity_months", "is_over"] if one.is_illustrative else [],
            }
            for slug in loads.order
            for quarter in loads.grid
            if (one := loads.known.get((slug, quarter))) is not None
        ],
    )


def _months(months: Decimal) -> str:
    return format_number(months, 1)


def _tick(quarter: Quarter) -> str:
    return f"Q{quarter.number}<br>{quarter.year}"


def _hover(name: str, quarter: Quarter, load: Load) -> str:
    words = f"{plain(name)}<br>{quarter_words(quarter)}<br>" + _(
        "%(months)s persoonsmaanden gevraagd", months=_months(load.months)
    )
    if load.has is not None:
        words += "<br>" + _("%(months)s beschikbaar", months=_months(load.has))
    return words
