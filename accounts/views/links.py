"""One-time links: an invitation, a new password, the first administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts import actions, queries
from accounts.forms.sign_in import NewPasswordForm, WelcomeForm
from accounts.models import AccountLink
from accounts.permissions import public
from accounts.secrets import hash_password
from accounts.views.blueprints import accounts
from core.database import db, utc_now
from core.errors import NotFound, Refusal

_WELCOME = frozenset({"invitation", "first_admin"})
_RESET = frozenset({"reset"})


@accounts.route("/welcome/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Choose a name and a first password by a one-time link."""
    return _use_link(token, _WELCOME, WelcomeForm(), "accounts/welcome.html")


@accounts.route("/reset-password/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password by a one-time link."""
    return _use_link(token, _RESET, NewPasswordForm(), "accounts/reset_password.html")


def _use_link(
    token: str, purposes: frozenset[str], form: NewPasswordForm, template: str
) -> ResponseReturnValue:
    """Show the form and, when it is sent, set the password; only sending uses the link up."""
    try:
        link = queries.get_link(token, purposes, utc_now())
        if request.method == "GET":
            if isinstance(form, WelcomeForm):
                form.name.data = link.person.name
            return render_template(template, form=form, person=link.person)
        if form.validate() and _set_password(link, token, purposes, form):
            flash(_("Uw wachtwoord is opgeslagen. U kunt nu inloggen."))
            return redirect(url_for(".login"))
        return render_template(template, form=form, person=link.person), 422
    except NotFound:
        db.session.rollback()
        return render_template("accounts/link_gone.html"), 404


def _set_password(link: AccountLink, token: str, purposes: frozenset[str], form: NewPasswordForm) -> bool:
    try:
        actions.check_new_password(form.new_password.data, person=link.person)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    db.session.rollback()  # argon2 works outside any transaction
    password_hash = hash_password(form.new_password.data)
    link = queries.get_link(token, purposes, utc_now())
    name = form.name.data if isinstance(form, WelcomeForm) else None
    actions.use_link(link, password_hash, name=name, now=utc_now())
    db.session.commit()
    return True
