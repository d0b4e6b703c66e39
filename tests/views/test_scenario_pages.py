"""Scenarios on screen: the list, the proposal in two lanes, why not, side by side, the pictures."""

import pytest

from accounts.rules.terms import Role
from core.database import db
from core.jobs import Job, JobState
from portfolio.models import Decision, RunDecision, RunDetail, RunState, Scenario, ScenarioRun
from tests.factories.scenarios import calculate, make_candidates, make_run, make_scenario


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg", name="Zorg")


@pytest.fixture
def cases(domain):
    return make_candidates(domain)


@pytest.fixture
def secretary(browser, make_person, domain):
    return browser.sign_in(make_person(Role.SECRETARY, domain=domain))


def test_the_proposal_stands_in_two_lanes_with_its_headline(secretary, cases, domain):
    make_run(make_scenario(domain, months=20))

    page = secretary.get("/domains/zorg/scenarios/1")

    assert "samen" in page.select_one(".lead").text
    assert "van 20 persoonsmaanden" in page.select_one(".lead").text
    assert [head.text for head in page.select(".cols-2 h2")] == [
        "Klein, naar slagingskans",
        "Ambitieus, naar waarde",
    ]
    chosen = db.session.query(ScenarioRun).one().result["chosen"]
    assert page.select_one(".cols-2").text.count("✓ in voorstel") == len(chosen)


def test_who_is_left_out_reads_who_would_leave_and_at_what_price(secretary, cases, domain):
    run = make_run(make_scenario(domain, months=20))
    left = [one["code"] for one in run.result["left_out"]][0]

    page = secretary.get(f"/domains/zorg/scenarios/1/why-not/{left}")

    assert "Komt deze erin" in page.select_one(".lead").text
    assert "punten" in page.select_one(".lead").text
    assert "Wat er dan moet veranderen" in page.text


def test_who_can_not_take_part_is_named_with_what_it_lacks(secretary, cases, domain, make_use_case):
    make_use_case(domain=domain, code="ZOR-090", title="Nog niet klaar", phase="candidate")
    make_run(make_scenario(domain))

    page = secretary.get("/domains/zorg/scenarios/1")

    assert "Niet te kiezen" in page.text
    assert "de slagingskans is nog niet bekend" in page.text


def test_a_new_scenario_is_saved_and_calculated_in_the_background(secretary, cases, domain):
    page = secretary.get("/domains/zorg/scenarios/new")
    answer = secretary.submit(
        page, to="/domains/zorg/scenarios/new", name="Nieuw", budget_months="20,5", **{"capacity-0": ""}
    )

    assert answer.location.endswith("/domains/zorg/scenarios/1")
    assert "wacht op de rekenmachine" in secretary.get("/domains/zorg/scenarios/1").text
    assert db.session.query(Job).one().state is JobState.WAITING
    calculate()
    assert "van 20,5 persoonsmaanden" in secretary.get("/domains/zorg/scenarios/1").text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Vul dit in"),
        ("budget_months", "veel", "getal"),
        ("first", "ooit", "Q4 2026"),
        ("mix_high", "20", "niet onder de ondergrens"),
        ("either_or", "ZOR-001", "niet te lezen"),
        ("either_or", "ZOR-001, XXX-999", "XXX-999"),
        ("savings", "ZOR-001, ZOR-002", "niet te lezen"),
        ("savings", "ZOR-001, ZOR-002: weinig", "weinig"),
    ],
)
def test_what_can_not_be_read_is_refused_in_words_and_kept(secretary, cases, field, typed, words):
    page = secretary.get("/domains/zorg/scenarios/new")
    filled = {"name": "Nieuw", field: typed}
    answer = secretary.submit(page, to="/domains/zorg/scenarios/new", expect=422, **filled)

    assert words in answer.select_one(f"#{field}-error").text
    assert typed in str(answer.select_one(f"[name={field}]"))
    assert db.session.query(Scenario).count() == 0


def test_groups_shared_work_and_capacity_come_back_as_they_were_typed(
    secretary, domain, make_organisation, make_use_case
):
    organisation = make_organisation(slug="gemeente-a", name="Gemeente A")
    for use_case in make_candidates(domain).values():
        use_case.owner_organisation_id = organisation.id
    db.session.commit()
    typed = {
        "name": "Nieuw",
        "either_or": "ZOR-002, ZOR-003",
        "savings": "ZOR-002, ZOR-004: 1,5",
        "capacity-0": "2,5",
        "exceptions-0": "Q1 2030: 0",
        "first": "Q1 2030",
        "with_quarters": "y",
    }
    page = secretary.get("/domains/zorg/scenarios/new")
    secretary.submit(page, to="/domains/zorg/scenarios/new", **typed)

    form = secretary.get("/domains/zorg/scenarios/1/edit")
    for name in ("capacity-0", "exceptions-0", "first"):
        assert form.select_one(f"[name={name}]")["value"] == typed[name]
    assert form.select_one("[name=either_or]").text.strip() == typed["either_or"]
    assert form.select_one("[name=savings]").text.strip() == typed["savings"]
    terms = db.session.query(ScenarioRun).one().inputs["terms"]
    assert ["gemeente-a", "2030-Q1", "0"] in terms["capacity"]
    assert ["gemeente-a", "2030-Q2", "2.5"] in terms["capacity"]


