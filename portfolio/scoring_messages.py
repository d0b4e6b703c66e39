"""The words of what scoring models and kept rankings refuse, and of their events in the trail."""

from collections.abc import Callable

from flask_babel import gettext as _

MESSAGES: dict[str, Callable[..., str]] = {
    "places_not_each_once": lambda **p: _(
        "Geef elk onderdeel een eigen plaats, van 1 tot en met %(most)s.", most=p["most"]
    ),
    "floor_out_of_range": lambda **p: _("Kies ondergrenzen van 0 tot en met 100."),
    "too_many_criteria": lambda **p: _("Gebruik ten hoogste %(most)s onderdelen.", most=p["most"]),
    "criterion_without_name": lambda **p: _("Geef elk onderdeel een naam."),
    "anchor_missing": lambda **p: _(
        "Schrijf bij ‘%(name)s’ op wat niveau %(level)s betekent.", name=p["name"], level=p["level"]
    ),
    "nothing_to_recalculate": lambda **p: _("Alle waarden zijn al met deze versie berekend."),
    "table:scoring_model": lambda **p: _("onderdelen en gewichten"),
    "table:ranking_snapshot": lambda **p: _("bewaarde rangorde"),
    "verb:scoring_model.made": lambda **p: _("nieuwe versie gemaakt"),
    "verb:use_case.recalculated": lambda **p: _("waarde opnieuw berekend"),
    "verb:ranking.kept": lambda **p: _("bewaard"),
}

CONSTRAINTS = {"uq_scoring_model_domain_id_number": ("reason", "stale")}
