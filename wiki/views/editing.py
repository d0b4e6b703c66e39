"""Write: a new page, a change, how it will look; and what helps while writing."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.i18n import localised
from core.messages import text_of
from wiki.actions import pages as actions
from wiki.actions.writing import current_draft
from wiki.forms.page import PageForm, add_blank_rows, filled_form, page_form
from wiki.labels import page_word
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.queries.revisions import find_revision
from wiki.rules.draft import LONGEST_BODY, Draft
from wiki.rules.merge import merge
from wiki.rules.terms import PageKind
from wiki.views.access import may_curate, may_write, require_write
from wiki.views.blueprint import bp
from wiki.views.conflict import conflict_of
from wiki.views.content import advice_on, text_content
from wiki.views.pages import loaded_page, moved_or_gone
from wiki.views.saving import keep


@bp.route("/wiki/new", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def new_page() -> ResponseReturnValue:
    """Choose a kind, then write; the address follows from the title."""
    kind = _kind_of(request.values.get("kind"), PageKind.PAGE)
    start = Draft(title=request.args.get("title", "")[:200], kind=kind)
    if request.method == "GET":
        is_chosen = request.args.get("kind") in list(PageKind)
        return _show(filled_form(start, 0), None, choose_kind=not is_chosen)
    form, draft = _read(start)
    if _is_asking(form):
        return _answer(form, draft, None)
    outcome = keep(form, lambda: actions.create_page(draft, by=current_user, summary=form.summary.data))
    if not outcome.is_saved:
        return _show(form, None), outcome.status
    _tell(draft.body, _("De pagina is gemaakt."))
    return redirect(url_for("wiki.show_page", slug=outcome.result.slug), 303)


@bp.route("/wiki/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def edit_page(slug: str) -> ResponseReturnValue:
    """Change a page; who started from a revision that is no longer live gets both texts."""
    page = queries.find_page(slug, current_user)
    if page is None and request.method == "POST" and queries.was_deleted(slug):
        return _show_gone()
    if page is None:
        return moved_or_gone(slug, "wiki.edit_page")
    present = current_draft(page)
    if request.method == "GET":
        require_write(page)
        return _show(filled_form(present, page.revision), page)
    if not may_write(page):
        return _show_guarded(page, present)
    form, draft = _read(present)
    if "merge" in request.form:
        return _show_merged(form, draft, page)
    if _is_asking(form):
        return _answer(form, draft, page)
    return _save(form, draft, page)


def _save(form: PageForm, draft: Draft, page: Page) -> ResponseReturnValue:
    base, slug = form.base_revision.data, page.slug

    def act() -> bool:
        return actions.save_page(page, draft, base_revision=base, by=current_user, summary=form.summary.data)

    outcome = keep(form, act, present_revision=page.revision)
    if outcome.is_saved:
        _tell(draft.body, _("Opgeslagen.") if outcome.result else _("U heeft niets gewijzigd."))
        return redirect(url_for("wiki.show_page", slug=slug), 303)
    page = loaded_page(slug)
    if outcome.status == 409:
        return _show_conflict(form, draft, page, base), 409
    return _show(form, page), outcome.status


@bp.route("/wiki/preview", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def preview_text() -> ResponseReturnValue:
    """Show how a text will look: as data for the editor, or as a page to try things on."""
    body = request.form.get("body", "")
    if len(body) > LONGEST_BODY:
        return jsonify(error=text_of("text_too_long", most=LONGEST_BODY)), 422
    content = text_content(body)
    if request.accept_mimetypes.best == "application/json":
        advice = [{"line": line, "text": words} for line, words in advice_on(body)]
        return jsonify(html=str(content.html), notice=content.notice, advice=advice)
    return render_template("wiki/scratchpad.html", body=body, content=content, advice=advice_on(body))


@bp.get("/wiki/suggest")
@requires(Permission.WIKI_WRITE)
def suggest_pages() -> ResponseReturnValue:
    """Return pages to link to, for what was typed so far."""
    found = queries.suggest_pages(request.args.get("q", "")[:100])
    return jsonify(
        [
            {"slug": page.slug, "title": localised(page, "title"), "kind": page_word(page.kind)}
            for page in found
        ]
    )


def _kind_of(value: str | None, default: PageKind) -> PageKind:
    return PageKind(value) if value in list(PageKind) else default


def _domains() -> list[tuple[str, str]]:
    return [(domain.slug, localised(domain, "name")) for domain in queries.list_domains()]


def _read(present: Draft) -> tuple[PageForm, Draft]:
    """Return the form as sent, and the draft it makes of what was there."""
    sent = request.form
    shown = _kind_of(sent.get("shown_kind") or sent.get("kind"), present.kind)
    form = page_form(shown)
    form.offer_domains(_domains())
    if "kind" not in sent:
        form.kind.data, form.kind.raw_data = shown, [shown.value]
    return form, form.draft(present, sent, may_curate=may_curate())


def _is_asking(form: PageForm) -> bool:
    """Whether the form asks for something other than a save: a preview, or the fields of another kind."""
    return "preview" in request.form or _is_other_kind(form)


def _is_other_kind(form: PageForm) -> bool:
    return "shown_kind" in request.form and form.kind.data not in (None, form.kind_shown)


def _answer(form: PageForm, draft: Draft, page: Page | None) -> ResponseReturnValue:
    """Answer a form that is not to be saved yet; nothing that was typed is lost."""
    if _is_other_kind(form):
        summary = form.summary.data
        form = filled_form(draft, form.base_revision.data or 0)
        form.summary.data = summary
        return _show(form, page, has_other_kind=True)
    if len(draft.body) > LONGEST_BODY:
        form.validate()
        return _show(form, page), 422
    add_blank_rows(form)
    return _show(form, page, preview=text_content(draft.body), advice=advice_on(draft.body))


def _show(form: PageForm, page: Page | None, **more: Any) -> str:
    """Return the page with the form."""
    form.offer_domains(_domains())
    if not may_curate():
        del form.is_core
    values: dict[str, Any] = {"preview": None, "advice": [], "conflict": None, "is_merged": False}
    values["row_errors"] = [
        (str(error), field.id)
        for field in form.structured
        if field.type == "FieldList"
        for error in field.errors
        if isinstance(error, str)
    ]
    values |= {"choose_kind": False, "has_other_kind": False, "kinds": list(PageKind)}
    return render_template("wiki/edit.html", **(values | {"form": form, "page": page} | more))


def _show_conflict(form: PageForm, draft: Draft, page: Page, base: int | None) -> str:
    conflict, kept = conflict_of(page, draft, base)
    summary = form.summary.data
    form = filled_form(kept, page.revision)
    form.summary.data = summary
    form.merge_base.data = base
    return _show(form, page, conflict=conflict)


def _show_gone() -> ResponseReturnValue:
    """The page was deleted meanwhile: keep the text, as that of a page that can be made."""
    form, draft = _read(Draft(title=""))
    form = filled_form(draft, 0)
    form.form_errors = [_("Een redacteur verwijderde deze pagina intussen. Uw tekst staat hieronder.")]
    return _show(form, None), 409


def _show_guarded(page: Page, present: Draft) -> ResponseReturnValue:
    """The page became core meanwhile: keep the text in sight."""
    form, _draft = _read(present)
    form.form_errors = [text_of("core_page_guarded")]
    return _show(form, page), 403


def _show_merged(form: PageForm, draft: Draft, page: Page) -> ResponseReturnValue:
    """Put both changes in the form, where they go together; the author looks and saves."""
    base = find_revision(page, form.merge_base.data)
    present = find_revision(page, form.base_revision.data)
    if base is None or present is None:
        return _show(form, page)
    merged = merge(base.body, draft.body, present.body).text
    if merged is None:
        return _show(form, page)
    form.body.data, form.body.raw_data = merged, [merged]
    form.merge_base.data, form.merge_base.raw_data = None, None
    return _show(form, page, is_merged=True, preview=text_content(merged), advice=advice_on(merged))


def _tell(body: str, words: str) -> None:
    points = len(advice_on(body))
    if points:
        more = ngettext(
            "Er is %(num)s punt in de tekst dat beter kan.",
            "Er zijn %(num)s punten in de tekst die beter kunnen.",
            points,
        )
        words = f"{words} {more}"
    flash(words, "success")
