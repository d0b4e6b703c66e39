"""Pages out as files and back in: one page, a choice, or the whole wiki."""

import tempfile
from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.errors import Refusal
from core.messages import text_of
from core.web.save import save
from wiki.actions.exporting import content_of, count_pages, export_page, export_pages
from wiki.actions.importing import WRITTEN, Done, Fate, Plan, apply_import, plan_import
from wiki.forms.importing import ConfirmForm, UploadForm, find_file, keep_file
from wiki.queries import pages as queries
from wiki.rules.bundle import read_bundle, write_bundle
from wiki.rules.page_file import Unreadable, write_page
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page, read_filters

MOST = 2_000  # pages in one archive from the screen; the command line has no limit
MOST_BYTES = 10 * 1024 * 1024
UNPACKED = 200 * 1024 * 1024
IN_MEMORY = 4 * 1024 * 1024


@bp.get("/wiki/<slug>/export.md")
@public
def export_one(slug: str) -> ResponseReturnValue:
    """One page as a Markdown file with all its fields."""
    page = loaded_page(slug)
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    response = Response(write_page(export_page(page)), mimetype="text/markdown")
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.md"'
    return response


@bp.get("/wiki/export")
@requires(Permission.ACCOUNT_OWN)
def export_many() -> ResponseReturnValue:
    """Choose pages to take along; with ``?download=1`` the archive itself.

    ``?slug=`` (more than once) narrows it to these pages, for the tick boxes of a list.
    """
    filters = read_filters()
    slugs = [slug[:80] for slug in request.args.getlist("slug")[:MOST]]
    total = count_pages(filters, slugs)
    # A form of tick boxes with none ticked does not mean: all of it.
    is_untouched = "ticked" in request.args and not slugs
    if "download" not in request.args or is_untouched or not total or total > MOST:
        is_refused = "download" in request.args
        return render_template(
            "wiki/export.html",
            filters=filters,
            total=total,
            most=MOST,
            is_refused=is_refused,
            is_untouched=is_untouched,
            slugs=slugs,
            by_kind=queries.count_by_kind(),
            by_category=queries.count_by_category(),
            by_domain=queries.count_by_domain(),
        ), (422 if is_refused else 200)
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by the response)
    write_bundle(archive, export_pages(filters, slugs), content_of)
    archive.seek(0)
    return send_file(archive, "application/zip", as_attachment=True, download_name="kennisbank.zip")


@bp.route("/wiki/import", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def import_pages() -> ResponseReturnValue:
    """Show what a file would do to the wiki; read it in when that is confirmed."""
    if request.method == "GET":
        return render_template("wiki/import.html", form=UploadForm(formdata=None))
    if "mark" in request.form:
        return _confirm()
    form = UploadForm()
    if not form.validate():
        return render_template("wiki/import.html", form=form), 422
    with form.file.data.stream as file:
        content = file.read(MOST_BYTES + 1)
    try:
        if len(content) > MOST_BYTES:
            raise Unreadable("bundle_large")
        plan = _plan(content)
    except Unreadable as error:
        form.refuse(Refusal(error.code, "file", **error.params))
        return render_template("wiki/import.html", form=form), 422
    mark = keep_file(content, current_user.id) if plan.is_possible else ""
    confirm = ConfirmForm(formdata=None, data={"mark": mark})
    return _preview(plan, confirm), 200 if plan.is_possible else 422


def _confirm() -> ResponseReturnValue:
    """Read the file again, against what is there now; what was not shown is not done."""
    form = ConfirmForm()
    content = find_file(form.mark.data or "", current_user.id)
    if content is None:
        upload = UploadForm(formdata=None)
        upload.form_errors = [text_of("import_expired")]
        return render_template("wiki/import.html", form=upload), 422
    outcome = save(form, lambda: _apply(content, form))
    if not outcome.is_saved:
        return _preview(_plan(content), form), outcome.status
    done = outcome.result
    words = ngettext("%(num)s pagina is ingelezen.", "%(num)s pagina's zijn ingelezen.", done.written)
    if done.waiting:
        more = ngettext(
            "Van %(num)s pagina wachten kernwaarden op een andere redacteur.",
            "Van %(num)s pagina's wachten kernwaarden op een andere redacteur.",
            done.waiting,
        )
        words = f"{words} {more}"
    flash(words, "success" if done.written else "info")
    return redirect(url_for("wiki.list_recent"), 303)


def _apply(content: bytes, form: ConfirmForm) -> Done:
    plan = _plan(content)
    if plan.of(Fate.CLASH) and not form.leave_clashes.data:
        raise Refusal("import_clashes", "leave_clashes")
    return apply_import(plan, by=current_user, summary=form.summary.data or _("ingelezen uit een bestand"))


def _plan(content: bytes) -> Plan:
    return plan_import(read_bundle(content, UNPACKED), current_user)


def _preview(plan: Plan, form: ConfirmForm) -> str:
    groups: list[tuple[Fate, list[Any]]] = [(fate, plan.of(fate)) for fate in Fate]
    return render_template(
        "wiki/import_preview.html",
        plan=plan,
        groups=[(fate, rows) for fate, rows in groups if rows],
        troubles=[(one.name, text_of(one.code, **one.params)) for one in plan.troubles],
        words=lambda row: " ".join(text_of(code, **params) for _field, code, params in row.findings),
        total=len(plan.of(*WRITTEN)),
        clashes=len(plan.of(Fate.CLASH)),
        form=form,
    )
