"""The outcome of a revealed round: medians, comments, what to talk about, and what the board makes of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, public, requires
from accounts.queries import get_domain
from core.database import utc_now
from core.errors import NotFound
from core.web.save import save
from core.web.tables import csv_response, json_response
from portfolio.actions import round_finals as actions
from portfolio.exports.rounds import COLUMNS, agreement_of, records_of
from portfolio.forms.round_finals import FinalsForm, finals_form, initial_finals
from portfolio.forms.round_sheet import words_of
from portfolio.forms.rounds import StepForm
from portfolio.models import ScoringRound
from portfolio.queries import round_scores
from portfolio.queries import rounds as queries
from portfolio.queries.round_published import published_ids
from portfolio.rules.agreement import Concordance
from portfolio.rules.round_terms import CHANCE, READABLE, RoundState
from portfolio.rules.rounds import as_median
from portfolio.views.blueprint import bp
from portfolio.views.round_earlier import summary_words, value_words
from portfolio.views.rounds import board_scope, is_secretary


@bp.get("/domains/<slug>/rounds/<id:round_number>/results")
@requires(Permission.ROUND_READ, of=board_scope)
def show_results(slug: str, round_number: int) -> ResponseReturnValue:
    """Show the outcome; before the reveal there is no such page."""
    round_ = queries.get_round(slug, round_number, current_user)
    found = round_scores.reveal(round_, current_user)
    names = names_of(round_)
    entries = [entry for entry in round_.use_cases if entry.use_case_id in found.outcomes]
    first = _first_agreement(round_)
    return render_template(
        "portfolio/rounds/results.html",
        round=round_,
        domain=round_.domain,
        entries=[(entry, found.outcomes[entry.use_case_id]) for entry in entries],
        left_out=len(round_.use_cases) - len(entries),
        names=names,
        agreement=[(names[code], found.agreement[code], first.get(code)) for code in names],
        is_second=round_.previous_id is not None,
        talk=[
            (entry.use_case, item)
            for entry in entries
            for item in found.outcomes[entry.use_case_id].items
            if item.is_wide
        ],
        done=sum(one.submitted_at is not None for one in round_.scorers),
        asked=len(round_.scorers),
        finals={
            entry.id: {row.criterion: row for row in entry.finals} if round_.settled_at else {}
            for entry in entries
        },
        is_secretary=is_secretary(round_.domain),
        second=queries.successor_of(round_),
        value_words=value_words,
        summary_words=summary_words,
    )


@bp.get("/domains/<slug>/rounds/<id:round_number>/results.<any(csv, json):form>")
@public
def export_results(slug: str, round_number: int, form: str) -> ResponseReturnValue:
    """Answer with the figures: all to the board, to others those of published decisions."""
    domain = get_domain(slug)
    round_ = queries.find_round(domain, round_number)
    if round_ is None or round_.state not in READABLE:
        raise NotFound("not_found")
    is_board = may(Permission.ROUND_READ, Scope(frozenset({domain.id})))
    if is_board:
        found = round_scores.reveal(round_, current_user)
        shown = frozenset(found.outcomes)
    else:
        shown = published_ids(round_)
        if not shown:
            raise NotFound("not_found")
        found = round_scores.whole_reveal(round_)
    records = records_of(round_, found, shown, with_groups=is_board)
    if form == "csv":
        rows = [[record[column] for column in COLUMNS] for record in records]
        return csv_response(f"{domain.slug}-scoringsronde-{round_.number}", COLUMNS, rows)
    data: dict[str, Any] = {"domain": domain.slug, "round": round_.number, "results": records}
    if is_board:
        data |= {"title": round_.title, "agreement": agreement_of(found)}
    return json_response(data)


@bp.route("/domains/<slug>/rounds/<id:round_number>/finals", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def settle_round(slug: str, round_number: int) -> ResponseReturnValue:
    """Show the final values as they stand, and store them as the scores of the use cases."""
    round_ = _revealed(slug, round_number)

    def present() -> StepForm:
        again = queries.get_round(slug, round_number, current_user)
        return StepForm(formdata=None, data={"version": again.version})

    if request.method == "GET":
        return _finals_page(round_, present())
    form = StepForm()
    outcome = save(
        form,
        lambda: actions.settle_round(round_, by=current_user, version=form.version.data, now=utc_now()),
        present=present,
    )
    if not outcome.is_saved:
        return _finals_page(_revealed(slug, round_number), form, outcome.conflict), outcome.status
    flash(
        ngettext(
            "De eindwaarden zijn vastgesteld en staan nu bij %(num)s use case.",
            "De eindwaarden zijn vastgesteld en staan nu bij %(num)s use cases.",
            len(outcome.result),
        ),
        "success",
    )
    return redirect(url_for(".show_results", slug=slug, round_number=round_number))


@bp.route("/domains/<slug>/rounds/<id:round_number>/finals/<code>", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN, of=board_scope)
def set_finals(slug: str, round_number: int, code: str) -> ResponseReturnValue:
    """Record what the board made of one use case."""
    round_ = _revealed(slug, round_number)
    form_class = finals_form(round_.criteria)

    def present() -> FinalsForm:
        again = queries.entry_of(queries.get_round(slug, round_number, current_user), code)
        finals = actions.finals_of(again, _outcome(round_, again.use_case_id))
        return form_class(formdata=None, data=initial_finals(finals, again.version))

    def page(form: FinalsForm, conflict: Any = None) -> str:
        again = queries.get_round(slug, round_number, current_user)
        entry = queries.entry_of(again, code)
        return render_template(
            "portfolio/rounds/final.html",
            round=again,
            domain=again.domain,
            use_case=entry.use_case,
            outcome=_outcome(again, entry.use_case_id),
            form=form,
            conflict=conflict,
            summary_words=summary_words,
        )

    if request.method == "GET":
        return page(present())
    form = form_class()
    entry = queries.entry_of(round_, code)
    _outcome(round_, entry.use_case_id)
    outcome = save(
        form,
        lambda: actions.set_finals(round_, entry, form.finals(), by=current_user, version=form.version.data),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(_("De eindwaarden van %(code)s zijn bewaard.", code=code), "success")
    return redirect(url_for(".settle_round", slug=slug, round_number=round_number))


def names_of(round_: ScoringRound) -> dict[str, str]:
    """Return the names of the criteria by code in the reader's language, the chance last."""
    names = {row["code"]: words_of(row, "name") for row in round_.criteria.get("criteria", ())}
    return names | {CHANCE: _("Slagingskans")}


