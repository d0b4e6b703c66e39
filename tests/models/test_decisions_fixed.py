"""What is published does not change: the database refuses it, whoever asks."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.decisions import Parts, edit_draft
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.rules.terms import Phase
from tests.factories.decisions import make_decision, make_draft, whole

TABLES = {
    "decision": "subject = 'Anders'",
    "decision_item": "reason = 'Anders'",
    "decision_override": "reason = 'Anders'",
    "decision_dissent": "text = 'Anders'",
    "decision_revisit": "due_on = '2030-01-01'",
    "roadmap_adoption": "taken_at = taken_at",
    "roadmap_adoption_row": "start = 1",
}
COLUMNS = {
    "decision_item": "(use_case_id, position, outcome, reason, title, facts, decision_id)",
    "decision_override": "(position, code, direction, reason, decision_id)",
    "decision_dissent": "(position, seat, code, text, decision_id)",
    "decision_revisit": "(position, kind, text, model_version, settled_by, settled_note, decision_id)",
}
VALUES = {
    "decision_item": "({use_case}, 9, 'parked', 'x', 'x', '{{}}', {decision})",
    "decision_override": "(9, 'A', 'in', 'x', {decision})",
    "decision_dissent": "(9, 'zetel', '', 'x', {decision})",
    "decision_revisit": "(9, 'date', '', '', '', '', {decision})",
}


@pytest.fixture
def published(make_domain, make_use_case):
    """A published decision with a row in every table."""
    domain = make_domain()
    use_case = make_use_case(
        domain=domain, phase=Phase.PILOT, planned_start=2026 * 4, planned_quarters=2, practice="Ja"
    )
    draft = draft_roadmap(domain, subject="Routekaart", text="Zo gaan wij.", by=SYSTEM)
    db.session.commit()
    draft = whole(draft)
    parts = Parts(
        items=[(use_case, "continued", "Loopt goed")],
        overrides=[(use_case.code, "in", 3, "Het bord wil dit")],
        dissents=[("zetel gemeenten", "Te vroeg")],
        revisits=[{"kind": "date", "due_on": date(2027, 1, 1)}],
    )
    values = {"reasons": "Daarom", "decided_on": date(2026, 3, 1)}
    edit_draft(draft, values, parts, by=SYSTEM, version=draft.version)
    db.session.commit()
    draft = whole(draft)
    publish_decision(draft, by=SYSTEM, today=date(2026, 3, 1), version=draft.version)
    db.session.commit()
    return draft.id, use_case.id


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="a published decision does not change"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_sql_changes_nothing_of_a_published_decision(published):
    for table, change in TABLES.items():
        assert db.session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608

        refused(f"UPDATE {table} SET {change}")  # noqa: S608


def test_sql_deletes_nothing_of_a_published_decision(published):
    for table in TABLES:
        refused(f"DELETE FROM {table}")  # noqa: S608


def test_sql_adds_nothing_to_a_published_decision(published, make_use_case):
    decision, _use_case = published
    new = make_use_case().id
    for table, columns in COLUMNS.items():
        row = VALUES[table].format(decision=decision, use_case=new)
        refused(f"INSERT INTO {table} {columns} VALUES {row}")  # noqa: S608


def test_a_published_decision_is_not_turned_into_a_draft_again(published):
    refused("UPDATE decision SET state = 'draft', number = NULL, year = NULL, serial = NULL")


def test_a_row_of_a_draft_does_not_move_into_a_published_decision(published, make_domain):
    decision, _use_case = published
    draft = make_draft(make_domain(), dissents=[("zetel", "Nee")])

    refused(f"UPDATE decision_dissent SET decision_id = {decision} WHERE decision_id = {draft.id}")  # noqa: S608


def test_replacing_is_no_way_around(published):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows without deleting them")
    refused("INSERT OR REPLACE INTO decision SELECT * FROM decision")
    refused("INSERT OR REPLACE INTO decision_item SELECT * FROM decision_item")


def test_what_stands_beside_the_text_may_change(published):
    for statement in (
        "UPDATE decision_revisit SET due_since = '2027-01-02'",
        "UPDATE decision_person SET pseudonym = 'oud-lid 1', person_id = NULL",
        "UPDATE decision SET domain_id = domain_id, version = version + 1",
    ):
        db.session.execute(text(statement))
    db.session.commit()


def test_a_draft_is_changed_and_thrown_away(make_domain):
    draft = make_draft(make_domain(), dissents=[("zetel", "Nee")])

    db.session.execute(text("UPDATE decision SET subject = 'Anders'"))
    db.session.execute(text(f"DELETE FROM decision WHERE id = {draft.id}"))  # noqa: S608
    db.session.commit()

    assert db.session.scalar(text("SELECT count(*) FROM decision_dissent")) == 0


def test_the_columns_of_a_decision_hold_together(make_domain):
    make_draft(make_domain())
    for change in (
        *("subject = ''", "state = 'published'", "number = 'AAA-2026-001'"),
        *("supersedes_id = id", "serial = 0"),
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(text(f"UPDATE decision SET {change}"))  # noqa: S608
        db.session.rollback()


def test_a_number_is_given_once(make_domain):
    domain = make_domain()

    first = make_decision(domain)
    second = make_decision(domain)

    assert [first.number, second.number] == [f"{domain.code}-2026-001", f"{domain.code}-2026-002"]
