"""All charts in the order of the work: choose, plan, progress, result, knowledge.

A chart that is registered and not named here still has its place, at the end of its group.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portfolio.charts.drawing import CHARTS

_GROUPS: dict[str, tuple[str, ...]] = {
    "choose": ("value-chance", "mix", "frontier", "robustness"),
    "plan": ("roadmap", "capacity", "preconditions"),
    "progress": (
        *("status", "drift", "burn-up", "execution-index", "milestone-trend"),
        *("forecast", "phase-flow", "freshness"),
    ),
    "result": ("benefits", "scale-up", "results", "calibration"),
    "knowledge": ("coverage", "maturity", "action-points", "budget"),
}
_NAMES: dict[str, Callable[[], tuple[str, str]]] = {
    "choose": lambda: (_("Kiezen"), _("Wat is het waard, en wat kiezen we?")),
    "plan": lambda: (_("Plannen"), _("Wat doen we wanneer, en wat staat in de weg?")),
    "progress": lambda: (_("Voortgang"), _("Halen we wat we eerst beloofden?")),
    "result": lambda: (_("Resultaat"), _("Wat levert het op, en voor hoeveel organisaties?")),
    "knowledge": lambda: (_("Stelsel en agenda"), _("Wat bouwen we samen op?")),
}


_TITLES: dict[str, Callable[[], str]] = {
    "value-chance": lambda: _("Waarde en kans"),
    "mix": lambda: _("Mix van klein en ambitieus"),
    "frontier": lambda: _("Wat meer of minder budget oplevert"),
    "robustness": lambda: _("Hoe stevig de keuze is"),
    "roadmap": lambda: _("Routekaart met eerste belofte"),
    "capacity": lambda: _("Capaciteit per organisatie"),
    "preconditions": lambda: _("Waar use cases op wachten"),
    "status": lambda: _("Stand door de tijd: gemeld en berekend"),
    "drift": lambda: _("Hoe ver van de eerste belofte"),
    "burn-up": lambda: _("Gehaald tegen eerst beloofd"),
    "execution-index": lambda: _("Uitvoering per domein"),
    "milestone-trend": lambda: _("Hoe verwachtingen schuiven"),
    "forecast": lambda: _("Wat er nog gehaald wordt"),
    "phase-flow": lambda: _("Doorstroom door de fasen"),
    "freshness": lambda: _("Hoe vers de berichten zijn"),
    "benefits": lambda: _("Baten: gemeten tegen begin en doel"),
    "scale-up": lambda: _("Opschaling: bij hoeveel organisaties"),
    "results": lambda: _("Resultaat en systeemfuncties: de twee assen"),
    "calibration": lambda: _("Klopten de kansen?"),
    "coverage": lambda: _("Systeemfuncties: wie bouwt, wie gebruikt"),
    "maturity": lambda: _("Volwassenheid van systeemfuncties door de tijd"),
    "action-points": lambda: _("Actiepunten per thema en jaar"),
    "budget": lambda: _("Budget van de agenda"),
}
"""What each calls itself, too."""


def name_of(slug: str) -> str:
    """Return what a chart is called in a list."""
    return _TITLES[slug]() if slug in _TITLES else slug


@dataclass(frozen=True)
class Group:
    """Some charts that answer one question."""

    slug: str
    name: str
    question: str
    charts: Sequence[str]


def ordered() -> tuple[str, ...]:
    """Return every chart that there is, in the order of the gallery."""
    known = [slug for charts in _GROUPS.values() for slug in charts if slug in CHARTS]
    return (*known, *(slug for slug in CHARTS if slug not in known))


def groups() -> list[Group]:
    """Return the groups with the charts that there are; what is named nowhere comes last."""
    found = []
    left = [slug for slug in CHARTS if slug not in {one for charts in _GROUPS.values() for one in charts}]
    for slug, charts in _GROUPS.items():
        there = [one for one in charts if one in CHARTS]
        found.append(Group(slug, *_NAMES[slug](), there + (left if slug == "knowledge" else [])))
    return found


def neighbours(slug: str) -> tuple[str | None, str | None]:
    """Return the chart before and after this one in the gallery."""
    row = ordered()
    place = row.index(slug)
    return (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)
