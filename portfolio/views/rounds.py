"""Scoring rounds of a board: the list, and what the secretary does with one."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_domain
from core.database import utc_now
from core.i18n import format_moment
from core.web.save import save
from portfolio.actions import rounds as actions
from portfolio.forms.rounds import (
    CancelForm,
    DeadlineForm,
    RoundForm,
    StepForm,
    day_and_time,
    first_values,
    initial_round,
    round_form,
)
from portfolio.models import ScoringRound
from portfolio.queries import rounds as queries
from portfolio.queries.round_scores import reveal
from portfolio.rules.round_terms import READABLE, RoundState, Viewpoint
from portfolio.rules.rounds import may_reveal, state_at
from portfolio.views.blueprint import bp


def board_scope(slug: str, **_rest: Any) -> Scope:
    """Return the scope of a domain; to who is not in its board it does not exist."""
    return queries.scope_of_domain(slug)


@bp.app_template_global("sees_rounds")
def sees_rounds(domain: Domain) -> bool:
    """Tell whether the reader may see that a domain has scoring rounds."""
    return bool(may(Permission.ROUND_READ, Scope(frozenset({domain.id}))))


def is_secretary(domain: Domain) -> bool:
    """Tell whether the reader prepares the rounds of a domain."""
    return bool(may(Permission.ROUND_OPEN, Scope(frozenset({domain.id}))))


@bp.get("/domains/<slug>/rounds/")
@requires(Permission.ROUND_READ, of=board_scope)
def list_rounds(slug: str) -> ResponseReturnValue:
    """List the rounds of a board, newest first."""
    domain = get_domain(slug)
    now = utc_now()
    rounds = queries.list_rounds(domain, current_user)
    return render_template(
        "portfolio/rounds/list.html",
        domain=domain,
        rows=[(round_, state_at(round_.state, round_.deadline, now)) for round_ in rounds],
        is_secretary=is_secretary(domain),
    )


@bp.get("/domains/<slug>/rounds/<id:round_number>")
@requires(Permission.ROUND_READ, of=board_scope)
def show_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Show a round as far as it is, and what this reader can do; who is done only to the secretary."""
    round_ = queries.get_round(slug, round_number, current_user)
    now = utc_now()
    state = state_at(round_.state, round_.deadline, now)
    secretary = is_secretary(round_.domain)
    scorer = queries.find_scorer(round_, current_user)
    are_all_done = bool(round_.scorers) and all(one.submitted_at for one in round_.scorers)
    spoken = {one.viewpoint for one in round_.scorers}
    return render_template(
        "portfolio/rounds/show.html",
        round=round_,
        domain=round_.domain,
        state=state,
        is_readable=round_.state in READABLE,
        is_secretary=secretary,
        # After the reveal nobody sees who spoke for what: comments carry a viewpoint.
        scorers=round_.scorers if secretary and round_.state not in READABLE else None,
        own=scorer,
        spoken=[point for point in Viewpoint if point in spoken],
        missing=[point for point in Viewpoint if point not in spoken],
        may_reveal=secretary and may_reveal(round_.state, round_.deadline, now, are_all_done=are_all_done),
        are_all_done=are_all_done,
        second=queries.successor_of(round_),
        now=now,
    )


