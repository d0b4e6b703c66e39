"""A scheduling proposal for the roadmap of a domain: fast at once, exact on demand, taken over by ticking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_domain
from core.database import today
from core.errors import Conflict, NotFound
from core.web.save import save
from core.web.tables import json_response
from portfolio.actions.schedules import accept_moves, ask_schedule, cancel_schedule
from portfolio.forms.proposal import GAPS, AcceptForm, ExactForm, aim_words
from portfolio.models import RunState, ScheduleRun
from portfolio.queries.schedules import find_run, load_roadmap
from portfolio.rules.quarters import Quarter
from portfolio.rules.schedule import make_question, tidied
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.proposal import Status
from portfolio.rules.selection.scheduling import Aim, Schedule
from portfolio.views.blueprint import bp
from portfolio.views.decisions_edit import board_scope
from portfolio.views.proposal import Proposal, fast_proposal, quality_words, stage_of

MOST_LEFT = 12
_BASE = "/domains/<slug>/roadmap/proposal"


def _scope(slug: str, **_rest: Any) -> Scope:
    return board_scope(slug)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the aim, and whether what was promised may move."""

    aim: Aim
    may_move_promised: bool

    @property
    def arguments(self) -> dict[str, Any]:
        """The same, for an address."""
        return {"aim": self.aim.value} | ({"promised": "1"} if self.may_move_promised else {})


def _asked(values: Mapping[str, str]) -> Asked:
    aim = Aim.COMPLETION if values.get("aim") == Aim.COMPLETION else Aim.VALUE
    return Asked(aim, values.get("promised") == "1")


@bp.get(_BASE)
@requires(Permission.USE_CASE_READ_DRAFT, of=board_scope)
def show_proposal(slug: str) -> ResponseReturnValue:
    """Show the best proposal for the planning of now: the exact one if there is one, else the fast."""
    domain = get_domain(slug)
    asked = _asked(request.args)
    run = find_run(domain.id)
    return _page(domain, asked, _best(domain, asked, run), run)


@bp.route(f"{_BASE}/exact", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope)
def ask_exact_proposal(slug: str) -> ResponseReturnValue:
    """Ask a worker for the exact answer, with a limit in time and a gap that is near enough."""
    domain = get_domain(slug)
    asked = _asked(request.args)
    form = ExactForm() if request.method == "POST" else ExactForm(formdata=None)
    status = 200
    if request.method == "POST":
        question = _question(domain, asked)
        outcome = save(
            form,
            lambda: ask_schedule(
                domain,
                question,
                may_move_promised=asked.may_move_promised,
                seconds=float(form.seconds.data),
                gap=GAPS[form.gap.data],
                by=current_user,
            ),
        )
        if outcome.is_saved:
            flash(_("De exacte berekening is aangevraagd."), "success")
            return _back(slug, asked)
        status = outcome.status
        domain = get_domain(slug)
    page = render_template("portfolio/proposal_exact.html", domain=domain, form=form, asked=asked)
    return page, status


@bp.route(f"{_BASE}/cancel", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope)
def cancel_exact_proposal(slug: str) -> ResponseReturnValue:
    """Stop the calculation that is going on, with the best it found."""
    domain = get_domain(slug)
    run = find_run(domain.id)
    if run is None:
        raise NotFound("not_found")
    form = ExactForm()
    status = 200
    if request.method == "POST":
        outcome = save(form, lambda: cancel_schedule(run, by=current_user))
        if outcome.is_saved:
            flash(_("De berekening stopt zo."))
            return _back(slug, _asked_of(run))
        status = outcome.status
        domain = get_domain(slug)
    return render_template("portfolio/proposal_cancel.html", domain=domain, form=form), status


@bp.get(f"{_BASE}/progress.json")
@requires(Permission.USE_CASE_READ_DRAFT, of=_scope)
def show_progress_of_proposal(slug: str) -> ResponseReturnValue:
    """Tell how far the last exact calculation is, for the page that waits for it."""
    run = find_run(get_domain(slug).id)
    if run is None:
        return json_response({"state": "none", "is_final": True, "progress": 0, "words": ""})
    return json_response(
        {
            "run": run.id,
            "state": "running" if run.is_at_work else run.state,
            "is_final": run.is_final,
            "is_busy": not run.is_final,
            "progress": run.job.progress if run.job is not None else 100,
            "words": state_words(run),
        }
    )


