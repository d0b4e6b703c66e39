"""The names of fields and the words of their values, for reading what changed in a use case."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from accounts.labels import word
from accounts.rules.terms import OrganisationKind
from core.i18n import format_day, format_euro, format_number
from portfolio.labels import label, source_title
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import (
    Commitment,
    ContributionLevel,
    DataLevel,
    GovernmentRole,
    Grade,
    Kind,
    PersonalData,
    Phase,
    PreconditionKind,
    PreconditionState,
    Size,
)

FIELDS: dict[str, Callable[[], str]] = {
    "kind": lambda: _("Soort"),
    "title": lambda: _("Titel"),
    "title_en": lambda: _("Titel in het Engels"),
    "summary": lambda: _("Samenvatting"),
    "summary_en": lambda: _("Samenvatting in het Engels"),
    "challenge": lambda: _("Opgave"),
    "intended_result": lambda: _("Beoogd resultaat"),
    "description": lambda: _("Wat er gebeurde"),
    "practice": lambda: _("Belangstelling in de praktijk"),
    "government_role": lambda: _("Rol van de overheid"),
    "data_level": lambda: _("Waar de data voor dienen"),
    "personal_data": lambda: _("Persoonsgegevens"),
    "dpia": lambda: _("DPIA"),
    "iama": lambda: _("IAMA"),
    "algorithm_register": lambda: _("Algoritmeregister"),
    "phase": lambda: _("Fase"),
    "published_on": lambda: _("Openbaar sinds"),
    "as_of": lambda: _("Stand van de bron"),
    "is_draft": lambda: _("Concept"),
    "has_no_preconditions": lambda: _("Er zijn geen randvoorwaarden"),
    "has_no_risks": lambda: _("Er zijn geen grote risico's"),
    "effort_low": lambda: _("Inspanning, laag"),
    "effort_likely": lambda: _("Inspanning, waarschijnlijk"),
    "effort_high": lambda: _("Inspanning, hoog"),
    "cost_cents": lambda: _("Kosten, hele looptijd"),
    "planned_start": lambda: _("Gepland vanaf"),
    "planned_quarters": lambda: _("Gepland aantal kwartalen"),
    "size_override": lambda: _("Maat volgens het databoord"),
    "size_reason": lambda: _("Reden van de maat"),
    "size": lambda: _("Maat"),
    "domain": lambda: _("Domein"),
    "other_domains": lambda: _("Andere domeinen"),
    "owner_organisation": lambda: _("Eigenaar"),
    "owner": lambda: _("Eigenaar, persoon"),
    "team": lambda: _("Team"),
    "challenges": lambda: _("Urgente opgaven"),
    "partners": lambda: _("Deelnemer"),
    "preconditions": lambda: _("Randvoorwaarde"),
    "dependencies": lambda: _("Wacht op"),
    "contributions": lambda: _("Systeemfunctie"),
    "benefits": lambda: _("Baat of nadeel"),
    "adoptions": lambda: _("Opschaling"),
    "datasets": lambda: _("Gebruikte data"),
    "sources": lambda: _("Bron"),
    "illustrative": lambda: _("Gemerkt als verzonnen"),
    "chance": lambda: _("Slagingskans"),
    "scores": lambda: _("Score"),
    "risks": lambda: _("Risico"),
    "commitments": lambda: _("Belofte om op te schalen"),
}
PARTS: dict[str, Callable[[], str]] = {
    "role": lambda: _("rol"),
    "text": lambda: _("tekst"),
    "kind": lambda: _("soort"),
    "is_hard": lambda: _("hard"),
    "state": lambda: _("stand"),
    "due_on": lambda: _("voor"),
    "reason": lambda: _("reden"),
    "level": lambda: _("niveau"),
    "deliverable": lambda: _("laat na"),
    "indicator": lambda: _("maatstaf"),
    "unit": lambda: _("eenheid"),
    "baseline": lambda: _("begin"),
    "target": lambda: _("doel"),
    "is_disbenefit": lambda: _("nadeel"),
    "adopted": lambda: _("in gebruik bij"),
    "total": lambda: _("van de"),
    "as_of": lambda: _("stand"),
    "source": lambda: _("bron"),
    "name": lambda: _("naam"),
    "holder": lambda: _("bronhouder"),
    "definition_version": lambda: _("versie van de definitie"),
    "note": lambda: _("toelichting"),
    "passage": lambda: _("plaats"),
    "likelihood": lambda: _("kans"),
    "impact": lambda: _("gevolg"),
    "mitigation": lambda: _("wat wij eraan doen"),
    "commitment": lambda: _("antwoord"),
}
MARKED: dict[str, Callable[[], str]] = {
    "effort": lambda: _("Inspanning"),
    "cost": lambda: _("Kosten, hele looptijd"),
    "planned": lambda: _("Planning"),
    "scores": lambda: _("Scores"),
    "score_reasons": lambda: _("Redenen van de scores"),
    "urgent": lambda: _("Urgente opgaven"),
    "owner_person": lambda: _("Eigenaar, persoon"),
}
TERMS: dict[tuple[str, ...], type[StrEnum]] = {
    ("kind",): Kind,
    ("phase",): Phase,
    ("size",): Size,
    ("size_override",): Size,
    ("government_role",): GovernmentRole,
    ("data_level",): DataLevel,
    ("personal_data",): PersonalData,
    ("preconditions", "kind"): PreconditionKind,
    ("preconditions", "state"): PreconditionState,
    ("contributions", "level"): ContributionLevel,
    ("adoptions", "kind"): OrganisationKind,
    ("risks", "likelihood"): Grade,
    ("risks", "impact"): Grade,
    ("commitments", "commitment"): Commitment,
}
# Read word by word; other values are short and change as a whole.
TEXTS = frozenset(
    {
        *("title", "title_en", "summary", "summary_en", "challenge", "intended_result", "description"),
        *("practice", "dpia", "iama", "algorithm_register", "size_reason", "other_domains", "team"),
        *("challenges", "illustrative", "text", "role", "deliverable", "reason", "mitigation", "note"),
        *("indicator", "passage"),
    }
)
DATES = frozenset({"published_on", "as_of", "due_on"})
NUMBERS = frozenset({"effort_low", "effort_likely", "effort_high", "baseline", "target"})


def field_words(name: str) -> str:
    """Return the name of a field; one that is no longer known keeps its own."""
    return FIELDS[name]() if name in FIELDS else name


def part_words(name: str) -> str:
    """Return the name of a value within a row."""
    return PARTS[name]() if name in PARTS else name


def mark_words(mark: str) -> str:
    """Return what a mark of illustrative data stands on."""
    return MARKED[mark]() if mark in MARKED else field_words(mark)


def value_words(path: tuple[str, ...], value: Any) -> str:
    """Return a value of a snapshot in words; "" for none; ``path`` is (field,) or (list, field)."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    name = path[-1]
    if path in TERMS:
        return _term_words(TERMS[path], value)
    if name in DATES:
        return format_day(date.fromisoformat(value))
    if name in NUMBERS:
        return _number_words(value)
    if path == ("cost_cents",):
        return format_euro(value)
    if path == ("planned_start",):
        return str(Quarter.from_index(value))
    if path == ("chance",):
        return f"{value}\u00a0%"
    if name == "source":
        return source_title(value)
    return str(value)


def row_words(field: str, row: Mapping[str, Any]) -> str:
    """Return a whole row in words, for one that came or went."""
    told = [
        f"{part_words(name)}: {value_words((field, name), value)}"
        for name, value in row.items()
        if name not in ("id", "code") and value_words((field, name), value)
    ]
    return "; ".join(told)


def _term_words(kind: type[StrEnum], value: str) -> str:
    try:
        term = kind(value)
    except ValueError:
        return value
    return word(term) if kind is OrganisationKind else label(term)


def _number_words(value: Any) -> str:
    try:
        return format_number(Decimal(value), 2)
    except InvalidOperation:
        return str(value)
