"""Writing the agenda: a result makes an action reported, and no save overwrites another's."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db
from core.errors import Conflict, Invalid
from portfolio.actions import agenda as actions
from portfolio.models import ActionPoint, BudgetLine


@pytest.fixture
def manager(make_person):
    return make_person(Role.PROGRAMME_MANAGER)


@pytest.fixture
def agenda(manager):
    """An agenda of three years."""
    values = {"title": "Agenda", "from_year": 2019, "to_year": 2021}
    made = actions.add_agenda("agenda", values, by=manager)
    db.session.commit()
    return made


@pytest.fixture
def action(agenda, manager, make_organisation):
    """An action of which nothing was reported."""
    theme = actions.add_theme(agenda, 0, {"title": "Thema"}, by=manager)
    values = {"title": "Een actie", "year_from": 2019, "year_to": 2020}
    actions.add_action_point(theme, "0.1", values, organisation_ids=[make_organisation().id], by=manager)
    db.session.commit()
    return reload()


def reload() -> ActionPoint:
    statement = select(ActionPoint).options(selectinload(ActionPoint.organisations))
    return db.session.scalars(statement, execution_options={"populate_existing": True}).one()


def test_a_new_action_is_not_reported(action):
    assert (action.is_reported, action.result, action.version) == (False, "", 1)
    assert len(action.organisations) == 1


def test_a_result_makes_an_action_reported_and_its_removal_undoes_that(action, manager):
    actions.edit_action_point(action, {"result": "Klaar."}, by=manager, version=1)
    db.session.commit()
    assert (reload().is_reported, reload().version) == (True, 2)

    actions.edit_action_point(reload(), {"result": ""}, by=manager, version=2)
    db.session.commit()
    assert reload().is_reported is False


def test_an_edit_of_a_stale_page_is_refused(action, manager):
    actions.edit_action_point(action, {"title": "Eerste"}, by=manager, version=1)
    db.session.commit()
    with pytest.raises(Conflict):
        actions.edit_action_point(reload(), {"title": "Tweede"}, by=manager, version=1)


def test_other_organisations_are_a_new_version(action, manager, make_organisation):
    other = make_organisation()
    actions.edit_action_point(reload(), {}, organisation_ids=[other.id], by=manager)
    db.session.commit()
    assert reload().organisations == [other]
    assert reload().version == 2


def test_an_edit_that_changes_nothing_makes_no_version(action, manager):
    same = [organisation.id for organisation in action.organisations]
    actions.edit_action_point(action, {"title": "Een actie"}, organisation_ids=same, by=manager, version=1)
    db.session.commit()
    assert reload().version == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"year_to": 2018}, "year_to"),
        ({"year_from": None}, "year_to"),
        ({"is_reported": True}, "result"),
        ({"is_reported": False, "result": "Klaar."}, "result"),
    ],
)
def test_what_cannot_be_true_of_an_action_is_refused(action, manager, values, field):
    with pytest.raises(Invalid) as refused:
        actions.edit_action_point(action, values, by=manager)
    assert refused.value.field == field


def test_a_field_that_is_not_listed_cannot_be_set(agenda, manager):
    with pytest.raises(TypeError):
        actions.edit_agenda(agenda, {"slug": "anders"}, by=manager)


def test_a_budget_line_tells_reserved_from_proposed(agenda, manager):
    amounts = {2019: (100_00, True), 2020: (200_00, False)}
    actions.add_budget_line(agenda, "lijn", {"name": "Een lijn"}, amounts=amounts, by=manager)
    db.session.commit()

    line = db.session.scalars(select(BudgetLine).options(selectinload(BudgetLine.amounts))).one()
    actions.edit_budget_line(line, {"note": "Anders"}, amounts={2020: (300_00, True)}, by=manager)
    db.session.commit()

    db.session.refresh(line, ["amounts"])
    assert [(amount.year, amount.cents, amount.is_reserved) for amount in line.amounts] == [
        (2020, 300_00, True)
    ]


def test_a_negative_amount_is_refused(agenda, manager):
    with pytest.raises(Invalid) as refused:
        actions.add_budget_line(agenda, "lijn", {"name": "Een lijn"}, amounts={2019: (-1, True)}, by=manager)
    assert refused.value.code == "amount_negative"


def test_every_write_leaves_an_event(action, manager):
    verbs = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    assert verbs == ["agenda.edited", "theme.edited", "action_point.added"]
