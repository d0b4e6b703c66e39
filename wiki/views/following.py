"""What you follow: a list, and the buttons to follow and to stop."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.errors import Refusal
from core.forms import BaseForm
from core.i18n import localised
from core.web.save import save
from wiki.actions import following as actions
from wiki.forms.following import FollowForm
from wiki.labels import page_word
from wiki.life_links import address_of_search, words_of_search
from wiki.models import Follow
from wiki.queries import following as queries
from wiki.rules.life import FollowKind
from wiki.rules.saved_search import key_of
from wiki.rules.terms import Category
from wiki.views.blueprint import bp


@bp.get("/wiki/following")
@requires(Permission.ACCOUNT_OWN)
def list_following() -> ResponseReturnValue:
    """Everything you follow, with where it is and how to stop."""
    follows = queries.list_follows(current_user.id)
    return render_template("wiki/life/following.html", follows=follows, shown=_shown(follows))


@bp.route("/wiki/following/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def follow() -> ResponseReturnValue:
    """Follow a page, a category, a subject or a search."""
    form = FollowForm()
    if request.method == "GET":
        form.kind.data, form.key.data = request.args.get("kind", ""), request.args.get("key", "")
    probe = Follow(kind=form.chosen, key=form.key.data or "") if form.chosen else None
    name, url = _shown([probe]).get((probe.kind, probe.key), ("", "")) if probe else ("", "")
    status = 200
    if request.method == "POST":
        outcome = save(form, lambda: _follow(form))
        if outcome.is_saved:
            flash(_("U volgt dit nu. Onder Berichten kiest u hoe vaak u bericht krijgt."), "success")
            return redirect(url or url_for("wiki.list_following"), 303)
        status = outcome.status
    return render_template("wiki/life/follow.html", form=form, name=name), status


@bp.route("/wiki/following/<id:follow_id>/stop", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def stop_following(follow_id: int) -> ResponseReturnValue:
    """Follow something no longer."""
    row = queries.get_own_follow(follow_id, current_user.id)
    name, _url = _shown([row]).get((row.kind, row.key), ("", ""))
    form = BaseForm()
    status = 200
    if request.method == "POST":
        outcome = save(form, lambda: actions.stop_following(row))
        if outcome.is_saved:
            flash(_("U volgt dit niet meer."), "success")
            return redirect(url_for("wiki.list_following"), 303)
        status = outcome.status
    return render_template("wiki/life/unfollow.html", form=form, name=name, row=row), status


def _follow(form: FollowForm) -> Follow:
    if form.chosen is None:
        raise Refusal("follow_not_possible")
    return actions.follow(current_user, form.chosen, form.key.data)


def _shown(follows: Sequence[Follow]) -> dict[tuple[FollowKind, str], tuple[str, str]]:
    """Return name and address of each thing that is still there; two queries at most."""
    kinds = {row.kind for row in follows}
    pages = queries.live_pages([row.key for row in follows if row.kind is FollowKind.PAGE])
    domains = queries.domains_by_slug() if FollowKind.SUBJECT in kinds else {}
    index = url_for("wiki.show_index")
    found: dict[tuple[FollowKind, str], tuple[str, str]] = {}
    for row in follows:
        place = (row.kind, row.key)
        if row.kind is FollowKind.PAGE and (page := pages.get(row.key)):
            found[place] = (localised(page, "title"), url_for("wiki.show_page", slug=page.slug))
        elif row.kind is FollowKind.CATEGORY and row.key in list(Category):
            found[place] = (page_word(Category(row.key)), f"{index}?category={row.key}")
        elif row.kind is FollowKind.SUBJECT and (domain := domains.get(row.key)):
            found[place] = (localised(domain, "name"), f"{index}?domain={row.key}")
        elif row.kind is FollowKind.SEARCH and words_of_search(row.key):
            found[place] = (words_of_search(row.key), address_of_search(row.key))
    return found


def search_key() -> str:
    """Return the key of the search in the address, "" where there is none that can be followed."""
    return key_of(request.args.to_dict(flat=False))


def follow_of(kind: FollowKind, key: str) -> Follow | None:
    """Return whether this reader follows a thing: one query, none for who is not signed in."""
    if not current_user.is_authenticated:
        return None
    return queries.find_follow(current_user.id, kind, key)
