"""One's own drafts: kept while writing, listed, shown and thrown away. Nobody else sees them."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from accounts.permissions import Permission, may, requires
from core.database import day_of, db, utc_now
from core.errors import Conflict, Refusal
from core.forms import LARGEST, BaseForm
from core.i18n import format_day
from core.links import Waiting
from core.messages import text_of_refusal
from wiki.actions.drafts import SAID_FOR, discard_draft, keep_draft
from wiki.forms.page import PageForm
from wiki.labels import page_word
from wiki.models import KeptDraft, Page
from wiki.queries.drafts import get_own_draft, list_drafts
from wiki.rules.draft import Draft
from wiki.views.blueprint import bp
from wiki.views.editor import show
from wiki.views.pages import loaded_page


@bp.get("/account/drafts")
@requires(Permission.WIKI_WRITE)
def show_drafts() -> ResponseReturnValue:
    """What you typed and did not save yet."""
    drafts = list_drafts(current_user.id)
    return render_template(
        "wiki/drafts.html", drafts=drafts, address_of=address_of, name_of=name_of, is_ending=is_ending
    )


@bp.get("/account/drafts/<id:draft_id>")
@requires(Permission.WIKI_WRITE)
def show_draft(draft_id: int) -> ResponseReturnValue:
    """The text of a draft as it was typed, also when its page is gone."""
    kept = get_own_draft(draft_id, current_user.id)
    return render_template("wiki/draft.html", kept=kept, name=name_of(kept), address=address_of(kept))


@bp.route("/account/drafts/<id:draft_id>/discard", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def discard(draft_id: int) -> ResponseReturnValue:
    """Ask, then throw a draft away."""
    kept = get_own_draft(draft_id, current_user.id)
    form = BaseForm()
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        page = render_template("wiki/draft_discard.html", kept=kept, name=name_of(kept), form=form)
        return page, status
    discard_draft(kept)
    db.session.commit()
    flash(_("Het concept is weggegooid."), "success")
    return redirect(url_for("wiki.show_drafts"), 303)


def keep_draft_of(form: PageForm, draft: Draft, page: Page | None) -> ResponseReturnValue:
    """Keep what was typed, without saving the page; the script of the editor asks for JSON."""
    slug = page.slug if page else ""
    refusal = _keep(form, draft, page)
    if request.accept_mimetypes.best == "application/json":
        if refusal is not None:
            return jsonify(error=text_of_refusal(refusal)), refusal.status
        words = _("Concept bewaard om %(time)s.", time=format_time(utc_now(), "HH:mm"))
        return jsonify(version=form.draft_version.data, words=words)
    if refusal is not None:
        form.form_errors = [text_of_refusal(refusal)]
        return show(form, loaded_page(slug) if slug else None), refusal.status
    flash(_("Uw concept is bewaard. Alleen u ziet het."), "success")
    return redirect(_editor(slug, draft.kind.value), 303)


def keep_aside(form: PageForm, draft: Draft, page: Page | None, base: int | None = None) -> None:
    """Keep the text of a save that was refused, so that it outlives this window.

    It stands in the form all the same, so whatever goes wrong here loses nothing.
    """
    _keep(form, draft, page, base)


def _keep(form: PageForm, draft: Draft, page: Page | None, base: int | None = None) -> Refusal | None:
    base = form.base_revision.data if base is None else base
    try:
        kept = keep_draft(
            page,
            draft,
            person_id=current_user.id,
            base_revision=base if base and 0 < base <= LARGEST else 0,
            seen_version=form.draft_version.data or 0,
            summary=(form.summary.data or "")[:300],
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        return refusal
    except (IntegrityError, StaleDataError):
        db.session.rollback()
        return Conflict("draft_is_another")
    form.draft_version.data = kept.version
    form.draft_version.raw_data = None
    return None


def address_of(kept: KeptDraft) -> str | None:
    """Return where to go on with a draft; None when its page is gone or its text is over."""
    if kept.over_at is not None or (kept.page is not None and kept.page.is_deleted):
        return None
    return _editor(kept.page.slug if kept.page else "", kept.kind.value)


def name_of(kept: KeptDraft) -> str:
    """Return by what its author knows a draft."""
    return kept.title or (kept.page.title if kept.page else page_word(kept.kind))


def is_ending(kept: KeptDraft) -> bool:
    """Tell whether a draft ends soon."""
    return kept.over_at is None and kept.over_after - utc_now() < SAID_FOR


def waiting_drafts(person: Any) -> list[Waiting]:
    """Return the drafts of this person, for the list of what waits for him."""
    if not may(Permission.WIKI_WRITE, reader=person):
        return []
    return [
        Waiting(
            title=_("Concept: %(title)s", title=name_of(kept)),
            url=address_of(kept) or url_for("wiki.show_draft", draft_id=kept.id),
            note=_note(kept),
        )
        for kept in list_drafts(person.id)
    ]


def _note(kept: KeptDraft) -> str:
    if kept.over_at is not None:
        return _("verlopen op %(day)s; de tekst is weg", day=format_day(day_of(kept.over_at)))
    if is_ending(kept):
        return _("verloopt op %(day)s", day=format_day(day_of(kept.over_after)))
    return _("nog niet opgeslagen, bewaard op %(day)s", day=format_day(day_of(kept.kept_at)))


def _editor(slug: str, kind: str) -> str:
    if slug:
        return url_for("wiki.edit_page", slug=slug, draft=1)
    return url_for("wiki.new_page", kind=kind, draft=1)
