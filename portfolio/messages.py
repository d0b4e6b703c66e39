"""The words of what the portfolio refuses or warns of, by the code that rules and actions give."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.constraints import register_constraints
from core.i18n import format_day
from core.messages import register_messages
from portfolio import framework_messages, scoring_messages, sheet_messages
from portfolio.labels import label

Message = Callable[..., str]

_PHASES: dict[str, Message] = {
    "step_not_allowed": lambda **p: _(
        "Deze stap kan niet: van %(before)s naar %(after)s. Kies een fase uit de lijst.",
        before=label(p["from"]),
        after=label(p["to"]),
    ),
    "date_before_previous": lambda **p: _(
        "Kies een datum op of na %(day)s: toen begon de fase van nu.", day=format_day(p["previous"])
    ),
    "date_in_future": lambda **p: _("Kies vandaag of een dag die voorbij is."),
    "missing_reason": lambda **p: _("Schrijf op waarom. Anderen lezen dit later terug."),
    "missing_decision": lambda **p: _(
        "Kies het gepubliceerde besluit van het databoord, of maak er eerst een."
    ),
    "missing_verdict": lambda **p: _(
        "Stel eerst de afweging vast: mag het, kan het, willen we het? Zonder oordeel kiest het bord niet."
    ),
    "verdict_not_yet": lambda **p: _(
        "De afweging zegt ‘nog niet’. Regel wat daar staat en stel een nieuw oordeel vast."
    ),
    "verdict_no": lambda **p: _(
        "De afweging zegt ‘nee’. Met dat oordeel kan het bord deze use case niet kiezen."
    ),
    "missing_challenge": lambda **p: _("Schrijf de opgave op in ten minste één zin."),
    "missing_intended_result": lambda **p: _("Schrijf op wat er anders is als het lukt."),
    "missing_effort": lambda **p: _("Schat de inspanning in persoonsmaanden."),
    "missing_preconditions": lambda **p: _("Noem de randvoorwaarden, of kruis aan dat er geen zijn."),
    "missing_risks": lambda **p: _("Noem de grootste risico's, of kruis aan dat er geen zijn."),
    "missing_owner": lambda **p: _("Kies een eigenaar."),
    "missing_practice": lambda **p: _("Schrijf op wie in de praktijk dit wil gebruiken."),
    "missing_contribution": lambda **p: _(
        "Voeg een systeemfunctie toe die deze use case uitbreidt of levert."
    ),
    "missing_deliverable": lambda **p: (
        _("Noem wat er voor %(function)s overblijft dat anderen kunnen gebruiken.", function=p["function"])
        if p.get("function")
        else _("Noem wat er overblijft dat anderen kunnen gebruiken.")
    ),
    "missing_data_level": lambda **p: _("Kies waarvoor de gegevens worden gebruikt."),
    "missing_personal_data": lambda **p: _("Kies welke persoonsgegevens erin zitten."),
    "missing_dpia": lambda **p: _("Verwijs naar de DPIA: deze gegevens vragen een zwaardere toets."),
    "hard_precondition_without_date": lambda **p: _(
        "Geef een datum bij de harde randvoorwaarde: %(key)s", key=p["key"]
    ),
    "hard_precondition_not_met": lambda **p: _(
        "Eerst moet voldaan zijn aan de harde randvoorwaarde: %(key)s", key=p["key"]
    ),
    "hard_precondition_open": lambda **p: _(
        "Let op: een harde randvoorwaarde is open tot %(day)s: %(key)s",
        day=format_day(p["due_on"]),
        key=p["key"],
    ),
    "hard_precondition_late": lambda **p: _(
        "Let op: een harde randvoorwaarde is over haar datum %(day)s heen: %(key)s",
        day=format_day(p["due_on"]),
        key=p["key"],
    ),
    "missing_commitment": lambda **p: _("Let op: nog geen partner zei of hij opschaalt als het lukt."),
    "commitment_open": lambda **p: ngettext(
        "Let op: %(num)s partner zei nog niet of hij opschaalt.",
        "Let op: %(num)s partners zeiden nog niet of zij opschalen.",
        p["count"],
    ),
    "commitment_refused": lambda **p: ngettext(
        "Let op: %(num)s partner schaalt niet op.", "Let op: %(num)s partners schalen niet op.", p["count"]
    ),
}

_FIGURES: dict[str, Message] = {
    "effort_not_positive": lambda **p: _("Vul bij waarschijnlijk een getal in dat groter is dan 0."),
    "effort_not_in_order": lambda **p: _(
        "Zorg dat laag niet groter is dan waarschijnlijk, en hoog niet kleiner."
    ),
    "planned_incomplete": lambda **p: _("Vul een begin én een aantal kwartalen in, of laat beide leeg."),
    "quarter_not_readable": lambda **p: _("Schrijf een kwartaal als Q4 2026."),
    "quarter_out_of_range": lambda **p: _("Kies een jaar van 1900 tot en met 2199."),
    "size_override_without_reason": lambda **p: _("Schrijf op waarom de maat anders is dan de rekenregel."),
    "size_figures_not_valid": lambda **p: _("Controleer de inspanning: zij kan niet kleiner zijn dan 0."),
    "chance_out_of_range": lambda **p: _("Kies een kans van 0 tot en met 100 procent."),
    "chance_between_steps": lambda **p: _("Kies een kans in stappen van 5 procent."),
    "unknown_level": lambda **p: _("Kies een niveau van 0 tot en met 5, of laat het open."),
    "unknown_criterion": lambda **p: _("Dit onderdeel bestaat niet meer. Laad de pagina opnieuw."),
    "no_criteria": lambda **p: _("Er zijn nog geen onderdelen om op te scoren. Vraag het de beheerder."),
    "criterion_twice": lambda **p: _("Noem elk onderdeel één keer."),
    "weight_not_valid": lambda **p: _("Geef elk onderdeel een gewicht van 0 tot en met 1."),
    "weights_do_not_sum_to_one": lambda **p: _("Zorg dat de gewichten samen 100 procent zijn."),
    "weights_for_other_criteria": lambda **p: _("Geef elk onderdeel een gewicht, en niets anders."),
    "swing_out_of_range": lambda **p: _("Geef punten van 0 tot en met 100."),
    "swing_without_hundred": lambda **p: _("Geef het belangrijkste onderdeel 100 punten."),
    "no_levels": lambda **p: _("Geef elk niveau punten."),
    "points_out_of_range": lambda **p: _("Geef punten van 0 tot en met 100."),
    "points_not_rising": lambda **p: _("Geef een hoger niveau nooit minder punten."),
    "adopted_above_total": lambda **p: _(
        "Vul ten hoogste %(total)s in: zoveel organisaties zijn er.", total=p["total"]
    ),
    "adopted_more_than_there_are": lambda **p: _("Er kunnen er niet meer meedoen dan er zijn."),
    "adoption_not_positive": lambda **p: _("Vul een aantal in van 0 of meer."),
    "amount_negative": lambda **p: _("Vul een bedrag in van 0 of meer."),
    "amount_twice": lambda **p: _("Noem elk jaar één keer."),
    "count_not_positive": lambda **p: _("Vul een aantal in dat groter is dan 0."),
    "count_twice": lambda **p: _(
        "Van deze soort staat er op deze dag al een aantal. Kies een andere dag of bewerk dat aantal."
    ),
    "maturity_twice": lambda **p: _(
        "Op %(day)s is al een niveau vastgelegd. Kies een andere dag.", day=format_day(p["on"])
    ),
    "days_not_in_order": lambda **p: _("Kies een einddag op of na de begindag."),
    "urgency_ends_before_it_begins": lambda **p: _("Kies een einddag op of na de begindag."),
    "years_not_in_order": lambda **p: _("Kies een eindjaar op of na het beginjaar."),
    "mix_rule_not_valid": lambda **p: _("Kies een doel en een speling van 0 tot en met 100 procent."),
    "matrix_cell_missing_or_unknown": lambda **p: _("Vul elk vak van de risicomatrix in."),
    "matrix_not_rising": lambda **p: _("Een zwaarder risico mag geen lagere uitkomst hebben."),
    "reported_without_result": lambda **p: _("Beschrijf het resultaat, of meld dat er nog niets bekend is."),
    "missing_title": lambda **p: _("Geef een titel."),
    "missing_name": lambda **p: _("Geef een naam."),
}

_AGENDAS: dict[str, Message] = {
    "agenda_closed": lambda **p: _("Deze agenda is gesloten. Heropen haar eerst; dan kunt u wijzigen."),
    "agenda_step_not_allowed": lambda **p: _(
        "Deze stap kan nu niet. Bekijk eerst hoe de agenda ervoor staat."
    ),
    "agenda_without_actions": lambda **p: _(
        "Voeg eerst ten minste één actiepunt toe. Daarna kan iedereen de agenda lezen."
    ),
    "agenda_not_a_draft": lambda **p: _(
        "Dit kan alleen in een concept. Wat openbaar is geweest, blijft staan en houdt zijn nummer."
    ),
    "theme_not_empty": lambda **p: _(
        "Haal eerst de actiepunten uit dit thema weg, of zet ze in een ander thema."
    ),
    "theme_number_taken": lambda **p: _("Dit nummer heeft een ander thema van deze agenda al."),
    "choose_action_points": lambda **p: _("Kies ten minste één actiepunt dat verdergaat."),
    "spent_without_amount": lambda **p: _(
        "Vul bij %(year)s ook een bedrag in. Dat mag 0 zijn.", year=p["year"]
    ),
}

_FORMS: dict[str, Message] = {
    "definition_unknown": lambda **p: _("Wij kennen deze definitie niet. Kies er een uit de lijst."),
    "unknown_organisation": lambda **p: _(
        "Wij kennen geen organisatie ‘%(name)s’. Kies er een uit de lijst, of vraag de beheerder.",
        name=p["name"],
    ),
    "unknown_person": lambda **p: _(
        "Wij kennen niemand met de naam ‘%(name)s’. Kies een naam uit de lijst, of vraag de beheerder.",
        name=p["name"],
    ),
    "unknown_use_case": lambda **p: _(
        "Er is geen use case met code ‘%(name)s’ die u mag lezen. Controleer de code.", name=p["name"]
    ),
    "unknown_domain": lambda **p: _(
        "Er is geen domein ‘%(name)s’. Controleer de naam in het adres.", name=p["name"]
    ),
    "depends_on_itself": lambda **p: _("Een use case kan niet op zichzelf wachten. Kies een andere code."),
    "row_twice": lambda **p: _("Dit staat er twee keer. Verwijder één van de regels."),
    "too_many_rows": lambda **p: _("Gebruik ten hoogste %(most)s regels per lijst.", most=p["most"]),
    "merge_with_itself": lambda **p: _("Kies een andere use case: deze kan niet in zichzelf opgaan."),
    "merge_twice": lambda **p: _("Een van beide is al samengevoegd. Zoek opnieuw."),
    "unknown_merge_target": lambda **p: _(
        "Er is geen use case met code ‘%(name)s’ in uw domein. Zoek er een en kies haar.", name=p["name"]
    ),
    "code_taken": lambda **p: _("Iemand was u net voor met dezelfde code. Sla opnieuw op."),
}


def register() -> None:
    """Give the texts to the core; a test checks that each code has one."""
    register_messages(_PHASES)
    register_messages(_FIGURES)
    register_messages(_AGENDAS)
    register_messages(_FORMS)
    register_messages(sheet_messages.MESSAGES)
    register_messages(framework_messages.MESSAGES)
    register_messages(scoring_messages.MESSAGES)
    register_constraints(CONSTRAINTS)
    register_constraints(framework_messages.CONSTRAINTS)
    register_constraints(scoring_messages.CONSTRAINTS)


CONSTRAINTS: dict[str, tuple[str, str]] = {
    "uq_agenda_slug": ("title", "address_taken"),
    "uq_organisation_count_kind_as_of": ("as_of", "count_twice"),
    "uq_action_point_agenda_id_code": ("title", "code_taken"),
    "uq_action_theme_agenda_id_number": ("number", "theme_number_taken"),
    "uq_use_case_code": ("title", "code_taken"),
    "uq_partner_use_case_id_organisation_id": ("partners", "row_twice"),
    "uq_contribution_use_case_id_function_id": ("contributions", "row_twice"),
    "uq_dependency_use_case_id_needs_id": ("dependencies", "row_twice"),
    "uq_adoption_use_case_id_kind_as_of": ("adoptions", "row_twice"),
}


def texts(findings: list[Any]) -> list[str]:
    """Return the words of findings, in order and once each."""
    known = {**_PHASES, **_FIGURES, **framework_messages.MESSAGES}
    return list(dict.fromkeys(known[finding.code](**finding.params) for finding in findings))
