"""The action tracker of an agenda: its themes, action points with what was reported, and its budget.

``/actions/`` is that of the current agenda; each agenda also has its own address. An
action point keeps the address ``/actions/<code>`` that it had when there was one agenda.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, may, public
from core.database import today
from core.i18n import localised
from core.links import Reference, Resolved
from core.web.page_cache import kept
from core.web.tables import csv_response, json_response, ods_response
from portfolio.charts import Narrow
from portfolio.charts import action_points as points_chart
from portfolio.charts import budget as budget_chart
from portfolio.exports.action_points import COLUMNS, cells_of, record_of
from portfolio.forms.action_point import is_secure, is_web_address
from portfolio.models import ActionPoint, Agenda
from portfolio.queries import agenda as queries
from portfolio.views.action_filters import chosen_words, facets_of, groups_of, read_wanted
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of


@bp.get("/actions/")
@kept
@public
def list_actions() -> ResponseReturnValue:
    """Show the current agenda, or the one of ``?agenda=``."""
    agenda = _asked_agenda()
    return render_template("portfolio/actions_none.html") if agenda is None else _tracker(agenda)


@bp.get("/agendas/<slug>")
@kept
@public
def show_agenda(slug: str) -> ResponseReturnValue:
    """Show one agenda with its action points and budget."""
    return _tracker(queries.get_agenda(slug, current_user))


def _tracker(agenda: Agenda) -> str:
    wanted = read_wanted(request.args, agenda)
    groups = groups_of(agenda, wanted)
    shown = [action for _theme, actions in groups for action in actions]
    every = [action for theme in agenda.themes for action in theme.actions]
    day = today()
    narrow = Narrow(on=day, today=day, agenda=agenda.slug)
    seen_next = [one for one in agenda.followed_by if not one.is_draft or may(Permission.AGENDA_EDIT)]
    return render_template(
        "portfolio/actions.html",
        agenda=agenda,
        here=url_for(".show_agenda", slug=agenda.slug),
        wanted=wanted,
        groups=groups,
        count_words=ngettext("%(num)s actiepunt", "%(num)s actiepunten", len(shown)),
        total=len(every) if wanted.arguments else None,
        chosen_words=chosen_words(agenda, wanted),
        facets=facets_of(agenda, wanted),
        points=points_chart.build(agenda, narrow),
        budget=budget_chart.build(agenda, narrow),
        followed_by=seen_next,
        continued=queries.list_continued(agenda.id, current_user),
        may_edit=may(Permission.AGENDA_EDIT),
        data_urls={
            form: url_for(".export_actions", form=form, agenda=agenda.slug, **wanted.arguments)
            for form in ("csv", "ods", "json")
        },
        years_words=years_words,
        safe_links=safe_links,
        organisation_url=organisation_url,
    )


@bp.get("/actions.<any(csv, ods, json):form>")
@public
def export_actions(form: str) -> ResponseReturnValue:
    """Answer with the action points that the filters leave."""
    agenda = _asked_agenda()
    records: list[dict[str, Any]] = []
    if agenda is not None:
        groups = groups_of(agenda, read_wanted(request.args, agenda))
        records = [
            record_of(action, agenda, lambda code: action_url(agenda.slug, code, _external=True))
            for _theme, actions in groups
            for action in actions
        ]
    if form == "json":
        return json_response({"count": len(records), "action_points": records})
    answer = csv_response if form == "csv" else ods_response
    return answer("action-points", COLUMNS, [cells_of(record) for record in records])


@bp.get("/actions/<code>")
@bp.get("/agendas/<slug>/actions/<code>")
@kept
@public
def show_action(code: str, slug: str | None = None) -> ResponseReturnValue:
    """Show one action point with its result as reported, and what it continues."""
    action = queries.get_action(code, slug, reader=current_user)
    agenda = action.theme.agenda
    is_manager = may(Permission.AGENDA_EDIT)
    return render_template(
        "portfolio/action.html",
        action=action,
        agenda=agenda,
        may_edit=is_manager and not agenda.is_closed,
        continued_by=[one for one in action.continued_by if is_manager or not one.theme.agenda.is_draft],
        years_words=years_words,
        safe_links=safe_links,
        is_secure=is_secure,
        organisation_url=organisation_url,
    )


def action_url(slug: str, code: str, **how: Any) -> str:
    """Return the address of an action point of an agenda."""
    return url_for("portfolio.show_action", slug=slug, code=code, **how)


def years_words(action: ActionPoint) -> str:
    """Return the years of an action: 2019, 2019–2020, from 2019, or none known; tentative ones say so."""
    first, last = action.year_from, action.year_to
    if first is None:
        words = _("jaar nog niet bekend") if last is None else _("tot en met %(year)s", year=last)
    elif last is None:
        words = _("vanaf %(year)s", year=first)
    else:
        words = str(first) if first == last else f"{first}–{last}"
    return _("%(years)s, onder voorbehoud", years=words) if action.is_tentative else words


def safe_links(action: ActionPoint) -> list[dict[str, str]]:
    """Return the links that may be followed from a page; whatever else is stored is not shown."""
    return [
        link for link in action.links if isinstance(link, dict) and is_web_address(str(link.get("url", "")))
    ]


def resolve_action_points(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "action-point"; the key is a code ("0.1"), or with its agenda ("a/0.1").

    Those of a draft are found only by who edits agendas.
    """
    found = queries.actions_by_key({reference.key for reference in references}, reader)
    resolved = {}
    for reference in references:
        action = found.get(reference.key)
        if action is not None:
            slug = action.theme.agenda.slug if "/" in reference.key else None
            resolved[reference] = Resolved(
                title=localised(action, "title"),
                url=url_for("portfolio.show_action", slug=slug, code=action.code),
                id=action.id,
                kind=_("actiepunt"),
            )
    return resolved


def address_of_action_point(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    found = queries.find_action_address(id_, reader)
    return action_url(*found) if found else None


def _asked_agenda() -> Agenda | None:
    slug = request.args.get("agenda")
    return queries.get_agenda(slug, current_user) if slug else queries.find_agenda()


def organisation_url(slug: str) -> str | None:
    """Return the address of an organisation's page, where there is one."""
    return address_of("portfolio.show_organisation", slug=slug)
