"""The words of scoring rounds: terms on screen, refusals, and what the trail and notices say."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from core.constraints import register_constraints
from core.messages import register_messages
from portfolio.labels import LABELS
from portfolio.rules.round_terms import InterestKind, RoundState, Viewpoint

TERMS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    RoundState: {
        RoundState.DRAFT: lambda: _("concept"),
        RoundState.OPEN: lambda: _("open"),
        RoundState.CLOSED: lambda: _("gesloten"),
        RoundState.REVEALED: lambda: _("onthuld"),
        RoundState.SETTLED: lambda: _("vastgesteld"),
        RoundState.CANCELLED: lambda: _("afgebroken"),
    },
    Viewpoint: {
        Viewpoint.TECHNOLOGY: lambda: _("technologie"),
        Viewpoint.PRIVACY: lambda: _("privacy"),
        Viewpoint.POLICY: lambda: _("beleid"),
        Viewpoint.EXECUTION: lambda: _("uitvoering"),
        Viewpoint.SUPERVISION: lambda: _("toezicht"),
        Viewpoint.CITIZENS: lambda: _("burgers"),
        Viewpoint.BUSINESSES: lambda: _("bedrijven"),
    },
    InterestKind: {
        InterestKind.TEAM: lambda: _("Ik werk eraan mee, ben eigenaar of diende haar in"),
        InterestKind.ORGANISATION: lambda: _("Mijn organisatie krijgt er geld of werk van"),
        InterestKind.SUPPLIER: lambda: _("Ik ben leverancier of heb daar een belang in"),
        InterestKind.PERSONAL: lambda: _("Ik heb er persoonlijk voordeel of nadeel van"),
        InterestKind.OTHER: lambda: _("Een andere reden"),
    },
}

REFUSALS: dict[str, Callable[..., str]] = {
    "round_without_use_cases": lambda **p: _("Kies ten minste één use case."),
    "round_without_scorers": lambda **p: _("Kies ten minste één lid dat scoort."),
    "round_with_few_scorers": lambda **p: _(
        "Let op: met minder dan drie scorers toont de uitslag geen cijfers, alleen dat er gehoord is."
    ),
    "round_deadline_over": lambda **p: _("Kies een uiterste moment dat nog komt."),
    "round_deadline_not_later": lambda **p: _("Kies een later moment dan het huidige uiterste moment."),
    "round_not_candidate": lambda **p: _(
        "Een van de use cases is geen kandidaat van dit domein. Kies opnieuw."
    ),
    "round_not_in_board": lambda **p: _("Wie scoort, moet vandaag lid zijn van het databoord. Kies opnieuw."),
    "round_not_draft": lambda **p: _("Deze ronde is al open. Use cases, onderdelen en scorers liggen vast."),
    "round_over": lambda **p: _("Deze ronde is al voorbij. Dit kan niet meer."),
    "round_closed": lambda **p: _("Deze ronde neemt geen scores meer aan."),
    "round_handed_in": lambda **p: _("U hebt al ingeleverd. Neem uw scores eerst terug."),
    "round_not_handed_in": lambda **p: _("U hebt nog niet ingeleverd."),
    "round_unfinished": lambda **p: ngettext(
        "Rond eerst nog %(num)s use case af.", "Rond eerst nog %(num)s use cases af.", p["count"]
    ),
    "round_not_filled": lambda **p: _("Kies een antwoord, of ‘weet ik niet’. Of bewaar zonder af te ronden."),
    "round_value_not_valid": lambda **p: _("Kies een antwoord uit de lijst."),
    "round_interest_excludes": lambda **p: _("U scoort deze use case niet mee: u hebt er een belang bij."),
    "round_interest_known": lambda **p: _(
        "Dit belang volgt uit de use case of uit de eerste ronde. U kunt het hier niet intrekken."
    ),
    "round_not_yet_revealed": lambda **p: _(
        "Onthullen kan na het uiterste moment, of als iedereen heeft ingeleverd."
    ),
    "round_not_revealed": lambda **p: _("Dit kan alleen als de uitslag is onthuld en nog niet vastgesteld."),
    "round_third": lambda **p: _("Na een tweede ronde komt geen derde."),
    "round_second_exists": lambda **p: _("Er is al een tweede ronde."),
    "round_goes_on": lambda **p: _("Dit legt u vast in de tweede ronde."),
    "round_reason_missing": lambda **p: _("Schrijf op waarom het bord afwijkt van de mediaan."),
}

TRAIL: dict[str, Callable[..., str]] = {
    "table:scoring_round": lambda **p: _("scoringsronde"),
    "table:round_use_case": lambda **p: _("use case in een scoringsronde"),
    "table:round_scorer": lambda **p: _("scorer in een scoringsronde"),
    "table:round_interest": lambda **p: _("gemeld belang"),
    "table:round_final": lambda **p: _("eindwaarde van een scoringsronde"),
    "table:blind_sheet": lambda **p: _("scoreformulier"),
    "verb:scoring_round.extended": lambda **p: _("uiterste moment van een scoringsronde verzet"),
    "verb:scoring_round.cancelled": lambda **p: _("scoringsronde afgebroken"),
    "verb:scoring_round.revealed": lambda **p: _("uitslag van een scoringsronde onthuld"),
    "verb:scoring_round.settled": lambda **p: _("eindwaarden van een scoringsronde vastgesteld"),
    "verb:scoring_round.finals_set": lambda **p: _("eindwaarden van een scoringsronde ingevuld"),
    "verb:scoring_round.scoring_begun": lambda **p: _("begonnen met scoren"),
    "verb:scoring_round.handed_in": lambda **p: _("scores ingeleverd"),
    "verb:scoring_round.taken_back": lambda **p: _("ingeleverde scores teruggenomen"),
    "verb:scoring_round.interest_declared": lambda **p: _("belang gemeld in een scoringsronde"),
    "verb:scoring_round.interest_withdrawn": lambda **p: _("belang ingetrokken in een scoringsronde"),
}

CONSTRAINTS = {
    "uq_scoring_round_series_number": ("title", "code_taken"),
    "uq_blind_sheet_scorer_id_use_case_id": ("version", "stale"),
    "uq_round_interest_scorer_id_use_case_id": ("kind", "stale"),
}


def register_words() -> None:
    """Give the words to labels, forms and the trail."""
    LABELS.update(TERMS)
    register_messages(REFUSALS)
    register_messages(TRAIL)
    register_constraints(CONSTRAINTS)
