"""Where system functions rest on too little, per domain: the second picture of the chart of coverage.

A square tells how many in a domain build; a triangle that the only builder of all is there.
"""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import Domain
from core.i18n import localised
from portfolio.charts.grid import Square, grid, shade_of
from portfolio.charts.looks import plain, short
from portfolio.charts.material import Material
from portfolio.charts.shape import Cell, Figure, Plot
from portfolio.growth_words import weak_sentence, weaknesses_words
from portfolio.queries.charts import Function
from portfolio.queries.growth import late_on
from portfolio.rules.coverage import Coverage
from portfolio.rules.growth import ENDED_EARLY, Growth, Help, growth, weak_points
from portfolio.rules.terms import PUBLISHED_PHASES

MOST = 20
Links = Callable[[str], str | None]


def helps_of(material: Material) -> list[Help]:
    """Return who helps which function on, on the reference date and as narrowed."""
    late = late_on(material.reader, material.narrow.on)
    phases, counted = material.giving_phases, PUBLISHED_PHASES | ENDED_EARLY
    return [
        Help(one.code, one.function, one.level, phases[one.code], one.code in late)
        for one in material.contributions
        if one.code in phases and one.phase in counted
    ]


def points_plot(
    names: Mapping[str, Function],
    known: Mapping[str, Growth],
    weak: Sequence[Growth],
    by_domain: Mapping[str, Sequence[Coverage]],
    domains: Sequence[Domain],
    link: Links,
    *,
    is_illustrative: bool,
) -> Plot:
    """Return the picture function × domain with the single points of failure pointed out."""
    return Plot(
        slug="weak-points",
        title=_("Waar het op te weinig rust"),
        sentence=weak_sentence(weak, known),
        label=_("Aantal use cases dat bouwt, per systeemfunctie en domein"),
        make=lambda: figure(names, known, by_domain, domains, link),
        note=_("Een driehoek: dit is de enige die eraan bouwt. Geen vakje: in dat domein bouwt niemand."),
        is_wide=True,
        is_illustrative=is_illustrative,
    )


def figure(
    names: Mapping[str, Function],
    known: Mapping[str, Growth],
    by_domain: Mapping[str, Sequence[Coverage]],
    domains: Sequence[Domain],
    link: Links,
) -> Figure:
    """Return a grid of parts (functions where there are none) by domain."""
    parents = {one.parent for one in names.values()}
    leaves = [code for code in names if code not in parents]
    rows = {code: f"{code} {plain(short(localised(names[code], 'name'), 30))}" for code in leaves}
    counts = {
        (domain, row.code): len(row.builders)
        for domain, mains in by_domain.items()
        for main in mains
        for row in (main, *main.parts)
    }
    most = max(counts.values(), default=0)
    squares = [
        Square(
            rows[code],
            domain.code,
            str(number),
            shade_of(number, most),
            ngettext(
                "%(code)s, %(domain)s: %(num)s bouwt",
                "%(code)s, %(domain)s: %(num)s bouwen",
                number,
                code=code,
                domain=localised(domain, "name"),
            ),
            is_warning=len(known[code].builders) == 1,
            url=link(code),
        )
        for code in leaves
        for domain in domains
        if (number := counts.get((domain.slug, code), 0))
    ]
    return grid(list(rows.values()), [domain.code for domain in domains], squares)


def weak_cells(weak: Sequence[Growth], names: Mapping[str, Function], link: Links) -> list[Cell]:
    """Return each weak function or part as a link, with all that is weak about it."""
    return [
        Cell(
            f"{one.code} {localised(names[one.code], 'name')}",
            url=link(one.code),
            sub="; ".join(weaknesses_words(one)),
        )
        for one in weak[:MOST]
    ]


def weak_record(one: Growth) -> dict[str, list[str]]:
    """Return what programs read of who builds and what is weak."""
    return {
        "building": list(one.building),
        "delivered": list(one.delivered),
        "stopped": list(one.stopped),
        "waiting": list(one.waiting),
        "late": list(one.late),
        "weaknesses": [weakness.value for weakness in one.weaknesses],
    }


def grown(
    shape: Mapping[str, Sequence[str]], helps: Sequence[Help]
) -> tuple[dict[str, Growth], list[Growth]]:
    """Return all functions and parts, and those of them that are weak."""
    known = growth(shape, helps)
    return known, weak_points(shape, known)
