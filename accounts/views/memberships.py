"""Administration of roles."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.people import RoleForm
from accounts.models import Membership, Person
from accounts.permissions import Permission, requires
from accounts.views.blueprints import admin
from accounts.views.confirm import confirm
from core.database import today
from core.web.save import Outcome, save


def _role_form(person: Person, membership: Membership | None, *, is_fresh: bool = False) -> RoleForm:
    """Return the form, filled in from ``membership``; its version is the person's."""
    values = {} if membership is None else {"obj": membership}
    fields = {**values, "data": {"version": person.version, "starts_on": today()}}
    form = RoleForm(formdata=None, **fields) if is_fresh else RoleForm(**fields)
    form.domain_id.offer([(domain.id, domain.name) for domain in queries.list_domains()], blank=_("Geen"))
    return form


@admin.route("/people/<id:person_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def new_role(person_id: int) -> ResponseReturnValue:
    """Give a role."""
    person = queries.get_person(person_id)
    form = _role_form(person, None)
    if request.method == "GET":
        return _role_page(person, None, form)
    outcome = save(
        form,
        lambda: actions.give_role(person, form.term(), version=form.version.data, by=current_user),
        present=lambda: _role_form(queries.get_person(person_id), None, is_fresh=True),
    )
    if outcome.is_saved:
        flash(_("De rol is gegeven."))
        return redirect(url_for(".show_person", person_id=person_id))
    return _role_page(queries.get_person(person_id), None, form, outcome)


@admin.route("/people/<id:person_id>/roles/<id:membership_id>", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def edit_role(person_id: int, membership_id: int) -> ResponseReturnValue:
    """Change a role, for instance its last day."""
    person = queries.get_person(person_id)
    membership = queries.get_membership(person, membership_id)
    form = _role_form(person, membership)
    if request.method == "GET":
        return _role_page(person, membership, form)
    outcome = save(
        form,
        lambda: actions.change_role(
            person, membership, form.term(), version=form.version.data, day=today(), by=current_user
        ),
        present=lambda: _present_role(person_id, membership_id),
    )
    if outcome.is_saved:
        flash(_("De rol is gewijzigd."))
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    return _role_page(person, queries.get_membership(person, membership_id), form, outcome)


def _present_role(person_id: int, membership_id: int) -> RoleForm:
    person = queries.get_person(person_id)
    return _role_form(person, queries.get_membership(person, membership_id), is_fresh=True)


def _role_page(
    person: Person, membership: Membership | None, form: RoleForm, outcome: Outcome | None = None
) -> ResponseReturnValue:
    page = render_template(
        "admin/role.html",
        person=person,
        membership=membership,
        form=form,
        conflict=outcome.conflict if outcome else None,
    )
    return page, outcome.status if outcome else 200


@admin.route("/people/<id:person_id>/roles/<id:membership_id>/take", methods=["GET", "POST"])
@requires(Permission.ADMIN)
def take_role(person_id: int, membership_id: int) -> ResponseReturnValue:
    """Take a role away that should not have been given."""
    person = queries.get_person(person_id)
    membership = queries.get_membership(person, membership_id)
    if request.method == "GET":
        return render_template("admin/take_role.html", person=person, membership=membership, errors=[])
    outcome, errors = confirm(
        lambda version: actions.take_role(person, membership, version=version, day=today(), by=current_user),
        now=lambda: queries.get_person(person_id),
    )
    if outcome.is_saved:
        flash(_("De rol is weggehaald."))
        return redirect(url_for(".show_person", person_id=person_id))
    person = queries.get_person(person_id)
    membership = queries.get_membership(person, membership_id)
    page = render_template("admin/take_role.html", person=person, membership=membership, errors=errors)
    return page, outcome.status
