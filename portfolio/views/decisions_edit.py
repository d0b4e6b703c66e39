"""Prepare decisions: drafts of a board, with a checklist before they are published for good."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.labels import word
from accounts.models import Domain, Membership
from accounts.permissions import Permission, Scope, may, requires
from accounts.queries import get_domain, list_board
from accounts.rules.terms import Role
from core.database import today
from core.errors import NotFound
from core.i18n import localised
from core.messages import text_of
from core.web.save import save
from portfolio.actions import decisions as actions
from portfolio.actions import decisions_publish as publishing
from portfolio.actions import decisions_roadmap as roadmaps
from portfolio.decisions_words import words_of
from portfolio.forms.decisions import DecisionForm, DropForm, PublishForm, RoadmapForm, initial
from portfolio.forms.fields import RowList
from portfolio.models import Decision
from portfolio.queries import decisions as queries
from portfolio.queries.decisions_revisit import list_due, preconditions_of
from portfolio.rules.decisions import DecisionKind, Outcome
from portfolio.views.blueprint import bp
from portfolio.views.decisions import decision_page
from portfolio.views.links import address_of


def board_scope(slug: str, **_values: Any) -> Scope:
    """Return the scope of the domain that the address names, for a guard."""
    return Scope(frozenset({get_domain(slug).id}))


def draft_scope(slug: str, decision_id: int) -> Scope:
    """Return the scope of a draft; 404 for who may not know of it."""
    return Scope(frozenset({_draft(slug, decision_id).domain_id}))


def seat_words(member: Membership) -> str:
    """Return the name of a seat of a board: the role, and the side of the triple helix."""
    parts = [word(term) for term in (member.board_role, member.sector) if term is not None]
    return _("zetel %(seat)s", seat=", ".join(parts)) if parts else _("zetel zonder rol")


def seats_of(domain: Domain) -> list[str]:
    """Return the seats of a board, each name once."""
    members = [row for row in list_board(domain.id, today()) if row.role is Role.BOARD_MEMBER]
    return sorted({seat_words(member) for member in members})


def _draft(slug: str, decision_id: int) -> Decision:
    found = queries.find_draft(get_domain(slug).id, decision_id, current_user)
    if found is None:
        raise NotFound("not_found")
    return found


@bp.get("/domains/<slug>/decisions/")
@requires(Permission.USE_CASE_READ_DRAFT, of=board_scope)
def list_board_decisions(slug: str) -> ResponseReturnValue:
    """Show what a board prepares, what it has to look at again, and what it decided last."""
    domain = get_domain(slug)
    return render_template(
        "portfolio/decisions/board.html",
        domain=domain,
        drafts=queries.list_drafts(domain.id, current_user),
        due=list_due(current_user, domain.id),
        latest=queries.latest_decisions(10, domain.id),
        may_prepare=may(Permission.USE_CASE_PLAN, Scope(frozenset({domain.id}))),
        meetings_url=address_of("portfolio.list_meetings", slug=domain.slug),
    )


@bp.route("/domains/<slug>/decisions/new", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=board_scope)
def new_decision(slug: str) -> ResponseReturnValue:
    """Start a draft; ``?code=`` begins with a use case and ``?follows=`` with the decision it follows."""
    domain = get_domain(slug)
    if request.method == "GET":
        return _form_page(DecisionForm(formdata=None, data=_suggested(domain)), domain, None)
    form = DecisionForm()
    if _changes_rows(form):
        return _form_page(form, domain, None)
    form.drop_blank_rows()
    _offer(form, domain)
    outcome = save(
        form,
        lambda: actions.draft_decision(
            domain=domain,
            kind=form.kind.data,
            by=current_user,
            items=form.item_rows(),
            dissents=form.dissent_rows(),
            revisits=form.revisit_rows(),
            **_renamed(form.values()),
        ),
    )
    if not outcome.is_saved:
        return _form_page(form, get_domain(slug), None), outcome.status
    flash(
        _("Bewaard als concept. Alleen het bord, de secretaris en de programmamanager lezen het."), "success"
    )
    return redirect(url_for(".show_draft", slug=slug, decision_id=outcome.result.id))


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    return {("decision" if name == "text" else name): value for name, value in values.items()}


def _suggested(domain: Domain) -> dict[str, Any]:
    """Return what an address suggests: a use case with an outcome, or a decision to follow."""
    data: dict[str, Any] = {"decided_on": today(), "kind": DecisionKind.SELECTION}
    code = request.args.get("code", "")[:16].upper()
    if code:
        wanted = request.args.get("outcome", "")
        outcome = Outcome(wanted) if wanted in list(Outcome) else Outcome.SELECTED
        data["items"] = [{"code": code, "outcome": outcome}]
    before = queries.find_decision(request.args.get("follows", "")[:20])
    if before is not None and before.domain_id == domain.id:
        data |= {"supersedes_id": before.id, "subject": before.subject, "kind": DecisionKind.OTHER}
    return data


@bp.get("/domains/<slug>/decisions/<id:decision_id>")
@requires(Permission.USE_CASE_READ_DRAFT, of=draft_scope)
def show_draft(slug: str, decision_id: int) -> ResponseReturnValue:
    """Show a draft as it would be published; a published one has its own address."""
    draft = _draft(slug, decision_id)
    if draft.is_published:
        return redirect(url_for(".show_decision", number=draft.number))
    is_roadmap = draft.kind is DecisionKind.ROADMAP
    return decision_page(draft, slug=slug, has_moved=is_roadmap and roadmaps.has_moved(draft))


@bp.route("/domains/<slug>/decisions/<id:decision_id>/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=draft_scope)
def edit_decision(slug: str, decision_id: int) -> ResponseReturnValue:
    """Change a draft; a button adds or removes a row without saving."""
    draft = _draft(slug, decision_id)
    domain = draft.domain
    if draft.is_published:
        return redirect(url_for(".show_decision", number=draft.number))
    if request.method == "GET":
        return _form_page(_present(slug, decision_id), domain, draft)
    form = DecisionForm()
    if draft.kind not in (DecisionKind.SELECTION, DecisionKind.OTHER):
        del form.kind
    if _changes_rows(form):
        return _form_page(form, domain, draft)
    form.drop_blank_rows()
    _offer(form, domain)
    outcome = save(form, lambda: _change(form, draft), present=lambda: _present(slug, decision_id))
    if not outcome.is_saved:
        draft = _draft(slug, decision_id)
        return _form_page(form, draft.domain, draft, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_draft", slug=slug, decision_id=decision_id))


def _change(form: DecisionForm, draft: Decision) -> Decision:
    parts = actions.Parts(
        items=form.item_rows(),
        overrides=form.override_rows(draft),
        dissents=form.dissent_rows(),
        revisits=form.revisit_rows(),
    )
    actions.edit_draft(draft, form.values(), parts, by=current_user, version=form.version.data)
    if "kind" in form:
        draft.kind = form.kind.data
    return draft


def _present(slug: str, decision_id: int) -> DecisionForm:
    draft = _draft(slug, decision_id)
    form = DecisionForm(formdata=None, data=initial(draft))
    if draft.kind not in (DecisionKind.SELECTION, DecisionKind.OTHER):
        del form.kind
    return _offer(form, draft.domain)


def _offer(form: DecisionForm, domain: Domain) -> DecisionForm:
    return form.offer(
        queries.list_followable(domain.id), preconditions_of(domain.id), no=_("Nee, of niet van toepassing")
    )


def _changes_rows(form: DecisionForm) -> bool:
    """Add or remove a row when a button asks for it; tell whether one did."""
    name, _dash, place = (request.form.get("remove") or request.form.get("add") or "").partition("-")
    rows = form._fields.get(name)
    if not isinstance(rows, RowList):
        return False
    if request.form.get("add"):
        if len(rows) < rows.most:
            rows.append_entry()
    elif place.isdecimal() and len(place) < 5 and int(place) < len(rows):
        rows.pop_entry(int(place))
    return True


def _form_page(form: DecisionForm, domain: Domain, draft: Decision | None, conflict: Any = None) -> str:
    _offer(form, domain)
    return render_template(
        "portfolio/decisions/edit.html",
        form=form,
        domain=domain,
        draft=draft,
        conflict=conflict,
        seats=seats_of(domain),
        codes=queries.codes_of(domain.id, current_user),
    )


@bp.route("/domains/<slug>/decisions/<id:decision_id>/publish", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=draft_scope)
def publish_decision(slug: str, decision_id: int) -> ResponseReturnValue:
    """Show what is still needed and what will become public; publish it when nothing is in the way."""
    draft = _draft(slug, decision_id)
    if draft.is_published:
        return redirect(url_for(".show_decision", number=draft.number))
    if request.method == "GET":
        return _publish_page(_publish_form(slug, decision_id), draft)
    form = PublishForm()
    outcome = save(
        form,
        lambda: (
            publishing.publish_decision(
                draft, by=current_user, today=today(), version=form.version.data
            ).number
        ),
        present=lambda: _publish_form(slug, decision_id),
    )
    if not outcome.is_saved:
        return _publish_page(form, _draft(slug, decision_id), outcome.conflict), outcome.status
    flash(_("Besluit %(number)s is gepubliceerd en ligt vast.", number=outcome.result), "success")
    return redirect(url_for(".show_decision", number=outcome.result))


def _publish_form(slug: str, decision_id: int) -> PublishForm:
    return PublishForm(formdata=None, data={"version": _draft(slug, decision_id).version})


def _publish_page(form: PublishForm, draft: Decision, conflict: Any = None) -> str:
    checks = publishing.check_items(draft, today())
    wrong = publishing.missing_in(draft, today())
    return render_template(
        "portfolio/decisions/publish.html",
        form=form,
        draft=draft,
        conflict=conflict,
        checks=[(check, words_of(check.blocking), words_of(check.warnings)) for check in checks],
        missing=[text_of(code, **params) for _field, code, params in wrong],
        is_ready=not wrong and not any(check.blocking for check in checks),
        has_moved=draft.kind is DecisionKind.ROADMAP and roadmaps.has_moved(draft),
    )


@bp.route("/domains/<slug>/decisions/<id:decision_id>/drop", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=draft_scope)
def drop_decision(slug: str, decision_id: int) -> ResponseReturnValue:
    """Throw a draft away, after asking."""
    draft = _draft(slug, decision_id)
    form = DropForm() if request.method == "POST" else DropForm(formdata=None, obj=draft)
    if request.method == "POST":
        outcome = save(
            form,
            lambda: actions.drop_draft(draft, by=current_user, version=form.version.data),
            present=lambda: DropForm(formdata=None, obj=_draft(slug, decision_id)),
        )
        if outcome.is_saved:
            flash(_("Het concept is weggegooid."), "success")
            return redirect(url_for(".list_board_decisions", slug=slug))
        draft = _draft(slug, decision_id)
        return render_template("portfolio/decisions/drop.html", form=form, draft=draft), outcome.status
    return render_template("portfolio/decisions/drop.html", form=form, draft=draft)


@bp.route("/domains/<slug>/decisions/roadmap", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=board_scope)
def draft_roadmap(slug: str) -> ResponseReturnValue:
    """Make the draft by which a board adopts its roadmap, with the quarters as planned now."""
    domain = get_domain(slug)
    name = localised(domain, "name")
    if request.method == "GET":
        subject = _("Routekaart %(domain)s vastgesteld", domain=name)
        form = RoadmapForm(formdata=None, data={"subject": subject})
        return _roadmap_page(form, domain)
    form = RoadmapForm()
    text = _("Het databoord stelt de routekaart %(domain)s vast zoals hieronder.", domain=name)
    outcome = save(
        form,
        lambda: roadmaps.draft_roadmap(domain, subject=form.subject.data, text=text, by=current_user).id,
    )
    if not outcome.is_saved:
        return _roadmap_page(form, get_domain(slug)), outcome.status
    flash(_("Bewaard als concept. Vul de redenen aan en publiceer het besluit."), "success")
    return redirect(url_for(".edit_decision", slug=slug, decision_id=outcome.result))


def _roadmap_page(form: RoadmapForm, domain: Domain) -> str:
    return render_template(
        "portfolio/decisions/roadmap.html",
        form=form,
        domain=domain,
        rows=roadmaps.planned_rows(domain.id),
        adopted=queries.adopted_roadmap(domain.id),
    )


@bp.route("/domains/<slug>/decisions/<id:decision_id>/roadmap", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=draft_scope)
def retake_roadmap(slug: str, decision_id: int) -> ResponseReturnValue:
    """Let a draft hold the planning of now."""
    draft = _draft(slug, decision_id)
    if draft.kind is not DecisionKind.ROADMAP:
        raise NotFound("not_found")
    form = PublishForm() if request.method == "POST" else _publish_form(slug, decision_id)
    if request.method == "POST":
        outcome = save(
            form,
            lambda: roadmaps.retake_roadmap(draft, by=current_user, version=form.version.data),
            present=lambda: _publish_form(slug, decision_id),
        )
        if outcome.is_saved:
            flash(_("Het concept houdt nu de planning van vandaag."), "success")
            return redirect(url_for(".show_draft", slug=slug, decision_id=decision_id))
        return _retake_page(form, _draft(slug, decision_id)), outcome.status
    return _retake_page(form, draft)


def _retake_page(form: PublishForm, draft: Decision) -> str:
    return render_template("portfolio/decisions/retake.html", form=form, draft=draft)
