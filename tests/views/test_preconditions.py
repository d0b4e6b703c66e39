"""Preconditions and risks over time: told in a short form, shared, listed by what they hold up."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today, utc_now
from core.links import Reference, resolve_many
from core.notices import Notice, kind_of
from portfolio.actions.precondition_sharing import share_precondition
from portfolio.models import Assessment, Precondition, Risk
from portfolio.models.progress import PreconditionChange, PreconditionShare, RiskChange, SharedPrecondition
from portfolio.rules.terms import Grade, Phase, PreconditionKind, PreconditionState
from tests.factories.framework import fresh

State = PreconditionState
LATE, SOON = today() - timedelta(days=5), today() + timedelta(days=50)
FORM, RISKS = "portfolio.tell_about_preconditions", "portfolio.tell_about_risks"
PAGE = "portfolio.show_use_case"


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def make_row(make_use_case, domain):
    def make_row(text="De wet staat dit toe", *, value=None, is_hard=True, **values):
        wanted = {"phase": Phase.PILOT, "domain": domain}
        wanted |= {key: values.pop(key) for key in ("phase", "domain", "owner_id") if key in values}
        if value is not None:
            wanted |= {"value_low": Decimal(value), "value_high": Decimal(value)}
        use_case = make_use_case(**wanted)
        known = {"kind": PreconditionKind.LEGAL, "is_hard": is_hard, "text": text}
        row = Precondition(use_case_id=use_case.id, **(known | values))
        db.session.add(row)
        if value is not None:
            db.session.add(Assessment(use_case_id=use_case.id, published_on=today(), assessed_at=utc_now()))
        db.session.commit()
        row.code = use_case.code
        return row

    return make_row


@pytest.fixture
def risk(make_use_case, domain):
    use_case = make_use_case(phase=Phase.PILOT, domain=domain)
    row = Risk(use_case_id=use_case.id, text="Risicogeheim", likelihood=Grade.LOW, impact=Grade.HIGH)
    db.session.add(row)
    db.session.commit()
    row.code = use_case.code
    return row


def share(code, row):
    return f"/use-cases/{code}/preconditions/{row.id}/share"


def test_an_owner_tells_how_it_stands_and_everyone_reads_the_course(
    browser, other_browser, make_row, make_person
):
    owner = make_person(name="Voorbeeld Eigenaar")
    row = make_row(owner_id=owner.id, due_on=LATE)
    assert "te laat" in other_browser.get(PAGE, code=row.code).select_one("#randvoorwaarden").text
    page = browser.sign_in(owner).get(FORM, code=row.code)
    told = {"preconditions-0-state": "in_progress", "preconditions-0-note": "De Kamer vergadert in mei"}
    browser.submit(page, to=f"/use-cases/{row.code}/preconditions", **told)
    section = other_browser.get(PAGE, code=row.code).select_one("#randvoorwaarden").text
    assert "De Kamer vergadert in mei" in section and "bezig" in section
    assert "Voorbeeld Eigenaar" not in section
    assert "Voorbeeld Eigenaar" in browser.get(PAGE, code=row.code).select_one("#randvoorwaarden").text
    change = db.session.scalars(select(PreconditionChange)).all()[-1]
    assert (change.on, change.state, change.due_on) == (today(), State.IN_PROGRESS, LATE)


def test_two_people_do_not_tell_over_each_other(browser, make_row, secretary):
    row = make_row()
    page = browser.sign_in(secretary).get(FORM, code=row.code)
    address = f"/use-cases/{row.code}/preconditions"
    browser.submit(page, to=address, **{"preconditions-0-state": "in_progress"})
    again = browser.submit(page, to=address, **{"preconditions-0-state": "met"}, expect=409)
    assert "bezig" in again.text and "voldaan" in again.text
    browser.submit(again, to=address, **{"preconditions-0-state": "met"})
    assert fresh(row.code).preconditions[0].state is State.MET


def test_nothing_new_is_nothing_kept_and_a_remark_alone_is(browser, make_row, secretary):
    row = make_row(due_on=SOON)
    page = browser.sign_in(secretary).get(FORM, code=row.code)
    address = f"/use-cases/{row.code}/preconditions"
    browser.submit(page, to=address)
    assert not db.session.scalars(select(PreconditionChange)).all()
    browser.submit(page, to=address, **{"preconditions-0-note": "Gebeld"})
    assert [one.note for one in db.session.scalars(select(PreconditionChange))] == ["Gebeld"]


def test_what_is_typed_stays_when_it_is_refused(browser, make_row, secretary):
    row = make_row()
    page = browser.sign_in(secretary).get(FORM, code=row.code)
    told = {"preconditions-0-state": "in_progress", "preconditions-0-note": "x" * 500}
    again = browser.submit(page, to=f"/use-cases/{row.code}/preconditions", **told, expect=422)
    assert again.select_one("[name=preconditions-0-note]")["value"] == "x" * 500


def test_a_risk_is_graded_anew_with_its_reason_and_stays_with_who_may_see_it(
    browser, other_browser, risk, secretary
):
    address = f"/use-cases/{risk.code}/risks"
    page = browser.sign_in(secretary).get(RISKS, code=risk.code)
    told = {"risks-0-likelihood": "high", "risks-0-note": "Notitiegeheim"}
    browser.submit(page, to=address, **told)
    change = db.session.scalars(select(RiskChange)).all()[-1]
    assert (change.likelihood, change.impact, change.note) == (Grade.HIGH, Grade.HIGH, "Notitiegeheim")
    assert "Notitiegeheim" in browser.get(PAGE, code=risk.code).text
    seen = other_browser.get(PAGE, code=risk.code).text
    assert "Notitiegeheim" not in seen and "Risicogeheim" not in seen
    browser.submit(page, to=address, **{"risks-0-impact": "low"}, expect=409)


def test_who_may_edit_but_not_see_risks_does_not_find_them(browser, make_use_case, make_person):
    submitter = make_person(Role.CONTRIBUTOR)
    idea = make_use_case(phase=Phase.IDEA, submitter_id=submitter.id)
    browser.sign_in(submitter)
    browser.get(FORM, code=idea.code)
    browser.get(RISKS, code=idea.code, expect=404)


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.CONTRIBUTOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("form", [FORM, RISKS])
def test_others_do_not_tell(browser, make_row, domain, make_person, role, form):
    row = make_row(value=50)
    browser.sign_in(make_person(role, domain=domain)).get(form, code=row.code, expect=403)


def test_a_precondition_is_shared_changed_for_all_and_let_go(
    app, browser, other_browser, make_row, make_person, make_organisation, secretary
):
    owner = make_person()
    one, other = make_row(owner_id=owner.id), make_row("De wet staat dit delen toe")
    organisation = make_organisation(name="Ministerie van Water")
    page = browser.sign_in(secretary).get(share(one.code, one))
    browser.submit(page, to=share(one.code, one), expect=422)
    browser.submit(page, to=share(one.code, one), choice=f"with-{other.id}")
    shared = db.session.scalars(select(SharedPrecondition)).one()
    for code in (one.code, other.code):
        assert "Gedeeld met 1 andere use case" in other_browser.get(PAGE, code=code).text
    edit = f"/preconditions/{shared.id}/edit"
    page = browser.get(edit)
    told = {"state": "in_progress", "due_on": LATE.isoformat(), "note": "Wacht op de Kamer"}
    browser.submit(page, to=edit, owner_organisation_id=organisation.id, **told)
    browser.submit(page, to=edit, state="met", expect=409)
    text = other_browser.get(f"/preconditions/{shared.id}").text
    for words in ("Ministerie van Water", "Wacht op de Kamer", "te laat", one.code, other.code):
        assert words in text
    assert "Wacht op de Kamer" in other_browser.get(PAGE, code=other.code).text
    notice = db.session.scalars(select(Notice)).one()
    assert notice.person_id == owner.id
    with app.test_request_context():
        title = resolve_many([notice.reference], owner)[notice.reference].title
        assert "bezig" in kind_of(notice).sentence(title=title, **notice.params)
    leave = f"/use-cases/{other.code}/preconditions/{other.id}/leave"
    browser.submit(browser.get(leave), to=leave)
    assert len(db.session.scalars(select(PreconditionShare)).all()) == 1
    assert "Gedeelde randvoorwaarde" in other_browser.get(PAGE, code=one.code).text


def test_the_long_form_shows_what_is_shared_and_leaves_it(browser, make_row, secretary):
    row = make_row(due_on=SOON)
    shared = share_precondition(row, by=SYSTEM)
    db.session.commit()
    edit = f"/use-cases/{row.code}/edit"
    page = browser.sign_in(secretary).get(edit)
    assert page.select(f"a[href='/preconditions/{shared.id}']")
    assert page.select_one("[name=preconditions-0-state]")["type"] == "hidden"
    browser.submit(page, to=edit, title="Andere titel")
    assert (fresh(row.code).title, fresh(row.code).preconditions[0].due_on) == ("Andere titel", SOON)
    page = browser.get(edit)
    again = browser.submit(page, to=edit, **{"preconditions-0-state": "met"}, expect=422)
    assert "Deze randvoorwaarde is gedeeld" in again.text


def test_a_shared_one_is_seen_by_who_may_read_one_of_its_use_cases(
    app, browser, other_browser, make_row, make_person, make_domain
):
    hidden = make_row("Voorstelgeheim", phase=Phase.CANDIDATE)
    shared = share_precondition(hidden, by=SYSTEM)
    db.session.commit()
    address = f"/preconditions/{shared.id}"
    browser.get(address, expect=404)
    assert "Voorstelgeheim" not in browser.get("/preconditions/").text
    reference = Reference("precondition", str(shared.id))
    with app.test_request_context():
        assert not resolve_many([reference], None).get(reference)
    assert "Voorstelgeheim" in other_browser.sign_in(make_person()).get(address).text
    other_browser.get(f"{address}/edit", expect=403)


def test_the_list_is_ordered_by_the_value_that_waits_and_says_who_goes_on(browser, make_row, make_use_case):
    small, large = make_row("Kleine wet", value=20), make_row("Grote wet", value=60)
    twin = make_row("Nog een grote wet", value=30)
    share_precondition(large, same=[twin], by=SYSTEM)
    extra = Precondition(
        use_case_id=twin.use_case_id, kind=PreconditionKind.LEGAL, is_hard=True, text="Ook dit", position=1
    )
    db.session.add(extra)
    make_row("Zacht", is_hard=False, value=90)
    make_row("Klaar", state=State.MET, value=90)
    make_row("Voorbij", phase=Phase.STOPPED, value=90)
    db.session.commit()
    rows = [re.sub(r"\s+", " ", row.text) for row in browser.get("/preconditions/").select("tbody tr")]
    assert ["Grote wet" in rows[0], "Ook dit" in rows[1], "Kleine wet" in rows[2]] == [True] * 3
    assert len(rows) == 3
    assert "1 use case gaat verder; 1 use case wacht dan nog op iets anders" in rows[0]
    assert "90" in rows[0] and "gedeeld" in rows[0]
    assert small.code in rows[2]
    shared = db.session.scalars(select(SharedPrecondition)).one()
    lead = browser.get(f"/preconditions/{shared.id}").select_one(".lead").text
    assert "1 use case gaat verder; 1 use case wacht dan nog op iets anders" in lead


def test_no_value_counts_that_the_reader_may_not_see(browser, make_row):
    row = make_row("De wet", value=60)
    db.session.execute(Assessment.__table__.update().values(published_on=None))
    db.session.commit()
    (line,) = browser.get("/preconditions/").select("tbody tr")
    assert row.code in line.text and "niet te zien" in line.text and "60" not in line.text


def test_the_list_and_the_page_ask_as_much_whatever_there_is(browser, make_row, count_queries):
    one = make_row("Wet 0", value=10)
    shared = share_precondition(one, by=SYSTEM)
    db.session.commit()
    addresses = ["/preconditions/", f"/preconditions/{shared.id}", f"/use-cases/{one.code}"]
    counts = []
    for _round in range(2):
        for address in addresses:
            browser.get(address)
        with count_queries() as counted:
            for address in addresses:
                browser.get(address)
        counts.append(len(counted))
        more = [make_row(f"Wet {place}", value=10) for place in range(4)]
        use_case = fresh(one.code)
        use_case.preconditions = [*use_case.preconditions, Precondition(kind="legal", text="Meer")]
        db.session.commit()
        share_precondition(more[0], same=more[1:], by=SYSTEM)
        db.session.commit()
    assert counts[0] == counts[1]
