"""The figures of a report: counted right, of what everyone may read, in a number of queries that stays."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.actions.progress_filing import (
    ToldMilestone,
    ToldPlan,
    ToldProgress,
    compute_anew,
    file_progress,
)
from portfolio.charts.drift import median
from portfolio.charts.headline import Programme
from portfolio.charts.material import Material
from portfolio.charts.narrow import Narrow
from portfolio.charts.report_document import document_of, headline
from portfolio.models import Benefit, PhaseChange
from portfolio.models.progress import (
    BenefitDue,
    BenefitMeasurement,
    ComputedStatus,
    Milestone,
    MilestonePlan,
    PlanMove,
    StatusReport,
)
from portfolio.progress_words import begun_words
from portfolio.queries.programme_lists import codes_overdue
from portfolio.queries.progress_charts import count_drift
from portfolio.queries.report_facts import take_facts
from portfolio.rules.programme import Period as Span
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.reports import Period
from portfolio.rules.terms import Kind, Phase, Size
from tests.factories.decisions import make_decision, whole
from tests.factories.reports import make_report_draft

PERIOD = Period(date(2026, 1, 1), date(2026, 6, 30))
TODAY = date(2026, 7, 1)


def milestone(use_case, first, reached=None, **more):
    values = {"kind": MilestoneKind.SOCIETAL_VALUE, "title": "Kaart", "planned_on": first or PERIOD.last}
    row = Milestone(use_case_id=use_case.id, first_planned_on=first, reached_on=reached, **(values | more))
    db.session.add(row)
    return row


def stands(use_case, on, status=Status.GREEN, **more):
    values = {"declared": status, "until": None, "drift": None, "reported_on": on}
    db.session.add(ComputedStatus(use_case_id=use_case.id, on=on, status=status, **(values | more)))


def steps(use_case, *taken):
    """Let a use case have taken just these steps: (phase, day)."""
    db.session.execute(delete(PhaseChange).where(PhaseChange.use_case_id == use_case.id))
    for phase, on in taken:
        db.session.add(PhaseChange(use_case_id=use_case.id, phase=phase, happened_on=on, reason="Zo"))


@pytest.fixture
def told(make_domain, make_use_case):
    """A domain in which every figure is another one, and a second that is empty."""
    domain = make_domain(slug="zorg", code="ZOR", name="Zorg")
    make_domain(slug="leeg", code="LEE", name="Leeg")
    running = make_use_case(domain=domain, phase=Phase.PILOT, size=Size.SMALL, title="Loopt")
    steps(running, (Phase.PILOT, date(2025, 1, 1)))
    begun = make_use_case(domain=domain, phase=Phase.PREPARATION, size=Size.AMBITIOUS, title="Begon")
    steps(begun, (Phase.PREPARATION, date(2026, 2, 1)))
    ended = make_use_case(domain=domain, phase=Phase.FINISHED, size=Size.SMALL, title="Klaar")
    steps(ended, (Phase.PRODUCTION, date(2025, 1, 1)), (Phase.FINISHED, date(2026, 3, 1)))
    milestone(running, date(2026, 2, 1), date(2026, 3, 1))
    milestone(running, date(2026, 5, 1))
    milestone(running, date(2025, 5, 1), date(2026, 1, 5))
    milestone(running, None, date(2026, 2, 2))  # never promised: counts nowhere
    moved = milestone(begun, date(2026, 8, 1))
    db.session.flush()
    db.session.add(
        MilestonePlan(milestone_id=moved.id, on=date(2026, 4, 1), planned_on=TODAY, reason=ReplanReason.LEGAL)
    )
    stands(running, date(2025, 12, 1), until=date(2026, 3, 31), drift=0)
    stands(running, date(2026, 4, 1), Status.RED, declared=Status.GREEN, drift=90)
    stands(begun, date(2026, 2, 1), Status.AMBER, declared=Status.NOT_REPORTED, reported_on=None, drift=10)
    stands(ended, date(2025, 1, 1), drift=-5)
    due = Benefit(use_case_id=running.id, text="Te meten")
    measured = Benefit(use_case_id=running.id, text="Gemeten", baseline=0, target=10)
    db.session.add_all([due, measured])
    db.session.flush()
    db.session.add_all(
        [
            BenefitDue(benefit_id=due.id, due_on=date(2026, 6, 1)),
            BenefitDue(benefit_id=measured.id, due_on=date(2026, 12, 1)),
            BenefitMeasurement(benefit_id=measured.id, on=date(2026, 5, 1), value=4),
            BenefitMeasurement(benefit_id=measured.id, on=date(2026, 7, 1), value=9),
        ]
    )
    db.session.commit()
    return domain, running


def test_a_domain_is_marked_or_not_however_much_of_it_is_made_up(make_use_case):
    made = make_use_case(phase=Phase.PILOT)
    plans = [ToldPlan(PERIOD.first, PERIOD.last)]
    told = ToldProgress([(PERIOD.last, Status.GREEN, "")], [ToldMilestone("Kaart", "", None, plans, None)])
    file_progress(made, told, by=SYSTEM)
    compute_anew([PERIOD.last])
    facts = take_facts(PERIOD, [made.domain_id], TODAY)
    assert [row["is_illustrative"] for row in (*facts["domains"], facts["total"])] == [True, True]
    assert type(facts["domains"][0]["is_illustrative"]) is bool


def test_every_figure_counts_what_it_says(told):
    facts = take_facts(PERIOD, [told[0].id], TODAY)

    total = facts["total"]
    assert facts["domains"][0] | {"name": "", "name_en": "", "slug": ""} == {
        **total,
        **{"name": "", "name_en": "", "slug": ""},
    }
    assert {name: value for name, value in total.items() if value} == {
        **{"running": 2, "running_before": 2, "finished": 1, "small": 1, "sized": 2},
        **{"promised": 2, "kept": 1, "reached": 2, "promised_ever": 3, "reached_ever": 2},
        **{"drift_median": 10, "drift_low": -5, "drift_high": 90, "drift_count": 3, "late": 1},
        **{"measured": 1, "due": 2, "followed": 2, "silent": 2, "amber": 1, "red": 1, "said_green": 1},
        **{"red_said_green": 1, "worse_than_said": 2},
    }


@pytest.mark.parametrize("of_all", [True, False], ids=["all domains", "one domain"])
def test_each_figure_is_equal_on_the_dashboard_of_the_same_period_and_domains(
    told, make_use_case, make_domain, in_dutch, of_all
):
    domain, running = told
    initiative = make_use_case(domain=domain, phase=Phase.PILOT, kind=Kind.INITIATIVE)
    steps(initiative, (Phase.PILOT, date(2025, 1, 1)))
    milestone(initiative, date(2026, 2, 1), date(2026, 2, 1))
    stands(initiative, date(2026, 2, 1), Status.RED, declared=Status.GREEN, drift=500)
    foreign = make_use_case(domain=make_domain(slug="ver", code="VER"), phase=Phase.PILOT, size=Size.SMALL)
    steps(foreign, (Phase.PILOT, date(2025, 1, 1)))
    milestone(foreign, date(2026, 3, 1))
    late, both = (Benefit(use_case_id=initiative.id, text=text) for text in ("Te laat", "Gemeten en weer"))
    db.session.add_all([late, both])
    db.session.flush()
    for one in (late, both):
        db.session.add(BenefitDue(benefit_id=one.id, due_on=PERIOD.last))
    db.session.add(BenefitMeasurement(benefit_id=both.id, on=PERIOD.first, value=4))
    for use_case in (running, foreign, initiative):
        use_case.planned_start, use_case.planned_quarters = Quarter.of(PERIOD.last).index, 1
    db.session.commit()
    draft = whole(draft_roadmap(domain, subject="Routekaart", text="Vastgesteld", by=SYSTEM))
    draft.reasons, draft.decided_on = "Zo", PERIOD.first
    publish_decision(draft, by=SYSTEM, today=TODAY, version=draft.version)
    db.session.commit()

    total = take_facts(PERIOD, [] if of_all else [domain.id], TODAY)["total"]
    narrow = Narrow(on=PERIOD.last, today=TODAY, domain=None if of_all else domain)
    shown = Programme(Material(None, narrow), Span.YEAR)

    summary, drift = shown.summary, shown.drift
    assert {name: total[name] for name in ("followed", "red", "red_said_green", "silent")} == {
        **{"followed": summary.total, "red": summary.red, "red_said_green": summary.red_said_green},
        **{"silent": summary.silent},
    }
    assert total["worse_than_said"] == summary.worse
    assert (total["drift_count"], total["late"]) == (drift.promised, drift.late)
    assert total["drift_median"] == drift.median == median(count_drift(shown.asked))
    assert (total["measured"], total["due"], len(codes_overdue(shown.asked))) == (1, 4, 2)
    numbers = [f"{one.number} {one.unit}".strip().removesuffix(" dagen") for one in shown.figures()]
    said = [(one.number or "").removeprefix("+").removesuffix(" dagen") for one in headline({"total": total})]
    assert numbers == said
    assert shown.figures()[0].comparison == begun_words(total["promised_begun"], total["running_promised"])
    assert total["running_promised"] == 1


def test_the_lists_name_what_moved_and_what_is_missing(told):
    facts = take_facts(PERIOD, [], TODAY)

    assert [(row["title"], row["phase"]) for row in facts["phases"]["rows"]] == [
        ("Begon", "preparation"),
        ("Klaar", "finished"),
    ]
    assert [row["title"] for row in facts["silent"]["rows"]] == ["Begon", "Loopt"]
    assert [row["text"] for row in facts["unmeasured"]["rows"]] == ["Te meten"]
    assert [(row["text"], row["value"], row["ratio"]) for row in facts["benefits"]["rows"]] == [
        ("Gemeten", "4", "0.4")
    ]
    assert facts["reasons"] == {"legal": 1}
    assert [(row["title"], row["before"], row["status"]) for row in facts["statuses"]["rows"]] == [
        ("Loopt", "green", "red")
    ]


def test_the_course_of_status_forgets_what_ended_from_that_day_on(told):
    course = {row["on"]: row for row in take_facts(PERIOD, [], TODAY)["course"]["status"]}

    assert [course[day]["followed"] for day in ("2025-12-31", "2026-02-28", "2026-03-31")] == [2, 3, 2]
    assert [course[day]["computed"] for day in ("2026-02-28", "2026-03-31", "2026-04-30")] == [2, 1, 0]
    assert course["2026-06-30"] == {"on": "2026-06-30", "followed": 2, "said": 1, "computed": 0}


def test_what_is_not_published_is_in_no_figure_and_no_list(told, make_use_case):
    domain, _running = told
    before = take_facts(PERIOD, [], TODAY)
    for title in ("Kandidaatgeheim", "Schetsgeheim"):
        hidden = make_use_case(
            domain=domain, phase=Phase.CANDIDATE, title=title, is_draft=title.startswith("S"), size=Size.SMALL
        )
        steps(hidden, (Phase.CANDIDATE, date(2026, 3, 1)))
        milestone(hidden, date(2026, 3, 1), date(2026, 3, 1))
        stands(hidden, date(2026, 3, 1), drift=400)
        db.session.add(StatusReport(use_case_id=hidden.id, on=TODAY, status=Status.RED, note=title))
    make_use_case(domain=domain, phase=Phase.PILOT, kind=Kind.INITIATIVE, title="Initiatief")
    db.session.commit()

    after = take_facts(PERIOD, [], TODAY)

    assert json.dumps(after) == json.dumps(before)


def test_a_decision_of_another_domain_stays_out(told, make_domain):
    other = make_domain(slug="ander", code="AND")
    make_decision(told[0], subject="Van ons", decided_on=date(2026, 3, 1))
    make_decision(other, subject="Van hen", decided_on=date(2026, 3, 1))
    make_decision(other, subject="Later", decided_on=TODAY)

    def subjects(ids):
        return [row["title"] for row in take_facts(PERIOD, ids, TODAY)["decisions"]["rows"]]

    assert subjects([told[0].id]) == ["Van ons"]
    assert subjects([]) == ["Van ons", "Van hen"]


def test_more_rows_cost_no_more_queries(told, make_use_case, count_queries):
    with count_queries() as few:
        take_facts(PERIOD, [], TODAY)
    for place in range(6):
        one = make_use_case(domain=told[0], phase=Phase.PILOT, title=f"Nog {place}")
        milestone(one, date(2026, 2, 1) + timedelta(days=place))
        stands(one, date(2026, 2, 1), Status.RED, drift=place)
    db.session.commit()

    with count_queries() as many:
        take_facts(PERIOD, [], TODAY)

    assert len(many) == len(few) <= 30


def test_a_report_without_anything_says_so_in_every_section(database, in_dutch, make_domain):
    make_domain()
    document = document_of(make_report_draft(by=SYSTEM))

    parts = [part for section in document.sections for part in section.parts]
    silent = [part.title for part in parts if not (part.drawing or part.grid.rows or part.grid.empty)]
    assert silent == []


def test_a_move_just_after_midnight_is_of_the_new_day(make_use_case):
    """On the last night of March it is two hours later here than in UTC."""
    use_case = make_use_case(phase=Phase.PILOT)
    db.session.add(
        PlanMove(
            use_case_id=use_case.id,
            at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
            to_start=8110,
            to_quarters=2,
            reason=ReplanReason.LEGAL,
            by_label="",
        )
    )
    db.session.commit()
    spring = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert [row["on"] for row in take_facts(spring, [], TODAY)["replans"]["rows"]] == ["2026-04-01"]
    assert not take_facts(Period(date(2026, 1, 1), date(2026, 3, 31)), [], TODAY)["replans"]["rows"]
