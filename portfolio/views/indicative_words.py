"""RICE and WSJF on screen: the figures in the order of the lanes, and their weaknesses in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from core.i18n import format_number
from portfolio.rules.indicative import WEAKNESSES, Inputs, Weakness, rice, wsjf
from portfolio.rules.lanes import Ranking


@dataclass(frozen=True)
class IndicativeLine:
    """A ranked use case with both figures in words; a dash for what can't be computed."""

    code: str
    rank: int
    lane: str
    rice: str
    wsjf: str


def lines_of(ranking: Ranking, inputs: Mapping[str, Inputs]) -> list[IndicativeLine]:
    """Return the figures in the order of our own lanes: these never order."""
    return [
        IndicativeLine(
            placed.entry.code,
            placed.rank,
            lane.size.value,
            _figure(rice(inputs[placed.entry.code])),
            _figure(wsjf(inputs[placed.entry.code])),
        )
        for lane in (ranking.small, ranking.ambitious)
        for placed in lane.placed
        if placed.entry.code in inputs
    ]


def weaknesses() -> list[str]:
    """Return what is wrong with the two, once each."""
    words = {
        Weakness.ORDINAL: _(
            "Zij rekenen met niveaus alsof niveau 4 twee keer zoveel is als 2. Dat zeggen onze niveaus niet."
        ),
        Weakness.REACH_IS_ORGANISATIONS: _(
            "RICE vraagt hoeveel mensen u bereikt. Dat weten wij niet; "
            "hier telt het aantal organisaties dat meedoet."
        ),
        Weakness.URGENCY_TWICE: _(
            "WSJF telt urgentie apart, terwijl zij al in de waarde zit. Zij telt dus twee keer."
        ),
        Weakness.FAVOURS_TINY: _(
            "Delen door inspanning zet heel kleine use cases bovenaan, ook als zij weinig opleveren."
        ),
        Weakness.HIDES_UNKNOWN: _(
            "Eén getal verbergt wat nog niet gescoord is. Hier telt de laagste waarde die nog kan."
        ),
    }
    return [words[one] for one in dict.fromkeys(_every(WEAKNESSES.values()))]


def _every(groups: Iterable[Iterable[Weakness]]) -> Iterable[Weakness]:
    for group in groups:
        yield from group


def _figure(number: Decimal | None) -> str:
    return format_number(number, 1)
