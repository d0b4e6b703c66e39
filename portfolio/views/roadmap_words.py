"""What clashes on a roadmap, in words, with the way out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, is_only_dutch, language, localised
from portfolio.queries.roadmap import GateRow, Needed, Planned, Ties
from portfolio.queries.sources import ShutSource
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap import Clash, Conflict, conflicts
from portfolio.views.use_case_story import quarter_words

ON_REQUEST = "on_request"


@dataclass(frozen=True)
class Problem:
    """One clash: what sort it is, whose it is, what is wrong and the way out.

    It is of a use case (``row``), or of an organisation (``name`` and ``url``); ``codes`` are the
    use cases that play a part in it.
    """

    kind: str
    row: Planned | None
    what: str
    way_out: str
    is_illustrative: bool
    name: str = ""
    url: str = ""
    codes: tuple[str, ...] = ()
    dutch: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """What is wrong, in pieces that are (a name that exists) in Dutch only (``dutch``), or not."""
        names = "|".join(re.escape(name) for name in self.dutch)
        parts = re.split(f"({names})", self.what) if names else [self.what]
        return [(part, part in self.dutch) for part in parts if part]


def problems_of(
    rows: Sequence[Planned],
    ties: Ties,
    day: date,
    most: int | None = None,
    shut: Mapping[str, Sequence[ShutSource]] | None = None,
) -> tuple[list[Problem], int]:
    """Return what clashes among these planned rows, by code, and how much there is.

    ``day`` tells what has begun already; ``most`` is how many are wanted in words;
    ``shut`` are the sources that are used and not open, by code.
    """
    shut = shut or {}
    by_code = {row.code: row for row in rows}
    gates = {str(gate.id): gate for found in ties.gates.values() for gate in found}
    sources = {one.shut.key: one for found in shut.values() for one in found}
    items = [replace(ties.item(row), shut=tuple(one.shut for one in shut.get(row.code, ()))) for row in rows]
    found = conflicts(items, ties.ends)
    told = [
        _of_source(one, by_code[one.code], sources[one.other or ""], day)
        if one.clash in (Clash.SOURCE_NOT_OPEN, Clash.SOURCE_OPENS_LATE)
        else _problem(one, by_code[one.code], gates, ties.needed, day)
        for one in found[:most]
    ]
    return told, len(found)


def _is_told(source: ShutSource, row: Planned, now: Quarter) -> bool:
    """Tell whether a source is worth telling: what runs and asks for its data has got at them."""
    return source.access != ON_REQUEST or (row.start or 0) > now.index


def _of_source(conflict: Conflict, row: Planned, source: ShutSource, day: date) -> Problem:
    start = Quarter.from_index(row.start or 0)
    params = {
        "start": quarter_words(start),
        "source": source.name,
        "day": format_day(conflict.due_on),
        "access": _("alleen op aanvraag") if source.access == ON_REQUEST else _("gesloten"),
    }
    if conflict.clash is Clash.SOURCE_OPENS_LATE:
        what = _("begint in %(start)s, maar de bron %(source)s gaat pas open op %(day)s.", **params)
        later = ngettext(
            "Begin %(num)s kwartaal later", "Begin %(num)s kwartalen later", conflict.quarters or 1
        )
        way_out = _("%(later)s, of regel de toegang eerder.", later=later)
    elif start <= Quarter.of(day):
        what = _(
            "loopt sinds %(start)s en gebruikt een bron die %(access)s is: %(source)s.",
            **params,
        )
        way_out = _("Leg vast dat de toegang is geregeld: als technische randvoorwaarde waaraan is voldaan.")
    else:
        what = _("begint in %(start)s en gebruikt een bron die %(access)s is: %(source)s.", **params)
        way_out = _("Spreek met de bronhouder een datum af en leg die vast als technische randvoorwaarde.")
    marked = row.is_illustrative("planned") or source.is_illustrative
    dutch = (source.name,) if language() == "en" else ()
    return Problem(_("Bron"), row, what, way_out, marked, codes=(row.code,), dutch=dutch)


def _problem(
    conflict: Conflict,
    row: Planned,
    gates: Mapping[str, GateRow],
    needed: Mapping[str, Needed],
    day: date,
) -> Problem:
    start = Quarter.from_index(row.start or 0)
    other = needed.get(conflict.other or "")
    gate = gates.get(conflict.other or "")
    params: dict[str, Any] = {
        "start": quarter_words(start),
        "other": f"{other.code} {localised(other, 'title')}" if other else "",
        "ready": quarter_words(other.last) if other and other.last else "",
        "gate": localised(gate, "text").rstrip(".") if gate else "",
        "day": format_day(conflict.due_on),
    }
    has_begun = start <= Quarter.of(day)
    kind, what, way_out = (_words_of_running if has_begun else _words)(conflict, params)
    marked = row.is_illustrative("planned") or (gate is not None and gate.is_illustrative)
    codes = (row.code, other.code) if other else (row.code,)
    dutch = [params["gate"]] if gate and is_only_dutch(gate, "text") else []
    dutch += [localised(other, "title")] if other and is_only_dutch(other, "title") else []
    return Problem(kind, row, what, way_out, marked, codes=codes, dutch=tuple(dutch))


def _words_of_running(conflict: Conflict, params: dict[str, Any]) -> tuple[str, str, str]:
    """Return the words for work that has begun: it can't begin later any more."""
    match conflict.clash:
        case Clash.DEPENDENCY_NOT_PLANNED | Clash.STARTS_BEFORE_DEPENDENCY_ENDS:
            kind, what, _way_out = _words(conflict, params)
            return kind, what, _("Kijk of het werk zonder kan, of wacht met het deel dat ervan afhangt.")
        case Clash.PRECONDITION_WITHOUT_DATE | Clash.PRECONDITION_AFTER_START:
            agreed = _(" (afgesproken: %(day)s)", day=params["day"]) if conflict.due_on else ""
            return (
                _("Randvoorwaarde"),
                _("loopt sinds %(start)s zonder dat is voldaan aan: %(gate)s", **params) + agreed + ".",
                _("Regel dit nu, of leg het werk zo lang stil."),
            )
        case _:
            return _words(conflict, params)


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
