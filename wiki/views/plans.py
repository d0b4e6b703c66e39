"""How far organisations are with a step plan: the matrix, and the form of one step for one's own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.database import today
from core.errors import NotAllowed, NotFound
from core.web.page_cache import kept
from core.web.save import save
from wiki.actions.plans import set_progress
from wiki.forms.plan import ProgressForm
from wiki.models import Page, PlanProgress
from wiki.queries import plans as queries
from wiki.rules.plan import Step, StepState, count_done, is_finished, steps_of
from wiki.rules.terms import PageKind
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page


@bp.get("/wiki/<slug>/progress")
@public
@kept
def show_progress(slug: str) -> ResponseReturnValue:
    """Organisations against the steps of a plan."""
    page, steps = _plan(slug)
    by_organisation: dict[int, list[PlanProgress]] = {}
    for row in queries.list_progress(page.id):
        by_organisation.setdefault(row.organisation_id, []).append(row)
    return render_template(
        "wiki/progress.html",
        page=page,
        steps=steps,
        rows=[_row(rows, steps) for rows in by_organisation.values()],
        own=_own_organisation(),
        own_rows={row.step: row for row in by_organisation.get(_own_organisation() or 0, [])},
        not_started=StepState.NOT_STARTED,
    )


def _row(rows: list[PlanProgress], steps: list[Step]) -> dict[str, Any]:
    states = {row.step: row.state for row in rows}
    return {
        "organisation": rows[0].organisation,
        "by_step": {row.step: row for row in rows},
        "done": count_done(steps, states),
        "is_finished": is_finished(steps, states),
        "is_illustrative": any(row.is_illustrative for row in rows),
    }


@bp.route("/wiki/<slug>/progress/<key>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def edit_progress(slug: str, key: str) -> ResponseReturnValue:
    """Say how far one's own organisation is with one step."""
    page, steps = _plan(slug)
    step = next((one for one in steps if one.key == key), None)
    if step is None:
        raise NotFound("step_not_found")
    organisation = _own_organisation()
    if organisation is None:
        raise NotAllowed("step_without_organisation")
    if request.method == "GET":
        return _show(page, step, _present(page.id, organisation, key))
    form = ProgressForm()
    day = today()

    def act() -> PlanProgress:
        return set_progress(
            page,
            key,
            organisation_id=organisation,
            state=form.state.data,
            on=form.on.data,
            note=form.note.data,
            today=day,
            seen_version=form.version.data or 0,
            by=current_user,
        )

    id_ = page.id
    outcome = save(form, act, present=lambda: _present(id_, organisation, key))
    if not outcome.is_saved:
        return _show(_plan(slug)[0], step, form, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for("wiki.show_progress", slug=page.slug), 303)


def _present(page_id: int, organisation: int, key: str) -> ProgressForm:
    row = queries.find_progress(page_id, organisation, key)
    values = {"state": StepState.BUSY, "on": today(), "note": "", "version": 0}
    if row is not None:
        values = {"state": row.state, "on": row.on, "note": row.note, "version": row.version}
    return ProgressForm(formdata=None, data=values)


def _show(page: Page, step: Step, form: ProgressForm, conflict: Any = None) -> str:
    return render_template("wiki/progress_edit.html", page=page, step=step, form=form, conflict=conflict)


def _plan(slug: str) -> tuple[Page, list[Step]]:
    page = loaded_page(slug)
    steps = steps_of(page.fields) if page.kind is PageKind.STEP_PLAN else []
    if not steps or page.is_deleted:
        raise NotFound("page_not_found")
    return page, steps


def _own_organisation() -> int | None:
    return current_user.organisation_id if current_user.is_authenticated else None
