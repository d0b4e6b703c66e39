"""The rules that hold for every chart: filters, date, list behind it, data, size of the picture, queries."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Organisation
from accounts.rules.terms import Layer
from core.database import db, today
from portfolio.charts import CHARTS, OF_CALCULATIONS, OF_USE_CASES, WITH_SIZE, WITHOUT_DATE
from portfolio.models import Assessment, Benefit, PhaseChange, Precondition
from portfolio.models.progress import BenefitMeasurement, ComputedStatus, Milestone, MilestonePlan
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import Phase, PreconditionKind, Size

MOST_POINTS = 12_000
PUBLISHED = date(2026, 1, 1)
SCORED = {
    "size": Size.SMALL,
    "value_low": Decimal(64),
    "value_high": Decimal(64),
    "chance": 75,
    "planned_start": today().year * 4,
    "planned_quarters": 6,
}


def fill(use_case):
    """Give a published use case something for every chart of use cases."""
    day = today()
    db.session.add_all(
        [
            Assessment(
                use_case_id=use_case.id, assessed_at=use_case.created_at, published_on=date(2026, 1, 1)
            ),
            ComputedStatus(
                use_case_id=use_case.id,
                on=day - timedelta(days=40),
                status=Status.RED,
                declared=Status.GREEN,
                drift=100,
                reported_on=day - timedelta(days=40),
            ),
            Precondition(use_case_id=use_case.id, kind=PreconditionKind.LEGAL, text="Een wet", is_hard=True),
            PhaseChange(use_case_id=use_case.id, phase=use_case.phase, happened_on=day - timedelta(days=99)),
        ]
    )
    benefit = Benefit(
        use_case_id=use_case.id, text="Sneller", indicator="dagen", baseline=Decimal(10), target=Decimal(2)
    )
    milestone = Milestone(
        use_case_id=use_case.id,
        kind=MilestoneKind.SOCIETAL_VALUE,
        title="Kaart",
        first_planned_on=day - timedelta(days=30),
        planned_on=day,
        reached_on=day,
    )
    db.session.add_all([benefit, milestone])
    db.session.flush()
    db.session.add_all(
        [
            BenefitMeasurement(benefit_id=benefit.id, on=day, value=Decimal(8)),
            MilestonePlan(milestone_id=milestone.id, on=day - timedelta(days=60), planned_on=day),
        ]
    )
    db.session.commit()
    return use_case.code


@pytest.fixture
def narrowed(make_domain, make_organisation, make_use_case, make_agenda, make_action_point):
    """Return the filters that leave one of two use cases, and both codes."""
    domain = make_domain(name="Water")
    owner = make_organisation(slug="het-waterschap")
    db.session.get(Organisation, owner.id).layer = Layer.WATER
    own = make_use_case(domain=domain, phase=Phase.PILOT, owner_organisation_id=owner.id, **SCORED)
    other = make_use_case(phase=Phase.PRODUCTION, **(SCORED | {"size": Size.AMBITIOUS}))
    make_action_point(make_agenda(), "0.1")
    return {
        "own": fill(own),
        "other": fill(other),
        "domain": domain.slug,
        "filters": [("domain", domain.slug), ("layer", "water"), ("owner", "het-waterschap")],
    }


def address(chart, filters, form=""):
    return f"/progress/{chart}{form}?" + "&".join(f"{name}={value}" for name, value in filters)


def own_filters(chart, narrowed):
    """Return the filters that a chart knows, with a day that is past."""
    on = [] if chart in WITHOUT_DATE else [("on", (today() - timedelta(days=2)).isoformat())]
    if chart in OF_CALCULATIONS:
        return [*narrowed["filters"][:1], *on]
    if chart not in OF_USE_CASES:
        return on
    return [*narrowed["filters"], *([("size", "small")] if chart in WITH_SIZE else []), *on]


@pytest.mark.parametrize("chart", CHARTS)
def test_filters_and_day_stay_in_every_address_of_the_chart(browser, narrowed, chart):
    filters = own_filters(chart, narrowed)
    page = browser.get(address(chart, filters))
    links = [plot["data-figure-url"] for plot in page.select("[data-figure-url]")]
    links += [link["href"] for link in page.select(".h-row .links a, nav a[rel]")]
    assert len(links) >= 4
    for link in links:
        for name, value in filters:
            assert f"{name}={value}" in link, link
    for name, value in filters:
        field = page.select_one(f"#chart-{name}")
        chosen = field.get("value") or field.select_one("option[selected]")["value"]
        assert chosen == value


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_has_a_sentence_a_table_or_why_not_data_and_a_list_behind_it(browser, narrowed, chart):
    filters = own_filters(chart, narrowed)
    page = browser.get(address(chart, filters))
    assert page.select_one(".say").text.strip()
    assert page.select("main table tbody tr") or "Er is nog niets om te tonen." in page.text
    data = browser.get(address(chart, filters, ".json")).response.json
    assert {"chart", "title", "reference_date", "sentence", "columns", "rows", "figure"} <= set(data)
    assert data["columns"][-1] == "illustrative"
    assert browser.get(address(chart, filters, ".csv")).response.mimetype == "text/csv"
    behind = [link for link in page.select("p.gap-t a") if link["href"].startswith("/")]
    assert behind
    for link in behind:
        browser.get(link["href"])


@pytest.mark.parametrize("chart", CHARTS)
def test_every_link_in_a_table_and_every_point_of_a_figure_leads_somewhere(browser, narrowed, chart):
    page = browser.get(address(chart, [] if chart not in OF_USE_CASES else narrowed["filters"][:1]))
    found = {link["href"] for link in page.select("main table a")}
    for plot in page.select("[data-figure-url]"):
        figure = json.loads(browser.get(plot["data-figure-url"]).response.data)
        assert sum(len(trace.get("x", trace.get("z", ()))) for trace in figure["data"]) <= MOST_POINTS
        for trace in figure["data"]:
            found |= {
                one for one in trace.get("customdata", ()) if isinstance(one, str) and one.startswith("/")
            }
    for link in sorted(found)[:12]:
        browser.get(re.sub(r"#.*", "", link))


@pytest.mark.parametrize("chart", [chart for chart in CHARTS if chart in OF_USE_CASES])
def test_each_filter_leaves_out_what_is_not_asked_for(browser, narrowed, chart):
    def told(filters):
        return json.dumps(browser.get(address(chart, filters, ".json")).response.json["rows"])

    whole = told([])
    for one in narrowed["filters"]:
        text = told([one])
        assert narrowed["other"] not in text, one
        assert narrowed["own"] in text or narrowed["own"] not in whole, one


@pytest.mark.parametrize(
    ("asked", "field"), [("layer=ruimte", "chart-layer"), ("owner=bestaat-niet", "chart-owner")]
)
def test_a_layer_or_owner_that_does_not_exist_is_refused_in_words(browser, asked, field):
    page = browser.get(f"/progress/drift?{asked}", expect=422)
    assert page.select_one(f"[data-error-summary] a[href='#{field}']")
    browser.get(f"/progress/drift.json?{asked}", expect=422)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_data_of_a_chart_costs_as_many_queries_at_one_as_at_many(
    browser, count_queries, make_use_case, make_domain, chart
):
    domain = make_domain()

    def count():
        with count_queries() as counter:
            browser.get(f"/progress/{chart}.json")
        return len(counter)

    fill(make_use_case(domain=domain, phase=Phase.PILOT, **SCORED))
    few = count()
    for _number in range(7):
        fill(make_use_case(domain=domain, phase=Phase.PILOT, **SCORED))
    assert count() == few <= 14
