"""Own data, password and sessions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.sign_in import ChangePasswordForm, EndSessionForm, OwnDataForm
from accounts.models import Person
from accounts.permissions import Permission, requires
from accounts.reader import own_session_id
from accounts.secrets import hash_password
from accounts.views.blueprints import accounts
from accounts.views.sign_in import check_password
from core.database import db, today
from core.errors import Refusal, Throttled
from core.i18n import COOKIE
from core.web.save import Outcome, save

_YEAR_IN_SECONDS = 365 * 24 * 3600


@accounts.route("/account/", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def show_account() -> ResponseReturnValue:
    """Show and change one's own data."""
    person = queries.get_person(current_user.id)
    person_id = person.id
    form = OwnDataForm(obj=person)
    if request.method == "GET":
        return _account_page(person, form)
    outcome = save(
        form,
        lambda: actions.change_own_data(
            person, version=form.version.data, name=form.name.data, language=form.language.data
        ),
        present=lambda: OwnDataForm(formdata=None, obj=queries.get_person(person_id)),
    )
    if not outcome.is_saved:
        return _account_page(queries.get_person(person_id), form, outcome)
    flash(_("Uw gegevens zijn opgeslagen."))
    response = redirect(url_for(".show_account"))
    response.set_cookie(
        COOKIE,
        form.language.data,
        max_age=_YEAR_IN_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    return response


def _account_page(person: Person, form: OwnDataForm, outcome: Outcome | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/account.html",
        form=form,
        conflict=outcome.conflict if outcome else None,
        person=person,
        memberships=[held for held in person.memberships if held.holds_on(today())],
        sessions=queries.list_sessions(person.id),
        own_session_id=own_session_id(),
    )
    return page, outcome.status if outcome else 200


@accounts.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Change one's own password; all other sessions end."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("accounts/change_password.html", form=form)
    try:
        is_changed = form.validate() and _change_password(form)
    except Throttled as refusal:
        form.refuse(refusal)
        return render_template("accounts/change_password.html", form=form), 429
    if not is_changed:
        return render_template("accounts/change_password.html", form=form), 422
    flash(_("Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd."))
    return redirect(url_for(".show_account"))


def _change_password(form: ChangePasswordForm) -> bool:
    email = current_user.email
    try:
        actions.check_new_password(form.new_password.data, person=current_user)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    db.session.rollback()
    person = check_password(form, email, form.password.data)
    if person is None:
        form.password.errors = [_("Dit is niet uw huidige wachtwoord.")]
        return False
    db.session.commit()
    password_hash = hash_password(form.new_password.data)
    actions.set_password(person, password_hash, by=person, keep_session=own_session_id())
    db.session.commit()
    return True


@accounts.route("/account/sessions", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def end_session() -> ResponseReturnValue:
    """End one of one's own sessions; who opens this address gets the list."""
    form = EndSessionForm()
    if request.method == "POST" and form.validate():
        actions.end_session(current_user, form.session.data)
        db.session.commit()
        flash(_("Dat apparaat is uitgelogd."))
    return redirect(url_for(".show_account", _anchor="sessions"))
