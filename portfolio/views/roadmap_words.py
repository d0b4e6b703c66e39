"""What clashes on a roadmap, in words, with the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, localised
from portfolio.queries.roadmap import GateRow, Needed, Planned, Ties
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap import Clash, Conflict, conflicts
from portfolio.views.use_case_story import quarter_words


@dataclass(frozen=True)
class Problem:
    """One clash: what sort it is, the use case, what is wrong and the way out."""

    kind: str
    row: Planned
    what: str
    way_out: str
    other: Needed | None = None


def problems_of(rows: Sequence[Planned], ties: Ties) -> list[Problem]:
    """Return what clashes among these planned rows, by code."""
    by_code = {row.code: row for row in rows}
    gates = {str(gate.id): gate for found in ties.gates.values() for gate in found}
    found = conflicts([ties.item(row) for row in rows], ties.ends)
    return [_problem(one, by_code[one.code], gates, ties.needed) for one in found]


def _problem(
    conflict: Conflict, row: Planned, gates: Mapping[str, GateRow], needed: Mapping[str, Needed]
) -> Problem:
    start = quarter_words(Quarter.from_index(row.start or 0))
    other = needed.get(conflict.other or "")
    gate = gates.get(conflict.other or "")
    params: dict[str, Any] = {
        "start": start,
        "other": f"{other.code} {localised(other, 'title')}" if other else "",
        "ready": quarter_words(other.last) if other and other.last else "",
        "gate": localised(gate, "text").rstrip(".") if gate else "",
        "day": format_day(conflict.due_on),
    }
    kind, what, way_out = _words(conflict, params)
    return Problem(kind, row, what, way_out, other)


def _words(conflict: Conflict, params: dict[str, Any]) -> tuple[str, str, str]:
    later = ngettext("Begin %(num)s kwartaal later", "Begin %(num)s kwartalen later", conflict.quarters or 1)
    order, gate = _("Volgorde"), _("Randvoorwaarde")
    match conflict.clash:
        case Clash.END_BEFORE_START:
            return _("Duur"), _("duurt nul kwartalen."), _("Geef een duur van ten minste één kwartaal.")
        case Clash.DEPENDENCY_NOT_PLANNED:
            return (
                order,
                _("wacht op %(other)s, en dat is nog niet gepland.", **params),
                _("Plan dat eerst, of haal de afhankelijkheid weg."),
            )
        case Clash.STARTS_BEFORE_DEPENDENCY_ENDS:
            return (
                order,
                _("begint in %(start)s, maar wacht op %(other)s, dat pas klaar is in %(ready)s.", **params),
                _("%(later)s, of haal het andere naar voren.", later=later),
            )
        case Clash.DEPENDENCY_CYCLE:
            return (
                order,
                _("wacht via andere use cases op zichzelf."),
                _("Haal één van de afhankelijkheden weg."),
            )
        case Clash.PRECONDITION_WITHOUT_DATE:
            return (
                gate,
                _(
                    "begint in %(start)s, terwijl een harde randvoorwaarde geen datum heeft: %(gate)s.",
                    **params,
                ),
                _("Spreek af wie haar wanneer regelt."),
            )
        case _:
            return (
                gate,
                _("begint in %(start)s, maar pas op %(day)s is voldaan aan: %(gate)s.", **params),
                _("%(later)s, of regel dit eerder.", later=later),
            )
