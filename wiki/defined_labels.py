"""Words for definitions, relations, quality and access of sources, in the reader's language."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _

from wiki.rules.plan import StepState
from wiki.rules.terms import (
    Basis,
    DefinitionState,
    DistributionKind,
    QualityAspect,
    Reason,
    RelationKind,
    RelationState,
    ToolUser,
)

Words = Callable[[], str]
DEFINED_LABELS: dict[type[StrEnum], dict[str, Words]] = {
    StepState: {
        StepState.NOT_STARTED: lambda: _("nog niet begonnen"),
        StepState.BUSY: lambda: _("bezig"),
        StepState.DONE: lambda: _("klaar"),
    },
    ToolUser: {
        ToolUser.BI: lambda: _("rapporteren en analyseren zonder programmeren"),
        ToolUser.PROGRAMMATIC: lambda: _("analyseren met programmacode"),
        ToolUser.EVENTS: lambda: _("reageren op gebeurtenissen"),
        ToolUser.SOFTWARE: lambda: _("software maken en uitrollen"),
    },
    DefinitionState: {
        DefinitionState.DRAFT: lambda: _("voorstel"),
        DefinitionState.IN_USE: lambda: _("in gebruik"),
        DefinitionState.REPLACED: lambda: _("vervangen"),
        DefinitionState.WITHDRAWN: lambda: _("ingetrokken"),
    },
    Basis: {
        Basis.SOURCE: lambda: _("staat in de bron"),
        Basis.GENERAL: lambda: _("algemene kennis, nog niet nagekeken in de bron"),
        Basis.ILLUSTRATIVE: lambda: _("verzonnen, als voorbeeld"),
    },
    RelationKind: {
        RelationKind.JOINS_ON: lambda: _("koppelt met"),
        RelationKind.PART_OF: lambda: _("is onderdeel van"),
        RelationKind.DERIVED_FROM: lambda: _("is afgeleid van"),
        RelationKind.SAME_AS: lambda: _("is hetzelfde als"),
        RelationKind.BROADER: lambda: _("is ruimer dan"),
        RelationKind.NARROWER: lambda: _("is nauwer dan"),
        RelationKind.DIFFERS: lambda: _("verschilt van"),
        RelationKind.CONFLICTS: lambda: _("is strijdig met"),
        RelationKind.REPLACED_BY: lambda: _("is vervangen door"),
    },
    RelationState: {
        RelationState.PROPOSED: lambda: _("voorgesteld"),
        RelationState.CONFIRMED: lambda: _("bevestigd"),
        RelationState.DISPUTED: lambda: _("betwist"),
        RelationState.ENDED: lambda: _("vervallen"),
    },
    Reason: {
        Reason.LAW: lambda: _("een andere wet"),
        Reason.POPULATION: lambda: _("een andere groep"),
        Reason.MOMENT: lambda: _("een ander moment"),
        Reason.GRANULARITY: lambda: _("een andere eenheid"),
        Reason.PURPOSE: lambda: _("een ander doel"),
    },
    QualityAspect: {
        QualityAspect.ACCURACY: lambda: _("juistheid"),
        QualityAspect.COMPLETENESS: lambda: _("volledigheid"),
        QualityAspect.TIMELINESS: lambda: _("actualiteit"),
    },
    DistributionKind: {
        DistributionKind.FILE: lambda: _("bestand"),
        DistributionKind.API: lambda: _("API"),
        DistributionKind.VIEWER: lambda: _("viewer"),
        DistributionKind.DELIVERY: lambda: _("levering op maat"),
    },
}
# Read from the other end: what the target says of the page that recorded it.
INVERSE: dict[str, Words] = {
    RelationKind.JOINS_ON: lambda: _("koppelt met"),
    RelationKind.PART_OF: lambda: _("heeft als onderdeel"),
    RelationKind.DERIVED_FROM: lambda: _("is bron van"),
    RelationKind.SAME_AS: lambda: _("is hetzelfde als"),
    RelationKind.BROADER: lambda: _("is nauwer dan"),
    RelationKind.NARROWER: lambda: _("is ruimer dan"),
    RelationKind.DIFFERS: lambda: _("verschilt van"),
    RelationKind.CONFLICTS: lambda: _("is strijdig met"),
    RelationKind.REPLACED_BY: lambda: _("vervangt"),
}
# Name of a field: its label and the hint in its form.
DEFINED_FIELD_WORDS: dict[str, tuple[Words, Words]] = {
    "definitions": (
        lambda: _("Definities"),
        lambda: _("Wij kiezen niet: elke definitie staat ernaast, met haar bron."),
    ),
    "name": (lambda: _("Naam van deze definitie"), lambda: _("Kort, bijvoorbeeld: CBS of Participatiewet.")),
    "definition": (lambda: _("Definitie"), lambda: _("In eigen woorden.")),
    "scope": (lambda: _("Geldt voor"), lambda: _("Welke wet, registratie of situatie?")),
    "looks_at": (lambda: _("Kijkt naar"), lambda: _("Welke eenheid telt? Bijvoorbeeld: wie kosten deelt.")),
    "moment": (lambda: _("Peilmoment"), lambda: _("Bijvoorbeeld: 1 januari, of per aanvraag.")),
    "registry": (lambda: _("Registratie"), lambda: _("Waar wordt dit zo vastgelegd?")),
    "examples": (lambda: _("Voorbeelden"), lambda: _("Wat valt er wel onder, en wat niet?")),
    "state": (lambda: _("Stand"), lambda: ""),
    "source_label": (lambda: _("Bron"), lambda: _("Waar staat dit?")),
    "basis": (lambda: _("Hoe zeker"), lambda: ""),
    "origin": (lambda: _("Herkomst van de tekst"), lambda: ""),
    "relations": (
        lambda: _("Relaties"),
        lambda: _("Hoe dit samenhangt met andere pagina's. De andere pagina toont de relatie ook."),
    ),
    "relation": (lambda: _("Soort relatie"), lambda: ""),
    "target": (lambda: _("Met welke pagina"), lambda: _("De titel of het adres van een pagina.")),
    "reason": (lambda: _("Waarom zij verschillen"), lambda: _("Alleen bij een verschil.")),
    "note": (lambda: _("Toelichting"), lambda: ""),
    "not_for": (
        lambda: _("Niet uit te wisselen voor"),
        lambda: _("Waarvoor mag u de een niet in plaats van de ander gebruiken?"),
    ),
    "ground": (
        lambda: _("Grondslag om te koppelen"),
        lambda: _("Mag dit alleen met een wettelijke grondslag? Schrijf op welke."),
    ),
    "contact_role": (
        lambda: _("Aanspreekpunt"),
        lambda: _("Een rol of loket, geen naam van een persoon."),
    ),
    "access_how": (lambda: _("Zo krijgt u toegang"), lambda: _("Waar vraagt u het aan, en wat is nodig?")),
    "ground_processing": (
        lambda: _("Grondslag om te verwerken"),
        lambda: _("Op welke grond mag een afnemer ermee werken?"),
    ),
    "ground_sharing": (lambda: _("Grondslag om door te geven"), lambda: _("Mag een afnemer het doorgeven?")),
    "quality": (
        lambda: _("Gemeten kwaliteit"),
        lambda: _("Wat is gemeten, hoe en wanneer? Een oordeel zonder meting hoort in de toelichting."),
    ),
    "aspect": (lambda: _("Kant van kwaliteit"), lambda: ""),
    "finding": (lambda: _("Uitkomst"), lambda: _("Bijvoorbeeld: 98 % van de adressen klopt.")),
    "method": (lambda: _("Hoe gemeten"), lambda: ""),
    "measured_on": (lambda: _("Gemeten op"), lambda: ""),
    "standards": (lambda: _("Standaarden"), lambda: _("Bijvoorbeeld: DCAT, StUF, GeoJSON.")),
    "distributions": (lambda: _("Vormen en API"), lambda: _("Hoe u de data ophaalt.")),
    "form": (lambda: _("Vorm"), lambda: ""),
    "format": (lambda: _("Bestandsformaat"), lambda: ""),
    "address": (lambda: _("Adres"), lambda: _("Begint met https://.")),
    "user_types": (lambda: _("Voor wie"), lambda: _("De vier soorten gebruikers van de gereedschapskist.")),
    "used_for": (lambda: _("Waarvoor"), lambda: _("In één of twee zinnen.")),
    "used_by": (lambda: _("Wie gebruikt het"), lambda: _("Organisaties, geen personen.")),
    "licence": (lambda: _("Licentie"), lambda: _("Onder welke voorwaarden?")),
    "caution": (lambda: _("Pas op bij koppelen"), lambda: _("Welke fout maakt men hiermee?")),
}


def inverse_word(kind: RelationKind) -> str:
    """Return how a relation reads from its target."""
    return INVERSE[kind]()
