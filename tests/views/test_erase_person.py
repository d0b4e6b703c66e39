"""Taking away the personal data of a closed account: only then, only by typing its address, and for good."""

import pytest
from sqlalchemy import String, select, text

from accounts.actions import close_account, open_account
from accounts.actions.erase import NEVER_CHANGE, erase_person, labels
from accounts.models import Person
from accounts.rules.terms import Role
from core.audit import SYSTEM, AuditEvent
from core.database import Base, db, today, utc_now
from core.errors import Refusal
from core.links import Reference
from core.mail import MailMessage, post
from core.notices import Notice, notify
from portfolio.models import PhaseChange, RankingSnapshot
from portfolio.queries.rankings import list_kept
from portfolio.rules.terms import Phase
from tests.factories.wiki import make_page

NAME, ADDRESS = "Voorbeeld Vertrekker", "vertrekker@voorbeeld.nl"


@pytest.fixture
def leaver(make_person, make_use_case):
    """A closed account whose owner wrote a page and moved a use case, with a notice and a mail."""
    person = make_person(Role.CONTRIBUTOR, name=NAME, email=ADDRESS)
    make_page(title="Bladzij", slug="bladzij", body="Tekst.", by=person)
    use_case = make_use_case(phase=Phase.PILOT, owner=person)
    db.session.add(
        PhaseChange(
            use_case_id=use_case.id, phase=Phase.PILOT, happened_on=today(), by_label=NAME, reason="x"
        )
    )
    notify([person.id], "progress-due", Reference("use-case", use_case.code))
    post(person.id, person.email, "nl", f"Dag {NAME}", "Tekst")
    close_account(person, version=person.version, day=today(), by=SYSTEM)
    db.session.commit()
    return person


@pytest.fixture
def administrator(make_person):
    return make_person(Role.ADMINISTRATOR, name="Voorbeeld Beheer")


def where_it_stands(*words: str) -> list[str]:
    """Return each column of each table in which one of ``words`` stands."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for word in words:
                cast = text(
                    f'SELECT 1 FROM {table.name} WHERE CAST("{column.name}" AS TEXT) LIKE :word LIMIT 1'  # noqa: S608
                )
                if db.session.execute(cast, {"word": f"%{word}%"}).first():
                    found.append(f"{table.name}.{column.name}")
    return found


def test_name_and_address_are_gone_everywhere_and_what_was_written_stays(browser, leaver, administrator):
    assert "page_revision.author_label" in where_it_stands(NAME)
    browser.sign_in(administrator)
    path = f"/admin/people/{leaver.id}/erase"
    assert browser.get(f"/admin/people/{leaver.id}").select_one(f"a[href='{path}']")
    page = browser.submit(browser.get(path), to=path, typed=f" {ADDRESS.upper()} ")
    assert page.location.endswith(f"/admin/people/{leaver.id}")
    db.session.expire_all()
    person = db.session.get(Person, leaver.id)
    assert (person.name, person.password_hash, person.is_enabled) == ("Voormalig lid 1", None, False)
    assert where_it_stands(NAME, ADDRESS) == []
    for table in (Notice, MailMessage):
        assert db.session.scalars(select(table)).all() == []
    assert "Tekst." in browser.get("/wiki/bladzij").text
    assert "Voormalig lid 1" in browser.get("/wiki/bladzij/history").text
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.verb, last.object_label, last.actor_label) == (
        "person.erased",
        "Voormalig lid 1",
        "Voorbeeld Beheer",
    )


def test_a_row_that_never_changes_is_shown_under_the_new_name(browser, leaver, administrator, make_domain):
    domain = make_domain()
    made = {"domain_id": domain.id, "made_by_id": leaver.id, "made_by_label": NAME, "made_at": utc_now()}
    db.session.add(RankingSnapshot(**made, rows=[], input_hash="x", note=""))
    db.session.commit()
    assert [line.made_by for line in list_kept(domain.id)] == [NAME]

    erase_person(leaver, typed=ADDRESS, version=leaver.version, by=SYSTEM)
    assert [line.made_by for line in list_kept(domain.id)] == ["Voormalig lid 1"]


def test_another_address_takes_nothing_away(browser, leaver, administrator):
    browser.sign_in(administrator)
    path = f"/admin/people/{leaver.id}/erase"
    page = browser.submit(browser.get(path), to=path, expect=422, typed="ander@voorbeeld.nl")
    assert "niet het e-mailadres" in page.select_one("[data-error-summary]").text
    db.session.expire_all()
    assert db.session.get(Person, leaver.id).name == NAME


def test_an_open_account_keeps_its_data_and_an_erased_one_never_opens(browser, leaver, administrator):
    browser.sign_in(administrator)
    path = f"/admin/people/{leaver.id}/erase"
    stale = browser.get(path)
    open_account(leaver, version=leaver.version, by=SYSTEM)
    db.session.commit()
    assert browser.get(path, expect=302)
    browser.submit(stale, to=path, expect=409, typed=ADDRESS)
    close_account(leaver, version=leaver.version, day=today(), by=SYSTEM)
    db.session.commit()
    browser.submit(browser.get(path), to=path, typed=ADDRESS)
    assert browser.get(path, expect=302)
    page = browser.get(f"/admin/people/{leaver.id}")
    assert not page.select("form[action$='/open'], main a[href$='/edit']")
    db.session.expire_all()
    with pytest.raises(Refusal, match="erased_already"):
        open_account(leaver, version=leaver.version, by=SYSTEM)


def test_the_name_of_somebody_else_stays_where_only_a_name_was_kept(
    leaver, administrator, make_person, browser
):
    make_person(name=NAME)
    browser.sign_in(administrator)
    path = f"/admin/people/{leaver.id}/erase"
    browser.submit(browser.get(path), to=path, typed=ADDRESS)
    db.session.expire_all()
    assert db.session.scalars(select(PhaseChange.by_label).where(PhaseChange.by_label != "")).all() == [NAME]
    assert "page_revision.author_label" not in where_it_stands(NAME)


def test_two_leavers_are_told_apart(leaver, administrator, make_person, browser):
    other = make_person(name="Nog iemand", email="nog@voorbeeld.nl")
    close_account(other, version=other.version, day=today(), by=SYSTEM)
    db.session.commit()
    browser.sign_in(administrator)
    for person, address in ((leaver, ADDRESS), (other, "nog@voorbeeld.nl")):
        path = f"/admin/people/{person.id}/erase"
        browser.submit(browser.get(path), to=path, typed=address)
    names = set(db.session.scalars(select(Person.name)))
    assert {"Voormalig lid 1", "Voormalig lid 2"} <= names


def test_only_an_administrator_takes_data_away(browser, leaver, make_person):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    browser.get(f"/admin/people/{leaver.id}/erase", expect=403)


def test_every_column_with_the_name_of_who_did_something_is_known(database):
    known = {f"{table.name}.{column.name}" for table, column in labels()}
    every = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and column.name.endswith("_label")
    }
    never = {name for name in every if name.split(".")[0] in NEVER_CHANGE}
    assert every - known - never == {"audit_event.object_label"}
    assert len(never) == len(NEVER_CHANGE)
