"""Sign in and out."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import actions, queries
from accounts.forms.sign_in import LoginForm
from accounts.models import Person
from accounts.permissions import public
from accounts.reader import address_of_visitor, own_session_id, sign_in, sign_out
from accounts.rules.addresses import safe_next
from accounts.secrets import hash_password, is_password, needs_new_hash
from accounts.views.blueprints import accounts
from core.database import db, utc_now
from core.errors import NotFound, Throttled
from core.forms import BaseForm
from core.i18n import COOKIE


@accounts.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Sign in; counts the tries and tells nobody which accounts exist."""
    form = LoginForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        if current_user.is_authenticated:
            return redirect(safe_next(form.next.data))
        return render_template("accounts/login.html", form=form)
    if not form.validate():
        return render_template("accounts/login.html", form=form), 422
    email = form.email.data.lower()
    earlier = own_session_id() if current_user.is_authenticated else None
    try:
        person = check_password(form, email, form.password.data)
    except Throttled as refusal:
        form.refuse(refusal)
        return render_template("accounts/login.html", form=form), 429
    if person is None:
        form.form_errors = [_("E-mailadres of wachtwoord klopt niet. Controleer ze en probeer het opnieuw.")]
        return render_template("accounts/login.html", form=form), 422
    if earlier is not None:
        actions.drop_session(earlier)
    token = actions.start_session(person, user_agent=request.user_agent.string, now=utc_now())
    db.session.commit()
    sign_in(person, token)
    response = redirect(safe_next(form.next.data))
    if COOKIE not in request.cookies and person.language != "nl":
        response.set_cookie(COOKIE, person.language, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def check_password(form: BaseForm, email: str, password: str) -> Person | None:
    """Return the person with this e-mail address and password, or None; Throttled after too many tries.

    Three short transactions, with the work of argon2 between them: a writer of
    SQLite would keep all others waiting for it.
    """
    counted = actions.count_try(email=email, address=address_of_visitor(), now=utc_now())
    ids = [row.id for row in counted]
    db.session.commit()
    person = queries.find_person_to_sign_in(email)
    kept = person.password_hash if person else None
    person_id = person.id if person else None
    db.session.rollback()
    if not is_password(password, kept) or kept is None:
        return None
    new_hash = hash_password(password) if needs_new_hash(kept) else None
    person = queries.find_person_to_sign_in(email)
    if person is None or person.id != person_id or person.password_hash != kept:
        return None
    actions.forget_tries(email=email, counted=ids)
    if new_hash:
        person.password_hash = new_hash
    return person


@accounts.route("/logout", methods=["GET", "POST"])
@public
def logout() -> ResponseReturnValue:
    """Sign out; who opens the address gets a button."""
    if request.method == "GET":
        return render_template("accounts/logout.html")
    session_id = own_session_id() if current_user.is_authenticated else None
    if session_id is not None:
        try:
            actions.end_session(current_user, session_id)
            db.session.commit()
        except NotFound:
            db.session.rollback()
    sign_out()
    flash(_("U bent uitgelogd."))
    return redirect("/")


@accounts.get("/forgot-password")
@public
def forgot_password() -> ResponseReturnValue:
    """Say whom to ask: this installation sends no mail. The page is the same for everyone."""
    contact = current_app.config["SETTINGS"].contact
    return render_template("accounts/forgot_password.html", contact=contact, login_url=url_for(".login"))