@bp.route("/domains/<slug>/rounds/new", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def new_round(slug: str) -> ResponseReturnValue:
    """Prepare a round; it is a draft that only the secretary sees."""
    domain = get_domain(slug)
    form_class = _form_class(domain)
    if request.method == "GET":
        return _plan_page(form_class(formdata=None), domain)
    form = form_class()
    outcome = save(form, lambda: actions.create_round(domain, form.plan(), by=current_user))
    if not outcome.is_saved:
        return _plan_page(form, get_domain(slug)), outcome.status
    flash(_("De ronde staat klaar als concept. Controleer haar en open haar dan."), "success")
    return redirect(url_for(".show_round", slug=slug, round_number=outcome.result.number))


@bp.route("/domains/<slug>/rounds/<id:round_number>/edit", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def edit_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Change a draft."""
    round_ = queries.get_round(slug, round_number, current_user)
    if round_.state is not RoundState.DRAFT:
        return redirect(_address(round_))
    form_class = _form_class(round_.domain, round_)

    def present() -> RoundForm:
        again = queries.get_round(slug, round_number, current_user)
        return form_class(formdata=None, data=initial_round(again))

    if request.method == "GET":
        return _plan_page(present(), round_.domain, round_=round_)
    form = form_class()
    outcome = save(
        form,
        lambda: actions.edit_round(round_, form.plan(), by=current_user, version=form.version.data),
        present=present,
    )
    round_ = queries.get_round(slug, round_number, current_user)
    if not outcome.is_saved:
        return _plan_page(form, round_.domain, round_=round_, conflict=outcome.conflict), outcome.status
    flash(_("De ronde is bewaard."), "success")
    return redirect(_address(round_))


@bp.route("/domains/<slug>/rounds/<id:round_number>/second", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def begin_second_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Prepare a second round on what people differ about."""
    first = queries.get_round(slug, round_number, current_user)
    form_class = _form_class(first.domain, first)
    if request.method == "GET":
        found = reveal(first, current_user) if first.state in READABLE else None
        wide = [id_ for id_, outcome in found.outcomes.items() if outcome.is_wide] if found else []
        form = form_class(
            formdata=None,
            data={
                "title": _("%(title)s, tweede ronde", title=first.title)[:160],
                "use_cases": wide or [entry.use_case_id for entry in first.use_cases],
                **first_values({one.person_id: one.viewpoint for one in first.scorers}),
            },
        )
        return _plan_page(form, first.domain, first=first)
    form = form_class()
    outcome = save(
        form,
        lambda: actions.create_round(first.domain, form.plan(), by=current_user, previous=first),
    )
    if not outcome.is_saved:
        first = queries.get_round(slug, round_number, current_user)
        return _plan_page(form, first.domain, first=first), outcome.status
    flash(_("De tweede ronde staat klaar als concept. Controleer haar en open haar dan."), "success")
    return redirect(url_for(".show_round", slug=slug, round_number=outcome.result.number))


@bp.route("/domains/<slug>/rounds/<id:round_number>/open", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def open_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Open a draft: from here what is scored, on what and by whom, is fixed."""
    return _step(slug, round_number, "open", actions.open_round, lambda: _("De ronde is open."))


@bp.route("/domains/<slug>/rounds/<id:round_number>/reveal", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def reveal_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Reveal all totals at once."""
    return _step(slug, round_number, "reveal", actions.reveal_round, lambda: _("De uitslag is onthuld."))


@bp.route("/domains/<slug>/rounds/<id:round_number>/deadline", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def extend_deadline(slug: str, round_number: int) -> ResponseReturnValue:
    """Give the scorers more time, with a reason."""
    round_ = queries.get_round(slug, round_number, current_user)

    def present() -> DeadlineForm:
        again = queries.get_round(slug, round_number, current_user)
        day, at = day_and_time(again.deadline)
        return DeadlineForm(formdata=None, data={"version": again.version, "day": day, "at": at})

    def page(form: DeadlineForm, conflict: Any = None) -> str:
        again = queries.get_round(slug, round_number, current_user)
        return render_template(
            "portfolio/rounds/deadline.html", form=form, round=again, domain=again.domain, conflict=conflict
        )

    if request.method == "GET":
        return page(present())
    form = DeadlineForm()
    outcome = save(
        form,
        lambda: actions.extend_deadline(
            round_,
            form.moment(),
            reason=form.reason.data,
            by=current_user,
            version=form.version.data,
            now=utc_now(),
        ),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(_("Het uiterste moment is nu %(moment)s.", moment=format_moment(form.moment())), "success")
    return redirect(url_for(".show_round", slug=slug, round_number=round_number))


@bp.route("/domains/<slug>/rounds/<id:round_number>/cancel", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def cancel_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Break a round off; what was filled in is erased unread."""
    round_ = queries.get_round(slug, round_number, current_user)

    def present() -> CancelForm:
        again = queries.get_round(slug, round_number, current_user)
        return CancelForm(formdata=None, data={"version": again.version})

    def page(form: CancelForm, conflict: Any = None) -> str:
        again = queries.get_round(slug, round_number, current_user)
        return render_template(
            "portfolio/rounds/cancel.html", form=form, round=again, domain=again.domain, conflict=conflict
        )

    if request.method == "GET":
        return page(present())
    form = CancelForm()
    outcome = save(
        form,
        lambda: actions.cancel_round(
            round_, reason=form.reason.data, by=current_user, version=form.version.data, now=utc_now()
        ),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(_("De ronde is afgebroken. Wat was ingevuld, is gewist."), "success")
    return redirect(url_for(".list_rounds", slug=slug))


def _step(
    slug: str, number: int, name: str, act: Callable[..., Any], done: Callable[[], str]
) -> ResponseReturnValue:
    """Ask to confirm a step, and do it."""
    round_ = queries.get_round(slug, number, current_user)

    def present() -> StepForm:
        again = queries.get_round(slug, number, current_user)
        return StepForm(formdata=None, data={"version": again.version})

    def page(form: StepForm, conflict: Any = None) -> str:
        again = queries.get_round(slug, number, current_user)
        return render_template(
            f"portfolio/rounds/{name}.html",
            form=form,
            round=again,
            domain=again.domain,
            conflict=conflict,
            done=sum(one.submitted_at is not None for one in again.scorers),
        )

    if request.method == "GET":
        return page(present())
    form = StepForm()
    outcome = save(
        form,
        lambda: act(round_, by=current_user, version=form.version.data, now=utc_now()),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(done(), "success")
    return redirect(url_for(".show_round", slug=slug, round_number=number))


def _form_class(domain: Domain, round_: ScoringRound | None = None) -> type[RoundForm]:
    """Return the form for a board; of a second round the choice is what the first one was about."""
    is_second = round_ is not None and (round_.previous_id is not None or round_.state in READABLE)
    if is_second and round_ is not None:
        of_first = queries.find_round(domain, round_.previous.number) if round_.previous else round_
        entries = of_first.use_cases if of_first else ()
        rows = [(entry.use_case_id, f"{entry.use_case.code} {entry.use_case.title}") for entry in entries]
    else:
        kept = [entry.use_case_id for entry in round_.use_cases] if round_ else []
        rows = [
            (id_, f"{code} {title}") for id_, code, title, _en in queries.list_candidates(domain.id, kept)
        ]
    return round_form(rows, queries.list_members(domain.id))


def _plan_page(
    form: RoundForm,
    domain: Domain,
    *,
    round_: ScoringRound | None = None,
    first: ScoringRound | None = None,
    conflict: Any = None,
) -> str:
    members: Sequence[queries.Member] = queries.list_members(domain.id)
    return render_template(
        "portfolio/rounds/plan.html",
        form=form,
        domain=domain,
        round=round_,
        first=first,
        members=members,
        conflict=conflict,
    )


def _address(round_: ScoringRound) -> str:
    return url_for(".show_round", slug=round_.domain.slug, round_number=round_.number)
