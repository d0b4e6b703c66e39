"""Meetings of a board: plan, open, one screen per use case, close. For those who read its drafts."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, require, requires
from accounts.queries import get_domain, list_board
from accounts.rules.terms import Role
from core.database import today
from core.errors import NotFound
from core.i18n import format_day, format_percent, localised
from core.web.save import save
from portfolio.actions import meetings as actions
from portfolio.forms.fields import RowList
from portfolio.forms.meetings import CloseForm, MeetingForm, OpenForm, OutcomeForm, initial, initial_outcome
from portfolio.labels import label
from portfolio.models import AgendaItem, Meeting, MeetingState
from portfolio.queries import meetings as queries
from portfolio.queries.decisions import codes_of
from portfolio.queries.meetings import Suggestion
from portfolio.rules.framework import Verdict
from portfolio.rules.round_terms import Viewpoint
from portfolio.rules.terms import Grade
from portfolio.views.blueprint import bp
from portfolio.views.decisions_edit import board_scope, seat_words, seats_of

MOST_SUGGESTED = 12


def meeting_scope(slug: str, meeting_id: int, **_values: Any) -> Scope:
    """Return the scope of a meeting; 404 for who may not know of it."""
    return Scope(frozenset({get_meeting(slug, meeting_id).domain_id}))


def get_meeting(slug: str, meeting_id: int) -> Meeting:
    """Return a meeting with everything loaded, where this reader may read it; else NotFound."""
    domain = get_domain(slug)
    meeting = queries.find_meeting(domain.id, meeting_id)
    if meeting is None or not may(Permission.USE_CASE_READ_DRAFT, Scope(frozenset({domain.id}))):
        raise NotFound("not_found")
    return meeting


@bp.get("/domains/<slug>/meetings/")
@requires(Permission.USE_CASE_READ_DRAFT, of=board_scope)
def list_meetings(slug: str) -> ResponseReturnValue:
    """Show the meetings of a board, newest first."""
    domain = get_domain(slug)
    return render_template(
        "portfolio/meetings/list.html",
        domain=domain,
        meetings=queries.list_meetings(domain.id),
        may_prepare=_may_prepare(domain.id),
    )


def _may_prepare(domain_id: int) -> bool:
    return may(Permission.USE_CASE_PLAN, Scope(frozenset({domain_id})))


@bp.route("/domains/<slug>/meetings/new", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=board_scope)
def new_meeting(slug: str) -> ResponseReturnValue:
    """Plan a meeting; the agenda begins with what is worth talking about."""
    domain = get_domain(slug)
    if request.method == "GET":
        return _form_page(MeetingForm(formdata=None, data=_suggested(domain)), domain, None)
    form = MeetingForm()
    if _changes_rows(form):
        return _form_page(form, domain, None)
    form.drop_blank_rows()
    outcome = save(
        form,
        lambda: (
            actions.plan_meeting(
                domain, form.values(), seats=_seats(form, domain), agenda=form.agenda_rows(), by=current_user
            ).id
        ),
    )
    if not outcome.is_saved:
        return _form_page(form, get_domain(slug), None), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_meeting", slug=slug, meeting_id=outcome.result))


def _suggested(domain: Domain) -> dict[str, Any]:
    """Return a form with every seat of the board, and what is worth talking about."""
    found = queries.suggestions(domain, current_user)
    worth = [one for one in found if one.why != "candidate"] or found
    return {
        "held_on": today(),
        "seats": [{"seat": seat, "is_present": True} for seat in seats_of(domain)],
        "agenda": [{"code": one.code, "why": why_words(one)} for one in worth[:MOST_SUGGESTED]],
    }


def why_words(one: Suggestion) -> str:
    """Return why a use case is worth talking about."""
    if one.why == "tips" and one.share is not None:
        share = format_percent(one.share)
        return _("Kan kantelen: zit in %(share)s van de beste portfolio's.", share=share)
    if one.why == "spread":
        return _("De scores lopen ver uiteen.")
    return _("Kandidaat.")


def _seats(form: MeetingForm, domain: Domain) -> list[dict[str, Any]]:
    """Return the seats with the person on it today, where just one sits on it."""
    sitting: dict[str, list[int]] = {}
    for member in list_board(domain.id, today()):
        if member.role is Role.BOARD_MEMBER:
            sitting.setdefault(seat_words(member), []).append(member.person_id)
    rows = form.seat_rows()
    for row in rows:
        people = sitting.get(row["seat"], [])
        row["person_id"] = people[0] if len(people) == 1 else None
    return rows


@bp.route("/domains/<slug>/meetings/<id:meeting_id>/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=meeting_scope)
def edit_meeting(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Change date, seats and agenda; a button adds or removes a row without saving."""
    meeting = get_meeting(slug, meeting_id)
    domain = meeting.domain
    if request.method == "GET":
        return _form_page(_present(slug, meeting_id), domain, meeting)
    form = MeetingForm()
    if _changes_rows(form):
        return _form_page(form, domain, meeting)
    form.drop_blank_rows()
    outcome = save(
        form,
        lambda: actions.edit_meeting(
            meeting,
            form.values(),
            seats=_seats(form, domain),
            agenda=form.agenda_rows(),
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: _present(slug, meeting_id),
    )
    if not outcome.is_saved:
        meeting = get_meeting(slug, meeting_id)
        return _form_page(form, meeting.domain, meeting, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_meeting", slug=slug, meeting_id=meeting_id))


def _present(slug: str, meeting_id: int) -> MeetingForm:
    return MeetingForm(formdata=None, data=initial(get_meeting(slug, meeting_id)))


def _changes_rows(form: Any) -> bool:
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


def _form_page(form: MeetingForm, domain: Domain, meeting: Meeting | None, conflict: Any = None) -> str:
    return render_template(
        "portfolio/meetings/edit.html",
        form=form,
        domain=domain,
        meeting=meeting,
        conflict=conflict,
        seats=seats_of(domain),
        codes=codes_of(domain.id, current_user),
    )


@bp.get("/domains/<slug>/meetings/<id:meeting_id>")
@requires(Permission.USE_CASE_READ_DRAFT, of=meeting_scope)
def show_meeting(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Show a meeting: who is there, the agenda with outcomes, and what came of it."""
    meeting = get_meeting(slug, meeting_id)
    return render_template(
        "portfolio/meetings/meeting.html",
        meeting=meeting,
        may_prepare=_may_prepare(meeting.domain_id),
        open_form=OpenForm(formdata=None, obj=meeting),
        close_form=_close_form(meeting),
        decisions=queries.decisions_of(meeting.id),
    )


def _close_form(meeting: Meeting) -> CloseForm:
    subject = _("Besluiten van de vergadering van %(day)s", day=format_day(meeting.held_on))
    return CloseForm(formdata=None, data={"version": meeting.version, "subject": subject})


@bp.route("/domains/<slug>/meetings/<id:meeting_id>/open", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=meeting_scope)
def open_meeting(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Open a meeting: from now on the figures on the table stay as they are."""
    meeting = get_meeting(slug, meeting_id)
    form = OpenForm() if request.method == "POST" else OpenForm(formdata=None, obj=meeting)
    if request.method == "POST":
        outcome = save(
            form,
            lambda: actions.open_meeting(meeting, version=form.version.data, by=current_user),
            present=lambda: OpenForm(formdata=None, obj=get_meeting(slug, meeting_id)),
        )
        if outcome.is_saved:
            flash(_("De vergadering is open. De cijfers liggen vast."), "success")
            return redirect(url_for(".show_agenda_item", slug=slug, meeting_id=meeting_id, place=1))
        return _step_page("open", form, get_meeting(slug, meeting_id)), outcome.status
    return _step_page("open", form, meeting)


@bp.route("/domains/<slug>/meetings/<id:meeting_id>/close", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=meeting_scope)
def close_meeting(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Close a meeting: what was decided becomes a draft decision."""
    meeting = get_meeting(slug, meeting_id)
    form = CloseForm() if request.method == "POST" else _close_form(meeting)
    if request.method == "POST":
        outcome = save(
            form,
            lambda: (
                actions.close_meeting(
                    meeting,
                    subject=form.subject.data,
                    today=today(),
                    version=form.version.data,
                    by=current_user,
                ).id
            ),
            present=lambda: _close_form(get_meeting(slug, meeting_id)),
        )
        if outcome.is_saved:
            flash(_("De vergadering is afgesloten. Vul het conceptbesluit aan en publiceer het."), "success")
            return redirect(url_for(".edit_decision", slug=slug, decision_id=outcome.result))
        return _step_page("close", form, get_meeting(slug, meeting_id)), outcome.status
    return _step_page("close", form, meeting)


def _step_page(step: str, form: Any, meeting: Meeting) -> str:
    return render_template("portfolio/meetings/step.html", step=step, form=form, meeting=meeting)


@bp.route("/domains/<slug>/meetings/<id:meeting_id>/items/<id:place>", methods=["GET", "POST"])
@requires(Permission.USE_CASE_READ_DRAFT, of=meeting_scope)
def show_agenda_item(slug: str, meeting_id: int, place: int) -> ResponseReturnValue:
    """Show one use case of the agenda, big; the secretary records the outcome below it."""
    meeting = get_meeting(slug, meeting_id)
    item = item_at(meeting, place)
    if request.method == "GET":
        return _item_page(OutcomeForm(formdata=None, data=initial_outcome(item)), meeting, place)
    require(Permission.USE_CASE_PLAN, Scope(frozenset({meeting.domain_id})))
    form = OutcomeForm()
    if _changes_rows(form):
        return _item_page(form, meeting, place)
    form.drop_blank_rows()
    outcome = save(
        form,
        lambda: actions.record_outcome(
            item,
            outcome=form.outcome.data,
            aside=form.aside.data,
            reason=form.reason.data,
            dissents=form.dissent_rows(),
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: OutcomeForm(
            formdata=None, data=initial_outcome(item_at(get_meeting(slug, meeting_id), place))
        ),
    )
    if not outcome.is_saved:
        return _item_page(form, get_meeting(slug, meeting_id), place, outcome.conflict), outcome.status
    flash(_("Vastgelegd."), "success")
    if place >= len(meeting.items):
        return redirect(url_for(".show_meeting", slug=slug, meeting_id=meeting_id))
    return redirect(url_for(".show_agenda_item", slug=slug, meeting_id=meeting_id, place=place + 1))


def item_at(meeting: Meeting, place: int) -> AgendaItem:
    """Return the item at this place of the agenda, counted from 1; else NotFound."""
    if place > len(meeting.items):
        raise NotFound("not_found")
    return meeting.items[place - 1]


def _item_page(form: OutcomeForm, meeting: Meeting, place: int, conflict: Any = None) -> str:
    item = item_at(meeting, place)
    known = item.frozen or {}
    hidden = queries.hidden_from(known.get("round_id"), current_user)
    return render_template(
        "portfolio/meetings/item.html",
        form=form,
        conflict=conflict,
        meeting=meeting,
        item=item,
        known=known,
        title=known.get("title") or localised(item.use_case, "title"),
        place=place,
        total=len(meeting.items),
        sees_spread=item.use_case_id not in hidden
        and may(Permission.ROUND_READ, Scope(frozenset({meeting.domain_id}))),
        verdict_words=_words_for(Verdict),
        viewpoint_words=_words_for(Viewpoint),
        grade_words=_words_for(Grade),
        may_record=_may_prepare(meeting.domain_id) and meeting.state is MeetingState.OPEN,
        seats=[row.seat for row in meeting.seats],
    )


def _words_for(kind: type[StrEnum]) -> Callable[[str | None], str]:
    """Return what puts a frozen value in words; "nog geen" for none."""
    return lambda value: label(kind(value)) if value else _("nog geen")
