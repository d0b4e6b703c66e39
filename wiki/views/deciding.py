"""What can be done with one proposal: decide, amend, object, hand in again, take back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import db
from core.errors import Conflict, NotAllowed, NotFound, Refusal
from wiki.actions import deciding as actions
from wiki.actions import proposals
from wiki.forms.fields import FIELD_PREFIX
from wiki.forms.page import add_blank_rows, filled_form, page_form
from wiki.forms.review import ANSWER, AnswerForm, ReasonForm, decide_form
from wiki.models import Page, Proposal
from wiki.queries import pages as page_queries
from wiki.queries import proposals as queries
from wiki.rules.core_parts import part_names
from wiki.rules.draft import Draft
from wiki.views.access import may_curate
from wiki.views.blueprint import bp
from wiki.views.proposed import heading_of, wanted_of
from wiki.views.review import shown


def _loaded(proposal_id: int) -> tuple[Proposal, Page]:
    proposal = queries.get_proposal(proposal_id, current_user)
    return proposal, page_queries.get_page_by_id(proposal.page_id, current_user)


def _done(proposal_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("wiki.show_proposal", proposal_id=proposal_id), 303)


def _try(form: Any, act: Callable[[], None]) -> int:
    """Run ``act`` and commit; return 303, or the status with what is wrong shown in ``form``."""
    if not form.validate():
        return 422
    try:
        act()
        db.session.commit()
        return 303
    except (NotFound, NotAllowed):
        raise
    except Conflict:
        db.session.rollback()
        form.form_errors = [
            _("Dit voorstel is intussen gewijzigd. Bekijk het hieronder opnieuw; uw tekst staat er nog.")
        ]
        return 409
    except Refusal as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return refusal.status


def _with_version(form: Any, proposal_id: int) -> Any:
    """Let a refused form carry the version that is shown beside it."""
    form.version.data = queries.get_proposal(proposal_id, current_user).version
    form.version.raw_data = None
    return form


@bp.route("/wiki/review/<id:proposal_id>/decide", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def decide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Approve, ask for changes or reject, by the button."""
    proposal, page = _loaded(proposal_id)
    objections = queries.list_objections(proposal)
    form = decide_form(objections)
    if request.method == "GET":
        return redirect(url_for("wiki.show_proposal", proposal_id=proposal_id))

    def act() -> None:
        common: dict[str, Any] = {
            "version": form.version.data,
            "by": current_user,
            "is_curator": may_curate(),
            "reason": form.reason.data,
        }
        answers = {one.id: form[f"{ANSWER}{one.id}"].data for one in objections}
        if "ask" in request.form:
            actions.ask_changes(proposal, page, **common)
        elif "reject" in request.form:
            actions.reject(proposal, page, answers=answers, **common)
        elif "approve" in request.form:
            actions.approve(proposal, page, answers=answers, is_urgent=form.is_urgent.data, **common)
        else:
            raise Refusal("review_not_now")

    status = _try(form, act)
    if status != 303:
        return shown(proposal_id, _with_version(form, proposal_id)), status
    if "ask" in request.form:
        return _done(proposal_id, _("Het voorstel ligt weer bij de indiener. Die krijgt bericht."))
    if "reject" in request.form:
        return _done(proposal_id, _("Het voorstel is afgewezen. De indiener krijgt bericht."))
    return _done(proposal_id, _("Goedgekeurd. Het is nu te lezen. De indiener krijgt bericht."))


