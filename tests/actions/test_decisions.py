"""Draft, publish and follow decisions: whole or not at all."""

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import SYSTEM, AuditEvent
from core.database import db
from core.errors import Conflict, Invalid, Refusal
from portfolio.actions.decisions import Parts, draft_decision, edit_draft
from portfolio.actions.decisions_people import pseudonymise_person
from portfolio.actions.decisions_publish import check_items, publish_decision
from portfolio.actions.decisions_revisit import remind_revisits, settle_revisit
from portfolio.actions.decisions_roadmap import draft_roadmap, has_moved, retake_roadmap
from portfolio.models import Decision, Dependency, UseCase
from portfolio.queries.use_cases import find_use_case as get_use_case
from portfolio.rules.decisions import DecisionState, Outcome
from portfolio.rules.terms import Phase
from tests.factories import make_criteria
from tests.factories.decisions import DAY, make_decision, make_draft, whole
from tests.factories.framework import make_framework


def test_a_draft_keeps_items_overrides_and_the_day_to_look_again(make_domain, make_person, make_use_case):
    domain = make_domain()
    use_case = make_use_case(domain=domain, phase=Phase.CANDIDATE)
    other = make_use_case(domain=domain, phase=Phase.CANDIDATE)

    draft = draft_decision(
        domain=domain,
        kind="proposal",
        subject="Voorstel",
        by=make_person(),
        decision="Wij kiezen.",
        items=[(use_case, "selected", "Veel waarde"), {"use_case": other.code, "outcome": "parked"}],
        overrides=[(use_case.code, "in", "12.5", "Het bord wil dit")],
        scenario_id=None,
        revisit_on=date(2027, 1, 1),
    )
    db.session.flush()

    assert draft.state is DecisionState.DRAFT
    assert draft.number is None
    assert [(item.title, item.outcome) for item in draft.items] == [
        (use_case.title, Outcome.SELECTED),
        (other.title, Outcome.PARKED),
    ]
    assert [(one.direction, str(one.price)) for one in draft.overrides] == [("in", "12.5")]
    assert [one.due_on for one in draft.revisits] == [date(2027, 1, 1)]
    assert db.session.get(Decision, draft.id) is draft


def test_a_use_case_of_another_board_is_refused(make_domain, make_person, make_use_case):
    with pytest.raises(Invalid, match="not_of_this_domain"):
        draft_decision(
            domain=make_domain(),
            kind="selection",
            subject="Keuze",
            by=make_person(),
            items=[(make_use_case(), "selected", "")],
        )


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def ready(domain, make_use_case, make_organisation, make_system_function):
    """A candidate that lacks nothing, with a verdict."""

    def make(**values):
        known = {"practice": "Ja", "has_no_preconditions": True, "has_no_risks": True}
        known |= {"phase": Phase.CANDIDATE, "owner_organisation_id": make_organisation().id}
        use_case = make_use_case(domain=domain, contributions=[make_system_function()], **(known | values))
        return make_framework(use_case)

    return make


def test_publishing_numbers_moves_and_makes_public(domain, ready, make_use_case):
    chosen, parked = ready(), make_use_case(domain=domain, phase=Phase.CANDIDATE)
    db.session.add(Dependency(use_case_id=parked.id, needs_id=chosen.id))
    draft = make_draft(
        domain,
        kind="selection",
        items=[(chosen.code, "selected", "Veel waarde"), (parked.code, "rejected", "Nog geen eigenaar")],
    )

    publish_decision(draft, by=SYSTEM, today=DAY, version=draft.version)
    db.session.commit()

    decision = whole(draft)
    assert decision.number == f"{domain.code}-2026-001"
    found = {item.use_case.code: item.use_case for item in decision.items}
    assert found[chosen.code].phase is Phase.SELECTED
    assert found[parked.code].phase is Phase.PARKED
    assert {one.published_on for one in found.values()} == {DAY}
    step = get_use_case(parked.code, None).phase_changes[-1]
    assert (step.decision, step.reason) == (decision.number, "Nog geen eigenaar")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "decision.published")).one()
    assert event.object_label == decision.label


def test_what_is_not_ready_is_refused_whole(domain, ready, make_use_case):
    fine, bare = ready(), make_use_case(domain=domain, phase=Phase.CANDIDATE)
    draft = make_draft(
        domain, kind="selection", items=[(fine.code, "selected", "Goed"), (bare.code, "selected", "Goed")]
    )

    with pytest.raises(Invalid) as refusal:
        publish_decision(draft, by=SYSTEM, today=DAY, version=draft.version)
    db.session.rollback()

    [(field, code, params)] = refusal.value.findings
    assert (field, code, params["item"]) == ("items", "item_not_ready", bare.code)
    assert {"missing_owner", "missing_contribution"} <= {one.code for one in params["findings"]}
    assert whole(draft).number is None
    assert get_use_case(fine.code, None) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"reasons": " "}, "missing_reasons"),
        ({"decision": ""}, "missing_decision_text"),
        ({"decided_on": None}, "missing_decided_on"),
        ({"decided_on": date(2026, 3, 2)}, "date_in_future"),
        ({"kind": "selection"}, "missing_items"),
        ({"kind": "roadmap"}, "missing_roadmap_rows"),
        ({"overrides": [("A-1", "in", 2, "")]}, "override_without_reason"),
        ({"supersedes_id": 0}, "supersedes_unknown"),
    ],
)
def test_a_decision_without_its_parts_is_not_published(domain, values, code):
    if "supersedes_id" in values:
        values = {"supersedes_id": make_draft(domain).id}
    draft = make_draft(domain, **values)

    with pytest.raises(Invalid) as refusal:
        publish_decision(draft, by=SYSTEM, today=DAY, version=draft.version)

    assert code in [found[1] for found in refusal.value.findings]


