"""Accounts from the command line: for the first day, and for when nobody can sign in any more."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click
from flask import current_app, url_for
from flask.cli import AppGroup
from flask_babel import force_locale

from accounts import actions, queries
from accounts.models import Person
from accounts.rules.membership import Term
from accounts.rules.terms import ROLES_OF_A_DOMAIN, Role
from accounts.secrets import hash_password
from core.audit import SYSTEM
from core.database import db, today, utc_now
from core.errors import Refusal
from core.messages import text_of_refusal

users = AppGroup("users", help="Create and close accounts, and set passwords.")


def _change(act: Callable[[], Any]) -> Any:
    """Run ``act`` and commit; a refusal becomes one line on stderr and exit status 1."""
    try:
        result = act()
        db.session.commit()
        return result
    except Refusal as refusal:
        db.session.rollback()
        with force_locale("en"):
            raise click.ClickException(text_of_refusal(refusal)) from None


def _person(email: str) -> Person:
    person = queries.find_person(email)
    if person is None:
        raise click.ClickException(f"There is no account {email}.")
    return queries.get_person(person.id)


def _read_password() -> str:
    """Return a password from the terminal, twice, or one line from a pipe; never from the arguments."""
    if sys.stdin.isatty():
        return str(click.prompt("New password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _link(endpoint: str, token: str) -> str:
    base = current_app.config["SETTINGS"].base_url or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    with current_app.test_request_context("/"):
        return str(base + url_for(endpoint, token=token))


@users.command("create")
@click.argument("email")
@click.option("--name", required=True, help="How the person is called.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="A role to give at once.")
@click.option("--domain", "slug", help="The domain of the role, for board_member and secretary.")
def create(email: str, name: str, role: str | None, slug: str | None) -> None:
    """Create an account and print a one-time link with which its owner chooses a password."""
    if "@" not in email:
        raise click.ClickException(f"{email} is no e-mail address.")

    def act() -> str:
        person = actions.create_person(email=email, name=name, by=SYSTEM)
        if role:
            domain = queries.get_domain(slug) if slug else None
            if (Role(role) in ROLES_OF_A_DOMAIN) != (domain is not None):
                raise click.UsageError("--domain goes with board_member and secretary, and only with those.")
            term = Term(Role(role), domain.id if domain else None, today(), None)
            db.session.flush()
            person = queries.get_person(person.id)
            actions.give_role(person, term, version=person.version, by=SYSTEM)
        return actions.make_link(person, "invitation", now=utc_now(), by=SYSTEM)

    click.echo(_link("accounts.accept_invitation", _change(act)))


@users.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set a password, typed twice or read from standard input; the person is signed out everywhere."""
    person = _person(email)
    password = _read_password()

    def act() -> None:
        actions.check_new_password(password, person=person)
        actions.set_password(person, hash_password(password), by=SYSTEM)

    _change(act)
    click.echo(f"The password of {person.email} is set.")


@users.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account; what its owner did stays."""
    person = _person(email)
    _change(lambda: actions.close_account(person, version=person.version, day=today(), by=SYSTEM))
    click.echo(f"The account {person.email} is closed.")


@users.command("first-admin")
@click.argument("email")
@click.option("--name", default="Beheerder", help="How the person is called.")
def first_admin(email: str, name: str) -> None:
    """Create the first administrator and print a one-time link; refused when there is one already."""
    if "@" not in email:
        raise click.ClickException(f"{email} is no e-mail address.")
    if any(held.person.password_hash for held in queries.list_lasting_administrators(today())):
        raise click.ClickException("There is an administrator already; ask them, or use: users set-password.")

    def act() -> str:
        found = queries.find_person(email)
        person = found or actions.create_person(email=email, name=name, by=SYSTEM)
        db.session.flush()
        person = queries.get_person(person.id)
        if not person.is_enabled:
            actions.open_account(person, version=person.version, by=SYSTEM)
            db.session.flush()
        term = Term(Role.ADMINISTRATOR, None, today(), None)
        if not any(held.role is Role.ADMINISTRATOR and held.holds_on(today()) for held in person.memberships):
            actions.give_role(person, term, version=person.version, by=SYSTEM)
        return actions.make_link(person, "first_admin", now=utc_now(), by=SYSTEM)

    click.echo(_link("accounts.accept_invitation", _change(act)))
