"""Writing use cases: propose, edit, score, move and merge, each in one version with one revision."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM, AuditEvent
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions import use_cases as actions
from portfolio.models import Dependency, Revision, UseCase
from portfolio.queries.use_cases import EVERYTHING, find_merged_code, find_use_case
from portfolio.rules.terms import Phase, Size

TODAY = date(2026, 6, 1)


def reload(use_case: UseCase) -> UseCase:
    statement = select(UseCase).where(UseCase.id == use_case.id).options(*EVERYTHING)
    return db.session.scalars(statement, execution_options={"populate_existing": True}).unique().one()


def revisions(use_case: UseCase) -> list[Revision]:
    statement = select(Revision).where(Revision.use_case_id == use_case.id).order_by(Revision.number)
    return list(db.session.scalars(statement))


@pytest.fixture
def contributor(make_person):
    return make_person(Role.CONTRIBUTOR)


@pytest.fixture
def idea(make_domain, make_organisation, contributor):
    """An idea that a contributor proposed, with an owner and a partner."""
    values = {
        "title": "Een idee",
        "today": date(2026, 1, 1),
        "challenge": "Een opgave",
        "owner_organisation_id": make_organisation().id,
        "partners": [{"organisation_id": make_organisation().id, "role": "levert gegevens"}],
    }
    use_case = actions.propose_use_case(make_domain(), values, by=contributor)
    db.session.commit()
    return reload(use_case)


def complete(use_case: UseCase, function) -> None:
    """Fill in what a candidate and a selected one need."""
    actions.edit_use_case(
        use_case,
        {
            "intended_result": "Een resultaat",
            "practice": "De praktijk wil het",
            "effort_likely": Decimal(3),
            "has_no_preconditions": True,
            "has_no_risks": True,
            "contributions": [{"function_id": function.id, "level": "delivers", "deliverable": "Een bron"}],
        },
        by=SYSTEM,
    )
    db.session.commit()


def test_a_proposed_idea_gets_the_next_code_of_its_domain(idea, contributor):
    second = actions.propose_use_case(idea.domain, {"title": "Nog een"}, by=contributor)
    db.session.commit()

    assert idea.code == f"{idea.domain.code}-001"
    assert second.code == f"{idea.domain.code}-002"
    assert (idea.phase, idea.version, idea.published_on) == (Phase.IDEA, 1, None)
    assert idea.submitter_id == contributor.id
    assert [step.phase for step in idea.phase_changes] == [Phase.IDEA]
    assert [revision.version for revision in revisions(idea)] == [1]


def test_owner_and_partners_count_as_organisations(idea):
    assert idea.owner_organisation is not None
    assert idea.organisations == 2


def test_an_edit_keeps_what_it_does_not_name_and_is_one_version(idea, contributor):
    partner = idea.partners[0]
    changed = actions.edit_use_case(
        idea,
        {"title": "Beter", "effort_low": Decimal(1), "effort_likely": Decimal(2), "effort_high": Decimal(3)},
        by=contributor,
        version=1,
        note="Helderder",
    )
    db.session.commit()

    changed = reload(changed)
    assert (changed.title, changed.challenge, changed.version) == ("Beter", "Een opgave", 2)
    assert changed.partners == [partner]
    assert changed.size is Size.SMALL
    assert [(revision.version, revision.note) for revision in revisions(idea)] == [(1, ""), (2, "Helderder")]
    assert revisions(idea)[1].snapshot["open"]["title"] == "Beter"


def test_an_edit_of_a_stale_page_is_refused(idea, contributor):
    actions.edit_use_case(idea, {"title": "Eerste"}, by=contributor, version=1)
    db.session.commit()

    with pytest.raises(Conflict):
        actions.edit_use_case(reload(idea), {"title": "Tweede"}, by=contributor, version=1)


def test_an_edit_that_changes_nothing_makes_no_version(idea, contributor):
    actions.edit_use_case(idea, {"title": "Een idee"}, by=contributor, version=1)
    db.session.commit()

    assert reload(idea).version == 1
    assert len(revisions(idea)) == 1


def test_a_change_in_a_row_below_is_a_new_version(idea, contributor):
    organisation = idea.partners[0].organisation_id
    rows = [{"organisation_id": organisation, "role": "levert gegevens", "commitment": "yes"}]

    actions.edit_use_case(idea, {"partners": rows}, by=contributor, version=1)
    db.session.commit()

    assert reload(idea).version == 2
    assert revisions(idea)[1].snapshot["board"]["commitments"][0]["commitment"] == "yes"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        (
            {"effort_low": Decimal(5), "effort_likely": Decimal(2), "effort_high": Decimal(3)},
            "effort_likely",
        ),
        ({"effort_likely": Decimal(0)}, "effort_likely"),
        ({"planned_start": 8100}, "planned_quarters"),
        ({"size_override": Size.SMALL, "size_reason": " "}, "size_reason"),
        (
            {"contributions": [{"function_id": 1, "level": "delivers", "deliverable": ""}]},
            "contributions-0-deliverable",
        ),
        (
            {"adoptions": [{"kind": "municipality", "adopted": 5, "total": 4, "as_of": TODAY}]},
            "adoptions-0-adopted",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_with_the_field_that_it_is_about(idea, contributor, values, field):
    with pytest.raises(Invalid) as refused:
        actions.edit_use_case(idea, values, by=contributor)
    assert [found[0] for found in refused.value.findings] == [field]


def test_a_person_takes_a_mark_away_by_changing_the_value(idea, contributor):
    actions.edit_use_case(
        idea,
        {
            "cost_cents": 100,
            "effort_likely": Decimal(2),
            "illustrative": ["cost", "effort"],
            "risks": [
                {"text": "Een risico", "likelihood": "low", "impact": "high", "illustrative": ["impact"]}
            ],
        },
        by=SYSTEM,
    )
    db.session.commit()
    marked = reload(idea)
    assert marked.illustrative == ["cost", "effort"]
    risk = marked.risks[0]

    actions.edit_use_case(
        marked,
        {
            "cost_cents": 200,
            "risks": [{"id": risk.id, "text": "Een risico", "likelihood": "low", "impact": "low"}],
        },
        by=contributor,
    )
    db.session.commit()

    assert reload(idea).illustrative == ["effort"]
    assert reload(idea).risks[0].illustrative == []


def test_a_person_cannot_bring_marks_along(idea, contributor):
    actions.edit_use_case(idea, {"cost_cents": 5, "illustrative": ["cost"]}, by=contributor)
    db.session.commit()
    assert reload(idea).illustrative == []


def test_scores_give_an_interval_and_what_is_left_out_stays_unknown(idea, contributor, make_criteria):
    make_criteria(2)

    actions.score_use_case(
        idea, levels={"criterium-0": 3}, reasons={"criterium-0": "Merkbaar"}, chance=55, by=contributor
    )
    db.session.commit()

    scored = reload(idea)
    assert (scored.value_low, scored.value_high, scored.scored, scored.criteria) == (30, 80, 1, 2)
    assert [score.level for score in scored.assessment.scores] == [3, None]
    assert (scored.chance, scored.version) == (55, 2)
    assert scored.assessment.published_on is None
    assert "scores" not in revisions(idea)[1].snapshot["open"]


@pytest.mark.parametrize(
    ("levels", "chance", "field"),
    [({"criterium-0": 6}, 50, "level_criterium-0"), ({}, 101, "chance"), ({}, 52, "chance")],
)
def test_scores_outside_the_scale_are_refused(idea, contributor, make_criteria, levels, chance, field):
    make_criteria(1)
    with pytest.raises(Invalid) as refused:
        actions.score_use_case(idea, levels=levels, reasons={}, chance=chance, by=contributor)
    assert refused.value.field == field


def test_an_idea_that_is_not_complete_does_not_become_a_candidate(idea):
    with pytest.raises(actions.PhaseNotAllowed) as refused:
        actions.move_use_case(idea, to=Phase.CANDIDATE, on=TODAY, today=TODAY, by=SYSTEM)
    assert {finding.code for finding in refused.value.findings} >= {"missing_effort", "missing_practice"}
    assert idea.phase is Phase.IDEA


def test_a_use_case_is_public_with_its_scores_from_selected_on(
    idea, make_system_function, make_criteria, make_framework
):
    make_criteria(1)
    complete(idea, make_system_function())
    actions.score_use_case(reload(idea), levels={"criterium-0": 4}, reasons={}, chance=70, by=SYSTEM)
    actions.move_use_case(
        reload(idea), to=Phase.CANDIDATE, on=date(2026, 5, 1), today=date(2026, 12, 31), by=SYSTEM
    )
    db.session.commit()
    assert reload(idea).published_on is None
    make_framework(idea)

    actions.move_use_case(
        reload(idea),
        to=Phase.SELECTED,
        on=date(2026, 12, 1),
        today=date(2026, 12, 31),
        decision="Besluit 1",
        by=SYSTEM,
    )
    db.session.commit()

    chosen = reload(idea)
    assert chosen.published_on == chosen.assessment.published_on == date(2026, 12, 1)
    assert chosen.phase_changes[-1].decision == "Besluit 1"


def test_selected_asks_for_a_contribution_that_builds(idea, make_system_function):
    complete(idea, make_system_function())
    actions.edit_use_case(reload(idea), {"contributions": []}, by=SYSTEM)
    actions.move_use_case(reload(idea), to=Phase.CANDIDATE, on=TODAY, today=date(2099, 1, 1), by=SYSTEM)
    with pytest.raises(actions.PhaseNotAllowed) as refused:
        actions.move_use_case(
            reload(idea), to=Phase.SELECTED, on=TODAY, today=date(2099, 1, 1), decision="B", by=SYSTEM
        )
    assert "missing_contribution" in {finding.code for finding in refused.value.findings}


def test_a_step_of_a_stale_page_is_refused(idea):
    with pytest.raises(Conflict):
        actions.move_use_case(
            idea, to=Phase.STOPPED, on=TODAY, today=TODAY, reason="Nee", by=SYSTEM, version=9
        )


def test_a_merged_use_case_goes_on_under_the_other_and_takes_its_dependents_along(
    idea, contributor, make_system_function, make_organisation
):
    domain, function = idea.domain, make_system_function()
    target = actions.propose_use_case(domain, {"title": "Blijft"}, by=contributor)
    needs_both = actions.propose_use_case(domain, {"title": "Heeft ze nodig"}, by=contributor)
    needs_one = actions.propose_use_case(domain, {"title": "Heeft er een nodig"}, by=contributor)
    db.session.commit()
    complete(reload(idea), function)
    actions.edit_use_case(
        reload(needs_both),
        {"dependencies": [{"needs_id": idea.id}, {"needs_id": target.id}]},
        by=contributor,
    )
    actions.edit_use_case(reload(needs_one), {"dependencies": [{"needs_id": idea.id}]}, by=contributor)
    db.session.commit()

    actions.merge_use_cases(reload(idea), reload(target), by=contributor, reason="Hetzelfde")
    db.session.commit()

    assert find_use_case(idea.code, contributor) is None
    assert find_merged_code(idea.code, contributor) == target.code
    assert len(reload(target).partners) == 1
    assert reload(target).contributions[0].deliverable == "Een bron"
    needed = db.session.execute(select(Dependency.use_case_id, Dependency.needs_id)).all()
    assert sorted(map(tuple, needed)) == [(needs_both.id, target.id), (needs_one.id, target.id)]


@pytest.mark.parametrize("reason", ["", " "])
def test_a_merge_asks_for_a_reason(idea, contributor, reason):
    target = actions.propose_use_case(idea.domain, {"title": "Blijft"}, by=contributor)
    with pytest.raises(Invalid):
        actions.merge_use_cases(reload(idea), reload(target), by=contributor, reason=reason)


def test_a_use_case_does_not_merge_with_itself(idea, contributor):
    with pytest.raises(Invalid):
        actions.merge_use_cases(idea, idea, by=contributor, reason="Hetzelfde")


def test_every_write_leaves_an_event(idea, contributor):
    actions.edit_use_case(idea, {"title": "Beter"}, by=contributor)
    db.session.commit()
    verbs = select(AuditEvent.verb).where(AuditEvent.object_type == "use_case").order_by(AuditEvent.id)
    assert db.session.scalars(verbs).all() == ["use_case.proposed", "use_case.edited"]
