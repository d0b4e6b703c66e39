"""Draft, publish and follow decisions: whole or not at all."""

from datetime import date

import pytest

from core.database import db
from core.errors import Invalid
from portfolio.actions.decisions import draft_decision
from portfolio.models import Decision
from portfolio.rules.decisions import DecisionState, Outcome
from portfolio.rules.terms import Phase


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