def test_a_stale_save_shows_both_texts(secretary, cases, domain):
    make_scenario(domain, name="Eerste naam")
    page = secretary.get("/domains/zorg/scenarios/1/edit")
    secretary.submit(page, to="/domains/zorg/scenarios/1/edit", name="Van een ander")
    answer = secretary.submit(page, to="/domains/zorg/scenarios/1/edit", name="Van mij", expect=409)

    assert "Van een ander" in answer.select_one("#conflict").text
    assert "Van mij" in answer.select_one("#conflict").text


def test_changed_terms_are_told_beside_the_calculation_they_do_not_change(secretary, cases, domain):
    make_run(make_scenario(domain, months=20))
    page = secretary.get("/domains/zorg/scenarios/1/edit")
    secretary.submit(page, to="/domains/zorg/scenarios/1/edit", budget_months="50")

    page = secretary.get("/domains/zorg/scenarios/1")
    assert "van 20 persoonsmaanden" in page.select_one(".lead").text
    assert "De voorwaarden zijn gewijzigd na deze berekening" in page.text


def test_the_board_locks_one_in_and_reads_what_that_costs(secretary, cases, domain):
    make_run(make_scenario(domain, months=30))
    page = secretary.get("/domains/zorg/scenarios/1/override?code=ZOR-006&way=in")
    secretary.submit(page, to="/domains/zorg/scenarios/1/override", reason="Beloofd aan de raad")
    calculate()

    page = secretary.get("/domains/zorg/scenarios/1")
    assert "Beloofd aan de raad" in page.text
    assert "punten" in page.select_one("td[data-l=Prijs]").text
    assert page.select("li")
    assert "Berekening 2" in page.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"code": "ZOR-001", "way": "in", "reason": "x"}, "geen kandidaat"),
        ({"code": "ANDERS-1", "way": "in", "reason": "x"}, "geen kandidaat"),
        ({"code": "ZOR-006", "way": "in", "reason": ""}, "Vul dit in"),
        ({"code": "ZOR-006", "way": "", "reason": "x"}, "Wat wil het databoord?"),
    ],
)
def test_a_lock_without_a_candidate_or_a_reason_is_refused(secretary, cases, domain, data, words):
    make_scenario(domain)
    page = secretary.get("/domains/zorg/scenarios/1/override")
    answer = secretary.submit(page, to="/domains/zorg/scenarios/1/override", expect=422, **data)

    assert words in answer.select_one("main").text


def test_a_lock_is_let_go_again(secretary, cases, domain):
    scenario = make_scenario(domain, months=30)
    page = secretary.get("/domains/zorg/scenarios/1/override?code=ZOR-006&way=out")
    secretary.submit(page, to="/domains/zorg/scenarios/1/override", reason="Te vroeg")
    calculate()
    page = secretary.get("/domains/zorg/scenarios/1/override/ZOR-006/remove")
    secretary.submit(page, to="/domains/zorg/scenarios/1/override/ZOR-006/remove")
    calculate()

    last = db.session.query(ScenarioRun).order_by(ScenarioRun.number.desc()).first()
    assert last.scenario_id == scenario.id
    assert last.context["overrides"] == []


def test_a_second_calculation_at_the_same_time_is_refused_in_words(secretary, cases, domain):
    make_run(make_scenario(domain), is_calculated=False)
    page = secretary.get("/domains/zorg/scenarios/1/run")
    answer = secretary.submit(page, to="/domains/zorg/scenarios/1/run", expect=422)

    assert "Er loopt al een berekening" in answer.text


def test_a_calculation_is_cancelled_from_its_page(secretary, cases, domain):
    run = make_run(make_scenario(domain), is_calculated=False)
    page = secretary.get("/domains/zorg/scenarios/1/cancel")
    secretary.submit(page, to="/domains/zorg/scenarios/1/cancel")
    calculate()

    assert db.session.get(ScenarioRun, run.id).state is RunState.CANCELLED
    assert "afgebroken" in secretary.get("/domains/zorg/scenarios/1").text


