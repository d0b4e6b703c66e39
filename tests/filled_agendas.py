"""A draft that follows the agenda of the filled site, and a line of its budget."""

from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions import agenda as actions
from portfolio.actions.agenda_course import make_next
from portfolio.models import ActionTheme, BudgetLine
from portfolio.queries.agenda import find_agenda

WORD = "Agendageheim"
"""In the title of the draft, which only the programme manager may read."""


def fill_agendas() -> dict[str, list[Any]]:
    """Make the draft; return the values of its addresses by the name of their parameter."""
    agenda = find_agenda("agenda")
    assert agenda is not None
    values = {"title": f"{WORD} erna", "from_year": 2022, "to_year": 2024}
    ids = [action.id for theme in agenda.themes for action in theme.actions]
    draft = make_next(agenda, "concept", values, action_ids=ids, by=SYSTEM)
    actions.add_budget_line(
        draft, "geld", {"name": f"{WORD} geld"}, amounts={2022: (100, False)}, spent={2022: 50}, by=SYSTEM
    )
    db.session.commit()
    themes = select(ActionTheme.id).where(ActionTheme.number == 1).order_by(ActionTheme.id)
    return {
        "slug /agendas": ["agenda", "concept"],
        "code /agendas": ["1.1"],
        "theme_id": list(db.session.scalars(themes)),
        "line_id": list(db.session.scalars(select(BudgetLine.id).order_by(BudgetLine.id.desc()).limit(1))),
    }
