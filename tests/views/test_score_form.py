"""Score a use case: levels with words, unknown as an answer, only by the board's own secretary."""

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db
from portfolio.models import ChanceAnchor, Score, UseCase
from portfolio.rules.terms import Phase


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def criteria(make_criteria):
    rows = make_criteria(2)
    db.session.add(ChanceAnchor(percent=50, text="ongeveer even kans"))
    db.session.commit()
    return rows


def test_what_is_left_open_widens_the_interval(browser, domain, secretary, criteria, make_use_case):
    use_case = make_use_case(domain=domain, illustrative=["scores", "chance"])
    page = browser.sign_in(secretary).get("portfolio.score_use_case", code=use_case.code)

    assert "Niveau 3" in page.text
    assert "ongeveer even kans" in page.select_one("#chance").text
    assert "verzonnen" in page.select_one(".utrecht-alert").text
    assert [box["value"] for box in page.select("[checked]")] == ["", ""]
    answer = browser.submit(
        page,
        to=f"/use-cases/{use_case.code}/score",
        **{"level_criterium-0": "3", "reason_criterium-0": "Veel mensen", "chance": "50"},
    )

    page = browser.get(answer.location)
    assert "tussen 30 en 80" in page.text
    db.session.expire_all()
    saved = db.session.scalar(select(UseCase))
    assert (saved.value_low, saved.value_high, saved.chance, saved.illustrative) == (30, 80, 50, [])
    levels = {
        row.criterion_id: row.level for row in db.session.execute(select(Score.criterion_id, Score.level))
    }
    assert levels == {criteria[0].id: 3, criteria[1].id: None}


def test_scores_come_back_and_can_be_taken_back(browser, domain, secretary, criteria, make_use_case):
    use_case = make_use_case(domain=domain)
    address = f"/use-cases/{use_case.code}/score"
    page = browser.sign_in(secretary).get(address)
    browser.submit(page, to=address, **{"level_criterium-0": "0", "chance": "0"})

    page = browser.get(address)
    assert page.select_one('[name="level_criterium-0"][checked]')["value"] == "0"
    assert page.select_one("#chance [selected]")["value"] == "0"
    browser.submit(page, to=address, **{"level_criterium-0": "", "chance": ""})

    db.session.expire_all()
    saved = db.session.scalar(select(UseCase))
    assert (saved.value_low, saved.chance) == (None, None)


BAD = [
    ({"level_criterium-0": "6"}, "Kies iets uit de lijst"),
    ({"level_criterium-0": "-1"}, "Kies iets uit de lijst"),
    ({"level_criterium-0": "veel"}, "Kies iets uit de lijst"),
    ({"level_criterium-0": "9" * 5000}, "Kies iets uit de lijst"),
    ({"level_criterium-0": "a\x00"}, "Kies iets uit de lijst"),
    ({"chance": "53"}, "Kies iets uit de lijst"),
    ({"chance": "105"}, "Kies iets uit de lijst"),
    ({"reason_criterium-0": "x" * 2001}, "ten hoogste 2000"),
]


@pytest.mark.parametrize(("typed", "said"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_refused_and_the_rest_stays(
    browser, domain, secretary, criteria, make_use_case, typed, said
):
    use_case = make_use_case(domain=domain)
    data = {"version": 1, "level_criterium-1": "4", "reason_criterium-1": "Blijft staan", **typed}

    page = browser.sign_in(secretary).post(
        "portfolio.score_use_case", code=use_case.code, data=data, expect=422
    )

    assert said in page.select_one("[data-error-summary]").text
    assert "Blijft staan" in page.select_one('[name="reason_criterium-1"]').text
    assert page.select_one('[name="level_criterium-1"][checked]')["value"] == "4"
    assert db.session.scalar(select(Score)) is None


def test_a_stale_score_shows_both(
    browser, other_browser, domain, secretary, criteria, make_person, make_use_case
):
    use_case = make_use_case(domain=domain)
    browser.sign_in(secretary)
    other_browser.sign_in(make_person(Role.SECRETARY, domain=domain))

    other_browser.post(
        "portfolio.score_use_case", code=use_case.code, data={"version": 1, "reason_criterium-0": "Hun reden"}
    )
    page = browser.post(
        "portfolio.score_use_case",
        code=use_case.code,
        data={"version": 1, "level_criterium-0": "5", "reason_criterium-0": "Mijn reden"},
        expect=409,
    )

    assert "Hun reden" in page.select_one("#conflict").text
    assert "Mijn reden" in page.select_one('[name="reason_criterium-0"]').text
    browser.submit(page, to=f"/use-cases/{use_case.code}/score")
    assert "Mijn reden" in db.session.scalars(select(Score.reason)).all()


def test_who_scores_what_is_public_is_told_so(browser, domain, secretary, criteria, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.PILOT)

    page = browser.sign_in(secretary).get("portfolio.score_use_case", code=use_case.code)

    assert "Iedereen leest uw score" in page.select_one("main").text


def test_without_criteria_the_page_says_whom_to_ask(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain)

    page = browser.sign_in(secretary).get("portfolio.score_use_case", code=use_case.code)

    assert "beheerder" in page.select_one(".empty").text


def test_only_the_secretary_of_its_domain_scores(
    browser, make_person, make_domain, domain, criteria, make_use_case
):
    owner = make_person(Role.CONTRIBUTOR)
    use_case = make_use_case(domain=domain, owner_id=owner.id)
    people = (
        make_person(Role.SECRETARY, domain=make_domain()),
        make_person(Role.BOARD_MEMBER, domain=domain),
        make_person(Role.PROGRAMME_MANAGER),
        make_person(Role.ADMINISTRATOR),
        owner,
    )
    for person in people:
        browser.sign_in(person)
        browser.get("portfolio.score_use_case", code=use_case.code, expect=403)
        browser.post("portfolio.score_use_case", code=use_case.code, data={"version": 1}, expect=403)
        browser.post("/logout")
