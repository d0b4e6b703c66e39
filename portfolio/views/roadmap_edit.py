"""The editor of a roadmap: move a use case by quarters, see at once what that does, undo it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_domain
from core.database import today
from core.errors import Invalid, NotFound
from core.i18n import localised
from core.web.save import save
from portfolio.actions.plan_log import is_promised, plan_of
from portfolio.actions.progress import move_plan, undo_move
from portfolio.forms.roadmap import MoveForm, UndoForm
from portfolio.models import UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries import plan_moves as log
from portfolio.queries.decisions import adopted_roadmap
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.quarters import Quarter, QuarterNotValid, span
from portfolio.rules.terms import PUBLISHED_PHASES, Phase
from portfolio.views.blueprint import bp
from portfolio.views.decisions_edit import board_scope
from portfolio.views.roadmap import lines_of
from portfolio.views.roadmap_drift import drift_of, plan_words

MOVABLE = (PUBLISHED_PHASES | {Phase.CANDIDATE}) - {Phase.FINISHED, Phase.STOPPED, Phase.PARKED}
MOST_MOVES = 20
OFFERED_QUARTERS = 16
# What a button does to (start, length).
STEPS = {"earlier": (-1, 0), "later": (1, 0), "shorter": (0, -1), "longer": (0, 1)}


def _scope_of_move(slug: str, **_rest: Any) -> Scope:
    return board_scope(slug)


@bp.get("/domains/<slug>/roadmap/edit")
@requires(Permission.USE_CASE_READ_DRAFT, of=board_scope)
def edit_roadmap(slug: str) -> ResponseReturnValue:
    """Show the draft of a roadmap with a way to move each row, and what was moved last."""
    return _page(get_domain(slug))


@bp.route("/domains/<slug>/roadmap/edit/<code>", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope_of_move)
def move_on_roadmap(slug: str, code: str) -> ResponseReturnValue:
    """Move one use case: to a quarter and a length, or a step earlier, later, shorter or longer.

    ``?start=`` fills in another first quarter than that of now, where a bar was dragged to.
    """
    domain = get_domain(slug)
    use_case = _movable(domain, code)
    if request.method == "GET":
        return _page(domain, use_case, _asked(_present(use_case)))
    form = MoveForm()
    outcome = save(form, lambda: _move(form, use_case), present=lambda: _present(_movable(domain, code)))
    if not outcome.is_saved:
        page = _page(get_domain(slug), _movable(domain, code), form, outcome.conflict)
        return page, outcome.status
    if outcome.result is None:
        flash(_("Er was niets gewijzigd."), "info")
    else:
        flash(moved_words(use_case), "moved")
    return redirect(url_for(".move_on_roadmap", slug=slug, code=code, _anchor="verplaats"))


@bp.route("/domains/<slug>/roadmap/moves/<id:move_id>/undo", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope_of_move)
def undo_on_roadmap(slug: str, move_id: int) -> ResponseReturnValue:
    """Put a use case back where a move found it."""
    domain = get_domain(slug)
    move, use_case = _found(domain, move_id)
    if request.method == "GET":
        return _undo_page(domain, move, use_case, _undoing(use_case))
    form = UndoForm()
    outcome = save(
        form,
        lambda: undo_move(
            move,
            use_case,
            by=current_user,
            version=form.version.data,
            reason=form.reason.data,
            note=form.note.data,
        ),
        present=lambda: _undoing(_found(domain, move_id)[1]),
    )
    if not outcome.is_saved:
        move, use_case = _found(domain, move_id)
        page = _undo_page(get_domain(slug), move, use_case, form, outcome.conflict)
        return page, outcome.status
    flash(_("Teruggezet. %(moved)s", moved=moved_words(use_case)), "moved")
    return redirect(url_for(".move_on_roadmap", slug=slug, code=use_case.code, _anchor="verplaats"))


def moved_words(use_case: UseCase) -> str:
    """Return what a move did, to be announced: where it stands now, and how far off the promise."""
    start, quarters = plan_of(use_case)
    if start is None or quarters is None:
        return _("%(code)s heeft geen plek meer op de routekaart.", code=use_case.code)
    first, last = Quarter.from_index(start), Quarter.from_index(start + quarters - 1)
    promise = log.list_promises(use_case.domain_id).get(use_case.code)
    drift = drift_of(promise, first, last, use_case.phase, today())
    told = _(
        "%(code)s %(title)s staat nu in %(quarters)s.",
        code=use_case.code,
        title=localised(use_case, "title"),
        quarters=plan_words((start, quarters)),
    )
    if drift is None:
        return told
    against = _("Tegen de eerste belofte: %(drift)s.", drift=drift.words)
    return f"{told} {against}"


def _move(form: MoveForm, use_case: UseCase) -> PlanMove | None:
    start, quarters = form.start.index, form.quarters.data
    if start is None:
        raise Invalid([("start", "plan_whole", {})])
    earlier, longer = STEPS.get(request.form.get("step", ""), (0, 0))
    return move_plan(
        use_case,
        start=start + earlier,
        quarters=quarters + longer,
        by=current_user,
        reason=form.reason.data,
        note=form.note.data,
        version=form.version.data,
    )


def _movable(domain: Domain, code: str) -> UseCase:
    """Return a use case that this domain leads and that can be planned; 404 for another."""
    use_case = get_use_case(code, current_user)
    if use_case.domain_id != domain.id or use_case.phase not in MOVABLE or use_case.is_draft:
        raise NotFound("not_found")
    return use_case


def _found(domain: Domain, move_id: int) -> tuple[PlanMove, UseCase]:
    found = log.find_move(domain.id, move_id)
    if found is None:
        raise NotFound("not_found")
    return found[0], _movable(domain, found[1])


def _present(use_case: UseCase) -> MoveForm:
    start, quarters = plan_of(use_case)
    first = Quarter.of(today()) + 1 if start is None else Quarter.from_index(start)
    data = {"version": use_case.version, "start": first.typed, "quarters": quarters or 2}
    return MoveForm(formdata=None, data=data)


def _asked(form: MoveForm) -> MoveForm:
    """Fill in the quarter that the address asks for; what can't be read changes nothing."""
    try:
        form.start.data = Quarter.parse(request.args.get("start", "")).typed
    except QuarterNotValid:
        return form
    return form


