"""Say that a precondition of a use case is the same as another one, or that it is not."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, Scope, requires
from core.errors import NotFound
from core.i18n import localised
from core.web.save import save
from portfolio.actions.precondition_sharing import (
    join_precondition,
    leave_precondition,
    share_precondition,
)
from portfolio.forms.preconditions import NEW, LeaveForm, ShareForm
from portfolio.labels import label
from portfolio.models import Precondition, UseCase
from portfolio.models.progress import SharedPrecondition
from portfolio.queries import shared_preconditions as queries
from portfolio.queries.part_history import preconditions_version, shared_of
from portfolio.queries.shared_preconditions import Alike
from portfolio.queries.use_cases import get_use_case
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address

_ONE = "/use-cases/<code>/preconditions/<id:precondition_id>"


def _scope(code: str, precondition_id: int) -> Scope:
    return scope_in_address(code)


def _get(code: str, precondition_id: int) -> tuple[UseCase, Precondition, SharedPrecondition | None]:
    use_case = get_use_case(code, current_user)
    row = next((one for one in use_case.preconditions if one.id == precondition_id), None)
    if row is None:
        raise NotFound("not_found")
    return use_case, row, shared_of([row.id]).get(row.id)


@bp.route(f"{_ONE}/share", methods=["GET", "POST"])
@requires(Permission.PRECONDITION_SHARE, of=_scope)
def share_precondition_of(code: str, precondition_id: int) -> ResponseReturnValue:
    """Choose what it is the same as, the most alike first."""
    use_case, row, shared = _get(code, precondition_id)
    if shared is not None:
        return redirect(url_for(".show_precondition", shared_id=shared.id))
    alike = queries.list_alike(row, current_user)
    if request.method == "GET":
        return _share_page(_present(use_case, alike), use_case, row, alike)
    form = ShareForm().offer(_choices(alike))
    outcome = save(
        form,
        lambda: _share(row, form.choice.data),
        present=lambda: _present(get_use_case(code, current_user), alike),
    )
    if not outcome.is_saved:
        use_case, row, _shared = _get(code, precondition_id)
        return _share_page(form, use_case, row, alike, outcome.conflict), outcome.status
    flash(_("De randvoorwaarde is nu gedeeld. Wijzig stand en dag voortaan op deze pagina."), "success")
    return redirect(url_for(".show_precondition", shared_id=outcome.result))


def _share(row: Precondition, choice: str) -> int:
    kind, _dash, number = choice.partition("-")
    if kind == "shared":
        shared = queries.get_shared(int(number), current_user)
        join_precondition(row, shared, by=current_user)
    elif kind == "with":
        other = queries.find_joinable(int(number), current_user)
        shared = share_precondition(row, by=current_user, same=[other])
    else:
        shared = share_precondition(row, by=current_user)
    return shared.id


@bp.route(f"{_ONE}/leave", methods=["GET", "POST"])
@requires(Permission.PRECONDITION_SHARE, of=_scope)
def leave_shared_precondition(code: str, precondition_id: int) -> ResponseReturnValue:
    """Let it go its own way again, after one question."""
    use_case, row, shared = _get(code, precondition_id)
    if shared is None:
        return redirect(url_for(".show_use_case", code=code, _anchor="randvoorwaarden"))
    if request.method == "GET":
        return _leave_page(_leaving(use_case), use_case, row, shared)
    form = LeaveForm()
    outcome = save(
        form,
        lambda: leave_precondition(row, by=current_user),
        present=lambda: _leaving(get_use_case(code, current_user)),
    )
    if not outcome.is_saved:
        use_case, row, _shared = _get(code, precondition_id)
        return _leave_page(form, use_case, row, shared, outcome.conflict), outcome.status
    flash(_("De randvoorwaarde is losgemaakt. Zij houdt de stand en de dag die zij had."), "success")
    return redirect(url_for(".show_use_case", code=code, _anchor="randvoorwaarden"))


def _choices(alike: list[Alike]) -> list[tuple[str, str]]:
    """Return what to choose from: what is shared or one's own to join, then a new shared one."""
    found = []
    for one in alike:
        if not one.may_join:
            continue
        words = localised(one, "text")
        if one.shared_id is not None:
            shared = _("gedeeld")
            found.append((f"shared-{one.shared_id}", f"{words} ({shared}, {label(one.state)})"))
        else:
            found.append((f"with-{one.precondition_id}", f"{words} ({one.code}, {label(one.state)})"))
    found.append((NEW, _("Nog geen andere: maak hem alvast deelbaar")))
    return found


def _present(use_case: UseCase, alike: list[Alike]) -> ShareForm:
    form = ShareForm(formdata=None, data={"version": preconditions_version(use_case)})
    return form.offer(_choices(alike))


def _leaving(use_case: UseCase) -> LeaveForm:
    return LeaveForm(formdata=None, data={"version": preconditions_version(use_case)})


def _share_page(
    form: ShareForm, use_case: UseCase, row: Precondition, alike: list[Alike], conflict: Any = None
) -> str:
    return render_template(
        "portfolio/forms/precondition_share.html",
        form=form,
        use_case=use_case,
        row=row,
        elsewhere=[one for one in alike if not one.may_join],
        conflict=conflict,
    )


def _leave_page(
    form: LeaveForm, use_case: UseCase, row: Precondition, shared: SharedPrecondition, conflict: Any = None
) -> str:
    return render_template(
        "portfolio/forms/precondition_leave.html",
        form=form,
        use_case=use_case,
        row=row,
        shared=shared,
        conflict=conflict,
    )
