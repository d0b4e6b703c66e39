"""The discussion of a page: anyone reads, contributors write, a curator hides."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public, requires
from core.web.page_cache import kept
from core.web.save import save
from wiki.actions import comments as actions
from wiki.forms.exchange import CommentForm, HideForm
from wiki.models import Comment, Page
from wiki.queries import comments as queries
from wiki.views.access import may_curate
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page


@bp.get("/wiki/<slug>/discussion")
@public
@kept
def show_discussion(slug: str) -> ResponseReturnValue:
    """What people say about a page."""
    page = loaded_page(slug)
    return _discussion(page, CommentForm())


@bp.route("/wiki/<slug>/discussion/new", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def add_comment(slug: str) -> ResponseReturnValue:
    """Say something: a first message, or a reply (``?to=``)."""
    page = _live(slug)
    wanted = request.args.get("to", "")
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 10
    parent = queries.get_comment(page.id, int(wanted)) if is_number else None
    form = CommentForm()
    status = 200
    if request.method == "POST":
        outcome = save(
            form,
            lambda: actions.add_comment(page, text=form.text.data, parent=parent, by=current_user),
        )
        if outcome.is_saved:
            return redirect(f"{_address(page.slug)}#m{outcome.result.id}", 303)
        status, page = outcome.status, _live(slug)
        parent = queries.get_comment(page.id, int(wanted)) if is_number else None
    is_hidden = parent is not None and parent.hidden_at is not None
    return render_template(
        "wiki/life/comment.html", page=page, form=form, parent=None if is_hidden else parent
    ), status


@bp.route("/wiki/<slug>/discussion/<id:comment_id>/edit", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def edit_comment(slug: str, comment_id: int) -> ResponseReturnValue:
    """Change one's own message within a day."""
    page = _live(slug)
    comment = queries.get_comment(page.id, comment_id)
    refusal = actions.why_not_edit(comment, current_user)
    if refusal is not None:
        raise refusal

    def present() -> CommentForm:
        known = {"text": comment.text, "version": comment.version}
        return CommentForm(formdata=None, data=known)

    form, conflict, status = CommentForm(), None, 200
    if request.method == "GET":
        form = present()
    else:
        outcome = save(
            form,
            lambda: actions.edit_comment(
                comment, text=form.text.data, version=form.version.data, by=current_user
            ),
            present=present,
        )
        if outcome.is_saved:
            flash(_("Uw bericht is gewijzigd. Wat er stond, blijft te lezen."), "success")
            return redirect(f"{_address(slug)}#m{comment_id}", 303)
        status, conflict, page = outcome.status, outcome.conflict, _live(slug)
    return render_template(
        "wiki/life/comment.html", page=page, form=form, parent=None, conflict=conflict, is_edit=True
    ), status


@bp.get("/wiki/<slug>/discussion/<id:comment_id>/versions")
@public
def show_comment_versions(slug: str, comment_id: int) -> ResponseReturnValue:
    """What a message said before it was changed; of a hidden one for curators only."""
    page = loaded_page(slug)
    comment = queries.get_comment(page.id, comment_id)
    if comment.hidden_at is not None and not may_curate():
        abort(404)
    versions = queries.list_versions(comment.id)
    return render_template("wiki/life/comment_versions.html", page=page, comment=comment, versions=versions)


@bp.route("/wiki/<slug>/discussion/<id:comment_id>/hide", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def hide_comment(slug: str, comment_id: int) -> ResponseReturnValue:
    """Take a message out of sight, or show it again; with a reason."""
    page = _live(slug)
    comment = queries.get_comment(page.id, comment_id)

    def present() -> HideForm:
        return HideForm(formdata=None, data={"version": comment.version, "reason": comment.hidden_reason})

    form, conflict, status = HideForm(), None, 200
    if request.method == "GET":
        form = present()
    else:
        outcome = save(form, lambda: _hide(comment, form), present=present)
        if outcome.is_saved:
            return redirect(_address(slug), 303)
        status, conflict, page = outcome.status, outcome.conflict, _live(slug)
        comment = queries.get_comment(page.id, comment_id)
    return render_template(
        "wiki/life/comment_hide.html", page=page, form=form, comment=comment, conflict=conflict
    ), status


def _hide(comment: Comment, form: HideForm) -> None:
    actions.hide_comment(comment, reason=form.reason.data, version=form.version.data, by=current_user)


def _discussion(page: Page, form: CommentForm) -> str:
    def may_edit(comment: Comment) -> bool:
        actor: Any = current_user
        return current_user.is_authenticated and actions.why_not_edit(comment, actor) is None

    return render_template(
        "wiki/life/discussion.html",
        page=page,
        form=form,
        threads=queries.list_threads(page.id),
        may_say=may(Permission.WIKI_WRITE) and not page.is_deleted,
        may_edit=may_edit,
        may_curate=may_curate() and not page.is_deleted,
    )


def _live(slug: str) -> Page:
    page = loaded_page(slug)
    if page.is_deleted:
        abort(404)
    return page


def _address(slug: str) -> str:
    return url_for("wiki.show_discussion", slug=slug)
