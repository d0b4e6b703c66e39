"""The agendas: the list, their head, and their course from draft to open to closed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public, requires
from core.database import today
from core.errors import NotFound
from core.forms import EditForm
from core.slugs import slugify
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import agenda as actions
from portfolio.actions import agenda_course as course
from portfolio.forms.agenda import AgendaForm, NextForm
from portfolio.models import Agenda
from portfolio.queries import agenda as queries
from portfolio.rules.agenda import STEPS, AgendaState, Unfinished
from portfolio.views.blueprint import bp


@bp.get("/agendas/")
@kept
@public
def list_agendas() -> ResponseReturnValue:
    """List the agendas with how much of each was reported; drafts only to who makes them."""
    rows = queries.list_agendas(current_user)
    return render_template("portfolio/agendas/list.html", rows=rows, may_edit=may(Permission.AGENDA_EDIT))


@bp.route("/agendas/new", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def new_agenda() -> ResponseReturnValue:
    """Begin an agenda as a draft."""
    form = AgendaForm(from_year=today().year, to_year=today().year + 2).offer(_organisations())
    if not form.is_submitted():
        return _form_page(form, None)
    outcome = save(form, lambda: _add(form))
    if not outcome.is_saved:
        return _form_page(form, None), outcome.status
    flash(_("Het concept is er. Voeg nu thema's toe, en dan actiepunten."), "success")
    return redirect(url_for(".show_themes", slug=outcome.result))


def _add(form: AgendaForm) -> str:
    slug = queries.free_slug(slugify(form.title.data))
    return actions.add_agenda(slug, form.values(), by=current_user, state=AgendaState.DRAFT).slug


@bp.route("/agendas/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def edit_agenda(slug: str) -> ResponseReturnValue:
    """Change title, years and purpose of an agenda."""
    agenda = open_agenda(slug)
    organisations = _organisations()
    form = AgendaForm(obj=agenda).offer(organisations)
    if not form.is_submitted():
        return _form_page(form, agenda)
    outcome = save(
        form,
        lambda: actions.edit_agenda(agenda, form.values(), by=current_user, version=form.version.data),
        present=lambda: AgendaForm(formdata=None, obj=_fresh(slug)).offer(organisations),
    )
    if not outcome.is_saved:
        return _form_page(form, _fresh(slug), outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_agenda", slug=slug))


@bp.route("/agendas/<slug>/<any(open, closed):state>", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def set_agenda_state(slug: str, state: str) -> ResponseReturnValue:
    """Open a draft or a closed agenda, or close an open one, after saying what that means."""
    agenda = queries.get_agenda_head(slug, current_user)
    wanted = AgendaState(state)
    if request.method == "GET" and wanted not in STEPS[agenda.state]:
        return redirect(url_for(".show_agenda", slug=slug))
    form = EditForm(obj=agenda)
    if not form.is_submitted():
        return _state_page(form, agenda, state)
    outcome = save(
        form,
        lambda: course.set_state(agenda, wanted, on=today(), by=current_user, version=form.version.data),
        present=lambda: EditForm(formdata=None, obj=_fresh(slug)),
    )
    if not outcome.is_saved:
        return _state_page(form, _fresh(slug), state, outcome.conflict), outcome.status
    said = {
        AgendaState.OPEN: _("Iedereen kan de agenda nu lezen, en u houdt haar bij."),
        AgendaState.CLOSED: _("De agenda is gesloten. Iedereen kan haar blijven lezen."),
    }
    flash(said[wanted], "success")
    return redirect(url_for(".show_agenda", slug=slug))


@bp.route("/agendas/<slug>/remove", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def remove_agenda(slug: str) -> ResponseReturnValue:
    """Remove a draft."""
    agenda = queries.get_agenda_head(slug, current_user)
    form = EditForm(obj=agenda)
    if not form.is_submitted():
        return _state_page(form, agenda, "remove")
    outcome = save(
        form,
        lambda: course.remove_agenda(agenda, by=current_user, version=form.version.data),
        present=lambda: EditForm(formdata=None, obj=_fresh(slug)),
    )
    if not outcome.is_saved:
        return _state_page(form, _fresh(slug), "remove", outcome.conflict), outcome.status
    flash(_("Het concept is verwijderd."), "success")
    return redirect(url_for(".list_agendas"))


@bp.route("/agendas/<slug>/next", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def new_next_agenda(slug: str) -> ResponseReturnValue:
    """Begin the next agenda with the unfinished action points of this one; the user says which."""
    agenda = queries.get_agenda(slug, current_user)
    why = queries.unfinished(agenda)
    rows = [(one.id, f"{one.code} {one.title}") for theme in agenda.themes for one in theme.actions]
    length = agenda.to_year - agenda.from_year
    start = {
        "from_year": agenda.to_year + 1,
        "to_year": agenda.to_year + 1 + length,
        "organisation_id": agenda.organisation_id,
        "action_ids": list(why),
    }
    form = NextForm(**start).offer_actions(rows)
    form.offer(_organisations())
    if not form.is_submitted():
        return _next_page(form, agenda, why)
    outcome = save(form, lambda: _add_next(form, agenda))
    if not outcome.is_saved:
        agenda = queries.get_agenda(slug, current_user)
        return _next_page(form, agenda, queries.unfinished(agenda)), outcome.status
    flash(
        _("Het concept is er, met de actiepunten die u koos. Aan de oude agenda is niets veranderd."),
        "success",
    )
    return redirect(url_for(".show_agenda", slug=outcome.result))


def _add_next(form: NextForm, agenda: Agenda) -> str:
    slug = queries.free_slug(slugify(form.title.data))
    chosen = form.action_ids.data or []
    return course.make_next(agenda, slug, form.values(), action_ids=chosen, by=current_user).slug


def open_agenda(slug: str) -> Agenda:
    """Return an agenda that may be changed, for a form; a closed one has no forms: not found."""
    agenda = queries.get_agenda_head(slug, current_user)
    if agenda.is_closed and request.method == "GET":
        raise NotFound("not_found")
    return agenda


def _fresh(slug: str) -> Agenda:
    return queries.get_agenda_head(slug, current_user, is_fresh=True)


def _organisations() -> list[tuple[int, str]]:
    return list(queries.list_organisations_to_choose())


def _form_page(form: AgendaForm, agenda: Agenda | None, conflict: Any = None) -> str:
    return render_template("portfolio/agendas/edit.html", form=form, agenda=agenda, conflict=conflict)


def _state_page(form: EditForm, agenda: Agenda, step: str, conflict: Any = None) -> str:
    return render_template(
        "portfolio/agendas/state.html", form=form, agenda=agenda, step=step, conflict=conflict
    )


def _next_page(form: NextForm, agenda: Agenda, why: dict[int, tuple[Unfinished, ...]]) -> str:
    words = {Unfinished.NOT_REPORTED: _("geen resultaat gemeld"), Unfinished.RUNS_ON: _("loopt door")}
    reasons = {str(id_): ", ".join(words[one] for one in found) for id_, found in why.items()}
    return render_template(
        "portfolio/agendas/next.html", form=form, agenda=agenda, reasons=reasons, unfinished=len(why)
    )
