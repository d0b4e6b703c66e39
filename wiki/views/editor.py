"""The editor: what was sent as a draft, and the form again with what there is to say about it."""

from typing import Any

from babel.lists import format_list
from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from core.i18n import language, localised
from wiki.actions.merging import Saved
from wiki.forms.page import PageForm, add_blank_rows, filled_form, page_form
from wiki.models import Page
from wiki.queries import pages as queries
from wiki.queries.drafts import find_draft, place_of, text_of_draft
from wiki.rules.clashes import Answer
from wiki.rules.draft import LONGEST_BODY, Draft
from wiki.rules.terms import PageKind
from wiki.views.access import may_curate
from wiki.views.conflict import conflict_of
from wiki.views.content import advice_on, hints_on, text_content
from wiki.views.waiting import words_of_submitted


def kind_of(value: str | None, default: PageKind) -> PageKind:
    """Return the kind that was named, or ``default``."""
    return PageKind(value) if value in list(PageKind) else default


def _domains() -> list[tuple[str, str]]:
    return [(domain.slug, localised(domain, "name")) for domain in queries.list_domains()]


def read(present: Draft) -> tuple[PageForm, Draft]:
    """Return the form as sent, and the draft it makes of what was there."""
    sent = request.form
    shown = kind_of(sent.get("shown_kind") or sent.get("kind"), present.kind)
    form = page_form(shown)
    form.offer_domains(_domains())
    if "kind" not in sent:
        form.kind.data, form.kind.raw_data = shown, [shown.value]
    return form, form.draft(present, sent, may_curate=may_curate())


def is_asking(form: PageForm) -> bool:
    """Whether the form asks for something other than a save: a preview, or the fields of another kind."""
    return "preview" in request.form or _is_other_kind(form)


def _is_other_kind(form: PageForm) -> bool:
    return "shown_kind" in request.form and form.kind.data not in (None, form.kind_shown)


def answer(form: PageForm, draft: Draft, page: Page | None) -> ResponseReturnValue:
    """Answer a form that is not to be saved yet; nothing that was typed is lost."""
    if _is_other_kind(form):
        summary, version = form.summary.data, form.draft_version.data if page else None
        proposal_version = form.proposal_version.data
        form = filled_form(draft, form.base_revision.data or 0)
        form.summary.data, form.draft_version.data = summary, version
        form.proposal_version.data = proposal_version
        return show(form, page, has_other_kind=True)
    if len(draft.body) > LONGEST_BODY:
        form.validate()
        return show(form, page), 422
    add_blank_rows(form)
    return show(form, page, preview=text_content(draft.body), advice=hints_on(draft.body))


def show(form: PageForm, page: Page | None, **more: Any) -> str:
    """Return the page with the form."""
    form.offer_domains(_domains())
    if not may_curate():
        del form.is_core
    values: dict[str, Any] = {"preview": None, "advice": [], "conflict": None, "kept": None}
    values["row_errors"] = [
        (str(error), field.id)
        for field in form.structured
        if field.type == "FieldList"
        for error in field.errors
        if isinstance(error, str)
    ]
    values |= {"choose_kind": False, "has_other_kind": False, "is_draft": False, "kinds": list(PageKind)}
    values["has_outline"] = False
    return render_template("wiki/edit.html", **(values | {"form": form, "page": page} | more))


def show_start(form: PageForm, page: Page | None, **more: Any) -> ResponseReturnValue:
    """Show the editor as it opens; what was kept earlier is offered, or put in when that was asked for."""
    kept = find_draft(current_user.id, place_of(page, form.kind.data or PageKind.PAGE))
    if kept is not None and kept.over_at is None and "draft" in request.args:
        form = filled_form(text_of_draft(kept), kept.base_revision)
        form.summary.data, form.draft_version.data = kept.summary, kept.version
        form.proposal_version.data = 0
        return show(form, page, is_draft=True, kept=kept)
    return show(form, page, kept=kept, **more)


def show_conflict(
    form: PageForm, draft: Draft, page: Page, base: int | None, answers: dict[str, Answer] | None = None
) -> str:
    """Return the form with what clashed; ``answers`` are the choices made so far."""
    conflict, kept = conflict_of(page, draft, base, answers)
    summary, draft_version = form.summary.data, form.draft_version.data
    proposal_version = form.proposal_version.data
    form = filled_form(kept, page.revision)
    form.summary.data, form.draft_version.data = summary, draft_version
    form.proposal_version.data = proposal_version
    form.merge_base.data = base
    return show(form, page, conflict=conflict)


def show_gone() -> ResponseReturnValue:
    """The page was deleted meanwhile: keep the text, as that of a page that can be made."""
    form, draft = read(Draft(title=""))
    form = filled_form(draft, 0)
    form.form_errors = [_("Een redacteur verwijderde deze pagina intussen. Uw tekst staat hieronder.")]
    return show(form, None), 409


def tell_saved(draft: Draft, saved: Saved) -> None:
    """Say that it was saved, and with whose changes it was merged."""
    words = _("Opgeslagen.") if saved.is_changed else _("U heeft niets gewijzigd.")
    if saved.submitted.waiting:
        words = words_of_submitted(saved.submitted, words)
    elif saved.merged_with:
        names = format_list(saved.merged_with, locale=language())
        words = _("Opgeslagen. Uw wijziging is samengevoegd met die van %(names)s.", names=names)
    elif saved.is_merged:
        words = _("Opgeslagen. Uw wijziging is samengevoegd met uw eerdere wijziging.")
    tell(draft.body, words)


def tell(body: str, words: str) -> None:
    """Say ``words``, and how much in the text could be better."""
    points = len(advice_on(body))
    if points:
        more = ngettext(
            "Er is %(num)s punt in de tekst dat beter kan.",
            "Er zijn %(num)s punten in de tekst die beter kunnen.",
            points,
        )
        words = f"{words} {more}"
    flash(words, "success")
