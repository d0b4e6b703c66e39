"""Write: a new page, a change, how it will look; and what helps while writing."""

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import only_reads
from core.messages import text_of
from wiki.actions.drafts import drop_saved
from wiki.actions.merging import Saved, merge_with_live, save_merged, settle
from wiki.actions.proposals import Submitted, submit_new
from wiki.actions.writing import current_draft
from wiki.forms.page import PageForm, filled_form
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.rules.draft import LONGEST_BODY, Draft
from wiki.rules.outlines import outline_of
from wiki.rules.terms import PageKind
from wiki.views.access import require_write
from wiki.views.answers import read_answers
from wiki.views.blueprint import bp
from wiki.views.content import hints_on, text_content
from wiki.views.drafting import keep_aside, keep_draft_of
from wiki.views.editor import (
    answer,
    is_asking,
    kind_of,
    read,
    show,
    show_conflict,
    show_gone,
    show_start,
    tell,
    tell_saved,
)
from wiki.views.pages import moved_or_gone
from wiki.views.proposed import renew_proposal_version, with_own_proposal
from wiki.views.saving import keep
from wiki.views.sections import edit_section
from wiki.views.starting import start_of
from wiki.views.suggestions import suggest_links
from wiki.views.waiting import words_of_submitted

TRIES = 3


@bp.route("/wiki/new", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def new_page() -> ResponseReturnValue:
    """Choose a kind, then write; the address follows from the title."""
    kind = kind_of(request.values.get("kind"), PageKind.PAGE)
    start = start_of(kind)
    if request.method == "GET":
        is_chosen = request.args.get("kind") in list(PageKind)
        has_outline = is_chosen and not start.body and outline_of(kind) != ""
        return show_start(filled_form(start, 0), None, choose_kind=not is_chosen, has_outline=has_outline)
    form, draft = read(start)
    if "keep_draft" in request.form:
        return keep_draft_of(form, draft, None)
    if is_asking(form):
        return answer(form, draft, None)

    def act() -> tuple[Page, Submitted]:
        made = submit_new(draft, by=current_user, summary=form.summary.data)
        drop_saved(None, draft, person_id=current_user.id, seen_version=form.draft_version.data or 0)
        return made

    outcome = keep(form, act)
    if not outcome.is_saved:
        return show(form, None), outcome.status
    page, submitted = outcome.result
    tell(draft.body, words_of_submitted(submitted, _("De pagina is gemaakt.")))
    return redirect(url_for("wiki.show_page", slug=page.slug), 303)


@bp.route("/wiki/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def edit_page(slug: str) -> ResponseReturnValue:
    """Change a page; what others saved since goes along, or its author is asked."""
    page = queries.find_page(slug, current_user)
    if page is None and request.method == "POST":
        if queries.was_deleted(slug):
            return show_gone()
        # Renamed while someone wrote: the text he sends belongs to the page, whatever it is called now.
        moved = queries.find_moved(slug, current_user)
        page = queries.find_page(moved, current_user) if moved else None
    if page is None:
        return moved_or_gone(slug, "wiki.edit_page")
    present = current_draft(page)
    if "section" in request.args:
        require_write(page)
        return edit_section(page, _save)
    if request.method == "GET":
        require_write(page)
        draft, version = with_own_proposal(page, present)
        form = filled_form(draft, page.revision)
        form.proposal_version.data = version
        return show_start(form, page)
    form, draft = read(present)
    if "keep_draft" in request.form:
        return keep_draft_of(form, draft, page)
    if "settle" in request.form:
        return _settle(form, draft, page)
    if is_asking(form):
        return answer(form, draft, page)
    return _save(form, draft, page, form.base_revision.data)


def _save(form: PageForm, draft: Draft, page: Page, base: int | None) -> ResponseReturnValue:
    """Save what ``draft`` made of revision ``base``; a race that was lost is run again."""
    id_, is_known = page.id, base is not None and 0 < base <= page.revision

    def act() -> Saved:
        saved = save_merged(
            page,
            draft,
            base_revision=base,
            by=current_user,
            summary=form.summary.data,
            seen=form.proposal_version.data,
        )
        drop_saved(page, draft, person_id=current_user.id, seen_version=form.draft_version.data or 0)
        return saved

    for _try in range(TRIES):
        # Who names no revision that ever was saves nothing, and hears that before anything else.
        outcome = keep(form, act) if is_known else keep(form, act, present_revision=page.revision)
        page = queries.get_page_by_id(id_, current_user)
        if outcome.is_saved:
            tell_saved(draft, outcome.result)
            return redirect(url_for("wiki.show_page", slug=page.slug), 303)
        if outcome.status != 409:
            renew_proposal_version(form, page)
            return show(form, page), outcome.status
        merged = merge_with_live(page, draft, base)
        if merged is None or not merged.is_settled:
            break
    keep_aside(form, draft, page, base)
    return show_conflict(form, draft, queries.get_page_by_id(id_, current_user), base), 409


def _settle(form: PageForm, draft: Draft, page: Page) -> ResponseReturnValue:
    """Carry out what the author chose at each clash, and save; or ask again what is still open."""
    base, seen = form.merge_base.data, form.base_revision.data
    answers = read_answers(request.form)
    settled = settle(page, draft, base, seen, answers)
    if settled is None:
        return show_conflict(form, draft, page, base), 409
    if not settled.is_settled:
        return show_conflict(form, draft, page, base, answers), 422
    return _save(form, settled.draft, page, seen)


@bp.route("/wiki/preview", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
@only_reads
def preview_text() -> ResponseReturnValue:
    """Show how a text will look: as data for the editor, or as a page to try things on."""
    body = request.form.get("body", "")
    if len(body) > LONGEST_BODY:
        return jsonify(error=text_of("text_too_long", most=LONGEST_BODY)), 422
    content = text_content(body)
    if request.accept_mimetypes.best == "application/json":
        advice = [{"line": line, "text": words} for line, words in hints_on(body)]
        return jsonify(html=str(content.html), notice=content.notice, advice=advice)
    return render_template("wiki/scratchpad.html", body=body, content=content, advice=hints_on(body))


@bp.get("/wiki/suggest")
@requires(Permission.WIKI_WRITE)
def suggest_pages() -> ResponseReturnValue:
    """Return what can be linked to, for what was typed so far: pages, definitions, use cases and the like."""
    return jsonify(suggest_links(request.args.get("q", "")[:100]))
