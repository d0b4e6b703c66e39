"""Accounts from the command line."""

import pytest
from sqlalchemy import select

from accounts.models import LoginSession, Membership, Person
from accounts.rules.terms import Role
from accounts.secrets import is_password
from core.audit import AuditEvent
from core.database import db
from tests.browser import PASSWORD


@pytest.fixture
def run(app, database):
    def running(*arguments: str, expect: int = 0, typed: str = ""):
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=["users", *arguments], input=typed)
        assert result.exit_code == expect, result.output
        if expect:
            assert result.stderr.count("\n") >= 1
        return result

    return running


def test_a_new_account_gets_a_link_that_leads_to_a_password(run, browser):
    result = run("create", "Noor@voorbeeld.nl", "--name", "Noor")
    path = result.output.strip().removeprefix("http://127.0.0.1:8000")

    page = browser.get(path)
    answers = {"new_password": "een lange zin", "repeat": "een lange zin", "name": "Noor"}
    browser.submit(page, to=path, **answers)

    browser.post("/login", data={"email": "noor@voorbeeld.nl", "password": "een lange zin"})
    assert db.session.scalars(select(AuditEvent.actor_label)).first() == "system"


def test_a_role_comes_with_its_domain(run, make_domain):
    make_domain(slug="energie")

    run("create", "a@voorbeeld.nl", "--name", "A", "--role", "secretary", "--domain", "energie")
    run("create", "b@voorbeeld.nl", "--name", "B", "--role", "secretary", expect=2)
    run("create", "b@voorbeeld.nl", "--name", "B", "--role", "secretary", "--domain", "nergens", expect=1)
    run("create", "b@voorbeeld.nl", "--name", "B", "--role", "contributor", "--domain", "energie", expect=2)
    run("create", "b@voorbeeld.nl", "--name", "B", "--role", "keizer", expect=2)

    assert db.session.scalars(select(Person.name)).all() == ["A"]
    assert db.session.scalar(select(Membership.role)) is Role.SECRETARY


def test_an_email_address_is_used_once(run, make_person):
    make_person(email="noor@voorbeeld.nl")

    run("create", "NOOR@voorbeeld.nl", "--name", "Noor", expect=1)
    run("create", "noor", "--name", "Noor", expect=1)


def test_a_password_is_read_from_standard_input_and_ends_every_session(run, browser, make_person):
    person = make_person()
    browser.sign_in(person)

    run("set-password", person.email, typed="een lange zin\n")

    assert is_password("een lange zin", db.session.get(Person, person.id).password_hash)
    assert not db.session.scalars(select(LoginSession)).all()


def test_a_weak_password_and_an_unknown_account_are_refused(run, make_person):
    person = make_person()

    run("set-password", person.email, typed="kort\n", expect=1)
    run("set-password", "wie@voorbeeld.nl", typed="een lange zin\n", expect=1)

    assert is_password(PASSWORD, db.session.get(Person, person.id).password_hash)


def test_an_account_is_closed_but_not_that_of_the_last_administrator(run, make_person):
    person, last = make_person(), make_person(Role.ADMINISTRATOR)

    run("deactivate", person.email)
    run("deactivate", last.email, expect=1)

    assert not db.session.get(Person, person.id).is_enabled
    assert db.session.get(Person, last.id).is_enabled


def test_the_first_administrator_comes_in_by_a_link_and_the_second_does_not(run, browser):
    run("first-admin", "beheer@voorbeeld.nl")
    path = run("first-admin", "beheer@voorbeeld.nl").output.strip().removeprefix("http://127.0.0.1:8000")
    answers = {"new_password": "een lange zin", "repeat": "een lange zin", "name": "Noor"}
    browser.submit(browser.get(path), to=path, **answers)
    browser.post("/login", data={"email": "beheer@voorbeeld.nl", "password": "een lange zin"})

    browser.get("admin.list_people")
    run("first-admin", "ander@voorbeeld.nl", expect=1)
