"""Versions of a roadmap: listed, compared in sentences, and a first promise that no later plan hides."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from core.errors import Refusal
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.actions.progress import move_plan, undo_move
from portfolio.actions.schedules import accept_moves
from portfolio.actions.use_cases import edit_use_case
from portfolio.models import UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.plan_moves import list_promises, standing_ids
from portfolio.queries.schedules import load_roadmap
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.schedule import make_question
from portfolio.rules.selection.scheduling import Aim, schedule
from portfolio.rules.terms import Phase, Size

NOW = Quarter.of(today())


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def plan(make_use_case, domain, secretary):
    """Plan a chosen use case and return it as the actions want it."""

    def make(title, start=1, quarters=2):
        made = make_use_case(
            domain=domain,
            title=title,
            phase=Phase.PREPARATION,
            planned_start=NOW.index + start,
            planned_quarters=quarters,
        )
        return get_use_case(made.code, secretary)

    return make


@pytest.fixture
def adopt(domain, secretary):
    """Let the board adopt the roadmap as it is now."""

    def make():
        draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld.", by=secretary)
        draft.decided_on, draft.reasons = today(), "Zo kan het."
        publish_decision(draft, by=secretary, today=today(), version=None)
        db.session.commit()

    return make


def test_versions_are_compared_item_by_item_with_the_reasons(browser, domain, secretary, plan, adopt):
    def replan(use_case, start, quarters, reason):
        fresh = get_use_case(use_case.code, secretary)
        move_plan(fresh, start=NOW.index + start, quarters=quarters, reason=reason, by=SYSTEM)
        db.session.commit()

    moved, stays, stretched = plan("Schuift"), plan("Blijft"), plan("Rekt")
    adopt()
    replan(moved, 3, 2, ReplanReason.LEGAL)
    replan(stretched, 1, 3, ReplanReason.MONEY)
    plan("Komt erbij", start=4)
    adopt()
    replan(moved, 2, 2, ReplanReason.PARTNER)

    page = browser.get(f"/domains/{domain.slug}/roadmap/versions")
    assert len(page.select("main section:first-of-type tbody tr")) == 2
    seen = words(browser.get(f"/domains/{domain.slug}/roadmap/compare?a=1&b=2"))
    assert "1 nieuw" in seen
    assert "Begint 2 kwartalen later" in seen
    assert "(juridisch)" in seen
    assert "een partner" not in seen
    assert "Duurt 1 kwartaal langer; eindigt 1 kwartaal later" in seen
    assert "Ongewijzigd." in seen
    latest = words(browser.get(f"/domains/{domain.slug}/roadmap/compare"))
    assert "(juridisch, een partner)" in latest
    assert stays.title in latest


def test_a_size_that_changed_is_told_and_one_that_was_not_kept_is_no_change(browser, domain, plan, adopt):
    grown, unknown = plan("Groeit"), plan("Onbekend")
    db.session.execute(update(UseCase).where(UseCase.id == grown.id).values(size=Size.SMALL))
    adopt()
    db.session.execute(update(UseCase).values(size=Size.AMBITIOUS))
    assert not unknown.is_draft
    db.session.commit()
    seen = words(browser.get(f"/domains/{domain.slug}/roadmap/compare"))
    assert seen.count("Is nu ambitieus") == 1


@pytest.mark.parametrize("asked", ["a=9", "b=x", "a=0&b=now", "a=1&b=-1"])
def test_a_version_that_is_not_there_is_not_found(asked, browser, domain, plan, adopt):
    browser.get(f"/domains/{domain.slug}/roadmap/compare", expect=404)
    plan("Een")
    adopt()
    browser.get(f"/domains/{domain.slug}/roadmap/compare?{asked}", expect=404)


def accept(domain, by):
    """Take all of a scheduling proposal over, with what was promised in it."""
    question = make_question(load_roadmap(domain.id, today()), Aim.VALUE, NOW, may_move_promised=True)
    found = schedule(question.candidates, question.terms, question.aim)
    lengths = {one.code: one.duration for one in question.candidates}
    moves = {code: (start, lengths[code]) for code, start in found.starts.items()}
    accept_moves(domain, moves, by=by, reason=ReplanReason.PARTNER, note="")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-6, 6), st.integers(1, 6)),
        st.tuples(st.sampled_from(["undo", "adopt", "edit", "unplan", "accept"]), st.just(0), st.just(1)),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_plans_proposals_and_adoptions_changes_the_first_promise_or_hides_the_drift(
    steps, browser, domain, secretary, plan, adopt
):
    use_case = plan("Beloofd")
    adopt()
    first = list_promises(domain.id)[use_case.code]
    for kind, start, quarters in steps:
        use_case = get_use_case(use_case.code, secretary)
        try:
            if kind == "move":
                move_plan(
                    use_case,
                    start=NOW.index + start,
                    quarters=quarters,
                    by=secretary,
                    reason=ReplanReason.CAPACITY,
                )
            elif kind == "undo":
                last = standing_ids(use_case.id)[:1]
                for id_ in last:
                    undo_move(db.session.get_one(PlanMove, id_), use_case, by=secretary)
            elif kind == "adopt":
                adopt()
            elif kind == "accept":
                accept(domain, secretary)
            elif kind == "edit":
                edit_use_case(use_case, {"planned_start": NOW.index + 9}, by=secretary)
            else:
                move_plan(use_case, start=None, quarters=None, by=secretary, reason=ReplanReason.OTHER)
            db.session.commit()
        except Refusal:
            db.session.rollback()
    use_case = get_use_case(use_case.code, secretary)
    kept = list_promises(domain.id)[use_case.code]
    assert (kept.start, kept.quarters, kept.number) == (first.start, first.quarters, first.number)
    slip = (use_case.planned_start + use_case.planned_quarters) - (first.start + first.quarters)
    has_moved = (use_case.planned_start, use_case.planned_quarters) != (first.start, first.quarters)
    assert not has_moved or kept.replans
    row = next(
        row
        for row in browser.get(f"/domains/{domain.slug}/roadmap?from={NOW + -6}").select(".rm tbody tr")
        if use_case.code in row.text
    )
    assert row.select("rect.ghost")
    expected = f"{abs(slip)} kwarta" if slip else ""
    assert expected in row.text
    assert "eerst beloofd: " in row.text


def test_the_log_of_plans_cannot_be_emptied(plan, adopt, secretary):
    use_case = plan("Beloofd")
    adopt()
    use_case = get_use_case(use_case.code, secretary)
    move_plan(use_case, start=NOW.index + 3, quarters=2, by=SYSTEM, reason=ReplanReason.MONEY)
    db.session.commit()
    with pytest.raises(Exception, match="plan"):
        db.session.execute(delete(PlanMove))
    db.session.rollback()
