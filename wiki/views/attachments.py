"""Files of a page: the list, adding, taking away, and the files themselves."""

from pathlib import Path

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from accounts.permissions import Permission, public, requires
from core.database import db
from core.errors import Invalid, NotFound
from core.web.headers import ATTACHMENT_POLICY
from core.web.log import logger
from core.web.save import save
from wiki.actions import attachments as actions
from wiki.actions.scanning import FileRefused, scan
from wiki.forms.attachments import AttachmentForm, DeleteAttachmentForm
from wiki.models import Attachment, Page
from wiki.queries import pages
from wiki.queries.attachments import get_attachment, list_attachments, path_of
from wiki.rules.file_types import LARGEST
from wiki.views.access import may_curate, may_write, require_write
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page, moved_or_gone

MEGABYTES = LARGEST // 1024 // 1024
KEPT = "private, max-age=31536000, immutable"


@bp.get("/wiki/<slug>/attachments")
@public
def show_attachments(slug: str) -> ResponseReturnValue:
    """The files of a page and, for writers, a form to add one."""
    page = pages.find_page(slug, current_user)
    if page is None:
        return moved_or_gone(slug, "wiki.show_attachments")
    return _show(page, AttachmentForm())


@bp.post("/wiki/<slug>/attachments")
@requires(Permission.WIKI_WRITE)
def add_attachment(slug: str) -> ResponseReturnValue:
    """Attach a file to a page."""
    page = loaded_page(slug)
    require_write(page)
    form = AttachmentForm()
    content = _content(form)
    # A scanner takes its time; until it is done this request holds no transaction, so nobody waits.
    db.session.rollback()
    try:
        scan(content)
    except FileRefused as refusal:
        form.refuse(refusal)
        return _show(loaded_page(slug), form), refusal.status
    page = loaded_page(slug)
    require_write(page)
    outcome = save(form, lambda: _add(page, form, content))
    if outcome.is_saved:
        flash(_("Het bestand staat bij de pagina."), "success")
        return redirect(url_for("wiki.show_attachments", slug=slug), 303)
    return _show(loaded_page(slug), form), outcome.status


def _content(form: AttachmentForm) -> bytes:
    file = form.file.data
    is_there = isinstance(file, FileStorage) and file.filename
    return file.stream.read(LARGEST + 1) if is_there else b""


def _add(page: Page, form: AttachmentForm, content: bytes) -> Attachment:
    file = form.file.data
    if not isinstance(file, FileStorage) or not file.filename:
        raise Invalid([("file", "file_needed", {})])
    return actions.add_attachment(
        page, name=file.filename, content=content, alt=form.alt.data, by=current_user
    )


def _show(page: Page, form: AttachmentForm) -> str:
    return render_template(
        "wiki/attachments.html",
        page=page,
        form=form,
        attachments=list_attachments(page.id),
        megabytes=MEGABYTES,
        may_write=may_write(page) and not page.is_deleted,
        may_delete=_may_delete,
    )


def _may_delete(attachment: Attachment) -> bool:
    return may_curate() or (
        current_user.is_authenticated and attachment.uploaded_by_id == current_user.actor_id
    )


@bp.route("/wiki/<slug>/attachments/<int(max=2147483647):id_>/delete", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def delete_attachment(slug: str, id_: int) -> ResponseReturnValue:
    """Ask, then take a file away."""
    attachment = _of_page(slug, id_)
    form = DeleteAttachmentForm()
    if request.method == "GET":
        return render_template("wiki/attachment_delete.html", attachment=attachment, form=form)
    outcome = save(
        form, lambda: actions.delete_attachment(attachment, by=current_user, is_curator=may_curate())
    )
    if not outcome.is_saved:
        attachment = _of_page(slug, id_)
        return render_template(
            "wiki/attachment_delete.html", attachment=attachment, form=form
        ), outcome.status
    flash(_("Het bestand is verwijderd."), "success")
    return redirect(url_for("wiki.show_attachments", slug=slug), 303)


def _of_page(slug: str, id_: int) -> Attachment:
    attachment = get_attachment(id_, current_user)
    if attachment.page.slug != slug:
        raise NotFound("attachment_not_found")
    return attachment


@bp.get("/wiki/<slug>/attachments/<int(max=2147483647):id_>/<name>")
@public
def show_attachment(slug: str, id_: int, name: str) -> ResponseReturnValue:
    """The file itself, in a sandbox; only images open in the browser."""
    attachment = get_attachment(id_, current_user)
    if (attachment.page.slug, attachment.name) != (slug, name):
        return redirect(address_of(attachment), 301)
    path = path_of(attachment.sha256)
    if not path.is_file():
        logger.error("attachment lost", id=attachment.id, sha256=attachment.sha256)
        raise NotFound("attachment_not_found")
    # Asked here and not by send_file, which would leave the file open after a 304.
    is_known = request.if_none_match.contains(attachment.sha256)
    response = Response(status=304) if is_known else _file(attachment, path)
    response.set_etag(attachment.sha256)
    response.headers["Content-Security-Policy"] = ATTACHMENT_POLICY
    response.headers["Cache-Control"] = KEPT
    return response


def _file(attachment: Attachment, path: Path) -> Response:
    return send_file(
        path,
        mimetype=attachment.media_type,
        as_attachment=not attachment.is_image,
        download_name=attachment.name,
        etag=False,
        conditional=False,
    )


def address_of(attachment: Attachment) -> str:
    """Return where a file is, under the present address of its page (which must be loaded)."""
    return url_for("wiki.show_attachment", slug=attachment.page.slug, id_=attachment.id, name=attachment.name)
