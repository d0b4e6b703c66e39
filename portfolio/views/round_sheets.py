"""The scorer's pages: the whole sheet, one use case, and an interest."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import utc_now
from core.web.save import save
from portfolio.actions import round_sheets as actions
from portfolio.forms.round_sheet import InterestForm, SheetForm, initial_sheet, lines, sheet_form
from portfolio.forms.rounds import PlainForm, StepForm
from portfolio.models import RoundScorer, ScoringRound
from portfolio.queries import round_scores
from portfolio.queries import rounds as queries
from portfolio.rules.round_terms import CHANCE, InterestKind
from portfolio.rules.rounds import takes_scores
from portfolio.views.blueprint import bp
from portfolio.views.round_earlier import earlier_words
from portfolio.views.rounds import board_scope


@bp.route("/domains/<slug>/rounds/<id:round_number>/score", methods=["GET", "POST"])
@requires(Permission.ROUND_SCORE, of=board_scope)
def show_sheets(slug: str, round_number: int) -> ResponseReturnValue:
    """Show a scorer how far he is; hand in, or take back."""
    round_, scorer = _own_place(slug, round_number)

    def present() -> StepForm:
        again = queries.get_scorer(round_, current_user)
        return StepForm(formdata=None, data={"version": again.version})

    if request.method == "GET":
        return _sheets_page(round_, scorer, present())
    form = StepForm()
    takes_back = request.form.get("step") == "reopen"
    act = actions.reopen_sheets if takes_back else actions.submit_sheets
    outcome = save(
        form,
        lambda: act(round_, scorer, by=current_user, version=form.version.data, now=utc_now()),
        present=present,
    )
    if not outcome.is_saved:
        round_, scorer = _own_place(slug, round_number)
        return _sheets_page(round_, scorer, form, outcome.conflict), outcome.status
    if takes_back:
        flash(_("U kunt uw scores weer wijzigen. Lever daarna opnieuw in."), "success")
    else:
        flash(_("U hebt ingeleverd. Tot het uiterste moment kunt u uw scores terugnemen."), "success")
    return redirect(url_for(".show_sheets", slug=slug, round_number=round_number))


def _sheets_page(round_: ScoringRound, scorer: RoundScorer, form: StepForm, conflict: Any = None) -> str:
    own = round_scores.own_sheets(scorer, current_user)
    left_out = {row.use_case_id: row for row in scorer.interests}
    rows = []
    for entry in round_.use_cases:
        sheet = own.get(entry.use_case_id)
        state = "todo" if sheet is None else "done" if sheet.is_done else "begun"
        rows.append((entry.use_case, "left_out" if entry.use_case_id in left_out else state))
    return render_template(
        "portfolio/rounds/sheets.html",
        round=round_,
        domain=round_.domain,
        own=scorer,
        form=form,
        conflict=conflict,
        rows=rows,
        left=sum(state in ("todo", "begun") for _use_case, state in rows),
        is_open=takes_scores(round_.state, round_.deadline, utc_now()),
    )


@bp.route("/domains/<slug>/rounds/<id:round_number>/score/<code>", methods=["GET", "POST"])
@requires(Permission.ROUND_SCORE, of=board_scope)
def score_in_round(slug: str, round_number: int, code: str) -> ResponseReturnValue:
    """Fill in one use case: keep it as a draft, or call it done."""
    round_, scorer = _own_place(slug, round_number)
    entry = queries.entry_of(round_, code)
    overview = redirect(url_for(".show_sheets", slug=slug, round_number=round_number))
    if any(row.use_case_id == entry.use_case_id for row in scorer.interests):
        return redirect(url_for(".declare_interest", slug=slug, round_number=round_number, code=code))
    form_class = sheet_form(round_.criteria)

    def present() -> SheetForm:
        own = round_scores.own_sheets(scorer, current_user)
        return form_class(formdata=None, data=initial_sheet(own.get(entry.use_case_id)))

    def page(form: SheetForm, conflict: Any = None) -> str:
        again, own_place = _own_place(slug, round_number)
        use_case = queries.entry_of(again, code).use_case
        return render_template(
            "portfolio/rounds/sheet.html",
            round=again,
            domain=again.domain,
            use_case=use_case,
            own=own_place,
            form=form,
            conflict=conflict,
            lines=lines(again.criteria),
            chance=CHANCE,
            earlier=earlier_words(again, use_case.id, current_user),
            may_change=own_place.submitted_at is None
            and takes_scores(again.state, again.deadline, utc_now()),
        )

    if request.method == "GET":
        return page(present())
    form = form_class()
    is_done = request.form.get("step") == "done"
    outcome = save(
        form,
        lambda: actions.save_sheet(
            round_,
            scorer,
            entry.use_case_id,
            given=form.given(),
            comment=form.comment.data or "",
            is_done=is_done,
            by=current_user,
            version=form.version.data,
            now=utc_now(),
        ),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    if not is_done:
        flash(_("Bewaard. Deze use case is nog niet af."), "success")
        return redirect(request.path)
    flash(_("Deze use case is klaar."), "success")
    return overview


@bp.route("/domains/<slug>/rounds/<id:round_number>/score/<code>/interest", methods=["GET", "POST"])
@requires(Permission.ROUND_SCORE, of=board_scope)
def declare_interest(slug: str, round_number: int, code: str) -> ResponseReturnValue:
    """Leave a use case to others, because of an interest; or take that back."""
    round_, scorer = _own_place(slug, round_number)
    entry = queries.entry_of(round_, code)
    declared = next((row for row in scorer.interests if row.use_case_id == entry.use_case_id), None)
    form: Any = PlainForm() if declared else InterestForm()
    status = 200
    if request.method == "POST":

        def act() -> None:
            if declared:
                actions.withdraw_interest(round_, scorer, entry.use_case_id, by=current_user, now=utc_now())
            else:
                actions.declare_interest(
                    round_,
                    scorer,
                    entry.use_case_id,
                    InterestKind(form.kind.data),
                    by=current_user,
                    now=utc_now(),
                )

        outcome = save(form, act)
        if outcome.is_saved:
            flash(
                _("Uw belang is ingetrokken.") if declared else _("Uw belang is gemeld. U scoort niet mee."),
                "success",
            )
            return redirect(url_for(".show_sheets", slug=slug, round_number=round_number))
        status = outcome.status
        round_, scorer = _own_place(slug, round_number)
        declared = next((row for row in scorer.interests if row.use_case_id == entry.use_case_id), None)
    return (
        render_template(
            "portfolio/rounds/interest.html",
            round=round_,
            domain=round_.domain,
            use_case=queries.entry_of(round_, code).use_case,
            declared=declared,
            form=form,
            is_open=takes_scores(round_.state, round_.deadline, utc_now()),
        ),
        status,
    )


def _own_place(slug: str, number: int) -> tuple[ScoringRound, RoundScorer]:
    """Return a round and the reader's place in it; to who is not named in it there is no sheet."""
    round_ = queries.get_round(slug, number, current_user)
    return round_, queries.get_scorer(round_, current_user)
