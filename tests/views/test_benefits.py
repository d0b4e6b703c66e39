"""Benefits: measured against begin and goal, priced only with a ground, and the return as a range."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.models import Benefit
from portfolio.models.progress import BenefitMeasurement, LifeCost
from portfolio.rules.terms import Phase

YEAR = today().year


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def benefit(make_use_case, domain):
    use_case = make_use_case(domain=domain, phase=Phase.FINISHED)
    made = Benefit(use_case_id=use_case.id, text="Sneller hulp", baseline=Decimal(0), target=Decimal(10))
    db.session.add(made)
    db.session.commit()
    made.code = use_case.code
    return made


def edit(benefit):
    return f"/use-cases/{benefit.code}/benefits/{benefit.id}/edit"


def test_not_measured_is_no_zero(browser, benefit):
    text = browser.get("portfolio.show_benefits", code=benefit.code).select_one("main").text
    assert "niet gemeten" in text
    assert "0 %" not in text
    assert "Geen baat heeft een prijs" in text


def test_a_measurement_after_delivery_counts_and_the_next_is_planned(
    browser, other_browser, benefit, secretary
):
    page = browser.sign_in(secretary).get(edit(benefit))
    due = (today() + timedelta(days=90)).isoformat()
    browser.submit(page, to=edit(benefit), value="12,5", due_on=due)
    text = other_browser.get("portfolio.show_benefits", code=benefit.code).text
    assert "doel gehaald" in text
    assert "125" in text
    page = browser.get(edit(benefit))
    earlier = (today() - timedelta(days=9)).isoformat()
    browser.submit(page, to=edit(benefit), value="7", on=earlier)
    page = browser.get(edit(benefit))
    browser.submit(page, to=edit(benefit), value="-2")
    values = select(BenefitMeasurement.value).order_by(BenefitMeasurement.on)
    assert db.session.scalars(values).all() == [Decimal(7), Decimal(-2)]
    text = browser.get("portfolio.show_benefits", code=benefit.code).text
    assert "Alle metingen: Sneller hulp" in text
    assert "slechter dan aan het begin" in browser.get("portfolio.show_benefits", code=benefit.code).text


def test_a_price_needs_its_ground_and_gives_a_range(browser, benefit, secretary):
    page = browser.sign_in(secretary).get(edit(benefit))
    price = {"low": "1000", "high": "3000", "from_year": YEAR, "to_year": YEAR}
    assert "waar u het bedrag op baseert" in browser.submit(page, to=edit(benefit), expect=422, **price).text
    browser.submit(page, to=edit(benefit), assumption="Uren", **price)
    assert "niets om door te delen" in browser.get("portfolio.show_benefits", code=benefit.code).text
    costs = f"/use-cases/{benefit.code}/benefits/costs"
    row = {"costs-0-year": YEAR, "costs-0-low": "1000", "costs-0-high": "2000"}
    wrong = browser.submit(browser.get(costs), to=costs, expect=422, **{**row, "costs-0-high": "500"})
    assert "laag niet boven hoog" in wrong.text
    browser.submit(browser.get(costs), to=costs, **row)
    text = browser.get("portfolio.show_benefits", code=benefit.code).text
    assert "tussen -0,5 en 2 euro netto" in text
    assert "Aan de lage kant is dat een verlies" in text
    below, above = (
        [cell.text.replace("\xa0", " ") for cell in line.select("td")]
        for line in browser.get("portfolio.show_benefits", code=benefit.code).select("tbody tr")[-3:-1]
    )
    assert (below, above) == (["€ 1.000", "€ 3.000"], ["€ 2.000", "€ 1.000"])
    assert db.session.scalars(select(LifeCost.high_cents)).all() == [200_000]


def test_two_people_do_not_collide(browser, benefit, secretary):
    page = browser.sign_in(secretary).get(edit(benefit))
    browser.submit(page, to=edit(benefit), value="3")
    browser.submit(page, to=edit(benefit), value="4", expect=409)


def test_two_people_who_write_the_costs_see_both_texts(browser, benefit, secretary):
    costs = f"/use-cases/{benefit.code}/benefits/costs"
    page = browser.sign_in(secretary).get(costs)
    row = {"costs-0-year": YEAR, "costs-0-high": "3000"}
    browser.submit(page, to=costs, **row, **{"costs-0-low": "1000"})
    again = browser.submit(page, to=costs, **row, **{"costs-0-low": "2000"}, expect=409)
    assert "Laag, in euro's: 1000" in again.text and "Laag, in euro's: 2000" in again.text
    browser.submit(again, to=costs)
    assert db.session.scalars(select(LifeCost.low_cents)).all() == [200_000]


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_others_do_not_measure(browser, benefit, domain, make_person, role):
    browser.sign_in(make_person(role, domain=domain)).get(edit(benefit), expect=403)
    browser.get(f"/use-cases/{benefit.code}/benefits/costs", expect=403)


def test_those_of_a_hidden_use_case_are_not_found(browser, make_use_case):
    browser.get("portfolio.show_benefits", code=make_use_case(phase=Phase.CANDIDATE).code, expect=404)