def test_scenarios_stand_side_by_side(secretary, cases, domain):
    make_run(make_scenario(domain, name="Krap", months=10))
    make_run(make_scenario(domain, name="Ruim", months=60))

    page = secretary.get("/domains/zorg/scenarios/compare?scenario=1&scenario=2")

    assert [head.text.strip() for head in page.select("thead th")] == ["Wat", "Krap", "Ruim"]
    assert "ZOR-006" in page.text


@pytest.mark.parametrize("kind", ["frontier", "robustness"])
def test_a_picture_has_a_sentence_a_table_and_files(secretary, cases, domain, kind):
    make_run(make_scenario(domain, months=20), with_studies=True)

    page = secretary.get(f"/domains/zorg/scenarios/1/{kind}")
    figure = secretary.get(f"/domains/zorg/scenarios/1/{kind}.json").response.get_json()
    csv = secretary.get(f"/domains/zorg/scenarios/1/{kind}.csv").response.get_data(as_text=True)

    assert page.select_one(".say").text.strip() == figure["sentence"]
    assert figure["data"] and figure["layout"]
    assert len(csv.splitlines()) == len(figure["rows"]) + 1
    assert len(page.select("tbody tr")) == len(figure["rows"])


def test_a_picture_that_was_not_made_can_be_asked_for(secretary, cases, domain):
    make_run(make_scenario(domain, months=20))
    page = secretary.get("/domains/zorg/scenarios/1/study/frontier")
    secretary.submit(page, to="/domains/zorg/scenarios/1/study/frontier")
    assert "wordt nu uitgerekend" in secretary.get("/domains/zorg/scenarios/1/frontier").text
    calculate()

    assert "In cijfers" in secretary.get("/domains/zorg/scenarios/1/frontier").text


def test_a_check_tells_that_the_same_came_out(secretary, cases, domain):
    make_run(make_scenario(domain, months=20))
    for _ in range(2):
        page = secretary.get("/domains/zorg/scenarios/1/check")
        secretary.submit(page, to="/domains/zorg/scenarios/1/check")
        calculate()

    assert secretary.get("/domains/zorg/scenarios/1").text.count("met precies dezelfde uitkomst") == 2


def test_a_draft_decision_takes_choice_reasons_and_prices_along(secretary, cases, domain):
    run = make_run(make_scenario(domain, months=20))
    page = secretary.get("/domains/zorg/scenarios/1/decide")
    secretary.submit(page, to="/domains/zorg/scenarios/1/decide", subject="Portfolio 2027")

    decision = db.session.query(Decision).one()
    chosen = {one["code"] for one in run.result["chosen"]} - {"ZOR-001"}
    db.session.refresh(decision, ["items"])
    assert decision.scenario_id == run.scenario_id
    assert {item.outcome.value for item in decision.items} == {"selected", "rejected"}
    assert sum(item.outcome.value == "selected" for item in decision.items) == len(chosen)
    assert all(item.reason for item in decision.items)
    assert db.session.query(RunDecision).one().run_id == run.id


def test_a_scenario_without_an_answer_gives_no_decision(secretary, cases, domain):
    make_run(make_scenario(domain, months=1))

    secretary.get("/domains/zorg/scenarios/1/decide", expect=404)
    assert "spreken elkaar tegen" in secretary.get("/domains/zorg/scenarios/1").text


def test_pages_take_as_many_queries_with_many_rows_as_with_few(secretary, cases, domain, count_queries):
    make_run(make_scenario(domain, months=20))
    counts = []
    for _ in range(2):
        found = []
        for path in ("", "/1", "/compare", "/1/why-not/ZOR-006", "/new"):
            with count_queries() as counter:
                secretary.get(f"/domains/zorg/scenarios{path or '/'}")
            found.append(len(counter))
        counts.append(found)
        make_run(make_scenario(domain, name="Nog een", months=25))
    assert counts[1][0] == counts[0][0]
    assert counts[1][1] == counts[0][1]
    assert counts[1][2] <= counts[0][2] + 1  # one more scenario lies beside the first
    assert counts[1][3:] == counts[0][3:]


def test_how_far_it_is_is_told_to_the_page_that_waits(secretary, cases, domain):
    make_run(make_scenario(domain), is_calculated=False)
    before = secretary.get("/domains/zorg/scenarios/1/progress.json").response.get_json()
    calculate()
    after = secretary.get("/domains/zorg/scenarios/1/progress.json").response.get_json()

    assert (before["is_final"], before["is_busy"], before["progress"]) == (False, True, 0)
    assert (after["is_final"], after["is_busy"], after["progress"]) == (True, False, 100)
    assert db.session.query(RunDetail).count() > 0
