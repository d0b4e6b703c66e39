"""The words on screen for people, roles and organisations, in the reader's language."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _

from accounts.rules.terms import BoardRole, Layer, OrganisationKind, Role, Sector

LABELS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    Role: {
        Role.CONTRIBUTOR: lambda: _("bijdrager"),
        Role.BOARD_MEMBER: lambda: _("lid van het databoord"),
        Role.SECRETARY: lambda: _("secretaris"),
        Role.WIKI_CURATOR: lambda: _("redacteur van de kennisbank"),
        Role.PROGRAMME_MANAGER: lambda: _("programmamanager"),
        Role.ADMINISTRATOR: lambda: _("beheerder"),
    },
    BoardRole: {
        BoardRole.AMBASSADOR: lambda: _("ambassadeur"),
        BoardRole.CONNECTOR: lambda: _("verbinder"),
        BoardRole.COMMITTEE: lambda: _("comité van aanbeveling"),
        BoardRole.KNOWLEDGE_AGENT: lambda: _("kennismakelaar"),
    },
    Sector: {
        Sector.GOVERNMENT: lambda: _("overheid"),
        Sector.BUSINESS: lambda: _("bedrijfsleven"),
        Sector.SCIENCE: lambda: _("wetenschap"),
    },
    OrganisationKind: {
        OrganisationKind.MINISTRY: lambda: _("ministerie"),
        OrganisationKind.AGENCY: lambda: _("uitvoeringsorganisatie"),
        OrganisationKind.MUNICIPALITY: lambda: _("gemeente"),
        OrganisationKind.PROVINCE: lambda: _("provincie"),
        OrganisationKind.WATER_AUTHORITY: lambda: _("waterschap"),
        OrganisationKind.PUBLIC_BODY: lambda: _("publiek orgaan"),
        OrganisationKind.ASSOCIATION: lambda: _("vereniging"),
        OrganisationKind.KNOWLEDGE_INSTITUTE: lambda: _("kennisinstelling"),
        OrganisationKind.COMPANY: lambda: _("bedrijf"),
        OrganisationKind.COURT: lambda: _("rechtspraak"),
        OrganisationKind.FOUNDATION: lambda: _("stichting"),
        OrganisationKind.PARTNERSHIP: lambda: _("samenwerkingsverband"),
        OrganisationKind.POLICE: lambda: _("politie"),
        OrganisationKind.HEALTH_AUTHORITY: lambda: _("gezondheidsdienst"),
    },
    Layer: {
        Layer.NATIONAL: lambda: _("Rijk"),
        Layer.PROVINCIAL: lambda: _("provincie"),
        Layer.MUNICIPAL: lambda: _("gemeente"),
        Layer.WATER: lambda: _("waterschap"),
        Layer.NONE: lambda: _("geen bestuurslaag"),
    },
}


def word(term: StrEnum | None) -> str:
    """Return the words for a term of accounts; a dash for none."""
    return LABELS[type(term)][term]() if term is not None else "–"


def demo_accounts() -> list[tuple[str, str]]:
    """Return the addresses to try in the demo, and who each is."""
    return [
        ("lezer@voorbeeld.nl", _("lezer zonder rol")),
        ("bijdrager@voorbeeld.nl", _("bijdrager")),
        ("bestuurslid@voorbeeld.nl", _("lid van het databoord van het sociaal domein")),
        ("secretaris@voorbeeld.nl", _("secretaris van het sociaal domein")),
        ("secretaris2@voorbeeld.nl", _("secretaris van het domein energie")),
        ("redacteur@voorbeeld.nl", _("redacteur van de kennisbank")),
        ("programma@voorbeeld.nl", _("programmamanager")),
        ("beheer@voorbeeld.nl", _("beheerder")),
    ]