def test_only_what_was_chosen_goes_on(domain, make_use_case):
    for phase, blocked in ((Phase.CANDIDATE, ["nothing_to_continue"]), (Phase.PILOT, [])):
        use_case = make_use_case(domain=domain, phase=phase)
        draft = make_draft(domain, kind="selection", items=[(use_case.code, "continued", "Gaat door")])

        [check] = check_items(draft, DAY)

        assert [one.code for one in check.blocking] == blocked
        assert check.to is None


def test_a_decision_is_followed_once_and_not_edited(domain):
    first = make_decision(domain)
    second = make_decision(domain, supersedes_id=first.id)
    third = make_draft(domain, supersedes_id=first.id)

    with pytest.raises(Invalid, match="superseded_twice"):
        publish_decision(third, by=SYSTEM, today=DAY, version=third.version)
    with pytest.raises(Refusal, match="decision_is_published"):
        edit_draft(second, {"subject": "Anders"}, Parts(), by=SYSTEM, version=second.version)
    with pytest.raises(Conflict):
        edit_draft(third, {"subject": "Anders"}, Parts(), by=SYSTEM, version=third.version - 1)


def test_an_edit_replaces_the_rows_and_keeps_what_stays(domain, make_use_case):
    first, second = make_use_case(domain=domain), make_use_case(domain=domain)
    draft = make_draft(domain, items=[(first.code, "parked", "a"), (second.code, "parked", "b")])
    kept = draft.items[1].id

    parts = Parts(items=[(second.code, "stopped", "c")], dissents=[("zetel wetenschap", "Oneens")])
    edit_draft(draft, {"conditions": "Eerst een DPIA"}, parts, by=SYSTEM, version=draft.version)
    db.session.commit()

    draft = whole(draft)
    assert [(item.id, item.reason) for item in draft.items] == [(kept, "c")]
    assert [(one.part, one.seat) for one in draft.people] == [("dissent", "zetel wetenschap")]
    assert draft.version == 2


def test_it_is_time_once_and_the_board_settles_it(domain, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.CANDIDATE)
    decision = make_decision(
        domain,
        revisits=[
            {"kind": "date", "due_on": date(2026, 6, 1), "text": "Halfjaar"},
            {"kind": "phase_left", "use_case": use_case.code, "phase": "candidate"},
            {"kind": "model_changed"},
        ],
    )

    assert remind_revisits(date(2026, 5, 31)) == []
    assert [one.text for one in remind_revisits(date(2026, 6, 1))] == ["Halfjaar"]
    assert remind_revisits(date(2026, 6, 2)) == []
    moved = db.session.get_one(UseCase, use_case.id)
    moved.phase = Phase.PARKED
    db.session.commit()
    assert [one.kind for one in remind_revisits(date(2026, 6, 3))] == ["phase_left"]
    make_criteria(2)
    db.session.commit()

    due = whole(decision).revisits[0]
    settle_revisit(due, note="Blijft zo", on=date(2026, 6, 4), by=SYSTEM)
    db.session.commit()
    with pytest.raises(Refusal, match="revisit_is_settled"):
        settle_revisit(due, note="Nog eens", on=date(2026, 6, 4), by=SYSTEM)


def test_what_a_next_decision_followed_up_no_longer_waits(domain):
    first = make_decision(domain, revisits=[{"kind": "date", "due_on": date(2026, 6, 1)}])
    make_decision(domain, supersedes_id=first.id)

    assert remind_revisits(date(2027, 1, 1)) == []


def test_an_agreement_says_what_it_waits_for(domain):
    with pytest.raises(Invalid) as refusal:
        make_draft(domain, revisits=[{"kind": "date"}, {"kind": "precondition_met"}])

    assert [found[:2] for found in refusal.value.findings] == [
        ("revisits-0-due_on", "revisit_needs_due_on"),
        ("revisits-1-use_case", "revisit_needs_use_case"),
        ("revisits-1-precondition", "revisit_needs_precondition"),
    ]


def test_a_leaver_becomes_one_pseudonym_and_the_text_stays(domain, make_person):
    person, other = make_person(), make_person()
    dissent = {"seat": "zetel gemeenten", "text": "Te vroeg", "person_id": person.id}
    decisions = [make_decision(domain, by=person, dissents=[dissent]) for _ in range(2)]

    assert pseudonymise_person(person, by=SYSTEM) == 4
    assert pseudonymise_person(other, by=SYSTEM) == 0
    db.session.commit()

    for decision in decisions:
        found = whole(decision)
        assert {(one.person_id, one.pseudonym) for one in found.people} == {(None, "oud-lid 1")}
        assert [one.seat for one in found.dissents] == ["zetel gemeenten"]


def test_an_adopted_roadmap_holds_the_quarters_of_its_day(domain, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.PILOT, planned_start=8104, planned_quarters=3)
    make_use_case(domain=domain, phase=Phase.CANDIDATE, planned_start=8104, planned_quarters=1)
    draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld", by=SYSTEM)
    db.session.commit()
    draft = whole(draft)
    assert not has_moved(draft)

    db.session.get_one(UseCase, use_case.id).planned_start = 8105
    db.session.commit()
    assert has_moved(whole(draft))
    draft = whole(draft)
    retake_roadmap(draft, by=SYSTEM, version=draft.version)
    db.session.commit()

    assert [(row.use_case.code, row.start, row.quarters) for row in whole(draft).adoption.rows] == [
        (use_case.code, 8105, 3)
    ]