@bp.route(f"{_BASE}/accept", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=_scope)
def accept_proposal(slug: str) -> ResponseReturnValue:
    """Move what was ticked; when the planning changed since the proposal, show a new one instead."""
    domain = get_domain(slug)
    asked = _asked(request.args)
    if request.method == "GET":
        return _back(slug, asked)
    form = AcceptForm()
    run = find_run(domain.id)
    proposal = _best(domain, asked, run, wants=form.run.data or "")

    def act() -> int:
        shown = str(proposal.run.id) if proposal.run else ""
        if form.question.data != proposal.question.hash or (form.run.data or "") != shown:
            raise Conflict("stale")
        codes = set(request.form.getlist("codes"))
        wanted = [one for one in proposal.moves if one.row.code in codes or "all" in request.form]
        made = accept_moves(
            domain,
            {one.row.code: (Quarter.from_index(one.after[0]), one.after[1]) for one in wanted},
            by=current_user,
            reason=form.reason.data,
            note=form.note.data or "",
            before={one.row.code: one.before for one in wanted},
        )
        return len(made)

    try:
        outcome = save(form, act)
    except Conflict:
        domain = get_domain(slug)
        fresh = _best(domain, asked, run)
        return _page(domain, asked, fresh, run, is_stale=True), 409
    if not outcome.is_saved:
        domain = get_domain(slug)
        ticked = frozenset(request.form.getlist("codes"))
        fresh = _best(domain, asked, find_run(domain.id), wants=form.run.data or "")
        return _page(domain, asked, fresh, find_run(domain.id), form=form, ticked=ticked), outcome.status
    told = ngettext(
        "%(num)s use case is verplaatst, zoals voorgesteld.",
        "%(num)s use cases zijn verplaatst, zoals voorgesteld.",
        outcome.result,
    )
    undo = _("Elke verplaatsing is apart ongedaan te maken.")
    flash(f"{told} {undo}", "success")
    return redirect(url_for(".edit_roadmap", slug=slug))


def _question(domain: Domain, asked: Asked) -> Any:
    roadmap = load_roadmap(domain.id, today())
    now = Quarter.of(today())
    return make_question(roadmap, asked.aim, now, may_move_promised=asked.may_move_promised)


def _best(domain: Domain, asked: Asked, run: ScheduleRun | None, wants: str | None = None) -> Proposal:
    """Return the exact answer when there is one to this very question, else the fast one.

    ``wants`` is the run that a page showed: "" for the fast answer, None for whatever is best.
    """
    roadmap = load_roadmap(domain.id, today())
    question = make_question(
        roadmap, asked.aim, Quarter.of(today()), may_move_promised=asked.may_move_promised
    )
    stage = stage_of(current_user, domain.id, roadmap, today())
    if run is None or wants == "" or run.result is None or run.input_hash != question.hash:
        return fast_proposal(stage, question)
    found = from_plain(Schedule, run.result)
    if found.status in (Status.INFEASIBLE, Status.NOTHING_FOUND) or found.unplaced:
        return fast_proposal(stage, question)
    return Proposal(stage, question, tidied(question, found), run)


def _page(
    domain: Domain,
    asked: Asked,
    proposal: Proposal,
    run: ScheduleRun | None,
    *,
    form: AcceptForm | None = None,
    ticked: frozenset[str] | None = None,
    is_stale: bool = False,
) -> str:
    shown = form or AcceptForm(formdata=None).shows(
        proposal.question, proposal.run.id if proposal.run else None
    )
    is_of_now = run is not None and run.input_hash == proposal.question.hash
    return render_template(
        "portfolio/proposal.html",
        domain=domain,
        asked=asked,
        aims=[(aim.value, aim_words(aim)) for aim in Aim],
        proposal=proposal,
        quality=quality_words(proposal),
        form=shown,
        ticked=ticked,
        is_stale=is_stale,
        run=run,
        run_words=state_words(run) if run else "",
        is_impossible=is_of_now and _is_impossible(run),
        is_of_now=is_of_now,
        most=MOST_LEFT,
        may_plan=may(Permission.USE_CASE_PLAN, Scope(frozenset({domain.id}))),
        view=_Window(proposal.question.terms.horizon.quarters if proposal.question.terms.horizon else ()),
    )


@dataclass(frozen=True)
class _Window:
    """The quarters of a proposal, as the bars of a roadmap want them."""

    grid: tuple[Quarter, ...]
    today: float | None = None
    passed: float = 0.0


def _is_impossible(run: ScheduleRun | None) -> bool:
    return run is not None and run.result is not None and run.result.get("status") == Status.INFEASIBLE


def state_words(run: ScheduleRun) -> str:
    """Return where an exact calculation stands."""
    if run.is_at_work:
        return _("de berekening loopt")
    words = {
        RunState.QUEUED: _("wacht op de rekenmachine"),
        RunState.DONE: _("klaar"),
        RunState.CANCELLED: _("afgebroken"),
        RunState.TIMED_OUT: _("gestopt op tijd"),
        RunState.FAILED: _("mislukt"),
    }
    return words[run.state]


def _asked_of(run: ScheduleRun) -> Asked:
    return Asked(Aim(run.aim), run.may_move_promised)


def _back(slug: str, asked: Asked) -> ResponseReturnValue:
    return redirect(url_for(".show_proposal", slug=slug, **asked.arguments))
