"""The roadmaps: who sees what of them, bars, clashes in words with the way out, and other windows."""

import json
from datetime import date, timedelta

import pytest

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.models import Dependency, PhaseChange, Precondition
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Kind, Phase, PreconditionKind, PreconditionState, Size

NOW = Quarter.of(today())


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def titles(page) -> list[str]:
    return [link.text for link in page.select(".rm tbody th[scope=row] a")]


@pytest.fixture
def plan(make_use_case):
    """Plan a use case so many quarters from now."""

    def make(domain, title, start=1, quarters=2, phase=Phase.SELECTED, **more):
        return make_use_case(
            domain=domain,
            title=title,
            phase=phase,
            planned_start=NOW.index + start,
            planned_quarters=quarters,
            **{"size": Size.SMALL} | more,
        )

    return make


READERS = [
    (None, {"Gekozen", "Initiatief"}),
    ((), {"Gekozen", "Initiatief"}),
    ((Role.CONTRIBUTOR,), {"Gekozen", "Initiatief"}),
    ((Role.BOARD_MEMBER,), {"Gekozen", "Initiatief", "Kandidaat"}),
    ((Role.SECRETARY,), {"Gekozen", "Initiatief", "Kandidaat"}),
    ((Role.PROGRAMME_MANAGER,), {"Gekozen", "Initiatief", "Kandidaat"}),
]


@pytest.mark.parametrize(("roles", "expected"), READERS)
def test_candidates_show_only_to_who_prepares_the_roadmap(
    roles, expected, browser, make_domain, plan, make_person
):
    domain = make_domain()
    plan(domain, "Gekozen")
    plan(domain, "Kandidaat", phase=Phase.CANDIDATE)
    plan(domain, "Idee", phase=Phase.IDEA)
    plan(domain, "Initiatief", kind=Kind.INITIATIVE, phase=Phase.PILOT)
    if roles is not None:
        browser.sign_in(make_person(*roles, domain=domain))

    chart = json.loads(browser.get("/progress/roadmap.json").response.data)
    assert {one["title"] for one in chart["rows"]} == expected
    for path in (f"/domains/{domain.slug}/roadmap", "/roadmap"):
        page = browser.get(path)
        assert set(titles(page)) == expected
        assert "Nog geen eerste planning" in words(page)


def test_the_secretary_of_one_domain_sees_no_candidates_of_another(browser, make_domain, plan, make_person):
    own, other = make_domain(name="A"), make_domain(name="B")
    for domain in (own, other):
        plan(domain, f"Kandidaat {domain.name}", phase=Phase.CANDIDATE)
    browser.sign_in(make_person(Role.SECRETARY, domain=own))

    assert titles(browser.get("/roadmap")) == ["Kandidaat A"]
    assert titles(browser.get(f"/domains/{other.slug}/roadmap")) == []


def test_each_row_tells_its_quarters_in_words_and_is_ordered_by_start(browser, make_domain, plan):
    domain = make_domain()
    plan(domain, "Later", start=3, quarters=1)
    plan(domain, "Eerder", start=0, quarters=2, size=Size.AMBITIOUS)

    page = browser.get("portfolio.show_roadmap", slug=domain.slug)

    assert titles(page) == ["Eerder", "Later"]
    first, last = NOW, NOW + 1
    row = page.select_one(".rm tbody tr")
    assert f"Q{first.number}\u00a0{first.year} – Q{last.number}\u00a0{last.year}" in row.text
    assert "2 kwartalen" in row.text
    assert "ambitieus" in row.text
    assert row.select_one("svg .ambitious-fill"), "what has passed is filled"
    assert row.select_one("svg .planned"), "what is to come is outlined"


def test_the_window_rolls_over_three_years_and_can_be_moved(browser, make_domain, plan):
    domain = make_domain()
    plan(domain, "Lang geleden", start=-9, quarters=2)
    plan(domain, "Straks")

    page = browser.get("portfolio.show_roadmap", slug=domain.slug)
    assert len(page.select(".rm thead svg .t2")) == 12
    assert titles(page) == ["Straks"]
    assert "Lang geleden" in page.text, "what lies outside is named below"

    back = browser.get(f"/domains/{domain.slug}/roadmap?from={NOW + -8}")
    assert "Lang geleden" in titles(back)
    assert back.select_one(f"a[href='/domains/{domain.slug}/roadmap']") is not None


@pytest.mark.parametrize(
    "asked", ["", "x", "2026-Q5", "0001-Q1", "9999-Q4", "2199-Q4", "%00", "2026-Q1&from=x"]
)
def test_a_strange_window_gives_a_roadmap(asked, browser, make_domain, plan):
    domain = make_domain()
    plan(domain, "Straks")
    browser.get(f"/domains/{domain.slug}/roadmap?from={asked}")
    browser.get(f"/roadmap?from={asked}&page=zz")


def test_a_start_before_what_is_needed_is_told_with_the_way_out(browser, make_domain, plan):
    domain, elsewhere = make_domain(), make_domain()
    waits = plan(domain, "Wacht", start=1)
    first = plan(elsewhere, "Eerst dit", start=2, quarters=2)
    db.session.add(Dependency(use_case_id=waits.id, needs_id=first.id))
    db.session.commit()

    notice = words(browser.get("portfolio.show_roadmap", slug=domain.slug), ".utrecht-alert--warning")

    ready = NOW + 3
    assert "1 knelpunt in deze planning" in notice
    assert f"wacht op {first.code} Eerst dit, dat pas klaar is in Q{ready.number} {ready.year}" in notice
    assert "Begin 3 kwartalen later" in notice


