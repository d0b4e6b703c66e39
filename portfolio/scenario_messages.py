"""The words of what a scenario refuses, and of what happened to one in the audit trail."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import register_messages

_REFUSALS: dict[str, Callable[..., str]] = {
    "run_is_going_on": lambda **p: _(
        "Er loopt al een berekening van dit scenario. Wacht tot zij klaar is, of breek haar af."
    ),
    "nothing_to_choose_from": lambda **p: _(
        "Er is niets om uit te kiezen. Een use case doet mee als waarde, kans en inspanning bekend zijn, "
        "en als hij aan een systeemfunctie bouwt."
    ),
    "override_no_candidate": lambda **p: _(
        "%(code)s is geen kandidaat van dit domein. Kies de code van een kandidaat.", code=p["use_case"]
    ),
    "run_has_ended": lambda **p: _("Deze berekening is al klaar."),
    "run_has_no_result": lambda **p: _("Deze berekening heeft geen antwoord om uit te leggen."),
    "code_not_known": lambda **p: _("%(code)s doet in deze berekening niet mee.", code=p["use_case"]),
    "locked_in_and_out": lambda **p: _("%(code)s staat tegelijk erin en eruit.", code=p["use_case"]),
    "mix_band_not_valid": lambda **p: _("De band van de mix staat op zijn kop."),
    "mix_basis_not_valid": lambda **p: _("De mix telt aantallen of persoonsmaanden."),
    "limit_not_valid": lambda **p: _("Een grens is kleiner dan nul of niet te lezen."),
    "horizon_not_valid": lambda **p: _("Kies ten minste één kwartaal."),
    "saving_not_valid": lambda **p: _("Gedeeld werk gaat over twee verschillende use cases."),
    "depends_on_itself": lambda **p: _(
        "%(code)s heeft zichzelf nodig. Pas de use case aan.", code=p["use_case"]
    ),
    "duration_not_valid": lambda **p: _(
        "De planning van %(code)s klopt niet. Pas de use case aan.", code=p["use_case"]
    ),
    "figure_not_valid": lambda **p: _(
        "Een cijfer van %(code)s klopt niet. Pas de use case aan.", code=p["use_case"]
    ),
    "code_twice": lambda **p: _("%(code)s komt twee keer voor.", code=p["use_case"]),
}
_TRAIL: dict[str, Callable[..., str]] = {
    "table:scenario": lambda **p: _("scenario"),
    "table:scenario_override": lambda **p: _("vastgezette keuze"),
    "table:scenario_run": lambda **p: _("berekening"),
    "table:scenario_detail": lambda **p: _("uitleg bij een berekening"),
    "table:scenario_decision": lambda **p: _("besluit bij een berekening"),
    "table:job": lambda **p: _("taak"),
    "verb:scenario.override_set": lambda **p: _("keuze in scenario vastgezet"),
    "verb:scenario.override_removed": lambda **p: _("keuze in scenario losgelaten"),
    "verb:scenario.run_asked": lambda **p: _("berekening gevraagd"),
    "verb:scenario.run_cancelled": lambda **p: _("berekening afgebroken"),
    "verb:scenario.calculated": lambda **p: _("scenario berekend"),
    "verb:scenario.studied": lambda **p: _("budgetlijn of robuustheid van een scenario berekend"),
    "verb:scenario.not_calculated": lambda **p: _("scenario niet berekend"),
    "verb:scenario.why_not_asked": lambda **p: _("uitleg gevraagd"),
    "verb:scenario.loss_asked": lambda **p: _("uitleg gevraagd"),
    "verb:scenario.frontier_asked": lambda **p: _("budgetlijn gevraagd"),
    "verb:scenario.robustness_asked": lambda **p: _("robuustheid gevraagd"),
    "verb:scenario.check_asked": lambda **p: _("controle van een berekening gevraagd"),
    "verb:scenario.decision_drafted": lambda **p: _("conceptbesluit van een scenario gemaakt"),
}


def register() -> None:
    """Give these words to the core."""
    register_messages(_REFUSALS | _TRAIL)
