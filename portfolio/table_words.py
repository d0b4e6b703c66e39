"""Words for the tables of the portfolio, for the audit trail and the preview of a merge."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import register_messages

TABLES: dict[str, Callable[..., str]] = {
    "table:use_case": lambda **p: _("use case"),
    "table:use_case_alias": lambda **p: _("eerdere code"),
    "table:use_case_domain": lambda **p: _("ander domein van een use case"),
    "table:use_case_member": lambda **p: _("teamlid van een use case"),
    "table:partner": lambda **p: _("partner van een use case"),
    "table:used_dataset": lambda **p: _("gebruikte dataset"),
    "table:phase_change": lambda **p: _("fasewissel"),
    "table:action_point": lambda **p: _("actiepunt"),
    "table:action_organisation": lambda **p: _("organisatie bij een actiepunt"),
    "table:agenda": lambda **p: _("agenda"),
    "table:theme": lambda **p: _("thema van een agenda"),
    "table:action_theme": lambda **p: _("thema van een agenda"),
    "table:budget_line": lambda **p: _("begrotingspost"),
    "table:system_function": lambda **p: _("systeemfunctie"),
    "table:maturity": lambda **p: _("volwassenheid"),
    "table:criterion": lambda **p: _("criterium"),
    "table:chance_anchor": lambda **p: _("anker van de slagingskans"),
    "table:challenge": lambda **p: _("urgente opgave"),
    "table:urgent_challenge": lambda **p: _("urgente opgave"),
    "table:count": lambda **p: _("aantal organisaties"),
    "table:organisation_count": lambda **p: _("aantal organisaties"),
}


def register_words() -> None:
    """Give the words for our tables to the core."""
    register_messages(TABLES)
