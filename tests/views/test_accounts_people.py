"""Own account and the work on people: every save with its version, refusals kept in the form."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from accounts.models import AccountLink, LoginSession, Membership, Person
from accounts.rules.terms import BoardRole, Role, Sector
from accounts.secrets import is_password
from core.audit import AuditEvent
from core.database import db, today, utc_now
from tests.browser import PASSWORD

NEW = "een lange zin"


@pytest.fixture
def admin(browser, make_person):
    return browser.sign_in(make_person(Role.ADMINISTRATOR, name="Beheer"))


def verbs() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)))


def test_people_change_their_own_name_and_language(browser, make_person):
    person = make_person(name="Noor")
    browser.sign_in(person)

    browser.submit(browser.get("accounts.show_account"), to="/account/", name="Noor K", language="en")

    assert (person.name, person.language) == ("Noor K", "en")
    assert browser.get("accounts.show_account").html["lang"] == "en"
    assert verbs()[-1] == "person.edited"


def test_a_stale_save_of_ones_own_data_shows_both_texts_and_loses_neither(
    browser, other_browser, make_person
):
    person = make_person(name="Noor")
    browser.sign_in(person)
    page = browser.get("accounts.show_account")
    other_browser.sign_in(person)
    other_browser.submit(other_browser.get("accounts.show_account"), to="/account/", name="Eerst")

    refused = browser.submit(page, to="/account/", expect=409, name="Daarna")

    assert refused.select_one("[name=name]")["value"] == "Daarna"
    row = refused.select_one("#conflict tbody tr")
    assert [cell.text.strip() for cell in row.select("td")] == ["Daarna", "Eerst"]
    assert person.name == "Eerst"
    browser.submit(refused, to="/account/", name="Daarna")
    assert person.name == "Daarna"


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999"])
def test_a_save_without_a_good_version_is_stale(browser, make_person, version):
    browser.sign_in(make_person())

    browser.post("/account/", data={"name": "X", "language": "nl", "version": version}, expect=409)


def test_a_new_password_needs_the_present_one_and_ends_all_other_sessions(
    browser, other_browser, make_person
):
    person = make_person()
    browser.sign_in(person)
    other_browser.sign_in(person)
    page = browser.get("accounts.change_password")
    wrong = {"password": "mis", "new_password": NEW, "repeat": NEW}
    refused = browser.submit(page, to="/account/password", expect=422, **wrong)
    assert "niet uw huidige wachtwoord" in refused.select_one("main").text

    browser.submit(page, to="/account/password", **(wrong | {"password": PASSWORD}))

    assert is_password(NEW, person.password_hash)
    browser.get("accounts.show_account")
    other_browser.get("accounts.show_account", expect=302)


@pytest.mark.parametrize(
    ("new", "repeat", "words"),
    [
        ("kort", "kort", "ten minste 12 tekens"),
        ("een lange zin", "een andere zin", "twee keer hetzelfde"),
        ("wachtwoord123", "wachtwoord123", "te makkelijk"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "te makkelijk"),
        ("noor@voorbeeld.nl", "noor@voorbeeld.nl", "niet uw naam"),
        ("", "", "Vul dit in"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(browser, make_person, new, repeat, words):
    browser.sign_in(make_person(email="noor@voorbeeld.nl"))

    data = {"password": PASSWORD, "new_password": new, "repeat": repeat}
    page = browser.post("/account/password", data=data, expect=422)

    assert words in page.select_one("[data-error-summary]").text


def test_guessing_the_present_password_is_throttled(browser, make_person):
    browser.sign_in(make_person())
    data = {"password": "mis", "new_password": NEW, "repeat": NEW}
    for _ in range(5):
        browser.post("/account/password", data=data, expect=422)

    browser.post("/account/password", data=data | {"password": PASSWORD}, expect=429)


def test_people_end_their_own_other_sessions_and_nobody_elses(browser, other_browser, make_person):
    person, stranger = make_person(), make_person()
    browser.sign_in(person)
    other_browser.sign_in(stranger)
    theirs = db.session.scalar(select(LoginSession.id).where(LoginSession.person_id == stranger.id))

    browser.post("/account/sessions", data={"session": theirs}, expect=404)
    browser.post("/account/sessions", data={"session": "99999999999999999999"})
    browser.post("/account/sessions", data={"session": "abc"})

    other_browser.get("accounts.show_account")
    other_browser.sign_in(person)
    page = browser.get("accounts.show_account")
    browser.submit(page, to="/account/sessions", selector="#sessions ~ table form")
    other_browser.get("accounts.show_account", expect=302)


def test_the_administrator_invites_and_the_link_works_once(admin, other_browser):
    page = admin.get("admin.new_person")
    made = admin.submit(page, to="/admin/people/new", email="Noor@voorbeeld.nl", name="Noor")
    shown = admin.get(made.location)
    path = "/welcome/" + shown.select_one("code").text.rpartition("/welcome/")[2]
    assert not admin.get(made.location).select("code"), "the link is shown once"

    answers = {"name": "Noor K", "new_password": NEW, "repeat": NEW}
    other_browser.post(path, data=answers | {"repeat": "anders"}, expect=422)
    other_browser.submit(other_browser.get(path), to=path, **answers)

    other_browser.get(path, expect=404)
    other_browser.post(path, data=answers, expect=404)
    assert db.session.scalar(select(Person.name).where(Person.email == "noor@voorbeeld.nl")) == "Noor K"
    assert "account_link.made" in verbs()


@pytest.mark.parametrize(
    "data",
    [
        {"email": "", "name": "Noor"},
        {"email": "noor", "name": "Noor"},
        {"email": "noor@voorbeeld", "name": "Noor"},
        {"email": "noor@voorbeeld.nl", "name": " "},
        {"email": "noor@voorbeeld.nl", "name": "x" * 121},
        {"email": "noor@voorbeeld.nl", "name": "Noor", "organisation_id": "999"},
        {"email": "BESTAAT@voorbeeld.nl", "name": "Noor"},
    ],
)
def test_a_bad_invitation_is_refused_with_the_form_filled_in(admin, make_person, data):
    make_person(email="bestaat@voorbeeld.nl")

    page = admin.post("admin.new_person", data=data, expect=422)

    assert page.select("[data-error-summary] li")
    assert page.select_one("[name=email]")["value"] == data["email"]


def test_a_link_for_a_new_password_ends_every_session_and_every_earlier_link(
    admin, other_browser, make_person
):
    person = make_person()
    other_browser.sign_in(person)
    paths = []
    for _ in range(2):
        admin.post("admin.make_link", person_id=person.id)
        shown = admin.get("admin.show_person", person_id=person.id)
        paths.append("/reset-password/" + shown.select_one("code").text.rpartition("/")[2])

    other_browser.get(paths[0], expect=404)
    other_browser.submit(other_browser.get(paths[1]), to=paths[1], new_password=NEW, repeat=NEW)

    other_browser.get("accounts.show_account", expect=302)
    assert is_password(NEW, person.password_hash)


@pytest.mark.parametrize(
    "values", [{"expires_at": utc_now() - timedelta(seconds=1)}, {"used_at": utc_now()}, {"purpose": "reset"}]
)
def test_a_link_that_is_old_used_or_for_something_else_does_not_work(
    admin, other_browser, make_person, values
):
    person = make_person(password_hash=None)
    admin.post("admin.make_link", person_id=person.id)
    path = "/welcome/" + admin.get("admin.show_person", person_id=person.id).select_one("code").text[-43:]
    db.session.execute(update(AccountLink).values(**values))
    db.session.commit()

    other_browser.get(path, expect=404)


def test_closing_an_account_ends_its_sessions_and_links(admin, other_browser, make_person):
    person = make_person()
    other_browser.sign_in(person)
    page = admin.get("admin.show_person", person_id=person.id)

    admin.submit(page, to=f"/admin/people/{person.id}/close", selector="form[action$=close]")

    other_browser.get("accounts.show_account", expect=302)
    other_browser.post("/login", data={"email": person.email, "password": PASSWORD}, expect=422)
    admin.post("admin.make_link", person_id=person.id, expect=422)
    page = admin.get("admin.show_person", person_id=person.id)
    admin.submit(page, to=f"/admin/people/{person.id}/open", selector="form[action$=open]")
    other_browser.sign_in(person)


def test_a_button_on_a_page_that_is_out_of_date_does_nothing(admin, make_person):
    person = make_person()
    page = admin.get("admin.show_person", person_id=person.id)
    edit = admin.get("admin.edit_person", person_id=person.id)
    admin.submit(edit, to=f"/admin/people/{person.id}/edit", name="Anders")

    refused = admin.submit(
        page, to=f"/admin/people/{person.id}/close", selector="form[action$=close]", expect=409
    )

    assert "gewijzigd nadat u de pagina opende" in refused.select_one("[data-error-summary]").text
    assert person.is_enabled


def test_an_edit_of_a_person_meets_an_earlier_one(admin, make_person):
    person = make_person(name="Noor")
    address = f"/admin/people/{person.id}/edit"
    page = admin.get(address)
    admin.submit(page, to=address, name="Eerst")

    refused = admin.submit(page, to=address, expect=409, name="Daarna")

    assert "Eerst" in refused.select_one("#conflict").text
    assert refused.select_one("[name=name]")["value"] == "Daarna"
    admin.submit(refused, to=address)
    assert person.name == "Daarna"


def test_the_last_administrator_cannot_be_removed_in_any_way(admin):
    person = db.session.scalars(select(Person)).one()
    role = db.session.scalars(select(Membership)).one()
    dates = {"starts_on": "2020-01-01", "version": person.version}
    at = {"person_id": person.id, "membership_id": role.id}

    refusals = [
        admin.post("admin.close_account", person_id=person.id, data={"version": 1}, expect=422),
        admin.post("admin.take_role", data={"version": 1}, expect=422, **at),
        admin.post("admin.edit_role", data=dates | {"role": "contributor"}, expect=422, **at),
        admin.post(
            "admin.edit_role",
            data=dates | {"role": "administrator", "ends_on": (today() + timedelta(days=1)).isoformat()},
            expect=422,
            **at,
        ),
    ]

    for page in refusals:
        assert "laatste beheerder" in page.select_one("[data-error-summary]").text
    admin.get("admin.list_people")


def test_an_administrator_who_is_not_the_last_can_go(admin, make_person):
    make_person(Role.ADMINISTRATOR)
    person = db.session.scalars(select(Person).order_by(Person.id)).first()

    admin.post("admin.close_account", person_id=person.id, data={"version": 1})

    assert not person.is_enabled


def test_a_seat_in_a_board_holds_from_its_first_to_its_last_day(admin, make_person, make_domain):
    person, domain = make_person(), make_domain(name="Energie")
    page = admin.get("admin.new_role", person_id=person.id)

    admin.submit(
        page,
        to=f"/admin/people/{person.id}/roles/new",
        role="board_member",
        domain_id=domain.id,
        board_role="connector",
        sector="science",
        starts_on="2026-01-01",
        ends_on="2026-06-30",
    )

    seat = db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    assert (seat.board_role, seat.sector) == (BoardRole.CONNECTOR, Sector.SCIENCE)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [seat.holds_on(day) for day in days] == [False, True, True, False]
    assert person.version == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": ""}, "Vul dit in"),
        ({"role": "keizer"}, "Kies iets uit de lijst"),
        ({"role": "secretary"}, "voor welk domein"),
        ({"role": "contributor", "domain_id": "1"}, "geldt overal"),
        ({"role": "contributor", "board_role": "ambassador"}, "Alleen een lid van het databoord"),
        ({"role": "secretary", "domain_id": "99"}, "Kies iets uit de lijst"),
        ({"role": "wiki_curator", "ends_on": "2020-01-01"}, "op of na de eerste dag"),
        ({"role": "wiki_curator", "starts_on": "gisteren"}, "Vul een datum in"),
        ({"role": "wiki_curator", "starts_on": "2027-01-01", "ends_on": "2028-01-01"}, "al in die periode"),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_its_field(admin, make_person, make_domain, changes, words):
    make_domain()
    person = make_person(Role.WIKI_CURATOR)
    data = {"role": "", "starts_on": "2026-01-01", "version": person.version} | changes

    page = admin.post("admin.new_role", person_id=person.id, data=data, expect=422)

    assert words in page.select_one("[data-error-summary]").text


def test_a_role_of_somebody_else_is_not_found_at_this_person(admin, make_person):
    one, two = make_person(Role.CONTRIBUTOR), make_person()
    role = db.session.scalar(select(Membership.id).where(Membership.person_id == one.id))

    admin.get("admin.edit_role", person_id=two.id, membership_id=role, expect=404)
    admin.post("admin.take_role", person_id=two.id, membership_id=role, data={"version": 1}, expect=404)


def test_every_write_left_an_event_with_who_did_it(admin, make_person):
    person = make_person()
    page = admin.get("admin.new_role", person_id=person.id)
    admin.submit(page, to=f"/admin/people/{person.id}/roles/new", role="contributor", starts_on="2026-01-01")

    page = admin.get("admin.list_events", verb="membership.added", person="Beheer")

    assert "rol toegevoegd" in page.select_one("tbody").text
    assert person.name in page.select_one("tbody").text
