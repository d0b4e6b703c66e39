"""Administration of people: list, invite, change, close, make a link."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.filters import PeopleFilterForm
from accounts.forms.people import EraseForm, InviteForm, PersonForm
from accounts.models import Person
from accounts.permissions import Permission, requires
from accounts.reader import base_url
from accounts.views.blueprints import admin
from accounts.views.confirm import confirm
from core.database import db, today, utc_now
from core.web.paging import page_of, wanted_page
from core.web.save import save

_NEW_LINK = "new_link"


@admin.get("/people")
@requires(Permission.ADMIN)
def list_people() -> ResponseReturnValue:
    """List accounts with their roles."""
    form = PeopleFilterForm()
    state = {"open": True, "closed": False}.get(form.state.data or "")
    found = queries.select_people(search=form.q.data, role=form.role.data, is_enabled=state, day=today())
    return render_template(
        "admin/people.html",
        form=form,
        page=page_of(found, wanted_page()),
        day=today(),
    )


@admin.route("/people/new", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def new_person() -> ResponseReturnValue:
    """Invite someone; the link is shown once, on the next page."""
    form = InviteForm()
    form.organisation_id.offer(queries.list_organisation_names(), blank=_("Geen"))
    if request.method == "GET":
        return render_template("admin/new_person.html", form=form)
    outcome = save(form, lambda: _invite(form))
    if not outcome.is_saved:
        return render_template("admin/new_person.html", form=form), outcome.status
    person_id, token = outcome.result
    _show_once(person_id, url_for("accounts.accept_invitation", token=token))
    flash(_("De uitnodiging is gemaakt. Geef de link hieronder zelf door."))
    return redirect(url_for(".show_person", person_id=person_id))


def _invite(form: InviteForm) -> tuple[int, str]:
    person = actions.create_person(
        email=form.email.data, name=form.name.data, organisation_id=form.organisation_id.data, by=current_user
    )
    token = actions.make_link(person, "invitation", now=utc_now(), by=current_user)
    return person.id, token


def _show_once(person_id: int, path: str) -> None:
    session[_NEW_LINK] = [person_id, path]


@admin.get("/people/<id:person_id>")
@requires(Permission.ADMIN)
def show_person(person_id: int) -> ResponseReturnValue:
    """Show one account with its roles."""
    return _person_page(queries.get_person(person_id))


def _person_page(
    person: Person, errors: Sequence[tuple[str, str | None]] = (), status: int = 200
) -> ResponseReturnValue:
    made_for, path = session.pop(_NEW_LINK, None) or (None, "")
    page = render_template(
        "admin/person.html",
        person=person,
        errors=errors,
        day=today(),
        new_link=base_url() + path if made_for == person.id else "",
        is_self=person.id == current_user.id,
    )
    return page, status


@admin.route("/people/<id:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def edit_person(person_id: int) -> ResponseReturnValue:
    """Change someone's data."""
    person = queries.get_person(person_id)
    form = _person_form(person)
    if request.method == "GET":
        return render_template("admin/edit_person.html", form=form, person=person, conflict=None)
    outcome = save(
        form,
        lambda: actions.change_person(
            person,
            version=form.version.data,
            email=form.email.data,
            name=form.name.data,
            organisation_id=form.organisation_id.data,
            language=form.language.data,
            by=current_user,
        ),
        present=lambda: _person_form(queries.get_person(person_id), is_fresh=True),
    )
    if outcome.is_saved:
        flash(_("Opgeslagen."))
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    page = render_template("admin/edit_person.html", form=form, person=person, conflict=outcome.conflict)
    return page, outcome.status


def _person_form(person: Person, *, is_fresh: bool = False) -> PersonForm:
    form = PersonForm(formdata=None, obj=person) if is_fresh else PersonForm(obj=person)
    form.organisation_id.offer(queries.list_organisation_names(), blank=_("Geen"))
    return form


@admin.route("/people/<id:person_id>/close", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def close_account(person_id: int) -> ResponseReturnValue:
    """Close an account."""
    if request.method == "GET":
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    outcome, errors = confirm(
        lambda version: actions.close_account(person, version=version, day=today(), by=current_user),
        now=lambda: queries.get_person(person_id),
    )
    if not outcome.is_saved:
        return _person_page(queries.get_person(person_id), errors, outcome.status)
    flash(_("Het account is gesloten. Wie ermee was ingelogd, is nu uitgelogd."))
    return redirect(url_for(".show_person", person_id=person_id))


@admin.route("/people/<id:person_id>/open", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def open_account(person_id: int) -> ResponseReturnValue:
    """Open a closed account."""
    if request.method == "GET":
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    outcome, errors = confirm(
        lambda version: actions.open_account(person, version=version, by=current_user),
        now=lambda: queries.get_person(person_id),
    )
    if not outcome.is_saved:
        return _person_page(queries.get_person(person_id), errors, outcome.status)
    flash(_("Het account is weer open."))
    return redirect(url_for(".show_person", person_id=person_id))


@admin.route("/people/<id:person_id>/erase", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def erase_person(person_id: int) -> ResponseReturnValue:
    """Take the personal data of a closed account away, after its address was typed over."""
    person = queries.get_person(person_id)
    if request.method == "GET" and (person.is_enabled or person.is_erased):
        return redirect(url_for(".show_person", person_id=person_id))
    form = EraseForm(version=person.version)
    if request.method == "GET":
        return render_template("admin/erase_person.html", form=form, person=person, conflict=None)
    outcome = save(
        form,
        lambda: actions.erase_person(
            person, typed=form.typed.data, version=form.version.data, by=current_user
        ),
        present=lambda: EraseForm(formdata=None, version=queries.get_person(person_id).version),
    )
    if outcome.is_saved:
        flash(_("De persoonsgegevens zijn weg. Het account heet nu %(name)s.", name=outcome.result))
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    page = render_template("admin/erase_person.html", form=form, person=person, conflict=outcome.conflict)
    return page, outcome.status


@admin.route("/people/<id:person_id>/link", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def make_link(person_id: int) -> ResponseReturnValue:
    """Make a link for a new password, or anew for the invitation of who has none yet."""
    if request.method == "GET":
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    if not queries.may_sign_in(person):
        return _person_page(person, [(_("Open eerst het account."), None)], 422)
    purpose = "reset" if person.password_hash else "invitation"
    token = actions.make_link(person, purpose, now=utc_now(), by=current_user)
    db.session.commit()
    endpoint = "accounts.reset_password" if purpose == "reset" else "accounts.accept_invitation"
    _show_once(person_id, url_for(endpoint, token=token))
    return redirect(url_for(".show_person", person_id=person_id))
