"""The demo's made-up agendas: one closed, with spending, and a draft; marked, and loaded once."""

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from core.database import db
from portfolio.models import ActionPoint, Agenda
from portfolio.queries.agenda import find_agenda, list_agendas, unfinished
from portfolio.rules.agenda import AgendaState
from portfolio.rules.quarters import Quarter
from seed.agenda import agenda_items
from seed.agendas import example_agenda_items
from seed.digest import CONTENT
from seed.ledger import Ledger
from seed.organisations import organisation_items

BASE = Quarter.parse("2026-Q4")
REAL, EARLIER, LATER = (
    "data-agenda-overheid-2019-2021",
    "voorbeeldagenda-open-data",
    "voorbeeld-vervolgagenda",
)


@pytest.fixture
def load(database):
    """Load the agendas, as a start of the demo does; return how many things changed."""

    def run() -> int:
        changed = 0
        for items in (
            organisation_items(CONTENT),
            agenda_items(CONTENT),
            example_agenda_items(CONTENT, BASE),
        ):
            changed += Ledger().load(items)
            db.session.commit()
        return changed

    return run


def test_the_real_agenda_stays_current_and_as_its_source_has_it(load):
    load()
    agenda = find_agenda()
    assert (agenda.slug, agenda.state, agenda.illustrative) == (REAL, AgendaState.OPEN, [])
    amounts = [one for line in agenda.budget_lines for one in line.amounts]
    assert {one.spent_cents for one in amounts} == {None}
    assert not any(one.illustrative for one in amounts)
    assert [row.agenda.slug for row in list_agendas(None)] == [REAL, EARLIER]


def test_everything_made_up_is_marked(load):
    load()
    agenda = find_agenda(EARLIER)
    assert agenda.is_closed
    assert "title" in agenda.illustrative
    assert all("title" in theme.illustrative for theme in agenda.themes)
    for theme in agenda.themes:
        assert all("title" in one.illustrative for one in theme.actions)
        assert all(("result" in one.illustrative) == one.is_reported for one in theme.actions)
    amounts = [one for line in agenda.budget_lines for one in line.amounts]
    assert all("cents" in one.illustrative for one in amounts)
    assert all(("spent_cents" in one.illustrative) == (one.spent_cents is not None) for one in amounts)


def test_the_draft_goes_on_with_what_is_unfinished(load):
    load()
    going_on = set(unfinished(find_agenda(REAL)))
    draft = db.session.scalars(select(Agenda).where(Agenda.slug == LATER)).one()
    continued = select(ActionPoint.continues_id).where(ActionPoint.agenda_id == draft.id)
    assert set(db.session.scalars(continued)) == going_on
    assert (draft.state, draft.from_year, draft.to_year) == (AgendaState.DRAFT, 2027, 2029)


def test_a_second_load_changes_nothing_and_what_a_user_removed_stays_away(load):
    load()
    events = db.session.scalar(select(func.count(AuditEvent.id)))
    assert load() == 0
    db.session.delete(db.session.scalars(select(Agenda).where(Agenda.slug == LATER)).one())
    db.session.commit()
    assert load() == 0
    assert find_agenda(LATER) is None
    assert db.session.scalar(select(func.count(AuditEvent.id))) == events
