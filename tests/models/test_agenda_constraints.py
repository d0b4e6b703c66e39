"""Each constraint of agendas is broken once, and named in what the database answers."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.database import db
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetAmount, BudgetLine
from portfolio.rules.agenda import AgendaState


@pytest.fixture
def agenda(make_agenda, make_action_point):
    """An agenda with an action point."""
    made = make_agenda()
    make_action_point(made, "0.1")
    return made


def refused(thing, words):
    db.session.add(thing)
    with pytest.raises(IntegrityError, match=words):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"from_year": 2022, "to_year": 2021}, "years_in_order"),
        ({"state": AgendaState.CLOSED}, "closed_has_day"),
        ({"closed_on": date(2026, 1, 1)}, "closed_has_day"),
        ({"id": 77, "follows_id": 77}, "follows_another"),
        ({"slug": "agenda"}, "agenda.slug|uq_agenda_slug"),
    ],
)
def test_an_agenda_keeps_its_constraints(agenda, values, constraint):
    known = {"slug": "twee", "title": "Twee", "from_year": 2019, "to_year": 2021} | values
    refused(Agenda(**known), constraint)


def test_a_theme_keeps_its_number_to_itself(agenda):
    refused(ActionTheme(agenda_id=agenda.id, number=0, title="Nog een"), "number|uq_action_theme")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"code": "0.1"}, "agenda_id, action_point.code|uq_action_point_agenda_id_code"),
        ({"year_from": 2021, "year_to": 2020}, "years_in_order"),
        ({"result": "Iets"}, "reported_has_result"),
        ({"id": 78, "continues_id": 78}, "continues_another"),
        ({"agenda_id": None}, "agenda_id"),
    ],
)
def test_an_action_point_keeps_its_constraints(agenda, values, constraint):
    theme = db.session.query(ActionTheme).one()
    known = {"theme_id": theme.id, "agenda_id": agenda.id, "code": "0.2", "title": "Actie"} | values
    refused(ActionPoint(**known), constraint)


def test_an_action_point_cannot_stand_in_one_agenda_and_a_theme_of_another(agenda, make_agenda):
    other = make_agenda(slug="twee")
    theme = db.session.query(ActionTheme).filter_by(agenda_id=agenda.id).one()
    refused(
        ActionPoint(theme_id=theme.id, agenda_id=other.id, code="9.1", title="Actie"),
        "FOREIGN KEY|fk_action_point_theme_id_agenda_id",
    )


def test_an_agenda_continues_an_action_point_once(agenda, make_agenda):
    first = db.session.query(ActionPoint).one()
    other = make_agenda(slug="twee")
    theme = db.session.query(ActionTheme).filter_by(agenda_id=other.id).one()
    for code in ("0.1", "0.2"):
        db.session.add(
            ActionPoint(
                theme_id=theme.id, agenda_id=other.id, code=code, title="Actie", continues_id=first.id
            )
        )
    with pytest.raises(IntegrityError, match="continues_id"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"cents": -1}, "cents_not_negative"),
        ({"spent_cents": -1}, "spent_not_negative"),
        ({"year": 2019}, "year|uq_budget_amount"),
    ],
)
def test_an_amount_keeps_its_constraints(agenda, values, constraint):
    line = db.session.query(BudgetLine).filter_by(slug="labs").one()
    refused(BudgetAmount(**({"line_id": line.id, "year": 2021, "cents": 1} | values)), constraint)


def test_a_line_keeps_its_name_to_itself(agenda):
    refused(BudgetLine(agenda_id=agenda.id, slug="labs", name="Labs"), "slug|uq_budget_line")
