"""What accounts do outside a request: purge, refuse to start, remember a better hash."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts import actions, queries
from accounts.models import AccountLink, LoginSession, SignInAttempt
from accounts.secrets import attempt_key, hash_password, is_password
from accounts.setup import _refuse_demo_accounts
from core.audit import SYSTEM
from core.database import db, utc_now
from core.errors import Conflict, NotFound, Throttled
from core.settings import SettingsError


def total(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_purge_deletes_only_what_no_longer_has_an_effect(make_person):
    person, now = make_person(), utc_now()
    for age in (timedelta(0), timedelta(hours=13), timedelta(days=15)):
        actions.start_session(person, user_agent="", now=now - age)
        db.session.flush()
    for age in (timedelta(0), timedelta(minutes=16)):
        actions.count_try(email="a@voorbeeld.nl", address="192.0.2.1", now=now - age)
    actions.make_link(person, "reset", now=now - timedelta(days=40), by=SYSTEM)
    actions.make_link(person, "reset", now=now, by=SYSTEM)

    assert actions.purge_sign_in(now) == 2 + 2 + 1

    assert (total(LoginSession), total(SignInAttempt), total(AccountLink)) == (1, 2, 1)


def test_a_link_used_at_the_same_moment_by_two_works_for_one(make_person):
    person = make_person()
    token = actions.make_link(person, "reset", now=utc_now(), by=SYSTEM)
    link = queries.get_link(token, frozenset({"reset"}), utc_now())
    actions.use_link(link, hash_password("een lange zin"), now=utc_now())

    with pytest.raises(NotFound):
        actions.use_link(link, hash_password("een andere zin"), now=utc_now())

    assert is_password("een lange zin", person.password_hash)


def test_a_try_counts_before_it_is_made(database):
    for _ in range(5):
        actions.count_try(email="a@voorbeeld.nl", address="192.0.2.1", now=utc_now())

    with pytest.raises(Throttled):
        actions.count_try(email="a@voorbeeld.nl", address="192.0.2.2", now=utc_now())


@pytest.mark.parametrize(
    ("one", "two", "is_same"),
    [
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "unknown", True),
    ],
)
def test_tries_of_one_household_count_together(in_dutch, one, two, is_same):
    assert (attempt_key("address", one) == attempt_key("address", two)) is is_same


def test_a_password_that_was_kept_in_an_unknown_way_lets_nobody_in(in_dutch):
    assert not is_password("x", "md5:9dd4e461268c8034f5c8564e155c67a6")
    assert not is_password("x", None)


def test_an_action_refuses_who_saw_another_version(make_organisation):
    organisation = make_organisation()

    with pytest.raises(Conflict):
        actions.change_organisation(
            organisation,
            version=organisation.version + 1,
            name="X",
            name_en="",
            abbreviation="",
            kind=organisation.kind,
            layer=organisation.layer,
            slug="x",
            by=SYSTEM,
        )


@pytest.fixture
def in_production(app, monkeypatch):
    settings = replace(app.config["SETTINGS"], environment="production")
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def test_production_does_not_start_while_a_demo_account_works(app, in_production, make_person):
    person = make_person(is_demo=True)

    with pytest.raises(SettingsError, match="1 demo account"):
        _refuse_demo_accounts(app)

    person.is_enabled = False
    db.session.commit()
    _refuse_demo_accounts(app)


def test_a_demo_account_does_not_sign_in_in_production(in_production, make_person):
    make_person(is_demo=True, email="demo@voorbeeld.nl")

    assert queries.find_person_to_sign_in("demo@voorbeeld.nl") is None
