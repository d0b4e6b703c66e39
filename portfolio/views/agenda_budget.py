"""The budget of an agenda: a line with, year by year, what it may spend and what was spent."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.slugs import slugify
from core.web.save import save
from portfolio.actions import agenda as actions
from portfolio.forms.agenda import LineForm, filled_line_form
from portfolio.models import Agenda, BudgetLine
from portfolio.queries import agenda as queries
from portfolio.views.agendas import open_agenda
from portfolio.views.blueprint import bp


@bp.route("/agendas/<slug>/budget/new", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def new_budget_line(slug: str) -> ResponseReturnValue:
    """Add a line to the budget."""
    open_agenda(slug)
    agenda = queries.get_agenda(slug, current_user)
    form = filled_line_form(agenda, None)
    if not form.is_submitted():
        return _page(form, agenda, None)
    outcome = save(form, lambda: _add(form, agenda))
    if not outcome.is_saved:
        return _page(form, queries.get_agenda(slug, current_user), None), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_agenda", slug=slug, _anchor="budget"))


def _add(form: LineForm, agenda: Agenda) -> BudgetLine:
    amounts, spent = form.money()
    taken = {line.slug for line in agenda.budget_lines}
    base = slugify(form.name.data)[:70] or "onderdeel"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    position = max((line.position for line in agenda.budget_lines), default=-1) + 1
    values = form.values() | {"position": position}
    return actions.add_budget_line(agenda, slug, values, amounts=amounts, spent=spent, by=current_user)


@bp.route("/agendas/<slug>/budget/<id:line_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGENDA_EDIT)
def edit_budget_line(slug: str, line_id: int) -> ResponseReturnValue:
    """Change a line: its name, its amounts and what was spent."""
    agenda = open_agenda(slug)
    line = queries.get_line(slug, line_id, current_user)
    form = filled_line_form(agenda, line)
    if not form.is_submitted():
        return _page(form, agenda, line)
    outcome = save(
        form,
        lambda: _edit(form, line),
        present=lambda: filled_line_form(
            agenda, queries.get_line(slug, line_id, current_user, is_fresh=True), formdata=None
        ),
    )
    if not outcome.is_saved:
        line = queries.get_line(slug, line_id, current_user, is_fresh=True)
        return _page(form, line.agenda, line, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_agenda", slug=slug, _anchor="budget"))


def _edit(form: LineForm, line: BudgetLine) -> None:
    amounts, spent = form.money()
    actions.edit_budget_line(
        line, form.values(), amounts=amounts, spent=spent, by=current_user, version=form.version.data
    )


def _page(form: LineForm, agenda: Agenda, line: BudgetLine | None, conflict: Any = None) -> str:
    return render_template(
        "portfolio/agendas/line.html", form=form, agenda=agenda, line=line, conflict=conflict
    )
