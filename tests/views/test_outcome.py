"""How a use case ended: recorded by the secretary, read by all, and counted in the score of the board."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.actions.outcomes import keep_chance
from portfolio.models import Assessment, Outcome, SelectionChance
from portfolio.rules.calibration import Result
from portfolio.rules.terms import Phase
from tests.factories.framework import fresh

FORM = "portfolio.record_outcome"
DATA = {"version": "0", "result": "partly", "ended_on": "2026-02-01", "explanation": "De helft is er"}


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def chart(browser, **arguments):
    answer = browser.get("portfolio.export_chart", chart="calibration", form="json", **arguments)
    return json.loads(answer.response.data)


def publish(use_case):
    moment = use_case.created_at
    db.session.add(Assessment(use_case_id=use_case.id, assessed_at=moment, published_on=date(2026, 1, 1)))
    db.session.commit()
    return use_case


def test_who_ends_a_use_case_is_asked_how_it_went(browser, other_browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.PILOT)
    moved = browser.sign_in(secretary).post(
        "portfolio.move_use_case",
        code=use_case.code,
        data={"version": 1, "to": "finished", "on": today().isoformat()},
    )
    assert moved.location.endswith("/outcome")
    page = browser.get(moved.location)
    answer = browser.submit(page, to=moved.location, result="succeeded", explanation="Alles is zoals bedoeld")

    assert "gelukt zoals bedoeld" in browser.get(answer.location).text
    assert "Alles is zoals bedoeld" in other_browser.get("portfolio.show_use_case", code=use_case.code).text


def test_a_later_insight_replaces_it_and_only_over_what_one_saw(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.FINISHED)
    browser.sign_in(secretary).post(FORM, code=use_case.code, data=DATA)
    page = browser.post(FORM, code=use_case.code, data={**DATA, "explanation": "Mijn tekst"}, expect=409)
    assert "De helft is er" in page.select_one("#conflict").text

    browser.post(FORM, code=use_case.code, data={**DATA, "version": "1", "result": "not"})
    assert db.session.scalars(select(Outcome.result)).all() == [Result.NOT]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": ""}, "Kies een afloop"),
        ({"explanation": " "}, "Schrijf op waaraan u dit ziet"),
        ({"ended_on": "2025-12-31"}, "toen eindigde de use case"),
        ({"ended_on": "2199-01-01"}, "vandaag of een dag die voorbij is"),
    ],
)
def test_what_is_not_complete_is_refused(browser, domain, secretary, make_use_case, changed, said):
    use_case = make_use_case(domain=domain, phase=Phase.STOPPED, published_on=date(2026, 1, 1))
    page = browser.sign_in(secretary).post(FORM, code=use_case.code, data={**DATA, **changed}, expect=422)
    assert said in page.select_one("[data-error-summary]").text


def test_what_still_runs_has_no_outcome(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.PILOT)
    assert "loopt nog" in browser.sign_in(secretary).get(FORM, code=use_case.code).text
    page = browser.post(FORM, code=use_case.code, data=DATA, expect=422)
    assert "loopt nog" in page.text


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_only_the_secretary_records_it(browser, domain, make_person, make_use_case, role):
    use_case = make_use_case(domain=domain, phase=Phase.FINISHED)
    browser.sign_in(make_person(role, domain=domain)).get(FORM, code=use_case.code, expect=403)


def test_the_chance_is_that_of_the_selection_whatever_it_became(make_use_case):
    use_case = make_use_case(phase=Phase.SELECTED, chance=70)
    keep_chance(fresh(use_case.code), on=date(2026, 1, 5))
    db.session.commit()
    fresh(use_case.code).chance = 95
    db.session.commit()

    kept = db.session.scalars(select(SelectionChance)).one()
    assert (kept.chance, kept.selected_on, kept.is_later) == (70, date(2026, 1, 5), False)


def test_selected_anew_is_a_new_choice(make_use_case):
    use_case = make_use_case(phase=Phase.SELECTED, chance=70)
    keep_chance(fresh(use_case.code), on=date(2026, 1, 5))
    db.session.commit()
    again = fresh(use_case.code)
    again.chance = 40
    keep_chance(again, on=date(2026, 2, 5))
    db.session.commit()

    assert db.session.execute(select(SelectionChance.chance, SelectionChance.selected_on)).all() == [
        (40, date(2026, 2, 5))
    ]


def test_the_chart_says_score_and_n_and_only_of_what_is_public(browser, domain, make_use_case, make_outcome):
    seen = publish(make_use_case(domain=domain, phase=Phase.FINISHED))
    secret = make_use_case(domain=domain, phase=Phase.FINISHED)
    make_outcome(seen, Result.SUCCEEDED, chance=80)
    make_outcome(secret, Result.NOT, chance=80)

    page = browser.get("/progress/calibration")
    assert "Brier-score 0,04 over 1 geëindigde use case" in page.text
    assert "Met 1 is dit nog geen bewijs" in page.text
    assert "Deels gelukt en niet gelukt tellen als 0" in page.text
    rows = chart(browser)["rows"]
    assert [(row["code"], row["chance_at_selection"], row["squared_error"]) for row in rows] == [
        (seen.code, 80, 0.04)
    ]
    assert chart(browser, on="2026-02-01")["rows"] == []
    assert "Klopten de kansen?" in browser.get("portfolio.show_domain", slug=domain.slug).text


def test_from_twenty_on_there_are_bands(browser, make_use_case, make_outcome, domain):
    for place in range(20):
        use_case = publish(make_use_case(domain=domain, phase=Phase.FINISHED))
        make_outcome(use_case, Result.SUCCEEDED if place % 2 else Result.NOT, chance=50 if place else None)
    assert len(browser.get("/progress/calibration").select("[data-figure-url]")) == 1
    make_outcome(publish(make_use_case(domain=domain, phase=Phase.FINISHED)), Result.NOT, chance=90)

    page = browser.get("/progress/calibration")
    assert len(page.select("[data-figure-url]")) == 2
    assert "geen kans; zij telt niet mee" in page.text
    figure = json.loads(browser.get(page.select("[data-figure-url]")[1]["data-figure-url"]).response.data)
    assert figure["data"][1]["text"] == ["n = 19", "n = 1"]
