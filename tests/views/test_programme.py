"""The page of the programme: five numbers, the matrix, what to look at, and the lists behind the figures."""

import csv
import io
from datetime import timedelta

import pytest

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress import add_milestone, report_status
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.charts.gallery import ordered
from portfolio.models import Benefit
from portfolio.models.progress import BenefitDue, ComputedStatus, Milestone
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import Phase, Size

LATE = timedelta(days=200)


def follow(use_case, status=Status.GREEN, declared=Status.GREEN, drift=None):
    """Let a use case stand so today."""
    db.session.add(
        ComputedStatus(
            use_case_id=use_case.id,
            on=today() - timedelta(days=3),
            status=status,
            declared=declared,
            drift=drift,
            causes=["drift"] if drift else [],
            reported_on=today() - timedelta(days=3),
        )
    )
    db.session.commit()
    return use_case.code


def promise(use_case, title, *, first, reached=None):
    """Give a use case a milestone that was first promised on a day."""
    db.session.add(
        Milestone(
            use_case_id=use_case.id,
            kind=MilestoneKind.SOCIETAL_VALUE,
            title=title,
            first_planned_on=first,
            planned_on=first,
            reached_on=reached,
        )
    )
    db.session.commit()


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water", name_en="Water management")


@pytest.fixture
def standing(domain, make_use_case, make_organisation):
    """Return the codes of a late, a fine and a foreign use case, and of an idea that visitors do not see."""
    owner = make_organisation(slug="de-gemeente")
    late = make_use_case(domain=domain, phase=Phase.PILOT, size=Size.SMALL, owner_organisation_id=owner.id)
    fine = make_use_case(domain=domain, phase=Phase.PRODUCTION, size=Size.AMBITIOUS)
    foreign = make_use_case(phase=Phase.PILOT, size=Size.SMALL)
    idea = make_use_case(domain=domain, title="Ideegeheim")
    promise(late, "Eerste kaart", first=today() - timedelta(days=1))
    promise(late, "Tweede kaart", first=today(), reached=today())
    promise(late, "Derde kaart", first=today() + timedelta(days=40))
    promise(idea, "Mijlpaalgeheim", first=today())
    return {
        "late": follow(late, Status.RED, Status.GREEN, 120),
        "fine": follow(fine, drift=0),
        "foreign": follow(foreign, Status.AMBER, Status.AMBER, 20),
        "idea": follow(idea, Status.RED, Status.RED, 500),
    }


def codes(page):
    return [cell.text.split(" · ")[0] for cell in page.select("main table tbody th .sub")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_programme_says_why_it_is_empty_and_what_to_do(browser, domain, language):
    for path in ("/progress/", f"/domains/{domain.slug}/progress", "/progress/charts", "/progress/frontier"):
        page = browser.get(f"{path}?lang={language}")
        assert page.html["lang"] == language
    for path in ("/progress/", "/progress/use-cases", "/progress/milestones"):
        assert browser.get(path).select_one(".empty a")


def test_the_lead_begins_with_what_goes_wrong(browser, standing):
    lead = browser.get("/progress/").select_one(".lead").text
    assert lead.startswith("1 van de 3 use cases die wij volgen zijn vertraagd.")
    assert "Over 1 daarvan meldt de eigenaar nog ‘op schema’." in lead


def test_each_of_the_five_numbers_has_its_comparison_a_sentence_a_list_and_a_chart(browser, standing):
    figures = browser.get("/progress/").select("dl.headline > div")
    assert len(figures) == 5
    for figure in figures:
        assert len(figure.select("dd")) >= 3
        for link in figure.select("a"):
            browser.get(link["href"])
        assert any("/progress/" in link["href"] and "Grafiek" in link.text for link in figure.select("a"))
    words = [" ".join(figure.text.split()) for figure in figures]
    assert words[0].startswith("Lopende use cases 3")
    assert "Mediane verschuiving 20 dagen" in words[2]
    assert "67 %" in words[3]


def test_every_number_of_the_matrix_leads_to_as_many_use_cases(browser, standing):
    page = browser.get("/progress/")
    cells = page.select("table.matrix td a")
    assert len(cells) == 3
    for link in cells:
        count = int(link.find(string=True, recursive=True))
        assert len(codes(browser.get(link["href"]))) == count


def test_what_to_look_at_names_the_late_one_with_its_reason(browser, standing):
    rows = browser.get("/progress/").select("table.cards tbody tr")
    assert [row.select_one(".sub").text.split(" · ")[0] for row in rows] == [standing["late"]]
    assert "120 dagen later dan eerst beloofd" in rows[0].text


def test_a_domain_has_the_same_page_of_its_own(browser, standing, domain):
    page = browser.get(f"/domains/{domain.slug}/progress")
    assert "Voortgang van Water" in page.h1.text
    assert len(page.select("dl.headline > div")) == 5
    assert "1 van de 2" in page.select_one(".lead").text
    assert page.select_one(".tabs [aria-current]").text.strip() == "Voortgang"
    links = [link["href"] for link in page.select("dl.headline a")]
    assert links
    assert all(f"domain={domain.slug}" in link for link in links)


@pytest.mark.parametrize("period", ["quarter", "year", "12months"])
def test_the_period_is_chosen_in_the_address_and_stays_chosen(browser, standing, period):
    page = browser.get(f"/progress/?period={period}")
    assert page.select_one("#chart-period option[selected]")["value"] == period


def test_a_period_that_does_not_exist_is_refused(browser):
    browser.get("/progress/?period=eeuw", expect=422)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["late", "foreign", "fine"]),
        ("status=red", ["late"]),
        ("declared=green", ["late", "fine"]),
        ("drift=late", ["late", "foreign"]),
        ("drift_from=15&drift_to=90", ["foreign"]),
        ("size=ambitious", ["fine"]),
        ("owner=de-gemeente", ["late"]),
        ("phase=production", ["fine"]),
        ("report=week", ["late", "foreign", "fine"]),
        ("report=never", []),
        ("status=rood&drift_from=veel", ["late", "foreign", "fine"]),
    ],
)
def test_the_list_holds_what_a_figure_counts_the_latest_first(browser, standing, asked, found):
    wanted = [standing[name] for name in found]
    assert codes(browser.get(f"/progress/use-cases?{asked}")) == wanted
    data = browser.get(f"/progress/use-cases.json?{asked}").response.json
    assert [row["code"] for row in data["use_cases"]] == wanted
    text = browser.get(f"/progress/use-cases.csv?{asked}").response.get_data(as_text=True)
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + len(wanted)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", {"Eerste kaart", "Tweede kaart", "Derde kaart"}),
        ("state=missed", {"Eerste kaart"}),
        ("state=reached", {"Tweede kaart"}),
        ("state=promised&until=2001-01-01", set()),
        ("state=open", {"Eerste kaart", "Derde kaart"}),
        ("domain=bestaat-wel", set()),
    ],
)
def test_the_list_of_milestones_holds_what_a_figure_counts(browser, standing, make_domain, asked, titles):
    make_domain(slug="bestaat-wel")
    page = browser.get(f"/progress/milestones?{asked}")
    assert {row.select_one("th a").text for row in page.select("main table tbody tr")} == titles
    data = browser.get(f"/progress/milestones.json?{asked}").response.json
    assert {row["milestone"] for row in data["milestones"]} == titles