@bp.route("/wiki/review/<id:proposal_id>/amend", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def amend_proposal(proposal_id: int) -> ResponseReturnValue:
    """Change the proposed values; another curator approves them then."""
    proposal, page = _loaded(proposal_id)
    who = actions.who_is(proposal, page, current_user, is_curator=may_curate())
    if who.is_author:
        raise NotAllowed("review_own_change")
    if not proposal.is_open or proposal.kind != "change" or "kind" in proposal.parts:
        raise NotFound("proposal_not_found")
    _live, wanted, _clashes = wanted_of(page, proposal)
    names = part_names(proposal.parts)
    if request.method == "GET":
        form: Any = filled_form(wanted, proposal.version)
        return _show_amend(proposal, page, form, names)
    form = page_form(page.kind)
    form.offer_domains([])
    form.kind.data, form.kind.raw_data = page.kind, [page.kind.value]
    status = _try(
        form,
        lambda: actions.amend(
            proposal,
            page,
            _amended(form, wanted, names),
            version=form.base_revision.data,
            by=current_user,
            is_curator=may_curate(),
            text=form.summary.data,
        ),
    )
    if status == 303:
        return _done(proposal_id, _("Uw wijziging is bewaard. Een andere redacteur keurt het voorstel goed."))
    proposal, page = _loaded(proposal_id)
    form.base_revision.data, form.base_revision.raw_data = proposal.version, None
    add_blank_rows(form)
    return _show_amend(proposal, page, form, names), status


def _amended(form: Any, wanted: Draft, names: list[str]) -> Draft:
    texts = {name: form[name].data for name in names if name in form and name != "is_core"}
    fields = {name: form[FIELD_PREFIX + name].data for name in names if FIELD_PREFIX + name in form}
    return replace(wanted, **texts, fields={**wanted.fields, **fields})


def _show_amend(proposal: Proposal, page: Page, form: Any, names: list[str]) -> str:
    return render_template(
        "wiki/review/amend.html",
        proposal=proposal,
        page=page,
        form=form,
        texts=[form[name] for name in names if name in form and name != "is_core"],
        structured=[form[FIELD_PREFIX + name] for name in names if FIELD_PREFIX + name in form],
    )


@bp.route("/wiki/review/<id:proposal_id>/object", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def object_to_proposal(proposal_id: int) -> ResponseReturnValue:
    """Say what one has against it, as owner of what builds on it."""
    proposal, page = _loaded(proposal_id)
    form = ReasonForm(data={"version": proposal.version})
    if request.method == "GET":
        proposals.require_step(
            actions.Step.OBJECT,
            proposal,
            actions.who_is(proposal, page, current_user, is_curator=False),
        )
    return _small(
        proposal,
        page,
        form,
        lambda: actions.object_to(
            proposal, page, version=form.version.data, by=current_user, reason=form.reason.data
        ),
        heading=_("Maak bezwaar"),
        lead=_("De redacteur leest uw bezwaar en antwoordt erop in het besluit."),
        button=_("Maak bezwaar"),
        done=_("Uw bezwaar is genoteerd. De redacteur moet erop antwoorden."),
    )


@bp.route("/wiki/review/<id:proposal_id>/again", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def submit_proposal_again(proposal_id: int) -> ResponseReturnValue:
    """Hand in one's proposal again as it is, with an answer."""
    proposal, page = _loaded(proposal_id)
    form = AnswerForm(data={"version": proposal.version})
    if request.method == "GET":
        proposals.require_step(actions.Step.EDIT, proposal, _me(proposal))
    return _small(
        proposal,
        page,
        form,
        lambda: proposals.submit_again(
            proposal, page, version=form.version.data, by=current_user, text=form.text.data
        ),
        heading=_("Dien opnieuw in"),
        lead=_("Uw voorstel blijft zoals het is. Schrijf op waarom."),
        button=_("Dien opnieuw in"),
        done=_("Uw voorstel is opnieuw ingediend."),
    )


@bp.route("/wiki/review/<id:proposal_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def withdraw_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    proposal, page = _loaded(proposal_id)
    form = AnswerForm(data={"version": proposal.version})
    del form.text
    if request.method == "GET":
        proposals.require_step(actions.Step.WITHDRAW, proposal, _me(proposal))
    return _small(
        proposal,
        page,
        form,
        lambda: proposals.withdraw(proposal, page, version=form.version.data, by=current_user),
        heading=_("Trek uw voorstel in"),
        lead=_("Het voorstel verdwijnt van de pagina. U vindt het terug bij uw voorstellen."),
        button=_("Trek in"),
        done=_("Uw voorstel is ingetrokken."),
    )


def _me(proposal: Proposal) -> actions.Who:
    return actions.Who(is_author=proposal.author_id == current_user.id)


def _small(
    proposal: Proposal, page: Page, form: Any, act: Callable[[], None], *, done: str, **words: str
) -> ResponseReturnValue:
    """Show a small form about a proposal, or carry it out."""
    status = 200
    if request.method == "POST":
        id_ = proposal.id
        status = _try(form, act)
        if status == 303:
            return _done(id_, done)
        proposal, page = _loaded(id_)
        _with_version(form, id_)
    shown_form = render_template(
        "wiki/review/small.html",
        form=form,
        proposal=proposal,
        page=page,
        about=heading_of(proposal),
        **words,
    )
    return shown_form, status