def _revealed(slug: str, number: int) -> ScoringRound:
    round_ = queries.get_round(slug, number, current_user)
    if round_.state not in READABLE:
        raise NotFound("not_found")
    return round_


def _outcome(round_: ScoringRound, use_case_id: int) -> round_scores.Outcome:
    found = round_scores.reveal(round_, current_user).outcomes.get(use_case_id)
    if found is None:
        raise NotFound("not_found")
    return found


def _finals_page(round_: ScoringRound, form: StepForm, conflict: Any = None) -> str:
    found = round_scores.reveal(round_, current_user)
    rows = []
    for entry in actions.own_entries(round_):
        outcome = found.outcomes.get(entry.use_case_id)
        if outcome is None:
            continue
        finals = actions.finals_of(entry, outcome)
        rows.append(
            (
                entry.use_case,
                [
                    (
                        item,
                        finals[item.criterion],
                        finals[item.criterion].value not in as_median(item.summary, is_chance=item.is_chance),
                    )
                    for item in outcome.items
                ],
            )
        )
    return render_template(
        "portfolio/rounds/finals.html",
        round=round_,
        domain=round_.domain,
        rows=rows,
        names=names_of(round_),
        form=form,
        conflict=conflict,
        value_words=value_words,
        is_settled=round_.state is RoundState.SETTLED,
    )


def _first_agreement(round_: ScoringRound) -> dict[str, Concordance | None]:
    if round_.previous is None or round_.previous.state not in READABLE:
        return {}
    first = queries.find_round(round_.domain, round_.previous.number)
    return dict(round_scores.whole_reveal(first).agreement) if first else {}