def test_what_is_not_published_is_in_no_number_and_no_list(browser, standing, make_person):
    addresses = ("/progress/", "/progress/use-cases", "/progress/milestones", "/progress/use-cases.csv")
    for address in (*addresses, "/progress/milestones.csv", "/progress/use-cases?phase=idea"):
        text = browser.get(address).response.get_data(as_text=True)
        assert standing["idea"] not in text
        assert "geheim" not in text
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    assert standing["idea"] in browser.get("/progress/use-cases?phase=idea").text


def test_a_measurement_that_is_overdue_counts_and_leads_to_its_use_case(browser, domain, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.SCALE_UP)
    benefit = Benefit(use_case_id=use_case.id, text="Minder wachten", indicator="dagen")
    db.session.add(benefit)
    db.session.flush()
    db.session.add(BenefitDue(benefit_id=benefit.id, due_on=today() - timedelta(days=1)))
    code = follow(use_case)
    figure = browser.get("/progress/").select("dl.headline > div")[4]
    assert "0 van 1" in " ".join(figure.text.split())
    assert codes(browser.get(figure.select_one("a")["href"])) == [code]


def test_the_gallery_has_every_chart_with_its_finding_and_a_link(browser, standing):
    page = browser.get("/progress/charts?size=small")
    links = {link["href"].split("?")[0].rpartition("/")[2]: link for link in page.select("ul.lines a")}
    assert set(links) == {*ordered()}
    for slug, link in links.items():
        assert link.find_next_sibling("span").text.strip()
        assert "size=small" in link["href"] or slug in ("action-points", "budget", "mix")


def test_a_chart_leads_to_the_one_before_and_after_with_the_same_filters(browser, standing):
    row = ordered()
    called = None
    for place, slug in enumerate(row):
        page = browser.get(f"/progress/{slug}?on=2026-06-01")
        assert called in (None, f"Volgende: {page.select_one('h1').text}")
        called = page.select_one("nav a[rel=next]").text if place + 1 < len(row) else None
        found = {link["rel"][0]: link["href"] for link in page.select("nav a[rel]") if link.get("rel")}
        assert found.get("prev", "").startswith(f"/progress/{row[place - 1]}?on=") is (place > 0)
        assert ("next" in found) is (place + 1 < len(row))


@pytest.mark.parametrize(
    "path",
    ["/progress/", "/progress/use-cases", "/progress/milestones", "/progress/charts", "/progress/frontier"],
)
def test_queries_of_the_programme_do_not_grow_with_rows(browser, count_queries, make_use_case, domain, path):
    def more(number):
        for place in range(number):
            use_case = make_use_case(domain=domain, phase=Phase.PILOT, size=Size.SMALL)
            promise(use_case, f"Kaart {place}", first=today())
            follow(use_case, Status.RED, Status.GREEN, 100)

    def count():
        with count_queries() as counter:
            browser.get(path)
        return len(counter)

    more(1)
    few = count()
    more(11)
    assert count() == few <= (90 if path == "/progress/charts" else 32)


def test_the_figures_follow_what_owners_report(browser, domain, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.PILOT)
    report_status(use_case, status=Status.RED, note="Vast", by=SYSTEM)
    add_milestone(
        use_case, kind=MilestoneKind.SOCIETAL_VALUE, title="Kaart", planned_on=today() + LATE, by=SYSTEM
    )
    refresh_statuses(today())
    db.session.commit()
    assert codes(browser.get("/progress/use-cases?declared=red")) == [use_case.code]