def test_what_is_in_production_no_longer_holds_anybody_up(browser, make_domain, plan):
    domain = make_domain()
    waits = plan(domain, "Wacht", start=1)
    first = plan(domain, "Loopt al", start=-4, quarters=12, phase=Phase.PRODUCTION)
    db.session.add(Dependency(use_case_id=waits.id, needs_id=first.id))
    db.session.add(PhaseChange(use_case_id=first.id, phase=Phase.PRODUCTION, happened_on=date(2025, 1, 1)))
    db.session.commit()

    assert not browser.get("portfolio.show_roadmap", slug=domain.slug).select(".utrecht-alert--warning")


def test_a_need_that_a_reader_may_not_know_of_is_not_told(browser, make_domain, plan, make_person):
    domain = make_domain()
    waits = plan(domain, "Wacht", start=1)
    secret = plan(domain, "Geheim", start=3, phase=Phase.CANDIDATE)
    db.session.add(Dependency(use_case_id=waits.id, needs_id=secret.id))
    db.session.commit()

    page = browser.get("portfolio.show_roadmap", slug=domain.slug)
    assert "knelpunt" not in page.text
    assert secret.code not in page.text
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    assert "Geheim" in words(
        browser.get("portfolio.show_roadmap", slug=domain.slug), ".utrecht-alert--warning"
    )


LATE = today() + timedelta(days=500)
GATES = [
    (1, LATE, True, PreconditionState.OPEN, "maar pas op"),
    (1, None, True, PreconditionState.OPEN, "geen datum"),
    (0, LATE, True, PreconditionState.IN_PROGRESS, "zonder dat is voldaan aan"),
    (1, LATE, True, PreconditionState.MET, None),
    (1, LATE, False, PreconditionState.OPEN, None),
    (1, today(), True, PreconditionState.OPEN, None),
]


@pytest.mark.parametrize(("start", "due_on", "is_hard", "state", "expected"), GATES)
def test_a_hard_precondition_that_comes_too_late_is_told(
    start, due_on, is_hard, state, expected, browser, make_domain, plan
):
    domain = make_domain()
    use_case = plan(domain, "Met voorwaarde", start=start)
    db.session.add(
        Precondition(
            use_case_id=use_case.id,
            kind=PreconditionKind.LEGAL,
            text="Er is een grondslag.",
            is_hard=is_hard,
            state=state,
            due_on=due_on,
        )
    )
    db.session.commit()

    notices = browser.get("portfolio.show_roadmap", slug=domain.slug).select(".utrecht-alert--warning")

    assert bool(notices) is bool(expected)
    if expected:
        assert expected in notices[0].text
        assert "Er is een grondslag" in notices[0].text


def test_what_was_chosen_without_a_quarter_is_named(browser, make_domain, make_use_case):
    domain = make_domain()
    make_use_case(domain=domain, phase=Phase.SELECTED, title="Zonder plek")

    page = browser.get("portfolio.show_roadmap", slug=domain.slug)

    assert "Zonder plek" in page.text
    assert page.select_one(".empty") is not None


def test_illustrative_quarters_are_marked_once(browser, make_domain, plan):
    domain = make_domain()
    for title in ("A", "B"):
        plan(domain, title, illustrative=["planned"])

    page = browser.get("portfolio.show_roadmap", slug=domain.slug)

    assert len(page.select("main section .degree")) == 1


def test_all_domains_stand_below_each_other_and_by_the_page(browser, make_domain, plan):
    first, second = make_domain(name="Aarde"), make_domain(name="Zee")
    plan(second, "Golf")
    plan(first, "Boom")

    page = browser.get("/roadmap")

    assert [group.text for group in page.select("th[scope=rowgroup]")] == ["Aarde", "Zee"]
    assert titles(page) == ["Boom", "Golf"]
    for place in range(60):
        plan(first, f"Boom {place}", start=2)
    assert len(titles(browser.get("/roadmap"))) == 60
    assert titles(browser.get("/roadmap?page=2"))[-1] == "Golf"


@pytest.mark.parametrize("path", ["/roadmap", "/domains/{slug}/roadmap"])
def test_a_longer_roadmap_asks_the_database_no_more_questions(
    path, browser, count_queries, make_domain, plan, make_person
):
    domain = make_domain()
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    first = plan(domain, "Eerst", start=4)

    def add(place):
        use_case = plan(domain, f"Use case {place}")
        db.session.add(Dependency(use_case_id=use_case.id, needs_id=first.id))
        gate = {"kind": PreconditionKind.LEGAL, "text": "Grondslag", "is_hard": True}
        db.session.add(Precondition(use_case_id=use_case.id, **gate))
        db.session.commit()

    add(0)
    address = path.format(slug=domain.slug)
    browser.get(address)
    with count_queries() as one:
        browser.get(address)
    for place in range(1, 8):
        add(place)
    with count_queries() as more:
        browser.get(address)

    assert len(more) == len(one)
