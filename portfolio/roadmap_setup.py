"""How the planning of roadmaps joins the application: its words."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import register_messages

REFUSALS: dict[str, Callable[..., str]] = {
    "plan_in_editor": lambda **p: _(
        "Deze planning is beloofd. Verplaats haar op de routekaart: daar vragen wij waarom."
    ),
    "promise_stays_planned": lambda **p: _(
        "Dit is beloofd en houdt daarom een plek. Gaat het niet door, zet het dan stil of stop ermee."
    ),
    "merge_promised": lambda **p: _(
        "%(use_case)s is beloofd of heeft beloofde mijlpalen, en een belofte verdwijnt niet. "
        "Stop ermee en noem waar het verdergaat, of laat de andere use case hierin opgaan.",
        use_case=p["use_case"],
    ),
    "schedule_is_going_on": lambda **p: _("Er loopt al een exacte berekening voor dit domein."),
    "nothing_to_schedule": lambda **p: _("Er is niets dat nog kan schuiven."),
    "nothing_ticked": lambda **p: _("Vink aan wat u wilt overnemen."),
    "capacity_not_valid": lambda **p: _("Vul persoonsmaanden in van nul of meer."),
}
TRAIL: dict[str, Callable[..., str]] = {
    "verb:use_case.planned": lambda **p: _("verplaatst op de routekaart"),
    "verb:capacity.noted": lambda **p: _("capaciteit ingevuld"),
    "verb:capacity.forgotten": lambda **p: _("capaciteit gewist"),
    "verb:schedule.asked": lambda **p: _("exacte planning gevraagd"),
    "verb:schedule.cancelled": lambda **p: _("exacte planning afgebroken"),
    "verb:schedule.calculated": lambda **p: _("exacte planning berekend"),
    "verb:schedule.not_calculated": lambda **p: _("exacte planning niet berekend"),
    "table:schedule_run": lambda **p: _("voorstel voor de planning"),
    "table:organisation_capacity_quarter": lambda **p: _("kwartaal met andere capaciteit"),
    "table:organisation_capacity": lambda **p: _("capaciteit van een organisatie"),
}


def init_roadmap() -> None:
    """Register all of it; called by portfolio/setup.py."""
    register_messages(REFUSALS)
    register_messages(TRAIL)
