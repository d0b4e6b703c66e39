"""Sign in and out: throttled, telling nothing, leading nowhere strange, and really ending."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from accounts.models import LoginSession, Person, SignInAttempt
from accounts.rules.addresses import safe_next
from core.audit import AuditEvent
from core.database import db, utc_now
from tests.browser import PASSWORD


def total(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_who_signs_in_sees_their_name_and_a_button_to_sign_out(browser, make_person):
    person = make_person(name="Noor")

    browser.sign_in(person)
    page = browser.get("accounts.show_account")

    assert "Noor" in page.select_one("header").text
    assert total(LoginSession) == 1
    assert db.session.scalar(select(AuditEvent.verb)) == "login_session.started"


def test_the_case_of_an_email_address_does_not_matter(browser, make_person):
    make_person(email="noor@voorbeeld.nl")

    browser.post("/login", data={"email": " Noor@Voorbeeld.NL ", "password": PASSWORD})


def test_a_wrong_password_and_an_unknown_account_get_the_same_page(browser, make_person):
    person = make_person()

    wrong = browser.post("/login", data={"email": person.email, "password": "niet goed"}, expect=422)
    unknown = browser.post("/login", data={"email": "wie@voorbeeld.nl", "password": "niet goed"}, expect=422)
    closed = make_person(is_enabled=False)
    shut = browser.post("/login", data={"email": closed.email, "password": PASSWORD}, expect=422)

    texts = [page.select_one("[data-error-summary]").text for page in (wrong, unknown, shut)]
    assert len(set(texts)) == 1
    assert "klopt niet" in texts[0]
    assert wrong.select_one("[name=email]")["value"] == person.email
    assert not wrong.select_one("[name=password]").get("value")


def test_an_unknown_account_costs_the_work_of_a_password_too(browser, monkeypatch):
    checked = []
    monkeypatch.setattr(
        "accounts.views.sign_in.is_password", lambda given, kept: checked.append(kept) or False
    )

    browser.post("/login", data={"email": "wie@voorbeeld.nl", "password": "niet goed"}, expect=422)

    assert checked == [None]


def test_after_five_wrong_tries_an_account_must_wait_even_with_the_right_password(browser, make_person):
    person = make_person()
    for _ in range(5):
        browser.post("/login", data={"email": person.email, "password": "mis"}, expect=422)

    page = browser.post("/login", data={"email": person.email, "password": PASSWORD}, expect=429)

    assert "Wacht 15 minuten" in page.select_one("main").text


def test_an_unknown_account_is_throttled_like_a_known_one(browser, database):
    for _ in range(5):
        browser.post("/login", data={"email": "wie@voorbeeld.nl", "password": "mis"}, expect=422)

    browser.post("/login", data={"email": "wie@voorbeeld.nl", "password": "mis"}, expect=429)


def test_one_address_gets_twenty_tries_over_all_accounts(browser, make_person):
    for number in range(20):
        browser.post("/login", data={"email": f"wie{number}@voorbeeld.nl", "password": "mis"}, expect=422)

    browser.post("/login", data={"email": make_person().email, "password": PASSWORD}, expect=429)


def test_waiting_a_quarter_of_an_hour_helps(browser, make_person):
    person = make_person()
    for _ in range(5):
        browser.post("/login", data={"email": person.email, "password": "mis"}, expect=422)
    db.session.execute(update(SignInAttempt).values(at=utc_now() - timedelta(minutes=16)))
    db.session.commit()

    browser.sign_in(person)


def test_getting_in_forgets_the_wrong_tries(browser, make_person):
    person = make_person()
    for _ in range(4):
        browser.post("/login", data={"email": person.email, "password": "mis"}, expect=422)

    browser.sign_in(person)

    kept = db.session.scalars(select(SignInAttempt.key)).all()
    assert len(kept) == 4, "the tries of the address stay, those of the account and this one go"
    assert person.email not in "".join(kept)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/use-cases/?q=a&page=2", "/use-cases/?q=a&page=2"),
        ("/account/", "/account/"),
        ("", "/"),
        (None, "/"),
        ("//kwaad.example", "/"),
        ("///kwaad.example", "/"),
        ("/\\kwaad.example", "/"),
        ("/a\\b", "/"),
        ("https://kwaad.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("kwaad.example", "/"),
        ("/\t/kwaad.example", "/"),
        ("/\n/kwaad.example", "/"),
        ("\x00/account/", "/"),
        ("/account/\x7f", "/"),
        ("/ /kwaad.example", "/"),
        ("/login?next=/login", "/"),
        ("/logout", "/"),
        ("/" + "a" * 600, "/"),
    ],
)
def test_signing_in_leads_only_to_a_path_of_our_own(target, leads_to):
    assert safe_next(target) == leads_to


def test_who_had_to_sign_in_first_gets_where_they_wanted(browser, make_person):
    asked = browser.get("accounts.change_password", expect=302)
    assert asked.location == "/login?next=/account/password"
    page = browser.get(asked.location)

    answer = browser.submit(page, to="/login", email=make_person().email, password=PASSWORD)

    assert answer.location == "/account/password"


def test_signing_out_ends_the_session_also_for_a_copy_of_the_cookie(browser, other_browser, make_person):
    browser.sign_in(make_person())
    cookie = browser.client.get_cookie("routekaart").value
    other_browser.client.set_cookie("routekaart", cookie)
    other_browser.get("accounts.show_account")

    browser.post("/logout")

    other_browser.client.set_cookie("routekaart", cookie)
    other_browser.get("accounts.show_account", expect=302)
    assert total(LoginSession) == 0


def test_signing_out_takes_a_button_and_a_token(browser, make_person):
    browser.sign_in(make_person())

    browser.get("/logout")
    browser.post("/logout", csrf=False, expect=400)
    browser.get("accounts.show_account")


def test_a_session_id_that_was_planted_before_signing_in_is_not_used(browser, make_person):
    person = make_person()
    browser.sign_in(person)
    with browser.client.session_transaction() as cookie:
        first = dict(cookie)
    browser.sign_in(person)
    with browser.client.session_transaction() as cookie:
        assert cookie["sign_in"] != first["sign_in"]
    assert total(LoginSession) == 1, "the earlier session of this browser ends"


@pytest.mark.parametrize(
    "values",
    [
        {"seen_at": utc_now() - timedelta(hours=12, minutes=1)},
        {"expires_at": utc_now() - timedelta(seconds=1)},
    ],
)
def test_a_session_ends_by_itself(browser, make_person, values):
    browser.sign_in(make_person())
    db.session.execute(update(LoginSession).values(**values))
    db.session.commit()

    browser.get("accounts.show_account", expect=302)


def test_a_session_ends_when_the_account_is_closed(browser, make_person):
    person = make_person()
    browser.sign_in(person)
    db.session.execute(update(Person).where(Person.id == person.id).values(is_enabled=False))
    db.session.commit()

    browser.get("accounts.show_account", expect=302)


def test_use_of_a_session_is_remembered_at_most_every_ten_minutes(browser, make_person):
    person = make_person()
    browser.sign_in(person)
    started = db.session.scalar(select(LoginSession.seen_at))
    browser.get("accounts.show_account")
    assert db.session.scalar(select(LoginSession.seen_at)) == started
    db.session.execute(update(LoginSession).values(seen_at=started - timedelta(minutes=11)))
    db.session.commit()

    browser.get("accounts.show_account")

    assert db.session.scalar(select(LoginSession.seen_at)) >= started
    assert db.session.get(Person, person.id).last_seen_at is not None
    assert db.session.get(Person, person.id).version == 1, "being seen is no change of the account"


def test_knowing_who_reads_takes_one_query_however_many_roles(browser, make_person, count_queries):
    from accounts.rules.terms import Role

    person = make_person(Role.CONTRIBUTOR, Role.WIKI_CURATOR, Role.PROGRAMME_MANAGER)
    browser.sign_in(person)

    with count_queries() as counter:
        browser.get("accounts.change_password")

    assert len(counter) == 1, counter.statements


def test_a_visitor_without_a_session_costs_no_query(browser, count_queries):
    with count_queries() as counter:
        browser.get("accounts.login")

    assert len(counter) == 0


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "", "password": ""},
        {"email": "x" * 300, "password": "y"},
        {"email": "\x00\ud800".encode("utf-8", "replace").decode(), "password": "y"},
        {"email": "a@b.nl", "password": "y" * 5000},
    ],
)
def test_odd_input_gets_the_form_back(browser, data):
    browser.post("/login", data=data, expect=422)


def test_the_forgotten_password_page_tells_whom_to_ask(browser):
    page = browser.get("accounts.forgot_password")

    assert "beheerder" in page.select_one("main").text