def _undoing(use_case: UseCase) -> UndoForm:
    return UndoForm(formdata=None, data={"version": use_case.version})


def _page(
    domain: Domain, use_case: UseCase | None = None, form: MoveForm | None = None, conflict: Any = None
) -> str:
    lines = lines_of(domain, use_case.code if use_case else None, is_draft=True)
    may_plan = may(Permission.USE_CASE_PLAN, Scope(frozenset({domain.id})))
    moves = log.list_moves(current_user, domain.id, MOST_MOVES, promised_only=False)
    return render_template(
        "portfolio/roadmap_edit.html",
        domain=domain,
        lines=lines,
        chosen=use_case,
        form=form,
        conflict=conflict,
        is_promised=use_case is not None and is_promised(use_case),
        about=lines.about(use_case.code) if use_case else [],
        may_plan=may_plan,
        moves=moves,
        last_move=next((one for one in moves if use_case and one.code == use_case.code), None),
        movable=MOVABLE,
        quarters=[quarter.typed for quarter in span(Quarter.of(today()), OFFERED_QUARTERS)],
        adopted=adopted_roadmap(domain.id),
    )


def _undo_page(
    domain: Domain, move: PlanMove, use_case: UseCase, form: UndoForm, conflict: Any = None
) -> str:
    return render_template(
        "portfolio/roadmap_undo.html",
        domain=domain,
        use_case=use_case,
        form=form,
        conflict=conflict,
        can_undo=move.id in log.standing_ids(use_case.id)[:1]
        and plan_of(use_case) == (move.to_start, move.to_quarters),
        asks_reason=move.reason is None and is_promised(use_case),
        before=plan_words((move.from_start, move.from_quarters)),
        now=plan_words((move.to_start, move.to_quarters)),
    )
