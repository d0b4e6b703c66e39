"""The words of progress: terms on screen, refusals, and what the trail says."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from core.messages import register_messages
from portfolio.labels import LABELS
from portfolio.rules.benefit_figures import BenefitState
from portfolio.rules.progress_status import Cause, Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason

TERMS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    Status: {
        Status.GREEN: lambda: _("op schema"),
        Status.AMBER: lambda: _("let op"),
        Status.RED: lambda: _("vertraagd"),
        Status.NOT_REPORTED: lambda: _("niet gemeld"),
    },
    Cause: {
        Cause.DRIFT: lambda: _("later dan eerst beloofd"),
        Cause.PRECONDITION_LATE: lambda: _("een harde randvoorwaarde is te laat"),
        Cause.NO_UPDATE: lambda: _("al meer dan 35 dagen geen bericht"),
    },
    MilestoneKind: {
        MilestoneKind.SOCIETAL_VALUE: lambda: _("maatschappelijke waarde"),
        MilestoneKind.SYSTEM_FUNCTION: lambda: _("systeemfunctie"),
    },
    ReplanReason: {
        ReplanReason.CAPACITY: lambda: _("te weinig mensen of tijd"),
        ReplanReason.LEGAL: lambda: _("juridisch"),
        ReplanReason.DATA_QUALITY: lambda: _("kwaliteit van de data"),
        ReplanReason.PARTNER: lambda: _("een partner"),
        ReplanReason.SCOPE: lambda: _("de opdracht veranderde"),
        ReplanReason.MONEY: lambda: _("geld"),
        ReplanReason.OTHER: lambda: _("iets anders"),
    },
    BenefitState: {
        BenefitState.NOT_MEASURED: lambda: _("niet gemeten"),
        BenefitState.HELD: lambda: _("gelijk gebleven, zoals bedoeld"),
        BenefitState.NOT_HELD: lambda: _("niet gelijk gebleven"),
        BenefitState.WORSE: lambda: _("slechter dan aan het begin"),
        BenefitState.UNDERWAY: lambda: _("onderweg"),
        BenefitState.REACHED: lambda: _("doel gehaald"),
    },
}

REFUSALS: dict[str, Callable[..., str]] = {
    "status_missing": lambda **p: _("Kies hoe het gaat."),
    "status_needs_note": lambda **p: _("Schrijf op wat er aan de hand is en wat u eraan doet."),
    "milestone_function": lambda **p: _("Kies de systeemfunctie waar deze mijlpaal over gaat."),
    "milestone_reached": lambda **p: _("Deze mijlpaal is al gehaald. Haal eerst de dag van behalen weg."),
    "milestone_dropped": lambda **p: _("Deze mijlpaal is vervallen en verandert niet meer."),
    "milestone_unknown": lambda **p: _("Deze mijlpaal is er niet meer. Open de pagina opnieuw."),
    "drop_needs_reason": lambda **p: _("Schrijf op waarom de mijlpaal vervalt."),
    "replan_needs_reason": lambda **p: _(
        "Deze dag is beloofd. Kies waarom hij verandert; de eerste belofte blijft staan."
    ),
    "plan_whole": lambda **p: _("Vul begin en duur allebei in."),
    "length_not_valid": lambda **p: _("Kies een duur van 1 tot en met 40 kwartalen."),
    "months_not_valid": lambda **p: _("Kies 1 tot en met %(most)s maanden.", most=p["most"]),
    "benefit_unknown": lambda **p: _("Deze baat is er niet meer. Open de pagina opnieuw."),
    "worth_assumption": lambda **p: _("Schrijf op waar u het bedrag op baseert."),
    "worth_range": lambda **p: _("Vul laag en hoog in, met laag niet boven hoog."),
    "worth_years": lambda **p: _("Vul het eerste en het laatste jaar in, op volgorde."),
    "range_in_order": lambda **p: _("Vul laag en hoog in, met laag niet boven hoog."),
    "no_costs": lambda **p: _("Zonder kosten is er niets om door te delen."),
    "discount_not_valid": lambda **p: _("Kies een rente boven −100 procent."),
    "dates_in_order": lambda **p: _("De dagen staan niet op volgorde."),
    "precondition_is_shared": lambda **p: _(
        "Deze randvoorwaarde is gedeeld. Wijzig stand en dag op haar eigen pagina."
    ),
    "part_unknown": lambda **p: _("Er is intussen een regel verwijderd. Open de pagina opnieuw."),
    "shared_domain": lambda **p: _("U mag alleen randvoorwaarden van uw eigen domeinen verbinden."),
    "shared_unknown": lambda **p: _("Deze randvoorwaarde is er niet meer. Open de pagina opnieuw."),
}

TRAIL: dict[str, Callable[..., str]] = {
    "table:milestone": lambda **p: _("mijlpaal"),
    "table:shared_precondition": lambda **p: _("gedeelde randvoorwaarde"),
    "table:status_report": lambda **p: _("bericht over de voortgang"),
    "table:benefit": lambda **p: _("baat"),
    "verb:use_case.reported": lambda **p: _("voortgang gemeld"),
    "verb:milestone.dropped": lambda **p: _("mijlpaal vervallen"),
    "verb:milestone.reached": lambda **p: _("mijlpaal gehaald"),
    "verb:benefit.measured": lambda **p: _("baat gemeten"),
    "verb:benefit.planned": lambda **p: _("volgende meting gepland"),
    "verb:benefit.valued": lambda **p: _("waarde van een baat vastgelegd"),
    "verb:use_case.costed": lambda **p: _("kosten over de levensduur vastgelegd"),
    "verb:use_case.preconditions_told": lambda **p: _("stand van randvoorwaarden gemeld"),
    "verb:use_case.risks_told": lambda **p: _("risico's opnieuw beoordeeld"),
    "verb:shared_precondition.edited": lambda **p: _("gedeelde randvoorwaarde gewijzigd"),
    "verb:shared_precondition.joined": lambda **p: _("randvoorwaarde verbonden"),
    "verb:shared_precondition.left": lambda **p: _("randvoorwaarde losgemaakt"),
}


def rule_words() -> str:
    """Return what is followed, and when the dates say that it is behind."""
    return _(
        "Wij volgen use cases van gekozen tot en met opschaling. Berekend: vertraagd bij meer dan een kwart "
        "van de geplande duur en ten minste 30 dagen, altijd tegen de eerste belofte. Let op bij meer dan "
        "een tiende en 14 dagen, of 35 dagen zonder bericht."
    )


def both_kinds_words() -> str:
    """Return what counts use cases only, and what counts initiatives too."""
    return _(
        "Lopend, verschuiving, mix en stand gaan alleen over use cases. Mijlpalen en baten tellen ook die "
        "van initiatieven: projecten die aan een systeemfunctie bouwen."
    )


def begun_words(begun: int, promised: int) -> str:
    """Return how many began of the use cases that would run by now by their first promise."""
    if not promised:
        return _("volgens de eerste belofte zou er nu nog geen lopen")
    return ngettext(
        "van de %(num)s die volgens de eerste belofte nu zou lopen, is %(begun)s begonnen",
        "van de %(num)s die volgens de eerste belofte nu zouden lopen, zijn er %(begun)s begonnen",
        promised,
        begun=begun,
    )


def register_words() -> None:
    """Give all words to those who ask for them by kind or code."""
    LABELS.update(TERMS)
    register_messages(REFUSALS)
    register_messages(TRAIL)
