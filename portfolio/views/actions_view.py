"""The action tracker of an agenda: its themes, action points with what was reported, and its budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.permissions import Permission, may, public, requires
from core.database import today
from core.i18n import localised
from core.links import Reference, Resolved
from core.web.page_cache import kept
from core.web.save import save
from core.web.tables import csv_response, json_response, ods_response
from portfolio.actions.agenda import edit_action_point
from portfolio.charts import Narrow
from portfolio.charts import action_points as points_chart
from portfolio.charts import budget as budget_chart
from portfolio.exports.action_points import COLUMNS, cells_of, record_of
from portfolio.forms.action_point import filled_form, is_web_address
from portfolio.models import ActionPoint, ActionTheme, Agenda
from portfolio.queries import agenda as queries
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of

STATES = ("reported", "not_reported")


@dataclass(frozen=True)
class Wanted:
    """What the tracker is narrowed to; empty means all, and what does not exist is left out."""

    themes: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    organisation: str = ""

    def has(self, action: ActionPoint, theme: ActionTheme, last_year: int) -> bool:
        """Tell whether an action is among what is wanted."""
        return (
            (not self.themes or theme.number in self.themes)
            and (not self.years or any(points_chart.runs_in(action, year, last_year) for year in self.years))
            and (not self.states or state_of(action) in self.states)
            and (not self.organisation or self.organisation in {one.slug for one in action.organisations})
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """What stands in the address."""
        known = {
            "theme": list(self.themes),
            "year": list(self.years),
            "state": list(self.states),
            "organisation": self.organisation,
        }
        return {name: value for name, value in known.items() if value}


def state_of(action: ActionPoint) -> str:
    """Return whether a result was reported; there is no "done"."""
    return "reported" if action.is_reported else "not_reported"


def read_wanted(arguments: MultiDict[str, str], agenda: Agenda) -> Wanted:
    """Return what the address asks for, as far as this agenda has it."""
    numbers = {str(theme.number): theme.number for theme in agenda.themes}
    years = {str(year): year for year in range(agenda.from_year, agenda.to_year + 1)}
    slugs = {one.slug for theme in agenda.themes for action in theme.actions for one in action.organisations}
    organisation = arguments.get("organisation", "")
    return Wanted(
        themes=tuple(numbers[text] for text in dict.fromkeys(arguments.getlist("theme")) if text in numbers),
        years=tuple(years[text] for text in dict.fromkeys(arguments.getlist("year")) if text in years),
        states=tuple(state for state in STATES if state in arguments.getlist("state")),
        organisation=organisation if organisation in slugs else "",
    )


@bp.get("/actions/")
@kept
@public
def list_actions() -> ResponseReturnValue:
    """Show the agenda with its action points and budget."""
    agenda = _agenda()
    if agenda is None:
        return render_template("portfolio/actions_none.html")
    wanted = read_wanted(request.args, agenda)
    groups = _groups(agenda, wanted)
    shown = [action for _theme, actions in groups for action in actions]
    every = [action for theme in agenda.themes for action in theme.actions]
    narrow = Narrow(on=today(), today=today())
    return render_template(
        "portfolio/actions.html",
        agenda=agenda,
        wanted=wanted,
        groups=groups,
        count_words=ngettext("%(num)s actiepunt", "%(num)s actiepunten", len(shown)),
        total=len(every) if wanted.arguments else None,
        chosen_words=_chosen_words(agenda, wanted),
        facets=_facets(agenda, wanted),
        points=points_chart.build(agenda, narrow),
        budget=budget_chart.build(agenda, narrow),
        data_urls={
            form: url_for(".export_actions", form=form, **wanted.arguments) for form in ("csv", "ods", "json")
        },
        years_words=years_words,
        safe_links=safe_links,
        organisation_url=_organisation_url,
    )


@bp.get("/actions.<any(csv, ods, json):form>")
@public
def export_actions(form: str) -> ResponseReturnValue:
    """Answer with the action points that the filters leave."""
    agenda = _agenda()
    records: list[dict[str, Any]] = []
    if agenda is not None:
        groups = _groups(agenda, read_wanted(request.args, agenda))
        records = [
            record_of(action, agenda, lambda code: url_for(".show_action", code=code, _external=True))
            for _theme, actions in groups
            for action in actions
        ]
    if form == "json":
        return json_response({"count": len(records), "action_points": records})
    answer = csv_response if form == "csv" else ods_response
    return answer("action-points", COLUMNS, [cells_of(record) for record in records])


@bp.get("/actions/<code>")
@kept
@public
def show_action(code: str) -> ResponseReturnValue:
    """Show one action point with its result as reported."""
    action = queries.get_action(code)
    edit_url = url_for(".edit_action", code=action.code) if may(Permission.AGENDA_EDIT) else None
    return render_template(
        "portfolio/action.html",
        action=action,
        edit_url=edit_url,
        years_words=years_words,
        safe_links=safe_links,
        organisation_url=_organisation_url,
    )


@bp.route("/actions/<code>/edit", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def edit_action(code: str) -> ResponseReturnValue:
    """Change an action point, or its result as reported."""
    action = queries.get_action(code)
    organisations = queries.list_organisations_to_choose()
    form = filled_form(action, organisations)
    if request.method == "GET":
        return render_template("portfolio/action_edit.html", form=form, action=action, conflict=None)
    outcome = save(
        form,
        lambda: edit_action_point(
            action,
            form.values(),
            organisation_ids=form.organisation_ids.data,
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: filled_form(queries.get_action(code, is_fresh=True), organisations, formdata=None),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."))
        return redirect(url_for(".show_action", code=code))
    action = queries.get_action(code, is_fresh=True)
    page = render_template("portfolio/action_edit.html", form=form, action=action, conflict=outcome.conflict)
    return page, outcome.status


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
    """Answer core.links for the type "action-point"; the key is a code. Action points are public."""
    found = queries.actions_by_code({reference.key for reference in references})
    return {
        reference: Resolved(
            title=localised(found[reference.key], "title"),
            url=url_for("portfolio.show_action", code=reference.key),
            id=found[reference.key].id,
            kind=_("actiepunt"),
        )
        for reference in references
        if reference.key in found
    }


def address_of_action_point(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    code = queries.find_action_code(id_)
    return url_for("portfolio.show_action", code=code) if code else None


def _agenda() -> Agenda | None:
    slug = request.args.get("agenda")
    return queries.get_agenda(slug[:80]) if slug else queries.find_agenda()


def _groups(agenda: Agenda, wanted: Wanted) -> list[tuple[ActionTheme, list[ActionPoint]]]:
    groups = [
        (theme, [action for action in theme.actions if wanted.has(action, theme, agenda.to_year)])
        for theme in agenda.themes
    ]
    return [(theme, actions) for theme, actions in groups if actions or not wanted.arguments]


def _facets(agenda: Agenda, wanted: Wanted) -> dict[str, list[dict[str, Any]]]:
    """Return the boxes of each filter, with how many action points each holds."""
    pairs = [(theme, action) for theme in agenda.themes for action in theme.actions]
    years = range(agenda.from_year, agenda.to_year + 1)
    words = {"reported": _("resultaat gemeld"), "not_reported": _("niet gemeld")}
    organisations = {
        one.slug: localised(one, "name") for _theme, action in pairs for one in action.organisations
    }
    return {
        "themes": [
            _box(
                theme.number,
                points_chart.theme_words(theme),
                len(theme.actions),
                theme.number in wanted.themes,
            )
            for theme in agenda.themes
        ],
        "years": [
            _box(
                year,
                str(year),
                sum(points_chart.runs_in(action, year, agenda.to_year) for _theme, action in pairs),
                year in wanted.years,
            )
            for year in years
        ],
        "states": [
            _box(
                state, words[state], sum(state_of(one) == state for _t, one in pairs), state in wanted.states
            )
            for state in STATES
        ],
        "organisations": [
            {"value": slug, "label": name}
            for slug, name in sorted(organisations.items(), key=lambda pair: pair[1].casefold())
        ],
    }


def _box(value: Any, words: str, count: int, checked: bool) -> dict[str, Any]:
    return {"value": value, "label": words, "count": count, "checked": checked}


def _chosen_words(agenda: Agenda, wanted: Wanted) -> str:
    words = [points_chart.theme_words(theme) for theme in agenda.themes if theme.number in wanted.themes]
    words += [str(year) for year in wanted.years]
    words += [
        _("niet gemeld") if state == "not_reported" else _("resultaat gemeld") for state in wanted.states
    ]
    if wanted.organisation:
        words += [
            localised(one, "name")
            for one in {
                one.id: one
                for theme in agenda.themes
                for action in theme.actions
                for one in action.organisations
            }.values()
            if one.slug == wanted.organisation
        ]
    return ", ".join(words)


def _organisation_url(slug: str) -> str | None:
    return address_of("portfolio.show_organisation", slug=slug)
