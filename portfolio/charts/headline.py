"""The figures above the charts: only what can be told honestly from what there is."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number, format_percent
from portfolio.charts import action_points, coverage, mix
from portfolio.charts.material import Material
from portfolio.charts.mix_words import band_words
from portfolio.rules.coverage import Contribution, gaps
from portfolio.rules.coverage import coverage as cover
from portfolio.rules.mix import measure
from portfolio.rules.terms import PUBLISHED_PHASES, Basis, Kind, Phase

RUNNING = frozenset({Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP})
FigureInWords = tuple[str, str | None, str | None, str | None]
"""Name, number, unit and comparison; a missing number is None, never 0."""


@dataclass(frozen=True)
class Headline:
    """The lead sentence and the large numbers; ``is_illustrative`` when days or phases are made up."""

    lead: str
    figures: list[FigureInWords]
    is_illustrative: bool


def headline(material: Material) -> Headline:
    """Return the headline of what the reader may see, on the reference date."""
    use_cases = [row for row in material.sized_rows if row.kind is Kind.USE_CASE]
    phases = material.phases
    running = [row for row in use_cases if phases.get(row.code) in RUNNING]
    chosen = [row for row in use_cases if phases.get(row.code) is Phase.SELECTED]
    items = mix.items_of(material.rows, phases)
    by_count = measure(items, Basis.COUNT, material.narrow.mix_rule)
    lead = ngettext("Er loopt %(num)s use case.", "Er lopen %(num)s use cases.", len(running))
    share = None if by_count.share is None else format_percent(by_count.share / 100)
    words = None
    if share is not None:
        words = _(
            "%(small)s van %(total)s; band %(band)s",
            small=format_number(by_count.small),
            total=format_number(by_count.total),
            band=band_words(by_count.rule),
        )
    figures: list[FigureInWords] = [
        (
            _("Lopende use cases"),
            str(len(running)),
            None,
            _("gekozen, nog niet begonnen: %(n)s", n=len(chosen)),
        ),
        (_("Aandeel klein"), share, None, words),
        _ended(material, {row.code for row in use_cases}),
        _actions(material),
        _gaps(material),
    ]
    is_illustrative = any(row.is_illustrative("phase") for row in use_cases) or any(
        step.is_illustrative for own in material.steps.values() for step in own
    )
    return Headline(
        f"{lead} {mix.sentence({Basis.COUNT: by_count, Basis.EFFORT: measure(items, Basis.EFFORT)})}",
        figures,
        is_illustrative,
    )


def _ended(material: Material, codes: set[str]) -> FigureInWords:
    on = material.narrow.on
    ended = {Phase.FINISHED: 0, Phase.STOPPED: 0}
    for code in codes:
        for step in material.steps.get(code, ()):
            if step.phase in ended and step.on.year == on.year and step.on <= on:
                ended[step.phase] += 1
    return (
        _("Afgerond in %(year)s", year=on.year),
        str(ended[Phase.FINISHED]),
        None,
        _("gestopt in %(year)s: %(n)s", year=on.year, n=ended[Phase.STOPPED]),
    )


def _actions(material: Material) -> FigureInWords:
    agenda = material.agenda
    if agenda is None:
        return (_("Actiepunten gemeld"), None, None, None)
    found = action_points.tally([action for theme in agenda.themes for action in theme.actions])
    return (
        _("Actiepunten gemeld"),
        str(found.reported),
        _("van %(total)s", total=found.total),
        ngettext("over %(num)s is niets gemeld", "over %(num)s is niets gemeld", found.silent),
    )


def _gaps(material: Material) -> FigureInWords:
    functions = coverage.shape_of(material.functions)
    if not functions:
        return (_("Functies zonder bouwer"), None, None, None)
    total = cover(
        functions,
        [
            Contribution(one.code, one.function, one.level)
            for one in material.contributions
            if material.phases.get(one.code) in PUBLISHED_PHASES
        ],
    )
    open_ones = gaps(total)
    return (
        _("Functies zonder bouwer"),
        str(len(open_ones)),
        None,
        ", ".join(open_ones) or _("aan alle wordt gebouwd"),
    )
