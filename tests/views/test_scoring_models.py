"""The pages of criteria and weights: public to read, the secretary's to change, each save a new version."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.audit import SYSTEM, AuditEvent
from core.database import db
from portfolio.actions.scoring_models import make_version
from portfolio.actions.use_cases import score_use_case
from portfolio.models import RankingSnapshot, ScoringModel, UseCase
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.scoring_model import Thresholds, WeightMethod
from portfolio.rules.terms import Phase

FORMS = ("criteria/weights", "criteria/edit", "criteria/recalculate", "portfolio/changes/keep")


@pytest.fixture
def domain(make_domain, make_criteria):
    found = make_domain(slug="sociaal", code="SOC", name="Sociaal domein")
    make_criteria(2)
    return found


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def scored(domain, secretary, make_use_case):
    """A candidate with levels 5 and 0: its value is the weight of the first criterion."""
    code = make_use_case(domain=domain, phase=Phase.CANDIDATE).code
    db.session.expire_all()
    use_case = get_use_case(code, secretary)
    score_use_case(use_case, levels={"criterium-0": 5, "criterium-1": 0}, reasons={}, chance=50, by=SYSTEM)
    db.session.commit()
    return code


def weigh(domain, first="0.8", **more):
    """Make a version in which the first criterion weighs ``first``."""
    now = current_model(domain.id)
    shares = {"criterium-0": Decimal(first), "criterium-1": 1 - Decimal(first)}
    given = {"method": WeightMethod.SWING, "thresholds": now.thresholds, "reason": "Het bord woog"} | more
    made = make_version(
        domain, [replace(one, weight=shares[one.code]) for one in now.criteria], by=SYSTEM, **given
    )
    db.session.commit()
    return made


def value() -> Decimal:
    return db.session.scalar(select(UseCase.value_low))


def test_everyone_reads_what_a_board_scores_on_and_how_heavily(browser, domain):
    weigh(domain, reason="Inwoners eerst", is_illustrative=True)
    page = browser.get("/domains/sociaal/criteria")
    assert "80\u00a0%" in page.text and "Inwoners eerst" in page.text
    assert "Niveau 5" in page.text
    assert [link["href"] for link in page.select(".aside ol a")] == ["/domains/sociaal/criteria/versions/1"]
    assert not page.select(".title .btns a")
    first = browser.get("/domains/sociaal/criteria/versions/1")
    assert "50\u00a0%" in first.text and "Een eerdere versie" in first.text


def test_two_versions_are_compared_in_words(browser, domain):
    weigh(domain, thresholds=Thresholds(30, 20))
    page = browser.get("/domains/sociaal/criteria/compare")
    assert page.select_one("h1").text == "Van versie 1 naar versie 2"
    assert "‘Criterium 0’ weegt 80\u00a0%; eerst was dat 50\u00a0%." in page.text
    assert "De ondergrens voor waarde is 30; eerst was die 20." in page.text
    assert (
        "Niets: beide versies zijn gelijk."
        in browser.get("/domains/sociaal/criteria/compare?from=2&to=2").text
    )


@pytest.mark.parametrize(
    "address",
    [
        "/domains/sociaal/criteria/versions/9",
        "/domains/sociaal/criteria/compare?from=9",
        "/domains/sociaal/criteria/compare?to=x",
        "/domains/sociaal/criteria/compare?to=" + "9" * 40,
        "/domains/nergens/criteria",
    ],
)
def test_a_version_that_is_not_there_is_not_found(browser, domain, address):
    assert browser.get(address, expect=404)


def test_a_board_without_any_criteria_has_a_page_that_says_so(browser, make_domain):
    make_domain(slug="leeg")
    assert "nog geen onderdelen" in browser.get("/domains/leeg/criteria").text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_only_a_secretary_changes_them(browser, domain, make_person, role, form):
    browser.sign_in(make_person(role, domain=domain))
    browser.get(f"/domains/sociaal/{form}", expect=403)


@pytest.mark.parametrize("form", FORMS)
def test_a_secretary_of_another_domain_changes_nothing_here(browser, domain, make_domain, make_person, form):
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))
    browser.get(f"/domains/sociaal/{form}", expect=403)


def test_swings_are_previewed_before_they_are_saved(browser, domain, secretary):
    address = "/domains/sociaal/criteria/weights?method=swing"
    page = browser.sign_in(secretary).get(address)
    assert "Niveau 0" in page.text and "Niveau 5" in page.text
    assert page.select_one("#points_criterium-0").get("value", "") == ""
    answer = browser.submit(
        page, to=address, expect=200, preview="1", **{"points_criterium-0": "100", "points_criterium-1": "25"}
    )
    preview = answer.select_one("#voorbeeld")
    assert "80\u00a0%" in preview.text and "50\u00a0%" in preview.text
    assert answer.select_one("#points_criterium-1")["value"] == "25"
    assert db.session.scalar(select(func.count(ScoringModel.id))) == 1


def test_saved_swings_are_a_new_version_with_its_reason(browser, domain, secretary):
    address = "/domains/sociaal/criteria/weights?method=swing"
    page = browser.sign_in(secretary).get(address)
    points = {"points_criterium-0": "100", "points_criterium-1": "25"}
    answer = browser.submit(page, to=address, reason="Inwoners eerst", **points)
    assert answer.location == "/domains/sociaal/criteria"
    found = current_model(domain.id)
    assert (found.number, found.method, found.weights["criterium-0"]) == (
        2,
        WeightMethod.SWING,
        Decimal("0.8"),
    )
    assert [one.points for one in found.criteria] == [100, 25]
    made_by = select(AuditEvent.actor_id).where(AuditEvent.verb == "scoring_model.made")
    assert db.session.scalars(made_by.order_by(AuditEvent.id.desc())).first() == secretary.id


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("swing", {"points_criterium-0": "90", "points_criterium-1": "25"}, "100 punten"),
        ("swing", {"points_criterium-0": "100", "points_criterium-1": ""}, "punten van 0"),
        ("swing", {"points_criterium-0": "100", "points_criterium-1": "250"}, "punten van 0"),
        ("order", {"place_criterium-0": "1", "place_criterium-1": "1"}, "eigen plaats"),
    ],
)
@pytest.mark.parametrize("button", ["preview", "save"])
def test_what_makes_no_weights_is_refused_with_the_typed_text_kept(
    browser, domain, secretary, method, fields, words, button
):
    address = f"/domains/sociaal/criteria/weights?method={method}"
    page = browser.sign_in(secretary).get(address)
    answer = browser.submit(page, to=address, expect=422, reason="Zomaar", **fields, **{button: "1"})
    assert words in answer.select_one("[data-error-summary]").text
    assert "Zomaar" in answer.text


def test_an_order_alone_gives_weights_too(browser, domain, secretary):
    address = "/domains/sociaal/criteria/weights?method=order"
    page = browser.sign_in(secretary).get(address)
    browser.submit(
        page, to=address, reason="Een volgorde", **{"place_criterium-0": "2", "place_criterium-1": "1"}
    )
    assert current_model(domain.id).weights == {
        "criterium-0": Decimal("0.25"),
        "criterium-1": Decimal("0.75"),
    }


def test_weights_saved_over_another_version_are_a_conflict(browser, domain, secretary):
    address = "/domains/sociaal/criteria/weights?method=swing"
    page = browser.sign_in(secretary).get(address)
    weigh(domain, "0.6")
    answer = browser.submit(
        page,
        to=address,
        expect=409,
        reason="Te laat",
        **{"points_criterium-0": "100", "points_criterium-1": "25"},
    )
    assert "Te laat" in answer.text
    assert current_model(domain.id).number == 2


def test_words_and_floors_are_edited_and_a_criterion_comes_and_goes(browser, domain, secretary):
    address = "/domains/sociaal/criteria/edit"
    page = browser.sign_in(secretary).get(address)
    new = {f"anchor_{level}__new": f"Stap {level}" for level in range(6)}
    browser.submit(
        page,
        to=address,
        reason="Scherper",
        value_floor="30",
        **{"name_criterium-0": "Dienst", "retired_criterium-1": "y", "name__new": "Rust en ruimte"},
        **new,
    )
    found = current_model(domain.id)
    assert [(one.code, one.name, one.weight) for one in found.criteria] == [
        ("criterium-0", "Dienst", Decimal("0.5")),
        ("rust-en-ruimte", "Rust en ruimte", Decimal("0.5")),
    ]
    assert found.criteria[1].anchors[5] == ("Stap 5", "")
    assert found.thresholds == Thresholds(30, 20)


def test_a_new_criterion_waits_to_be_weighed_where_the_board_weighed(browser, domain, secretary):
    weigh(domain)
    address = "/domains/sociaal/criteria/edit"
    page = browser.sign_in(secretary).get(address)
    new = {f"anchor_{level}__new": f"Stap {level}" for level in range(6)}
    answer = browser.submit(page, to=address, reason="Erbij", name__new="Rust", **new)
    assert answer.location == "/domains/sociaal/criteria/weights"
    assert current_model(domain.id).weights["rust"] == 0


def test_a_retired_criterion_is_taken_back_with_its_last_words(browser, domain, secretary):
    weigh(domain)
    address = "/domains/sociaal/criteria/edit"
    page = browser.sign_in(secretary).get(address)
    assert not page.select("[name^=back_]")
    words = {"name_criterium-1": "Rust", "anchor_5_criterium-1": "Heel rustig"}
    browser.submit(page, to=address, reason="Andere naam", **words)
    browser.submit(browser.get(address), to=address, reason="Eraf", **{"retired_criterium-1": "y"})

    page = browser.get(address)
    assert [box["name"] for box in page.select("[name^=back_]")] == ["back_criterium-1"]
    answer = browser.submit(page, to=address, reason="Toch weer", **{"back_criterium-1": "y"})

    assert answer.location == "/domains/sociaal/criteria/weights"
    found = current_model(domain.id)
    assert found.weights == {"criterium-0": 1, "criterium-1": 0}
    assert (found.criteria[1].name, found.criteria[1].anchors[5]) == ("Rust", ("Heel rustig", "Level 5"))
    assert not browser.get(address).select("[name^=back_]")


def test_a_level_without_words_is_refused(browser, domain, secretary):
    address = "/domains/sociaal/criteria/edit"
    page = browser.sign_in(secretary).get(address)
    answer = browser.submit(page, to=address, expect=422, reason="Erbij", name__new="Rust")
    assert "Schrijf bij ‘Rust’ op wat niveau 0 betekent." in answer.text


def test_old_values_stay_are_marked_and_are_recomputed_only_on_purpose(browser, domain, secretary, scored):
    weigh(domain)
    assert value() == 50
    browser.sign_in(secretary)
    assert "Berekend met versie 1" in browser.get(f"/use-cases/{scored}").text
    assert (
        "1 use case heeft een waarde van een andere versie" in browser.get("/domains/sociaal/portfolio").text
    )
    address = "/domains/sociaal/criteria/recalculate"
    page = browser.get(address)
    cells = [cell.text.strip() for cell in page.select("tbody td")]
    assert cells == ["versie 1", "50", "80"]
    browser.submit(page, to=address, expect=422, reason="")
    assert value() == 50
    browser.submit(page, to=address, reason="Alles naar de nieuwe gewichten")
    db.session.expire_all()
    assert value() == 80
    assert "Berekend met versie 1" not in browser.get(f"/use-cases/{scored}").text
    verbs = set(db.session.scalars(select(AuditEvent.verb)))
    assert {"use_case.recalculated", "ranking.kept"} <= verbs
    assert "Alle waarden zijn al" in browser.get(address).text


def test_what_recomputing_moved_is_told_with_its_reason(browser, domain, secretary, scored):
    weigh(domain, "0.1", thresholds=Thresholds(20, 20))
    browser.sign_in(secretary)
    address = "/domains/sociaal/criteria/recalculate"
    browser.submit(browser.get(address), to=address, reason="Nieuwe gewichten")
    page = browser.get("/domains/sociaal/portfolio/changes")
    (row,) = page.select("tbody tr")
    assert [cell.text.strip() for cell in row.select("td")] == [
        "1 (klein)",
        "onder de ondergrens (klein)",
        "Andere onderdelen of gewichten: de waarde ging van 50 naar 10.",
    ]


def test_a_ranking_is_kept_once_as_long_as_it_is_the_same(browser, domain, secretary, scored):
    browser.sign_in(secretary)
    assert "nog geen rangorde bewaard" in browser.get("/domains/sociaal/portfolio/changes").text
    address = "/domains/sociaal/portfolio/changes/keep"
    for note in ("Eerste", "Tweede"):
        browser.submit(browser.get(address), to=address, note=note)
    assert list(db.session.scalars(select(RankingSnapshot.note))) == ["Eerste"]
    page = browser.get("/domains/sociaal/portfolio/changes")
    assert "Er veranderde niets" in page.text


@pytest.mark.parametrize("asked", ["from=999", "to=x", "from=" + "1" * 30])
def test_a_ranking_that_was_not_kept_is_not_found(browser, domain, secretary, asked):
    browser.sign_in(secretary).get(f"/domains/sociaal/portfolio/changes?{asked}", expect=404)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.BOARD_MEMBER, 200), (Role.PROGRAMME_MANAGER, 200), (Role.CONTRIBUTOR, 403)]
)
def test_what_moved_is_for_who_may_read_the_scores(browser, domain, make_person, role, status):
    browser.sign_in(make_person(role, domain=domain))
    browser.get("/domains/sociaal/portfolio/changes", expect=status)


def test_a_longer_ranking_asks_the_database_no_more_questions(
    browser, domain, secretary, scored, make_use_case, count_queries
):
    browser.sign_in(secretary)
    pages = (
        "/domains/sociaal/portfolio/changes",
        "/domains/sociaal/criteria",
        "/domains/sociaal/criteria/recalculate",
    )
    weigh(domain)
    few = []
    for page in pages:
        with count_queries() as counter:
            browser.get(page)
        few.append(len(counter))
    for _number in range(4):
        make_use_case(domain=domain, phase=Phase.CANDIDATE)
    for page, known in zip(pages, few, strict=True):
        with count_queries() as counter:
            browser.get(page)
        assert len(counter) <= known
