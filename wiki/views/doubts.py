"""Doubt about a page: reported by anyone, answered by its owner or a curator, for all to read (W8)."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.actions.throttle import count_use
from accounts.permissions import Permission, may, public
from accounts.reader import address_of_visitor
from core.database import db, today, utc_now
from core.errors import Throttled
from core.web.page_cache import kept
from core.web.save import save
from wiki.actions import doubts as actions
from wiki.forms.exchange import DoubtForm, ReplyForm, reply_form
from wiki.life_words import doubt_word, doubted_part
from wiki.models import Doubt, Page
from wiki.queries import doubts as queries
from wiki.queries.life import get_life, read_beside
from wiki.rules.life import DoubtState, answer_due, is_late
from wiki.views.blueprint import bp
from wiki.views.keeping import may_settle
from wiki.views.pages import loaded_page

MOST_PER_ADDRESS = 5
_OUTCOMES = (DoubtState.ANSWERED, DoubtState.CHANGED, DoubtState.DISMISSED)


def may_report() -> bool:
    """Tell whether this reader may report doubt: contributors, and everyone where the site allows it."""
    return may(Permission.WIKI_WRITE) or bool(current_app.config["SETTINGS"].anonymous_doubt)


@bp.get("/wiki/<slug>/doubts")
@public
@kept
def list_doubts(slug: str) -> ResponseReturnValue:
    """All reports of doubt about a page, with their answers."""
    page = loaded_page(slug)
    return render_template(
        "wiki/life/doubts.html",
        page=page,
        doubts=queries.list_doubts(page.id, current_user, may_answer=_may_answer(page)),
        day=today(),
        is_late=is_late,
        may_report=may_report() and not page.is_deleted,
    )


@bp.route("/wiki/<slug>/doubts/new", methods=["GET", "POST"])
@public
def report_doubt(slug: str) -> ResponseReturnValue:
    """Report doubt; without an account only where the site allows that."""
    page = loaded_page(slug)
    if page.is_deleted:
        abort(404)
    if not may_report():
        if current_user.is_authenticated:
            abort(403)
        return redirect(url_for("accounts.login", next=request.path))
    parts = [(name, doubted_part(name)) for name in ["", *actions.parts_of(page.kind)]]
    form = DoubtForm().offer(parts)
    if request.method == "GET":
        wanted = request.args.get("field", "")
        form.field.data = wanted if wanted in dict(parts) else ""
        return _report_page(page, form), 200
    if form.website.data:
        flash(_("Dank u voor uw melding."), "success")
        return redirect(url_for("wiki.show_page", slug=page.slug), 303)
    writes = may(Permission.WIKI_WRITE)
    try:
        outcome = save(form, lambda: _report(page, form, is_released=writes))
    except Throttled:
        db.session.rollback()
        raise
    if not outcome.is_saved:
        return _report_page(loaded_page(slug), form), outcome.status
    if writes:
        flash(_("Dank u voor uw melding. De eigenaar krijgt bericht."), "success")
    else:
        flash(
            _("Dank u voor uw melding. Iedereen ziet haar zodra de eigenaar of een redacteur haar toont."),
            "success",
        )
    return redirect(url_for("wiki.list_doubts", slug=slug), 303)


def _report(page: Page, form: DoubtForm, *, is_released: bool) -> Doubt:
    if not is_released:
        count_use("doubt", address=address_of_visitor(), limit=MOST_PER_ADDRESS, now=utc_now())
    by: Any = current_user if current_user.is_authenticated else actions.Visitor()
    return actions.report_doubt(
        page, text=form.text.data, field=form.field.data or "", by=by, is_released=is_released
    )


def _report_page(page: Page, form: DoubtForm) -> str:
    return render_template("wiki/life/doubt_new.html", page=page, form=form, due_on=answer_due(today()))


@bp.route("/wiki/<slug>/doubts/<id:doubt_id>", methods=["GET", "POST"])
@public
def show_doubt(slug: str, doubt_id: int) -> ResponseReturnValue:
    """One report with its exchange, and the form to go on with it."""
    page = loaded_page(slug)
    may_answer = _may_answer(page)
    doubt = queries.get_doubt(page.id, doubt_id, current_user, may_answer=may_answer)
    form_class = _reply_class()
    if request.method == "GET":
        return _doubt_page(page, doubt, _present(doubt, form_class), may_answer)
    if not current_user.is_authenticated:
        abort(403)
    if not (may(Permission.WIKI_WRITE) or doubt.asked_by_id == current_user.id):
        abort(403)
    form = form_class()
    outcome = save(
        form,
        lambda: actions.reply_to_doubt(
            doubt,
            text=form.text.data,
            state=form.state.data,
            release=bool(form.release.data),
            may_answer=may_answer,
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: _present(doubt, form_class),
    )
    if not outcome.is_saved:
        page = loaded_page(slug)
        doubt = queries.get_doubt(page.id, doubt_id, current_user, may_answer=may_answer)
        return _doubt_page(page, doubt, form, may_answer, outcome.conflict), outcome.status
    flash(_("Uw reactie staat erbij."), "success")
    return redirect(url_for("wiki.show_doubt", slug=slug, doubt_id=doubt_id), 303)


def _reply_class() -> type[ReplyForm]:
    return reply_form({state: doubt_word(state) for state in _OUTCOMES}, _("nog geen uitkomst"))


def _present(doubt: Doubt, form_class: type[ReplyForm]) -> ReplyForm:
    return form_class(formdata=None, data={"version": doubt.version, "release": True})


def _doubt_page(page: Page, doubt: Doubt, form: ReplyForm, may_answer: bool, conflict: Any = None) -> str:
    is_own = current_user.is_authenticated and doubt.asked_by_id == current_user.id
    return render_template(
        "wiki/life/doubt.html",
        page=page,
        doubt=doubt,
        form=form,
        conflict=conflict,
        may_answer=may_answer,
        may_reply=may_answer or is_own or (may(Permission.WIKI_WRITE) and doubt.is_released),
        is_late=is_late(doubt.state, doubt.due_on, today()),
        beside=read_beside(page.id),
    )


def _may_answer(page: Page) -> bool:
    """Tell whether this reader answers for the page; nobody reads the owner for who may not write."""
    return may(Permission.WIKI_WRITE) and may_settle(get_life(page.id).organisation_id)
