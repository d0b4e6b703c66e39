"""Preconditions and risks of a use case over time: their history, and a short form to tell what is new."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, requires
from core.database import today
from core.errors import NotFound
from core.forms import EditForm
from core.web.save import save
from portfolio.actions.part_news import PreconditionNews, RiskNews, tell_preconditions, tell_risks
from portfolio.forms.part_news import PreconditionNewsForm, RiskNewsForm
from portfolio.models import UseCase
from portfolio.queries import part_history as queries
from portfolio.queries.use_cases import get_use_case, scores_are_visible
from portfolio.queries.visibility import scope_of
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address

Form = TypeVar("Form", bound=EditForm)


@bp.route("/use-cases/<code>/preconditions", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def tell_about_preconditions(code: str) -> ResponseReturnValue:
    """Show each precondition with its history and tell how it stands now."""

    def tell(form: PreconditionNewsForm, use_case: UseCase) -> int:
        rows = [row.form for row in form.preconditions]
        news = [
            PreconditionNews(row.id.data or 0, row.state.data, row.due_on.data, row.note.data) for row in rows
        ]
        return tell_preconditions(use_case, news, version=form.version.data or 0, by=current_user)

    return _tell(
        code, PreconditionNewsForm, tell, _present_preconditions, _preconditions_page, "randvoorwaarden"
    )


def _scope_of_risks(code: str) -> Scope:
    """Return the scope for a guard; who may not see the risks of this use case may not know of them."""
    scope = scope_in_address(code)
    if not scores_are_visible(get_use_case(code, current_user), current_user):
        raise NotFound("not_found")
    return scope


@bp.route("/use-cases/<code>/risks", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope_of_risks)
def tell_about_risks(code: str) -> ResponseReturnValue:
    """Show each risk with its history and grade it anew."""

    def tell(form: RiskNewsForm, use_case: UseCase) -> int:
        rows = [row.form for row in form.risks]
        news = [
            RiskNews(
                row.id.data or 0, row.likelihood.data, row.impact.data, row.mitigation.data, row.note.data
            )
            for row in rows
        ]
        return tell_risks(use_case, news, version=form.version.data or 0, by=current_user)

    return _tell(code, RiskNewsForm, tell, _present_risks, _risks_page, "risicos")


def _tell(
    code: str,
    kind: type[Form],
    tell: Callable[[Form, UseCase], int],
    present: Callable[[UseCase], Form],
    page: Callable[[Form, UseCase, Any], str],
    anchor: str,
) -> ResponseReturnValue:
    """Show the form of ``kind`` as it stands, or save what was typed in it, and go back to the use case."""
    use_case = get_use_case(code, current_user)
    if request.method == "GET":
        return page(present(use_case), use_case, None)
    form = kind()
    outcome = save(
        form,
        lambda: tell(form, use_case),
        present=lambda: present(get_use_case(code, current_user)),
    )
    if not outcome.is_saved:
        return page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    _thank(outcome.result)
    return redirect(url_for(".show_use_case", code=code, _anchor=anchor))


def _thank(told: int) -> None:
    if told:
        flash(ngettext("%(num)s verandering bewaard.", "%(num)s veranderingen bewaard.", told), "success")
    else:
        flash(_("Er was niets gewijzigd."), "info")


def _present_preconditions(use_case: UseCase) -> PreconditionNewsForm:
    followed = queries.follow_preconditions(use_case, today(), current_user)
    rows = [
        {"id": one.row.id, "state": one.row.state, "due_on": one.row.due_on}
        for one in followed
        if one.shared is None
    ]
    data: dict[str, Any] = {"version": queries.preconditions_version(use_case), "preconditions": rows}
    return PreconditionNewsForm(formdata=None, data=data)


def _present_risks(use_case: UseCase) -> RiskNewsForm:
    rows = [
        {"id": row.id, "likelihood": row.likelihood, "impact": row.impact, "mitigation": row.mitigation}
        for row in use_case.risks
    ]
    data: dict[str, Any] = {"version": queries.risks_version(use_case), "risks": rows}
    return RiskNewsForm(formdata=None, data=data)


def _preconditions_page(form: PreconditionNewsForm, use_case: UseCase, conflict: Any) -> str:
    followed = queries.follow_preconditions(use_case, today(), current_user)
    return render_template(
        "portfolio/forms/preconditions.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        followed={one.row.id: one for one in followed},
        shared=[one for one in followed if one.shared],
        may_share=may(Permission.PRECONDITION_SHARE, scope_of(use_case)),
        today=today(),
    )


def _risks_page(form: RiskNewsForm, use_case: UseCase, conflict: Any) -> str:
    return render_template(
        "portfolio/forms/risks.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        followed={one.row.id: one for one in queries.follow_risks(use_case)},
    )
