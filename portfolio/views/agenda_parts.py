"""The parts of an agenda: its themes in order, and its action points."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.errors import NotFound
from core.forms import EditForm
from core.web.save import save
from portfolio.actions import agenda as actions
from portfolio.actions import agenda_course as course
from portfolio.charts.action_points import theme_words
from portfolio.forms.action_point import ActionPointForm, filled_form
from portfolio.forms.agenda import ThemeForm
from portfolio.models import ActionPoint, ActionTheme, Agenda
from portfolio.queries import agenda as queries
from portfolio.rules.agenda import next_code
from portfolio.views.actions_view import action_url
from portfolio.views.agendas import open_agenda
from portfolio.views.blueprint import bp


@bp.route("/agendas/<slug>/themes", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def show_themes(slug: str) -> ResponseReturnValue:
    """Show the themes of an agenda with what can be done with each, and a form to add one."""
    open_agenda(slug)
    agenda = queries.get_agenda(slug, current_user)
    form = ThemeForm()
    if not form.is_submitted():
        return _themes_page(form, agenda)
    numbers = [theme.number for theme in agenda.themes]
    number = max(numbers, default=0) + 1
    outcome = save(form, lambda: actions.add_theme(agenda, number, form.values(), by=current_user))
    if not outcome.is_saved:
        return _themes_page(form, queries.get_agenda(slug, current_user)), outcome.status
    flash(_("Thema %(number)s is toegevoegd.", number=number), "success")
    return redirect(url_for(".show_themes", slug=slug))


@bp.route("/agendas/<slug>/themes/<id:theme_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def edit_theme(slug: str, theme_id: int) -> ResponseReturnValue:
    """Change the title and summary of a theme."""
    open_agenda(slug)
    theme = queries.get_theme(slug, theme_id, current_user)
    form = ThemeForm(obj=theme)
    if not form.is_submitted():
        return _theme_page(form, theme)
    outcome = save(
        form,
        lambda: actions.edit_theme(theme, form.values(), by=current_user, version=form.version.data),
        present=lambda: ThemeForm(formdata=None, obj=_fresh_theme(slug, theme_id)),
    )
    if not outcome.is_saved:
        return _theme_page(form, _fresh_theme(slug, theme_id), outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_themes", slug=slug))


@bp.route("/agendas/<slug>/themes/<id:theme_id>/<any(up, down, remove):step>", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def move_theme(slug: str, theme_id: int, step: str) -> ResponseReturnValue:
    """Move a theme of a draft one place, or remove it when it is empty."""
    if request.method == "GET":
        queries.get_theme(slug, theme_id, current_user)
        return redirect(url_for(".show_themes", slug=slug))
    theme = queries.get_theme(slug, theme_id, current_user)
    form = EditForm()

    def act() -> None:
        if step == "remove":
            course.remove_theme(theme, by=current_user, version=form.version.data)
        else:
            course.swap_themes(theme, is_up=step == "up", by=current_user, version=form.version.data)

    outcome = save(form, act, present=lambda: EditForm(formdata=None, obj=_fresh_theme(slug, theme_id)))
    if outcome.is_saved:
        flash(
            _("Het thema is weggehaald.") if step == "remove" else _("De volgorde is gewijzigd."), "success"
        )
        return redirect(url_for(".show_themes", slug=slug))
    said = form.form_errors or [_("Iemand anders wijzigde dit thema net. Bekijk het opnieuw.")]
    page = ThemeForm(formdata=None)
    page.form_errors = list(said)
    return _themes_page(page, queries.get_agenda(slug, current_user)), outcome.status


@bp.route("/agendas/<slug>/actions/new", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def new_action(slug: str) -> ResponseReturnValue:
    """Add an action point to a theme of this agenda; its code follows from the theme."""
    open_agenda(slug)
    agenda = queries.get_agenda(slug, current_user)
    if not agenda.themes:
        flash(_("Voeg eerst een thema toe."))
        return redirect(url_for(".show_themes", slug=slug))
    asked = request.args.get("theme", type=int)
    start = next((theme.id for theme in agenda.themes if theme.number == asked), agenda.themes[-1].id)
    form = ActionPointForm(theme_id=start, year_from=agenda.from_year, year_to=agenda.to_year)
    form.offer(queries.list_organisations_to_choose(), _themes(agenda))
    if not form.is_submitted():
        return _action_page(form, agenda, None)
    outcome = save(form, lambda: _add_action(form, agenda))
    if not outcome.is_saved:
        return _action_page(form, queries.get_agenda(slug, current_user), None), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(action_url(slug, outcome.result))


def _add_action(form: ActionPointForm, agenda: Agenda) -> str:
    theme = next(one for one in agenda.themes if one.id == form.theme_id.data)
    codes = [one.code for every in agenda.themes for one in every.actions]
    values = form.values()
    values["is_reported"] = bool((values["result"] or "").strip())
    values["position"] = max((one.position for one in theme.actions), default=-1) + 1
    code = next_code(theme.number, codes)
    chosen = form.organisation_ids.data or []
    return actions.add_action_point(theme, code, values, by=current_user, organisation_ids=chosen).code


@bp.route("/actions/<code>/edit", methods=["GET", "POST"])
@bp.route("/agendas/<slug>/actions/<code>/edit", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def edit_action(code: str, slug: str | None = None) -> ResponseReturnValue:
    """Change an action point, or its result as reported; another theme moves it."""
    action = queries.get_action(code, slug, reader=current_user)
    slug = action.theme.agenda.slug
    open_agenda(slug)
    agenda = queries.get_agenda(slug, current_user)
    offered = (queries.list_organisations_to_choose(), _themes(agenda))
    form = filled_form(action, *offered)
    if not form.is_submitted():
        return _action_page(form, agenda, action)
    themes = {theme.id: theme for theme in agenda.themes}
    outcome = save(
        form,
        lambda: (
            actions.edit_action_point(
                action,
                form.values(),
                organisation_ids=form.organisation_ids.data,
                theme=themes[form.theme_id.data],
                version=form.version.data,
                by=current_user,
            ).code
        ),
        present=lambda: filled_form(_fresh(code, slug), *offered, formdata=None),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."), "success")
        return redirect(action_url(slug, outcome.result))
    agenda = queries.get_agenda(slug, current_user)
    return _action_page(form, agenda, _fresh(code, slug), outcome.conflict), outcome.status


@bp.route("/agendas/<slug>/actions/<code>/remove", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def remove_action(slug: str, code: str) -> ResponseReturnValue:
    """Remove an action point of a draft."""
    action = queries.get_action(code, slug, reader=current_user)
    if request.method == "GET" and not action.theme.agenda.is_draft:
        raise NotFound("not_found")
    form = EditForm(obj=action)
    if not form.is_submitted():
        return render_template("portfolio/agendas/remove_action.html", form=form, action=action)
    outcome = save(
        form,
        lambda: course.remove_action_point(action, by=current_user, version=form.version.data),
        present=lambda: EditForm(formdata=None, obj=_fresh(code, slug)),
    )
    if outcome.is_saved:
        flash(_("Actiepunt %(code)s is weggehaald.", code=code), "success")
        return redirect(url_for(".show_agenda", slug=slug))
    action = _fresh(code, slug)
    page = render_template(
        "portfolio/agendas/remove_action.html", form=form, action=action, conflict=outcome.conflict
    )
    return page, outcome.status


def _fresh(code: str, slug: str | None) -> ActionPoint:
    return queries.get_action(code, slug, reader=current_user, is_fresh=True)


def _fresh_theme(slug: str, theme_id: int) -> ActionTheme:
    return queries.get_theme(slug, theme_id, current_user, is_fresh=True)


def _themes(agenda: Agenda) -> list[tuple[int, str]]:
    return [(theme.id, theme_words(theme)) for theme in agenda.themes]


def _themes_page(form: ThemeForm, agenda: Agenda) -> str:
    return render_template("portfolio/agendas/themes.html", form=form, agenda=agenda)


def _theme_page(form: ThemeForm, theme: ActionTheme, conflict: Any = None) -> str:
    return render_template("portfolio/agendas/theme.html", form=form, theme=theme, conflict=conflict)


def _action_page(
    form: ActionPointForm, agenda: Agenda, action: ActionPoint | None, conflict: Any = None
) -> str:
    return render_template(
        "portfolio/action_edit.html", form=form, agenda=agenda, action=action, conflict=conflict
    )
