"""The page of the programme and its charts: rights, filters, languages, data and the number of queries."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress import add_milestone, report_status
from portfolio.charts import CHARTS
from portfolio.models import Assessment, Contribution, PhaseChange, UseCase
from portfolio.rules.calibration import Result
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import ContributionLevel, Phase, Size

SCORED = {
    "size": Size.SMALL,
    "value_low": Decimal(64),
    "value_high": Decimal(64),
    "chance": 75,
    "planned_start": 2026 * 4,
    "planned_quarters": 6,
}


def publish(use_case: UseCase) -> UseCase:
    """Publish the scores of a use case."""
    db.session.add(
        Assessment(use_case_id=use_case.id, assessed_at=use_case.created_at, published_on=date(2026, 1, 1))
    )
    db.session.commit()
    return use_case


def data_of(browser, chart, **arguments):
    return json.loads(
        browser.get("portfolio.export_chart", chart=chart, form="json", **arguments).response.data
    )


def codes_of(browser, chart, **arguments):
    return {row["code"] for row in data_of(browser, chart, **arguments)["rows"]}


def go_on(*use_cases):
    """Report on use cases and give each a milestone that was promised."""
    for use_case in use_cases:
        report_status(use_case, status=Status.GREEN, note="", by=SYSTEM)
        add_milestone(
            use_case,
            kind=MilestoneKind.SOCIETAL_VALUE,
            title="Kaart",
            planned_on=today(),
            first_planned_on=today(),
            by=SYSTEM,
        )
    db.session.commit()


@pytest.fixture
def some(make_domain, make_use_case, make_system_function, make_agenda, make_action_point, make_outcome):
    """Return the codes of an open, a secret, an idea and a foreign use case, with an agenda beside them."""
    water, care = make_domain(name="Water", name_en="Water management"), make_domain(name="Zorg")
    function = make_system_function(code="FDS", name="Stelsel")
    known = {
        "open": publish(make_use_case(domain=water, phase=Phase.PILOT, contributions=[function], **SCORED)),
        "secret": make_use_case(domain=water, phase=Phase.SELECTED, **SCORED),
        "idea": make_use_case(domain=water, contributions=[function], **SCORED),
        "foreign": publish(
            make_use_case(domain=care, phase=Phase.PRODUCTION, **(SCORED | {"size": Size.AMBITIOUS}))
        ),
    }
    make_outcome(known["foreign"], Result.SUCCEEDED, chance=75)
    agenda = make_agenda()
    make_action_point(agenda, "0.1", result="Klaar.")
    make_action_point(agenda, "0.2")
    go_on(known["open"], known["foreign"])
    return {name: one.code for name, one in known.items()} | {"water": water, "care": care}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("chart", ["", *CHARTS])
def test_every_page_opens_with_and_without_content(browser, chart, language, request):
    path = f"/progress/{chart}?lang={language}"
    browser.get(path)
    request.getfixturevalue("some")
    page = browser.get(path)
    assert page.html["lang"] == language
    assert page.select_one(".say, .lead").text.strip()


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_has_a_figure_a_table_and_data(browser, some, chart):
    page = browser.get("portfolio.show_chart", chart=chart)
    for plot in page.select("[data-figure-url]"):
        figure = json.loads(browser.get(plot["data-figure-url"]).response.data)
        assert set(figure) == {"data", "layout"}
    assert page.select("main table tbody tr") or "Er is nog niets om te tonen." in page.text
    data = data_of(browser, chart)
    assert set(data["figure"]) == {"data", "layout"}
    assert data["sentence"] == page.select_one(".say").text
    assert all("illustrative" in row for row in data["rows"])
    answer = browser.get("portfolio.export_chart", chart=chart, form="csv").response
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0] == data["columns"]
    assert len(rows) == len(data["rows"]) + 1
    assert rows[0][-1] == "illustrative"


def test_a_visitor_sees_what_is_published_and_no_hidden_score(browser, some):
    assert codes_of(browser, "value-chance") == {some["open"], some["foreign"]}
    assert codes_of(browser, "roadmap") == {some["open"], some["secret"], some["foreign"]}
    text = browser.get("portfolio.show_chart", chart="value-chance").text
    assert some["secret"] not in text
    assert some["idea"] not in text


@pytest.mark.parametrize(
    ("role", "of", "seen"),
    [
        (None, None, {"open", "foreign"}),
        (Role.BOARD_MEMBER, "water", {"open", "foreign", "secret", "idea"}),
        (Role.SECRETARY, "care", {"open", "foreign"}),
        (Role.PROGRAMME_MANAGER, None, {"open", "foreign", "secret", "idea"}),
        (Role.ADMINISTRATOR, None, {"open", "foreign"}),
    ],
)
def test_hidden_scores_are_drawn_only_for_who_may_see_them(browser, make_person, some, role, of, seen):
    person = make_person(*([role] if role else []), domain=some[of] if of else None)
    browser.sign_in(person)
    assert codes_of(browser, "value-chance") == {some[name] for name in seen}


def test_an_idea_is_no_part_of_a_visitors_counts(browser, make_person, some):
    def builders():
        rows = data_of(browser, "coverage")["rows"]
        return next(row["delivers"] for row in rows if row["domain"] is None)

    assert builders() == [some["open"]]
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    assert builders() == [some["open"]]


def test_a_domain_and_a_size_narrow_and_stay_in_every_address(browser, some):
    slug = some["water"].slug
    assert codes_of(browser, "roadmap", domain=slug) == {some["open"], some["secret"]}
    assert codes_of(browser, "roadmap", size="ambitious") == {some["foreign"]}
    page = browser.get("portfolio.show_chart", chart="roadmap", domain=slug, size="small", on="2026-06-01")
    links = [link["href"] for link in page.select(".links a, [data-figure-url]") if link.get("href")]
    links += [plot["data-figure-url"] for plot in page.select("[data-figure-url]")]
    assert len(links) >= 3
    assert all(
        f"domain={slug}" in link and "size=small" in link and "on=2026-06-01" in link for link in links
    )
    assert page.select_one("#chart-on")["value"] == "2026-06-01"
    assert page.select_one("#chart-domain option[selected]")["value"] == slug


def test_a_reference_date_looks_back(browser, make_use_case):
    use_case = make_use_case(phase=Phase.PILOT, **SCORED)
    use_case_id, code = use_case.id, use_case.code
    db.session.add(PhaseChange(use_case_id=use_case_id, phase=Phase.PILOT, happened_on=date(2026, 3, 1)))
    first = db.session.scalars(select(PhaseChange).where(PhaseChange.use_case_id == use_case_id)).first()
    first.phase = Phase.CANDIDATE
    db.session.commit()
    phases = {
        day: [row["phase"] for row in data_of(browser, "roadmap", on=day)["rows"] if row["code"] == code]
        for day in ("2025-12-31", "2026-02-01", "2026-03-01")
    }
    assert phases == {"2025-12-31": [], "2026-02-01": ["candidate"], "2026-03-01": ["pilot"]}


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ("on=gisteren", "chart-on", "20-11-2026"),
        ("on=2026-02-30", "chart-on", "20-11-2026"),
        ("on=1999-12-31", "chart-on", "vanaf|van 2000"),
        ("on=2199-01-01", "chart-on", "vandaag"),
        ("domain=bestaat-niet", "chart-domain", "bestaat niet"),
        ("size=enorm", "chart-size", "klein of ambitieus"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(browser, make_domain, asked, field, words):
    make_domain()
    for path in ("/progress/", "/progress/value-chance"):
        page = browser.get(f"{path}?{asked}", expect=422)
        summary = page.select_one("[data-error-summary]")
        assert summary.select_one(f"a[href='#{field}']")
        assert any(word in summary.text for word in words.split("|"))
        assert page.title.text.startswith("Fout")
    assert browser.get(f"/progress/mix.json?{asked}", expect=422).response.json["status"] == 422
    browser.get(f"/progress/mix.csv?{asked}", expect=422)


def test_what_was_typed_is_still_there(browser):
    assert browser.get("/progress/?on=gisteren", expect=422).select_one("#chart-on")["value"] == "gisteren"


def test_a_day_may_be_written_as_people_do(browser):
    assert data_of(browser, "mix", on="01-06-2026")["reference_date"] == "2026-06-01"


def test_charts_and_pictures_that_are_not_there_are_not_found(browser):
    browser.get("/progress/taart", expect=404)
    browser.get("/progress/mix.json?figure=taart", expect=404)
    browser.get("/progress/mix.xml", expect=404)


def test_english_has_english_words_numbers_and_names(browser, some):
    page = browser.get("portfolio.show_chart", chart="budget", lang="en")
    assert "1,050" in page.select_one("tr.total").text
    assert "Water management" in browser.get("/progress/?lang=en").select_one("#chart-domain").text


def test_the_headline_counts_what_there_is(browser, some):
    text = " ".join(browser.get("/progress/").select_one(".headline").text.split())
    assert "Lopende use cases 2" in text
    assert "1 is gekozen en nog niet begonnen." in text


def test_a_title_that_looks_like_a_formula_is_harmless_in_a_spreadsheet(browser, make_use_case):
    publish(make_use_case(phase=Phase.PILOT, title="=HYPERLINK(1)", **SCORED))
    text = browser.get("portfolio.export_chart", chart="value-chance", form="csv").response.get_data(
        as_text=True
    )
    assert "'=HYPERLINK(1)" in text


def test_a_made_up_value_is_marked_on_the_page_and_in_the_data(browser, make_use_case):
    publish(make_use_case(phase=Phase.PILOT, illustrative=["scores", "planned"], **SCORED))
    page = browser.get("portfolio.show_chart", chart="value-chance")
    marked = [head.text for head in page.select("main thead th") if head.select(".degree")]
    assert len(marked) == 1
    assert marked[0].startswith("Waarde")
    assert data_of(browser, "value-chance")["rows"][0]["illustrative"] == ["value_low", "value_high"]
    assert data_of(browser, "roadmap")["rows"][0]["illustrative"] == ["start", "end", "quarters"]


@pytest.mark.parametrize("path", ["/progress/", *(f"/progress/{chart}" for chart in CHARTS)])
def test_queries_do_not_grow_with_rows(
    browser, count_queries, make_use_case, make_domain, make_system_function, path
):
    domain, function = make_domain(), make_system_function()

    def count():
        with count_queries() as counter:
            browser.get(path)
        return len(counter)

    publish(make_use_case(domain=domain, phase=Phase.PILOT, contributions=[function], **SCORED))
    few = count()
    for _number in range(12):
        publish(make_use_case(domain=domain, phase=Phase.PILOT, contributions=[function], **SCORED))
    assert count() == few <= 24


def test_who_works_with_a_made_up_level_is_marked_in_the_matrix(browser, make_use_case, make_system_function):
    function = make_system_function()
    use_case = make_use_case(phase=Phase.PILOT)
    db.session.add(
        Contribution(
            use_case_id=use_case.id,
            function_id=function.id,
            level=ContributionLevel.USES,
            illustrative=["level"],
        )
    )
    db.session.commit()
    page = browser.get("portfolio.show_chart", chart="coverage")
    assert page.select("main table .degree")
