"""The queue of proposals for core information, one proposal with all about it, and what is core."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, may, require, requires
from core.database import db, utc_now
from core.errors import Refusal
from core.links import Dependant, dependants_of
from core.messages import text_of_refusal
from core.web.paging import wanted_page
from core.web.save import save
from wiki.actions import deciding
from wiki.actions.review_log import concerned
from wiki.actions.review_settings import set_core
from wiki.actions.writing import current_draft
from wiki.forms.review import BatchForm, decide_form, setting_form
from wiki.models import Page, Proposal
from wiki.queries import pages as page_queries
from wiki.queries import proposals as queries
from wiki.queries.relations import list_related
from wiki.queries.revisions import draft_of, find_revision
from wiki.review_words import core_kind_word, core_part_word
from wiki.rules.core_parts import choices, overlay
from wiki.rules.draft import Draft
from wiki.rules.review import ProposalKind, ProposalState, Step, Who, refusal_of
from wiki.views.access import may_curate
from wiki.views.blueprint import bp
from wiki.views.proposed import heading_of, rows_of, wanted_of

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Impact:
    """What builds on the values that change, as far as this reader may see."""

    users: list[Dependant]
    organisations: int
    relations: int


@bp.route("/wiki/review", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def list_review() -> ResponseReturnValue:
    """What waits for a curator, oldest first; for others their own. Several can be decided on at once."""
    form = BatchForm()
    told: list[str] = []
    if request.method == "POST":
        require(Permission.WIKI_CURATE)
        if form.validate():
            done, told = _decide_all(form)
            if done:
                flash(
                    ngettext(
                        "Over %(num)s voorstel is beslist.", "Over %(num)s voorstellen is beslist.", done
                    )
                )
            if not told:
                return redirect(url_for("wiki.list_review"), 303)
    filters = _filters()
    found = queries.list_proposals(filters, current_user, wanted_page())
    page = render_template(
        "wiki/review/queue.html",
        found=found,
        filters=filters,
        counts=queries.count_by_state(current_user, is_own=filters.is_own),
        objections=queries.count_objections([one.id for one in found.items]),
        heading_of=heading_of,
        form=form,
        told=told,
        may_curate=may_curate(),
        may_set=may_curate() or may(Permission.ADMIN),
        may_decide=_may_decide,
        days_of=days_of,
        states=list(ProposalState),
    )
    return (page, 422) if request.method == "POST" else page


def _filters() -> queries.ProposalFilters:
    state = request.args.get("state", "")
    return queries.ProposalFilters(
        state=ProposalState(state) if state in list(ProposalState) else None,
        typed=request.args.get("q", "")[:100],
        is_own=request.args.get("own") == "1",
    )


def _may_decide(proposal: Proposal) -> bool:
    who = Who(
        is_author=proposal.author_id == current_user.id,
        is_curator=may_curate(),
        has_written=current_user.id in proposal.writers,
    )
    return refusal_of(Step.APPROVE, proposal.state, who) is None


def days_of(proposal: Proposal) -> int:
    """Return for how many days a proposal waits, or waited."""
    return max(0, ((proposal.decided_at or utc_now()) - proposal.submitted_at).days)


def _decide_all(form: BatchForm) -> tuple[int, list[str]]:
    """Carry out one decision about each that was chosen, each checked and committed on its own."""
    chosen = [value.partition(":") for value in request.form.getlist("chosen")[:MOST_AT_ONCE]]
    act = deciding.reject if "reject" in request.form else deciding.approve
    done, told = 0, []
    if not chosen:
        return 0, [_("Kies eerst een of meer voorstellen.")]
    for id_, _colon, version in chosen:
        if not (id_.isascii() and id_.isdigit() and version.isascii() and version.isdigit()) or len(id_) > 9:
            continue
        title = id_
        try:
            proposal = queries.get_proposal(int(id_), current_user)
            title = proposal.page.title
            page = page_queries.get_page_by_id(proposal.page_id, current_user)
            act(
                proposal,
                page,
                version=int(version[:9]),
                by=current_user,
                is_curator=may_curate(),
                reason=form.reason.data,
            )
            db.session.commit()
            done += 1
        except Refusal as refusal:
            db.session.rollback()
            told.append(f"{title}: {text_of_refusal(refusal)}")
    return done, told


@bp.get("/wiki/review/<id:proposal_id>")
@requires(Permission.ACCOUNT_OWN)
def show_proposal(proposal_id: int) -> ResponseReturnValue:
    """One proposal: the difference first, then what it touches, objections, decision and story."""
    return shown(proposal_id)


def shown(proposal_id: int, form: Any = None) -> str:
    """Return the page of a proposal, with the form of the decision as it was sent."""
    proposal = queries.get_proposal(proposal_id, current_user)
    page = page_queries.get_page_by_id(proposal.page_id, current_user)
    live, wanted, clashes = wanted_of(page, proposal)
    objections = queries.list_objections(proposal)
    who = deciding.who_is(proposal, page, current_user, is_curator=may_curate())
    if not proposal.is_open:
        live, wanted = _as_decided(proposal, live, wanted)
    return render_template(
        "wiki/review/proposal.html",
        proposal=proposal,
        page=page,
        heading=heading_of(proposal),
        rows=rows_of(proposal, live, wanted),
        clashes=clashes if proposal.is_clashing else (),
        impact=impact_of(page, proposal),
        objections=objections,
        events=queries.list_events(proposal),
        days=days_of(proposal),
        form=form or decide_form(objections, formdata=None, data={"version": proposal.version}),
        who=who,
        may_take={step: refusal_of(step, proposal.state, who) is None for step in Step if step in _STEPS},
        why_not=refusal_of(Step.APPROVE, proposal.state, who),
        may_amend=proposal.kind is ProposalKind.CHANGE and "kind" not in proposal.parts,
        is_waiting=proposal.object_until is not None and proposal.object_until > utc_now(),
    )


_STEPS = frozenset({Step.EDIT, Step.WITHDRAW, Step.ASK, Step.AMEND, Step.APPROVE, Step.REJECT, Step.OBJECT})


def _as_decided(proposal: Proposal, live: Draft, wanted: Draft) -> tuple[Draft, Draft]:
    """Return the page as it was when the proposal was written, and with the proposal: it moved on since."""
    row = find_revision(proposal.page, proposal.base_revision)
    if row is None or proposal.kind is not ProposalKind.CHANGE:
        return live, wanted
    base = draft_of(row)
    return base, overlay(base, proposal.parts)


def impact_of(page: Page, proposal: Proposal) -> Impact:
    """Return what this reader may know of what builds on the values that change."""
    found = dependants_of(concerned(page.id, proposal, current_draft(page)), current_user)
    users = {one.reference: one for one in found}
    organisations = {id_ for one in found for id_ in one.organisations}
    return Impact(list(users.values()), len(organisations), len(list_related([page.id])))


@bp.route("/wiki/review/settings", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_review_settings() -> ResponseReturnValue:
    """Say which parts of which kinds are core; for curators and administrators."""
    if not may_curate():
        require(Permission.ADMIN)
    form = _setting_form()

    def act() -> Any:
        return set_core(
            {kind: form[f"parts_{kind}"].data or () for kind in choices()},
            days_to_object=form.days_to_object.data,
            days_to_remind=form.days_to_remind.data,
            version=form.version.data,
            by=current_user,
        )

    conflict, status = None, 200
    if request.method == "POST":
        outcome = save(form, act, present=lambda: _setting_form(formdata=None))
        if outcome.is_saved:
            flash(_("Opgeslagen. Voorstellen die al wachten, blijven wachten."), "success")
            return redirect(url_for("wiki.change_review_settings"), 303)
        conflict, status = outcome.conflict, outcome.status
    groups = [form[f"parts_{kind}"] for kind in choices()]
    return render_template("wiki/review/settings.html", form=form, groups=groups, conflict=conflict), status


def _setting_form(**how: Any) -> Any:
    setting = queries.read_setting()
    data: dict[str, Any] = {f"parts_{kind}": list(parts) for kind, parts in setting.parts.items()}
    data |= {
        "version": setting.version,
        "days_to_object": setting.days_to_object,
        "days_to_remind": setting.days_to_remind,
    }
    return setting_form(core_kind_word, core_part_word, data=data, **how)
