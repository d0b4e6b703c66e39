"""A draft decision keeps what the board did against a proposal: reasons can be sharpened, no row is lost."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from accounts.rules.terms import Role
from core.database import db
from portfolio.forms.decisions import MOST_ITEMS, DecisionForm
from portfolio.models import Decision
from portfolio.rules.terms import Phase
from tests.factories.decisions import make_decision, make_draft, whole


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg")


@pytest.fixture
def secretary(browser, make_person, domain):
    return browser.sign_in(make_person(Role.SECRETARY, domain=domain))


@pytest.fixture
def draft(domain, make_use_case):
    code = make_use_case(domain=domain, phase=Phase.CANDIDATE, code="ZOR-002").code
    overrides = [(code, "in", "3.5", "Beloofd"), ("ZOR-003", "out", None, "Te vroeg")]
    return make_draft(domain, kind="proposal", items=[(code, "selected", "")], overrides=overrides)


def overrides_of(draft):
    db.session.expire_all()
    found = whole(db.session.get(Decision, draft.id)).overrides
    return [(one.code, one.direction, one.price, one.reason) for one in found]


def test_the_reason_of_an_override_is_changed_and_its_price_stays(secretary, draft):
    before = overrides_of(draft)
    address = f"/domains/zorg/decisions/{draft.id}/edit"
    page = secretary.get(address)
    assert "Waarom ZOR-002 toch erin?" in page.text and "Waarom ZOR-003 toch eruit?" in page.text
    secretary.submit(page, to=address, **{"overrides-0-reason": "Beloofd aan de raad"})

    assert overrides_of(draft) == [(*before[0][:3], "Beloofd aan de raad"), before[1]]


def test_an_override_without_a_reason_keeps_a_decision_from_publication(secretary, draft):
    address = f"/domains/zorg/decisions/{draft.id}/edit"
    secretary.submit(secretary.get(address), to=address, **{"overrides-1-reason": ""})

    assert overrides_of(draft)[1][3] == ""
    publish = f"/domains/zorg/decisions/{draft.id}/publish"
    secretary.submit(secretary.get(publish), to=publish, expect=422)


def test_the_register_as_data_tells_overrides_and_when_the_board_looks_again(browser, domain, make_use_case):
    code = make_use_case(domain=domain, phase=Phase.CANDIDATE).code
    make_decision(
        domain,
        items=[(code, "rejected", "Nu niet")],
        overrides=[(code, "out", "3.5", "Te vroeg")],
        revisits=[{"kind": "date", "due_on": date(2027, 1, 31), "text": "Is de wet rond?"}],
    )

    found = browser.get("/decisions.json").response.get_json()["decisions"][0]
    csv = browser.get("/decisions.csv").response.get_data(as_text=True)
    assert found["overrides"] == [
        {"code": code, "direction": "out", "price_points": 3.5, "reason": "Te vroeg"}
    ]
    assert found["revisit_when"] == [
        {"kind": "date", "day": "2027-01-31", "use_case": None, "phase": None, "text": "Is de wet rond?"}
    ]
    assert f"{code}: out: 3.5" in csv and "date: 2027-01-31: Is de wet rond?" in csv


def test_a_draft_of_many_use_cases_loses_none_when_it_is_edited(secretary, domain, make_use_case):
    codes = [f"ZOR-{number:03}" for number in range(100, 230)]
    for code in codes:
        make_use_case(domain=domain, phase=Phase.CANDIDATE, code=code)
    draft = make_draft(domain, kind="proposal", items=[(code, "rejected", "Nu niet") for code in codes])
    address = f"/domains/zorg/decisions/{draft.id}/edit"
    secretary.submit(secretary.get(address), to=address, subject="Nieuw onderwerp")

    db.session.expire_all()
    found = whole(db.session.get(Decision, draft.id))
    assert (found.subject, len(found.items)) == ("Nieuw onderwerp", 130)


def test_more_use_cases_than_are_read_are_refused_and_not_dropped(in_dutch):
    many = MultiDict({f"items-{place}-code": "ZOR-002" for place in range(MOST_ITEMS + 1)})
    form = DecisionForm(formdata=many).offer([], [], no="–")

    assert not form.validate()
    assert "Gebruik ten hoogste 250 regels per lijst." in form.form_errors
