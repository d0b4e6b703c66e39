"""How the portfolio joins the application."""

import importlib

from flask import Flask
from flask_babel import gettext as _

from core.links import (
    register_dependants,
    register_offers,
    register_permanent,
    register_resolver,
    register_traits,
    register_waiting,
)
from core.web.shell import add_footer_link, add_navigation
from portfolio import messages, scenario_messages
from portfolio import models as models
from portfolio.actions.following import register_followers
from portfolio.cli import export_cli, import_cli
from portfolio.decisions_setup import init_decisions
from portfolio.dependants import use_cases_on_definitions
from portfolio.findable import register_all as register_findable
from portfolio.jobs.lessons import register_lessons
from portfolio.jobs.scenarios import register_tasks
from portfolio.jobs.schedules import register_tasks as register_schedules
from portfolio.labels import init_labels
from portfolio.pin_news import register_all as register_pin_news
from portfolio.precondition_setup import init_preconditions
from portfolio.progress_setup import init_progress
from portfolio.reminders_setup import init_reminders
from portfolio.reports_setup import init_reports
from portfolio.roadmap_setup import init_roadmap
from portfolio.round_links import register_all as register_rounds
from portfolio.scale_up_setup import init_scale_up
from portfolio.table_words import register_words
from portfolio.views.actions_view import address_of_action_point, resolve_action_points
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of_use_case, resolve_use_cases, traits_of_use_case
from portfolio.views.pins import offer_users_of_definition
from portfolio.views.reference_links import register_all as register_reference_links
from portfolio.waiting import waiting_in_portfolio

VIEW_MODULES: tuple[str, ...] = (
    "rounds",
    "round_sheets",
    "round_results",
    "use_case_list",
    "use_case_page",
    "use_case_history",
    "milestones",
    "benefits",
    "progress_update",
    "part_news",
    "preconditions",
    "precondition_sharing",
    "use_case_forms",
    "framework",
    "framework_history",
    "framework_register",
    "outcome_form",
    "phase_form",
    "pins",
    "score_form",
    "merge_form",
    "import_form",
    "progress",
    "progress_lists",
    "actions_view",
    "agendas",
    "agenda_parts",
    "agenda_budget",
    "domains",
    "portfolio_page",
    "scenarios",
    "scenario_forms",
    "scenario_details",
    "scenario_charts",
    "scoring_models",
    "scoring_model_forms",
    "ranking_changes",
    "roadmap",
    "roadmap_edit",
    "roadmap_all",
    "roadmap_proposal",
    "capacity",
    "roadmap_versions",
    "decisions",
    "decisions_edit",
    "meetings",
    "meetings_minutes",
    "reports",
    "reports_edit",
    "organisations",
    "scale_up",
    "organisation_scale_up",
    "system_functions",
    "challenges",
    "organisation_counts",
)


def init(app: Flask) -> None:
    """Register the portfolio's pages and words."""
    init_labels(app)
    register_words()
    messages.register()
    scenario_messages.register()
    register_followers()
    register_tasks()
    register_schedules()
    register_lessons()
    for module in VIEW_MODULES:
        importlib.import_module(f"portfolio.views.{module}")
    app.register_blueprint(bp)
    app.cli.add_command(import_cli)
    app.cli.add_command(export_cli)
    add_navigation("portfolio.list_domains", lambda: _("Domeinen"), "/domains", 10)
    add_navigation("portfolio.list_use_cases", lambda: _("Use cases"), "/use-cases", 20)
    add_navigation("portfolio.list_actions", lambda: _("Acties"), "/actions", 40)
    add_navigation("portfolio.show_progress", lambda: _("Voortgang"), "/progress", 50)
    add_navigation("portfolio.list_system_functions", lambda: _("Systeemfuncties"), "/system-functions", 60)
    init_decisions()
    init_progress()
    init_preconditions()
    init_roadmap()
    init_reminders()
    init_reports()
    init_scale_up()
    register_findable()
    register_waiting(waiting_in_portfolio)
    register_resolver("use-case", resolve_use_cases)
    register_traits("use-case", traits_of_use_case)
    register_offers(offer_users_of_definition)
    register_dependants(use_cases_on_definitions)
    register_pin_news()
    register_permanent("use-case", address_of_use_case)
    register_resolver("action-point", resolve_action_points)
    register_permanent("action-point", address_of_action_point)
    register_reference_links()
    register_rounds()
    add_footer_link("portfolio.list_organisations", lambda: _("Organisaties"))
    add_footer_link("portfolio.list_frameworks", lambda: _("Register van afwegingen"))
    add_footer_link("portfolio.list_challenges", lambda: _("Urgente opgaven"))
