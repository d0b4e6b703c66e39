"""The urgent societal challenges that use cases join (R4): a list that a programme manager keeps."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public, requires
from core.database import today
from core.errors import NotFound
from core.slugs import slugify
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import reference as actions
from portfolio.forms.challenge import ChallengeForm
from portfolio.models import UrgentChallenge
from portfolio.queries import challenges as queries
from portfolio.views.blueprint import bp


@bp.get("/challenges/")
@public
@kept
def list_challenges() -> ResponseReturnValue:
    """Show what is urgent now, what no longer is, and how many use cases join each."""
    rows = queries.list_with_counts(current_user)
    return render_template(
        "portfolio/challenges.html",
        now=[row for row in rows if row.is_urgent_on(today())],
        past=[row for row in rows if not row.is_urgent_on(today())],
        may_edit=may(Permission.CHALLENGE_EDIT),
    )


@bp.route("/challenges/new", methods=["GET", "POST"])
@requires(Permission.CHALLENGE_EDIT)
def new_challenge() -> ResponseReturnValue:
    """Add an urgent challenge."""
    form = ChallengeForm()
    if form.is_submitted():
        outcome = save(
            form,
            lambda: actions.add_challenge(
                queries.free_slug(slugify(form.name.data)), form.values(), by=current_user
            ),
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".list_challenges"))
        return _form_page(form, None, outcome.conflict), outcome.status
    return _form_page(form, None)


@bp.route("/challenges/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.CHALLENGE_EDIT)
def edit_challenge(slug: str) -> ResponseReturnValue:
    """Change an urgent challenge, or let it end."""
    challenge = _challenge(slug)
    form = ChallengeForm(obj=challenge)
    if form.is_submitted():
        outcome = save(
            form,
            lambda: actions.edit_challenge(
                challenge, form.values(), by=current_user, version=form.version.data
            ),
            present=lambda: ChallengeForm(formdata=None, obj=_challenge(slug)),
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".list_challenges"))
        return _form_page(form, _challenge(slug), outcome.conflict), outcome.status
    return _form_page(form, challenge)


def _form_page(form: ChallengeForm, challenge: UrgentChallenge | None, conflict: Any = None) -> str:
    return render_template("portfolio/challenge_edit.html", form=form, challenge=challenge, conflict=conflict)


def _challenge(slug: str) -> UrgentChallenge:
    challenge = queries.find_challenge(slug)
    if challenge is None:
        raise NotFound("not_found")
    return challenge
