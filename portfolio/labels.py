"""The words on screen for the enumerations of the portfolio, in the reader's language.

One place: templates, exports in words, charts and forms all ask here. Values in
CSV and JSON stay the English terms of rules/terms.py.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from portfolio import framework_words
from portfolio.rules.terms import (
    Basis,
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

# Members of different enumerations may have equal values, and then are equal: so the kind is part of the key.
LABELS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    **framework_words.LABELS,
    Kind: {
        Kind.USE_CASE: lambda: _("use case"),
        Kind.INITIATIVE: lambda: _("initiatief"),
    },
    Phase: {
        Phase.IDEA: lambda: _("idee"),
        Phase.CANDIDATE: lambda: _("kandidaat"),
        Phase.SELECTED: lambda: _("geselecteerd"),
        Phase.PREPARATION: lambda: _("voorbereiding"),
        Phase.PILOT: lambda: _("proef"),
        Phase.PRODUCTION: lambda: _("productie"),
        Phase.SCALE_UP: lambda: _("opschaling"),
        Phase.FINISHED: lambda: _("afgerond"),
        Phase.STOPPED: lambda: _("gestopt"),
        Phase.PARKED: lambda: _("geparkeerd"),
    },
    Size: {
        Size.SMALL: lambda: _("klein"),
        Size.AMBITIOUS: lambda: _("ambitieus"),
    },
    ContributionLevel: {
        ContributionLevel.USES: lambda: _("gebruikt"),
        ContributionLevel.EXTENDS: lambda: _("breidt uit"),
        ContributionLevel.DELIVERS: lambda: _("levert"),
    },
    GovernmentRole: {
        GovernmentRole.SERVICE: lambda: _("dienstverlening"),
        GovernmentRole.POLICY: lambda: _("beleid"),
        GovernmentRole.SUPERVISION: lambda: _("toezicht"),
        GovernmentRole.EXECUTION: lambda: _("uitvoering"),
        GovernmentRole.FACILITATION: lambda: _("facilitering"),
    },
    DataLevel: {
        DataLevel.POLICY: lambda: _("statistiek, wetenschap of beleid: geen besluiten over personen"),
        DataLevel.EXECUTION: lambda: _("uitvoering: besluiten over personen of bedrijven"),
    },
    PersonalData: {
        PersonalData.NONE: lambda: _("geen persoonsgegevens"),
        PersonalData.PERSONAL: lambda: _("persoonsgegevens"),
        PersonalData.SPECIAL: lambda: _("bijzondere persoonsgegevens"),
        PersonalData.CRIMINAL: lambda: _("strafrechtelijke gegevens"),
    },
    PreconditionKind: {
        PreconditionKind.TECHNICAL: lambda: _("technisch"),
        PreconditionKind.LEGAL: lambda: _("juridisch"),
        PreconditionKind.ETHICAL: lambda: _("ethisch"),
        PreconditionKind.ORGANISATIONAL: lambda: _("organisatorisch"),
    },
    PreconditionState: {
        PreconditionState.OPEN: lambda: _("open"),
        PreconditionState.IN_PROGRESS: lambda: _("bezig"),
        PreconditionState.MET: lambda: _("voldaan"),
        PreconditionState.NOT_NEEDED: lambda: _("niet nodig"),
    },
    Grade: {
        Grade.LOW: lambda: _("laag"),
        Grade.MEDIUM: lambda: _("midden"),
        Grade.HIGH: lambda: _("hoog"),
    },
    Commitment: {
        Commitment.YES: lambda: _("ja"),
        Commitment.NO: lambda: _("nee"),
        Commitment.OPEN: lambda: _("nog niet besproken"),
    },
    Basis: {
        Basis.COUNT: lambda: _("aantal"),
        Basis.EFFORT: lambda: _("inspanning"),
        Basis.BUDGET: lambda: _("budget"),
    },
}


def label(term: StrEnum | None) -> str:
    """Return the words for ``term``; a dash for none."""
    return LABELS[type(term)][term]() if term is not None else "–"


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, words) of each member, for a form."""
    return [(member.value, label(member)) for member in kind]


SOURCES: dict[str, Callable[[], str]] = {
    "000": lambda: _("Interbestuurlijke Datastrategie Nederland, oktober 2021"),
    "001": lambda: _("Voortgangsrapportage Data Agenda Overheid, 2020"),
    "002": lambda: _("VNG, position paper Data, januari 2019"),
    "003": lambda: _("VNG, handreiking gemeentelijke datastrategie, oktober 2024"),
    "004": lambda: _("Data Agenda Overheid, februari 2019"),
}


def source_title(source: str) -> str:
    """Return the title of one of the five policy documents, or what was written itself."""
    known = SOURCES.get(source)
    return known() if known else source


def template_names() -> dict[str, Any]:
    """Return what templates may call."""
    return {"label": label, "source_title": source_title}


def init_labels(app: Flask) -> None:
    """Give every template these names."""
    app.jinja_env.globals.update(template_names())
