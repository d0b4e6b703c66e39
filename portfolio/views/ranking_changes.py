"""What changed in the ranking of a board since it was last kept, and why; and to keep it."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_own_domain
from core.web.save import save
from portfolio.actions.rankings import keep_ranking
from portfolio.forms.ranking import KeepForm
from portfolio.queries.rankings import (
    KeptLine,
    KeptRanking,
    Named,
    get_kept,
    list_kept,
    list_named,
    ranking_now,
)
from portfolio.rules.ranking_changes import Move, Standing, changes_in_place, compare_rankings
from portfolio.views import ranking_words as words
from portfolio.views.blueprint import bp
from portfolio.views.scoring_model_forms import scope_of_domain


def scope_of_board(slug: str) -> Scope:
    """Return the scope of the domain in the address, retired or not."""
    return Scope(frozenset({get_own_domain(slug).id}))


@bp.get("/domains/<slug>/portfolio/changes")
@requires(Permission.USE_CASE_READ_SCORES, of=scope_of_board)
def show_ranking_changes(slug: str) -> ResponseReturnValue:
    """Say per use case from where to where it moved, and why; for who may read the scores."""
    domain = get_own_domain(slug)
    kept = list_kept(domain.id)
    now, _model = ranking_now(domain.id)
    before, after = _chosen(domain.id, kept, now)
    moves: list[Move] = []
    in_place: list[Move] = []
    named: dict[str, Named] = {}
    if before is not None:
        gone = {row.code for row in before.rows} - {row.code for row in after.rows}
        named = list_named({row.code for row in (*before.rows, *after.rows)})
        moves = compare_rankings(
            before.rows,
            after.rows,
            floors_before=before.floors,
            floors_after=after.floors,
            phases_now={code: named[code].phase for code in gone if code in named},
        )
        in_place = changes_in_place(before.rows, after.rows)
    stayed = sum(row.standing is Standing.RANKED for row in after.rows) - sum(
        move.after is not None and move.after.standing is Standing.RANKED for move in moves
    )
    scope = Scope(frozenset({domain.id}))
    return render_template(
        "portfolio/ranking_changes.html",
        domain=domain,
        kept=kept,
        before=before,
        after=after,
        is_kept=bool(kept) and kept[0].input_hash == now.input_hash,
        stayed=stayed,
        rows=[
            (move, named.get(move.code), words.move_words(move, named.get(move.code), domain.id))
            for move in moves
        ],
        in_place=[
            (move, named.get(move.code), words.move_words(move, named.get(move.code), domain.id))
            for move in in_place
        ],
        may_keep=domain.retired_on is None and may(Permission.SCORING_MODEL_EDIT, scope),
        words=words,
    )


@bp.route("/domains/<slug>/portfolio/changes/keep", methods=["GET", "POST"])
@requires(Permission.SCORING_MODEL_EDIT, of=scope_of_domain)
def keep_this_ranking(slug: str) -> ResponseReturnValue:
    """Keep the ranking as it stands, with a note on why now."""
    domain = get_own_domain(slug)

    def page(form: KeepForm) -> str:
        return render_template("portfolio/forms/keep_ranking.html", domain=domain, form=form)

    if request.method == "GET":
        return page(KeepForm(formdata=None))
    form = KeepForm()
    outcome = save(form, lambda: keep_ranking(domain, by=current_user, note=form.note.data or ""))
    if not outcome.is_saved:
        return page(form), outcome.status
    if outcome.result is None:
        flash(_("De rangorde is dezelfde als de vorige die bewaard is. Er is niets nieuws bewaard."), "info")
    else:
        flash(_("De rangorde is bewaard."), "success")
    return redirect(url_for(".show_ranking_changes", slug=slug))


def _chosen(
    domain_id: int, kept: Sequence[KeptLine], now: KeptRanking
) -> tuple[KeptRanking | None, KeptRanking]:
    """Return the two rankings asked for; without a question the last kept one that differs, and now."""
    known = {line.id for line in kept}
    from_id, to_id = _asked("from"), _asked("to")
    if any(asked is not None and asked not in known for asked in (from_id, to_id)):
        abort(404)
    after = now if to_id is None else get_kept(domain_id, to_id)
    if from_id is None:
        earlier = [line for line in kept if to_id is None or line.id < to_id]
        other = [line.id for line in earlier if line.input_hash != after.input_hash]
        from_id = other[0] if other else None
    return (None if from_id is None else get_kept(domain_id, from_id)), after


def _asked(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
