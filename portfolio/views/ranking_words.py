"""The words of what changed in a ranking, and why."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_number, format_percent
from portfolio.labels import label
from portfolio.queries.rankings import Named
from portfolio.rules.interval import Interval
from portfolio.rules.ranking_changes import Move, RankRow, Reason, Standing, Why
from portfolio.rules.terms import Phase, Size
from portfolio.views.lane_words import interval_words


def place_words(row: RankRow | None) -> str:
    """Return where a use case stands, such as ``3 (klein)``."""
    if row is None:
        return "–"
    lane = label(Size(row.lane)).lower() if row.lane else ""
    match row.standing:
        case Standing.RANKED:
            return _("%(rank)s (%(lane)s)", rank=row.rank, lane=lane)
        case Standing.BELOW_FLOOR:
            return _("onder de ondergrens (%(lane)s)", lane=lane)
        case Standing.NOT_YET_RANKABLE:
            return _("nog niet te ordenen (%(lane)s)", lane=lane)
        case Standing.NO_SIZE:
            return _("maat onbekend")


def move_words(move: Move, named: Named | None, domain_id: int) -> str:
    """Return why a use case moved, as one or more sentences."""
    if move.before is None:
        return _("Nieuw in deze rangorde.")
    if move.after is None:
        return _gone(move, named, domain_id)
    return " ".join(_reason(reason) for reason in move.reasons)


def _gone(move: Move, named: Named | None, domain_id: int) -> str:
    if named is None or named.is_merged:
        return _("Eruit: samengevoegd met een andere use case.")
    if named.domain_id != domain_id:
        return _("Eruit: een ander domein leidt deze use case nu.")
    if move.reasons:
        return _("Eruit: de fase is nu ‘%(phase)s’.", phase=label(Phase(named.phase)))
    return _("Eruit: zij hoort niet meer bij de kandidaten en gekozen use cases.")


def _reason(reason: Reason) -> str:
    before, after = reason.before, reason.after
    match reason.why:
        case Why.VALUE:
            return _(
                "De waarde ging van %(before)s naar %(after)s.", before=_value(before), after=_value(after)
            )
        case Why.WEIGHTS:
            return _(
                "Andere onderdelen of gewichten: de waarde ging van %(before)s naar %(after)s.",
                before=_value(before),
                after=_value(after),
            )
        case Why.CHANCE:
            return _(
                "De slagingskans ging van %(before)s naar %(after)s.",
                before=_chance(before),
                after=_chance(after),
            )
        case Why.EFFORT:
            return _(
                "De inspanning ging van %(before)s naar %(after)s persoonsmaanden.",
                before=_effort(before),
                after=_effort(after),
            )
        case Why.SIZE:
            return _("De maat ging van %(before)s naar %(after)s.", before=_size(before), after=_size(after))
        case Why.PHASE:
            return _(
                "De fase ging van %(before)s naar %(after)s.",
                before=label(Phase(str(before))).lower(),
                after=label(Phase(str(after))).lower(),
            )
        case Why.FLOOR:
            return _("Het bord koos een andere ondergrens.")
        case Why.OTHERS:
            return _("Zelf niet veranderd: anderen schoven op.")


def _value(value: Any) -> str:
    return interval_words(value.low, value.high) if isinstance(value, Interval) else _("onbekend")


def _chance(chance: Any) -> str:
    return _("onbekend") if chance is None else format_percent(Decimal(chance) / 100)


def _effort(effort: Any) -> str:
    return _("onbekend") if effort is None else format_number(effort, 1)


def _size(lane: Any) -> str:
    return label(Size(lane)).lower() if lane else _("onbekend")
