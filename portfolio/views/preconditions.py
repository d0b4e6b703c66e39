"""What use cases wait for: the list by value held up, one shared precondition, and the form to change it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, public, requires
from accounts.queries import find_domain, list_domains
from core.database import day_of, today
from core.forms import tidy
from core.web.page_cache import kept
from core.web.paging import PER_PAGE, Page, wanted_page
from core.web.save import save
from portfolio.actions.precondition_sharing import SharedText, edit_shared
from portfolio.forms.preconditions import SharedPreconditionForm
from portfolio.models.progress import SharedPrecondition
from portfolio.queries import shared_preconditions as queries
from portfolio.queries.blocking import count_blocking, find_freed, list_blocking
from portfolio.queries.narrowing import Within
from portfolio.queries.progress_charts import Asked
from portfolio.rules.precondition_course import is_late, open_since
from portfolio.views.blueprint import bp


@bp.get("/preconditions/")
@public
@kept
def list_preconditions() -> ResponseReturnValue:
    """Show what holds up most, of what this reader may read."""
    slug = tidy(request.args.get("domain", ""))[:80]
    domain = find_domain(slug) if slug else None
    asked = Asked(current_user, today(), Within(domain_id=domain.id if domain else None))
    things, use_cases = count_blocking(asked)
    last = max(1, -(-things // PER_PAGE))
    number = min(wanted_page(), last)
    rows = list_blocking(asked, most=PER_PAGE, start=(number - 1) * PER_PAGE)
    return render_template(
        "portfolio/preconditions.html",
        page=Page(rows, number, things),
        use_cases=use_cases,
        domain=domain,
        domains=list_domains(),
        count_words=ngettext("%(num)s randvoorwaarde", "%(num)s randvoorwaarden", things),
        today=today(),
    )


@bp.get("/preconditions/<id:shared_id>")
@public
@kept
def show_precondition(shared_id: int) -> ResponseReturnValue:
    """Show one shared precondition: how it stands, how it went, and who waits for it."""
    shared = queries.get_shared(shared_id, current_user)
    changes = queries.list_changes(shared_id)
    on = today()
    since = open_since(shared.state, [(one.on, one.state) for one in changes], day_of(shared.created_at))
    uses = queries.list_uses(shared_id, current_user)
    return render_template(
        "portfolio/precondition.html",
        shared=shared,
        changes=changes,
        uses=uses,
        freed=find_freed(Asked(current_user, on), shared_id),
        days_open=(on - since).days if since else None,
        is_late=is_late(shared.state, shared.due_on, on),
        may_edit=may(Permission.PRECONDITION_SHARE, queries.scope_of_shared(shared_id, current_user)),
    )


def _scope(shared_id: int) -> Scope:
    return queries.scope_of_shared(shared_id, current_user)


@bp.route("/preconditions/<id:shared_id>/edit", methods=["GET", "POST"])
@requires(Permission.PRECONDITION_SHARE, of=_scope)
def edit_precondition(shared_id: int) -> ResponseReturnValue:
    """Change the words, the owner, the state or the date, for every use case that waits for it."""
    shared = queries.get_shared(shared_id, current_user)
    if request.method == "GET":
        return _page(_present(shared), shared)
    form = _offer(SharedPreconditionForm())
    outcome = save(
        form,
        lambda: edit_shared(
            shared,
            told=SharedText(
                form.kind.data, form.text.data, form.text_en.data, form.owner_organisation_id.data
            ),
            state=form.state.data,
            due_on=form.due_on.data,
            note=form.note.data,
            version=form.version.data or 0,
            by=current_user,
        ),
        present=lambda: _present(queries.get_shared(shared_id, current_user)),
    )
    if not outcome.is_saved:
        return _page(form, queries.get_shared(shared_id, current_user), outcome.conflict), outcome.status
    flash(_("Opgeslagen. Elke use case die hierop wacht, volgt."), "success")
    return redirect(url_for(".show_precondition", shared_id=shared_id))


def _offer(form: SharedPreconditionForm) -> SharedPreconditionForm:
    form.owner_organisation_id.offer(queries.organisations_to_choose(), blank=_("Nog niet bekend"))
    return form


def _present(shared: SharedPrecondition) -> SharedPreconditionForm:
    names = ("text", "text_en", "kind", "owner_organisation_id", "state", "due_on", "version")
    data: dict[str, Any] = {name: getattr(shared, name) for name in names}
    return _offer(SharedPreconditionForm(formdata=None, data=data))


def _page(form: SharedPreconditionForm, shared: SharedPrecondition, conflict: Any = None) -> str:
    return render_template(
        "portfolio/forms/shared_precondition.html",
        form=form,
        shared=shared,
        conflict=conflict,
        uses=queries.list_uses(shared.id, current_user),
    )
